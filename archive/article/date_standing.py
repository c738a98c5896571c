"""Standing: whether a date that was read is a date line's, and not a sentence's, a version's or an occasion's."""

from dataclasses import dataclass

from archive.article.calendars import Calendar, civil_day
from archive.article.date_forms import Setting
from archive.article.date_line import BY, HARD, Assembler, Line, Part
from archive.article.date_tokens import Token
from archive.article.hints import named
from archive.article.lexicon import languages

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


@dataclass(slots=True)
class Standing:
    """Judges the parts of one line."""

    printed: str
    folded: str
    tokens: list[Token]
    setting: Setting
    line: Line
    assembler: Assembler

    def holds(self, part: Part) -> bool:
        """Tell whether a part is a date line's, and not a date in a sentence or a word that happens to be a day."""
        if not part.dated:
            return self._clock_stands(part)
        if part.stamp or part.vetoed or self._in_a_sentence(part):
            return part.stamp is not None
        if part.role:
            return not self._is_a_number(part)
        foreign = len(self.line.foreign)
        before, after = self.assembler.run_before(part.start), self.assembler.run_after(part.end)
        if part.date is None:
            if part.time and part.ago is None:
                return before <= 4 and after <= 3
            if part.ago:
                return after == 0 and before <= 4
            if sum(other.day is not None for other in self.line.parts) > 1:
                return False
            return foreign == 0 or (self.assembler.only_a_byline() and before == after == 0)
        if (part.date.bare and not self._bare_pair_stands(part)) or self._has_another_year(part):
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
        opens_sentence = part.start == 1 and self.assembler.run_after(part.end) >= 2 and foreign >= 4
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

    def _in_a_sentence(self, part: Part) -> bool:
        """Tell whether the words around a date are a sentence's: small ones as no date line has, or a row of signs."""
        if not self.line.foreign:
            return False
        first, last = part.start, part.end
        while first > 0 and not self._ends_segment(first - 1):
            first -= 1
        while last < len(self.tokens) and not self._ends_segment(last):
            last += 1
        if part.time is None and part.role is None and _has_long_row(self.tokens[part.end : last]):
            return True
        words = [t for at in self.line.foreign if first <= at < last and not (t := self.tokens[at]).means]
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

    def _clock_stands(self, part: Part) -> bool:
        """Tell whether a clock time without a day is a date line's."""
        if part.time is None or part.role == "modified":
            return part.time is not None
        if part.weekday is not None:
            # "Biden to speak Thursday at 9 p.m." is not over yet.
            alone = part.role is not None or self.assembler.only_a_byline()
            return alone and part.weekday_long and not self._is_span(part)
        # "Updated March 5 - 3.20pm, first published at 10.15am"
        return part.role == "published" and any(other.dated and other.role == "modified" for other in self.line.parts)

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

    def _has_another_year(self, part: Part) -> bool:
        """Tell whether a year stands by a day that was read without it or with two digits: none is better."""
        first = self.tokens[part.start]
        if (
            part.date
            and part.date.readings[0][0] is not None
            and not (first.kind == "dmy" and len(first.fields["dmy_c"] or "") == 2)
        ):
            return False
        taken = [(other.start, other.end) for other in self.line.parts]
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
