"""Page requisites: everything a browser would fetch, as far as no script must run."""

import time

import pytest

from crawler.discovery.requisites import MAX_OF_ATTRIBUTE, MAX_OF_BLOCKS, Requisite, read_requisites, srcset_urls

URL = "https://www.giornale.example/articolo/uno.html"
SITE = "https://www.giornale.example"


def needed(markup: str, url: str = URL) -> list[tuple[str, str]]:
    found = read_requisites(f"<!doctype html><html><body>{markup}</body></html>", url)
    return [(r.url.removeprefix(SITE), r.kind) for r in found]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<img src=/a.png>", [("/a.png", "image")]),
        ("<img src=/a.png srcset='/a.png 1x, /b.png 2x'>", [("/a.png", "image"), ("/b.png", "image")]),
        ("<picture><source srcset=/a.webp type=image/webp><img src=/a.jpg></picture>",
         [("/a.webp", "image"), ("/a.jpg", "image")]),
        ("<img data-src=/lazy.png>", [("/lazy.png", "image")]),
        ("<img data-src=/1.png data-srcset='/2.png 2x'>", [("/1.png", "image"), ("/2.png", "image")]),
        ("<img data-original=/o.jpg>", [("/o.jpg", "image")]),
        ("<div data-bg='url(/bg.jpg)'></div>", [("/bg.jpg", "image")]),
        ("<div data-background-image=/bg.jpg></div>", [("/bg.jpg", "image")]),
        ("<div data-hero-image=/hero.webp></div>", [("/hero.webp", "image")]),
        ("<video poster=/p.png src=/v.mp4><track src=/t.vtt></video>",
         [("/p.png", "image"), ("/v.mp4", "media"), ("/t.vtt", "media")]),
        ("<video><source src=/v.webm></video>", [("/v.webm", "media")]),
        ("<audio src=/a.mp3></audio>", [("/a.mp3", "media")]),
        ("<link rel=stylesheet href=/s.css>", [("/s.css", "stylesheet")]),
        ("<link rel='shortcut icon' href=/f.ico>", [("/f.ico", "icon")]),
        ("<link rel=preload as=image href=/p.png imagesrcset='/q.png 2x'>", [("/q.png", "image"), ("/p.png", "image")]),
        ("<link rel=preload as=font href=/f.woff2>", [("/f.woff2", "font")]),
        ("<link rel=modulepreload href=/m.mjs>", [("/m.mjs", "script")]),
        ("<script src=/j.js></script>", [("/j.js", "script")]),
        ("<script type=module>import '/m.mjs'</script>", [("/m.mjs", "script")]),
        ("<style>p{background:url(/i.png)}</style>", [("/i.png", "image")]),
        ("<p style='background:url(&quot;/e.png&quot;)'>x</p>", [("/e.png", "image")]),
        ("<p style=\"background-image:image-set('/1.png' 1x)\">x</p>", [("/1.png", "image")]),
        ("<iframe src=//other.example/e.html></iframe>", [("https://other.example/e.html", "frame")]),
        ("<iframe data-src=/lazy.html></iframe>", [("/lazy.html", "frame")]),
        ("<svg><use href='/sprite.svg#s'/></svg>", [("/sprite.svg", "image")]),
        ("<svg><use xlink:href='/sprite.svg#s'/></svg>", [("/sprite.svg", "image")]),
        ("<svg><image href=/in.png /></svg>", [("/in.png", "image")]),
        ("<object data=/o.svg type=image/svg+xml></object>", [("/o.svg", "image")]),
        ("<input type=image src=/go.gif>", [("/go.gif", "image")]),
        ("<table background=/old.gif></table>", [("/old.gif", "image")]),
        ("<meta property=og:image content=/og.jpg>", [("/og.jpg", "image")]),
        ("<noscript><img src=/no.png></noscript>", [("/no.png", "image")]),
        (r"""<img data-images='{"s": "\/s.png", "l": {"url": "\/l.png?w=9", "alt": "l"}}'>""",
         [("/s.png", "image"), ("/l.png?w=9", "image")]),
        ("""<img src=/a.png onerror="this.onerror=null;this.src='/instead.png'">""",
         [("/a.png", "image"), ("/instead.png", "image")]),
    ],
)  # fmt: skip
def test_what_a_page_needs_is_found(markup: str, found: list[tuple[str, str]]) -> None:
    assert needed(markup) == found


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=/articolo/due.html>x</a>",
        "<img src='data:image/gif;base64,R0lG'>",
        "<iframe src=about:blank></iframe>",
        "<iframe src='javascript:void 0'></iframe>",
        "<link rel=canonical href=/articolo/uno.html>",
        "<link rel=alternate href=/rss.xml>",
        "<link rel=next href=/2>",
        "<svg><use href='#local'/></svg>",
        '<script type=application/json>{"a": "/x.png"}</script>',
        "<img src=''>",
        "<form action=/vote></form>",
    ],
)  # fmt: skip
def test_what_is_no_requisite_is_left(markup: str) -> None:
    assert needed(markup) == []


