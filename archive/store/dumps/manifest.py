"""The manifest of a dump: what it holds, from what it was made, and the digest of each file, to cite and to check."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from archive.errors import UsageError
from archive.whole import put

NAME = "manifest.json"
JOURNAL = ".export-journal.jsonl"
"""Parts that an unfinished export has made: its next run starts from there."""

SCHEMA = "emeroteca.dump/1"


class DumpFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a dump."""

    path: str
    """Relative to the dump, with slashes."""
    table: str
    rows: int
    bytes: int
    sha256: str
    made_of: str
    """Digest of the lines, options and versions the file was made of: the same again, the file need not be made."""
    first_day: str | None = None
    last_day: str | None = None


class Manifest(msgspec.Struct, kw_only=True):
    """What a dump holds; ``manifest.json``."""

    schema: str = SCHEMA
    collection: str
    format: str
    article_schema: str
    created_at: str
    generator: str
    """``emeroteca 0.1.0``."""
    selection: dict[str, Any]
    """The filters, in the words of the command's options."""
    partition: str
    rows: dict[str, int]
    """By table."""
    articles: int
    """Different articles; the table articles has one row for each of their revisions."""
    sources: dict[str, int]
    """Rows by source."""
    extractors: dict[str, int]
    """Rows by extractor and its version."""
    warcs: list[dict[str, Any]]
    """The WARC files the rows were read from: name, rows, and bytes where the file is at hand."""
    damaged_lines: int
    """Lines of the collection that are no article, and are not in the dump."""
    damaged: list[str]
    """The first hundred of them: file, byte, problem."""
    files: list[DumpFile]


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest in *folder*; None where there is none, or one of another version."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def known_files(folder: Path) -> dict[str, DumpFile]:
    """Return the files that an export into *folder*, finished or not, has made, by path.

    Raises UsageError where the folder holds things and no export has made them.
    """
    manifest = read_manifest(folder)
    known = {} if manifest is None else {one.path: one for one in manifest.files}
    journal = folder / JOURNAL
    if journal.exists():
        for line in journal.read_bytes().splitlines(keepends=True):
            try:
                one = msgspec.json.decode(line, type=DumpFile)
            except msgspec.DecodeError:
                continue  # the last line of a killed run
            known[one.path] = one
    elif manifest is None and folder.exists() and not _is_ours(folder):
        raise UsageError(f"{folder}: not empty and not a dump; name a new or an empty folder")
    # Files that are not in the new dump are deleted by these names: they lead nowhere else.
    return {path: one for path, one in known.items() if not path.startswith("/") and ".." not in path.split("/")}


def _is_ours(folder: Path) -> bool:
    """Tell whether *folder* is empty, but for what an export that was killed early leaves."""
    return folder.is_dir() and all(path.name.startswith(".export-") for path in folder.iterdir())


def write_manifest(folder: Path, manifest: Manifest) -> bool:
    """Write *manifest*; tell whether it is another than before. Of the same dump it keeps its date."""
    before = read_manifest(folder)
    if before is not None and msgspec.structs.replace(manifest, created_at=before.created_at) == before:
        return False
    put(folder / NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    return True


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
