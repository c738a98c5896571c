"""Names in a byline: which words are a person, which a house, which a job."""

import re
import unicodedata
from functools import lru_cache

from archive.article.layout import folded, tidy
from archive.article.name_words import (
    ARABIC_AND,
    BRACKETS,
    CJK_LEAD,
    CJK_NEXT_LABEL,
    CJK_TRAIL,
    DASHES,
    DEGREE,
    DENSE_HOUSE,
    HAN_NAME,
    HANGUL_NAME,
    HOUSES,
    JOINERS,
    KANA_NAME,
    LEADS,
    MAIL,
    NOISE,
    PARTICLES,
    ROLE,
    ROLES,
    SENTENCE_WORDS,
    TWO_CHINESE,
    is_cjk,
)
from archive.article.patterns import late

_ON_BEHALF = late(r"\s+on behalf of .*$")
_INITIALS = late(r"(?<=\s)(?:[A-Z]\.)+[A-Z]$|^(?:[A-Z]\.)+[A-Z]$")
_SECOND_NAME = late(r"\s+\([A-Z][a-z]+\)\s+[A-Z][a-z]")
_OPENS_BRACKET = frozenset("(（[")
_JOINING = frozenset(",;、，،؛/|•·&＆")
_FIGURES = re.compile(r"\d{3}")
# Two elements without a space between them: "ByAnna Neri", "Anna NeriStaff Writer", "Anna NeriTwitter".
_GLUED_LEAD = re.compile(r"^(?:[Bb]y|Von|Par|Por)(?=[A-Z]|by\s)")
_GLUED_TAIL = late(
    r"(?<=[a-z])(?=(?:Staff|Senior|Editor|Reporter|Correspondent|Contribut|Columnist|Chief|Special|Twitter|Facebook"
    r"|Follow|Updated|Published|Posted|Redakteur|Autor|Journalist|Reporting|WATCH|LIVE)[a-z]*\b)"
)
_PICTURED = late(
    r"(?<!\band )(?<!\bund )(?<!\bet )(?<!\bog )(?<![&+] )(?<!\b[eyi] )\b(?:illustrat(?:ions?|ed)|photograph(?:s|y|ed)?"
    r"|photos?|fotos?|fotografie|video)\s(?:by|di|von|de|par|por)\s.*$",
    re.IGNORECASE,
)
"""Who took the pictures, behind who wrote."""
MORE = late(
    r"\b(?:More (?:Stories|Articles|Posts|from|by)|View all|See (?:all|more)|All (?:posts|articles|stories))\b.*$"
)
"""What an author's box leads to."""
_GLUED_DOMAIN = re.compile(r"\.[a-z]{2}")
_SPECIAL = late(r"^special (?:to|for) (?:the )?|\s(?:Published|Updated|Posted)$", re.IGNORECASE)
"""What stands around a house in a byline: "Special for THE PAPER", "THE PAPER Published"."""
Names = tuple[tuple[str, ...], tuple[str, ...]]
"""Persons and houses, in order."""


def is_house(text: str, site_names: frozenset[str] = frozenset()) -> bool:
    """Tell whether *text* names an agency, a desk or a publishing house."""
    key = folded(text)
    if not key or key in site_names or key.replace(" ", "") in site_names or HOUSES.among(key):
        return True
    return not key.isascii() and (plain(key).replace(" ", "") in site_names or DENSE_HOUSE.search(key) is not None)


def plain(text: str) -> str:
    """Return *text* without accents: hosts and handles are written so."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def is_person(text: str, site_names: frozenset[str] = frozenset()) -> bool:
    """Tell whether *text* has the form of one person's name: two to six words, each with a capital or a particle."""
    if is_house(text, site_names):
        return False
    return has_name_form(text)


def has_name_form(text: str) -> bool:
    """Tell whether *text* is written as one person's name is, whatever the words mean."""
    if not 2 <= len(text) <= 60 or any(c.isdigit() or c in ",;|/\\<>{}[]" for c in text):
        return False
    if is_cjk(text):
        dense = text.replace(" ", "")
        return bool(HANGUL_NAME.match(dense) or HAN_NAME.match(dense) or KANA_NAME.match(dense))
    words = text.replace("’", "'").split()
    if not 2 <= len(words) <= 6:
        return False
    key = folded(text)
    if ROLES.among(key) or NOISE.among(key):
        return False
    if not any(c.isupper() for c in text):
        # Scripts without capitals (Arabic, Hindi, Thai) have names too.
        return unicodedata.category(text[0]) == "Lo" and len(words) <= 4 and text[-1] not in "؟?!.:"
    return all(_is_name_word(word, n) for n, word in enumerate(words)) and words[-1][0].isupper()


