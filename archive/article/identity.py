"""Which article it is, and whether its words changed: id and content hash."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.article.lines import on_one_line
from archive.sources.profile import Source
from archive.urlkey import canonical_url, registrable_domain


def article_key(source: Source, *, url: str, declared: str | None) -> str:
    """Return the key under which two captures are the same article.

    The id in the URL where the profile says how to find it; else the declared canonical URL where it lies on the
    same site and is no front page; else the URL.
    """
    if source.article_id:
        for candidate in (url, declared):
            found = re.search(source.article_id, candidate) if candidate else None
            if found is not None and "id" in found.groupdict() and found["id"]:
                return found["id"]
    if declared and may_stand_for(declared, url):
        return canonical_url(declared, source.strip_query)
    return canonical_url(url, source.strip_query)


def may_stand_for(declared: str, url: str) -> bool:
    """Tell whether a declared canonical URL may be believed: same site; not the front page of a page that is none."""
    ours, theirs = urlsplit(url), urlsplit(declared)
    if registrable_domain(ours.hostname or "") != registrable_domain(theirs.hostname or ""):
        return False
    return not (theirs.path in ("", "/") and not theirs.query and ours.path not in ("", "/"))


def article_id(source: Source, key: str) -> str:
    """Return the article's id: 32 hex of SHA-256 over the source's id and the article's key."""
    return hashlib.sha256(f"{source.id}\n{key}".encode()).hexdigest()[:32]


def content_hash(parts: Iterable[str | None]) -> str:
    """Return ``sha256:`` of *parts* (kicker, headline, standfirst, body text), normalised.

    NFKC, white space folded, quotes and dashes made plain: a changed template or typographer moves nothing.
    """
    digest = hashlib.sha256()
    for part in parts:
        text = part or ""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
            for typographic, plain in _PLAIN.items():
                text = text.replace(typographic, plain)
        digest.update(on_one_line(text).encode("utf-8", "replace") + b"\0")
    return f"sha256:{digest.hexdigest()}"


_PLAIN = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "\u00ad": "",
    "\u200b": "",
}
