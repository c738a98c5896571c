"""HTTP messages as bytes: head, chunk framing, body. Tolerant in reading, and never without a limit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.coding import MOST_CODINGS, decode
from archive.errors import MessageError

_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
_START = re.compile(rb"HTTP/\d|[A-Z][A-Z0-9_-]*[ \t]++[^\r\n]*HTTP/\d", re.IGNORECASE)
_SIZE_LINE = re.compile(rb"[ \t]*0*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n?")

_MAX_SIZE_LINE = 16 << 10
_MAX_DOUBT = 1 << 20
_FREE_BYTES = 1 << 20
"""Below this a body may unfold by any ratio: small pages of blanks are no bombs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Status and header fields of one message."""

    fields: tuple[tuple[bytes, bytes], ...]
    """Names and values in the order of the wire, names in their own case; values unfolded, without outer blanks.
    Lines with no colon are left out."""

    status: int | None
    """None for a request, and where the status line holds no three digits."""

    def get(self, name: str) -> str | None:
        """Return the first value of *name* (any case) as latin-1, or None."""
        wanted = name.lower().encode("latin-1")
        for key, value in self.fields:
            if key.lower() == wanted:
                return value.decode("latin-1")
        return None

    def get_all(self, name: str) -> tuple[str, ...]:
        """Return all values of *name* (any case) in order."""
        wanted = name.lower().encode("latin-1")
        return tuple(value.decode("latin-1") for key, value in self.fields if key.lower() == wanted)

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as it stands; None where it does not say. In UTF-8, as browsers read it."""
        value = next((value for key, value in self.fields if key.lower() == b"location"), None)
        if value is None:
            return None
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.decode("latin-1")

    @property
    def chunked(self) -> bool:
        """True where the head announces chunk framing (the body may be without it: archives take it off)."""
        return "chunked" in _tokens(self.get_all("transfer-encoding"))

    @property
    def content_codings(self) -> tuple[str, ...]:
        """Content codings in the order in which they were applied, lower case, without ``identity``."""
        return tuple(name for name in _tokens(self.get_all("content-encoding")) if name != "identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A body with its codings undone, as far as that could be done."""

    data: bytes

    problem: str | None
    """What went wrong, in a few words; *data* is then what could be decoded."""


def media_type_of(value: str | None) -> str:
    """Return the media type of a Content-Type value in lower case, without parameters; empty where there is none.

    Up to the first blank or semicolon, as browsers and indexers read it: some servers leave the semicolon out.
    """
    words = (value or "").partition(";")[0].split(None, 1)
    return words[0].lower() if words else ""


def read_head(block: bytes) -> tuple[Head, int]:
    """Return the head of *block* and where its body starts (the end, where the head is cut).

    Takes what browsers take: LF alone, folded lines, lines with no colon, no reason phrase, empty lines before the
    start line. Raises MessageError where *block* starts with neither a status line nor a request line.
    """
    start = 0
    while block[start : start + 1] in (b"\r", b"\n"):
        start += 1
    if not _START.match(block, start):
        raise MessageError(f"not an HTTP message: {block[start : start + 40]!r}")
    end = _HEAD_END.search(block, start)
    head_end, body = (end.start(), end.end()) if end else (len(block), len(block))
    start_line, *lines = block[start:head_end].split(b"\n")
    status = _STATUS.match(start_line)
    return Head(fields=read_fields(lines), status=int(status[1]) if status else None), body


def read_fields(lines: Iterable[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Return names and values of header *lines*, without outer blanks; what has no colon is left out.

    A line that begins with a blank goes on the value before it, and is joined to it by a space.
    """
    fields: list[tuple[bytes, bytes]] = []
    folded: dict[int, list[bytes]] = {}
    may_fold = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if may_fold and (more := line.strip()):
                folded.setdefault(len(fields) - 1, []).append(more)
            continue
        name, colon, value = line.partition(b":")
        may_fold = bool(colon)
        if colon:
            fields.append((name.strip(), value.strip()))
    for place, more_of_it in folded.items():
        name, value = fields[place]
        fields[place] = (name, b" ".join([value, *more_of_it] if value else more_of_it))
    return tuple(fields)


def payload_of(block: bytes) -> bytes:
    """Return the entity body of *block*: de-chunked where it is framed, still content-coded.

    A "chunked" header over a body without framing (other archivers leave it there) changes nothing. A block that is
    no HTTP message is payload from its first byte.
    """
    try:
        head, start = read_head(block)
    except MessageError:
        return block
    return _dechunk(head, block[start:])[0]


def decoded_body(block: bytes, *, max_bytes: int = 50 << 20, max_ratio: int = 100) -> Decoded:
    """Return the body of *block* with chunk framing and content codings undone: gzip, deflate, br, zstd.

    Never more than *max_bytes*, nor (past 1 MiB) more than *max_ratio* times what came over the wire. Keeps what
    could be decoded and names the problem. Raises MessageError where *block* is no HTTP message.
    """
    head, start = read_head(block)
    data, problem = _dechunk(head, block[start:])
    limit = min(max_bytes, max(len(data) * max_ratio, _FREE_BYTES))
    framings = [name for name in _tokens(head.get_all("transfer-encoding")) if name not in ("chunked", "identity")]
    codings = (*head.content_codings, *framings)
    if len(codings) > MOST_CODINGS:
        codings, problem = (), f"{len(codings)} content codings, one in the other: none was undone"
    for coding in reversed(codings):
        if not data:
            break
        data, trouble = decode(coding, data, limit)
        if trouble:
            problem = trouble
            break
    if len(data) > max_bytes:
        data, problem = data[:max_bytes], f"longer than {max_bytes} bytes"
    return Decoded(data=data, problem=problem)


class Dechunker:
    """Takes chunk framing off while bytes arrive; what it gives does not depend on how they were cut.

    A body without framing passes unchanged: whether there is any is decided by the first chunk, which is held back
    until its end is seen (if it is no longer than 1 MiB). After broken framing nothing more is given.
    """

    __slots__ = ("_ended", "_given", "_held", "_left", "_line", "_seen", "_state", "problem")

    def __init__(self) -> None:
        self.problem: str | None = None
        """What was wrong with the framing; final after *finish*."""
        self._state = "doubt"
        self._held = bytearray()
        self._line = b""
        self._left = 0
        self._seen = 0
        self._given = False
        self._ended = False

    @property
    def framed(self) -> bool:
        """True where there was chunk framing; final after *finish*."""
        return self._state not in ("doubt", "plain")

    @property
    def complete(self) -> bool:
        """True once the last chunk and the end of the trailer were seen."""
        return self._state == "done"

    def feed(self, data: bytes) -> bytes:
        """Return the bytes of the body that *data* brings."""
        if self._state == "doubt":
            self._held += data
            framed = _is_framed(self._held)
            if framed is None:
                return b""
            return self._settle(framed=framed)
        return data if self._state == "plain" else self._unframe(data)

    def finish(self) -> bytes:
        """Return what was held back; the body is over."""
        rest = b""
        if self._state == "doubt":
            line = _SIZE_LINE.match(self._held)
            rest = self._settle(framed=line is not None and line[0].endswith(b"\n"))
        if self._state not in ("plain", "done", "broken"):
            self.problem = "chunk framing ends early"
        return rest

    def _settle(self, *, framed: bool) -> bytes:
        data = bytes(self._held)
        self._held = bytearray()
        self._state = "size" if framed else "plain"
        return self._unframe(data) if framed else data

    def _unframe(self, data: bytes) -> bytes:
        body: list[bytes] = []
        at, size = 0, len(data)
        while at < size and self._state not in ("done", "broken"):
            if self._state == "data":
                piece = data[at : at + self._left]
                body.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if not self._left:
                    self._state = "newline"
                continue
            end = data.find(b"\n", at)
            self._line += data[at : end + 1] if end >= 0 else data[at:]
            at = end + 1 if end >= 0 else size
            if self._state == "newline" and self._line[:1] not in (b"\r", b"\n"):
                self._break(at)
            elif end >= 0:
                self._take_line(at)
            elif len(self._line) > _MAX_SIZE_LINE:
                self._break(at)
        self._seen += size
        return b"".join(body)

    def _take_line(self, at: int) -> None:
        line, self._line = self._line, b""
        if self._state == "trailer":
            if not line.strip(b"\r\n"):
                self._state = "done"
        elif self._state == "newline":
            self._state = "size"
            if line not in (b"\r\n", b"\n"):
                self._break(at)
        elif found := _SIZE_LINE.fullmatch(line):
            self._left = int(found[1], 16)
            self._state = "data" if self._left else "trailer"
        else:
            self._break(at)

    def _break(self, at: int) -> None:
        self._state = "broken"
        self.problem = f"chunk framing broken near byte {self._seen + at} of the body"


def _is_framed(start: bytearray) -> bool | None:
    """Return whether a body that starts so is framed; None where it cannot be said yet."""
    end = start.find(b"\n", 0, _MAX_SIZE_LINE)
    if end < 0:
        plausible = len(start) < _MAX_SIZE_LINE and (
            not start.strip() or start.lstrip()[:1] in b"0123456789abcdefABCDEF"
        )
        return None if plausible else False
    line = _SIZE_LINE.fullmatch(start, 0, end + 1)
    if line is None:
        return False
    size = int(line[1], 16)
    if not size or size > _MAX_DOUBT:
        return True
    after = bytes(start[end + 1 + size : end + 3 + size])
    if after[:1] == b"\n" or after == b"\r\n":
        return True
    return None if not after or after == b"\r" else False


def _dechunk(head: Head, body: bytes) -> tuple[bytes, str | None]:
    if not head.chunked or not body:
        return body, None
    dechunker = Dechunker()
    data = dechunker.feed(body)
    rest = dechunker.finish()
    return (data + rest if rest else data), dechunker.problem


def _tokens(values: tuple[str, ...]) -> list[str]:
    return [token for value in values for part in value.split(",") if (token := part.partition(";")[0].strip().lower())]
