"""Pings for a dead man's switch: a monitor that answers with anything, or not at all, never costs a crawl."""

import logging

import pytest

from crawler.health import ping
from tests.newspaper.wire import Script, WireServer


def test_a_ping_asks_the_url_with_how_it_ended() -> None:
    with WireServer({"/check/fail": Script.of(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")}) as wire:
        ping(wire.url("/check/"), "/fail")

    assert [one.path for one in wire.log] == ["/check/fail"]


@pytest.mark.parametrize("answer", [b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 500 No\r\n\r\n", b""])
def test_a_monitor_that_answers_nonsense_is_a_line_of_the_log(answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with WireServer({"/check/start": Script.of(answer, ends="close")}) as wire, caplog.at_level(logging.WARNING):
        ping(wire.url("/check"), "/start")

    assert "healthcheck" in caplog.text


def test_a_url_that_is_none_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ping("http://a b/check", "/start")

    assert "healthcheck" in caplog.text
