"""``emeroteca stats`` as it is typed."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.commands.test_export import run
from tests.archive.store.newsroom import SOURCES, keep, made_up, with_edits
from tests.archive.store.weeks import ten_weeks


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return keep(tmp_path_factory.mktemp("stats") / "c", with_edits((made_up(n, words=30) for n in range(90)), every=5))


def test_the_figures_are_those_of_the_articles(collection: Collection) -> None:
    figures = json.loads(run("stats", collection.root, "--json"))

    assert (figures["articles"], figures["revisions"], figures["captures"]) == (90, 108, 108)
    assert figures["words"] == sum(made_up(n, words=30).word_count or 0 for n in range(90))
    assert {one["source"]: one["articles"] for one in figures["sources"]} == dict.fromkeys(SOURCES, 30)
    assert sum(number for days in figures["days"].values() for number in days.values()) == 90
    assert sum(number for _, number in figures["sections"]) == 90
    assert figures["timed"] == 90
    assert figures["edits"] == [["headline", 18]]


def test_the_hour_is_that_of_the_newspaper(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [replace(made_up(1), published="2024-01-01T00:30:00+02:00")])
    hours = json.loads(run("stats", collection.root, "--json"))["hours"]

    assert (hours[0][0], sum(map(sum, hours))) == (1, 1)


def test_a_day_is_no_hour(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [replace(made_up(1), published_granularity="day")])

    assert json.loads(run("stats", collection.root, "--json"))["timed"] == 0


def test_tables_are_shown_without_options(collection: Collection) -> None:
    shown = run("stats", collection.root)

    assert "gazzetta\t30\t36\t6" in shown
    assert "it\t60" in shown


def test_the_page_holds_every_plot_and_needs_nothing(collection: Collection, tmp_path: Path) -> None:
    run("stats", collection.root, "--html", tmp_path / "s.html")
    page = (tmp_path / "s.html").read_text("utf-8")

    assert page.count("<svg") == 8
    assert not re.search(r"<script|(?:src|href)=|url\(|@import", page)


def test_hostile_text_is_text_on_the_page(tmp_path: Path) -> None:
    hostile = replace(made_up(1), section="<script>alert(1)</script>", source='x"><img src=x onerror=alert(1)>')
    collection = keep(tmp_path / "c", [hostile])
    run("stats", collection.root, "--html", tmp_path / "s.html")
    page = (tmp_path / "s.html").read_text("utf-8")

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_many_sources_are_told_as_others(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c")
    run("stats", collection.root, "--html", tmp_path / "s.html")

    assert "3 others" in (tmp_path / "s.html").read_text("utf-8")


def test_an_empty_collection_has_figures_too(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "c")
    run("stats", collection.root, "--html", tmp_path / "s.html")

    assert json.loads(run("stats", collection.root, "--json"))["articles"] == 0
    assert "nothing to show" in (tmp_path / "s.html").read_text("utf-8")
