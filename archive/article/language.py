"""The language of a text, by its script and its most common words. No model, no chance: the same text, the same answer.

A script of one language decides by itself (Greek, Thai, Hangul); where many languages share one, the share of little
words that only some of them use decides, and the letters that only some of them have. Unsure is None.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from archive.article.patterns import late

# Scripts (or their letters) that essentially one language of the press is written in: first and last of their letters.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("el", "0370-03ff 1f00-1fff"),
    ("he", "0590-05ff"),
    ("hy", "0530-058f"),
    ("ka", "10a0-10ff"),
    ("th", "0e00-0e7f"),
    ("lo", "0e80-0eff"),
    ("km", "1780-17ff"),
    ("my", "1000-109f"),
    ("am", "1200-137f"),
    ("si", "0d80-0dff"),
    ("ta", "0b80-0bff"),
    ("te", "0c00-0c7f"),
    ("kn", "0c80-0cff"),
    ("ml", "0d00-0d7f"),
    ("gu", "0a80-0aff"),
    ("pa", "0a00-0a7f"),
    ("or", "0b00-0b7f"),
    ("bn", "0980-09ff"),
    ("ko", "ac00-d7a3 1100-11ff 3130-318f"),
    ("ja", "3040-30ff"),
    ("han", "3400-4dbf 4e00-9fff"),
    ("arabic", "0600-06ff 0750-077f fb50-fdff fe70-feff"),
    ("devanagari", "0900-097f"),
    ("cyrillic", "0400-04ff"),
    ("latin", "0061-007a 0041-005a 00c0-024f 1e00-1eff"),
)
_RANGES = sorted(
    (int(first, 16), int(last, 16), script)
    for script, ranges in _SCRIPTS
    for first, _, last in (span.partition("-") for span in ranges.split())
)

# Letters that tell one language of a script from the others.
_LETTERS: dict[str, str] = {
    "latin": "de:ß pl:łśźćńżąę cs:řěů sk:ľĺŕô hu:őű ro:șțţ tr:ğı az:əğı es:ñ¿¡ pt:ãõ lv:āēīūģķļņ lt:ėįųū et:õ is:ðþ"
    " sv:åäö fi:äö da:æøå nb:æøå fr:œêèç hr:đćčšž sr:đćčšž sl:čšž it:òù sq:ëç ca:·"
    " vi:ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "cyrillic": "ru:ыэё uk:їєґі be:ўіэы sr:ђћјљњџ mk:ѓќѕј kk:қғңұүһәө mn:өү bg:ъщ",
    "arabic": "fa:پچژگکی ur:ٹڈڑںےہھ ps:ټډړښځڅېۍ ar:ةىكي",
}
_WORD = late(r"[a-z]*[^\W\d_]+(?:[\u0900-\u097f]+)*")
_WORD_OF_ASCII = re.compile("[a-z]+")
_ASCII = re.compile("[\x00-\x7f]+")
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())
_MOST_CHARACTERS = 4000
_FEWEST_LETTERS = 8


@cache
def _common() -> Mapping[str, Mapping[str, list[str]]]:
    """Return common_words.txt as script to language to words."""
    found: dict[str, dict[str, list[str]]] = {}
    text = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8")
    script = ""
    for line in re.sub(r"\n +", " ", text).splitlines():
        if line.startswith("["):
            script = line.strip("[]")
            found[script] = {}
        elif line and not line.startswith("#"):
            language, _, words = line.partition(":")
            found[script][language] = words.split()
    return found


@cache
def _votes(script: str) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return each little word's languages, with its weight for each: the rarer among them, the heavier."""
    owners: dict[str, list[str]] = {}
    for language, words in _common()[script].items():
        for word in dict.fromkeys(words):
            owners.setdefault(word, []).append(language)
    return {w: tuple((language, 1 / len(ls) ** 0.7) for language in ls) for w, ls in owners.items()}


@cache
def _owners(script: str) -> Mapping[str, list[str]]:
    """Return the languages of each letter that tells one language of *script* from the others."""
    owners: dict[str, list[str]] = {}
    for language, _, letters in (entry.partition(":") for entry in _LETTERS.get(script, "").split()):
        for letter in letters:
            owners.setdefault(letter, []).append(language)
    return owners


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str | None:
    code = ord(letter)
    place = bisect_right(_RANGES, code, key=lambda span: span[0]) - 1
    _, last, script = _RANGES[place] if place >= 0 else (0, -1, "")
    return script if code <= last else None


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that *text* is written in, or None where it is not sure.

    Some words are enough for most languages, a headline often; the first 4000 characters are looked at. Norwegian is
    "nb" or "nn"; Serbian, Croatian and Bosnian are told apart only by script and by what longer texts show.
    """
    text = text[:_MOST_CHARACTERS]
    letters: Counter[str] = Counter()
    if latin := len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS)):
        letters["latin"] = latin
    beyond = "" if text.isascii() else _ASCII.sub("", text)
    for letter, times in Counter(beyond).items():
        if script := _script_of(letter):
            letters[script] += times
    total = sum(letters.values())
    if total < 2:
        return None
    # Signs of the East say more each: a handful is a sentence.
    asian = letters["han"] + letters["ja"] + letters["ko"]
    if asian * 3 > total:
        if letters["ko"] * 2 > asian:
            return "ko"
        if letters["ja"] * 12 > asian:
            return "ja"
        return "zh" if letters["han"] >= 4 else None
    script, size = letters.most_common(1)[0]
    if size < _FEWEST_LETTERS or size * 2 < total:
        return None
    if script not in _common():
        return script
    return _by_words(script, text.lower(), beyond.lower())


def _by_words(script: str, text: str, beyond: str) -> str | None:
    """Return the language of *text*, whose letters beyond ASCII are *beyond*; both in small letters."""
    words = (_WORD_OF_ASCII if text.isascii() else _WORD).findall(text)
    votes = _votes(script)
    score: dict[str, float] = defaultdict(float)
    known = 0
    for word, times in Counter([word for word in words if word in votes]).items():
        known += times
        for language, weight in votes[word]:
            score[language] += times * weight
    own: Counter[str] = Counter()
    owners = _owners(script)
    for letter, times in Counter(beyond).items():
        for language in owners.get(letter, ()):
            own[language] += times
    for language, found in own.items():
        if words and language in _common()[script]:
            score[language] += min(found, 4) * 0.3 + min(found / len(words), 1.0) * 2
    ranked = sorted(score.items(), key=lambda item: (-item[1], item[0]))
    (best, first), (_, second) = (*ranked, ("", 0.0), ("", 0.0))[:2]
    # One shared word is no evidence, nor is a tie, nor little words among many strange ones (Zulu, Latin, lists).
    margin = 0.4 if known < 3 else max(0.25, 0.06 * first)
    if first < 1.0 or first - second < margin or (known < 2 and first < 1.6):
        return None
    if len(words) >= 15 and first < 0.08 * len(words):
        return None
    return best
