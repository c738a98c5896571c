"""Reading a line: which part stands, which day, clock and zone it means."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article.date_forms import Setting
from archive.article.date_reading import LineReader
from archive.article.machine_dates import NO_DATES
from archive.article.moment import Reading
from archive.article.zones import ZoneChoice

CAPTURED = datetime(2019, 5, 10, 8, 0, tzinfo=UTC)
ROME = ZoneChoice(zone=ZoneInfo("Europe/Rome"), source="profile")
PRESS = "it de fr es pt nl pl cs sk sv nb da fi ru uk el tr ro hu bg hr sl ja zh ko en_GB en_US"


def read(line: str, language: str = "it", home: ZoneChoice | None = ROME, *, country: str | None = None) -> Reading:
    setting = Setting(language=language, country=country, order=None, today=CAPTURED.date())
    reader = LineReader(printed=line, setting=setting, home=home, captured_at=CAPTURED)
    return reader.read(language, ((), ()))


@settings(max_examples=300, deadline=None)
@given(
    # The first day of 1970, and the day before in the west, is what programs print for "no date".
    day=st.dates(date(1950, 1, 1), date(2019, 5, 9)).filter(lambda day: day not in NO_DATES),
    locale=st.sampled_from(PRESS.split(" ")),
    form=st.sampled_from(["full", "long", "medium"]),
)
def test_a_day_in_a_language_s_own_form_is_read_back(day: date, locale: str, form: str) -> None:
    dates = pytest.importorskip("babel.dates")
    line = dates.format_date(day, form, locale=locale)
    reading = read(line, locale.partition("_")[0], country=locale.partition("_")[2] or None)

    assert reading.published is not None, line
    assert reading.published.at.date() == day, line
    assert reading.published.precision == "day"


@given(minutes=st.integers(1, 600))
def test_a_span_is_counted_from_the_capture_and_not_from_any_other_clock(minutes: int) -> None:
    moment = read(f"{minutes} minuti fa").published

    assert moment is not None
    assert moment.at == CAPTURED - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("line", "day"), [("ieri", 9), ("ieri alle 20:42", 9), ("oggi, ore 8", 10), ("2 giorni fa", 8)]
)
def test_days_are_counted_in_the_paper_s_zone(line: str, day: int) -> None:
    moment = read(line).published

    assert moment is not None
    assert moment.at.date() == date(2019, 5, day)


@pytest.mark.parametrize(
    ("line", "offset", "source"),
    [
        ("2 aprile 2019, 20:42", 2, "profile"),
        ("2 aprile 2019, 20:42 +05:00", 5, "text"),
        ("2 aprile 2019, 20:42 GMT", 0, "abbreviation"),
        ("2 febbraio 2019, 20:42", 1, "profile"),
    ],
)
def test_a_printed_offset_comes_before_letters_and_those_before_the_paper_s_zone(
    line: str, offset: int, source: str
) -> None:
    moment = read(line).published

    assert moment is not None
    assert (moment.at.utcoffset(), moment.zone_from) == (timedelta(hours=offset), source)


def test_without_a_zone_the_clock_is_given_in_utc_and_said_to_be_unknown() -> None:
    moment = read("2 aprile 2019, 20:42", home=None).published

    assert moment is not None
    assert (moment.at, moment.zone_from) == (datetime(2019, 4, 2, 20, 42, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "line",
    [
        "Il ponte fu aperto il 2 aprile 1975 dal sindaco di allora",
        "Abbonati entro il 2 aprile 2019",
        "dal 2 al 5 aprile 2019",
        "Ieri e oggi",
        "3 ore",
        "Sala 12",
    ],
)
def test_a_date_in_a_sentence_or_of_something_else_does_not_stand(line: str) -> None:
    assert read(line) == Reading()
