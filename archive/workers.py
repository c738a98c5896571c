"""Worker processes that survive their work: a page that kills or stalls one costs that page alone.

``concurrent.futures`` breaks the whole pool when one process dies. Here each process has its own socket and its own
thread in the parent. Results come back a batch at once, which wakes the parent once for all of them; a pipe beside,
read where something went wrong, tells which job a dead or silent process was at. What runs in a process is
``archive.serving``.
"""

import os
import pickle
import queue
import select
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from archive.errors import ArchiveError
from archive.serving import problem_of

BATCH = 8
"""Jobs sent at once: fewer turns a page, and the process never waits for the parent between them."""

MEMORY_BYTES = 2 << 30
"""Address space of one process: a page that needs more gets a MemoryError, not the machine."""

MAX_STARTS = 3
"""Processes that may end in a row before they could take a job; more of them would end alike."""

_START_SECONDS = 120.0
_LOOK_SECONDS = 1.0
"""While a batch lasts, the parent looks so often whether its process is still at the same job."""
# Nothing that the imports make is garbage: looking for some costs 0.02 s.
_PROGRAM = "import gc; gc.disable(); from archive.serving import serve; serve()"

_GONE = (EOFError, OSError, pickle.UnpicklingError)
"""What shows that a process has ended, in the middle of its answer, too."""

_Task = tuple[Any, Callable[["Outcome"], None]]


class CannotStart(ArchiveError):
    """The worker processes end before they can take a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one job."""

    job: Any
    result: Any = None
    problem: str | None = None
    """Why there is no result; None where there is one."""
    fault: ArchiveError | None = None
    """Why nothing can be done any more, this job or another: it was not tried."""


