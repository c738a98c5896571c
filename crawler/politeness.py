"""Politeness beyond Scrapy's own: what a site asks for (Retry-After, Crawl-delay), and redirects that stay at home."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.robotstxt import ProtegoRobotParser
from twisted.internet.defer import Deferred

from archive.urlkey import registrable_domain
from crawler.reasons import reason_of

LONGEST_WAIT_SECONDS = 3600
"""A site may ask for a year; it gets an hour, and is asked again then."""

SHORTEST_WAIT_SECONDS = 30
"""The wait after a 429 or 503 that names none."""

LONGEST_CRAWL_DELAY_SECONDS = 60.0

ROBOTS_BYTES = 512 << 10
"""Of a robots.txt so much is read (RFC 9309, 2.5: 500 KiB at the least): a megabyte of it takes half a second."""

ROBOTS_SECONDS = 86_400.0
"""A robots.txt is believed for so long (RFC 9309, 2.4): a run with --watch stays for weeks."""

ROBOTS_KEPT = 2_000
"""Hosts whose robots.txt is held in memory; with page requisites a long run meets many."""


def retry_after(value: str | None, now: datetime) -> int:
    """Return the seconds that a Retry-After field asks for (RFC 9110, 10.2.3), within our bounds."""
    seconds: float = SHORTEST_WAIT_SECONDS
    if value:
        try:
            seconds = int(value.strip())
        except ValueError:
            try:
                at = parsedate_to_datetime(value)
                seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
            except (ValueError, OverflowError):
                pass
    return int(min(max(seconds, 1), LONGEST_WAIT_SECONDS))


def start_of_robots(body: bytes) -> bytes:
    """Return the lines of a robots.txt that are read: all of them, if it is no longer than ROBOTS_BYTES."""
    return body if len(body) <= ROBOTS_BYTES else body[: body.rfind(b"\n", 0, ROBOTS_BYTES) + 1]


_NO_HOST = (CannotResolveHostError, DownloadConnectionRefusedError)
"""Here the matter is not robots.txt."""


class Rules(ProtegoRobotParser):
    """What a robots.txt allows: nothing else runs while one is read, so it is read up to a limit."""

    def __init__(self, robotstxt_body: bytes, spider: Any) -> None:
        super().__init__(start_of_robots(robotstxt_body), spider)


def same_site(one: str, other: str) -> bool:
    """Tell whether two URLs belong to one site: the same registrable domain, whatever scheme and port."""
    first, second = urlsplit(one).hostname, urlsplit(other).hostname
    if first == second:
        return first is not None
    return bool(first and second) and registrable_domain(first or "") == registrable_domain(second or "")


def same_place(one: str, other: str) -> bool:
    """Tell whether two URLs name one place of one site, by another scheme or port, with or without ``www.``."""
    first, second = urlsplit(one), urlsplit(other)
    hosts = {(parts.hostname or "").removeprefix("www.") for parts in (first, second)}
    return len(hosts) == 1 and (first.path or "/", first.query) == (second.path or "/", second.query)


class RobotsUnknown(DownloadCancelledError):
    """A site cannot say at present what may be fetched. It is asked another time."""


class RobotsForbidden(IgnoreRequest):
    """A site's robots.txt keeps us from a page, by the rules that hold now."""


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt, read anew each day.

    Where it cannot be had (5xx, no answer), nothing is asked until it can (RFC 9309, 2.3.1.4).
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._failing: dict[str, str] = {}
        """Why nothing of a host can be asked, where its last robots.txt could not be had."""
        self._read_at: dict[str, float] = {}
        """When a host's robots.txt was read; read longest ago first."""

    async def process_request(self, request: Any, spider: Any = None) -> None:
        site = urlsplit(request.url).netloc
        # A clock that went back says nothing of its age.
        if site in self._read_at and not 0 <= time.time() - self._read_at[site] < ROBOTS_SECONDS:
            self._forget(site)
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise RobotsForbidden(str(error)) from None
        if site not in self._failing or request.meta.get("dont_obey_robotstxt"):
            return
        self._forget(site)
        raise RobotsUnknown(f"{request.url}: {self._failing[site]}")

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        self._note_read(netloc, _not_asked(f"answered {response.status}") if response.status >= 500 else None)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        problem: str | None = reason_of(exc)
        if isinstance(exc, IgnoreRequest | ResponseDataLossError):
            # What the guard refuses it refuses for the page as well, and says so there; an answer that came torn is
            # the server's as it is.
            problem = None
        elif not isinstance(exc, _NO_HOST):
            problem = _not_asked(f"could not be had: {problem}")
        self._note_read(netloc, problem)
        super()._robots_error(exc, netloc)

    def _note_read(self, site: str, problem: str | None) -> None:
        self._failing.pop(site, None)
        if problem is not None:
            self._failing[site] = problem
        self._read_at.pop(site, None)
        self._read_at[site] = time.time()
        if len(self._read_at) > ROBOTS_KEPT:
            self._forget(next(iter(self._read_at)))
        if len(self._failing) > ROBOTS_KEPT:
            del self._failing[next(iter(self._failing))]

    def _forget(self, site: str) -> None:
        """Let the next page of *site* ask for its robots.txt again, unless that is under way."""
        if not isinstance(self._parsers.get(site), Deferred):
            self._parsers.pop(site, None)
            self._read_at.pop(site, None)


def _not_asked(why: str) -> str:
    return f"not asked, since robots.txt {why} (or: --ignore-robots)"


class SameSiteRedirects(RedirectMiddleware):
    """Follows redirects of pages within their site, and of page requisites anywhere."""

    def handle_referer(self, request: Any, response: Any) -> None:
        """Leave the Referer as it is: only page requisites carry one, and it names their page."""

    def process_response(self, request: Any, response: Any) -> Any:
        answer = super().process_response(request, response)
        if answer is response or not hasattr(answer, "meta"):
            return answer
        visit = answer.meta.get("visit")
        # A seed may lead to the newspaper's new house; its links may not lead to others'.
        free = visit is None or visit.due.kind in ("requisite", "section", "feed", "sitemap")
        if not free and not same_site(request.url, answer.url):
            raise IgnoreRequest(f"redirect to another site: {answer.url}")
        # The validators belong to the page that was asked for, not to where it leads.
        for name in ("If-None-Match", "If-Modified-Since"):
            answer.headers.pop(name, None)
        answer.meta.pop("known_capture", None)
        first = answer.meta.get("redirect_urls", [request.url])[0]
        kept = tuple(pair for pair in answer.meta.get("capture_notes", ()) if pair[0] != "requested-url")
        answer.meta["capture_notes"] = (*kept, ("requested-url", first))
        return answer
