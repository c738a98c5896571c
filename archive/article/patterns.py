"""Patterns that cost nothing until they are asked for.

Hundreds of phrases in forty languages take longer to compile than ten pages to read, and no page needs them all.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

# Scripts that put no space between words, and Korean, whose little words hang on to the others.
DENSE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"


class _Late:
    """Stands for a pattern; compiled when the first of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.__pattern = pattern
        self.__flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.__pattern, self.__flags), name)
        setattr(self, name, value)
        return value


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return *pattern*, compiled at its first use: most pages do without."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


DENSE_LETTER = late(f"[{DENSE}]")


def has_dense(text: str) -> bool:
    """Tell whether *text* has letters of a script that puts no space between words, or Korean ones."""
    return beyond_latin(text) > 0 and DENSE_LETTER.search(text) is not None


def dense_letters(text: str) -> int:
    """Return how many such letters *text* has."""
    return len(DENSE_LETTER.findall(text)) if beyond_latin(text) else 0


def beyond_latin(text: str) -> int:
    """Return how many characters of *text* are not in Latin-1: told some ten times sooner than by a pattern."""
    return 0 if text.isascii() else len(text) - len(text.encode("latin-1", "ignore"))


def small(text: str) -> str:
    """Return *text* in small letters, of equal length, as a pattern sees them that ignores case: İ and ı are i."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i")


class Openings:
    """Phrases that a text may begin with: patterns in small letters that begin with one, matched in any case.

    They are kept by their first two letters, and those of a pair are compiled when a text begins so: most texts of a
    page begin as no phrase does. *shape* is the pattern around them, their place a pair of braces.
    """

    def __init__(self, *phrases: str, shape: str) -> None:
        self.phrases = [phrase.replace("ı", "i") for phrase in phrases]
        self._shape = shape

    def match(self, text: str) -> re.Match[str] | None:
        """Return the first match at the beginning of *text*, made small."""
        patterns = self._by_letters
        two = small(text[:2])
        for key in (two, two[:1]):
            if key in patterns and (found := patterns[key].match(small(text))):
                return found
        return None

    @cached_property
    def _by_letters(self) -> Mapping[str, re.Pattern[str]]:
        """The phrases by their first two letters, or by the first where what follows it is no letter."""
        found: dict[str, list[str]] = {}
        for phrase in self.phrases:
            for opened in _opened(phrase):
                found.setdefault(_key_of(opened), []).append(opened)
        if _SIGN in found:
            found[_SIGN_DENSE] = found[_SIGN]
        return {key: late(self._shape_of(key).replace("{}", f"(?:{'|'.join(some)})")) for key, some in found.items()}

    def _shape_of(self, key: str) -> str:
        """Return the pattern around the phrases of one *key*."""
        return self._shape


_SIGNS = re.compile(r"[\W_]+")
# Keys of phrases that do not begin with a letter; those with a sign also for lines with letters of a dense script.
_DIGIT, _SIGN, _SIGN_DENSE, _ANYTHING = "0", "#", "##", "."
# A word ends here; a dense script goes on, behind its own words only letters of another break it off.
_WORD_ENDS = r"(?!\w)"
_WORD_ENDS_OR_DENSE = rf"(?![^\W{DENSE}])"
_DENSE_ENDS = "(?![a-z0-9_à-öø-ɏ])"
_LINE_ENDS = r"[\W_]*$"


class Phrases(Openings):
    """Phrases that a line begins with, or is as a *whole*; signs before and behind are passed over."""

    def __init__(self, *phrases: str, whole: bool = False) -> None:
        super().__init__(*phrases, shape=r"[\W_]*{}")
        self._whole = whole

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match of the line *text*, made small."""
        start = 0 if text[:1].isalnum() else len(text) - len(_SIGNS.sub("", text, 1))
        two = small(text[start : start + 4])[:2]  # what follows tells a final sigma from another
        one = _DIGIT if two[:1].isdecimal() else two[:1]
        patterns = self._by_letters
        keys = [key for key in (two, one, _ANYTHING) if key in patterns]
        if not keys and not start:
            return None
        line = small(text)
        dense = not self._whole and has_dense(line)
        sign = patterns.get(_SIGN_DENSE if dense else _SIGN) if start else None
        if sign is not None and (found := sign.match(line)):
            return found
        if dense and not has_dense(one):
            line = DENSE_LETTER.sub("…", line)  # where a dense script goes on, a word of another ends
        for key in keys:
            if found := patterns[key].match(line):
                return found
        return None

    def _shape_of(self, key: str) -> str:
        if self._whole:
            return self._shape + _LINE_ENDS
        ends = _WORD_ENDS_OR_DENSE if key == _SIGN_DENSE else _DENSE_ENDS if has_dense(key) else _WORD_ENDS
        return self._shape + ends


