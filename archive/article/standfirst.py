"""Reader: the standfirst, the deck that is printed between the headline and the text.

Its class says so, or the page's description repeats it, or it stands between the headline and the date line. What is
only declared and not printed is no standfirst.
"""

import re
from typing import Any

from archive.article.finding import Finding, find_all
from archive.article.hints import kinds_of
from archive.article.layout import Layout, Line, element_text, folded
from archive.article.metadata import Declared
from archive.article.timing import is_date_line

MIN_CHARS = 20
MAX_CHARS = 1200
REACH = 30
"""Printed lines below the headline in which a standfirst may stand."""
_NOT_BOXES = frozenset(
    ("body", "html", "main", "article", "section", "header", "img", "a", "time", "h1", "meta", "figure")
)
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\]|&hellip;)$")


def read_standfirst(layout: Layout, declared: Declared, *, headline: str, line: int | None) -> Finding | None:
    """Return the printed standfirst below the headline at *line*, or None."""
    start = line if line is not None else 0
    descriptions = [
        (folded(_CUT.sub("", f.value)), f)
        for f in find_all(declared.findings, "standfirst", "opengraph", "json-ld", "meta")
    ]
    descriptions = [(key, f) for key, f in descriptions if len(key) >= MIN_CHARS // 2]
    head = folded(headline)
    named = _named(layout, start, head, descriptions)
    if named is not None:
        return named
    return _by_place(layout, start, head, descriptions, line is not None)


def _named(layout: Layout, start: int, head: str, descriptions: list[tuple[str, Finding]]) -> Finding | None:
    """Return the deck that a class name points at."""
    best: tuple[float, str, Any] | None = None
    for mark in layout.marks:
        if mark.kind != "standfirst" or mark.furniture or not start - 3 <= mark.line <= start + REACH:
            continue
        element = mark.element
        if element.tag in _NOT_BOXES or "caption" in kinds_of(mark.hint) or "author" in kinds_of(mark.hint):
            continue
        text = element_text(element, MAX_CHARS + 200)
        key = folded(text)
        if not MIN_CHARS <= len(text) <= MAX_CHARS or key == head or is_date_line(text):
            continue
        if sum(1 for _ in element.iter("p")) > 4 or element.find(".//h1") is not None:
            continue
        score = 2.0 - abs(mark.line - start) / 15
        if any(_says(key, d) for d, _ in descriptions):
            score += 2
        if best is None or score > best[0] + 0.01:
            best = (score, text, element)
    if best is None:
        return None
    return Finding(field="standfirst", value=best[1], evidence="text", where=_where(best[2]))


def _by_place(
    layout: Layout, start: int, head: str, descriptions: list[tuple[str, Finding]], printed: bool
) -> Finding | None:
    """Return the line that repeats the description, or that stands between headline and date line."""
    if not printed:
        return None
    below = [
        line
        for line in layout.lines[start + 1 : start + 1 + REACH]
        if not line.furniture and folded(line.text) != head and "caption" not in line.marks
    ]
    for n, line in enumerate(below[:12]):
        key = folded(line.text)
        if _fits(line) and any(_says(key, d) for d, _ in descriptions):
            return Finding(
                field="standfirst", value=line.text, evidence="text", where=f"{_where(line.element)} = description"
            )
        if sum(len(earlier.text) > 200 for earlier in below[:n]) > 1:
            break
    for n, line in enumerate(below[:6]):
        if line.tag in ("h2", "h3") and _fits(line) and n <= 2 and len(line.text.split()) >= 5:
            return Finding(field="standfirst", value=line.text, evidence="text", where=_where(line.element))
        if _fits(line) and line.linked < 0.3 and _dated_after(below, n) and "author" not in line.marks:
            return Finding(
                field="standfirst", value=line.text, evidence="text", where=f"{_where(line.element)} before date"
            )
        if len(line.text) > 200:
            break
    return None


def _fits(line: Line) -> bool:
    return MIN_CHARS <= len(line.text) <= MAX_CHARS and line.linked < 0.6 and not is_date_line(line.text)


def _dated_after(below: list[Line], n: int) -> bool:
    """Tell whether the date line or the byline comes right after line *n* and not before it."""
    if any(is_date_line(line.text) for line in below[:n]):
        return False
    return any(is_date_line(line.text) for line in below[n + 1 : n + 4])


def _says(key: str, description: str) -> bool:
    """Tell whether a printed line says what the description says; descriptions are often cut short."""
    if not key or not description:
        return False
    if key == description:
        return True
    short, long = sorted((key, description), key=len)
    return len(short) >= 40 and long.startswith(short[:-6]) and len(short) >= 0.3 * len(long)


def _where(element: Any) -> str:
    name = (element.get("class") or "").split()
    return str(element.tag) + (f".{name[0]}" if name else "")
