"""A moment as state and article lines keep it."""

from datetime import UTC, datetime, timedelta, timezone

from archive.stamp import stamp


def test_a_stamp_is_in_utc_with_microseconds() -> None:
    assert stamp(datetime(2019, 4, 2, 20, 42, tzinfo=timezone(timedelta(hours=2)))) == "2019-04-02T18:42:00.000000Z"


def test_text_order_is_time_order_from_the_first_year_on() -> None:
    # Somebody's WARC may be of the year 5: a clock that was never set, a date that was counted from another day.
    moments = [datetime(year, 1, 1, tzinfo=UTC) for year in (1, 5, 99, 999, 1970, 2024, 9999)]

    assert sorted(map(stamp, moments)) == [stamp(moment) for moment in moments]
    assert [datetime.fromisoformat(stamp(moment)) for moment in moments] == moments
