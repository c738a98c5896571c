"""What is cut off the front of a response, what is noted beside them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from archive.exchange import Spool
from crawler.capture.limits import Limits
from crawler.capture.notes import exchange_notes, split_interim
from crawler.capture.tap import Tap

INTERIM = (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 102 P\n\n")


@given(order=st.lists(st.sampled_from(INTERIM), max_size=4), rest=st.binary(max_size=40))
def test_interim_responses_and_the_answer_make_up_what_came(order: list[bytes], rest: bytes) -> None:
    answer = b"HTTP/1.1 200 OK\r\n\r\n" + rest

    interim, kept = split_interim(Spool.of(b"".join(order) + answer))

    assert interim == tuple(order)
    assert kept.read() == answer


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 101 Switching Protocols\r\n\r\nws", b"HTTP/1.1 1000 X\r\n\r\n", b"junk", b""]
)
def test_other_starts_are_left_alone(start: bytes) -> None:
    interim, kept = split_interim(Spool.of(start))

    assert interim == ()
    assert kept.read() == start


def test_a_cut_interim_response_stays_where_it_is() -> None:
    interim, kept = split_interim(Spool.of(b"HTTP/1.1 103 Early Hints\r\nLink: "))

    assert interim == ()
    assert kept.read() == b"HTTP/1.1 103 Early Hints\r\nLink: "


def notes(proxy: str | None = None, **meta: Any) -> dict[str, str]:
    request = Request("http://h/", meta=meta)
    seen = Tap(Limits())
    return dict(exchange_notes(seen, request, resent=0, proxy=proxy, interim=()))


def test_notes_of_the_request_are_taken_over() -> None:
    assert notes(capture_notes=(("referrer", "http://h/list"), ("feed-title", "Ultime")))["feed-title"] == "Ultime"


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:3128", "http://user:word@127.0.0.1:3128/", "127.0.0.1:3128", "user:word@127.0.0.1:3128"]
)
def test_a_proxy_is_noted_without_its_password(proxy: str) -> None:
    assert notes(proxy=proxy) == {"via-proxy": "127.0.0.1:3128"}


def test_a_retry_is_counted() -> None:
    assert notes(retry_times=2) == {"retry": "2"}
