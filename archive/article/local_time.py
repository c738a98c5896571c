"""Local time: a moment declared in UTC, told in the newspaper's own clock time, as far as that is known.

The instant never changes. What shows the offset: a clock time printed on the page; the zone of the source or of the
country that its host names; the day that the page prints or its URL bears.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from archive.article.moment import Moment

# Where it is still the evening before while UTC has gone on to the next day; the first that gives the day is taken.
_WEST = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")


def in_local_time(moment: Moment, others: Sequence[tuple[Moment, str]], *, home: ZoneInfo | None, sure: bool) -> Moment:
    """Return *moment*, where it was declared in UTC, in local time; else unchanged.

    *others* are the page's further moments with their evidence. *home* is the newspaper's zone, *sure* where source or
    host say so and not the page's language alone. A page that prints UTC's own clock is left at that.
    """
    if not is_utc(moment) or moment.precision not in ("minute", "second"):
        return moment
    clocks = [o for o, by in others if by in ("line", "time") and o.precision in ("minute", "second") and not is_utc(o)]
    for clock in clocks:
        ahead = _minute(clock) - _minute(moment)
        known = clock.at.utcoffset() if clock.zone_from is not None else ahead
        if ahead == known and ahead % timedelta(minutes=15) == timedelta() and abs(ahead) <= timedelta(hours=14):
            return replace(moment, at=moment.at.astimezone(timezone(ahead)))
    if any(_minute(clock) == _minute(moment) for clock in clocks):
        return moment
    days = [o.at.date() for o, by in others if by in ("line", "time", "url") and o.precision == "day"]
    told = _by_home(moment, days, home, sure=sure) or _by_day(moment, days, clocks)
    return replace(moment, at=told) if told is not None else moment


def is_utc(moment: Moment) -> bool:
    """Tell whether a moment was written with UTC's own offset: a machine's clock, not a place's."""
    return moment.zone_from == "text" and not moment.at.utcoffset()


def _minute(moment: Moment) -> datetime:
    return moment.at.replace(tzinfo=None, second=0, microsecond=0)


def _by_home(moment: Moment, days: Iterable[date], home: ZoneInfo | None, *, sure: bool) -> datetime | None:
    if home is None:
        return None
    local = moment.at.astimezone(home)
    if local.date() in days or (sure and moment.at.date() not in days):
        # A language tag alone ("es-ES" on the other side of the ocean) has to be borne out by another day.
        return local if sure or local.date() != moment.at.date() else None
    return local if sure and local.date() == moment.at.date() else None


def _by_day(moment: Moment, days: Sequence[date], clocks: Sequence[Moment]) -> datetime | None:
    """Return the moment where its day is the one before UTC's, which all that the page tells names."""
    eve = moment.at.date() - timedelta(days=1)
    if eve not in days or moment.at.date() in days or any(c.at.date() > eve for c in clocks):
        return None
    places = (moment.at.astimezone(ZoneInfo(name)) for name in _WEST)
    return next((local for local in places if local.date() == eve), None)
