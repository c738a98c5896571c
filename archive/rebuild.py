"""Rebuild: from the WARCs alone to index, articles and versions. And the same in small, after a kill.

The road is the crawl's own: reader -> archive.reading -> archive.ledger, in the order of the records.
"""

import hashlib
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from archive.article.model import Article
from archive.collection import Collection
from archive.ledger import Ledger, other_readers
from archive.sequence import Recalled, Report, Sequence
from archive.signals import handled_by
from archive.sources.catalogue import Catalogue
from archive.stamp import stamp
from archive.store import swap
from archive.store.articles import ArticleWriter, article_files, encode_line, read_articles
from archive.store.healing import ended_well, heal_torn_lines, may_be_torn
from archive.store.state import State, set_aside
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.file import OPEN
from archive.warc.reader import read_exchanges
from archive.workers import Pool, WorkerPool, pool_of

_LASTING_EVERY = 1_000
"""Captures after which a recovery makes last what it has done: killed then, the next one goes on there."""

_CLOCK_SLACK = timedelta(days=2)
"""By so much a machine's clock may have been set back while a WARC was written."""

Over = Callable[[], bool]
"""Tells whether to end."""


def recover(
    collection: Collection,
    state: State,
    *,
    pool: WorkerPool | None,
    recalled: Recalled | None = None,
    over: Over = lambda: False,
) -> Report:
    """Put right what a killed run left: cut and seal its WARCs, heal torn lines, read what had not been read.

    A rebuild that was killed while it put its lines in their place is finished.

    Does nothing where the last run ended well. With no *pool* (capture only) captures wait for a later run.
    *recalled* is told each capture of a WARC that state had not caught up with, and what it became. Where *over* says
    so the reading ends; the next recovery goes on there.
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
        written = _written(collection, behind)
        with ArticleWriter(collection.articles) as writer:
            ledger = Ledger(state, writer, written=written)
            sequence = Sequence(ledger, pool, report, recalled)
            for path in behind:
                if over() or not _catch_up(path, sequence, ledger, state, report, over):
                    break
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
                _apply(collection.sealed(), ledger, state, pool, report, progress)
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
) -> None:
    """Feed *ledger* with the captures of *warcs*, for a rebuild: it makes them last when all is through."""
    # Where what is due was lost, the next crawl goes through the WARCs once more and finds it: to it they are applied,
    # not done.
    has_frontier = bool(state.read("SELECT 1 FROM pages LIMIT 1"))
    paths = list(warcs)
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(path, number, len(paths))
        sequence = Sequence(ledger, pool, report, None)
        last = -1
        for capture, exchange in read_exchanges(path, on_damage=report.damaged):
            report.captures += 1
            last = capture.offset
            sequence.take(path.parent, capture, exchange)
        sequence.finish()
        if has_frontier:
            state.write("INSERT OR IGNORE INTO warcs VALUES (?)", [path.name])
        else:
            state.write("INSERT OR REPLACE INTO applied VALUES (?, ?)", [path.name, last])
        ledger.write_lines()


def _catch_up(path: Path, sequence: Sequence, ledger: Ledger, state: State, report: Report, over: Over) -> bool:
    """Feed *ledger* with the captures of one WARC, from where an earlier recovery came; tell whether it came through.

    What it has done is made last after each so many captures: first the lines, then the word of how far it came.
    """

    def make_last(what: str, values: list[object]) -> None:
        sequence.finish()
        ledger.commit()
        ledger.sync()
        state.write(what, values)
        state.commit()

    known = state.read("SELECT offset FROM through WHERE warc = ?", [path.name])
    begin = last = known[0][0] if known else -1
    taken = 0
    for capture, exchange in read_exchanges(path, on_damage=report.damaged):
        if capture.offset <= begin:
            continue
        ending = over()
        if ending or taken == _LASTING_EVERY:
            make_last("INSERT OR REPLACE INTO through VALUES (?, ?)", [path.name, last])
            taken = 0
        if ending:
            return False
        report.captures += 1
        taken += 1
        last = capture.offset
        sequence.take(path.parent, capture, exchange)
    make_last("INSERT OR IGNORE INTO warcs VALUES (?)", [path.name])
    state.write("DELETE FROM through WHERE warc = ?", [path.name])
    return True


def _written(collection: Collection, warcs: list[Path]) -> frozenset[str]:
    """Return the record ids of the article lines that speak of *warcs*; files of days before them stay closed."""
    names = {path.name for path in warcs}
    begun = [capture.captured_at for path in warcs for capture in _first_of(path)]
    first = (min(begun) - _CLOCK_SLACK).date().isoformat() if begun else ""
    return frozenset(
        article.warc_record_id
        for path in article_files(collection)
        if path.stem >= first  # by day of capture, or "undated"
        for article in read_articles(path)
        if article.warc_file in names and article.warc_record_id is not None
    )


def _first_of(path: Path) -> list[Capture]:
    return [capture for capture, _ in islice(read_exchanges(path, on_damage=lambda _: None), 1)]


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
