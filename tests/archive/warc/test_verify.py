import base64
import gzip
import hashlib
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import StorageError
from archive.exchange import Spool
from archive.warc import index
from archive.warc.reader import read_records
from archive.warc.verify import Fault, Tally, repair, verify_collection, verify_warc
from archive.warc.writer import WarcWriter
from tests.archive.warc.test_arc import arc
from tests.archive.warc.wire import (
    PAGE,
    START,
    URL,
    asked,
    exchange,
    foreign,
    members,
    ok,
    ok_chunked,
    read,
    sha1,
    written,
)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "kept")


def _ours(folder: Path, pages: int = 4) -> Path:
    """Write what a crawl may hold: pages, chunked ones, a revisit of each kind, redirects, notes."""
    with WarcWriter(folder, info={}) as writer:
        first = writer.write(exchange(ok(), notes=(("referrer", "http://example.org/"),)))
    with WarcWriter(folder, info={}, kept=lambda digest: first if digest == first.payload_digest else None) as writer:
        writer.write(exchange(ok_chunked(), f"{URL}/same", second=1))
        writer.write(exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n", second=2), not_modified_of=first)
        writer.write(exchange(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", f"{URL}/302", second=3))
        writer.write(exchange(ok_chunked(b"cut")[:-7], f"{URL}/cut", second=3, truncated="disconnect"))
        for page in range(pages):
            last = writer.write(exchange(ok_chunked(PAGE + b"%d" % page), f"{URL}/{page}", second=4 + page))
    return folder / last.warc


def _faults(path: Path) -> list[tuple[int | None, str]]:
    return [(fault.offset, fault.code) for fault in verify_warc(path)]


def _record(kind: str, block: bytes, *fields: tuple[str, str], url: str | None = URL) -> bytes:
    return foreign(kind, block, *fields, version="1.1", url=url)


_INFO = _record("warcinfo", b"software: x\r\n", url=None)


def test_what_we_write_has_no_fault(collection: Collection) -> None:
    _ours(collection.warcs)
    index.build(collection)

    assert list(verify_collection(collection)) == []
    for path in collection.sealed():
        assert _faults(path) == []


def test_framed_digests_are_counted_for_the_note(tmp_path: Path) -> None:
    tally = Tally()
    list(verify_warc(_ours(tmp_path), tally=tally))

    assert (tally.framed, tally.wire) == (5, 0)


def test_digests_that_count_the_framing_are_no_fault_but_counted(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, info={}, payload_digest="wire") as writer:
        path = tmp_path / writer.write(exchange(ok_chunked())).warc
    tally = Tally()

    assert list(verify_warc(path, tally=tally)) == []
    assert (tally.framed, tally.wire) == (0, 1)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (_record("response", ok(), ("WARC-Block-Digest", sha1(b"other"))), "block-digest"),
        (_record("response", ok(), ("WARC-Payload-Digest", sha1(b"other"))), "payload-digest"),
        (_record("resource", PAGE, ("WARC-Payload-Digest", sha1(b"other"))), "payload-digest"),
        (_record("response", ok(), ("WARC-Date", "29/03/2026")), "date"),
        (_record("response", ok(), ("WARC-Date", "2026-02-30T00:00:00Z")), "date"),
        (foreign("response", ok(), ("WARC-Date", "2026-02-03T00:00:00.5Z")), "date"),
        (_record("response", ok(), ("WARC-Target-URI", f"<{URL}>")), "target-uri"),
        (_record("response", ok(), ("WARC-Target-URI", "http://example.org/a b")), "target-uri"),
        (_record("response", ok(), url=None), "target-uri"),
        (_record("response", ok(), ("WARC-Record-ID", "no-uri")), "record-id"),
        (_record("response", ok(), ("WARC-IP-Address", "example.org")), "ip-address"),
        (_record("response", ok(), ("WARC-Truncated", "yes")), "truncated"),
        (_record("response", ok(), ("WARC-Refers-To", "<urn:x>")), "field-misplaced"),
        (_record("response", ok()).replace(b"WARC-Date", b"X: y\r\nX: z\r\nWARC-Date"), "field-repeated"),
        (_record("response", ok()).replace(b"\r\nWARC-Date", b"\nWARC-Date"), "header-line"),
        (_record("response", ok())[:-2], "record-end"),
        (_record("response", ok()).replace(b"WARC/1.1", b"WARC/0.9"), "version"),
        (_record("response", ok()).replace(b"WARC-Type", b"Kind"), "type"),
        (_record("response", ok(), ("WARC-Concurrent-To", "<urn:uuid:none>")), "concurrent-to"),
        (_record("revisit", b"", ("WARC-Refers-To", "<urn:x>")), "revisit"),
        (_record("revisit", b"", ("WARC-Profile", "http://example.org/own"), ("WARC-Refers-To", "<urn:x>")), "revisit"),
        (_record("response", ok()).replace(b"Content-Length: ", b"Content-Length: -", 1), "damaged"),
        (_record("response", ok()) * 2, "member"),
    ],
)
def test_each_fault_is_found_at_its_place(tmp_path: Path, record: bytes, code: str) -> None:
    path = tmp_path / "x.warc.gz"
    start = members(_INFO)
    path.write_bytes(start + members(record, _record("request", asked(URL))))
    faults = _faults(path)

    assert faults
    assert {found for _, found in faults} <= {code, "record-id"}
    assert all(offset == len(start) for offset, _ in faults)


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize(
    "written",
    [bytes.hex, lambda d: base64.b32encode(d).decode(), lambda d: base64.b64encode(d).decode(),
     lambda d: base64.urlsafe_b64encode(d).decode().rstrip("=")],
    ids=["base16", "base32", "base64", "base64url"],
)  # fmt: skip
def test_a_right_digest_is_right_in_any_writing(tmp_path: Path, name: str, written: Callable[[bytes], str]) -> None:
    block, payload = (f"{name}:{written(hashlib.new(name, data).digest())}" for data in (ok(), PAGE))
    record = _record("response", ok(), ("WARC-Block-Digest", block), ("WARC-Payload-Digest", payload))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_INFO, record))

    assert _faults(path) == []


