"""How much a stranger's server may make us read, and for how long. Past a limit, what came is kept as truncated.

========================== ============ =====================================================================
setting                    default      meaning
========================== ============ =====================================================================
CAPTURE_MAX_SECONDS        60           one whole exchange, from connecting to the last byte (so a server that
                                        drips a byte a minute ends as well); ``request.meta["download_timeout"]``
                                        may only shorten it
CAPTURE_MAX_WIRE_BYTES     20971520     the response's body as it comes (framed, compressed);
                                        ``request.meta["download_maxsize"]`` takes its place for one request
CAPTURE_MAX_HEAD_BYTES     65536        status line and header fields, interim responses counted in
CAPTURE_MAX_HEAD_LINES     200          lines of the same
CAPTURE_MAX_DECODED_BYTES  52428800     the body after its content codings are undone
CAPTURE_MAX_DECODED_RATIO  100          decoded bytes for one compressed byte
========================== ============ =====================================================================
"""

from dataclasses import dataclass
from typing import Any, Literal, Self

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from archive.errors import UsageError

LimitName = Literal["seconds", "wire-bytes", "head-bytes", "head-lines", "decoded-bytes"]


class ExchangeOverLimit(DownloadCancelledError):
    """An exchange passed a limit. What came is kept, as truncated; Scrapy does not ask again in this run."""

    def __init__(self, url: str, limit: LimitName, value: float) -> None:
        self.url = url
        self.limit = limit
        self.value = value
        super().__init__(f"{url}: passed the limit of {value:g} {limit}; what came is kept, marked as truncated")


class ExchangeTooSlow(ExchangeOverLimit):
    """The answer began and had not ended in time. Another day it may."""


class ExchangeTooLarge(ExchangeOverLimit, IgnoreRequest):
    """The answer is too large, as it would be the next time."""


class ExchangeCut(DownloadCancelledError):
    """The run ended while the answer was coming. What came is kept, as truncated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one crawl; see the table above."""

    seconds: float = 60.0
    wire_bytes: int = 20 << 20
    head_bytes: int = 64 << 10
    head_lines: int = 200
    decoded_bytes: int = 50 << 20
    decoded_ratio: int = 100

    @classmethod
    def of(cls, settings: Any) -> Self:
        """Read the limits from Scrapy *settings*; raises UsageError where one is no positive number."""
        usual = cls()
        return cls(
            seconds=_positive(settings, "CAPTURE_MAX_SECONDS", usual.seconds),
            wire_bytes=int(_positive(settings, "CAPTURE_MAX_WIRE_BYTES", usual.wire_bytes)),
            head_bytes=int(_positive(settings, "CAPTURE_MAX_HEAD_BYTES", usual.head_bytes)),
            head_lines=int(_positive(settings, "CAPTURE_MAX_HEAD_LINES", usual.head_lines)),
            decoded_bytes=int(_positive(settings, "CAPTURE_MAX_DECODED_BYTES", usual.decoded_bytes)),
            decoded_ratio=int(_positive(settings, "CAPTURE_MAX_DECODED_RATIO", usual.decoded_ratio)),
        )


def _positive(settings: Any, name: str, default: float) -> float:
    value = settings.get(name, default)
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number < float("inf"):
        raise UsageError(f"{name}: {value!r} is no number above 0")
    return number
