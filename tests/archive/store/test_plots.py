"""Plots and pages: drawn by hand, well formed, and nothing of the archive's gets to act in them."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.store.plots import (
    clean,
    columns,
    heatmap,
    lines_over_days,
    nice_ticks,
    over_days,
    ranked,
    spark,
    step_for,
)
from archive.store.sheet import card, marked, page, table

HOSTILE = '"><script>alert(1)</script>\x1b[2J\u202e'
DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(40)]
PLOTS = {
    "over_days": lambda name: over_days({name: dict.fromkeys(DAYS, 3.0), "b": {DAYS[3]: 1}}),
    "lines_over_days": lambda name: lines_over_days({name: dict.fromkeys(DAYS, 3.0)}),
    "columns": lambda name: columns([(name, 3), ("b", 0)], unit=name),
    "ranked": lambda name: ranked([(name, 3.5), ("b", 0)], unit=" %"),
    "heatmap": lambda name: heatmap([name], [name], [[3]]),
    "spark": lambda name: spark([1, None, 3], band=(1, 2)),
}


def read(svg: str) -> etree._Element:
    return etree.fromstring(svg)


@pytest.mark.parametrize("name", PLOTS)
def test_plots_are_well_formed_and_hold_no_script(name: str) -> None:
    tree = read(PLOTS[name](HOSTILE))

    assert {element.tag for element in tree.iter()} <= {"svg", "rect", "title", "text", "line", "circle", "polyline"}


@pytest.mark.parametrize("name", PLOTS)
def test_no_mark_lies_outside_of_its_plot(name: str) -> None:
    tree = read(PLOTS[name]("a"))
    width, height = map(float, tree.get("viewBox", "").split()[2:])

    for rect in tree.iter("rect"):
        x, y, wide, tall = (float(rect.get(key, 0)) for key in ("x", "y", "width", "height"))
        assert min(x, y, wide, tall) >= 0
        assert x + wide <= width + 0.2
        assert y + tall <= height + 0.2


@pytest.mark.parametrize(
    "drawn", [over_days({}), lines_over_days({}), columns([]), ranked([]), heatmap([], [], []), spark([])]
)
def test_nothing_is_told_as_nothing(drawn: str) -> None:
    assert "nothing to show" in drawn


def test_columns_add_up() -> None:
    tree = read(over_days({"a": {DAYS[0]: 2}, "b": {DAYS[0]: 3, DAYS[1]: 5}}))
    tall = [float(rect.get("height", 0)) for rect in tree.iter("rect")]

    assert tall[0] + tall[1] == pytest.approx(tall[2], abs=0.2)


@pytest.mark.parametrize(("days", "step"), [(30, "day"), (400, "week"), (4000, "month")])
def test_long_times_are_drawn_by_weeks_and_months(days: int, step: str) -> None:
    drawn = over_days({"a": {DAYS[0] + timedelta(days=n): 1 for n in range(days)}})

    assert step_for(days) == step
    assert len(re.findall("<rect", drawn)) == {"day": 30, "week": 58, "month": 132}[step]


@given(st.floats(min_value=0.01, max_value=1e9))
def test_ticks_are_few_round_and_reach_the_top(most: float) -> None:
    ticks = nice_ticks(most)

    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 7
    assert all(tick == int(tick) for tick in ticks)


def test_labels_on_the_time_axis_do_not_overlap() -> None:
    tree = read(over_days({"a": {DAYS[0] + timedelta(days=n): 1 for n in range(150)}}))
    labels = [(float(t.get("x", 0)), t.text or "") for t in tree.iter("text") if t.get("text-anchor") == "start"]

    assert len(labels) > 3
    assert all(x + 6 * len(text) < following for (x, text), (following, _) in pairwise(labels))


def test_control_characters_are_seen_not_obeyed() -> None:
    assert clean("a\x1b\u202eb<") == "a\ufffd\ufffdb&lt;"


def test_a_page_loads_and_runs_nothing() -> None:
    made = page(
        HOSTILE, HOSTILE, tiles=[(HOSTILE, HOSTILE)], cards=[card(HOSTILE, table([HOSTILE], [[HOSTILE]]))], footer=""
    )

    assert "<script" not in made
    assert "default-src 'none'" in made
    assert not re.search(r"(?:src|href)=|url\(|@import", made)


def test_only_markup_of_ours_is_not_escaped() -> None:
    drawn = table(["a"], [[marked("<b>", "bad")], ["<b>"]])

    assert drawn.count("&lt;b&gt;") == 2
    assert 'class="bad"' in drawn


def test_numbers_stand_right() -> None:
    assert "<td class=n>1,234</td>" in table(["a"], [[1234]])
