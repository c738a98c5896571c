"""Parts of a date line: which date, clock time, zone and label belong together."""

from dataclasses import dataclass, field

from archive.article.date_forms import DateFound
from archive.article.date_grammar import AgoFound, Grammar, TimeFound, halved
from archive.article.date_tokens import Token
from archive.article.moment import Role
from archive.article.patterns import has_dense

HARD = frozenset("|•·>()[];~")
_SOFT = HARD | frozenset("-,:/.")
_RANGE_WORDS = frozenset({"al", "all'", "to", "bis", "au", "a", "ao", "until", "till", "tot", "до", "do", "til", "at"})
BY = frozenset({"di", "by", "von", "par", "por", "da", "door", "od", "av", "af", "di:", "redazione", "autor", "автор"})


@dataclass(slots=True)
class Part:
    """One moment in the making."""

    start: int
    """First token."""
    end: int
    """The token after the last one."""
    role: Role | None = None
    date: DateFound | None = None
    time: TimeFound | None = None
    zone: Token | None = None
    weekday: int | None = None
    weekday_long: bool = False
    day: int | None = None
    """Days from today: yesterday is -1."""
    ago: AgoFound | None = None
    stamp: str | None = None
    refused: bool = False
    veto_gap: int = 99
    """How many tokens before it stands a word that speaks of a birth, a law, a deadline."""

    @property
    def vetoed(self) -> bool:
        return self.veto_gap <= 3 or (self.veto_gap <= 7 and self.time is None)

    @property
    def dated(self) -> bool:
        return bool(self.date or self.day is not None or self.ago or self.stamp)


@dataclass(slots=True)
class Line:
    """The parts of a line in order, and the words that belong to none."""

    parts: list[Part] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    """Tokens that are words without a meaning here."""


