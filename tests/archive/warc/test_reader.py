import bz2
import gzip
import io
import lzma
import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import DamagedRecord
from archive.exchange import Exchange
from archive.http import decoded_body
from archive.warc.capture import Capture
from archive.warc.reader import find_warc, read_at, read_exchanges, read_records
from tests.archive.warc.wire import PAGE, URL, asked, exchange, foreign, members, ok, ok_chunked, read, sha1, written


def _file(folder: Path, data: bytes, name: str = "foreign.warc.gz") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _text(one: Exchange) -> bytes:
    return decoded_body(one.response.read()).data


WGET = (
    foreign("warcinfo", b"software: Wget\r\n", url=None),
    foreign("request", asked(URL), ("WARC-Target-URI", f"<{URL}>"), ("WARC-Record-ID", "<urn:uuid:q>")),
    foreign(
        "response", ok_chunked(), ("WARC-Target-URI", f"<{URL}>"), ("WARC-Concurrent-To", "<urn:uuid:q>"),
        ("WARC-IP-Address", "192.0.2.1"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_wget_is_read(tmp_path: Path, packed: bool) -> None:
    path = _file(tmp_path, members(*WGET) if packed else b"".join(WGET))
    ((capture, one),), damages = read(path)

    assert not damages
    assert capture.url == one.url == URL
    assert one.request is not None
    assert one.request.read() == asked(URL)
    assert one.address == "192.0.2.1"
    assert _text(one) == PAGE


@pytest.mark.parametrize(
    "fields",
    [
        (b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Length: 17"),
        (b"X-Crawler-Transfer-Encoding: chunked", b"X-Crawler-Content-Encoding: gzip"),
    ],
    ids=["headers left", "headers renamed"],
)
def test_ccnews_is_read(tmp_path: Path, fields: tuple[bytes, ...]) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + b"".join(f + b"\r\n" for f in fields) + b"\r\n"
    path = _file(tmp_path, members(foreign("response", head + PAGE, ("WARC-Payload-Digest", sha1(PAGE)))))
    ((capture, one),), damages = read(path)

    assert not damages
    assert (capture.mime, capture.status, capture.payload_digest) == ("text/html", 200, sha1(PAGE))
    assert _text(one) == PAGE


def test_heritrix_order_is_joined(tmp_path: Path) -> None:
    main = foreign("response", ok(), ("WARC-Record-ID", "<urn:uuid:r>"), version="1.1")
    request = foreign("request", asked(URL), ("WARC-Concurrent-To", "<urn:uuid:r>"))
    metadata = foreign(
        "metadata",
        b"via: http://example.org/\r\nhopsFromSeed: L\r\n",
        ("WARC-Concurrent-To", "<urn:uuid:r>"),
        ("Content-Type", "application/warc-fields"),
    )
    dns = foreign("response", b"20191201\nexample.org 1 IN A 192.0.2.1\n", url="dns:example.org")
    ((_, one),), damages = read(_file(tmp_path, members(dns, main, request, metadata)))

    assert not damages
    assert one.request is not None
    assert one.request.read() == asked(URL)
    assert one.notes == (("via", "http://example.org/"), ("hopsFromSeed", "L"))


def test_resource_of_the_web_is_read_as_a_response(tmp_path: Path) -> None:
    record = foreign("resource", PAGE, ("Content-Type", "text/html; charset=utf-8"))
    ((capture, one),), _ = read(_file(tmp_path, members(record)))

    assert (capture.mime, capture.status) == ("text/html", None)
    assert _text(one) == PAGE


@pytest.mark.parametrize(
    ("coding", "coded"),
    [(b"br", brotli.compress(PAGE)), (b"gzip", gzip.compress(PAGE)), (b"deflate", zlib.compress(PAGE))],
)
def test_codings_are_read_with_chunks_and_without(tmp_path: Path, coding: bytes, coded: bytes) -> None:
    # warcio's content_stream() fails at brotli where the package brotli (which fastwarc needs) is installed.
    field = b"Content-Encoding: " + coding
    path, _ = written(tmp_path, [exchange(ok(coded, field)), exchange(ok_chunked(coded, 9, field))])

    assert [_text(one) for _, one in read(path)[0]] == [PAGE, PAGE]


def test_digest_that_a_writer_left_out_is_computed(tmp_path: Path) -> None:
    ((capture, _),), _ = read(_file(tmp_path, members(foreign("response", ok_chunked()))))

    assert capture.payload_digest == sha1(PAGE)


def test_one_member_for_all_records_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, gzip.compress(b"".join(WGET * 3)))
    found, damages = read(path)

    assert not damages
    assert [_text(one) for _, one in found] == [PAGE] * 3
    assert {(capture.offset, capture.length) for capture, _ in found} == {(0, 0)}
    with pytest.raises(DamagedRecord, match="no place of its own"):
        read_at(path, 0)


def test_gzip_and_plain_records_in_one_file_are_read(tmp_path: Path) -> None:
    path = _file(tmp_path, members(*WGET) + b"".join(WGET) + members(*WGET))

    assert len(read(path)[0]) == 3


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_every_capture_is_read_again_at_its_offset(tmp_path: Path, packed: bool) -> None:
    records = [foreign("response", ok(b"%d" % n * 9), url=f"{URL}/{n}") for n in range(9)]
    path = _file(tmp_path, members(*records) if packed else b"".join(records))
    found, _ = read(path)

    for capture, one in found:
        again, there = read_at(path, capture.offset, capture.length)
        assert again == capture
        assert there.response.read() == one.response.read()


def test_request_and_notes_are_read_at_an_offset(tmp_path: Path) -> None:
    path, (_, capture) = written(tmp_path, [exchange(ok()), exchange(ok(), notes=(("referrer", "x"),), second=1)])
    _, one = read_at(path, capture.offset, capture.length)

    assert one.request is not None
    assert one.request.read() == asked(URL)
    assert one.notes == (("referrer", "x"),)


def test_wrong_offset_is_a_damaged_record(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(ok())])

    for offset in (capture.offset + 1, 0, path.stat().st_size):
        with pytest.raises(DamagedRecord, match=f"byte {offset}"):
            read_at(path, offset)


def test_open_file_is_read_under_its_name_to_be(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(ok())])
    path.rename(path.with_name(f"{path.name}.open"))
    found = find_warc(tmp_path, capture.warc)

    assert found == path.with_name(f"{path.name}.open")
    assert read(found)[0][0][0] == capture


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    _file(tmp_path, b"", "outside.warc.gz")
    (tmp_path / "archive").mkdir()

    assert find_warc(tmp_path / "archive", "../outside.warc.gz") is None
    assert find_warc(tmp_path / "archive", "") is None


def test_record_without_date_is_reported(tmp_path: Path) -> None:
    path = _file(tmp_path, members(foreign("response", ok(), ("WARC-Date", "soon")), *WGET))
    found, (damage,) = read(path)

    assert len(found) == 1
    assert "WARC-Date is 'soon'" in str(damage)


def test_block_over_the_limit_is_cut_and_said_to_be(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ok(b"x" * 5000))])
    records = list(read_records(path, on_damage=print, max_block=1000))

    assert [len(record.block) for record in records][1] == 1000
    assert [record.cut for record in records] == [False, True, False]


