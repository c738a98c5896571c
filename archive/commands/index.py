"""``emeroteca index``: bring the CDXJ index of a collection up to date, or print the index of WARC files."""

from collections.abc import Sequence
from pathlib import Path

import click

from archive.commands.stopping import stoppable
from archive.commands.table import complain


@click.command(
    "index",
    epilog="\b\nExamples:\n  emeroteca index mynews --rebuild\n  emeroteca index a.warc.gz > a.cdxj",
)
@click.argument("paths", metavar="DIR|WARC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Make the index again from all WARCs; else only what is new is read.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.pass_context
@stoppable("index: stopped; the index is as it was")
def index(ctx: click.Context, paths: tuple[Path, ...], rebuild: bool, as_json: bool, quiet: bool) -> None:
    """Write or bring up to date the sorted CDXJ index of a collection (indexes/index.cdxj, as pywb reads it).

    Of WARC files in place of a collection, the index lines go to stdout, sorted. Damaged records are named on stderr;
    the exit code is 4 then.
    """
    from archive.commands.files import readable
    from archive.errors import UsageError

    paths = tuple(readable(path, what="file or folder") for path in paths)
    folders = [path for path in paths if path.is_dir()]
    if folders and len(folders) != len(paths):
        raise UsageError("name collections or WARC files, not both")
    if not folders:
        damaged = _print(paths)
    else:
        damaged = sum(_write(path, rebuild=rebuild, as_json=as_json, quiet=quiet) for path in paths)
    if damaged:
        ctx.exit(4)


def _write(folder: Path, *, rebuild: bool, as_json: bool, quiet: bool) -> int:
    import json

    from archive.collection import Collection
    from archive.errors import DamagedRecord
    from archive.warc import index as cdxj

    damages: list[DamagedRecord] = []

    def report(damage: DamagedRecord) -> None:
        damages.append(damage)
        complain(f"emeroteca: {damage}")

    collection = Collection.open(folder)
    with collection.locked():
        added = (cdxj.build if rebuild else cdxj.update)(collection, on_damage=report)
    if as_json:
        said = {"index": str(collection.index), "rebuilt": rebuild, "lines": added, "damaged": len(damages)}
        click.echo(json.dumps(said))
    elif not quiet:
        # An index that named a WARC that is gone, or held what is no line, was made again and may have shrunk.
        what = "written" if rebuild else "new" if added >= 0 else "fewer: made again"
        click.echo(f"index: {collection.index}: {abs(added)} lines {what}, {len(damages)} damaged")
    return len(damages)


def _print(paths: Sequence[Path]) -> int:
    from archive.errors import DamagedRecord, UsageError
    from archive.warc import index as cdxj

    damages: list[DamagedRecord] = []

    def report(damage: DamagedRecord) -> None:
        damages.append(damage)
        complain(f"emeroteca: {damage}")

    with cdxj.Additions(in_memory=cdxj.SORTED_AT_ONCE) as found:
        for path in paths:
            try:
                for capture in cdxj.captures(path, on_damage=report):
                    found.add(capture)
            except OSError as error:
                raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
        for line in found.lines():
            click.echo(line, nl=False)
    return len(damages)