class Assembler:
    """One walk over the tokens: every token is taken once, by the first reader that knows it."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.tokens = grammar.tokens
        self.line = Line()
        self.part: Part | None = None
        self.label: Role | None = None
        self.labels: list[tuple[Role, int, int]] = []
        self.veto_at = -99
        self.length_at = -99
        self.weekday: tuple[int, int, bool] | None = None

    def assemble(self) -> Line:
        """Return the line's parts."""
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        self._close()
        self._labels_behind()
        return self.line

    # ---- steps -----------------------------------------------------------------------------------------------

    def _step(self, at: int) -> int:
        token, grammar = self.tokens[at], self.grammar
        if "label" in token.means and not self._is_month(at):
            self._close()
            self.label = token.means["label"]
            self.labels.append((token.means["label"], at, len(self.line.parts)))
            self.veto_at = -99
            self.weekday = None
            return at + 1
        if token.kind == "stamp":
            self._begin(at, at + 1).stamp = token.text
            return at + 1
        if (token.means or token.kind in ("number", "hour")) and (found := grammar.ago_at(at)):
            self._begin(at, found[1]).ago = found[0]
            return found[1]
        if token.kind == "pair" and self._pair_is_time(at):
            return self._take_time(at) or at + 1
        if token.kind == "dmy" and (after := self._take_dotted_clock(at)):
            return after
        if found_date := grammar.date_at(at):
            return self._take_date(at, *found_date)
        if after := self._take_time(at):
            return after
        if after := self._take_zone(at):
            return after
        return self._take_word(at)

    def _is_month(self, at: int) -> bool:
        return "month" in self.tokens[at].means and self.grammar.date_at(at) is not None

    def _take_word(self, at: int) -> int:
        token = self.tokens[at]
        if token.text == "©" or ("veto" in token.means and not {"weekday", "month", "day"} & set(token.means)):
            self.veto_at = at
        if "length" in token.means:
            self.length_at = at
        if "day" in token.means and not self._day_is_noun(at):
            self._begin(at, at + 1).day = token.means["day"]
        elif "weekday" in token.means:
            long = len(token.text) > 3 or has_dense(token.text)
            part = self.part
            if part and part.date and part.weekday is None and at - part.end <= 2:
                part.weekday, part.end = token.means["weekday"], at + 1
            elif part and part.time and not part.dated and part.role and at == part.end:
                # After a label the day may stand behind its clock time: Posted 10:15 a.m. Tuesday
                part.weekday, part.weekday_long, part.end = token.means["weekday"], long, at + 1
            else:
                self.weekday = (token.means["weekday"], at, long)
        elif token.text in HARD:
            self.veto_at = -99
        elif (token.kind == "word" and len(token.text) > 1 and not self._little(token)) or (
            token.kind == "word" and not token.means and not token.text.isascii()
        ):
            self.line.foreign.append(at)
        return at + 1

    def _day_is_noun(self, at: int) -> bool:
        # "der morgen", "il domani": an article makes a noun of it.
        return self.grammar.text(at - 1) in ("il", "lo", "der", "das", "le", "el", "o", "the") and at > 0

    @staticmethod
    def _little(token: Token) -> bool:
        return bool({"glue", "clock", "half", "zone", "yearmark", "ago"} & set(token.means))

    # ---- what is taken ---------------------------------------------------------------------------------------

    def _begin(self, start: int, end: int) -> Part:
        """Begin a part, or go on with one that has a time and waits for its day."""
        part = self.part
        if part is not None and not part.dated and part.time and self._near(part.end, start, 2):
            part.end = end
        else:
            self._close()
            part = self.part = Part(start=start, end=end, role=self.label)
            self.label = None
        if self.weekday:
            number, at, long = self.weekday
            if start - at <= 4 and self._near(at + 1, start, 1):
                part.weekday, part.weekday_long = number, long
                part.start = min(part.start, at)
            self.weekday = None
        if part.role is None:
            part.veto_gap = min(part.veto_gap, start - self.veto_at)
        return part

    def _close(self) -> None:
        if self.part is not None:
            self.line.parts.append(self.part)
            self.part = None

    def _take_date(self, at: int, found: DateFound, after: int) -> int:
        if all(reading[3] == "hijri" for reading in found.readings):
            return after
        refused = self._is_range(at, after)
        part = self.part
        if (
            part is not None
            and part.dated
            and part.date is None
            and part.day is not None
            and self._near(part.end, at, 0)
        ):
            # "oggi, 2 aprile 2019"
            part.date, part.day, part.end = found, None, after
        else:
            part = self._begin(at, after)
            part.date = found
        part.refused = part.refused or refused
        return after

    def _is_range(self, at: int, after: int) -> bool:
        """Tell whether the date is an end of "2-5 aprile 2019" or "dal 2 al 5 aprile": an event, not a publication."""
        grammar = self.grammar
        before = grammar.text(at - 1)
        # "2.-5. April": an ordinal's dot stands between.
        dot = grammar.text(at - 2) == "."
        first = at - 2 - dot
        if (
            self.tokens[at].kind == "number"
            and grammar.kind(first) == "number"
            and 1 <= int(grammar.text(first)[:4]) <= 31
        ):
            gap = self.tokens[at].start - self.tokens[first].end - dot
            if (before in ("-", "/") and (gap == 1 or first == 0)) or before in _RANGE_WORDS:
                return True
        if grammar.kind(at - 1) == "pair" and self.tokens[at].start - self.tokens[at - 1].end <= 1:
            return True
        # "2 aprile - 5 aprile 2019"
        last = self.part or (self.line.parts[-1] if self.line.parts else None)
        if last and last.date and not last.time and self.label is None and last.role is None and at - last.end <= 2:
            between = {self.tokens[k].text for k in range(last.end, at)}
            if between & {"-", *_RANGE_WORDS} and grammar.kind(after) not in ("clock", "hmark"):
                last.refused = True
                return True
        return False

    def _take_time(self, at: int) -> int | None:
        found = self.grammar.time_at(at)
        if found is None:
            return None
        time, after = found
        if at - self.length_at <= 3:
            self.length_at = -99
            return after
        part = self.part
        if part is not None and part.time is None and not part.stamp and not (part.ago and not _whole_days(part.ago)):
            # "Le partite di oggi: Inter-Genoa ore 20.45": to a day's word a clock time stands close.
            if self._near(part.end, at, 0 if time.dotted or (part.day is not None and not part.date) else 3):
                part.time, part.end = time, after
                return after
            if time.dotted:
                return None
        if part is None or part.dated:
            self._close()
            part = self.part = Part(start=at, end=after, role=self.label)
            self.label = None
            if self.weekday and self._near(self.weekday[1] + 1, at, 0):
                part.weekday, part.weekday_long = self.weekday[0], self.weekday[2]
                part.start = self.weekday[1]
                self.weekday = None
        part.time, part.end = time, after
        return after

    def _take_dotted_clock(self, at: int) -> int | None:
        """Take "16.07.00" behind a day: Danes, Finns and Indonesians print their clocks so."""
        part, fields = self.part, self.tokens[at].fields
        hour, minute, second = (fields[name] or "" for name in ("dmy_a", "dmy_b", "dmy_c"))
        if part is None or not (part.date or part.day is not None) or part.time or not self._near(part.end, at, 0):
            return None
        if fields["dmy_sep"] != "." or len(minute) != 2 or len(second) != 2 or len(hour) > 2:
            return None
        if int(hour) > 23 or int(minute) > 59 or int(second) > 59 or " " in self.tokens[at].text:
            return None
        time, after = TimeFound(int(hour), int(minute), int(second)), at + 1
        for beside in (at - 1, at + 1):
            if self.grammar.means(beside, "half"):
                time, after = halved(time, self.tokens[beside].means["half"]), max(after, beside + 1)
        part.time, part.end = time, after
        return after

    def _pair_is_time(self, at: int) -> bool:
        """Tell whether 20.42 is a clock time here rather than the 20th of something."""
        grammar = self.grammar
        if grammar._plain_time(at) is None:
            return False
        if grammar.means(at - 1, "clock") or (self.part and self.part.dated and self.part.time is None):
            return True
        if self.label and self.part is None and any(p.time and p.time.dotted for p in self.line.parts):
            # "5.3.2024 10.15 | Päivitetty 12.00"
            return len(grammar.tokens[at].fields["pair_b"] or "") == 2 and grammar.text(at + 1) != "."
        following = at + 1
        while grammar.text(following) in _SOFT or grammar.means(following, "glue") or grammar.means(following, "clock"):
            following += 1
        if following < len(self.tokens) and (found := grammar.date_at(following)):
            return not found[0].bare
        return following < len(self.tokens) and "half" in self.tokens[following].means

    def _take_zone(self, at: int) -> int | None:
        part = self.part
        token = self.tokens[at]
        if part is None or part.time is None or part.zone is not None or not self._near(part.end, at, 0):
            return None
        if token.kind == "offset":
            sign = token.text.lstrip()[:1]
            # "10:00-12:00" is from ten to twelve.
            if sign == "-" and ":" in token.text and part.time.second is None:
                return None
        elif "zone" not in token.means:
            return None
        part.zone, part.end = token, at + 1
        return at + 1

    # ---- nearness --------------------------------------------------------------------------------------------

    def _near(self, end: int, start: int, most: int) -> bool:
        """Tell whether at most so many foreign words stand between two tokens."""
        words = 0
        for token in self.tokens[end:start]:
            if (
                token.kind == "word"
                and len(token.text) > 1
                and not self._little(token)
                and "weekday" not in token.means
            ) or token.kind == "number":
                words += 1
        return words <= most

    def run_before(self, at: int) -> int:
        """Return how many foreign words stand before a token without a separator."""
        return self._run(range(at - 1, -1, -1))

    def run_after(self, at: int) -> int:
        """Return how many foreign words follow from a token on without a separator."""
        return self._run(range(at, len(self.tokens)))

    def _run(self, places: range) -> int:
        words = 0
        for at in places:
            token = self.tokens[at]
            if token.text in HARD or token.text in ("-", ",", ":") or "label" in token.means:
                break
            words += token.kind == "word" and len(token.text) > 1 and not self._little(token)
        return words

    def only_a_byline(self) -> bool:
        """Tell whether the line's foreign words are none, or a byline."""
        if not self.line.foreign:
            return True
        return self.tokens[self.line.foreign[0]].text in BY or (
            self.tokens[0].text in BY and len(self.line.foreign) <= 5
        )

    def _labels_behind(self) -> None:
        """Give labels to the parts before them where the line is written so: ``2019.04.02 20:42 입력``."""
        dated = [part for part in self.line.parts if part.dated]
        if self.labels and len(dated) > 1:
            # "2019/4/2 20:42 (2019/4/3 9:05更新)": the last one's label is behind it, the others have none.
            role, at, _ = self.labels[-1]
            if len(self.labels) == 1 and dated[-1].end == at and dated[-1].role is None:
                dated[-1].role = role
                return
        if not self.labels or not dated or self.labels[0][1] < dated[0].start or self.labels[-1][1] < dated[-1].end:
            return
        if any(not part.dated and part.time and part.role for part in self.line.parts):
            return  # "5 Marzo 2024 - Ultimo aggiornamento alle 11:20": the label is the clock time's
        following = self.labels[-1][1] + 1
        if following in self.line.foreign:
            return  # "Der am 5. März 2024 veröffentlichte Bericht"
        if len(self.labels) == len(dated) and all(
            p.end <= at for p, (_, at, _) in zip(dated, self.labels, strict=True)
        ):
            if any(self.tokens[k].text in HARD for k in range(dated[0].end, self.labels[0][1])):
                return
            for part, (role, _, _) in zip(dated, self.labels, strict=True):
                part.role = role


def _whole_days(ago: AgoFound) -> bool:
    return all(unit in ("day", "week") for unit, _ in ago.amounts)
