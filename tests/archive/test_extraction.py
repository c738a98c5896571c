"""From WARC files to article lines: order, revisits, damage, time limits."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import DamagedRecord
from archive.exchange import Exchange, Spool
from archive.extraction import Result, Setup, find_jobs, read_lines
from archive.reading import REQUESTED_URL, REQUISITE_OF
from archive.sources.catalogue import Catalogue
from archive.warc.capture import REVISIT, Capture
from archive.warc.reader import read_exchanges
from archive.warc.writer import WarcWriter
from tests.archive.article.newspage import TEXT
from tests.archive.warc.wire import foreign, members

AT = datetime(2024, 5, 4, 6, 0, tzinfo=UTC)


def page(headline: str) -> str:
    return f"<html lang='it'><head><title>{headline}</title></head><body><h1>{headline}</h1>{TEXT}</body></html>"


def exchange(url: str, body: str, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> Exchange:
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode()
    return Exchange(url=url, request=None, response=Spool.of(head + data), captured_at=AT)


def written(folder: Path, *exchanges: Exchange) -> Path:
    """Write *exchanges* into one WARC and return it; a payload seen before becomes a revisit."""
    kept: dict[str, Capture] = {}
    writer = WarcWriter(folder, info={"software": "test"}, kept=kept.get)
    for one in exchanges:
        capture = writer.write(one)
        if capture.payload_digest:
            kept.setdefault(capture.payload_digest, capture)
    writer.close()
    return next(folder.glob("*.warc.gz"))


def lines(
    *warcs: Path, workers: int = 0, all_pages: bool = False, damage: list[DamagedRecord] | None = None
) -> list[Result]:
    told = damage if damage is not None else []
    setup = Setup(catalogue=Catalogue(), all_pages=all_pages)
    return list(read_lines(warcs, setup, workers=workers, timeout_seconds=60, on_damage=told.append))


def headlines(results: list[Result]) -> list[str]:
    return [json.loads(result.line)["headline"] for result in results if result.line]


def _second_capture(warc: Path) -> int:
    captures = [capture for capture, _ in read_exchanges(warc, on_damage=lambda damage: None)]
    assert captures[1].mime == REVISIT
    return captures[1].offset


URLS = [f"https://www.gazzetta.example/articolo-{n}.html" for n in range(12)]


def test_lines_stand_in_the_order_of_the_records(tmp_path: Path) -> None:
    warc = written(tmp_path, *(exchange(url, page(f"Il titolo numero {n}")) for n, url in enumerate(URLS)))

    assert headlines(lines(warc)) == [f"Il titolo numero {n}" for n in range(12)]


@pytest.mark.slow
def test_two_processes_give_the_same_lines_in_the_same_order(tmp_path: Path) -> None:
    warc = written(tmp_path, *(exchange(url, page(f"Il titolo numero {n}")) for n, url in enumerate(URLS)))

    assert [r.line for r in lines(warc, workers=2)] == [r.line for r in lines(warc)]


def test_a_line_says_where_its_record_lies(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))

    line = json.loads(lines(warc)[0].line or b"")

    assert line["warc_file"] == warc.name
    assert line["payload_digest"].startswith("sha1:")
    with warc.open("rb") as file:
        file.seek(line["warc_offset"])
        record = gzip.decompress(file.read(line["warc_record_length"]))
    assert record.startswith(b"WARC/1.1")
    assert b"Il ponte" in record


def test_a_line_says_which_address_was_asked_for_first(tmp_path: Path) -> None:
    asked = "https://www.gazzetta.example/vecchio-titolo-0.html"
    one = replace(exchange(URLS[0], page("Il ponte è chiuso")), notes=((REQUESTED_URL, asked),))

    (read,) = lines(written(tmp_path, one))

    assert json.loads(read.line or b"")["requested_url"] == asked


def test_errors_pictures_and_scripts_are_no_pages(tmp_path: Path) -> None:
    warc = written(
        tmp_path,
        exchange(URLS[0], page("Non trovato"), status="404 Not Found"),
        exchange(URLS[1], "x", kind="image/png"),
        exchange(URLS[2], "{}", kind="application/json"),
        exchange(URLS[3], "User-agent: *", kind="text/plain"),
    )

    results = lines(warc, all_pages=True)

    assert headlines(results) == []
    assert not any(result.page for result in results)


def test_a_page_that_is_no_article_has_a_line_only_where_all_pages_are_wanted(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], "<html><body><p>Accedi</p></body></html>"))

    assert [r.line for r in lines(warc)] == [None]
    assert json.loads(lines(warc, all_pages=True)[0].line or b"")["content_type"] == "other"


def test_a_revisit_is_read_from_the_record_it_names(tmp_path: Path) -> None:
    same = page("Il ponte è chiuso")
    warc = written(tmp_path, exchange(URLS[0], same), exchange(URLS[1], same))

    results = lines(warc)

    assert headlines(results) == ["Il ponte è chiuso"] * 2
    assert [result.url for result in results] == URLS[:2]


def test_a_revisit_of_a_record_that_is_nowhere_is_told(tmp_path: Path) -> None:
    same = page("Il ponte è chiuso")
    warc = written(tmp_path, exchange(URLS[0], same), exchange(URLS[1], same))
    jobs = list(find_jobs([warc], on_damage=lambda damage: None))
    data = warc.read_bytes()
    alone = tmp_path / "alone.warc.gz"
    alone.write_bytes(data[jobs[1].capture.offset :])
    told: list[DamagedRecord] = []

    assert headlines(lines(alone, damage=told)) == []
    assert [(d.warc, d.offset) for d in told] == [("alone.warc.gz", 0)]


def test_a_revisit_of_a_picture_is_no_page_and_no_damage(tmp_path: Path) -> None:
    pictures = [exchange(f"https://www.gazzetta.example/{n}.svg", "<svg/>", kind="image/svg+xml") for n in range(2)]
    warc = written(tmp_path, *pictures)
    alone = tmp_path / "alone.warc.gz"
    alone.write_bytes(warc.read_bytes()[_second_capture(warc) :])
    told: list[DamagedRecord] = []

    assert lines(warc, alone, damage=told) == []
    assert lines(alone, damage=told) == []
    assert told == []


def test_what_was_fetched_for_another_page_is_read_as_no_article(tmp_path: Path) -> None:
    frame = replace(exchange(URLS[0], page("Una cornice")), notes=((REQUISITE_OF, URLS[1]),))
    warc = written(tmp_path, frame, exchange(URLS[1], page("Il ponte è chiuso")))

    assert headlines(lines(warc)) == ["Il ponte è chiuso"]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_page_that_brings_about_a_fault_costs_that_page(tmp_path: Path, workers: int) -> None:
    warc = tmp_path / "anybodys.warc.gz"
    pages = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(f"Il titolo {n}").encode() for n in (0, 1)]
    records = [foreign("response", one, url=url) for one, url in zip(pages, ("http://[::1/a", URLS[1]), strict=True)]
    warc.write_bytes(members(*records))
    setup = Setup(catalogue=Catalogue())
    found = list(read_lines([warc], setup, workers=workers, timeout_seconds=30, on_damage=print))

    assert [one.url for one in found] == ["http://[::1/a", URLS[1]]
    assert found[1].line is not None
    assert found[0].line is not None or "record at byte 0: http://[::1/a: ValueError" in str(found[0].problem)


def test_a_damaged_record_is_told_with_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    warc = written(tmp_path, *(exchange(url, page(f"Il titolo numero {n}")) for n, url in enumerate(URLS[:3])))
    jobs = list(find_jobs([warc], on_damage=lambda damage: None))
    place = jobs[1].capture.offset
    data = bytearray(warc.read_bytes())
    data[place + 60 : place + 90] = b"\xff" * 30
    warc.write_bytes(data)
    told: list[DamagedRecord] = []

    found = headlines(lines(warc, damage=told))

    assert found == ["Il titolo numero 0", "Il titolo numero 2"]
    assert place in [damage.offset for damage in told]


def test_records_that_share_one_gzip_member_are_read(tmp_path: Path) -> None:
    # What `gzip file.warc` makes. No place leads to such a record a second time.
    packed = written(tmp_path, *(exchange(url, page(f"Numero {n}")) for n, url in enumerate(URLS[:3])))
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes())))

    for workers in (0, 2):
        assert headlines(lines(whole, workers=workers)) == ["Numero 0", "Numero 1", "Numero 2"]


def test_what_cannot_be_read_a_second_time_is_told_with_one_place(tmp_path: Path) -> None:
    packed = written(tmp_path, exchange(URLS[0], page("Uno")), exchange(URLS[1], page("Uno")))
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes())))
    results = lines(whole)

    assert headlines(results) == ["Uno"]
    (problem,) = (result.problem for result in results if result.problem)
    assert problem.startswith("whole.warc.gz: record at byte 0: shares its gzip member with other records")
    assert problem.count("whole.warc.gz") == 1
