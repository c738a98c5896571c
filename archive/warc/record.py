"""Record: the named fields and the block of one WARC record."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address

from archive.exchange import Spool
from archive.http import read_fields
from archive.stamp import stamp

MAX_HEADER = 1 << 20
"""No WARC header is read past this many bytes."""

MAX_BLOCK = 256 << 20
"""Of a longer block this many first bytes are read; its exchange is truncated then."""

NOT_MODIFIED_NOTE = "not-modified-response"
"""Note of a server-not-modified revisit: the 304 message in base64. Its block is empty, since pywb would answer a 304
from the archive with a blank page."""

_VERSION = re.compile(rb"WARC/(\d+\.\d+)[ \t]*\r?\n")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]00:?00)?)?)?)?")

_WEB = ("http://", "https://")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record, as it lies in a file."""

    version: str
    """``1.1``"""

    fields: tuple[tuple[str, str], ...]
    """Names and values in the order of the file, names in their own case."""

    block: Spool
    """Its first bytes, where the record is longer than the reader's limit (see *cut*)."""

    cut: bool = False
    """True where *block* is not all of the record's block."""

    warc: str
    """File name, without folder."""

    offset: int
    """Byte offset of the record's gzip member, or of the record in a plain WARC."""

    length: int
    """Bytes in the file; 0 where the record shares a gzip member with others and has no place of its own."""

    def get(self, name: str) -> str | None:
        """Return the first value of *name* (any case), or None."""
        return first_value(self.fields, name)

    def get_all(self, name: str) -> tuple[str, ...]:
        """Return all values of *name* (any case) in order."""
        wanted = name.lower()
        return tuple(value for key, value in self.fields if key.lower() == wanted)

    @property
    def type(self) -> str:
        """WARC-Type in lower case; empty where there is none."""
        return (self.get("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str | None:
        """WARC-Record-ID without its angle brackets."""
        return bare_uri(self.get("WARC-Record-ID"))

    @property
    def url(self) -> str | None:
        """WARC-Target-URI, without the angle brackets that WARC 1.0 writers put around it."""
        return bare_uri(self.get("WARC-Target-URI"))

    @property
    def of_web(self) -> bool:
        """Whether it is of an http or https address: only then its block is an HTTP message."""
        return (self.url or "").lower().startswith(_WEB)

    @property
    def segmented(self) -> bool:
        """Whether it is the first of several segments: the rest of its block lies in continuation records."""
        return self.get("WARC-Segment-Number") is not None

    @property
    def captured_at(self) -> datetime | None:
        """WARC-Date: aware, UTC; None where it is missing or no date."""
        return read_date(self.get("WARC-Date") or "")


def first_value(fields: Fields, name: str) -> str | None:
    """Return the first value of *name* (any case) among *fields*, or None."""
    wanted = name.lower()
    for key, value in fields:
        if key.lower() == wanted:
            return value
    return None


def bare_uri(value: str | None) -> str | None:
    """Return *value* without angle brackets around it; None for None and for nothing."""
    if value is None:
        return None
    if value.startswith("<") and value.endswith(">"):
        value = value[1:-1]
    return value or None


def write_date(at: datetime) -> str:
    """Return *at* (aware) as WARC-Date, with microseconds: ``2026-11-22T15:51:53.000123Z``."""
    if at.tzinfo is None:
        raise ValueError("a WARC-Date needs a time zone")
    return stamp(at)


@lru_cache(maxsize=256)
def write_address(text: str) -> str | None:
    """Return *text* as WARC-IP-Address; None for what is no address: a field must say something true."""
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def read_date(text: str) -> datetime | None:
    """Return the WARC-Date *text* as aware UTC, or None; what it leaves out is 1 or 0, nanoseconds are cut off."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, _ = found.groups()
    try:
        return datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def write_header(fields: Iterable[tuple[str, str]], size: int) -> bytes:
    """Return the header of a WARC/1.1 record whose block has *size* bytes, with the empty line behind it.

    No value can end its line: control characters become one space. Values are UTF-8.
    """
    lines = ["WARC/1.1\r\n"]
    lines += [f"{name}: {one_line(value)}\r\n" for name, value in fields]
    lines.append(f"Content-Length: {size}\r\n\r\n")
    return "".join(lines).encode("utf-8", "replace")


def read_header(header: bytes) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return version and fields of a record's header, or None where it does not start with ``WARC/``.

    Folded lines are joined by a space; lines with no colon are left out.
    """
    start = _VERSION.match(header)
    if start is None:
        return None
    fields = read_fields(header[start.end() :].split(b"\n"))
    try:
        read = tuple((name.decode(), value.decode()) for name, value in fields)
    except UnicodeDecodeError:
        read = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in fields)
    return start[1].decode(), read


def write_warc_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return *pairs* as an ``application/warc-fields`` block; names become tokens, values one line."""
    return b"".join(f"{_token(name)}: {one_line(value)}\r\n".encode("utf-8", "replace") for name, value in pairs)


def read_warc_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """Return the pairs of an ``application/warc-fields`` block, in order."""
    found = read_header(b"WARC/1.1\r\n" + block)
    return found[1] if found else ()


def one_line(value: str) -> str:
    """Return *value* as it may stand in a header: control characters become one space, outer blanks go."""
    # Nearly all values are printable; to look through them for what is not takes ten times as long.
    return value.strip() if value.isprintable() else _CONTROLS.sub(" ", value).strip()


def _token(name: str) -> str:
    return _NO_TOKEN.sub("-", name) or "-"
