"""The state's file: opened, refused."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import CollectionError, StorageError
from archive.store.payloads import Payloads
from archive.store.state import VERSION, State, set_aside


def test_a_state_is_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        with State(tmp_path / "state.sqlite") as state:
            assert state.read("PRAGMA user_version") == [(VERSION,)]


def test_tables_of_another_version_are_told_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE payloads(digest TEXT)")
        db.execute("PRAGMA user_version=1")
    db.close()

    with pytest.raises(CollectionError, match=r"older .*tables 1, this one knows .*; `emeroteca rebuild .*` makes it"):
        State(path)
    assert not path.with_name("state.sqlite-wal").exists()


def test_a_file_that_is_no_database_says_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(StorageError, match=r"cannot be used .*; `emeroteca rebuild"):
        State(tmp_path / "state.sqlite")


def test_a_state_of_a_newer_version_is_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    db.close()

    with pytest.raises(CollectionError, match=r"of a newer emeroteca .*; use that one"):
        State(tmp_path / "state.sqlite")


def test_what_stands_before_a_write_that_failed_is_not_half_said(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        state.write("INSERT INTO warcs VALUES ('before')")
        state.commit()
        ((pages,),) = state.read("PRAGMA page_count")
        state.read(f"PRAGMA max_page_count={pages + 2}")  # a disk that is nearly full
        state.write("INSERT INTO warcs VALUES ('half')")
        with pytest.raises(StorageError, match="No space left"):
            state.write("INSERT INTO unread VALUES (?)", ["x" * 100_000])
        state.write("INSERT INTO warcs VALUES ('behind')")

    with State(path) as state:
        assert state.read("SELECT name FROM warcs ORDER BY name") == [("before",), ("behind",)]


def test_a_good_state_stays(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite"):
        pass

    assert set_aside(tmp_path / "state.sqlite") is None
    assert set_aside(tmp_path / "none.sqlite") is None
    assert (tmp_path / "state.sqlite").is_file()


def test_a_closed_state_is_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    reader = Payloads(path)
    with State(path) as state:
        state.write("INSERT INTO warcs VALUES ('a.warc.gz')")
        state.commit()
        assert reader.find("sha1:A") is None  # holds the log open
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT name FROM warcs").fetchall() == [("a.warc.gz",)]
    reader.close()


def test_a_file_that_is_damaged_inside_says_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        for number in range(2_000):
            state.write("INSERT INTO article_urls VALUES (?, ?)", [f"http://giornale.example/{number}", "a" * 32])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\x55" * (len(whole) - len(whole) // 2))

    with State(path) as state, pytest.raises(StorageError, match="malformed; `emeroteca rebuild"):
        state.read("SELECT * FROM article_urls")


def test_a_mistake_of_ours_is_told_as_it_is(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state, pytest.raises(sqlite3.IntegrityError):
        state.write("INSERT INTO runs VALUES (NULL, 'now', NULL, NULL, NULL)")


def test_a_group_may_share_a_state_where_the_umask_says_so(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        State(tmp_path / "state.sqlite").close()
    finally:
        os.umask(before)

    assert (tmp_path / "state.sqlite").stat().st_mode & 0o777 == 0o664
