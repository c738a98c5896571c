"""Laws of HTTP messages and content codings: our own error or an answer within its limits, whatever came."""

import gzip
import zlib

import brotli
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.coding import decode
from archive.errors import MessageError
from archive.http import Dechunker, decoded_body, payload_of, read_head

_PIECES = (
    *(
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 99999 ?\n",
        b"GET / HTTP/1.1\r\n",
        b"HTTP/1.1 200",
        b"\r\n",
        b"\n",
        b" ",
        b"\t",
    ),
    *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: br, deflate\r\n", b"Content-Encoding: zstd\n", b"a:b\r\n"),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Length: -5\r\n",
        b": x\r\n",
    ),
    *(
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"7fffffffffffffff\r\n",
        b"5;a=b\r\n",
        b"\r\n\r\n",
        b"\x00",
        b"\xff\xfe",
        b"{" * 90,
    ),
    *(gzip.compress(b"ciao" * 40, mtime=0), zlib.compress(b"ciao"), brotli.compress(b"ciao" * 9), b"\x1f\x8b\x08"),
)
_BLOCKS = st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=12)), max_size=14).map(b"".join)
_CODINGS = ("gzip", "deflate", "br", "zstd")
_DATA = st.one_of(st.binary(max_size=3000), st.binary(max_size=9).map(lambda one: one * 4000))


def _encode(coding: str, data: bytes) -> bytes:
    if coding == "gzip":
        return gzip.compress(data, mtime=0)
    if coding == "deflate":
        return zlib.compress(data)
    return bytes(brotli.compress(data, quality=3) if coding == "br" else zstandard.ZstdCompressor().compress(data))


@settings(deadline=None)
@given(_BLOCKS)
def test_a_head_is_read_or_refused(block: bytes) -> None:
    try:
        head, body = read_head(block)
    except MessageError:
        return

    assert 0 < body <= len(block)
    assert head.status is None or 0 <= head.status <= 999
    assert all(b"\n" not in name + value for name, value in head.fields)


@settings(deadline=None)
@given(_BLOCKS)
def test_a_payload_is_never_longer_than_its_block(block: bytes) -> None:
    assert len(payload_of(block)) <= len(block)


@settings(deadline=None)
@given(_BLOCKS, st.integers(0, 5000))
def test_a_body_is_decoded_within_its_limit_or_refused(block: bytes, max_bytes: int) -> None:
    try:
        decoded = decoded_body(block, max_bytes=max_bytes)
    except MessageError:
        return

    assert len(decoded.data) <= max_bytes


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=12)), max_size=14))
def test_chunk_framing_gives_no_more_than_came(pieces: list[bytes]) -> None:
    dechunker = Dechunker()
    given_back = sum(len(dechunker.feed(piece)) for piece in pieces) + len(dechunker.finish())

    assert given_back <= sum(map(len, pieces))
    assert dechunker.complete <= dechunker.framed


@settings(deadline=None)
@given(st.sampled_from(_CODINGS), _DATA)
def test_what_was_coded_is_decoded(coding: str, data: bytes) -> None:
    assert decode(coding, _encode(coding, data), 1 << 20) == (data, None)


@settings(deadline=None)
@given(st.sampled_from(_CODINGS), _DATA, st.integers(0, 40_000))
def test_of_a_cut_body_a_true_start_is_kept(coding: str, data: bytes, cut: int) -> None:
    coded = _encode(coding, data)
    coded = coded[: cut % len(coded)]
    plain, _ = decode(coding, coded, 1 << 20)

    assert data.startswith(plain) or plain == coded


@settings(deadline=None)
@given(st.sampled_from(_CODINGS), _DATA, st.integers(0, 40_000), st.integers(1, 255), st.integers(0, 9000))
@example("gzip", b"ciao" * 500, 3, 4, 0)
def test_a_flipped_byte_never_breaks_a_limit(coding: str, data: bytes, at: int, change: int, limit: int) -> None:
    coded = bytearray(_encode(coding, data))
    coded[at % len(coded)] ^= change
    plain, _ = decode(coding, bytes(coded), limit)

    assert len(plain) <= max(limit, len(coded))
