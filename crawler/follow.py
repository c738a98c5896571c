"""Follow: from what was fetched to what comes next. Bytes go to crawler.discovery, URLs go to the frontier."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from archive.article.sniff import is_feed
from archive.exchange import Exchange
from archive.http import media_type_of
from archive.reading import HTML
from archive.sources.profile import Seed, Source
from archive.store.state import State
from archive.warc.capture import Capture
from crawler.answers import decoded
from crawler.backfill import ArchiveForm, Span, archive_form, article_archive_form, url_period
from crawler.discovery.feeds import is_comment_feed, read_feed
from crawler.discovery.refresh import refresh_target
from crawler.discovery.sections import FoundLink, Section, read_section
from crawler.edits import notice_edits
from crawler.finds import Finds, Link
from crawler.frontier import Frontier
from crawler.links import absolute_url
from crawler.lore import Lore
from crawler.maps import MAX_ENTRIES, MISSED_GUESS_SECONDS, Maps, facts, guessed, is_guess
from crawler.pages import Due, Found, is_front
from crawler.politeness import same_site, start_of_robots
from crawler.tally import Tally

logger = logging.getLogger(__name__)

MAX_DEPTH = 2
"""Hubs under a front page: the page named by the user is 0, its sections 1, what proves to be a hub there 2."""
MAX_PAGES_OF_SPAN = 1_000
"""Pages of one section's pagination in a backfill, while they carry dates; without any, a tenth of it."""

MAX_FORMS = 100
"""Archives by date of one source: a site may make up their addresses without end, and each has a page for each day."""
MAX_PROBED = 20
"""Of forms met below the addresses of articles alone: few pages of each are asked for, in case there is an archive."""

_XML_STARTS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf:RDF")
_GZIP = b"\x1f\x8b"
_MAX_REFRESHES = 3
"""Pages in a row that send a browser on by themselves."""


