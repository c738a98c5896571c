"""Sitemaps: index, plain, news, image and text ones, from bytes to dated links. Reads no file, asks no network."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree

from archive.coding import decode
from crawler.discovery.feeds import read_feed, with_whole_references
from crawler.links import absolute_url

SitemapKind = Literal["index", "urlset", "news", "text", "feed", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapLimits:
    """How much of a sitemap is read; the protocol itself allows 50 MB and 50,000 entries."""

    max_bytes: int = 52_428_800
    """Of the document, unpacked."""
    max_entries: int = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """One page (or, in an index, one further sitemap) with what the publisher says of it."""

    url: str
    """Absolute."""
    lastmod: datetime | None = None
    """Aware; a day without a time is its first instant in UTC, as the publisher's zone is not known here."""
    published: datetime | None = None
    """news:publication_date."""
    title: str | None = None
    """news:title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one sitemap holds."""

    kind: SitemapKind
    """``news`` where an entry carries a news:news element; ``feed`` where the document is a feed."""
    entries: tuple[SitemapEntry, ...]
    """In the document's order, each URL once."""
    problem: str | None = None
    """Why less than the whole was read; None where all is well."""


_LIMITS = SitemapLimits()
_NEWS = re.compile(r"news", re.IGNORECASE)
# Names under which sites keep a sitemap that robots.txt does not tell; asked for only where nothing else is known.
USUAL_PLACES = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/googlenews.xml",
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
)


def read_sitemap(data: bytes, url: str, limits: SitemapLimits = _LIMITS) -> Sitemap:
    """Return what the sitemap *data* from *url* names; never raises for what a server sent.

    Gzip is unpacked up to the limit; entities and external documents are not read; a document cut short gives
    the entries before the cut. A feed in a sitemap's place is read as a feed.
    """
    problem = None
    if data[:2] == b"\x1f\x8b":
        data, problem = decode("gzip", data, limits.max_bytes)
    if len(data) > limits.max_bytes:
        data, problem = data[: limits.max_bytes], f"longer than {limits.max_bytes} bytes: the rest was not read"
    start = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if not start.startswith((b"<", b"\0<")):
        return _read_text(data, url, limits, problem)
    return _read_xml(data, url, limits, problem)


def _read_text(data: bytes, url: str, limits: SitemapLimits, problem: str | None) -> Sitemap:
    found: dict[str, SitemapEntry] = {}
    for line in io.BytesIO(data):
        text = line.strip().decode("utf-8", "replace").lstrip("\ufeff")
        if text.startswith(("http://", "https://")) and " " not in text and (link := absolute_url(text, url)):
            found.setdefault(link, SitemapEntry(url=link))
            if len(found) >= limits.max_entries:
                problem = f"{limits.max_entries} entries: the rest was not read"
                break
    if not found:
        return Sitemap(kind="unreadable", entries=(), problem=problem or "not a sitemap")
    return Sitemap(kind="text", entries=tuple(found.values()), problem=problem)


def _read_xml(data: bytes, url: str, limits: SitemapLimits, problem: str | None) -> Sitemap:
    found: dict[str, SitemapEntry] = {}
    read = 0
    kind: SitemapKind = "unreadable"
    root = ""
    try:
        for event, element in _walk(with_whole_references(data)):
            name = _local(element)
            if event == "start":
                root = root or name
                if root not in ("urlset", "sitemapindex"):
                    break
                continue
            if name not in ("url", "sitemap"):
                continue
            entry, news = _entry(element, url)
            _forget(element)
            read += 1
            if read > limits.max_entries:
                problem = f"more than {limits.max_entries} entries: the rest was not read"
                break
            if entry is not None:
                found.setdefault(entry.url, entry)
                kind = "news" if news else kind
    except (etree.XMLSyntaxError, ValueError) as error:
        problem = f"broken XML: {error}"
    if root in ("rss", "feed", "RDF"):
        return _as_feed(data, url)
    if root == "sitemapindex":
        kind = "index"
    elif root == "urlset" and kind != "news":
        kind = "urlset"
    elif root != "urlset":
        problem = problem or f"not a sitemap: the document is <{root or '?'}>"
    return Sitemap(kind=kind, entries=tuple(found.values()), problem=problem)


