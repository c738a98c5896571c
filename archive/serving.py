"""What runs in a worker process of ``archive.workers``.

A room of its own, since each process starts without what its parent alone needs: 0.015 s of CPU.
"""

import atexit
import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

_YOUNG_OBJECTS = 200_000
"""New objects within one job after which Python looks for garbage by itself: a job that makes too much of it."""

_OLD_JOBS = 500
"""Jobs after which the process looks for garbage among all that it holds, not only among what the last job made."""


def serve() -> None:
    """Run in the child, whose arguments are its ends of socket and pipe: take batches, answer each when it is done."""
    # The parent decides when to end (its end closes): Ctrl-C, and a service manager's SIGTERM, reach the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    socket, places = map(int, sys.argv[1:])
    jobs, answers = os.fdopen(socket, "rb", closefd=False), os.fdopen(socket, "wb")
    try:
        function, setup, memory_bytes = pickle.load(jobs)  # noqa: S301 (of our own parent)
        module_name, _, name = function.partition(":")
        module = import_module(module_name)
        if setup is not None:
            module.prepare(setup)
        work = getattr(module, name)
    except EOFError:
        return
    except Exception as error:  # noqa: BLE001 (the parent says what it was)
        _send(f"{type(error).__name__}: {error}", answers)
        return
    _send(None, answers)
    # After the imports: shared libraries take address space that no page asked for.
    limit_memory(memory_bytes)
    with suppress(EOFError, OSError):  # nobody is there any more
        _serve_jobs(jobs, answers, places, work)


def _serve_jobs(jobs: IO[bytes], answers: IO[bytes], places: int, work: Callable[[Any], Any]) -> None:
    # Python looks for garbage every 700 new objects, while a job's objects are all in use, and among the old ones time
    # and again: a tenth of a reading. When a job is done nearly all of them are gone, and what is left is looked at at
    # once: a tree of a page, in memory for the sake of a cycle, never waits for the next page.
    gc.freeze()
    atexit.register(gc.freeze)  # nor at the end, among what the readers have compiled since
    gc.set_threshold(_YOUNG_OBJECTS)
    gc.enable()
    done = 0
    while True:
        batch: list[bytes] = []
        for place, job in enumerate(pickle.load(jobs)):  # noqa: S301 (of our own parent)
            os.write(places, bytes((place,)))
            try:
                batch.append(pickle.dumps((work(job), None)))
            except Exception as error:  # noqa: BLE001 (whatever a hostile page brings about is that page's outcome)
                batch.append(pickle.dumps((None, problem_of(error))))
            done += 1
            gc.collect(2 if done % _OLD_JOBS == 0 else 0)
        _send(batch, answers)


def limit_memory(most_bytes: int) -> None:
    """Give this process so much address space, or less where whoever started us allows less (`ulimit -v`)."""
    _, allowed = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY:
        most_bytes = min(most_bytes, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def problem_of(error: Exception) -> str:
    """Return what a job's outcome says of the *error* that it ended by."""
    return f"{type(error).__name__}: {error}"[:300]


def _send(message: Any, stream: IO[bytes]) -> None:
    pickle.dump(message, stream)
    stream.flush()
