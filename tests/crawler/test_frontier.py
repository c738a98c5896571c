"""The frontier: known once, due in order, back after a kill."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archive.store.state import State
from crawler.frontier import Frontier
from crawler.pages import Due, Found

HERE = "http://giornale.example"
NOW = 1_772_000_000


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


@pytest.fixture
def frontier(state: State) -> Frontier:
    return Frontier(state, {"giornale"}, NOW)


def found(*paths: str, kind: str = "article") -> list[Found]:
    return [Found(url=HERE + path, kind=kind) for path in paths]  # type: ignore[arg-type]


def all_due(frontier: Frontier, now: int = NOW) -> list[Due]:
    taken = []
    while due := frontier.take(now):
        taken.append(due)
    return taken


def test_a_url_is_known_once(frontier: Frontier) -> None:
    fresh = frontier.add(found("/a/1", "/a/2", "/a/1"), "giornale", NOW)

    assert [item.url for item in fresh] == [HERE + "/a/1", HERE + "/a/2"]
    assert frontier.add(found("/a/1?utm_source=x"), "giornale", NOW) == []
    assert frontier.knows(HERE + "/a/1#top")


def test_sections_come_before_articles_and_likely_ones_before_unsure(frontier: Frontier) -> None:
    frontier.add([Found(url=HERE + "/u", kind="article", unsure=True)], "giornale", NOW)
    frontier.add(found("/a/1"), "giornale", NOW)
    frontier.add(found("/s", kind="section"), "giornale", NOW)

    assert [due.url.removeprefix(HERE) for due in all_due(frontier)] == ["/s", "/a/1", "/u"]


def test_a_busy_host_is_passed_over(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    frontier.add([Found(url="http://altro.example/a", kind="article")], "giornale", NOW)
    due = frontier.take(NOW, {"giornale.example"})

    assert due is not None
    assert due.host == "altro.example"


def test_a_paused_host_waits_and_then_comes(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    frontier.pause("giornale.example", NOW + 60)

    assert frontier.take(NOW) is None
    assert frontier.waits_until(NOW, 120) == NOW + 60
    assert frontier.take(NOW + 60) is not None


def test_an_article_is_due_again_after_an_hour(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.article_seen(due, NOW, changed=False)
    frontier.wake(NOW + 3400)

    assert all_due(frontier, NOW + 3400) == []
    frontier.wake(NOW + 3600)
    assert [d.url for d in all_due(frontier, NOW + 3600)] == [HERE + "/a/1"]


def test_what_was_handed_out_and_not_settled_is_due_again_after_a_kill(frontier: Frontier, state: State) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    all_due(frontier)
    again = Frontier(state, {"giornale"}, NOW)

    assert [due.url for due in all_due(again)] == [HERE + "/a/1"]


def test_a_gone_article_is_looked_at_twice_more(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    now, looks = NOW, 0
    for _ in range(10):
        frontier.wake(now)
        for due in all_due(frontier, now):
            frontier.failed(due, now, status=404, retry_at=None)
            looks += 1
        now += 8 * 86_400

    assert looks == 3


def test_a_clock_that_was_years_ahead_puts_nothing_out_of_reach(frontier: Frontier, state: State) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.article_seen(due, NOW + 3 * 365 * 86_400, changed=False)
    again = Frontier(state, {"giornale"}, NOW)

    assert [d.url for d in all_due(again)] == [HERE + "/a/1"]


def test_pages_of_another_source_are_not_handed_out(frontier: Frontier, state: State) -> None:
    frontier.add(found("/a/1"), "altro", NOW)

    assert all_due(Frontier(state, {"giornale"}, NOW)) == []


def test_an_article_that_was_there_is_asked_after_six_hours_and_two_days_and_then_no_more(
    frontier: Frontier, state: State
) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.article_seen(due, NOW, changed=False)
    looks: list[int] = []
    while (now := state.read("SELECT max(due_at) FROM pages")[0][0]) is not None:
        frontier.wake(now)
        for due in all_due(frontier, now):
            frontier.failed(due, now, status=410, retry_at=None)
            looks.append(now)

    assert [b - a for a, b in pairwise(looks)] == [6 * 3600, 2 * 86_400]


def test_an_article_that_moved_climbs_on_at_its_new_address_alone(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.article_seen(due, NOW, changed=False)
    frontier.wake(NOW + 3600)
    (due,) = all_due(frontier, NOW + 3600)
    there = frontier.moved(due, HERE + "/b/1", NOW + 3600)
    frontier.article_seen(there, NOW + 3600, changed=False)
    frontier.wake(NOW + 6 * 3600)

    assert [d.url for d in all_due(frontier, NOW + 6 * 3600)] == [HERE + "/b/1"]


def test_a_redirect_to_a_section_leaves_the_section_as_it_is(frontier: Frontier) -> None:
    frontier.add(found("/s", kind="section"), "giornale", NOW)
    frontier.add(found("/a/1"), "giornale", NOW)
    _, due = all_due(frontier)

    assert frontier.moved(due, HERE + "/s", NOW) == due


def test_recheck_leaves_old_addresses_alone(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.article_seen(frontier.moved(due, HERE + "/b/1", NOW), NOW, changed=False)
    frontier.recheck(NOW + 60)

    assert [d.url for d in all_due(frontier, NOW + 60)] == [HERE + "/b/1"]


def test_recheck_leaves_pages_alone_that_hold_no_article(frontier: Frontier) -> None:
    frontier.add(found("/a/1", "/contatti"), "giornale", NOW)
    for due in all_due(frontier):
        frontier.article_seen(due, NOW, changed=False, is_article=due.url.endswith("/a/1"))
    frontier.recheck(NOW + 60)

    assert [d.url for d in all_due(frontier, NOW + 60)] == [HERE + "/a/1"]


def test_an_article_whose_page_holds_none_one_day_is_looked_at_again(frontier: Frontier) -> None:
    # All pages of a newspaper say "back in an hour", with a status of 200.
    frontier.add(found("/a/1"), "giornale", NOW)
    frontier.article_seen(all_due(frontier)[0], NOW, changed=False)
    frontier.wake(NOW + 3600)
    (due,) = all_due(frontier, NOW + 3600)
    frontier.article_seen(due, NOW + 3600, changed=False, is_article=False)
    frontier.wake(NOW + 6 * 3600)

    assert [d.url for d in all_due(frontier, NOW + 6 * 3600)] == [HERE + "/a/1"]


def test_a_page_that_is_due_soon_is_waited_for_only_where_the_site_asked_for_it(frontier: Frontier) -> None:
    frontier.add(found("/a/1", "/a/2"), "giornale", NOW)
    one, two = all_due(frontier)
    frontier.article_seen(one, NOW, changed=False)
    frontier.failed(two, NOW, status=503, retry_at=NOW + 60)

    assert frontier.waits_until(NOW, 86_400) == NOW + 60
    assert frontier.waits_until(NOW + 60, 86_400) is None


def test_a_hub_that_was_asked_as_an_article_is_a_section_once_the_user_names_it(frontier: Frontier) -> None:
    frontier.add([Found(url=HERE + "/parchi/", kind="article", depth=1, unsure=True)], "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.keep_validators(
        due.key, etag='"1"', last_modified=None, digest="sha1:A", record_id="urn:uuid:1", captured_at="2026-02-25"
    )
    frontier.article_seen(due, NOW, changed=False, is_article=False)
    frontier.ask_now(HERE + "/parchi/", "giornale", "section", NOW + 60)
    (again,) = all_due(frontier, NOW + 60)

    assert (again.kind, again.depth, again.fetched_at, again.etag, again.digest) == ("section", 0, None, None, None)
    assert again.notes == (("seed", "section"),)


def test_an_article_stays_one_when_the_user_names_it(frontier: Frontier) -> None:
    frontier.add(found("/a/1"), "giornale", NOW)
    frontier.article_seen(all_due(frontier)[0], NOW, changed=False)
    frontier.ask_now(HERE + "/a/1", "giornale", "section", NOW + 60)

    assert [due.kind for due in all_due(frontier, NOW + 60)] == ["article"]


def test_a_frame_that_proves_to_be_a_section_is_looked_at_as_one_that_is_new(frontier: Frontier) -> None:
    # With the digest of the frame, its page of the same bytes would count as followed already.
    frontier.add(found("/s", kind="requisite"), "giornale", NOW)
    (due,) = all_due(frontier)
    frontier.keep_validators(
        due.key, etag='"1"', last_modified=None, digest="sha1:A", record_id="urn:uuid:1", captured_at="2026-02-25"
    )
    frontier.requisite_seen(due, NOW)
    frontier.add(found("/s", kind="section"), "giornale", NOW)
    (again,) = all_due(frontier)

    assert (again.kind, again.etag, again.digest, again.record_id, again.fetched_at) == ("section", *[None] * 4)
