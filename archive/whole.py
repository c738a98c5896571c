"""Whole files: what is written appears by rename when all of it is there, or not at all."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import StorageError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path to write to; it becomes *path* when the block ends well, and goes when it does not.

    Raises StorageError where the file cannot be made. What is no file (a FIFO, /dev/stdout) is written to as it is:
    a rename would put a file in its place.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    fresh = path.with_name(path.name + ".tmp")
    try:
        yield fresh
        fresh.replace(path)
    except OSError as error:
        # A write that fails knows no name.
        full = error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        if full or error.filename == str(fresh):
            raise StorageError(path, f"cannot be written ({error.strerror})") from error
        raise
    finally:
        with suppress(OSError):
            fresh.unlink()


def put(path: Path, data: bytes) -> None:
    """Write *data* to *path* by rename; a file that holds it already is left as it is."""
    if path.is_file() and path.read_bytes() == data:
        return
    with whole(path) as fresh:
        fresh.write_bytes(data)
