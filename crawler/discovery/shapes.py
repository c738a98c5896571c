"""Shapes: how a site writes its articles' URLs, learned from pages that proved to be articles.

``/economia/2024/03/01/il-porto-riapre-10023.html`` has the shape ``/{name}/{date}/{slug}-{digits}.html``. A shape
that gave articles is trusted; one whose pages proved to be something else three times is dropped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.article.numbers import ENDING, HEX_ID
from archive.article.numbers import article_number as article_key
from crawler.discovery.words import ARTICLE, AUTHOR, CATEGORY, LISTING, TAG, TEXT, TOPICS

__all__ = ["Shapes", "article_key", "pattern_of", "shape_of"]

MAX_SHAPES = 500
"""Of one site: the least seen ones go first."""
MISSES_TO_DROP = 3
HITS_TO_TRUST = 2

_DATE = re.compile(r"^(?:19\d|20[0-4])\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?$")
# Where a slug ends: at the first sign of a run of them, and never before the first letter.
_GAP = r"(?:(?<=[^-_.,;~])|(?<=^.))[-_.,;~]+"
_NUMBER_END = re.compile(rf"(?P<gap>{_GAP}(?:[a-z]{{1,3}})?)\d{{3,}}$", re.IGNORECASE)
_NUMBER_START = re.compile(r"^(?P<id>\d{3,})(?P<gap>[-_.,;~]+)(?P<slug>.+)$")
_HEX_END = re.compile(rf"(?P<gap>{_GAP}){HEX_ID.pattern}", re.IGNORECASE)
_SPEAKING = ARTICLE | TEXT | CATEGORY | LISTING | TAG | TOPICS | AUTHOR


@lru_cache(maxsize=1024)
def shape_of(url: str) -> str:
    """Return the shape of *url*: its path with words, dates and numbers as placeholders, and its query's names.

    ``{name}`` is a folder or a slug of one or two words, ``{slug}`` one of three and more, ``{id}`` a hex number;
    ``{digits}`` and ``{date}``. Folders that speak (``tag``, ``article``, ``en``) stand as they are.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    segments = [s for s in unquote(parts.path).split("/") if s]
    folded: list[str] = []
    for i, segment in enumerate(segments):
        shape = _segment_shape(segment, last=i == len(segments) - 1)
        after_date = bool(folded) and folded[-1] == "{date}"
        if after_date and len(segment) < 3 and segment.isdigit() and i < len(segments) - 1:
            shape = "{date}"
        # 2024/03/01 and 2024/03 are one date; a site does not change how deep its dates are.
        if shape != "{date}" or not after_date:
            folded.append(shape)
    shape = "/" + "/".join(folded)
    if parts.path.endswith("/") and folded:
        shape += "/"
    if parts.query:
        shape += "?" + "&".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return shape


def _segment_shape(segment: str, *, last: bool) -> str:
    ending = ""
    if last and (found := ENDING.search(segment)):
        ending = found[0].lower()
        segment = segment[: found.start()]
    if _DATE.match(segment):
        shape = "{date}"
    elif segment.isdigit():
        shape = "{digits}"
    elif found := _HEX_END.search(segment):
        shape = _words(segment[: found.start()]) + found["gap"] + "{id}"
    elif HEX_ID.match(segment):
        shape = "{id}"
    elif found := _NUMBER_END.search(segment):
        shape = _words(segment[: found.start()]) + found["gap"].lower() + "{digits}"
    elif found := _NUMBER_START.match(segment):
        shape = "{digits}" + found["gap"] + _words(found["slug"])
    elif not last and (len(segment) <= 2 or segment.lower() in _SPEAKING):
        shape = segment  # a language, /a/ and /s/, /tag/: what tells the site's kinds of pages apart
    else:
        shape = _words(segment)
    return shape + ending


def _words(text: str) -> str:
    many = len([w for w in re.split(r"[-_+ .,]+", text) if w])
    return "{slug}" if many >= 3 or (many == 1 and len(text) > 24) else "{name}"


@dataclass(slots=True)
class _Seen:
    hits: int = 0
    misses: int = 0
    examples: list[str] = field(default_factory=list)


class Shapes:
    """The shapes of one site, with how often their pages were articles. Bounded."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def learn(self, url: str, *, article: bool) -> None:
        """Take note of a fetched page: it was an article, or it was not."""
        shape = shape_of(url)
        seen = self._seen.get(shape)
        if seen is None:
            if len(self._seen) >= MAX_SHAPES:
                least = min(self._seen, key=lambda s: self._seen[s].hits + self._seen[s].misses)
                del self._seen[least]
            seen = self._seen[shape] = _Seen()
        if article:
            seen.hits += 1
            if len(seen.examples) < 5 and url not in seen.examples:
                seen.examples.append(url)
        else:
            seen.misses += 1

    def says(self, url: str) -> bool | None:
        """Tell whether pages of this shape are articles; None where too few were seen, or they were both.

        False only where three and more were none and none was an article: one article keeps a shape alive.
        """
        seen = self._seen.get(shape_of(url))
        if seen is None:
            return None
        if not seen.hits:
            return False if seen.misses >= MISSES_TO_DROP else None
        if seen.hits >= HITS_TO_TRUST and seen.hits >= 4 * seen.misses:
            return True
        return None

    def trusted(self) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
        """Return the shapes whose pages are articles: shape, articles seen, examples; most seen first."""
        good = [(s, x.hits, tuple(x.examples)) for s, x in self._seen.items() if x.hits > x.misses]
        return tuple(sorted(good, key=lambda row: (-row[1], row[0])))

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, int, int]]) -> "Shapes":
        """Return the shapes that were kept as *rows* (examples are not kept)."""
        shapes = cls()
        for shape, hits, misses in rows:
            shapes._seen[shape] = _Seen(hits=hits, misses=misses)
        return shapes


def pattern_of(shape: str) -> str:
    """Return the regular expression (of a profile's ``allow``) that matches URLs of *shape*."""
    path, _, query = shape.partition("?")
    pattern = re.escape(path)
    for name, means in (
        ("{name}", r"[^/]+"),
        ("{slug}", r"[^/]+"),
        ("{digits}", r"\d+"),
        ("{date}", r"\d{4}(?:[-/]?\d{1,2}){0,2}"),
        ("{id}", r"[0-9a-fA-F-]{16,64}"),
    ):
        pattern = pattern.replace(re.escape(name), means)
    # Where a slug meets a number, the slug gives way: [^/]+-\d+ is linear enough for any URL that is looked at.
    return rf"^https?://[^/]+{pattern}" + (r"\?" if query else r"(?:[?#]|$)")
