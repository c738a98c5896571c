"""Dates: what the line "Pubblicato il 2 aprile 2019 alle 20:42" says, in some eighty languages."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from archive.article.machine_dates import read_machine_date
from archive.article.moment import NOTHING, Moment, Reading, Role
from archive.article.zones import zone_for
from archive.sources.profile import DateOrder

__all__ = [
    "Moment",
    "Reading",
    "date_in_url",
    "looks_like_date_line",
    "read_machine_date",
    "read_moment",
    "zone_for",
]

_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2})(?:\D{1,12}?(\d{1,2})[:.](\d{2}))?(?!\d)"
)


def read_moment(
    printed: str,
    *,
    language: str | None,
    zone: str | None,
    country: str | None,
    captured_at: datetime,
    date_order: DateOrder | None = None,  # noqa: ARG001
    published_words: Sequence[str] = (),  # noqa: ARG001
    modified_words: Sequence[str] = (),  # noqa: ARG001
) -> Reading:
    """Return the dates that a printed line names; nothing where it names none (first version: plain forms only)."""
    moment = read_machine_date(printed, captured_at=captured_at, zone=zone, country=country, language=language)
    if moment is None and (match := _NUMERIC.search(printed)):
        day, month, year, hour, minute = match.groups()
        text = f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")
        moment = read_machine_date(text, captured_at=captured_at, zone=zone, country=country, language=language)
    if moment is None:
        return NOTHING
    role: Role | None = None
    return Reading(published=moment, role=role)


def date_in_url(url: str) -> date | None:
    """Return the day that a URL's path names (``/2019/04/02/``, ``-20190402.html``), or None."""
    match = re.search(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)", url)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def looks_like_date_line(text: str) -> bool:
    """Tell cheaply whether a short text may name a date: a pre-check for every short text of a page."""
    return 4 <= len(text) <= 200 and bool(re.search(r"\d", text))