def _is_name_word(word: str, place: int) -> bool:
    bare = word.strip(".'\"“”()")
    if not bare or bare.endswith("'s") or ("." in bare and _GLUED_DOMAIN.search(bare)):
        return False  # "City Clerk's Office", "Paper.comLisboa"
    if not (bare[0].isupper() or bare.casefold() in PARTICLES or (place and bare[:2] in ("d'", "l'", "al", "el"))):
        return False
    return all(c.isalpha() or c in "-'.`´·‑ʼʻ" or unicodedata.combining(c) for c in bare)


def without_lead(text: str) -> str:
    """Cut the words that open a byline ("di", "By", "Von", "記者")."""
    text = _GLUED_LEAD.sub("", tidy(text))
    for _ in range(2):
        if is_cjk(text):
            cut = CJK_LEAD.sub("", text)
        else:
            lead = LEADS.match(text)
            cut = text[lead.end() :] if lead else text
        if cut == text or not cut:
            break
        text = cut
    return text.strip(" :,;|•·–—-")


@lru_cache(maxsize=256)  # a name stands in a page's byline, in its link and in its JSON-LD
def split_names(text: str, site_names: frozenset[str] = frozenset()) -> Names:
    """Return the persons and the houses that *text* names, in order, doubles left out.

    Jobs, places and dates beside the names are left out; where a part of the line (up to a bar or a dash) named
    persons, later parts are asked for houses only: "by Anna Neri | 2 May | House and Garden".
    """
    persons: dict[str, str] = {}
    houses: dict[str, str] = {}
    text = tidy(text)
    if "@" in text or "://" in text:
        text = MAIL.sub(" ", text)
    text = _GLUED_TAIL.sub(" | ", MORE.sub("", _PICTURED.sub("", text)))
    if text[:1] in "(（【[〔" and text[-1:] in ")）】]〕":
        text = text[1:-1]
    for segment in DASHES.split(text):
        bracketed = not _OPENS_BRACKET.isdisjoint(segment)
        for bracket in BRACKETS.findall(segment) if bracketed else ():
            inner = without_lead(bracket.strip(" ()（）[]"))
            if inner and len(inner) < 40 and is_house(inner, site_names) and not has_name_form(inner):
                houses.setdefault(folded(inner), inner)
        whole = bool(persons)
        last: str | None = None
        for name in _pieces(without_lead(_out_of_brackets(segment) if bracketed else segment), site_names):
            key = folded(name)
            if DEGREE.match(name):
                if last is not None:
                    persons[last] += f", {name}"
            elif is_person(name, site_names) and not (persons and _is_sites_own(key, site_names)):
                last = None if whole or key in persons else key
                if last is not None:
                    persons[key] = name
            elif (
                len(name) <= 60
                and is_house(name, site_names)
                and not SENTENCE_WORDS.among(key)
                and not (persons and ROLES.among(key))
                and not _FIGURES.search(name)
            ):
                houses.setdefault(key, name)
    for nobody in ("", "admin", "administrator", "webmaster", "anonymous", "guest", "user", "live", "video"):
        houses.pop(nobody, None)
    return tuple(persons.values()), tuple(houses.values())


def _is_sites_own(key: str, site_names: frozenset[str]) -> bool:
    """Tell whether *key*, folded, begins with the site's name: "HuffPost US", "Forbes Staff"."""
    return any(len(name) >= 4 and key.startswith(f"{name} ") for name in site_names)


