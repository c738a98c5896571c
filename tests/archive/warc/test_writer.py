import errno
import gzip
import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.errors import StorageError
from archive.exchange import Exchange, Spool
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.reader import read_records
from archive.warc.writer import WarcWriter
from tests.archive.warc.wire import PAGE, START, URL, asked, chunked, exchange, ok, ok_chunked, read, sha1, written

ODD = (
    b"HTTP/1.0 200\nserver:  x  \nX-Dup: 1\nX-FOLD: one\n two\nno colon here\nX-Byte: \xe9\nx-dUP: 2\nEmpty:\n\n"
    b"<p>body\0\xff</p>"
)


def _witnessed(path: Path) -> list[Any]:
    """Return the records as warcio reads them: (fields, raw block)."""
    with path.open("rb") as file:
        return [(r.rec_headers, r.raw_stream.read()) for r in ArchiveIterator(file, no_record_parse=True)]


def _request(one: Exchange) -> bytes | None:
    return None if one.request is None else one.request.read()


@given(st.lists(st.tuples(st.binary(max_size=300), st.binary(max_size=80)), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_whatever_was_written_is_read_back_to_the_byte(tmp_path: Path, wires: list[tuple[bytes, bytes]]) -> None:
    path, captures = written(tmp_path, [exchange(answer, request=question) for answer, question in wires])
    found, damages = read(path)

    assert not damages
    assert [capture for capture, _ in found] == captures
    assert [(one.response.read(), _request(one)) for _, one in found] == wires


def test_the_block_is_the_wire(tmp_path: Path) -> None:
    blocks = [
        ODD,
        ok_chunked(),
        ok(gzip.compress(PAGE), b"Content-Encoding: gzip"),
        b"not HTTP at all",
        b"HTTP/1.1 204",
    ]
    path, _ = written(tmp_path, [exchange(block, second=n) for n, block in enumerate(blocks)])

    assert [block for head, block in _witnessed(path) if head.get_header("WARC-Type") == "response"] == blocks


def test_request_is_the_wire(tmp_path: Path) -> None:
    request = b"POST /x HTTP/1.1\r\nhost:  www.example.org\r\nContent-Length: 3\r\nCookie: a=b\r\n\r\n\xe9\0\n"
    path, _ = written(tmp_path, [exchange(ok(), request=request)])

    assert [block for head, block in _witnessed(path) if head.get_header("WARC-Type") == "request"] == [request]


def test_one_gzip_member_holds_one_record(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ok(), notes=(("referrer", "http://example.org/"),))])
    data = path.read_bytes()
    starts = [record.offset for record in read_records(path, on_damage=print)]
    parts = [data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]

    assert len(parts) == 4
    for part in parts:
        assert gzip.decompress(part).startswith(b"WARC/1.1\r\n")
        assert gzip.decompress(part).count(b"WARC-Record-ID") == 1


def test_records_of_one_exchange_share_date_url_and_address(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(ok(), notes=(("via-proxy", "x"),))])
    records = list(read_records(path, on_damage=print))[1:]

    assert [record.type for record in records] == ["response", "request", "metadata"]
    for record in records:
        assert record.get("WARC-Date") == "2026-03-29T00:59:59.250000Z"
        assert record.url == URL
        assert record.get("WARC-IP-Address") == "127.0.0.1"
    for record in records[1:]:
        assert record.get_all("WARC-Concurrent-To") == (f"<{capture.record_id}>",)


def test_payload_digest_is_over_the_dechunked_body(tmp_path: Path) -> None:
    _, (framed, plain) = written(tmp_path, [exchange(ok_chunked()), exchange(ok())])

    assert framed.payload_digest == plain.payload_digest == sha1(PAGE)


def test_payload_digest_may_count_the_framing(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, info={}, payload_digest="wire") as writer:
        capture = writer.write(exchange(ok_chunked()))

    assert capture.payload_digest == sha1(chunked(PAGE))
    check = (sys.executable, "-m", "warcio.cli", "check", tmp_path / capture.warc)
    assert subprocess.run(check, check=False).returncode == 0


