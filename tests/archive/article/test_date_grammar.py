"""Grammar: dates, clock times and spans in the tokens of a line."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.date_forms import Setting, possible
from archive.article.date_grammar import Grammar
from archive.article.date_tokens import tokens_of
from archive.article.folding import fold
from archive.article.lexicon import lexicon_of

TODAY = date(2019, 5, 10)
_MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
ITALIAN = _MONTHS.split(" ")
ENGLISH = calendar.month_name[1:]


def grammar(line: str, language: str = "it") -> Grammar:
    setting = Setting(language=language, country=None, order=None, today=TODAY)
    return Grammar(tokens_of(line, fold(line), lexicon_of(language)), setting)


def day_of(line: str, language: str = "it") -> date | None:
    found = grammar(line, language).date_at(0)
    return possible(found[0].readings[0], TODAY) if found else None


def clock_of(line: str, language: str = "it") -> tuple[int, int | None, int | None] | None:
    read = grammar(line, language)
    start = next((n for n, token in enumerate(read.tokens) if read.time_at(n) and token.kind != "mark"), None)
    found = read.time_at(start)[0] if start is not None else None  # type: ignore[index] # asked just before
    return (found.hour, found.minute, found.second) if found else None


@given(day=st.dates(date(1950, 1, 1), TODAY))
def test_a_day_written_out_is_read_back(day: date) -> None:
    assert day_of(f"{day.day} {ITALIAN[day.month - 1]} {day.year}") == day
    assert day_of(f"{ENGLISH[day.month - 1]} {day.day}, {day.year}", "en") == day
    assert day_of(f"{day.year} {ENGLISH[day.month - 1][:3]} {day.day}", "en") == day


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("2 de abril de 2019", "es"),
        ("2. April 2019", "de"),
        ("2nd of April 2019", "en"),
        ("2er avril 2019", "fr"),
        ("2019. gada 2. aprīlis", "lv"),
        ("2 Nisan Salı 2019", "tr"),
        ("2 aprile '19", "it"),
    ],
)
def test_little_words_and_marks_within_a_date_are_stepped_over(line: str, language: str) -> None:
    assert day_of(line, language) == date(2019, 4, 2)


@pytest.mark.parametrize(
    ("line", "language"), [("40 aprile 2019", "it"), ("2 coniglio 2019", "it"), ("Maggio 5", "it"), ("2019 euro", "it")]
)
def test_other_numbers_and_words_are_no_date(line: str, language: str) -> None:
    assert day_of(line, language) is None


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), second=st.integers(0, 59))
def test_a_clock_time_is_read_back(hour: int, minute: int, second: int) -> None:
    half = "AM" if hour < 12 else "PM"

    assert clock_of(f"{hour}:{minute:02}:{second:02}") == (hour, minute, second)
    assert clock_of(f"{hour}h{minute:02}", "fr") == (hour, minute, None)
    assert clock_of(f"{(hour - 1) % 12 + 1}:{minute:02} {half}", "en") == (hour, minute, None)
    assert clock_of(f"ore {hour}.{minute:02}") == (hour, minute, None)


@pytest.mark.parametrize("line", ["25:00", "12:60", "24:01"])
def test_a_clock_time_that_no_clock_shows_is_none(line: str) -> None:
    assert clock_of(line) is None


@given(count=st.integers(1, 300))
def test_a_span_is_counted(count: int) -> None:
    for line, language, unit in (
        (f"{count} ore fa", "it", "hour"),
        (f"hace {count} minutos", "es", "minute"),
        (f"{count} days ago", "en", "day"),
    ):
        found = grammar(line, language).ago_at(0)

        assert found is not None
        assert found[0].amounts == [(unit, count)]


@pytest.mark.parametrize(("line", "language"), [("3 ore", "it"), ("vor 3", "de"), ("2 hours", "en"), ("fa 3", "it")])
def test_a_span_without_its_word_or_unit_is_none(line: str, language: str) -> None:
    assert grammar(line, language).ago_at(0) is None


def test_several_units_make_one_span() -> None:
    found = grammar("1 hour and 20 minutes ago", "en").ago_at(0)

    assert found is not None
    assert found[0].amounts == [("hour", 1), ("minute", 20)]
