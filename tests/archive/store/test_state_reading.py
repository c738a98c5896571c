"""The state, read only: on a disk that cannot be written, of another version, damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import StorageError
from archive.store.state import VERSION, State
from archive.store.state_reading import asked, open_state
from tests.archive.store.newsroom import keep, made_up


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return keep(tmp_path / "c", [made_up(number, words=20) for number in range(300)])


@pytest.fixture
def state(collection: Collection) -> Iterator[sqlite3.Connection]:
    opened = open_state(collection)
    assert opened is not None
    with closing(opened):
        yield opened


def test_rows_are_read_beside_one_who_writes(collection: Collection, state: sqlite3.Connection) -> None:
    with State(collection.state) as writing:
        writing.write("DELETE FROM revisions")

        assert list(asked(state, "SELECT count(*) FROM revisions") or ()) == [(300,)]


def test_nothing_can_be_written(state: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        state.execute("DELETE FROM revisions")


def test_a_table_or_column_of_another_version_is_none(state: sqlite3.Connection) -> None:
    assert asked(state, "SELECT 1 FROM chapters") is None
    assert asked(state, "SELECT colour FROM revisions") is None


def test_no_rows_are_not_none(state: sqlite3.Connection) -> None:
    rows = asked(state, "SELECT 1 FROM runs")

    assert rows is not None
    assert list(rows) == []


def test_rows_may_be_left_when_the_state_is_closed(collection: Collection) -> None:
    opened = open_state(collection)
    assert opened is not None
    rows = asked(opened, "SELECT article FROM revisions")
    assert rows is not None
    assert any(rows)
    opened.close()
    del rows  # complaints of a generator that ends are faults here


def test_a_damaged_file_says_the_way_out(collection: Collection) -> None:
    with closing(sqlite3.connect(collection.state)) as state:
        pages = state.execute("SELECT rootpage FROM sqlite_schema").fetchall()
    with collection.state.open("r+b") as file:
        for (page,) in pages:  # not those that tell the tables
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 64)
    opened = open_state(collection)
    assert opened is not None

    with closing(opened), pytest.raises(StorageError, match=r"state.sqlite: cannot be used .*; `emeroteca rebuild"):
        list(asked(opened, "SELECT * FROM revisions ORDER BY first_seen") or ())


def test_a_newer_state_is_read_as_far_as_it_is_known(collection: Collection) -> None:
    with closing(sqlite3.connect(collection.state)) as db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    opened = open_state(collection)
    assert opened is not None

    with closing(opened):
        assert list(asked(opened, "SELECT count(*) FROM revisions") or ()) == [(300,)]


def test_where_there_is_no_state_there_is_none(tmp_path: Path) -> None:
    assert open_state(Collection.create(tmp_path)) is None


def test_a_file_that_is_no_database_is_passed_over_with_a_word(
    collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    collection.state.write_bytes(b"no database" * 99)

    assert open_state(collection) is None
    assert "no database, passed over; `emeroteca rebuild" in caplog.text
