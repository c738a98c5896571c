"""Scan: the records of a WARC file one by one, as a stream, whatever its form, past whatever is damaged.

Takes gzip (a member for each record, or one for many) and plain files. One record is at hand at a time.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.errors import DamagedRecord
from archive.warc.record import first_value, read_header
from archive.warc.stream import NO_RECORD, Broken, Stream

OnDamage = Callable[[DamagedRecord], None]

_SIZE = re.compile(r"\d{1,18}")


class Found:
    """One record at its place. Its block is still to be read by :meth:`read_into`, before the next is asked for."""

    __slots__ = ("_scan", "alone", "ending", "fields", "gzip", "header", "length", "offset", "size", "version", "whole")

    def __init__(self, scan: "Scan", offset: int, header: bytes) -> None:
        read = read_header(header)
        if read is None:
            raise Broken(NO_RECORD)
        self._scan = scan
        self.offset = offset
        """Where its gzip member begins, or the record itself in a plain file."""
        self.header = header
        """As it lies in the file, with the empty line behind it."""
        self.version, self.fields = read
        size = first_value(self.fields, "Content-Length")
        if size is None or not _SIZE.fullmatch(size):
            raise Broken(f"Content-Length is {'missing' if size is None else repr(size[:40])}")
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
                raise Broken(f"its header holds two different values of {name}")

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
        self._broken: Broken | None = None
        self._stream: Stream
        self.damaged_from: int | None = None
        """Where the last damage began; None where there was none."""
        self.damaged_to: int = 0
        """Where reading went on behind the last damage."""

    def __iter__(self) -> Iterator[Found]:
        with self.path.open("rb") as file:
            self._stream = Stream(file)
            while self._stream.stand_at(self._next):
                begin = self._next
                try:
                    yield from self._here()
                except Broken as broken:
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
                raise self._broken or Broken("damaged")
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
            if not stream.gzip and left > stream.left():
                # Not read to the end of the file to learn that: each of a million such records would be.
                raise Broken(f"the file ends {left - stream.left()} bytes before its block does")
            while left:
                piece = stream.take(left)
                if not piece:
                    raise Broken(f"its gzip member ends {left} bytes before its block does")
                left -= len(piece)
                if sink is not None:
                    sink(piece)
            end = stream.place()
            found.ending = stream.skip_newlines()
            if stream.gzip:
                self._end_member(found)
            else:
                self._end_plain(found, end)
        except Broken as broken:
            self._broken = broken
            return False
        return True

    def _end_member(self, found: Found) -> None:
        stream = self._stream
        if stream.more():
            if not stream.starts_with(b"WARC/"):
                raise Broken("the block does not end where Content-Length says")
            found.alone = False
        elif found.alone:
            found.length = stream.place() - found.offset

    def _end_plain(self, found: Found, end: int) -> None:
        stream = self._stream
        # What follows an empty line may be damaged itself: that is the next record's fault, not this one's. Some
        # writers (node-warc) end a file with one CR LF: the block is all there.
        ended = found.ending.count(b"\n") >= 2 or not stream.more()
        if not ended and not stream.starts_with(b"WARC/") and not stream.at_member():
            raise Broken("the block does not end where Content-Length says")
        found.length = end - found.offset

    def _pass_over(self, begin: int, broken: Broken) -> None:
        at = max(begin, self._next)
        stream = self._stream
        self._next = stream.next_start(at + 1, gzip=stream.gzip)
        self.damaged_from, self.damaged_to = at, self._next
        self._broken = None
        passed = self._next - at
        self._on_damage(DamagedRecord(self.path.name, at, f"{broken}; {passed} bytes passed over"))
