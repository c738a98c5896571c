"""Laws of WARC reading: of whatever lies in a file, only records and damage come out, and that soon."""

import gzip
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import ArchiveError, DamagedRecord
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.reader import read_at, read_exchanges
from archive.warc.verify import verify_warc
from tests.fuzz.mutation import Mutator
from tests.fuzz.warcs import kept_warc

SOON_SECONDS = 5.0
_HEADERS = (
    *("WARC-Type: response", "WARC-Type: revisit", "WARC-Type: request", "WARC-Type: metadata", "WARC-Type: resource"),
    *(
        "WARC-Type: warcinfo",
        "WARC-Type: \x00",
        "WARC-Date: 2026-11-22T15:51:53Z",
        "WARC-Date: 0001-01-01",
        "WARC-Date: x",
    ),
    *("WARC-Record-ID: <urn:uuid:1>", "WARC-Concurrent-To: <urn:uuid:1>", "WARC-Refers-To: <urn:uuid:1>", "no colon"),
    *("WARC-Target-URI: http://a:b c/", "WARC-Target-URI: <http://a/>", "WARC-Target-URI: http://[", " folded"),
    *(
        "WARC-Target-URI: urn:x",
        "WARC-Target-URI: http://città/\ud7ff",
        "Content-Type: application/http",
        "WARC-Truncated: x",
    ),
    *(
        "Content-Type: application/warc-fields",
        "WARC-Payload-Digest: sha1:x",
        "WARC-Block-Digest: md5",
        "WARC-IP-Address: x",
    ),
    *("WARC-Refers-To-Date: 99999", "WARC-Refers-To-Target-URI: x", "WARC-Profile: x", "WARC-Segment-Number: 2"),
)
_BLOCKS = (
    b"",
    b"HTTP/1.1 200 OK\r\n\r\nciao",
    b"HTTP/1.1 304 X\r\nContent-Encoding: br\r\n\r\n",
    b"x: y\r\n",
    b"WARC/1.1\r\n",
)


def _read(path: Path) -> list[DamagedRecord]:
    """Ask all readers; return the damage that the first of them saw. Anything else but our own errors passes out."""
    damages: list[DamagedRecord] = []
    begin = time.process_time()
    for capture, exchange in read_exchanges(path, on_damage=damages.append):
        exchange.response.read()
        assert Capture.from_line(capture.line()).line() == capture.line()
    for capture in index.captures(path, on_damage=lambda _: None):
        assert Capture.from_line(capture.line()).line() == capture.line()
        with suppress(DamagedRecord):
            read_at(path, capture.offset, capture.length)
    list(verify_warc(path))
    assert time.process_time() - begin < SOON_SECONDS
    return damages


@pytest.mark.parametrize("packed", [True, False])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 40))
def test_only_records_and_damage_come_out_of_a_spoilt_file(tmp_path: Path, packed: bool, seed: int) -> None:
    path = tmp_path / ("spoilt.warc.gz" if packed else "spoilt.warc")
    spoilt = Mutator(seed).spoil(kept_warc(packed=packed))
    path.write_bytes(spoilt)

    assert all(0 <= damage.offset <= len(spoilt) for damage in _read(path))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records=st.lists(
        st.tuples(st.lists(st.sampled_from(_HEADERS), max_size=8), st.sampled_from(_BLOCKS), st.integers(-2, 2)),
        max_size=4,
    ),
    packed=st.booleans(),
)
def test_no_header_is_too_odd(tmp_path: Path, records: list[tuple[list[str], bytes, int]], packed: bool) -> None:
    data = b""
    for headers, block, off in records:
        lines = "".join(f"{line}\r\n" for line in headers)
        one = f"WARC/1.1\r\n{lines}Content-Length: {max(0, len(block) + off)}\r\n\r\n".encode() + block + b"\r\n\r\n"
        data += gzip.compress(one, mtime=0) if packed else one
    path = tmp_path / "odd.warc"
    path.write_bytes(data)

    assert all(isinstance(damage, ArchiveError) for damage in _read(path))


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda key, stamp, url, status, offset: (
                f'{key} {stamp} {{"url": "{url}", "status": "{status}", "offset": {offset}, "length": 1}}'.encode()
            ),
            st.sampled_from(["com,example)/", "", "è)/"]),
            st.sampled_from(["20240502123000", "20241350000000", "0", "２０２４0502123000"]),
            st.sampled_from(["http://a/", "\\ud800", "\\u0000", "è"]),
            st.sampled_from(["200", "²", "-1", "", "9" * 5000]),
            st.sampled_from(['"0"', "7", '"x"', "1e400", "9" * 30]),
        ),
    )
)
def test_an_index_line_is_read_or_is_a_value_error(line: bytes) -> None:
    try:
        capture = Capture.from_line(line)
    except ValueError:
        return

    assert Capture.from_line(capture.line()) == capture


def test_a_record_of_the_year_one_does_not_spoil_the_look_up(tmp_path: Path) -> None:
    fields = ("WARC-Type: response", "WARC-Date: 0001-01-01", "WARC-Target-URI: http://a/", "Content-Length: 0")
    path = tmp_path / "old.warc.gz"
    path.write_bytes(gzip.compress("\r\n".join(("WARC/1.1", *fields, "", "", "", "")).encode()))
    index.merge(tmp_path / "index.cdxj", index.captures(path, on_damage=lambda _: None))

    assert [capture.timestamp for capture in index.find(tmp_path / "index.cdxj", "http://a/")] == ["00010101000000"]
