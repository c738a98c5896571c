"""One HTML page of figures: tiles, plots, tables. No script, no network; every text from outside is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from archive.store.plots import MAX_SERIES, clean

_STYLE = files("archive.store").joinpath("sheet.css").read_text("utf-8")

_SHADES = "".join(
    f"svg .s{number} {{ fill: var(--c{number}); }} svg .l{number} {{ stroke: var(--c{number}); }}"
    f" .legend .s{number} {{ background: var(--c{number}); }}\n"
    for number in range(MAX_SERIES + 1)
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of HTML of our own making, such as a plot; any other cell of a table is text."""

    html: str


Cell = str | int | float | Markup | None


def page(title: str, note: str, *, tiles: Sequence[tuple[str, str]], cards: Iterable[str], footer: str) -> str:
    """Return the page; *tiles* are (figure, what it counts), *cards* come from :func:`card`."""
    shown = "".join(f'<div class="tile"><b>{clean(value)}</b><span>{clean(name)}</span></div>' for value, name in tiles)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        # Should an escape ever be missed: this page loads nothing and runs nothing.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{clean(title)}</title><style>{_STYLE}{_SHADES}</style></head><body><main>"
        f'<h1>{clean(title)}</h1><p class="note">{clean(note)}</p><div class="tiles">{shown}</div>'
        f'<div class="cards">{"".join(cards)}</div><footer>{clean(footer)}</footer></main></body></html>\n'
    )


def card(title: str, body: str, *, note: str = "", wide: bool = False, legend: Sequence[str] = ()) -> str:
    """Return one card of a page; *body* is a plot or :func:`table`."""
    keys = "".join(
        f'<span><i class="s{n % (MAX_SERIES + 1)}"></i>{clean(name)}</span>' for n, name in enumerate(legend)
    )
    said = f'<p class="note">{clean(note)}</p>' if note else ""
    shown = f'<div class="legend">{keys}</div>' if len(legend) > 1 else ""
    return f'<section class="card{" wide" if wide else ""}"><h2>{clean(title)}</h2>{said}{shown}{body}</section>'


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table; numbers stand right."""
    kept = [list(row) for row in rows]
    right = [any(isinstance(row[n], int | float) for row in kept) for n in range(len(columns))]
    head = "".join(f"<th{' class=n' if right[n] else ''}>{clean(name)}</th>" for n, name in enumerate(columns))
    lines = ("".join(_cell(value, right[n]) for n, value in enumerate(row)) for row in kept)
    drawn = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{drawn}</tbody></table></div>'


def marked(text: str, kind: str) -> Markup:
    """Return *text* as ``good``, ``warn`` or ``bad``."""
    return Markup(f'<span class="{clean(kind)}">{clean(text)}</span>')


def _cell(value: Cell, right: bool) -> str:
    if isinstance(value, Markup):
        return f"<td>{value.html}</td>"
    if isinstance(value, int | float):
        text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    else:
        text = clean(value or "")
    return f"<td{' class=n' if right else ''}>{text}</td>"
