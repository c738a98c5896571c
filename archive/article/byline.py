"""Reader: who wrote it. Persons apart from agency and desk, from the printed byline and from what is declared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.article.finding import Evidence, Finding, find_all
from archive.article.layout import Layout, Line, element_text, folded, tidy
from archive.article.metadata import Declared
from archive.article.names import has_name_form, is_house, is_person, split_names, without_lead

MAX_BYLINE_CHARS = 200
REACH = 30
"""Printed lines below the headline in which a byline may stand."""
_LEAD_WORD = re.compile(
    r"^(?:di|by|von|par|por|door|av|af|text|testo|a cura di|written by|posted by|autore?|author|bron|fonte|redazione"
    r"|quelle|oleh|yazan|автор|текст|記者|记者|文)(?:[\s:：/]|$)",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(
    r"\s*(?:[|•·,]|\s[-–—]\s)?\s*(?:\b\d{1,2}[./:]\d{1,2}.*"
    r"|\b(?:on|il|am|le|el|the|den)\s+\d.*|\b\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}.*)$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\bwww\.|\.(?:com|org|net|it|de|fr|co\.uk)\b", re.IGNORECASE)
_ALL_WORDS = re.compile(r"[^\W\d_]{2,}")


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


def read_authors(
    layout: Layout, declared: Declared, *, headline_line: int | None, ruled: str | None = None, body: Sequence[str] = ()
) -> Byline:
    """Return the byline of a page.

    The source's own rule first; then what JSON-LD names, where it names persons; then microdata and meta elements;
    then what is printed by the headline; last a name alone at the start or the end of the text. The printed line is
    kept as it stands, whatever won. *body* holds the text's paragraphs.
    """
    names = declared.site_names
    if ruled:
        byline = read_byline(ruled, site_names=names)
        if byline.authors or byline.agency:
            return replace(byline, evidence="rule", agency_evidence="rule")
    printed = _printed_byline(layout, headline_line, names)
    houses: list[tuple[str, str]] = []
    found: tuple[tuple[str, ...], str] | None = None
    ranked: tuple[Evidence, ...] = ("json-ld", "microdata", "meta")
    for evidence in ranked:
        persons, others = _declared_names(find_all(declared.findings, "authors", evidence), names)
        houses += [(h, evidence) for h in others]
        if persons and found is None:
            found = (persons, evidence)
    if printed is not None and printed.authors:
        keys = {folded(n) for n in printed.authors}
        if found is None or (
            found[1] == "meta" and not keys & {folded(n) for n in found[0]} and printed.evidence == "line"
        ):
            found = (printed.authors, printed.evidence or "text")
        elif {folded(n) for n in found[0]} < keys and printed.evidence == "line":
            # Printed names that go on where the declared ones stop: "Von A, B und C" beside a JSON-LD of A alone.
            found = (printed.authors, "line")
    if found is None:
        signed = _signature(layout, headline_line, body, names)
        if signed is not None:
            found = (signed.authors, "text")
            printed = printed or signed
    if printed is not None and printed.agency:
        houses.insert(0, (printed.agency, printed.evidence or "text"))
    house = next(((h, e) for h, e in houses if h and folded(h) not in names), None)
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
        value = finding.value
        if value.startswith(("http://", "https://", "@")) or len(value) > 400:
            continue
        if _DOMAIN.search(value):
            houses.setdefault(folded(value), value)
            continue
        one = without_lead(value)
        people, others = split_names(value, site_names)
        if not people and finding.where == "author:person" and has_name_form(one) and folded(one) in site_names:
            # A person's own site bears the person's name.
            people, others = (one,), ()
        if (
            not people
            and not others
            and finding.evidence != "meta"
            and _is_pen_name(one)
            and not is_house(one, site_names)
        ):
            people = (one,)
        for name in people:
            kind = houses if finding.where == "author:organisation" else persons
            kind.setdefault(folded(name), name)
        for name in others:
            houses.setdefault(folded(name), name)
    return tuple(persons.values()), tuple(houses.values())


def _is_pen_name(text: str) -> bool:
    """Tell whether a declared author may be a pen name of one word: "Banksy". A printed one word is anything."""
    return 3 <= len(text) <= 30 and len(text.split()) == 1 and text[0].isalpha()


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
        if not text or len(text) > MAX_BYLINE_CHARS:
            continue
        byline = _from_element(mark.element, text, site_names)
        if byline is None:
            continue
        distance = mark.line - start
        rank = distance if distance >= 0 else 60 - distance
        if best is None or rank < best[0] or (rank == best[0] and len(byline.authors) > len(best[1].authors)):
            best = (rank, replace(byline, evidence="text"))
    lead = _by_lead(layout, start, site_names)
    if lead is not None and (best is None or lead[0] <= best[0] or (lead[1].authors and not best[1].authors)):
        best = lead
    if best is None:
        for rel, element in layout.rel_links:
            if rel == "author":
                byline = _from_text(element_text(element, 200), site_names)
                if byline is not None:
                    return byline
    return best[1] if best else None


def _by_lead(layout: Layout, start: int, site_names: frozenset[str]) -> tuple[int, Byline] | None:
    """Return the first line by the headline that opens as bylines do ("di", "By", "Von")."""
    for line in layout.lines[max(0, start - 4) : start + REACH]:
        if line.furniture or len(line.text) > 160 or not _LEAD_WORD.match(line.text):
            continue
        byline = _from_element(line.element, line.text, site_names)
        if byline is not None:
            return abs(line.index - start), byline
    return None


def _from_element(element: Any, text: str, site_names: frozenset[str]) -> Byline | None:
    """Read a byline's element: names in neighbouring links are apart though no comma is printed between them."""
    byline = _from_text(text, site_names)
    parts = [element_text(a, 80) for a in element.iter("a", "span") if not len(a)]
    parts = [p for p in parts if p and len(p) < len(text)]
    if len(parts) > 1 and not (byline and byline.authors):
        apart = _from_text(" / ".join(parts), site_names)
        if apart is not None and apart.authors:
            return replace(apart, printed=text)
    return byline


