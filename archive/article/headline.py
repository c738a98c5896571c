"""Reader: the headline as it is printed, and the kicker above it.

The declared titles (og:title, JSON-LD, the title element) tell which printed heading is the headline; the words are
those of the page. Where nothing printed fits, the declared title stands in, without the site's name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.article.finding import Evidence, Finding, find_all
from archive.article.hints import kinds_of
from archive.article.kicker import (
    boxes_of,
    kicker_above,
    kicker_before,
    kicker_inside,
    may_be_kicker,
)
from archive.article.layout import MAX_LINE_CHARS, Layout, Line, Mark, element_text, folded
from archive.article.metadata import Declared
from archive.article.site_name import (
    first_part,
    is_site_name,
    without_banner,
    without_own_name,
    without_site_name,
)

_NUMBER = re.compile(r"\d+")
MAX_FIRST = 60
"""Headings of the first order that are looked at: some menus set every title as one."""
MAX_HEADLINE_CHARS = 400
_IN_FURNITURE = 2.0
_IN_PATH = 3.5
_BANNER = 4.0
_PATH = re.compile(r"crumb|briciole", re.IGNORECASE)
_FIRST_ORDERS = frozenset(("h1", "h2", "h3"))
_NOT_HEADINGS = frozenset(("body", "html", "main", "article", "section"))
SURE = 4.9
"""Score of a heading of the first order that none of a lower order can have: their place gives 0.5, their name 0.4."""
AGREED = 2.4
"""How far a heading of a lower order must agree with a declared title to be the headline: four fifths of its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The headline, and the kicker above it."""

    text: str
    evidence: Evidence
    line: int | None
    """Index of its printed line; None where it is not printed."""
    kicker: str | None
    agreed: bool = False
    """A declared title says the same."""


Titles = tuple[tuple[str, Finding], ...]
"""Declared titles without the site's name, each with its finding."""


@dataclass(slots=True, eq=False)
class _Heading:
    """A printed heading that may be the headline."""

    text: str
    key: str
    """Folded."""
    element: Any
    line: int
    malus: float = 0.0
    """What its place takes from its score."""

    @property
    def is_line(self) -> bool:
        """Tell whether it has words, and not too many."""
        return 0 < len(self.text) <= MAX_HEADLINE_CHARS


