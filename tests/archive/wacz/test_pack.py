"""What goes into a WACZ: all of a collection, or what one newspaper's month needs."""

import gzip
import hashlib
import json
import os
import re
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.errors import CollectionLocked, StorageError, UsageError
from archive.reading import REQUISITE_OF
from archive.wacz.excerpt import Wanted
from archive.wacz.pack import bring_index_up_to_date, pack
from archive.warc.capture import Capture
from archive.warc.index import update
from archive.warc.reader import read_at, read_records
from archive.warc.writer import WarcWriter
from tests.archive.kept import Kept, day, keep
from tests.archive.wacz.conftest import CDN, FEBRUARY, MARCH, PORTICO, POST
from tests.archive.warc.test_post import posted
from tests.archive.warc.wire import exchange, ok

NOW = datetime(2025, 4, 1, tzinfo=UTC)
MARCH_DAYS = {"first_day": date(2025, 3, 1), "last_day": date(2025, 3, 31)}


class Opened:
    """A WACZ as a player finds it."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as bundle:
            self.files = {info.filename: bundle.read(info) for info in bundle.infolist()}
            self.infos = {info.filename: info for info in bundle.infolist()}
        self.package: dict[str, Any] = json.loads(self.files["datapackage.json"])

    def lines(self) -> list[bytes]:
        return gzip.decompress(self.files["indexes/index.cdx.gz"]).splitlines(keepends=True)

    def urls(self) -> list[str]:
        return sorted(Capture.from_line(line).url for line in self.lines())

    def pages(self, name: str = "pages") -> list[dict[str, Any]]:
        header, *lines = self.files[f"pages/{name}.jsonl"].splitlines()
        assert json.loads(header)["format"] == "json-pages-1.0"
        return [json.loads(line) for line in lines]

    def others(self) -> list[dict[str, Any]]:
        """Return the pages that are no articles."""
        articles = {page["id"] for page in self.pages()}
        return [page for page in self.pages("extraPages") if page["id"] not in articles]


@pytest.fixture(scope="module")
def whole(two_months: Collection, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path = tmp_path_factory.mktemp("whole") / "whole.wacz"
    pack(two_months, path, created_at=NOW)
    return Opened(path)


@pytest.fixture(scope="module")
def portico_march(two_months: Collection, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path = tmp_path_factory.mktemp("march") / "march.wacz"
    pack(two_months, path, Wanted(sources=("portico.example",), **MARCH_DAYS), created_at=NOW)  # type: ignore[arg-type]
    return Opened(path)


def test_a_whole_collection_keeps_its_warcs_byte_for_byte(two_months: Collection, whole: Opened) -> None:
    for path in two_months.sealed():
        assert whole.files[f"archive/{path.name}"] == path.read_bytes()


def test_a_whole_collection_keeps_its_index_line_for_line(two_months: Collection, whole: Opened) -> None:
    assert b"".join(whole.lines()) == two_months.index.read_bytes()


def test_warcs_and_index_are_not_packed_twice(whole: Opened) -> None:
    for name, info in whole.infos.items():
        if name.endswith((".gz", ".warc")):
            assert info.compress_type == zipfile.ZIP_STORED


def test_every_entry_has_an_extra_field_in_the_central_directory_too(whole: Opened) -> None:
    # Or ReplayWeb.page would look for the data where the local header's own extra fields lie.
    assert all(info.extra.startswith(b"UT\x05\x00") for info in whole.infos.values())


def test_every_file_stands_in_the_datapackage_with_its_hash_and_size(whole: Opened) -> None:
    told = {r["path"]: (r["hash"], r["bytes"]) for r in whole.package["resources"]}

    assert told == {
        name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        for name, data in whole.files.items()
        if not name.startswith("datapackage")
    }


def test_the_datapackage_is_sealed_by_its_digest(whole: Opened) -> None:
    seal = json.loads(whole.files["datapackage-digest.json"])

    assert seal["hash"] == "sha256:" + hashlib.sha256(whole.files["datapackage.json"]).hexdigest()


def test_articles_are_pages_with_their_words(whole: Opened) -> None:
    assert [(p["url"], p["ts"], p["title"], p["text"]) for p in whole.pages()] == [
        (f"{PORTICO}/cronaca/libro.html", "2025-02-11T06:00:00Z", "Un libro torna", "Un libro torna\nIl timbro"),
        (f"{PORTICO}/cronaca/tram.html", "2025-03-05T06:00:00Z", "Tram al mare", "Tram al mare\nLa prima corsa"),
        (f"{POST}/news/harbour.html", "2025-03-06T06:00:00Z", "Harbour opens", "Harbour opens\nThe first ship"),
    ]


def test_other_pages_are_listed_apart_with_their_title_and_no_errors_among_them(whole: Opened) -> None:
    assert [(p["url"], p["ts"], p["title"]) for p in whole.others()] == [
        (f"{PORTICO}/cronaca/", "2025-02-10T06:00:00Z", "Cronaca | Il Portico"),
        (f"{PORTICO}/cronaca/", "2025-03-05T06:00:00Z", "Cronaca | Il Portico"),
    ]


def test_articles_stand_in_the_list_that_the_player_searches(whole: Opened) -> None:
    # ReplayWeb.page 2.5 searches extraPages.jsonl alone where there is one.
    assert [page for page in whole.pages("extraPages") if page.get("text")] == whole.pages()


def test_it_opens_at_the_newest_section_page(whole: Opened) -> None:
    assert whole.package["mainPageUrl"] == f"{PORTICO}/cronaca/"
    assert whole.package["mainPageDate"] == "2025-03-05T06:00:00Z"


def test_one_newspapers_month_holds_its_own_captures_and_what_they_need(portico_march: Opened) -> None:
    own = [k.url for k in MARCH if k.url.startswith(PORTICO)]
    needed = [f"{CDN}/p.css", f"{CDN}/type.css", f"{CDN}/arches.png"]
    original = [f"{PORTICO}/cronaca/libro.html"]

    assert portico_march.urls() == sorted([*own, *needed, *original])


def test_a_months_pages_are_those_of_the_month_and_the_original_of_a_revisit(portico_march: Opened) -> None:
    assert [p["title"] for p in portico_march.pages()] == ["Un libro torna", "Tram al mare"]
    assert [p["ts"] for p in portico_march.others()] == ["2025-03-05T06:00:00Z"]


def test_every_line_of_an_excerpts_index_points_at_its_record(portico_march: Opened, tmp_path: Path) -> None:
    for name, data in portico_march.files.items():
        if name.startswith("archive/"):
            (tmp_path / name.removeprefix("archive/")).write_bytes(data)
    for line in portico_march.lines():
        told = Capture.from_line(line)
        capture, _ = read_at(tmp_path / told.warc, told.offset, told.length)

        assert (capture.url, capture.timestamp) == (told.url, told.timestamp)


def test_an_excerpts_warc_begins_with_warcinfo_and_keeps_requests_and_metadata(
    portico_march: Opened, tmp_path: Path
) -> None:
    name = max(name for name in portico_march.files if name.startswith("archive/"))
    path = tmp_path / "one.warc.gz"
    path.write_bytes(portico_march.files[name])
    kinds = [record.type for record in read_records(path, on_damage=pytest.fail)]

    assert kinds[0] == "warcinfo"
    # Seven exchanges of the newspaper in March, six of them whole responses, one a revisit.
    assert kinds[1:] == ["response", "request", "metadata"] * 6 + ["revisit", "request", "metadata"]


def test_index_lines_are_sorted_by_bytes(portico_march: Opened) -> None:
    assert portico_march.lines() == sorted(portico_march.lines())


def test_blocks_of_the_index_are_found_by_its_own_index(
    two_months: Collection, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("archive.wacz.bundle.INDEX_BLOCK_LINES", 4)
    path = tmp_path / "small-blocks.wacz"
    pack(two_months, path, created_at=NOW)
    opened = Opened(path)
    header, *blocks = opened.files["indexes/index.idx"].decode().splitlines()
    data = opened.files["indexes/index.cdx.gz"]

    assert header == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    assert len(blocks) == 4
    for block in blocks:
        key, stamp, place = block.split(" ", 2)
        where = json.loads(place)
        lines = gzip.decompress(data[where["offset"] : where["offset"] + where["length"]]).decode()
        assert lines.startswith(f"{key} {stamp} ")


def test_what_was_never_captured_cannot_be_packed(two_months: Collection, tmp_path: Path) -> None:
    path = tmp_path / "none.wacz"

    with pytest.raises(UsageError, match="nothing was captured"):
        pack(two_months, path, Wanted(sources=("other.example",)), created_at=NOW)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_one_clear_error(two_months: Collection, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StorageError, match="not written"):
        pack(two_months, tmp_path / "file" / "x.wacz", created_at=NOW)


def test_a_fault_on_the_way_leaves_no_file(two_months: Collection, tmp_path: Path, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.wacz.pack.other_pages", broken)

    with pytest.raises(StorageError, match="No space left"):
        pack(two_months, tmp_path / "x.wacz", created_at=NOW)

    assert list(tmp_path.iterdir()) == []


def test_an_old_file_stands_until_the_new_one_is_whole(
    two_months: Collection, tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "x.wacz"
    path.write_bytes(b"old")
    monkeypatch.setattr("archive.wacz.pack.other_pages", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        pack(two_months, path, created_at=NOW)

    assert path.read_bytes() == b"old"


def test_a_current_index_is_left_alone(two_months: Collection) -> None:
    before = two_months.index.stat().st_mtime_ns

    assert not bring_index_up_to_date(two_months)
    assert two_months.index.stat().st_mtime_ns == before


def test_a_file_that_was_copied_in_with_its_old_time_is_packed(two_months: Collection, tmp_path: Path) -> None:
    collection = keep(tmp_path / "paper", [[Kept(url=f"{PORTICO}/a.html", at=day(5))]])
    for path in two_months.sealed():
        os.utime(shutil.copy(path, collection.warcs), (0, 0))
    packed = pack(collection, tmp_path / "x.wacz", created_at=NOW)

    assert packed.captures == 1 + len(two_months.index.read_bytes().splitlines())


def test_the_index_is_not_written_while_a_run_may_write_it(two_months: Collection, tmp_path: Path) -> None:
    collection = Collection.open(shutil.copytree(two_months.root, tmp_path / "papers"))
    half = b"".join(collection.index.read_bytes().splitlines(keepends=True)[:3])
    collection.index.write_bytes(half)
    os.utime(collection.index, (0, 0))
    with collection.locked(), pytest.raises(CollectionLocked):
        pack(collection, tmp_path / "x.wacz", created_at=NOW)

    assert collection.index.read_bytes() == half
    assert not (tmp_path / "x.wacz").exists()


def test_what_the_index_knows_is_packed_while_a_run_writes(two_months: Collection, tmp_path: Path) -> None:
    with two_months.locked():
        packed = pack(two_months, tmp_path / "x.wacz", created_at=NOW)

    assert packed.captures > 0


def needed_by_a_march_page(tmp_path: Path, markup: str, *february: Kept) -> list[str]:
    """Pack March alone, of which a page with *markup* is all; return what came along of what February captured."""
    page = Kept(url=f"{PORTICO}/cronaca/ponte.html", at=day(5), body=f"<html><body>{markup}".encode())
    collection = keep(tmp_path / "paper", (february, (page,)))
    pack(collection, tmp_path / "x.wacz", Wanted(**MARCH_DAYS), created_at=NOW)  # type: ignore[arg-type]
    return [url for url in Opened(tmp_path / "x.wacz").urls() if url != page.url]


def february(url: str, body: bytes = b"x", media_type: str = "image/png", **more: Any) -> Kept:
    return Kept(url=url, at=day(10, 2), body=body, media_type=media_type, **more)


def test_a_frame_comes_along_with_what_it_shows_and_a_link_does_not(tmp_path: Path) -> None:
    frame, linked = f"{CDN}/w/frame.html", f"{PORTICO}/cronaca/altro.html"
    came = needed_by_a_march_page(
        tmp_path,
        f'<iframe width=3 src="{frame}"></iframe><a href="{linked}">Altro</a>',
        february(frame, b'<img src="w.png">', "text/html"),
        february(f"{CDN}/w/w.png"),
        february(linked, b"altro", "text/html"),
    )

    assert came == [frame, f"{CDN}/w/w.png"]


def test_what_scripts_and_json_name_is_looked_for_from_the_page(tmp_path: Path) -> None:
    came = needed_by_a_march_page(
        tmp_path,
        f'<script src="{CDN}/js/m.js"></script>',
        february(f"{CDN}/js/m.js", b"fetch('rel.json')", "text/javascript"),
        february(f"{PORTICO}/cronaca/rel.json", b'{"img": "\\/img\\/1.png"}', "application/json"),
        february(f"{PORTICO}/img/1.png"),
    )

    assert came == [f"{PORTICO}/cronaca/rel.json", f"{PORTICO}/img/1.png", f"{CDN}/js/m.js"]


def test_what_a_page_posts_elsewhere_comes_along_each_body_once(tmp_path: Path) -> None:
    page = b"<html><script>fetch('http://api.example/vote', {method: 'POST'})</script></html>"
    collection = keep(tmp_path / "papers", [[Kept(url=f"{PORTICO}/a.html", at=day(5), body=page)]])
    with WarcWriter(collection.warcs, info={"software": "tests"}) as writer:
        for body in (b"id=7", b"id=7", b"id=8"):
            request = posted("application/x-www-form-urlencoded", body)
            writer.write(exchange(ok(b"{}"), "http://api.example/vote", request=request))
    update(collection)
    path = tmp_path / "x.wacz"
    pack(collection, path, Wanted(sources=("portico.example",)), created_at=NOW)

    lines = [Capture.from_line(line) for line in Opened(path).lines()]
    assert [one.request_body for one in lines if one.method == "POST"] == ["id=7", "id=8"]


def test_a_redirect_that_says_no_media_type_is_followed(tmp_path: Path) -> None:
    came = needed_by_a_march_page(
        tmp_path,
        '<img src="/1.png">',
        february(f"{PORTICO}/1.png", b"", "", status=302, fields=("Location: /2.png",)),
        february(f"{PORTICO}/2.png"),
    )

    assert came == [f"{PORTICO}/1.png", f"{PORTICO}/2.png"]


def test_a_redirect_in_letters_of_its_language_is_followed(tmp_path: Path) -> None:
    target = f"{PORTICO}/citt%C3%A0.png"
    came = needed_by_a_march_page(
        tmp_path,
        '<img src="/1.png">',
        february(f"{PORTICO}/1.png", b"", "", status=302, fields=("Location: /città.png",)),
        february(target),
    )

    assert target in came


def test_a_frame_is_no_page_by_itself(tmp_path: Path) -> None:
    page = Kept(url=f"{PORTICO}/cronaca/", at=day(5), body=b"<title>Cronaca</title>")
    frame = Kept(url=f"{CDN}/w.html", at=day(5), body=b"<title>W</title>", notes=((REQUISITE_OF, page.url),))
    packed = pack(keep(tmp_path / "paper", ((page, frame),)), tmp_path / "x.wacz", created_at=NOW)

    assert [line["url"] for line in Opened(packed.path).others()] == [page.url]


def test_resources_have_names_that_data_packages_know_each_its_own(tmp_path: Path) -> None:
    # The form of names by which py-wacz judges; Heritrix has a "~" in the names of its files.
    collection = keep(tmp_path / "paper", (FEBRUARY, MARCH))
    names = ("CRAWL-00000-8~host~8443.warc.gz", "CRAWL-00000-8-host-8443.warc.gz")
    for path, name in zip(collection.sealed(), names, strict=True):
        path.rename(path.with_name(name))
    bring_index_up_to_date(collection)
    resources = Opened(pack(collection, tmp_path / "x.wacz", created_at=NOW).path).package["resources"]

    assert {f"archive/{name}" for name in names} <= {one["path"] for one in resources}
    assert len({one["name"] for one in resources}) == len(resources)
    assert all(re.fullmatch(r"[-a-z0-9._/]+", one["name"]) for one in resources)
