"""The recorder: a Scrapy extension that owns the WARC writer from the spider's opening to its closing.

======================== ========== ==========================================================================
setting                  default    meaning
======================== ========== ==========================================================================
COLLECTION               None       folder of an emeroteca collection; made where it is missing
CAPTURE_FOLDER           None       folder for WARC files, for projects without a collection
CAPTURE_PREFIX           emeroteca  first part of the WARC files' names
CAPTURE_MAX_BYTES        1000000000 size at which the next WARC file is begun
CAPTURE_PAYLOAD_DIGEST   spec       ``spec``: over the de-chunked body, as WARC 1.1 says; ``wire``: with chunk framing
CAPTURE_REDACT           ``[]``     request fields whose values are not kept, as Cookie, Authorization
CAPTURE_OPERATOR         None       who runs the crawl; goes into warcinfo
CAPTURE_DEDUPLICATE      True       a payload that is kept already is written as a revisit
CAPTURE_REQUIRE_EXACT    True       a response that no exchange was recorded for stops the crawl
CAPTURE_QUEUE_BYTES      67108864   bytes that may wait for the writer; past that, downloads wait
CAPTURE_DISK_RESERVE     67108864   free bytes under which the crawl stops before the disk is full
======================== ========== ==========================================================================

Limits are in ``crawler.capture.limits``, the network guard's settings in ``crawler.guard``.

A writer's error stops the crawl (closing reason ``capture_failed``) and stays in :attr:`Recorder.error` for the exit
code. Statistics: ``capture/exchanges``, ``capture/bytes``, ``capture/records`` and ``capture/revisits`` (landed),
``capture/truncated/REASON``, ``capture/over_limit/LIMIT``, ``capture/waits`` (downloads that waited for the writer),
``capture/idle_bytes`` (came unasked, in no record), ``guard/refused/REASON``.
"""

import logging
import shutil
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

from archive.errors import ArchiveError, StorageError
from archive.exchange import Exchange
from archive.warc.capture import REVISIT, Capture
from crawler.capture.limits import Limits
from crawler.capture.opening import capture_folder, open_writer, payload_rule
from crawler.capture.selftest import prove_exact
from crawler.capture.writing import Job, Writer, WriterThread, Written
from crawler.guard import NetworkGuard

logger = logging.getLogger(__name__)

CLOSE_REASON = "capture_failed"
_REMEMBERED = 1 << 12
_DISK_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """An exchange whose records have reached the file."""

    capture: Capture
    exchange: Exchange
    """Its spools are given back when the listeners have returned: read what you need."""

    request: Any
    """Scrapy's request."""


Listener = Callable[[Captured], None]


class CaptureFailed(CloseSpider):
    """Nothing can be recorded any more, so nothing is downloaded any more."""


