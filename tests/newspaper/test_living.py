"""The living newspaper tells the truth: about its pages, its log, and what its looks have to give."""

import http.client
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.newspaper.living import Living
from tests.newspaper.newsroom import Clock, Kind, Piece, plan


@pytest.fixture
def paper() -> Iterator[Living]:
    with Living(days=30) as living:
        yield living


def ask(paper: Living, path: str, **fields: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    host, port = paper.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=5)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in fields.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body, response.headers


def piece_with(paper: Living, *kinds: Kind, noisy: bool | None = None) -> Piece:
    """Return the first article to which just these things happen."""
    return next(p for p in paper.pieces if tuple(h.kind for h in p.happenings) == kinds and noisy in (None, p.noisy))


def path_of(paper: Living, piece: Piece) -> str:
    now = paper.standing(piece.number)
    assert now is not None
    return now.path


def test_the_same_seed_plans_the_same_lives() -> None:
    assert plan(seed=5) == plan(seed=5)
    assert plan(seed=5) != plan(seed=6)


def test_every_kind_of_happening_is_planned_on_quiet_and_on_noisy_pages() -> None:
    kinds = {(h.kind, p.noisy) for p in plan() for h in p.happenings}

    assert len({kind for kind, _ in kinds}) == 8
    assert len(kinds) == 16


def test_an_article_is_not_there_before_it_is_published(paper: Living) -> None:
    piece = paper.pieces[-1]
    path = piece.standing(piece.published).path  # type: ignore[union-attr]

    before = ask(paper, path)[0]
    paper.clock.now = piece.published
    after = ask(paper, path)[0]

    assert (before, after) == (404, 200)


def test_a_new_article_stands_first_in_section_feed_and_sitemap(paper: Living) -> None:
    piece = paper.pieces[30]
    paper.clock.now = piece.published
    path = path_of(paper, piece).encode()

    for page in (f"/{piece.section}/", "/feed.xml", "/sitemap-news.xml"):
        body = ask(paper, page)[1]

        assert path in body


def test_the_news_sitemap_forgets_after_two_days(paper: Living) -> None:
    piece = piece_with(paper)
    paper.clock.now = piece.published + timedelta(days=2, minutes=1)

    assert path_of(paper, piece).encode() not in ask(paper, "/sitemap-news.xml")[1]


def test_sections_have_pages_and_the_last_has_no_next(paper: Living) -> None:
    paper.clock.advance(days=20)
    path, seen = "/cronaca/", 0
    while path:
        status, body, _ = ask(paper, path)
        assert status == 200
        seen += body.count(b'class="card"')
        path = body.partition(b'rel="next" href="')[2].partition(b'"')[0].decode()

    assert seen == len(paper.visible("cronaca")) > 20


def test_a_quiet_page_answers_304_until_it_is_edited(paper: Living) -> None:
    piece = piece_with(paper, "body", noisy=False)
    paper.clock.now = piece.published
    etag = ask(paper, path_of(paper, piece))[2]["ETag"]

    paper.clock.now = piece.happenings[0].at - timedelta(minutes=1)
    before = ask(paper, path_of(paper, piece), If_None_Match=etag)[0]
    paper.clock.now = piece.happenings[0].at
    after = ask(paper, path_of(paper, piece), If_None_Match=etag)[0]

    assert (before, after) == (304, 200)


def test_a_noisy_page_is_other_bytes_in_each_hour(paper: Living) -> None:
    piece = piece_with(paper, noisy=True)
    paper.clock.now = piece.published
    one = ask(paper, path_of(paper, piece))[1]
    paper.clock.advance(hours=1)

    assert ask(paper, path_of(paper, piece))[1] != one


def test_a_section_answers_304_while_nothing_appears(paper: Living) -> None:
    etag = ask(paper, "/cultura/")[2]["ETag"]

    paper.clock.advance(minutes=5)

    assert ask(paper, "/cultura/", If_None_Match=etag)[0] == 304


