"""Forms of a date: what numbers and signs mean as year, month and day, for a country and a language.

A date keeps every reading it allows (day first, month first, calendar); which holds is settled in date_reading.py,
where the capture, the weekday and the other dates of the line are known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from archive.article.calendars import BUDDHIST_AHEAD, ERAS, MINGUO_ZERO, Calendar, civil_day, persian_year
from archive.article.date_tokens import Token
from archive.sources.profile import DateOrder

_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW", "AS", "GU", "MP", "PR", "VI", "UM", "BZ"})
_YEAR_FIRST_LANGUAGES = frozenset({"ja", "zh", "ko", "hu", "lt", "mn", "fa", "eu", "yue"})
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known about a line before it is read."""

    language: str | None
    country: str | None
    order: DateOrder | None
    today: date
    """The day of the capture, in the source's zone."""

    @property
    def orders(self) -> tuple[tuple[DateOrder, ...], bool]:
        """Return the orders of a numeric date, likeliest first, and whether the first is certain."""
        if self.order:
            return (self.order, "DMY"), True
        if self.country in _MONTH_FIRST_COUNTRIES:
            return ("MDY", "DMY"), True
        if self.language in _YEAR_FIRST_LANGUAGES:
            return ("YMD", "DMY", "MDY"), False
        if self.country in {"CA", "ZA", "KE"} or (self.language in ("en", None) and not self.country):
            return ("DMY", "MDY"), False
        return ("DMY", "MDY"), True

    @property
    def thai(self) -> bool:
        return self.language == "th" or self.country == "TH"

    @property
    def persian(self) -> bool:
        return self.language in ("fa", "ps") or self.country in ("IR", "AF")


@dataclass(slots=True)
class DateFound:
    """A date in a line: its readings, likeliest first."""

    readings: list[tuple[int | None, int, int | None, Calendar]]
    """(year or None where not printed, month, day or None where not printed, calendar)."""
    certain: bool = True
    """The first reading holds unless it is impossible; else the capture and the weekday may settle it."""
    bare: bool = False
    """Two numbers with no year: no date unless a clock time, a weekday or a label stands by."""


def full_year(digits: str, setting: Setting) -> tuple[int, Calendar]:
    """Return the year that printed digits mean, and its calendar."""
    year = int(digits)
    if len(digits) == 4:
        if year >= 2400 and setting.thai:
            return year, "buddhist"
        if 1250 <= year <= 1500:
            return year, "persian" if setting.persian and year < 1440 else "hijri"
        return year, "gregorian"
    if len(digits) == 3:
        return year, "minguo"
    if setting.thai:
        ahead = setting.today.year + BUDDHIST_AHEAD + 1
        if 2500 + year <= ahead and 2500 + year > ahead - 40:
            return 2500 + year, "buddhist"
    if setting.persian:
        now = persian_year(setting.today)
        century = now - now % 100
        return (century + year if century + year <= now + 1 else century - 100 + year), "persian"
    century = setting.today.year - setting.today.year % 100
    return (century + year if century + year <= setting.today.year + 1 else century - 100 + year), "gregorian"


