"""The thread that writes: exchanges go in, captures come out when their records have reached the file."""

import queue
import select
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from archive.errors import ArchiveError, StorageError
from archive.exchange import Exchange
from archive.warc.capture import Capture

_BATCH = 50
"""Records written before the file is flushed and their captures are told."""

_SYNC_RECORDS = 50
_SYNC_SECONDS = 2.0
"""fsync at the latest after so many records or seconds: each costs about 8 ms of waiting on a busy disk."""

_GATHER_SECONDS = 0.01
"""A batch waits so long for more: one waking of two threads for several pages, instead of one for each."""


class Writer(Protocol):
    """What is used of ``archive.warc.writer.WarcWriter``."""

    def write(
        self, exchange: Exchange, *, record_id: str | None = None, not_modified_of: Capture | None = None
    ) -> Capture:
        """Write the records of one exchange; return where they lie."""

    def flush(self, *, sync: bool) -> None:
        """Hand everything to the system; with *sync*, to the disk."""

    def close(self) -> None:
        """Seal the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One exchange on its way to the file."""

    exchange: Exchange
    record_id: str
    not_modified_of: Capture | None
    request: Any
    """Scrapy's request; only carried along."""

    size: int
    """Bytes that the queue counts for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A job whose records are flushed."""

    job: Job
    capture: Capture


class WriterThread:
    """Owns the writer. All its functions are called in this thread; *landed*, *failed* and *ended*
    hand over to the reactor.
    """

    def __init__(
        self,
        open_writer: Callable[[], Writer],
        *,
        landed: Callable[[Sequence[Written]], None],
        failed: Callable[[ArchiveError], None],
        ended: Callable[[], None],
        where: str,
        before_batch: Callable[[], None] | None = None,
        wrote: Callable[[Job, Capture], None] | None = None,
    ) -> None:
        self._open_writer = open_writer
        self._landed = landed
        self._failed = failed
        self._ended = ended
        self._where = where
        self._before_batch = before_batch
        self._wrote = wrote
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        # Daemon: where the reactor is killed in mid-crawl, the process must not wait for a queue that nobody ends.
        self._thread = threading.Thread(target=self._run, name="warc-writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, job: Job) -> None:
        """Queue a job; never blocks."""
        self._jobs.put(job)

    def end(self) -> None:
        """Let the thread write what is queued, seal the file and end; *ended* tells when."""
        self._jobs.put(None)

    def _run(self) -> None:
        try:
            self._write_all()
        except ArchiveError as error:
            self._failed(error)
        except OSError as error:
            self._failed(StorageError(self._where, error.strerror or str(error)))
        except Exception as error:  # noqa: BLE001 (whatever it is: a crawl whose writer died must stop, and say why)
            self._failed(ArchiveError(f"{self._where}: the WARC writer failed: {type(error).__name__}: {error}"))
        finally:
            self._ended()

    def _write_all(self) -> None:
        writer = self._open_writer()
        unsynced, synced_at, more = 0, time.monotonic(), True
        while more:
            jobs, more = self._take(_SYNC_SECONDS if unsynced else None)
            if self._before_batch is not None:
                self._before_batch()
            written = [Written(job=job, capture=self._write(writer, job)) for job in jobs]
            unsynced += len(written)
            due = unsynced and (unsynced >= _SYNC_RECORDS or time.monotonic() - synced_at >= _SYNC_SECONDS)
            if written or due:
                writer.flush(sync=bool(due))
            if due:
                unsynced, synced_at = 0, time.monotonic()
            if written:
                self._landed(written)
        # Not in a `finally`: a file on which a write failed keeps its .open name, so that the next run mends it.
        writer.close()

    def _write(self, writer: Writer, job: Job) -> Capture:
        capture = writer.write(job.exchange, record_id=job.record_id, not_modified_of=job.not_modified_of)
        if self._wrote is not None:
            self._wrote(job, capture)
        return capture

    def _take(self, patience: float | None) -> tuple[list[Job], bool]:
        """Return what is queued, at least one job unless *patience* (seconds) ran out; False when the end was told."""
        jobs: list[Job] = []
        try:
            job = self._jobs.get(timeout=patience)
            if job is not None and self._jobs.qsize() < _BATCH:
                # Sleeping, and waiting with a patience, end at a moment of the monotonic clock: where that is faked,
                # never. select() counts for itself.
                select.select([], [], [], _GATHER_SECONDS)
            while job is not None:
                jobs.append(job)
                if len(jobs) >= _BATCH:
                    return jobs, True
                job = self._jobs.get_nowait()
        except queue.Empty:
            return jobs, True
        return jobs, False
