"""The start-up test: quiet with the Scrapy and Twisted that we stand on, loud where they changed their ways."""

from collections.abc import Callable
from typing import Any

import pytest
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol

from archive.errors import UsageError
from crawler.capture import tap
from crawler.capture.selftest import prove_exact


def test_the_tap_is_exact_with_the_installed_versions() -> None:
    prove_exact()


def lose_a_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    take = tap.Tap.take
    monkeypatch.setattr(tap.Tap, "take", lambda self, data: take(self, data.replace(b"\xe9", b"?")))


def miss_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tap._Tee, "write", lambda self, data: self._transport.write(data))


def never_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if Twisted no longer looked the method up on the protocol.
    monkeypatch.setattr(
        tap.RecordingProtocol,
        "_finishResponse",
        _LenientHTTP11ClientProtocol._finishResponse,
    )


def count_no_surplus(monkeypatch: pytest.MonkeyPatch) -> None:
    finish = tap.RecordingProtocol._finishResponse
    monkeypatch.setattr(tap.RecordingProtocol, "_finishResponse", lambda self, rest: finish(self, b""))


def rename_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(self: Any, request: Any) -> Any:
        raise AttributeError("'RecordingProtocol' object has no attribute '_parser'")

    monkeypatch.setattr(_LenientHTTP11ClientProtocol, "request", request)


def take_other_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(self: Any, request: Any, loop: Any) -> Any:
        raise AssertionError("never called")

    monkeypatch.setattr(_LenientHTTP11ClientProtocol, "request", request)


@pytest.mark.parametrize(
    "change",
    [lose_a_byte, miss_the_request, never_finish, count_no_surplus, rename_the_parser, take_other_arguments],
)
def test_a_change_below_us_is_not_overlooked(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], None]
) -> None:
    change(monkeypatch)

    with pytest.raises(UsageError, match="not byte-exact with Scrapy"):
        prove_exact()
