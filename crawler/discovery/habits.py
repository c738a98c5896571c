"""The habits of an address: what its folders, its slug, its ending and its query show. ``urls.py`` weighs them."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archive.article.patterns import late
from crawler.discovery.words import (
    AND_WORDS,
    ARTICLE,
    AUTHOR,
    CATEGORY,
    FUNCTION_WORDS,
    INDEX_NAMES,
    LEGAL_OR_LOGIN,
    LISTING,
    LITTLE_SERVICE_WORDS,
    MEDIA_ENDINGS,
    OTHER_LAYOUTS,
    SERVICE,
    SERVICE_HOSTS,
    TAG,
    TEXT,
    TOPIC,
    TOPICS,
)

_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d$")
_RECENT_YEAR = re.compile(r"(?:199|20[0-4])\d$")
_DAY_IN_SEGMENT = re.compile(
    r"(?<!\d)(?:19[5-9]|20[0-4])\d(?:([-_.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|^(?:0?[1-9]|[12]\d|3[01])([-_.])(?:0?[1-9]|1[0-2])\2(?:19[5-9]|20[0-4])\d$"
)
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$")
_YEAR_MONTH = re.compile(r"(?:19[5-9]|20[0-4])\d[-_]?(?:0[1-9]|1[0-2])$")
_WORD_BREAKS = re.compile(r"[-_+ .,;:!~|'’]+|%20")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{16,64}(?![0-9a-z])")
_END_ID = re.compile(r"(?:^|[-_.,;~a-z])(\d{4,})$")
_LETTER_ID = re.compile(r"[-_.,;~](?:[a-z]{1,3}|art|arid|nid|article|artikel|img|sto|ld|av)[-_.]?(\d{4,})$")
_START_ID = re.compile(r"^(\d{4,})[-_.]")
_LONG_ID = re.compile(r"(?<![\da-z])\d{6}|\d{7}")
_NAMED_ID = re.compile(
    r"(?:article|articulo|articolo|artigo|artikel|artykul|art|arti|news|newsdetail|story|nota|noticia|notizia|item|post"
    r"|content|doc|cikk|clanek|haber|berita)(?:[-_][a-z]+)?[-_]?\d{5,}$"
)
_LIST_ID = re.compile(
    r"(?:list|channel|cat|cate|category|section|sekcja|sekce|tag|topic|term|author|rubric|rubrik)[-_]?\d+$"
)
_LIST_PROGRAM = re.compile(
    r"list|categor|section|secci|sezion|rubri|archiv|pag|tag|topic|tema|them|author|autor|report|search|login|register|user"
    r"|contact|gallery|event|member|profile|comment|forum|menu|channel"
)
_FOLDER_ID = re.compile(r"(?<!\d)\d{6,}")
_FOLDER_CODE = re.compile(r"[a-z0-9]{5,8}$")
_CODE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,40}$", re.IGNORECASE)
_ID_QUERY = re.compile(
    r"(?:^|&)(?:(?:id|p|art|sid|story|item|post|no|num|idx|idart|idnews)=[\w-]*\d|\w*(?:id|seq|idx|nr|no)=\w{0,4}\d{4,}"
    r"|(?:id|art|news|nota|not)[a-z_]*=\w{0,4}\d{4,}|(?!\w*(?:date|day|ymd|from|to|campa\w*)=)\w+=\w{0,6}\d{7,})"
)
_TEXT_QUERY = re.compile(r"(?:^|&)(?:view=article|\w+(?:\[|%5b)news(?:\]|%5d)=\d+)(?:&|$)")
_LIST_QUERY = re.compile(
    r"(?:^|&)(?:page|paged|pag|seite|pagina|start|offset|tag|tags|cat|category|q|s|query|search|author|sort|filter|cat_id|page_id|topic|m|label)="
)
_ACTION_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|print|printable|tmpl|amp|output(?:type)?|reply|redirect_to|return_?url|returnto|login|"
    r"comment_?id|add-to-cart|add_to_cart)(?:=|&|$)"
)
_PAGE_SEGMENT = re.compile(r"(?:page|seite|pagina|p|pag|strona|sayfa|sivu|side)[-_=]?\d{1,4}$")
_TAG_PART = re.compile(r"(?:^|[-_])(?:tags?|category|categories|kategorie)(?:$|[-_])")
# Thousands of letters one by one: 3 ms to compile, and most sites have none of them in their URLs.
_WIDE = late(r"[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_LENGTHS = (*((most, f"slug to {most}") for most in (6, 10, 15, 20, 26, 33, 42, 55)), (1 << 20, "long slug"))
_FOLDERS = (
    (TAG, "tag folder"),
    (TOPICS, "topic folder"),
    (AUTHOR, "author folder"),
    (CATEGORY, "category folder"),
    (LEGAL_OR_LOGIN, "service folder"),
    (LISTING, "listing folder"),
)
_UNDER_NAMES = frozenset(("tag folder right above", "author folder right above", "category folder right above"))
_NEWS_ABOVE = frozenset(("query names an id", "date in the path", "number folder", "article folder right above"))
_UNDER_LISTINGS = frozenset(
    (*_UNDER_NAMES, "listing folder right above", "tag folder", "author folder", "category folder", "topic folder")
)
_LISTINGS = CATEGORY | LISTING | TAG | TOPICS | AUTHOR


# A link is asked twice, by its kind and by its weight, and stands on the site's next page again.
@lru_cache(maxsize=1024)
def read_habits(url: str) -> tuple[str, ...] | None:
    """Return the names of the habits that *url* shows; None where it names a file that is no page."""
    found = _habits(url)
    return None if found is None else tuple(found)


def _habits(url: str) -> list[str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path
    if "%" in path:
        path = unquote(path)
    segments = [s for s in path.lower().split("/") if s]
    found: list[str] = []
    if query := parts.query.lower():
        _read_query(query, bool(segments), found)
    if not segments:
        if "front page with an id" not in found:
            found.append("front page")
        return found
    last = segments[-1]
    name, dot, ending = last.rpartition(".")
    if dot and name and 1 < len(ending) < 6 and ending.isalnum() and not ending.isdigit():
        if ending in MEDIA_ENDINGS:
            return None
        program = ending not in ("html", "htm", "shtml")
        found.append("ends in a program's name" if program else "ends in .html")
        segments[-1] = last = name
        if last in INDEX_NAMES:
            segments.pop()
            if not segments:
                text = "query names an id" in found and _TEXT_QUERY.search(query)
                found.append("front page with an id" if text else "front page")
                return found
            found.append("index page")
            last = segments[-1]
        if program and "query names an id" in found and not _LIST_PROGRAM.search(last):
            found.append(f"depth {min(len(segments), 5)}")
            return found  # News.aspx?NewsID=1435123: the program's name says nothing
    elif path[-1] == "/":
        found.append("ends in a slash")
    if len(segments) > 1 and (last in OTHER_LAYOUTS or segments[0] in OTHER_LAYOUTS or name.endswith(".amp")):
        found.append("another layout")
    if len(segments) > 1 and last.isdigit() and len(last) < 3 and segments[-2].count("-") >= 3:
        segments.pop()  # a further page of a long text
        last = segments[-1]
    plain = _read_folders(segments, found)
    _read_slug(last, segments, plain, found)
    _read_host(parts.netloc, found)
    return found


def _read_host(netloc: str, found: list[str]) -> None:
    first = netloc.partition(".")[0].lower()
    if first in ("blog", "blogs"):
        found.append("blog's host")
    elif first in SERVICE_HOSTS:
        found.append("service's host")


def _read_query(query: str, with_path: bool, found: list[str]) -> None:
    if _ACTION_QUERY.search(query):
        found.append("query of an action")
    elif _LIST_QUERY.search(query):
        found.append("query of a listing")
    elif _ID_QUERY.search(query):
        found.append("query names an id" if with_path else "front page with an id")
    else:
        found.append("query")


def _read_folders(segments: list[str], found: list[str]) -> bool:
    """Add what the path above the last segment says, and its depth; return whether it is plain (no news sign)."""
    depth = len(segments)
    found.append(f"depth {depth}" if depth < 5 else "depth 5")
    above = segments[:-1]
    if not above:
        return True
    before = len(found)
    nearest = above[-1]
    for segment in above:
        for words, sign in _FOLDERS:
            if segment in words and not (segment is nearest and segment in TEXT and segments[-1].isdigit()):
                found.append(f"{sign} right above" if segment is nearest else sign)
                break
        else:
            if segment.endswith("list") and segment.isalpha():  # newsList, articlelist
                found.append("listing folder right above" if segment is nearest else "listing folder")
            elif segment.count("-") >= 4:
                found.append("long folder")
            elif _TAG_PART.search(segment):
                found.append("tag folder")
            elif _has_id(segment):
                found.append("number folder")
    if len(above) > 1 and len(above[-2]) == 1 and "number folder" not in found and _FOLDER_CODE.match(nearest):
        found.append("number folder")  # /a/Abc123/
    if dated := _date_in_folders(above):
        found.append("date in the path" if dated > 1 else "year in the path")
    if nearest in ARTICLE:
        found.append("article folder right above")
    elif nearest in TEXT:
        found.append("text folder right above")
    elif not ARTICLE.isdisjoint(above):
        found.append("article folder")
    if nearest in TOPIC:
        found.append("department right above")
    return len(found) == before or found[-1] == "department right above"


def _has_id(folder: str) -> bool:
    """Tell whether a folder is a text's: ``48213``, ``article250380123``, ``20240305101523-617-1070123``."""
    if folder.isdigit():
        return len(folder) >= 4 and not _YEAR.match(folder)
    return bool(_FOLDER_ID.search(folder)) and not _DAY_IN_SEGMENT.search(folder)


