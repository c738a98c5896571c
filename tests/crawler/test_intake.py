"""What becomes of captures whose turn it is."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from archive.errors import StorageError
from archive.exchange import Exchange, Spool
from archive.ledger import Entry
from archive.reading import Reading
from archive.warc.capture import Capture
from archive.workers import Outcome
from crawler.intake import Intake

AT = datetime(2026, 11, 22, tzinfo=UTC)


class Ledger:
    """Applies captures until the disk is full."""

    def __init__(self, room: int, *, reads: bool = False) -> None:
        self.room = room
        self.reads = reads
        self.applied: list[str] = []
        self.commits = 0

    def wants_reading(self, *_: object) -> bool:
        return self.reads

    def apply(self, capture: Capture, *_: object) -> Entry:
        if len(self.applied) == self.room:
            self.room += 100  # somebody made room in the meantime
            raise StorageError("state.sqlite", "No space left")
        self.applied.append(capture.url)
        return Entry(became="other")

    def commit(self) -> None:
        self.commits += 1


def captured(name: str) -> Any:
    url = f"http://example.org/{name}"
    capture = Capture(
        urlkey=url,
        url=url,
        captured_at=AT,
        status=200,
        mime="text/html",
        payload_digest=None,
        record_id=name,
        warc="a.warc.gz",
        offset=0,
        length=1,
    )
    exchange = Exchange(url=url, request=None, response=Spool.of(b""), captured_at=AT)
    return SimpleNamespace(capture=capture, exchange=exchange, request=SimpleNamespace(meta={}))


def test_behind_a_capture_that_could_not_be_applied_none_is() -> None:
    soon: list[Any] = []
    problems: list[Exception] = []
    told: list[str] = []
    ledger: Any = Ledger(room=1)
    intake = Intake(
        ledger,
        None,
        in_reactor=soon.append,
        soon=soon.append,
        applied=lambda capture, *_: told.append(capture.record_id or ""),
        broken=problems.append,
    )
    for name in "abc":
        intake.take(captured(name))
        while soon:
            soon.pop(0)()

    assert told == ["a"]
    assert ledger.applied == ["http://example.org/a"]
    assert ledger.commits == 1
    assert len(problems) == 1


class Pool:
    """Reads nothing before it is told to."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []

    def submit(self, job: Any, done: Any) -> None:
        self.jobs.append(lambda: done(Outcome(job=job, result=Reading())))


def test_readings_that_come_together_wake_the_reactor_once_and_are_committed_once() -> None:
    woken: list[Any] = []
    soon: list[Any] = []
    told: list[str] = []
    ledger: Any = Ledger(room=10, reads=True)
    pool: Any = Pool()
    intake = Intake(
        ledger,
        pool,
        in_reactor=woken.append,
        soon=soon.append,
        applied=lambda capture, *_: told.append(capture.record_id or ""),
        broken=lambda error: pytest.fail(str(error)),
    )

    for names in ("abc", "de"):
        for name in names:
            intake.take(captured(name))
        for job in reversed(pool.jobs):
            job()
        pool.jobs.clear()
        wakings = len(woken)
        while woken or soon:
            (woken or soon).pop(0)()
        assert wakings == 1

    assert told == list("abcde")
    assert ledger.commits == 2


def test_a_fault_in_what_is_told_of_a_capture_ends_the_run_and_is_not_waited_for() -> None:
    soon: list[Any] = []
    problems: list[Exception] = []

    def applied(*_: object) -> None:
        raise ValueError("Invalid IPv6 URL")

    ledger: Any = Ledger(room=10)
    intake = Intake(ledger, None, in_reactor=soon.append, soon=soon.append, applied=applied, broken=problems.append)
    intake.take(captured("a"))
    while soon:
        soon.pop(0)()

    assert [str(problem) for problem in problems] == ["Invalid IPv6 URL"]
