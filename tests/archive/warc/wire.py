"""Exchanges as they may cross the wire, and WARC records as foreign writers make them."""

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import DamagedRecord
from archive.exchange import Exchange, Spool, Truncation
from archive.warc.capture import Capture
from archive.warc.reader import read_exchanges
from archive.warc.writer import WarcWriter

START = datetime(2026, 3, 29, 0, 59, 59, 250_000, tzinfo=UTC)
PAGE = "<!doctype html><title>Il mercato</title><p>Città e perché, in chiaro.</p>".encode() * 40
URL = "http://www.example.org/news/1"

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def chunked(body: bytes, size: int = 40, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return *body* in chunks of *size*."""
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


def ok(body: bytes = PAGE, *fields: bytes) -> bytes:
    """Return a plain 200 with *body*."""
    return _HEAD + b"".join(field + b"\r\n" for field in fields) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def ok_chunked(body: bytes = PAGE, size: int = 40, *fields: bytes) -> bytes:
    """Return a 200 with *body* in chunks."""
    head = _HEAD + b"".join(field + b"\r\n" for field in fields)
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(body, size)


def asked(url: str, *fields: bytes) -> bytes:
    """Return a GET request for *url*."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = (f"GET {target} HTTP/1.1".encode(), f"Host: {parts.netloc}".encode(), *fields)
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def exchange(
    response: bytes | Spool,
    url: str = URL,
    *,
    request: bytes | None = None,
    second: float = 0,
    truncated: Truncation | None = None,
    notes: tuple[tuple[str, str], ...] = (),
    address: str | None = "127.0.0.1",
) -> Exchange:
    """Return an exchange begun *second* seconds after START."""
    return Exchange(
        url=url,
        request=Spool.of(asked(url) if request is None else request),
        response=response if isinstance(response, Spool) else Spool.of(response),
        captured_at=START + timedelta(seconds=second),
        address=address,
        protocol="http/1.1",
        truncated=truncated,
        notes=notes,
    )


def written(folder: Path, exchanges: Iterable[Exchange]) -> tuple[Path, list[Capture]]:
    """Write *exchanges* to one WARC of *folder*; return it and what the writer gave."""
    with WarcWriter(folder, info={"operator": "tests", "robots": "obey"}) as writer:
        captures = [writer.write(one) for one in exchanges]
    return folder / captures[0].warc, captures


def read(path: Path) -> tuple[list[tuple[Capture, Exchange]], list[DamagedRecord]]:
    """Return what can be read of *path*, and what was damaged."""
    damages: list[DamagedRecord] = []
    return list(read_exchanges(path, on_damage=damages.append)), damages


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def foreign(kind: str, block: bytes, *fields: tuple[str, str], version: str = "1.0", url: str | None = URL) -> bytes:
    """Return one plain WARC record as some other writer makes it; a field given twice replaces the first."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Date": "2019-12-01T10:20:30Z",
        "Content-Length": str(len(block)),
    }
    if url is not None:
        head["WARC-Target-URI"] = url
    lines = [f"{name}: {value}" for name, value in head.items() if name not in dict(fields)]
    lines += [f"{name}: {value}" for name, value in fields]
    return f"WARC/{version}\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def members(*records: bytes) -> bytes:
    """Return *records* as a gzip member each."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)
