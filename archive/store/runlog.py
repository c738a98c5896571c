"""What the state tells of the crawl: counts by day, runs, and what became of the URLs that were found."""

import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime

import msgspec

from archive.store.state_reading import asked
from archive.urlkey import canonical_url

# The columns of the table daily, beside source and day.
COUNTS = ("found", "fetched", "read", "new", "changed", "unchanged", "gone", "blocked", "failed")


class DayCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What was done for a source on one day (UTC)."""

    day: date
    found: int = 0
    fetched: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    blocked: int = 0
    failed: int = 0


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the URLs that were first found in one kind of place, in the days of the report."""

    by: str
    """section, page, feed, sitemap; ``given`` where no page named them."""
    found: int
    fetched: int
    articles: int
    """Of those, how many are known as articles."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of ``crawl``."""

    id: str
    started_at: str
    ended_at: str | None
    reason: str | None
    """None while it runs, or where it was killed."""


def read_daily(state: sqlite3.Connection, first: date) -> dict[str, dict[date, DayCounts]]:
    """Return the counts by source and day, from *first* on."""
    counts: dict[str, dict[date, DayCounts]] = defaultdict(dict)
    query = f"SELECT source, day, {', '.join(COUNTS)} FROM daily WHERE day >= ?"  # noqa: S608 (names above)
    for source, text, *numbers in asked(state, query, [first.isoformat()]) or ():
        day = date.fromisoformat(text)
        counts[source][day] = DayCounts(day=day, **dict(zip(COUNTS, numbers, strict=True)))
    return dict(counts)


def read_runs(state: sqlite3.Connection, first: date) -> list[Run]:
    """Return the newest fifty runs begun on *first* or later, newest first."""
    query = "SELECT id, started_at, ended_at, reason FROM runs WHERE started_at >= ? ORDER BY started_at DESC LIMIT 50"
    rows = asked(state, query, [first.isoformat()]) or ()
    return [Run(id=id_, started_at=begun, ended_at=ended, reason=reason) for id_, begun, ended, reason in rows]


def read_discovery(state: sqlite3.Connection, first: date) -> dict[str, list[Discovery]]:
    """Return by source what became of the URLs first seen since *first*, by the kind of place that named them."""
    since = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
    query = (
        "SELECT p.source, coalesce(r.kind, 'given'), p.url, p.fetched_at IS NOT NULL FROM pages p"
        " LEFT JOIN pages r ON r.url = p.referrer WHERE p.kind = 'article' AND p.found_at >= ?"
    )
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for source, by, url, fetched in asked(state, query, [since]) or ():
        tally = found[source][by]
        tally[0] += 1
        tally[1] += fetched
        tally[2] += any(asked(state, "SELECT 1 FROM article_urls WHERE url = ?", [canonical_url(url)]) or ())
    return {
        source: [Discovery(by=by, found=n, fetched=f, articles=a) for by, (n, f, a) in sorted(places.items())]
        for source, places in found.items()
    }
