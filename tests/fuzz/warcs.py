"""Real records to spoil: a file of our own writer with every kind of record that it writes."""

import gzip
import tempfile
import uuid
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from archive.exchange import Exchange, Spool
from archive.warc.capture import Capture  # noqa: TC001 (a local name has no type at run time)
from archive.warc.writer import WarcWriter

_DAY = datetime(2026, 11, 22, 15, 51, 53, tzinfo=UTC)
_PAGE = b"<!doctype html><title>Ponte</title><h1>Il ponte riapre</h1><p>" + b"Il ponte riapre lunedi. " * 30
_BODIES = (
    (b"text/html; charset=utf-8", b"", _PAGE),
    (b"text/html", b"Content-Encoding: gzip\r\n", gzip.compress(_PAGE, mtime=0)),
    (b"text/html", b"Transfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (len(_PAGE), _PAGE)),
    (b"image/png", b"", bytes(range(256)) * 8),
    (b"text/html; charset=utf-8", b"", _PAGE),
    (b"text/html", b"", b""),
)


@cache
def kept_warc(*, packed: bool = True) -> bytes:
    """Return the bytes of a WARC with warcinfo, responses, requests, metadata and revisits; plain unless *packed*."""
    kept: dict[str, Capture] = {}
    with tempfile.TemporaryDirectory(prefix="emeroteca-") as folder:
        writer = WarcWriter(Path(folder), info={"software": "emeroteca"}, kept=kept.get)
        for n, (kind, fields, body) in enumerate(_BODIES):
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n%b\r\n%b" % (kind, fields, body)
            exchange = Exchange(
                url=f"https://www.gazzetta.example/{n}",
                request=Spool.of(b"GET /%d HTTP/1.1\r\nHost: www.gazzetta.example\r\n\r\n" % n),
                response=Spool.of(answer),
                captured_at=_DAY + timedelta(seconds=n),
                address="192.0.2.7",
                truncated="disconnect" if n == 1 else None,
                notes=(("referrer", "https://www.gazzetta.example/"),),
            )
            capture = writer.write(exchange, record_id=f"urn:uuid:{uuid.UUID(int=n)}")
            if capture.payload_digest:
                kept.setdefault(capture.payload_digest, capture)
        writer.close()
        data = b"".join(path.read_bytes() for path in sorted(Path(folder).iterdir()))
    return data if packed else _unpacked(data)


def _unpacked(data: bytes) -> bytes:
    plain: list[bytes] = []
    while data:
        unpacker = zlib.decompressobj(31)
        plain.append(unpacker.decompress(data))
        data = unpacker.unused_data
    return b"".join(plain)
