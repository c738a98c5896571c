"""The last lines of a text that are none of it: who reported, wrote and edited, who the author is, what follows."""

import re
from collections.abc import Sequence

from archive.article.lines import Line, fold
from archive.article.name_words import BRACKETS, CJK_SIGNED, MAIL
from archive.article.patterns import late
from archive.article.phrases import END, UPDATED

SHORT = 30.0
"""Weight of a line that is hardly running text."""
STOPS = '.!?…。！？”»"’:'
DAY = late(r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b|\d{4}\s*[年년]")
SIGN_OFF = late(
    r"^\W*(?:(?:with )?(?:additional )?report(?:ing|s) (?:by|from)\s"
    r"|(?:editing|writing|written|compiled|edited|posted) by\s|mit (?:informationen|material) (?:von|der|des)\s"
    r"|(?-i:(?:[A-Z]\S+ ){2,3})reported from\s"
    r"|redaktion\s?:|zitiervorschlag$|dieser (?:artikel|text|beitrag) (?:ist|erschien) zuerst\s"
    r"|to contact the (?:reporter|editor|writer|author)s?\s"
    r"|(?:[\w.’'-]+ ){1,8}(?:can|may) be reached (?:at|by|on|via)\s"
    r"|(?:images?|photos?|bild(?:er)?|fotos?|crédits?)\s?:)"
    r"|\bcontributed (?:to this (?:report|story|article)|reporting)\b",
    re.IGNORECASE,
)
_IS = ("is", "was", "has", "covers", "writes", "ist", "war", "schreibt", "è", "scrive", "est", "écrit", "es", "é")
MAX_BIO = 700
"""Characters of a paragraph that says who the author is."""
BIO_LINES = 3
"""Lines that may follow its first: what else the author has done, where to write to."""
_LEFT_OVER = 6
"""Letters beside the authors' names in a signature: "by", "und dpa"."""
_MAX_SIGNATURE = 120


def without_ending(lines: list[Line], authors: Sequence[str] = ()) -> list[Line]:
    """Return *lines* without last ones that are none of the text; *authors* are those named at its head."""
    for n in range(max(1, len(lines) - 1 - BIO_LINES), len(lines)):
        line = lines[n]
        if line.kind in ("text", "quote") and len(line.text) < MAX_BIO and opens_bio(line.text, authors):
            lines = lines[:n]
            break
    while len(lines) > 1 and _is_no_end(lines[-1], authors):
        lines = lines[:-1]
    return lines


def tells_of(text: str, authors: Sequence[str]) -> bool:
    """Tell whether a line says who one of *authors* is: "Anna Neri is a reporter and lives in the lower town."."""
    return any(f"{author} {word} " in text for author in authors for word in _IS)


def opens_bio(text: str, authors: Sequence[str]) -> bool:
    """Tell whether *text* begins as what tells of one of *authors* does."""
    return any(text.startswith(author) for author in authors) and tells_of(text[:MAX_BIO], authors)


def _is_no_end(line: Line, authors: Sequence[str]) -> bool:
    """Tell whether a last line is none of the text: who reported, wrote and edited, when, a rule, what follows."""
    text = line.text
    if line.kind not in ("text", "quote") or len(text) >= 300:
        return False
    if SIGN_OFF.search(text) or not any(map(str.isalnum, text)) or (not text.isascii() and CJK_SIGNED.match(text)):
        return True
    if len(text) >= _MAX_SIGNATURE:
        return False
    if _is_signature(text, authors):
        return True
    return line.weight < SHORT and text[-1] not in STOPS and _is_label(text)


def _is_signature(text: str, authors: Sequence[str]) -> bool:
    """Tell whether *text* names *authors* once more, or gives an address to write to, and nothing else."""
    if "@" in text and len(fold(MAIL.sub("", text))) <= _LEFT_OVER:
        return True
    rest = fold(BRACKETS.sub("", text)) or fold(text)
    named = False
    for author in authors:
        name = fold(author)
        named = named or (len(name) > _LEFT_OVER and name in rest)
        rest = rest.replace(name, "")
    return named and len(rest) <= _LEFT_OVER


def _is_label(text: str) -> bool:
    """Tell whether a line opens what follows an article, or says when it was published."""
    return END.match(text) is not None or UPDATED.match(text) is not None or DAY.search(text) is not None