def test_truncation_protocol_and_cipher_are_noted(tmp_path: Path) -> None:
    one = replace(exchange(ok()[:-9], truncated="disconnect"), cipher="TLSv1.3 TLS_AES_128_GCM_SHA256")
    path, _ = written(tmp_path, [one])
    response = list(read_records(path, on_damage=print))[1]

    assert response.get("WARC-Truncated") == "disconnect"
    assert response.get("WARC-Protocol") == "http/1.1"
    assert response.get("WARC-Cipher-Suite") == "TLSv1.3 TLS_AES_128_GCM_SHA256"
    assert read(path)[0][0][1].truncated == "disconnect"


def test_what_is_no_address_is_left_out(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ok(), address="fe80::1%eth0"), exchange(ok(), address="proxy\r\nX: y")])
    found, _ = read(path)

    assert [one.address for _, one in found] == ["fe80::1", None]


def test_nothing_from_the_web_can_add_a_header(tmp_path: Path) -> None:
    evil = "http://example.org/a\r\nWARC-Type: warcinfo\r\n\r\nWARC/1.1#x"
    one = replace(exchange(ok(), evil, notes=(("referrer\r\nA", "b\r\nWARC-Type: c"),)), cipher="x\r\nWARC-Type: y")
    path, (capture,) = written(tmp_path, [one])
    records = list(read_records(path, on_damage=print))

    assert capture.url == "http://example.org/a%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0AWARC/1.1"
    assert [record.get_all("WARC-Type") for record in records] == [
        ("warcinfo",),
        ("response",),
        ("request",),
        ("metadata",),
    ]
    assert read(path)[0][0][1].notes == (("referrer-A", "b WARC-Type: c"),)


def test_file_begins_with_warcinfo(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, info={"robots": "obey", "operator": "me", "delay": "2"}, redact=("Cookie",)) as writer:
        path = tmp_path / writer.write(exchange(ok())).warc
    first = next(iter(read_records(path, on_damage=print)))
    said = first.block.read().decode()

    assert first.type == "warcinfo"
    assert first.get("WARC-Filename") == path.name
    for line in ("format: WARC File Format 1.1", "robots: obey", "operator: me", "delay: 2"):
        assert f"{line}\r\n" in said
    assert "request-fields-left-out: Proxy-Authorization, Cookie\r\n" in said
    assert "software: emeroteca/" in said


def test_file_is_open_until_it_is_sealed(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, info={})
    capture = writer.write(exchange(ok()))
    open_name = [path.name for path in tmp_path.iterdir()]
    writer.close()

    assert open_name == [f"{capture.warc}.open"]
    assert [path.name for path in tmp_path.iterdir()] == [capture.warc]
    assert re.fullmatch(r"emeroteca-\d{17}-00000-[A-Za-z0-9._]+-\d+-[0-9a-f]{6}\.warc\.gz", capture.warc)


def test_a_writer_without_exchanges_leaves_no_file(tmp_path: Path) -> None:
    WarcWriter(tmp_path, info={}).close()

    assert list(tmp_path.iterdir()) == []


def test_every_exchange_is_in_the_file_when_write_returns(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, info={})
    for second in range(3):
        writer.write(exchange(ok(), second=second))

        assert len(read(next(tmp_path.iterdir()))[0]) == second + 1
    writer.close()


def test_one_exchange_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = WarcWriter(tmp_path, info={})
    writer.write(exchange(ok()))
    sizes: list[int] = []
    really = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: (sizes.append(len(data)), really(fd, data))[1])
    before = next(tmp_path.iterdir()).stat().st_size
    writer.write(exchange(ok(), notes=(("referrer", "http://example.org/"),)))
    after = next(tmp_path.iterdir()).stat().st_size
    writer.close()

    assert sizes == [after - before]


