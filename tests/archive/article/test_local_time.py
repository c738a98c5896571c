"""A moment declared in UTC, told in the newspaper's own clock time."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.local_time import in_local_time
from archive.article.moment import Moment, ZoneSource

ROME = ZoneInfo("Europe/Rome")
EVENING = datetime(2024, 5, 2, 23, 30, 5, tzinfo=UTC)


def moment(
    at: datetime,
    *,
    precision: Literal["day", "minute", "second"] = "second",
    zone_from: ZoneSource | None = "text",
) -> Moment:
    return Moment(at=at, printed="x", precision=precision, zone_from=zone_from)


def day(month: int, number: int) -> Moment:
    return moment(datetime(2024, month, number, tzinfo=UTC), precision="day", zone_from=None)


def test_the_zone_of_source_or_host_tells_the_clock() -> None:
    told = in_local_time(moment(EVENING), (), home=ROME, sure=True)

    assert told.at.isoformat() == "2024-05-03T01:30:05+02:00"


def test_a_day_on_the_page_that_is_utcs_own_keeps_it_from_moving_to_another() -> None:
    told = in_local_time(moment(EVENING), [(day(5, 2), "url")], home=ROME, sure=True)

    assert told.at == EVENING
    assert told.at.utcoffset() == timedelta()


@pytest.mark.parametrize(("seen", "offset"), [(3, 2), (2, 0), (None, 0)])
def test_a_language_s_zone_has_to_be_borne_out_by_a_day(seen: int | None, offset: int) -> None:
    others = [(day(5, seen), "line")] if seen else []

    told = in_local_time(moment(EVENING), others, home=ROME, sure=False)

    assert told.at.utcoffset() == timedelta(hours=offset)


def test_a_page_that_prints_utcs_clock_is_left_at_that() -> None:
    printed = moment(datetime(2024, 5, 2, 23, 30, tzinfo=ROME), precision="minute", zone_from="country")

    assert in_local_time(moment(EVENING), [(printed, "line")], home=ROME, sure=True).at.utcoffset() == timedelta()


def test_a_time_element_in_utc_is_no_printed_clock() -> None:
    machine = moment(EVENING)
    printed = moment(datetime(2024, 5, 2, 15, 30, tzinfo=UTC), precision="minute", zone_from=None)

    told = in_local_time(moment(EVENING), [(machine, "time"), (printed, "line")], home=None, sure=False)

    assert told.at.isoformat() == "2024-05-02T15:30:05-08:00"


@pytest.mark.parametrize("others", [[(day(5, 1), "line"), (day(5, 2), "url")], [(day(4, 30), "url")], []])
def test_without_all_days_on_the_eve_it_is_no_evening_in_the_west(others: list[tuple[Moment, str]]) -> None:
    early = moment(datetime(2024, 5, 2, 2, 18, tzinfo=UTC))

    assert in_local_time(early, others, home=None, sure=False).at.utcoffset() == timedelta()


@given(
    at=st.integers(-600_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    days=st.lists(st.tuples(st.integers(-2, 2), st.sampled_from(["line", "url", "time", "json-ld"])), max_size=4),
    home=st.none() | st.sampled_from(sorted(z for z in available_timezones() if "/" in z)).map(ZoneInfo),
    sure=st.booleans(),
)
def test_the_instant_never_changes(
    at: datetime, days: list[tuple[int, str]], home: ZoneInfo | None, sure: bool
) -> None:
    others = [
        (moment(datetime(at.year, at.month, at.day, tzinfo=UTC) + timedelta(days=n), precision="day"), by)
        for n, by in days
    ]

    assert in_local_time(moment(at), others, home=home, sure=sure).at == at
