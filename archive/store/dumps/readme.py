"""What lies beside a dump: README.md with the field table and lines to load it, and the schema files."""

from collections.abc import Iterable

import msgspec

from archive.store.dumps.csv import COLUMNS
from archive.store.dumps.loading import lines_for
from archive.store.dumps.manifest import Manifest
from archive.store.dumps.schemas import column_table, duckdb_lines, field_table, line_json_schema, spark_ddl
from archive.store.extra import is_installed

_FOR_WHOM = {
    "parquet": "Typed columns: times are timestamps with zone, lists are lists, `body` is a list of structs.",
    "jsonl": "One JSON object a line, every key in every line, in fixed order. Times are RFC 3339 texts.",
    "csv": "One line an article revision, for spreadsheets: UTF-8, RFC 4180, no cell is a formula.",
    "ninjs": "One IPTC ninjs 3.1 news item a line.",
    "jsonld": "One schema.org NewsArticle in JSON-LD a line.",
}

_CSV_NOTES = """## Cells

- A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, their full-width forms, a tab
  or a line end, white space and apostrophes before that counted in) has one apostrophe put in front.
  To undo it, take one apostrophe off every cell that matches `^'[\\s']*[=+\\-@\\t\\r\\n＝＋－＠]`.
  Inside of a text one stands behind each semicolon, tab and line end that such a sign follows (blanks and quotes
  between them counted in), since Excel cuts CSV at semicolons in many languages. It comes off in the same way.
- Unknown is the empty cell. `NA`, `None` and `null` in a cell are words that a newspaper printed.
- Lists of words are joined by `; `. `images`, `links` and `field_sources` are JSON. `body` is left out: see `text`.
- Control characters stand as U+FFFD. A spreadsheet cuts cells at 32,767 characters: `--without text` where that hurts.
"""

_STANDARDS = {
    "ninjs": (
        "Fields follow `ninjs-schema_3.1.json` of the IPTC.\n"
        "`uri` is a UUID made of our id, which stands in `altIds`. `version` is our revision.\n"
        "`firstCreated` is the date of publication as printed; `versionCreated` the page's own modification date, else"
        " the time at which we saw the revision."
    ),
    "jsonld": (
        "Properties are those of schema.org for NewsArticle. A date is as precise as it was printed.\n"
        "`version` is our revision, `archivedAt` the WARC record it was read from."
    ),
}


def side_files(manifest: Manifest, *, suffix: str, without: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files beside a dump, by name: README.md, schema.json, and schema.arrow where pyarrow is there."""
    files = {"README.md": readme(manifest, suffix=suffix, without=without).encode()}
    if manifest.format in ("parquet", "jsonl", "csv"):
        schema = msgspec.json.encode(line_json_schema())
        files["schema.json"] = msgspec.json.format(schema, indent=2) + b"\n"
        if is_installed("pyarrow"):
            files["schema.arrow"] = _arrow_file(manifest.format, without)
        if manifest.format == "jsonl":
            files["load.sql"] = f"{duckdb_lines(f'articles/**/*{suffix}')}\n".encode()
            files["schema.ddl"] = f"{spark_ddl()}\n".encode()
    return files


def readme(manifest: Manifest, *, suffix: str, without: Iterable[str] = ()) -> str:
    """Return the README of a dump."""
    about = [
        f"# {_inline(manifest.collection)}: articles as {manifest.format}\n",
        _FOR_WHOM[manifest.format],
        "",
        _contents(manifest, suffix),
        "## Loading\n",
        lines_for(manifest.format, suffix),
    ]
    if manifest.format == "csv":
        about.append(_CSV_NOTES)
    if manifest.format in _STANDARDS:
        about += ["## Mapping\n", _STANDARDS[manifest.format], ""]
    else:
        about += ["## Fields\n", _fields(manifest, set(without))]
    about.append(_CITING)
    return "\n".join(about)


_CITING = """## Checking and citing

`sha256sum -c SHA256SUMS` checks the files. `manifest.json` names the filters, the number of rows, the WARC files the
articles were read from and the version of the extractor: cite the dump by the SHA-256 of `manifest.json`.
Each row names its capture: `warc_file`, `warc_offset` and `warc_record_length` cut the record with one range read.
"""


def _contents(manifest: Manifest, suffix: str) -> str:
    rows = [f"| {table} | {count:,} |" for table, count in manifest.rows.items()]
    span = {"none": "in order of days", "day": "by day", "month": "by month", "year": "by year"}[manifest.partition]
    kept = ", ".join(f"{key} = {_words(value)}" for key, value in manifest.selection.items() if value)
    return "\n".join(
        [
            "| table | rows |",
            "| --- | --- |",
            *rows,
            "",
            f"One row of `articles` is one revision of an article; {manifest.articles:,} different articles.",
            f"Files: `articles/**/*{suffix}`, {span}.",
            "A row's day is that of publication, as the newspaper printed it; where it printed none, of the capture.",
            f"Chosen: {kept or 'everything'}.",
            f"Made by {manifest.generator}, schema `{manifest.article_schema}`.",
            "",
        ]
    )


def _fields(manifest: Manifest, without: set[str]) -> str:
    if manifest.format == "parquet":
        rows = [row for row in column_table() if row[0] not in without]
        note = "Null is unknown. Columns of the other tables are named alike: `articles.id = versions.article`."
    else:
        rows = field_table()
        note = "Null is unknown; an unknown list is empty."
    if manifest.format == "csv":
        rows = [row for row in rows if row[0] in COLUMNS and row[0] not in without]
    table = [
        f"| `{name}` | {kind.replace('|', chr(92) + '|')} | {text.replace('|', chr(92) + '|')} |"
        for name, kind, text in rows
    ]
    return "\n".join([note, "", "| field | type | what it says |", "| --- | --- | --- |", *table, ""])


def _arrow_file(format_name: str, without: Iterable[str]) -> bytes:
    """Return an Arrow IPC stream of no rows: polars and pyarrow read the schema from it."""
    import pyarrow as pa

    from archive.store.columns import article_schema, line_schema

    schema = article_schema(without) if format_name == "parquet" else line_schema()
    if format_name == "csv":
        schema = pa.schema([pa.field(name, pa.string()) for name in COLUMNS if name not in set(without)])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema):
        pass
    return bytes(sink.getvalue())


def _words(value: object) -> str:
    if value is True:
        return "yes"
    return _inline(" or ".join(map(str, value)) if isinstance(value, list) else str(value))


def _inline(text: str) -> str:
    """Return *text* as it may stand in a line of Markdown."""
    return "".join(c if c.isprintable() and c not in "`|<>[]" else " " for c in text)
