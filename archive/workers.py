"""Worker processes that survive their work: a page that kills or stalls one costs that page alone.

``concurrent.futures`` breaks the whole pool when one process dies. Here each process has its own pipe and its own
thread in the parent: results come back one by one, so it is known which job a dead or silent process was at.
"""

import queue
import resource
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

BATCH = 8
"""Jobs sent at once: fewer pipe turns a page, and the process never waits for the parent between them."""

MEMORY_BYTES = 2 << 30
"""Address space of one process: a page that needs more gets a MemoryError, not the machine."""

_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one job."""

    job: Any
    result: Any = None
    problem: str | None = None
    """Why there is no result; None where there is one."""


class WorkerPool:
    """*workers* spawned processes that apply one function to jobs.

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
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._function = function
        self._setup = setup
        self._timeout = timeout_seconds
        self._memory = memory_bytes
        self._todo: queue.SimpleQueue[tuple[Any, Callable[[Outcome], None]] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"reader-{n}", daemon=True) for n in range(max(1, workers))
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Any, done: Callable[[Outcome], None]) -> None:
        """Queue *job*; *done* is called with its outcome, in a thread of the pool."""
        self._todo.put((job, done))

    def waiting(self) -> int:
        """Return how many jobs no process has taken yet."""
        return self._todo.qsize()

    def close(self, timeout_seconds: float | None = None) -> None:
        """Wait for the queued jobs, then end the processes."""
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join(timeout_seconds)

    def ordered(self, jobs: Iterable[Any], *, ahead: int = 64) -> Iterator[Outcome]:
        """Yield the outcomes of *jobs* in their own order, with at most *ahead* of them under way."""
        slots: queue.SimpleQueue[queue.SimpleQueue[Outcome]] = queue.SimpleQueue()
        for job in jobs:
            slot: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
            self.submit(job, slot.put)
            slots.put(slot)
            if slots.qsize() >= ahead:
                yield slots.get().get()
        while not slots.empty():
            yield slots.get().get()

    def _serve(self) -> None:
        process, pipe = None, None
        ended = False
        while not ended:
            batch, ended = self._next_batch()
            while batch:
                if pipe is None:
                    process, pipe = self._start()
                problem = self._work_off(pipe, batch)
                if problem is None:
                    break
                pipe.close()
                if process is not None:
                    process.kill()
                    process.join()
                process, pipe = None, None
                job, done = batch.pop(0)
                done(Outcome(job=job, problem=problem))
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(5)

    def _next_batch(self) -> tuple[list[tuple[Any, Callable[[Outcome], None]]], bool]:
        batch: list[tuple[Any, Callable[[Outcome], None]]] = []
        item = self._todo.get()
        while item is not None:
            batch.append(item)
            if len(batch) >= BATCH or self._todo.empty():
                return batch, False
            item = self._todo.get()
        return batch, True

    def _work_off(self, pipe: Connection, batch: list[tuple[Any, Callable[[Outcome], None]]]) -> str | None:
        """Send *batch* and take its results off it; return what went wrong at its first job, or None."""
        try:
            pipe.send([job for job, _ in batch])
            while batch:
                if not pipe.poll(self._timeout):
                    return f"took longer than {self._timeout:g} s"
                result, problem = pipe.recv()
                job, done = batch.pop(0)
                done(Outcome(job=job, result=result, problem=problem))
        except (EOFError, OSError):
            return "the worker process died"
        return None

    def _start(self) -> tuple[Any, Connection]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=_run, args=(theirs, self._function, self._setup, self._memory), daemon=True, name="emeroteca-reader"
        )
        process.start()
        theirs.close()
        return process, ours


def _run(pipe: Connection, function: str, setup: Any, memory_bytes: int) -> None:
    """Run in the child: take batches, give back (result, problem) for each job."""
    import signal

    # The parent decides when to end (its pipe closes): Ctrl-C, and a service manager's SIGTERM, reach the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    module_name, _, name = function.partition(":")
    module = import_module(module_name)
    if setup is not None:
        module.prepare(setup)
    work = getattr(module, name)
    # After the imports: shared libraries take address space that no page asked for.
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        for job in batch:
            answer: tuple[Any, str | None]
            try:
                answer = (work(job), None)
            except Exception as error:  # noqa: BLE001 (whatever a hostile page brings about is that page's outcome)
                answer = (None, f"{type(error).__name__}: {error}"[:300])
            try:
                pipe.send(answer)
            except (BrokenPipeError, OSError):
                return
