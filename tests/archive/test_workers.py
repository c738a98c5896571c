"""Worker processes: a job that kills or stalls one costs that job alone."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from archive import rebuild as rebuilding
from archive.rebuild import rebuild
from archive.store.articles import read_articles
from archive.workers import MAX_STARTS, CannotStart, Outcome, WorkerPool
from tests.archive.article.newspage import TEXT
from tests.archive.kept import Kept, day, keep


class Tree:
    """A page's tree that holds itself, as one does whose nodes know their parents."""

    living = 0

    def __init__(self) -> None:
        self.root = self
        Tree.living += 1

    def __del__(self) -> None:
        Tree.living -= 1


class Spoilt:
    """What a process sends, and nobody can read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("no number",)


def work(job: str) -> str:
    """Do as *job* says; runs in a worker process."""
    match job.partition(" "):
        case ["die", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["stall", *_]:
            time.sleep(60)
        case ["nap", *_]:
            time.sleep(0.4)
        case ["odd", *_]:
            return lambda: None  # type: ignore[return-value]  # what no pipe takes
        case ["spoilt", *_]:
            return Spoilt()  # type: ignore[return-value]
        case ["memory", *_]:
            return str(resource.getrlimit(resource.RLIMIT_AS)[1])
        case ["raise", *_]:
            raise ValueError("no such page")
        case ["who", *_]:
            return str(os.getpid())
        case ["grow", *_]:
            return str(len(bytearray(1 << 40)))
        case ["plant", *_]:
            found = Tree.living
            Tree()
            return str(found)
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


@pytest.mark.parametrize("fault", ["die", "stall", "odd", "spoilt"])
def test_of_a_batch_the_job_at_fault_alone_is_lost(pool: WorkerPool, fault: str) -> None:
    list(pool.ordered("ab"))  # so that there is a process, and the rest goes to it at once
    found = outcomes(pool, *"cde", fault, *"fgh")

    assert [o.result for o in found] == [*"CDE", None, *"FGH"]


def test_jobs_that_are_long_together_are_not_taken_for_one_that_stalls(pool: WorkerPool) -> None:
    assert [o.result for o in outcomes(pool, *["nap"] * 4)] == ["NAP"] * 4


def test_an_exception_is_the_jobs_outcome(pool: WorkerPool) -> None:
    found = outcomes(pool, "raise", "b")

    assert found[0].problem == "ValueError: no such page"
    assert found[1].result == "B"


def test_memory_is_bounded(pool: WorkerPool) -> None:
    found: list[Any] = outcomes(pool, "grow", "b")

    assert found[0].problem.startswith("MemoryError")
    assert found[1].result == "B"


def test_a_process_takes_no_more_memory_than_we_may_give(tmp_path: Path) -> None:
    told = run_script(
        tmp_path / "script.py",
        f"import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        f"{A_POOL}print(next(pool.ordered(['memory'])).result)\npool.close()",
    )

    assert int(told) == 1 << 30


def test_what_a_job_leaves_behind_is_gone_before_the_next(pool: WorkerPool) -> None:
    assert [o.result for o in outcomes(pool, *["plant"] * 20)] == ["0"] * 20


def test_a_second_process_is_started_when_the_first_has_enough_to_do() -> None:
    pool = WorkerPool("tests.archive.test_workers:work", 2)

    few = {outcome.result for outcome in pool.ordered(["who"] * 4, ahead=1)}
    many = {outcome.result for outcome in pool.ordered(["who"] * 2000, ahead=1000)}
    pool.close(timeout_seconds=10)

    assert len(few) == 1
    assert len(many) == 2


def test_processes_that_cannot_start_end_all_with_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(f"open({str(tmp_path / 'starts')!r}, 'a').write('x')\nimport no_such_room\n")
    sys.path.insert(0, str(tmp_path))
    try:
        pool = WorkerPool("broken:work", 1)
        with pytest.raises(CannotStart, match=r"broken:work: ModuleNotFoundError: .*no_such_room"):
            list(pool.ordered("abc"))
        with pytest.raises(CannotStart):
            list(pool.ordered("abc"))
        pool.close(timeout_seconds=10)
    finally:
        sys.path.remove(str(tmp_path))

    assert (tmp_path / "starts").read_text() == "x" * MAX_STARTS


@pytest.mark.parametrize("what", ["socketpair", "pipe", "Popen"])
def test_where_the_system_gives_no_process_that_is_the_outcome(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    where: Any = {"socketpair": socket, "pipe": os, "Popen": subprocess}[what]
    monkeypatch.setattr(where, what, refuse)
    pool = WorkerPool("tests.archive.test_workers:work", 1)
    told: SimpleQueue[Outcome] = SimpleQueue()
    pool.submit("a", told.put)

    assert "Too many open files" in str(told.get(timeout=10).fault)


def run_script(path: Path, script: str) -> str:
    path.write_text(script)
    command = [sys.executable, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=PATHS)
    return done.stdout


PATHS = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
A_POOL = "from archive.workers import WorkerPool\npool = WorkerPool('tests.archive.test_workers:work', 1)\n"


def test_a_script_without_a_guard_for_its_main_part_is_run_once(tmp_path: Path) -> None:
    told = run_script(
        tmp_path / "script.py", f"print('once')\n{A_POOL}print([o.result for o in pool.ordered('ab')])\npool.close()"
    )

    assert told == "once\n['A', 'B']\n"


def test_a_process_at_a_page_that_stalls_ends_with_its_parent(tmp_path: Path) -> None:
    told = run_script(
        tmp_path / "script.py",
        f"{A_POOL}print(next(pool.ordered(['who'])).result)\npool.submit('stall', print)\nimport time; time.sleep(0.5)",
    )

    with pytest.raises(ProcessLookupError):
        os.kill(int(told), 0)


def test_a_rebuild_whose_processes_cannot_start_leaves_the_articles_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"<html><body><article><h1>La strada resta chiusa fino a maggio</h1>{TEXT}</article></body></html>".encode()
    kept = keep(tmp_path, [[Kept(url="https://www.example.org/news/2025/la-via-12345.html", at=day(1), body=page)]])
    rebuild(kept)
    before = list(read_articles(kept))
    monkeypatch.setattr(rebuilding, "pool_of", lambda *_, **__: WorkerPool("no_such_room:work", 1))

    with pytest.raises(CannotStart, match="no_such_room"):
        rebuild(kept)

    assert before
    assert list(read_articles(kept)) == before