def _date_in_folders(above: list[str]) -> int:
    """Return 0 for no date in the folders, 1 for a year, more for a month or a day."""
    for i, segment in enumerate(above):
        if _YEAR.match(segment):
            return 1 + bool(_MONTH.match(above[i + 1]) if i + 1 < len(above) else False)
        if _DAY_IN_SEGMENT.search(segment) or _YEAR_MONTH.match(segment):
            return 2
    return 0


def _read_slug(last: str, segments: list[str], plain: bool, found: list[str]) -> None:
    """Add what the last segment says: its words, its id, its date."""
    words = [w for w in _WORD_BREAKS.split(last) if w]
    letters = [w for w in words if not w.isdigit()]
    many = len(letters)
    if not letters and _is_archive_date(segments):
        found.append("archive date")
        return
    sign = _id_sign(last, letters)
    named = _read_name(last, letters, found, with_id=sign == "named id" or (bool(sign) and bool(_LONG_ID.search(last))))
    if sign:
        found.append(sign)
        long = "long id" if _LONG_ID.search(last) and sign != "hash id" else "id"
        found.append(f"{long} and {min(many, 4)} words")
        if not _UNDER_LISTINGS.isdisjoint(found):
            found.append("id under a listing")
    if len(segments) > 1 and not _UNDER_NAMES.isdisjoint(found):
        return  # the slug is a tag's, an author's or a department's name, however long
    if not _NEWS_ABOVE.isdisjoint(found) and not named and letters:
        found.append("slug below a news sign")
        return  # a text, however short its slug
    if not letters:
        return
    if not last.isascii() and _WIDE.search(last):
        found.append("title in another script" if len(last) >= 16 else "word in another script")
    if not sign:
        found.append(f"{many} words" if many < 9 else "9 words")
        if plain and many < 5 and not named:
            found.append(f"plain {many} words at depth {min(len(segments), 3)}")
        for length, name in _LENGTHS:
            if len(last) <= length:
                found.append(name)
                break
    _read_words(words, letters, found)


