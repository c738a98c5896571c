"""The state's file: opened, refused."""

import sqlite3
from pathlib import Path

import pytest

from archive.errors import CollectionError, StorageError
from archive.store.state import VERSION, State


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

    with pytest.raises(CollectionError, match=r"tables 1, this one knows .* run `emeroteca rebuild`"):
        State(path)
    assert not path.with_name("state.sqlite-wal").exists()


def test_a_file_that_is_no_database_says_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(StorageError, match=r"cannot be used .* delete it"):
        State(tmp_path / "state.sqlite")