def _pieces(segment: str, site_names: frozenset[str]) -> list[str]:
    """Return the names that *segment* may hold, cut at commas and "and"s."""
    segment = tidy(segment)
    if not segment:
        return []
    if is_cjk(segment):
        return _dense_pieces(segment)
    if "\u0648" in segment and segment.count(" ") >= 3:
        both = [part.strip() for part in ARABIC_AND.split(segment)]
        if len(both) > 1 and all(part.count(" ") for part in both):
            segment = "، ".join(both)
    # "Anna Neri" is one name, and is not asked for what joins two.
    joined = segment.count(" ") > 1 or not _JOINING.isdisjoint(segment)
    parts = JOINERS.split(segment) if joined else [segment]
    if " for " in segment:
        before, _, behind = segment.partition(" for ")
        parts_before = JOINERS.split(before)
        if not _is_named(parts_before[-1]) or HOUSES.among(folded(parts_before[-1])):
            # "Society for Sacred Music": one name; "Ann Lee, Special for THE PAPER": that of the last.
            if len(parts_before) == 1:
                return [segment]
            parts = [*parts_before[:-1], f"{parts_before[-1]} for {behind}"]
    pieces = [p for p in map(_whole_piece, parts) if p]
    place: list[str] = []
    if (
        len(pieces) > 2
        and _is_job(pieces[-2], after=pieces[-3])
        and segment.removesuffix(parts[-1]).rstrip().endswith(",")
    ):
        place = [pieces.pop()]  # "Ann Lee, Software Engineer, Some Firm"
    pieces = [_beside_job(piece, after=before) for before, piece in zip(["", *pieces], pieces, strict=False)]
    pieces += [p for p in place if HOUSES.among(folded(p))]
    # "João Melo e Castro": what stands on both sides of "e" must be two names, else it is one.
    if len(pieces) > 1 and is_person(segment, site_names) and not all(has_name_form(p) for p in pieces):
        return [segment]
    return pieces


def _is_job(piece: str, *, after: str) -> bool:
    """Tell whether *piece* is a job and no name."""
    return ROLES.among(folded(piece)) and _beside_job(piece, after=after) == piece


def _is_named(piece: str) -> bool:
    """Tell whether *piece* is a name, perhaps with a job."""
    return has_name_form(_beside_job(piece.strip(), after=""))


def _whole_piece(piece: str) -> str:
    """Return a name without signs and words around it, and with the dot behind its last initial."""
    piece = _SPECIAL.sub("", without_lead(piece).strip(" .,:;-–—*\"'“”©"))
    if piece[-2:-1] == ".":
        piece = _INITIALS.sub(r"\g<0>.", piece)
    return _ON_BEHALF.sub("", piece) if "on behalf of" in piece else piece


def _out_of_brackets(segment: str) -> str:
    """Return *segment* without what stands in brackets; a second name between two names stays: "Ana (Lima) Costa"."""
    return BRACKETS.sub(lambda found: found[0] if _SECOND_NAME.match(segment, found.start()) else " ", segment)


def _beside_job(piece: str, *, after: str) -> str:
    """Return the name beside a job without a comma: "Capital Autor Jemima Kelly", "Jane Doe Staff Writer".

    *after* is the piece before: behind a bare name a job is that person's ("Gene Petrino, Home Security Expert").
    """
    jobs = list(ROLE.finditer(piece)) if ROLES.among(folded(piece)) else []
    if not jobs:
        return piece
    names = [without_lead(piece[jobs[-1].end() :])]
    if not has_name_form(after) or jobs[0][0][-1] in "sx":  # a job of several is not that of one
        names.append(piece[: jobs[0].start()].strip(" :"))
    return next((p for p in names if p and has_name_form(p) and not HOUSES.among(folded(p))), piece)


def _dense_pieces(segment: str) -> list[str]:
    found: list[str] = []
    segment = CJK_NEXT_LABEL.sub("", segment)
    for piece in re.split(r"[,;、，/／|｜•·&＆]|\s(?=\S*(?:기자|특파원))", segment):
        bare = CJK_TRAIL.sub("", CJK_LEAD.sub("", tidy(piece))).strip(" =＝【】[]()（）:：")
        words = bare.split()
        # "王小明 李四" are two; "王 小明" and "中村 真子" are one, with a space.
        spaced = len(words) == 2 and len(bare) <= 6 and bare[0] < "\uac00" and not TWO_CHINESE.match(bare)
        if len(words) > 1 and not spaced and all(2 <= len(w) <= 4 for w in words):
            found += words
        elif bare:
            joined = "".join(words)
            found.append(joined if HAN_NAME.match(joined) else bare)
    return found
