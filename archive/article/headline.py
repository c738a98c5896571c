"""Reader: the headline as it is printed, and the kicker above it.

The declared titles (og:title, JSON-LD, the title element) tell which printed heading is the headline; the words are
those of the page. Where nothing printed fits, the declared title stands in, without the site's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.article.finding import Evidence, Finding, find_all
from archive.article.hints import kinds_of
from archive.article.layout import Layout, Line, element_text, folded, tidy
from archive.article.metadata import Declared
from archive.article.site_name import is_site_name, without_own_name, without_site_name

_NUMBER = re.compile(r"\d+")
MAX_HEADLINE_CHARS = 400
_COLON = re.compile(r"\s:(?=\S)")
_IN_FURNITURE = 2.0
_IN_PATH = 3.5
_PATH = re.compile(r"crumb|briciole", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The headline and where it stands."""

    text: str
    evidence: Evidence
    where: str
    line: int | None
    """Index of its printed line; None where it is not printed."""
    kicker: str | None
    kicker_where: str | None = None
    agreed: bool = False
    """A declared title says the same."""


def _overlap(a: str, b: str) -> float:
    """Return the share of common words, 0 to 1 (Dice), of two folded texts."""
    one, two = set(a.split()), set(b.split())
    if len(one) <= 2 or len(two) <= 2:  # also scripts without spaces
        one, two = {x + y for x, y in pairwise(a)}, {x + y for x, y in pairwise(b)}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def declared_titles(declared: Declared, printed: frozenset[str]) -> tuple[tuple[str, Finding], ...]:
    """Return the declared titles without the site's name, each with its finding; the most telling first."""
    found = []
    for f in find_all(declared.findings, "headline", "microdata", "json-ld", "opengraph", "meta", "title"):
        title = without_site_name(f.value, declared.site_names, printed)
        if title and len(title) <= MAX_HEADLINE_CHARS and not is_site_name(title, declared.site_names):
            found.append((title, f))
    return tuple(found)


def read_headline(layout: Layout, declared: Declared) -> Headline | None:
    """Return the headline of a page, None where the page names none."""
    candidates = _printed(layout)
    printed_keys = frozenset(folded(text) for text, *_ in candidates)
    titles = declared_titles(declared, printed_keys)
    keys = [(folded(t), f) for t, f in titles]
    best: tuple[float, str, Any, str, int] | None = None
    for text, element, where, line, malus in candidates:
        score = _score(text, where, keys, declared.site_names, malus=malus)
        if score > 0 and (best is None or score > best[0]):
            best = (score, text, element, where, line)
    if best is None:
        best = _line_like(layout, keys)
    if best is None:
        return _unprinted(layout, titles)
    score, text, element, where, line = best
    text, inner = _kicker_inside(text, element, keys)
    text = without_own_name(text, declared.site_names)
    key = folded(text)
    kicker, kicker_where = (inner, f"{where} (inside)") if inner else kicker_above(layout, line, declared)
    return Headline(
        text=text,
        evidence="h1" if where.startswith("h1") else "heading" if where[:1] == "h" else "text",
        where=where,
        line=line,
        kicker=kicker,
        kicker_where=kicker_where,
        agreed=any(key == k for k, _ in keys),
    )


def _printed(layout: Layout) -> list[tuple[str, Any, str, int, float]]:
    """Return the printed headings: (text, element, where, line, what its place takes from its score)."""
    found: list[tuple[str, Any, str, int, float]] = []
    seen = set()
    for mark in layout.h1[:12]:
        malus = _IN_PATH if _in_path(mark.element) else _IN_FURNITURE * mark.furniture
        found.append((element_text(mark.element), mark.element, _where(mark.element), mark.line, malus))
        seen.add(id(mark.element))
    for mark in layout.headings[:24]:
        found.append(
            (element_text(mark.element), mark.element, _where(mark.element), mark.line, _IN_FURNITURE * mark.furniture)
        )
        seen.add(id(mark.element))
    for mark in [m for m in layout.marks if m.kind == "headline"][:30]:
        if "kicker" in kinds_of(mark.hint):
            continue
        if id(mark.element) not in seen and mark.element.tag not in ("body", "html", "main", "article", "section"):
            text = element_text(mark.element, 600)
            malus = _IN_FURNITURE * mark.furniture
            found.append((text, mark.element, _where(mark.element), mark.line, malus))
    return [f for f in found if f[0] and len(f[0]) <= MAX_HEADLINE_CHARS]


def _in_path(element: Any) -> bool:
    """Tell whether a heading is the last step of the path above the article: written for search engines.

    The headline for readers is then a heading below. A box that holds text or another heading is no path.
    """
    for box in _boxes(element, 2):
        if box is not element and any(e.tag in ("p", "h1", "h2") and e is not element for e in box.iter()):
            return False
        if _PATH.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
            return True
    return False


