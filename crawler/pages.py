"""A page as the frontier knows it: what was found, what is due, the key and the host that it is known by."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from archive.urlkey import canonical_url

Kind = Literal["section", "page", "feed", "sitemap", "article", "requisite"]
"""``page`` = a further page of a section's pagination: walked, never scheduled by itself."""

# As nearly all are; urlsplit takes ten times as long.
_PLAIN_HOST = re.compile(r"https?://([A-Za-z0-9.:_-]+)(?=[/?#]|\Z)")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A URL that a page, feed or sitemap named."""

    url: str
    kind: Kind
    referrer: str | None = None
    depth: int = 0
    unsure: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    """Facts to keep with the capture: ``feed-title``, ``feed-date``, ``sitemap-lastmod``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A row of the frontier, handed out to be fetched."""

    key: int
    url: str
    source: str
    host: str
    kind: Kind
    depth: int
    misses: int
    fetched_at: int | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    record_id: str | None
    captured_at: str | None
    referrer: str | None
    notes: tuple[tuple[str, str], ...]


DUE_COLUMNS = (
    "hash, url, source, host, kind, depth, misses, fetched_at, etag, last_modified, digest, record_id, captured_at,"
    " referrer, notes"
)


def due_of(row: tuple[object, ...]) -> Due:
    """Return what a row of DUE_COLUMNS says."""
    *plain, notes = row
    fields: dict[str, object] = dict(zip(DUE_COLUMNS.replace("hash", "key").split(", "), plain, strict=False))
    pairs = tuple((a, b) for a, b in msgspec.json.decode(notes)) if isinstance(notes, str) else ()
    return Due(**fields, notes=pairs)  # type: ignore[arg-type]  # columns of our own table, in their order


def page_key(url: str, strip: Sequence[str] = ()) -> int:
    """Return 64 bits that stand for the page of *url*: its canonical form, hashed."""
    digest = hashlib.blake2b(canonical_url(url, strip).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def is_front(url: str) -> bool:
    """Tell whether *url* is a site's front page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def host_of(url: str) -> str:
    """Return ``host:port`` as it stands in *url*, lower case: what politeness counts by."""
    plain = _PLAIN_HOST.match(url)
    return plain[1].lower() if plain else urlsplit(url).netloc.rpartition("@")[2].lower()
