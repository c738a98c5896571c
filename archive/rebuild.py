"""Rebuild: from the WARCs alone to index, articles and versions. And the same in small, after a kill.

The road is the crawl's own: reader -> archive.reading -> archive.ledger, in the order of the records.
"""

import hashlib
import queue
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import DamagedRecord
from archive.exchange import Exchange
from archive.ledger import Entry, Ledger, other_readers
from archive.reading import Reading
from archive.signals import handled_by
from archive.sources.catalogue import Catalogue
from archive.stamp import stamp
from archive.store import swap
from archive.store.articles import ArticleWriter, encode_line, read_articles
from archive.store.healing import ended_well, heal_torn_lines, may_be_torn
from archive.store.state import State, set_aside
from archive.warc import index
from archive.warc.capture import REVISIT, Capture
from archive.warc.file import OPEN
from archive.warc.reader import read_exchanges
from archive.warc.revisit import resolve
from archive.workers import Outcome, Pool, WorkerPool, pool_of

_AHEAD = 64


@dataclass(slots=True, kw_only=True)
class Report:
    """What a recovery or rebuild did, and what it could not read."""

    captures: int = 0
    articles: int = 0
    """Article lines written."""
    problems: int = 0
    """Records and pages that could not be read."""
    lines: list[str] = field(default_factory=list)
    """What is worth telling, a line each."""

    def damaged(self, damage: DamagedRecord) -> None:
        self.problem(str(damage))

    def problem(self, line: str) -> None:
        self.problems += 1
        self.lines.append(line)


Recalled = Callable[[Capture, Exchange, Entry], None]


def recover(
    collection: Collection,
    state: State,
    *,
    pool: WorkerPool | None,
    recalled: Recalled | None = None,
) -> Report:
    """Put right what a killed run left: cut and seal its WARCs, heal torn lines, read what had not been read.

    A rebuild that was killed while it put its lines in their place is finished.

    Does nothing where the last run ended well. With no *pool* (capture only) captures wait for a later run.
    *recalled* is told each capture of a WARC that state had not caught up with, and what it became.
    """
    report = Report()
    swap.finish(collection, state)
    swap.sweep(collection)
    for path in collection.unsealed():
        seal_stale(path, report)
    for path, torn_bytes in heal_torn_lines(may_be_torn(state, collection.articles)):
        report.lines.append(f"{path}: {torn_bytes} bytes of a torn last line were cut")
    done = {name for (name,) in state.read("SELECT name FROM warcs")}
    sealed = collection.sealed()
    behind = [path for path in sealed if path.name not in done]
    # A run puts its captures into the index at its end. What is damaged is told where the articles are read.
    if sealed and not collection.index.exists():
        index.build(collection)
    elif behind and not ended_well(state):
        index.catch_up(collection.index, behind)
    if behind and pool is not None:
        written = _written(collection, {path.name for path in behind})
        with ArticleWriter(collection.articles) as writer:
            ledger = Ledger(state, writer, written=written)
            _apply(behind, ledger, state, pool, report, recalled=recalled)
    if pool is not None and (others := other_readers(state)):
        told = "`emeroteca rebuild` once, or what is read better now will look like a newspaper's edit"
        report.lines.append(f"{collection.root}: read by emeroteca {', '.join(others)}: {told}")
    return report


def rebuild(
    collection: Collection,
    *,
    workers: int = 1,
    progress: Callable[[Path, int, int], None] | None = None,
) -> Report:
    """Make index, articles and versions of *collection* again from its WARCs alone.

    Holds the collection. Articles are made beside the old ones and put in their place at the end, so that a rebuild
    that is killed leaves everything as it was. ``extracted_at`` of a line that comes out the same is kept.
    *progress* is told the WARC, its number (from 1) and how many there are.
    """
    report = Report()
    with ExitStack() as stack:
        stack.enter_context(collection.locked())
        aside = set_aside(collection.state)
        if aside is not None:
            told = "of an older version, or broken: made anew; the next crawl reads from the WARCs what is due"
            report.lines.append(f"{collection.state}: {told}; the old one lies in {aside.name}")
        state = stack.enter_context(State(collection.state))
        for path in collection.unsealed():
            seal_stale(path, report)
        catalogue = Catalogue.of_folder(collection.sources)
        swap.finish(collection, state)
        swap.sweep(collection)  # of a rebuild that was killed; the lock says none runs
        fresh = swap.fresh_folder(collection)
        pool = pool_of("archive.reading:read_job", workers, setup=catalogue)
        try:
            fresh.mkdir()
            state.forget_readings()
            with ArticleWriter(fresh) as writer:
                ledger = Ledger(state, writer, read_at=_as_before(collection))
                _apply(collection.sealed(), ledger, state, pool, report, progress, commit=False)
                writer.sync()
            index.build(collection)
            swap.announce(state, fresh)
            with _unstopped():
                state.commit()
                swap.finish(collection, state)
        except BaseException:
            state.roll_back()  # else it is half of what the WARCs tell, beside the old lines
            raise
        finally:
            pool.close()
            if not swap.pending(state):
                swap.sweep(collection)
    return report


