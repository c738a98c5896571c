"""Index: one sorted CDXJ, line by line what cdxj-indexer writes. Bisected, grown by merging, never half written."""

import heapq
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Self

import msgspec

from archive.collection import Collection
from archive.errors import DamagedRecord, StorageError
from archive.urlkey import surt
from archive.warc.arc import is_arc, read_arc
from archive.warc.capture import Capture
from archive.warc.file import OPEN
from archive.warc.pairs import Pairs
from archive.warc.reader import capture_of, is_indexed, read_records
from archive.warc.scan import OnDamage

SORTED_AT_ONCE = 200_000
"""Lines that are sorted in memory; more of them go through temporary files."""


class _Place(msgspec.Struct):
    filename: str = ""
    offset: str | int = 0


_read_place = msgspec.json.Decoder(_Place).decode


def captures(path: Path, *, on_damage: OnDamage, start: int = 0) -> Iterator[Capture]:
    """Yield what an index says of *path*, in file order, from byte *start* on: the records that cdxj-indexer takes.

    Of an ARC file as of a WARC. What was not asked for by GET is told as ``cdxj-indexer -p`` does (archive.warc.post).

    A record that shares its gzip member with others cannot be looked up: it goes to *on_damage*.
    """
    if is_arc(path):
        yield from (capture for capture, _ in read_arc(path, on_damage=on_damage, start=start))
        return
    pairs = Pairs()
    for record in read_records(path, on_damage=on_damage, start=start):
        if record.type == "request":
            pairs.add_request(record)
        if not is_indexed(record):
            continue
        if not record.length:
            problem = "shares its gzip member with other records, so no index can point at it"
            on_damage(DamagedRecord(record.warc, record.offset, problem))
            continue
        capture = capture_of(record)
        if capture is None:
            problem = f"no capture: WARC-Target-URI {record.url!r}, WARC-Date {record.get('WARC-Date')!r}"
            on_damage(DamagedRecord(record.warc, record.offset, problem))
            continue
        yield from pairs.add(capture, record)
    yield from pairs.rest()


def merge(index: Path, captures: Iterable[Capture]) -> int:
    """Put *captures* into *index*, made where it is missing; return how many lines are new.

    The old lines are copied, no WARC is read. The index is put in its place whole, by renaming. Raises StorageError.
    """
    with Additions(in_memory=SORTED_AT_ONCE) as additions:
        for capture in captures:
            additions.add(capture)
        return additions.merge_into(index)


class Additions:
    """Captures that are to go into an index: up to *in_memory* lines, all others in unlinked temporary files."""

    def __init__(self, *, in_memory: int) -> None:
        self._in_memory = in_memory
        self._held: list[bytes] = []
        self._parts: list[IO[bytes]] = []
        self._count = 0

    def add(self, capture: Capture) -> None:
        """Take one more. Raises StorageError."""
        self._held.append(capture.line())
        self._count += 1
        if len(self._held) >= self._in_memory:
            self._parts.append(_file_of(sorted(self._held)))
            self._held.clear()

    def __len__(self) -> int:
        return self._count

    def lines(self) -> Iterator[bytes]:
        """Yield the lines in byte order, each once."""
        for part in self._parts:
            part.seek(0)
        return _once(heapq.merge(*self._parts, sorted(self._held)))

    def merge_into(self, index: Path) -> int:
        """Put them into *index* and hold none of them any more; see :func:`merge`."""
        added = self.lines()
        first = next(added, None)
        if first is None and index.exists():
            return 0
        before = after = 0
        with ExitStack() as stack:
            old: Iterator[bytes] = stack.enter_context(index.open("rb")) if index.exists() else iter(())

            def counted() -> Iterator[bytes]:
                nonlocal before
                for line in old:
                    before += 1
                    yield line if line.endswith(b"\n") else line + b"\n"

            new = iter(()) if first is None else _chained(first, added)
            with _replacing(index) as out:
                for line in _once(heapq.merge(counted(), new)):
                    out.write(line)
                    after += 1
        self.close()
        return after - before

    def close(self) -> None:
        """Let go of them all."""
        while self._parts:
            self._parts.pop().close()
        self._held.clear()
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build(collection: Collection, *, on_damage: OnDamage | None = None) -> int:
    """Make the index of *collection* again from all its WARCs; return how many lines it has. Raises StorageError."""
    report = on_damage or _pass
    with Additions(in_memory=SORTED_AT_ONCE) as additions:
        for path in (*collection.sealed(), *collection.unsealed()):
            for capture in captures(path, on_damage=report):
                additions.add(capture)
        count = 0
        with _replacing(collection.index) as out:
            for line in additions.lines():
                out.write(line)
                count += 1
    return count


