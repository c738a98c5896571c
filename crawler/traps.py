"""Traps: addresses that a site can make without end. Told by the URL alone, counted, never asked."""

from collections import Counter
from functools import lru_cache
from urllib.parse import urlsplit

MAX_URL_CHARACTERS = 2048
MAX_SEGMENTS = 20
"""Heritrix' TooManyPathSegments."""
MAX_REPEATS = 2
"""Heritrix' PathologicalPath: the same segment more often than this, one after the other or taking turns."""
MAX_QUERY_FIELDS = 12


# A site's pages carry the same links again and again.
@lru_cache(maxsize=1024)
def trap_reason(url: str) -> str | None:
    """Return why *url* looks like a crawler trap, or None.

    Reasons: ``url-length``, ``path-depth``, ``path-repeats``, ``query``.
    """
    if len(url) > MAX_URL_CHARACTERS:
        return "url-length"
    parts = urlsplit(url)
    segments = [s for s in parts.path.split("/") if s]
    if len(segments) > MAX_SEGMENTS:
        return "path-depth"
    # Dates repeat numbers (/2026/02/02/); only words that come again and again are a loop.
    words = Counter(s for s in segments if not s.isdigit())
    if any(number > MAX_REPEATS for number in words.values()):
        return "path-repeats"
    if parts.query.count("&") + parts.query.count(";") >= MAX_QUERY_FIELDS:
        return "query"
    return None
