"""Verify: WARC files against the standard and themselves, and a collection's index against its WARCs. Streams."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.collection import Collection
from archive.errors import DamagedRecord, StorageError
from archive.exchange import Spool
from archive.warc.arc import is_arc
from archive.warc.capture import Capture
from archive.warc.digest import MessageDigest, algorithm_of, label
from archive.warc.file import OPEN
from archive.warc.links import Links
from archive.warc.pairs import Pairs
from archive.warc.post import MAX_REQUEST
from archive.warc.reader import capture_of, is_indexed
from archive.warc.record import Record
from archive.warc.rules import block_breach, breaches, payload_breach
from archive.warc.scan import Found, Scan

_KEPT_OF_BLOCK = 1 << 16

FRAMING_NOTE = (
    "{count} payload digests are over chunk-framed bodies with the framing taken off, as WARC 1.1 says; `warcio check` "
    "and `fastwarc check -p` count the framing and call these wrong (webrecorder/warcio#74): they are right"
)
"""Why other checkers differ, in one line; *count* responses are meant."""

WIRE_NOTE = (
    "{count} payload digests count the chunk framing, as wget, warcio and `--payload-digest wire` do; WARC 1.1 means "
    "the de-chunked body: the same page in other chunks is not seen to be the same"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, and where."""

    warc: str
    """File name, without folder; the index's name where the index is wrong."""

    offset: int | None
    """Byte offset of the record; None where the whole file is meant."""

    code: str
    """A short name for the kind of fault: ``damaged``, ``block-digest``, ``concurrent-to``..."""

    problem: str

    def __str__(self) -> str:
        where = self.warc if self.offset is None else f"{self.warc}: record at byte {self.offset}"
        return f"{where}: {self.problem}"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was looked at; counts while the verifying goes on."""

    files: int = 0
    records: int = 0
    captures: int = 0
    file_bytes: int = 0
    framed: int = 0
    """Payload digests over de-chunked bodies: where `warcio check` differs."""
    wire: int = 0
    """Payload digests that count the chunk framing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What :func:`repair` did to a file."""

    path: Path
    records: int
    """Whole records that it holds, warcinfo not counted."""
    cut_bytes: int
    """Bytes of the torn end that were cut off; 0 where the end was whole."""
    torn_file: Path | None
    """Where they are kept."""
    damaged: int
    """Damaged places before the end, left as they are: nothing can be saved of them by cutting."""


def verify_warc(path: Path, *, tally: Tally | None = None) -> Iterator[Fault]:
    """Yield what is wrong with one WARC file, by itself: links that leave it are not judged."""
    links = Links()
    try:
        yield from _verify(path, links, tally or Tally())
        for name, place, code, problem in links.problems(all_files=False):
            yield Fault(warc=name, offset=place, code=code, problem=problem)
    finally:
        links.close()


def verify_collection(collection: Collection, *, tally: Tally | None = None, unsealed: bool = True) -> Iterator[Fault]:
    """Yield what is wrong with the WARCs of *collection*, their links to each other, and its index.

    *unsealed* files are faults (a run was killed); False passes over them, while a run writes.
    """
    tally = tally or Tally()
    links = Links()
    try:
        for path in collection.sealed():
            yield from _verify(path, links, tally, index=True)
        left = [path.name for path in collection.unsealed()]
        for path in collection.unsealed() if unsealed else ():
            problem = "was left open by a run that was killed; the next run, or `check --repair`, seals it"
            yield Fault(warc=path.name, offset=None, code="unsealed", problem=problem)
            yield from _verify(path, links, tally, index=True)
        for name, place, code, problem in links.problems(all_files=not left or unsealed):
            yield Fault(warc=name, offset=place, code=code, problem=problem)
        if collection.index.exists() or tally.captures:
            open_ones = frozenset(name.removesuffix(OPEN) for name in left)
            yield from _verify_index(collection.index, links, frozenset() if unsealed else open_ones, open_ones)
    finally:
        links.close()


def repair(path: Path) -> Repair:
    """Cut the torn end off *path*, at the last whole record; what is cut is kept in ``NAME.torn`` beside it.

    Nothing is recompressed, no byte before the cut changes. A file whose one gzip member holds many records is left
    as it is: cutting would lose the whole ones. Raises StorageError.
    """
    records = damaged = 0
    shared = False

    def count(_: DamagedRecord) -> None:
        nonlocal damaged
        damaged += 1

    try:
        size = path.stat().st_size
        scan = Scan(path, on_damage=count)
        for found in scan:
            if found.read_into(None):
                records += (found.get("WARC-Type") or "").lower() != "warcinfo"
                shared = found.gzip and not found.alone
        cut_at = scan.damaged_from if scan.damaged_from is not None and scan.damaged_to >= size else None
        if cut_at is None or shared:
            return Repair(path=path, records=records, cut_bytes=0, torn_file=None, damaged=damaged)
        torn = _free_name(path.with_name(path.name.removesuffix(OPEN) + ".torn"))
        with path.open("rb") as whole, torn.open("xb") as kept:
            whole.seek(cut_at)
            shutil.copyfileobj(whole, kept, 1 << 20)
            kept.flush()
            os.fsync(kept.fileno())
        with path.open("rb+") as file:
            file.truncate(cut_at)
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(path, (error.strerror or str(error)).lower()) from error
    return Repair(path=path, records=records, cut_bytes=size - cut_at, torn_file=torn, damaged=damaged - 1)


def _verify(path: Path, links: Links, tally: Tally, *, index: bool = False) -> Iterator[Fault]:
    if is_arc(path):
        problem = "is an ARC file, and WARC files are verified here; `extract` and `index` read it"
        yield Fault(warc=path.name, offset=None, code="arc", problem=problem)
        return
    damages: list[DamagedRecord] = []
    name = path.name.removesuffix(OPEN)
    links.file(path.name if not index else name)
    tally.files += 1
    tally.file_bytes += path.stat().st_size
    first = True
    pairs = Pairs()
    for found in Scan(path, on_damage=damages.append):
        yield from _told(damages)
        record, digests = _read(found, name)
        if record is None:
            continue
        tally.records += 1
        wrong = list(breaches(found, record))
        if first and record.type != "warcinfo":
            wrong.append(("warcinfo", "the file does not begin with a warcinfo record"))
        if first and record.type == "warcinfo" and record.get("WARC-Filename") not in (None, name):
            wrong.append(("filename", f"WARC-Filename is {record.get('WARC-Filename')!r}"))
        first = False
        if (breach := block_breach(record, digests)) is not None:
            wrong.append(breach)
        breach, wire = payload_breach(record, digests)
        if breach is not None:
            wrong.append(breach)
        elif digests.framed and record.type == "response" and record.get("WARC-Payload-Digest") is not None:
            tally.wire += wire
            tally.framed += not wire
        if (twice := links.add(found, record)) is not None:
            wrong.append(("record-id", f"{record.record_id} is the id of another record too: {twice}"))
        capture = _indexed(record, digests)
        if capture is not None:
            tally.captures += 1
            if index:
                _expect(pairs.add(capture, record), links)
        elif index and record.type == "request":
            pairs.add_request(record)
        for code, problem in wrong:
            yield Fault(warc=path.name, offset=found.offset, code=code, problem=problem)
    _expect(pairs.rest(), links)
    yield from _told(damages)
    if first:
        yield Fault(warc=path.name, offset=None, code="empty", problem="holds no whole record")


def _expect(captures: Iterable[Capture], links: Links) -> None:
    for capture in captures:
        links.expect(capture.line(), capture.offset)


def _told(damages: list[DamagedRecord]) -> Iterator[Fault]:
    for damage in damages:
        yield Fault(warc=damage.warc, offset=damage.offset, code="damaged", problem=damage.problem)
    damages.clear()


def _read(found: Found, name: str) -> tuple[Record | None, MessageDigest]:
    """Read one record as a stream: its header, the start of its block, and digests over all of it."""
    block_said, payload_said = found.get("WARC-Block-Digest"), found.get("WARC-Payload-Digest")
    digests = MessageDigest(
        block=algorithm_of(block_said or "") or "sha1",
        payload=algorithm_of(payload_said or block_said or "") or "sha1",
        wire=True,
    )
    start = Spool()
    kept = MAX_REQUEST if (found.get("WARC-Type") or "").lower() == "request" else _KEPT_OF_BLOCK

    def take(piece: bytes) -> None:
        digests.update(piece)
        if len(start) < kept:
            start.write(piece[: kept - len(start)])

    if not found.read_into(take):
        return None, digests
    digests.finish()
    record = Record(
        version=found.version,
        fields=found.fields,
        block=start,
        cut=len(start) < found.size,
        warc=name,
        offset=found.offset,
        length=found.length if found.alone else 0,
    )
    return record, digests


def _indexed(record: Record, digests: MessageDigest) -> Capture | None:
    """Return the capture that an index must have of *record*; None where it must have none."""
    if not record.length or not is_indexed(record):
        return None
    capture = capture_of(record)
    if capture is not None and record.get("WARC-Payload-Digest") is None and record.type != "revisit":
        digest = digests.payload if record.type == "response" and record.of_web else digests.block
        capture = replace(capture, payload_digest=label(digest))
    return capture


def _verify_index(index: Path, links: Links, passed_over: frozenset[str], unsealed: frozenset[str]) -> Iterator[Fault]:
    name, before = index.name, b""
    if index.exists():
        with index.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                problem = _line_problem(line, before, links, passed_over)
                if problem is not None:
                    yield Fault(warc=name, offset=None, code="index", problem=f"line {number}: {problem}")
                before = line
    for warc, place, number in links.unmet():
        if warc in unsealed:
            continue  # a run that was killed had no time for its index: told by the file
        problem = "is not in the index; `emeroteca index` puts it there"
        if place is None:
            problem = f"none of its {number} captures is in the index; `emeroteca index` puts them there"
        yield Fault(warc=warc, offset=place, code="index", problem=problem)


def _line_problem(line: bytes, before: bytes, links: Links, passed_over: frozenset[str]) -> str | None:
    if line < before:
        return "not sorted"
    if line == before:
        return "stands twice"
    if links.meet(line):
        return None
    try:
        capture = Capture.from_line(line)
    except ValueError as error:
        return str(error)
    if capture.warc in passed_over:
        return None
    if links.meet_place(capture.warc, capture.offset):
        way_out = "`emeroteca index --rebuild` makes the index anew"
        return f"does not agree with the record at byte {capture.offset} of {capture.warc}; {way_out}"
    return f"no capture lies at byte {capture.offset} of {capture.warc}"


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}{number}")
    return free
