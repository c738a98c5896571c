import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.http import payload_of
from archive.warc.digest import EMPTY, MessageDigest, agrees, algorithm_of, label
from tests.archive.warc.wire import PAGE, chunked, ok, ok_chunked

_MESSAGES = st.one_of(
    st.binary(max_size=300),
    st.builds(ok, st.binary(max_size=300)),
    st.builds(ok_chunked, st.binary(max_size=300), st.integers(1, 50)),
    st.text(alphabet="HTP/1. 20\r\n:ab", max_size=60).map(str.encode),
)


def _digests(message: bytes, cuts: list[int]) -> MessageDigest:
    digests, before = MessageDigest(wire=True), 0
    for cut in [*sorted(cut % (len(message) + 1) for cut in cuts), len(message)]:
        digests.update(message[before:cut])
        before = cut
    digests.finish()
    return digests


@given(_MESSAGES, st.lists(st.integers(0, 10_000), max_size=6), st.integers(0, 400))
def test_digests_do_not_depend_on_how_the_stream_is_cut(message: bytes, cuts: list[int], end: int) -> None:
    for data in (message, message[:end]):
        streamed, whole = _digests(data, cuts), _digests(data, [])

        assert streamed.block == whole.block == hashlib.sha1(data).digest()
        assert streamed.payload == whole.payload == hashlib.sha1(payload_of(data)).digest()
        assert streamed.wire == whole.wire
        assert streamed.payload_size == whole.payload_size == len(payload_of(data))


def test_payload_digest_is_over_the_body_without_its_framing() -> None:
    digests = _digests(ok_chunked(PAGE, 33), [])

    assert digests.payload == hashlib.sha1(PAGE).digest()
    assert digests.wire == hashlib.sha1(chunked(PAGE, 33)).digest()
    assert digests.framed


def test_chunk_boundaries_do_not_change_the_payload_digest() -> None:
    assert _digests(ok_chunked(PAGE, 7), []).payload == _digests(ok_chunked(PAGE, 1000), []).payload


def test_label_is_sha1_in_base32() -> None:
    assert label(hashlib.sha1(b"").digest()) == EMPTY


@pytest.mark.parametrize(
    "said",
    [
        "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "SHA1:3i42h3s6nnfq2msvx7xzkyayscx5qbyj",
        "sha-1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
    ],
)
def test_digests_of_other_writers_are_understood(said: str) -> None:
    assert algorithm_of(said) == "sha1"
    assert agrees(said, hashlib.sha1(b"").digest())
    assert not agrees(said, hashlib.sha1(b"x").digest())


def test_unknown_algorithm_is_none() -> None:
    assert algorithm_of("crc32:00000000") is None
