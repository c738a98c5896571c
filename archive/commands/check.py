"""``emeroteca check``: verify WARC files or a whole collection; ``--repair`` cuts torn ends."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.warc.verify import Fault, Tally

FAULTS_FOUND = 4


@click.command(
    "check",
    epilog="\b\nExamples:\n  emeroteca check mynews --repair\n  emeroteca check crawl.warc.gz --json",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--repair", "mend", is_flag=True, help="Cut torn ends (what is cut is kept in NAME.torn), then verify.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: each fault, at last the summary.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the faults.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], mend: bool, as_json: bool, quiet: bool) -> None:
    """Verify WARC files, or a collection with its links and its index.

    Checks each record's form, its gzip member, both digests, the links between records, the CDXJ against the WARCs.
    One line for each fault, with file and byte offset. Exit code 0 where all is well, 4 where faults were found.
    """
    from archive.commands.table import printable
    from archive.warc.verify import FRAMING_NOTE, WIRE_NOTE, Tally

    tally = Tally()
    count = 0
    for path in paths:
        for fault in _faults(path, tally, mend=mend, quiet=quiet):
            count += 1
            click.echo(_json(fault) if as_json else printable(str(fault)))
    if as_json:
        click.echo(_summary_json(tally, count))
    elif not quiet:
        for number, note in ((tally.framed, FRAMING_NOTE), (tally.wire, WIRE_NOTE)):
            if number:
                click.echo("note: " + note.format(count=number), err=True)
        size = f"{tally.file_bytes / 1e6:.1f} MB"
        click.echo(f"check: {tally.files} files, {tally.records} records, {size}, {count} faults")
    if count:
        ctx.exit(FAULTS_FOUND)


def _faults(path: Path, tally: "Tally", *, mend: bool, quiet: bool) -> Iterator["Fault"]:
    from archive.collection import Collection
    from archive.commands.files import readable
    from archive.commands.table import complain
    from archive.errors import CollectionLocked, UsageError
    from archive.warc.verify import verify_collection, verify_warc

    path = readable(path, what="file or folder")
    if not path.is_dir():
        if mend:
            _repair_alone(path, quiet=quiet)
        try:
            yield from verify_warc(path, tally=tally)
        except OSError as error:
            raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
        return
    collection = Collection.open(path)
    if not quiet and (strange := collection.passed_over()) is not None:
        complain(f"check: {strange}")
    with ExitStack() as held:
        unsealed = True
        try:
            held.enter_context(collection.locked())
        except CollectionLocked:
            if mend:
                raise
            unsealed = False
            if not quiet:
                click.echo(f"check: a run is writing to {path}: what it has not sealed is passed over", err=True)
        if mend:
            for warc in (*collection.sealed(), *collection.unsealed()):
                _repair(warc, quiet=quiet)
            for warc in collection.unsealed():
                _seal(warc, quiet=quiet)
        yield from verify_collection(collection, tally=tally, unsealed=unsealed)


def _repair_alone(path: Path, *, quiet: bool) -> None:
    """Repair one WARC; where it lies in a collection, that is held: a run may be writing to this very file."""
    from archive.collection import Collection
    from archive.errors import CollectionError

    with ExitStack() as held:
        with suppress(CollectionError):
            held.enter_context(Collection.open(path.resolve().parent.parent).locked())
        _repair(path, quiet=quiet)


def _repair(path: Path, *, quiet: bool) -> None:
    from archive.warc.verify import repair

    done = repair(path)
    if quiet:
        return
    if done.cut_bytes:
        kept = done.torn_file.name if done.torn_file is not None else ""
        click.echo(f"{path.name}: {done.cut_bytes} torn bytes were cut off its end (kept in {kept})", err=True)
    if done.damaged:
        click.echo(f"{path.name}: {done.damaged} damaged places before its end are left as they are", err=True)


def _seal(path: Path, *, quiet: bool) -> None:
    """Give a WARC that a killed run left open its own name: its torn end is cut by now."""
    from archive.warc.file import OPEN

    sealed = path.with_name(path.name.removesuffix(OPEN))
    if sealed.exists() or not path.stat().st_size:
        return
    path.rename(sealed)
    if not quiet:
        click.echo(f"{sealed.name}: sealed", err=True)


def _json(fault: "Fault") -> str:
    import json

    return json.dumps({"file": fault.warc, "offset": fault.offset, "code": fault.code, "problem": fault.problem})


def _summary_json(tally: "Tally", faults: int) -> str:
    import dataclasses
    import json

    return json.dumps({"summary": dataclasses.asdict(tally) | {"faults": faults}})
