"""Feeds: RSS, Atom, RDF and JSON Feed, from bytes to dated links. Reads no file and asks no network."""

import calendar
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from archive.article.charset import decode
from archive.coding import decode as unpack
from crawler.links import absolute_url

MAX_FEED_BYTES = 10 << 20
MAX_ENTRIES = 2_000
MAX_TAGS = 150_000
"""Of a feed: feedparser takes some 20 microseconds a tag."""
_MAX_TITLE_CHARACTERS = 1_000

# Feeds of readers' comments name no new article: WordPress (/comments/feed/, "Comments on: ..."), Blogger, others.
_COMMENT_FEED = re.compile(
    r"/(?:comments?|kommentare?|commentaires?|commenti|comentarios)(?:/|\.|$)|[?&]feed=comments", re.IGNORECASE
)
# WordPress: "Comments on: ...", and in the page's link "SITE » TITLE Comments Feed", in the site's language.
_COMMENT_TITLE = re.compile(
    r"^\s*(?:comments? (?:on|for)\b|kommentare (?:zu|für)\b|commenti (?:a|su|per)\b|commentaires (?:sur|pour)\b"
    r"|comentarios (?:en|sobre)\b)"
    r"|(?:comments? feed|kommentar-?\s?feed|feed dei commenti|flux des commentaires|rss des commentaires"
    r"|feed (?:de los|de) comentarios|feed de comentários|reacties ?feed)\s*$",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,200}\?>")
_ITEM = re.compile(rb"<(item|entry)[\s>]")
_HALVES = re.compile(rb"(?:&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7][0-9]{3});)+")
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item of a feed: what the publisher says of an article."""

    url: str
    """Absolute."""
    title: str | None
    published: datetime | None
    """Aware, UTC; the feed's own word, not the page's."""
    updated: datetime | None = None
    id: str | None = None
    """guid or id, as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one feed holds."""

    entries: tuple[FeedEntry, ...]
    """In the feed's order, each URL once."""
    title: str | None = None
    ttl_seconds: int | None = None
    """How long the publisher asks to wait before the next look (ttl, sy:updatePeriod); None where it does not say."""
    next_page: str | None = None
    """The feed's older part (Atom's rel=next, RFC 5005; JSON Feed's next_url)."""
    comments: bool = False
    """A feed of readers' comments: its entries name no new articles and are left out."""
    problem: str | None = None
    """Why less than the whole was read; None where all is well."""


def is_comment_feed(url: str, title: str | None = None) -> bool:
    """Tell whether a feed's address or title says that it holds readers' comments."""
    return bool(_COMMENT_FEED.search(url)) or bool(title and _COMMENT_TITLE.search(title))


def read_feed(data: bytes, url: str, *, content_type: str | None = None) -> Feed:
    """Return the entries of the feed *data* that came from *url*; never raises for what a server sent.

    *content_type* is the HTTP header: its charset counts. A document type declaration is not read, so no entity
    reaches a file or the network. More than ``MAX_FEED_BYTES``, ``MAX_TAGS`` or ``MAX_ENTRIES`` is cut, and said in
    ``problem``.
    """
    problem = None
    if data[:2] == b"\x1f\x8b":
        data, problem = unpack("gzip", data, MAX_FEED_BYTES)
    if len(data) > MAX_FEED_BYTES:
        data, problem = data[:MAX_FEED_BYTES], f"longer than {MAX_FEED_BYTES} bytes: the rest was not read"
    if data.count(b"<") > MAX_TAGS:
        data, problem = b"<".join(data.split(b"<", MAX_TAGS)[:MAX_TAGS]), f"more than {MAX_TAGS} tags: cut"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_json_feed(data, url, problem)
    # One reading of charsets for pages and feeds: feedparser takes a feed that names none for Latin-1.
    text = decode(data, content_type).text
    xml = _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    return _read_xml_feed(with_whole_references(xml), url, problem)


def with_whole_references(xml: bytes) -> bytes:
    """Return *xml* without references to half a character, which its readers stumble over.

    Some programs write a sign beyond U+FFFF as two of them (``&#55357;&#56832;``): those become one.
    """
    return _HALVES.sub(_whole_reference, xml) if b"&#" in xml else xml


def _whole_reference(found: re.Match[bytes]) -> bytes:
    written = found[0][2:-1].split(b";&#")
    numbers = (int(one[1:], 16) if one[:1] in b"xX" else int(one) for one in written)
    units = b"".join(number.to_bytes(2, "little") for number in numbers)
    return b"".join(b"&#%d;" % ord(sign) for sign in units.decode("utf-16-le", "replace"))


