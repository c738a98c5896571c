"""The tables of a collection: articles, versions, events, captures (and runs, daily), as Arrow and in DuckDB.

Articles are read from the JSON lines, captures from the CDXJ, the others from the state, which is read only. Where
the state is missing, versions are made from the article lines. Nothing is written, nothing asks the network.
"""

import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from archive.article.model import SCHEMA, Article
from archive.collection import Collection
from archive.store.articles import article_files, read_articles
from archive.store.columns import INSTANT, INSTANTS, article_schema, instant
from archive.store.runlog import COUNTS
from archive.store.shapes import duckdb_type, shapes_of
from archive.store.state_reading import asked, open_state
from archive.warc.capture import Capture
from archive.warc.index import read_index

if TYPE_CHECKING:
    import duckdb

BATCH_ROWS = 20_000

TABLES = ("articles", "versions", "events", "captures", "runs", "daily")


def _schema(table: str, **columns: pa.DataType) -> pa.Schema:
    metadata = {"emeroteca.schema": SCHEMA, "emeroteca.table": table}
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()], metadata=metadata)


_TEXT, _INT = pa.string(), pa.int64()

VERSIONS = _schema(
    "versions",
    source=_TEXT,
    article=_TEXT,
    revision=_INT,
    url=_TEXT,
    content_hash=_TEXT,
    first_seen=INSTANT,
    last_seen=INSTANT,
    changed=pa.list_(_TEXT),
    warc_record_id=_TEXT,
    warc_file=_TEXT,
    warc_offset=_INT,
)
EVENTS = _schema(
    "events",
    source=_TEXT,
    article=_TEXT,
    url=_TEXT,
    kind=_TEXT,
    happened_at=INSTANT,
    warc_record_id=_TEXT,
    detail=_TEXT,
)
CAPTURES = _schema(
    "captures",
    urlkey=_TEXT,
    url=_TEXT,
    captured_at=INSTANT,
    status=_INT,
    mime=_TEXT,
    payload_digest=_TEXT,
    warc_file=_TEXT,
    warc_offset=_INT,
    warc_record_length=_INT,
)
RUNS = _schema("runs", id=_TEXT, started_at=INSTANT, ended_at=INSTANT, reason=_TEXT, summary=_TEXT)
DAILY = _schema("daily", source=_TEXT, day=pa.date32(), **dict.fromkeys(COUNTS, _INT))

_RECORD = "CASE WHEN record_id NOT LIKE 'place %' THEN record_id END"
"""Null where a record has no id of its own; its place is told beside it."""

_FROM_STATE = {
    "versions": (
        VERSIONS,
        f"""SELECT source, article, revision, url, content_hash, first_seen, last_seen, changed, {_RECORD}, warc_file,
        warc_offset FROM revisions ORDER BY source, article, revision""",  # noqa: S608
    ),
    "events": (
        EVENTS,
        f"""SELECT source, article, url, kind, at, {_RECORD}, detail FROM events
        ORDER BY at, source, url, kind""",  # noqa: S608
    ),
    "runs": (RUNS, "SELECT id, started_at, ended_at, reason, summary FROM runs ORDER BY started_at, id"),
    "daily": (DAILY, f"SELECT source, day, {', '.join(COUNTS)} FROM daily ORDER BY source, day"),  # noqa: S608
}


def schema_of(table: str) -> pa.Schema:
    """Return the Arrow schema of one of :data:`TABLES`."""
    if table == "articles":
        return article_schema()
    return CAPTURES if table == "captures" else _FROM_STATE[table][0]


def batches(collection: Collection, table: str) -> Iterator[pa.RecordBatch]:
    """Yield *table* (any but articles), in batches of at most 20,000 rows, in an order that stays the same."""
    if table == "captures":
        yield from _batched(CAPTURES, map(_capture_row, read_index(collection.index)))
        return
    schema, query = _FROM_STATE[table]
    state = open_state(collection)
    try:
        rows = None if state is None else asked(state, query)
        if rows is not None:
            yield from _batched(schema, (_typed(row, schema) for row in rows))
        elif table == "versions":
            yield from _batched(VERSIONS, _versions_from_articles(collection))
    finally:
        if state is not None:
            state.close()


def connect(collection: Collection, *, tables: Iterable[str] = TABLES) -> "duckdb.DuckDBPyConnection":
    """Return a DuckDB connection in which *tables* stand. It cannot load extensions: it never asks the network."""
    import duckdb  # an export without questions needs no database engine in memory

    database = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2"}
    )
    database.execute("SET TimeZone = 'UTC'")
    database.execute("SET memory_limit = '1500MB'")
    # What does not fit spills there, not into the folder one happens to stand in; it goes with the connection.
    database.execute(f"SET temp_directory = {_quoted(str(Path(tempfile.gettempdir()) / f'emeroteca-{os.getpid()}'))}")
    for table in tables:
        if table == "articles":
            database.execute(f"CREATE VIEW articles AS {articles_sql(article_files(collection))}")
        else:
            _load(database, table, pa.RecordBatchReader.from_batches(schema_of(table), batches(collection, table)))
    return database


