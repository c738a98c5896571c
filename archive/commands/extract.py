"""``emeroteca extract``: the articles of anybody's WARC files, as JSON lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from archive.commands.stopping import stoppable
from archive.errors import DamagedRecord, StorageError, UsageError


@click.command(epilog="\b\nExample:\n  emeroteca extract CC-NEWS-20190402.warc.gz --output articles.jsonl --workers 4")
@click.argument("warcs", metavar="WARC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", "-o", metavar="FILE|-", default="-", show_default=True, help="JSON lines; - is stdout.")
@click.option("--all-pages", is_flag=True, help="One line for every HTML page with status 200, article or not.")
@click.option("--workers", default=None, type=click.IntRange(min=0), help="Reading processes; default: one a core.")
@click.option(
    "--source", "profiles", metavar="FILE.toml", multiple=True, type=click.Path(path_type=Path), help="Source profile."
)
@click.option(
    "--page-seconds",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Time that one page may take.",
)
@click.option("--quiet", is_flag=True, help="Only say what is wrong.")
@stoppable("extract: stopped before the end")
def extract(
    warcs: tuple[Path, ...],
    output: str,
    all_pages: bool,
    workers: int | None,
    profiles: tuple[Path, ...],
    page_seconds: float,
    quiet: bool,
) -> int:
    """Read the articles of WARC files: ours, CC-NEWS, wget, Heritrix, Browsertrix; gzip or plain.

    Lines stand in the order of the records. A record that is damaged, and a page that cannot be read, is named with
    file and byte offset and passed over; the exit code is 4 then.
    """
    from archive.commands.files import readable
    from archive.commands.table import complain
    from archive.extraction import Setup, read_lines
    from archive.sources.catalogue import Catalogue, load_profile

    for path in warcs:
        if path.is_dir():
            inside = path / "archive" if (path / "archive").is_dir() else path
            raise UsageError(f"{path}: is a folder; name WARC files: {inside}/*.warc.gz")
    warcs = tuple(readable(path) for path in warcs)
    setup = Setup(catalogue=Catalogue([load_profile(p) for p in profiles]), all_pages=all_pages)
    count = workers if workers is not None else len(os.sched_getaffinity(0))
    problems = 0
    pages = articles = 0

    def tell(line: str) -> None:
        nonlocal problems
        problems += 1
        complain(line)

    def damaged(damage: DamagedRecord) -> None:
        tell(str(damage))

    progress = not quiet and sys.stderr.isatty()
    with _opened(output) as file:
        for result in read_lines(warcs, setup, workers=count, timeout_seconds=page_seconds, on_damage=damaged):
            pages += result.page
            if result.problem is not None:
                tell(result.problem)
            if result.line is not None:
                articles += 1
                file.write(result.line)
            if progress and pages % 50 == 0:
                click.echo(f"\r{pages} pages, {articles} lines", err=True, nl=False)
    if not quiet:
        start = "\r" if progress else ""
        click.echo(f"{start}extract: {pages} pages, {articles} lines, {problems} problems", err=True)
    return 4 if problems else 0


@contextmanager
def _opened(output: str) -> Iterator[IO[bytes]]:
    """Yield where the lines go; a named file appears when it is whole."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from archive.whole import whole

    try:
        with whole(Path(output)) as path, path.open("wb") as file:
            yield file
    except OSError as error:
        raise StorageError(Path(output), f"cannot be written ({error.strerror})") from error
