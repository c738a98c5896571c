"""Pictures that the collection holds: the payload digest of each, for ``images[].warc_digest``.

Pictures are fetched after the page that shows them, so that no article line can know them when it is written. A dump
can: it asks the index.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from archive.article.model import Article, Image
from archive.urlkey import surt
from archive.warc.index import read_index

_TABLES = """
CREATE TABLE pictures(
    key TEXT NOT NULL, at INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(key, at, digest)) WITHOUT ROWID;
"""


class Pictures:
    """What an index says of captures that may be pictures, in a table of *database*: memory stays flat."""

    def __init__(self, database: sqlite3.Connection, index: Path) -> None:
        self._database = database
        database.executescript(_TABLES)
        database.execute("BEGIN")
        kept = database.executemany("INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)", _kept(index))
        database.execute("COMMIT")
        self._any = kept.rowcount > 0

    def named(self, article: Article) -> Article:
        """Return *article* with the payload digest of each of its pictures that is kept.

        Of several captures of a picture the one nearest in time to the article's own counts.
        """
        if not self._any or not article.images:
            return article
        at = _captured(article)
        images = tuple(self._named(image, at) for image in article.images)
        return article if images == article.images else replace(article, images=images)

    def _named(self, image: Image, at: int) -> Image:
        found = self._database.execute(
            "SELECT digest FROM pictures WHERE key = ? ORDER BY abs(at - ?), at, digest LIMIT 1", [surt(image.url), at]
        ).fetchone()
        return replace(image, warc_digest=found[0]) if found else image


def _kept(index: Path) -> Iterator[tuple[str, int, str]]:
    """Yield key, time and payload digest of the answers that may be pictures.

    Servers send pictures as octet streams too; only a text is none. A revisit of the same payload names its digest.
    """
    for one in read_index(index):
        if one.status == 200 and one.payload_digest and not (one.mime or "").startswith("text/"):
            yield one.urlkey, _seconds(one.captured_at), one.payload_digest


def _captured(article: Article) -> int:
    try:
        return _seconds(datetime.fromisoformat(article.capture_time or ""))
    except (ValueError, OverflowError):
        return 0  # the lines may be anybody's


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
