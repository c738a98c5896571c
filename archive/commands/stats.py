"""``emeroteca stats``: what a collection holds, as tables or as one page of plots."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.store.figures import Figures

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@click.command(epilog="\b\nExample:\n  emeroteca stats mynews --html mynews.html")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Plots, one file."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def stats(folder: Path, page: Path | None, as_json: bool) -> None:
    """Show articles per day, section, language and length, edits per source, and the hour of publication.

    Of each article its newest revision is counted. The page of plots needs no network and runs no script.
    """
    from archive.collection import Collection
    from archive.store.extra import require

    require("stats", "duckdb", "pyarrow")
    import msgspec

    from archive.store.figures import count

    figures = count(Collection.open(folder))
    if page is not None:
        from archive.whole import put

        put(page, draw(figures).encode())
        click.echo(f"stats: plots in {page}", err=True)
    if as_json:
        click.echo(msgspec.json.encode(figures))
    elif page is None:
        _print(figures)


def _print(figures: "Figures") -> None:
    from archive.commands.table import print_table

    sources = (
        [
            s.source,
            *map(_n, (s.articles, s.revisions, s.edited, s.paywalled, s.words)),
            str(s.first_day),
            str(s.last_day),
        ]
        for s in figures.sources
    )
    head = ["source", "articles", "revisions", "edited", "paywalled", "median words", "first day", "last day"]
    print_table(head, sources, title="Sources")
    for title, rows in (
        ("Sections", figures.sections),
        ("Languages", figures.languages),
        ("Length in words", [(_length(start), number) for start, number in figures.lengths]),
        ("Fields changed in edits", figures.edits),
        ("Hour of publication", [(f"{hour:02d}", sum(day[hour] for day in figures.hours)) for hour in range(24)]),
        ("Articles per day (last 30)", _last_days(figures)),
    ):
        click.echo()
        print_table(
            [title.split(" (")[0].lower(), "articles"], ([name, _n(number)] for name, number in rows), title=title
        )


def draw(figures: "Figures") -> str:
    """Return the page of plots."""
    from archive import __version__
    from archive.store.plots import MAX_SERIES, WIDE, columns, heatmap, over_days, ranked, step_for
    from archive.store.sheet import Cell, card, page, table

    names = [s.source for s in figures.sources]
    shown = {name: figures.days.get(name, {}) for name in names[:MAX_SERIES]}
    rest = names[MAX_SERIES:]
    if rest:
        others = shown.setdefault(f"{len(rest)} others", {})
        for name in rest:
            for day, number in figures.days.get(name, {}).items():
                others[day] = others.get(day, 0) + number
    span = (figures.last_day - figures.first_day).days + 1 if figures.first_day and figures.last_day else 1
    rows: list[list[Cell]] = [
        [
            s.source,
            s.articles,
            s.revisions,
            s.edited,
            s.paywalled,
            s.words,
            str(s.first_day or ""),
            str(s.last_day or ""),
        ]
        for s in figures.sources
    ]
    edited = sorted(((s.source, 100 * s.edited / s.articles) for s in figures.sources), key=lambda row: -row[1])
    head = ["Source", "Articles", "Revisions", "Edited", "Paywalled", "Median words", "First day", "Last day"]
    cards = [
        card(
            f"Articles per {step_for(span)}",
            over_days(shown),
            note="By day of publication, of capture where the page gives none.",
            wide=True,
            legend=list(shown),
        ),
        card("Sections", ranked(figures.sections)),
        card(
            "Length",
            columns([(_length(start), number) for start, number in _filled(figures.lengths)], unit="articles"),
            note="Words of the text.",
        ),
        card(
            "Hour of publication",
            heatmap(_WEEKDAYS, [f"{hour:02d}" for hour in range(24)], figures.hours, width=WIDE),
            note=f"On the newspaper's own clock; {figures.timed:,} articles say the time of day.",
            wide=True,
        ),
        card(
            "Edited articles",
            ranked([(n, round(p, 1)) for n, p in edited[:15]], unit=" %"),
            note="Share of articles whose words changed after the first capture.",
        ),
        card("What edits change", ranked(figures.edits, shade=1), note="Revisions in which the field is another."),
        card("Languages", ranked(figures.languages)),
        card("Paywalled articles", ranked(_walled(figures), unit=" %", shade=5), note="Share of the articles."),
        card("Sources", table(head, rows), wide=True),
    ]
    days = f"{figures.first_day} to {figures.last_day}" if figures.first_day else "no articles"
    return page(
        figures.collection,
        f"What this collection holds, {days}.",
        tiles=[
            (f"{figures.articles:,}", "articles"),
            (f"{figures.revisions:,}", "revisions"),
            (f"{len(figures.sources):,}", "sources"),
            (_short(figures.words), "words"),
            (f"{figures.captures:,}", "captures"),
            (_size(figures.warc_bytes), f"in {figures.warcs:,} WARC files"),
        ],
        cards=cards,
        footer=f"emeroteca {__version__}. Counted over the newest revision of each article.",
    )


def _walled(figures: "Figures") -> list[tuple[str, float]]:
    shares = [(s.source, round(100 * s.paywalled / s.articles, 1)) for s in figures.sources]
    return sorted(shares, key=lambda row: -row[1])[:15]


def _filled(lengths: list[tuple[int, int]]) -> list[tuple[int, int]]:
    known = dict(lengths)
    return [(start, known.get(start, 0)) for start in range(0, 2001, 100)] if known else []


def _length(start: int) -> str:
    return "2000+" if start >= 2000 else str(start)


def _last_days(figures: "Figures") -> list[tuple[str, int]]:
    total: dict[str, int] = {}
    for days in figures.days.values():
        for day, number in days.items():
            total[day.isoformat()] = total.get(day.isoformat(), 0) + number
    return sorted(total.items())[-30:]


def _n(number: float) -> str:
    return f"{number:,}"


def _short(number: int) -> str:
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (10_000, "k")):
        if number >= size:
            return f"{number / (1_000 if unit == 'k' else size):.1f} {unit}"
    return f"{number:,}"


def _size(size: int) -> str:
    for unit, power in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= power:
            return f"{size / power:.1f} {unit}"
    return f"{size} B"
