"""The errors of emeroteca: all of them, drawn as a tree.

::

    ArchiveError                   anything that went wrong here                  exit 1
     ├── UsageError                what the user asked for cannot be done         exit 2
     │    ├── ProfileError         a source profile is wrong: file, key, way out
     │    └── CollectionError      a folder is no collection, or not of this version
     ├── StorageError              no space left, or not writable                 exit 3
     ├── CollectionLocked          another run holds the collection               exit 75
     ├── DamagedRecord             a WARC record cannot be read: file and byte offset
     └── MessageError              bytes are no HTTP message

A message says where, what, and, if there is one, the way out. The facts are attributes too.
"""

from pathlib import Path
from typing import ClassVar


class ArchiveError(Exception):
    """Anything that emeroteca itself reports; *exit_code* is the process's (see CONTRACT in docs)."""

    exit_code: ClassVar[int] = 1


class UsageError(ArchiveError):
    """What the user asked for cannot be done."""

    exit_code = 2


class ProfileError(UsageError):
    """A source profile is wrong."""

    def __init__(self, path: Path | str, key: str, problem: str) -> None:
        self.path = Path(path)
        self.key = key
        self.problem = problem
        where = f"{path}: {key}" if key else f"{path}"
        super().__init__(f"{where}: {problem}")


class CollectionError(UsageError):
    """A folder is no collection, or one of a version that this program does not know."""

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = Path(path)
        self.problem = problem
        super().__init__(f"{path}: {problem}")


class StorageError(ArchiveError):
    """There is no space left, or a folder cannot be written."""

    exit_code = 3

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = Path(path)
        self.problem = problem
        super().__init__(f"{path}: {problem}")


class CollectionLocked(ArchiveError):
    """Another run holds the collection."""

    exit_code = 75

    def __init__(self, path: Path | str, holder: str | None = None) -> None:
        self.path = Path(path)
        self.holder = holder
        by = f" ({holder})" if holder else ""
        super().__init__(f"{path}: another run holds this collection{by}; try again when it has ended")


class DamagedRecord(ArchiveError):
    """A WARC record cannot be read. The run goes on with the next one."""

    def __init__(self, warc: str, offset: int, problem: str) -> None:
        self.warc = warc
        self.offset = offset
        self.problem = problem
        super().__init__(f"{warc}: record at byte {offset}: {problem}")


class MessageError(ArchiveError):
    """Bytes are no HTTP message."""
