"""The demo newspaper: what it prints, and that all its links lead somewhere."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from crawler.demo.content import Content
from crawler.demo.loopback import Answer, Asked
from crawler.demo.newspaper import Newspaper

HOST = "127.0.0.1:8421"
BASE = f"http://{HOST}"
LINK = re.compile(r'(?:href|src|data-src)="([^"#]+)"')
Get = Callable[[str], Answer]


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.load()


@pytest.fixture(scope="module")
def get() -> Get:
    newspaper = Newspaper.load()
    return lambda path: newspaper.answer(Asked(method="GET", path=path, host=HOST, fields=()))


def test_there_are_five_sections_and_28_stories(content: Content) -> None:
    assert len(content.sections) == 5
    assert len(content.stories) == 28


def test_three_languages_and_five_layouts_are_shown(content: Content) -> None:
    assert {s.language for s in content.stories} == {"it", "en", "de"}
    assert {s.layout for s in content.stories} == {"modern", "bare", "soup", "semantic", "table"}


def test_every_address_and_every_slug_is_used_once(content: Content) -> None:
    assert len({s.path for s in content.stories}) == 28


def test_no_story_is_dated_after_its_change_or_without_a_zone(content: Content) -> None:
    for story in content.stories:
        assert story.published.tzinfo is not None
        assert story.changed_at >= story.published


def test_the_printed_year_is_the_year_of_publication(content: Content) -> None:
    for story in content.stories:
        assert str(story.published.year) in story.printed


def test_every_page_shows_headline_caption_and_date_line(content: Content, get: Get) -> None:
    for story in content.stories:
        answer = get(story.path)
        charset = "iso-8859-15" if story.layout == "table" else "utf-8"
        text = answer.body.decode(charset).replace("&quot;", '"')

        assert answer.status == 200
        for printed in (story.headline, story.caption, story.printed):
            assert _plain(printed) in _plain(text)


def test_every_link_leads_somewhere_but_the_one_that_is_gone(content: Content, get: Get) -> None:
    seen, waiting = set(), ["/"]
    missing = []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = get(path)
        if answer.status == 404:
            missing.append(path)
            continue
        if answer.status == 301:
            waiting.append(urlsplit(dict(answer.fields)["Location"]).path)
        if (answer.media_type or "").startswith("text/html"):
            found = LINK.findall(answer.body.decode("latin-1"))
            links = [urlsplit(urljoin(BASE + path, link)) for link in found]
            waiting += [link.path for link in links if link.netloc == HOST]

    assert missing == [path for _, path, _ in content.gone]
    assert {s.path for s in content.stories} <= seen


def test_a_given_up_address_redirects_to_the_story(content: Content, get: Get) -> None:
    (old, new), *_ = content.moved.items()

    answer = get(old)

    assert answer.status == 301
    assert dict(answer.fields)["Location"] == BASE + new


def test_the_city_pages_are_cut_in_two(get: Get) -> None:
    first, second = get("/cronaca/").body.decode(), get("/cronaca/pagina-2.html").body.decode()

    assert 'rel="next" href="/cronaca/pagina-2.html"' in first
    assert 'rel="prev" href="/cronaca/"' in second
    assert get("/cronaca/pagina-3.html").status == 404


def test_robots_txt_forbids_the_login_and_names_the_sitemap(get: Get) -> None:
    lines = get("/robots.txt").body.decode().splitlines()

    assert "Disallow: /accesso" in lines
    assert f"Sitemap: {BASE}/sitemap-news.xml" in lines


def test_the_feed_holds_the_newest_stories(content: Content, get: Get) -> None:
    feed = ET.fromstring(get("/feed.xml").body)

    links = [item.findtext("link") for item in feed.iter("item")]

    assert links == [BASE + s.path for s in content.stories[:15]]


def test_the_news_sitemap_holds_every_story_with_its_moment(content: Content, get: Get) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    tree = ET.fromstring(get("/sitemap-news.xml").body)

    dates = {u.findtext("s:loc", "", names): u.findtext("n:news/n:publication_date", "", names) for u in tree}

    assert dates == {BASE + s.path: s.published.isoformat() for s in content.stories}


def test_the_old_layout_says_its_charset_in_the_page_alone(content: Content, get: Get) -> None:
    story = next(s for s in content.stories if "300 €" in s.headline)

    answer = get(story.path)

    assert answer.media_type == "text/html"
    assert b"300 \xa4" in answer.body
    assert b"charset=iso-8859-15" in answer.body


def test_last_modified_is_the_moment_of_the_change(content: Content, get: Get) -> None:
    story = next(s for s in content.stories if s.modified)

    assert get(story.path).modified_at == datetime(2025, 4, 8, 6, 40, tzinfo=UTC)


def test_pictures_are_the_same_bytes_each_time(get: Get) -> None:
    one, other = get("/immagini/tram.png").body, get("/immagini/piena.png").body

    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert one != other
    assert one == get("/immagini/tram.png").body


def _plain(text: str) -> str:
    for code, letter in (("&#8220;", "“"), ("&#8222;", "„"), ("&#8217;", "’"), ("&#x27;", "'"), ("&nbsp;", " ")):
        text = text.replace(code, letter)
    return text
