"""The language of a text, by its script and its most common words. No model, no chance: the same text, the same answer.

A script of one language decides by itself (Greek, Thai, Hangul); where many languages share one, the share of little
words that only some of them use decides, and the letters that only some of them have. Unsure is None.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

# Scripts (or their letters) that essentially one language of the press is written in.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("el", r"\u0370-\u03ff\u1f00-\u1fff"),
    ("he", r"\u0590-\u05ff"),
    ("hy", r"\u0530-\u058f"),
    ("ka", r"\u10a0-\u10ff"),
    ("th", r"\u0e00-\u0e7f"),
    ("lo", r"\u0e80-\u0eff"),
    ("km", r"\u1780-\u17ff"),
    ("my", r"\u1000-\u109f"),
    ("am", r"\u1200-\u137f"),
    ("si", r"\u0d80-\u0dff"),
    ("ta", r"\u0b80-\u0bff"),
    ("te", r"\u0c00-\u0c7f"),
    ("kn", r"\u0c80-\u0cff"),
    ("ml", r"\u0d00-\u0d7f"),
    ("gu", r"\u0a80-\u0aff"),
    ("pa", r"\u0a00-\u0a7f"),
    ("or", r"\u0b00-\u0b7f"),
    ("bn", r"\u0980-\u09ff"),
    ("ko", r"\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"),
    ("ja", r"\u3040-\u30ff"),
    ("han", r"\u3400-\u4dbf\u4e00-\u9fff"),
    ("arabic", r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("devanagari", r"\u0900-\u097f"),
    ("cyrillic", r"\u0400-\u04ff"),
    ("latin", r"a-zA-Z\u00c0-\u024f\u1e00-\u1eff"),
)
_SCRIPT = re.compile("|".join(f"(?P<{name}>[{chars}]+)" for name, chars in _SCRIPTS))

# Letters that tell one language of a script from the others.
_LETTERS: dict[str, str] = {
    "latin": "de:ß pl:łśźćńżąę cs:řěů sk:ľĺŕô hu:őű ro:șțţ tr:ğı az:əğı es:ñ¿¡ pt:ãõ lv:āēīūģķļņ lt:ėįųū et:õ is:ðþ"
    " sv:åäö fi:äö da:æøå nb:æøå fr:œêèç hr:đćčšž sr:đćčšž sl:čšž it:òù sq:ëç ca:·"
    " vi:ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "cyrillic": "ru:ыэё uk:їєґі be:ўіэы sr:ђћјљњџ mk:ѓќѕј kk:қғңұүһәө mn:өү bg:ъщ",
    "arabic": "fa:پچژگکی ur:ٹڈڑںےہھ ps:ټډړښځڅېۍ ar:ةىكي",
}
_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u097f]+)*")
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


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str | None:
    found = _SCRIPT.match(letter)
    return found.lastgroup if found else None


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that *text* is written in, or None where it is not sure.

    Some words are enough for most languages, a headline often; the first 4000 characters are looked at. Norwegian is
    "nb" or "nn"; Serbian, Croatian and Bosnian are told apart only by script and by what longer texts show.
    """
    text = text[:_MOST_CHARACTERS]
    letters: Counter[str] = Counter()
    for letter, times in Counter(text).items():
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
    return _by_words(script, text)


def _by_words(script: str, text: str) -> str | None:
    text = text.lower()
    words = _WORD.findall(text)
    votes = _votes(script)
    score: dict[str, float] = dict.fromkeys(_common()[script], 0.0)
    known = 0
    for word, times in Counter(words).items():
        if word in votes:
            known += times
            for language, weight in votes[word]:
                score[language] += times * weight
    seen = Counter(text)
    for language, _, own in (entry.partition(":") for entry in _LETTERS.get(script, "").split()):
        found = sum(seen[letter] for letter in own)
        if found and language in score:
            score[language] += min(found, 4) * 0.3 + min(found / len(words), 1.0) * 2 if words else 0
    (best, first), (_, second) = sorted(score.items(), key=lambda item: (-item[1], item[0]))[:2]
    # One shared word is no evidence, nor is a tie, nor little words among many strange ones (Zulu, Latin, lists).
    margin = 0.4 if known < 3 else max(0.25, 0.06 * first)
    if first < 1.0 or first - second < margin or (known < 2 and first < 1.6):
        return None
    if len(words) >= 15 and first < 0.08 * len(words):
        return None
    return best
