"""The tables of a collection in DuckDB: the same rows as a dump has, read only."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from archive.collection import Collection
from archive.store.articles import read_articles
from archive.store.columns import article_schema, batch
from archive.store.state import State
from archive.store.tables import TABLES, batches, connect, named_in, schema_of
from archive.store.versions import Versions
from tests.archive.store.newsroom import edited, keep, made_up


def rows(collection: Collection, table: str) -> list[dict[str, object]]:
    return [row for one in batches(collection, table) for row in one.to_pylist()]


def test_duckdb_reads_the_lines_as_a_dump_has_them(small: Collection) -> None:
    schema = article_schema()
    written = batch([(article, 1) for article in read_articles(small)], schema).to_pylist()
    with connect(small, tables=["articles"]) as database:
        found = database.execute("SELECT * FROM articles")
        names = [column[0] for column in found.description]
        read = [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def key(row: dict[str, object]) -> tuple[object, object]:
        return row["id"], row["revision"]

    def compared(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        # How many revisions an article has is not known to a batch of rows.
        return sorted(({**row, "revisions_total": None} for row in rows), key=key)

    assert names == schema.names
    assert compared(read) == compared(written)


def test_revisions_are_counted(small: Collection) -> None:
    with connect(small, tables=["articles"]) as database:
        found = database.execute("SELECT revisions_total, count(*) FROM articles GROUP BY ALL ORDER BY 1").fetchall()

    assert found == [(1, 48), (2, 24)]


def test_a_collection_without_articles_has_the_tables_all_the_same(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "empty")
    with connect(collection) as database:
        counted = {t: database.execute(f"SELECT count(*) FROM {t}").fetchone() for t in TABLES}
        types = database.execute("DESCRIBE SELECT body, published FROM articles").fetchall()

    assert set(counted.values()) == {(0,)}
    assert types[1][1] == "TIMESTAMP WITH TIME ZONE"


def test_a_line_that_is_being_written_is_no_row(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [made_up(1)])
    path = next(collection.articles.rglob("*.jsonl"))
    with path.open("ab") as stream:
        stream.write(b'{"schema":"emeroteca.article/1","id":"torn')
    with connect(collection, tables=["articles"]) as database:
        counted = database.execute("SELECT count(*) FROM articles").fetchone()

    assert counted == (1,)


def test_a_folder_with_a_quote_in_its_name_is_read(tmp_path: Path) -> None:
    collection = keep(tmp_path / "l'edicola", [made_up(1)])
    with connect(collection, tables=["articles"]) as database:
        counted = database.execute("SELECT count(*) FROM articles").fetchone()

    assert counted == (1,)


def test_versions_come_from_the_state(small: Collection) -> None:
    found = rows(small, "versions")

    assert len(found) == 72
    assert {tuple(row["changed"]) for row in found if row["revision"] == 2} == {("headline",)}  # type: ignore[arg-type]


def test_without_state_versions_come_from_the_lines(tmp_path: Path) -> None:
    first = made_up(1)
    second = edited(first, 2)
    third = replace(edited(first, 3), headline=second.headline, text="Altro.")
    collection = keep(tmp_path / "c", [first, second, third], state=False)
    found = rows(collection, "versions")

    assert [row["changed"] for row in found] == [[], ["headline"], ["text"]]
    assert [row["warc_record_id"] for row in found] == [a.warc_record_id for a in (first, second, third)]


def test_a_state_of_another_version_is_no_obstacle(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [made_up(1)], state=False)
    collection.state.write_bytes(b"no database at all, but long enough to look like one" * 100)

    assert len(rows(collection, "versions")) == 1
    assert rows(collection, "events") == []


def test_captures_are_the_lines_of_the_index(small: Collection) -> None:
    found = rows(small, "captures")
    with small.index.open("rb") as stream:
        lines = sum(1 for _ in stream)

    assert len(found) == lines == 72
    assert {row["mime"] for row in found} == {"text/html"}


def test_every_batch_has_the_schema_that_is_told(small: Collection) -> None:
    for table in TABLES[1:]:
        for one in batches(small, table):
            assert one.schema.equals(schema_of(table))


def test_the_state_is_never_written(small: Collection) -> None:
    before = small.state.read_bytes()
    with connect(small):
        pass

    assert small.state.read_bytes() == before


def test_extensions_are_never_fetched(small: Collection) -> None:
    import duckdb

    with connect(small, tables=[]) as database, pytest.raises(duckdb.Error, match="httpfs"):
        database.execute("SELECT * FROM 'https://news.example/x.parquet'")


def test_only_tables_that_are_named_are_loaded() -> None:
    assert named_in("select * from Articles a join events using (url) -- captured") == ("articles", "events")


def test_reading_in_batches_gives_every_row_once(small: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.tables.BATCH_ROWS", 7)
    sizes = [one.num_rows for one in batches(small, "captures")]

    assert sum(sizes) == 72
    assert max(sizes) == 7
    assert pa.Table.from_batches(batches(small, "captures")).num_rows == 72


def test_a_record_that_has_no_id_has_none_in_versions(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "c")
    named = made_up(1)
    with State(collection.state) as state:
        versions = Versions(state)
        versions.settle(named)
        versions.settle(replace(made_up(2), warc_record_id=None))
        state.commit()

    assert [row["warc_record_id"] for row in rows(collection, "versions")] == [named.warc_record_id, None]
