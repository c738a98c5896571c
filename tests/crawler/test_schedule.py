"""When to look again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule import LADDER, SLACK_SECONDS, due_after, jittered, next_interval, next_rung

HOUR, DAY = 3600, 86_400


def test_new_articles_halve_the_interval() -> None:
    assert next_interval(2 * HOUR, 3) == HOUR


def test_no_new_articles_lengthen_it_by_half() -> None:
    assert next_interval(2 * HOUR, 0) == 3 * HOUR


@given(st.integers(0, 10**7), st.integers(0, 5), st.integers(0, DAY))
def test_the_interval_stays_within_a_quarter_hour_and_a_day(interval: int, new: int, floor: int) -> None:
    assert max(15 * 60, floor) <= next_interval(interval, new, floor) <= DAY


@given(st.integers(0, DAY), st.integers(-(2**63), 2**63 - 1))
def test_jitter_takes_off_a_hundredth_to_a_tenth(seconds: int, key: int) -> None:
    assert seconds * 0.9 - 1 <= jittered(seconds, key) <= seconds * 0.99


def test_an_article_climbs_the_ladder_of_ages() -> None:
    looks, now = [], 0
    for rung in range(len(LADDER)):
        due = due_after(0, now, rung)
        assert due is not None
        looks.append(timedelta(seconds=due + SLACK_SECONDS))
        now = due

    assert tuple(looks) == LADDER
    assert due_after(0, now, len(LADDER)) is None


def test_an_edit_restarts_one_rung_lower() -> None:
    assert next_rung(3, changed=True) == 2
    assert next_rung(3, changed=False) == 4
    assert next_rung(0, changed=True) == 0


def test_a_rung_that_has_passed_is_due_its_own_length_from_now() -> None:
    assert due_after(0, 10 * DAY, 1) == 10 * DAY + 6 * HOUR - SLACK_SECONDS


def test_a_rung_all_but_reached_waits_for_a_tenth_of_its_length() -> None:
    seen_late = 6 * HOUR - SLACK_SECONDS - 2
    due = due_after(0, seen_late, 1)

    assert due is not None
    assert due - seen_late == pytest.approx(0.6 * HOUR, abs=SLACK_SECONDS / 10)


@given(st.integers(0, 40 * DAY), st.integers(0, len(LADDER) - 1))
def test_two_looks_are_never_closer_than_five_minutes_and_about_a_tenth(age: int, rung: int) -> None:
    due = due_after(0, age, rung)

    assert due is not None
    assert due - age >= max(300, LADDER[rung].total_seconds() * 0.1 - SLACK_SECONDS)
