"""Limits as settings: each has a default, each must be a positive number."""

from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings

from archive.errors import UsageError
from crawler.capture.limits import ExchangeTooLarge, ExchangeTooSlow, Limits


def test_limits_are_on_by_default() -> None:
    assert Limits.of(Settings()) == Limits(
        seconds=60, wire_bytes=20 << 20, head_bytes=64 << 10, head_lines=200, decoded_bytes=50 << 20, decoded_ratio=100
    )


@pytest.mark.parametrize(
    ("setting", "field"),
    [
        ("CAPTURE_MAX_SECONDS", "seconds"),
        ("CAPTURE_MAX_WIRE_BYTES", "wire_bytes"),
        ("CAPTURE_MAX_HEAD_BYTES", "head_bytes"),
        ("CAPTURE_MAX_HEAD_LINES", "head_lines"),
        ("CAPTURE_MAX_DECODED_BYTES", "decoded_bytes"),
        ("CAPTURE_MAX_DECODED_RATIO", "decoded_ratio"),
    ],
)
def test_each_limit_is_a_setting(setting: str, field: str) -> None:
    assert getattr(Limits.of(Settings({setting: "7"})), field) == 7


@pytest.mark.parametrize("value", [0, -1, "many", "", "nan", "inf"])
def test_a_limit_is_a_number_above_zero(value: Any) -> None:
    with pytest.raises(UsageError, match="CAPTURE_MAX_SECONDS"):
        Limits.of(Settings({"CAPTURE_MAX_SECONDS": value}))


def test_what_is_too_large_is_not_asked_again_and_what_is_slow_may_be() -> None:
    assert issubclass(ExchangeTooLarge, IgnoreRequest)
    assert not issubclass(ExchangeTooSlow, IgnoreRequest)