class Words:
    """Words and short phrases that a text may hold; a star at the end of one is any ending."""

    def __init__(self, *words: str) -> None:
        self._given = words

    def among(self, key: str) -> bool:
        """Tell whether the text *key*, which is folded (see ``layout.folded``), holds one of them."""
        whole, stems, phrases, last = self._kinds
        words = key.split()
        if not whole.isdisjoint(words) or (stems and any(word.startswith(stems) for word in words)):
            return True
        return not last.isdisjoint(words) and any(phrase in f" {key} " for phrase in phrases)

    @cached_property
    def _kinds(self) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], frozenset[str]]:
        """The whole words, the stems, the phrases and the last words of these."""
        given = [spelling for word in self._given for spelling in spellings(word)]
        whole = frozenset(word for word in given if word.isalnum())
        stems = tuple(word[:-1] for word in given if word[-1] == "*")
        phrases = tuple(f" {_SIGNS.sub(' ', word)} " for word in given if not word.isalnum() and word[-1] != "*")
        return whole, stems, phrases, frozenset(phrase.split()[-1] for phrase in phrases)


def anywhere(*phrases: str) -> str:
    """Return the pattern of *phrases* wherever words stand so; those with one first letter are tried together."""
    by_letter: dict[str, list[str]] = {}
    for phrase in phrases:
        for opened in _opened(phrase):
            by_letter.setdefault(opened[0], []).append(opened[1:])
    groups = (f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return rf"\b(?:{'|'.join(groups)})\b"


def _opened(phrase: str) -> Iterator[str]:
    """Yield *phrase* without a group or a question mark about its first sign: one phrase for each of their choices."""
    if phrase.startswith("(?:"):
        choices, rest = _choices(phrase)
        if rest.startswith("?"):
            rest = rest[1:]
            choices.append("")
        for choice in choices:
            yield from _opened(choice + rest)
    elif phrase[1:2] == "?":
        yield from _opened(phrase[0] + phrase[2:])
        yield from _opened(phrase[2:])
    else:
        yield phrase


def _choices(phrase: str) -> tuple[list[str], str]:
    """Return the choices of the group that opens *phrase*, and what follows it."""
    choices = []
    depth = start = 0
    for sign in re.finditer(r"\\.|\[[^\]]*\]|\(\?:|[(|)]", phrase):
        at = sign.start()
        if sign[0][0] == "(":
            depth += 1
            start = start or sign.end()
        elif sign[0] == "|" and depth == 1:
            choices.append(phrase[start:at])
            start = sign.end()
        elif sign[0] == ")":
            depth -= 1
            if not depth:
                return [*choices, phrase[start:at]], phrase[at + 1 :]
    raise ValueError(f"a group without its end: {phrase}")


def spellings(pattern: str) -> list[str]:
    """Return all that *pattern* stands for: signs, groups of choices, and question marks behind either."""
    if pattern.replace("-", "").isalnum():
        return [pattern]
    found = [""]
    rest = pattern
    while rest:
        if rest.startswith("(?:"):
            choices, rest = _choices(rest)
            endings = [spelling for choice in choices for spelling in spellings(choice)]
        elif rest[0] == "[":
            letters, _, rest = rest[1:].partition("]")
            endings = list(letters)
        else:
            endings, rest = [rest[0]], rest[1:]
        if rest.startswith("?"):
            rest = rest[1:]
            endings.append("")
        found = [start + ending for start in found for ending in endings]
    return found


def _key_of(phrase: str) -> str:
    if phrase.startswith(r"\d"):
        return _DIGIT
    first, second, third = phrase[0], phrase[1:2], phrase[2:3]
    if first == ".":
        return _ANYTHING
    if not first.isalnum():
        return _SIGN
    plain = (second.isalnum() or second in (" ", "-", "'")) and third not in ("?", "*", "{")
    return first + second if plain and second else first
