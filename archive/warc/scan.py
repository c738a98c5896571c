"""Scan: the records of a WARC file one by one, as a stream, whatever its form, past whatever is damaged.

Takes gzip (a member for each record, or one for many) and plain files. Memory stays flat: bytes are unpacked and
handed on in pieces, never more than 1 MiB at a time.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from archive.errors import DamagedRecord
from archive.warc.record import MAX_HEADER, first_value, read_header

_gunzip: Any
try:
    from isal import isal_zlib as _gunzip
except ImportError:  # pragma: no cover  (no wheel for this machine)
    _gunzip = zlib

OnDamage = Callable[[DamagedRecord], None]

_MAGIC = b"\x1f\x8b"
_RAW_PIECE = 1 << 16
_MAX_UNPACKED = 1 << 20
_WINDOW = 1 << 20
_HEADER_END = re.compile(rb"\n\r?\n")
_SIZE = re.compile(r"\d{1,18}")
# Where a record may begin again behind a damaged one. In a gzip file only a member that unpacks to "WARC/" counts.
_NEXT_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_NEXT_ANY = re.compile(rb"WARC/\d\.\d{1,4}[ \t]?\r?\n(?=[A-Za-z][A-Za-z-]{3,40}:)|\x1f\x8b\x08[\x00-\x1f]")
_LONGEST_MARK = 64

_FILE_ENDS = "the file ends inside the record"


class _Broken(Exception):
    """The bytes at hand are no whole record; the message says why."""


class Found:
    """One record at its place. Its block is still to be read by :meth:`read_into`, before the next is asked for."""

    __slots__ = ("_scan", "alone", "ending", "fields", "gzip", "header", "length", "offset", "size", "version", "whole")

    def __init__(self, scan: "Scan", offset: int, header: bytes) -> None:
        read = read_header(header)
        if read is None:
            raise _Broken("no WARC record starts here")
        self._scan = scan
        self.offset = offset
        """Where its gzip member begins, or the record itself in a plain file."""
        self.header = header
        """As it lies in the file, with the empty line behind it."""
        self.version, self.fields = read
        size = first_value(self.fields, "Content-Length")
        if size is None or not _SIZE.fullmatch(size):
            raise _Broken(f"Content-Length is {'missing' if size is None else repr(size[:40])}")
        names = [key.lower() for key, _ in self.fields]
        if len(set(names)) < len(names):
            self._refuse_two_headers_in_one()
        self.size = int(size)
        """Content-Length: bytes of the block."""
        self.whole: bool | None = None
        """Whether it could be read to its end; None before."""
        self.gzip = False
        self.alone = True
        """False where it shares a gzip member with other records. Final when it is read."""
        self.length = 0
        """Bytes in the file (in a plain file without the empty lines behind); 0 where it is not alone. Final then."""
        self.ending = b""
        """The first bytes between block and next record; CR LF CR LF by the standard. Final then."""

    def get(self, name: str) -> str | None:
        return first_value(self.fields, name)

    def _refuse_two_headers_in_one(self) -> None:
        for name in ("warc-record-id", "content-length", "warc-type"):
            if len({value for key, value in self.fields if key.lower() == name}) > 1:
                # A record torn inside its header, and the next one behind it.
                raise _Broken(f"its header holds two different values of {name}")

    def read_into(self, sink: Callable[[bytes], object] | None) -> bool:
        """Hand the block to *sink* in pieces; return whether the record was whole to its end.

        Where it was not, *sink* may have had a part of it; the damage is reported when the scan goes on.
        """
        if self.whole is None:
            self.whole = self._scan._finish(self, sink)
        return self.whole


class Scan:
    """The records of one file, in order. Damaged ones are reported to *on_damage* and passed over to the next whole."""

    def __init__(self, path: Path, *, on_damage: OnDamage, start: int = 0) -> None:
        self.path = path
        self._on_damage = on_damage
        self._next = start
        self._broken: _Broken | None = None
        self._stream: _Stream
        self.damaged_from: int | None = None
        """Where the last damage began; None where there was none."""
        self.damaged_to: int = 0
        """Where reading went on behind the last damage."""

    def __iter__(self) -> Iterator[Found]:
        with self.path.open("rb") as file:
            self._stream = _Stream(file)
            while self._stream.stand_at(self._next):
                begin = self._next
                try:
                    yield from self._here()
                except _Broken as broken:
                    self._pass_over(begin, broken)

    def _here(self) -> Iterator[Found]:
        """Yield the records of one gzip member, or the one at this place of a plain file."""
        stream = self._stream
        begin, first = self._next, True
        while True:
            found = self._header(begin if stream.gzip else None, alone=first)
            if found is None:
                self._next = stream.place()
                return
            yield found
            found.read_into(None)
            if not found.whole:
                if not stream.gzip:
                    self._next = found.offset
                raise self._broken or _Broken("damaged")
            if not stream.gzip or not stream.more():
                self._next = stream.place()
                return
            first = False

    def _header(self, member: int | None, *, alone: bool) -> Found | None:
        stream = self._stream
        stream.skip_newlines()
        if not stream.more():
            return None
        offset = stream.place() if member is None else member
        found = Found(self, offset, stream.take_header())
        found.gzip, found.alone = stream.gzip, alone
        return found

    def _finish(self, found: Found, sink: Callable[[bytes], object] | None) -> bool:
        stream = self._stream
        try:
            left = found.size
            while left:
                piece = stream.take(left)
                if not piece:
                    inside = "its gzip member" if stream.gzip else "the file"
                    raise _Broken(f"{inside} ends {left} bytes before its block does")
                left -= len(piece)
                if sink is not None:
                    sink(piece)
            end = stream.place()
            found.ending = stream.skip_newlines()
            if stream.gzip:
                self._end_member(found)
            else:
                self._end_plain(found, end)
        except _Broken as broken:
            self._broken = broken
            return False
        return True

    def _end_member(self, found: Found) -> None:
        stream = self._stream
        if stream.more():
            if not stream.starts_with(b"WARC/"):
                raise _Broken("the block does not end where Content-Length says")
            found.alone = False
        elif found.alone:
            found.length = stream.place() - found.offset

    def _end_plain(self, found: Found, end: int) -> None:
        stream = self._stream
        # What follows an empty line may be damaged itself: that is the next record's fault, not this one's.
        if found.ending.count(b"\n") < 2 and not stream.starts_with(b"WARC/") and not stream.at_member():
            raise _Broken("the block does not end where Content-Length says" if stream.more() else _FILE_ENDS)
        found.length = end - found.offset

    def _pass_over(self, begin: int, broken: _Broken) -> None:
        at = max(begin, self._next)
        stream = self._stream
        self._next = stream.next_start(at + 1, gzip=stream.gzip)
        self.damaged_from, self.damaged_to = at, self._next
        self._broken = None
        passed = self._next - at
        self._on_damage(DamagedRecord(self.path.name, at, f"{broken}; {passed} bytes passed over"))


class _Stream:
    """The unpacked bytes of a file from one place on: of one gzip member, or of a plain file to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._raw = b""
        self._raw_at = 0
        self._raw_used = 0
        self._data = b""
        self._at = 0
        self._ended = False
        self._unpacker: Any = None
        self.gzip = False

    def stand_at(self, offset: int) -> bool:
        """Begin at *offset*; False at the end of the file."""
        inside = offset - self._raw_at
        if 0 <= inside < len(self._raw) - 1:
            self._raw_used = inside
        else:
            self._file.seek(offset)
            self._raw, self._raw_at, self._raw_used = self._file.read(_RAW_PIECE), offset, 0
        self._data, self._at, self._ended = b"", 0, False
        self.gzip = self._raw.startswith(_MAGIC, self._raw_used)
        self._unpacker = _gunzip.decompressobj(31) if self.gzip else None
        return self._raw_used < len(self._raw)

    def place(self) -> int:
        """Offset in the file: of the next byte in a plain file, of the end of what was unpacked in a gzip file."""
        raw = self._raw_at + self._raw_used
        return raw if self.gzip else raw - (len(self._data) - self._at)

    def more(self) -> bool:
        """Tell whether a byte is left in the member (or file)."""
        return self._at < len(self._data) or self._fill()

    def take(self, size: int) -> bytes:
        """Return at most *size* of the next bytes; none at the end."""
        if not self.more():
            return b""
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def take_header(self) -> bytes:
        """Return the bytes up to and with the next empty line."""
        if not self.starts_with(b"WARC/"):
            raise _Broken("no WARC record starts here")
        searched = self._at
        while True:
            end = _HEADER_END.search(self._data, searched)
            if end is not None:
                header = self._data[self._at : end.end()]
                self._at = end.end()
                return header
            if len(self._data) - self._at > MAX_HEADER:
                raise _Broken(f"its header is longer than {MAX_HEADER} bytes")
            behind = len(self._data) - self._at
            if not self._fill(keep=True):
                raise _Broken("it ends inside its header")
            searched = self._at + max(0, behind - 2)

    def starts_with(self, mark: bytes) -> bool:
        while len(self._data) - self._at < len(mark) and self._fill(keep=True):
            pass
        return self._data.startswith(mark, self._at)

    def at_member(self) -> bool:
        return self.starts_with(_MAGIC)

    def skip_newlines(self) -> bytes:
        """Pass over line ends; return the first of them (at most 64)."""
        skipped = b""
        while self.more():
            at, size = self._at, len(self._data)
            while at < size and self._data[at] in b"\r\n":
                at += 1
            skipped += self._data[self._at : at][: 64 - len(skipped)]
            self._at = at
            if at < size:
                break
        return skipped

    def next_start(self, offset: int, *, gzip: bool) -> int:
        """Return where, from *offset* on, a record seems to begin; the end of the file where none does."""
        file = self._file
        at, size = max(0, offset - 4), _RAW_PIECE
        mark = _NEXT_MEMBER if gzip else _NEXT_ANY
        while True:
            file.seek(at)
            window = file.read(size)
            for found in mark.finditer(window):
                start = at + found.start()
                if start >= offset and self._is_start(start):
                    return start
            if len(window) < size:
                return at + len(window)
            at += len(window) - _LONGEST_MARK
            # Damage is short as a rule; where it is long, it is read in large pieces.
            size = _WINDOW

    def _is_start(self, offset: int) -> bool:
        self._file.seek(offset)
        start = self._file.read(1 << 12)
        if start.startswith(b"WARC/"):
            return True
        try:
            return bool(_gunzip.decompressobj(31).decompress(start, 5).startswith(b"WARC/"))
        except (_gunzip.error, ValueError):
            return False

    def _fill(self, *, keep: bool = False) -> bool:
        """Unpack some more; False at the end. With *keep*, what is not taken yet stays in front."""
        if self._ended:
            return False
        piece = self._unpack() if self.gzip else self._next_raw()
        if not piece:
            self._ended = True
            return False
        if self._at < len(self._data):
            piece = self._data[self._at :] + piece
        self._data, self._at = piece, 0
        return True

    def _next_raw(self) -> bytes:
        if self._raw_used >= len(self._raw):
            self._read_raw()
        piece = self._raw[self._raw_used :]
        self._raw_used = len(self._raw)
        return piece

    def _read_raw(self) -> None:
        self._raw_at += len(self._raw)
        self._file.seek(self._raw_at)
        self._raw, self._raw_used = self._file.read(_RAW_PIECE), 0

    def _unpack(self) -> bytes:
        unpacker = self._unpacker
        while not unpacker.eof:
            if self._raw_used >= len(self._raw):
                self._read_raw()
                if not self._raw:
                    raise _Broken(_FILE_ENDS)
            try:
                piece = unpacker.decompress(memoryview(self._raw)[self._raw_used :], _MAX_UNPACKED)
            except (_gunzip.error, ValueError) as error:
                raise _Broken(f"its gzip member is damaged ({error})") from error
            left = len(unpacker.unused_data) if unpacker.eof else len(unpacker.unconsumed_tail)
            self._raw_used = len(self._raw) - left
            if piece:
                return bytes(piece)
        return b""
