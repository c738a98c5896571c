"""Dates written for machines: ISO 8601, RFC 822, epoch seconds, and the sloppy forms that sites put in their place.

JSON-LD, meta elements, ``<time datetime>``, feeds, sitemaps. Everything is read by fixed patterns: microseconds each.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.article.moment import Moment, ZoneSource
from archive.article.patterns import late
from archive.article.zone_letters import letters_zone
from archive.article.zones import ZoneChoice, zone_for

if TYPE_CHECKING:
    from archive.article.model import Granularity

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name[:size]: i for i, name in enumerate(_MONTH_NAMES.split(), 1) for size in (3, 4, len(name))}

_ISO = late(
    r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:(?:\s*T\s*|\s+|,\s*|\s+at\s+|_|(?<=\d{2})-(?=\d{2}:))"
    r"(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[A-Z]{2,5}|(?:UTC|GMT)?\s?[+\-−]\s?\d{1,2}(?::?\d{2})?(?::?00)?)?)?",
    re.IGNORECASE,
)
# A zone's name in brackets, and nothing that has another clock time: "(Updated: 5 March 11:02)".
_COMMENT = r"(?:\s*\((?:(?:GMT|UTC)[+\-−]?[\d:]*|[^)\d:]*)\))?"
# Only a weekday may stand before: "Updated April 3, 2019" is a printed line, and its label counts.
_WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_RFC822 = late(
    rf"(?:{_WEEKDAY}\.?,?\s+)?"
    r"(?:(?P<day>\d{1,2})[\s-](?P<month>[a-z]{3,9})\.?[\s-]|(?P<month2>[a-z]{3,9})\.?\s(?P<day2>\d{1,2}),?\s)"
    r"(?P<year>\d{4}|\d{2}(?!\d|:))"
    r"(?:,?\s+(?:T|at\s)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?\d{2}|[a-z]{1,5})?"
    rf"{_COMMENT})?",
    re.IGNORECASE,
)
# date(1), and JavaScript's Date.toString() without the comma: Tue Apr 2 20:42:11 CEST 2019
_CTIME = late(
    rf"{_WEEKDAY},?\s+"
    r"(?P<month>[a-z]{3})[a-z]*\s+(?P<day>\d{1,2})\s+(?:(?P<year>\d{4})\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?\s*(?P<zone>(?:GMT|UTC)?[+\-]\d{2}:?\d{2}|[a-z]{2,5})?\s*(?P<year2>\d{4})?"
    rf"{_COMMENT}",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_COMPACT = late(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:[T_]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
)
_OFFSET = late(r"(?:UTC|GMT)?\s?([+\-−])\s?(\d{1,2}):?(\d{2})?(?::?00)?", re.IGNORECASE)

NO_DATES = (date(1969, 12, 31), date(1970, 1, 1))
EARLIEST_YEAR = 1900
"""Nothing older is taken for the date of a page."""
LATEST_AHEAD = timedelta(hours=24)
"""How far past its capture a page may date itself: clocks and zones differ, forecasts are not dates."""


def offset_zone(text: str) -> timezone | None:
    """Return the zone of ``+02:00``, ``+0200``, ``GMT+2``; None where it is no offset on earth."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    total = int(hours) * 60 + int(minutes or 0)
    if total > 14 * 60 or int(minutes or 0) > 59:
        return None
    return timezone(timedelta(minutes=-total if sign != "+" else total))


def in_window(at: datetime, captured_at: datetime) -> bool:
    """Tell whether a page captured then may bear this date: not before 1900, not over 24 hours ahead.

    The first second of 1970, a day sooner in the west, is what programs print for "no date".
    """
    return at.year >= EARLIEST_YEAR and at <= captured_at + LATEST_AHEAD and at.date() not in NO_DATES


