"""Scrapy's download handler for http and https, yielding the response to Scrapy and the exchanges to the recorder.

Every hop, every retry, and every time that Twisted itself sends a request again is an exchange of its own. Requests
are guarded (``crawler.guard``) and limited (``crawler.capture.limits``) here as well, so robots.txt and page
requisites go the same way as pages.

``request.meta``, read: ``known_capture`` (an ``archive.warc.capture.Capture`` of the same URL: a 304 is then kept as a
revisit of it), ``capture_notes`` (pairs of text for the metadata record), ``download_timeout`` and
``download_maxsize`` as in Scrapy. Written before the response is returned: ``record_ids``, one for each exchange.
"""

import logging
from dataclasses import replace
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, StopDownload

from archive.exchange import Exchange, Truncation
from crawler.capture import tap
from crawler.capture.limits import ExchangeCut, ExchangeOverLimit, ExchangeTooLarge, ExchangeTooSlow
from crawler.capture.notes import exchange_notes, split_interim
from crawler.capture.recorder import Recorder
from crawler.guard import RequestRefused

logger = logging.getLogger(__name__)


class CaptureHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy does, byte for byte recorded."""

    lazy = False

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        recorder = crawler.get_extension(Recorder)
        if recorder is None:
            raise RuntimeError("the capture handler needs the Recorder extension; use ADDONS with CaptureAddon")
        self._recorder: Recorder = recorder
        self._guard = recorder.guard
        self._limits = recorder.limits
        self._stats = crawler.stats
        self._under_way: set[tap.Attempts] = set()
        self._recording = tap.install_pool(self)
        recorder.handlers.append(self)

    @property
    def idle_bytes(self) -> int:
        """Bytes that servers sent where nothing was asked (a 408 on an idle connection); they are in no record."""
        return self._recording.idle_bytes

    def cut_short(self) -> None:
        """Break off every exchange that is under way."""
        for attempts in tuple(self._under_way):
            attempts.cut_short()

    async def download_request(self, request: Any) -> Any:
        """Return Scrapy's response; the exchange is on its way to the WARC by then, or this raises."""
        url = request.url.partition("#")[0]
        self._recorder.check_running()
        proxy = request.meta.get("proxy")
        attempts = self._attempts(request, url, proxy)
        response, failure = None, None
        try:
            if proxy:
                await self._guard.check_proxied(url)
            else:
                self._guard.check_url(url)
            response = await self._download(request, attempts)
        except RequestRefused as refused:
            self._stats.inc_value("guard/refused")
            self._stats.inc_value(f"guard/refused/{refused.reason}")
            logger.warning("%s", refused)
            raise
        except Exception as raised:  # noqa: BLE001 (whatever it was, what came is kept first, then it is raised)
            failure = raised
        exchanges = [
            self._exchange(seen, number, request, url, proxy, response, failure)
            for number, seen in enumerate(attempts.taps)
            if len(seen.received)
        ]
        error = self._error(url, attempts, failure, begun=bool(exchanges))
        request.meta["record_ids"] = await self._recorder.keep(exchanges, request, answered=error is None)
        if isinstance(error, ExchangeOverLimit):
            self._stats.inc_value(f"capture/over_limit/{error.limit}")
            logger.warning("%s", error)
        if error is not None:
            raise error
        return response

    @staticmethod
    def _error(url: str, attempts: tap.Attempts, failure: BaseException | None, *, begun: bool) -> BaseException | None:
        """Return what Scrapy is told instead of a response; None where it gets the response."""
        for seen in attempts.taps:
            if seen.over is not None:
                return ExchangeTooLarge(url, *seen.over)
            if seen.cut:
                return ExchangeCut(f"{url}: broken off, since the run ends")
        if _announced_too_large(failure):
            return ExchangeTooLarge(url, "wire-bytes", attempts.limits.wire_bytes)
        # With nothing received it stays a DownloadTimeoutError, which Scrapy may try again.
        if begun and isinstance(failure, DownloadTimeoutError):
            return ExchangeTooSlow(url, "seconds", attempts.limits.seconds)
        return failure

    def _attempts(self, request: Any, url: str, proxy: str | None) -> tap.Attempts:
        asked = request.meta.get("download_timeout") or self._limits.seconds
        limits = replace(
            self._limits,
            seconds=min(float(asked), self._limits.seconds),
            wire_bytes=int(request.meta.get("download_maxsize") or self._limits.wire_bytes),
        )
        request.meta["download_timeout"] = limits.seconds
        request.meta["download_maxsize"] = limits.wire_bytes
        guarded = None if proxy else lambda endpoint: self._guard.endpoint(url, endpoint)
        return tap.Attempts(limits, guarded)

    async def _download(self, request: Any, attempts: tap.Attempts) -> Any:
        token = tap.current.set(attempts)
        self._under_way.add(attempts)
        try:
            return await super().download_request(request)
        finally:
            self._under_way.discard(attempts)
            tap.current.reset(token)
            attempts.close()

    def _exchange(
        self,
        seen: tap.Tap,
        number: int,
        request: Any,
        url: str,
        proxy: str | None,
        response: Any,
        failure: BaseException | None,
    ) -> Exchange:
        interim, received = split_interim(seen.received)
        notes = exchange_notes(seen, request, resent=number, proxy=proxy, interim=interim)
        return Exchange(
            url=url,
            request=seen.sent,
            response=received,
            captured_at=seen.begun_at,
            address=None if proxy else seen.address,
            protocol="http/1.1",
            cipher=seen.cipher,
            truncated=truncation_of(seen, response, failure),
            notes=notes,
        )


def truncation_of(seen: tap.Tap, response: Any, failure: BaseException | None) -> Truncation | None:
    """Return why the response that *seen* recorded is cut, or None where it is whole."""
    if seen.over is not None:
        return "length"
    if seen.cut:
        return "unspecified"
    if seen.complete:
        # A message that only the close delimits is whole when the close was an orderly one.
        # With TLS a reset looks like a close without close_notify, which is common: that is noted, not marked.
        return None if seen.cipher or tap.closed_orderly(seen.close_reason) else "disconnect"
    if isinstance(failure, DownloadTimeoutError):
        return "time"
    if _announced_too_large(failure):
        return "length"
    if isinstance(failure, StopDownload) or (response is not None and "download_stopped" in response.flags):
        return "unspecified"
    return "unspecified" if seen.close_reason is None else "disconnect"


def _announced_too_large(failure: BaseException | None) -> bool:
    """True where Scrapy gave up at the head, since Content-Length is over the limit; a cancelling has a cause."""
    return isinstance(failure, DownloadCancelledError) and failure.__cause__ is None
