"""The page lists of a WACZ: articles with their text, which ReplayWeb.page searches, and all other pages."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

from archive.article.model import Article
from archive.article.page import HTML_TYPES, Page
from archive.errors import MessageError
from archive.exchange import Exchange
from archive.reading import REQUISITE_OF
from archive.stamp import stamp
from archive.warc.capture import Capture

_TITLE_BEGINS = re.compile(r"<title\b[^<>]*>", re.IGNORECASE)
_TITLE_ENDS = re.compile(r"</title", re.IGNORECASE)
_TITLE_WITHIN_CHARS = 50_000
_TITLE_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line of a page list."""

    url: str
    at: str
    """When it was captured: ``2019-04-03T06:00:00Z``, the same second as in the CDXJ."""
    title: str | None
    text: str | None

    def line(self) -> bytes:
        """Return it as JSON with its newline. A missing title or text is left out."""
        told = {"id": sha256(f"{self.url} {self.at}".encode()).hexdigest()[:22], "url": self.url, "ts": self.at}
        told |= {name: value for name, value in (("title", self.title), ("text", self.text)) if value}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def header(list_id: str, title: str, *, has_text: bool) -> bytes:
    """Return the first line of a page list."""
    told = {"format": "json-pages-1.0", "id": list_id, "title": title, "hasText": has_text}
    return json.dumps(told).encode() + b"\n"


def article_line(article: Article) -> PageLine | None:
    """Return the line of one revision of an article: headline as title, and all its words; None without a capture."""
    if article.capture_time is None:
        return None
    words = (article.kicker, article.headline, article.standfirst, article.text, *(i.caption for i in article.images))
    return PageLine(
        url=article.url,
        at=to_second(article.capture_time),
        title=article.headline,
        text="\n".join(word for word in words if word) or None,
    )


def other_pages(
    captures: Iterable[Capture], known: set[tuple[str, str]], read: Callable[[Capture], Exchange | None]
) -> Iterator[PageLine]:
    """Yield a line for each captured HTML page that is no article. *known*: URL and time of those that are."""
    for capture in captures:
        if capture.status != 200 or capture.mime not in HTML_TYPES:
            continue
        at = to_second(stamp(capture.captured_at))
        if (capture.url, at) in known:
            continue
        exchange = read(capture)
        # Nobody opens a frame, or what a server sends in the place of a picture, by itself.
        if exchange is not None and REQUISITE_OF not in dict(exchange.notes):
            yield PageLine(url=capture.url, at=at, title=_title(exchange), text=None)


def to_second(moment: str) -> str:
    """Return an RFC 3339 moment in Z without its fraction: ``...:00.123Z`` as ``...:00Z``."""
    return moment[:19] + "Z"


def _title(exchange: Exchange) -> str | None:
    try:
        return title_in(Page.of(exchange).html)
    except MessageError:
        return None


def title_in(html: str) -> str | None:
    """Return the title of a page on one line, shortened; None where its start holds none."""
    begin = _TITLE_BEGINS.search(html, 0, _TITLE_WITHIN_CHARS)
    end = _TITLE_ENDS.search(html, begin.end(), _TITLE_WITHIN_CHARS) if begin else None
    if begin is None or end is None:
        return None
    return " ".join(unescape(html[begin.end() : end.start()]).split())[:_TITLE_CHARS] or None
