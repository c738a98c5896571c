"""Intake: what the recorder has kept, read in worker processes, applied to the ledger in the order of the records."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive.exchange import SPOOL_BYTES, Exchange, Spool
from archive.ledger import Entry, Ledger
from archive.reading import Reading
from archive.warc.capture import Capture
from archive.workers import Outcome, WorkerPool
from crawler.visit import Visit


class _Waiting:
    """One kept capture in the line; *ready* when nothing is to be read of it, or its reading is back."""

    __slots__ = ("capture", "exchange", "reading", "ready", "visit")

    def __init__(self, capture: Capture, exchange: Exchange, visit: Visit | None) -> None:
        self.capture = capture
        self.exchange = exchange
        self.visit = visit
        self.reading: Reading | None = None
        self.ready = True


class Intake:
    """One line of captures: read side by side, applied one after the other, as a rebuild will."""

    def __init__(
        self,
        ledger: Ledger,
        pool: WorkerPool | None,
        *,
        in_reactor: Callable[[Callable[[], None]], Any],
        soon: Callable[[Callable[[], None]], Any],
        applied: Callable[[Capture, Exchange, Entry], None],
        broken: Callable[[Exception], None],
    ) -> None:
        """*in_reactor* calls a function in the reactor's thread, from any thread; *soon* does so from there itself.

        *applied* and *broken* are told what came of each capture.
        """
        self._ledger = ledger
        self._pool = pool
        self._in_reactor = in_reactor
        self._soon = soon
        self._applied = applied
        self._broken = broken
        self._line: deque[_Waiting] = deque()
        self._read: deque[tuple[_Waiting, Outcome]] = deque()
        """Readings that are back, put there by the pool's threads."""
        self._woken = False
        """Whether the reactor has been told of them."""
        self._called = False
        """Whether the line is to be looked at soon."""
        self._ended = False
        """Whether a capture could not be applied: those behind it are the next run's, which begins with it."""
        self.unread = 0
        """Pages that were kept and not read, since there are no workers."""

    def __len__(self) -> int:
        return len(self._line)

    def take(self, captured: Any) -> None:
        """Take a :class:`crawler.capture.recorder.Captured`: its record is flushed."""
        visit = captured.request.meta.get("visit")
        exchange = captured.exchange
        if len(exchange.response) > SPOOL_BYTES:
            # The recorder gives spooled files back when we return; reading comes later.
            exchange = replace(exchange, response=Spool.of(exchange.response.read()))
        waiting = _Waiting(captured.capture, exchange, visit)
        self._line.append(waiting)
        if self._ledger.wants_reading(captured.capture, exchange):
            if self._pool is None:
                self.unread += 1
            else:
                waiting.ready = False
                self._pool.submit((captured.capture, exchange), lambda outcome: self._back(waiting, outcome))
        self._drain_soon()

    def _back(self, waiting: _Waiting, outcome: Outcome) -> None:
        """Take a reading, in a thread of the pool; the reactor is woken once for all that come together."""
        self._read.append((waiting, outcome))
        if not self._woken:
            self._woken = True
            self._in_reactor(self._take_readings)

    def _take_readings(self) -> None:
        self._woken = False  # first: what comes from now on wakes the reactor again
        while self._read:
            waiting, outcome = self._read.popleft()
            if outcome.fault is not None:
                self._broken(outcome.fault)  # kept and not read: the next run reads it
                continue
            waiting.reading = outcome.result or Reading(problem=outcome.problem or "no result")
            waiting.ready = True
        self._drain_soon()

    def _drain_soon(self) -> None:
        """Look at the line behind whatever else has come by now: one commit for all of it."""
        if not self._called:
            self._called = True
            self._soon(self._drain)

    def _drain(self) -> None:
        self._called = False
        if self._ended:
            return
        done: list[tuple[_Waiting, Entry]] = []
        try:
            while self._line and self._line[0].ready:
                waiting = self._line.popleft()
                entry = self._ledger.apply(waiting.capture, waiting.exchange, waiting.reading)
                done.append((waiting, entry))
            if done:
                self._ledger.commit()
            for waiting, entry in done:
                self._applied(waiting.capture, waiting.exchange, entry)
                if waiting.visit is not None:
                    waiting.visit.settled(waiting.capture, waiting.exchange, entry)
        except Exception as error:  # noqa: BLE001 (whatever it is: nothing goes on that is not kept, or waits for ever)
            self._ended = True
            self._broken(error)
