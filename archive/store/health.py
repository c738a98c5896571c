"""The health of sources: what was found and read each day, which fields are filled, who has fallen silent.

A source is measured against its own past only: the number of new articles against the same weekdays of the weeks
before, the share of filled fields against the weeks before. Counts come from the state (where there is one), new
articles and fields from the article lines, so that they stand after a rebuild too.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import msgspec

from archive.collection import Collection
from archive.store.articles import article_files, read_lines
from archive.store.owners import joined_counts, read_owners
from archive.store.runlog import DayCounts, Discovery, Run, read_daily, read_discovery, read_runs
from archive.store.state_reading import open_state

HISTORY_DAYS = 56
"""How far back the past of a source is looked at: eight weeks."""

RECENT_DAYS = 7
"""The days whose fields are held against the past."""

ENOUGH_DAYS = 7
ENOUGH_LINES = 10
"""Fewer days, or lines, than these say nothing."""

FIELDS = ("headline", "text", "published", "authors", "section", "kicker", "standfirst", "images", "language")

_DAY = timedelta(days=1)

Verdict = Literal["silent", "failing", "broken", "not crawled", "few", "many", "new", "well"]
"""The worst first: that order is that of the report."""

VERDICTS: tuple[Verdict, ...] = ("silent", "failing", "broken", "not crawled", "few", "many", "new", "well")


class Fill(msgspec.Struct, frozen=True, kw_only=True):
    """How often a field was filled."""

    field: str
    recent: float | None
    """Share of the last seven days' lines, 0 to 1; None where there were none."""
    usual: float | None
    """Share in the weeks before; None where they say too little."""
    fell: bool
    """Whether the fall is more than chance and a sixth of the lines."""


class SourceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One source."""

    source: str
    verdict: Verdict
    findings: list[str]
    """One sentence for each thing that is not as usual."""
    new: list[int]
    """New articles on each day of the history and of the report, the last one the day of the report."""
    usual: tuple[int, int] | None
    """New articles on such a weekday, least and most of the weeks before; None where they say too little."""
    last_new: date | None
    quiet_days: int
    """Days up to the day of the report without a new article."""
    days: list[DayCounts]
    fills: list[Fill]
    discovery: list[Discovery]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The health of a collection."""

    collection: str
    day: date
    """The last whole day: the one that is judged."""
    first_day: date
    """Of the days that are shown."""
    sources: list[SourceHealth]
    runs: list[Run]


class _Line(msgspec.Struct):
    """What the report looks at in an article line."""

    source: str
    url: str = ""
    revision: int | None = None
    capture_time: str | None = None
    headline: str | None = None
    text: str | None = None
    published: str | None = None
    authors: list[str] = []
    section: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    images: list[msgspec.Raw] = []
    language: str | None = None


@dataclass(slots=True)
class _Past:
    """What the lines tell of one source."""

    new: Counter[date] = field(default_factory=Counter)
    recent: Counter[str] = field(default_factory=Counter)
    earlier: Counter[str] = field(default_factory=Counter)


def examine(collection: Collection, *, day: date | None = None, days: int = 14) -> Health:
    """Return the health of *collection* on *day* (default: yesterday, the last whole day, UTC), over *days* days."""
    judged = day or datetime.now(UTC).date() - _DAY
    first = judged - timedelta(days=days - 1)
    past, moved = _read_past(collection, judged)
    counts: dict[str, dict[date, DayCounts]] = {}
    discovery: dict[str, list[Discovery]] = {}
    runs: list[Run] = []
    state = open_state(collection)
    if state is not None:
        try:
            counts, discovery, runs = (
                read_daily(state, judged - timedelta(days=HISTORY_DAYS)),
                read_discovery(state, first),
                read_runs(state, first),
            )
        finally:
            state.close()
    counts = joined_counts(counts, moved)
    sources = [
        _judge(name, past.get(name) or _Past(), counts.get(name, {}), discovery.get(name, []), judged, first)
        for name in sorted({*past, *counts})
    ]
    sources.sort(key=lambda one: (VERDICTS.index(one.verdict), one.source))
    return Health(collection=collection.name, day=judged, first_day=first, sources=sources, runs=runs)


def _read_past(collection: Collection, judged: date) -> tuple[dict[str, _Past], dict[str, str]]:
    """Read the lines of the days that matter; files are named by capture day, so that the others stay closed.

    Returns what they tell by source, and the ids whose lines are all another source's now, with that one's.
    """
    owner = read_owners(collection)
    owners: dict[str, set[str]] = defaultdict(set)
    since = judged - timedelta(days=HISTORY_DAYS)
    recent = judged - timedelta(days=RECENT_DAYS - 1)
    today = judged + _DAY
    decode = msgspec.json.Decoder(_Line).decode
    past: dict[str, _Past] = defaultdict(_Past)
    for path in article_files(collection):
        if not since.isoformat() <= path.stem <= today.isoformat():
            continue
        for _, raw in read_lines(path):
            try:
                line = decode(raw)
                seen = date.fromisoformat((line.capture_time or "")[:10])
            except (msgspec.DecodeError, ValueError, RecursionError):
                continue  # `check` names damaged lines
            owned = owner(line.source, line.url)
            owners[line.source].add(owned)
            of = past[owned]
            if line.revision in (None, 1):
                of.new[seen] += 1
            if seen > judged:
                continue  # of a day that is not over, the number only is shown
            filled = of.recent if seen >= recent else of.earlier
            filled["lines"] += 1
            for name in FIELDS:
                filled[name] += bool(getattr(line, name))
    return past, {source: next(iter(of)) for source, of in owners.items() if len(of) == 1}


