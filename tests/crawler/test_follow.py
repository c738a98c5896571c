"""From what was fetched to what comes next."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.sources.profile import Seed
from crawler.backfill import ArchiveForm, Span
from crawler.finds import LINKS_PER_PAGE
from crawler.follow import MAX_FORMS, MAX_PROBED
from crawler.pages import Found, Kind
from tests.crawler.desk import HERE, NOW, Desk, answered, listing


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.of(tmp_path)
    yield desk
    desk.state.close()


def test_a_page_of_endless_links_gives_a_thousand_and_counts_the_rest(desk: Desk) -> None:
    new = desk.show("/many", listing(f"/cronaca/il-porto-riapre-al-traffico-{n}.html" for n in range(2500)))

    assert new == LINKS_PER_PAGE == len(desk.waiting("article"))
    assert desk.tally.refused["links-per-page"] == 1500


def test_the_next_look_at_an_endless_page_takes_the_next_thousand(desk: Desk) -> None:
    page = listing(f"/cronaca/il-porto-riapre-al-traffico-{n}.html" for n in range(1500))
    desk.show("/many", page)

    assert desk.show("/many", page) == 500
    assert desk.tally.known == 1000


def test_likely_links_come_before_others_when_there_are_too_many(desk: Desk) -> None:
    likely = [f"/2026/02/24/il-porto-riapre-al-traffico-merci-{n}.html" for n in range(LINKS_PER_PAGE)]
    unlikely = "".join(f'<p><a href="/x{n}">x{n}</a></p>' for n in range(1500))
    desk.show("/many", listing(likely, unlikely))

    assert desk.waiting("article") == sorted(likely)


def test_links_to_other_sites_are_not_followed(desk: Desk) -> None:
    desk.show("/", listing(["http://altrove.example/2026/02/24/il-porto-riapre-al-traffico-merci.html"]))

    assert desk.waiting("article") == []


def test_a_page_that_has_not_changed_is_not_read_again(desk: Desk) -> None:
    due = desk.asked("/cronaca")

    assert desk.follower.section(due, desk.source, None, same=True) == 0  # type: ignore[arg-type]
    assert not desk.frontier.take(due.fetched_at or 1_772_000_000)
    assert due.url == HERE + "/cronaca"


def test_a_link_that_was_taken_for_an_article_is_a_section_once_a_profile_names_it(desk: Desk) -> None:
    desk.frontier.add([Found(url=f"{HERE}/parchi/", kind="article")], desk.source.id, NOW)
    desk.follower.add_seed(desk.source, Seed(url=f"{HERE}/parchi/"))

    assert desk.waiting("section") == ["/parchi/"]
    assert desk.waiting("article") == []


@pytest.fixture
def backfill(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.of(tmp_path, span=Span(first=date(2024, 3, 10), last=date(2024, 3, 12)))
    yield desk
    desk.state.close()


def test_archives_by_date_without_end_are_not_all_asked_for(backfill: Desk) -> None:
    links = "".join(f'<a href="/sezione-{n}/2024/03/11/">11</a>' for n in range(4 * MAX_FORMS))
    backfill.show("/", f"<html><body><nav>{links}</nav></body></html>".encode())

    assert sum(path.startswith("/sezione-") for path in backfill.waiting("page")) == 3 * MAX_FORMS


def test_one_site_s_articles_do_not_use_up_the_looks_for_another_s_archives(backfill: Desk) -> None:
    for n in range(MAX_PROBED):
        backfill.follower._forms["altro"][ArchiveForm(f"http://altro.example/{n}/", "/", "day", True, "/")] = False
    backfill.show("/", listing(["/2024/03/11/il-porto-riapre-al-traffico-dopo-tre-anni"]))

    assert "/2024/03/12/" in backfill.waiting("page")


def test_a_feed_that_is_sent_as_html_is_followed_as_a_feed(desk: Desk) -> None:
    item = f"<item><title>Il porto</title><link>{HERE}/2026/02/24/il-porto-riapre.html</link></item>"
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{item}</channel></rss>"

    assert desk.show("/rss", feed.encode(), content_type="text/html; charset=utf-8") == 1
    assert desk.waiting("article") == ["/2026/02/24/il-porto-riapre.html"]


REFRESH = b"<html><head><meta http-equiv='refresh' content='0; url=%b'></head></html>"


def test_an_article_behind_a_page_that_sends_on_is_asked_for(desk: Desk) -> None:
    due = desk.asked("/a/il-porto-riapre.html", "article")
    desk.follower.no_article(due, desk.source, answered(due.url, REFRESH % b"/b/il-porto-riapre.html"))

    assert "/b/il-porto-riapre.html" in desk.waiting("article")


def test_a_front_page_that_sends_on_gives_its_place_to_where_it_leads(desk: Desk) -> None:
    desk.show("/", REFRESH % b"/home/")
    (home,) = [due for due in iter(lambda: desk.frontier.take(NOW), None) if due.url == HERE + "/home/"]

    assert (home.kind, home.depth) == ("section", 0)


def test_pages_that_send_on_and_on_come_to_an_end(desk: Desk) -> None:
    due, asked = desk.asked("/0.html", "article"), 0
    while due is not None and asked < 50:
        asked += 1
        desk.follower.no_article(due, desk.source, answered(due.url, REFRESH % b"/%d.html" % asked))
        due = desk.frontier.take(NOW)

    assert asked < 10


def test_sections_that_send_on_and_on_come_to_an_end(desk: Desk) -> None:
    due, asked = desk.asked("/0"), 0
    while due is not None and asked < 50:
        asked += 1
        desk.follower.section(due, desk.source, answered(due.url, REFRESH % b"/%d" % asked), same=False)
        due = next((due for due in iter(lambda: desk.frontier.take(NOW), None) if due.kind == "section"), None)

    assert asked < 10


def test_nobody_is_sent_to_another_site(desk: Desk) -> None:
    due = desk.asked("/a/il-porto-riapre.html", "article")
    desk.follower.no_article(due, desk.source, answered(due.url, REFRESH % b"http://altrove.example/"))
    desk.show("/", REFRESH % b"http://altrove.example/")

    assert not [path for path in desk.waiting("article", "section") if "altrove" in path]


@pytest.mark.parametrize(
    ("kind", "body", "media_type", "told"),
    [
        ("feed", b"<html><body><p>Errore</p></body></html>", "text/html", "a feed was asked for, and text/html came"),
        ("feed", b'{"error": 1}', "application/json", "a feed was asked for, and application/json came"),
        ("sitemap", b"<html><body></body></html>", "text/html", "a sitemap was asked for, and text/html came"),
        ("feed", b"", "application/rss+xml", "a feed was asked for, and nothing that can be read came"),
        ("section", b"", "text/html", "a section was asked for, and nothing that can be read came"),
    ],
)
def test_what_is_no_more_what_the_user_named_is_told(
    desk: Desk, kind: Kind, body: bytes, media_type: str, told: str
) -> None:
    desk.show("/x", body, kind=kind, content_type=media_type)

    assert desk.tally.problems == [f"{HERE}/x: {told}"]
    assert desk.tally.errors == 1


def test_a_feed_without_an_entry_is_one(desk: Desk) -> None:
    desk.show("/rss", b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", kind="feed")

    assert desk.tally.errors == 0
