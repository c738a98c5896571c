"""Reader: who wrote it. Persons apart from agency and desk, from the printed byline and from what is declared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.article.finding import Evidence, Finding, find_all
from archive.article.layout import Layout, Line, element_text, folded, tidy
from archive.article.metadata import Declared
from archive.article.name_words import CJK, CJK_JOBS
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
    r"|\b(?:on|il|am|le|el|the|den)\s+\d.*|\b\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}.*"
    r"|(?:입력|수정|업데이트|更新|発行|发布)[^\n]*\d.*|\b(?:19|20)\d{2}[.年/-].*)$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\bwww\.|\.(?:com|org|net|it|de|fr|co\.uk)\b", re.IGNORECASE)
_COMMAS = re.compile(r"\s*[,;/、]\s*|\s(?:and|und|e|et|y|og|och)\s")
_EDITOR_IN_CHARGE = re.compile(r"[（(\[【]?\s*(?:责编|责任编辑|責任編輯)\s*[:：]")


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
    then what is printed by the headline. The printed line is kept as it stands, whatever won. Where nobody signs at
    the head of the article, :func:`read_signature` may know more.
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
        if not people and finding.where == "author:person" and folded(one) in site_names and _is_own_site(one):
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


def _is_own_site(name: str) -> bool:
    return has_name_form(name) and not is_house(name)


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
        if len(text) > 30 and CJK.search(text) and not CJK_JOBS.search(text):
            continue
        byline = _from_element(mark.element, text, site_names)
        if byline is None or (len(text) > 60 and sum(map(len, byline.authors)) < len(text) / 5):
            continue  # a box about the author, or about something else
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
    glued = any(f"{p}{c}" in text for p in parts for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    apart_anyway = sum(is_person(p, site_names) for p in parts) > 1 and not (byline and len(byline.authors) > 1)
    if parts and (glued or apart_anyway or not (byline and byline.authors)):
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


def read_signature(
    layout: Layout, paragraphs: Sequence[str], *, site_names: frozenset[str] = frozenset()
) -> Byline | None:
    """Return the names that stand alone right above the first or right below the last of the text's *paragraphs*.

    "Mohloai Mpesi" above the text; "Lê Phương" or "(Anna Neri, Karl Weiß, 3.5.2024)" below it; "(责编：牛镛、岳弘彬)"
    anywhere on a Chinese page.
    """
    for line in _around(layout, paragraphs):
        text = line.text
        bare = _DATE_AFTER.sub("", text.strip("()（） ")).strip(" ,")
        if (
            not 5 <= len(bare) <= 120
            or bare[-1:] in ".?!:"
            or line.linked
            or CJK.search(bare)  # any short Chinese or Japanese line has the form of a name
            or {"caption", "kicker", "section"} & line.marks
        ):
            continue
        if line.tag in ("p", "div", "td", "em", "br", "section", "article") and all(
            is_person(n.strip(), site_names) for n in _COMMAS.split(bare)
        ):
            return Byline(authors=tuple(n.strip() for n in _COMMAS.split(bare)), printed=text, evidence="text")
    for line in reversed(layout.lines):
        if len(line.text) <= 80 and _EDITOR_IN_CHARGE.match(line.text):
            byline = _from_text(line.text, site_names)
            if byline is not None and byline.authors:
                return replace(byline, evidence="text")
    return None


def _around(layout: Layout, paragraphs: Sequence[str]) -> list[Line]:
    """Return the lines right above the first and right below the last paragraph, and these two themselves."""
    if not paragraphs:
        return []
    starts = {p[:60]: None for p in (paragraphs[0], paragraphs[-1])}
    places = [line.index for line in layout.lines if line.text[:60] in starts]
    if not places:
        return []
    first, last = places[0], places[-1]
    return [*reversed(layout.lines[max(0, first - 2) : first + 4]), *layout.lines[last : last + 3]]
