from datetime import UTC, datetime, timedelta

import pytest

from archive.article.machine_dates import read_machine_date

CAPTURED = datetime(2019, 4, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2019-04-02T18:42:00Z",
        "2019-04-02T20:42:00+02:00",
        "2019-04-02T20:42:00.123+0200",
        "2019-04-02 20:42:00 +0200",
        "20190402T184200Z",
        "Tue, 02 Apr 2019 18:42:00 GMT",
        "Tue, 2 Apr 2019 20:42:00 +0200 (CEST)",
        "Tue Apr 02 2019 20:42:00 GMT+0200 (Central European Summer Time)",
        "Tue Apr 02 2019 20:42:00 GMT+0200 (GMT+02:00)",
        "Tue Apr  2 20:42:00 CEST 2019",
        "April 2, 2019 2:42 PM EDT",
        "1554230520",
        "1554230520000",
        '"2019-04-02T18:42:00Z"',
    ],
)
def test_one_instant_in_every_form_that_machines_write(text: str) -> None:
    moment = read_machine_date(text, captured_at=CAPTURED)

    assert moment is not None
    assert moment.at == datetime(2019, 4, 2, 18, 42, tzinfo=UTC) + timedelta(seconds=moment.at.second)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("2019-04-02", "day"), ("20190402", "day"), ("2019-04-02T20:42", "minute"), ("2019-04-02 20:42:11", "second")],
)
def test_a_date_says_how_exact_it_is(text: str, precision: str) -> None:
    moment = read_machine_date(text, captured_at=CAPTURED, zone="Europe/Rome")

    assert moment is not None
    assert moment.precision == precision
    assert moment.zone_from == "profile"


def test_a_naive_time_of_an_unknown_zone_says_that_it_is_unknown() -> None:
    moment = read_machine_date("2019-04-02T20:42:00", captured_at=CAPTURED)

    assert moment is not None
    assert moment.zone_from is None


@pytest.mark.parametrize(
    "text",
    [
        "", "2019", "2019-04", "2019-13-01", "2019-02-30", "0001-01-01T00:00:00Z", "1899-12-31", "2019-04-07T00:00:00Z",
        "None", "null", "2 April 2019, 8:42 malam", "²²²²²²²²²²", "9999999999", "2019-04-02T20:42:00+25:00 oder so",
    ],
)  # fmt: skip
def test_what_is_no_date_for_a_page_of_that_day_is_none(text: str) -> None:
    assert read_machine_date(text, captured_at=CAPTURED) is None
