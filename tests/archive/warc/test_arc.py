"""ARC files are read by the same road."""

import base64
import gzip
import hashlib
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from archive.errors import DamagedRecord
from archive.warc.arc import read_arc
from archive.warc.reader import read_at, read_exchanges

PAGE = "<html lang=it><title>Il porto</title><h1>Il porto riapre dopo tre anni</h1>" + "".join(
    f"<p>Il cantiere numero {n} del porto vecchio ha riaperto ieri mattina, davanti a una piccola folla di curiosi.</p>"
    for n in range(8)
)


def message(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-TYPE: text/html; charset=utf-8\r\n\r\n" + body


def record(url: str, block: bytes, mime: str = "text/html") -> bytes:
    return f"{url} 192.0.2.7 20060402204200 {mime} {len(block)}\n".encode() + block + b"\n"


def arc(path: Path, *pages: tuple[str, bytes]) -> Path:
    about = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [record(f"filedesc://{path.name}", about, "text/plain"), *(record(url, block) for url, block in pages)]
    packed = [gzip.compress(p) for p in parts] if path.suffix == ".gz" else parts
    path.write_bytes(b"".join(packed))
    return path


def never(damage: DamagedRecord) -> None:
    pytest.fail(str(damage))


@pytest.mark.parametrize("name", ["old.arc", "old.arc.gz"])
def test_captures_come_with_their_bytes_and_places(tmp_path: Path, name: str) -> None:
    path = arc(
        tmp_path / name, ("http://giornale.example/a", message(b"uno")), ("http://giornale.example/b", message(b"due"))
    )
    found = list(read_exchanges(path, on_damage=never))

    assert [(c.url, c.status, c.mime) for c, _ in found] == [
        ("http://giornale.example/a", 200, "text/html"),
        ("http://giornale.example/b", 200, "text/html"),
    ]
    assert [e.response.read() for _, e in found] == [message(b"uno"), message(b"due")]
    assert found[0][1].address == "192.0.2.7"
    assert found[0][0].timestamp == "20060402204200"
    for capture, exchange in found:
        assert read_at(path, capture.offset)[1].response.read() == exchange.response.read()


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    path = arc(tmp_path / "old.arc.gz", ("http://giornale.example/a", message(random.Random(7).randbytes(4000))))
    path.write_bytes(path.read_bytes()[:-30])
    told: list[DamagedRecord] = []
    found = list(read_exchanges(path, on_damage=told.append))

    assert found == []
    assert len(told) == 1


def test_what_warcio_cannot_read_is_told_in_one_line(tmp_path: Path) -> None:
    whole = arc(tmp_path / "plain.arc", ("http://giornale.example/a", message(b"uno")))
    path = tmp_path / "one-member.arc.gz"
    path.write_bytes(gzip.compress(whole.read_bytes()))
    told: list[DamagedRecord] = []
    list(read_exchanges(path, on_damage=told.append))

    assert len(told) == 1
    assert "\n" not in str(told[0])


def test_extract_reads_articles_of_an_arc(tmp_path: Path) -> None:
    path = arc(tmp_path / "old.arc.gz", ("http://giornale.example/a", message(PAGE.encode())))
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "extract", str(path), "--output", "-"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert '"headline":"Il porto riapre dopo tre anni"' in done.stdout, done.stderr


def test_of_an_endless_record_the_start_is_held_and_no_more(tmp_path: Path) -> None:
    long = message(b"0" * (128 << 20))
    path = arc(
        tmp_path / "bomb.arc.gz", ("http://giornale.example/a", long), ("http://giornale.example/b", message(b"b"))
    )
    digest = base64.b32encode(hashlib.sha1(long.partition(b"\r\n\r\n")[2]).digest()).decode()
    del long
    tracemalloc.start()
    try:
        (capture, exchange), (_, after) = read_arc(path, on_damage=never, max_block=5_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (len(exchange.response), exchange.truncated, capture.payload_digest) == (5_000, "length", f"sha1:{digest}")
    assert after.response.read() == message(b"b")
    assert after.truncated is None
    assert peak < 80 << 20  # 64 KiB, the piece that warcio reads, unfold to no more
