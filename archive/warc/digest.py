"""Block digest and payload digest of a message, computed while its bytes pass by."""

import base64
import hashlib
import re
from typing import Any, Literal

from archive.errors import MessageError
from archive.http import Dechunker, Head, read_head

PayloadRule = Literal["spec", "wire"]
"""What the payload digest is over: ``spec``, the de-chunked body, as WARC 1.1 says; ``wire``, with chunk framing, as
``warcio check`` counts. Content codings stay in both."""

_ALGORITHMS = {
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "md5": "md5",
}
_HEAD_END = re.compile(rb"\n\r?\n")
_MAX_HEAD = 1 << 20
_PLAIN_BASE64 = str.maketrans("-_", "+/")

EMPTY = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""The digest of no bytes at all."""


def label(digest: bytes, algorithm: str = "sha1") -> str:
    """Return *digest* as it stands in a WARC header: ``sha1:`` and base32."""
    return f"{algorithm}:{base64.b32encode(digest).decode()}"


def algorithm_of(text: str) -> str | None:
    """Return the hashlib name of the algorithm of a labelled digest; None where it is not known here."""
    return _ALGORITHMS.get(text.partition(":")[0].strip().lower())


def agrees(text: str, digest: bytes) -> bool:
    """Tell whether a labelled digest, in base32 or base16 (any case) or base64, says the same as *digest*."""
    value = text.partition(":")[2].strip().rstrip("=")
    if value.lower() == digest.hex() or value.upper() == base64.b32encode(digest).decode().rstrip("="):
        return True
    return value.translate(_PLAIN_BASE64) == base64.b64encode(digest).decode().rstrip("=")


class MessageDigest:
    """Digests of an HTTP message as its bytes pass by; they do not depend on how the bytes are cut.

    A message that is no HTTP is payload from its first byte. *wire* asks for the digest over the body with its
    framing as well (it costs a second hash where there is framing).
    """

    __slots__ = ("_block", "_dechunker", "_payload", "_started", "_wire", "body_at", "head", "payload_size", "size")

    def __init__(self, *, block: str = "sha1", payload: str = "sha1", wire: bool = False) -> None:
        self._block = hashlib.new(block)
        self._payload = hashlib.new(payload)
        self._wire: Any = hashlib.new(payload) if wire else None
        self._dechunker: Dechunker | None = None
        self._started: bytearray | None = bytearray()
        self.head: Head | None = None
        """None until the head has passed, and for what is no HTTP."""
        self.body_at: int = 0
        """Where the body begins in the block."""
        self.size: int = 0
        self.payload_size: int = 0

    def update(self, piece: bytes) -> None:
        """Take the next bytes of the block."""
        self._block.update(piece)
        self.size += len(piece)
        if self._started is None:
            self._body(piece)
            return
        before = len(self._started)
        self._started += piece
        first = len(self._started) - len(self._started.lstrip(b"\r\n"))
        if _HEAD_END.search(self._started, max(first, before - 3)) or len(self._started) > _MAX_HEAD:
            self._begin()

    def finish(self) -> None:
        """The block is over: digests and sizes are final."""
        if self._started is not None:
            self._begin()
        if self._dechunker is not None:
            self._add(self._dechunker.finish())

    @property
    def block(self) -> bytes:
        return self._block.digest()

    @property
    def payload(self) -> bytes:
        """Over the de-chunked body."""
        return self._payload.digest()

    @property
    def wire(self) -> bytes:
        """Over the body with its chunk framing; the same as *payload* where there is none."""
        return self._wire.digest() if self._wire is not None else self.payload

    @property
    def framed(self) -> bool:
        """True where the body has chunk framing."""
        return self._dechunker is not None and self._dechunker.framed

    @property
    def framing_problem(self) -> str | None:
        return self._dechunker.problem if self._dechunker is not None else None

    def _begin(self) -> None:
        start = bytes(self._started or b"")
        self._started = None
        try:
            self.head, self.body_at = read_head(start)
        except MessageError:
            self.head, self.body_at = None, 0
        if self.head is not None and self.head.chunked:
            self._dechunker = Dechunker()
        self._body(start[self.body_at :])

    def _body(self, piece: bytes) -> None:
        if self._dechunker is None:
            self._add(piece)
            if self._wire is not None:
                self._wire.update(piece)
            return
        if self._wire is not None:
            self._wire.update(piece)
        self._add(self._dechunker.feed(piece))

    def _add(self, body: bytes) -> None:
        if body:
            self._payload.update(body)
            self.payload_size += len(body)