def test_a_wrong_digest_is_told_beside_the_right_one_of_the_same_kind(tmp_path: Path) -> None:
    right = base64.b32encode(hashlib.md5(PAGE).digest()).decode()
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_INFO, _record("response", ok(), ("WARC-Payload-Digest", "md5:" + "A" * 26))))
    (fault,) = verify_warc(path)

    assert fault.problem == f"WARC-Payload-Digest is md5:{'A' * 26}, the payload's is md5:{right}"


def test_the_payload_digest_of_segments_is_that_of_the_whole(tmp_path: Path) -> None:
    said = ("WARC-Payload-Digest", sha1(PAGE))
    first = _record("response", ok()[:900], ("WARC-Segment-Number", "1"), said)
    rest = _record(
        "continuation", ok()[900:], ("WARC-Segment-Number", "2"), ("WARC-Segment-Origin-ID", "<urn:x>"), said
    )
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_INFO, first, rest))

    assert _faults(path) == []


def test_an_arc_is_told_as_such(tmp_path: Path) -> None:
    (fault,) = verify_warc(arc(tmp_path / "old.arc.gz", (URL, ok())))

    assert str(fault) == "old.arc.gz: is an ARC file, and WARC files are verified here; `extract` and `index` read it"


def test_concurrent_records_must_agree(tmp_path: Path) -> None:
    main = _record("response", ok(), ("WARC-Record-ID", "<urn:uuid:r>"), ("WARC-IP-Address", "192.0.2.1"))
    link = ("WARC-Concurrent-To", "<urn:uuid:r>")
    others = [
        _record("request", asked(URL), link, ("WARC-Date", "2026-01-01T00:00:00Z")),
        _record("request", asked(URL), link, url=f"{URL}/other"),
        _record("request", asked(URL), link, ("WARC-IP-Address", "192.0.2.2")),
        _record("request", asked(URL), link),
    ]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_INFO, main, *others))
    problems = [fault.problem.partition(":")[0] for fault in verify_warc(path)]

    assert problems == [
        "concurrent records differ in WARC-Date",
        "concurrent records differ in WARC-Target-URI (<urn",
        "concurrent records differ in WARC-IP-Address",
    ]


