"""Tokens of a date line: numbers in date and clock forms, words with their meanings, punctuation."""

import re
from dataclasses import dataclass, field

from archive.article.lexicon import MARK, WORD, Lexicon, Meanings
from archive.article.patterns import has_dense, late
from archive.article.zone_letters import KNOWN_LETTERS

_KANJI = "〇○零一二三四五六七八九十百廿卅"
_ERAS = r"令和|平成|昭和|大正|明治|中華民國|中华民国|民國|民国|(?<![a-z])[rhst](?=\d)"
_HOURS = r"(?:hs|hrs|h|uhr|uur|u|ч|год|時|时|點|点|시|gio)"

_CJK = rf"""
  | (?P<cjk>(?:(?P<era>{_ERAS})\s?)?
        (?:(?P<cjk_year>元|(?<!\d)\d{{1,4}}|[{_KANJI}]+)\s?[年년]\s?度?)?
        (?P<cjk_month>(?<!\d)\d{{1,2}}|[{_KANJI}]{{1,3}})\s?[月월]\s?
        (?:(?P<cjk_day>\d{{1,2}}|[{_KANJI}]{{1,3}})\s?[日号號일])?)
    """


def _forms(*, cjk: str, word: str) -> str:
    """Return the pattern of all forms. The order is the reading: what could be two things is the first of them.

    Forms that begin with a digit are tried only before one: most tokens are words.
    """
    return rf"""
    (?=\d)(?P<stamp>(?<!\d)\d{{4}}-\d\d-\d\dt\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s?(?:z\b|[+-]\d\d:?\d\d)?(?!\d))
  {cjk}
  | (?P<initial>(?<![a-z\d])(?P<initial_era>[rhs])(?P<initial_year>\d{{1,2}})[./](?P<initial_month>\d{{1,2}})[./]
        (?P<initial_day>\d{{1,2}})(?![\d./]))
  | (?P<counted>(?:(?P<year_first>(?<!\d)\d{{4}})\s?(?:оны|онд?)\s)?(?:(?P<counted_day>(?<!\d)\d{{1,2}})\s?,?\s)?
        (?:thang|thg\.?)\s?(?P<counted_month>\d{{1,2}})(?!\d)(?:[\s,./-]*(?:nam\s)?(?P<counted_year>\d{{4}}))?)
  | (?=\d)(?:
    (?P<mongolian>(?<!\d)(?:(?P<mn_year>\d{{4}})\s?(?:оны|он)\s)?(?P<mn_month>\d{{1,2}})
        [\s-]*(?:р|дугаар|дүгээр)?\s?(?:сарын|сар)\s
        (?P<mn_day>\d{{1,2}})(?:,?\s(?P<mn_year2>20\d\d)(?!\d))?)
  | (?P<ymd>(?<!\d)(?<!\d[.,/:-])(?P<ymd_year>\d{{4}})\s?(?P<ymd_sep>[./-])\s?(?P<ymd_month>\d{{1,2}})\s?(?P=ymd_sep)\s?
        (?:(?P<ymd_day>\d{{1,2}})(?!\d|[./]\d|-\d+(?![\d:]))|(?P<ymd_day2>\d\d)(?=\d\d:\d\d)))
  | (?P<dmy>(?<!\d)(?<!\bv)(?<!\d[.,/:-])(?P<dmy_a>\d{{1,3}})(?P<dmy_s1>\s?(?P<dmy_sep>[./·-])\s?)(?P<dmy_b>\d{{1,2}})
        (?P<dmy_s2>\s?(?P=dmy_sep)\s?|(?<=/\d)-(?=20\d\d)|(?<=/\d\d)-(?=20\d\d))
        '?(?P<dmy_c>20\d\d(?=\d{{1,2}}:\d\d)|(?:\d{{4}}|\d{{1,2}})(?!\d|:\d|[.,/]\d(?!\d?:\d\d)|-\d+(?![\d:]))))
    )
  | (?P<offset>(?:utc|gmt)\s?[+-]\s?\d{{1,2}}(?::?\d\d)?(?!\d)
        |(?=[\s+-])(?<=\d)(?:\s?\+|(?<=[:h]\d\d)\s?-|(?<=\.\d\d\d)-)\d\d:?\d\d(?!\d|[./]\d))
  | (?=\d)(?:
    (?P<clock>(?:(?<![\d:.,/])|(?<=20\d\d)|(?<=20\d\d[./])|(?<=-\d\d))(?P<clock_h>\d{{1,2}})\s?:\s?(?P<clock_m>\d\d)
        (?:\s?:\s?(?P<clock_s>\d\d)(?:[.,]\d{{1,6}})?)?(?![\d:]))
  | (?P<hmark>(?<![\d:.,/-])(?P<hmark_h>\d{{1,2}})\s?{_HOURS}\s?(?P<hmark_m>\d\d(?!\d)|\d(?=\s?[分분]))
        (?:\s?(?:min|mn|m|мин|хв|分|분|phut)(?!\w))?(?:\s?(?P<hmark_s>\d\d?)\s?[秒초])?(?:\s?[分분])?)
  | (?P<hour>(?<![\d:.,/-])(?P<hour_h>\d{{1,2}})\s?(?:hs|hrs|h|uhr|uur|時|时|點|点|시)(?![\w]))
  | (?P<pair>(?<!\d)(?<!\d[.,/:-])(?P<pair_a>\d{{1,2}})(?P<pair_sep>[./-])(?P<pair_b>\d{{1,2}})(?!\d|[.,/:-]\d|\s?%))
  | (?P<number>(?<!\d)20\d\d(?=\d{{1,2}}:\d\d)|\d+)
    )
  | (?P<word>{word})
  | (?P<mark>\S)
    """