def kanji_number(text: str) -> int | None:
    """Return the number of 十二, 二〇一九 or ASCII digits."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text == "元":
        return 1
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_KANJI_DIGITS.get(tens, 0) if tens else 1) * 10 + (_KANJI_DIGITS.get(ones, 0) if ones else 0)
    digits = [_KANJI_DIGITS.get(c) for c in text]
    return None if None in digits else int("".join(map(str, digits)))


# ---- dates in one token ------------------------------------------------------------------------------------------


def _read_ymd(setting: Setting, token: Token) -> DateFound:
    f = token.fields
    year, calendar = full_year(f["ymd_year"] or "", setting)
    return DateFound([(year, int(f["ymd_month"] or 0), int(f["ymd_day"] or f["ymd_day2"] or 0), calendar)])


def _read_dmy(setting: Setting, token: Token) -> DateFound | None:
    f = token.fields
    a, b, c = f["dmy_a"] or "", f["dmy_b"] or "", f["dmy_c"] or ""
    orders, certain = setting.orders
    if len(a) == 3:
        # 108/04/02 in Taiwan, and nowhere else.
        taiwan = setting.country == "TW" and len(c) <= 2
        return DateFound([(int(a), int(b), int(c), "minguo")]) if taiwan else None
    if len(c) == 1 or (f["dmy_sep"] == "-" and len(c) == 2 and " " in (f["dmy_s1"] or "") + (f["dmy_s2"] or "")):
        return None
    if f["dmy_sep"] == "." and len(c) == 2 and len(a) == len(b) == 1 and setting.order is None and int(b) > 12:
        return None
    readings: list[tuple[int | None, int, int | None, Calendar]] = []
    for order in orders:
        if order == "YMD":
            if len(c) == 2 and len(a) == 2:
                year, calendar = full_year(a, setting)
                readings.append((year, int(b), int(c), calendar))
            continue
        year, calendar = full_year(c, setting)
        day, month = (int(a), int(b)) if order == "DMY" else (int(b), int(a))
        readings.append((year, month, day, calendar))
    return DateFound(readings, certain=certain)


def _read_cjk(setting: Setting, token: Token) -> DateFound | None:
    f = token.fields
    month = kanji_number(f["cjk_month"] or "")
    day = kanji_number(f["cjk_day"]) if f["cjk_day"] else None
    if month is None or (f["cjk_day"] and day is None):
        return None
    if not f["cjk_year"]:
        return DateFound([(None, month, day, "gregorian")]) if day and not f["era"] else None
    text = f["cjk_year"]
    number = kanji_number(text)
    if number is None:
        return None
    calendar: Calendar
    if f["era"]:
        first = ERAS.get(f["era"])
        year, calendar = (first + number - 1, "gregorian") if first else (number + MINGUO_ZERO, "gregorian")
    elif len(text) <= 3 and setting.country == "TW" and text.isascii() and 80 <= number < 200:
        year, calendar = number + MINGUO_ZERO, "gregorian"
    elif len(text) == 2 and text.isascii():
        if setting.language == "ja":
            return None
        year, calendar = full_year(text, setting)
    elif 1800 <= number <= 2700:
        year, calendar = number, "gregorian"
    else:
        return None
    return DateFound([(year, month, day, calendar)])


def _read_initial(setting: Setting, token: Token) -> DateFound | None:
    """Read H31.4.2: in Japan, and nowhere else."""
    if setting.language != "ja" and setting.country != "JP":
        return None
    f = token.fields
    year = ERAS[f["initial_era"] or "r"] + int(f["initial_year"] or 0) - 1
    return DateFound([(year, int(f["initial_month"] or 0), int(f["initial_day"] or 0), "gregorian")])


def _read_counted(_setting: Setting, token: Token) -> DateFound | None:
    f = token.fields
    month = int(f["counted_month"] or 0)
    year = f["counted_year"] or f["year_first"]
    day = int(f["counted_day"]) if f["counted_day"] else None
    if day is None and year is None:
        return None
    return DateFound([(int(year) if year else None, month, day, "gregorian")])


def _read_mongolian(_setting: Setting, token: Token) -> DateFound:
    f = token.fields
    year = f["mn_year"] or f["mn_year2"]
    return DateFound([(int(year) if year else None, int(f["mn_month"] or 0), int(f["mn_day"] or 0), "gregorian")])


def _read_pair(setting: Setting, token: Token) -> DateFound | None:
    f = token.fields
    a, b = f["pair_a"] or "", f["pair_b"] or ""
    orders, certain = setting.orders
    first = "MDY" if orders[0] == "YMD" else orders[0]
    pairs = [(int(a), int(b)), (int(b), int(a))]
    if first == "MDY":
        pairs.reverse()
    return DateFound(
        [(None, month, day, "gregorian") for day, month in pairs], certain=certain or first == "MDY", bare=True
    )


BY_FORM: dict[str, Callable[[Setting, Token], DateFound | None]] = {
    "ymd": _read_ymd,
    "dmy": _read_dmy,
    "cjk": _read_cjk,
    "initial": _read_initial,
    "counted": _read_counted,
    "mongolian": _read_mongolian,
    "pair": _read_pair,
}


def possible(reading: tuple[int | None, int, int | None, Calendar], today: date) -> date | None:
    """Return the Gregorian day of a reading (a month's first), the latest up to *today* where no year is printed."""
    year, month, day, calendar = reading
    if year is not None:
        return civil_day(calendar, year, month, day or 1)
    if calendar == "hijri":
        return None
    now = persian_year(today) if calendar == "persian" else today.year
    for candidate in range(now, now - 5, -1):
        found = civil_day(calendar, candidate, month, day or 1)
        if found is not None and found <= today:
            return found
    return None
