"""Sequence: captures in the order of their records, read side by side by the pool, applied one after the other."""

import queue
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import DamagedRecord
from archive.exchange import Exchange
from archive.ledger import Entry, Ledger
from archive.reading import Reading
from archive.warc.capture import REVISIT, Capture
from archive.warc.revisit import resolve
from archive.workers import Outcome, Pool

_AHEAD = 64


@dataclass(slots=True, kw_only=True)
class Report:
    """What a recovery or rebuild did, and what it could not read."""

    captures: int = 0
    articles: int = 0
    """Article lines written."""
    problems: int = 0
    """Records and pages that could not be read."""
    lines: list[str] = field(default_factory=list)
    """What is worth telling, a line each."""

    def damaged(self, damage: DamagedRecord) -> None:
        self.problem(str(damage))

    def problem(self, line: str) -> None:
        self.problems += 1
        self.lines.append(line)


Recalled = Callable[[Capture, Exchange, Entry], None]


class Sequence:
    """Captures in their order, read side by side by the pool, applied one after the other."""

    def __init__(self, ledger: Ledger, pool: Pool, report: Report, recalled: Recalled | None) -> None:
        self._recalled = recalled
        self._ledger = ledger
        self._pool = pool
        self._report = report
        self._waiting: deque[tuple[Capture, Exchange, queue.SimpleQueue[Outcome] | None]] = deque()

    def take(self, folder: Path, capture: Capture, exchange: Exchange) -> None:
        """Take the next capture of a WARC in *folder*."""
        self._make_way(capture)
        self._add(capture, _whole(folder, capture, exchange, self._ledger))

    def _make_way(self, capture: Capture) -> None:
        """Apply what waits, if that tells whether *capture* has to be read: a revisit of a page in the line."""
        if capture.mime == REVISIT and any(waiting.urlkey == capture.urlkey for waiting, _, _ in self._waiting):
            self.finish()

    def _add(self, capture: Capture, exchange: Exchange) -> None:
        read: queue.SimpleQueue[Outcome] | None = None
        if self._ledger.wants_reading(capture, exchange):
            read = queue.SimpleQueue()
            self._pool.submit((capture, exchange), read.put)
        self._waiting.append((capture, exchange, read))
        while len(self._waiting) > _AHEAD:
            self._apply_first()

    def finish(self) -> None:
        """Apply all that waits."""
        while self._waiting:
            self._apply_first()

    def _apply_first(self) -> None:
        capture, exchange, read = self._waiting.popleft()
        reading: Reading | None = None
        if read is not None:
            outcome = read.get()
            if outcome.fault is not None:
                raise outcome.fault  # no page can be read: what stands is better than what would be left out
            reading = outcome.result or Reading(problem=outcome.problem or "no result")
        entry = self._ledger.apply(capture, exchange, reading)
        if entry.problem:
            self._report.problem(f"{capture.warc}: record at byte {capture.offset}: {capture.url}: {entry.problem}")
        if entry.became in ("new", "changed"):
            self._report.articles += 1
        if self._recalled is not None:
            self._recalled(capture, exchange, entry)


def _whole(folder: Path, capture: Capture, exchange: Exchange, ledger: Ledger) -> Exchange:
    """Return *exchange* with the payload that a revisit points at, where it has to be read."""
    if capture.mime == REVISIT and ledger.wants_reading(capture, exchange):
        return resolve(folder, capture, exchange) or exchange
    return exchange
