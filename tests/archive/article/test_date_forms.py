"""Forms of a date: numbers and signs as year, month and day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.date_forms import BY_FORM, DateFound, Setting, full_year, possible
from archive.article.date_tokens import tokens_of
from archive.article.folding import fold
from archive.article.lexicon import lexicon_of

TODAY = date(2019, 5, 10)
DAYS = st.dates(date(1950, 1, 1), TODAY)


def setting(language: str | None = "it", country: str | None = "IT") -> Setting:
    return Setting(language=language, country=country, order=None, today=TODAY)


def found(text: str, here: Setting) -> DateFound | None:
    token = tokens_of(text, fold(text), lexicon_of(here.language))[0]
    return BY_FORM[token.kind](here, token)


def days(text: str, here: Setting) -> list[date | None]:
    form = found(text, here)
    return [possible(reading, TODAY) for reading in form.readings] if form else []


@given(day=DAYS, sep=st.sampled_from("./-"))
def test_a_day_printed_in_numbers_is_read_back_in_the_order_of_its_country(day: date, sep: str) -> None:
    numbers = (f"{day.day:02}", f"{day.month:02}", str(day.year))

    assert days(sep.join(numbers), setting())[0] == day
    assert days(sep.join((numbers[1], numbers[0], numbers[2])), setting("en", "US"))[0] == day
    assert days(sep.join(reversed(numbers)), setting())[0] == day


@given(day=DAYS)
def test_a_day_printed_with_signs_is_read_back(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", f"{day.year}년 {day.month}월 {day.day}일"):
        assert days(text, setting("ja", "JP")) == [day]


@given(day=st.dates(date(1990, 1, 1), TODAY))
def test_two_digits_of_a_year_are_the_century_that_is_past(day: date) -> None:
    assert full_year(f"{day.year % 100:02}", setting())[0] == day.year


@pytest.mark.parametrize(
    ("text", "language", "country", "day"),
    [
        ("令和元年5月1日", "ja", "JP", date(2019, 5, 1)),
        ("平成31年4月2日", "ja", "JP", date(2019, 4, 2)),
        ("民國108年4月2日", "zh", "TW", date(2019, 4, 2)),
        ("二〇一九年四月二日", "zh", "CN", date(2019, 4, 2)),
        ("02/04/2562", "th", "TH", date(2019, 4, 2)),
        ("1398/01/13", "fa", "IR", date(2019, 4, 2)),
    ],
)
def test_eras_and_calendars_name_the_same_day(text: str, language: str, country: str, day: date) -> None:
    assert days(text, setting(language, country))[0] == day


def test_an_era_s_initial_is_read_in_japan_only() -> None:
    assert days("H31.4.2", setting("ja", "JP")) == [date(2019, 4, 2)]
    assert found("H31.4.2", setting()) is None


def test_without_a_country_both_orders_are_kept_and_none_is_certain() -> None:
    form = found("02/04/2019", setting("en", None))

    assert form is not None
    assert not form.certain
    assert [reading[1] for reading in form.readings] == [4, 2]


@given(day=st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_a_year_that_is_not_printed_is_the_latest_that_is_past(day: date) -> None:
    read = possible((None, day.month, day.day, "gregorian"), TODAY)

    assert read is not None
    assert read <= TODAY
    assert (read.month, read.day) == (day.month, day.day)
    leap = (day.month, day.day) == (2, 29)
    assert leap or (TODAY - read).days < 366


@pytest.mark.parametrize("reading", [(2019, 2, 30), (2019, 13, 1), (2019, 0, 1)])
def test_a_day_that_no_calendar_has_is_none(reading: tuple[int, int, int]) -> None:
    assert possible((*reading, "gregorian"), TODAY) is None
