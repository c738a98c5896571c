"""Stream: the unpacked bytes of a WARC file from one place on, of one gzip member or of a plain file to its end.

Memory stays flat: bytes are unpacked and handed on in pieces, never more than 1 MiB at a time.
"""

import os
import re
import zlib
from typing import IO, Any

from archive.warc.record import MAX_HEADER

_gunzip: Any
try:
    from isal import isal_zlib as _gunzip
except ImportError:  # pragma: no cover  (no wheel for this machine)
    _gunzip = zlib

_MAGIC = b"\x1f\x8b"
_RAW_PIECE = 1 << 16
_MAX_UNPACKED = 1 << 20
_WINDOW = 1 << 20
_HEADER_END = re.compile(rb"\n\r?\n")
# Where a record may begin again behind a damaged one. In a gzip file only a member that unpacks to "WARC/" counts.
_NEXT_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_NEXT_ANY = re.compile(rb"WARC/\d\.\d{1,4}[ \t]?\r?\n(?=[A-Za-z][A-Za-z-]{3,40}:)|\x1f\x8b\x08[\x00-\x1f]")
_LONGEST_MARK = 64

_PACKED = {
    b"\x28\xb5\x2f\xfd": "packed by zstd, which is not read here (`unzstd` it)",
    # A skippable frame: in a .warc.zst it holds the dictionary.
    b"\x5d\x2a\x4d\x18": "packed by zstd, which is not read here (`unzstd` it)",
    b"BZh": "packed by bzip2, which is not read here (`bunzip2` it)",
    b"\xfd7zXZ\x00": "packed by xz, which is not read here (`unxz` it)",
    b"PK\x03\x04": "a zip file, as WACZ is (unpack it: the WARCs of a WACZ lie in its archive/)",
}
"""What other files begin with."""

NO_RECORD = "no WARC record starts here"
FILE_ENDS = "the file ends inside the record"


class Broken(Exception):
    """The bytes at hand are no whole record; the message says why."""


class Stream:
    """Stands at a place of a file, and gives what is unpacked from there."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)
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

    def left(self) -> int:
        """Bytes behind :meth:`place` in the file."""
        return self._size - self.place()

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
            raise Broken(next((told for mark, told in _PACKED.items() if self.starts_with(mark)), NO_RECORD))
        searched = self._at
        while True:
            end = _HEADER_END.search(self._data, searched)
            if end is not None:
                header = self._data[self._at : end.end()]
                self._at = end.end()
                return header
            if len(self._data) - self._at > MAX_HEADER:
                raise Broken(f"its header is longer than {MAX_HEADER} bytes")
            behind = len(self._data) - self._at
            if not self._fill(keep=True):
                raise Broken("it ends inside its header")
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
                    raise Broken(FILE_ENDS)
            try:
                piece = unpacker.decompress(memoryview(self._raw)[self._raw_used :], _MAX_UNPACKED)
            except (_gunzip.error, ValueError) as error:
                raise Broken(f"its gzip member is damaged ({error})") from error
            left = len(unpacker.unused_data) if unpacker.eof else len(unpacker.unconsumed_tail)
            self._raw_used = len(self._raw) - left
            if piece:
                return bytes(piece)
        return b""
