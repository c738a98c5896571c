"""Backfill: what came out between two days, long after. Which addresses can hold it, and where archives by day lie.

Pure: URLs and dates in, verdicts and URLs out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, Self
from urllib.parse import urlsplit

from archive.errors import UsageError
from crawler.discovery.sitemaps import SitemapEntry, may_hold

DAY = timedelta(days=1)
LONGEST_DAYS = 3_660

_YEAR = re.compile(r"/((?:19|20)\d\d)(?=/)")
# Where a list by date stands: the date ends the path, or is a query's value.
_ARCHIVE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>[/_.-]?)(?P<m>0[1-9]|1[0-2]|[1-9](?!\d))"
    r"(?:(?P=s)(?P<d>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?)?(?P<end>/?(?:index)?(?:\.\w{2,5})?(?:[&#].*)?)$"
)
_ARTICLE = re.compile(r"^(?P<head>/(?:[^/]+/)*)(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?:(?P<d>\d{1,2})/)?[^/]+/?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days from *first* to *last*, both within."""

    first: date
    last: date

    @classmethod
    def of(cls, first: str, last: str | None, today: date) -> Self:
        """Return the span that ``--from`` and ``--to`` name (*last* None: up to *today*); raises UsageError."""
        start, end = _day("--from", first), _day("--to", last) if last else today
        if end < start:
            raise UsageError(f"--to {end} is before --from {start}")
        if (end - start).days > LONGEST_DAYS:
            raise UsageError(f"--from {start} --to {end}: ten years at the most in one run")
        return cls(first=start, last=end)

    @classmethod
    def read(cls, setting: object, today: date) -> Self | None:
        """Return the span of the setting EMEROTECA_SPAN: ``2024-01-01/2024-03-31``, None for none."""
        if not setting:
            return None
        first, _, last = str(setting).partition("/")
        return cls.of(first.strip(), last.strip() or None, today)

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"

    def holds(self, first: date, last: date | None = None) -> bool:
        """Tell whether a day (or any from *first* to *last*) lies in the span."""
        return first <= self.last and (last or first) >= self.first

    def excludes(self, url: str, published: datetime | date | None = None, changed: datetime | None = None) -> bool:
        """Tell whether the article at *url* surely came out on another day.

        *published* is what a feed, sitemap or list says; *changed* a sitemap's lastmod: what was last changed before
        the span came out before it, but what was changed after it may have come out within. Else the date in the URL
        counts; where nothing tells, it may be in the span. Days are the publisher's own; a moment gets a day's
        margin, since his zone is not known here.
        """
        if published is not None:
            return not self.holds(*_days(published))
        if changed is not None and _days(changed)[1] < self.first:
            return True
        period = url_period(url)
        return period is not None and not self.holds(*period)

    def may_hold(self, entry: SitemapEntry) -> bool:
        """Tell whether a sitemap that an index names may lead to pages of the span."""
        return may_hold(entry, self.first, self.last)

    def is_past(self, day: date) -> bool:
        """Tell whether *day* is before the span: a list that goes back in time may end there."""
        return day < self.first


def _days(moment: datetime | date) -> tuple[date, date]:
    """Return the days on which *moment* can have been where the publisher is."""
    if not isinstance(moment, datetime):
        return moment, moment
    day = moment.date()
    if moment.utcoffset() == timedelta() and moment.time() == time():
        return day, day  # a day without a clock time, as sitemaps give it
    return day - DAY, day + DAY


def url_period(url: str) -> tuple[date, date] | None:
    """Return first and last day of what the date in a URL's path names (day, month or year); None without one."""
    from archive.article.url_dates import find_url_date  # brings the words of all languages along

    found = find_url_date(url)
    if found is not None:
        return (found.day, _month_end(found.day)) if found.whole_month else (found.day, found.day)
    years = _YEAR.findall(urlsplit(url).path)
    return (date(int(years[0]), 1, 1), date(int(years[0]), 12, 31)) if len(years) == 1 else None


@dataclass(frozen=True, slots=True)
class ArchiveForm:
    """How a site addresses its lists by date: ``/archivio/2024/03/01/``."""

    head: str
    """Scheme, host and path up to the year."""
    gap: str
    unit: Literal["day", "month", "year"]
    padded: bool
    """Whether months and days have two digits."""
    end: str

    def urls(self, span: Span) -> Iterator[str]:
        """Yield the addresses of the span's lists, the newest first."""
        seen = None
        for offset in range((span.last - span.first).days + 1):
            day = span.last - offset * DAY
            numbers = [f"{day.year:04}"]
            if self.unit != "year":
                numbers.append(f"{day.month:02}" if self.padded else str(day.month))
            if self.unit == "day":
                numbers.append(f"{day.day:02}" if self.padded else str(day.day))
            url = self.head + self.gap.join(numbers) + self.end
            if url != seen:
                yield url
            seen = url


def archive_form(url: str) -> ArchiveForm | None:
    """Return the form of an address that names a list by date; None where it names none."""
    parts = urlsplit(url)
    start = len(f"{parts.scheme}://{parts.netloc}")
    found = _ARCHIVE.search(url, start)
    if found is None or url[found.start() - 1] not in "/=-_.":
        return None
    unit: Literal["day", "month", "year"] = "day" if found["d"] else "month" if found["m"] else "year"
    if unit == "month" and found["s"] == "":
        return None  # 202403 may be any number
    if unit == "year" and url[found.start() - 1] not in "/=":
        return None
    padded = not any(n and len(n) == 1 for n in (found["m"], found["d"]))
    if found["s"] == "" and not padded:
        return None
    return ArchiveForm(url[: found.start()], found["s"] or "", unit, padded, found["end"])


def article_archive_form(url: str) -> ArchiveForm | None:
    """Return where the lists by date lie if they stand above the articles: ``/2024/03/01/`` of ``/2024/03/01/slug``."""
    parts = urlsplit(url)
    found = _ARTICLE.match(parts.path)
    if found is None:
        return None
    unit: Literal["day", "month"] = "day" if found["d"] else "month"
    padded = len(found["m"]) == 2 and len(found["d"] or "00") == 2
    return ArchiveForm(f"{parts.scheme}://{parts.netloc}{found['head']}", "/", unit, padded, "/")


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - DAY


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: write a day as 2024-01-31") from None
