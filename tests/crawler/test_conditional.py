"""Conditional requests: what is sent along, and which capture a 304 speaks of."""

from dataclasses import replace
from datetime import UTC, datetime

from archive.http import read_head
from crawler.conditional import conditional_fields, known_capture, validators
from crawler.pages import Due

DUE = Due(
    key=1, url="https://giornale.example/a", source="giornale", host="giornale.example", kind="article", depth=1,
    misses=0, fetched_at=1_772_000_000, etag='"abc"', last_modified="Wed, 25 Feb 2026 06:00:00 GMT",
    digest="sha1:AAAA", record_id="urn:uuid:1", captured_at="2026-02-25T06:13:20+00:00", referrer=None, notes=(),
)  # fmt: skip


def test_both_validators_are_sent_as_they_came() -> None:
    assert conditional_fields(DUE) == {
        "If-None-Match": '"abc"',
        "If-Modified-Since": "Wed, 25 Feb 2026 06:00:00 GMT",
    }


def test_a_page_without_a_capture_is_asked_for_whole() -> None:
    assert conditional_fields(replace(DUE, record_id=None)) == {}


def test_a_page_without_validators_is_asked_for_whole() -> None:
    assert conditional_fields(replace(DUE, etag=None, last_modified=None)) == {}


def test_a_304_speaks_of_the_capture_that_is_known() -> None:
    capture = known_capture(DUE)

    assert capture is not None
    assert capture.record_id == "urn:uuid:1"
    assert capture.payload_digest == "sha1:AAAA"
    assert capture.captured_at == datetime(2026, 2, 25, 6, 13, 20, tzinfo=UTC)


def test_no_capture_is_made_up() -> None:
    assert known_capture(replace(DUE, captured_at=None)) is None


def test_validators_are_read_from_the_head_as_they_stand() -> None:
    head, _ = read_head(b'HTTP/1.1 200 OK\r\nETag: W/"1"\r\nLast-Modified: yesterday\r\n\r\n')

    assert validators(head) == ('W/"1"', "yesterday")


def test_what_could_not_be_sent_back_is_no_validator() -> None:
    long = b"x" * 2000
    head, _ = read_head(b"HTTP/1.1 200 OK\r\nETag: " + long + b"\r\nLast-Modified: a\x07b\r\n\r\n")

    assert validators(head) == (None, None)
