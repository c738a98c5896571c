"""Grammar: dates, clock times and spans of time in the tokens of a line. Each reader starts at one token."""

from dataclasses import dataclass, field

from archive.article.calendars import Calendar
from archive.article.date_forms import BY_FORM, DateFound, Setting, full_year
from archive.article.date_tokens import Token

# "April 2" without a year is a day only where the month is said first; elsewhere "Maggio 5" is a headline.
_MONTH_WORD_FIRST = frozenset({"en", "fil", "tl", "hu", "lt", "eu", "zh", "ja", "ko", "mn", "kk", "lv", "so", "sw"})
# Languages that leave the number out where it is one: "час назад".
_ONE_UNSAID = frozenset(
    {"ru", "uk", "be", "bg", "mk", "sr", "hr", "bs", "sl", "cs", "sk", "pl"}
    | {"fi", "et", "lt", "lv", "ar", "he", "fa", "ka", "hy", "sw"}
)
_JOINERS = frozenset(",.-/'°()·")
_ORDINAL = frozenset(
    {"°", "er", "st", "nd", "rd", "th", "re", "e", "a", "ος", "го", "ого", "ra", "da", "de", "ende", "η", "mh"}
)


@dataclass(slots=True)
class TimeFound:
    hour: int
    minute: int | None = None
    second: int | None = None
    dotted: bool = False
    """Printed 20.42, which may be anything else too."""


@dataclass(slots=True)
class AgoFound:
    amounts: list[tuple[str, int]] = field(default_factory=list)


