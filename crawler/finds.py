"""Finds: links on their way into the frontier. The site's own, no traps, not outside the span, each article once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from archive.sources.profile import Source
from crawler.backfill import Span
from crawler.frontier import Frontier
from crawler.lore import Lore
from crawler.pages import Due, Found, Kind
from crawler.politeness import same_site
from crawler.tally import Tally
from crawler.traps import trap_reason

LINKS_PER_PAGE = 1_000
"""New articles taken from one look at a page, the likeliest first: no newspaper has more to tell at once."""

_MAX_PLACES = 10_000

Notes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a page, feed or sitemap says of a page that may be an article."""

    url: str
    unsure: bool = False
    """Fetched after the others: only in case it is an article, or an old one of a long list."""
    published: datetime | date | None = None
    changed: datetime | None = None
    """A sitemap's lastmod, a feed's updated."""
    notes: Notes = ()


class Finds:
    """The way into the frontier, counted."""

    def __init__(
        self, frontier: Frontier, tally: Tally, lore: Lore, *, now: Callable[[], int], span: Span | None
    ) -> None:
        self._frontier = frontier
        self._tally = tally
        self._lore = lore
        self._now = now
        self._span = span
        self._sites: dict[tuple[str, str], bool] = {}
        """Whether a host (as it stands in a URL) is of a source's site."""

    def articles(
        self, source: Source, links: Iterable[Link], due: Due, *, depth: int | None = None, most: int = LINKS_PER_PAGE
    ) -> int:
        """Make the first *most* of *links* that are new due; return how many those were."""
        found = [
            Found(
                url=link.url,
                kind="article",
                referrer=due.url,
                depth=due.depth + 1 if depth is None else depth,
                unsure=link.unsure,
                notes=link.notes,
            )
            for link in links
            if self._wanted(link, source)
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

    def scheduled(self, source: Source, urls: Iterable[str], kind: Kind, due: Due, notes: Notes = ()) -> None:
        """Make sections, feeds or sitemaps known, to be looked at now and again."""
        found = [Found(url=url, kind=kind, referrer=due.url, depth=due.depth + 1, notes=notes) for url in urls]
        self._frontier.add((f for f in found if self.own(f.url, source)), source.id, self._now())

    def instead(self, source: Source, url: str, due: Due) -> None:
        """Make *url* known as what *due* was to be: that page sends a browser there."""
        if self.own(url, source):
            # What the user named gives its place away; from there on each step is one deeper, so that it ends.
            depth = due.depth if due.referrer is None else due.depth + 1
            found = Found(url=url, kind=due.kind, referrer=due.url, depth=depth)
            self._frontier.add([found], source.id, self._now(), source.strip_query)

    def walked(
        self, source: Source, urls: Iterable[str], due: Due, notes: Notes = (), depth: int | None = None
    ) -> None:
        """Make pages due that lead on to articles and are looked at once a run, only while something leads there."""
        deep = due.depth + 1 if depth is None else depth
        found = [Found(url=url, kind="page", referrer=due.url, depth=deep, notes=notes) for url in urls]
        self._frontier.add_pages([f for f in found if self.own(f.url, source)], source.id, self._now())

    def own(self, url: str, source: Source) -> bool:
        """Tell whether *url* is of the source's site and no trap."""
        place = (source.id, url.partition("://")[2].partition("/")[0])
        if place not in self._sites:
            if len(self._sites) >= _MAX_PLACES:
                self._sites.clear()
            self._sites[place] = any(same_site(url, f"http://{host}/") for host in source.hosts)
        if not self._sites[place]:
            return False
        reason = trap_reason(url)
        if reason is not None:
            self._tally.refused[reason] += 1
        return reason is None

    def _wanted(self, link: Link, source: Source) -> bool:
        if not self.own(link.url, source):
            return False
        if self._span is not None and self._span.excludes(link.url, link.published, link.changed):
            self._tally.refused["outside-span"] += 1
            return False
        if self._lore.is_other_slug(source, link.url):
            self._tally.known += 1
            return False
        return True
