"""Follow: from what was fetched to what comes next. Bytes go to crawler.discovery, URLs go to the frontier."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import decoded_body, read_head
from archive.sources.profile import Seed, Source
from archive.warc.capture import Capture
from crawler.discovery.feeds import is_comment_feed, read_feed
from crawler.discovery.sections import read_section
from crawler.discovery.sitemaps import Sitemap, read_sitemap
from crawler.frontier import Due, Found, Frontier, Kind
from crawler.politeness import same_site
from crawler.tally import Tally
from crawler.traps import trap_reason

MAX_DEPTH = 2
"""Hubs under a front page: the page named by the user is 0, its sections 1, what proves to be a hub there 2."""

_XML_STARTS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf:RDF")
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_MAX_SITEMAPS = 50
_MAX_ENTRIES = 50_000
"""Of one sitemap: the protocol allows no more."""
LINKS_PER_PAGE = 1_000
"""New articles taken from one look at a page, the likeliest first: no newspaper has more to tell at once."""


class Follower:
    """Turns sections, feeds, sitemaps and pages into rows of the frontier."""

    def __init__(self, frontier: Frontier, tally: Tally, sources: dict[str, Source], *, now: Callable[[], int]) -> None:
        self._frontier = frontier
        self._tally = tally
        self._sources = sources
        self._now = now

    def add_seed(self, source: Source, seed: Seed) -> None:
        """Make a profile's seed known; it is due when its time has come."""
        self._frontier.add([Found(url=seed.url, kind=seed.kind)], source.id, self._now())

    def section(self, due: Due, source: Source, exchange: Exchange, *, same: bool) -> int:
        """Follow a section page, feed or sitemap; return how many articles were new. *same*: nothing has changed."""
        now = self._now()
        if same:
            self._frontier.section_seen(due, now, 0)
            return 0
        data, media_type = _decoded(exchange)
        if due.kind == "sitemap":
            new, floor = self._sitemap(due, source, data), 0
        elif due.kind == "feed" or (media_type not in _HTML and data.lstrip()[:16].startswith(_XML_STARTS)):
            new, floor = self._feed_or_sitemap(due, source, data)
        else:
            new, floor = self._section_page(due, source, data), 0
        self._frontier.section_seen(due, now, new, floor)
        return new

    def no_article(self, due: Due, source: Source, exchange: Exchange) -> None:
        """A page that looked like an article is none: near the front page it may be a hub worth one look."""
        if due.depth >= MAX_DEPTH:
            return
        data, media_type = _decoded(exchange)
        if media_type in _HTML:
            found = read_section(data, due.url, source)
            self._add_articles(
                source, ((link.url, not link.likely, ()) for link in found.articles), due, depth=MAX_DEPTH
            )

    def robots(self, capture: Capture, exchange: Exchange) -> float | None:
        """Follow a robots.txt: its news sitemaps; return its Crawl-delay for us, in seconds."""
        from protego import Protego

        data, _ = _decoded(exchange)
        rules = Protego.parse(data.decode("utf-8", "replace"))
        for source in self._sources.values():
            if source.sitemaps_auto and any(same_site(capture.url, f"http://{host}/") for host in source.hosts):
                urls = [u for u in rules.sitemaps if same_site(u, capture.url) and "news" in u.lower()]
                found = [Found(url=url, kind="sitemap", referrer=capture.url) for url in urls[:_MAX_SITEMAPS]]
                self._frontier.add(found, source.id, self._now())
        delay = rules.crawl_delay("emeroteca")
        return float(delay) if delay is not None else None

    # -- the kinds of pages ---------------------------------------------------------------------------------------

    def _section_page(self, due: Due, source: Source, data: bytes) -> int:
        now = self._now()
        page = read_section(data, due.url, source)
        new = self._add_articles(source, ((link.url, not link.likely, ()) for link in page.articles), due)
        if (new or due.fetched_at is None) and due.depth < source.max_pages:
            pages = [
                Found(url=url, kind="page", referrer=due.url, depth=due.depth + 1)
                for url in page.next_pages
                if self._own(url, source)
            ]
            self._frontier.add_pages(pages, source.id, now)
        if due.kind == "section" and due.depth < MAX_DEPTH:
            front = urlsplit(due.url).path in ("", "/") and not urlsplit(due.url).query
            if front and due.depth == 0:
                self._add(source, (link.url for link in page.others if link.kind == "section"), "section", due)
            if source.feeds_auto and due.depth == 0:
                self._add(source, (u for u in page.feeds if not is_comment_feed(u)), "feed", due)
        return new

    def _feed_or_sitemap(self, due: Due, source: Source, data: bytes) -> tuple[int, int]:
        if b"<urlset" in data[:4096] or b"<sitemapindex" in data[:4096]:
            return self._sitemap(due, source, data), 0
        feed = read_feed(data, due.url)
        entries = (
            (e.url, False, _facts("feed", e.title, e.published)) for e in feed.entries if self._own(e.url, source)
        )
        return self._add_articles(source, entries, due), feed.ttl_seconds or 0

    def _sitemap(self, due: Due, source: Source, data: bytes) -> int:
        sitemap: Sitemap = read_sitemap(data, due.url)
        if sitemap.kind == "index":
            if due.depth < 3:
                newest = sorted(sitemap.entries, key=lambda e: e.lastmod.timestamp() if e.lastmod else 0, reverse=True)
                news = [e for e in newest if "news" in e.url.lower()] or newest
                self._add(source, (e.url for e in news[:_MAX_SITEMAPS]), "sitemap", due)
            return 0
        entries = (
            (e.url, False, _facts("sitemap", e.title, e.published or e.lastmod))
            for e in sitemap.entries
            if self._own(e.url, source)
        )
        return self._add_articles(source, entries, due, most=_MAX_ENTRIES)

    # -- into the frontier ----------------------------------------------------------------------------------------

    def _add_articles(
        self,
        source: Source,
        links: Iterable[tuple[str, bool, tuple[tuple[str, str], ...]]],
        due: Due,
        depth: int | None = None,
        *,
        most: int = LINKS_PER_PAGE,
    ) -> int:
        """Make the first *most* of *links* that are new due; return how many those were."""
        found = [
            Found(
                url=url,
                kind="article",
                referrer=due.url,
                depth=due.depth + 1 if depth is None else depth,
                unsure=unsure,
                notes=notes,
            )
            for url, unsure, notes in links
            if self._own(url, source)
        ]
        fresh, looked = 0, 0
        while fresh < most and looked < len(found):
            few = found[looked : looked + most - fresh]
            fresh += len(self._frontier.add(few, source.id, self._now(), source.strip_query))
            looked += len(few)
        left = sum(not self._frontier.knows(item.url, source.strip_query) for item in found[looked:])
        if left:
            self._tally.refused["links-per-page"] += left
        self._tally.known += len(found) - fresh - left
        self._tally.count(source.id, "found", fresh)
        return fresh

    def _add(self, source: Source, urls: Iterable[str], kind: Kind, due: Due) -> None:
        found = [Found(url=url, kind=kind, referrer=due.url, depth=due.depth + 1) for url in urls]
        self._frontier.add((f for f in found if self._own(f.url, source)), source.id, self._now())

    def _own(self, url: str, source: Source) -> bool:
        if not any(same_site(url, f"http://{host}/") for host in source.hosts):
            return False
        reason = trap_reason(url)
        if reason is not None:
            self._tally.refused[reason] += 1
        return reason is None


def _decoded(exchange: Exchange) -> tuple[bytes, str]:
    block = exchange.response.read()
    try:
        head, _ = read_head(block)
        return decoded_body(block).data, (head.get("Content-Type") or "").partition(";")[0].strip().lower()
    except MessageError:
        return b"", ""


def _facts(where: str, title: str | None, at: Any) -> tuple[tuple[str, str], ...]:
    facts = []
    if title:
        facts.append((f"{where}-title", title))
    if at is not None:
        facts.append((f"{where}-date", at.isoformat()))
    return tuple(facts)