def test_a_frame_that_is_written_out_needs_what_it_names() -> None:
    inner = "&lt;img src=b.png&gt;&lt;iframe srcdoc='&amp;lt;img src=c.png&amp;gt;'&gt;&lt;/iframe&gt;"
    found = read_requisites(f'<base href=/b/><img src=a.png><iframe srcdoc="{inner}"></iframe>', URL)

    here = "https://www.giornale.example/b"
    assert [one.url for one in found] == [f"{here}/a.png", f"{here}/b.png", f"{here}/c.png"]


def test_frames_written_out_within_each_other_come_to_an_end() -> None:
    assert read_requisites("<iframe/srcdoc=" * 20_000, URL) == ()


def test_addresses_follow_the_base_element() -> None:
    found = read_requisites("<base href=https://cdn.example/x/><img src=a.png>", URL)

    assert found == (Requisite(url="https://cdn.example/x/a.png", kind="image"),)


def test_a_requisite_that_stands_twice_is_one() -> None:
    assert len(needed("<img src=/a.png><img src=/a.png#x>")) == 1


def test_a_sheets_addresses_are_relative_to_the_sheet() -> None:
    found = read_requisites(b"@import 'b.css';p{background:url(../i/a.png)}", f"{SITE}/css/a.css", "css")

    assert [(r.url, r.kind) for r in found] == [(f"{SITE}/css/b.css", "stylesheet"), (f"{SITE}/i/a.png", "image")]


def test_a_script_imports_beside_itself_and_fetches_beside_its_page() -> None:
    script = b'import "./dep.mjs"; fetch("data.json")'

    found = read_requisites(script, f"{SITE}/js/m.mjs", "js", page_url=URL)

    assert [r.url for r in found] == [f"{SITE}/js/dep.mjs", f"{SITE}/articolo/data.json"]


def test_json_names_pictures() -> None:
    found = read_requisites(b'{"items": [{"img": "/i/1.png", "t": "a.png is a file"}]}', f"{SITE}/api", "json")

    assert [r.url for r in found] == [f"{SITE}/i/1.png"]


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png", ["a.png"]),
        ("a,b.png 320w,c.png 640w", ["a,b.png", "c.png"]),
        ("https://c.example/w_320,h_180/a.jpg 320w, https://c.example/w_640,h_360/a.jpg 640w",
         ["https://c.example/w_320,h_180/a.jpg", "https://c.example/w_640,h_360/a.jpg"]),
        (" , a.png  2x ,", ["a.png"]),
        ("data:image/gif;base64,R0 1x, b.png 2x", ["b.png"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_srcset_is_split_as_the_standard_says(value: str, urls: list[str]) -> None:
    assert list(srcset_urls(value)) == urls


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 100, b"<img src=", b"<style>" + b"url(" * 1000, b"{" * 5000])
@pytest.mark.parametrize("kind", ["html", "css", "js", "svg", "json"])
def test_broken_bodies_need_nothing_and_break_nothing(data: bytes, kind: str) -> None:
    assert read_requisites(data, URL, kind) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["a,", "a (", ", ", "a 1x,(", "("])