@lru_cache(maxsize=1024)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(maxsize=1024)
def _pair_set(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters."""
    return frozenset(map(add, text, text[1:]))


def _overlap(a: str, b: str) -> float:
    """Return the share of common words, 0 to 1 (Dice), of two folded texts."""
    one, two = _word_set(a), _word_set(b)
    if len(one) <= 2 or len(two) <= 2:  # also scripts without spaces
        one, two = _pair_set(a), _pair_set(b)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def declared_titles(declared: Declared, printed: frozenset[str], banners: Sequence[str] = ()) -> Titles:
    """Return the declared titles without the site's name, each with its finding; the most telling first.

    *banners* are headings that lead home: the site's name as well, also before a colon.
    """
    found = []
    cut: dict[str, str] = {}  # most of them say the same
    for f in find_all(declared.findings, "headline", "microdata", "json-ld", "opengraph", "meta", "title"):
        if f.value not in cut:
            bare = without_banner(f.value, banners)
            title = without_site_name(bare, declared.site_names, printed)
            # What stands beside the banner is no site's name, though some declare the whole title as that.
            own = bare != f.value or not is_site_name(title, declared.site_names)
            cut[f.value] = title if own and len(title) <= MAX_HEADLINE_CHARS else ""
        if cut[f.value]:
            found.append((cut[f.value], f))
    return tuple(found)


def read_headline(layout: Layout, declared: Declared, *, url: str = "") -> Headline | None:
    """Return the headline of a page at *url*, None where the page names none."""
    candidates = _of_first_order(layout, url)
    best, most, titles = _best_of(candidates, declared)
    if most < SURE or not _is_whole_title(best, declared):
        candidates = [*candidates, *_of_lower_orders(layout)]
        best, most, titles = _best_of(candidates, declared)
    keys = [(folded(t), f) for t, f in titles]
    if best is None or _is_section(best.text, most, keys):
        best = _line_like(layout, keys)
    if best is None:
        return _unprinted(layout, titles)
    element = best.element
    text, inner = kicker_inside(best.text, element, keys)
    inner = inner or kicker_before(text, element)
    text = without_own_name(text, declared.site_names)
    key = folded(text)
    return Headline(
        text=text,
        evidence="h1" if element.tag == "h1" else "heading" if element.tag[0] == "h" else "text",
        line=best.line,
        kicker=inner or kicker_above(layout, best.line, text, declared),
        agreed=any(key == k for k, _ in keys),
    )


def _best_of(candidates: list[_Heading], declared: Declared) -> tuple[_Heading | None, float, Titles]:
    """Return the heading that is most like a headline, its score, and the declared titles."""
    banners = [heading.text for heading in candidates if heading.malus == _BANNER]
    printed = frozenset(heading.key for heading in candidates if heading.malus != _BANNER)
    titles = declared_titles(declared, printed, banners)
    keys = [(folded(t), f) for t, f in titles]
    weighed = _weighed(keys)
    told = _words_told(weighed)
    best: _Heading | None = None
    most = 0.0
    for heading in _whole(candidates, keys):
        if heading.element.tag == "h1" or _may_agree(heading.key, weighed, told):
            score = _score(heading, weighed, declared.site_names)
            if score > most and not (best is not None and _says_again(heading, best)):
                best, most = heading, score
    return best, most, titles


def _says_again(heading: _Heading, best: _Heading) -> bool:
    """Tell whether what is but named a headline says again what a true heading above it says: a list of pictures."""
    return (
        heading.key == best.key
        and heading.line > best.line
        and heading.element.tag not in _FIRST_ORDERS
        and best.element.tag in _FIRST_ORDERS
        and heading.malus >= best.malus
    )


def _is_whole_title(heading: _Heading | None, declared: Declared) -> bool:
    """Tell whether no other heading can say where a declared title ends: it has no parts, or *heading* is the first."""
    values = {f.value for f in declared.findings if f.field == "headline"}
    return heading is not None and all(folded(first_part(value)) in (folded(value), heading.key) for value in values)


def _of_first_order(layout: Layout, url: str) -> list[_Heading]:
    """Return the printed headings of the first order."""
    found = [
        _heading(mark, _IN_PATH if _in_path(mark.element) else _IN_FURNITURE * mark.furniture)
        for mark in layout.h1[:MAX_FIRST]
    ]
    for heading in found:
        if heading.is_line and _leads_home(heading, url):
            heading.malus = _BANNER
    return [heading for heading in found if heading.is_line]


def _leads_home(heading: _Heading, url: str) -> bool:
    """Tell whether a heading is a link to the site, or to the part of it, that the page at *url* is of: its banner."""
    link = next(heading.element.iter("a"), None)
    if link is None or not url or element_text(link) != heading.text:
        return False
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, (link.get("href") or "#").strip()))
    except ValueError:
        return False
    path, home = f"{here.path.rstrip('/')}/", f"{there.path.rstrip('/')}/"
    return (
        here.hostname == there.hostname
        and not there.query
        and path.startswith(home)
        and (path != home or bool(here.query))
    )


def _of_lower_orders(layout: Layout) -> list[_Heading]:
    """Return the printed headings of the second and third order, and what is named a headline."""
    found = [_heading(mark, _IN_FURNITURE * mark.furniture) for mark in layout.headings[:24]]
    seen = {mark.element for mark in (*layout.h1[:MAX_FIRST], *layout.headings[:24])}
    # A menu may hold dozens of titles: those outside of furniture first.
    named = sorted((m for m in layout.marks if m.kind == "headline"), key=lambda m: m.furniture)
    for mark in named[:30]:
        if mark.element in seen or mark.element.tag in _NOT_HEADINGS or "kicker" in kinds_of(mark.hint):
            continue
        if next(mark.element.iter("h1"), None) is None:
            found.append(_heading(mark, _IN_FURNITURE * mark.furniture, most=600))
    return [heading for heading in found if heading.is_line]


def _heading(mark: Mark, malus: float, *, most: int = MAX_LINE_CHARS) -> _Heading:
    text = element_text(mark.element, most)
    return _Heading(text, folded(text), mark.element, mark.line, malus)


def _whole(candidates: list[_Heading], keys: Sequence[tuple[str, Finding]]) -> list[_Heading]:
    """Return the candidates without the parts of a heading that a declared title says whole."""
    said = {k.replace(" ", "") for k, _ in keys}
    whole = {c.element for c in candidates if c.element.tag in _FIRST_ORDERS and c.key.replace(" ", "") in said}
    return [c for c in candidates if whole.isdisjoint(boxes_of(c.element, 3)[1:])] if whole else candidates


def _weighed(keys: Sequence[tuple[str, Finding]]) -> Mapping[str, float]:
    """Return the declared titles with how far each is believed to be the headline: as far as its best finding is.

    The title element is often written for search engines: less where JSON-LD and OpenGraph agree on another, not at
    all where it is but a section's word and they say more.
    """
    weights = {"json-ld": 1.0, "microdata": 1.0, "opengraph": 1.0, "meta": 0.8, "title": 0.9}
    shared = {k for k, f in keys if f.evidence == "json-ld"} & {k for k, f in keys if f.evidence == "opengraph"}
    others = [k for k, f in keys if f.evidence != "title" and len(k.split()) > 2]
    found: dict[str, float] = {}
    for key, finding in keys:
        weight = weights.get(finding.evidence, 0.5)
        if finding.evidence == "title" and key not in others:
            if others and len(key.split()) <= 2:
                continue
            weight = 0.6 if shared else weight
        found[key] = max(weight, found.get(key, 0.0))
    return found


def _is_section(text: str, score: float, keys: Sequence[tuple[str, Finding]]) -> bool:
    """Tell whether the best heading is but a section's word, and a declared title says more."""
    return (
        score < 2.4
        and len(text.split()) <= 2
        and len(text) < 16
        and any(f.evidence != "title" and len(k.split()) > 3 for k, f in keys)
    )


def _in_path(element: Any) -> bool:
    """Tell whether a heading is the last step of the path above the article: written for search engines.

    The headline for readers is then a heading below. A box that holds text or another heading is no path.
    """
    for box in boxes_of(element, 2):
        if box is not element and any(e is not element for e in box.iter("p", "h1", "h2")):
            return False
        if _PATH.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
            return True
    return False


def _words_told(titles: Iterable[str]) -> frozenset[str] | None:
    """Return the words of the folded *titles*; None where one of them is too short to be told by its words."""
    words = [_word_set(title) for title in titles]
    return frozenset().union(*words) if all(len(some) > 2 for some in words) else None


def _may_agree(key: str, titles: Iterable[str], told: frozenset[str] | None) -> bool:
    """Tell cheaply whether a heading may agree with a title as far as one of a lower order must.

    Where it is no part of a title and holds none, two thirds of its words are a title's; of one or two words there
    are letters enough.
    """
    words = _word_set(key)
    if len(words) <= 2:
        return any(len(key) >= 0.6 * len(_pair_set(title)) for title in titles)
    strange = len(words - told) if told is not None else 0
    return strange <= 2 or 3 * strange <= len(words) or any(title in key for title in titles)


def _score(heading: _Heading, titles: Mapping[str, float], site_names: frozenset[str]) -> float:
    """Return how much a printed heading looks like the headline; 0 = it is not."""
    key, tag, malus = heading.key, heading.element.tag, heading.malus
    if not key or key in site_names or key.replace(" ", "") in site_names:
        return 0.0
    agreement = 0.0
    for title, weight in titles.items():
        if key == title:
            agreement = max(agreement, 4 * weight)
        elif len(title) > 12 and (title in key or key in title) and len(key) > 8:
            agreement = max(agreement, 3 * weight * min(len(title), len(key)) / max(len(title), len(key)) + 0.6)
        else:
            overlap = _overlap(key, title)
            if overlap >= 0.4:
                agreement = max(agreement, 3 * weight * overlap)
    if tag != "h1" and agreement < AGREED:
        return 0.0
    score = {"h1": 2.0, "h2": 0.5, "h3": 0.2}.get(tag, 0.3)
    kinds = kinds_of("".join((heading.element.get("class") or "").split()[:1]))
    if "headline" in kinds:
        score += 0.4
    if tag != "h1" and "standfirst" in kinds:
        score -= 3.0  # the words for search engines are often those of the standfirst
    if (malus == _IN_FURNITURE and not agreement) or (malus == _BANNER and agreement < AGREED):
        return 0.0  # "Search by postcode" in a form of the page's head, the name of a blog
    score -= malus if malus < _BANNER else 0.0
    if tag == "h1" and not agreement and len(key.split()) <= 2 and len(key) < 16:
        score -= 1.0  # "Roma", "Blog": a section's h1
    # Where a path is all that is printed, it is better than nothing.
    return max(score + agreement, 0.1) if malus == _IN_PATH else score + agreement


def _line_like(layout: Layout, keys: Sequence[tuple[str, Finding]]) -> _Heading | None:
    """Return the first printed line that says what a declared title says."""
    titles = {k for k, _ in keys if len(k) >= 12}
    if titles:
        for line in layout.lines:
            if (
                not line.furniture
                and len(line.text) <= MAX_HEADLINE_CHARS
                and line.linked < 0.5
                and (key := folded(line.text)) in titles
            ):
                return _Heading(line.text, key, line.element, line.index)
    return None


def _unprinted(layout: Layout, titles: Sequence[tuple[str, Finding]]) -> Headline | None:
    """Return a headline from the order of the lines, or the best declared title."""
    line = by_layout(layout)
    strong = next(((t, f) for t, f in titles if f.evidence != "title"), None)
    if line is not None and strong is None:
        kicker = layout.lines[line.index - 1] if line.index else None
        above = kicker.text if kicker is not None and may_be_kicker(kicker, line.text) else None
        return Headline(
            text=line.text,
            evidence="text",
            line=line.index,
            kicker=above,
        )
    if strong is None:
        strong = titles[0] if titles else None
    if strong is None:
        outside = (m for m in layout.h1 if not m.furniture)
        hidden = next((m for m in outside if 15 <= len(element_text(m.element)) <= MAX_HEADLINE_CHARS), None)
        if hidden is None:
            return None
        text = element_text(hidden.element)
        return Headline(text=text, evidence="h1", line=hidden.line, kicker=None)
    return Headline(text=strong[0], evidence=strong[1].evidence, line=None, kicker=None)


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
