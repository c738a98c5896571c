import io
import os
import subprocess
import sys
import tracemalloc
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.collection import Collection
from archive.errors import DamagedRecord, StorageError
from archive.urlkey import surt
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.composer import PROFILE
from archive.warc.writer import WarcWriter
from tests.archive.warc.test_arc import arc
from tests.archive.warc.wire import PAGE, URL, exchange, foreign, members, ok, ok_chunked, written

with warnings.catch_warnings():
    # What it imports has old escapes in its regular expressions.
    warnings.simplefilter("ignore")
    from cdxj_indexer.main import CDXJIndexer


PATHS = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def witnessed(*paths: Path, post_append: bool = False) -> bytes:
    """Return the sorted CDXJ as cdxj-indexer writes it; with *post_append*, by its ``-p``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = io.StringIO()
        out.close = lambda: None  # type: ignore[method-assign]
        CDXJIndexer(out, [str(path) for path in paths], post_append, sort=True).process_all()
    return out.getvalue().encode()


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "kept")


def _capture(url: str = URL, second: int = 0, offset: int = 7) -> Capture:
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second),
        status=200,
        mime="text/html",
        payload_digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        record_id=None,
        warc="a.warc.gz",
        offset=offset,
        length=9,
    )


def test_lines_are_those_of_cdxj_indexer(tmp_path: Path) -> None:
    kept: dict[str, Capture] = {}
    captures = []
    wires = [
        (ok(), f"{URL}?b=2&a=1"),
        (ok(), f"{URL}?again"),
        (ok_chunked(b"other"), "https://WWW2.Example.org:8443/Città?q=è&x"),
        (ok(b"c").replace(b"text/html; charset", b"Text/HTML;charset"), f"{URL}/case/"),
        (ok(b"x").replace(b"text/html; charset=utf-8", b"t\xe9xt/\xc3\xa9"), f"{URL}/bytes"),
        (b"HTTP/1.1 204 No Content\r\nContent-Type:\r\n\r\n", f"{URL}/204"),
        (b"HTTP/1.0 301\r\nLocation: /\r\n\r\n", f"{URL}/301"),
        (b"HTTP/1.1 404 Not Found\nX: y\n\nno", f"{URL}/404"),
    ]
    with WarcWriter(tmp_path, info={}, kept=kept.get) as writer:
        for second, (wire, url) in enumerate(wires):
            captures.append(writer.write(exchange(wire, url, second=second, notes=(("referrer", "x"),))))
            if captures[-1].mime != "warc/revisit":
                kept.setdefault(captures[-1].payload_digest or "", captures[-1])
        answer = exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n", captures[0].url, second=60)
        captures.append(writer.write(answer, not_modified_of=captures[0]))
    path = tmp_path / captures[0].warc
    lines = b"".join(sorted(capture.line() for capture in captures))

    assert [capture.mime for capture in captures].count("warc/revisit") == 2
    assert lines == witnessed(path)
    assert b"".join(sorted(c.line() for c in index.captures(path, on_damage=print))) == lines


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_lines_of_foreign_warcs_are_those_of_cdxj_indexer(tmp_path: Path, packed: bool) -> None:
    records = (
        foreign("warcinfo", b"software: x\r\n", url=None),
        foreign("request", b"GET / HTTP/1.1\r\n\r\n"),
        foreign("response", ok(), ("WARC-Target-URI", f"<{URL}>")),
        foreign("resource", PAGE, ("Content-Type", "text/html; charset=utf-8"), url=f"{URL}/resource"),
        foreign("metadata", b"{}", ("Content-Type", "application/json"), url=f"{URL}/metadata"),
        foreign("metadata", b"a: b\r\n", ("Content-Type", "application/warc-fields"), url=f"{URL}/fields"),
        foreign("revisit", ok(b""), ("WARC-Profile", PROFILE + "identical-payload-digest"), url=f"{URL}/no-digest"),
        foreign("response", ok(), url="chrome-extension://panel/page.js"),
        foreign("response", b"20260329\nexample.org. 1 IN A 192.0.2.1\n", url="dns:example.org"),
    )
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    path.write_bytes(members(*records) if packed else b"".join(records))

    assert b"".join(sorted(one.line() for one in index.captures(path, on_damage=print))) == witnessed(path)


@pytest.mark.parametrize("name", ["old.arc", "old.arc.gz"])
def test_lines_of_an_arc_are_those_of_cdxj_indexer(tmp_path: Path, name: str) -> None:
    path = arc(tmp_path / name, ("http://giornale.example/a", ok()), ("http://giornale.example/B?b=1&a=2", ok(b"due")),
               ("dns:giornale.example", b"20060402204200\ngiornale.example. 1 IN A 192.0.2.7\n"))  # fmt: skip

    lines = [one.line() for one in index.captures(path, on_damage=print)]
    assert len(lines) == 3
    assert b"".join(sorted(lines)) == witnessed(path)


def test_metadata_of_no_address_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(foreign("metadata", b"crawl log", ("Content-Type", "text/plain"), url=None)))
    damages: list[DamagedRecord] = []

    assert list(index.captures(path, on_damage=damages.append)) == []
    assert damages == []


@given(
    st.builds(
        replace,
        st.just(_capture()),
        url=st.just(URL),
        status=st.sampled_from([None, 200, 404]),
        mime=st.sampled_from([None, "", "text/html", "warc/revisit"]),
        offset=st.integers(0, 10**12),
        length=st.integers(0, 10**12),
    )
)
def test_a_line_is_read_back_as_the_capture_that_wrote_it(capture: Capture) -> None:
    assert Capture.from_line(capture.line()) == capture


NESTED = b'a 20260101000000 {"url": "x", "more": ' + b"[" * 100_000
"""A hundred thousand lists, one in the other."""


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"a b c\n", b"a 20260101000000\n", b'a 2026 {"url": "x"}\n', b"\xff \n", NESTED]
)
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not a CDXJ line"):
        Capture.from_line(line)


def _no_space(_: int) -> None:
    raise OSError(28, "No space left on device")


_URLS = st.sampled_from(
    [f"http://{host}.example.org/{path}" for host in "ab" for path in ("", "a", "ab", "a/b", "a?x=1")]
)
_BATCHES = st.lists(
    st.lists(st.builds(_capture, _URLS, st.integers(0, 99), st.integers(0, 99)), max_size=8), max_size=6
)


@given(_BATCHES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_merged_lines_are_sorted_and_each_is_found(tmp_path: Path, batches: list[list[Capture]]) -> None:
    path = tmp_path / "index.cdxj"
    path.unlink(missing_ok=True)
    added = sum(index.merge(path, batch) for batch in batches)
    all_of_them = [capture for batch in batches for capture in batch]
    lines = sorted({capture.line() for capture in all_of_them})

    if batches:
        assert path.read_bytes() == b"".join(lines)
    assert added == len(lines)
    for capture in all_of_them:
        found = [one.line() for one in index.find(path, capture.url)]
        assert found == [line for line in lines if line.startswith(f"{capture.urlkey} ".encode())]


def test_url_that_is_not_in_the_index_is_not_found(tmp_path: Path) -> None:
    index.merge(tmp_path / "i", [_capture("http://b.example.org/")])

    assert index.find(tmp_path / "i", "http://a.example.org/") == []
    assert index.find(tmp_path / "i", "http://c.example.org/") == []
    assert index.find(tmp_path / "none", "http://a.example.org/") == []


def test_nearest_in_time_comes_first(tmp_path: Path) -> None:
    index.merge(tmp_path / "i", [_capture(second=second) for second in (0, 50, 90)])
    found = index.find(tmp_path / "i", URL, datetime(2026, 1, 1, 0, 1, tzinfo=UTC))

    assert [one.captured_at.minute * 60 + one.captured_at.second for one in found] == [50, 90, 0]


def test_finding_reads_a_few_blocks_of_a_long_index(tmp_path: Path) -> None:
    path = tmp_path / "i"
    index.merge(path, [_capture(f"http://example.org/{n:06}") for n in range(20_000)])
    reads: list[int] = []

    class Counting(io.BufferedReader):
        def readline(self, size: int | None = -1) -> bytes:
            reads.append(1)
            return super().readline(-1)

    with Counting(io.FileIO(path)) as file:
        index._first_line(file, f"{surt('http://example.org/012345')} ".encode())

    assert 0 < len(reads) < 60
    assert len(index.find(path, "http://example.org/012345")) == 1


def test_a_merge_that_fails_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "i"
    index.merge(path, [_capture()])
    before = path.read_bytes()

    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(StorageError, match="no space left"):
        index.merge(path, [_capture("http://example.org/2")])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["i"]


def test_what_a_kill_leaves_of_an_index_does_not_pile_up(tmp_path: Path) -> None:
    path = tmp_path / "index.cdxj"
    killed = (
        "import os, sys; from pathlib import Path; from archive.warc import index\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "index.merge(Path(sys.argv[1]), ())"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", killed, str(path)], env=PATHS, check=False)
    left = sorted(found.name for found in tmp_path.iterdir())

    index.merge(path, ())

    assert left == [".index.cdxj.tmp"]
    assert [found.name for found in tmp_path.iterdir()] == ["index.cdxj"]


def test_additions_wait_on_the_disk_not_in_memory(tmp_path: Path) -> None:
    additions = index.Additions(in_memory=1_000)
    tracemalloc.start()
    for number in range(10_000):
        additions.add(_capture(f"http://example.org/{number * 37 % 10_007}"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 1_500_000
    assert len(additions) == additions.merge_into(tmp_path / "i") == 10_000
    assert len(additions) == 0
    assert len((tmp_path / "i").read_bytes().splitlines()) == 10_000


def test_additions_that_could_not_be_merged_are_there_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    additions = index.Additions(in_memory=3)
    for number in range(10):
        additions.add(_capture(f"http://example.org/{number}"))
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_space)
        with pytest.raises(StorageError, match="no space left"):
            additions.merge_into(tmp_path / "i")

    assert additions.merge_into(tmp_path / "i") == 10


def test_many_lines_are_sorted_by_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "SORTED_AT_ONCE", 7)
    captures = [_capture(f"http://example.org/{n * 37 % 101}") for n in range(101)]
    index.merge(tmp_path / "i", captures)

    assert (tmp_path / "i").read_bytes() == b"".join(sorted(one.line() for one in captures))


def test_built_index_is_that_of_cdxj_indexer(collection: Collection) -> None:
    for n in range(3):
        written(collection.warcs, [exchange(ok(b"%d%d" % (n, m)), f"{URL}/{m}", second=n) for m in range(4)])
    count = index.build(collection)

    assert count == 12
    assert collection.index.read_bytes() == witnessed(*collection.sealed())


def test_update_reads_only_what_is_new(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    path, captures = written(collection.warcs, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(5)])
    index.merge(collection.index, captures[:3])
    starts: list[int] = []
    really = index.read_records

    def watched(path: Path, *, on_damage: index.OnDamage, start: int = 0) -> object:
        starts.append(start)
        return really(path, on_damage=on_damage, start=start)

    monkeypatch.setattr(index, "read_records", watched)
    added = index.update(collection)

    assert added == 2
    assert starts == [captures[2].offset]
    assert collection.index.read_bytes() == witnessed(path)
    assert index.update(collection) == 0


def test_update_makes_an_index_of_odd_lines_again(collection: Collection) -> None:
    index.build(collection)
    whole = collection.index.read_bytes()
    collection.index.write_bytes(whole + NESTED + b"\n")

    index.update(collection)

    assert collection.index.read_bytes() == whole


def test_update_forgets_a_warc_that_is_gone(collection: Collection) -> None:
    path, _ = written(collection.warcs, [exchange(ok(), URL)])
    other, _ = written(collection.warcs, [exchange(ok(), f"{URL}/2")])
    index.build(collection)
    path.unlink()
    added = index.update(collection)

    assert added == -1
    assert collection.index.read_bytes() == witnessed(other)


def test_file_that_is_still_open_is_indexed_under_its_name_to_be(collection: Collection) -> None:
    path, captures = written(collection.warcs, [exchange(ok(), URL)])
    path.rename(path.with_name(f"{path.name}.open"))
    index.build(collection)

    assert collection.index.read_bytes() == captures[0].line()


def test_records_that_share_a_member_are_reported(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(foreign("response", ok()) * 2))
    damages: list[DamagedRecord] = []

    assert list(index.captures(path, on_damage=damages.append)) == []
    assert "shares its gzip member" in str(damages[0])


def test_an_index_is_read_past_lines_that_are_none(tmp_path: Path) -> None:
    damaged: list[tuple[int, str]] = []
    path = tmp_path / "index.cdxj"
    path.write_bytes(_capture(second=1).line() + b"nonsense\n" + b"\xff\xfe\n" + _capture(second=2).line())
    kept = list(index.read_index(path, on_damage=lambda number, problem: damaged.append((number, str(problem)))))

    assert kept == [_capture(second=1), _capture(second=2)]
    assert [number for number, _ in damaged] == [2, 3]
    assert list(index.read_index(path)) == kept


def test_where_there_is_no_index_there_are_no_captures(tmp_path: Path) -> None:
    assert list(index.read_index(tmp_path / "index.cdxj")) == []


def test_a_capture_is_found_beside_a_line_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "index.cdxj"
    torn = _capture(second=3).line()[:-9] + b"\n"
    path.write_bytes(_capture(second=1).line() + _capture(second=2).line() + torn)

    assert index.find(path, URL) == [_capture(second=1), _capture(second=2)]
