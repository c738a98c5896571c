"""Content codings undone: gzip, deflate, br, zstd. Never without a limit; keeps what could be decoded."""

import zlib
from typing import Any

_fast: Any
try:
    from isal import isal_zlib as _fast
except ImportError:  # pragma: no cover  (no wheel for this machine)
    _fast = zlib


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
    out: list[bytes] = []
    size = 0
    decompressor = module.decompressobj(wbits)
    at = 0
    while at < len(data):
        try:
            got = decompressor.decompress(data[at : at + piece], limit + 1 - size)
        except module.error as error:
            if not careful:
                raise
            # Behind a whole member, bytes that are no gzip are padding, as for browsers.
            return b"".join(out), None if decompressor.eof else f"{name} broken: {error}"
        out.append(got)
        size += len(got)
        if size > limit:
            return b"".join(out)[:limit], f"{name} unfolds to more than {limit} bytes"
        at += piece
        if decompressor.eof:
            left = decompressor.unused_data
            at = min(at, len(data)) - len(left)
            if wbits != 31 or data[at : at + 2] != b"\x1f\x8b":
                return b"".join(out), None
            decompressor = module.decompressobj(wbits)
    return b"".join(out), f"{name} ends early"


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
    out: list[bytes] = []
    size = at = 0
    try:
        while at < len(data) and size <= limit:
            got = unfold(data[at : at + step], output_buffer_limit=1 << 20) if bounded else unfold(data[at : at + step])
            at += step
            out.append(got)
            size += len(got)
            while bounded and size <= limit and not decompressor.can_accept_more_data():
                out.append(unfold(b"", output_buffer_limit=1 << 20))
                size += len(out[-1])
            if bounded and decompressor.is_finished():
                break
    except brotli.error as error:
        if not out:
            return data, "said to be br and is not"
        return b"".join(out)[:limit], f"br broken: {error}"
    if size > limit:
        return b"".join(out)[:limit], f"br unfolds to more than {limit} bytes"
    return b"".join(out), "br ends early" if bounded and not decompressor.is_finished() else None


def _unzstd(data: bytes, limit: int) -> tuple[bytes, str | None]:
    try:
        import zstandard
    except ImportError:
        return data, "zstd cannot be read: install zstandard"
    if not data.startswith(b"\x28\xb5\x2f\xfd"):
        return data, "said to be zstd and is not"
    out: list[bytes] = []
    size = 0
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data, read_across_frames=True)
        while size <= limit and (got := reader.read(1 << 16)):
            out.append(got)
            size += len(got)
    except zstandard.ZstdError as error:
        return b"".join(out)[:limit], f"zstd broken: {error}"
    if size > limit:
        return b"".join(out)[:limit], f"zstd unfolds to more than {limit} bytes"
    return b"".join(out), None
