"""``emeroteca rebuild``: index, articles and versions again from the WARCs alone."""

import sys
from pathlib import Path

import click

from archive.commands.stopping import stoppable
from archive.commands.table import complain


@click.command(epilog="\b\nExample:\n  emeroteca rebuild mynews --workers 2")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--workers", type=click.IntRange(0), default=1, show_default=True, help="Reading processes; 0 reads in this one."
)
@click.option("--quiet", is_flag=True, help="Only say what is wrong.")
@stoppable("rebuild: stopped; what is there is whole, as it was before")
def rebuild(folder: Path, workers: int, quiet: bool) -> int:
    """Make index, articles and versions of a collection again from its WARCs alone.

    Running it twice gives the same index and article lines, byte for byte. Damaged records are named with file and
    offset and passed over (exit 4).
    """
    from archive.collection import Collection
    from archive.rebuild import rebuild as rebuild_collection

    def progress(path: Path, number: int, total: int) -> None:
        if not quiet and sys.stderr.isatty():
            click.echo(f"{number}/{total} {path.name}", err=True)

    # What is left of a collection when all but archive/ and sources/ was deleted is one again.
    left = (folder / "archive").is_dir() and not (folder / "collection.toml").exists()
    collection = Collection.create(folder) if left else Collection.open(folder)
    report = rebuild_collection(collection, workers=workers, progress=progress)
    for line in (*report.lines, *filter(None, (collection.passed_over(),))):
        complain(line)
    if not quiet:
        click.echo(
            f"rebuild: {report.captures} captures, {report.articles} article revisions, {report.problems} problems"
        )
    return 4 if report.problems else 0
