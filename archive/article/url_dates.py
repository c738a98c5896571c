"""Dates in URLs: ``/2019/04/02/``, ``-20190402.html``, ``19_aprile_02``: a day to check others against."""

import re
from dataclasses import dataclass
from datetime import date, time
from urllib.parse import unquote, urlsplit

from archive.article.calendars import persian_day
from archive.article.lexicon import folded, lexicon_of
from archive.article.patterns import late

_FORMS = (
    # /2019/04/02/, /2019-04-02-, /2019/4/2, story-2019-04-02; then an optional clock time
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/_.-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"),
    # 201904022042, 20190402
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
        r"(?:[t_-]?(?P<H>[01]\d|2[0-3])(?P<M>[0-5]\d)(?P<S>[0-5]\d)?)?(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/_-](?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])[/_-](?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    # /2019/04-02/
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)/(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    # 20190402204211345: the day, and its number or a clock with milliseconds; years before 2010 are plain numbers
    re.compile(r"(?<!\d)(?P<y>20[1-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])\d{5,10}(?!\d)"),
    # nid02042019
    re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-4]\d)(?!\d)"),
    # /02-04-2019/
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?P<s>[/_.-])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)"),
)
# /1398/01/13/ in Iran
_PERSIAN = re.compile(r"/(?P<y>1[34]\d\d)/(?P<m>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)(?=/|$)")
_DAY_MONTH_NAME = late(
    r"(?<![\da-z])(?:(?P<y>(?:19|20)?\d\d)(?P<s>[/_-])(?P<n>[^\W\d_]{3,12})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[/_-])(?:de[_-])?(?P<n2>[^\W\d_]{3,12})(?P=s2)(?:de[_-])?(?P<y2>(?:19|20)\d\d)"
    r"|(?P<n3>[^\W\d_]{3,12})(?P<s3>[/_-])(?P<d3>\d{1,2})(?P=s3)(?P<y3>(?:19|20)\d\d))(?![\da-z])"
)
_YEAR_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?=/)")
_REPLAY = re.compile(r"^.*/\d{14}(?:[a-z]{2}_)?/(?=https?:/)")
"""Before the address of a page in a web archive: the time of its capture."""
_URL = re.compile(r"(?:https?:)?//\S+|www\.\S+/\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlDate:
    """What a URL's path names."""

    day: date
    """A month's first where *whole_month*."""
    clock: time | None
    whole_month: bool
    printed: str


def is_url(text: str) -> bool:
    """Tell whether the whole text is a URL."""
    return _URL.fullmatch(text) is not None


def find_url_date(url: str, *, language: str | None = None) -> UrlDate | None:
    """Return the date in a URL's path, with a clock time where one is joined to it; or None.

    Years before 1990 are numbers of something else, and so are impossible days.
    """
    parts = urlsplit(_REPLAY.sub("", url))
    path = folded(unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path))
    for pattern in _FORMS:
        for match in pattern.finditer(path):
            f = match.groupdict()
            day = _day(f["y"], int(f["m"]), f["d"])
            if day is None and pattern is _FORMS[-1]:
                day = _day(f["y"], int(f["d"]), f["m"])
            if day:
                clock = time(int(f["H"]), int(f["M"]), int(f["S"] or 0)) if f.get("H") else None
                return UrlDate(day=day, clock=clock, whole_month=False, printed=match[0])
    if (found := _PERSIAN.search(path)) and (day := persian_day(int(found["y"]), int(found["m"]), int(found["d"]))):
        return UrlDate(day=day, clock=None, whole_month=False, printed=found[0].strip("/"))
    for match in _DAY_MONTH_NAME.finditer(path):
        f = match.groupdict()
        name = f["n"] or f["n2"] or f["n3"]
        _, means = lexicon_of(language).find([name], 0)
        calendar, month = means.get("month", ("", 0))
        year = f["y"] or f["y2"] or f["y3"]
        if calendar == "gregorian" and (
            day := _day(year if len(year) == 4 else f"20{year}", month, f["d"] or f["d2"] or f["d3"])
        ):
            return UrlDate(day=day, clock=None, whole_month=False, printed=match[0])
    if (found := _YEAR_MONTH.search(path)) and (day := _day(found["y"], int(found["m"]), "1")):
        return UrlDate(day=day, clock=None, whole_month=True, printed=found[0].strip("/"))
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= 1990 else None


def date_in_url(url: str, *, language: str | None = None) -> date | None:
    """Return the day that a URL's path names, or None: a cross-check, not the date of the article."""
    found = find_url_date(url, language=language)
    return found.day if found and not found.whole_month else None