def test_record_id_that_stands_twice_is_found(tmp_path: Path) -> None:
    record = _record("response", ok(), ("WARC-Record-ID", "<urn:uuid:r>"))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_INFO, record, record))
    (fault,) = verify_warc(path)

    assert fault.code == "record-id"
    assert "x.warc.gz at byte" in fault.problem


def test_file_must_begin_with_warcinfo_of_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(_record("response", ok())))
    assert _faults(path) == [(0, "warcinfo")]

    path.write_bytes(members(_record("warcinfo", b"", ("WARC-Filename", "y.warc.gz"), url=None)))
    assert _faults(path) == [(0, "filename")]


def test_revisit_must_agree_with_its_original(collection: Collection) -> None:
    digest = ("WARC-Payload-Digest", sha1(PAGE))
    original = _record("response", ok(), ("WARC-Record-ID", "<urn:uuid:r>"), digest)
    profile = ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")
    refers = ("WARC-Refers-To", "<urn:uuid:r>")
    revisits = [
        _record("revisit", b"", profile, refers, digest),
        _record("revisit", b"", profile, refers, ("WARC-Payload-Digest", sha1(b""))),
        _record("revisit", b"", profile, refers, digest, ("WARC-Refers-To-Date", "2020-01-01T00:00:00Z")),
        _record("revisit", b"", profile, refers, digest, ("WARC-Refers-To-Target-URI", f"{URL}/other")),
        _record("revisit", b"", profile, ("WARC-Refers-To", "<urn:uuid:none>"), digest),
    ]
    (collection.warcs / "a.warc.gz").write_bytes(members(_INFO, original))
    (collection.warcs / "b.warc.gz").write_bytes(members(_record("warcinfo", b"", url=None), *revisits))
    index.build(collection)
    faults = list(verify_collection(collection))

    assert [fault.code for fault in faults] == ["refers-to"] * 4
    assert {fault.warc for fault in faults} == {"b.warc.gz"}
    # One file alone cannot know the originals of its revisits.
    assert _faults(collection.warcs / "b.warc.gz") == []


def _spoil_line(index_path: Path, change: Callable[[list[bytes]], object]) -> None:
    lines = index_path.read_bytes().splitlines(keepends=True)
    change(lines)
    index_path.write_bytes(b"".join(lines))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: lines.pop(2), "is not in the index"),
        (lambda lines: lines.reverse(), "not sorted"),
        (lambda lines: lines.insert(1, lines[0]), "stands twice"),
        (lambda lines: lines.__setitem__(0, lines[0].replace(b'"200"', b'"404"')), "does not agree with the record"),
        (lambda lines: lines.append(lines[-1].replace(b'"offset": "', b'"offset": "9')), "no capture lies at byte 9"),
        (lambda lines: lines.append(b"zzz\n"), "not a CDXJ line"),
    ],
    ids=["missing", "unsorted", "twice", "changed", "nowhere", "no line"],
)
def test_index_is_held_against_the_warcs(
    collection: Collection, change: Callable[[list[bytes]], object], problem: str
) -> None:
    written(collection.warcs, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(4)])
    index.build(collection)
    _spoil_line(collection.index, change)
    faults = list(verify_collection(collection))

    assert {fault.code for fault in faults} == {"index"}
    assert problem in " ".join(map(str, faults))


def test_a_file_of_which_the_index_has_no_line_is_one_fault(collection: Collection) -> None:
    written(collection.warcs, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(4)])
    (fault,) = verify_collection(collection)

    assert (fault.code, fault.offset) == ("index", None)
    assert str(fault).endswith(": none of its 4 captures is in the index; `emeroteca index` puts them there")


def test_what_a_killed_run_left_open_is_one_fault_though_no_index_knows_it(collection: Collection) -> None:
    path, _ = written(collection.warcs, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(4)])
    path.rename(path.with_name(f"{path.name}.open"))

    assert [fault.code for fault in verify_collection(collection)] == ["unsealed"]