def test_files_roll_over_between_exchanges(tmp_path: Path) -> None:
    body = os.urandom(3000)
    with WarcWriter(tmp_path, info={}, max_bytes=10_000) as writer:
        captures = [writer.write(exchange(ok(body), second=n)) for n in range(7)]
    names = list(dict.fromkeys(capture.warc for capture in captures))

    assert [re.search(r"-(\d{5})-", name)[1] for name in names] == ["00000", "00001", "00002", "00003"]  # type: ignore[index]
    assert all((tmp_path / name).stat().st_size <= 10_000 for name in names)
    for name in names:
        assert next(iter(read_records(tmp_path / name, on_damage=print))).type == "warcinfo"


def test_proxy_credentials_are_never_stored(tmp_path: Path) -> None:
    request = asked(URL, b"proxy-AUTHORIZATION: Basic c2VjcmV0", b" c2VjcmV0", b"X: y")
    path, _ = written(tmp_path, [exchange(ok(), request=request)])

    assert b"c2VjcmV0" not in gzip.decompress(path.read_bytes())
    assert _request(read(path)[0][0][1]) == asked(URL, b"X: y")


def test_named_request_fields_are_left_out_and_the_body_stays(tmp_path: Path) -> None:
    request = b"POST / HTTP/1.1\r\nCookie: a\r\nHost: x\r\nauthorization: b\r\n\r\nCookie: in the body"
    with WarcWriter(tmp_path, info={}, redact=("cookie", "Authorization")) as writer:
        path = tmp_path / writer.write(exchange(ok(), request=request)).warc

    assert _request(read(path)[0][0][1]) == b"POST / HTTP/1.1\r\nHost: x\r\n\r\nCookie: in the body"


def _twice(folder: Path, first: Exchange, second: Exchange) -> tuple[Path, Capture, Capture]:
    kept: dict[str, Capture] = {}
    with WarcWriter(folder, info={}, kept=kept.get) as writer:
        one = writer.write(first)
        assert one.payload_digest is not None
        kept[one.payload_digest] = one
        two = writer.write(second)
    return folder / two.warc, one, two


def test_known_payload_becomes_a_revisit_with_its_head(tmp_path: Path) -> None:
    path, one, two = _twice(tmp_path, exchange(ok()), exchange(ok_chunked(), f"{URL}?again", second=9))
    revisit = list(read_records(path, on_damage=print))[3]

    assert two.mime == "warc/revisit"
    assert (two.status, two.payload_digest, two.revisit_of) == (200, one.payload_digest, one.record_id)
    assert revisit.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert revisit.get("WARC-Truncated") == "length"
    assert revisit.get("WARC-Refers-To") == f"<{one.record_id}>"
    assert revisit.get("WARC-Refers-To-Target-URI") == URL
    assert revisit.get("WARC-Refers-To-Date") == "2026-03-29T00:59:59.250000Z"
    assert revisit.block.read() == ok_chunked()[: ok_chunked().index(b"\r\n\r\n") + 4]


@pytest.mark.parametrize(
    ("wire", "truncated"),
    [
        (ok_chunked(b""), None),
        (ok_chunked(), "length"),
        (ok_chunked()[:-9], None),
        (ok_chunked().replace(b"200 OK", b"404 Not Found"), None),
        (ok_chunked().replace(b"200 OK", b"206 Partial Content"), None),
    ],
    ids=["empty", "truncated", "broken framing", "404", "206"],
)
def test_what_is_no_whole_success_is_no_revisit(tmp_path: Path, wire: bytes, truncated: Any) -> None:
    known = Capture(
        urlkey="",
        url=URL,
        captured_at=START,
        status=None,
        mime=None,
        payload_digest=None,
        record_id="urn:x",
        warc="",
        offset=0,
        length=0,
    )
    with WarcWriter(tmp_path, info={}, kept=lambda _: known) as writer:
        assert writer.write(exchange(ok_chunked())).mime == "warc/revisit"
        assert writer.write(exchange(wire, truncated=truncated)).mime != "warc/revisit"


