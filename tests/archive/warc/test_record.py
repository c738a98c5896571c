from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.record import (
    bare_uri,
    read_date,
    read_header,
    read_warc_fields,
    write_date,
    write_header,
    write_warc_fields,
)

_VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30).map(lambda text: text.strip())


@given(st.lists(st.tuples(st.sampled_from(["WARC-Type", "X-Ümlaut", "A"]), _VALUES), max_size=5))
def test_header_is_read_back_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    version, read = read_header(write_header(fields, 12)) or ("", ())

    assert version == "1.1"
    assert read == (*fields, ("Content-Length", "12"))


@given(st.text(max_size=60))
def test_no_value_can_end_its_line(value: str) -> None:
    header = write_header([("WARC-Target-URI", value)], 0)

    assert header.count(b"\r\n") == 4
    assert header.count(b"\n") == 4
    assert b"\n\n" not in header


def test_folded_header_lines_are_joined() -> None:
    assert read_header(b"WARC/1.0\r\nA: one\r\n  two\r\nB:\r\n\r\n") == ("1.0", (("A", "one two"), ("B", "")))


def test_a_value_may_begin_on_the_next_line() -> None:
    # JHOVE holds this for valid: a first line with nothing on it is no blank in front of the value.
    assert read_header(b"WARC/1.0\r\nContent-Length:\r\n\t693\r\n\r\n") == ("1.0", (("Content-Length", "693"),))


def test_what_is_no_warc_header_is_none() -> None:
    assert read_header(b"HTTP/1.1 200 OK\r\n\r\n") is None


def test_header_that_is_no_utf8_is_read_as_latin1() -> None:
    assert read_header(b"WARC/1.0\r\nA: citt\xe0\r\n\r\n") == ("1.0", (("A", "città"),))


def test_date_has_microseconds_in_utc() -> None:
    rome = timezone(timedelta(hours=2))

    assert write_date(datetime(2026, 4, 2, 1, 2, 3, 45, tzinfo=rome)) == "2026-04-01T23:02:03.000045Z"


def test_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_date(datetime(2026, 4, 2))  # noqa: DTZ001


@given(st.datetimes(timezones=st.just(UTC)))
def test_date_is_read_back_as_it_was_written(at: datetime) -> None:
    assert read_date(write_date(at)) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2019-12-01T10:20:30Z", datetime(2019, 12, 1, 10, 20, 30, tzinfo=UTC)),
        ("2019-12-01T10:20:30.123456789Z", datetime(2019, 12, 1, 10, 20, 30, 123456, tzinfo=UTC)),
        ("2019-12-01T10:20:30.5Z", datetime(2019, 12, 1, 10, 20, 30, 500000, tzinfo=UTC)),
        ("2019-12-01", datetime(2019, 12, 1, tzinfo=UTC)),
        ("2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2019-13-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_all_precisions_are_read(text: str, at: datetime | None) -> None:
    assert read_date(text) == at


def test_angle_brackets_are_taken_off() -> None:
    assert bare_uri("<http://example.org/>") == "http://example.org/"
    assert bare_uri("http://example.org/") == "http://example.org/"
    assert bare_uri("<>") is None
    assert bare_uri(None) is None


def test_warc_fields_are_read_back_in_order() -> None:
    pairs = (("referrer", "http://example.org/?a: b"), ("feed-title", "È primavera"), ("referrer", "again"))

    assert read_warc_fields(write_warc_fields(pairs)) == pairs


def test_warc_fields_keep_one_line_each() -> None:
    assert write_warc_fields([("a b", "x\r\ny: z")]) == b"a-b: x y: z\r\n"
