"""Reader: who wrote it. Persons apart from agency and desk, from the printed byline and from what is declared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.article.finding import Finding, find_all
from archive.article.layout import Layout, element_text, folded, tidy
from archive.article.metadata import Declared
from archive.article.names import is_house, is_person, split_names, without_lead

_LEAD_WORD = re.compile(
    r"^(?:di|by|von|par|por|door|av|af|text|testo|a cura di|written by|autore?|author|bron|fonte|redazione|oleh"
    r"|yazan|автор|記者|记者|文)[\s:：/]",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s*(?:[|•·,]|\s[-–—]\s)?\s*(?:\d{1,2}[./:]\d{1,2}.*|(?:on|il|am|le|el|the)\s+\d.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """A byline taken apart."""

    authors: tuple[str, ...] = ()
    """Persons only, as printed."""
    agency: str | None = None
    """Agency, desk or house."""
    printed: str | None = None
    """The words on the page."""
    evidence: str | None = None
    agency_evidence: str | None = None


def read_byline(printed: str, *, site_names: frozenset[str] = frozenset()) -> Byline:
    """Return persons and house of one printed byline: "di Mauro Romano - Class Editori"."""
    text = tidy(printed)
    persons, houses = split_names(text, site_names)
    return Byline(authors=persons, agency=houses[0] if houses else None, printed=text or None, evidence="line")


def read_authors(layout: Layout, declared: Declared, *, headline_line: int | None, ruled: str | None = None) -> Byline:
    """Return the byline of a page.

    The source's own rule first; then what JSON-LD names, where it names persons; then microdata and meta elements;
    then what is printed. The printed line is kept as it stands, whatever won.
    """
    names = declared.site_names
    if ruled:
        byline = read_byline(ruled, site_names=names)
        if byline.authors or byline.agency:
            return Byline(
                authors=byline.authors,
                agency=byline.agency,
                printed=byline.printed,
                evidence="rule",
                agency_evidence="rule",
            )
    printed = _printed_byline(layout, headline_line, names)
    houses: list[tuple[str, str]] = []
    found: tuple[tuple[str, ...], str] | None = None
    for evidence in ("json-ld", "microdata", "meta"):
        persons, others = _declared_names(find_all(declared.findings, "authors", evidence), names)
        houses += [(h, evidence) for h in others]
        if persons and found is None:
            found = (persons, evidence)
    if found is None and printed is not None and printed.authors:
        found = (printed.authors, printed.evidence or "text")
    elif found is not None and printed is not None and printed.authors:
        # Printed names that go on where the declared ones stop: "Von A, B und C" beside a JSON-LD of A alone.
        declared_keys = {folded(n) for n in found[0]}
        printed_keys = {folded(n) for n in printed.authors}
        if declared_keys < printed_keys and printed.evidence == "line":
            found = (printed.authors, "line")
    if printed is not None and printed.agency:
        houses.insert(0, (printed.agency, printed.evidence or "text"))
    house = next(((h, e) for h, e in houses if folded(h) not in names and h), None)
    return Byline(
        authors=found[0] if found else (),
        agency=house[0] if house else None,
        printed=printed.printed if printed is not None else None,
        evidence=found[1] if found else None,
        agency_evidence=house[1] if house else None,
    )


def _declared_names(findings: Sequence[Finding], site_names: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    persons: dict[str, str] = {}
    houses: dict[str, str] = {}
    for finding in findings:
        if finding.value.startswith(("http://", "https://", "@")) or len(finding.value) > 300:
            continue
        people, others = split_names(finding.value, site_names)
        if not people and not others:
            one = without_lead(finding.value)
            # A declared author of one word is a pen name: "Banksy"; a printed one is anything.
            if finding.evidence in ("json-ld", "microdata") and _is_pen_name(one) and not is_house(one, site_names):
                people = (one,)
        for name in people:
            if finding.where.endswith(":organisation") and not is_person(name, site_names):
                houses.setdefault(folded(name), name)
            else:
                persons.setdefault(folded(name), name)
        for name in others:
            houses.setdefault(folded(name), name)
    return tuple(persons.values()), tuple(houses.values())


def _is_pen_name(text: str) -> bool:
    return 2 <= len(text) <= 40 and len(text.split()) <= 3 and text[0].isalpha() and not any(c.isdigit() for c in text)


def _printed_byline(layout: Layout, headline: int | None, site_names: frozenset[str]) -> Byline | None:
    """Return the byline that is printed nearest below the headline."""
    start = headline if headline is not None else 0
    best: tuple[int, Byline] | None = None
    for mark in layout.marks:
        if mark.kind != "author" or mark.furniture or "comment" in mark.hint.lower():
            continue
        if mark.element.tag in ("body", "html", "main", "article", "img", "form") or len(mark.element) > 40:
            continue
        text = element_text(mark.element, 400)
        if not text or len(text) > 200:
            continue
        byline = _from_text(text, site_names)
        if byline is None:
            continue
        distance = mark.line - start
        rank = distance if distance >= 0 else 60 - distance
        if best is None or rank < best[0]:
            best = (rank, Byline(authors=byline.authors, agency=byline.agency, printed=byline.printed, evidence="text"))
    for line in layout.lines[max(0, start - 4) : start + 30]:
        if line.furniture or len(line.text) > 160 or not _LEAD_WORD.match(line.text + " "):
            continue
        byline = _from_text(line.text, site_names)
        if byline is not None and (byline.authors or byline.agency):
            rank = abs(line.index - start)
            if best is None or rank <= best[0] or (byline.authors and not best[1].authors):
                best = (rank, byline)
            break
    if best is None:
        for rel, element in layout.rel_links:
            if rel == "author":
                byline = _from_text(element_text(element, 200), site_names)
                if byline is not None:
                    return byline
    return best[1] if best else None


def _from_text(text: str, site_names: frozenset[str]) -> Byline | None:
    plain = _TRAILING.sub("", text)
    byline = read_byline(plain or text, site_names=site_names)
    return byline if byline.authors or byline.agency else None
