"""Articles as JSON lines: ``DIR/articles/<source>/<capture day>.jsonl``. Whole lines in, Article objects out.

Only here are article lines written and read. A line is one revision of one article, every key in every line.
"""

import errno
import hashlib
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Collection as Some
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import msgspec

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import ArchiveError, StorageError
from archive.store.swap import lines_folder

MAX_OPEN_FILES = 64
"""Files an :class:`ArticleWriter` holds open at once; the one written longest ago is closed for a new one."""

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Article, strict=True)
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat alone also takes 2019-W14-2
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG)


class DamagedLine(ArchiveError):
    """A line of an article file is no article. The run goes on with the next one."""

    def __init__(self, path: Path, offset: int, problem: str) -> None:
        self.path = path
        self.offset = offset
        self.problem = problem
        super().__init__(f"{path}: line at byte {offset}: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles are meant. An empty tuple, or None, leaves a matter open."""

    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Compared with case folded."""
    languages: tuple[str, ...] = ()
    """BCP 47; ``de`` also means ``de-AT``."""
    first_day: str | None = None
    """``2024-01-31``: the first day of publication (of capture, where that is unknown) that is meant."""
    last_day: str | None = None
    """The last day that is meant."""

    def admits(self, article: Article) -> bool:
        """Tell whether *article* is meant."""
        if self.sources and article.source not in self.sources:
            return False
        day = day_of(article)
        if (self.first_day or self.last_day) and day is None:
            return False
        if day is not None and ((self.first_day or day) > day or (self.last_day or day) < day):
            return False
        if self.sections and (article.section or "").casefold() not in {s.casefold() for s in self.sections}:
            return False
        return not self.languages or _speaks(article.language, self.languages)

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()


def day_of(article: Article) -> str | None:
    """Return the article's day, ``2019-04-02``: of publication on the newspaper's own clock, else of the capture.

    The day that was printed, not the UTC day: an article dated 2 April in Rome is of 2 April.
    """
    for moment in (article.published, article.capture_time):
        # A day becomes the name of a folder, and the lines may be anybody's.
        if moment and _is_day(moment[:10]):
            return moment[:10]
    return None


def encode_line(article: Article) -> bytes:
    """Return *article* as one JSON line with its newline: fixed key order, every key, the same bytes each time."""
    try:
        return bytes(_encoder.encode(article)) + b"\n"
    except UnicodeEncodeError:
        # JSON-LD may hold "\ud83d" alone: a half of a character, which no UTF-8 file can hold.
        whole = msgspec.convert(_mended(msgspec.to_builtins(article)), Article)
        return bytes(_encoder.encode(whole)) + b"\n"


def decode_line(line: bytes) -> Article:
    """Return the article of a JSON line; raises ValueError where it is none of this schema (strictly read)."""
    try:
        article = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not article.schema.startswith("emeroteca.article/1"):
        raise ValueError(f"schema is {article.schema!r}; this program knows emeroteca.article/1")
    return article


def line_name(article: Article) -> str:
    """Return the file in which *article*'s line stands, as a path in ``DIR/articles``."""
    return f"{_folder_name(article.source)}/{_capture_day(article)}.jsonl"


def line_path(folder: Path, article: Article) -> Path:
    """Return the same under *folder*."""
    return folder / line_name(article)


def article_files(where: Collection | Path, sources: Some[str] = ()) -> list[Path]:
    """Return the article files of a collection, a folder or a single file, sorted by source, then capture day."""
    folder = lines_folder(where) if isinstance(where, Collection) else where
    if folder.is_file():
        return [folder]
    wanted = {_folder_name(source) for source in sources}
    files = (p for p in folder.rglob("*.jsonl") if p.is_file() and (not wanted or p.parent.name in wanted))
    return sorted(files, key=lambda p: p.parts)


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield byte offset and bytes of each whole line of *path*; a last line without newline is being written: left."""
    offset = 0
    with path.open("rb", buffering=1 << 20) as stream:
        for line in stream:
            if line.endswith(b"\n"):
                yield offset, line
            offset += len(line)


def read_articles(
    where: Collection | Path,
    selection: Selection | None = None,
    *,
    on_damage: Callable[[DamagedLine], None] | None = None,
) -> Iterator[Article]:
    """Yield the articles (every revision) of a collection, a folder of article files or one file, one at a time.

    Order: source, capture day, order of writing. A line that is no article goes to *on_damage*, or is passed over.
    """
    sources = selection.sources if selection else ()
    for path in article_files(where, sources):
        for offset, line in read_lines(path):
            try:
                article = decode_line(line)
            except ValueError as error:
                if on_damage is not None:
                    on_damage(DamagedLine(path, offset, str(error)))
                continue
            if selection is None or selection.admits(article):
                yield article


class ArticleWriter:
    """Appends article lines under *folder* (``DIR/articles``), each by one write to a file opened for appending.

    A killed process thus leaves at most one torn last line a file, which archive.store.healing cuts. Where the
    disk is full the part that was written is taken back and StorageError raised.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: OrderedDict[Path, int] = OrderedDict()
        self._unsynced: set[Path] = set()

    def append(self, article: Article) -> Path:
        """Write *article* as one line; return the file it stands in. Raises StorageError."""
        path = line_path(self.folder, article)
        line = encode_line(article)
        self._unsynced.add(path)
        try:
            descriptor = self._descriptor(path)
            written = os.write(descriptor, line)
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise StorageError(path, f"not written ({error.strerror})") from error
            raise
        if written != len(line):
            os.ftruncate(descriptor, os.fstat(descriptor).st_size - written)
            raise StorageError(path, "not written (no space left)")
        return path

    def sync(self) -> None:
        """Have the disk keep all that was written: a power failure takes none of it. Raises StorageError."""
        for path in self._unsynced:
            try:
                os.fsync(self._descriptor(path))
            except OSError as error:
                raise StorageError(path, f"not kept ({error.strerror})") from error
        # A new file's name stands in its folder.
        for folder in {self.folder, *(path.parent for path in self._unsynced)}:
            sync_folder(folder)
        self._unsynced.clear()

    def close(self) -> None:
        """Close all files; the writer can be used on."""
        while self._open:
            os.close(self._open.popitem()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def _descriptor(self, path: Path) -> int:
        known = self._open.get(path)
        if known is not None:
            self._open.move_to_end(path)
            return known
        if len(self._open) >= MAX_OPEN_FILES:
            os.close(self._open.popitem(last=False)[1])
        # Readable by whom the umask says: an archive is there to be read by others than who crawls.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, flags, 0o666)
        self._open[path] = descriptor
        return descriptor


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in *folder*, where its file system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _capture_day(article: Article) -> str:
    day = (article.capture_time or "")[:10]
    return day if _is_day(day) else "undated"


def _is_day(day: str) -> bool:
    try:
        return bool(_DAY.fullmatch(day) and date.fromisoformat(day))
    except ValueError:
        return False


def _folder_name(source: str) -> str:
    if _PLAIN_NAME.fullmatch(source):
        return source
    # A source id can come from a host name of a foreign WARC: no slash, no dot in front, no surprise in a path.
    plain = re.sub(r"[^a-z0-9._-]+", "-", source.lower()).strip(".-")[:80] or "source"
    return f"{plain}-{hashlib.sha256(source.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _speaks(language: str | None, wanted: Iterable[str]) -> bool:
    spoken = (language or "").casefold()
    return any(spoken == w.casefold() or spoken.startswith(w.casefold() + "-") for w in wanted)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_mended(k): _mended(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(v) for v in value]
    return value
