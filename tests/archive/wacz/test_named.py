"""What a page, style sheet or script names, to be packed with it: no less than what a crawl fetches for it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exchange import Exchange, Spool
from archive.urlkey import surt
from archive.wacz.named import may_name, read_named
from archive.warc.capture import Capture
from crawler.discovery.requisites import BodyKind, read_requisites
from tests.golden.pages import GoldenPage, golden_pages

URL = "http://portico.example/cronaca/ponte.html"
AT = datetime(2025, 3, 1, tzinfo=UTC)
TYPES: dict[BodyKind, str] = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
}


def captured(url: str, status: int, mime: str) -> Capture:
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=AT,
        status=status,
        mime=mime,
        payload_digest=None,
        record_id=None,
        warc="a.warc.gz",
        offset=0,
        length=1,
    )


def named(body: str, kind: BodyKind = "html", url: str = URL) -> set[str]:
    mime = TYPES[kind]
    data = body.encode("utf-8", "surrogatepass")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}; charset=utf-8\r\n\r\n".encode()
    capture = captured(url, 200, mime)
    assert may_name(capture)
    exchange = Exchange(url=url, request=None, response=Spool.of(head + data), captured_at=AT)
    return {url for url, _ in read_named(capture, exchange, URL)}


def keys(urls: Iterable[str]) -> set[str]:
    return {surt(url) for url in urls}


def crawled(body: str, kind: BodyKind = "html", url: str = URL) -> set[str]:
    data = body.encode("utf-8", "surrogatepass")
    content_type = f"{TYPES[kind]}; charset=utf-8"
    found = read_requisites(data, url, kind, content_type=content_type, page_url=URL, blocks=True)
    return {requisite.url for requisite in found}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("""<img alt="L'arte" src="/x.png">""", "/x.png"),
        ("<img src=/a.png srcset='/b.png 320w,\n   /x.png 640w'>", "/x.png"),
        ("<img src='\n/x.png\n'>", "/x.png"),
        ("<img src='/foto grande.png'>", "/foto%20grande.png"),
        (r"<img src='\img\x.png'>", "/img/x.png"),
        ("<base href=/b/><img src=x.png>", "/b/x.png"),
        ("<img src=x>", "/cronaca/x"),
        ("<img src='?x=1'>", "/cronaca/ponte.html?x=1"),
        (r"""<script>p = {"u": "http:\/\/portico.example\/x.png"}</script>""", "/x.png"),
        (r"""<script type=application/json>{"u": "/x?a\u003d1\u0026b=2"}</script>""", "/x?a=1&b=2"),
        ("<script>don't(); show('/x.png')</script>", "/x.png"),
        ("""<script>write("<img src='/x.png'><img src=/y.png>")</script>""", "/y.png"),
        ("<iframe srcdoc='&lt;img src=&quot;/x.png&quot;&gt;'></iframe>", "/x.png"),
        ("""<div data-pictures='{"large": "\\/x.png"}'></div>""", "/x.png"),
        ("""<img src=/y.png onerror="this.src='/x.png'">""", "/x.png"),
        ("<p style='background: url(&quot;/x y.png&quot;)'>", "/x%20y.png"),
        (r"<style>p { background: url(/x\20 y.png) }</style>", "/x%20y.png"),
        ("<svg><image xlink:href=/x.svg /></svg>", "/x.svg"),
        ("<object data=/x.html></object>", "/x.html"),
    ],
)
def test_an_address_of_a_page_is_found_however_it_is_written(body: str, expected: str) -> None:
    assert f"http://portico.example{expected}" in named(f"<html><body>{body}")


def test_of_a_redirect_it_is_where_it_leads() -> None:
    capture = captured(URL, 302, "text/html")
    block = Spool.of(b"HTTP/1.1 302 Found\r\nLocation: ../2.png\r\nContent-Type: text/html\r\n\r\n<a href=/1>")
    exchange = Exchange(url=URL, request=None, response=block, captured_at=AT)

    assert read_named(capture, exchange, URL) == {("http://portico.example/2.png", False)}


@pytest.mark.parametrize("golden", golden_pages(), ids=lambda golden: golden.name)
def test_no_less_is_found_than_what_a_crawl_fetches(golden: GoldenPage) -> None:
    html = golden.html.read_text("utf-8")

    assert keys(crawled(html, url=golden.url)) <= keys(named(html, url=golden.url))


ADDRESSES = st.sampled_from(
    ["/a.png", "b.webp", "//cdn.example/c.jpg?w=1&h=2", "d,e/f.png", "g h.png", "città.jpg", "../i.svg#s", "/j", "?k=1"]
)
ATTRIBUTES = st.sampled_from(
    [
        "src",
        "srcset",
        "href",
        "poster",
        "data",
        "data-src",
        "data-srcset",
        "data-bg",
        "data-photo-url",
        "content",
        "onerror",
    ]
)
ELEMENTS = st.sampled_from(
    [
        "img",
        "source",
        "video",
        "link rel=stylesheet",
        "link rel=preload as=image",
        "script",
        "iframe",
        "object",
        "amp-img",
        "use",
        "div",
        'meta property="og:image"',
        "input type=image",
    ]
)
WORDS = st.sampled_from(["", 'alt="L\'arte" ', "title='5 > 3' ", "alt='\"Sì\"' ", "class=x\n"])


@st.composite
def tags(draw: st.DrawFn) -> str:
    quote = draw(st.sampled_from("\"'"))
    value = draw(st.sampled_from(["{0}", " {0} ", "{0} 1x, {1} 2x", "{0} 300w,\n\t{1} 600w", "{0},{1} 2x"]))
    attribute = draw(ATTRIBUTES)
    blank = "%20" if attribute.endswith("set") else " "  # that ends an address there
    value = value.format(draw(ADDRESSES).replace(" ", blank), draw(ADDRESSES).replace(" ", blank))
    if quote == "'" and attribute.startswith("data-") and draw(st.booleans()):
        value = json.dumps({"a": [value, draw(ADDRESSES)]}).replace("/", draw(st.sampled_from(["/", "\\/"])))
    tag = f"<{draw(ELEMENTS)} {draw(WORDS)}{attribute}={quote}{value.replace('&', '&amp;')}{quote}>"
    state = value.replace('"', "").replace("/", draw(st.sampled_from(["\\/", "\\u002F"])))
    inner = tag.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    return draw(
        st.sampled_from(
            [
                tag,
                f"<noscript>{tag}</noscript>",
                f"<iframe srcdoc='{inner}'></iframe>",
                f'<script>s = ["{state}"]</script>',
            ]
        )
    )


@given(st.lists(tags(), max_size=4))
def test_no_less_is_found_in_markup_than_what_a_crawl_fetches(body: list[str]) -> None:
    page = "<html><body>l'una e l'altra " + " dell'acqua ".join(body)

    assert keys(crawled(page)) <= keys(named(page))


@given(st.lists(st.tuples(ADDRESSES, st.sampled_from(["url({})", "url('{}')", '@import "{}";', "image-set('{}' 1x)"]))))
def test_no_less_is_found_in_a_style_sheet_than_what_a_crawl_fetches(parts: list[tuple[str, str]]) -> None:
    sheet = "/* don't */ " + " ; ".join(shape.format(address) for address, shape in parts)

    assert keys(crawled(sheet, "css", f"{URL}/a.css")) <= keys(named(sheet, "css", f"{URL}/a.css"))


@given(st.recursive(ADDRESSES | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_no_less_is_found_in_json_than_what_a_crawl_fetches(document: object) -> None:
    for ascii_only in (True, False):
        text = json.dumps(document, ensure_ascii=ascii_only)

        assert keys(crawled(text, "json")) <= keys(named(text, "json"))


@pytest.mark.parametrize(
    "text", ["'" * 200_000, "url(" * 100_000, "\\u00" * 100_000, '"/' * 100_000, "url('\\" * 90_000]
)
@pytest.mark.parametrize("kind", ["html", "css", "js"])
def test_rubbish_takes_no_long_time(text: str, kind: BodyKind) -> None:
    assert len(named(text, kind)) < 10