def seal_stale(path: Path, report: Report) -> None:
    """Cut a WARC that a killed run left open at its last whole record, and seal it.

    A file without one whole record but its warcinfo is removed: it holds nothing.
    """
    from archive.warc.verify import repair  # each crawl looks for what is torn, few have something

    done = repair(path)
    if done.cut_bytes:
        report.lines.append(f"{path.name}: {done.cut_bytes} torn bytes were cut off its end (kept in {done.torn_file})")
    if not done.records:
        path.unlink()
    else:
        path.rename(path.with_name(path.name.removesuffix(OPEN)))


def _apply(
    warcs: Iterable[Path],
    ledger: Ledger,
    state: State,
    pool: Pool,
    report: Report,
    progress: Callable[[Path, int, int], None] | None = None,
    *,
    commit: bool = True,
    recalled: Recalled | None = None,
) -> None:
    """Feed *ledger* with the captures of *warcs*; with *commit*, each WARC is made last when it is through."""
    # Where what is due was lost, the next crawl goes through the WARCs once more and finds it: to it they are applied,
    # not done.
    has_frontier = commit or bool(state.read("SELECT 1 FROM pages LIMIT 1"))
    paths = list(warcs)
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(path, number, len(paths))
        line = _Line(ledger, pool, report, recalled)
        last = -1
        for capture, exchange in read_exchanges(path, on_damage=report.damaged):
            report.captures += 1
            last = capture.offset
            line.make_way(capture)
            line.add(capture, _whole(path.parent, capture, exchange, ledger))
        line.finish()
        if commit:
            ledger.commit()
            ledger.sync()  # first: killed here, the next start reads this WARC again and writes what is missing
        if has_frontier:
            state.write("INSERT OR IGNORE INTO warcs VALUES (?)", [path.name])
        else:
            state.write("INSERT OR REPLACE INTO applied VALUES (?, ?)", [path.name, last])
        if commit:
            state.commit()
        else:
            ledger.write_lines()


def _whole(folder: Path, capture: Capture, exchange: Exchange, ledger: Ledger) -> Exchange:
    """Return *exchange* with the payload that a revisit points at, where it has to be read."""
    if capture.mime == REVISIT and ledger.wants_reading(capture, exchange):
        return resolve(folder, capture, exchange) or exchange
    return exchange


class _Line:
    """Captures in their order, read side by side by the pool, applied one after the other."""

    def __init__(self, ledger: Ledger, pool: Pool, report: Report, recalled: Recalled | None) -> None:
        self._recalled = recalled
        self._ledger = ledger
        self._pool = pool
        self._report = report
        self._waiting: deque[tuple[Capture, Exchange, queue.SimpleQueue[Outcome] | None]] = deque()

    def make_way(self, capture: Capture) -> None:
        """Apply what waits, if that tells whether *capture* has to be read: a revisit of a page in the line."""
        if capture.mime == REVISIT and any(waiting.urlkey == capture.urlkey for waiting, _, _ in self._waiting):
            self.finish()

    def add(self, capture: Capture, exchange: Exchange) -> None:
        read: queue.SimpleQueue[Outcome] | None = None
        if self._ledger.wants_reading(capture, exchange):
            read = queue.SimpleQueue()
            self._pool.submit((capture, exchange), read.put)
        self._waiting.append((capture, exchange, read))
        while len(self._waiting) > _AHEAD:
            self._apply_first()

    def finish(self) -> None:
        while self._waiting:
            self._apply_first()

    def _apply_first(self) -> None:
        capture, exchange, read = self._waiting.popleft()
        reading: Reading | None = None
        if read is not None:
            outcome = read.get()
            if outcome.fault is not None:
                raise outcome.fault  # no page can be read: what stands is better than what would be left out
            reading = outcome.result or Reading(problem=outcome.problem or "no result")
        entry = self._ledger.apply(capture, exchange, reading)
        if entry.problem:
            self._report.problem(f"{capture.warc}: record at byte {capture.offset}: {capture.url}: {entry.problem}")
        if entry.became in ("new", "changed"):
            self._report.articles += 1
        if self._recalled is not None:
            self._recalled(capture, exchange, entry)


def _written(collection: Collection, warcs: set[str]) -> frozenset[str]:
    """Return the record ids of the article lines that speak of *warcs*."""
    return frozenset(
        article.warc_record_id
        for article in read_articles(collection)
        if article.warc_file in warcs and article.warc_record_id is not None
    )


def _as_before(collection: Collection) -> Callable[[Article], str]:
    """Return when an article was read: as its line said before, where everything else comes out the same."""
    before: dict[str | None, tuple[bytes, str | None]] = {}
    if collection.articles.is_dir():
        for article in read_articles(collection):
            before[article.revision_id] = (_print_of(article), article.extracted_at)

    def read_at(article: Article) -> str:
        known, extracted_at = before.get(article.revision_id, (b"", None))
        if extracted_at is not None and known == _print_of(article):
            return extracted_at
        return stamp(datetime.now(UTC))

    return read_at


def _print_of(article: Article) -> bytes:
    line = encode_line(replace(article, extracted_at=None))
    return hashlib.blake2b(line, digest_size=16).digest()


@contextmanager
def _unstopped() -> Iterator[None]:
    """Hold back the signals that end a run: they come when the block is through."""
    came: list[int] = []
    # Not a signal mask: that is one thread's alone, and the kernel gives the signal to another.
    with handled_by(lambda which, _: came.append(which), signal.SIGINT, signal.SIGTERM):
        yield
    for which in came[:1]:
        signal.raise_signal(which)