def _is_archive_date(segments: list[str]) -> bool:
    """Tell whether the path ends in a year, a month or a day and so names what was published then."""
    last = segments[-1]
    if _DAY_IN_SEGMENT.fullmatch(last) and (not last.isdecimal() or len(segments) == 1 or segments[-2] in _LISTINGS):
        return True
    if len(segments) > 2 and last.isdecimal() and int(last) < 32 and _MONTH.match(segments[-2]):
        return bool(_RECENT_YEAR.match(segments[-3]))
    in_year = len(segments) > 1 and _RECENT_YEAR.match(segments[-2])
    return bool(_RECENT_YEAR.match(last) or _YEAR_MONTH.match(last) or (in_year and _MONTH.match(last)))


def _read_name(last: str, letters: list[str], found: list[str], *, with_id: bool) -> bool:
    """Add what the last segment is called, where it is the name of a department or a service."""
    if last in LEGAL_OR_LOGIN:
        found.append("login or legal")
    elif last in SERVICE:
        found.append("service page")
    elif last in TOPIC:
        found.append("department")
    elif last in _LISTINGS or _LIST_ID.match(last):
        found.append("listing word")
    elif with_id:
        return False
    elif 1 < len(letters) < 5 and not LITTLE_SERVICE_WORDS.isdisjoint(letters):
        found.append("service word in the slug")
    elif 1 < len(letters) < 5 and sum(w in TOPIC for w in letters) * 2 > len(letters):
        found.append("departments in the slug")
    elif _PAGE_SEGMENT.match(last):
        found.append("page number")
    else:
        return False
    return True


def _read_words(words: list[str], letters: list[str], found: list[str]) -> None:
    many = len(letters)
    if many == 3 and letters[1] in AND_WORDS and "date in the slug" not in found:
        found.append("two nouns and 'and'")
        return
    little = sum(w in FUNCTION_WORDS for w in letters)
    if little:
        found.append("little word" if little == 1 else "little words")
    if len(words) > many and any(len(w) < 4 for w in words if w.isdigit()):
        found.append("small number in the slug")


def _id_sign(last: str, letters: list[str]) -> str | None:
    """Return by which kind of id the last segment names its page; None where it has none."""
    if not letters and _LONG_ID.search(last):
        return "number alone"
    if last.isdigit():
        return "number alone" if len(last) > 4 else "short number alone" if len(last) == 4 else "small number alone"
    if _UUID.search(last):
        return "hash id"
    if _NAMED_ID.match(last):
        return "named id"
    if _DAY_IN_SEGMENT.search(last):
        return "date in the slug"
    if _LETTER_ID.search(last):
        return "lettered id"
    if end := _END_ID.search(last):
        if _YEAR.match(end[1]):
            return None
        return "id at the end" if len(end[1]) > 4 else "short id at the end"
    if start := _START_ID.match(last):
        return None if _YEAR.match(start[1]) else "id at the start"
    digits = sum(c.isdigit() for c in last)
    if letters and digits > 1 and _CODE.match(letters[-1]) and sum(c.isdigit() for c in letters[-1]) > 1:
        return "code id"
    return "many digits" if digits > 6 else None
