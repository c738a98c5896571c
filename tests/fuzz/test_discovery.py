"""Laws of discovery: pages, feeds, sitemaps, styles and scripts of whatever form give plain web addresses, no error."""

import gzip
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.discovery.css import css_urls
from crawler.discovery.feeds import read_feed
from crawler.discovery.requisites import read_requisites, srcset_urls
from crawler.discovery.scripts import script_urls
from crawler.discovery.sections import read_section
from crawler.discovery.sitemaps import SitemapLimits, read_sitemap, read_w3c_date
from crawler.links import absolute_urls, scan_hrefs

SITE = "https://www.gazzetta.example/cronaca/"
_LINKS = (
    "/2024/05/02/ponte-12345.html",
    "//[",
    "http://[::1",
    "https://a:99999/",
    "javascript:x",
    "data:,",
    "\ud800",
    "?page=2",
    "",
)
_HTML = (
    *(f"<a href='{link}'>Il ponte riapre dopo due anni</a>" for link in _LINKS),
    *(f"<img src='{link}' srcset='{link} 2x, {link} 9w'>" for link in _LINKS),
    *(f"<link rel='stylesheet preload alternate' type='application/rss+xml' href='{link}' as=font>" for link in _LINKS),
    *(f"<base href='{link}'><iframe src='{link}'></iframe><script src={link}></script>" for link in _LINKS),
    *(
        "<style>@import url(",
        "</style>",
        "<script>",
        "</script>",
        "<script type='application/ld+json'>{\"@type\":",
        "<div style='",
    ),
    *(
        '"ItemList","itemListElement":[{"url":5},[null],{"item":{"@id":[]}}]}</script>',
        "<time datetime='x'>",
        "<ul>",
        "<li>",
    ),
    *(
        "<svg><use href='#x'/>",
        "<template>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#0;",
        "&#xd800;",
        "\x00",
        "<a href=",
        "<a HREF='x'",
    ),
)
_XML = (
    *(
        '<?xml version="1.0" encoding="x"?>',
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        "&e;",
        "<rss>",
        "<channel>",
    ),
    *(
        "<item>",
        "</item>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<id>",
        "<guid isPermaLink='true'>",
        "<ttl>-5</ttl>",
    ),
    *(f"<link>{link}</link><link href='{link}' rel='next'/>" for link in _LINKS),
    *(
        "<pubDate>Thu, 99 Foo 20222 25:61:61 +9999</pubDate>",
        "<updated>9999-12-31T23:59:59-23:59</updated>",
        "<title type='xhtml'>",
    ),
    *(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
        "<sitemapindex>",
        "<sitemap>",
        "<url>",
        "<loc>",
        "</loc>",
    ),
    *(
        "<lastmod>0000-00-00</lastmod>",
        "<lastmod>2024-05-02T10:00:00+99:99</lastmod>",
        "<news:news>",
        "<news:publication_date>x",
    ),
    *(
        '{"version":"https://jsonfeed.org/version/1","items":[{"url": 5}, null, [], {"url": "/", "date_published":5}]}',
        '{"items":',
    ),
)
_CODE = (
    *(
        "@import",
        "url(",
        "'",
        '"',
        ")",
        "\\",
        "\\0",
        "\\110000 ",
        "/*",
        "*/",
        "@font-face{src:",
        "image-set(",
        "x.woff2",
        "//[",
        ";",
        "}",
    ),
    *(
        "fetch(",
        "import(",
        "new Worker(",
        '"/app.js"',
        "'/x.json'",
        "`${x}/y`",
        "import x from ",
        "importScripts(",
        "//",
        "\n",
        "\ud800",
    ),
)


def _soup(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=8)), max_size=25).map("".join)


def _as_bytes(soup: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    codecs = st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-7"])
    coded = st.builds(lambda text, codec: text.encode(codec, "replace"), soup, codecs)
    packed = st.builds(lambda data, cut: gzip.compress(data, mtime=0)[: cut or None], coded, st.integers(0, 60))
    return st.one_of(coded, packed, st.binary(max_size=60))


@settings(deadline=None)
@given(_soup(*_HTML), st.booleans())
def test_no_section_page_is_too_odd(text: str, as_bytes: bool) -> None:
    section = read_section(text.encode("utf-8", "replace") if as_bytes else text, SITE)

    found = [*(link.url for link in (*section.articles, *section.others)), *section.feeds]
    assert all(url.isascii() and url.startswith(("http://", "https://")) for url in found)


@settings(deadline=None)
@given(_as_bytes(_soup(*_XML)))
@example(b"\x1f\x8b\x08")
@example(gzip.compress(b"<rss>", mtime=0)[:-9] + b"\xff" * 9)
@example(b"\x1f\x8bciao")
def test_no_feed_is_too_odd(data: bytes) -> None:
    feed = read_feed(data, SITE + "feed.xml")

    assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)
    assert all(entry.published is None or entry.published.tzinfo for entry in feed.entries)


@settings(deadline=None)
@given(_as_bytes(_soup(*_XML)), st.integers(0, 2000))
@example(b"\x1f\x8bciao", 2000)
def test_no_sitemap_is_too_odd(data: bytes, most: int) -> None:
    sitemap = read_sitemap(data, SITE + "sitemap.xml", SitemapLimits(max_bytes=most, max_entries=most % 5))

    assert len(sitemap.entries) <= most % 5
    assert all(entry.url.startswith(("http://", "https://")) for entry in sitemap.entries)
    assert all(entry.lastmod is None or entry.lastmod.tzinfo for entry in sitemap.entries)


@pytest.mark.parametrize("kind", ["html", "css", "js", "svg", "json"])
@settings(deadline=None, max_examples=60)
@given(_as_bytes(_soup(*_HTML, *_CODE)))
def test_no_body_is_too_odd_to_need_something(kind: Literal["html", "css", "js", "svg", "json"], data: bytes) -> None:
    for requisite in read_requisites(data, SITE, kind, page_url=SITE):
        assert requisite.url.isascii()
        assert requisite.url.startswith(("http://", "https://"))


@settings(deadline=None)
@given(_soup(*_CODE))
def test_no_style_or_script_is_too_odd(text: str) -> None:
    list(css_urls(text))
    list(script_urls(text))
    list(srcset_urls(text))
    read_w3c_date(text)


@settings(deadline=None)
@given(_as_bytes(_soup(*_HTML)))
def test_the_cheap_scan_gives_plain_web_addresses(body: bytes) -> None:
    found = absolute_urls(scan_hrefs(body), SITE)

    assert all(url.isascii() and url.startswith(("http://", "https://")) for url in found)
