"""Moment and Reading: what a printed date line says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from archive.article.model import Granularity

ZoneSource = Literal["text", "abbreviation", "profile", "country", "language"]
"""Where an offset came from: printed as an offset, printed as letters, or known from the newspaper."""

Role = Literal["published", "modified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time as a newspaper printed it."""

    at: datetime
    """Always aware, in the newspaper's own zone where that is known; in UTC where *zone_from* is None."""

    printed: str
    """The words on the page that named it, unchanged: ``02/04/2019 20:42``."""

    precision: Granularity
    """The smallest unit that was printed. A day's or month's *at* is its first instant."""

    zone_from: ZoneSource | None
    """Where the offset of *at* came from; None where nobody knows it: *at* is then the printed clock time in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one line says about when an article was published and when it was changed."""

    published: Moment | None = None
    modified: Moment | None = None
    role: Role | None = None
    """What the line itself calls its (first) date; None where no word says so and *published* is only likely."""


NOTHING = Reading()
"""The line names no date."""
