"""What goes into which part of a dump: a census of the article lines, kept in SQLite so that memory stays flat.

One pass over the lines notes of each: article, revision, day, file, offset, digest. From that follow the newest
revisions, the number of revisions, and the parts: which lines, in which order. The same lines and options give the
same parts, so that a part made before, by a run that was killed, need not be made again.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, Self

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import ArchiveError
from archive.store.articles import DamagedLine, Selection, article_files, day_of, decode_line, encode_line, read_lines
from archive.store.choice import Choice
from archive.store.dumps.part import Line, Part, part_of
from archive.store.dumps.pictures import Pictures

Partition = Literal["auto", "day", "month", "year", "none"]

PART_BYTES = 256 << 20
"""Bytes of JSON lines that make one part at most."""

PART_ROWS = 100_000

ENOUGH_ROWS = 5_000
"""``auto`` takes the shortest span of which the mean partition holds as many rows: never thousands of tiny files."""

_SPANS: dict[str, int] = {"day": 10, "month": 7, "year": 4}
_BATCH = 1_000

_TABLES = """
CREATE TABLE files(number INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE names(number INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(kind, name));
CREATE TABLE lines(
    id TEXT NOT NULL, revision INTEGER NOT NULL, day TEXT NOT NULL, source TEXT NOT NULL, chosen INTEGER NOT NULL,
    file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, digest BLOB NOT NULL,
    shown BLOB NOT NULL,
    warc INTEGER, warc_offset INTEGER, extractor INTEGER NOT NULL, PRIMARY KEY(id, revision)) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Census:
    """The article lines of a collection, counted; :meth:`take` makes one."""

    database: sqlite3.Connection
    pictures: Pictures | None = None
    """Of a collection; nothing is known of the pictures of a file of lines."""
    damaged: list[str] = field(default_factory=list)
    """The first hundred lines that are no article."""
    damaged_lines: int = 0

    @classmethod
    def take(
        cls,
        where: Collection | Path,
        selection: Selection,
        *,
        latest: bool,
        database: Path,
        on_line: Callable[[int], None] | None = None,
    ) -> Self:
        """Count the lines of *where*, in a fresh SQLite file at *database*.

        Of several lines of one revision the last one written counts. *latest* chooses among the newest revisions
        only. *on_line* is told the bytes of each line read. Raises UsageError where nothing has what *selection* names.
        """
        database.unlink(missing_ok=True)
        census = cls(sqlite3.connect(database, isolation_level=None))
        try:
            census._fill(where, selection, on_line or _nothing, latest=latest)
        except BaseException:
            census.close()
            raise
        return census

    def _fill(
        self, where: Collection | Path, selection: Selection, on_line: Callable[[int], None], *, latest: bool
    ) -> None:
        run = self.database.execute
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16384"):
            run(f"PRAGMA {pragma}")
        self.database.executescript(_TABLES)
        if isinstance(where, Collection):
            self.pictures = Pictures(self.database, where.index)
        run("BEGIN")
        self._count(where, selection, on_line)
        if latest:
            run(
                "UPDATE lines SET chosen = 0 WHERE revision < (SELECT max(revision) FROM lines o WHERE o.id = lines.id)"
            )
        run("COMMIT")
        run("CREATE INDEX by_day ON lines(day, source, id, revision) WHERE chosen")

    def _count(self, where: Collection | Path, selection: Selection, on_line: Callable[[int], None]) -> None:
        numbers = {(kind, name): number for number, kind, name in self.database.execute("SELECT * FROM names")}

        def number_of(kind: str, name: str) -> int:
            known = numbers.get((kind, name))
            if known is None:
                known = numbers[kind, name] = len(numbers)
                self.database.execute("INSERT INTO names VALUES (?, ?, ?)", [known, kind, name])
            return known

        choice = Choice(selection)
        base = where.root if isinstance(where, Collection) else where.parent
        rows: list[tuple[object, ...]] = []
        loose = 0
        # All lines are counted, not those of the chosen sources only: an article's revisions are known by all of them.
        for file, path in enumerate(article_files(where, selection.sources)):
            self.database.execute("INSERT INTO files VALUES (?, ?)", [file, str(path)])
            for offset, line in read_lines(path):
                on_line(len(line))
                try:
                    article = decode_line(line)
                except ValueError as error:
                    self._damage(DamagedLine(path.relative_to(base), offset, str(error)))
                    continue
                choice.meet(article)
                revision = article.revision
                if revision is None:
                    # A line of `extract` knows no revision: each of them stands for itself.
                    loose += 1
                    revision = -loose
                digest = shown = _digest(line)
                named = self._named(article)
                if named is not article:
                    shown = _digest(encode_line(named))
                warc = number_of("warc", article.warc_file) if article.warc_file else None
                rows.append(
                    (
                        article.id,
                        revision,
                        day_of(article) or "undated",
                        article.source,
                        int(selection.admits(article)),
                        file,
                        offset,
                        len(line),
                        digest,
                        shown,
                        warc,
                        article.warc_offset,
                        number_of("extractor", f"{article.extractor} {article.extractor_version}".strip()),
                    )
                )
                if len(rows) >= _BATCH:
                    self._insert(rows)
        self._insert(rows)
        choice.check(where)

    def _insert(self, rows: list[tuple[object, ...]]) -> None:
        self.database.executemany("INSERT OR REPLACE INTO lines VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        rows.clear()

    def _named(self, article: Article) -> Article:
        return article if self.pictures is None else self.pictures.named(article)

    def _damage(self, damage: DamagedLine) -> None:
        self.damaged_lines += 1
        if len(self.damaged) < 100:
            self.damaged.append(str(damage))

    def rows(self) -> int:
        """Return how many lines are chosen."""
        return int(self.database.execute("SELECT count(*) FROM lines WHERE chosen").fetchone()[0])

    def span(self, partition: Partition) -> Literal["day", "month", "year", "none"]:
        """Return what *partition* comes to; ``auto`` is settled by the number of rows."""
        if partition != "auto":
            return partition
        rows = self.rows()
        for span, width in _SPANS.items():
            spans = f"SELECT count(DISTINCT substr(day, 1, {width})) FROM lines WHERE chosen"  # noqa: S608 (a number)
            if rows >= ENOUGH_ROWS * int(self.database.execute(spans).fetchone()[0]) > 0:
                return span  # type: ignore[return-value] # the keys of _SPANS are the names
        return "none"

    def parts(self, span: Literal["day", "month", "year", "none"]) -> Iterator[Part]:
        """Yield the parts in order of day, source, article, revision."""
        query = (
            "SELECT l.day, l.file, l.offset, l.length, l.digest, l.shown,"
            " (SELECT count(*) FROM lines o WHERE o.id = l.id AND (o.revision > 0 OR o.revision = l.revision))"
            " FROM lines l WHERE chosen ORDER BY day, source, id, revision"
        )
        width = _SPANS.get(span, 0)
        folder, number, size = "", 0, 0
        days: list[str] = []
        lines: list[Line] = []
        for day, file, offset, length, digest, shown, total in self.database.execute(query):
            here = day[:width] if width and day != "undated" else day if width else ""
            if lines and (here != folder or size + length > PART_BYTES or len(lines) >= PART_ROWS):
                yield part_of(folder, number, lines, days)
                number = number + 1 if here == folder else 0
                size, lines, days = 0, [], []
            folder = here
            size += length
            lines.append(Line(file=file, offset=offset, length=length, digest=digest, shown=shown, total=total))
            days.append(day)
        # The last part; the only one, and empty, where nothing was chosen: who loads that gets no rows, not an error.
        yield part_of(folder, number, lines, days)

    def read(self, part: Part) -> Iterator[tuple[Article, int]]:
        """Yield the articles of *part* with the number of their revisions; files are read where the lines lie.

        Raises ArchiveError where a line is not what was counted: a rebuild has written the files anew.
        """
        paths = dict(self.database.execute("SELECT number, path FROM files"))
        opened: dict[int, IO[bytes]] = {}
        try:
            for line in part.lines:
                stream = opened.get(line.file)
                if stream is None:
                    if len(opened) >= _OPEN_FILES:
                        opened.pop(next(iter(opened))).close()
                    stream = opened[line.file] = Path(paths[line.file]).open("rb", buffering=0)  # noqa: SIM115
                stream.seek(line.offset)
                data = stream.read(line.length)
                if _digest(data) != line.digest:
                    raise ArchiveError(f"{paths[line.file]}: has changed during the export; run the same again")
                yield self._named(decode_line(data)), line.total
        finally:
            for stream in opened.values():
                stream.close()

    def counts(self, kind: Literal["warc", "extractor"]) -> dict[str, int]:
        """Return the chosen rows by WARC file or by extractor and its version, by name."""
        column = {"warc": "warc", "extractor": "extractor"}[kind]
        query = (
            f"SELECT name, count(*) FROM lines JOIN names ON number = {column}"  # noqa: S608 (one of two names)
            " WHERE chosen GROUP BY name ORDER BY name"
        )
        return dict(self.database.execute(query))

    def by_source(self) -> dict[str, int]:
        """Return the chosen rows by source."""
        query = "SELECT source, count(*) FROM lines WHERE chosen GROUP BY source ORDER BY source"
        return dict(self.database.execute(query))

    def articles(self) -> int:
        """Return how many different articles are chosen."""
        return int(self.database.execute("SELECT count(DISTINCT id) FROM lines WHERE chosen").fetchone()[0])

    def has_article(self, article: str | None) -> bool:
        """Tell whether any revision of the article with this id is chosen."""
        found = self.database.execute("SELECT 1 FROM lines WHERE id = ? AND chosen LIMIT 1", [article])
        return found.fetchone() is not None

    def has_capture(self, warc: str, offset: int) -> bool:
        """Tell whether a chosen row was read from the record at *offset* of *warc*."""
        self.database.execute("CREATE INDEX IF NOT EXISTS by_capture ON lines(warc, warc_offset) WHERE chosen")
        query = (
            "SELECT 1 FROM lines WHERE warc = (SELECT number FROM names WHERE kind = 'warc' AND name = ?)"
            " AND warc_offset = ? AND chosen LIMIT 1"
        )
        return self.database.execute(query, [warc, offset]).fetchone() is not None

    def close(self) -> None:
        """Let the SQLite file go."""
        self.database.close()


_OPEN_FILES = 64


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


def _nothing(_size: int) -> None:
    pass
