"""Make archive/article/calendar_words.json: names of months, weekdays, units from CLDR, folded.

``python -m tests.bench.make_calendar_words`` (needs ``pip install babel``; dateparser's tables add spoken forms).
Read the diff before you commit it.
"""

import importlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import babel
from dateparser.data.languages_info import language_order

from archive.article.folding import fold

LANGUAGES = [
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "eo",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fo",
    "fr",
    "fy",
    "ga",
    "gd",
    "gl",
    "gu",
    "ha",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lb",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "mt",
    "my",
    "nb",
    "ne",
    "nl",
    "nn",
    "no",
    "or",
    "pa",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "tg",
    "th",
    "tk",
    "tl",
    "tr",
    "ug",
    "uk",
    "ur",
    "uz",
    "vi",
    "yo",
    "zh",
    "zu",
]
VARIANTS = {
    "ar": ["ar_DZ", "ar_TN", "ar_MA", "ar_LB", "ar_SY", "ar_IQ", "ar_SA", "ar_EG"],
    "sr": ["sr_Latn", "sr_Cyrl_BA", "sr_Latn_BA", "sr_Latn_ME"],
    "zh": ["zh_Hant", "zh_Hant_HK"],
    "uz": ["uz_Cyrl"],
    "az": ["az_Cyrl"],
    "bs": ["bs_Cyrl"],
    "de": ["de_AT"],
    "es": ["es_MX", "es_PE"],
    "pt": ["pt_PT"],
    "fr": ["fr_CA", "fr_CH"],
    "en": ["en_GB", "en_AU", "en_CA"],
    "fa": ["fa_AF"],
    "pa": ["pa_Guru"],
}
BABEL_NAME = {"no": "nb", "tl": "fil"}
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def clean(word: str) -> str:
    word = fold(unicodedata.normalize("NFC", word)).strip(" .")
    return re.sub(r"\s+", " ", word)


def usable(word: str) -> bool:
    return len(word) >= 2 and not any(c.isdigit() or c in "()" for c in word)


def locales(language: str) -> list[babel.Locale]:
    names = [BABEL_NAME.get(language, language), *VARIANTS.get(language, [])]
    found = []
    for name in names:
        try:
            found.append(babel.Locale.parse(name))
        except (babel.UnknownLocaleError, ValueError):
            print("no locale", name)
    return found


def spoken(language: str) -> list[dict]:
    names = {"no": ["nb"], "tl": ["fil"], "zh": ["zh", "zh-Hans", "zh-Hant"], "sr": ["sr", "sr-Cyrl", "sr-Latn"]}
    found = [name for name in names.get(language, [language]) if name in language_order]
    return [importlib.import_module(f"dateparser.data.date_translation_data.{name}").info for name in found]


class Words:
    """The words of one language, gathered from both sources."""

    def __init__(self) -> None:
        self.months: dict[str, int] = {}
        self.weekdays: dict[str, int] = {}
        self.clash: set[str] = set()
        self.halves: dict[str, set[str]] = {"am": set(), "pm": set()}
        self.patterns: list[tuple[str, int | None, list[str]]] = []
        self.days: dict[str, int] = {}

    def add(self, table: dict[str, int], word: str, value: int) -> None:
        if usable(word) and table.setdefault(word, value) != value:
            self.clash.add(word)

    def from_cldr(self, locale: babel.Locale) -> None:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    self.add(self.months, clean(name), number)
                periods = locale.day_periods.get(context, {}).get(width, {})
                for half, names in self.halves.items():
                    names.update(clean(periods[half]) for _ in (0,) if half in periods)
            for width in ("wide", "abbreviated", "short"):
                for number, name in locale.days[context].get(width, {}).items():
                    if len(clean(name)) > 1:
                        self.add(self.weekdays, clean(name), number)
        for field, table in locale._data["date_fields"].items():
            unit = field.partition("-")[0]
            if unit in UNITS:
                self.from_pattern(unit, table.get("past", {}))

    def from_pattern(self, unit: str, past: dict[str, str]) -> None:
        for count, pattern in past.items():
            words = clean(pattern.replace("{0}", " 0 "))
            number = None if "0" in words else {"one": 1, "two": 2}.get(count)
            # Some put a mark of direction or a second form in brackets around it.
            if ("0" in words or number) and "(" not in words:
                self.patterns.append((unit, number, words.split("0") if "0" in words else [words]))

    def from_dateparser(self, table: dict) -> None:
        for number, month in enumerate(MONTHS, 1):
            for word in table.get(month, []):
                self.add(self.months, clean(word), number)
        for number, day in enumerate(DAYS):
            for word in table.get(day, []):
                if len(clean(word)) > 2:
                    self.add(self.weekdays, clean(word), number)
        for half, names in self.halves.items():
            names.update(clean(word) for word in table.get(half, []))
        for name, words in table.get("relative-type", {}).items():
            if match := re.fullmatch(r"([0-3]) day ago", name):
                for word in filter(usable, map(clean, words)):
                    self.days.setdefault(word, -int(match[1]))
        for name, regexes in table.get("relative-type-regex", {}).items():
            match = re.fullmatch(r"\\1 (\w+) ago", name)
            for regex in regexes if match and match[1] in UNITS else ():
                text = clean(regex.replace("(\\d++[.,]?\\d*+)", " 0 ").replace("\\s*", " ").replace("\\s+", " "))
                if "\\" not in text and text.count("0") == 1:
                    self.patterns.append((match[1], None, text.split("0")))