@pytest.mark.parametrize(("kind", "status"), [("gone404", 404), ("gone410", 410)])
def test_what_is_gone_says_so_and_is_listed_no_more(paper: Living, kind: Kind, status: int) -> None:
    piece = piece_with(paper, kind)
    path = piece.standing(piece.published).path  # type: ignore[union-attr]
    paper.clock.now = piece.happenings[0].at

    assert ask(paper, path)[0] == status
    assert piece not in [p for p, _ in paper.visible()]


def test_what_moved_redirects_to_its_new_address(paper: Living) -> None:
    piece = piece_with(paper, "moved")
    paper.clock.now = piece.published
    old = path_of(paper, piece)
    paper.clock.now = piece.happenings[0].at
    status, _, headers = ask(paper, old)

    assert status == 301
    assert headers["Location"] == paper.url + path_of(paper, piece) != paper.url + old


def test_the_date_field_follows_the_moved_clock(paper: Living) -> None:
    paper.clock.advance(days=9)

    assert ask(paper, "/")[2]["Date"] == "Wed, 12 Mar 2025 05:00:00 GMT"


def test_the_log_knows_who_asked_conditionally(paper: Living) -> None:
    ask(paper, "/feed.xml")
    ask(paper, "/feed.xml", If_None_Match='"x"')

    assert [look.conditional for look in paper.looks()] == [False, True]


def test_requests_are_counted_since_a_moment(paper: Living) -> None:
    ask(paper, "/feed.xml")
    later = paper.clock.advance(hours=1)
    ask(paper, "/cronaca/")

    assert paper.asked(since=later) == {"/cronaca/": 1}


def look_at(paper: Living, piece: Piece, *after: timedelta) -> None:
    """Look at the article at each of these times after its publication, following where it moved."""
    path = piece.standing(piece.published).path  # type: ignore[union-attr]
    for age in after:
        paper.clock.now = piece.published + age
        status, _, headers = ask(paper, path)
        if status == 301:
            path = headers["Location"].removeprefix(paper.url)
            ask(paper, path)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("kinds", "revisions", "events"),
    [
        ((), 1, []),
        (("body",), 2, []),
        (("headline",), 2, []),
        (("date_only",), 1, ["modified_date_only"]),
        (("gone404",), 1, ["gone"]),
        (("gone410",), 1, ["gone"]),
        (("moved",), 1, ["moved"]),
        (("paywalled",), 1, ["paywalled"]),
        (("body", "body"), 3, []),
        (("gone404", "back"), 1, ["gone", "back"]),
        (("headline", "moved", "body"), 3, ["moved"]),
    ],
)
def test_looks_at_every_stage_have_to_give_every_revision_and_event(
    paper: Living, kinds: tuple[Kind, ...], revisions: int, events: list[str]
) -> None:
    for noisy in (False, True):
        piece = piece_with(paper, *kinds, noisy=noisy)
        look_at(paper, piece, MINUTE, 10 * HOUR, 26 * HOUR, 2 * DAY, 5 * DAY, 13 * DAY)
        told = paper.expected()[piece.number]

        assert len(told.texts) == revisions
        assert [kind for kind, _ in told.events] == events


def test_an_edit_between_two_looks_of_which_none_saw_the_first_text_is_no_revision(paper: Living) -> None:
    piece = piece_with(paper, "body", "body")
    look_at(paper, piece, 3 * DAY, 4 * DAY)

    assert len(paper.expected()[piece.number].texts) == 1


def test_what_was_never_there_when_asked_is_not_expected(paper: Living) -> None:
    piece = piece_with(paper, "gone410")
    look_at(paper, piece, 4 * DAY)

    assert piece.number not in paper.expected()


def test_a_clock_stands_still_until_it_is_moved() -> None:
    clock = Clock()
    before = clock.now

    assert clock.now == before
    assert clock.advance(hours=2) == before + timedelta(hours=2)
