"""Sitemaps: found by themselves, walked for news, believed about edits."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.warc.capture import Capture
from crawler.discovery.sitemaps import USUAL_PLACES
from crawler.frontier import Frontier
from crawler.maps import MISSED_GUESS_SECONDS, is_guess
from crawler.pages import Found, Kind
from tests.crawler.desk import HERE, NOW, Desk, answered, listing
from tests.newspaper.backnumbers import BackNumbers

XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.of(tmp_path)
    yield desk
    desk.state.close()


def robots(desk: Desk, *sitemaps: str) -> None:
    url = f"{HERE}/robots.txt"
    named = (f"{HERE}{place}" if place.startswith("/") else place for place in sitemaps)
    text = "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {place}\n" for place in named)
    capture = Capture(
        urlkey="", url=url, captured_at=datetime.fromtimestamp(NOW, UTC), status=200, mime="text/plain",
        payload_digest=None, record_id=None, warc="", offset=0, length=0,
    )  # fmt: skip
    desk.follower.robots(capture, answered(url, text.encode(), "text/plain"))


def index(*paths: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{HERE}{path}</loc></sitemap>" for path in paths)
    return f'<?xml version="1.0"?><sitemapindex {XMLNS}>{rows}</sitemapindex>'.encode()


def urlset(**changed: str) -> bytes:
    rows = "".join(
        f"<url><loc>{HERE}/cronaca/il-porto-riapre-al-traffico-{name}.html</loc><lastmod>{day}</lastmod></url>"
        for name, day in changed.items()
    )
    return f'<?xml version="1.0"?><urlset {XMLNS}>{rows}</urlset>'.encode()


def known(desk: Desk, name: str, seen_at: int) -> None:
    """Let the article be known, looked at, and due again in a week."""
    url = f"{HERE}/cronaca/il-porto-riapre-al-traffico-{name}.html"
    desk.frontier.add([Found(url=url, kind="article")], desk.source.id, seen_at)
    desk.state.write(
        "UPDATE pages SET first_at = ?, fetched_at = ?, due_at = ?, rung = 3 WHERE url = ?",
        [seen_at, seen_at, NOW + 7 * 86_400, url],
    )


def test_the_news_sitemap_of_robots_txt_is_found(desk: Desk) -> None:
    robots(desk, "/sitemap.xml", "/sitemap-news.xml")

    assert desk.waiting("sitemap") == ["/sitemap-news.xml"]


def test_an_index_without_news_in_its_name_is_asked_for_the_news_sitemap_in_it(desk: Desk) -> None:
    robots(desk, "/sitemap.xml")
    due = desk.frontier.take(NOW)
    assert due is not None
    body = index("/sitemap-2019.xml", "/sitemap-news.xml", "/sitemap-tags.xml")
    desk.follower.section(due, desk.source, answered(due.url, body, "application/xml"), same=False)

    assert desk.waiting("sitemap") == ["/sitemap-news.xml"]


def test_of_an_index_that_the_user_names_all_are_walked(desk: Desk) -> None:
    desk.show("/sitemap.xml", index("/sitemap-a.xml", "/sitemap-b.xml"), content_type="application/xml")

    assert desk.waiting("sitemap") == ["/sitemap-a.xml", "/sitemap-b.xml"]


def test_usual_places_are_guessed_from_a_front_page(desk: Desk) -> None:
    desk.show("/", listing([]))

    assert desk.waiting("sitemap") == sorted(USUAL_PLACES)


def test_nothing_is_guessed_from_a_section(desk: Desk) -> None:
    desk.show("/cronaca/", listing([]))

    assert desk.waiting("sitemap") == []


def test_a_sitemap_line_that_is_no_url_costs_nothing_but_itself(desk: Desk) -> None:
    robots(desk, "http://[giornale.example/news.xml", "ftp://giornale.example/news.xml", "/news.xml")

    assert desk.waiting("sitemap") == ["/news.xml"]


def test_nothing_is_guessed_where_robots_txt_names_a_sitemap(desk: Desk) -> None:
    robots(desk, "/news.xml")
    desk.show("/", listing([]))

    assert desk.waiting("sitemap") == ["/news.xml"]


def test_a_guess_that_gives_a_page_is_not_asked_again_for_a_month(desk: Desk) -> None:
    desk.show("/", listing([]))
    due = desk.frontier.take(NOW)
    assert due is not None
    assert is_guess(due)
    desk.follower.section(due, desk.source, answered(due.url, b"<html><body>Non trovato</body></html>"), same=False)

    assert desk.state.read("SELECT due_at FROM pages WHERE hash = ?", [due.key]) == [(NOW + MISSED_GUESS_SECONDS,)]


def test_of_a_sitemap_of_all_pages_that_nobody_named_only_the_fresh_are_news(desk: Desk) -> None:
    robots(desk, "/sitemap.xml")
    due = desk.frontier.take(NOW)
    assert due is not None
    body = urlset(vecchio="2020-05-01", nuovo="2026-02-24")
    desk.follower.section(due, desk.source, answered(due.url, body, "application/xml"), same=False)

    assert desk.waiting("article") == ["/cronaca/il-porto-riapre-al-traffico-nuovo.html"]


def test_the_news_of_today_do_not_wait_behind_years_of_a_sitemap(desk: Desk) -> None:
    long_list = urlset(vecchio="2019-03-01", nuovo="2026-02-24")
    desk.show("/sitemap.xml", long_list, kind="sitemap", content_type="application/xml")
    desk.show("/cronaca/", listing(["/cronaca/la-giunta-approva-il-piano-10042.html"]))
    frontier = Frontier(desk.state, {desk.source.id}, NOW)
    order = []
    while due := frontier.take(NOW):
        order.append(due.url.rpartition("-")[2])

    assert order == ["nuovo.html", "10042.html", "vecchio.html"]


def test_a_known_article_that_changed_after_our_last_look_is_due(desk: Desk) -> None:
    known(desk, "a", NOW - 86_400)
    known(desk, "b", NOW - 3_600)
    desk.show("/s.xml", urlset(a="2026-02-25T01:00:00Z", b="2026-02-25T01:00:00Z"), content_type="application/xml")

    assert desk.waiting("article") == ["/cronaca/il-porto-riapre-al-traffico-a.html"]


def test_an_update_in_a_feed_makes_a_known_article_due(desk: Desk) -> None:
    known(desk, "a", NOW - 86_400)
    entry = (
        f'<entry><title>Il porto</title><link href="{HERE}/cronaca/il-porto-riapre-al-traffico-a.html"/>'
        "<published>2026-02-24T01:00:00Z</published><updated>2026-02-25T01:00:00Z</updated></entry>"
    )
    feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Cronaca</title>{entry}</feed>'
    desk.show("/feed.xml", feed.encode(), content_type="application/atom+xml")

    assert desk.waiting("article") == ["/cronaca/il-porto-riapre-al-traffico-a.html"]


def test_a_site_that_writes_today_on_everything_makes_nothing_due(desk: Desk) -> None:
    names = {f"n{n}": "2026-02-25T01:00:00Z" for n in range(40)}
    for name in names:
        known(desk, name, NOW - 86_400)
    desk.show("/s.xml", urlset(**names), content_type="application/xml")

    assert desk.waiting("article") == []


def test_a_change_that_is_yet_to_come_is_not_believed(desk: Desk) -> None:
    known(desk, "a", NOW - 86_400)
    desk.show("/s.xml", urlset(a="2026-03-25T01:00:00Z"), content_type="application/xml")

    assert desk.waiting("article") == []


def test_where_a_sitemap_might_lie_is_looked_at_beside_the_budget_of_pages(tmp_path: Path) -> None:
    with BackNumbers("archive") as paper:
        command = [
            sys.executable,
            "-m",
            "archive.cli",
            "crawl",
            paper.url + "/",
            "--collection",
            str(tmp_path / "news"),
        ]
        command += [
            "--allow-network",
            f"127.0.0.1/32:{paper.port}",
            "--delay",
            "0",
            "--max-pages",
            "3",
            "--workers",
            "0",
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=True)

    asked = set(paper.paths) - {"/robots.txt"}
    assert "/sitemap.xml" in asked
    assert len(asked - set(USUAL_PLACES)) == 3


@pytest.mark.parametrize(("kind", "body"), [("sitemap", b"<html>a page</html>"), ("feed", b"no feed at all")])
def test_what_is_no_sitemap_or_feed_is_told_in_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture, kind: Kind, body: bytes
) -> None:
    with caplog.at_level("INFO"):
        desk.show("/nuovi", body, kind=kind)

    assert f"{HERE}/nuovi: not a {kind}" in caplog.text