def update(collection: Collection, *, on_damage: OnDamage | None = None) -> int:
    """Bring the index of *collection* up to date; return how many lines were added.

    Of each WARC only what lies behind its last indexed record is read. Where the index names a WARC that is gone,
    it is built again. Raises StorageError.
    """
    paths = {path.name.removesuffix(OPEN): path for path in (*collection.unsealed(), *collection.sealed())}
    ends = _indexed_ends(collection.index)
    if not ends or ends.keys() - paths.keys():
        before = sum(1 for _ in _lines(collection.index))
        return build(collection, on_damage=on_damage) - before
    return merge(collection.index, _behind(ends, paths.values(), on_damage or _pass))


def catch_up(index: Path, warcs: Iterable[Path]) -> None:
    """Put what *index* lacks of the sealed files *warcs* into it, read as by :func:`update`. Raises StorageError."""
    merge(index, _behind(_indexed_ends(index), warcs, _pass))


def _behind(ends: Mapping[str, int], warcs: Iterable[Path], on_damage: OnDamage) -> Iterator[Capture]:
    """Yield the captures of *warcs* behind the last indexed record of each."""
    for path in warcs:
        last = ends.get(path.name.removesuffix(OPEN))
        for capture in captures(path, on_damage=on_damage, start=last or 0):
            # The last indexed record is read once more: its end is not in the map.
            if last is None or capture.offset > last:
                yield capture


def find(index: Path, url: str, at: datetime | None = None) -> list[Capture]:
    """Return the captures of *url* (of all spellings with its key) in order of time; nearest first where *at* is given.

    Looks at a few blocks of the file, however long it is. Empty where there is no index.
    """
    prefix = f"{surt(url)} ".encode()
    found: list[Capture] = []
    try:
        with index.open("rb") as file:
            file.seek(_first_line(file, prefix))
            for line in file:
                if not line.startswith(prefix):
                    break
                with suppress(ValueError):  # `check` names lines that are none
                    found.append(Capture.from_line(line))
    except FileNotFoundError:
        return []
    if at is not None:
        moment = at
        found.sort(key=lambda capture: abs(capture.captured_at - moment))
    return found


def read_index(index: Path, *, on_damage: Callable[[int, ValueError], None] | None = None) -> Iterator[Capture]:
    """Yield the captures of *index*, in its order; none where there is no index.

    A line that is none is passed over: `emeroteca check` names it. *on_damage* is told its number, from 1, and why.
    """
    for number, line in enumerate(_lines(index), 1):
        try:
            capture = Capture.from_line(line)
        except ValueError as error:
            if on_damage is not None:
                on_damage(number, error)
            continue
        yield capture


def _first_line(file: IO[bytes], prefix: bytes) -> int:
    """Return where the first line that is not before *prefix* begins; the end where all are before it."""
    low, high = 0, file.seek(0, os.SEEK_END)
    # low is always the start of a line, all lines before it are before prefix; the line at or behind high is not.
    while low < high:
        middle = (low + high) // 2
        file.seek(middle)
        if middle > low:
            file.readline()
        start = file.tell()
        if start >= high:
            # No line begins between middle and high: look through what is left, it is one line or few.
            file.seek(low)
            while (start := file.tell()) < high:
                if (line := file.readline()) >= prefix:
                    return start
                low = start + len(line)
            return low
        line = file.readline()
        if line < prefix:
            low = start + len(line)
        else:
            high = start
    return low


def _indexed_ends(index: Path) -> dict[str, int]:
    """Return the offset of the last indexed record of each WARC."""
    ends: dict[str, int] = {}
    for line in _lines(index):
        try:
            place = _read_place(line[line.index(b"{") :])
            offset = int(place.offset)
        except (ValueError, msgspec.DecodeError, RecursionError):
            # A line that is none: the index is built again.
            return {}
        if offset > ends.get(place.filename, -1):
            ends[place.filename] = offset
    return ends


def _lines(index: Path) -> Iterator[bytes]:
    if index.is_file():
        with index.open("rb", buffering=1 << 20) as file:
            yield from file


def _file_of(lines: list[bytes]) -> IO[bytes]:
    """Return an unlinked temporary file that holds *lines*. Raises StorageError."""
    with ExitStack() as failed:
        try:
            file = failed.enter_context(tempfile.TemporaryFile(prefix="emeroteca-"))
            file.writelines(lines)
            file.flush()
        except OSError as error:
            raise StorageError(Path(tempfile.gettempdir()), (error.strerror or str(error)).lower()) from error
        failed.pop_all()
    return file


def _once(lines: Iterator[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
            last = line


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to that takes the place of *path* when all is on the disk, and is gone otherwise.

    Who writes an index holds its collection: one name will do, and what a kill leaves is written over the next time.
    """
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(path, (error.strerror or str(error)).lower()) from error
    finally:
        fresh.unlink(missing_ok=True)


def _pass(_: DamagedRecord) -> None:
    """Damage is what `emeroteca check` reports."""
