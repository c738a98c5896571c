"""Excerpt: the captures that some sources and days of a collection need to be shown, wherever they lie.

A page of March may stand on a style sheet captured in January, since page requisites are kept once; and a revisit
stands on the capture that holds its payload. Both come along.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from archive.article.page import HTML_TYPES
from archive.collection import Collection
from archive.errors import CollectionError, DamagedRecord, MessageError, UsageError
from archive.exchange import Exchange
from archive.urlkey import surt
from archive.wacz.named import Named, may_name, read_named
from archive.warc import index
from archive.warc.capture import REVISIT, Capture
from archive.warc.reader import read_at

_COPY_BYTES = 1 << 20
_SOURCES_TOLD = 8


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
    _take_needed(excerpt, asked, posted)
    return excerpt


def _take_needed(excerpt: Excerpt, asked: list[Capture], posted: dict[str, list[Capture]]) -> None:
    """Choose *asked* and all that they stand on, step by step: sheet, imported sheet, font."""
    collection = excerpt.collection
    named: set[Named] = set()
    # Beside each capture the page that it stands on: what a script fetches is relative to that.
    step = [(capture, capture.url) for capture in asked if excerpt.take(capture)]
    while step:
        needed: list[tuple[Capture, str]] = []
        revisits: list[tuple[Capture, Capture]] = []
        for capture, page in step:
            if capture.mime == REVISIT:
                revisits.append((capture, _read_revisit(collection, capture)))
                continue
            fresh = _names(collection, capture, page) - named
            named |= fresh
            found = [_nearest(collection, name, capture) for name in fresh]
            if posted:
                found += [c for url, _ in fresh for c in _answers(posted.get(surt(url), ()), capture)]
            needed += ((c, page) for c in found if c is not None)
        needed += _originals(collection, revisits)
        step = [(c, c.url if c.mime in HTML_TYPES else page) for c, page in needed if excerpt.take(c)]


def _read_revisit(collection: Collection, revisit: Capture) -> Capture:
    """Return *revisit* with what its record says of its original; no index line does."""
    try:
        return read_at(collection.warcs / revisit.warc, revisit.offset, revisit.length)[0]
    except DamagedRecord:
        return revisit


def _originals(collection: Collection, revisits: list[tuple[Capture, Capture]]) -> Iterator[tuple[Capture, str]]:
    """Yield what each of *revisits* (as the index and as the record tells it) stands for, with its page.

    The very capture that the record names, since players look for that one; else the first one with its digest, all
    found in one pass over the index; else the last one of its URL before it.
    """
    unnamed: list[Capture] = []
    for line, record in revisits:
        original = _refers_to(collection, record)
        if original is not None:
            yield original, original.url
        else:
            unnamed.append(line)
    wanted = {one.payload_digest for one in unnamed} - {None}
    first: dict[str | None, Capture] = {}
    for capture in read_index(collection) if wanted else ():
        if capture.payload_digest in wanted and capture.mime != REVISIT:
            known = first.get(capture.payload_digest)
            if known is None or capture.captured_at < known.captured_at:
                first[capture.payload_digest] = capture
    for revisit in unnamed:
        original = first.get(revisit.payload_digest) or _last_before(collection, revisit)
        if original is not None:
            yield original, original.url


def _refers_to(collection: Collection, revisit: Capture) -> Capture | None:
    """Return the capture that *revisit* names by address and time; itself a revisit where somebody wrote so."""
    at = revisit.original_at
    if at is None:
        return None
    stamp = f"{at:%Y%m%d%H%M%S}"
    found = index.find(collection.index, revisit.original_url or revisit.url, at)
    same = [c for c in found if c.timestamp == stamp and revisit.payload_digest in (None, c.payload_digest)]
    return next((c for c in same if c.mime != REVISIT), None) or next(iter(same), None)


def _last_before(collection: Collection, revisit: Capture) -> Capture | None:
    before = [
        c
        for c in index.find(collection.index, revisit.url)
        if c.mime != REVISIT and c.captured_at <= revisit.captured_at and c.status == 200
    ]
    return max(before, key=lambda c: c.captured_at, default=None)


def _nearest(collection: Collection, name: Named, page: Capture) -> Capture | None:
    """Return the capture of the page requisite *name* that is nearest in time to *page*; None for errors.

    None for pages as well, since every link is a name; but for those that stand in a frame.
    """
    url, in_frame = name
    captures = [c for c in index.find(collection.index, url) if (c.status or 200) < 400]
    if not in_frame and any(_is_page(c) for c in captures):
        # Its revisits are the page again.
        captures = [c for c in captures if not _is_page(c) and c.mime != REVISIT]
    return min(captures, key=lambda c: abs(c.captured_at - page.captured_at), default=None)


def _is_page(capture: Capture) -> bool:
    """Tell whether *capture* is a page: no redirect, whatever its few words come as."""
    return capture.mime in HTML_TYPES and (capture.status or 200) < 300


def _answers(posted: Iterable[Capture], page: Capture) -> Iterable[Capture]:
    """Return of each request among *posted* (all to one URL, by another method than GET) the answer next to *page*."""
    nearest: dict[str, Capture] = {}
    for capture in sorted(posted, key=lambda c: abs(c.captured_at - page.captured_at)):
        nearest.setdefault(capture.urlkey, capture)
    return nearest.values()


def _names(collection: Collection, capture: Capture, page: str) -> set[Named]:
    """Return the absolute URLs that *capture* names, where it can."""
    exchange = read_capture(collection, capture) if may_name(capture) else None
    if exchange is None:
        return set()
    try:
        return read_named(capture, exchange, page)
    except MessageError:
        return set()
