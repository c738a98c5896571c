"""What a run did: the summary line, the day's rows, the run's row, metrics."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store.state import State
from crawler.tally import Tally

START = datetime(2026, 2, 25, 6, tzinfo=UTC)
END = START + timedelta(seconds=62)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


def tally() -> Tally:
    return Tally(started_at=START, pages=214, new=37, changed=2, unchanged=160, gone=1, errors=0, bytes=41_200_000)


def test_the_summary_is_the_contracts_line() -> None:
    assert tally().summary(END) == (
        "crawl: 214 pages, 37 new articles, 2 changed, 160 unchanged, 1 gone, 0 errors, 41.2 MB, 62 s"
    )


def test_the_share_of_errors_is_of_what_was_asked_for() -> None:
    one = Tally(started_at=START, pages=4, errors=1)

    assert one.error_share == 0.25
    assert Tally(started_at=START).error_share == 0
    assert Tally(started_at=START, errors=3).error_share == 1


def test_daily_counts_add_up_and_are_counted_once(state: State) -> None:
    one = tally()
    one.count("giornale", "new", 3)
    one.count("giornale", "blocked")
    one.save_daily(state, END)
    one.save_daily(state, END)
    one.count("giornale", "new")
    one.save_daily(state, END)

    assert state.read("SELECT day, new, blocked FROM daily") == [("2026-02-25", 4, 1)]


def test_a_run_has_one_row_from_start_to_end(state: State) -> None:
    one = tally()
    one.refused["links-per-page"] += 7
    one.save_run(state, "run", None, START)
    begun = state.read("SELECT ended_at, reason FROM runs")
    one.save_run(state, "run", "finished", END)
    ((ended_at, reason, summary),) = state.read("SELECT ended_at, reason, summary FROM runs")

    assert begun == [(None, None)]
    assert (ended_at, reason) == ("2026-02-25T06:01:02.000000Z", "finished")
    assert json.loads(summary)["refused"] == {"links-per-page": 7}


def test_metrics_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "emeroteca.prom"
    one = tally()
    one.refused["robots"] += 2
    one.write_metrics(path, "finished", END)
    lines = path.read_text("utf-8").splitlines()

    assert 'emeroteca_crawl{count="new"} 37' in lines
    assert 'emeroteca_crawl_refused{reason="robots"} 2' in lines
    assert "emeroteca_crawl_success 1" in lines
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_that_lasts_has_not_ended_well_yet(tmp_path: Path) -> None:
    path = tmp_path / "emeroteca.prom"
    tally().write_metrics(path, None, END)

    assert "emeroteca_crawl_ended 0" in path.read_text("utf-8")
    assert "emeroteca_crawl_success 0" in path.read_text("utf-8")


def test_only_the_first_problems_are_told() -> None:
    one = tally()
    for n in range(100):
        one.problem(f"problem {n}")

    assert len(one.problems) == 20
    assert one.problems[0] == "problem 0"