def named_in(sql: str) -> tuple[str, ...]:
    """Return which of :data:`TABLES` may be meant in *sql*: whose names stand in it as words."""
    words = set(re.findall(r"\w+", sql.casefold()))
    return tuple(table for table in TABLES if table in words)


def articles_sql(files: Iterable[Path]) -> str:
    """Return the SELECT that reads article files as the columns of :func:`article_schema`."""
    shapes = shapes_of()
    stored = {name: duckdb_type(shape) for name, shape in shapes.items()}
    names = ", ".join(_quoted(str(path)) for path in files)
    if names:
        told = ", ".join(f"{name}: {_quoted(kind)}" for name, kind in stored.items())
        lines = (
            f"SELECT * FROM read_json([{names}], format = 'newline_delimited', ignore_errors = true,"  # noqa: S608
            f" maximum_object_size = 33554432, columns = {{{told}}})"
        )
    else:
        lines = "SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in stored.items())
    made = {
        name: _MADE.get(name) or (_instant_sql(name) if name in INSTANTS else name) for name in article_schema().names
    }
    shown = ", ".join(f"{value} AS {name}" for name, value in made.items())
    # A line that is being written is no article yet: DuckDB then gives a row of nulls.
    return f"SELECT {shown} FROM ({lines}) a WHERE id IS NOT NULL"  # noqa: S608


_DAY_SQL = "TRY_CAST(regexp_extract({}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') AS DATE)"
_CLOCK_SQL = "TRY_CAST(regexp_replace({}, '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$', '') AS TIMESTAMP)"
_MADE = {
    "day": f"coalesce({_DAY_SQL.format('published')}, {_DAY_SQL.format('capture_time')})",
    "published_local": _CLOCK_SQL.format("published"),
    "modified_local": _CLOCK_SQL.format("modified"),
    "revisions_total": "count(*) OVER (PARTITION BY id)",
    "field_sources": "CAST(field_sources AS VARCHAR)",
}


def _instant_sql(name: str) -> str:
    return f"CASE WHEN {name} LIKE '%-00:00' THEN NULL ELSE TRY_CAST({name} AS TIMESTAMPTZ) END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _load(database: "duckdb.DuckDBPyConnection", table: str, reader: pa.RecordBatchReader) -> None:
    database.register("incoming", reader)
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")  # noqa: S608 (one of TABLES)
    database.unregister("incoming")


_WORDS = ("kicker", "headline", "standfirst", "text")


def _versions_from_articles(collection: Collection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of versions that the article lines tell of: all but later looks that found no change.

    Sorted in a temporary SQLite file, with digests in place of the words: memory stays flat.
    """
    kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        kept.execute("CREATE TABLE v(source, id, revision, url, hash, first, last, record, warc, offset, words BLOB)")
        kept.execute("BEGIN")
        rows = (_version(article) for article in read_articles(collection) if article.revision is not None)
        kept.executemany("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        before: tuple[str, bytes] = ("", b"")
        for *facts, words in kept.execute("SELECT * FROM v ORDER BY source, id, revision, rowid"):
            source, article, revision, url, content_hash, first, last, record, warc, offset = facts
            changed = _differing(before[1], words) if before[0] == article else []
            before = (article, words)
            times = (instant(first), instant(last))
            yield (source, article, revision, url, content_hash, *times, changed, record, warc, offset)
    finally:
        kept.close()


def _version(a: Article) -> tuple[Any, ...]:
    words = b"".join(hashlib.blake2b((getattr(a, name) or "").encode(), digest_size=8).digest() for name in _WORDS)
    place = (a.warc_record_id, a.warc_file, a.warc_offset)
    return (a.source, a.id, a.revision, a.url, a.content_hash, a.capture_time, a.last_seen, *place, words)


def _differing(before: bytes, now: bytes) -> list[str]:
    return [name for n, name in enumerate(_WORDS) if before[8 * n : 8 * n + 8] != now[8 * n : 8 * n + 8]]


def _typed(row: tuple[Any, ...], schema: pa.Schema) -> tuple[Any, ...]:
    made: list[Any] = []
    for value, column in zip(row, schema, strict=True):
        if column.type == INSTANT:
            made.append(instant(value))
        elif pa.types.is_list(column.type):
            made.append([name for name in (value or "").split(",") if name])
        elif pa.types.is_date(column.type):
            at = instant(f"{value}T00:00:00Z")
            made.append(at.date() if at else None)
        else:
            made.append(value)
    return tuple(made)


def _capture_row(one: Capture) -> tuple[Any, ...]:
    return (
        one.urlkey,
        one.url,
        one.captured_at,
        one.status,
        one.mime,
        one.payload_digest,
        one.warc,
        one.offset,
        one.length,
    )


def _batched(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> Iterator[pa.RecordBatch]:
    held: list[tuple[Any, ...]] = []
    for row in rows:
        held.append(row)
        if len(held) >= BATCH_ROWS:
            yield _batch(schema, held)
            held = []
    if held:
        yield _batch(schema, held)


def _batch(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(values, column.type) for values, column in zip(columns, schema, strict=True)], schema=schema
    )
