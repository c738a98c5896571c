"""State: what was seen, when to look again, which revisions there are. SQLite, rebuildable from the WARCs.

One connection writes (one run holds the collection); any number read. Commit only after the WARC record that a
change speaks of has been flushed: state never knows more than the WARCs.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self

from archive.errors import CollectionError, StorageError

VERSION = 2
"""Of the tables, in user_version; to be raised where one changes: SQLite keeps a table as it was made."""

_NO_DATABASE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

_TABLES = """
CREATE TABLE IF NOT EXISTS warcs(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS applied(warc TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS through(warc TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS swaps(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unread(url TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unsynced(file TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS readers(version TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payloads(
    digest TEXT PRIMARY KEY, url TEXT NOT NULL, captured_at TEXT NOT NULL, record_id TEXT,
    warc TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles(
    id TEXT PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL, parts TEXT NOT NULL, modified TEXT, paywalled INTEGER,
    digest TEXT,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_content ON articles(content_hash);
CREATE TABLE IF NOT EXISTS article_urls(url TEXT PRIMARY KEY, article TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article_numbers(
    number TEXT, article TEXT NOT NULL, PRIMARY KEY(number, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisions(
    article TEXT NOT NULL, revision INTEGER NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL,
    content_hash TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, record_id TEXT NOT NULL,
    warc_file TEXT, warc_offset INTEGER, changed TEXT NOT NULL, PRIMARY KEY(article, revision)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS revisions_record ON revisions(record_id);
CREATE TABLE IF NOT EXISTS events(
    source TEXT NOT NULL, article TEXT, url TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
    record_id TEXT NOT NULL, detail TEXT, PRIMARY KEY(record_id, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS events_article ON events(article, kind);
CREATE TABLE IF NOT EXISTS runs(
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, reason TEXT, summary TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS daily(
    source TEXT NOT NULL, day TEXT NOT NULL, found INTEGER NOT NULL DEFAULT 0, fetched INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(source, day)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(
    hash INTEGER NOT NULL UNIQUE, url TEXT NOT NULL, source TEXT NOT NULL, host TEXT NOT NULL, kind TEXT NOT NULL,
    rank INTEGER NOT NULL, due_at INTEGER, found_at INTEGER NOT NULL, fetched_at INTEGER, first_at INTEGER,
    interval INTEGER, rung INTEGER NOT NULL DEFAULT 0, misses INTEGER NOT NULL DEFAULT 0, depth INTEGER NOT NULL
    DEFAULT 0, status INTEGER, etag TEXT, last_modified TEXT, digest TEXT, record_id TEXT, captured_at TEXT,
    referrer TEXT, notes TEXT);
CREATE TABLE IF NOT EXISTS shapes(
    source TEXT NOT NULL, shape TEXT NOT NULL, hits INTEGER NOT NULL, misses INTEGER NOT NULL,
    PRIMARY KEY(source, shape)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article_keys(key INTEGER PRIMARY KEY, page INTEGER NOT NULL, article TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pages_due ON pages(host, rank, due_at) WHERE due_at IS NOT NULL;
"""

# The hash is no rowid: rows go to the end of the file, and only the small index of hashes is written all over.
# 200,000 new URLs: 39 us each as the primary key, 19 us this way.

# What a rebuild makes anew. The frontier (pages), runs and daily counts tell of fetching, which no rebuild repeats.
_READ_FROM_WARCS = (
    "warcs",
    "applied",
    "through",
    "payloads",
    "unread",
    "unsynced",
    "readers",
    "articles",
    "article_urls",
    "article_numbers",
    "revisions",
    "events",
)


def place_of(warc: str | None, offset: int | None) -> str:
    """Return what a record is known by in the tables that has no id of its own."""
    return f"place {warc} {offset}"


class State:
    """The SQLite file of a collection, open for writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with ExitStack() as unfit:
            self._prepare(unfit)
            unfit.pop_all()
        self._open = False

    def _prepare(self, unfit: ExitStack) -> None:
        path = self.path
        with suppress(OSError):  # SQLite itself would take the group's right to write whatever the umask says
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            unfit.callback(self.db.close)
            (version,) = self.db.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):  # 0: new
                tables = f"tables {version}, this one knows {VERSION}"
                if version > VERSION:
                    raise CollectionError(path, f"of a newer emeroteca ({tables}); use that one")
                raise CollectionError(path, f"of an older emeroteca ({tables}); {way_out(path)}")
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")
            self.db.execute("PRAGMA busy_timeout=5000")
            # 8 MiB at most: memory stays flat however many URLs are known.
            self.db.execute("PRAGMA cache_size=-8192")
            # Up to 32 MiB of log: each new URL touches a page of the index of hashes, copied once for many of them.
            self.db.execute("PRAGMA wal_autocheckpoint=8192")
            self.db.executescript(_TABLES)
            self.db.execute(f"PRAGMA user_version={VERSION}")
        except sqlite3.Error as error:
            told = f"; {way_out(path)}" if _is_broken(error) else ""
            raise StorageError(path, f"cannot be used ({error}){told}") from error

    def write(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run one statement in the running transaction, which is begun where none is."""
        self.begin()
        try:
            return self.db.execute(sql, tuple(values))
        except sqlite3.DatabaseError as error:
            self._tell(error)
            raise

    def read(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; what this run has not committed yet is seen."""
        try:
            return self.db.execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            self._tell(error)
            raise

    def begin(self) -> None:
        if not self._open:
            self.db.execute("BEGIN")
            self._open = True

    def commit(self) -> None:
        """Make everything written since the last commit last."""
        if self._open:
            try:
                self.db.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._tell(error)
                raise
            self._open = False

    def roll_back(self) -> None:
        """Undo everything written since the last commit."""
        if self._open:
            self.db.execute("ROLLBACK")
            self._open = False

    def _tell(self, error: sqlite3.DatabaseError) -> None:
        """Raise StorageError where *error* is the disk's or the file's, with the way out; not for a mistake of ours."""
        broken = _is_broken(error)
        if not broken and not isinstance(error, sqlite3.OperationalError):
            return
        self._take_back()
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        told = f"No space left ({error})" if full else f"{error}; {way_out(self.path)}" if broken else str(error)
        raise StorageError(self.path, told) from error

    def _take_back(self) -> None:
        """End a transaction of which a part failed: what it had to say would be half said if it were committed later.

        SQLite itself ends it after some errors and leaves it open after others.
        """
        self._open = False
        with suppress(sqlite3.Error):
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def forget_readings(self) -> None:
        """Empty all tables that are read from the WARCs; a rebuild fills them again."""
        for table in _READ_FROM_WARCS:
            self.write(f"DELETE FROM {table}")  # noqa: S608 (names above)

    def close(self) -> None:
        """Commit, and take what stands in the log into the file: who copies the file alone has all."""
        self.commit()
        with suppress(sqlite3.DatabaseError):  # a full disk: then the log tells the rest
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def set_aside(path: Path) -> Path | None:
    """Put a state aside that can be used no more, older or broken, and return where it lies now; else None.

    To be called by whoever holds the collection and makes the state anew. One of a newer version is left alone.
    """
    if not path.exists():
        return None
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        usable = version == 0 or version >= VERSION
        db.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.Error as error:
        if not _is_broken(error):
            return None
        usable = False
    finally:
        db.close()
    if usable:
        return None
    aside = path.with_name(f"{path.name}.old")
    for ending in ("", "-wal", "-shm"):  # a log that stays behind would be read as the new file's
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    return aside


def way_out(path: Path) -> str:
    """Return what to do where the state at *path* can be used no more."""
    return f"`emeroteca rebuild {path.parent}` makes it anew from the WARCs"


def _is_broken(error: sqlite3.Error) -> bool:
    """Tell whether *error* says that the file is no database, or a damaged one."""
    # The lowest byte is the error, what stands above it says more of it.
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _NO_DATABASE
