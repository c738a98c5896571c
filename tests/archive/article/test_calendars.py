from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.calendars import civil_day, persian_day, persian_year


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1300, date(1921, 3, 21)),
        (1375, date(1996, 3, 20)),
        (1398, date(2019, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_the_persian_year_begins_at_the_equinox(year: int, day: date) -> None:
    assert persian_day(year, 1, 1) == day


def test_the_last_day_of_the_persian_year_is_there_in_leap_years_only() -> None:
    assert persian_day(1399, 12, 30) == date(2021, 3, 20)
    assert persian_day(1398, 12, 30) is None


@given(st.integers(1200, 1500), st.integers(1, 12), st.integers(1, 29))
def test_a_persian_day_lies_in_its_year(year: int, month: int, day: int) -> None:
    found = persian_day(year, month, day)

    assert found is not None
    assert persian_year(found) == year


def test_thai_and_minguo_years_are_gregorian_years_shifted() -> None:
    assert civil_day("buddhist", 2562, 4, 2) == civil_day("minguo", 108, 4, 2) == date(2019, 4, 2)


def test_a_hijri_day_is_never_computed() -> None:
    assert civil_day("hijri", 1440, 7, 27) is None
