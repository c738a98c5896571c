"""Lexicon: what the words around a date mean in one language (or, where none is known, in any).

Built on first use of a language, from CLDR's names (calendar_words.json) and our own list (date_words.txt).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from archive.article.calendars import HIJRI_MONTHS, PERSIAN_MONTHS
from archive.article.folding import fold
from archive.article.patterns import DENSE_LETTER, has_dense, late
from archive.article.zone_letters import zone_phrases

# These scripts put no space between words: each character is a token, and the longest entry wins.
_SOUTHERN = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = rf"{_SOUTHERN}\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0dff"
MARK = late(f"[{_MARKS}]")
WORD = rf"(?:[^\W\d_{UNSPACED}]|[{_MARKS}])+|[^\W\d_]|[{_SOUTHERN}]"
_TOKEN = late(rf"(?:[^\W\d_]|[{_MARKS}])+|\d+|\S")
_TOKEN_OF_ASCII = re.compile(r"[a-z]+|\d+|\S")
_WORD = late(rf"(?:[^\W\d_]|[{_MARKS}])+")
_WORD_OF_ASCII = re.compile("[a-z]+")

_LABELS = ("published", "modified")
# Languages written with another's words.
_SAME_WORDS = {"no": "nb", "tl": "fil"}
# Languages whose papers use each other's words.
_NEIGHBOURS = {
    "bs": ("hr", "sr"),
    "sr": ("hr",),
    "hr": ("sr",),
    "nn": ("nb",),
    "gl": ("es",),
    "ms": ("id",),
    "yue": ("zh",),
}

Meanings = dict[str, Any]
Tokens = tuple[str, ...]


class Lexicon:
    """Words and phrases of a language with their meanings; the longest phrase at a place wins."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[tuple[Tokens, Meanings]]] = {}
        self._stems: dict[str, list[tuple[Tokens, Meanings]]] = {}

    def add(self, phrase: str, kind: str, value: Any) -> None:
        """Add a meaning of *phrase*; a star at its end makes it a stem. The first meaning of a kind stays."""
        stem = phrase.endswith("*")
        tokens = _tokens_of(phrase.rstrip("* "))
        if tokens and tokens[-1] == "." and len(tokens) == 2:
            tokens = tokens[:-1]
        if not tokens:
            return
        if stem and len(tokens) == 1:
            self._stems.setdefault(tokens[0][:3], []).append((tokens, {kind: value}))
            return
        if stem:
            tokens = (*tokens, "*")
        entries = self._phrases.setdefault(tokens[0], [])
        for known, meanings in entries:
            if known == tokens:
                meanings.setdefault(kind, value)
                return
        entries.append((tokens, {kind: value}))
        if len(entries) > 1:
            entries.sort(key=lambda entry: -len(entry[0]))

    def drop(self, phrase: str, kind: str) -> None:
        """Take one meaning from *phrase*."""
        tokens = _tokens_of(phrase)
        for known, meanings in self._phrases.get(tokens[0], ()):
            if known == tokens:
                meanings.pop(kind, None)

    def find(self, tokens: list[str], at: int) -> tuple[int, Meanings]:
        """Return how many tokens from *at* make the longest known phrase, and its meanings; (0, {}) for none."""
        first = tokens[at]
        for phrase, meanings in self._phrases.get(first, ()):
            size = len(phrase)
            if size == 1:
                return 1, meanings
            if phrase[-1] == "*":
                size -= 1
                rest = tuple(tokens[at + 1 : at + size])
                if len(rest) == size - 1 and rest[:-1] == phrase[1:-2] and rest[-1].startswith(phrase[-2]):
                    return size, meanings
            elif tuple(tokens[at + 1 : at + size]) == phrase[1:]:
                return size, meanings
        for phrase, meanings in self._stems.get(first[:3], ()):
            if first.startswith(phrase[0]):
                return 1, meanings
        return 0, {}


def folded(text: str) -> str:
    """Return *text* composed and folded."""
    return fold(unicodedata.normalize("NFC", text))


