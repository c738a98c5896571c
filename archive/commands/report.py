"""``emeroteca report``: the health of sources and runs."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.store.health import Health, SourceHealth
    from archive.store.sheet import Cell

_TONES = {"silent": "bad", "failing": "bad", "broken": "bad", "not crawled": "warn", "few": "warn", "many": "warn"}


@click.command(epilog="\b\nExample:\n  emeroteca report mynews --html report.html")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Plots, one file."
)
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 366), help="Days to show.")
@click.option(
    "--day", metavar="DAY", default=None, help="The day to judge; default: yesterday, the last whole day (UTC)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def report(folder: Path, page: Path | None, days: int, day: str | None, as_json: bool) -> None:
    """Show per source and day what was found, fetched, read, changed, blocked and failed, and what is not as usual.

    Each source is held against its own eight weeks before: silent sources, too few or too many new articles for
    the weekday, fields that are filled less than before (a changed layout), failing fetches. Under discovery, what
    became of the URLs that feeds, sitemaps and section pages named.
    """
    import msgspec

    from archive.collection import Collection
    from archive.store.health import examine

    health = examine(Collection.open(folder), day=_day(day), days=days)
    if page is not None:
        from archive.whole import put

        put(page, draw(health).encode())
        click.echo(f"report: written to {page}", err=True)
    if as_json:
        click.echo(msgspec.json.encode(health))
    elif page is None:
        _print(health)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise click.UsageError(f"--day: {written!r} is no day; write it as 2024-01-31")


def _print(health: "Health") -> None:
    from archive.commands.table import print_table
    from archive.store.runlog import COUNTS

    rows = [[s.source, s.verdict, str(s.new[-1]), _usual(s), "; ".join(s.findings)] for s in health.sources]
    print_table(["source", "verdict", "new", "usual", "findings"], rows, title=f"Sources on {health.day}")
    click.echo()
    sums = ([s.source, *_sums(s)] for s in health.sources)
    print_table(["source", *COUNTS], sums, title=f"Counts since {health.first_day}")
    click.echo()
    days = (
        [one.day.isoformat(), s.source, *(str(getattr(one, name)) for name in COUNTS)]
        for s in health.sources
        for one in s.days
        if any(getattr(one, name) for name in COUNTS)
    )
    print_table(["day", "source", *COUNTS], sorted(days), title="Days")
    click.echo()
    fills = ([s.source, *(_share(f.recent, f.usual) for f in s.fills)] for s in health.sources)
    names = [f.field for f in health.sources[0].fills] if health.sources else []
    print_table(["source", *names], fills, title="Filled fields, last 7 days (weeks before)")
    found = [[s.source, d.by, *map(str, (d.found, d.fetched, d.articles))] for s in health.sources for d in s.discovery]
    if found:
        click.echo()
        print_table(["source", "named by", "found", "fetched", "articles"], found, title="Discovery")
    if health.runs:
        click.echo()
        runs = (
            [run.started_at[:19], (run.ended_at or "")[:19], run.reason or "did not end"] for run in health.runs[:10]
        )
        print_table(["run", "ended", "reason"], runs, title="Runs")


def draw(health: "Health") -> str:
    """Return the page of the report."""
    from archive import __version__
    from archive.store.plots import MAX_SERIES, lines_over_days, over_days, spark
    from archive.store.runlog import COUNTS
    from archive.store.sheet import Cell, Markup, card, marked, page, table

    wrong = [s for s in health.sources if s.verdict in _TONES]
    overview: list[list[Cell]] = [
        [
            s.source,
            marked(s.verdict, _TONES.get(s.verdict, "good" if s.verdict == "well" else "note")),
            Markup(spark(s.new, band=s.usual)),
            s.new[-1],
            _usual(s),
            "; ".join(s.findings),
        ]
        for s in health.sources
    ]
    busiest = sorted(health.sources, key=lambda s: -sum(s.new))
    volume: dict[str, dict[date, float]] = {s.source: {d.day: d.new for d in s.days} for s in busiest[:MAX_SERIES]}
    if busiest[MAX_SERIES:]:
        volume[f"{len(busiest) - MAX_SERIES} others"] = _added(busiest[MAX_SERIES:], "new")
    trouble = {
        name: _added(health.sources, name) for name in ("failed", "blocked", "gone") if _added(health.sources, name)
    }
    work = {name: _added(health.sources, name) for name in ("found", "fetched", "read")}
    fills: list[list[Cell]] = [
        [s.source, *(None if f.recent is None else Markup(_bar(f.recent, f.usual, fell=f.fell)) for f in s.fills)]
        for s in health.sources
    ]
    sums: list[list[Cell]] = [
        [s.source, *(sum(getattr(d, name) for d in s.days) for name in COUNTS)] for s in health.sources
    ]
    places = sorted({d.by for s in health.sources for d in s.discovery})
    found: list[list[Cell]] = [[s.source, *(_place(s, by) for by in places)] for s in health.sources if s.discovery]
    names = [f.field for f in health.sources[0].fills] if health.sources else []
    cards = [
        card(
            "Sources",
            table(["Source", "State", "New articles, 8 weeks", "New", "Usual", "Findings"], overview),
            note=f"New: articles first captured on {health.day}. Usual: least and most on such a weekday; the band.",
            wide=True,
        ),
        card("New articles per day", over_days(volume), wide=True, legend=list(volume)),
        card("Found, fetched, read", lines_over_days(work), legend=list(work)),
        card("Failed, blocked, gone", lines_over_days(trouble), legend=list(trouble)),
        card(
            "Filled fields",
            table(["Source", *names], fills),
            wide=True,
            note="Share of articles of the last seven days; the mark is the share in the weeks before.",
        ),
        card("Counts", table(["Source", *COUNTS], sums), note=f"{health.first_day} to now.", wide=True),
    ]
    if found:
        note = "Of the URLs first seen in these days, by where they stood: how many are known as articles by now."
        cards.append(card("Discovery", table(["Source", *places], found), wide=True, note=note))
    if health.runs:
        runs = [[r.started_at[:19], (r.ended_at or "")[:19], r.reason or "did not end"] for r in health.runs[:15]]
        cards.append(card("Runs", table(["Begun (UTC)", "Ended", "Reason"], runs), wide=True))
    return page(
        f"{health.collection}: report",
        f"As of {health.day}, the last whole day (UTC).",
        tiles=[
            (f"{len(health.sources) - len(wrong)} of {len(health.sources)}", "sources as usual"),
            (f"{sum(s.new[-1] for s in health.sources):,}", f"new on {health.day}"),
            *(
                (
                    f"{_total(health.sources, name):,}",
                    f"{name} in {len(health.sources[0].days) if health.sources else 0} days",
                )
                for name in ("fetched", "changed", "blocked", "failed")
            ),
        ],
        cards=cards,
        footer=f"emeroteca {__version__}",
    )


def _usual(source: "SourceHealth") -> str:
    if source.usual is None:
        return ""
    low, high = source.usual
    return str(low) if low == high else f"{low} to {high}"


def _sums(source: "SourceHealth") -> list[str]:
    from archive.store.runlog import COUNTS

    return [str(sum(getattr(one, name) for one in source.days)) for name in COUNTS]


def _added(sources: "list[SourceHealth]", name: str) -> dict[date, float]:
    """Return the sum over *sources* of one count, by day; empty where there was none."""
    total: dict[date, float] = {}
    for source in sources:
        for one in source.days:
            if number := getattr(one, name):
                total[one.day] = total.get(one.day, 0) + number
    # Both ends of the report are drawn, whenever something happened.
    ends = {one.day: 0.0 for source in sources[:1] for one in (source.days[0], source.days[-1])}
    return {**ends, **total} if total else {}


def _total(sources: "list[SourceHealth]", name: str) -> int:
    return sum(getattr(one, name) for source in sources for one in source.days)


def _share(recent: float | None, usual: float | None) -> str:
    if recent is None:
        return "" if usual is None else f"({usual:.0%})"
    return f"{recent:.0%}" if usual is None else f"{recent:.0%} ({usual:.0%})"


def _place(source: "SourceHealth", by: str) -> "Cell":
    from archive.store.sheet import Markup

    for one in source.discovery:
        if one.by == by:
            told = f"{one.articles:,} of {one.found:,}"
            return Markup(_bar(one.articles / max(1, one.found), None, fell=False, told=told))
    return None


def _bar(recent: float, usual: float | None, *, fell: bool, told: str = "") -> str:
    """Return a share as a small bar with a mark at the usual share, and *told* (or the share) beside it."""
    mark = "" if usual is None else f'<rect class="mark" x="{usual * 58:.1f}" y="0" width="1.5" height="10"/>'
    drawn = '<rect class="e" width="60" height="10" rx="2"/>'
    drawn += f'<rect class="{"fell" if fell else "s0"}" width="{recent * 60:.1f}" height="10" rx="2"/>'
    hint = f"{recent:.0%}, usually {usual:.0%}" if usual is not None else f"{recent:.0%}"
    figure = f'<span class="{"bad" if fell else "note"}">{told or f"{recent:.0%}"}</span>'
    return (
        f'<svg viewBox="0 0 60 10" width="60" height="10" role="img"><title>{hint}</title>{drawn}{mark}</svg>{figure}'
    )