@pytest.mark.parametrize("how", ["same writer", "by place", "by index", "unknown"])
@pytest.mark.parametrize("framed", [True, False], ids=["framed original", "plain original"])
def test_a_plain_body_is_no_revisit_of_a_framed_one(tmp_path: Path, how: str, framed: bool) -> None:
    # pywb would show the original's chunk sizes, since the revisit's own head announces no framing.
    folder = tmp_path / "archive"
    folder.mkdir()
    first = exchange(ok_chunked() if framed else ok())
    if how == "same writer":
        _, _, two = _twice(folder, first, exchange(ok(), second=9))
    else:
        _, (one,) = written(folder, [first])
        if how == "by index":
            index.merge(tmp_path / "indexes" / "index.cdxj", [one])
        known = one if how == "by place" else replace(one, warc="", offset=0, length=0)
        with WarcWriter(folder, info={}, kept=lambda _: known) as writer:
            two = writer.write(exchange(ok(), second=9))

    assert two.mime == ("text/html" if framed or how == "unknown" else "warc/revisit")


def test_a_plain_copy_does_not_hide_that_the_original_is_framed(tmp_path: Path) -> None:
    _, (one,) = written(tmp_path, [exchange(ok_chunked())])
    with WarcWriter(tmp_path, info={}, kept=lambda _: one) as writer:
        mimes = [writer.write(exchange(ok(), second=second)).mime for second in range(3)]

    assert mimes == ["text/html"] * 3


def test_a_revisit_is_never_the_original_of_another(tmp_path: Path) -> None:
    _, _, two = _twice(tmp_path, exchange(ok()), exchange(ok(), second=1))
    with WarcWriter(tmp_path, info={}, kept=lambda _: two) as writer:
        assert writer.write(exchange(ok(), second=2)).mime == "text/html"


def test_304_of_a_known_capture_becomes_an_empty_revisit(tmp_path: Path) -> None:
    answer = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'
    with WarcWriter(tmp_path, info={}) as writer:
        one = writer.write(exchange(ok()))
        two = writer.write(exchange(answer, second=60), not_modified_of=one)
    revisit = list(read_records(tmp_path / two.warc, on_damage=print))[3]
    _, back = read(tmp_path / two.warc)[0][1]

    assert (two.mime, two.status, two.payload_digest) == ("warc/revisit", None, one.payload_digest)
    assert revisit.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert revisit.get("WARC-Payload-Digest") == one.payload_digest
    assert revisit.get("WARC-Refers-To-Target-URI") == URL
    assert len(revisit.block) == 0
    assert back.response.read() == answer
    assert back.notes == ()


