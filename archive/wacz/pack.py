"""Pack a collection, or some sources and days of it, as one WACZ file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from archive import __version__
from archive.collection import Collection
from archive.errors import CollectionError, UsageError
from archive.sources.catalogue import Catalogue
from archive.store.articles import read_articles
from archive.wacz.bundle import Bundle
from archive.wacz.excerpt import Excerpt, Wanted, choose, copy_spans, read_capture, read_index
from archive.wacz.pages import PageLine, article_line, header, other_pages
from archive.warc.capture import Capture
from archive.warc.index import update


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What went into a WACZ."""

    path: Path
    articles: int
    """Page lines with text: revisions of articles."""
    other_pages: int
    captures: int
    warcs: int
    size_bytes: int


def bring_index_up_to_date(collection: Collection) -> bool:
    """Add to the CDXJ what it lacks, where it is missing or older than a WARC; tell whether anything was added.

    Raises CollectionLocked where that is so and a run is under way, which writes the index itself at its end.
    """
    newest = collection.newest_ns()
    if not newest:
        raise UsageError(f"{collection.root}: holds no sealed WARC file yet; crawl first")
    if collection.index.exists() and collection.index.stat().st_mtime_ns >= newest:
        return False
    with collection.locked():
        return update(collection) != 0


def pack(
    collection: Collection,
    output: Path,
    wanted: Wanted | None = None,
    *,
    created_at: datetime,
    title: str | None = None,
    description: str | None = None,
) -> Packed:
    """Write *output* and return what went in; *created_at* (aware) is what the file says of itself.

    WARC records are copied byte for byte. Raises UsageError where nothing is there to pack, StorageError where the
    file cannot be written, CollectionLocked where the index lacks what a run has sealed that is still under way; in any
    case no file is left behind.
    """
    bring_index_up_to_date(collection)
    catalogue = Catalogue.of_folder(collection.sources)
    wanted = wanted or Wanted()
    excerpt = None if wanted.everything else choose(collection, wanted, lambda url: catalogue.find(url).id)
    with Bundle(output, created_at=created_at) as bundle:
        warcs = _add_warcs(bundle, collection, excerpt)
        lines = _index_lines(collection) if excerpt is None else _once(excerpt.lines())
        captures = bundle.add_index(lines)
        articles, others = _Counted(), _Counted()
        known: set[tuple[str, str]] = set()
        told = _article_lines(collection, excerpt, wanted, known)
        bundle.add("pages/pages.jsonl", _page_list("pages", "Articles", articles.of(told), text=True), deflate=True)
        shown = read_index(collection) if excerpt is None else excerpt.captures()
        rest = other_pages(shown, known, lambda capture: read_capture(collection, capture))
        # ReplayWeb.page 2.5 searches this list alone where it stands: the articles' words must be in it, too.
        again = _article_lines(collection, excerpt, wanted, set())
        searched = chain(others.of(rest), again)
        extra = _page_list("extra", "Other pages, and the articles again for search", searched, text=True)
        bundle.add("pages/extraPages.jsonl", extra, deflate=True)
        bundle.finish(
            title=title or collection.name,
            description=description,
            home=others.home or articles.home,
            software=f"emeroteca {__version__}",
        )
    return Packed(
        path=output,
        articles=articles.count,
        other_pages=others.count,
        captures=captures,
        warcs=warcs,
        size_bytes=output.stat().st_size,
    )


class _Counted:
    """Counts page lines that go by, and keeps the one to open at: the shortest path, and of it the newest."""

    def __init__(self) -> None:
        self.count = 0
        self._home: tuple[int, str, str] | None = None

    @property
    def home(self) -> tuple[str, str] | None:
        return (self._home[2], self._home[1]) if self._home else None

    def of(self, lines: Iterable[PageLine]) -> Iterator[PageLine]:
        for line in lines:
            self.count += 1
            rank = (-len(urlsplit(line.url).path), line.at, line.url)
            self._home = max(self._home or rank, rank)
            yield line


def _add_warcs(bundle: Bundle, collection: Collection, excerpt: Excerpt | None) -> int:
    if excerpt is None:
        sealed = collection.sealed()
        for path in sealed:
            bundle.add(f"archive/{path.name}", copy_spans(path, [(0, path.stat().st_size)]))
        return len(sealed)
    for warc in sorted(excerpt.chosen):
        bundle.add(f"archive/{warc}", copy_spans(collection.warcs / warc, excerpt.spans(warc)))
    return len(excerpt.chosen)


def _article_lines(
    collection: Collection, excerpt: Excerpt | None, wanted: Wanted, known: set[tuple[str, str]]
) -> Iterator[PageLine]:
    """Yield the lines of all revisions whose captures are in, and put their URLs and times into *known*."""
    sealed = {path.name for path in collection.sealed()}
    for article in read_articles(collection):
        line = article_line(article)
        if line is None or article.warc_file not in sealed or (line.url, line.at) in known:
            continue
        if excerpt is not None and not _holds(excerpt, article.warc_file, article.warc_offset):
            continue
        if wanted.sources and article.source not in wanted.sources:
            continue
        known.add((line.url, line.at))
        yield line


def _holds(excerpt: Excerpt, warc: str | None, offset: int | None) -> bool:
    return warc is not None and offset is not None and offset in excerpt.chosen.get(warc, {})


def _page_list(list_id: str, title: str, lines: Iterable[PageLine], *, text: bool = False) -> Iterator[bytes]:
    yield header(list_id, title, has_text=text)
    for line in lines:
        yield line.line()


def _index_lines(collection: Collection) -> Iterator[bytes]:
    """Yield the index's own lines, without those of files that are not sealed."""
    sealed = {path.name for path in collection.sealed()}
    with collection.index.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                capture = Capture.from_line(line)
            except ValueError as error:
                problem = f"line {number}: {error}; `emeroteca index {collection.root} --rebuild` makes it anew"
                raise CollectionError(collection.index, problem) from error
            if capture.warc in sealed:
                yield line


def _once(lines: list[bytes]) -> Iterator[bytes]:
    """Yield sorted *lines* without repetition."""
    yield from lines[:1]
    yield from (after for before, after in pairwise(lines) if after != before)