def test_file_left_open_is_a_fault_unless_a_run_writes_it(collection: Collection) -> None:
    path, captures = written(collection.warcs, [exchange(ok())])
    path.rename(path.with_name(f"{path.name}.open"))
    index.merge(collection.index, captures)

    assert [fault.code for fault in verify_collection(collection)] == ["unsealed"]
    assert list(verify_collection(collection, unsealed=False)) == []


def test_fault_says_file_offset_and_problem() -> None:
    assert str(Fault(warc="a.warc.gz", offset=7, code="x", problem="no")) == "a.warc.gz: record at byte 7: no"
    assert str(Fault(warc="a.warc.gz", offset=None, code="x", problem="no")) == "a.warc.gz: no"


def test_memory_stays_flat_over_a_long_record(tmp_path: Path) -> None:
    spool = Spool(max_memory=1)
    for _ in range(48):
        spool.write(bytes(1 << 20))
    spool_head = exchange(b"HTTP/1.1 200 OK\r\n\r\n")
    path, _ = written(tmp_path, [exchange(spool), spool_head])
    del spool
    tracemalloc.start()
    faults = list(verify_warc(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert faults == []
    assert peak < 8 << 20


def test_forty_random_cuts_lose_no_whole_record(tmp_path: Path) -> None:
    whole = _ours(tmp_path, pages=12)
    data = whole.read_bytes()
    starts = [record.offset for record in read_records(whole, on_damage=print)]
    ends = [*starts[1:], len(data)]
    rng = random.Random(7)
    for number in range(40):
        cut = rng.randrange(1, len(data))
        path = tmp_path / f"{number}.warc.gz.open"
        path.write_bytes(data[:cut])
        saved = max((end for end in ends if end <= cut), default=0)
        done = repair(path)

        assert path.read_bytes() == data[:saved]
        assert done.cut_bytes == cut - saved
        assert done.records == max(0, sum(end <= cut for end in ends) - 1)
        if cut > saved:
            assert done.torn_file == tmp_path / f"{number}.warc.gz.torn"
            assert done.torn_file.read_bytes() == data[saved:cut]
        # Nothing is left to be cut, and what is left is whole.
        assert repair(path).cut_bytes == 0
        assert {fault.code for fault in verify_warc(path)} <= {"filename", "empty", "concurrent-to"}


def test_plain_files_are_cut_at_the_last_whole_record(tmp_path: Path) -> None:
    records = [_INFO, *(_record("response", ok(b"%d" % n)) for n in range(3))]
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(records)[:-30])
    done = repair(path)

    assert path.read_bytes() == b"".join(records[:3])
    assert (done.records, done.cut_bytes) == (2, len(records[3]) - 30)


def test_damage_before_the_end_is_left_alone(tmp_path: Path) -> None:
    path = _ours(tmp_path)
    data = bytearray(path.read_bytes())
    data[1000] ^= 0xFF
    path.write_bytes(data)
    done = repair(path)

    assert (done.cut_bytes, done.damaged, done.torn_file) == (0, 1, None)
    assert path.read_bytes() == data


def test_one_member_for_all_records_is_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    data = gzip.compress(b"".join([_INFO, *(_record("response", ok(b"%d" % n)) for n in range(9))]))[:-20]
    path.write_bytes(data)

    assert repair(path).cut_bytes == 0
    assert path.read_bytes() == data


def test_torn_files_are_never_overwritten(tmp_path: Path) -> None:
    path = _ours(tmp_path)
    (tmp_path / f"{path.name}.torn").write_bytes(b"older")
    path.write_bytes(path.read_bytes()[:-3])

    assert repair(path).torn_file == tmp_path / f"{path.name}.torn2"
    assert (tmp_path / f"{path.name}.torn").read_bytes() == b"older"


def test_file_that_cannot_be_read_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such file"):
        repair(tmp_path / "none.warc.gz")


def test_dates_of_ours_have_microseconds(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(ok())])

    assert read(path)[0][0][0].captured_at == capture.captured_at == START