def _walk(data: bytes) -> "etree.iterparse[tuple[str, etree._Element]]":
    return etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _forget(element: "etree._Element") -> None:
    """Free an entry that was read, with what stands before it: memory stays flat over 50,000 entries."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _entry(element: "etree._Element", base: str) -> tuple[SitemapEntry | None, bool]:
    """Return one entry, and whether it carries the news namespace's element."""
    words: dict[str, str] = {}
    news = False
    for child in element.iter(etree.Element):
        name = _local(child)
        parent = child.getparent()
        above = _local(parent) if parent is not None and child is not element else ""
        text = " ".join((child.text or "").split())
        if above in ("url", "sitemap") and name in ("loc", "lastmod"):
            words.setdefault(name, text)
        elif name == "news":
            news = True
        elif above == "news" and name in ("publication_date", "title"):
            words.setdefault(name, text)
    link = absolute_url(words.get("loc", ""), base) if words.get("loc") else None
    if link is None:
        return None, news
    return SitemapEntry(
        url=link,
        lastmod=read_w3c_date(words.get("lastmod")),
        published=read_w3c_date(words.get("publication_date")),
        title=words.get("title") or None,
    ), news


def read_w3c_date(text: str | None) -> datetime | None:
    """Return the moment that a W3C date (a profile of ISO 8601) names, aware; None where it names none.

    A time without an offset is read as UTC: what bounds a crawl may be hours off, a page's date is read from the page.
    """
    if not text:
        return None
    text = text.strip().replace(" ", "T", 1)
    if len(text) == 7 and text[4:5] == "-":
        text += "-01"
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


_PERIOD = re.compile(r"(?<!\d)(20[0-4]\d|19[89]\d)(?:[-_/]?(0[1-9]|1[0-2])(?:[-_/]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def period_of(url: str) -> tuple[date, date] | None:
    """Return first and last day of the year, month or day that a sitemap's address names; None where it names none.

    ``sitemap-2024-03.xml`` holds what came out in March 2024, so a backfill of May need not ask for it.
    """
    found = list(_PERIOD.finditer(urlsplit(url)._replace(scheme="", netloc="").geturl()))
    if len(found) != 1:
        return None
    year, month, day = (int(part) if part else None for part in found[0].groups())
    try:
        first = date(year or 1, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    following = date(first.year + 1, 1, 1) if not month or month == 12 else date(first.year, month + 1, 1)
    return first, following - timedelta(days=1)


def may_hold(entry: SitemapEntry, first: date, last: date) -> bool:
    """Tell whether an entry may be, or lead to, pages published from day *first* to day *last*.

    By its own date of publication; else not where it was last changed before *first*, or its address names another
    time. A day is left on both sides, as the publisher's zone is not known here.
    """
    day = timedelta(days=1)
    if entry.published is not None:
        return first - day <= entry.published.date() <= last + day
    if entry.lastmod is not None and entry.lastmod.date() < first - day:
        return False
    period = period_of(entry.url)
    return period is None or (period[0] <= last + day and first - day <= period[1])


def _as_feed(data: bytes, url: str) -> Sitemap:
    feed = read_feed(data, url)
    entries = tuple(
        SitemapEntry(url=e.url, lastmod=e.updated, published=e.published, title=e.title) for e in feed.entries
    )
    return Sitemap(kind="feed", entries=entries, problem=feed.problem)


def news_first(urls: tuple[str, ...] | list[str]) -> list[str]:
    """Return sitemap URLs in the order in which to ask for them: those named for news first, then by name."""
    return sorted(urls, key=lambda u: (not _NEWS.search(u), u))