def test_304_of_a_revisit_refers_to_the_capture_that_holds_the_payload(tmp_path: Path) -> None:
    _, one, two = _twice(tmp_path, exchange(ok()), exchange(ok(), second=1))
    with WarcWriter(tmp_path, info={}, kept=lambda _: one) as writer:
        three = writer.write(exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n", second=2), not_modified_of=two)

    assert two.revisit_of == one.record_id
    assert (three.revisit_of, three.original_at) == (one.record_id, one.captured_at)


def test_304_of_nothing_known_stays_a_response(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n")])

    assert capture.status == 304
    assert list(read_records(path, on_damage=print))[1].type == "response"


def test_spooled_response_is_written_whole(tmp_path: Path) -> None:
    spool = Spool(max_memory=1000)
    body = os.urandom(12 << 20)
    for at in range(0, len(body), 65_536):
        spool.write(body[at : at + 65_536])
    path, (capture,) = written(tmp_path, [exchange(spool)])

    assert capture.payload_digest == sha1(body)
    assert read(path)[0][0][1].response.read() == body


def _full_disk(after: int) -> Callable[[int, bytes], int]:
    left, really = [after], os.write

    def write(descriptor: int, data: bytes) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = really(descriptor, data[: left[0]])
        left[0] -= done
        return done

    return write


@pytest.mark.parametrize("room", [0, 1, 300, 900])
def test_full_disk_leaves_a_file_that_ends_at_a_whole_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    writer = WarcWriter(tmp_path, info={})
    first = writer.write(exchange(ok()))
    path = next(tmp_path.iterdir())
    size = path.stat().st_size
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full_disk(room))
        with pytest.raises(StorageError, match="no space left on device"):
            writer.write(exchange(ok(os.urandom(2000)), second=1))

    assert path.stat().st_size == size
    again = writer.write(exchange(ok(), second=2))
    writer.close()
    found, damages = read(tmp_path / first.warc)
    assert [capture for capture, _ in found] == [first, again]
    assert not damages


def test_no_room_for_a_new_file_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", _full_disk(100))

    with pytest.raises(StorageError, match="no space left"):
        WarcWriter(tmp_path, info={}).write(exchange(ok()))
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such file"):
        WarcWriter(tmp_path / "none", info={}).write(exchange(ok()))


def test_fastwarc_finds_all_block_digests_right(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ODD), exchange(ok_chunked()), exchange(b"junk", notes=(("a", "b"),))])
    records = list(FastIterator(io.BytesIO(path.read_bytes()), parse_http=False))

    assert len(records) == 8
    for record in FastIterator(io.BytesIO(path.read_bytes()), parse_http=False):
        assert record.verify_block_digest()


def test_warcio_disputes_payload_digests_of_chunked_responses_only(tmp_path: Path) -> None:
    path, (framed, _, _) = written(tmp_path, [exchange(ok_chunked()), exchange(ok()), exchange(ODD)])
    with path.open("rb") as file:
        disputed = []
        for record in ArchiveIterator(file, check_digests=True):
            record.raw_stream.read()
            if record.digest_checker.passed is False:
                disputed.append(record.rec_headers.get_header("WARC-Record-ID"))

    assert disputed == [f"<{framed.record_id}>"]


def test_without_isal_files_are_written_by_zlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.warc.file._gzip", zlib)
    monkeypatch.setattr("archive.warc.file._LEVEL", 6)
    monkeypatch.setattr("archive.warc.stream._gunzip", zlib)
    path, captures = written(tmp_path, [exchange(ok_chunked()), exchange(ODD, second=1)])
    found, damages = read(path)

    assert not damages
    assert [capture for capture, _ in found] == captures
    assert [one.response.read() for _, one in found] == [ok_chunked(), ODD]


def test_flush_puts_records_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    writer = WarcWriter(tmp_path, info={})
    writer.write(exchange(ok()))
    writer.flush(sync=False)
    assert synced == []

    writer.flush(sync=True)
    assert len(synced) == 1
    writer.close()


@pytest.mark.parametrize("step", ["flush", "close"])
def test_a_disk_that_fails_is_a_storage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def failing(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    writer = WarcWriter(tmp_path, info={})
    writer.write(exchange(ok()))
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StorageError, match="input/output error"):
        writer.flush(sync=True) if step == "flush" else writer.close()
    (path,) = tmp_path.iterdir()
    monkeypatch.undo()
    writer.close()

    assert path.name.endswith(".open") or step == "flush"


def test_an_exchange_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    spool = Spool(max_memory=1)
    spool.write(b"HTTP/1.1 200 OK\r\n\r\n")
    writer = WarcWriter(tmp_path, info={})
    first = writer.write(exchange(ok()))
    broken = exchange(ok(), second=1)
    assert spool._file is not None
    spool._file.close()
    with pytest.raises(ValueError, match="closed file"):
        writer.write(replace(broken, request=spool))
    again = writer.write(exchange(ok(), second=2))
    writer.close()
    found, damages = read(tmp_path / first.warc)

    assert not damages
    assert [capture for capture, _ in found] == [first, again]
