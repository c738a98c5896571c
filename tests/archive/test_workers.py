"""Worker processes: a job that kills or stalls one costs that job alone."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from archive.workers import Outcome, WorkerPool


def work(job: str) -> str:
    """Do as *job* says; runs in a worker process."""
    match job.partition(" "):
        case ["die", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["stall", *_]:
            time.sleep(60)
        case ["raise", *_]:
            raise ValueError("no such page")
        case ["grow", *_]:
            return str(len(bytearray(1 << 40)))
    return job.upper()


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool("tests.archive.test_workers:work", 1, timeout_seconds=1.0)
    yield pool
    pool.close(timeout_seconds=10)


def outcomes(pool: WorkerPool, *jobs: str) -> list[Outcome]:
    return list(pool.ordered(jobs))


def test_results_come_in_the_order_of_the_jobs(pool: WorkerPool) -> None:
    assert [o.result for o in outcomes(pool, *"abcdefghijklmnopqrst")] == list("ABCDEFGHIJKLMNOPQRST")


def test_a_job_that_kills_its_process_costs_that_job(pool: WorkerPool) -> None:
    found = outcomes(pool, "a", "die", "b")

    assert [o.result for o in found] == ["A", None, "B"]
    assert found[1].problem == "the worker process died"


def test_a_job_that_stalls_costs_that_job(pool: WorkerPool) -> None:
    found = outcomes(pool, "a", "stall", "b")

    assert [o.result for o in found] == ["A", None, "B"]
    assert "longer than 1 s" in str(found[1].problem)


def test_an_exception_is_the_jobs_outcome(pool: WorkerPool) -> None:
    found = outcomes(pool, "raise", "b")

    assert found[0].problem == "ValueError: no such page"
    assert found[1].result == "B"


def test_memory_is_bounded(pool: WorkerPool) -> None:
    found: list[Any] = outcomes(pool, "grow", "b")

    assert found[0].problem.startswith("MemoryError")
    assert found[1].result == "B"
