"""Files: the WARC files that a command is given. What cannot be read so is told in one line."""

from pathlib import Path

from archive.errors import UsageError


def readable(path: Path, *, what: str = "file") -> Path:
    """Return *path* as it can be opened again, by other processes too; raises UsageError where it cannot.

    *what* was expected there: a folder passes.
    """
    if str(path) == "-" or (path.exists() and not path.is_file() and not path.is_dir()):
        raise UsageError(f"{path}: a stream, and records are read again at their place; save it as a file first")
    if not path.exists():
        raise UsageError(f"{path}: no such {what}")
    # /dev/stdin is another file in each process.
    return path.resolve() if path.is_relative_to("/dev") else path
