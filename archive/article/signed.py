"""Reader: the byline as it is printed: by the headline, or as a name alone above or below the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.article.layout import Layout, Line, element_text, tidy
from archive.article.name_words import CJK_BESIDE_NAMES, CJK_JOBS, CJK_SIGNED, CJK_SIGNED_INSIDE, MAIL, is_cjk
from archive.article.names import MORE, is_house, is_person, split_names, without_lead
from archive.article.patterns import Openings, late
from archive.article.timing import is_date_line

MAX_BYLINE_CHARS = 200
MAX_HOUSE_CHARS = 40
"""Between a name alone and its date stands no more than a house."""
SENTENCE = 12
"""Words: more with a full stop behind them are a sentence ("Author Ann Lee, from the lower town, said that ...")."""
REACH = 30
"""Printed lines below the headline in which a byline may stand."""
_LEAD_WORD = Openings(
    "di", "by", "von", "par", "por", "door", "av", "af", "text", "testo", "a cura di", "written by", "posted by",
    "autore?", "author", "bron", "fonte", "redazione", "quelle", "oleh", "yazan", "автор", "текст", "記者", "记者",
    "文", "作者", "著者", "投稿者", shape=r"{}(?:[\s:：/]|$)",
)  # fmt: skip
# What a date begins with, in a line of names: all behind it goes with it.
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_DATE = late(
    r"\b(?:\d{1,2}[./:]\d{1,2}|\d{1,2}(?:st|nd|rd|th)\s|(?:on|il|am|le|el|the|den)\s+(?:\w{3,9}day,?\s+(?:\w{3,9}\s+)?)?\d"
    rf"|{_WEEKDAY}\d{{1,2}}\.? [^\W\d]{{3,9}}\.? \d{{4}}"
    rf"|(?:on )?{_WEEKDAY}[A-Z][a-z]{{2,8}}\.? \d{{1,2}},? (?:19|20)\d{{2}}"
    r"|\d{1,2}[- ]min(?:ute)?s?\b|(?:19|20)\d{2}[.年/-])"
    r"|(?<=[a-z])\d{1,2}:\d{2}|(?:입력|수정|업데이트|更新|発行|发布)[^\n]*\d",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LONG_LEAD = Openings(
    r"written by\s", r"a cura di\s", r"scritto da\s", r"geschrieben von\s", r"écrit par\s", r"escrito por\s",
    r"autorin/autor\s", r"autore\s?[:：]", r"autor(?:in)?\s?[:：]", r"author\s?[:：]", r"auteur\s?[:：]",
    r"autora?\s?[:：]", shape="{}",
)  # fmt: skip
_BY_INSIDE = late(r"\d\D{0,12}\s(?:by|di|von|par|por|door|av|af)\s+(\S.{3,60}?)(?:\s+in\s+.*)?$")
_PICTURED = late(
    r"\W*(?:(?:file |archive )?(?:photo(?:graph)?s?|pictures?|images?|illustrations?)(?: by| courtesy(?: of)?| credit)?"
    r"|fotos?|bild(?:er)?|kuvat?|zdjęcia|фото|grafik|credits?|crédits?(?: photo)?|写真|摄影|攝影)\s?[:：/]"
    r"|\W*(?:photograph(?:s|y|ed)?|photos?|illustrat(?:ions?|ed)) by\s"
    r"|\W*foto(?:s|grafi[ea]s?)? (?:di|de|von|par|av)\s",
    re.IGNORECASE,
)
"""A line that credits a picture."""
_DAY_OR_CLOCK = re.compile(r"(?:19|20)\d{2}|\d{1,2}[:./]\d{2}")
_AUTHOR_PAGE = late(
    r"/(?:authors?|autor[ei]?s?|auteurs?|people|profile|staff|team|giornalist[ai]|redazione|by)/", re.IGNORECASE
)
_HOUSE_BEHIND = re.compile(r",\s[A-Z]{2,8}$")
_NO_BYLINES = frozenset(("body", "html", "main", "article", "img", "form", "meta"))
_COMMAS = late(r"\s*[,;/、]\s*|\s(?:and|und|e|et|y|og|och)\s")
_OPENING = 80
"""Characters of a text's beginning or end in which who wrote it may be named."""
_EDITOR_IN_CHARGE = late(r"[（(\[【]?\s*(?:责编|责任编辑|責任編輯)\s*[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """A byline taken apart."""

    authors: tuple[str, ...] = ()
    """Persons only, as printed."""
    agency: str | None = None
    """Agency, desk or house."""
    printed: str | None = None
    """The words on the page."""
    evidence: str | None = None
    agency_evidence: str | None = None


def read_byline(printed: str, *, site_names: frozenset[str] = frozenset()) -> Byline:
    """Return persons and house of one printed byline: "di Mauro Romano - Class Editori"."""
    text = tidy(printed)
    persons, houses = split_names(text, site_names)
    return Byline(authors=persons, agency=houses[0] if houses else None, printed=text or None, evidence="line")


def read_printed(layout: Layout, headline: int | None, site_names: frozenset[str]) -> Byline | None:
    """Return the byline that is printed nearest below the headline, or None."""
    start = headline if headline is not None else 0
    found = [*_by_name(layout, start, site_names), *_by_lead(layout, start, site_names)]
    found += _by_date(layout, start, site_names)
    if not any(byline.authors for _, byline in found):
        found += _alone(layout, start, site_names)
    if found:
        # Persons before houses, then the nearest, then the one that names most.
        return min(found, key=lambda f: (not f[1].authors, f[0], -len(f[1].authors)))[1]
    for rel, element in layout.rel_links:
        if rel == "author":
            byline = _from_text(element_text(element, 200), site_names)
            if byline is not None:
                return replace(byline, evidence="text")
    return None


def _undated(text: str) -> str:
    """Return *text* up to its date, without the bar, comma or dash before that."""
    date = _DATE.search(text) if _DIGIT.search(text) else None
    if date is None:
        return text
    names = text[: date.start()].rstrip()
    if names[-1:] and names[-1] in "|•·,":
        return names[:-1].rstrip()
    dashed = names[-1:] and names[-1] in "-–—" and names[-2:-1].isspace() and len(names) < date.start()
    return names[:-1].rstrip() if dashed else names


def opens_as_byline(text: str | None) -> bool:
    """Tell whether *text* begins with a word that opens bylines: "di", "By", "Von"."""
    return text is not None and _LEAD_WORD.match(text) is not None


def names_who_wrote(text: str) -> bool:
    """Tell whether *text* is a byline: opens as bylines do, and gives a name or no more than a date."""
    if not opens_as_byline(text) and not _LONG_LEAD.match(text):
        return False
    return (is_date_line(text) and text[-1] not in ".!?") or bool(read_byline(_undated(text)).authors)


def _by_name(layout: Layout, start: int, site_names: frozenset[str]) -> Iterator[tuple[int, Byline]]:
    """Yield (distance, byline) of the elements that class names call author or byline."""
    for mark in layout.marks:
        if mark.kind != "author" or mark.element.tag in _NO_BYLINES or len(mark.element) > 40:
            continue
        hint = mark.hint.lower()
        if "comment" in hint or "quote" in hint:
            continue
        distance = mark.line - start
        if mark.furniture and (not 0 <= distance <= 8 or "related" in hint):
            continue
        text = element_text(mark.element, 400)
        if _PICTURED.match(text):
            continue
        if not text or len(text) > MAX_BYLINE_CHARS or (len(text) > 30 and is_cjk(text) and not CJK_JOBS.search(text)):
            continue
        byline = _from_element(mark.element, text, site_names) or _pen_name(text, site_names)
        plain = _undated(text)
        scant = byline is not None and len(plain) > 60 and sum(map(len, byline.authors)) < len(plain) / 5
        if byline is None or (scant and not (len(plain) <= 100 and _LEAD_WORD.match(text))):
            continue  # a box about the author, or about something else
        yield distance if distance >= 0 else 60 - distance, replace(byline, evidence="text")


def _by_lead(layout: Layout, start: int, site_names: frozenset[str]) -> Iterator[tuple[int, Byline]]:
    """Yield the first line by the headline that opens as bylines do ("di", "By", "Von"); "Written by" anywhere."""
    for line in layout.lines[max(0, start - 4) :]:
        near = line.index < start + REACH
        if line.furniture or len(line.text) > 160 or not (_LEAD_WORD if near else _LONG_LEAD).match(line.text):
            continue
        if line.text[-1] in ".!?" and line.text.count(" ") > SENTENCE:
            continue
        byline = _from_element(line.element, line.text, site_names)
        if byline is None and near and "date" in line.marks:
            byline = _pen_name(line.text, site_names)
        if byline is not None:
            yield abs(line.index - start), byline
            return


def _by_date(layout: Layout, start: int, site_names: frozenset[str]) -> Iterator[tuple[int, Byline]]:
    """Yield the names that share a line with the date: "4 maggio 2024 di Anna Neri", "Anna Neri | 4 May 2024"."""
    for line in layout.lines[start : start + 12]:
        if line.furniture or len(line.text) > 120 or not is_date_line(line.text):
            continue
        if "caption" in line.marks or _is_quoted(line) or (is_cjk(line.text) and not CJK_JOBS.search(line.text)):
            continue  # any short word before a Chinese or Japanese date has the form of a name
        before = _undated(line.text)
        after = _BY_INSIDE.search(line.text)
        dated = _DAY_OR_CLOCK.search(line.text[len(before) :]) is not None
        for text in (after[1] if after else "", before if dated else ""):
            byline = _from_text(text, site_names) if text else None
            if byline is not None and 5 * sum(map(len, byline.authors)) >= 2 * len(text):
                yield line.index - start, byline
                return


def _alone(layout: Layout, start: int, site_names: frozenset[str]) -> Iterator[tuple[int, Byline]]:
    """Yield a line right below the headline that is one person's name and nothing else.

    Many a line has the form of a name ("Select Page"): a date line must follow, or a link to an author's page.
    """
    for line in layout.lines[start + 1 : start + 6]:
        pictured = line.tag == "figcaption" or {"caption", "kicker"} & line.marks or is_cjk(line.text)
        if pictured or len(line.text.split()) > 5 or (line.index > start + 2 and "author" not in line.marks):
            continue
        name = MAIL.sub("", _HOUSE_BEHIND.sub("", line.text)).strip(" ,")
        if len(name.split()) > 4 or not is_person(name, site_names):
            continue
        if any(around.tag == "figure" for around in line.element.iterancestors()):
            continue
        after = layout.lines[line.index + 1 : line.index + 3]
        if line.furniture or (after and not _is_houses(after[0], site_names)):
            after = after[:1]
        dated = any(is_date_line(one.text) or "author" in line.marks & one.marks for one in after)
        if dated or any(_AUTHOR_PAGE.search(a.get("href") or "") for a in line.element.iter("a")):
            yield line.index - start, Byline(authors=(name,), printed=line.text, evidence="text")


def _is_houses(line: Line, site_names: frozenset[str]) -> bool:
    """Tell whether a line between a name and its date is the house's: by its words, or as a link."""
    return len(line.text) <= MAX_HOUSE_CHARS and (line.linked > 0.8 or is_house(line.text, site_names))


def _pen_name(text: str, site_names: frozenset[str]) -> Byline | None:
    """Return the byline of one word after a word that opens bylines: "by jsteinhardt"."""
    plain = _undated(text)
    rest = without_lead(plain)
    words = rest.split()
    if not _LEAD_WORD.match(text) or rest == plain.strip():
        return None
    if len(words) != 1 or not 3 <= len(words[0]) <= 20 or not words[0].isalnum() or is_house(words[0], site_names):
        return None
    return Byline(authors=(words[0],), printed=text, evidence="text")


def _from_element(element: Any, text: str, site_names: frozenset[str]) -> Byline | None:
    """Read a byline's element: names in neighbouring links are apart though no comma is printed between them."""
    boxed = element_text(element, 400, joint=" | ").strip(" |")
    if more := MORE.search(text):
        text, boxed = text[: more.start()].rstrip(), MORE.sub("", boxed).rstrip(" |")
    if len(boxed) > len(text) + 24:
        return _from_text(text, site_names)  # the line is a part of a larger box
    byline = _from_text(boxed, site_names)
    if byline is not None:
        byline = replace(byline, printed=_undated(text).strip(" |•·,-–—") or text)
    parts = [element_text(a, 200) for a in element.iter("a", "span") if not len(a)]
    parts = [p for p in parts if p and len(p) < len(text) and (not more or p in text)]
    named = len(byline.authors) if byline else 0
    if parts and (
        not named
        or any(_is_glued(part, text) for part in parts)
        or (named == 1 and sum(is_person(p, site_names) for p in parts) > 1)
    ):
        apart = _from_text(" / ".join(parts), site_names)
        if apart is not None and apart.authors:
            return replace(apart, printed=text if apart.authors[0] in text else ", ".join(apart.authors))
    return byline


def _is_glued(part: str, text: str) -> bool:
    """Tell whether a capital letter stands right behind *part* somewhere in *text*."""
    pieces = text.split(part)
    return any("A" <= behind[:1] <= "Z" for behind in pieces[1:])


def _from_text(text: str, site_names: frozenset[str]) -> Byline | None:
    plain = _undated(text)
    persons, houses = split_names(tidy(plain or text), site_names)
    if not persons and not houses:
        return None
    printed = plain.strip(" |•·,-–—") or text
    return Byline(authors=persons, agency=houses[0] if houses else None, printed=printed, evidence="line")


def read_signature(
    layout: Layout, paragraphs: Sequence[str], *, site_names: frozenset[str] = frozenset()
) -> Byline | None:
    """Return the names that stand alone right above the first or right below the last of the text's *paragraphs*.

    "Mohloai Mpesi" above the text; "Lê Phương" or "(Anna Neri, Karl Weiß, 3.5.2024)" below it; "(责编：牛镛、岳弘彬)"
    anywhere on a Chinese page.
    """
    for line in _around(layout, paragraphs):
        text = line.text
        if not text.isascii() and len(text) <= 60 and CJK_SIGNED.match(text):
            byline = _from_text(CJK_BESIDE_NAMES.sub(" ", text), site_names)
            if byline is not None and byline.authors:
                return replace(byline, printed=text, evidence="text")
        bare = _undated(without_lead(MAIL.sub("", text).strip("()（） -–—"))).strip(" ,")
        if (
            not 5 <= len(bare) <= 120
            or bare[-1:] in ".?!:"
            or line.linked
            or is_cjk(bare)  # any short Chinese or Japanese line has the form of a name
            or {"caption", "kicker", "section"} & line.marks
        ):
            continue
        if _is_quoted(line):
            continue
        if line.element.get("itemprop") == "name":
            continue  # a box about a person
        if line.tag in ("p", "div", "td", "em", "br", "section", "article") and all(
            is_person(n.strip(), site_names) for n in _COMMAS.split(bare)
        ):
            return Byline(authors=tuple(n.strip() for n in _COMMAS.split(bare)), printed=text, evidence="text")
    for end in (paragraphs[0][:_OPENING], paragraphs[-1][-_OPENING:]) if paragraphs else ():
        inside = CJK_SIGNED_INSIDE.search(end) if not end.isascii() else None
        if inside is not None:
            byline = _from_text(CJK_BESIDE_NAMES.sub(" ", inside[1]), site_names)
            if byline is not None and byline.authors:
                return replace(byline, printed=inside[0], evidence="text")
    for line in reversed(layout.lines):
        if len(line.text) <= 80 and not line.text.isascii() and _EDITOR_IN_CHARGE.match(line.text):
            byline = _from_text(line.text, site_names)
            if byline is not None and byline.authors:
                return replace(byline, evidence="text")
    return None


def _is_quoted(line: Line) -> bool:
    """Tell whether *line* stands in a quotation or a figure: it names who is quoted, who is pictured."""
    boxes = (line.element, *line.element.iterancestors())
    return "quote" in line.hint or any(box.tag in ("blockquote", "figure") for box in boxes)


def _around(layout: Layout, paragraphs: Sequence[str]) -> list[Line]:
    """Return the lines right above the first and right below the last paragraph, and these two themselves."""
    if not paragraphs:
        return []
    starts = {p[:60]: None for p in (paragraphs[0], paragraphs[-1])}
    places = [line.index for line in layout.lines if line.text[:60] in starts]
    if not places:
        return []
    first, last = places[0], places[-1]
    return [*reversed(layout.lines[max(0, first - 2) : first + 4]), *layout.lines[last : last + 3]]
