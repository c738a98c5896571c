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
    one.write_metrics(path, Path("/srv/mynews"), 0, END)
    lines = path.read_text("utf-8").splitlines()

    assert 'emeroteca_crawl{collection="/srv/mynews",count="new"} 37' in lines
    assert 'emeroteca_crawl_refused{collection="/srv/mynews",reason="robots"} 2' in lines
    assert 'emeroteca_crawl_success{collection="/srv/mynews"} 1' in lines
    assert list(tmp_path.iterdir()) == [path]


def test_metrics_of_two_collections_may_lie_side_by_side(tmp_path: Path) -> None:
    rows = []
    for name in ("one", "two"):
        tally().write_metrics(tmp_path / f"{name}.prom", tmp_path / name, 0, END)
        lines = (tmp_path / f"{name}.prom").read_text("utf-8").splitlines()
        rows += [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]

    assert len(rows) == len(set(rows))


def test_a_folders_name_cannot_break_a_label(tmp_path: Path) -> None:
    tally().write_metrics(tmp_path / "m.prom", tmp_path / 'a "b\\c', 0, END)

    assert 'a \\"b\\\\c"} 1\n' in (tmp_path / "m.prom").read_text("utf-8")


def test_every_metric_says_what_it_is(tmp_path: Path) -> None:
    one = tally()
    one.refused["robots"] += 2
    one.write_metrics(tmp_path / "m.prom", tmp_path, 0, END)
    lines = (tmp_path / "m.prom").read_text("utf-8").splitlines()
    names = {line.partition("{")[0] for line in lines if not line.startswith("#")}

    assert {line.split()[2] for line in lines if line.startswith("# TYPE")} == names
    assert {line.split()[2] for line in lines if line.startswith("# HELP")} == names


@pytest.mark.parametrize(("code", "well"), [(0, 1), (1, 0), (3, 0), (4, 0), (10, 1), (11, 1)])
def test_a_run_ended_well_where_it_ended_as_it_was_asked_to(tmp_path: Path, code: int, well: int) -> None:
    tally().write_metrics(tmp_path / "m.prom", Path("/srv/mynews"), code, END)
    lines = (tmp_path / "m.prom").read_text("utf-8").splitlines()

    assert f'emeroteca_crawl_success{{collection="/srv/mynews"}} {well}' in lines
    assert f'emeroteca_crawl_exit_code{{collection="/srv/mynews"}} {code}' in lines


def test_a_run_that_lasts_has_not_ended_well_yet(tmp_path: Path) -> None:
    path = tmp_path / "emeroteca.prom"
    tally().write_metrics(path, Path("/srv/mynews"), None, END)
    text = path.read_text("utf-8")

    assert 'emeroteca_crawl_ended{collection="/srv/mynews"} 0' in text
    assert 'emeroteca_crawl_success{collection="/srv/mynews"} 0' in text
    assert "exit_code" not in text


def test_only_the_first_problems_are_told() -> None:
    one = tally()
    for n in range(100):
        one.problem(f"problem {n}")

    assert len(one.problems) == 20
    assert one.problems[0] == "problem 0"
    assert one.untold == 80
