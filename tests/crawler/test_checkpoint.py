"""What a run that stays makes last while it lasts: a kill after weeks costs no reading of all that came in them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.ledger import Ledger
from archive.store.articles import ArticleWriter
from archive.store.healing import ended_well
from archive.store.state import State
from archive.warc.index import captures, find
from crawler.checkpoint import Checkpoint
from crawler.tally import Tally
from tests.archive.kept import Kept, day, keep

NOW = datetime(2026, 2, 25, tzinfo=UTC)


class Desk:
    """A run over a collection of three WARCs, of which the index knows nothing yet."""

    def __init__(self, root: Path) -> None:
        harvests = [[Kept(url=f"https://www.example.org/{n}", at=day(n), body=b"%d" % n)] for n in (1, 2, 3)]
        self.collection = keep(root, harvests)
        self.collection.index.unlink()
        self.captures = [one for path in self.collection.sealed() for one in captures(path, on_damage=print)]
        self.state = State(self.collection.state)
        self.tally = Tally(started_at=NOW)
        ledger = Ledger(self.state, ArticleWriter(self.collection.articles))
        self.checkpoint = Checkpoint(self.state, ledger, self.tally, "1", self.collection.index)

    def told(self, query: str) -> list[tuple[object, ...]]:
        """Return what another process sees: that is what a kill leaves."""
        with closing(sqlite3.connect(self.collection.state)) as other:
            return other.execute(query).fetchall()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    with desk.state:
        yield desk


def test_a_run_that_stays_notes_its_counts_while_it_lasts(desk: Desk) -> None:
    for _ in range(2):
        desk.tally.count("giornale", "fetched", 3)
        desk.checkpoint.note(NOW, all_read=True)

    assert desk.told("SELECT source, fetched FROM daily") == [("giornale", 6)]
    assert desk.told("SELECT id, ended_at FROM runs") == [("1", None)]


def test_a_warc_that_the_run_is_through_is_done_and_indexed(desk: Desk) -> None:
    for capture in desk.captures:
        desk.checkpoint.add(capture)
    desk.checkpoint.note(NOW, all_read=True)
    through = [path.name for path in desk.collection.sealed()[:2]]

    assert sorted(desk.told("SELECT name FROM warcs")) == [(name,) for name in through]
    assert all(find(desk.collection.index, capture.url) for capture in desk.captures[:2])
    assert not ended_well(desk.state)


def test_a_warc_with_pages_that_nobody_read_is_not_done(desk: Desk) -> None:
    for capture in desk.captures:
        desk.checkpoint.add(capture)
    desk.checkpoint.note(NOW, all_read=False)

    assert desk.told("SELECT name FROM warcs") == []


def test_captures_go_into_the_index_each_hour(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.checkpoint.add(desk.captures[0])
    desk.checkpoint.note(NOW, all_read=True)
    before = desk.collection.index.exists()
    monkeypatch.setattr("crawler.checkpoint._INDEX_SECONDS", 0.0)
    desk.checkpoint.note(NOW, all_read=True)

    assert not before
    assert find(desk.collection.index, desk.captures[0].url)


@pytest.mark.parametrize("broke", [False, True])
def test_a_run_that_broke_has_not_ended_well(desk: Desk, broke: bool) -> None:
    desk.checkpoint.end("fault" if broke else "finished", NOW, done=None if broke else [])

    assert ended_well(desk.state) is not broke
    assert desk.told("SELECT reason FROM runs") == [("fault" if broke else "finished",)]
