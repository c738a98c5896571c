"""From WARC files to article lines, page by page, by record offset: what ``emeroteca extract`` does.

The parent process only walks over the records; a worker process reads its record again from the file, so that no
page crosses a pipe and two workers do twice the work. Lines come back in the order of the records.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError, DamagedRecord
from archive.exchange import Exchange
from archive.reading import REQUISITE_OF, read_exchange
from archive.sources.catalogue import Catalogue
from archive.store.articles import encode_line
from archive.warc.capture import REVISIT, Capture
from archive.warc.origins import Origins, Place
from archive.warc.reader import read_at, read_exchanges
from archive.warc.revisit import restored
from archive.workers import pool_of

_NO_PAGES = ("image/", "video/", "audio/", "font/", "text/css", "text/dns", "application/json", "application/pdf")
"""Media types that never hold a page: not worth a worker's time. Others are looked at: servers mislabel pages."""
_NO_PAGE_TYPES = frozenset(
    ("application/javascript", "text/javascript", "application/x-javascript", "application/rss+xml", "application/zip")
)
_UNKNOWN = "revisit of an unknown record (name the file that holds it before this one)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One record to read. Small: it crosses a pipe."""

    path: str
    capture: Capture
    payload: Place | None = None
    """Of a revisit: where the record lies that holds its payload."""
    exchange: Exchange | None = None
    """Where the record shares its gzip member with others, so that it cannot be read again by its place: what it
    holds. It crosses the pipe then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every worker must know."""

    catalogue: Catalogue
    all_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one record."""

    url: str
    line: bytes | None = None
    """The article's JSON line; None where the page holds none."""
    page: bool = True
    """It was an HTML page."""
    problem: str | None = None
    """Why it could not be read, with file and offset; None where it could."""


def find_jobs(paths: Iterable[Path], *, on_damage: Callable[[DamagedRecord], None]) -> Iterator[Job]:
    """Yield a job for every record of *paths*, in their order, that may hold a page; revisits with their payload.

    A revisit of a page whose payload is in none of the records before it is reported as damaged: its words are
    nowhere. What our crawls fetched for another page (a frame) is none by itself.
    """
    with Origins() as origins:
        for path in paths:
            yield from _jobs_of(path, origins, on_damage)


def _jobs_of(path: Path, origins: Origins, on_damage: Callable[[DamagedRecord], None]) -> Iterator[Job]:
    for capture, exchange in read_exchanges(path, on_damage=on_damage):
        if REQUISITE_OF in dict(exchange.notes):
            origins.pass_over(capture)
            continue
        held = None if capture.length else exchange
        if capture.mime == REVISIT:
            origin = origins.find(capture)
            if origin is not None:
                yield Job(path=str(path), capture=capture, payload=origin, exchange=held)
            elif (
                capture.status in (200, None)
                and not origins.passed_over(capture)
                and _may_be_page(exchange.media_type())
            ):
                on_damage(DamagedRecord(path.name, capture.offset, f"{capture.url}: {_UNKNOWN}"))
            continue
        if capture.status != 200 or not _may_be_page(capture.mime):
            origins.pass_over(capture)
            continue
        origins.add(str(path), capture)
        yield Job(path=str(path), capture=capture, exchange=held)


def _may_be_page(mime: str | None) -> bool:
    return mime is None or not (mime.startswith(_NO_PAGES) or mime in _NO_PAGE_TYPES)


_setup = Setup(catalogue=Catalogue())


def prepare(setup: Setup) -> None:
    """Make the profiles known in a worker process (see archive.workers)."""
    global _setup  # noqa: PLW0603 (one process, one setup)
    _setup = setup


def read_job(job: Job) -> Result:
    """Read one record in a worker process, from its file."""
    url = job.capture.url
    try:
        exchange = _exchange_of(job)
    except DamagedRecord as error:
        return Result(url=url, page=False, problem=str(error))
    except (ArchiveError, OSError) as error:
        where = f"{Path(job.path).name}: record at byte {job.capture.offset}"
        return Result(url=url, page=False, problem=f"{where}: {error}")
    reading = read_exchange(job.capture, exchange, _setup.catalogue.find(url), all_pages=_setup.all_pages)
    line = None if reading.article is None else encode_line(reading.article)
    return Result(url=url, line=line, page=reading.is_page)


def _exchange_of(job: Job) -> Exchange:
    """Return the exchange of *job*; of a revisit, with the payload of the record that it names."""
    exchange = job.exchange
    if exchange is None:
        _, exchange = read_at(Path(job.path), job.capture.offset, job.capture.length)
    if job.payload is None:
        return exchange
    path, offset, length = job.payload
    _, origin = read_at(Path(path), offset, length)
    return restored(exchange, origin)


def read_lines(
    paths: Iterable[Path],
    setup: Setup,
    *,
    workers: int,
    timeout_seconds: float,
    on_damage: Callable[[DamagedRecord], None],
) -> Iterator[Result]:
    """Yield a result for every record that may hold a page, in the order of the records.

    With *workers* 0 everything happens in this process, and no page can be stopped for its time.
    """
    pool = pool_of("archive.extraction:read_job", workers, setup=setup, timeout_seconds=timeout_seconds)
    try:
        for outcome in pool.ordered(find_jobs(paths, on_damage=on_damage), ahead=32 * workers):
            if outcome.result is not None:
                yield outcome.result
                continue
            capture = outcome.job.capture
            where = f"{Path(outcome.job.path).name}: record at byte {capture.offset}"
            yield Result(url=capture.url, problem=f"{where}: {capture.url}: {outcome.problem}")
    finally:
        pool.close()