class Grammar:
    """Readers over the tokens of one line."""

    def __init__(self, tokens: list[Token], setting: Setting) -> None:
        self.tokens = tokens
        self.setting = setting

    # ---- walking -------------------------------------------------------------------------------------------

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def means(self, at: int, kind: str) -> bool:
        return 0 <= at < len(self.tokens) and kind in self.tokens[at].means

    def skip(self, at: int, *, most: int = 3, stop: str = "") -> int:
        """Return the first token from *at* that is neither punctuation within a date nor a little word."""
        for _ in range(most):
            text = self.text(at)
            joiner = self.kind(at) in ("mark", "word") and text in _JOINERS and text not in stop
            little = (self.means(at, "glue") or self.means(at, "yearmark")) and not self.means(at, "month")
            if not (joiner or little or (self.kind(at) == "word" and text in _ORDINAL and not self.means(at, "month"))):
                break
            at += 1
        return at

    def small(self, at: int) -> int | None:
        """Return the number of one or two digits at *at*."""
        return int(self.text(at)) if self.kind(at) == "number" and len(self.text(at)) <= 2 else None

    def year_at(self, at: int, *, two_digits: bool = True) -> tuple[int, Calendar] | None:
        text = self.text(at)
        if self.kind(at) != "number":
            return None
        if len(text) == 4 and (1250 <= int(text) <= 1500 or 1800 <= int(text) <= 2700):
            return full_year(text, self.setting)
        if len(text) == 2 and two_digits:
            after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            apostrophe = self.text(at - 1) == "'"
            free = after is None or after.kind in ("clock", "hmark", "pair", "mark") or "half" in after.means
            free = free or bool(after and ({"clock", "zone", "label"} & set(after.means)))
            if (apostrophe or free) and not (after and (after.text == "%" or "month" in after.means)):
                return full_year(text, self.setting)
        return None

    # ---- dates ---------------------------------------------------------------------------------------------

    def date_at(self, at: int) -> tuple[DateFound, int] | None:
        """Return the date that begins at token *at* and the token after it, or None."""
        token = self.tokens[at]
        if reader := BY_FORM.get(token.kind):
            found = reader(self.setting, token)
            return (found, at + 1) if found else None
        if token.kind == "number":
            if len(token.text) <= 2:
                return self._day_month(at)
            if len(token.text) == 4:
                return self._year_first(at)
        if "month" in token.means:
            return self._month_first(at)
        if "ordinal" in token.means:
            return self._day_month(at)
        return None

    def _day_month(self, at: int) -> tuple[DateFound, int] | None:
        token, before = self.tokens[at], self.tokens[at - 1] if at else None
        day = token.means.get("ordinal") or int(token.text)
        # "F24 maggio" is a form to pay taxes with.
        if before and before.end == token.start and before.kind == "word" and not before.means and len(before.text) < 3:
            return None
        month_at = self.skip(at + 1)
        if not self.means(month_at, "month") or (self.text(month_at - 1) == "," and month_at - at > 2):
            return None
        calendar, month = self.tokens[month_at].means["month"]
        after = self._same_month_again(month_at, month)
        if self._is_compound(month_at):
            return None
        year_at = self.skip(after)
        if self.means(year_at, "weekday"):
            # "2 Nisan Salı 2019"
            year_at = self.skip(year_at + 1)
        # "ул. 8 Марта, 10": a comma stands before a whole year only.
        year = self.year_at(year_at, two_digits=self.text(year_at - 1) != ",")
        if year is None:
            return DateFound([(None, month, day, calendar)]), after
        end = year_at + 1
        return DateFound([(year[0], month, day, calendar if calendar != "gregorian" else year[1])]), end

    def _is_compound(self, month_at: int) -> bool:
        """Tell whether a month's name is the first half of another word: "1. Mai-Demo"."""
        if self.text(month_at + 1) != "-" or self.kind(month_at + 2) != "word":
            return False
        month, dash, word = self.tokens[month_at : month_at + 3]
        return month.end == dash.start and dash.end == word.start and not word.means

    def _same_month_again(self, month_at: int, month: int) -> int:
        """Step over a month's second name: ``أبريل/نيسان``, ``abril (04)``."""
        after = month_at + 1
        again = self.text(after) in ("/", "(", "-", "\\") and self.means(after + 1, "month")
        if again and self.tokens[after + 1].means["month"][1] == month:
            return after + (3 if self.text(after + 2) == ")" else 2)
        return after

    def _month_first(self, at: int) -> tuple[DateFound, int] | None:
        calendar, month = self.tokens[at].means["month"]
        following = self.skip(self._same_month_again(at, month), most=2)
        day = self.small(following)
        if day is not None and 1 <= day <= 31:
            # "mar 5 set 2017": the word before was the weekday.
            if self._day_month(following) and self.means(at, "weekday"):
                return None
            after = following + 1
            if self.text(after) in _ORDINAL:
                after += 1
            year_at = self.skip(after)
            year = self.year_at(year_at, two_digits=self.text(year_at - 1) in ("'", ","))
            if year:
                return DateFound([(year[0], month, day, calendar if calendar != "gregorian" else year[1])]), year_at + 1
            usual = self.setting.language in _MONTH_WORD_FIRST or self.setting.language is None
            if usual and self._day_month(following) is None:
                return DateFound([(None, month, day, calendar)]), after
            return None
        if self.kind(following) == "number" and len(self.text(following)) == 4 and (year := self.year_at(following)):
            if any(self.kind(k) == "number" and len(self.text(k)) < 3 for k in (self._back(at), *range(at - 3, at))):
                return None
            return DateFound([(year[0], month, None, calendar if calendar != "gregorian" else year[1])]), following + 1
        return None

    def _back(self, at: int) -> int:
        at -= 1
        while at >= 0 and (self.text(at) in _JOINERS or self.means(at, "glue")):
            at -= 1
        return at

    def _year_first(self, at: int) -> tuple[DateFound, int] | None:
        year = self.year_at(at, two_digits=False)
        if year is None:
            return None
        after = self.skip(at + 1, most=5)
        if self.means(after, "month"):
            calendar, month = self.tokens[after].means["month"]
            day_at = self.skip(self._same_month_again(after, month), most=2)
            day = self.small(day_at)
            if day is not None and 1 <= day <= 31:
                end = day_at + 1
                return DateFound([(year[0], month, day, calendar if calendar != "gregorian" else year[1])]), end
            return None
        # "2019. gada 2. aprīlis": the year's own word stands between.
        marked = any(self.means(k, "yearmark") for k in range(at + 1, after))
        if marked and self.small(after) and (found := self._day_month(after)):
            inner = found[0].readings[0]
            if inner[0] is None:
                return DateFound([(year[0], inner[1], inner[2], year[1])]), found[1]
        return None

    # ---- clock times -----------------------------------------------------------------------------------------

    def time_at(self, at: int) -> tuple[TimeFound, int] | None:
        """Return the clock time that begins at token *at* and the token after it, or None."""
        token = self.tokens[at]
        half_before = token.means.get("half")
        if half_before and at + 1 < len(self.tokens):
            inner = self.skip(at + 1, most=2)
            if self.kind(inner) in ("clock", "hmark", "hour", "pair") and (found := self._plain_time(inner)):
                return halved(found[0], half_before), found[1]
            return None
        if token.kind in ("clock", "hmark", "hour", "pair", "number"):
            found = self._plain_time(at)
            if found is None:
                return None
            time, end = found
            half_at = end + (1 if self.text(end) in ("(", ".", ",") and self.means(end + 1, "half") else 0)
            if self.means(half_at, "clock") and self.means(half_at + 1, "half"):
                half_at += 1
            if self.means(half_at, "half"):
                time, end = halved(time, self.tokens[half_at].means["half"]), half_at + 1
                end += self.text(end) == "."
            elif token.kind == "number" and time.minute is None and not self._clock_before(at):
                return None
            return time, end
        return None

    def _clock_before(self, at: int) -> bool:
        if not self.means(at - 1, "clock"):
            return False
        # "u 10 sati", "в 10 часов": one letter is enough where the word for the hour follows.
        return (
            len(self.text(at - 1)) > 1
            or self.text(at - 1) in "àoh"
            or (self.means(at + 1, "clock") and len(self.text(at + 1)) > 2)
        )

    def _plain_time(self, at: int) -> tuple[TimeFound, int] | None:
        token = self.tokens[at]
        f = token.fields
        if token.kind == "clock":
            return _checked(f["clock_h"], f["clock_m"], f["clock_s"], at + 1)
        if token.kind == "hmark":
            return _checked(f["hmark_h"], f["hmark_m"], f["hmark_s"], at + 1)
        if token.kind == "hour":
            return _checked(f["hour_h"], None, None, at + 1)
        if token.kind == "pair" and f["pair_sep"] == "." and len(f["pair_b"] or "") == 2:
            found = _checked(f["pair_a"], f["pair_b"], None, at + 1)
            if found:
                found[0].dotted = not self._clock_before(at)
            return found
        if token.kind == "number" and len(token.text) <= 2 and int(token.text) < 24:
            half = self.means(at + 1, "half")
            if not half and not self._clock_before(at):
                return None
            # "alle ore 8 e 30"
            minutes = self.small(at + 2) if self.text(at + 1) in ("e", "y", "et", "und", "i") else None
            if minutes is None and self.text(at + 1) == "," and self._clock_before(at):
                minutes = self.small(at + 2)
            if minutes is not None and len(self.text(at + 2)) == 2 and minutes < 60:
                return TimeFound(int(token.text), minutes), at + 3
            if self.kind(at + 1) == "word" and not (half or self.tokens[at + 1].means):
                return None
            return TimeFound(int(token.text)), at + 1
        return None

    # ---- spans of time ---------------------------------------------------------------------------------------

    def ago_at(self, at: int) -> tuple[AgoFound, int] | None:
        """Return the span of "3 hours ago" that begins at token *at* and the token after it, or None."""
        said = False
        here = at
        while self.means(here, "ago") and not (self.means(here, "unit") and said):
            said, here = True, here + 1
            if self.text(here) in ("-", ":"):
                here += 1
        found = AgoFound()
        while len(found.amounts) < 3:
            step = self._amount_at(here, first=not found.amounts, said=said)
            if step is None:
                break
            found.amounts.append(step[0])
            here = step[1]
            said = said or self.means(here - 1, "span")
            joined = here + (self.text(here) in (",", "e", "und", "and", "et", "y", "и", "i", "og", "och"))
            if self._amount_at(joined, first=False, said=said):
                here = joined
        if not found.amounts:
            return None
        here += self.text(here) == "."
        while self.means(here, "ago"):
            said, here = True, here + 1
        return (found, here) if said else None

    def _amount_at(self, at: int, *, first: bool, said: bool) -> tuple[tuple[str, int], int] | None:
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if token.kind == "hour" and token.text.endswith(("h", "hrs", "uur")):
            return ("hour", int(token.fields["hour_h"] or 0)), at + 1
        if first and "amount" in token.means:
            return token.means["amount"], at + 1
        number: int | None = None
        here = at
        if token.kind == "number" and len(token.text) <= 3:
            number, here = int(token.text), at + 1
        elif "number" in token.means:
            number, here = token.means["number"], at + 1
            here += self.text(here) == "'"
        if number is not None:
            here += self.means(here, "glue") and not self.means(here, "unit")
            means = self.tokens[here].means if here < len(self.tokens) else {}
            unit = means.get("span") or means.get("unit")
            return ((unit, number), here + 1) if unit and number else None
        # "saa 2 zilizopita": Swahili, Sinhala and their neighbours say the unit first.
        if "unit" in token.means and self.kind(here + 1) == "number" and len(self.text(here + 1)) <= 3:
            end = here + 2
            end += self.means(end, "glue") and not self.means(end, "ago")
            if self.means(end, "ago") and int(self.text(here + 1)):
                return (token.means["unit"], int(self.text(here + 1))), end
        # "godzinę temu", "час назад", "לפני שעה": one of it.
        single = first and "unit" in token.means and len(token.text) > 2
        if single and self.setting.language in _ONE_UNSAID and (said or self.means(at + 1, "ago")):
            return (token.means["unit"], 1), at + 1
        return None


def _checked(hour: str | None, minute: str | None, second: str | None, end: int) -> tuple[TimeFound, int] | None:
    h, m, s = int(hour or 0), int(minute or 0), int(second or 0)
    if h > 24 or m > 59 or s > 59 or (h == 24 and (m or s)):
        return None
    return TimeFound(h, None if minute is None else m, None if second is None else s), end


def halved(time: TimeFound, half: str) -> TimeFound:
    if time.hour <= 12:
        time.hour = time.hour % 12 + (12 if half == "pm" else 0)
    time.dotted = False
    return time
