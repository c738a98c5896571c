"""Exports: the same lines give the same files, a killed run goes on, only what changed is made anew."""

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
import zstandard

from archive.collection import Collection
from archive.errors import ArchiveError, StorageError, UsageError
from archive.store.articles import ArticleWriter, Selection
from archive.store.dumps import export as room
from archive.store.dumps.export import Progress, export, export_file
from archive.store.dumps.formats import Format, Options
from archive.store.dumps.manifest import read_manifest
from archive.store.dumps.schemas import column_table, field_table
from tests.archive.store.newsroom import edited, keep, made_up

FORMATS: tuple[Format, ...] = ("parquet", "jsonl", "csv", "ninjs", "jsonld")


def lines(folder: Path) -> list[dict[str, object]]:
    """Return the rows of a JSONL dump in its order."""
    parts = sorted((folder / "articles").rglob("*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]


def picture(folder: Path) -> dict[str, tuple[str, int]]:
    """Return digest and time of writing of every file."""
    return {
        str(p.relative_to(folder)): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_second_export_writes_nothing(small: Collection, tmp_path: Path, name: Format) -> None:
    options = Options(format=name, partition="month")
    export(small, tmp_path / "dump", options)
    before = picture(tmp_path / "dump")
    again = export(small, tmp_path / "dump", options)

    assert again.made == 0
    assert picture(tmp_path / "dump") == before


@pytest.mark.parametrize("name", FORMATS)
def test_two_exports_of_the_same_lines_are_the_same_bytes(small: Collection, tmp_path: Path, name: Format) -> None:
    for folder in ("one", "two"):
        export(small, tmp_path / folder, Options(format=name, compression="none"))
    sums = [(tmp_path / folder / "SHA256SUMS").read_text() for folder in ("one", "two")]

    assert sums[0] == sums[1] != ""


def test_every_revision_is_a_row_and_knows_how_many_there_are(small: Collection, tmp_path: Path) -> None:
    export(small, tmp_path / "dump", Options(format="jsonl"))
    rows = lines(tmp_path / "dump")

    assert len(rows) == 72
    assert {row["revisions_total"] for row in rows if row["revision"] == 2} == {2}


def test_latest_leaves_one_row_an_article(small: Collection, tmp_path: Path) -> None:
    export(small, tmp_path / "dump", Options(format="jsonl", latest=True))
    rows = lines(tmp_path / "dump")

    assert len(rows) == len({row["id"] for row in rows}) == 60
    assert all(row["revision"] == row["revisions_total"] for row in rows)


def test_latest_goes_before_the_filters(tmp_path: Path) -> None:
    first = replace(made_up(1), section="Sport")
    collection = keep(tmp_path / "c", [first, replace(edited(first, 2), section="Esteri")])
    options = Options(format="jsonl", latest=True, selection=Selection(sections=("Sport",)))
    export(collection, tmp_path / "dump", options)

    assert lines(tmp_path / "dump") == []


def test_of_two_lines_of_one_revision_the_later_counts(tmp_path: Path) -> None:
    article = made_up(1)
    collection = keep(tmp_path / "c", [article])
    with ArticleWriter(collection.articles) as writer:
        writer.append(replace(article, headline="Letto di nuovo"))
    export(collection, tmp_path / "dump", Options(format="jsonl"))

    assert [row["headline"] for row in lines(tmp_path / "dump")] == ["Letto di nuovo"]


def test_rows_stand_by_day_source_article_revision(small: Collection, tmp_path: Path) -> None:
    export(small, tmp_path / "dump", Options(format="jsonl", partition="day"))
    rows = lines(tmp_path / "dump")
    keys = [(str(r["published"])[:10], str(r["source"]), str(r["id"]), str(r["revision"])) for r in rows]

    assert keys == sorted(keys)


def test_folders_are_named_by_the_newspapers_day(tmp_path: Path) -> None:
    late = replace(made_up(1), published="2024-03-01T00:10:00+01:00", published_utc="2024-02-29T23:10:00Z")
    undated = replace(made_up(2), published=None, capture_time="2024-04-05T01:00:00Z")
    lost = replace(made_up(3), published="nonsense", capture_time="2024-05-06T01:00:00Z")
    collection = keep(tmp_path / "c", [late, undated, lost])
    export(collection, tmp_path / "dump", Options(format="jsonl", partition="month"))

    assert sorted(p.name for p in (tmp_path / "dump/articles").iterdir()) == ["2024-03", "2024-04", "2024-05"]


def test_few_rows_make_few_files(small: Collection, tmp_path: Path) -> None:
    done = export(small, tmp_path / "dump", Options(format="jsonl"))

    assert [one.path for one in done.manifest.files] == ["articles/part-00000.jsonl"]


def test_auto_takes_the_shortest_span_that_fills_its_files(
    small: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.dumps.plan.ENOUGH_ROWS", 20)

    assert export(small, tmp_path / "dump", Options(format="jsonl")).manifest.partition == "month"


def test_a_part_has_a_size_at_most(small: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.dumps.plan.PART_ROWS", 30)
    done = export(small, tmp_path / "dump", Options(format="jsonl", partition="none"))

    assert [one.rows for one in done.manifest.files] == [30, 30, 12]
    assert len(lines(tmp_path / "dump")) == 72


class Killed(BaseException):
    """As a signal would end the run."""


@pytest.mark.parametrize("name", FORMATS)
def test_a_killed_export_goes_on_where_it_was(small: Collection, tmp_path: Path, name: Format) -> None:
    whole = tmp_path / "whole"
    options = Options(format=name, partition="day")
    parts = len(export(small, whole, options).manifest.files)
    told = 0

    def kill(_rows: int) -> None:
        nonlocal told
        told += 1
        if told > 20:
            raise Killed

    with pytest.raises(Killed):
        export(small, tmp_path / "dump", options, Progress(written=kill))
    half = picture(tmp_path / "dump")
    done = export(small, tmp_path / "dump", options)

    assert 0 < done.kept < parts
    assert done.made + done.kept == parts
    assert (tmp_path / "dump/SHA256SUMS").read_bytes() == (whole / "SHA256SUMS").read_bytes()
    kept = {name: facts for name, facts in picture(tmp_path / "dump").items() if half.get(name) == facts}
    assert len(kept) >= done.kept
    assert not [name for name in picture(tmp_path / "dump") if "tmp" in name or ".export" in name]


def test_a_run_killed_before_its_first_part_can_be_repeated(small: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / ".export-abc.sqlite").write_bytes(b"left behind")

    assert export(small, folder, Options(format="jsonl")).made == 1


def test_only_parts_with_new_lines_are_made_anew(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", (made_up(number, words=20) for number in range(40)))
    options = Options(format="jsonl", partition="month")
    first = export(collection, tmp_path / "dump", options)
    with ArticleWriter(collection.articles) as writer:
        writer.append(replace(made_up(99), published="2024-02-10T10:00:00+01:00"))
    second = export(collection, tmp_path / "dump", options)

    assert len(first.manifest.files) > 1
    assert (second.made, second.kept) == (1, len(first.manifest.files) - 1)
    assert len(lines(tmp_path / "dump")) == 41


def test_parts_that_are_no_more_go(small: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    export(small, folder, Options(format="jsonl", partition="day"))
    export(small, folder, Options(format="jsonl", partition="none"))

    assert [str(p.relative_to(folder)) for p in (folder / "articles").rglob("*")] == ["articles/part-00000.jsonl"]


def test_a_damaged_part_is_made_anew(small: Collection, tmp_path: Path) -> None:
    options = Options(format="jsonl", partition="month")
    done = export(small, tmp_path / "dump", options)
    part = tmp_path / "dump" / done.manifest.files[0].path
    whole = part.read_bytes()
    part.write_bytes(whole[:-1] + b"x")

    assert export(small, tmp_path / "dump", options).made == 1
    assert part.read_bytes() == whole


def test_no_manifest_makes_us_delete_files_elsewhere(small: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    export(small, folder, Options(format="jsonl"))
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] += [{**manifest["files"][0], "path": path} for path in ("../victim.txt", str(victim))]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    export(small, folder, Options(format="jsonl"))

    assert victim.read_text() == "mine"


def test_a_folder_of_other_things_is_refused(small: Collection, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()

    with pytest.raises(UsageError, match="not empty and not a dump"):
        export(small, tmp_path, Options(format="jsonl"))


def test_the_manifest_says_what_the_dump_was_made_of(small: Collection, tmp_path: Path) -> None:
    done = export(small, tmp_path / "dump", Options(selection=Selection(sources=("gazzetta",))))
    manifest = read_manifest(tmp_path / "dump")

    assert manifest == done.manifest
    assert manifest is not None
    assert manifest.selection["source"] == ["gazzetta"]
    assert manifest.rows["articles"] == sum(manifest.sources.values()) == sum(w["rows"] for w in manifest.warcs)
    assert manifest.extractors == {"emeroteca 0.1.0": manifest.rows["articles"]}
    assert manifest.articles == 20


def test_the_digests_are_those_of_the_files(small: Collection, tmp_path: Path) -> None:
    done = export(small, tmp_path / "dump", Options(partition="month"))

    for one in done.manifest.files:
        data = (tmp_path / "dump" / one.path).read_bytes()
        assert (one.bytes, one.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_row_group_is_of_a_size_for_range_reads(
    small: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.dumps.parquet.GROUP_ROWS", 20)
    export(small, tmp_path / "dump", Options())
    facts = pq.ParquetFile(tmp_path / "dump/articles/part-00000.parquet").metadata

    assert [facts.row_group(n).num_rows for n in range(facts.num_row_groups)] == [20, 20, 20, 12]
    assert facts.row_group(0).column(0).compression == "ZSTD"
    assert facts.metadata[b"emeroteca.schema"] == b"emeroteca.article/1"


def test_the_side_tables_hold_what_belongs_to_the_chosen_articles(small: Collection, tmp_path: Path) -> None:
    export(small, tmp_path / "dump", Options(selection=Selection(sources=("gazzetta",))))
    tables = {t: pq.read_table(tmp_path / "dump" / t) for t in ("articles", "versions", "events", "captures")}
    chosen = set(tables["articles"]["id"].to_pylist())

    assert set(tables["versions"]["article"].to_pylist()) == chosen
    assert set(tables["events"]["source"].to_pylist()) == {"gazzetta"}
    assert tables["captures"].num_rows == tables["articles"].num_rows


def test_lines_that_are_no_article_are_counted_and_named(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [made_up(1)])
    path = next(collection.articles.rglob("*.jsonl"))
    with path.open("ab") as stream:
        stream.write(b'{"id": 3}\n')
    manifest = export(collection, tmp_path / "dump", Options(format="jsonl")).manifest

    assert manifest.damaged_lines == 1
    assert manifest.damaged[0].startswith(f"{path.relative_to(collection.root)}: line at byte ")
    assert manifest.rows["articles"] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_dump_of_nothing_can_be_loaded(small: Collection, tmp_path: Path, name: Format) -> None:
    done = export(small, tmp_path / "dump", Options(format=name, selection=Selection(first_day="2031-01-01")))

    assert [(one.table, one.rows) for one in done.manifest.files if one.table == "articles"] == [("articles", 0)]
    if name == "parquet":
        assert (
            pq.read_table(tmp_path / "dump/articles").schema.names
            == pq.read_schema(tmp_path / "dump/articles/part-00000.parquet").names
        )


def test_a_rebuild_in_between_is_noticed(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [made_up(1), made_up(4)])

    def rebuild(_rows: int) -> None:
        for path in collection.articles.rglob("*.jsonl"):
            path.write_bytes(path.read_bytes().replace(b'"revision":1', b'"revision":7'))

    with pytest.raises(ArchiveError, match="has changed during the export"):
        export(collection, tmp_path / "dump", Options(format="jsonl"), Progress(planned=rebuild))


def test_a_file_of_lines_is_exported_too(small: Collection, tmp_path: Path) -> None:
    source = next(small.articles.rglob("*.jsonl"))
    done = export(source, tmp_path / "dump", Options())

    assert done.manifest.rows == {"articles": len(source.read_bytes().splitlines())}


def test_lines_without_revision_stand_each_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "extracted.jsonl"
    loose = replace(made_up(1), revision=None, revision_id=None)
    path.write_bytes(b"".join(msgspec.json.encode(a) + b"\n" for a in (loose, replace(loose, headline="Altro"))))
    export(path, tmp_path / "dump", Options(format="jsonl"))

    assert [row["revisions_total"] for row in lines(tmp_path / "dump")] == [1, 1]


@pytest.mark.parametrize(("compression", "open_"), [("gz", gzip.decompress), ("zst", None)])
def test_compressed_parts_hold_the_same_lines(
    small: Collection, tmp_path: Path, compression: str, open_: object
) -> None:
    plain, packed = tmp_path / "plain.jsonl", tmp_path / f"packed.jsonl.{compression}"
    export_file(small, plain, Options(format="jsonl"))
    export_file(small, packed, Options(format="jsonl", compression=compression))  # type: ignore[arg-type]
    data = packed.read_bytes()
    read = gzip.decompress(data) if open_ else zstandard.ZstdDecompressor().decompressobj().decompress(data)

    assert read == plain.read_bytes()


def test_a_disk_that_is_full_is_told_plainly(
    small: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "write_file", full)

    with pytest.raises(StorageError, match="No space left"):
        export(small, tmp_path / "dump", Options(format="jsonl"))


def test_every_line_has_every_key_in_the_same_order(bare_then_full: Collection, tmp_path: Path) -> None:
    export(bare_then_full, tmp_path / "dump", Options(format="jsonl"))
    keys = {tuple(row) for row in lines(tmp_path / "dump")}

    assert len(keys) == 1
    assert "None" not in {value for row in lines(tmp_path / "dump") for value in row.values() if isinstance(value, str)}


@pytest.mark.slow
def test_two_hundred_thousand_articles_stay_under_300_mb(tmp_path: Path) -> None:
    import subprocess
    import sys
    import time

    patterns = [made_up(number, days=720) for number in range(2_000)]
    with ArticleWriter(tmp_path / "articles") as writer:
        for number in range(200_000):
            article = replace(patterns[number % 2_000], id=f"{number:032x}", revision_id=f"{number:032x}-1")
            writer.append(article)
            if number % 1_000 == 0:
                writer.append(edited(article, 2))
    (tmp_path / "collection.toml").write_text('format = 1\nname = "big"\n')
    (tmp_path / "archive").mkdir()
    # Not ru_maxrss: that is at least what the process had that started this one.
    program = (
        "from archive.cli import main\n"
        f"try: main(['export', {str(tmp_path)!r}, '--output', {str(tmp_path / 'dump')!r}, '--quiet'])\n"
        "finally: print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    begun = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds = time.monotonic() - begun
    megabytes = int(ran.stdout.split()[-1]) / 1024
    manifest = read_manifest(tmp_path / "dump")
    assert manifest is not None
    rows = manifest.rows["articles"]
    print(f"export: {rows} rows in {seconds:.0f} s, {rows / seconds:.0f} rows/s, {megabytes:.0f} MB")

    assert rows == 200_200
    assert megabytes <= 300


def test_the_field_tables_are_markdown() -> None:
    told = [text for table in (field_table(), column_table()) for _, _, text in table]

    assert [text for text in told if ":attr:" in text or "``" in text] == []
