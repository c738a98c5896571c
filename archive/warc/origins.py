"""Origins: where the payloads lie that revisits name. Over any number of files with flat memory, as Links."""

import sqlite3
from hashlib import blake2b
from typing import Self

from archive.warc.capture import Capture

_SCHEMA = """
CREATE TABLE records (id BLOB PRIMARY KEY, path INTEGER, place INTEGER, length INTEGER) WITHOUT ROWID;
CREATE TABLE payloads (digest BLOB PRIMARY KEY, path INTEGER, place INTEGER, length INTEGER) WITHOUT ROWID;
"""

Place = tuple[str, int, int]
"""Path, offset and length of a record."""


class Origins:
    """Remembers captures by record id and payload digest. A context: its temporary file goes with it."""

    def __init__(self) -> None:
        # An empty name is a temporary file that SQLite removes itself; it stays in memory while it is small.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA)
        self._paths: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, path: str, capture: Capture) -> None:
        """Remember *capture*, of the file at *path*: the last one of its id, the first one of its digest."""
        if path not in self._paths[-1:]:
            self._paths.append(path)
        place = (len(self._paths) - 1, capture.offset, capture.length)
        if capture.record_id:
            self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", (_key(capture.record_id), *place))
        if capture.payload_digest:
            row = (_key(capture.payload_digest), *place)
            self._db.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", row)

    def pass_over(self, capture: Capture) -> None:
        """Remember *capture* as one whose revisits are not worth reading."""
        if capture.record_id:
            self._db.execute("INSERT OR IGNORE INTO records (id) VALUES (?)", (_key(capture.record_id),))

    def passed_over(self, revisit: Capture) -> bool:
        """Tell whether *revisit* names a capture that was passed over."""
        row = self._row("records WHERE id", revisit.revisit_of)
        return row is not None and row[0] is None

    def find(self, revisit: Capture) -> Place | None:
        """Return where the payload of *revisit* lies: in the record that it names, else in one of its digest."""
        row = self._row("records WHERE id", revisit.revisit_of)
        if row is None or row[0] is None:
            row = self._row("payloads WHERE digest", revisit.payload_digest)
        return None if row is None else (self._paths[row[0]], row[1], row[2])

    def _row(self, where: str, name: str | None) -> tuple[int, int, int] | None:
        if not name:
            return None
        query = f"SELECT path, place, length FROM {where} = ?"  # noqa: S608 (written above)
        row: tuple[int, int, int] | None = self._db.execute(query, (_key(name),)).fetchone()
        return row


def _key(name: str) -> bytes:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