def _where(element: Any) -> str:
    name = (element.get("class") or "").split()
    return str(element.tag) + (f".{name[0]}" if name else "")


def _score(
    text: str, where: str, keys: Sequence[tuple[str, Finding]], site_names: frozenset[str], *, malus: float
) -> float:
    """Return how much a printed heading looks like the headline; 0 = it is not."""
    key = folded(text)
    if not key or key in site_names or key.replace(" ", "") in site_names:
        return 0.0
    agreement = 0.0
    for title, finding in keys:
        weight = {"json-ld": 1.0, "microdata": 1.0, "opengraph": 1.0, "meta": 0.8, "title": 0.9}.get(
            finding.evidence, 0.5
        )
        if key == title:
            agreement = max(agreement, 4 * weight)
        elif len(title) > 12 and (title in key or key in title) and len(key) > 8:
            agreement = max(agreement, 3 * weight * min(len(title), len(key)) / max(len(title), len(key)) + 0.6)
        else:
            overlap = _overlap(key, title)
            if overlap >= 0.4:
                agreement = max(agreement, 3 * weight * overlap)
    tag = where.partition(".")[0]
    score = {"h1": 2.0, "h2": 0.5, "h3": 0.2}.get(tag, 0.3)
    if tag != "h1" and agreement < 2.4:
        return 0.0
    if "headline" in kinds_of(where.partition(".")[2]):
        score += 0.4
    score -= malus
    if tag == "h1" and not agreement and len(key.split()) <= 2 and len(key) < 16:
        score -= 1.0  # "Roma", "Blog": a section's h1
    # Where a path is all that is printed, it is better than nothing.
    return max(score + agreement, 0.1) if malus == _IN_PATH else score + agreement


def _line_like(layout: Layout, keys: Sequence[tuple[str, Finding]]) -> tuple[float, str, Any, str, int] | None:
    """Return the first printed line that says what a declared title says."""
    titles = {k for k, _ in keys if len(k) >= 12}
    if titles:
        for line in layout.lines:
            if (
                not line.furniture
                and len(line.text) <= MAX_HEADLINE_CHARS
                and line.linked < 0.5
                and folded(line.text) in titles
            ):
                return (1.0, line.text, line.element, _where(line.element), line.index)
    return None


def _unprinted(layout: Layout, titles: Sequence[tuple[str, Finding]]) -> Headline | None:
    """Return a headline from the order of the lines, or the best declared title."""
    line = by_layout(layout)
    strong = next(((t, f) for t, f in titles if f.evidence != "title"), None)
    if line is not None and strong is None:
        kicker = layout.lines[line.index - 1] if line.index else None
        above = kicker.text if kicker is not None and _may_be_kicker(kicker, line) else None
        return Headline(
            text=line.text,
            evidence="text",
            where=_where(line.element),
            line=line.index,
            kicker=above,
            kicker_where=_where(kicker.element) if above and kicker is not None else None,
        )
    if strong is None:
        strong = titles[0] if titles else None
    if strong is None:
        hidden = next((m for m in layout.h1 if 15 <= len(element_text(m.element)) <= MAX_HEADLINE_CHARS), None)
        if hidden is None:
            return None
        text = element_text(hidden.element)
        return Headline(text=text, evidence="h1", where=_where(hidden.element), line=hidden.line, kicker=None)
    return Headline(text=strong[0], evidence=strong[1].evidence, where=strong[1].where, line=None, kicker=None)


def by_layout(layout: Layout) -> Line | None:
    """Return the line that stands where a headline stands on a page without headings.

    Going up from the date line: the headline is the last line of 4 to 30 words that is no sentence of the text and no
    link. Where a shorter such line stands right above it, that is the headline, and the longer one its standfirst.
    """
    from archive.article.timing import is_date_line

    # A year alone ("una macchina del 1958") is no date line.
    dated = next(
        (
            n
            for n, line in enumerate(layout.lines)
            if not line.furniture and len(_NUMBER.findall(line.text)) > 1 and is_date_line(line.text)
        ),
        None,
    )
    if dated is None:
        return None
    above = [line for line in layout.lines[max(0, dated - 8) : dated] if not line.furniture and line.linked < 0.5]
    best: Line | None = None
    for line in reversed(above):
        fits = 15 <= len(line.text) <= 160 and len(line.text.split()) >= 4 and not line.text.endswith((".", ":"))
        if best is not None and not (fits and len(line.text) < len(best.text)):
            break
        if fits:
            best = line
    return best


