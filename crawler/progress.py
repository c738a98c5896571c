"""Progress: one living line on a terminal; a plain line a minute in the log otherwise."""

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.errors import StorageError
from crawler.harvest import Harvest
from crawler.run import exit_code_of

logger = logging.getLogger(__name__)

_TERMINAL_SECONDS = 0.5
_LOG_SECONDS = 60.0


class Progress:
    """Tells how the harvest goes, and keeps the metrics file fresh."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._terminal = crawler.settings.getbool("EMEROTECA_PROGRESS")
        metrics = crawler.settings.get("EMEROTECA_METRICS_FILE")
        self._metrics = Path(metrics) if metrics else None
        self._unwritten = False
        """Whether it has been told that the metrics cannot be written."""
        self._width = 0
        self._ended = False
        self._over = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress._opened, signals.spider_opened)
        crawler.signals.connect(progress._closed, signals.engine_stopped)
        return progress

    @property
    def _harvest(self) -> Harvest:
        harvest: Harvest | None = self._crawler.get_extension(Harvest)
        if harvest is None:
            raise RuntimeError("Progress needs the extension crawler.harvest.Harvest")
        return harvest

    def _opened(self, spider: Any) -> None:
        self._harvest.on_over = self._all_counted
        self._later(0.1)

    def _later(self, seconds: float) -> None:
        from twisted.internet import reactor

        loop: Any = reactor
        loop.callLater(seconds, self._tell)

    def _tell(self) -> None:
        if self._ended:
            return
        if self._terminal:
            self._draw(self.line())
        else:
            logger.info("%s", self.line())
        self._write_metrics()
        self._later(_TERMINAL_SECONDS if self._terminal else _LOG_SECONDS)

    def line(self) -> str:
        """Return how it stands: pages, articles, bytes, what waits, and the rate."""
        harvest = self._harvest
        tally, now = harvest.tally, datetime.now(UTC)
        seconds = max(tally.seconds(now), 0.001)
        due = harvest.frontier.pending(harvest.now())
        return (
            f"{tally.pages} pages, {tally.new} new, {tally.changed} changed, {tally.errors} errors, "
            f"{tally.bytes / 1e6:.1f} MB, {due} due, {len(harvest.intake)} in reading, "
            f"{tally.pages / seconds:.1f} pages/s"
        )

    def _draw(self, line: str) -> None:
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def _closed(self) -> None:
        self._ended = True
        if self._terminal:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def _all_counted(self) -> None:
        self._over = True
        self._write_metrics()

    def _write_metrics(self) -> None:
        if self._metrics is None:
            return
        harvest = self._harvest
        try:
            code = exit_code_of(harvest) if self._over else None
            harvest.tally.write_metrics(self._metrics, harvest.collection.root, code, datetime.now(UTC))
        except (StorageError, OSError) as error:
            # A disk may be full for an hour, and the run stay for weeks: told once, tried again each time.
            if not self._unwritten:
                harvest.tally.problem(f"the metrics: {error}")
            self._unwritten = True
        else:
            self._unwritten = False
