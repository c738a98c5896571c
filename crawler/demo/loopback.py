"""Loopback: an HTTP/1.1 server on 127.0.0.1 for a newspaper that is a function of the request.

It does what a newspaper's server does: ETag and Last-Modified, 304 to who asks conditionally, gzip to who offers
it, chunked framing, redirects, keep-alive. Nothing that it answers depends on the machine's clock but the Date field.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from archive.replay.serving import QuietHandler, QuietServer, Serving

_CHUNK_BYTES = 1000
_GZIP_FROM_BYTES = 400
_PACKED = ("text/", "application/rss", "application/xml", "application/json", "image/svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, as far as an answer may depend on it."""

    method: str
    path: str
    """Path and query, as sent."""
    host: str
    """Host and port, as the client named them."""
    fields: tuple[tuple[str, str], ...]
    """The request's header fields in their order."""

    def get(self, name: str) -> str | None:
        """Return the first value of field *name*, whatever its case; None where it was not sent."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered, before coding and framing."""

    status: int = 200
    body: bytes = b""
    media_type: str | None = None
    """As it goes into Content-Type; None sends no such field."""
    modified_at: datetime | None = None
    """Last-Modified; None sends none. Aware."""
    etag: bool = True
    """Send an ETag made from the body."""
    chunked: bool = False
    """Frame the body in chunks, with no Content-Length."""
    at: datetime | None = None
    """What the Date field says, for a newspaper that has a clock of its own; None = the machine's clock. Aware."""
    fields: tuple[tuple[str, str], ...] = ()
    """More header fields: Location, Set-Cookie, Retry-After."""


Site = Callable[[Asked], Answer]
"""A newspaper: what it answers to each request. Called from several threads."""


def serve_site(site: Site, host: str = "127.0.0.1", port: int = 0) -> Serving:
    """Serve *site* in a thread of its own and return the running server; port 0 takes a free one.

    Raises OSError where the port is taken.
    """

    class Handler(_Handler):
        answer_of = staticmethod(site)

    return Serving(QuietServer((host, port), Handler))


class _Handler(QuietHandler):
    server_version = "Portico/1.0"
    timeout = 30
    # One segment for head and body: without it Nagle and delayed ACK cost 40 ms a page.
    wbufsize = -1
    disable_nagle_algorithm = True
    answer_of: Site

    def reply(self, *, with_body: bool) -> None:
        asked = Asked(
            method=self.command,
            path=self.path,
            host=self.headers.get("Host") or "",
            fields=tuple(self.headers.items()),
        )
        answer = type(self).answer_of(asked)
        packed = _wants_gzip(asked) and _may_pack(answer)
        etag = _etag(answer, packed=packed)
        if answer.status == HTTPStatus.OK and _is_current(asked, answer, etag):
            self._head(HTTPStatus.NOT_MODIFIED, answer, etag, packed=False)
            self.end_headers()
            self.wfile.flush()
            return
        # mtime=0: the same page gives the same bytes, so the same payload digest.
        body = gzip.compress(answer.body, 6, mtime=0) if packed else answer.body
        self._head(answer.status, answer, etag, packed=packed)
        if answer.media_type:
            self.send_header("Content-Type", answer.media_type)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            for piece in _chunks(body) if answer.chunked else (body,):
                self.wfile.write(piece)
        self.wfile.flush()

    def _head(self, status: int, answer: Answer, etag: str | None, *, packed: bool) -> None:
        self.send_response_only(status)
        self.send_header("Server", self.server_version)
        self.send_header("Date", format_datetime((answer.at or datetime.now(UTC)).astimezone(UTC), usegmt=True))
        if etag:
            self.send_header("ETag", etag)
        if answer.modified_at:
            self.send_header("Last-Modified", format_datetime(answer.modified_at.astimezone(UTC), usegmt=True))
        if packed or _may_pack(answer):
            self.send_header("Vary", "Accept-Encoding")
        for name, value in answer.fields:
            self.send_header(name, value)


def _wants_gzip(asked: Asked) -> bool:
    offered = (asked.get("Accept-Encoding") or "").lower()
    return any(item.strip() == "gzip" or item.strip().startswith("gzip;") for item in offered.split(","))


def _may_pack(answer: Answer) -> bool:
    return len(answer.body) >= _GZIP_FROM_BYTES and (answer.media_type or "").startswith(_PACKED)


def _etag(answer: Answer, *, packed: bool) -> str | None:
    if answer.status != HTTPStatus.OK or not answer.etag:
        return None
    mark = hashlib.sha1(answer.body).hexdigest()[:16]
    return f'"{mark}-gz"' if packed else f'"{mark}"'


def _is_current(asked: Asked, answer: Answer, etag: str | None) -> bool:
    """Tell whether the client holds this answer already (RFC 9110, 13.1: If-None-Match goes first)."""
    known = asked.get("If-None-Match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or etag in tags
    since = asked.get("If-Modified-Since")
    if since is None or answer.modified_at is None:
        return False
    try:
        return answer.modified_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _CHUNK_BYTES):
        piece = body[start : start + _CHUNK_BYTES]
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    yield b"0\r\n\r\n"