_FORMS = late(_forms(cjk=_CJK, word=WORD), re.VERBOSE)
# Of lines with no letter that makes another word of what stands beside it: of nearly all, in most languages.
_PLAIN_FORMS = late(_forms(cjk="", word=r"[^\W\d_]+"), re.VERBOSE)

_NO_MEANINGS: Meanings = {}
_NO_FIELDS: dict[str, str | None] = {}
# Marks on letters of ours that no single sign stands for: Yoruba's.
_LETTER_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(slots=True)
class Token:
    """One token: *kind* is the name of its form; *fields* its numbers; *means* what a word may mean."""

    kind: str
    text: str
    start: int
    end: int
    means: Meanings = field(default_factory=dict)
    fields: dict[str, str | None] = field(default_factory=dict)


def tokens_of(line: str, folded_line: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a line: *folded_line* is *line* folded, of the same length."""
    raw = []
    plain = folded_line.isascii() or not (has_dense(folded_line) or MARK.search(folded_line))
    for match in (_PLAIN_FORMS if plain else _FORMS).finditer(folded_line):
        kind, text = match.lastgroup or "mark", match[0]
        start, end = match.span()
        fields = _NO_FIELDS
        if kind not in ("number", "word", "mark"):
            fields = match.groupdict()
        elif not plain and kind == "word":
            text = _LETTER_MARKS.sub("", text) or text
        raw.append(Token(kind, text, start, end, _NO_MEANINGS, fields))
    texts = [token.text for token in raw]
    found: list[Token] = []
    at = 0
    while at < len(raw):
        token = raw[at]
        size = 0
        if token.kind == "word" or token.kind == "mark":
            size, means = lexicon.find(texts, at)
            if size:
                last = raw[at + size - 1]
                text = folded_line[token.start : last.end]
                token = Token("word", text, token.start, last.end, means, _NO_FIELDS)
            # Letters name a zone only in capitals: "est" and "ist" are words of many languages.
            if size < 2 and token.text in KNOWN_LETTERS and line[token.start : token.end].isupper():
                token = Token("word", token.text, token.start, token.end, {**token.means, "zone": token.text.upper()})
        found.append(token)
        at += max(size, 1)
    return found
