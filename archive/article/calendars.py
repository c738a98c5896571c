"""Calendars: Thai, Persian, Minguo and Japanese years as Gregorian days. Hijri days are known and passed over.

A Hijri day depends on who saw the moon, so it is never computed; papers print it beside a Gregorian day.
"""

from datetime import date, timedelta
from typing import Literal

Calendar = Literal["gregorian", "persian", "hijri", "buddhist", "minguo", "era"]

# The first Gregorian year of each Japanese era, by its name and its letter.
ERAS = {
    "令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868,
    "r": 2019, "h": 1989, "s": 1926, "t": 1912, "m": 1868,
}  # fmt: skip
MINGUO_ZERO = 1911
BUDDHIST_AHEAD = 543

# Folded as in folding.fold.
PERSIAN_MONTHS = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "امرداد": 5, "شهریور": 6,
    "مهر": 7, "ابان": 8, "اذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12,
    "حمل": 1, "ثور": 2, "جوزا": 3, "سرطان": 4, "اسد": 5, "سنبله": 6,
    "میزان": 7, "عقرب": 8, "قوس": 9, "جدی": 10, "دلو": 11, "حوت": 12,
    "وری": 1, "غویی": 2, "غبرګولی": 3, "چنګاښ": 4, "زمری": 5, "وږی": 6,
    "تله": 7, "لړم": 8, "لیندۍ": 9, "مرغومی": 10, "سلواغه": 11, "کب": 12,
}  # fmt: skip
HIJRI_MONTHS = {
    "محرم": 1, "صفر": 2, "ربیع الاول": 3, "ربیع الاخر": 4, "ربیع الثانی": 4, "جمادی الاولی": 5, "جمادی الاول": 5,
    "جمادی الاخره": 6, "جمادی الثانیه": 6, "جمادی الثانی": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10,
    "ذو القعده": 11, "ذوالقعده": 11, "ذی القعده": 11, "ذو الحجه": 12, "ذوالحجه": 12, "ذی الحجه": 12,
    "ذیقعده": 11, "ذیحجه": 12, "ذی القعد": 11,
    "muharram": 1, "safar": 2, "rajab": 7, "sya'ban": 8, "syaban": 8, "ramadan": 9, "ramadhan": 9, "syawal": 10,
    "zulkaidah": 11, "zulhijah": 12, "rabiul awal": 3, "rabiul akhir": 4, "jumadil awal": 5, "jumadil akhir": 6,
}  # fmt: skip

# Years of the Persian cycle in which the leap rule breaks (Birashk's table, as astronomers' calendars use it).
_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)


def persian_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Persian (Jalali) one, or None if there is no such day."""
    if not (1 <= year <= 3000 and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    if month == 12 and day == 30 and _new_year(year + 1) - _new_year(year) == timedelta(days=365):
        return None
    return _new_year(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)


def persian_year(of: date) -> int:
    """Return the Persian year that holds a Gregorian day."""
    year = of.year - 621
    return year if of >= _new_year(year) else year - 1


def _new_year(year: int) -> date:
    leaps, last = -14, _BREAKS[0]
    jump = 0
    for following in _BREAKS[1:]:
        jump = following - last
        if year < following:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        last = following
    passed = year - last
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    gregorian = year + 621
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leaps - gregorian_leaps)


def civil_day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a date in *calendar*; None for no such day, and for every Hijri day."""
    if calendar == "persian":
        return persian_day(year, month, day)
    if calendar == "hijri":
        return None
    shift = {"buddhist": -BUDDHIST_AHEAD, "minguo": MINGUO_ZERO}.get(calendar, 0)
    try:
        return date(year + shift, month, day)
    except ValueError:
        return None