def _kicker_inside(text: str, element: Any, keys: Sequence[tuple[str, Finding]]) -> tuple[str, str | None]:
    """Split a kicker that stands inside the heading off: (headline, kicker).

    A declared title that is the heading without its first words tells where the kicker ends; so does an element of
    the heading whose name says so, unless a declared title says the whole heading.
    """
    children = [c for c in element.iter() if isinstance(c.tag, str) and c is not element]
    dense = {k.replace(" ", ""): f.value for k, f in reversed(keys)}
    whole = folded(text).replace(" ", "")
    named: tuple[str, str] | None = None
    for child in children[:12]:
        part = element_text(child)
        if not part or len(part) >= len(text) or not text.startswith(part) or len(part.split()) > 8:
            continue
        rest = text[len(part) :].strip().lstrip(":-–—|•. ").strip()
        if rest and folded(rest).replace(" ", "") in dense:
            return rest, part.rstrip(" :-–—|•")
        if (
            rest
            and named is None
            and "kicker" in kinds_of(" ".join(filter(None, (child.get("class"), child.get("id")))))
        ):
            named = rest, part.rstrip(" :-–—|•")
    if whole in dense:
        # Printed in parts without a space or a colon between them: the declared title has both.
        return (tidy(dense[whole]) if children and folded(dense[whole]).replace(" ", "") == whole else text), None
    if named is not None:
        return named
    titles = {k for k, _ in keys}
    for title in titles:
        if len(title) > 15 and folded(text).startswith(title + " "):
            # The heading holds more than the headline (a date, a comment count): cut to what is declared.
            kept = _prefix(text, title)
            if kept and _is_made_of(text[len(kept) :], [element_text(c) for c in children[:12]]):
                return kept, None
        if len(title) > 15 and folded(text).endswith(" " + title) and children:
            start = _suffix(text, title)
            if start:
                return text[start:].strip(), text[:start].strip(" :-–—|•") or None
    return _COLON.sub(": ", text), None


def _is_made_of(rest: str, parts: Sequence[str]) -> bool:
    """Tell whether *rest* is a row of whole *parts*: "(latimes.com) 87", each in an element of its own."""
    rest = rest.strip()
    while rest:
        part = max((p for p in parts if p and rest.startswith(p)), key=len, default=None)
        if part is None:
            return False
        rest = rest[len(part) :].strip()
    return True


def _prefix(text: str, key: str) -> str | None:
    for cut in (m.start() for m in re.finditer(r"\s", text)):
        if folded(text[:cut]) == key:
            return text[:cut].strip()
    return None


def _suffix(text: str, key: str) -> int | None:
    for cut in (m.end() for m in re.finditer(r"\s", text)):
        if folded(text[cut:]) == key:
            return cut
    return None


def _may_be_kicker(line: Line, headline: Line) -> bool:
    words = line.text.split()
    return (
        2 <= len(line.text) <= 70
        and len(words) <= 9
        and any(c.isalpha() for c in line.text)
        and not line.text.endswith((".", "…"))
        and folded(line.text) != folded(headline.text)
        and line.text.upper() != "MENU"
    )


def kicker_above(layout: Layout, line: int | None, declared: Declared) -> tuple[str | None, str | None]:
    """Return the kicker printed above the headline at *line*, and where.

    A line whose class says so, up to four lines above; else the line right above where it is short and shares the
    headline's box.
    """
    from archive.article.timing import is_date_line

    if line is None or line >= len(layout.lines):
        return None, None
    own = layout.lines[line]
    above = [layout.lines[n] for n in range(line - 1, max(-1, line - 5), -1)]
    for candidate in above:
        if "kicker" in candidate.marks and _may_be_kicker(candidate, own) and not is_date_line(candidate.text):
            return tidy(candidate.text), _where(candidate.element)
    if not above:
        return None, None
    nearest = above[0]
    if (
        not nearest.furniture
        and _may_be_kicker(nearest, own)
        and _neighbours(nearest.element, own.element)
        and not _is_menu(nearest)
        and "author" not in nearest.marks
        and not is_date_line(nearest.text)
        and not is_site_name(nearest.text, declared.site_names)
        and not folded(layout.title).endswith(" " + folded(nearest.text))
    ):
        return nearest.text, _where(nearest.element)
    return None, None


def _is_menu(line: Line) -> bool:
    """Tell whether a line is made of several links: a menu or a path, no kicker."""
    return line.linked > 0.6 and sum(1 for _ in line.element.iter("a")) > 1


def _neighbours(above: Any, below: Any) -> bool:
    """Tell whether *above* is the printed neighbour of *below*: its sibling, or that of a box around it."""
    around = {id(a): a for a in _boxes(below, 3)}
    for box in _boxes(above, 3):
        sibling = box.getnext()
        while sibling is not None and not isinstance(sibling.tag, str):
            sibling = sibling.getnext()
        if sibling is not None and id(sibling) in around:
            return True
    return False


def _boxes(element: Any, depth: int) -> list[Any]:
    boxes = [element]
    while len(boxes) <= depth and boxes[-1].getparent() is not None:
        boxes.append(boxes[-1].getparent())
    return boxes
