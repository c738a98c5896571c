"""From what was fetched to what comes next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.sources.profile import Seed
from crawler.finds import LINKS_PER_PAGE
from crawler.pages import Found
from tests.crawler.desk import HERE, NOW, Desk, listing


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
