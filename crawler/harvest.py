"""Harvest: one scheduled crawl of one collection, from the lock to the summary. A Scrapy extension.

What is fetched is kept first (crawler.capture), then read and applied (crawler.intake), then followed
(crawler.follow); the frontier says what comes next (crawler.asking). Killed at any moment, the next run cuts and seals
what was torn, reads what had not been read, and goes on.
"""

import logging
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest

from archive.article.model import Article
from archive.collection import Collection as Folder
from archive.errors import ArchiveError, StorageError, UsageError
from archive.exchange import Exchange
from archive.ledger import Entry, Ledger
from archive.rebuild import recover
from archive.sources.catalogue import Catalogue
from archive.store.articles import ArticleWriter
from archive.store.payloads import Payloads
from archive.store.state import State
from archive.warc.capture import Capture
from archive.workers import WorkerPool
from crawler import stopping
from crawler.asking import Asking
from crawler.backfill import Span
from crawler.checkpoint import Checkpoint
from crawler.disk import DiskWatch
from crawler.follow import Follower
from crawler.frontier import Frontier
from crawler.intake import Intake
from crawler.manners import Manners
from crawler.outcomes import Outcomes
from crawler.pages import Due
from crawler.politeness import LONGEST_CRAWL_DELAY_SECONDS
from crawler.requisites import RequisiteFinder
from crawler.tally import Tally
from crawler.targets import adopt_pages, adopt_profiles, plan_run
from crawler.visit import Visit, VisitLost

logger = logging.getLogger(__name__)

_HURRY_SECONDS = 10.0
"""When a run is stopped, what is under way has this long to end by itself."""
_HORIZON_SECONDS = 120
"""A run without --watch waits this long for a page that a site asked us to come back for."""
_NOTE_SECONDS = 60.0


