"""The figures of a collection, counted by DuckDB over the newest revision of each article."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from archive.collection import Collection
from archive.store.tables import connect

_TOP = 15

_NEWEST = """
CREATE TABLE newest AS
SELECT id, source, section, language, word_count, paywalled, published_local, published_granularity, revision, first_day
FROM (SELECT id, source, section, language, word_count, paywalled, published_local, published_granularity,
    coalesce(revision, 1) AS revision, min(day) OVER (PARTITION BY id) AS first_day,
    row_number() OVER (PARTITION BY id ORDER BY revision DESC NULLS LAST) AS place FROM articles)
WHERE place = 1
"""


class SourceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One source."""

    source: str
    articles: int
    revisions: int
    edited: int
    """Articles with more than one revision."""
    paywalled: int
    words: int
    """Median of an article's words."""
    first_day: date | None
    last_day: date | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a collection holds."""

    collection: str
    articles: int
    revisions: int
    words: int
    captures: int
    warcs: int
    warc_bytes: int
    first_day: date | None
    last_day: date | None
    sources: list[SourceFigures]
    days: dict[str, dict[date, int]]
    """Articles by source and day of publication (of capture where unknown)."""
    sections: list[tuple[str, int]]
    """The fifteen largest, and how many articles have none."""
    languages: list[tuple[str, int]]
    lengths: list[tuple[int, int]]
    """Articles by words: (from so many words on, articles); steps of 100, the last one open."""
    hours: list[list[int]]
    """Articles by weekday (Monday first) and hour of publication on the newspaper's clock."""
    timed: int
    """Articles of which the hour is known."""
    edits: list[tuple[str, int]]
    """How often fields changed in edits."""


@dataclass(frozen=True, slots=True)
class _Held:
    warcs: int
    size: int


def count(collection: Collection) -> Figures:
    """Return the figures of *collection*; reads all its lines once."""
    held = _held(collection)
    with connect(collection, tables=["articles", "versions"]) as database:
        database.execute(_NEWEST)

        def ask(sql: str) -> list[Any]:
            return list(database.execute(sql).fetchall())

        days: dict[str, dict[date, int]] = defaultdict(dict)
        for source, day, articles in ask(
            "SELECT source, first_day, count(*) FROM newest WHERE first_day IS NOT NULL GROUP BY ALL ORDER BY source, 2"
        ):
            days[source][day] = articles
        total, revisions, words, first_day, last_day = ask(
            "SELECT count(*), coalesce(sum(revision), 0), coalesce(sum(word_count), 0), min(first_day), max(first_day)"
            " FROM newest"
        )[0]
        hours = [[0] * 24 for _ in range(7)]
        for weekday, hour, articles in ask(
            "SELECT isodow(published_local), hour(published_local), count(*) FROM newest"
            " WHERE published_granularity IN ('hour', 'minute', 'second') AND published_local IS NOT NULL GROUP BY ALL"
        ):
            hours[weekday - 1][hour] = articles
        return Figures(
            collection=collection.name,
            articles=total,
            revisions=int(revisions),
            words=int(words),
            captures=_lines(collection),
            warcs=held.warcs,
            warc_bytes=held.size,
            first_day=first_day,
            last_day=last_day,
            sources=[
                SourceFigures(
                    source=source,
                    articles=articles,
                    revisions=int(made),
                    edited=edited,
                    paywalled=walled,
                    words=int(median or 0),
                    first_day=first,
                    last_day=last,
                )
                for source, articles, made, edited, walled, median, first, last in ask(
                    "SELECT source, count(*), sum(revision), count(*) FILTER (revision > 1),"
                    " count(*) FILTER (paywalled), median(word_count), min(first_day), max(first_day)"
                    " FROM newest GROUP BY source ORDER BY 2 DESC, 1"
                )
            ],
            days=dict(days),
            sections=_with_rest(
                ask("SELECT section, count(*) FROM newest GROUP BY ALL ORDER BY 2 DESC, 1"), "no section"
            ),
            languages=_with_rest(
                ask("SELECT language, count(*) FROM newest GROUP BY ALL ORDER BY 2 DESC, 1"), "unknown"
            ),
            lengths=ask(
                "SELECT least(word_count // 100, 20) * 100, count(*) FROM newest WHERE word_count IS NOT NULL"
                " GROUP BY ALL ORDER BY 1"
            ),
            hours=hours,
            timed=sum(map(sum, hours)),
            edits=ask(
                "SELECT field, count(*) FROM (SELECT unnest(changed) AS field FROM versions) GROUP BY ALL"
                " ORDER BY 2 DESC, 1"
            ),
        )


def _with_rest(rows: list[tuple[str | None, int]], unknown: str) -> list[tuple[str, int]]:
    """Return the largest of *rows*, then what is left as ``others``, then those without a name."""
    named = [(name, number) for name, number in rows if name is not None]
    rest = sum(number for _, number in named[_TOP:])
    none = sum(number for name, number in rows if name is None)
    return named[:_TOP] + ([("others", rest)] if rest else []) + ([(unknown, none)] if none else [])


def _held(collection: Collection) -> _Held:
    files = [*collection.sealed(), *collection.unsealed()]
    return _Held(len(files), sum(path.stat().st_size for path in files))


def _lines(collection: Collection) -> int:
    if not collection.index.is_file():
        return 0
    with collection.index.open("rb") as stream:
        return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
