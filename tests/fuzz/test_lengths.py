"""Laws of length: what a stranger sends costs time by its length, never by the square of it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import DamagedRecord, MessageError
from archive.http import read_head
from archive.urlkey import surt
from archive.wacz.pages import title_in
from archive.warc.reader import read_records
from archive.warc.record import read_header
from crawler.discovery.css import css_urls
from crawler.discovery.refresh import refresh_target
from crawler.discovery.requisites import srcset_urls
from crawler.discovery.scripts import script_urls
from crawler.discovery.shapes import shape_of
from tests.archive.wacz.test_named import named

SITE = "https://www.gazzetta.example/"
MAX_SECONDS = 2.0
"""Of CPU, for each of these; by the square of their length they took from 3 s to a minute."""

LONG: dict[str, Callable[[], object]] = {
    "a start line that never comes to HTTP": lambda: _refused(b"GET" + b" " * 200_000),
    "a field in half a million lines": lambda: read_head(b"HTTP/1.1 200 OK\r\nServer: x\r\n" + b" a\n" * 500_000),
    "a WARC field in half a million lines": lambda: read_header(b"WARC/1.1\r\nX: x\r\n" + b" a\n" * 500_000),
    "a URL escaped 100,000 times": lambda: surt(SITE + "%" + "25" * 100_000),
    "a URL whose escapes unfold one by one": lambda: surt(SITE + "%" * 10_000 + "325" * 10_000),
    "a query of session ids": lambda: surt(f"{SITE}?{'cfid=' * 100_000}"),
    "a path of session ids": lambda: surt(SITE + f"({'a' * 24})/" * 20_000),
    "a srcset of commas": lambda: list(srcset_urls("," * 100_000)),
    "a call and blanks": lambda: list(script_urls("load" + " " * 100_000)),
    "a sheet's address of blanks": lambda: list(css_urls("url(" + " " * 100_000)),
    "a sheet's import of blanks": lambda: list(css_urls("@import" + " " * 100_000)),
    "an attribute without a value": lambda: refresh_target(b"<meta refresh " + b"a" * 16_000, SITE),
    "links of dashes": lambda: [shape_of(f"{SITE}{number}{'-' * 2_000}x") for number in range(100)],
    "frames that are not closed": lambda: named("<frame " * 50_000),
    "titles that are not closed": lambda: title_in("<title>" * 7_000),
    "titles within titles": lambda: title_in("<title " * 7_000),
    "a srcset of blanks": lambda: named(f"<img srcset='{' ' * 200_000}a'>"),
    "a srcset of numbers": lambda: named(f"<img srcset='{'1 ' * 100_000}a'>"),
    "quoted blanks": lambda: named(f"'{' ' * 3_990}.a'" * 100, "js"),
}


@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_length(name: str) -> None:
    began = time.process_time()

    LONG[name]()

    assert time.process_time() - began < MAX_SECONDS


def test_blocks_that_claim_more_than_the_file_has_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.warc"
    path.write_bytes(b"WARC/1.1\r\nContent-Length: 99999999999\r\n\r\n" * 60_000)
    damages: list[DamagedRecord] = []
    began = time.process_time()

    assert list(read_records(path, on_damage=damages.append)) == []
    assert len(damages) == 60_000
    assert time.process_time() - began < 3 * MAX_SECONDS


def _refused(block: bytes) -> None:
    with pytest.raises(MessageError):
        read_head(block)