class Harvest:
    """Owns the collection for the run: lock, state, frontier, ledger, readers. Others ask it."""

    on_done: Callable[[Visit], None]
    on_over: Callable[[], None]
    """Called when all is counted and the collection is let go."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings["COLLECTION"]:
            raise UsageError("no collection named: --collection DIR (scrapy: -s COLLECTION=DIR)")
        self._crawler = crawler
        self.settings = settings
        self.tally = Tally(started_at=datetime.now(UTC))
        self.on_over = lambda: None
        self.reason: str | None = None
        """Why the run ended; None while it lasts."""
        self.error: Exception | None = None
        self._watch = settings.getbool("EMEROTECA_WATCH")
        seconds = settings.getfloat("EMEROTECA_DEADLINE_SECONDS")
        self._deadline = time.monotonic() + seconds if seconds > 0 else None
        self._stopping = False
        self._under_way: set[Visit] = set()
        self.manners = Manners(crawler)
        self._stack = ExitStack()
        self.collection = Folder.create(Path(settings["COLLECTION"]))
        try:
            self._open(getattr(crawler.spider, "targets", ()))
        except BaseException:
            self._stack.close()
            raise

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        harvest = cls(crawler)
        crawler.signals.connect(harvest._opened, signals.spider_opened)
        crawler.signals.connect(harvest._idle, signals.spider_idle)
        crawler.signals.connect(harvest._closing, signals.spider_closed)
        crawler.signals.connect(harvest._stopped, signals.engine_stopped)
        return harvest

    def _open(self, targets: tuple[str, ...]) -> None:
        settings, collection = self.settings, self.collection
        self._stack.enter_context(collection.locked())
        self._disk = DiskWatch(collection.root, settings.getint("EMEROTECA_RESERVE_BYTES"))
        self._disk.look()
        if settings["EMEROTECA_SOURCES"]:
            adopt_profiles(Path(settings["EMEROTECA_SOURCES"]), collection)
        self.catalogue = Catalogue.of_folder(collection.sources)
        self.state = self._stack.enter_context(State(collection.state))
        adopt_pages(self.catalogue, self.state)
        plan = plan_run(targets, self.catalogue, self.state, settings["EMEROTECA_SHARD"], warcs=collection.sealed())
        self.sources = plan.sources
        self._targets = {seed.url for _, seed in plan.asked}
        workers = settings.getint("EMEROTECA_WORKERS")
        self._pool = WorkerPool(
            "archive.reading:read_job",
            workers,
            setup=self.catalogue,
            timeout_seconds=settings.getfloat("EMEROTECA_READ_SECONDS"),
        ) if workers else None  # fmt: skip
        now = self.now()
        self.frontier = Frontier(self.state, self.sources, now)
        span = Span.read(settings["EMEROTECA_SPAN"], self.tally.started_at.date())
        self.follower = Follower(self.state, self.frontier, self.tally, self.sources, now=self.now, span=span)
        requisites = RequisiteFinder(
            self.frontier,
            now=self.now,
            wanted=settings["EMEROTECA_REQUISITES"] or "",
            per_page=settings.getint("EMEROTECA_REQUISITES_PER_PAGE"),
            bytes_per_page=settings.getint("EMEROTECA_REQUISITE_BYTES_PER_PAGE"),
        )
        self.outcomes = Outcomes(
            self.frontier,
            self.follower,
            requisites,
            self.tally,
            now=self.now,
            reads=self._pool is not None,
            targets=self._targets,
        )
        self._asking = Asking(
            self.frontier,
            self.sources,
            self.follower,
            requisites,
            self.manners,
            self.tally,
            settings,
            now=self.now,
        )
        recovered = recover(collection, self.state, pool=self._pool, recalled=self._recall, over=self._ends_early)
        for line in recovered.lines:
            logger.warning("%s", line)
        done = {name for (name,) in self.state.read("SELECT name FROM warcs")}
        self._behind = {path.name for path in collection.sealed()} - done
        """WARCs of runs that captured only: this one has not read them either."""
        self.ledger = Ledger(self.state, self._stack.enter_context(ArticleWriter(collection.articles)))
        for source, seed in plan.asked:
            self.frontier.ask_now(seed.url, source.id, seed.kind, now)
        for source, seed in plan.scheduled:
            self.follower.add_seed(source, seed)
        if settings.getbool("EMEROTECA_RECHECK"):
            self.frontier.recheck(now)
        self.run_id = f"{self.tally.started_at:%Y%m%d%H%M%S}-{os.getpid()}"
        from twisted.internet import reactor

        self._reactor: Any = reactor
        self._checkpoint = Checkpoint(self.state, self.ledger, self.tally, self.run_id, collection.index)
        self._stack.callback(self._checkpoint.close)
        self.intake = Intake(
            self.ledger,
            self._pool,
            in_reactor=self._reactor.callFromThread,
            soon=partial(self._reactor.callLater, 0),
            applied=self._applied,
            broken=self.stop_for,
        )
        self._note()

    # -- the life of the run --------------------------------------------------------------------------------------

    def now(self) -> int:
        return int(time.time())

    def _note(self) -> None:
        """Write down how the run goes, and that it lasts; again in a minute. A run may stay for weeks, or be killed."""
        if self.reason is not None:
            return
        try:
            self._checkpoint.note(datetime.now(UTC), all_read=not self.intake.unread)
        except StorageError as error:
            self.stop_for(error)
            return
        self._reactor.callLater(_NOTE_SECONDS, self._note)

    def _ends_early(self) -> bool:
        """Tell whether the run is to end before it has asked for anything: much was left to be read."""
        return stopping.asked() or (self._deadline is not None and time.monotonic() >= self._deadline)

    def _opened(self, spider: Any) -> None:
        from crawler.capture.recorder import Recorder

        spider.harvest = self
        recorder = self._crawler.get_extension(Recorder)
        if recorder is None:
            raise UsageError("the capture is off: ADDONS must hold crawler.addon.CaptureAddon")
        self._recorder = recorder
        payloads = Payloads(self.collection.state)
        self._stack.callback(payloads.close)
        recorder.kept = payloads.find
        recorder.subscribe(self.intake.take, failed=self.stop_for)
        if stopping.asked():
            self._reactor.callLater(0, self.stop, "stopped")
        elif self._deadline is not None:
            self._reactor.callLater(max(0, self._deadline - time.monotonic()), self.stop, "deadline")
        self._disk.watch(self._reactor, over=lambda: self.reason is not None, broken=self.stop_for)

    @property
    def targets_failed(self) -> bool:
        """Whether nothing that the user named could be had."""
        return bool(self._targets) and self.outcomes.failed_targets >= self._targets

    def stop(self, reason: str) -> None:
        """Stop fetching; what is under way is kept and read, then the run ends."""
        if self._stopping:
            return
        self._stopping = True
        self.reason = reason
        engine = self._crawler.engine
        if engine is not None and engine.spider is not None:
            import asyncio

            self._closing_task = asyncio.ensure_future(engine.close_spider_async(reason=reason))
            self._reactor.callLater(_HURRY_SECONDS, self.hurry)

    def hurry(self) -> None:
        """Break off what is under way; what came of it is kept, marked as truncated."""
        recorder = getattr(self, "_recorder", None)
        if recorder is not None and self._stopping:
            recorder.cut_short()

    @property
    def recorder_error(self) -> Exception | None:
        """Why the recorder gave up, where it did."""
        recorder = getattr(self, "_recorder", None)
        return recorder.error if recorder is not None else None

    def stop_for(self, error: Exception) -> None:
        """Stop since something broke: a run never goes on without keeping what it fetches."""
        if self.error is None:
            self.error = error
            logger.error("%s", error)
        for visit in tuple(self._under_way):
            visit.lose()
        self.stop("storage" if isinstance(error, StorageError) else "fault")

    def _idle(self) -> None:
        if self._stopping:
            return
        if len(self.intake) or self._recorder.pending:
            raise DontCloseSpider
        now = self.now()
        self.frontier.wake(now)
        if self.frontier.has_due(now):
            raise DontCloseSpider
        if self._asking.is_spent:
            return
        if self._watch or self.frontier.waits_until(now, _HORIZON_SECONDS) is not None:
            raise DontCloseSpider

    def _closing(self, spider: Any, reason: str) -> None:
        if self.reason is None:
            self.reason = reason

    async def _stopped(self) -> None:
        """Everything is kept and sealed: bring the index up to date, say how it went, let the collection go."""
        import asyncio

        # Pages whose answer came while the spider was closing are kept, and read here: nobody else waits for them.
        patience = time.monotonic() + self.settings.getfloat("EMEROTECA_READ_SECONDS")
        while len(self.intake) and self.error is None and time.monotonic() < patience:  # noqa: ASYNC110 (once a run)
            await asyncio.sleep(0.02)
        try:
            if self._pool is not None:
                self._pool.close(timeout_seconds=5)
            self._checkpoint.merge()
            self._miss_articles()
            self._checkpoint.end(self.reason or "finished", datetime.now(UTC), done=self._done_warcs())
        except (ArchiveError, OSError) as error:
            self.stop_for(error)
        finally:
            self._stack.close()
            self.on_over()

    def _done_warcs(self) -> list[str] | None:
        """Return the WARCs of which all is read and written; None where the run broke, or had no time to apply all."""
        if self.error is not None or len(self.intake):
            return None
        if self.intake.unread:
            return []
        return [path.name for path in self.collection.sealed() if path.name not in self._behind]

    def _miss_articles(self) -> None:
        """Tell where nothing was wrong with what the user named, but that it leads to no article."""
        if self.reason != "finished" or self._pool is None:
            return
        for url in sorted(self._targets - self.outcomes.failed_targets):
            source = self.catalogue.find(url).id
            if self.frontier.pending(self.now(), source):
                continue  # --max-pages, say: nobody knows yet
            if not self.state.read("SELECT 1 FROM articles WHERE source = ? LIMIT 1", [source]):
                self.tally.errors += 1
                self.tally.problem(f"{url}: no article found there; name a section page, a feed or a sitemap")
                self.outcomes.failed_targets.add(url)

    # -- handing out ----------------------------------------------------------------------------------------------

    def take(self, full: set[str]) -> Due | None:
        """Return the next page to ask for on a host that has room; None, too, where the run is to end."""
        return None if self._stopping else self._asking.take(full)

    def request_for(self, visit: Visit) -> Request | None:
        """Return the request for a page of the frontier, whose visit begins; None where its address is none."""
        self._under_way.add(visit)
        if self.error is not None:
            visit.lose()
        try:
            return self._asking.request_for(visit, self._crawler.spider)
        except ValueError as error:  # Scrapy's: a stranger's address must not end the run, this one and the next
            self._miss(visit.due, IgnoreRequest(f"no address: {error}"))
            self._done(visit)
            return None

    # -- what came back -------------------------------------------------------------------------------------------

    async def visited(self, response: Any) -> Article | None:
        """Settle the page that *response* answers, once it is kept and read; return its article, if it is news."""
        visit: Visit = response.meta["visit"]
        due = visit.due
        try:
            capture, exchange, entry = await visit.outcome(response.meta["record_ids"][-1])
            hops = set(response.meta.get("redirect_reasons", ()))
            moved = bool(hops) and hops <= {301, 308}
            return self.outcomes.settle(due, self.sources[due.source], capture, exchange, entry, moved=moved)
        except VisitLost:
            self.frontier.release(due)
        except ArchiveError as error:
            self.stop_for(error)
        except Exception as error:
            # Scrapy would note it in a log that is kept quiet, and nobody would have settled the page.
            logger.exception("%s: kept, and not followed", due.url)
            self._miss(due, error)
        finally:
            self._done(visit)
        return None

    def _done(self, visit: Visit) -> None:
        self._under_way.discard(visit)
        self.on_done(visit)

    async def missed(self, failure: Any) -> None:
        """Settle a page that could not be had at all."""
        visit: Visit = failure.request.meta["visit"]
        if self._stopping:
            self.frontier.release(visit.due)  # broken off by us: it stays due
        else:
            self._miss(visit.due, failure.value)
        self._done(visit)

    def _miss(self, due: Due, why: BaseException) -> None:
        try:
            self.outcomes.missed(due, why)
        except ArchiveError as error:
            self.stop_for(error)

    def _applied(self, capture: Capture, exchange: Exchange, entry: Entry) -> None:
        """One record is kept and its words are in the ledger."""
        try:
            self._checkpoint.add(capture)
        except StorageError as error:
            self.stop_for(error)
        self.outcomes.applied(self.catalogue.find(capture.url), capture, exchange, entry)
        if capture.status == 200 and urlsplit(capture.url).path == "/robots.txt":
            self._obey_delay(capture, exchange)

    def _recall(self, capture: Capture, exchange: Exchange, entry: Entry) -> None:
        self.outcomes.recall(self.catalogue.find(capture.url), capture, exchange, entry)

    def _obey_delay(self, capture: Capture, exchange: Exchange) -> None:
        """Slow down to the site's Crawl-delay."""
        delay = self.follower.robots(capture, exchange)
        if not delay or not self.settings.getbool("ROBOTSTXT_OBEY"):
            return
        self.manners.slow_down(capture.url, min(delay, LONGEST_CRAWL_DELAY_SECONDS))
