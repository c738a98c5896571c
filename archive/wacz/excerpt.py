"""Excerpt: the captures that some sources and days of a collection need to be shown, wherever they lie.

A page of March may stand on a style sheet captured in January, since page requisites are kept once; and a revisit
stands on the capture that holds its payload. Both come along.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from archive.article.page import HTML_TYPES, Page
from archive.collection import Collection
from archive.errors import CollectionError, DamagedRecord, MessageError, UsageError
from archive.exchange import Exchange
from archive.http import decoded_body, read_head
from archive.urlkey import surt
from archive.warc import index
from archive.warc.capture import REVISIT, Capture
from archive.warc.reader import read_at

_COPY_BYTES = 1 << 20
_SOURCES_TOLD = 8

# What a page, a style sheet or a script names: too much is no harm, since only what was captured is taken.
_QUOTED = re.compile(r"""["'`]([^"'`<>\r\n]{1,4000})["'`]""")
_BARE = re.compile(r"""\b(?:src|href|poster|data-src)\s*=\s*([^\s"'<>`=]{1,2000})""", re.IGNORECASE)
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')\s]{1,2000})""", re.IGNORECASE)
_IN_FRAME = re.compile(r"""<(?:i?frame|amp-iframe)\b[^<>]*?\ssrc\s*=\s*["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_SRCSET_STEP = re.compile(r"(?<!\s)\s+[\d.]+[wx]\s*(?:,|$)|,\s+")
_RUN = ("javascript", "json")
_NAMING = ("css", "svg+xml", *_RUN)

_Named = tuple[str, bool]
"""A URL, and whether it stands in a frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which captures are asked for. Nothing set: all."""

    sources: tuple[str, ...] = ()
    """Ids of sources."""
    first_day: date | None = None
    """First day of capture, UTC."""
    last_day: date | None = None

    @property
    def everything(self) -> bool:
        return self == Wanted()

    def admits_day(self, capture: Capture) -> bool:
        """Tell whether *capture* is of the days asked for."""
        day = capture.captured_at.date()
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(slots=True, kw_only=True)
class Excerpt:
    """Chosen captures by WARC file and offset; filled by :func:`choose`."""

    collection: Collection
    chosen: dict[str, dict[int, Capture]] = field(default_factory=dict)
    starts: "dict[str, array[int]]" = field(default_factory=dict)
    """Offsets of all captures of each sealed WARC, chosen or not, sorted: an exchange ends where the next begins."""

    def take(self, capture: Capture) -> bool:
        """Choose *capture*; tell whether it is new, and lies in a sealed file."""
        if capture.warc not in self.starts or capture.offset in self.chosen.get(capture.warc, {}):
            return False
        self.chosen.setdefault(capture.warc, {})[capture.offset] = capture
        return True

    def captures(self) -> Iterator[Capture]:
        """Yield the chosen captures by file and offset."""
        for warc in sorted(self.chosen):
            for offset in sorted(self.chosen[warc]):
                yield self.chosen[warc][offset]

    def spans(self, warc: str) -> list[tuple[int, int]]:
        """Return the byte ranges of *warc* that the chosen exchanges take, its warcinfo in front.

        A capture's request and metadata records lie behind it, before the next capture.
        """
        starts = self.starts[warc]
        size = (self.collection.warcs / warc).stat().st_size
        spans = [(0, starts[0])] if starts[0] else []
        for offset in sorted(self.chosen[warc]):
            after = bisect_right(starts, offset)
            spans.append((offset, starts[after] if after < len(starts) else size))
        return spans

    def lines(self) -> list[bytes]:
        """Return the CDXJ lines of the excerpt, sorted, with the offsets that its own WARC files have."""
        lines = []
        for warc in sorted(self.chosen):
            at = 0
            for begin, end in self.spans(warc):
                capture = self.chosen[warc].get(begin)
                if capture is not None:
                    lines.append(replace(capture, offset=at).line())
                at += end - begin
        return sorted(lines)


def copy_spans(path: Path, spans: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """Yield the bytes of *path* in *spans*, in pieces."""
    with path.open("rb") as stream:
        for begin, end in spans:
            stream.seek(begin)
            left = end - begin
            while left > 0 and (piece := stream.read(min(left, _COPY_BYTES))):
                left -= len(piece)
                yield piece


def read_index(collection: Collection) -> Iterator[Capture]:
    """Yield the captures of the collection's index that lie in sealed files, in the index's order.

    Raises CollectionError at a damaged line: what it told of would be missing from the file.
    """

    def refused(number: int, problem: ValueError) -> None:
        way_out = f"`emeroteca index {collection.root} --rebuild` makes it anew"
        raise CollectionError(collection.index, f"line {number}: {problem}; {way_out}") from problem

    sealed = {path.name for path in collection.sealed()}
    for capture in index.read_index(collection.index, on_damage=refused):
        if capture.warc in sealed:
            yield capture


def read_capture(collection: Collection, capture: Capture) -> Exchange | None:
    """Return the exchange of *capture*; None where its record is damaged."""
    try:
        return read_at(collection.warcs / capture.warc, capture.offset, capture.length)[1]
    except DamagedRecord:
        return None


def choose(collection: Collection, wanted: Wanted, source_of: Callable[[str], str]) -> Excerpt:
    """Return the excerpt of *collection* that *wanted* asks for; raises UsageError where that is nothing."""
    excerpt = Excerpt(collection=collection)
    asked: list[Capture] = []
    sources: set[str] = set()
    posted: dict[str, list[Capture]] = {}
    for capture in read_index(collection):
        if capture.method is not None:
            posted.setdefault(surt(capture.url), []).append(capture)
        excerpt.starts.setdefault(capture.warc, array("Q")).append(capture.offset)
        if wanted.sources:
            sources.add(source := source_of(capture.url))
            if source not in wanted.sources:
                continue
        if wanted.admits_day(capture):
            asked.append(capture)
    for warc, starts in excerpt.starts.items():
        excerpt.starts[warc] = array("Q", sorted(starts))
    if not asked:
        known = f" (sources here: {', '.join(sorted(sources)[:_SOURCES_TOLD])})" if sources else ""
        raise UsageError(f"{collection.root}: nothing was captured of these sources and days{known}; nothing to pack")
    # Beside each capture the page that it stands on: what a script fetches is relative to that.
    waiting = [(capture, capture.url) for capture in asked if excerpt.take(capture)]
    originals = _originals(collection, {c.payload_digest for c in asked if c.mime == REVISIT})
    named: set[_Named] = set()
    while waiting:
        capture, page = waiting.pop()
        if capture.mime == REVISIT:
            needed = [_original(collection, capture, originals)]
        else:
            fresh = _names(collection, capture, page) - named
            named |= fresh
            needed = [_nearest(collection, name, capture) for name in fresh]
            if posted:
                needed += [c for url, _ in fresh for c in _answers(posted.get(surt(url), ()), capture)]
        taken = (c for c in needed if c is not None and excerpt.take(c))
        waiting += [(c, c.url if c.mime in HTML_TYPES else page) for c in taken]
        if any(c is not None and c.mime == REVISIT for c in needed):
            missing = {c.payload_digest for c in needed if c is not None and c.mime == REVISIT} - originals.keys()
            originals |= _originals(collection, missing)
    return excerpt


def _originals(collection: Collection, digests: set[str | None]) -> dict[str | None, Capture]:
    """Return the first capture that holds each of *digests*, one pass over the index."""
    found: dict[str | None, Capture] = {}
    if not digests - {None}:
        return found
    for capture in read_index(collection):
        if capture.payload_digest in digests and capture.mime != REVISIT:
            known = found.get(capture.payload_digest)
            if known is None or capture.captured_at < known.captured_at:
                found[capture.payload_digest] = capture
    return found


def _original(collection: Collection, revisit: Capture, originals: dict[str | None, Capture]) -> Capture | None:
    """Return the capture whose payload *revisit* stands for: by digest, else the last one of its URL before it."""
    if revisit.payload_digest in originals:
        return originals[revisit.payload_digest]
    before = [
        c
        for c in index.find(collection.index, revisit.url)
        if c.mime != REVISIT and c.captured_at <= revisit.captured_at and c.status == 200
    ]
    return max(before, key=lambda c: c.captured_at, default=None)


def _nearest(collection: Collection, name: _Named, page: Capture) -> Capture | None:
    """Return the capture of the page requisite *name* that is nearest in time to *page*; None for errors.

    None for pages as well, since every link is a name; but for those that stand in a frame.
    """
    url, in_frame = name
    captures = [
        c
        for c in index.find(collection.index, url)
        if (in_frame or c.mime not in HTML_TYPES) and (c.status or 200) < 400
    ]
    return min(captures, key=lambda c: abs(c.captured_at - page.captured_at), default=None)


def _answers(posted: Iterable[Capture], page: Capture) -> Iterable[Capture]:
    """Return of each request among *posted* (all to one URL, by another method than GET) the answer next to *page*."""
    nearest: dict[str, Capture] = {}
    for capture in sorted(posted, key=lambda c: abs(c.captured_at - page.captured_at)):
        nearest.setdefault(capture.urlkey, capture)
    return nearest.values()


def _names(collection: Collection, capture: Capture, page: str) -> set[_Named]:
    """Return the absolute URLs that a captured page, style sheet or script names, or redirects to."""
    mime = capture.mime or ""
    redirect = capture.status is not None and 300 <= capture.status < 400
    if not redirect and mime not in HTML_TYPES and not mime.endswith(_NAMING):
        return set()
    exchange = read_capture(collection, capture)
    if exchange is None:
        return set()
    try:
        if redirect:
            text, found = "", [read_head(exchange.response.start(1 << 16))[0].location or ""]
        else:
            text = _text_of(exchange, mime)
            found = list(named_in(text))
    except MessageError:
        return set()
    bases = {capture.url, page} if mime.endswith(_RUN) else {capture.url}
    names = {(url, False) for base in bases for name in found if (url := _absolute(base, name))}
    if mime in HTML_TYPES:
        names |= {(url, True) for name in framed_in(text) if (url := _absolute(capture.url, name))}
    return names


def _text_of(exchange: Exchange, mime: str) -> str:
    if mime in HTML_TYPES:
        return Page.of(exchange).html
    text = decoded_body(exchange.response.read()).data.decode("utf-8", "replace")
    return text.replace("\\/", "/") if mime.endswith(_RUN) else text


def named_in(text: str) -> Iterator[str]:
    """Yield what may be addresses in a page, style sheet or script, as they stand there."""
    for quoted in _QUOTED.findall(text):
        if " " in quoted:
            yield from _SRCSET_STEP.split(quoted)
        elif "/" in quoted or "." in quoted:
            yield quoted
    yield from _BARE.findall(text)
    # Style attributes write url(&quot;...&quot;).
    yield from _IN_CSS.findall(unescape(text) if "&quot;" in text else text)


def framed_in(html: str) -> list[str]:
    """Return the addresses of the frames of a page, as they stand there."""
    return _IN_FRAME.findall(html)


def _absolute(base: str, name: str) -> str | None:
    try:
        url = urljoin(base, unescape(name.strip())).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and " " not in url and url != base else None
