"""Reading a line: which of its parts stand as dates, which day, clock and zone each means, and which is which."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from archive.article.calendars import Calendar, civil_day
from archive.article.date_forms import Setting, possible
from archive.article.date_grammar import Grammar
from archive.article.date_line import BY, HARD, Assembler, Line, Part
from archive.article.date_tokens import Token, tokens_of
from archive.article.folding import fold
from archive.article.hints import named
from archive.article.lexicon import known_month_names, languages, lexicon_of
from archive.article.machine_dates import in_window, offset_zone, read_machine_date
from archive.article.moment import NOTHING, Moment, Reading, Role, ZoneSource
from archive.article.zone_letters import AMERICAN_LETTERS, letters_zone
from archive.article.zones import ZoneChoice, load_zone

if TYPE_CHECKING:
    from archive.article.model import Granularity

# January to December in three letters, as English and its neighbours write them.
_SHARED_MONTHS = named(
    "jan ene gen feb mar apr abr mai may maj jun giu jul lug aug ago set sep okt oct ott out nov dec dez dic"
)
# Months that are words of other things too: 3 set (settembre), 2 led (leden).
_MONTHS_AND_WORDS = named("set out led lis")
# Kana and all that comes behind it: no space is between words there, and no small letter.
_FIRST_OF_THE_EAST = "\u3040"
_LONG_ROW = 15
"""Signs without a space or a mark between them: longer than a paper's name with its reporter's."""
_BETWEEN_NAMES = BY | named(
    "ed und and et och og ja ve và oraz и та"
    " scritto scritta written geschrieben ecrit redige escrito redactado geschreven"
)
_ASIDE = frozenset(("label", "zone", "half", "yearmark", "length", "weekday"))
_CLOCKS = frozenset(("clock", "hmark", "hour", "pair"))
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]+")


class LineReader:
    """One line and what is known about it."""

    def __init__(self, *, printed: str, setting: Setting, home: ZoneChoice | None, captured_at: datetime) -> None:
        self.printed = printed
        self.folded = fold(printed)
        self.setting = setting
        self.home = home
        self.captured_at = captured_at
        self.tokens: list[Token] = []

    def has_foreign_month(self) -> bool:
        """Tell whether the line has a digit and a month's name of any language, but none of its own."""
        if not _DIGIT.search(self.folded) or any("month" in token.means for token in self.tokens):
            return False
        names = known_month_names()
        return any(len(word) > 3 and word in names for word in _WORDS.findall(self.folded))

    def read(self, language: str | None, labels: tuple[tuple[str, ...], tuple[str, ...]]) -> Reading:
        """Return what the line says, read with the words of *language* (None: of any)."""
        self.tokens = tokens_of(self.printed, self.folded, lexicon_of(language, *labels))
        if not any(t.kind not in ("word", "mark") or "day" in t.means or "ago" in t.means for t in self.tokens):
            return NOTHING
        assembler = Assembler(Grammar(self.tokens, self.setting))
        line = assembler.assemble()
        parts = [part for part in line.parts if not part.refused and self._stands(part, line, assembler)]
        moments: list[tuple[Role | None, Moment]] = []
        limit = self._latest_full_day(parts)
        shared_zone = next((p.zone for p in reversed(parts) if p.zone), None)
        for part in parts:
            before = moments[-1][1] if moments else None
            if part.zone is None and part.time and shared_zone is not None and "month" not in shared_zone.means:
                part.zone = shared_zone
            if moment := self._moment(part, limit, before):
                moments.append((part.role, moment))
        return _settle(moments)

    # ---- does it stand? --------------------------------------------------------------------------------------

    def _stands(self, part: Part, line: Line, assembler: Assembler) -> bool:
        """Tell whether a part is a date line's, and not a date in a sentence or a word that happens to be a day."""
        if not part.dated:
            return self._clock_stands(part, line, assembler)
        if part.stamp or part.vetoed or self._in_a_sentence(part, line):
            return part.stamp is not None
        if part.role:
            return not self._is_a_number(part)
        foreign = len(line.foreign)
        before, after = assembler.run_before(part.start), assembler.run_after(part.end)
        if part.date is None:
            if part.time and part.ago is None:
                return before <= 4 and after <= 3
            if part.ago:
                return after == 0 and before <= 4
            if sum(other.day is not None for other in line.parts) > 1:
                return False
            return foreign == 0 or (assembler.only_a_byline() and before == after == 0)
        if (part.date.bare and not self._bare_pair_stands(part)) or self._has_another_year(part, line):
            return False
        if part.date.readings[0][2] is None:
            return foreign == 0 and part.time is None
        if part.time is None and part.weekday is None and self._month_is_a_word(part, before):
            return False
        if part.time:
            return foreign <= 30
        year, _, _, calendar = part.date.readings[0]
        if year is None:
            if before > 3 or after > 1 or self._is_an_occasion(part, after):
                return False
        elif foreign and self._is_old(year, calendar):
            return False
        opens_sentence = part.start <= 1 and assembler.run_after(part.end) >= 2 and part.start == 1 and foreign >= 4
        return after < 4 and before < 6 and foreign <= 25 and not opens_sentence

    def _month_is_a_word(self, part: Part, before: int) -> bool:
        """Tell whether a day and three letters are more likely something else: "iPhone 11 Pro", "in 3 set".

        Where the language is not known, only the letters that most languages share name a month without its year.
        """
        if part.date is None or part.date.readings[0][0] is not None:
            return False
        months = [token.text for token in self.tokens[part.start : part.end] if "month" in token.means]
        if not months or len(months[0]) > 3:
            return False
        if self.setting.language not in languages() and months[0] not in _SHARED_MONTHS:
            return True
        # "Anna Neri 5 set" is a byline; before a count stands a small letter.
        said = before > 0 and self.printed[self.tokens[part.start - 1].start].islower()
        counted = self._goes_on(part.end)  # "3 set a 1"
        return (before > 0 and months[0] == "pro") or ((said or counted) and months[0] in _MONTHS_AND_WORDS)

    def _in_a_sentence(self, part: Part, line: Line) -> bool:
        """Tell whether the words around a date are a sentence's: small ones as no date line has, or a row of signs."""
        if not line.foreign:
            return False
        first, last = part.start, part.end
        while first > 0 and not self._ends_segment(first - 1):
            first -= 1
        while last < len(self.tokens) and not self._ends_segment(last):
            last += 1
        if part.time is None and part.role is None and _has_long_row(self.tokens[part.end : last]):
            return True
        words = [t for at in line.foreign if first <= at < last and not (t := self.tokens[at]).means]
        small = sum(self._is_small(token) for token in words)
        small = max(small, sum(_has_no_case(token.text) for token in words) - 3)
        if part.role:
            return small > 3
        if part.time and part.date:
            return small > 4
        if part.date and part.date.readings[0][0] is not None:
            opens = all(self.tokens[at].means for at in range(first, part.start)) and part.start > first
            return small > (1 if opens else 2)  # "On 5 March 2024 ..."
        if part.date and part.weekday is None:
            return small > 0 or self._is_attached(part)  # "Tax Day is April 15"
        return small > 1

    def _is_small(self, token: Token) -> bool:
        letter = self.printed[token.start]
        return letter.islower() and token.text not in _BETWEEN_NAMES and not _has_no_case(token.text)

    def _is_attached(self, part: Part) -> bool:
        """Tell whether signs of the East stand right before and right behind a date: 新华社北京3月5日电."""
        if part.start == 0 or part.end >= len(self.tokens):
            return False
        before, first, last, after = (self.tokens[k] for k in (part.start - 1, part.start, part.end - 1, part.end))
        joined = before.end == first.start and last.end == after.start
        return joined and before.text >= _FIRST_OF_THE_EAST and after.text >= _FIRST_OF_THE_EAST

    def _is_a_number(self, part: Part) -> bool:
        """Tell whether "Aggiornamento 17.4" names a version: two numbers and a dot, and none behind them."""
        if not part.date or not part.date.bare or part.time or part.weekday is not None:
            return False
        token = next(t for t in self.tokens[part.start : part.end] if t.kind == "pair")
        return token.fields["pair_sep"] == "." and self.folded[token.end : token.end + 1] != "."

    def _ends_segment(self, at: int) -> bool:
        """Tell whether a token parts what stands before it from what follows: a bar, a dash with spaces around it."""
        token = self.tokens[at]
        spaced = self.printed[token.start - 1 : token.start] == " " and self.printed[token.end : token.end + 1] == " "
        return token.text in HARD or (token.text == "-" and spaced)

    def _clock_stands(self, part: Part, line: Line, assembler: Assembler) -> bool:
        """Tell whether a clock time without a day is a date line's."""
        if part.time is None or part.role == "modified":
            return part.time is not None
        if part.weekday is not None:
            # "Biden to speak Thursday at 9 p.m." is not over yet.
            alone = part.role is not None or assembler.only_a_byline()
            return alone and part.weekday_long and not self._is_span(part)
        # "Updated March 5 - 3.20pm, first published at 10.15am"
        return part.role == "published" and any(other.dated and other.role == "modified" for other in line.parts)

    def _is_span(self, part: Part) -> bool:
        """Tell whether a clock time is the first of two: "Пн-Пт 9:00-18:00"."""
        at = part.end
        return at + 1 < len(self.tokens) and self.tokens[at].text == "-" and self.tokens[at + 1].kind in _CLOCKS

    def _is_an_occasion(self, part: Part, after: int) -> bool:
        """Tell whether more is said of a day without its year: "Jan. 6 committee", "8 marzo, festa della donna"."""
        if part.end < len(self.tokens) and self.tokens[part.end].text == ",":
            return self._goes_on(part.end + 1)
        month_first = "month" in self.tokens[part.start].means
        return after > 0 and month_first and part.weekday is None and self._goes_on(part.end)

    def _goes_on(self, at: int) -> bool:
        """Tell whether the sentence goes on at a token: with a number, or a small word that opens no byline."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.kind == "word":
            return self.printed[token.start].islower() and token.text not in BY and not _ASIDE & set(token.means)
        return token.kind == "number"

    def _has_another_year(self, part: Part, line: Line) -> bool:
        """Tell whether a year stands by a day that was read without it or with two digits: none is better."""
        first = self.tokens[part.start]
        if (
            part.date
            and part.date.readings[0][0] is not None
            and not (first.kind == "dmy" and len(first.fields["dmy_c"] or "") == 2)
        ):
            return False
        taken = [(other.start, other.end) for other in line.parts]
        for at in (*range(max(0, part.start - 4), part.start), *range(part.end, min(part.end + 3, len(self.tokens)))):
            token = self.tokens[at]
            is_year = token.kind == "number" and len(token.text) == 4 and 1900 <= int(token.text) <= 2100
            if is_year and not any(start <= at < end for start, end in taken):
                return True
        return False

    def _is_old(self, year: int, calendar: Calendar) -> bool:
        day = civil_day(calendar, year, 1, 1)
        return day is not None and day.year < self.setting.today.year - 40

    def _bare_pair_stands(self, part: Part) -> bool:
        """Tell whether "31/12" is a day: two digits each and no fraction, or with a clock time or weekday by it."""
        token = next(t for t in self.tokens[part.start : part.end] if t.kind == "pair")
        a, b, sep = (token.fields[k] or "" for k in ("pair_a", "pair_b", "pair_sep"))
        if part.time and not part.time.dotted:
            return True
        if part.weekday is not None:
            return sep != "-" or part.weekday_long
        if sep == "." and self.folded[token.end : token.end + 1] != ".":
            return False
        if sep == "-" or len(a) != 2 or len(b) != 2 or len(self.tokens) > 4:
            return False
        return int(a) > int(b) or a[0] == "0" or b[0] == "0" or int(b) > 12

    # ---- which day? ------------------------------------------------------------------------------------------

    def _latest_full_day(self, parts: list[Part]) -> date:
        """Return the day up to which a date without a year is looked for: a printed one's of the line, or today."""
        days = [
            day
            for part in parts
            if part.date and part.date.readings[0][0] is not None and (day := self._day_of(part, self.setting.today))
        ]
        return min([*days, self.setting.today]) if days else self.setting.today

    def _day_of(self, part: Part, limit: date) -> date | None:
        found = part.date
        if found is None:
            return None
        latest = self.setting.today + timedelta(days=1)
        days = [possible(reading, limit) for reading in found.readings]
        if len(days) == 2 and not found.certain and self._has_american_clock(part):
            days.reverse()  # "10/11/2022 08:00 AM EDT"
        fits = [day is not None and date(1900, 1, 1) <= day <= latest for day in days]
        if part.weekday is not None and found.readings[0][2] is not None:
            if found.readings[0][0] is None:
                return self._day_by_weekday(part, days[0], limit)
            for day, fit in zip(days, fits, strict=True):
                if fit and day is not None and day.weekday() == part.weekday:
                    return day
        if found.certain and days[0] is not None:
            return days[0] if fits[0] else None
        if found.bare and found.certain and days[0] is None:
            return None
        return next((day for day, fit in zip(days, fits, strict=True) if fit), None)

    def _has_american_clock(self, part: Part) -> bool:
        letters = part.zone.means.get("zone") if part.zone is not None else None
        return not self.setting.country and isinstance(letters, str) and letters.lower() in AMERICAN_LETTERS

    def _day_by_weekday(self, part: Part, day: date | None, limit: date) -> date | None:
        """Return the day of "mercoledì 3 aprile": in the latest year in which the weekday is right."""
        if day is None or day.weekday() == part.weekday:
            return day
        reading = part.date.readings[0] if part.date else None
        for year in (limit.year + 1, limit.year, *range(limit.year - 1, limit.year - 7, -1)) if reading else ():
            other = civil_day(reading[3], year, reading[1], reading[2] or 1) if reading else None
            if other and other.weekday() == part.weekday:
                return other if other <= limit else None
        return day

    # ---- the moment ------------------------------------------------------------------------------------------

    def _moment(self, part: Part, limit: date, before: Moment | None) -> Moment | None:
        start, end = self.tokens[part.start].start, self.tokens[part.end - 1].end
        printed = self.printed[start:end].strip()
        if printed.count("(") > printed.count(")") and self.printed[end : end + 1] == ")":
            printed += ")"
        if part.stamp:
            return read_machine_date(
                printed,
                zone=self.home.zone.key if self.home else None,
                country=self.setting.country,
                captured_at=self.captured_at,
            )
        if part.ago and not _in_days(part):
            return self._moment_ago(part, printed)
        day = self._part_day(part, limit, before)
        if day is None or day.year < 1900:
            return None
        tz, source, second_fold = self._zone(part)
        time = part.time
        if time is None:
            at = datetime(day.year, day.month, day.day, tzinfo=tz)
            month_only = part.date is not None and part.date.readings[0][2] is None
            precision: Granularity = "month" if month_only else "day"
        else:
            day += timedelta(days=time.hour // 24)
            at = datetime(
                day.year,
                day.month,
                day.day,
                time.hour % 24,
                time.minute or 0,
                time.second or 0,
                tzinfo=tz,
                fold=second_fold,
            )
            precision = "hour" if time.minute is None else "minute" if time.second is None else "second"
        if not in_window(at, self.captured_at):
            return None
        return Moment(at=at, printed=printed, precision=precision, zone_from=source)

    def _part_day(self, part: Part, limit: date, before: Moment | None) -> date | None:
        today = self.setting.today
        if part.date:
            if part.date.readings[0][0] is not None:
                return self._day_of(part, today)
            day = self._day_of(part, today if part.role == "modified" else limit)
            if day and part.role == "modified" and limit < today and part.weekday is None:
                # "2 aprile 2017, aggiornato il 3 aprile": the first 3 April from then on.
                reading = part.date.readings[0]
                years = (civil_day(reading[3], limit.year + k, day.month, day.day) for k in (0, 1))
                day = next((d for d in years if d and limit <= d <= today and reading[3] == "gregorian"), day)
            return day
        if part.day is not None:
            return today + timedelta(days=part.day)
        if part.ago:
            return today - timedelta(days=sum(n * (7 if unit == "week" else 1) for unit, n in part.ago.amounts))
        if part.time is None:
            return None
        if part.weekday is not None:
            day = today - timedelta(days=(today.weekday() - part.weekday) % 7)
            local = self.captured_at.astimezone(self._zone(part)[0])
            late = (part.time.hour, part.time.minute or 0) > (local.hour, local.minute)
            return day - timedelta(days=7) if day == today and late else day
        if before is None or before.precision == "month":
            return None
        if part.role == "published":
            # Printed behind its change: the same day, or the one before where the clock says so.
            later = before.precision != "day" and (part.time.hour, part.time.minute or 0) > (
                before.at.hour,
                before.at.minute,
            )
            return before.at.date() - timedelta(days=later)
        # "2 aprile 2019 (aggiornato alle 21:15)": the same day, or the next where the clock has gone round.
        day = before.at.date()
        if before.precision != "day" and (part.time.hour, part.time.minute or 0) < (before.at.hour, before.at.minute):
            day += timedelta(days=1)
        return day

    def _moment_ago(self, part: Part, printed: str) -> Moment | None:
        amounts = part.ago.amounts if part.ago else []
        units = [unit for unit, _ in amounts]
        tz: tzinfo = self.home.zone if self.home else UTC
        if "year" in units:
            return None
        if "month" in units:
            months = sum(n for unit, n in amounts if unit == "month")
            index = self.setting.today.year * 12 + self.setting.today.month - 1 - months
            at = datetime(index // 12, index % 12 + 1, 1, tzinfo=tz) if index >= 1900 * 12 else None
            source = self.home.source if self.home else None
            return Moment(at=at, printed=printed, precision="month", zone_from=source) if at else None
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
        span = timedelta(seconds=sum(n * seconds[unit] for unit, n in amounts))
        at = (self.captured_at - span).astimezone(tz)
        precision: Granularity = "minute" if "minute" in units else "hour" if "hour" in units else "second"
        # The instant is known whatever the zone: the capture's clock had one.
        return Moment(at=at, printed=printed, precision=precision, zone_from=self.home.source if self.home else "text")

    def _zone(self, part: Part) -> tuple[tzinfo, ZoneSource | None, int]:
        """Return a part's zone, how it is known, and 1 where the second of a doubled hour is meant."""
        home: tzinfo = self.home.zone if self.home else UTC
        source: ZoneSource | None = self.home.source if self.home else None
        token = part.zone
        if token is None:
            return home, source, 0
        if token.kind == "offset":
            offset = offset_zone(token.text)
            return (offset, "text", 0) if offset else (home, source, 0)
        name = token.means["zone"]
        if name in ("standard", "summer"):
            return home, source, int(name == "standard")
        named: tzinfo | None = load_zone(name) if "/" in name else letters_zone(name, country=self.setting.country)
        if named is None:
            return home, source, 0
        return (UTC if named.utcoffset(None) == timedelta(0) else named), "abbreviation", 0


def _has_no_case(word: str) -> bool:
    """Tell whether a word's letters are neither small nor great: Arabic, Hebrew, Indic, and Georgian as printed."""
    return not word.isascii() and len(word) > 1 and ("\u10d0" <= word[0] <= "\u10ff" or word[0].upper() == word[0])


def _has_long_row(words: list[Token]) -> bool:
    """Tell whether so many signs of the East stand without a space or a mark between them as in a sentence."""
    row, before = 0, -1
    for token in words:
        row = (row + 1 if token.start == before else 1) if token.text >= _FIRST_OF_THE_EAST else 0
        before = token.end
        if row >= _LONG_ROW:
            return True
    return False


def _in_days(part: Part) -> bool:
    return part.ago is not None and all(unit in ("day", "week") for unit, _ in part.ago.amounts)


def _settle(moments: list[tuple[Role | None, Moment]]) -> Reading:
    """Return which moment is the publication and which the change."""
    if not moments:
        return NOTHING
    published = next((m for role, m in moments if role == "published"), None)
    modified = next((m for role, m in reversed(moments) if role == "modified"), None)
    unnamed = [m for role, m in moments if role is None]
    if published is None and unnamed and (modified is None or unnamed[0].at <= modified.at or moments[0][0] is None):
        likely = unnamed[0]
        return Reading(published=likely, modified=modified, role="published" if modified else None)
    if published is None:
        return Reading(modified=modified, role="modified")
    return Reading(published=published, modified=modified, role="published")