def read_machine_date(
    text: str,
    *,
    captured_at: datetime,
    zone: str | None = None,
    country: str | None = None,
    language: str | None = None,
) -> Moment | None:
    """Return the moment of a date that was written for machines, or None.

    ISO 8601 with its sloppy kin ("2019-04-02 20:42", "20190402T204200Z", "+0200"), RFC 822, ctime, epoch seconds and
    milliseconds. The whole text must be the date. *zone* (IANA), *country* and *language* place a clock time that
    has no offset. A year alone, a date before 1900 or over 24 hours after *captured_at* is None.
    """
    printed = text.strip().strip("\"'")
    if not 8 <= len(printed) <= 80 or not any("0" <= c <= "9" for c in printed):
        return None
    home = zone_for(zone=zone, country=country, language=language)
    moment = (
        _read_digits(printed, home, captured_at)
        if printed.isascii() and printed.isdigit()
        else _read_fields(printed, home, country)
    )
    return moment if moment is not None and in_window(moment.at, captured_at) else None


def _read_digits(printed: str, home: ZoneChoice | None, captured_at: datetime) -> Moment | None:
    if match := _COMPACT.fullmatch(printed):
        moment = _moment(printed, match.groupdict(), None, home, None)
        if moment is not None and in_window(moment.at, captured_at):
            return moment
    if _EPOCH.fullmatch(printed):
        seconds = int(printed) // (1000 if len(printed) == 13 else 1)
        return Moment(at=datetime.fromtimestamp(seconds, UTC), printed=printed, precision="second", zone_from="text")
    return None


@lru_cache(maxsize=64)  # JSON-LD, meta and time elements of a page mostly bear the same dates
def _read_fields(printed: str, home: ZoneChoice | None, country: str | None) -> Moment | None:
    if match := _ISO.fullmatch(printed):
        return _moment(printed, match.groupdict(), match["zone"], home, country)
    for pattern in (_RFC822, _CTIME):
        if match := pattern.fullmatch(printed):
            fields = match.groupdict()
            fields["year"] = fields["year"] or fields.get("year2")
            fields["day"] = fields["day"] or fields.get("day2")
            month = _MONTHS.get((fields["month"] or fields.get("month2") or "").lower())
            if month is None or not fields["year"]:
                return None
            fields["month"] = str(month)
            return _moment(printed, fields, match["zone"], home, country)
    return None


def _moment(
    printed: str, fields: dict[str, str | None], zone: str | None, home: ZoneChoice | None, country: str | None
) -> Moment | None:
    year = int(fields["year"] or 0)
    if len(fields["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    hour, minute, second = (int(fields.get(k) or 0) for k in ("hour", "minute", "second"))
    half = (fields.get("half") or "")[:1].lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    next_day = hour == 24 and minute == second == 0
    try:
        naive = datetime(  # noqa: DTZ001 - the zone follows
            year, int(fields["month"] or 0), int(fields["day"] or 0), 0 if next_day else hour, minute, min(second, 59)
        )
    except ValueError:
        return None
    if next_day:
        naive += timedelta(days=1)
    precision: Granularity = (
        "second"
        if fields.get("second")
        else "minute"
        if fields.get("minute")
        else "hour"
        if fields.get("hour")
        else "day"
    )
    placed = _zone_of(zone, home, country)
    if placed is None:
        return None
    tz, source = placed
    return Moment(at=naive.replace(tzinfo=tz), printed=printed, precision=precision, zone_from=source)


def _zone_of(zone: str | None, home: ZoneChoice | None, country: str | None) -> tuple[tzinfo, ZoneSource | None] | None:
    """Return the zone and how it is known; None where the letters name none: the text is then no machine's."""
    if zone:
        if zone.upper() == "Z":
            return UTC, "text"
        if offset := offset_zone(zone):
            return (UTC if not offset.utcoffset(None) else offset), "text"
        if letters := letters_zone(zone, country=country):
            return letters, "abbreviation"
        return None
    return (home.zone, home.source) if home else (UTC, None)
