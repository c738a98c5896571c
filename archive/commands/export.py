"""``emeroteca export``: dumps for analysts."""

import re
import sys
from pathlib import Path
from typing import Any

import click

from archive.commands.stopping import stoppable

_NO_FORMATS = frozenset(
    {
        ".arrow",
        ".db",
        ".duckdb",
        ".feather",
        ".json",
        ".ods",
        ".sqlite",
        ".tar",
        ".tsv",
        ".txt",
        ".xls",
        ".xlsx",
        ".xml",
    }
    | {".zip"}
)
"""Endings of single files that somebody may hope for; any other name is a folder's."""
_LINES = (("jsonl", "ninjs"), ("jsonl", "jsonld"))
"""What a name says, and formats that are lines of JSON as well."""
_SUFFIXES = {"parquet": ".parquet", "jsonl": ".jsonl", "csv": ".csv", "ninjs": ".jsonl", "jsonld": ".jsonl"}


class Day(click.ParamType[str]):
    """A calendar day, ``2024-01-31``; as a text, which sorts by time."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from datetime import date

        # fromisoformat alone also takes 20240131 and 2024-W05-3.
        written = str(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) else ""
        try:
            return date.fromisoformat(written).isoformat()
        except ValueError:
            return self.fail(f"{value!r} is no day; write it as 2024-01-31", param, ctx)


DAY = Day()


@click.command()
@click.argument("where", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--output", "-o", required=True, metavar="PATH", help="Folder of the dump; FILE.jsonl, .csv, ...; or -.")
@click.option(
    "--format", "format_name", type=click.Choice(list(_SUFFIXES)), default=None, help="Default: by PATH, else parquet."
)
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only this source (repeatable).")
@click.option("--section", "sections", multiple=True, metavar="NAME", help="Only this section (repeatable).")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only this language; de includes de-AT.")
@click.option("--from", "first_day", type=DAY, metavar="DAY", help="First day of publication, 2024-01-31.")
@click.option("--to", "last_day", type=DAY, metavar="DAY", help="Last day of publication.")
@click.option("--latest", is_flag=True, help="Only the newest revision of each article.")
@click.option(
    "--partition",
    type=click.Choice(["auto", "day", "month", "year", "none"]),
    default="auto",
    show_default=True,
    help="Folders by day of publication; auto: the shortest span that makes no tiny files.",
)
@click.option("--zst", "compression", flag_value="zst", help="Compress text formats with zstd.")
@click.option("--gzip", "compression", flag_value="gz", help="Compress text formats with gzip.")
@click.option("--bom", is_flag=True, help="CSV with a byte order mark, for Excel.")
@click.option("--without", multiple=True, metavar="COLUMN", help="Leave a column out of Parquet or CSV (repeatable).")
@click.option("--quiet", "-q", is_flag=True, help="No progress, no talk.")
@stoppable("export: stopped; the same line goes on where it was")
def export(
    where: Path,
    output: str,
    format_name: str | None,
    sources: tuple[str, ...],
    sections: tuple[str, ...],
    languages: tuple[str, ...],
    first_day: str | None,
    last_day: str | None,
    latest: bool,
    partition: str,
    compression: str | None,
    bom: bool,
    without: tuple[str, ...],
    quiet: bool,
) -> None:
    """Write a dump of the collection DIR (or of a file of article lines, as `extract` writes them).

    A folder gets parts by day of publication, schema.json, schema.arrow, README.md with lines that load it, and
    manifest.json with digests; Parquet also the tables versions, events and captures. A run that was killed goes on
    where it was; run again, it writes only what has changed. CSV cells that a spreadsheet would take for a formula
    get an apostrophe in front.

    \b
    emeroteca export mynews --output dump                               Parquet
    emeroteca export mynews --output dump-csv --format csv --bom --from 2024-01-01
    emeroteca export mynews --output - --format jsonl --latest | jq .headline
    """
    from archive.store.articles import Selection
    from archive.store.dumps.export import export as export_folder
    from archive.store.dumps.export import export_file
    from archive.store.dumps.formats import Options

    named = _by_name(output)
    if named and format_name and named[0] != format_name and (named[0], format_name) not in _LINES:
        raise click.UsageError(f"--format {format_name}: the name {Path(output).name} says {named[0]}")
    chosen = format_name or (named[0] if named else "parquet")
    if without and chosen not in ("parquet", "csv"):
        raise click.UsageError(f"--without is for parquet and csv: every line of {chosen} has every key")
    if first_day and last_day and first_day > last_day:
        raise click.UsageError(f"--from {first_day} is after --to {last_day}")
    if output == "-" and chosen == "parquet":
        if format_name:
            raise click.UsageError("Parquet cannot be written to stdout; name a folder or FILE.parquet")
        chosen = "jsonl"
    options = Options(
        format=chosen,  # type: ignore[arg-type] # click has looked
        selection=Selection(
            sources=sources, sections=sections, languages=languages, first_day=first_day, last_day=last_day
        ),
        latest=latest,
        partition=partition,  # type: ignore[arg-type]
        compression=compression or (named[1] if named else "none"),  # type: ignore[arg-type]
        bom=bom,
        without=_known_columns(chosen, without),
    )
    with _progress(quiet) as progress:
        if output == "-" or named:
            written = export_file(_what(where), None if output == "-" else Path(output), options, progress)
            said = f"export: {written.rows:,} rows"
            if written.damaged:
                number = f"{written.damaged_lines:,} line{'s are' if written.damaged_lines > 1 else ' is'}"
                said += f"; {number} no article, passed over; the first is {written.damaged[0]}"
        else:
            done = export_folder(_what(where), Path(output), options, progress)
            tables = ", ".join(f"{count:,} {table}" for table, count in done.manifest.rows.items())
            said = f"export: {tables}; {done.made} files made, {done.kept} kept; read {output}/README.md"
            if done.manifest.damaged_lines:
                said += f"\nexport: {done.manifest.damaged_lines} lines are no article: see manifest.json"
    if not quiet:
        click.echo(said, err=True)


def _by_name(output: str) -> tuple[str, str] | None:
    """Return format and compression that the name of a single file tells; None for a folder."""
    name = Path(output).name
    if Path(output).is_dir():
        return None
    compression = {".zst": "zst", ".gz": "gz"}.get(Path(name).suffix, "none")
    stem = name if compression == "none" else Path(name).stem
    known = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
    ending = Path(stem).suffix
    if ending in _NO_FORMATS:
        one = ", ".join(known)
        raise click.UsageError(f"{name}: {ending} is not written; one file ends in {one} (.gz, .zst), or name a folder")
    found = known.get(ending)
    return (found, compression) if found else None


def _known_columns(format_name: str, without: tuple[str, ...]) -> tuple[str, ...]:
    from archive.store.dumps.csv import COLUMNS

    if not without:
        return ()
    columns = list(COLUMNS)
    if format_name == "parquet":
        from archive.store.columns import article_schema
        from archive.store.extra import require

        require("export to Parquet", "pyarrow")
        columns = article_schema().names
    unknown = sorted(set(without) - set(columns))
    if unknown:
        raise click.UsageError(f"--without {unknown[0]}: no such column; there are {', '.join(columns)}")
    return tuple(sorted(set(without)))


def _what(where: Path) -> Any:
    from archive.collection import Collection
    from archive.errors import CollectionError

    if where.is_file():
        return where
    if not where.exists():
        raise CollectionError(where, "no such folder, and no file of article lines")
    return Collection.open(where)


def _progress(quiet: bool) -> Any:
    """Return a context that gives what is told of an export, shown where stderr is a terminal."""
    from contextlib import contextmanager

    from archive.store.dumps.export import Progress

    @contextmanager
    def silent() -> Any:
        yield Progress()

    @contextmanager
    def shown() -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            counting = bar.add_task("counting", total=None)
            writing = bar.add_task("writing", total=None, visible=False)

            def planned(rows: int) -> None:
                bar.update(counting, visible=False)
                bar.update(writing, total=rows, visible=True)

            lines = _every(1000, lambda number: bar.advance(counting, number))
            yield Progress(counted=lines, planned=planned, written=lambda rows: bar.advance(writing, rows))

    return silent() if quiet or not sys.stderr.isatty() else shown()


def _every(step: int, tell: Any) -> Any:
    """Return a function that counts its calls and tells every *step* of them."""
    calls = 0

    def count(_size: int) -> None:
        nonlocal calls
        calls += 1
        if calls % step == 0:
            tell(step)

    return count
