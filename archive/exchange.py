"""One request and its response, as they crossed the wire.

The only thing that both wings of the archive know: ``archive.warc`` keeps exchanges, ``archive.article``
reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal, Self

from archive.errors import MessageError
from archive.http import Head, media_type_of, read_head

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a record is shorter than what the server had: the values of WARC-Truncated (WARC 1.1, 5.13)."""

_HEAD_BYTES = 1 << 16

SPOOL_BYTES = 1 << 20
"""Past this size a spool moves from memory to an unlinked temporary file."""


class Spool:
    """Bytes in the order in which they came; past *max_memory* bytes they lie in an unlinked temporary file."""

    __slots__ = ("_file", "_parts", "_size", "max_memory")

    def __init__(self, max_memory: int = SPOOL_BYTES) -> None:
        self.max_memory = max_memory
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._size = 0

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Return a spool that holds *data* (in memory, whatever its size: the caller has it there already)."""
        spool = cls(max(len(data), SPOOL_BYTES))
        spool.write(data)
        return spool

    def write(self, data: bytes) -> None:
        """Append *data*; the object is kept, not copied, while the spool is in memory."""
        if not data:
            return
        self._size += len(data)
        if self._file is None and self._size > self.max_memory:
            import tempfile

            self._file = tempfile.TemporaryFile(prefix="emeroteca-")  # noqa: SIM115 (closed with the spool)
            self._file.writelines(self._parts)
            self._parts = []
        if self._file is not None:
            self._file.write(data)
        else:
            self._parts.append(data)

    def chop(self, surplus: int) -> bytes:
        """Cut the last *surplus* bytes off and return them."""
        if surplus <= 0:
            return b""
        whole = self.read()
        keep = max(0, len(whole) - surplus)
        self.close()
        self._parts, self._size = [], 0
        self.write(whole[:keep])
        return whole[keep:]

    def chunks(self, size: int = 1 << 16) -> Iterator[bytes]:
        """Yield all bytes from the start, in pieces (of at most *size* bytes where they lie in a file)."""
        if self._file is None:
            yield from self._parts
            return
        self._file.seek(0)
        while piece := self._file.read(size):
            yield piece
        self._file.seek(0, 2)

    def start(self, size: int) -> bytes:
        """Return the first *size* bytes, or all where there are fewer."""
        if self._file is None and len(self._parts) == 1:
            return self._parts[0][:size]  # as nearly always: no copy where that is all
        taken: list[bytes] = []
        left = size
        for piece in self.chunks():
            taken.append(piece[:left])
            left -= len(taken[-1])
            if left <= 0:
                break
        if self._file is not None:
            self._file.seek(0, 2)
        return b"".join(taken)

    def read(self) -> bytes:
        """Return all bytes at once."""
        if self._file is None:
            if len(self._parts) > 1:
                self._parts = [b"".join(self._parts)]
            return self._parts[0] if self._parts else b""
        return b"".join(self.chunks(1 << 20))

    def close(self) -> None:
        """Give the temporary file back. The bytes are gone afterwards where they lay in one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return Spool.of, (self.read(),)  # a worker process gets the bytes, wherever they lie here

    def __len__(self) -> int:
        return self._size

    def __del__(self) -> None:
        # Whoever reads a WARC drops exchanges as they come: the file goes with the last reference.
        if getattr(self, "_file", None) is not None:
            self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as bytes on the wire."""

    url: str
    """The URL that was asked for, absolute, without fragment; as it goes into WARC-Target-URI."""

    request: Spool | None
    """The very bytes sent, head and body; None where they are not known (a foreign WARC without requests)."""

    response: Spool
    """The very bytes received for this request: head, chunk framing and content coding as they came."""

    captured_at: datetime
    """When the request was begun. Aware, UTC. The one date of all records of this exchange."""

    address: str | None = None
    """The server's IP address; None behind a proxy, or where it is not known."""

    protocol: str | None = None
    """``http/1.1``; the protocol spoken, where known (proposed field WARC-Protocol)."""

    cipher: str | None = None
    """TLS version and cipher suite, where TLS was spoken: ``TLSv1.3 TLS_AES_128_GCM_SHA256``."""

    truncated: Truncation | None = None
    """Why the response is cut; None when it is whole."""

    notes: tuple[tuple[str, str], ...] = ()
    """Named facts for the concurrent metadata record (``via-proxy``, ``surplus-bytes``, ``interim-response``
    in base64, ``referrer``, ``feed-title``...). Empty: no metadata record is written."""

    def head(self) -> Head | None:
        """Return the response's head; None where what came is no HTTP message."""
        try:
            return read_head(self.response.start(_HEAD_BYTES))[0]
        except MessageError:
            return None

    def media_type(self) -> str:
        """Return the media type that the response's head names, in small letters; empty where it names none."""
        head = self.head()
        return media_type_of(head.get("Content-Type") if head else None)
