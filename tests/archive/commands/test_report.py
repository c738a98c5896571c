"""``emeroteca report`` as it is typed."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.commands.test_export import fails, run
from tests.archive.store.weeks import LAST, ten_weeks


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return ten_weeks(tmp_path_factory.mktemp("report") / "c")


def test_the_worst_source_stands_on_top(collection: Collection) -> None:
    lines = run("report", collection.root, "--day", LAST).splitlines()

    assert lines[0].startswith("source\tverdict\tnew\tusual\tfindings")
    assert lines[1].startswith("corriere\tsilent\t0\t30 to 34")


def test_each_source_and_day_has_its_counts(collection: Collection) -> None:
    rows = [line.split("\t") for line in run("report", collection.root, "--day", LAST).splitlines()]

    assert next(row for row in rows if row[:2] == [LAST.isoformat(), "lumiere"])[-2:] == ["1", "20"]


def test_json_is_the_same_in_one_object(collection: Collection) -> None:
    health = json.loads(run("report", collection.root, "--day", LAST, "--days", 3, "--json"))

    assert health["day"] == LAST.isoformat()
    assert [len(one["days"]) for one in health["sources"]] == [4] * 9


def test_the_page_needs_nothing(collection: Collection, tmp_path: Path) -> None:
    run("report", collection.root, "--day", LAST, "--html", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")

    assert "silent" in page
    assert "no new article for 4 days" in page
    assert not re.search(r"<script|(?:src|href)=|url\(|@import", page)


def test_yesterday_is_judged_by_itself(collection: Collection) -> None:
    from datetime import UTC, datetime

    health = json.loads(run("report", collection.root, "--json"))

    assert datetime.now(UTC).date() - timedelta(days=1) == type(LAST).fromisoformat(health["day"])


def test_a_collection_without_runs_has_a_report(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "c")
    run("report", collection.root, "--html", tmp_path / "r.html")

    assert "0 of 0" in (tmp_path / "r.html").read_text("utf-8")
    assert run("report", collection.root).startswith("source\tverdict")


def test_a_day_that_is_none_is_told_in_a_line(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    code, error = fails(capsys, "report", collection.root, "--day", "yesterday")

    assert code == 2
    assert "'yesterday' is no day" in error


def test_a_field_without_lines_has_no_share(collection: Collection, tmp_path: Path) -> None:
    later = LAST + timedelta(days=10)
    health = json.loads(run("report", collection.root, "--day", later, "--html", tmp_path / "r.html", "--json"))

    assert {fill["recent"] for one in health["sources"] for fill in one["fills"]} == {None}
