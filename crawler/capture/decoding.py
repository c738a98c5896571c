"""Undoes content codings for Scrapy, within limits; takes the place of Scrapy's HttpCompressionMiddleware.

A few hundred bytes can unfold to gigabytes (and codings can be nested), so nothing here grows past the limits in
``crawler.capture.limits``. Requests offer gzip only, each of them (robots.txt as well), since players of archives
read gzip and not all of them zstd; an answer in deflate or br is read all the same. The record keeps what came.

``request.meta["undecoded"]``: True leaves the body as it came, for a spider that reads the recorder's exchanges.
"""

import logging
from typing import Any, Self

from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.coding import MOST_CODINGS, decode
from crawler.capture.limits import ExchangeTooLarge, Limits

logger = logging.getLogger(__name__)

_SPARE = 1 << 20
"""Up to this size a body may unfold by any ratio: a page of blanks is no bomb."""


class DecodingMiddleware:
    """Downloader middleware: decoded bodies for the spider, none that passes the limits."""

    def __init__(self, limits: Limits, stats: Any) -> None:
        self._limits = limits
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(Limits.of(crawler.settings), crawler.stats)

    def process_request(self, request: Any) -> None:
        """Offer gzip, and nothing else where the request does not say so itself."""
        request.headers.setdefault("Accept-Encoding", "gzip")

    def process_response(self, request: Any, response: Any) -> Any:
        """Return *response* with its body decoded; raises ExchangeTooLarge where that would pass the limits."""
        codings = _codings(response)
        if not codings or request.method == "HEAD" or not response.body or request.meta.get("undecoded"):
            return response
        if len(codings) > MOST_CODINGS:
            self._tell(response, f"{len(codings)} content codings, one in the other")
            return response
        body = response.body
        limit = min(self._limits.decoded_bytes, max(len(body) * self._limits.decoded_ratio, _SPARE))
        left = list(codings)
        while left:
            body, problem = decode(left[-1], body, limit)
            if problem and len(body) >= limit:
                self._stats.inc_value("capture/over_limit/decoded-bytes")
                logger.warning("%s: %s", response.url, problem)
                raise ExchangeTooLarge(response.url, "decoded-bytes", limit)
            if problem:
                # As browsers do: what could be read is shown. Text that was never coded passes as it is.
                self._tell(response, problem)
            left.pop()
        return self._decoded(response, body)

    def _tell(self, response: Any, problem: str) -> None:
        self._stats.inc_value("capture/coding_problems")
        logger.info("%s: %s", response.url, problem)

    @staticmethod
    def _decoded(response: Any, body: bytes) -> Any:
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        # Not by response.replace(): that asks the coded bytes for the text's encoding, which they cannot tell. Where
        # the head names none (the robots.txt of each host) guessing took 15 ms. It is guessed where it is asked for.
        same = {name: getattr(response, name) for name in Response.attributes}
        return kind(**(same | {"headers": headers, "body": body}))


def _codings(response: Any) -> list[str]:
    names = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    return [name.strip() for name in names if name.strip() not in ("", "identity")]