def _read_xml_feed(data: bytes, url: str, problem: str | None) -> Feed:
    import feedparser

    items = list(islice(_ITEM.finditer(data), MAX_ENTRIES, MAX_ENTRIES + 1))
    if items:
        end = b"</feed>" if items[0][1] == b"entry" else b"</channel></rss>"
        data, problem = data[: items[0].start()] + end, f"more than {MAX_ENTRIES} entries: the rest was not read"
    try:
        # A stream, never the bytes themselves: feedparser takes bytes for the name of a file and opens it.
        parsed = feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, AssertionError) as error:
        return Feed(entries=(), problem=f"not readable as a feed: {error!r}")
    head = parsed.get("feed", {})
    title = _title(head.get("title"))
    if is_comment_feed(url, title):
        return Feed(entries=(), title=title, ttl_seconds=_ttl(head), comments=True, problem=problem)
    found: dict[str, FeedEntry] = {}
    # feedparser files the one date of RDF and of RSS with Dublin Core (dc:date) under "updated".
    dated = str(parsed.get("version") or "").startswith("rss")
    for item in parsed.get("entries", ()):
        link = _entry_url(item, url)
        if link is None or link in found:
            continue
        changed = _own(item, "updated_parsed")
        found[link] = FeedEntry(
            url=link,
            title=_title(item.get("title")),
            published=_moment(_own(item, "published_parsed") or _own(item, "created_parsed") or (dated and changed)),
            updated=_moment(changed),
            id=item.get("id") or None,
        )
    if not found and not parsed.get("version"):
        problem = "not a feed"
    older = next((a.get("href") for a in head.get("links", ()) if a.get("rel") in ("next", "prev-archive")), None)
    return Feed(
        entries=tuple(found.values()),
        title=title,
        ttl_seconds=_ttl(head),
        next_page=absolute_url(older, url) if older else None,
        problem=problem,
    )


def _entry_url(item: Mapping[str, Any], base: str) -> str | None:
    """Return an entry's own page: feedburner's original link, link, or a guid that is an address."""
    links = [a for a in item.get("links", ()) if a.get("href")]
    pages = [a for a in links if a.get("rel", "alternate") == "alternate"]
    html_pages = [a for a in pages if "html" in (a.get("type") or "html")]
    choices = [item.get("feedburner_origlink"), *(a["href"] for a in html_pages or pages), item.get("link")]
    guid = str(item.get("id") or "")
    if guid.startswith(("http://", "https://")):
        choices.append(guid)
    for choice in choices:
        if choice and (url := absolute_url(str(choice), base)):
            return url
    return None


def _own(item: Mapping[str, Any], key: str) -> Any:
    """Return what the entry itself has: feedparser's own look-up gives the date of publication for one of change."""
    return dict.get(item, key) if isinstance(item, dict) else None


def _title(text: object) -> str | None:
    folded = " ".join(str(text).split())[:_MAX_TITLE_CHARACTERS] if text else ""
    # JSON may hold half a character alone, which nothing can keep.
    return folded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") or None


def _moment(parts: Any) -> datetime | None:
    if not parts:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _ttl(head: Mapping[str, Any]) -> int | None:
    """Return the publisher's interval in seconds: RSS ttl is in minutes, sy:updatePeriod a word with a frequency."""
    try:
        if head.get("ttl"):
            minutes = int(float(head["ttl"]))
            return minutes * 60 if 0 < minutes < 60 * 24 * 60 else None
        period = _PERIODS.get(str(head.get("sy_updateperiod") or "").strip().lower())
        frequency = max(1, int(head.get("sy_updatefrequency") or 1))
    except (ValueError, OverflowError):
        return None
    return period // frequency if period else None


def _read_json_feed(data: bytes, url: str, problem: str | None) -> Feed:
    try:
        document = json.loads(data)
        items = document["items"] if "jsonfeed.org" in str(document.get("version")) else None
    except (ValueError, KeyError, AttributeError, RecursionError):
        items = None
    if not isinstance(items, list):
        return Feed(entries=(), problem="not a feed")
    found: dict[str, FeedEntry] = {}
    for item in items[:MAX_ENTRIES]:
        if not isinstance(item, dict):
            continue
        link = absolute_url(str(item.get("url") or item.get("id") or ""), url)
        if link is None or link == url or link in found:
            continue
        found[link] = FeedEntry(
            url=link,
            title=_title(item.get("title")),
            published=_iso(item.get("date_published")),
            updated=_iso(item.get("date_modified")),
            id=str(item["id"]) if item.get("id") else None,
        )
    older = document.get("next_url")
    return Feed(
        entries=tuple(found.values()),
        title=_title(document.get("title")),
        next_page=absolute_url(older, url) if isinstance(older, str) else None,
        problem=problem,
    )


def _iso(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text)) if text else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