class Follower:
    """Turns sections, feeds, sitemaps and pages into rows of the frontier."""

    def __init__(
        self,
        state: State,
        frontier: Frontier,
        tally: Tally,
        sources: dict[str, Source],
        *,
        now: Callable[[], int],
        span: Span | None = None,
    ) -> None:
        """*span*: what came out between two days is looked for (a backfill), and nothing else."""
        self._state = state
        self._frontier = frontier
        self._sources = sources
        self._tally = tally
        self._now = now
        self._span = span
        self._lore = Lore(state)
        self._finds = Finds(frontier, tally, self._lore, now=now, span=span)
        self._maps = Maps(state, self._finds, now=now, span=span)
        self._forms: defaultdict[str, dict[ArchiveForm, bool]] = defaultdict(dict)
        """By source, forms of archives by date that were met; whether all their pages of the span were asked for."""

    def add_seed(self, source: Source, seed: Seed) -> None:
        """Make a profile's seed known; it is due when its time has come."""
        self._frontier.add_seed(Found(url=seed.url, kind=seed.kind), source.id, self._now())

    def section(self, due: Due, source: Source, exchange: Exchange, *, same: bool) -> int:
        """Follow a section page, feed or sitemap; return how many articles were new. *same*: nothing has changed."""
        now = self._now()
        data, content_type = (b"", "") if same and self._span is None else decoded(exchange)
        if not data:
            if not same:
                self._miss(due, "nothing that can be read")
            self._frontier.section_seen(due, now, 0, every=source.revisit_section)
            return 0
        new, floor, found = self._followed(due, source, exchange, data, content_type)
        if not found and due.kind in ("feed", "sitemap"):
            self._miss(due, media_type_of(content_type) or "something else")
        if not found and is_guess(due):
            # The page of a site that answers 200 to everything: no sitemap, no archive.
            self._frontier.failed(
                due, now, status=200, retry_at=now + MISSED_GUESS_SECONDS, for_good=due.kind == "page"
            )
        else:
            self._frontier.section_seen(due, now, new, floor, source.revisit_section)
        return new

    def _miss(self, due: Due, came: str) -> None:
        """Tell that what the user or a profile named is not what it was: a site's new layout, or an error in a page."""
        if due.referrer is not None or due.kind == "page":
            return
        self._tally.errors += 1
        self._tally.count(due.source, "failed")
        self._tally.problem(f"{due.url}: a {due.kind} was asked for, and {came} came")

    def needs_body(self, due: Due) -> bool:
        """Tell whether "not modified" is no answer: a backfill reads lists that have not changed since."""
        return self._span is not None and due.kind in ("section", "page", "feed", "sitemap")

    def proved(self, due: Due, source: Source, article: str | None) -> None:
        """Learn from a page that was read for the first time: the id of the *article* it held, or None."""
        self._lore.proved(source, due.url, article=article)

    def expects(self, due: Due, source: Source) -> bool:
        """Tell whether pages of such an address have proved to be articles."""
        return self._lore.shapes(source).says(due.url) is True

    def no_article(self, due: Due, source: Source, exchange: Exchange) -> None:
        """A page that looked like an article is none: it may lead on to one, or be a hub near the front page."""
        data, content_type = decoded(exchange)
        if (target := _refreshed(exchange, data)) is not None:
            if due.depth < MAX_DEPTH + _MAX_REFRESHES:
                self._finds.articles(source, [Link(url=target)], due)
            return
        if due.depth >= MAX_DEPTH:
            return
        if media_type_of(content_type) in HTML:
            page = read_section(
                data, due.url, source, content_type=content_type or None, shapes=self._lore.shapes(source)
            )
            self._finds.articles(source, self._links(page.articles, source, exchange), due, depth=MAX_DEPTH)

    def robots(self, capture: Capture, exchange: Exchange) -> float | None:
        """Follow a robots.txt: the sitemaps it names; return its Crawl-delay for us, in seconds."""
        from protego import Protego

        data, _ = decoded(exchange)
        rules = Protego.parse(start_of_robots(data).decode("utf-8", "replace"))
        named = [url for line in rules.sitemaps if (url := absolute_url(line, capture.url))]
        for source in self._sources.values():
            if source.sitemaps_auto and any(same_site(capture.url, f"http://{host}/") for host in source.hosts):
                self._maps.told(source, [url for url in named if same_site(url, capture.url)], capture.url)
        delay = rules.crawl_delay("emeroteca")
        return float(delay) if delay is not None else None

    # -- the kinds of pages ---------------------------------------------------------------------------------------

    def _followed(
        self, due: Due, source: Source, exchange: Exchange, data: bytes, content_type: str
    ) -> tuple[int, int, bool]:
        """Return new articles, the feed's own interval in seconds (or 0), and whether it was what it was asked for."""
        media_type = media_type_of(content_type)
        start = data.lstrip()[:16]
        if due.kind == "sitemap" or start.startswith(_GZIP) or _is_sitemap(data):
            new, found = self._maps.follow(due, source, data)
            return new, 0, found
        if due.kind == "feed" or is_feed(data) or (media_type not in HTML and start.startswith(_XML_STARTS)):
            return self._feed(due, source, data, content_type)
        if media_type == "text/plain" and is_guess(due):
            return 0, 0, False
        page = read_section(data, due.url, source, content_type=content_type or None, shapes=self._lore.shapes(source))
        if self._span is not None:
            return self._section_of_span(due, source, exchange, page, self._span)
        if due.depth < MAX_DEPTH and (target := _refreshed(exchange, data)) is not None:
            self._finds.instead(source, target, due)
        return self._section_page(due, source, exchange, page), 0, not is_guess(due)

    def _section_page(self, due: Due, source: Source, exchange: Exchange, page: Section) -> int:
        new = self._finds.articles(source, self._links(page.articles, source, exchange), due)
        if (new or due.fetched_at is None) and due.depth < source.max_pages:
            self._finds.walked(source, page.next_pages, due)
        self._lead_on(due, source, page)
        return new

    def _lead_on(self, due: Due, source: Source, page: Section) -> None:
        """From the page that the user named: to the sections of a front page, to feeds and sitemaps."""
        if due.kind != "section" or due.depth:
            return
        if is_front(due.url):
            self._finds.scheduled(source, page.sections, "section", due)
        if source.feeds_auto:
            self._finds.scheduled(source, (u for u in page.feeds if not is_comment_feed(u)), "feed", due)
        if source.sitemaps_auto:
            self._maps.guess(source, due)

    def _section_of_span(
        self, due: Due, source: Source, exchange: Exchange, page: Section, span: Span
    ) -> tuple[int, int, bool]:
        """Follow a list in a backfill: its articles of the span, and on until its articles are older."""
        links = list(self._links(page.articles, source, exchange))
        days = [day for link in links if (day := _day_of(link)) is not None]
        new = self._finds.articles(source, links, due)
        most = MAX_PAGES_OF_SPAN if days else MAX_PAGES_OF_SPAN // 10
        past = bool(days) and span.is_past(max(days))
        if not past and due.depth < most and not (is_guess(due) and not links):
            self._finds.walked(source, page.next_pages, due)
        # A guessed archive page that proves to be one tells of those of the other days.
        if is_guess(due) and any(span.holds(day) for day in days) and (form := archive_form(due.url)) is not None:
            self._ask_archive(form, source, due, span)
        self._look_for_archives(due, source, page, span)
        self._lead_on(due, source, page)
        return new, 0, bool(links)

    def _look_for_archives(self, due: Due, source: Source, page: Section, span: Span) -> None:
        """Ask for archives by date: those the page links to, and those that may lie above its articles."""
        forms = self._forms[source.id]
        for url in (*page.next_pages, *(link.url for link in page.others)):
            form = archive_form(url)
            if form is not None and self._finds.own(url, source):
                self._ask_archive(form, source, due, span)
        for link in page.articles:
            form = article_archive_form(link.url) if link.likely else None
            if form is not None and form not in forms and len(forms) < MAX_PROBED:
                forms[form] = False
                urls = list(form.urls(span))
                probes = dict.fromkeys((urls[0], urls[len(urls) // 2], urls[-1]))
                self._finds.walked(source, probes, due, guessed("archive by date"), depth=1)

    def _ask_archive(self, form: ArchiveForm, source: Source, due: Due, span: Span) -> None:
        """Ask for the pages of an archive, those of all days of the span; once."""
        forms = self._forms[source.id]
        if not forms.get(form) and sum(forms.values()) < MAX_FORMS:
            forms[form] = True
            self._finds.walked(source, form.urls(span), due, guessed("archive by date"), depth=1)

    def _feed(self, due: Due, source: Source, data: bytes, content_type: str) -> tuple[int, int, bool]:
        feed = read_feed(data, due.url, content_type=content_type or None)
        if feed.problem:
            logger.info("%s: %s", due.url, feed.problem)
        if self._span is None:
            changed = ((e.url, e.updated) for e in feed.entries if e.updated)
            notice_edits(self._state, changed, self._now(), source.strip_query)
        links = (
            Link(url=e.url, published=e.published, changed=e.updated, notes=facts("feed", e.title, e.published))
            for e in feed.entries
        )
        new = self._finds.articles(source, links, due, most=MAX_ENTRIES)
        if self._span is not None and feed.next_page and due.depth < MAX_PAGES_OF_SPAN:
            days = [e.published.date() for e in feed.entries if e.published]
            if not (days and self._span.is_past(max(days))):
                self._finds.walked(source, [feed.next_page], due)
        return new, feed.ttl_seconds or 0, bool(feed.entries) or is_feed(data)

    def _links(self, found: Iterable[FoundLink], source: Source, exchange: Exchange) -> Iterator[Link]:
        for link in found:
            day = None
            if self._span is not None and link.printed_date and url_period(link.url) is None:
                day = _printed_day(link.printed_date, source, exchange.captured_at)
            yield Link(url=link.url, unsure=link.unsure, published=day)


def _refreshed(exchange: Exchange, data: bytes) -> str | None:
    """Return where the page, decoded *data*, sends a browser by itself."""
    head = exchange.head()
    return refresh_target(data, exchange.url, head.get("Refresh") if head else None)


def _day_of(link: Link) -> date | None:
    """Return the last day on which the article of *link* can have come out, as the list or its URL says."""
    if isinstance(link.published, datetime):
        return link.published.date()
    if link.published is not None:
        return link.published
    period = url_period(link.url)
    return period[1] if period else None


def _printed_day(printed: str, source: Source, captured_at: datetime) -> date | None:
    # In a backfill alone are printed days asked for: the grammar of dates takes 0.02 s to load.
    from archive.article.dates import read_moment

    reading = read_moment(
        printed,
        language=source.language,
        zone=source.zone,
        country=source.country,
        captured_at=captured_at,
        date_order=source.date_order,
    )
    return reading.published.at.date() if reading.published else None


def _is_sitemap(data: bytes) -> bool:
    return b"<urlset" in data[:4096] or b"<sitemapindex" in data[:4096]
