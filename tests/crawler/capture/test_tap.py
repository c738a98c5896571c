"""The tap by itself: heads measured as they come, limits, spent connections."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.web.http_headers import Headers

from crawler.capture import tap
from crawler.capture.limits import Limits

HEAD = b"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n\r\n"


@given(cuts=st.lists(st.integers(0, len(HEAD) * 2 + 40), max_size=8))
def test_the_body_is_measured_however_the_packets_are_cut(cuts: list[int]) -> None:
    message = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HEAD + b"B" * 30
    limits = Limits(wire_bytes=29, head_lines=9, head_bytes=len(message))
    seen = tap.Tap(limits)
    points = [0, *sorted(min(cut, len(message)) for cut in cuts), len(message)]

    for start, end in itertools.pairwise(points):
        seen.take(message[start:end])

    assert seen.over == ("wire-bytes", 29)
    assert seen.received.read() == message


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\n\n", b"\n\r\n", b"\r\n\n"])
def test_a_head_ends_as_browsers_see_it(end: bytes) -> None:
    seen = tap.Tap(Limits(wire_bytes=4))

    assert seen.take(b"HTTP/1.1 200 OK" + end + b"1234")
    assert not seen.take(b"5")


def test_interim_responses_count_for_the_heads_limit() -> None:
    seen = tap.Tap(Limits(head_lines=10))

    assert seen.take(b"HTTP/1.1 103 Hints\r\n\r\n" * 5)
    assert not seen.take(b"HTTP/1.1 103 Hints\r\n\r\n")


def test_a_head_that_never_ends_is_cut_at_the_limit() -> None:
    seen = tap.Tap(Limits(head_bytes=1000))

    assert seen.take(b"x" * 1000)
    assert not seen.take(b"x")
    assert seen.over == ("head-bytes", 1000)


def speak(protocol: tap.RecordingProtocol, path: bytes = b"/") -> tap.Attempts:
    attempts = tap.Attempts(Limits())
    request = tap.made_request(b"GET", path, Headers({b"Host": [b"h"]}))
    request.attempts = attempts
    protocol.request(request).addErrback(lambda _: None)
    return attempts


def test_a_connection_with_surplus_bytes_is_not_used_again() -> None:
    protocol = tap.RecordingProtocol(lambda _: None)
    transport = StringTransport(lenient=True)
    protocol.makeConnection(transport)
    speak(protocol)

    protocol.dataReceived(b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 Forged\r\n\r\n")

    assert protocol.state != "QUIESCENT"
    assert transport.disconnecting


def test_a_connection_with_a_whole_answer_may_be_used_again() -> None:
    protocol = tap.RecordingProtocol(lambda _: None)
    protocol.makeConnection(StringTransport(lenient=True))
    speak(protocol)

    protocol.dataReceived(b"HTTP/1.1 204 No Content\r\n\r\n")

    assert protocol.state == "QUIESCENT"


def test_bytes_on_an_idle_connection_get_into_no_exchange() -> None:
    protocol = tap.RecordingProtocol(lambda _: None)
    transport = StringTransport(lenient=True)
    protocol.makeConnection(transport)
    attempts = speak(protocol)
    protocol.dataReceived(b"HTTP/1.1 204 No Content\r\n\r\n")

    protocol.dataReceived(b"HTTP/1.1 408 Timeout\r\n\r\n")

    assert attempts.taps[0].received.read() == b"HTTP/1.1 204 No Content\r\n\r\n"
    assert transport.disconnecting


def test_nothing_is_recorded_after_the_request_was_given_up() -> None:
    protocol = tap.RecordingProtocol(lambda _: None)
    protocol.makeConnection(StringTransport(lenient=True))
    attempts = speak(protocol)
    protocol.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Le")

    attempts.close()
    protocol.dataReceived(b"ngth: 2\r\n\r\nok")

    assert attempts.taps[0].received.read() == b"HTTP/1.1 200 OK\r\nContent-Le"
    assert not attempts.taps[0].complete


def test_a_request_without_a_recorder_does_not_go_out() -> None:
    pool = tap.CapturePool(Clock(), 2)

    with pytest.raises(RuntimeError, match="without a recorder"):
        pool.getConnection(("http", b"h", 80), None)
