"""The bytes as they cross the socket, both ways. With ``lenient`` the room that touches private names of Twisted.

Every request that a :class:`CapturePool` serves is recorded by the protocol that speaks it: what is written and what
is read, before Twisted parses a byte of it, and above TLS. Private names touched: ``_LenientHTTP11ClientProtocol``
and its ``_parser`` and ``_finishResponse``, ``_HTTP11ClientFactory``, ``HTTPConnectionPool._factory``,
``HTTP11DownloadHandler._pool``, ``endpoints._idnaBytes``, and ``_newclient.Request`` (for the self-test).
``crawler.capture.selftest`` runs at start-up and refuses to go on where one of them has changed its ways.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientProtocol
from twisted.internet import endpoints
from twisted.internet.error import ConnectionAborted, ConnectionDone
from twisted.internet.interfaces import ISSLTransport
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import HTTPConnectionPool, _HTTP11ClientFactory

from archive.exchange import Spool
from crawler.capture.lenient import LenientParser
from crawler.capture.limits import LimitName, Limits

HEAD_END = re.compile(rb"\r?\n\r?\n")
INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01\b)\d\d\b")

current: ContextVar["Attempts | None"] = ContextVar("attempts", default=None)
"""The attempts of the request that is being handed to Twisted. Read in the first, synchronous step only."""


class Tap:
    """What crossed one connection for one request: open from the first byte written until the message has ended."""

    __slots__ = (
        "_bodies",
        "_head",
        "_head_bytes",
        "_head_lines",
        "_limits",
        "address",
        "begun_at",
        "cipher",
        "close_reason",
        "complete",
        "cut",
        "drop",
        "open",
        "over",
        "received",
        "sent",
        "surplus",
    )

    def __init__(self, limits: Limits) -> None:
        self.begun_at = datetime.now(UTC)
        self.sent = Spool()
        self.received = Spool()
        self.open = True
        self.complete = False
        """True when the message has ended by its own framing, or by an orderly close where it has none."""
        self.surplus = 0
        """Bytes that came behind the end of the message. They are not in *received*."""
        self.over: tuple[LimitName, float] | None = None
        self.cut = False
        """True when we ourselves broke off, since the run ends."""
        self.drop: Callable[[], None] = lambda: None
        """Breaks the connection off."""
        self.close_reason: BaseException | None = None
        """Why the connection was lost while this tap was open; None where it was not."""
        self.address: str | None = None
        self.cipher: str | None = None
        self._limits = limits
        self._head: bytearray | None = bytearray()
        self._head_bytes = 0
        self._head_lines = 0
        self._bodies = 0

    def take(self, data: bytes) -> bool:
        """Record received *data*; False where it passes a limit: then the connection is to be dropped."""
        self.received.write(data)
        body = len(data) if self._head is None else self._watch_head(data)
        self._bodies += body
        if self.over is None and self._bodies > self._limits.wire_bytes:
            self.over = ("wire-bytes", self._limits.wire_bytes)
        return self.over is None

    def _watch_head(self, data: bytes) -> int:
        """Count the head's bytes and lines; return how many bytes of *data* lie behind it."""
        head = self._head
        assert head is not None  # noqa: S101 (the caller asks only while the head is open)
        searched = max(0, len(head) - 3)
        head += data
        while match := HEAD_END.search(head, searched):
            end = match.end()
            self._count(end, head.count(b"\n", 0, end))
            final = INTERIM.match(head) is None
            del head[:end]
            searched = 0
            if final:
                self._head = None
                return len(head)
        if self._head_bytes + len(head) > self._limits.head_bytes:
            self.over = ("head-bytes", self._limits.head_bytes)
        elif self._head_lines + head.count(b"\n") > self._limits.head_lines:
            self.over = ("head-lines", self._limits.head_lines)
        return 0

    def _count(self, size: int, lines: int) -> None:
        self._head_bytes += size
        self._head_lines += lines
        if self._head_bytes > self._limits.head_bytes:
            self.over = ("head-bytes", self._limits.head_bytes)
        elif self._head_lines > self._limits.head_lines:
            self.over = ("head-lines", self._limits.head_lines)


class Attempts:
    """All the taps of one Scrapy request: one, or two where Twisted sent it again on a new connection."""

    __slots__ = ("endpoint", "limits", "taps")

    def __init__(self, limits: Limits, endpoint: Callable[[Any], Any] | None = None) -> None:
        self.limits = limits
        self.endpoint = endpoint
        """Wraps the endpoint that would connect: the network guard."""
        self.taps: list[Tap] = []

    def begin(self) -> Tap:
        """Open the tap of one more attempt; raises ConnectionAborted where we ourselves broke the one before off."""
        if any(tap.over is not None for tap in self.taps):
            # Twisted takes a kept-alive connection that ends in the head for a stale one, and would ask again.
            raise ConnectionAborted
        self.close()
        tap = Tap(self.limits)
        self.taps.append(tap)
        return tap

    def close(self) -> None:
        """Stop recording: the request is answered, or given up."""
        for tap in self.taps:
            tap.open = False

    def cut_short(self) -> None:
        """Break off what is under way; what came is kept."""
        for tap in self.taps:
            if tap.open:
                tap.cut = True
                tap.drop()