def make(language: str) -> dict:
    words = Words()
    for locale in locales(language):
        words.from_cldr(locale)
    for table in spoken(language):
        words.from_dateparser(table)
    for word in words.clash:
        words.months.pop(word, None)
        words.weekdays.pop(word, None)
    return {
        "months": dict(sorted(words.months.items(), key=lambda p: (p[1], p[0]))),
        "weekdays": dict(sorted(words.weekdays.items(), key=lambda p: (p[1], p[0]))),
        "am": sorted(w for w in words.halves["am"] if w),
        "pm": sorted(w for w in words.halves["pm"] if w),
        "days": dict(sorted(words.days.items())),
        **relative(words.patterns),
    }


def relative(patterns: list[tuple[str, int | None, list[str]]]) -> dict:
    """Take the words for "ago" apart from the words for the unit: what stands beside most units is "ago"."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit, number, parts in patterns:
        if number is None:
            for side, part in zip(("before", "after"), parts, strict=True):
                pieces = part.split()
                for size in range(1, len(pieces) + 1):
                    # "vor 3 Stunden": from the start; "3 ore fa": up to the end.
                    piece = " ".join(pieces[:size]) if side == "before" else " ".join(pieces[-size:])
                    seen[(side, piece)].add(unit)
                if CJK.search(part) and part.strip():
                    seen[(side, part.strip()[-1])].add(unit)
    ago = {piece for (_, piece), units in seen.items() if len(units) >= 4}
    units: dict[str, str] = {}
    fixed: dict[str, list] = {}
    count: Counter[str] = Counter()
    for unit, number, parts in patterns:
        if number is not None:
            fixed[" ".join(parts[0].split())] = [unit, number]
            continue
        words = " ".join(" ".join(parts).split())
        for piece in sorted(ago, key=len, reverse=True):
            words = re.sub(rf"(?<!\S){re.escape(piece)}(?!\S)", " ", words)
            if CJK.search(piece):
                words = words.removesuffix(piece)
        words = " ".join(words.split()).strip(" .-")
        if words and units.setdefault(words, unit) != unit:
            count[words] += 1
    for word in count:
        units.pop(word, None)
    return {"ago": sorted(ago), "units": dict(sorted(units.items())), "fixed": dict(sorted(fixed.items()))}


def joined(before: dict, now: dict) -> dict:
    """Return the words of *now* and those of *before*: what CLDR drops, pages of its day go on saying."""
    return {
        kind: {**words, **before[kind]} if isinstance(words, dict) else sorted({*words, *before[kind]})
        for kind, words in now.items()
    }


def main() -> None:
    path = Path(__file__).parents[2] / "archive" / "article" / "calendar_words.json"
    before = json.loads(path.read_text("utf-8"))
    table = {language: make(language) for language in LANGUAGES}
    table = {language: joined(before[language], words) for language, words in table.items() if language in before}
    lines = ",\n".join(
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in table.items()
    )
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(path, path.stat().st_size, "bytes", len(table), "languages")


if __name__ == "__main__":
    main()
