"""Finding: what one reader found for one field, by which evidence. Readers find; ``settle`` decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Evidence = Literal[
    "rule",
    "json-ld",
    "microdata",
    "opengraph",
    "meta",
    "h1",
    "heading",
    "text",
    "time",
    "line",
    "breadcrumb",
    "link",
    "title",
    "url",
    "http",
    "html",
    "profile",
    "detected",
]
"""How a value was found. ``rule``: the source's own selector; ``text``: printed, known by its class or place;
``heading``: printed in a heading other than h1; ``title``: the title element; ``line``: a printed line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One value for one field, as one reader found it."""

    field: str
    value: str
    """White space folded, NFC; never empty."""
    evidence: Evidence
    where: str = ""
    """The place in words: ``og:title``, ``h1``, ``div.occhiello``."""


def find(findings: Iterable[Finding], field: str, *evidence: Evidence) -> Finding | None:
    """Return the first finding of *field* by the first of *evidence* that has one (any where none is named)."""
    of_field = [f for f in findings if f.field == field]
    if not evidence:
        return of_field[0] if of_field else None
    return next((f for e in evidence for f in of_field if f.evidence == e), None)


def find_all(findings: Iterable[Finding], field: str, *evidence: Evidence) -> tuple[Finding, ...]:
    """Return every finding of *field*, those of the first named evidence first; doubles stay."""
    of_field = [f for f in findings if f.field == field]
    if not evidence:
        return tuple(of_field)
    return tuple(f for e in evidence for f in of_field if f.evidence == e)
