"""Reading a line: which day, clock and zone each of its dates means, and which is which."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from archive.article.calendars import civil_day
from archive.article.date_forms import Setting, possible
from archive.article.date_grammar import Grammar
from archive.article.date_line import Assembler, Part
from archive.article.date_standing import Standing
from archive.article.date_tokens import Token, tokens_of
from archive.article.folding import fold
from archive.article.lexicon import known_month_names, lexicon_of
from archive.article.machine_dates import in_window, offset_zone, read_machine_date
from archive.article.moment import NOTHING, Moment, Reading, Role, ZoneSource
from archive.article.zone_letters import AMERICAN_LETTERS, letters_zone
from archive.article.zones import ZoneChoice, load_zone

if TYPE_CHECKING:
    from archive.article.model import Granularity

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
        standing = Standing(self.printed, self.folded, self.tokens, self.setting, line, assembler)
        parts = [part for part in line.parts if not part.refused and standing.holds(part)]
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
