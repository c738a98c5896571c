"""Checkpoint: what a run makes last while it goes on and at its end: its counts, the index, the WARCs it is through.

A run may stay for weeks, and be killed: the next start reads again what stands in WARCs that no checkpoint named.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from archive.ledger import Ledger
from archive.store.healing import begin_run, end_run
from archive.store.state import State
from archive.warc import index
from archive.warc.capture import Capture
from crawler.tally import Tally

_INDEX_EVERY = 20_000
_INDEX_SECONDS = 3600.0
"""Captures go into the index when there are so many, and each hour: with each, all of it is written anew."""


class Checkpoint:
    """Keeps one run's state, index and article lines in step with its WARCs."""

    def __init__(self, state: State, ledger: Ledger, tally: Tally, run_id: str, index_path: Path) -> None:
        self._state = state
        self._ledger = ledger
        self._tally = tally
        self._run_id = run_id
        self._index_path = index_path
        self._additions = index.Additions(in_memory=1_000)
        self._indexed_at = time.monotonic()
        self._warc: str | None = None
        self._through: list[str] = []
        """WARCs of this run whose captures are all applied."""
        begin_run(state)

    def add(self, capture: Capture) -> None:
        """Take the next capture that was applied, in the order of the records. Raises StorageError."""
        if capture.warc != self._warc:
            if self._warc is not None:
                self._through.append(self._warc)
            self._warc = capture.warc
        self._additions.add(capture)
        if len(self._additions) >= _INDEX_EVERY:
            self.merge()

    def note(self, now: datetime, *, all_read: bool) -> None:
        """Write down how the run goes, and that it lasts. *all_read*: no page waits for a later run's reading.

        Raises StorageError.
        """
        if self._through or time.monotonic() - self._indexed_at >= _INDEX_SECONDS:
            self.merge()
        if self._through and all_read:
            self._ledger.sync()
            self._done(self._through)
            self._through.clear()
        self._tell(None, now)

    def end(self, reason: str, now: datetime, *, done: Iterable[str] | None) -> None:
        """Make last what the run came to. *done*: the WARCs that nothing is left to be read of; None after a fault."""
        if done is not None:
            self._ledger.sync()
            self._done(done)
            end_run(self._state)
        self._tell(reason, now)

    def merge(self) -> None:
        """Put what was captured into the index. Raises StorageError."""
        self._additions.merge_into(self._index_path)
        self._indexed_at = time.monotonic()

    def close(self) -> None:
        """Let go of what is not in the index yet."""
        self._additions.close()

    def _done(self, warcs: Iterable[str]) -> None:
        for name in warcs:
            self._state.write("INSERT OR IGNORE INTO warcs VALUES (?)", [name])

    def _tell(self, reason: str | None, now: datetime) -> None:
        self._tally.save_daily(self._state, now)
        self._tally.save_run(self._state, self._run_id, reason, now)
        self._state.commit()