def test_a_bomb_is_read_with_flat_memory(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\n" + b"\0" * (64 << 20)
    path = _file(tmp_path, members(foreign("response", block)))
    del block
    tracemalloc.start()
    records = list(read_records(path, on_damage=print, max_block=8 << 20))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(records[0].block) == 8 << 20
    assert peak < 12 << 20


def test_what_is_no_warc_is_damage_and_nothing_else(tmp_path: Path) -> None:
    found, (damage,) = read(_file(tmp_path, bytes(range(256)) * 9))

    assert found == []
    assert (damage.offset, damage.problem) == (0, "no WARC record starts here; 2304 bytes passed over")


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("archive/x.warc", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pack", "told"),
    [
        (zstandard.compress, "packed by zstd, which is not read here (`unzstd` it)"),
        (lambda data: b"\x5d\x2a\x4d\x18\x05\0\0\0words" + zstandard.compress(data), "packed by zstd"),
        (bz2.compress, "packed by bzip2"),
        (lzma.compress, "packed by xz"),
        (_zipped, "a zip file, as WACZ is"),
    ],
    ids=["zstd", "zstd with dictionary", "bzip2", "xz", "zip"],
)
def test_a_file_of_another_packer_is_told_as_such(tmp_path: Path, pack: Callable[[bytes], bytes], told: str) -> None:
    found, (damage,) = read(_file(tmp_path, pack(b"".join(WGET))))

    assert found == []
    assert damage.problem.startswith(told)


def test_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(_file(tmp_path, b"")) == ([], [])


def _bodies(found: list[tuple[Capture, Exchange]]) -> list[bytes]:
    return [one.response.read() for _, one in found]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"Length", b"Breadth") if data[:1] == b"W" else data[:40] + b"????" + data[44:],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-5] + b"?" * 6,
        lambda data: b"\0" * len(data),
        lambda data: data[5:],
    ],
    ids=["overwritten", "torn", "end overwritten", "zeros", "start missing"],
)
def test_damage_costs_the_damaged_record_alone(tmp_path: Path, spoil: Callable[[bytes], bytes], packed: bool) -> None:
    records = [foreign("response", ok(b"%d " % n * 50), url=f"{URL}/{n}", version="1.1") for n in range(5)]
    raw = [members(record) if packed else record for record in records]
    raw[2] = spoil(raw[2])
    found, (damage,) = read(_file(tmp_path, b"".join(raw)))

    assert _bodies(found) == [ok(b"%d " % n * 50) for n in (0, 1, 3, 4)]
    assert damage.offset == len(raw[0]) + len(raw[1])


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_torn_tail_is_reported_at_its_offset(tmp_path: Path, packed: bool) -> None:
    # warcio returns the short record of a torn tail without a word.
    raw = [members(record) if packed else record for record in WGET]
    whole = len(raw[0] + raw[1])
    # In a plain file a record whose block is all there has lost nothing but its end mark.
    for left in range(1, len(raw[2]) - (0 if packed else 4)):
        found, damages = read(_file(tmp_path, raw[0] + raw[1] + raw[2][:left]))

        assert found == []
        assert [damage.offset for damage in damages] == [whole]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\r\n\r\n"])
