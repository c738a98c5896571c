"""The writer's thread: order, flushing, syncing, and what happens when the writer fails."""

import errno
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.errors import ArchiveError, StorageError
from archive.exchange import Exchange, Spool
from archive.warc.capture import Capture
from crawler.capture import writing
from crawler.capture.writing import Job, WriterThread, Written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def job(number: int) -> Job:
    exchange = Exchange(url=f"http://h/{number}", request=None, response=Spool.of(b"x"), captured_at=NOW)
    return Job(exchange=exchange, record_id=str(number), not_modified_of=None, request=None, size=1)


class Notebook:
    """A writer that notes what it is told."""

    def __init__(self, fault: Exception | None = None, at: int = 0) -> None:
        self.told: list[str] = []
        self.fault = fault
        self.at = at
        self.wait = threading.Event()
        self.wait.set()

    def write(self, exchange: Exchange, *, record_id: str | None = None, not_modified_of: Any = None) -> Capture:
        self.wait.wait(5)
        if self.fault is not None and record_id == str(self.at):
            raise self.fault
        self.told.append(f"write {record_id}")
        return Capture(
            urlkey=exchange.url,
            url=exchange.url,
            captured_at=exchange.captured_at,
            status=200,
            mime="text/html",
            payload_digest=None,
            record_id=record_id,
            warc="w",
            offset=0,
            length=1,
        )

    def flush(self, *, sync: bool) -> None:
        self.told.append("sync" if sync else "flush")

    def close(self) -> None:
        self.told.append("close")


class Thread:
    """A WriterThread over a notebook, with what it told us."""

    def __init__(self, notebook: Notebook, **more: Any) -> None:
        self.notebook = notebook
        self.landed: list[str] = []
        self.errors: list[ArchiveError] = []
        self.done = threading.Event()
        opening: Callable[[], Any] = more.pop("open_writer", lambda: notebook)
        self.thread = WriterThread(
            opening, landed=self._land, failed=self.errors.append, ended=self.done.set, where="folder", **more
        )

    def _land(self, written: Sequence[Written]) -> None:
        self.notebook.told += [f"told {one.capture.record_id}" for one in written]
        self.landed += [one.job.record_id for one in written]

    def run(self, count: int) -> None:
        self.thread.start()
        for number in range(count):
            self.thread.put(job(number))
        self.thread.end()
        assert self.done.wait(10)


def test_captures_are_told_in_order_and_then_the_file_is_sealed() -> None:
    notebook = Notebook()
    thread = Thread(notebook)
    notebook.wait.clear()
    threading.Timer(0.05, notebook.wait.set).start()

    thread.run(120)

    assert thread.landed == [str(number) for number in range(120)]
    assert notebook.told[-1] == "close"


def test_every_told_capture_was_flushed_before() -> None:
    notebook = Notebook()
    Thread(notebook).run(30)

    unflushed: set[str] = set()
    for line in notebook.told:
        what, _, number = line.partition(" ")
        if what == "write":
            unflushed.add(number)
        elif what in ("flush", "sync"):
            unflushed.clear()
        elif what == "told":
            assert number not in unflushed


def test_fifty_records_are_synced_at_the_latest() -> None:
    notebook = Notebook()
    thread = Thread(notebook)
    notebook.wait.clear()
    threading.Timer(0.05, notebook.wait.set).start()

    thread.run(200)

    since = 0
    for line in notebook.told:
        since = 0 if line == "sync" else since + line.startswith("write")
        assert since <= 100


def test_a_quiet_writer_syncs_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_SYNC_SECONDS", 0.05)
    notebook = Notebook()
    thread = Thread(notebook)
    thread.thread.start()
    thread.thread.put(job(0))

    deadline = time.monotonic() + 5
    while "sync" not in notebook.told and time.monotonic() < deadline:
        time.sleep(0.01)

    assert "sync" in notebook.told
    assert "close" not in notebook.told
    thread.thread.end()
    assert thread.done.wait(5)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StorageError, "No space left"),
        (StorageError("folder", "not writable"), StorageError, "not writable"),
        (ValueError("a bug"), ArchiveError, "ValueError: a bug"),
    ],
)
def test_a_writers_fault_ends_the_thread_and_is_told(fault: Exception, kind: type, words: str) -> None:
    notebook = Notebook(fault, at=3)
    thread = Thread(notebook)

    thread.run(10)

    (error,) = thread.errors
    assert isinstance(error, kind)
    assert words in str(error)
    assert "write 4" not in notebook.told


def test_a_file_on_which_a_write_failed_is_not_sealed() -> None:
    notebook = Notebook(OSError(errno.EIO, "I/O error"), at=1)

    Thread(notebook).run(3)

    assert "close" not in notebook.told


def test_a_writer_that_cannot_be_opened_is_told() -> None:
    def refuse() -> Notebook:
        raise PermissionError(errno.EACCES, "Permission denied")

    thread = Thread(Notebook(), open_writer=refuse)

    thread.run(2)

    assert thread.errors[0].exit_code == 3
