"""Content codings undone: gzip, deflate, br, zstd. Never without a limit; keeps what could be decoded."""

import io
import zlib
from typing import Any

_fast: Any
try:
    from isal import isal_zlib as _fast
except ImportError:  # pragma: no cover  (no wheel for this machine)
    _fast = zlib

MOST_CODINGS = 5
"""Codings that are undone of one body, as in curl and urllib3: a head has room for thousands, each of which costs."""

_STEP = 1 << 20
"""Bytes that a decompressor gives at once."""


def decode(coding: str, data: bytes, limit: int) -> tuple[bytes, str | None]:
    """Return *data* without one content coding, at most *limit* bytes, and what went wrong in a few words.

    Data that is not coded so at all, or by a coding unknown here, comes back as it is.
    """
    if coding in ("gzip", "x-gzip"):
        if not data.startswith(b"\x1f\x8b"):
            return data, "said to be gzip and is not"
        return _inflate(data, 31, limit, "gzip")
    if coding in ("deflate", "x-deflate"):
        # "deflate" means zlib; some servers send it without the zlib header, and browsers take both.
        is_zlib = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        plain, problem = _inflate(data, 15 if is_zlib else -15, limit, "deflate")
        return (plain, problem) if plain or not problem else (data, "said to be deflate and is not")
    if coding == "br":
        return _unbrotli(data, limit)
    if coding == "zstd":
        return _unzstd(data, limit)
    return data, f"unknown content coding {coding[:40]!r}"


def _inflate(data: bytes, wbits: int, limit: int, name: str) -> tuple[bytes, str | None]:
    try:
        return _inflate_with(_fast, data, wbits, limit, name, piece=len(data))
    except (_fast.error, ValueError):
        # Again in small pieces, so that all that stands before the fault is kept.
        return _inflate_with(zlib, data, wbits, limit, name, piece=64, careful=True)


def _inflate_with(
    module: Any, data: bytes, wbits: int, limit: int, name: str, *, piece: int, careful: bool = False
) -> tuple[bytes, str | None]:
    out = _Out(limit)
    decompressor = module.decompressobj(wbits)
    at = 0
    while at < len(data):
        try:
            more = data[at : at + piece]
            while not out.full:
                got = decompressor.decompress(more, _STEP)
                out.add(got)
                more = decompressor.unconsumed_tail
                if decompressor.eof or (not more and len(got) < _STEP):
                    break
        except module.error as error:
            if not careful:
                raise
            # Behind a whole member, bytes that are no gzip are padding, as for browsers.
            return out.data, None if decompressor.eof else f"{name} broken: {error}"
        if out.full:
            return out.data, f"{name} unfolds to more than {limit} bytes"
        at += piece
        if decompressor.eof:
            left = decompressor.unused_data
            at = min(at, len(data)) - len(left)
            if wbits != 31 or data[at : at + 2] != b"\x1f\x8b":
                return out.data, None
            decompressor = module.decompressobj(wbits)
    return out.data, f"{name} ends early"


class _Out:
    """What was decoded so far, at most *limit* bytes; held once, while pieces to be joined are held twice."""

    __slots__ = ("_buffer", "_limit", "_only", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._only = b""
        self._buffer: io.BytesIO | None = None

    def add(self, piece: bytes) -> None:
        if not self._size and len(piece) <= self._limit:
            self._only = piece
        else:
            if self._buffer is None:
                self._buffer = io.BytesIO()
                self._buffer.write(self._only)
            self._buffer.write(piece[: max(0, self._limit - self._size)])
        self._size += len(piece)

    @property
    def full(self) -> bool:
        """Whether there was more than fits."""
        return self._size > self._limit

    @property
    def data(self) -> bytes:
        return self._only if self._buffer is None else self._buffer.getvalue()


def _unbrotli(data: bytes, limit: int) -> tuple[bytes, str | None]:
    try:
        import brotli
    except ImportError:  # pragma: no cover  (a declared dependency)
        return data, "br cannot be read: install brotli"
    decompressor = brotli.Decompressor()
    bounded = hasattr(decompressor, "can_accept_more_data")
    # Without bounds (brotlipy, which pywb brings, and brotli before 1.2) only small pieces keep the output small.
    step = 1 << 16 if bounded else 64
    unfold = decompressor.process if hasattr(decompressor, "process") else decompressor.decompress
    out = _Out(limit)
    at = 0
    try:
        while at < len(data) and not out.full:
            more = data[at : at + step]
            out.add(unfold(more, output_buffer_limit=_STEP) if bounded else unfold(more))
            at += step
            while bounded and not out.full and not decompressor.can_accept_more_data():
                out.add(unfold(b"", output_buffer_limit=_STEP))
            if bounded and decompressor.is_finished():
                break
    except brotli.error as error:
        if not at:
            return data, "said to be br and is not"
        return out.data, f"br broken: {error}"
    if out.full:
        return out.data, f"br unfolds to more than {limit} bytes"
    return out.data, "br ends early" if bounded and not decompressor.is_finished() else None


def _unzstd(data: bytes, limit: int) -> tuple[bytes, str | None]:
    try:
        import zstandard
    except ImportError:
        return data, "zstd cannot be read: install zstandard"
    if not data.startswith(b"\x28\xb5\x2f\xfd"):
        return data, "said to be zstd and is not"
    out = _Out(limit)
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data, read_across_frames=True)
        while not out.full and (got := reader.read(1 << 16)):
            out.add(got)
    except zstandard.ZstdError as error:
        return out.data, f"zstd broken: {error}"
    if out.full:
        return out.data, f"zstd unfolds to more than {limit} bytes"
    return out.data, None
