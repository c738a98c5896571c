"""Links: which records name which, checked over any number of files with flat memory (a temporary SQLite file)."""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from archive.warc.record import Record, bare_uri
from archive.warc.scan import Found

_SCHEMA = """
CREATE TABLE records (id BLOB PRIMARY KEY, file INTEGER, place INTEGER, kind TEXT, date TEXT, url BLOB, ip TEXT,
    digest TEXT) WITHOUT ROWID;
CREATE TABLE named (target BLOB, link TEXT, file INTEGER, place INTEGER, kind TEXT, date TEXT, url BLOB, ip TEXT,
    digest TEXT, shown TEXT);
CREATE TABLE captures (line BLOB PRIMARY KEY, file INTEGER, place INTEGER, met INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE INDEX places ON captures (file, place);
"""

Problem = tuple[str, int, str, str]
"""File name, offset, code, what is wrong."""


class Links:
    """Remembers ids, links and index lines of records, and says at the end which do not agree."""

    def __init__(self) -> None:
        # An empty name is a temporary file that SQLite removes itself; it stays in memory while it is small.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA)
        self._files: list[str] = []
        self._numbers: dict[str, int] = {}

    def close(self) -> None:
        self._db.close()

    def file(self, name: str) -> None:
        """The records that follow are of file *name*."""
        self._numbers[name] = len(self._files)
        self._files.append(name)

    def add(self, found: Found, record: Record) -> str | None:
        """Remember one record; return where its id was seen before, or None."""
        file = len(self._files) - 1
        place, kind = found.offset, record.type
        facts: tuple[str | bytes | None, ...] = (
            record.get("WARC-Date"),
            _short(record.url),
            record.get("WARC-IP-Address"),
        )
        digest = record.get("WARC-Payload-Digest")
        twice: str | None = None
        if record.record_id is not None:
            row = (_short(record.record_id), file, place, kind, *facts, digest)
            if not self._db.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row).rowcount:
                where = "SELECT file, place FROM records WHERE id = ?"
                other, at = self._db.execute(where, row[:1]).fetchone()
                twice = f"{self._files[other]} at byte {at}"
        for target in record.get_all("WARC-Concurrent-To"):
            self._name("concurrent", target, file, place, kind, (*facts, digest))
        if kind == "revisit" and (original_id := record.get("WARC-Refers-To")):
            original = (
                record.get("WARC-Refers-To-Date"),
                _short(bare_uri(record.get("WARC-Refers-To-Target-URI"))),
                None,
            )
            identical = (record.get("WARC-Profile") or "").endswith("identical-payload-digest")
            self._name("refers", original_id, file, place, kind, (*original, digest if identical else None))
        return twice

    def _name(
        self, link: str, target: str, file: int, place: int, kind: str, facts: tuple[str | bytes | None, ...]
    ) -> None:
        row = (_short(bare_uri(target)), link, file, place, kind, *facts, target[:80])
        self._db.execute("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def problems(self, *, all_files: bool) -> Iterator[Problem]:
        """Yield the links that lead nowhere or to a record that says otherwise.

        With *all_files* the files are a whole: then a revisit's original must be among them.
        """
        query = (
            "SELECT n.file, n.place, n.link, n.kind, n.date, n.url, n.ip, n.digest, n.shown,"
            " r.id, r.kind, r.date, r.url, r.ip, r.digest"
            " FROM named n LEFT JOIN records r ON r.id = n.target ORDER BY n.file, n.place"
        )
        for file, place, link, kind, *rest in self._db.execute(query):
            mine, shown, theirs = rest[:4], rest[4], rest[5:]
            problem = _concurrent(kind, mine, theirs) if link == "concurrent" else _refers(mine, theirs)
            if theirs[0] is None and link == "refers" and not all_files:
                continue
            if problem is not None:
                yield self._files[file], place, f"{link}-to", f"{problem} ({shown})"

    def expect(self, line: bytes, place: int) -> None:
        """Remember that the index must hold *line*."""
        row = (_short_bytes(line), len(self._files) - 1, place)
        self._db.execute("INSERT OR IGNORE INTO captures (line, file, place) VALUES (?, ?, ?)", row)

    def meet(self, line: bytes) -> bool:
        """The index holds *line*; return whether it must."""
        return self._db.execute("UPDATE captures SET met = 1 WHERE line = ?", (_short_bytes(line),)).rowcount > 0

    def meet_place(self, file: str, place: int) -> bool:
        """The index has a line of its own for *place* of *file*; return whether a capture lies there."""
        row = (self._numbers.get(file), place)
        return self._db.execute("UPDATE captures SET met = 1 WHERE file = ? AND place = ?", row).rowcount > 0

    def unmet(self) -> Iterator[tuple[str, int | None, int]]:
        """Yield file and offset of the captures whose line the index lacks, and how many that are.

        Of a file of which it has no line at all, all together: once, without an offset.
        """
        none = "SELECT file, count(*) FROM captures GROUP BY file HAVING sum(met) = 0 AND count(*) > 1"
        whole = dict(self._db.execute(none).fetchall())
        query = "SELECT file, place FROM captures WHERE NOT met ORDER BY file, place"
        for file, place in self._db.execute(query):
            if file not in whole:
                yield self._files[file], place, 1
            elif number := whole[file]:
                whole[file] = 0
                yield self._files[file], None, number


def _concurrent(kind: str, mine: list[Any], theirs: list[Any]) -> str | None:
    target, their_kind, date, url, ip, _ = theirs
    if target is None:
        return "WARC-Concurrent-To names a record that is not here"
    if mine[0] != date:
        return f"concurrent records differ in WARC-Date: {mine[0]} and {date}"
    if "metadata" not in (kind, their_kind) and mine[1] != url:
        return "concurrent records differ in WARC-Target-URI"
    if None not in (mine[2], ip) and mine[2] != ip:
        return f"concurrent records differ in WARC-IP-Address: {mine[2]} and {ip}"
    return None


def _refers(mine: list[Any], theirs: list[Any]) -> str | None:
    target, kind, date, url, _, digest = theirs
    if target is None:
        return "WARC-Refers-To names a record that is not here"
    if kind == "revisit":
        return "WARC-Refers-To names a revisit, which holds no payload either"
    if mine[0] not in (None, date):
        return f"WARC-Refers-To-Date is {mine[0]}, that record's date {date}"
    if mine[1] not in (None, url):
        return "WARC-Refers-To-Target-URI is not that record's URL"
    if mine[3] not in (None, digest):
        return f"the payload digest is not that record's: {mine[3]} and {digest}"
    return None


def _short(text: str | None) -> bytes | None:
    return None if text is None else _short_bytes(text.encode("utf-8", "surrogatepass"))


def _short_bytes(data: bytes) -> bytes:
    return blake2b(data, digest_size=12).digest()
