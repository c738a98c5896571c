"""Collection: where the WARCs, indexes, articles and state of one collection lie, and who may write."""

import errno
import fcntl
import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from archive.errors import ArchiveError, CollectionError, CollectionLocked, StorageError, UsageError
from archive.whole import put

FORMAT = 1
"""Version of the folder's layout, in collection.toml."""

_MAKES_ONE = "`emeroteca crawl URL --collection DIR` makes one"
_NAMED = 5
# Beside the folders; of a rebuild that was killed, and what docs/collection.md tells archivists to keep, too.
_FILES = ("state.sqlite*", "manifest-*.txt", "articles.new-*", "articles.old-*", "collection.toml.tmp")
_FOLDERS = ("archive", "indexes", "articles", "sources", "logs", "reports", "wacz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The folder of one collection. Makes paths; writes only collection.toml and the empty folders."""

    root: Path
    name: str

    @property
    def warcs(self) -> Path:
        """Folder of the WARC files: the truth; everything else can be rebuilt."""
        return self.root / "archive"

    @property
    def index(self) -> Path:
        """The one sorted CDXJ."""
        return self.root / "indexes" / "index.cdxj"

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def state(self) -> Path:
        """SQLite: frontier, seen URLs, versions, kept payloads. Rebuildable."""
        return self.root / "state.sqlite"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def wacz(self) -> Path:
        return self.root / "wacz"

    def sealed(self) -> list[Path]:
        """Return the sealed WARC files by name, that is by time."""
        return sorted(p for p in self.warcs.iterdir() if p.name.endswith((".warc.gz", ".warc")) and p.is_file())

    def unsealed(self) -> list[Path]:
        """Return the WARC files that a run writes, or left behind when it was killed."""
        return sorted(p for p in self.warcs.iterdir() if p.name.endswith(".open") and p.is_file())

    def newest_ns(self) -> int:
        """Return when the newest sealed WARC file came into its folder, in nanoseconds since 1970; 0 for none.

        A copy keeps the time of writing of its original (``cp -p``, ``rsync -a``), but not that of its own making.
        """
        stats = [path.stat() for path in self.sealed()]
        return max((max(stat.st_mtime_ns, stat.st_ctime_ns) for stat in stats), default=0)

    def passed_over(self) -> str | None:
        """Return a line on what lies among the WARC files and is none by its name; None where nothing does."""
        strange = [
            path.name + ("/" if path.is_dir() else "")
            for path in sorted(self.warcs.iterdir())
            if not path.name.startswith(".")
            and not path.suffix.startswith(".torn")  # what a repair cut off
            and not (path.name.endswith((".warc.gz", ".warc", ".open")) and path.is_file())
        ]
        if not strange:
            return None
        named = ", ".join(strange[:_NAMED]) + (f" and {len(strange) - _NAMED} more" if len(strange) > _NAMED else "")
        return f"{self.warcs}: not read, since it is no .warc.gz or .warc right in this folder: {named}"

    @classmethod
    def open(cls, root: Path) -> Self:
        """Return the collection in *root*; raises CollectionError where there is none."""
        about = root / "collection.toml"
        if root.is_file():
            raise CollectionError(
                root, f"is a file; {_around(root) or 'name the folder of a collection'}{_of_warc(root)}"
            )
        if not root.is_dir():
            raise CollectionError(root, f"no such folder; {_MAKES_ONE}")
        try:
            table = tomllib.loads(about.read_text("utf-8"))
        except FileNotFoundError:
            again = f"`emeroteca rebuild {root}` makes it again" if (root / "archive").is_dir() else _MAKES_ONE
            problem = f"not a collection (no collection.toml); {_around(root) or again}"
            raise CollectionError(root, problem) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CollectionError(about, f"cannot be read: {error}") from None
        if table.get("format") != FORMAT:
            raise CollectionError(about, f"format is {table.get('format')!r}; this program knows {FORMAT}")
        return cls(root=root, name=str(table.get("name") or root.resolve().name))

    @classmethod
    def create(cls, root: Path, name: str | None = None) -> Self:
        """Return the collection in *root*, made where it is missing.

        A folder that holds other things than a collection's own folders, and no collection.toml, is refused
        (CollectionError); a folder that cannot be written raises StorageError.
        """
        about = root / "collection.toml"
        title = name or root.resolve().name
        try:
            if not about.exists():
                if root.exists() and not root.is_dir():
                    raise CollectionError(root, "is a file; name a folder")
                # Profiles may be there before the first crawl; WARCs after all else was deleted, for a rebuild.
                if root.is_dir() and (others := sorted(p.name for p in root.iterdir() if not _is_ours(p))):
                    problem = f"not empty and not a collection (it holds {', '.join(others[:_NAMED])})"
                    raise CollectionError(root, f"{problem}; name a new or an empty folder")
                root.mkdir(parents=True, exist_ok=True, mode=0o777)
                text = f'format = {FORMAT}\nname = {_toml_string(title)}\ncreator = "emeroteca"\n'
                put(about, text.encode())
            collection = cls.open(root)
            for folder in _FOLDERS:
                (root / folder).mkdir(exist_ok=True)
                if (root / folder).is_symlink():
                    raise CollectionError(root / folder, "is a symbolic link; folders of a collection are its own")
            for needed in (collection.warcs, collection.index.parent):
                if not os.access(needed, os.W_OK):
                    raise StorageError(needed, "not writable")
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise StorageError(root, f"not writable ({error.strerror})") from error
        except OSError as error:
            if error.errno in (errno.EROFS, errno.ENOSPC, errno.EDQUOT):
                raise StorageError(root, f"not writable ({error.strerror})") from error
            raise
        return collection

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the collection for one run; raises CollectionLocked at once where another run holds it."""
        # The lock is on a file that always exists: no lock file is left behind, and a killed run lets go by itself.
        descriptor = _opened_to_lock(self.root / "collection.toml")
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CollectionLocked(self.root) from None
            except OSError as error:
                raise StorageError(self.root, f"cannot be locked where it lies ({error.strerror})") from error
            yield
        finally:
            os.close(descriptor)


@contextmanager
def unmade_if_refused(root: Path) -> Iterator[None]:
    """Take away again what the block made of *root*, where it was no collection before and UsageError is raised.

    What lay there before stays, and all of it where a WARC has been written or another run holds the collection.
    """
    if (root / "collection.toml").exists():
        yield
        return
    missing = [path for path in (root, *root.absolute().parents) if not path.exists()]
    before = frozenset(root.iterdir()) if root.is_dir() else frozenset()
    try:
        yield
    except UsageError:
        with suppress(OSError, ArchiveError):
            collection = Collection.open(root)
            with collection.locked():
                if not any(collection.warcs.iterdir()):
                    _take_away(root, before, missing)
        raise


def _opened_to_lock(path: Path) -> int:
    # NFS gives an exclusive lock on a file that is open for writing, and on no other (flock(2)).
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def _take_away(root: Path, before: frozenset[Path], missing: Iterable[Path]) -> None:
    for path in root.iterdir():
        if path not in before:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in missing:
        folder.rmdir()


def _is_ours(path: Path) -> bool:
    return path.name in _FOLDERS or any(path.match(name) for name in _FILES)


def _around(path: Path) -> str:
    """Return a line about the collection in which *path* lies; empty where it lies in none."""
    for folder in path.absolute().parents[:3]:
        if (folder / "collection.toml").is_file():
            return f"the collection is {folder}"
    return ""


def _of_warc(path: Path) -> str:
    warc = path.name.endswith((".warc.gz", ".warc", ".arc.gz", ".arc"))
    return "; WARC files go to `emeroteca extract`, `check` or `index`" if warc else ""


def _toml_string(text: str) -> str:
    # A folder's name need be no text at all: Python has its odd bytes as halves of characters, which TOML has not.
    whole = text.encode("utf-8", "replace").decode()
    escaped = whole.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
