"""``emeroteca query``: a collection asked in SQL."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

EXAMPLES = {
    "Articles per day and section": (
        "SELECT day, section, count(*) AS articles FROM articles WHERE revision = 1 GROUP BY ALL ORDER BY 1, 2"
    ),
    "Headlines edited after publication": (
        "SELECT a.source, v.revision, v.first_seen, a.headline FROM versions v JOIN articles a ON a.id = v.article"
        " AND a.revision = v.revision WHERE list_contains(v.changed, 'headline') ORDER BY v.first_seen DESC"
    ),
    "Authors by source": (
        "SELECT source, author, count(DISTINCT id) AS articles FROM (SELECT source, id, unnest(authors) AS author"
        " FROM articles) GROUP BY ALL ORDER BY articles DESC LIMIT 50"
    ),
    "Share of paywalled articles": (
        "SELECT source, round(100 * avg(paywalled::INT), 1) AS percent, count(paywalled) AS known FROM articles"
        " WHERE revision = 1 GROUP BY source ORDER BY percent DESC"
    ),
    "Articles that have gone": "SELECT source, happened_at, url FROM events WHERE kind = 'gone' ORDER BY 2 DESC",
    "Words written per week": (
        "SELECT date_trunc('week', day) AS week, source, sum(word_count) AS words FROM articles WHERE revision = 1"
        " GROUP BY ALL ORDER BY week, source"
    ),
    "Where an article's pictures are kept": (
        "SELECT a.url AS article, i.url AS picture, c.warc_file, c.warc_offset FROM (SELECT url, unnest(images) AS i"
        " FROM articles) a JOIN captures c ON c.url = i.url WHERE c.status = 200"
    ),
    "Captures by answer": "SELECT status, mime, count(*) AS captures FROM captures GROUP BY ALL ORDER BY captures DESC",
}
"""Questions to begin with; each of them is run by a test."""

_CLIP = 300


def _examples() -> str:
    return "\b\n" + "\n".join(f"{name}:\n  {sql}" for name, sql in EXAMPLES.items())


@click.command(epilog=_examples())
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("sql", required=False)
@click.option("--json", "form", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="CSV; cells that would be formulas get an apostrophe in front.")
def query(folder: Path, sql: str | None, form: str | None) -> None:
    """Ask the collection DIR in SQL (DuckDB); without SQL, show its tables and columns. SQL "-" is read from stdin.

    Tables: articles (one row for each revision), versions, events, captures, runs, daily. Times are in UTC;
    published_local is the newspaper's own clock. The collection is only read.

    \b
    emeroteca query mynews "SELECT source, count(*) FROM articles GROUP BY source"
    emeroteca query mynews "COPY (SELECT url, headline FROM articles) TO 'headlines.parquet'"
    """
    from archive.collection import Collection
    from archive.errors import UsageError
    from archive.store.extra import require

    require("query", "duckdb", "pyarrow")
    import duckdb

    from archive.store.tables import TABLES, connect, named_in, schema_of

    if sql is None and not folder.exists() and " " in str(folder):
        raise UsageError('the collection goes first: emeroteca query DIR "SELECT ..."')
    collection = Collection.open(folder)
    if sql is None:
        rows = [(table, column.name, str(column.type)) for table in TABLES for column in schema_of(table)]
        _show(["table", "column", "type"], iter(rows), form)
        return
    asked = sys.stdin.read() if sql == "-" else sql
    try:
        with connect(collection, tables=named_in(asked)) as database:
            found = database.execute(asked)
            columns = [column[0] for column in found.description or ()]
            _show(columns, _rows(found), form)
    except duckdb.Error as error:
        there = f" The tables are {', '.join(TABLES)}." if isinstance(error, duckdb.CatalogException) else ""
        raise UsageError(_plain(error) + there) from None


def _rows(found: Any) -> Iterator[Sequence[Any]]:
    while some := found.fetchmany(1_000):
        yield from some


def _show(columns: list[str], rows: Iterator[Sequence[Any]], form: str | None) -> None:
    if form == "json":
        import msgspec

        encode = msgspec.json.Encoder(enc_hook=str).encode
        for row in rows:
            click.echo(encode(dict(zip(columns, row, strict=True))))
    elif form == "csv":
        import csv

        from archive.store.dumps.csv import cell, escape

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([escape(name) for name in columns])
        for row in rows:
            writer.writerow([cell(_listed(value)) for value in row])
    else:
        from archive.commands.table import print_table

        print_table(columns, ([_text(value) for value in row] for row in rows))


def _listed(value: Any) -> Any:
    """Return *value* as CSV can hold it: times and the like as texts."""
    if value is None or isinstance(value, bool | int | float | str | list):
        return value
    return _text(value)


def _text(value: Any) -> str:
    """Return *value* for the eye: long texts are cut."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        shown = ", ".join(_text(one) for one in value)
    elif isinstance(value, dict):
        shown = ", ".join(f"{key}: {_text(one)}" for key, one in value.items())
    else:
        shown = str(value)
    return shown if len(shown) <= _CLIP or not sys.stdout.isatty() else shown[:_CLIP] + "…"


def _plain(error: Exception) -> str:
    """Return what DuckDB says, without the drawing below it."""
    said = str(error).split("\n\nLINE", maxsplit=1)[0]
    said = re.sub(r'Did you mean "(?:pg|duckdb|sqlite)_\w+"\?', "", said)  # its own tables are nobody's question
    return " ".join(said.split())