def tokens_in(folded_text: str) -> list[str]:
    """Return the words, numbers and signs of a folded text; each letter of a script without spaces is a word."""
    return (
        _TOKEN_OF_ASCII.findall(folded_text) if folded_text.isascii() else _TOKEN.findall(_letters_apart(folded_text))
    )


@lru_cache(maxsize=4096)
def _tokens_of(phrase: str) -> Tokens:
    """Return the tokens of a phrase: English and the names of zones are in every lexicon."""
    return tuple(tokens_in(folded(phrase)))


def words_in(folded_text: str) -> list[str]:
    """Return the words of a folded text, without numbers and signs."""
    return _WORD_OF_ASCII.findall(folded_text) if folded_text.isascii() else _WORD.findall(_letters_apart(folded_text))


def _letters_apart(text: str) -> str:
    """Return *text* with spaces around each letter of a script without spaces."""
    return DENSE_LETTER.sub(r" \g<0> ", text) if has_dense(text) else text


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("|")]


@cache
def _tables() -> Mapping[str, Any]:
    tables: dict[str, Any] = msgspec.json.decode(Path(__file__).with_name("calendar_words.json").read_bytes())
    return tables


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    """Return date_words.txt as language to kind to words."""
    found: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, list[str]] = {}
    text = Path(__file__).with_name("date_words.txt").read_text(encoding="utf-8")
    for line in re.sub(r"\n +", " ", text).splitlines():
        if line.startswith("["):
            kinds = found[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            kind, _, words = line.partition(":")
            kinds[kind] = _pieces(words)
    for language, same in _SAME_WORDS.items():
        found[language] = found[same]
    return found


@cache
def languages() -> frozenset[str]:
    """Return the ISO 639 codes of the languages whose dates are read by our own tables."""
    return frozenset(_tables()) | (frozenset(_words()) - {"*"})


def _add_words(lexicon: Lexicon, language: str) -> None:
    for kind, words in _words().get(language, {}).items():
        if kind in _LABELS:
            continue
        for word in words:
            name, _, value = word.partition("=")
            if kind == "months":
                lexicon.add(name, "month", ("gregorian", int(value)))
            elif kind in ("weekdays", "days", "numbers", "ordinals"):
                lexicon.add(name, kind[:-1], int(value))
            elif kind in ("units", "spans"):
                lexicon.add(name, kind[:-1], value)
            elif kind in ("am", "pm"):
                lexicon.add(word, "half", kind)
            else:
                lexicon.add(word, "yearmark" if kind == "years" else kind, True)


def _labels_of(language: str) -> tuple[list[str], list[str]]:
    words = _words().get(language, {})
    return words.get("published", []), words.get("modified", [])


def _add_language(lexicon: Lexicon, language: str) -> None:
    _add_words(lexicon, language)
    for other in _NEIGHBOURS.get(language, ()):
        _add_words(lexicon, other)
    table = _tables().get(language, {})
    for name, number in table.get("months", {}).items():
        lexicon.add(name, "month", ("gregorian", number))
    for name, number in table.get("weekdays", {}).items():
        lexicon.add(name, "weekday", number)
    for name, offset in table.get("days", {}).items():
        lexicon.add(name, "day", offset)
    for half in ("am", "pm"):
        for name in table.get(half, ()):
            lexicon.add(name, "half", half)
    ago = [name for name in table.get("ago", ()) if len(name) > 1 and name not in ("il", "il y", "da", "ol")]
    for name in ago:
        lexicon.add(name, "ago", True)
    fused = [*ago, *_words().get(language, {}).get("ago", ())]
    for name, unit in table.get("units", {}).items():
        # "นาทีที่แล้ว": where no space is between words, CLDR's unit has "ago" in it.
        said = has_dense(name) and any(name != word and name.endswith(word) for word in fused)
        lexicon.add(name, "span" if said else "unit", unit)
    for name, (unit, number) in table.get("fixed", {}).items():
        for word in ago:
            if name.startswith(f"{word} ") or name.endswith(f" {word}"):
                rest = name.removeprefix(word).removesuffix(word).strip()
                if rest and rest not in table.get("units", {}):
                    lexicon.add(rest, "amount", (unit, number))
    for one in (language, *_NEIGHBOURS.get(language, ())):
        _add_labels(lexicon, *_labels_of(one))


def _add_labels(lexicon: Lexicon, published: Iterable[str], modified: Iterable[str]) -> None:
    for words, role in ((modified, "modified"), (published, "published")):
        for word in words:
            lexicon.add(word, "label", role)


def _add_common(lexicon: Lexicon) -> None:
    _add_words(lexicon, "*")
    for phrase, zone in zone_phrases().items():
        lexicon.add(phrase, "zone", zone)
    for table, calendar in ((PERSIAN_MONTHS, "persian"), (HIJRI_MONTHS, "hijri")):
        for name, number in table.items():
            lexicon.add(name, "month", (calendar, number))


@cache
def _of_any_language() -> Lexicon:
    """All languages at once, without the month names that mean different months (listopad, srpnja, mar)."""
    lexicon = Lexicon()
    months: dict[str, int | None] = {}
    for language, table in _tables().items():
        for name, number in table["months"].items():
            if len(name) > 2:
                months[name] = number if months.get(name, number) == number else None
        _add_labels(lexicon, *_labels_of(language))
    for name, found in months.items():
        if found:
            lexicon.add(name, "month", ("gregorian", found))
    _add_language(lexicon, "en")
    _add_common(lexicon)
    return lexicon


@cache
def known_month_names() -> frozenset[str]:
    """Return the first words of the month names, folded, of the languages that are read where none is known."""
    names = {name.split(" ")[0].split(".")[0] for table in _tables().values() for name in table["months"]}
    for language, kinds in _words().items():
        if language == "*" or language in _tables():
            names.update(folded(word.partition("=")[0]).split(" ")[0] for word in kinds.get("months", ()))
    names.update(PERSIAN_MONTHS)
    return frozenset(name for name in names if len(name) > 1)


@cache
def all_month_names() -> frozenset[str]:
    """Return those of every language, also of those whose months are words of many others."""
    names = (word.partition("=")[0] for kinds in _words().values() for word in kinds.get("months", ()))
    return known_month_names().union(first for name in names if len(first := folded(name).split(" ")[0]) > 1)


@cache
def day_words() -> frozenset[str]:
    """Return first words of "yesterday" and of "ago" in all languages, folded: of a line without a digit."""
    names: set[str] = set()
    for table in _tables().values():
        names.update(table["days"])
        names.update(table["ago"])
    for kinds in _words().values():
        for kind in ("days", "ago", "spans"):
            names.update(folded(word.partition("=")[0]) for word in kinds.get(kind, ()))
    firsts = (tokens_in(name) for name in names)
    # The first word of "i går" is too common; its second is not.
    return frozenset(
        next((t for t in tokens if len(t) > 2 or not t.isascii()), tokens[0]) for tokens in firsts if tokens
    )


@lru_cache(maxsize=128)
def lexicon_of(language: str | None, published: Tokens = (), modified: Tokens = ()) -> Lexicon:
    """Return the lexicon of a language (ISO 639, or None for any), with a source's own labels first.

    English is always known beside it: many systems print English dates on other papers' pages.
    """
    if language not in languages():
        language = None
    if language is None and not published and not modified:
        return _of_any_language()
    lexicon = Lexicon()
    _add_labels(lexicon, published, modified)
    if language is None:
        for code in _tables():
            _add_labels(lexicon, *_labels_of(code))
    else:
        _add_language(lexicon, language)
    if language != "en":
        _add_english(lexicon)
    _add_common(lexicon)
    return lexicon


def _add_english(lexicon: Lexicon) -> None:
    """Add English months, weekdays, halves and labels, but not its little words."""
    table = _tables()["en"]
    for name, number in table["months"].items():
        lexicon.add(name, "month", ("gregorian", number))
    for name, number in table["weekdays"].items():
        if len(name) > 2:
            lexicon.add(name, "weekday", number)
    _add_labels(lexicon, *_labels_of("en"))
