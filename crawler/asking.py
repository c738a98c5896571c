"""Asking: which page is asked for next, within the run's budgets and the sources' hours, and by which request."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from scrapy import Request

from archive.sources.profile import Source
from crawler.conditional import conditional_fields, known_capture
from crawler.follow import Follower
from crawler.frontier import Frontier
from crawler.manners import Manners, closed_until
from crawler.maps import is_usual_place
from crawler.pages import Due
from crawler.requisites import RequisiteFinder, referer_for
from crawler.tally import Tally
from crawler.visit import Visit


class Asking:
    """Draws from the frontier; counts what was drawn, by host and in all."""

    def __init__(
        self,
        frontier: Frontier,
        sources: Mapping[str, Source],
        follower: Follower,
        requisites: RequisiteFinder,
        manners: Manners,
        tally: Tally,
        settings: Any,
        *,
        now: Callable[[], int],
    ) -> None:
        self._frontier = frontier
        self._sources = sources
        self._follower = follower
        self._requisites = requisites
        self._manners = manners
        self._tally = tally
        self._now = now
        self._limit: int = settings.getint("EMEROTECA_MAX_PAGES")
        self._host_limit: int = settings.getint("EMEROTECA_PAGES_PER_HOST")
        self._requisite_bytes: int = settings.getint("EMEROTECA_REQUISITE_BYTES")
        self._taken = 0
        self._of_host: Counter[str] = Counter()

    @property
    def is_spent(self) -> bool:
        """Whether the run has had all pages that it may have."""
        return 0 < self._limit <= self._taken

    def take(self, full: set[str]) -> Due | None:
        """Return the next page that is due on a host that has room; requisites also when no more pages may be had."""
        due = self._take_open(full)
        while due is not None and due.kind == "requisite" and not self._requisites.allows(due):
            self._tally.refused["requisite-bytes"] += 1
            self._frontier.forget(due)
            due = self._take_open(full)
        if due is not None and due.kind != "requisite" and not is_usual_place(due):
            self._taken += 1
            self._of_host[due.host] += 1
            if self._of_host[due.host] >= self._host_limit:
                self._frontier.only_requisites(due.host)
                self._tally.refused["pages-per-host"] += 1
            if self.is_spent:
                self._frontier.only_requisites()
        return due

    def request_for(self, visit: Visit, spider: Any) -> Request:
        """Return the request for a page of the frontier: conditional where a capture of it is known."""
        due = visit.due
        meta: dict[str, Any] = {"visit": visit, "capture_notes": due.notes, "undecoded": True}
        headers = {"Accept": "*/*"} if due.kind == "requisite" else {}
        source = self._sources[due.source]
        self._manners.learn(due, source)
        headers |= self._manners.headers(source)
        if not source.obey_robots:
            meta["dont_obey_robotstxt"] = True
        if not self._follower.needs_body(due) and (fields := conditional_fields(due)):
            headers.update(fields)
            meta["known_capture"] = known_capture(due)
        if due.kind == "requisite":
            meta["download_maxsize"] = self._requisite_bytes
        if referer := referer_for(due):
            headers["Referer"] = referer
        return Request(
            due.url,
            headers=headers,
            callback=spider.parse,
            errback=spider.failed,
            meta=meta,
            dont_filter=True,
        )

    def _take_open(self, full: set[str]) -> Due | None:
        """Return the next page that is due of a source whose hours these are."""
        now = self._now()
        while (due := self._frontier.take(now, full)) is not None:
            opens_at = closed_until(self._sources[due.source], now)
            if opens_at is None:
                return due
            self._frontier.release(due)
            self._frontier.pause(due.host, opens_at)
        return None
