"""Numbers of articles: what names an article in its URL whatever the slug and the folder around it."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

HEX_ID = re.compile(r"(?:[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,64})$", re.IGNORECASE)
ENDING = re.compile(r"\.[a-z]{2,5}\d?$", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
# 220426, 03052022, 20240301: days as papers write them; many articles of one day share such a number.
_DAY_NUMBER = re.compile(
    r"(?:(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)?\d\d)"
)
_FOLDER_ID_DIGITS = 7
_ID_PARAMS = frozenset(("id", "p", "artid", "articleid", "article_id", "aid", "nid", "newsid", "idnews", "idxno", "no"))


@lru_cache(maxsize=256)  # asked three times of each article that is settled
def article_number(url: str) -> str | None:
    """Return what names an article across slugs: its host and the one long number or hex id of its URL.

    ``/a/il-titolo-10023.html`` and ``/b/un-altro-titolo-10023.html`` have one. None where a URL has no id, or
    more than one that could be it, or one that may be a day: a wrong one would make two articles one.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    ids: set[str] = set()
    segments = [s for s in unquote(parts.path).split("/") if s]
    for i, segment in enumerate(segments):
        bare = ENDING.sub("", segment)
        hexes = HEX_ID.search(bare)
        if hexes and not hexes[0].isdigit():
            ids.add(hexes[0].lower())
            continue
        least = 5 if i == len(segments) - 1 else _FOLDER_ID_DIGITS
        ids.update(n for n in _LONG_NUMBER.findall(bare) if len(n) >= least and not _DAY_NUMBER.fullmatch(n))
    ids.update(v for k, v in parse_qsl(parts.query) if k.lower() in _ID_PARAMS and _LONG_NUMBER.fullmatch(v))
    return f"{host} {ids.pop()}" if len(ids) == 1 else None
