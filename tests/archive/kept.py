"""Collections made by hand: what was captured when, and which of it is an article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from archive.article.model import Article
from archive.collection import Collection
from archive.exchange import Exchange, Spool
from archive.store.articles import ArticleWriter
from archive.warc.capture import Capture
from archive.warc.index import merge
from archive.warc.writer import WarcWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One exchange of a collection made by hand."""

    url: str
    at: datetime
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headline: str | None = None
    """Of an article; None for everything else."""
    text: str = ""
    fields: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def day(number: int, month: int = 3, hour: int = 6) -> datetime:
    return datetime(2025, month, number, hour, 0, 0, 250_000, tzinfo=UTC)


def keep(root: Path, harvests: Sequence[Sequence[Kept]]) -> Collection:
    """Return a collection in *root*; each of *harvests* is one run with a WARC file of its own."""
    collection = Collection.create(root)
    payloads: dict[str, Capture] = {}
    for harvest in harvests:
        with WarcWriter(collection.warcs, info={"software": "tests"}, kept=payloads.get) as writer:
            captures = [writer.write(exchange_of(kept)) for kept in harvest]
        for capture in captures:
            if capture.payload_digest and capture.mime != "warc/revisit":
                payloads.setdefault(capture.payload_digest, capture)
        merge(collection.index, captures)
        with ArticleWriter(collection.articles) as articles:
            for kept, capture in zip(harvest, captures, strict=True):
                if kept.headline is not None:
                    articles.append(_article(kept, capture))
    return collection


def exchange_of(kept: Kept) -> Exchange:
    parts = urlsplit(kept.url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    head = [f"HTTP/1.1 {kept.status} Said", f"Content-Type: {kept.media_type}", *kept.fields]
    head.append(f"Content-Length: {len(kept.body)}")
    return Exchange(
        url=kept.url,
        request=Spool.of(request),
        response=Spool.of("\r\n".join(head).encode() + b"\r\n\r\n" + kept.body),
        captured_at=kept.at,
        address="127.0.0.1",
        protocol="http/1.1",
        notes=(("harvest", "made by hand"), *kept.notes),
    )


def _article(kept: Kept, capture: Capture) -> Article:
    return Article(
        id=sha256(kept.url.encode()).hexdigest()[:32],
        source=(urlsplit(kept.url).hostname or "").removeprefix("www."),
        url=kept.url,
        headline=kept.headline,
        text=kept.text,
        capture_time=kept.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        warc_file=capture.warc,
        warc_offset=capture.offset,
        warc_record_length=capture.length,
        revision=1,
    )