class Recorder:
    """Takes exchanges from the handler, has them written, tells listeners when they are in the file."""

    def __init__(self, crawler: Any) -> None:
        settings = crawler.settings
        prove_exact()
        self.limits = Limits.of(settings)
        self.guard = NetworkGuard.of(settings)
        payload_rule(settings)  # a setting that cannot be meant is told before anything is made
        self.folder = capture_folder(settings)
        self.error: ArchiveError | None = None
        """Why the recording stopped before its time; None where all is well. Its *exit_code* is the process's."""
        self.kept: Callable[[str], Capture | None] | None = None
        """Asked, in the writer's thread, for the capture of an earlier run that keeps a payload digest. Set when the
        spider opens, at the latest. The last payloads of this run are known without it."""
        self.handlers: list[Any] = []
        """The download handlers that record here, one for each scheme."""
        self._crawler = crawler
        self._stats = crawler.stats
        self._listeners: list[Listener] = []
        self._failure_listeners: list[Callable[[ArchiveError], None]] = []
        self._queue_bytes = settings.getint("CAPTURE_QUEUE_BYTES", 64 << 20)
        self._reserve = settings.getint("CAPTURE_DISK_RESERVE", 64 << 20)
        self._require_exact = settings.getbool("CAPTURE_REQUIRE_EXACT", True)
        self._deduplicate = settings.getbool("CAPTURE_DEDUPLICATE", True)
        self._pending: dict[str, int] = {}
        self._pending_bytes = 0
        self._waiting: list[Deferred[None]] = []
        self._answered: set[Any] = set()
        self._this_run: OrderedDict[str, Capture] = OrderedDict()
        self._thread: WriterThread | None = None
        self._closed: Deferred[None] | None = None
        self._ended = False
        self._disk_checked_at = 0.0
        self._check_disk()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        recorder = cls(crawler)
        crawler.signals.connect(recorder._spider_opened, signals.spider_opened)
        crawler.signals.connect(recorder._response_downloaded, signals.response_downloaded)
        crawler.signals.connect(recorder._spider_closed, signals.spider_closed)
        return recorder

    def subscribe(self, listener: Listener, *, failed: Callable[[ArchiveError], None] | None = None) -> None:
        """Call *listener* in the reactor's thread for each exchange, after its records are flushed, in their order.

        *failed* is called once where the recording stops before its time: what was queued then is never told, so
        whoever waits for it must be let go.
        """
        self._listeners.append(listener)
        if failed is not None:
            self._failure_listeners.append(failed)

    def cut_short(self) -> None:
        """Break off all downloads under way (ExchangeCut); what came of them is kept as truncated."""
        for handler in self.handlers:
            handler.cut_short()

    @property
    def pending(self) -> int:
        """Exchanges that are kept but not yet told to the listeners."""
        return len(self._pending)

    @property
    def pending_bytes(self) -> int:
        """Bytes of the same."""
        return self._pending_bytes

    def check_running(self) -> None:
        """Raise CaptureFailed where nothing can be recorded: then nothing may be asked."""
        if self.error is not None:
            raise CaptureFailed(CLOSE_REASON)

    async def keep(self, exchanges: Sequence[Exchange], request: Any, *, answered: bool) -> tuple[str, ...]:
        """Queue *exchanges* of *request*; return their record ids. Waits while the queue is full.

        *answered* tells that a response goes to the spider: the canary then expects to see it. Raises CaptureFailed.
        """
        record_ids = []
        for exchange in exchanges:
            while self._pending_bytes > self._queue_bytes and self.error is None:
                self._stats.inc_value("capture/waits")
                room: Deferred[None] = Deferred()
                self._waiting.append(room)
                await maybe_deferred_to_future(room)
            self.check_running()
            record_ids.append(self._put(exchange, request))
        if answered and exchanges:
            self._answered.add(request)
        return tuple(record_ids)

    async def close(self) -> None:
        """Have everything written, told and sealed. Called when the spider closes; may be called before, and again."""
        if self._thread is None or self._ended:
            return
        if self._closed is None:
            self._closed = Deferred()
            self._thread.end()
        if not self._closed.called:
            done: Deferred[None] = Deferred()
            self._closed.chainDeferred(done)
            await maybe_deferred_to_future(done)

    def fail(self, error: ArchiveError) -> None:
        """Stop the crawl because of *error*; nothing is downloaded any more."""
        if self.error is not None:
            return
        self.error = error
        logger.error("the capture stopped: %s", error)
        self._stats.set_value("capture/error", str(error))
        self._wake()
        for told in self._failure_listeners:
            told(error)
        engine = self._crawler.engine
        if engine.spider is not None:
            _in_background(engine.close_spider_async(reason=CLOSE_REASON))

    def _put(self, exchange: Exchange, request: Any) -> str:
        if self._thread is None or self._closed is not None:
            raise CaptureFailed(CLOSE_REASON)
        record_id = f"urn:uuid:{uuid.uuid4()}"
        size = len(exchange.response) + (len(exchange.request) if exchange.request is not None else 0)
        known = request.meta.get("known_capture")
        not_modified = known if known is not None and known.url == exchange.url and _is_not_modified(exchange) else None
        self._pending[record_id] = size
        self._pending_bytes += size
        self._stats.inc_value("capture/exchanges")
        self._stats.inc_value("capture/bytes", size)
        if exchange.truncated is not None:
            self._stats.inc_value(f"capture/truncated/{exchange.truncated}")
        job = Job(exchange=exchange, record_id=record_id, not_modified_of=not_modified, request=request, size=size)
        self._thread.put(job)
        return record_id

    def _spider_opened(self, spider: Any) -> None:
        from twisted.internet import reactor

        self._thread = WriterThread(
            self._open_writer,
            landed=lambda written: reactor.callFromThread(self._landed, written),
            failed=lambda error: reactor.callFromThread(self.fail, error),
            ended=lambda: reactor.callFromThread(self._writer_ended),
            where=str(self.folder),
            before_batch=self._check_disk,
            wrote=self._remember,
        )
        self._thread.start()

    async def _spider_closed(self, spider: Any) -> None:
        await self.close()
        self._stats.set_value("capture/idle_bytes", sum(handler.idle_bytes for handler in self.handlers))

    def _response_downloaded(self, response: Any, request: Any) -> None:
        if request in self._answered:
            self._answered.discard(request)
            return
        self._stats.inc_value("capture/bypassed")
        if self._require_exact:
            self.fail(ArchiveError(f"{request.url}: a response came that was not recorded: some handler bypasses us"))

    # In the writer's thread:

    def _open_writer(self) -> Writer:
        return open_writer(self._crawler, self.folder, self._kept if self._deduplicate else None)

    def _kept(self, digest: str) -> Capture | None:
        found = self._this_run.get(digest)
        return self.kept(digest) if found is None and self.kept is not None else found

    def _remember(self, job: Job, capture: Capture) -> None:
        # Here and not when it has landed: the next job may hold the same picture.
        if capture.payload_digest is None or capture.mime == REVISIT or job.exchange.truncated is not None:
            return
        self._this_run[capture.payload_digest] = capture
        if len(self._this_run) > _REMEMBERED:
            self._this_run.popitem(last=False)

    def _check_disk(self) -> None:
        now = time.monotonic()
        if now - self._disk_checked_at < _DISK_SECONDS and self._disk_checked_at:
            return
        self._disk_checked_at = now
        free = shutil.disk_usage(self.folder).free
        if free < self._reserve:
            raise StorageError(self.folder, f"{free >> 20} MiB free, {self._reserve >> 20} MiB are kept in reserve")

    # In the reactor's thread again:

    def _landed(self, written: Sequence[Written]) -> None:
        for one in written:
            self._pending_bytes -= self._pending.pop(one.job.record_id)
            exchange, capture = one.job.exchange, one.capture
            self._stats.inc_value("capture/records")
            if capture.mime == REVISIT:
                self._stats.inc_value("capture/revisits")
            self._tell(Captured(capture=capture, exchange=exchange, request=one.job.request))
            exchange.response.close()
            if exchange.request is not None:
                exchange.request.close()
        self._wake()

    def _tell(self, captured: Captured) -> None:
        for listener in self._listeners:
            try:
                listener(captured)
            except ArchiveError as error:
                self.fail(error)
            except Exception:
                # One listener's fault must cost neither the others nor the capture.
                self._stats.inc_value("capture/listener_errors")
                logger.exception("%s: a listener of the recorder failed", captured.capture.url)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for room in waiting:
            room.callback(None)

    def _writer_ended(self) -> None:
        self._ended = True
        if self._closed is None:
            self._closed = Deferred()
        self._closed.callback(None)


def _is_not_modified(exchange: Exchange) -> bool:
    return exchange.response.start(12)[8:] == b" 304"


def _in_background(work: Any) -> None:
    from scrapy.utils.defer import deferred_from_coro

    deferred_from_coro(work).addErrback(lambda failure: logger.error("closing the spider failed: %s", failure.value))
