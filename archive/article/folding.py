"""Folding: one form for the many ways in which a word is written, character for character.

The folded text is as long as the text, so that a find in one is a slice of the other.
"""

import unicodedata

_SAME_LENGTH = {
    "ı": "i", "đ": "d", "ł": "l", "ø": "o", "ς": "σ", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه",
    "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "´": "'", "`": "'", "׳": "'", "״": '"', "“": '"', "”": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "־": "-", "،": ",", "。": ".", "．": ".",
    "、": ",", "։": ":", "٫": ".",
    "۔": ".", "፣": ",", "።": ".", "၊": ",", "။": ".", "⁄": "/", "∕": "/", "│": "|", "¦": "|", "º": "°", "ª": "°",
}  # fmt: skip
# Marks are taken off letters of these scripts only: elsewhere (Indic, kana, Hangul) they make another letter.
_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")


class _Folds(dict[int, str]):
    """One folded character for each character, worked out once; bounded by the number of characters there are."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category in ("Zs", "Cf", "Cc"):
        return " "
    lower = char.lower()[0]
    if lower in _SAME_LENGTH:
        return _SAME_LENGTH[lower]
    if 0xFF01 <= ord(lower) <= 0xFF5E:
        return chr(ord(lower) - 0xFEE0).lower()
    apart = unicodedata.normalize("NFD", lower)
    if apart != lower and unicodedata.name(lower, "").startswith(_FOLDED_SCRIPTS):
        lower = apart[0]
    return _SAME_LENGTH.get(lower, lower)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return *text* in small letters, without accents, with ASCII digits, quotes, dashes and spaces; of equal length.

    Composed text (NFC) is expected; format characters such as direction marks become spaces.
    """
    return text.translate(_FOLDS)
