"""Plots as inline SVG, made by hand: no script, no network, nothing to install. All text is escaped.

Each function returns one ``<svg>``; :mod:`archive.store.sheet` lays them out on a page and brings the colours, as
CSS classes (``s0`` to ``s6`` for series), so that one drawing serves light and dark.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Literal

WIDE = 1080
HALF = 520

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 12, 30
MAX_SERIES = 6
"""Series with a colour of their own; the rest is told as ``others``."""

_LABEL_CHARS = 28


def clean(text: str) -> str:
    """Return *text* as it may stand in HTML and SVG: escaped, control characters and bidi overrides made visible."""
    return escape("".join(c if c.isprintable() else "\ufffd" for c in text), quote=True)


def over_days(series: Mapping[str, Mapping[date, float]], *, width: int = WIDE, height: int = 240) -> str:
    """Return stacked columns over days: one column a day; a week from 200 days on, a month from 5 years on."""
    days = sorted({day for values in series.values() for day in values})
    if not days:
        return nothing(width)
    first, last = days[0], days[-1]
    step = step_for((last - first).days + 1)
    slots = _slots(_start(first, step), last, step)
    index = {slot: number for number, slot in enumerate(slots)}
    stacks = {name: [0.0] * len(slots) for name in series}
    for name, values in series.items():
        for day, value in values.items():
            stacks[name][index[_start(day, step)]] += value
    totals = [sum(column) for column in zip(*stacks.values(), strict=True)]
    ticks = nice_ticks(max(totals))
    across = width - _LEFT - _RIGHT
    down = height - _TOP - _BOTTOM
    slot_width = across / len(slots)
    gap = 1 if slot_width >= 4 else 0
    drawn = [_grid(ticks, width, height)]
    for number, slot in enumerate(slots):
        base = 0.0
        x = _LEFT + number * slot_width
        for shade, (name, values_here) in enumerate(stacks.items()):
            value = values_here[number]
            if not value:
                continue
            tall = value / ticks[-1] * down
            y = _TOP + down - (base + value) / ticks[-1] * down
            told = f"{_slot_name(slot, step)}: {_number(value)} {name}"
            drawn.append(_rect(x, y, max(slot_width - gap, 0.5), tall, f"s{shade % (MAX_SERIES + 1)}", told))
            base += value
    drawn += _date_axis(slots, slot_width, height)
    return _svg(width, height, drawn)


def lines_over_days(series: Mapping[str, Mapping[date, float]], *, width: int = HALF, height: int = 240) -> str:
    """Return a line for each series over the days from the first to the last of all; a day without a value is 0."""
    days = sorted({day for values in series.values() for day in values})
    if not days:
        return nothing(width)
    slots = _slots(days[0], days[-1], "day")
    ticks = nice_ticks(max(value for values in series.values() for value in values.values()))
    slot_width = (width - _LEFT - _RIGHT) / len(slots)
    down = height - _TOP - _BOTTOM
    drawn = [_grid(ticks, width, height)]
    for shade, (name, values) in enumerate(series.items()):
        points = []
        for number, slot in enumerate(slots):
            value = values.get(slot, 0)
            x, y = _LEFT + (number + 0.5) * slot_width, _TOP + down - value / ticks[-1] * down
            points.append(f"{x:.1f},{y:.1f}")
            told = f"{slot.isoformat()}: {_number(value)} {name}"
            dot = f'<circle class="s{shade}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{clean(told)}</title></circle>'
            drawn.append(dot)
        drawn.append(_polyline(points, f"line l{shade}"))
    drawn += _date_axis(slots, slot_width, height)
    return _svg(width, height, drawn)


def columns(bins: Sequence[tuple[str, float]], *, width: int = HALF, height: int = 240, unit: str = "") -> str:
    """Return one column for each of *bins* (label, value), in their order."""
    if not any(value for _, value in bins):
        return nothing(width)
    ticks = nice_ticks(max(value for _, value in bins))
    down = height - _TOP - _BOTTOM
    slot = (width - _LEFT - _RIGHT) / len(bins)
    every = max(1, round(44 / slot))
    drawn = [_grid(ticks, width, height)]
    for number, (label, value) in enumerate(bins):
        x = _LEFT + number * slot
        tall = value / ticks[-1] * down
        drawn.append(
            _rect(x + 1, _TOP + down - tall, slot - 2, tall, "s0", f"{label}: {_number(value)} {unit}".strip())
        )
        if number % every == 0:
            drawn.append(_text(x + slot / 2, height - 10, label, "middle"))
    return _svg(width, height, drawn)


def ranked(rows: Sequence[tuple[str, float]], *, width: int = HALF, unit: str = "", shade: int = 0) -> str:
    """Return a bar for each of *rows* (label, value), one below the other, with its value beside it."""
    if not rows:
        return nothing(width)
    row_height, label_width, value_width = 24, 170, 76
    most = max(value for _, value in rows) or 1
    across = width - label_width - value_width
    drawn = []
    for number, (label, value) in enumerate(rows):
        y = number * row_height
        shown = label if len(label) <= _LABEL_CHARS else label[: _LABEL_CHARS - 1] + "…"
        drawn.append(_text(label_width - 8, y + 16, shown, "end", title=label))
        long = max(value / most * across, 1.5 if value else 0)
        drawn.append(
            _rect(label_width, y + 4, long, row_height - 8, f"s{shade}", f"{label}: {_number(value)}{unit}", 2)
        )
        drawn.append(_text(label_width + long + 6, y + 16, _number(value) + unit, "start", "v"))
    return _svg(width, len(rows) * row_height + 4, drawn)


def heatmap(
    rows: Sequence[str], columns_: Sequence[str], values: Sequence[Sequence[float]], *, width: int = WIDE
) -> str:
    """Return a grid of cells, the darker the more; *values* by row, then column."""
    most = max((value for row in values for value in row), default=0)
    if not most:
        return nothing(width)
    label, head, tall = 52, 22, 24
    slot = (width - label - _RIGHT) / len(columns_)
    drawn = []
    for across, name in enumerate(columns_):
        drawn.append(_text(label + (across + 0.5) * slot, 14, name, "middle"))
    for down, (name, row) in enumerate(zip(rows, values, strict=True)):
        drawn.append(_text(label - 8, head + down * tall + 16, name, "end"))
        for across, value in enumerate(row):
            # The square root keeps small counts apart from none.
            strength = (value / most) ** 0.5
            told = f"{name} {columns_[across]}: {_number(value)}"
            cell = _rect(label + across * slot + 1, head + down * tall + 1, slot - 2, tall - 2, "e", told, 2)
            drawn.append(cell)
            if value:
                style = f' style="fill-opacity:{0.08 + 0.92 * strength:.2f}"'
                drawn.append(cell.replace('class="e"', f'class="s0"{style}'))
    return _svg(width, head + len(rows) * tall + 4, drawn)


def spark(values: Sequence[float | None], *, band: tuple[float, float] | None = None, width: int = 220) -> str:
    """Return a small line of *values*, one a day, over a *band* (low, high); None is a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return nothing(width, 36)
    height, pad = 40, 4
    top = max([*known, band[1] if band else 0]) or 1
    step = (width - 2 * pad) / max(1, len(values) - 1)

    def y(value: float) -> float:
        return height - pad - min(value, top) / top * (height - 2 * pad)

    drawn = []
    if band:
        drawn.append(_rect(0, y(band[1]), width, max(1.0, y(band[0]) - y(band[1])), "band", "usual"))
    points: list[str] = []
    for number, value in enumerate(values):
        if value is None:
            drawn.append(_polyline(points))
            points = []
        else:
            points.append(f"{pad + number * step:.1f},{y(value):.1f}")
    drawn.append(_polyline(points))
    last = next(n for n in range(len(values) - 1, -1, -1) if values[n] is not None)
    drawn.append(f'<circle class="s0" cx="{pad + last * step:.1f}" cy="{y(values[last] or 0):.1f}" r="2.5"/>')
    return _svg(width, height, drawn, fixed=True)


