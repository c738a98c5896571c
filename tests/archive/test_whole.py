"""A file appears whole or not at all; what is no file stays what it is."""

import os
import threading
from pathlib import Path

import pytest

from archive.errors import StorageError
from archive.whole import put, whole


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with whole(path) as fresh:
        fresh.write_text("new")
        assert not path.exists()

    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
    assert path.read_text() == "new"


def test_what_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old")

    def stopped() -> None:
        with whole(path) as fresh:
            fresh.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.html"

    with pytest.raises(StorageError, match=r"none/a.html: cannot be written \(No such file or directory\)"):
        put(path, b"page")


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with whole(pipe) as path:
        path.write_text("through")
    reader.join(10)

    assert read == ["through"]
    assert pipe.is_fifo()


def test_a_disk_that_fills_up_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "a.html"

    def full() -> None:
        with whole(path):
            raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match=r"a.html: cannot be written \(No space left on device\)"):
        full()