def _from_text(text: str, site_names: frozenset[str]) -> Byline | None:
    plain = _DATE_AFTER.sub("", text)
    byline = read_byline(plain or text, site_names=site_names)
    if byline.authors or byline.agency:
        return replace(byline, printed=plain.strip(" |•·,-–—") or text)
    return None


def _signature(layout: Layout, headline: int | None, body: Sequence[str], site_names: frozenset[str]) -> Byline | None:
    """Return a name that stands alone below the headline, or as the first or last paragraph of the text.

    "Mohloai Mpesi" under the headline; "Lê Phương" or "(Anna Neri, Karl Weiß, 3.5.2024)" under the last paragraph.
    """
    start = headline if headline is not None else 0
    near: list[Line] = [line for line in layout.lines[start + 1 : start + 12] if not line.furniture]
    ends = [*(line.text for line in near), *body[:1], *body[-2:][::-1]]
    for text in ends:
        bare = text.strip("()（） ")
        if not 5 <= len(bare) <= 120:
            continue
        bracketed = text[:1] in "(（" and text[-1:] in ")）"
        plain = _DATE_AFTER.sub("", bare).strip(" ,")
        names = [n.strip() for n in re.split(r"\s*[,;/、]\s*|\s(?:and|und|e|et|y|og|och)\s", plain)]
        if names and all(is_person(n, site_names) and len(n.split()) in (2, 3, 4) for n in names):
            if len(names) == 1 and not bracketed and not _stands_alone(text, layout, start):
                continue
            return Byline(authors=tuple(names), printed=text, evidence="text")
    return None


def _stands_alone(text: str, layout: Layout, start: int) -> bool:
    """Tell whether a line that has the form of a name is no heading, no tag and no link to something else."""
    for line in layout.lines[start:]:
        if line.text == text:
            alone = line.tag in ("p", "div", "span", "td", "em", "i") and not line.linked
            return alone and not {"kicker", "section", "caption"} & line.marks
    return False