class WorkerPool:
    """Up to *workers* processes that apply one function to jobs; each is started when those before have enough to do.

    *function* is named ``package.module:name`` and takes one job; *setup*, where given, is a picklable value handed
    to ``package.module:prepare`` once in each process. Jobs and results are pickled.
    """

    def __init__(
        self,
        function: str,
        workers: int,
        *,
        setup: Any = None,
        timeout_seconds: float = 30.0,
    ) -> None:
        self._function = function
        self._setup = setup
        self._timeout = timeout_seconds
        self._workers = max(1, workers)
        self._todo: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._fault: ArchiveError | None = None

    def submit(self, job: Any, done: Callable[[Outcome], None]) -> None:
        """Queue *job*; *done* is called with its outcome, in a thread of the pool."""
        self._todo.put((job, done))
        running = len(self._threads)
        if running < self._workers and self._todo.qsize() > running * BATCH:
            thread = threading.Thread(target=self._serve, name=f"reader-{running}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self, timeout_seconds: float | None = None) -> None:
        """Wait for the queued jobs, then end the processes."""
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join(timeout_seconds)

    def ordered(self, jobs: Iterable[Any], *, ahead: int = 64) -> Iterator[Outcome]:
        """Yield the outcomes of *jobs* in their own order, with at most *ahead* of them under way.

        Raises CannotStart where no process can be had.
        """
        slots: queue.SimpleQueue[queue.SimpleQueue[Outcome]] = queue.SimpleQueue()
        for job in jobs:
            slot: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
            self.submit(job, slot.put)
            slots.put(slot)
            if slots.qsize() >= ahead:
                yield _tried(slots.get().get())
        while not slots.empty():
            yield _tried(slots.get().get())

    def _serve(self) -> None:
        worker: _Worker | None = None
        ended = False
        while not ended:
            batch, ended = self._next_batch()
            while batch:
                if worker is None:
                    worker = self._started()
                if worker is None:
                    for job, done in batch:
                        done(Outcome(job=job, problem=str(self._fault), fault=self._fault))
                    break
                problem = worker.work_off(batch, self._timeout)
                if problem is None:
                    break
                at = worker.place()
                worker.kill()
                worker = None
                # The jobs before it were done and had not been told: they are done again, by the next process.
                job, done = batch.pop(at)
                done(Outcome(job=job, problem=problem))
        if worker is not None:
            worker.end()

    def _started(self) -> "_Worker | None":
        """Return a process that is ready; None, and the reason in *_fault*, where none can be had."""
        starts = 0
        while self._fault is None:
            try:
                worker = _Worker((self._function, self._setup, MEMORY_BYTES))
            except OSError as error:  # no descriptor, memory or process is left to be had
                problem: str | None = str(error)
            else:
                problem = worker.wait_ready()
                if problem is None:
                    return worker
                worker.kill()
            starts += 1
            if starts >= MAX_STARTS:
                self._fault = CannotStart(f"the worker processes cannot start: {self._function}: {problem}")
        return None

    def _next_batch(self) -> tuple[list[_Task], bool]:
        batch: list[_Task] = []
        item = self._todo.get()
        while item is not None:
            batch.append(item)
            if len(batch) >= BATCH or self._todo.empty():
                return batch, False
            item = self._todo.get()
        return batch, True


class InThisProcess:
    """In the place of a pool: jobs are done here, one by one. None can be stopped for its time or its memory."""

    def __init__(self, function: str, *, setup: Any = None) -> None:
        module_name, _, name = function.partition(":")
        module = import_module(module_name)
        if setup is not None:
            module.prepare(setup)
        self._work = getattr(module, name)

    def submit(self, job: Any, done: Callable[[Outcome], None]) -> None:
        """Do *job*; *done* is called with its outcome at once."""
        done(self._outcome(job))

    def ordered(self, jobs: Iterable[Any], *, ahead: int = 0) -> Iterator[Outcome]:
        """Yield the outcomes of *jobs*."""
        yield from map(self._outcome, jobs)

    def close(self, timeout_seconds: float | None = None) -> None:
        """Nothing is under way."""

    def _outcome(self, job: Any) -> Outcome:
        try:
            return Outcome(job=job, result=self._work(job))
        except Exception as error:  # noqa: BLE001 (as in a worker process: whatever it is, that job's outcome)
            return Outcome(job=job, problem=problem_of(error))


Pool = WorkerPool | InThisProcess


def pool_of(function: str, workers: int, *, setup: Any = None, timeout_seconds: float = 30.0) -> Pool:
    """Return a pool of *workers* processes; of none, what does their work in this one."""
    if workers <= 0:
        return InThisProcess(function, setup=setup)
    return WorkerPool(function, workers, setup=setup, timeout_seconds=timeout_seconds)


def _tried(outcome: Outcome) -> Outcome:
    if outcome.fault is not None:
        raise outcome.fault
    return outcome


class _Worker:
    """One process, and this end of its socket.

    Not multiprocessing's own: that runs the parent's main module once more in each process (the command line with all
    it imports, or a user's script), and one more process to look after semaphores that nobody has: 0.1 s of CPU.
    """

    def __init__(self, orders: tuple[str, Any, int]) -> None:
        self._place = 0
        self._orders = orders
        with ExitStack() as theirs, ExitStack() as unmade:
            self._socket, their_socket = socket.socketpair()
            theirs.enter_context(their_socket)
            self._stream = self._socket.makefile("rwb")
            unmade.callback(self._socket.close)
            unmade.callback(self._stream.close)
            self._places, their_places = os.pipe()
            theirs.callback(os.close, their_places)
            unmade.callback(os.close, self._places)
            os.set_blocking(self._places, False)
            ends = their_socket.fileno(), their_places
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and program)
                [sys.executable, "-c", _PROGRAM, *map(str, ends)],
                stdin=subprocess.DEVNULL,
                pass_fds=ends,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            )
            unmade.pop_all()
        # When we end while it is at a page that stalls: nobody else would end it.
        weakref.finalize(self, _kill, self._process)

    def wait_ready(self) -> str | None:
        """Wait until the process can take jobs; return why it cannot, or None."""
        try:
            self._send(self._orders)
            if not self._has_answered(_START_SECONDS):
                return f"not ready after {_START_SECONDS:g} s"
            problem: str | None = self._answer()
        except _GONE:
            return f"ended with {self._process.wait()}"
        return problem

    def work_off(self, batch: list[_Task], timeout_seconds: float) -> str | None:
        """Have *batch* done and tell the results; return what went wrong at the job where :meth:`place` is, or None."""
        self._place = 0
        try:
            self._send([job for job, _ in batch])
            at, since = 0, time.monotonic()
            while not self._has_answered(min(timeout_seconds, _LOOK_SECONDS)):
                now = time.monotonic()
                if self.place() != at:
                    at, since = self._place, now
                elif now - since >= timeout_seconds:
                    return f"took longer than {timeout_seconds:g} s"
            answers: list[bytes] = self._answer()
        except _GONE:
            return "the worker process died"
        self.place()  # what stands in that pipe is of this batch: the next one finds it empty
        for (job, done), answer in zip(batch, answers, strict=True):
            try:
                result, problem = pickle.loads(answer)  # noqa: S301 (of our own process)
            except Exception as error:  # noqa: BLE001 (as where the job itself fails: whoever waits for it is told)
                result, problem = None, problem_of(error)
            done(Outcome(job=job, result=result, problem=problem))
        return None

    def place(self) -> int:
        """Return which job of its batch the process is at."""
        with suppress(BlockingIOError):
            if passed := os.read(self._places, BATCH):
                self._place = passed[-1]
        return self._place

    def end(self) -> None:
        """Let the process end by itself."""
        self._close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            _kill(self._process)

    def kill(self) -> None:
        self._close()
        _kill(self._process)

    def _send(self, message: Any) -> None:
        pickle.dump(message, self._stream)
        self._stream.flush()

    def _has_answered(self, seconds: float) -> bool:
        # Nothing waits in the stream itself: an answer is read to its end, and none comes unasked.
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return bool(poller.poll(seconds * 1000))

    def _answer(self) -> Any:
        return pickle.load(self._stream)  # noqa: S301 (of our own process)

    def _close(self) -> None:
        with suppress(OSError):  # what it was still to be told, where it died
            self._stream.close()
        self._socket.close()
        os.close(self._places)


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
