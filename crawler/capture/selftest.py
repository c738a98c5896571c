"""The start-up test of the tap: a few exchanges over a transport in memory must come out byte for byte.

It costs a few milliseconds and keeps a changed Scrapy or Twisted from quietly spoiling an archive.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import scrapy
import twisted
from twisted.internet.protocol import Protocol
from twisted.python.failure import Failure
from twisted.web.http_headers import Headers

from archive.errors import UsageError
from crawler.capture import tap
from crawler.capture.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    name: str
    pieces: tuple[bytes, ...]
    """What the server writes, as the packets come."""
    surplus: int = 0
    complete: bool = True


_CASES = (
    _Case(
        name="chunked, with an extension and a trailer",
        pieces=(
            b"HTTP/1.1 200 OK\r\nX-caSe: \xe9\r\nx-Case:two \r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhel",
            b"lo\r\n0\r\nX-Trailer: 1\r\n",
            b"\r\n",
        ),
    ),
    _Case(
        name="two interim responses before the answer, folded field",
        pieces=(
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 404 Not Found\r\nX-Fold: one\r\n two\r\nContent-Length: 4\r\n\r\nbo",
            b"dy",
        ),
    ),
    _Case(name="bare line feeds, no body", pieces=(b"HTTP/1.1 304 Not Modified\nETag: x\nno colon\n\n",)),
    _Case(
        name="bytes behind the end of the message",
        pieces=(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokSURPLUS",),
        surplus=7,
    ),
)
_LAST = _Case(
    name="a body cut by the close", pieces=(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",), complete=False
)


def prove_exact() -> None:
    """Raise UsageError where the tap does not record exactly what crossed the wire."""
    try:
        _kept_alive(_CASES)
        _kept_alive((_LAST,))
    except _NotExactError as fault:
        problem = str(fault)
    except (AttributeError, TypeError, LookupError) as fault:
        # A private name that the tap stands on is gone, or takes other arguments.
        problem = f"{type(fault).__name__}: {fault}"
    else:
        return
    versions = f"Scrapy {scrapy.__version__} and Twisted {twisted.__version__}"
    raise UsageError(
        f"the capture is not byte-exact with {versions} ({problem}); install versions that emeroteca names"
    )


class _NotExactError(Exception):
    pass


def _kept_alive(cases: tuple[_Case, ...]) -> None:
    protocol: tap.RecordingProtocol | None = None
    for number, case in enumerate(cases):
        if protocol is None:
            protocol = tap.RecordingProtocol(lambda _: None)
            transport = _Transport()
            protocol.makeConnection(transport)
        transport.written.clear()
        attempts = tap.Attempts(Limits())
        request = tap.made_request(b"GET", b"/%d" % number, Headers({b"Host": [b"h"], b"X-oDD": [b"1"]}))
        request.attempts = attempts
        answer = protocol.request(request)
        answer.addCallbacks(lambda response: response.deliverBody(_Deaf()), lambda _: None)
        for piece in case.pieces:
            protocol.dataReceived(piece)
        if not case.complete:
            protocol.connectionLost(Failure(ConnectionError()))
        _compare(case, attempts, bytes(transport.written))
        if transport.disconnecting:
            protocol = None


class _Transport:
    """A connection in memory. Twisted's own for tests brings its whole test runner along, and doctest with it."""

    def __init__(self) -> None:
        self.written = bytearray()
        self.disconnecting = False

    def write(self, data: bytes) -> None:
        self.written += data

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 (Twisted's name)
        self.write(b"".join(pieces))

    def loseConnection(self) -> None:  # noqa: N802 (Twisted's name)
        self.disconnecting = True

    abortConnection = loseConnection  # noqa: N815 (Twisted's name)

    def getPeer(self) -> None:  # noqa: N802 (Twisted's name)
        return None

    def resumeProducing(self) -> None:  # noqa: N802 (Twisted's name)
        """Nothing waits here."""

    pauseProducing = stopProducing = resumeProducing  # noqa: N815 (Twisted's names)


class _Deaf(Protocol):
    """Reads a body to its end and keeps none of it."""


def _compare(case: _Case, attempts: tap.Attempts, written: bytes) -> None:
    if len(attempts.taps) != 1:
        raise _NotExactError(f"{case.name}: {len(attempts.taps)} attempts recorded")
    (seen,) = attempts.taps
    came = b"".join(case.pieces)
    if seen.received.read() != came[: len(came) - case.surplus]:
        raise _NotExactError(f"{case.name}: other bytes recorded than received")
    if not written or seen.sent.read() != written:
        raise _NotExactError(f"{case.name}: other bytes recorded than sent")
    if seen.complete is not case.complete or seen.surplus != case.surplus:
        raise _NotExactError(f"{case.name}: the end of the message was not seen")
