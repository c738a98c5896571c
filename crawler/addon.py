"""CaptureAddon: ``ADDONS = {"crawler.addon.CaptureAddon": 500}`` gives any Scrapy project byte-exact WARC.

Beside it set COLLECTION or CAPTURE_FOLDER. All settings: ``crawler.capture.recorder``, ``crawler.capture.limits``,
``crawler.guard``. What would bypass the capture is switched off (handlers for file, data, ftp and s3), and where a
project has it switched on itself (another handler for http, the HTTP cache), the crawl does not start.
"""

import logging
from typing import Any

from scrapy.exceptions import NotConfigured

from archive.errors import UsageError
from crawler.capture.limits import Limits

logger = logging.getLogger(__name__)

HANDLER = "crawler.capture.handler.CaptureHandler"
RECORDER = "crawler.capture.recorder.Recorder"
DECODING = "crawler.capture.decoding.DecodingMiddleware"
_SCRAPY_DECODING = "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware"
_CAPTURED = ("http", "https")


class CaptureAddon:
    """Scrapy add-on: turns the capture, its limits and the network guard on."""

    def update_settings(self, settings: Any) -> None:
        """Put the capture into *settings*; raises UsageError where something would bypass it."""
        if not settings.getbool("CAPTURE_ENABLED", True):
            raise NotConfigured("CAPTURE_ENABLED is False: nothing is captured")
        exact = settings.getbool("CAPTURE_REQUIRE_EXACT", True)
        limits = Limits.of(settings)
        self._set_handlers(settings, exact)
        if settings.getbool("HTTPCACHE_ENABLED"):
            self._refuse("HTTPCACHE_ENABLED: pages from the cache would not be captured; switch it off", exact)
        if not settings.getbool("TWISTED_REACTOR_ENABLED", True):
            raise UsageError("TWISTED_REACTOR_ENABLED: the capture needs a Twisted reactor")
        defaults = {
            "DOWNLOAD_TIMEOUT": limits.seconds,
            "DOWNLOAD_MAXSIZE": limits.wire_bytes,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
        for name, value in defaults.items():
            settings.set(name, value, priority="addon")
        settings["EXTENSIONS"].set(RECORDER, 0, priority="addon")
        middlewares = settings["DOWNLOADER_MIDDLEWARES"]
        middlewares.set(_SCRAPY_DECODING, None, priority="addon")
        middlewares.set(DECODING, 590, priority="addon")

    def _set_handlers(self, settings: Any, exact: bool) -> None:
        usual = settings["DOWNLOAD_HANDLERS_BASE"]
        chosen = settings["DOWNLOAD_HANDLERS"]
        for scheme in {*usual, *chosen}:
            path = chosen.get(scheme)
            ours = scheme in _CAPTURED
            if path is not None and path != HANDLER and not (ours and path == usual.get(scheme)):
                self._refuse(
                    f"DOWNLOAD_HANDLERS[{scheme!r}] is {path}: what it fetches would pass by the capture and the "
                    "network guard; take it out",
                    exact,
                )
                continue
            chosen.set(scheme, HANDLER if ours else None, priority="cmdline")

    @staticmethod
    def _refuse(problem: str, exact: bool) -> None:
        if exact:
            raise UsageError(f"{problem} (or set CAPTURE_REQUIRE_EXACT = False)")
        logger.warning("%s", problem)