def test_the_last_record_of_a_plain_file_needs_no_end_mark(tmp_path: Path, end: bytes) -> None:
    # node-warc counts the first CR LF as part of the block: its files end with one.
    found, damages = read(_file(tmp_path, b"".join(WGET).removesuffix(b"\r\n\r\n") + end))

    assert damages == []
    assert [_text(one) for _, one in found] == [PAGE]


def test_a_segmented_record_is_told_and_counts_as_cut(tmp_path: Path) -> None:
    first = foreign("response", ok()[:900], ("WARC-Segment-Number", "1"))
    second = foreign("continuation", ok()[900:], ("WARC-Segment-Number", "2"), ("WARC-Segment-Origin-ID", "<urn:x>"))
    ((_, exchange),), (damage,) = read(_file(tmp_path, members(first, second)))

    assert exchange.truncated == "length"
    assert (damage.offset, damage.problem) == (0, "its block goes on in continuation records, which are not read")


def test_what_was_written_behind_a_torn_record_is_read(tmp_path: Path) -> None:
    raw = members(*WGET)
    found, damages = read(_file(tmp_path, raw[:-100] + raw + raw))

    assert len(found) == 2
    assert len(damages) == 1


_SAMPLE = members(*WGET, *(foreign("response", ok(bytes([n]) * 60), url=f"{URL}/{n}") for n in range(6)))
_PLAIN = b"".join([*WGET, *(foreign("response", ok(bytes([n]) * 60), url=f"{URL}/{n}") for n in range(6))])


@given(
    data=st.sampled_from([_SAMPLE, _PLAIN]),
    flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=4),
    cut=st.integers(0, 10_000),
    gap=st.integers(0, 300),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_no_cut_or_flip_gives_anything_but_records_and_damage(
    tmp_path: Path, data: bytes, flips: list[tuple[int, int]], cut: int, gap: int
) -> None:
    spoilt = bytearray(data)
    for at, value in flips:
        spoilt[at % len(spoilt)] = value
    at = cut % len(spoilt)
    del spoilt[at : at + gap]
    path = _file(tmp_path, bytes(spoilt))
    damages: list[DamagedRecord] = []

    for capture, one in read_exchanges(path, on_damage=damages.append):
        assert isinstance(capture, Capture)
        one.response.read()
    assert all(0 <= damage.offset <= len(spoilt) for damage in damages)


def test_packed_records_survive_damage_to_others(tmp_path: Path) -> None:
    # A gzip member is checked by its CRC: whatever a flip does, what is read is what was written.
    rng = random.Random(4)
    whole = set(_bodies(read(_file(tmp_path, _SAMPLE))[0]))
    for _ in range(100):
        spoilt = bytearray(_SAMPLE)
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        found, damages = read(_file(tmp_path, bytes(spoilt)))

        assert set(_bodies(found)) <= whole
        assert len(found) >= 6
        assert len(damages) <= 1


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_long_header_is_read_and_an_endless_one_is_damage(tmp_path: Path, packed: bool) -> None:
    long = foreign("response", ok(), ("X-Long", "x" * 300_000))
    endless = foreign("response", ok(), ("X-Long", "x" * (3 << 20)))
    raw = [members(one) if packed else one for one in (long, endless, *WGET)]
    found, (damage,) = read(_file(tmp_path, b"".join(raw)))

    assert [_text(one) for _, one in found] == [PAGE, PAGE]
    assert damage.offset == len(raw[0])
    assert "header is longer than" in str(damage)


def test_records_across_the_edges_of_pieces_are_read(tmp_path: Path) -> None:
    # Files are read in pieces of 64 KiB: a member may begin at any byte of one.
    fillers = [foreign("response", ok(random.Random(n).randbytes(900 + n)), url=f"{URL}/{n}") for n in range(300)]
    for raw in (members(*fillers), b"".join(fillers)):
        found, damages = read(_file(tmp_path, raw))

        assert not damages
        assert len(found) == 300
