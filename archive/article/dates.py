"""Dates: what the line "Pubblicato il 2 aprile 2019 alle 20:42" says, in some hundred languages.

Fixed patterns and CLDR's words read it, cheapest first; dateparser is asked only for a language that our tables do
not have. Nothing asks the machine's clock: the capture's time is the clock, so that the same capture always gives
the same moment. A date needs its day and month (or a span like "3 ore fa") from the text; a year alone is none.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.article.date_forms import Setting
from archive.article.date_reading import LineReader
from archive.article.folding import fold
from archive.article.lexicon import all_month_names, day_words, languages, words_in
from archive.article.machine_dates import in_window, read_machine_date
from archive.article.moment import NOTHING, Moment, Reading, ZoneSource
from archive.article.patterns import late
from archive.article.url_dates import date_in_url, find_url_date, is_url
from archive.article.zones import ZoneChoice, language_country, primary_language, zone_country, zone_for

if TYPE_CHECKING:
    from archive.article.model import Granularity
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

LONGEST_LINE = 400
"""Characters; a longer text is prose and no date line."""

_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]+")


def read_moment(
    printed: str,
    *,
    language: str | None,
    zone: str | None,
    country: str | None,
    captured_at: datetime,
    date_order: "DateOrder | None" = None,
    published_words: Sequence[str] = (),
    modified_words: Sequence[str] = (),
) -> Reading:
    """Return the dates that a printed line (or a URL) names; a reading of nothing where it names none.

    *language* is BCP 47, *zone* the profile's IANA name, *country* ISO 3166 (else the zone's); each may be None.
    Numbers are read day first unless *date_order*, country or language say otherwise. *captured_at* (aware) is the
    clock for "ieri" and for years not printed; nothing over 24 hours after it and nothing before 1900 is returned.
    *published_words* and *modified_words* are the source's own labels, beside those of the language.
    """
    line = printed.strip()
    if not 2 <= len(line) <= LONGEST_LINE:
        return NOTHING
    captured_at = captured_at.astimezone(UTC)
    home = zone_for(zone=zone, country=country, language=language)
    country = country or zone_country(zone)
    region = (country or language_country(language) or "").upper() or None
    if moment := read_machine_date(line, zone=zone, country=country, language=language, captured_at=captured_at):
        # Ten digits in print may be any number; those of a lately published article are likelier its time.
        if len(line) < 10 or not line.isdecimal() or moment.at > captured_at - timedelta(days=3650):
            return Reading(published=moment)
        return NOTHING
    if is_url(line):
        return _read_url(line, language, home, captured_at)
    local = captured_at.astimezone(home.zone if home else UTC)
    setting = Setting(language=primary_language(language), country=region, order=date_order, today=local.date())
    labels = (tuple(published_words), tuple(modified_words))
    reader = LineReader(printed=unicodedata.normalize("NFC", line), setting=setting, home=home, captured_at=captured_at)
    reading = reader.read(setting.language, labels)
    if reading is NOTHING and setting.language in languages() and reader.has_foreign_month():
        reading = reader.read(None, labels)
    if reading is NOTHING and setting.language and setting.language not in languages():
        reading = _ask_dateparser(line, setting, home, captured_at)
    return reading


def _read_url(url: str, language: str | None, home: ZoneChoice | None, captured_at: datetime) -> Reading:
    found = find_url_date(url, language=primary_language(language))
    if found is None:
        return NOTHING
    tz: tzinfo = home.zone if home else UTC
    clock = found.clock
    at = datetime(found.day.year, found.day.month, found.day.day, tzinfo=tz)
    if clock:
        at = datetime.combine(found.day, clock, tzinfo=tz)
    if not in_window(at, captured_at):
        return NOTHING
    precision: Granularity = "month" if found.whole_month else "minute" if clock else "day"
    source = home.source if home else None
    return Reading(published=Moment(at=at, printed=found.printed, precision=precision, zone_from=source))


def _ask_dateparser(line: str, setting: Setting, home: ZoneChoice | None, captured_at: datetime) -> Reading:
    """Ask dateparser for a language without tables of ours: a short line, with day and month from its text."""
    if len(line) > 60 or not _DIGIT.search(line) or not _WORDS.search(line):
        return NOTHING
    from dateparser.date import DateDataParser

    try:
        parser = DateDataParser(
            languages=[setting.language or ""],
            settings={
                "REQUIRE_PARTS": ["day", "month"],
                "STRICT_PARSING": True,
                "RELATIVE_BASE": captured_at.replace(tzinfo=None),
                "DATE_ORDER": setting.orders[0][0],
                "PREFER_DATES_FROM": "past",
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
        found = parser.get_date_data(line)
    except ValueError:  # a language that dateparser does not know either
        return NOTHING
    if found is None or found.date_obj is None or found.period not in ("day", "time"):
        return NOTHING
    naive = found.date_obj
    tz: tzinfo = home.zone if home else UTC
    at = naive if naive.tzinfo else naive.replace(tzinfo=tz)
    precision: Granularity = "day" if (at.hour, at.minute) == (0, 0) else "minute"
    if not in_window(at, captured_at):
        return NOTHING
    source: ZoneSource | None = "text" if naive.tzinfo else home.source if home else None
    return Reading(published=Moment(at=at, printed=line, precision=precision, zone_from=source))


_SHAPES = late(
    r"\d\s?[./·-]\s?\d{1,2}\s?[./·-]\s?\d|\d{1,2}\s?[年月日년월일]|\d{1,2}[:.h]\d\d|\d{2}[./-]\d{2}|\d{4}-\d\d-\d\d"
    r"|th(?:[a\u00e1]n)?g\.?\s?\d|\d[\s-]*(?:р|дугаар|дүгээр)?\s?сар|\d\s?[\u0e01-\u0edd]{1,3}\.\s?[\u0e01-\u0edd]\."
)


@lru_cache(maxsize=256)  # asked of the same lines by the readers of headline, kicker, standfirst, byline and date
def looks_like_date_line(text: str) -> bool:
    """Tell cheaply whether a short text may name a date: a pre-check for every short text of a page.

    True for most texts that are none, False for no date line: :func:`read_moment` decides.
    """
    size = len(text)
    if not 2 <= size <= 200:
        return False
    if not _DIGIT.search(text):
        # "ieri", "Yesterday", "un'ora fa"
        return size <= 60 and not day_words().isdisjoint(words_in(fold(text)))
    if _SHAPES.search(text):
        return True
    pieces = words_in(fold(text))
    return not (all_month_names().isdisjoint(pieces) and day_words().isdisjoint(pieces))