class _Tee:
    """A transport that records what is written through it."""

    def __init__(self, transport: Any, tap: Tap) -> None:
        self._transport = transport
        self._tap = tap

    def write(self, data: bytes) -> None:
        self._tap.sent.write(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Any) -> None:  # noqa: N802 (Twisted's name)
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class RecordingProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's client protocol, recording."""

    _tap: Tap | None = None
    _spent = False
    _pool: "CapturePool | None" = None

    @property
    def state(self) -> str:
        """As Twisted's; a connection on which surplus bytes came counts as lost, so that it is not used again."""
        return "CONNECTION_LOST" if self._spent else str(self._state)

    def request(self, request: Any) -> Any:
        attempts: Attempts = request.attempts  # set by CapturePool; none: an error, since nothing would be recorded
        tap = attempts.begin()
        self._tap = tap
        tap.drop = self.transport.abortConnection
        tap.address = getattr(self.transport.getPeer(), "host", None)

        def write_to(transport: Any) -> Any:
            # Away with it once it is called: a request that holds what holds it would keep the whole answer in memory
            # until the garbage collector comes round.
            del request.writeTo
            return request.writeTo(_Tee(transport, tap))

        # On the request's own writeTo, since a CONNECT to a proxy and its password go through the same transport.
        request.writeTo = write_to
        answer = super().request(request)
        # As Scrapy puts its own parser in the place of Twisted's.
        self._parser.__class__ = LenientParser
        # Twisted drops a connection at a line of 16,384 bytes; Content-Security-Policy lines can be longer.
        self._parser.MAX_LENGTH = attempts.limits.head_bytes
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        tap = self._tap
        if tap is None or not tap.open:
            if self._pool is not None:
                self._pool.idle_bytes += len(data)
        else:
            if tap.cipher is None and ISSLTransport.providedBy(self.transport):
                # Not before: with TLS a request is written before the handshake has ended.
                handle = self.transport.getHandle()
                tap.cipher = f"{handle.get_protocol_version_name()} {handle.get_cipher_name()}"
            if not tap.take(data):
                self.transport.abortConnection()
                return
        super().dataReceived(data)

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 (Twisted's name)
        tap, self._tap = self._tap, None
        if tap is not None and tap.open:
            tap.complete = True
            tap.surplus = len(tap.received.chop(len(rest)))
            tap.open = False
        super()._finishResponse(rest)
        if rest:
            # What came behind this message could be taken for the answer to the next request.
            self._spent = True
            self.transport.loseConnection()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802 (Twisted's name)
        tap = self._tap
        if tap is not None and tap.open:
            # Before Twisted is told: it may end a message that only the close delimits.
            tap.close_reason = reason.value
        super().connectionLost(reason)


class _RecordingFactory(_HTTP11ClientFactory):
    noisy = False

    def __init__(self, pool: "CapturePool | None", quiescent: Callable[[Any], None], metadata: Any) -> None:
        super().__init__(quiescent, metadata)
        self._recording_pool = pool

    def buildProtocol(self, addr: Any) -> RecordingProtocol:  # noqa: N802 (Twisted's name)
        protocol = RecordingProtocol(self._quiescentCallback)
        protocol._pool = self._recording_pool
        return protocol


class _Marking:
    """A connection that tells the request by whom it is recorded; the mark survives Twisted's own resending."""

    def __init__(self, connection: Any, attempts: Attempts) -> None:
        self._connection = connection
        self._attempts = attempts

    def request(self, request: Any) -> Any:
        request.attempts = self._attempts
        return self._connection.request(request)


class CapturePool(HTTPConnectionPool):
    """Twisted's pool of kept-alive connections, all of them recording."""

    def __init__(self, reactor: Any, max_per_host: int) -> None:
        super().__init__(reactor, persistent=True)
        self.maxPersistentPerHost = max_per_host
        self.idle_bytes = 0
        """Bytes that came on connections where nothing was asked; dropped."""
        self._factory = partial(_RecordingFactory, self)

    def getConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802 (Twisted's name)
        attempts = current.get()
        if attempts is None:
            raise RuntimeError("a request reached the connection pool without a recorder")
        if attempts.endpoint is not None:
            endpoint = attempts.endpoint(endpoint)
        return super().getConnection(key, endpoint).addCallback(_Marking, attempts)


def made_request(method: bytes, path: bytes, headers: Any) -> Any:
    """Return the request object that Twisted's agent would make; for the self-test."""
    return TxRequest(method, path, headers, None, persistent=True)


def install_pool(handler: HTTP11DownloadHandler) -> CapturePool:
    """Put a recording pool in the place of the one that *handler* has made."""
    from twisted.internet import reactor

    pool = CapturePool(reactor, handler._pool.maxPersistentPerHost)
    handler._pool = pool
    encode = getattr(endpoints, "_idnaBytes", None)
    if encode is not None and not hasattr(encode, "cache_info"):
        # A host's name is put into IDNA for each request, on a kept-alive connection too: 25 us.
        endpoints._idnaBytes = lru_cache(maxsize=1024)(encode)
    return pool


def closed_orderly(reason: BaseException | None) -> bool:
    """True where the peer closed its side in order (FIN; with TLS: after a close_notify)."""
    return reason is None or isinstance(reason, ConnectionDone)