def test_a_long_srcset_is_read_in_no_time(value: str) -> None:
    started = time.process_time()

    read_requisites(f"<img srcset='{value * 100_000}'>", URL)

    assert time.process_time() - started < 2


NEXT = """<script id=__NEXT_DATA__ type=application/json>{"props": {"hero": {"src": "/foto/ponte.jpg?w=1200",
    "alt": "il ponte.jpg"}, "theme": "https://cdn.example/t/blu.css", "widget": "//cdn.example/w/meteo.js"}}</script>"""
SETTINGS = """<script type='application/json' data-drupal-selector='settings'>{"slides": [{"img":
    "https:\\/\\/media.example\\/files\\/kirche.webp"}], "logo": "logo.png", "home": "/",
    "feed": "/feed.xml"}</script>"""


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (NEXT, [("/foto/ponte.jpg?w=1200", "image"), ("https://cdn.example/t/blu.css", "stylesheet"),
                ("https://cdn.example/w/meteo.js", "script")]),
        (SETTINGS, [("https://media.example/files/kirche.webp", "image")]),
        (r"""<script>window.p = {"a": "https:\/\/cdn.example\/f\/1.jpg", "b": "\/t.css"}; don't('\/2')</script>""",
         [("https://cdn.example/f/1.jpg", "image"), ("/t.css", "stylesheet")]),
        (r"""<script>window.__NUXT__ = (f("https:\u002F\u002Fcdn.example\u002F1.jpg?w=1\u0026h=2"))</script>""",
         [("https://cdn.example/1.jpg?w=1&h=2", "image")]),
    ],
)  # fmt: skip
def test_blocks_of_json_name_what_the_pages_script_shows(block: str, found: list[tuple[str, str]]) -> None:
    page = f"<html><body>{block}<img src=/a.png></body></html>"
    with_blocks = [(r.url.removeprefix(SITE), r.kind) for r in read_requisites(page, URL, blocks=True)]

    assert with_blocks == [("/a.png", "image"), *found]
    assert [r.url for r in read_requisites(page, URL)] == [f"{SITE}/a.png"]


def test_a_block_with_the_pictures_of_a_whole_newspaper_is_not_followed_to_its_end() -> None:
    pictures = ", ".join(f'"/foto/{number}.jpg"' for number in range(5000))
    markup = "<img src=/foto/3.jpg><script type=application/json>[" + pictures + "]</script><img src=/last.png>"
    found = [r.url.removeprefix(SITE) for r in read_requisites(markup, URL, blocks=True)]

    assert found[:2] == ["/foto/3.jpg", "/last.png"]
    assert len(found) == 2 + MAX_OF_BLOCKS
    assert found[-1] == f"/foto/{MAX_OF_BLOCKS}.jpg"  # the one that stands on the page is not counted again


def test_of_a_page_all_lists_of_pictures_in_scripts_and_blocks_count_as_one() -> None:
    pictures = ", ".join(rf'"\/foto\/{number}.jpg"' for number in range(5000))
    markup = f"<script>window.a = [{pictures}]</script><script type=application/json>[{pictures}]</script>"

    assert len(read_requisites(markup, URL, blocks=True)) == MAX_OF_BLOCKS
    assert len(read_requisites(f"<img data-images='[{pictures}]'>", URL)) == MAX_OF_ATTRIBUTE


def test_a_broken_block_needs_nothing() -> None:
    deep = "[" * 100_000
    for block in ('{"a": "/x.png"', deep, "", "null", '"/x.png '):
        assert read_requisites(f"<script type=application/json>{block}</script>", URL, blocks=True) == ()
