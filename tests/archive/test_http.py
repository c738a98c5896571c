import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import MessageError
from archive.http import Dechunker, decoded_body, media_type_of, payload_of, read_head
from tests.archive.warc.wire import PAGE, chunked

_CODERS = {
    b"gzip": gzip.compress,
    b"deflate": zlib.compress,
    b"br": brotli.compress,
    b"zstd": zstandard.ZstdCompressor().compress,
    b"gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


def _message(body: bytes, *fields: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def test_head_keeps_order_case_and_every_value() -> None:
    head, at = read_head(_message(b"x", b"X-Dup: 1", b'eTag:  "q" ', b"x-dUP: 2", b"Empty:"))

    assert head.fields == ((b"X-Dup", b"1"), (b"eTag", b'"q"'), (b"x-dUP", b"2"), (b"Empty", b""))
    assert head.get("X-DUP") == "1"
    assert head.get_all("x-dup") == ("1", "2")
    assert head.get("none") is None
    assert at == len(_message(b"", b"X-Dup: 1", b'eTag:  "q" ', b"x-dUP: 2", b"Empty:"))


def test_head_takes_what_browsers_take() -> None:
    head, at = read_head(b"\r\nHTTP/1.1 404\nA: b\n folded\nno colon\n left out\nC :  d \r\n\nbody")

    assert head.status == 404
    assert head.fields == ((b"A", b"b folded"), (b"C", b"d"))
    assert at == len(b"\r\nHTTP/1.1 404\nA: b\n folded\nno colon\n left out\nC :  d \r\n\n")


def test_head_of_a_request_has_no_status() -> None:
    assert read_head(b"GET /a HTTP/1.1\r\nHost: example.it\r\n\r\n")[0].status is None


def test_http2_status_line_is_read() -> None:
    assert read_head(b"HTTP/2 200\r\n\r\n")[0].status == 200


def test_cut_head_has_no_body() -> None:
    assert read_head(b"HTTP/1.1 200 OK\r\nA: b")[1] == len(b"HTTP/1.1 200 OK\r\nA: b")


@pytest.mark.parametrize("block", [b"", b"hello world", b"<html>", b"SSH-2.0-x\r\n\r\n"])
def test_what_is_no_http_is_refused(block: bytes) -> None:
    with pytest.raises(MessageError):
        read_head(block)


@pytest.mark.parametrize("coding", _CODERS)
@pytest.mark.parametrize("framed", [True, False])
def test_codings_are_undone(coding: bytes, framed: bool) -> None:
    coded = _CODERS[coding](PAGE)
    fields = (b"Content-Encoding: " + coding, *((b"TRANSFER-ENCODING: Chunked",) if framed else ()))
    decoded = decoded_body(_message(chunked(coded) if framed else coded, *fields))

    assert decoded.data == PAGE
    assert decoded.problem is None


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br", b"zstd"])
def test_a_header_over_a_body_that_is_not_coded_so_changes_nothing(coding: bytes) -> None:
    decoded = decoded_body(_message(PAGE, b"Content-Encoding: " + coding))

    assert decoded.data == PAGE
    assert decoded.problem == f"said to be {coding.decode()} and is not"


@pytest.mark.parametrize(("times", "undone"), [(5, True), (6, False)])
def test_codings_without_end_are_not_undone(times: int, undone: bool) -> None:
    coded = PAGE
    for _ in range(times):
        coded = gzip.compress(coded)
    decoded = decoded_body(_message(coded, b"Content-Encoding: " + b", ".join([b"gzip"] * times)))

    assert decoded.data == (PAGE if undone else coded)
    assert (decoded.problem is None) is undone


def test_raw_deflate_is_read() -> None:
    assert decoded_body(_message(zlib.compress(PAGE)[2:-4], b"Content-Encoding: deflate")).data == PAGE


def test_several_gzip_members_are_one_body_and_padding_behind_them_is_none() -> None:
    body = gzip.compress(PAGE) + gzip.compress(b"more") + b"\0\0junk"

    assert decoded_body(_message(body, b"Content-Encoding: gzip")).data == PAGE + b"more"


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_what_stands_before_a_cut_is_kept(coding: bytes) -> None:
    text = bytes(range(256)) * 100 + PAGE * 9
    coded = _CODERS[coding](text)
    decoded = decoded_body(_message(coded[: len(coded) - 20], b"Content-Encoding: " + coding))

    assert decoded.problem == f"{coding.decode()} ends early"
    assert len(decoded.data) > len(text) // 2
    assert text.startswith(decoded.data)


@pytest.mark.parametrize("coding", [b"gzip", b"br", b"zstd"])
def test_a_bomb_unfolds_no_further_than_the_limit(coding: bytes) -> None:
    bomb = _CODERS[coding](b"\0" * (64 << 20))
    decoded = decoded_body(_message(bomb, b"Content-Encoding: " + coding), max_bytes=4 << 20, max_ratio=1 << 20)

    assert len(decoded.data) == 4 << 20
    assert decoded.problem == f"{coding.decode()} unfolds to more than {4 << 20} bytes"


def test_ratio_bounds_what_a_small_body_may_become() -> None:
    bomb = gzip.compress(b"\0" * (40 << 20))
    decoded = decoded_body(_message(bomb, b"Content-Encoding: gzip"), max_ratio=50)

    assert len(decoded.data) == len(bomb) * 50


def test_unknown_coding_is_named_and_the_body_kept() -> None:
    decoded = decoded_body(_message(PAGE, b"Content-Encoding: sdch"))

    assert decoded.data == PAGE
    assert decoded.problem == "unknown content coding 'sdch'"


def test_payload_is_dechunked_and_still_coded() -> None:
    coded = gzip.compress(PAGE)

    assert payload_of(_message(chunked(coded), b"Content-Encoding: gzip", b"Transfer-Encoding: chunked")) == coded


def test_chunked_header_over_a_body_without_framing_changes_nothing() -> None:
    assert payload_of(_message(PAGE, b"Transfer-Encoding: chunked")) == PAGE


def test_what_is_no_http_is_all_payload() -> None:
    assert payload_of(b"just words") == b"just words"


def _dechunked(data: bytes, cuts: list[int]) -> tuple[bytes, bool, bool, bool]:
    dechunker = Dechunker()
    out, before = [], 0
    for cut in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        out.append(dechunker.feed(data[before:cut]))
        before = cut
    out.append(dechunker.finish())
    return b"".join(out), dechunker.framed, dechunker.complete, dechunker.problem is None


@pytest.mark.parametrize(
    ("framed", "body"),
    [
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"0005;ext=1\r\nhello\r\n0\r\nTrailer: x\r\n\r\nsurplus", b"hello"),
        (b"5\nhello\n0\n\n", b"hello"),
        (b"5\r\nhel", b"hel"),
        (b"5\r\nhello\r\nzz\r\nrest", b"hello"),
        (b"abc\nis no chunk size here, for the body is plain" + b"." * 2740 + b"text", None),
        (b"<html>", None),
        (b"0\r\n\r\n", b""),
        (b"", b""),
    ],
)
def test_framing_is_told_from_a_plain_body(framed: bytes, body: bytes | None) -> None:
    assert _dechunked(framed, [])[0] == (framed if body is None else body)


_STREAMS = st.one_of(
    st.builds(
        chunked, st.binary(max_size=400), st.integers(1, 90), st.sampled_from([b"0\r\n\r\n", b"", b"0\n\n", b"x"])
    ),
    st.text(alphabet="0123abf\r\n <;", max_size=40).map(str.encode),
)


@given(_STREAMS, st.lists(st.integers(0, 10_000), max_size=8), st.integers(0, 500))
def test_dechunking_does_not_depend_on_how_the_stream_is_cut(stream: bytes, cuts: list[int], end: int) -> None:
    for data in (stream, stream[:end]):
        assert _dechunked(data, cuts) == _dechunked(data, [])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_held_once(coding: str) -> None:
    block = _message(
        {**_CODERS, b"deflate": zlib.compress}[coding.encode()](bytes(60 << 20)),
        b"Content-Encoding: " + coding.encode(),
    )
    tracemalloc.start()
    decoded = decoded_body(block, max_bytes=20 << 20, max_ratio=1 << 30)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert decoded.problem == f"{coding} unfolds to more than {20 << 20} bytes"
    assert peak < 32 << 20  # brotlipy, which pywb brings, takes 28 and two kilobytes


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        ("text/html", "text/html"),
        ("Text/HTML ; charset=utf-8", "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("\ttext/css\t", "text/css"),
        ("; charset=utf-8", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_media_type_ends_at_a_blank_or_a_semicolon(value: str | None, media_type: str) -> None:
    assert media_type_of(value) == media_type