def nothing(width: int, height: int = 80) -> str:
    """Return a plot that says that there is nothing to plot."""
    return _svg(width, height, [_text(width / 2, height / 2 + 4, "nothing to show", "middle")], fixed=height < 80)


def nice_ticks(most: float, wanted: int = 4) -> list[float]:
    """Return round numbers from 0 to *most* or a little more, about *wanted* steps apart."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / wanted
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough and power > 1:
        power /= 10
    step = next((power * factor for factor in (1, 2, 5, 10) if power * factor >= rough), power * 10)
    step = max(step, 1.0)
    ticks = [0.0]
    while ticks[-1] < most:
        ticks.append(ticks[-1] + step)
    return ticks


def step_for(days: int) -> Literal["day", "week", "month"]:
    """Return by what columns over so many days are drawn."""
    return "day" if days < 200 else "week" if days < 5 * 366 else "month"


def _start(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def _slots(first: date, last: date, step: str) -> list[date]:
    slots = [first]
    while True:
        here = slots[-1]
        if step == "month":
            following = (here.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            following = here + timedelta(days=7 if step == "week" else 1)
        if following > last:
            return slots
        slots.append(following)


def _slot_name(slot: date, step: str) -> str:
    if step == "month":
        return f"{_MONTHS[slot.month - 1]} {slot.year}"
    return f"week of {slot.isoformat()}" if step == "week" else slot.isoformat()


def _date_axis(slots: Sequence[date], slot_width: float, height: int) -> list[str]:
    """Return labels, none closer than its width to the one before: days over some months, then months, then years."""
    by_days = len(slots) <= 130 and (len(slots) == 1 or (slots[1] - slots[0]).days == 1)
    by_years = slots[-1].year - slots[0].year > 3
    drawn: list[str] = []
    free = 0.0
    for number, slot in enumerate(slots):
        before = slots[number - 1] if number else None
        new_year = before is None or before.year != slot.year
        same_month = not new_year and before is not None and before.month == slot.month
        x = _LEFT + number * slot_width
        if x < free or x > _LEFT + len(slots) * slot_width - 24 or (same_month and not by_days):
            continue
        if by_years and not new_year:
            continue
        name = f"{slot.day} {_MONTHS[slot.month - 1]}" if by_days else _MONTHS[slot.month - 1]
        label = str(slot.year) if by_years else f"{name} {slot.year}" if new_year and len(slots) > 20 else name
        down = height - _BOTTOM
        drawn.append(f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{down}" y2="{down + 4}"/>')
        drawn.append(_text(x, height - 10, label, "start"))
        free = x + 14 + 7 * len(label)
    return drawn


def _grid(ticks: Sequence[float], width: int, height: int) -> str:
    down = height - _TOP - _BOTTOM
    drawn = []
    for tick in ticks:
        y = _TOP + down - tick / ticks[-1] * down
        kind = "axis" if tick == 0 else "grid"
        drawn.append(f'<line class="{kind}" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(_text(_LEFT - 8, y + 4, _number(tick), "end"))
    return "".join(drawn)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _rect(x: float, y: float, width: float, height: float, kind: str, told: str, round_: float = 0) -> str:
    corner = f' rx="{round_:g}"' if round_ else ""
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{corner}>'
        f"<title>{clean(told)}</title></rect>"
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "", title: str = "") -> str:
    told = f"<title>{clean(title)}</title>" if title and title != text else ""
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{told}{clean(text)}</text>'


def _polyline(points: Sequence[str], kind: str = "line") -> str:
    return f'<polyline class="{kind}" points="{" ".join(points)}"/>' if len(points) > 1 else ""


def _svg(width: int, height: int, drawn: Sequence[str], *, fixed: bool = False) -> str:
    size = f' width="{width}" height="{height}"' if fixed else ""
    return f'<svg viewBox="0 0 {width} {height}"{size} role="img">{"".join(drawn)}</svg>'
