"""Reader: who wrote it. Persons apart from agency and desk, from the printed byline and from what is declared."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.article.finding import Evidence, Finding, find_all
from archive.article.hints import named
from archive.article.layout import Layout, folded
from archive.article.metadata import Declared
from archive.article.names import has_name_form, is_house, split_names, without_lead
from archive.article.patterns import late
from archive.article.signed import REACH, Byline, opens_as_byline, read_byline, read_printed

_NOBODY = named("admin administrator webmaster anonymous guest user root unknown author")
_ACCOUNTS = named("admin administrator webmaster root")
_DECLARED: tuple[Evidence, ...] = ("json-ld", "microdata", "meta")
_DOMAIN = late(r"\.(?:com|org|net|it|de|fr|co\.uk)\b", re.IGNORECASE)


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
    printed = read_printed(layout, headline_line, names)
    houses: list[tuple[str, str]] = []
    found: tuple[tuple[str, ...], str] | None = None
    for evidence in _DECLARED:
        persons, others = _declared_names(find_all(declared.findings, "authors", evidence), names)
        houses += [(h, evidence) for h in others]
        if persons and found is None:
            found = (persons, evidence)
    if printed is not None and printed.authors:
        if found is not None and all(folded(n) in names for n in found[0]):
            found = None  # the site's own name, which a person's site would bear
        keys = {folded(n) for n in printed.authors}
        if found is not None:
            found = (_as_printed(found[0], printed.authors), found[1])
        known = {folded(n) for n in found[0]} if found else set()
        led = opens_as_byline(printed.printed)
        near = led and _stands_near(layout, headline_line, printed.printed or "")
        if found is None or (found[1] == "meta" and near and not keys & known):
            # A meta element may name who keeps the site; "By Anna Neri" under the headline names who wrote.
            found = (printed.authors, printed.evidence or "text")
        elif known < keys and (led or printed.evidence == "line") and _is_all_names(printed):
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


def _stands_near(layout: Layout, headline_line: int | None, printed: str) -> bool:
    """Tell whether a byline is printed by the headline: one far down may be that of a box or of a book."""
    start = headline_line or 0
    return any(printed in line.text or line.text in printed for line in layout.lines[max(0, start - 4) : start + REACH])


def _is_all_names(printed: Byline) -> bool:
    """Tell whether a printed line is names for the most part: not a name with the headlines of other articles."""
    return 3 * sum(map(len, printed.authors)) >= len(printed.printed or "")


def with_collective(byline: Byline, declared: Declared) -> Byline:
    """Return *byline*, signed by whom the page declares its author where nobody signs as a person.

    "dpa", "Sports Desk", "Lillie".

    Each declared author is one signature, as it stands: "Le Courrier et AFP". A house that JSON-LD calls an
    organisation beside no other author is the publisher, not a signature.
    """
    if byline.authors:
        return byline
    for evidence in _DECLARED:
        signed: dict[str, str] = {}
        findings = [f for f in find_all(declared.findings, "authors", evidence) if _may_sign(f.value)]
        if any(f.where != "author:organisation" for f in findings):
            for finding in findings:
                for name in map(_bare, finding.value.split(";")):
                    signed.setdefault(folded(name), name)
                if evidence == "meta":
                    break
        if signed:
            return replace(byline, authors=tuple(signed.values()), evidence=evidence)
    return byline


def _bare(name: str) -> str:
    """Return the name of a signature: without what opens a byline, and without the sign of a copyright."""
    return without_lead(name).lstrip("© ")


def _may_sign(text: str) -> bool:
    """Tell whether a declared author is a signature: no address, no account of the system, no reading time."""
    return (
        2 <= len(text) <= 60
        and not text.startswith(("http://", "https://", "@"))
        and "@" not in text
        and "www." not in text
        and folded(text) not in _NOBODY
        and _ACCOUNTS.isdisjoint(folded(text).split())
        and not text[0].isdigit()
        and any(c.isalpha() for c in text)
    )


def _as_printed(declared: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the declared names, those in capitals as they are printed: "MEG KINNARD" beside "Meg Kinnard"."""
    spelled = {folded(name): name for name in printed}
    return tuple(spelled.get(folded(name), name) if name.isupper() else name for name in declared)


def _declared_names(findings: Sequence[Finding], site_names: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    persons: dict[str, str] = {}
    houses: dict[str, str] = {}
    for finding in findings:
        value = finding.value
        if value.startswith(("http://", "https://", "@")) or "www." in value or len(value) > 400:
            continue
        if "@" not in value and _DOMAIN.search(value):
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
