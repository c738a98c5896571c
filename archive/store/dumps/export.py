"""Export: a collection to a dump folder, part by part, each by rename. A run that is killed goes on where it was.

Running it again over the same collection writes nothing; after new articles it makes the parts anew that changed.
"""

import contextlib
import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from archive import __version__
from archive.article.model import SCHEMA, Article
from archive.collection import Collection
from archive.errors import StorageError
from archive.store.dumps.formats import Options, Rows, require_for, write, write_file
from archive.store.dumps.manifest import JOURNAL, DumpFile, Manifest, known_files, sha256_of, write_manifest
from archive.store.dumps.part import Part
from archive.store.dumps.plan import Census
from archive.store.dumps.readme import side_files
from archive.whole import put, whole

SIDE_TABLES = ("versions", "events", "captures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export came to."""

    manifest: Manifest
    made: int
    """Files written."""
    kept: int
    """Files that an earlier run had made of the same lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """What an export into a single file, or to stdout, came to."""

    rows: int
    damaged_lines: int
    """Lines that are no article, passed over."""
    damaged: tuple[str, ...]
    """Where the first hundred of them stand, and why they are none."""


def _nobody(_number: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Progress:
    """Whom to tell: bytes of lines counted, then rows written of how many."""

    counted: Callable[[int], None] = _nobody
    planned: Callable[[int], None] = _nobody
    written: Callable[[int], None] = _nobody


def export(where: Collection | Path, output: Path, options: Options, progress: Progress | None = None) -> Exported:
    """Write a dump of *where* (a collection, or a file of article lines) into the folder *output*.

    Raises UsageError where the folder holds something else, StorageError where it cannot be written.
    """
    require_for(options)
    known = known_files(output)
    with _storage(output), _census(where, output, options, progress or Progress()) as census:
        run = _Run(output=output, options=options, known=known, progress=progress or Progress())
        span = census.span(options.partition)
        run.progress.planned(census.rows())
        for part in census.parts(span):
            run.take_part(census, part)
        if options.format == "parquet" and isinstance(where, Collection):
            for table in SIDE_TABLES:
                run.take_table(where, census, table)
        for stale in sorted(set(known) - {one.path for one in run.files}):
            (output / stale).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                (output / stale).parent.rmdir()  # only where it is empty
        manifest = _manifest(where, options, census, span, run.files)
        for name, data in side_files(manifest, without=options.without, suffix=options.suffix).items():
            put(output / name, data)
        sums = "".join(f"{one.sha256}  {one.path}\n" for one in run.files)
        put(output / "SHA256SUMS", sums.encode())
        write_manifest(output, manifest)
        (output / JOURNAL).unlink(missing_ok=True)
    return Exported(manifest=manifest, made=run.made, kept=len(run.files) - run.made)


def export_file(
    where: Collection | Path, output: Path | None, options: Options, progress: Progress | None = None
) -> ExportedFile:
    """Write the articles of *where* as one file (by rename) or, where *output* is None, to stdout."""
    require_for(options)
    told = progress or Progress()
    with _storage(output or Path("-")), _census(where, output.parent if output else None, options, told) as census:
        told.planned(census.rows())
        rows = (row for part in census.parts("none") for row in _told(census.read(part), told))
        if output is None:
            written = write(sys.stdout.buffer, rows, options)
        else:
            with whole(output) as fresh:
                written = write_file(fresh, rows, options)
        return ExportedFile(rows=written, damaged_lines=census.damaged_lines, damaged=tuple(census.damaged))


class _Run:
    """One export into a folder: which files are made, which are kept."""

    def __init__(self, *, output: Path, options: Options, known: dict[str, DumpFile], progress: Progress) -> None:
        self.output = output
        self.options = options
        self.known = known
        self.progress = progress
        self.files: list[DumpFile] = []
        self.made = 0
        # A change of any of these gives other bytes for the same lines.
        self.recipe = repr((__version__, SCHEMA, options.format, options.compression, options.bom, options.without))

    def take_part(self, census: Census, part: Part) -> None:
        """Make the file of *part*, or keep it where it was made before."""
        path = f"articles/{part.name}{self.options.suffix}"
        made_of = part.fingerprint(self.recipe)
        before = self.known.get(path)
        if before is not None and before.made_of == made_of and self._stands(before):
            self.files.append(before)
            self.progress.written(before.rows)
            return
        fresh = self._fresh(path)
        rows = write_file(fresh, _told(census.read(part), self.progress), self.options)
        made = DumpFile(
            path=path,
            table="articles",
            rows=rows,
            bytes=fresh.stat().st_size,
            sha256=sha256_of(fresh),
            made_of=made_of,
            first_day=part.first_day,
            last_day=part.last_day,
        )
        self._done(fresh, path, made)

    def take_table(self, collection: Collection, census: Census, table: str) -> None:
        """Make the file of one of the smaller tables; where its bytes come out the same, it is kept."""
        from archive.store.dumps.chosen import chooser
        from archive.store.dumps.parquet import write_batches
        from archive.store.tables import batches, schema_of

        path = f"{table}/part-00000.parquet"
        fresh = self._fresh(path)
        chosen = chooser(census, table, self.options.selection)
        rows = write_batches(fresh, (b for one in batches(collection, table) if (b := chosen(one))), schema_of(table))
        digest = sha256_of(fresh)
        size = fresh.stat().st_size
        made = DumpFile(path=path, table=table, rows=rows, bytes=size, sha256=digest, made_of=digest)
        before = self.known.get(path)
        if before == made and self._stands(before):
            fresh.unlink()
            self.files.append(before)
            return
        self._done(fresh, path, made)

    def _stands(self, file: DumpFile) -> bool:
        path = self.output / file.path
        return path.is_file() and path.stat().st_size == file.bytes and sha256_of(path) == file.sha256

    def _fresh(self, path: str) -> Path:
        final = self.output / path
        final.parent.mkdir(parents=True, exist_ok=True)
        return final.with_name(final.name + ".tmp")

    def _done(self, fresh: Path, path: str, file: DumpFile) -> None:
        fresh.replace(self.output / path)
        # The journal follows the rename: what it names lies there whole.
        with (self.output / JOURNAL).open("ab") as journal:
            journal.write(msgspec.json.encode(file) + b"\n")
        self.files.append(file)
        self.made += 1


def _told(rows: Rows, progress: Progress) -> Iterator[tuple[Article, int]]:
    """Yield *rows*, telling *progress* of every hundred."""
    number = 0
    for row in rows:
        yield row
        number += 1
        if number % 100 == 0:
            progress.written(100)
    progress.written(number % 100)


def _manifest(where: Collection | Path, options: Options, census: Census, span: str, files: list[DumpFile]) -> Manifest:
    rows: dict[str, int] = {"articles": 0}
    for one in files:
        rows[one.table] = rows.get(one.table, 0) + one.rows
    folder = where.warcs if isinstance(where, Collection) else where.parent
    warcs: list[dict[str, Any]] = []
    for name, count in census.counts("warc").items():
        path = folder / Path(name).name
        warcs.append({"name": name, "rows": count, "bytes": path.stat().st_size if path.is_file() else None})
    selection = options.selection
    return Manifest(
        collection=where.name,
        format=options.format,
        article_schema=SCHEMA,
        created_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generator=f"emeroteca {__version__}",
        selection={
            "source": list(selection.sources),
            "section": list(selection.sections),
            "language": list(selection.languages),
            "from": selection.first_day,
            "to": selection.last_day,
            "latest": options.latest,
            "without": list(options.without),
        },
        partition=span,
        rows=rows,
        articles=census.articles(),
        sources=census.by_source(),
        extractors=census.counts("extractor"),
        warcs=warcs,
        damaged_lines=census.damaged_lines,
        damaged=census.damaged,
        files=files,
    )


@contextmanager
def _census(where: Collection | Path, folder: Path | None, options: Options, progress: Progress) -> Iterator[Census]:
    """Take the census, in a file that goes with it: beside the dump, where there is room for one."""
    made = folder is not None and not folder.exists()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".export-", suffix=".sqlite", dir=folder)
    os.close(descriptor)
    census = None
    try:
        census = Census.take(
            where, options.selection, latest=options.latest, database=Path(name), on_line=progress.counted
        )
        yield census
    finally:
        if census is not None:
            census.close()
        Path(name).unlink(missing_ok=True)
        if folder is not None and made:
            with contextlib.suppress(OSError):
                folder.rmdir()  # a dump that came to nothing leaves no folder


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Say plainly where the disk is full or not writable."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG):
            raise StorageError(path, f"not written ({error.strerror})") from error
        raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_CANTOPEN):
            raise StorageError(path, f"not written ({error})") from error
        raise
