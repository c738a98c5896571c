"""Maps: the sitemaps of a site, found and walked; which of their pages are news, and which were edited."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from archive.sources.profile import Source
from archive.store.state import State
from crawler.backfill import Span
from crawler.discovery.sitemaps import USUAL_PLACES, Sitemap, SitemapEntry, news_first, read_sitemap
from crawler.discovery.urls import judge_url, kind_of_page
from crawler.edits import notice_edits
from crawler.finds import Finds, Link, Notes
from crawler.pages import Due, is_front

logger = logging.getLogger(__name__)

FOUND_BY = "found-by"
"""Name of the note that says how an address came about that nobody named."""
GUESSED = "guess"
_USUAL_PLACE = "a usual place"
ROBOTS = "robots.txt"
MISSED_GUESS_SECONDS = 30 * 86_400
"""A guessed address that led to nothing is asked again after a month."""

MAX_SITEMAPS = 50
"""Of one index, in daily work."""
MAX_SITEMAPS_OF_SPAN = 1_000
MAX_ENTRIES = 50_000
"""Of one sitemap: the protocol allows no more."""
MAX_DEPTH = 3
"""An index may lead to an index; further down lies nothing."""
_FRESH = timedelta(days=3)
"""Of a sitemap of all pages that nobody named, only what changed lately is news."""


def is_guess(due: Due) -> bool:
    """Tell whether *due* is an address that we made up: that it leads to nothing is no error."""
    return any(name == FOUND_BY and how.startswith(GUESSED) for name, how in due.notes)


def is_usual_place(due: Due) -> bool:
    """Tell whether *due* is where sites usually keep a sitemap; nobody named it, so it costs no page of a budget."""
    return (FOUND_BY, f"{GUESSED}: {_USUAL_PLACE}") in due.notes


def guessed(what: str) -> Notes:
    """Return the note of an address that we made up."""
    return ((FOUND_BY, f"{GUESSED}: {what}"),)


class Maps:
    """Finds and walks the sitemaps of a run's sources."""

    def __init__(self, state: State, finds: Finds, *, now: Callable[[], int], span: Span | None) -> None:
        self._state = state
        self._finds = finds
        self._now = now
        self._span = span
        self._told: set[str] = set()
        """Sources whose robots.txt names sitemaps."""
        self._guessed: set[str] = set()

    def told(self, source: Source, urls: Iterable[str], robots_url: str) -> None:
        """Follow the sitemaps that a robots.txt names: those of news; in a backfill, all of them."""
        named = news_first(list(dict.fromkeys(urls)))[:MAX_SITEMAPS]
        if not named:
            return
        self._told.add(source.id)
        if self._span is not None:
            self._finds.walked(source, named, _root(robots_url), ((FOUND_BY, ROBOTS),), depth=1)
            return
        news = [url for url in named if "news" in url.lower()]
        # No name speaks of news: an index may lead to such a one.
        self._finds.scheduled(source, news or named[:3], "sitemap", _root(robots_url), ((FOUND_BY, ROBOTS),))

    def guess(self, source: Source, due: Due) -> None:
        """Ask where sites usually keep a sitemap, if robots.txt named none, once for the site of a front page."""
        site = urlsplit(due.url).netloc
        if source.id in self._told or site in self._guessed or not (is_front(due.url) or self._span) or due.depth:
            return
        self._guessed.add(site)
        places = [urljoin(due.url, place) for place in USUAL_PLACES]
        if self._span is not None:
            self._finds.walked(source, places, due, guessed(_USUAL_PLACE), depth=1)
        else:
            self._finds.scheduled(source, places, "sitemap", due, guessed(_USUAL_PLACE))

    def follow(self, due: Due, source: Source, data: bytes) -> tuple[int, bool]:
        """Follow the sitemap *data*; return how many articles were new, and whether it was a sitemap at all."""
        sitemap = read_sitemap(data, due.url)
        if sitemap.problem and not is_guess(due):
            logger.info("%s: %s", due.url, sitemap.problem)
        if sitemap.kind == "unreadable" and not sitemap.entries:
            return 0, False
        if sitemap.kind == "index":
            if due.depth < MAX_DEPTH:
                self._follow_index(due, source, sitemap)
            return 0, True
        own = [entry for entry in sitemap.entries if self._finds.own(entry.url, source)]
        if self._span is None:
            changed = ((e.url, e.lastmod) for e in own if e.lastmod)
            notice_edits(self._state, changed, self._now(), source.strip_query)
        links = (link for entry in own if (link := self._link(entry, sitemap, due)) is not None)
        return self._finds.articles(source, links, due, most=MAX_ENTRIES), True

    def _follow_index(self, due: Due, source: Source, sitemap: Sitemap) -> None:
        if self._span is not None:
            urls = [entry.url for entry in sitemap.entries if self._span.may_hold(entry)]
            self._finds.walked(source, urls[:MAX_SITEMAPS_OF_SPAN], due)
            return
        newest = sorted(sitemap.entries, key=lambda e: e.lastmod.timestamp() if e.lastmod else 0, reverse=True)
        news = [entry.url for entry in newest if "news" in entry.url.lower()]
        if _found_by_us(due):
            self._finds.scheduled(source, news[:MAX_SITEMAPS], "sitemap", due, due.notes)
        else:
            self._finds.scheduled(source, (news or [e.url for e in newest])[:MAX_SITEMAPS], "sitemap", due)

    def _link(self, entry: SitemapEntry, sitemap: Sitemap, due: Due) -> Link | None:
        """Return what an entry says of an article; None where it speaks of another page, or of an old one."""
        unsure = old = False
        if sitemap.kind in ("urlset", "text"):
            # These hold all pages of a site: sections, tags, legal pages too.
            if kind_of_page(entry.url) not in ("text", "section"):
                return None
            unsure = not judge_url(entry.url).article
            fresh = datetime.fromtimestamp(self._now(), UTC) - _FRESH
            if self._span is None and _found_by_us(due) and (unsure or entry.lastmod is None or entry.lastmod < fresh):
                return None
            # Years of articles at once: the news of today do not wait behind them.
            old = entry.lastmod is not None and entry.lastmod < fresh
        return Link(
            url=entry.url,
            unsure=unsure or old,
            published=entry.published,
            changed=entry.lastmod,
            notes=facts("sitemap", entry.title, entry.published or entry.lastmod),
        )


def facts(where: str, title: str | None, at: datetime | None) -> Notes:
    """Return what a feed or sitemap says of an article, as notes to keep with its capture."""
    found = []
    if title:
        found.append((f"{where}-title", title))
    if at is not None:
        found.append((f"{where}-date", at.isoformat()))
    return tuple(found)


def _found_by_us(due: Due) -> bool:
    return any(name == FOUND_BY for name, _ in due.notes)


def _root(robots_url: str) -> Due:
    """Return the place from which a robots.txt leads on: no page of the frontier."""
    return Due(
        key=0, url=robots_url, source="", host="", kind="section", depth=0, misses=0, fetched_at=None, etag=None,
        last_modified=None, digest=None, record_id=None, captured_at=None, referrer=None, notes=(),
    )  # fmt: skip
