"""Tell from a URL alone whether it names an article. A guess that costs microseconds; the page itself decides later."""

import math
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.discovery.urlweights import BIAS, WEIGHTS
from crawler.discovery.words import (
    ARTICLE,
    AUTHOR,
    FUNCTION_WORDS,
    INDEX_NAMES,
    LEGAL_OR_LOGIN,
    LISTING,
    MEDIA_ENDINGS,
    SERVICE,
    TAG,
    TOPIC,
)

THRESHOLD = 0.5
"""Score from which a URL counts as an article's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlVerdict:
    """What a URL says about its page."""

    article: bool
    score: float
    """0 to 1: how sure it is that the page is an article."""
    why: str
    """The habits that weighed most, for a log line: ``date in the path, slug of 7 words``."""


_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d$")
_DAY_IN_SEGMENT = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d([-_.]?)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$")
_YEAR_MONTH = re.compile(r"(?:19[5-9]|20[0-4])\d[-_]?(?:0[1-9]|1[0-2])$")
_WORD_BREAKS = re.compile(r"[-_+ .,;:!~|'’]+|%20")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{16,64}(?![0-9a-z])")
_END_ID = re.compile(r"(?:^|[-_.,;~a-z])(\d{4,})$")
_LETTER_ID = re.compile(r"[-_.,;~](?:[a-z]{1,3}|art|arid|nid|article|artikel|img|sto|ld|av)[-_.]?(\d{4,})$")
_START_ID = re.compile(r"^(\d{4,})[-_.]")
_CODE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,40}$", re.IGNORECASE)
_ID_QUERY = re.compile(
    r"(?:^|&)(?:id|p|artid|article_?id|art|aid|nid|story|storyid|sid|newsid|news_id|idnews|item|pid|no|num|idx|post|oid|docid|itemid|articleid|idxno|aid|idart)=[\w-]*\d"
)
_LIST_QUERY = re.compile(
    r"(?:^|&)(?:page|paged|pag|seite|pagina|start|offset|tag|tags|cat|category|q|s|query|search|author|sort|filter|cat_id|page_id|topic|m|label)="
)
_PAGE_SEGMENT = re.compile(r"(?:page|seite|pagina|p|pag|strona|sayfa|sivu|side)[-_=]?\d{1,4}$")
_TAG_PART = re.compile(r"(?:^|[-_])(?:tags?|category|categories|kategorie|themen)(?:$|[-_])")
_WIDE = re.compile(r"[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def judge_url(url: str) -> UrlVerdict:
    """Return whether *url* looks like an article's address, by habits that papers everywhere share.

    Pure and cheap (some 20 microseconds). A URL that no page has (a picture, a style sheet) scores 0.
    """
    found = read_habits(url)
    if found is None:
        return UrlVerdict(article=False, score=0.0, why="no page")
    total = BIAS
    for habit in found:
        total += WEIGHTS.get(habit, 0.0)
    score = 1 / (1 + math.exp(-total)) if total > -60 else 0.0
    weighty = sorted(found, key=lambda h: -abs(WEIGHTS.get(h, 0.0)))[:3]
    return UrlVerdict(article=score >= THRESHOLD, score=score, why=", ".join(weighty))


def read_habits(url: str) -> list[str] | None:
    """Return the names of the habits that *url* shows; None where it names a file that is no page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path
    if "%" in path:
        path = unquote(path)
    segments = [s for s in path.lower().split("/") if s]
    query = parts.query.lower()
    found = ["query names an id" if _ID_QUERY.search(query) else "query"] if query else []
    if query and _LIST_QUERY.search(query):
        found.append("query of a listing")
    if not segments:
        found.append("front page")
        return found
    last = segments[-1]
    name, dot, ending = last.rpartition(".")
    if dot and name and 1 < len(ending) < 6 and ending.isalnum() and not ending.isdigit():
        if ending in MEDIA_ENDINGS:
            return None
        found.append("ends in .html" if ending in ("html", "htm", "shtml") else "ends in a program's name")
        segments[-1] = last = name
        if last in INDEX_NAMES:
            segments.pop()
            if not segments:
                found.append("front page")
                return found
            found.append("index page")
            last = segments[-1]
    elif path[-1] == "/":
        found.append("ends in a slash")
    _read_folders(segments, found)
    _read_slug(last, segments, found)
    return found