def _judge(
    source: str,
    past: _Past,
    counts: dict[date, DayCounts],
    discovery: list[Discovery],
    judged: date,
    first: date,
) -> SourceHealth:
    history = _span(judged - timedelta(days=HISTORY_DAYS), judged)
    known = [day for day in history if past.new[day]]
    # Days before its first article are no part of a source's past.
    lived = [day for day in history if known and known[0] <= day < judged]
    usual = _usual(past, lived, judged)
    quiet = (judged - known[-1]).days if known else 0
    fills = [_fill(name, past) for name in FIELDS]
    verdicts: dict[Verdict, str] = {}
    longest = _longest_gap(known)
    new = past.new[judged]
    asked = sum(
        counts[day].fetched for day in _span(judged - timedelta(days=max(quiet, 1) - 1), judged) if day in counts
    )
    if len(lived) < ENOUGH_DAYS:
        verdicts["new"] = "too little history to judge by"
    elif quiet and counts and not asked:
        verdicts["not crawled"] = f"nothing was fetched on the last {_days(max(quiet, 1))}"
    elif quiet > longest and (quiet >= 3 or (usual is not None and usual[0] > 0)):
        verdicts["silent"] = f"no new article for {_days(quiet)}; the longest silence before was {_days(longest)}"
    elif usual is not None and new < usual[0] / 2:
        verdicts["few"] = f"{new} new articles; on such a weekday there are {usual[0]} to {usual[1]}"
    elif usual is not None and new > 2 * usual[1] + 5:
        verdicts["many"] = f"{new} new articles; on such a weekday there are {usual[0]} to {usual[1]}"
    fell = [fill for fill in fills if fill.fell]
    if fell:
        told = ", ".join(f"{f.field} {f.usual or 0:.0%} to {f.recent:.0%}" for f in fell)
        verdicts["broken"] = f"fields filled less than before: {told}"
    failing = _failing(counts, judged)
    if failing:
        verdicts["failing"] = failing
    return SourceHealth(
        source=source,
        verdict=min(verdicts, key=VERDICTS.index, default="well"),
        findings=[verdicts[name] for name in VERDICTS if name in verdicts],
        new=[past.new[day] for day in history],
        usual=usual,
        last_new=known[-1] if known else None,
        quiet_days=quiet,
        # The day after the judged one is today: it is shown as far as it has come.
        days=[counts.get(day) or DayCounts(day=day, new=past.new[day]) for day in _span(first, judged + _DAY)],
        fills=fills,
        discovery=discovery,
    )


def _usual(past: _Past, lived: list[date], judged: date) -> tuple[int, int] | None:
    """Return least and most new articles on the weekday of *judged*; of all days where there are few such."""
    if len(lived) < ENOUGH_DAYS:
        return None
    alike = [past.new[day] for day in lived if day.weekday() == judged.weekday()]
    values = sorted(alike if len(alike) >= 4 else [past.new[day] for day in lived])
    # A tenth at either end is left out: the day of the first crawl brings weeks of articles.
    cut = len(values) // 10 if len(values) >= 10 else 0
    kept = values[cut : len(values) - cut]
    return kept[0], kept[-1]


def _fill(name: str, past: _Past) -> Fill:
    lines, before = past.recent["lines"], past.earlier["lines"]
    recent = past.recent[name] / lines if lines else None
    usual = past.earlier[name] / before if before >= ENOUGH_LINES else None
    fell = False
    if usual is not None and recent is not None and lines >= ENOUGH_LINES:
        chance = 3 * (usual * (1 - usual) / lines) ** 0.5
        fell = usual - recent > max(chance, 1 / 6)
    return Fill(field=name, recent=recent, usual=usual, fell=fell)


def _failing(counts: dict[date, DayCounts], judged: date) -> str | None:
    """Say so where half of what was asked for in three days could not be had."""
    last = [counts[day] for day in _span(judged - timedelta(days=2), judged) if day in counts]
    failed, blocked = sum(one.failed for one in last), sum(one.blocked for one in last)
    asked = max(sum(one.fetched for one in last), failed + blocked)
    if failed + blocked < 5 or (failed + blocked) * 2 < asked:
        return None
    return f"{failed} failed and {blocked} blocked of {asked} fetched in three days"


def _longest_gap(days: list[date]) -> int:
    return max(((later - day).days - 1 for day, later in pairwise(days)), default=0)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