def _read_folders(segments: list[str], found: list[str]) -> None:
    """Add what the path above the last segment says, and its depth."""
    depth = len(segments)
    found.append(f"depth {depth}" if depth < 5 else "depth 5")
    above = segments[:-1]
    if not above:
        return
    for segment in above:
        if segment in LISTING:
            found.append(
                "folder of tags" if segment in TAG else "folder of authors" if segment in AUTHOR else "listing folder"
            )
        elif segment in LEGAL_OR_LOGIN:
            found.append("service folder")
        elif segment.count("-") >= 4:
            found.append("long folder")
        elif _TAG_PART.search(segment):
            found.append("folder of tags")
        elif segment.isdigit() and len(segment) >= 4 and not _YEAR.match(segment):
            found.append("number folder")
    if dated := _date_in_folders(above):
        found.append("date in the path" if dated > 1 else "year in the path")
    nearest = above[-1]
    if nearest in ARTICLE:
        found.append("folder of articles")
    elif nearest in LISTING:
        found.append("listing right above")
    elif nearest in TOPIC:
        found.append("department right above")
    elif any(s in ARTICLE for s in above):
        found.append("articles further above")


def _date_in_folders(above: list[str]) -> int:
    """Return 0 for no date in the folders, 1 for a year, more for a month or a day."""
    for i, segment in enumerate(above):
        if _YEAR.match(segment):
            return 1 + bool(_MONTH.match(above[i + 1]) if i + 1 < len(above) else False)
        if _DAY_IN_SEGMENT.search(segment) or _YEAR_MONTH.match(segment):
            return 2
    return 0


def _read_slug(last: str, segments: list[str], found: list[str]) -> None:
    """Add what the last segment says: its words, its id, its date."""
    words = [w for w in _WORD_BREAKS.split(last) if w]
    letters = [w for w in words if not w.isdigit()]
    if last in SERVICE:
        found.append("login or legal" if last in LEGAL_OR_LOGIN else "service page")
    elif last in TOPIC:
        found.append("department")
    elif last in LISTING:
        found.append("listing word")
    if _PAGE_SEGMENT.match(last):
        found.append("page number")
    _read_id(last, letters, found)
    many = len(letters)
    if not letters:
        if _YEAR.match(last) or (_MONTH.match(last) and len(segments) > 1 and _YEAR.match(segments[-2])):
            found.append("archive date")
        return
    if _WIDE.search(last):
        found.append("long title in another script" if len(last) >= 16 else "word in another script")
    found.append(f"{many} words" if many < 9 else "9 words")
    little = sum(w in FUNCTION_WORDS for w in letters)
    if little:
        found.append("little words" if little == 1 else "many little words")
    length = len(last)
    found.append(
        "slug to 10"
        if length <= 10
        else "slug to 20"
        if length <= 20
        else "slug to 30"
        if length <= 30
        else "slug to 45"
        if length <= 45
        else "long slug"
    )
    if len(words) > many and any(len(w) < 4 for w in words if w.isdigit()):
        found.append("small number in the slug")


def _read_id(last: str, letters: list[str], found: list[str]) -> None:
    if _UUID.search(last):
        found.append("hash id")
    elif last.isdigit():
        found.append("number alone" if len(last) >= 4 else "small number alone")
    elif _DAY_IN_SEGMENT.search(last):
        found.append("date in the slug")
    elif _LETTER_ID.search(last):
        found.append("lettered id")
    elif end := _END_ID.search(last):
        found.append(
            "year at the end" if _YEAR.match(end[1]) else "id at the end" if len(end[1]) > 4 else "short id at the end"
        )
    elif start := _START_ID.match(last):
        found.append("year at the start" if _YEAR.match(start[1]) else "id at the start")
    elif letters and _CODE.match(letters[-1]) and sum(c.isdigit() for c in letters[-1]) > 1:
        found.append("code id")


PageKind = Literal["front", "section", "tag", "author", "service", "file", "text"]


def kind_of_page(url: str, rel: str = "") -> PageKind:
    """Return what a URL says plainly of its page; ``text`` where it says nothing plain (so it may be an article).

    *rel* is the link's attribute: ``tag``, ``author`` and ``category`` are the publisher's own word.
    """
    words = rel.lower().split()
    if "tag" in words or "category" in words:
        return "tag"
    if "author" in words:
        return "author"
    habits = read_habits(url)
    if habits is None:
        return "file"
    if "front page" in habits:
        return "front"
    if "login or legal" in habits or "service folder" in habits:
        return "service"
    if "folder of tags" in habits and "listing right above" in habits:
        return "tag"
    if "folder of authors" in habits and "listing right above" in habits:
        return "author"
    listing = {"department", "listing word", "archive date", "index page"}.intersection(habits)
    return "section" if listing or ("listing right above" in habits and not _has_id(habits)) else "text"


def _has_id(habits: list[str]) -> bool:
    return any(h.endswith("id") or "id at" in h or h == "number alone" for h in habits)
