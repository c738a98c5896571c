"""Outcomes: what an answer, or its absence, means for the frontier, the counts, and what comes next."""

import logging
from collections import Counter
from collections.abc import Callable
from collections.abc import Collection as Names
from datetime import UTC, datetime

from scrapy.exceptions import IgnoreRequest

from archive.article.model import Article
from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import Head
from archive.ledger import Entry
from archive.reading import REQUISITE_OF
from archive.sources.profile import Source
from archive.warc.capture import REVISIT, Capture
from crawler.capture.limits import ExchangeTooLarge
from crawler.conditional import validators
from crawler.follow import Follower
from crawler.frontier import Frontier
from crawler.maps import MISSED_GUESS_SECONDS, is_guess
from crawler.pages import Due, page_key
from crawler.politeness import RobotsForbidden, retry_after, same_place
from crawler.reasons import reason_of
from crawler.requisites import RequisiteFinder
from crawler.schedule import LADDER
from crawler.tally import Tally

logger = logging.getLogger(__name__)

_PAGES = ("section", "page", "feed", "sitemap")
_GONE = (404, 410)
_WAIT = (429, 503)
_BLOCKED = (401, 403, 429, 451)
_WAITS = 3
"""How often in a run a page is asked again that a site answered with "later"."""
_WALLS = 3
_WALL_BYTES = 1 << 20
_REFUSALS = 10
_WALL_SECONDS = 1800
"""After so many bot walls, or plain refusals, in a row a host is not asked for so long: knocking on makes it worse."""
_SILENCES = 5
_SILENT_SECONDS = 1800
"""After so many pages in a row that could not be had a host is not asked for so long, and its pages stay due."""


class Outcomes:
    """Settles each page that was asked for, once."""

    def __init__(
        self,
        frontier: Frontier,
        follower: Follower,
        requisites: RequisiteFinder,
        tally: Tally,
        *,
        now: Callable[[], int],
        reads: bool,
        targets: Names[str],
    ) -> None:
        """*reads*: pages are read in this run; without that nobody knows which of them hold articles.

        *targets*: the URLs that the user named.
        """
        self._frontier = frontier
        self._follower = follower
        self._requisites = requisites
        self._tally = tally
        self._now = now
        self._reads = reads
        self._walls: Counter[str] = Counter()
        """Bot walls and refusals in a row, by host."""
        self._silences: Counter[str] = Counter()
        """Pages in a row that could not be had, by host."""
        self._targets = targets
        self.failed_targets: set[str] = set()
        """Those of the targets that could not be had at the last look at them."""

    def applied(self, source: Source, capture: Capture, exchange: Exchange, entry: Entry) -> None:
        """Count what one capture became, a page's or not."""
        tally = self._tally
        tally.bytes += len(exchange.response)
        if entry.became in ("new", "changed", "unchanged", "gone"):
            setattr(tally, entry.became, getattr(tally, entry.became) + 1)
            tally.count(source.id, entry.became)
        if entry.settled is not None:
            tally.count(source.id, "read")
        if entry.problem:
            tally.errors += 1
            tally.count(source.id, "failed")
            tally.problem(f"{capture.url}: not read: {entry.problem}")
            logger.warning("%s: not read: %s", capture.url, entry.problem)

    def settle(
        self, due: Due, source: Source, capture: Capture, exchange: Exchange, entry: Entry, *, moved: bool = False
    ) -> Article | None:
        """Settle a page whose answer is kept and applied; return its article where that is news.

        *moved*: permanent redirects, and no others, led from *due* to *capture*.
        """
        head = exchange.head()
        status = (head.status if head else None) or 0
        if status < 500:
            self._silences.pop(due.host, None)
        if due.kind == "requisite":
            self._tally.requisites += 1
            self._requisites.spend(due, len(exchange.response))
        else:
            self._tally.pages += 1
            self._tally.count(due.source, "fetched")
        if status in _WAIT or status >= 400:
            self._refused(due, status, head, exchange)
            return None
        same = status == 304 or capture.mime == REVISIT
        if why := entry.blocked or self._wall_again(due, capture, exchange):
            self._blocked(due, why)
            return None
        self._walls.pop(due.host, None)
        self.failed_targets.discard(due.url)
        if moved and self._has_moved(due, capture, entry):
            due = self._frontier.moved(due, capture.url, self._now(), source.strip_query)
        # A redirect ends elsewhere: what that page gave is no validator for the one that was asked for. And a page that
        # could not be read is asked for as a whole the next time.
        if status == 200 and capture.url == due.url and not entry.problem:
            self._keep_validators(due.key, capture, exchange, head)
        if due.kind == "requisite":
            self._requisites.of_requisite(due, source, exchange)
            self._frontier.requisite_seen(due, self._now())
        elif due.kind in _PAGES:
            # What a killed run had kept and not followed is the same bytes again, and still to be followed.
            followed = status == 304 or (same and due.digest == capture.payload_digest)
            self._follower.section(due, source, exchange, same=followed)
            self._requisites.of_page(due.kind, source, exchange)
        else:
            self._settle_article(due, source, exchange, entry, same=same)
        if entry.settled is not None and entry.became in ("new", "changed"):
            return entry.settled.article
        return None

    def _has_moved(self, due: Due, capture: Capture, entry: Entry) -> bool:
        """Tell whether the page goes on at the address of *capture*, and is to be asked for there from now on."""
        if due.kind == "article":
            return entry.settled is not None or entry.became == "unchanged"
        # A section that leads to the front page today may be one again tomorrow; one that is under https now stays so.
        return due.kind in ("section", "feed", "sitemap") and same_place(due.url, capture.url)

    def missed(self, due: Due, error: BaseException) -> None:
        """Settle a page that could not be had at all."""
        reason = reason_of(error)
        refused = isinstance(error, IgnoreRequest)
        self._tally.refused[type(error).__name__] += 1
        if due.kind != "requisite" and not (refused and due.kind == "article"):
            self._count_failure(due, "failed", reason if reason.startswith(due.url) else f"{due.url}: {reason}")
        for_good = refused and due.kind in ("article", "requisite")
        if isinstance(error, RobotsForbidden) and due.kind == "article":
            for_good = False  # rules that a site has for a day must not cost the articles of that day; asking is free
        if due.kind == "requisite" and isinstance(error, ExchangeTooLarge):
            self._requisites.spend(due, int(error.value))
        self._frontier.failed(due, self._now(), status=None, retry_at=None, for_good=for_good)
        if not refused:
            self._silent(due.host)

    def _silent(self, host: str) -> None:
        """A page could not be had. Of a host that is down each would be asked in vain, and given up at last."""
        self._silences[host] += 1
        if self._silences[host] == _SILENCES:
            self._frontier.pause(host, self._now() + _SILENT_SECONDS)
            self._tally.problem(f"{host}: nothing could be had {_SILENCES} times in a row; its other pages stay due")
            self._silences.pop(host)

    def recall(self, source: Source, capture: Capture, exchange: Exchange, entry: Entry) -> None:
        """Let the frontier know what a killed run had fetched."""
        if exchange.truncated is not None or not (capture.status == 200 or entry.became == "unchanged"):
            return
        if entry.blocked:
            return  # nothing was had: it is asked for again
        if REQUISITE_OF in dict(exchange.notes):
            return  # asked again where that was not noted: what it needs in its turn was not either
        is_article = entry.settled is not None or entry.became == "unchanged"
        at = int(capture.captured_at.timestamp())
        self._frontier.recall(capture.url, source.id, at, status=capture.status, is_article=is_article)
        if is_article:
            self._requisites.of_page("article", source, exchange)
        # A section may look like an article; asked conditionally, its links would never be followed.
        if is_article and capture.mime != REVISIT and self._frontier.kind_of(capture.url) == "article":
            key = page_key(capture.url, source.strip_query)
            self._keep_validators(key, capture, exchange, exchange.head())

    def _settle_article(self, due: Due, source: Source, exchange: Exchange, entry: Entry, *, same: bool) -> None:
        # The bytes of another page's, which nobody has read as this one's, may hold one.
        unread = not self._reads or (same and due.digest is None)
        is_article = unread or entry.settled is not None
        doubted = False
        if self._reads and not same and not self._frontier.held_article(due):
            doubted = not is_article and not self._frontier.was_read(due) and self._follower.expects(due, source)
            if not doubted:
                self._follower.proved(due, source, entry.settled.article.id if entry.settled else None)
        self._frontier.article_seen(
            due,
            self._now(),
            changed=entry.became == "changed",
            ladder=source.revisit_article or LADDER,
            give_up_after=source.give_up_after,
            is_article=is_article,
            doubted=doubted,
        )
        if is_article or same:
            self._requisites.of_page(due.kind, source, exchange)
        else:
            self._follower.no_article(due, source, exchange)

    def _refused(self, due: Due, status: int, head: Head | None, exchange: Exchange) -> None:
        now, retry_at = self._now(), None
        if status in _WAIT:
            wait = retry_after(head.get("Retry-After") if head else None, datetime.now(UTC))
            self._frontier.pause(due.host, now + wait)
            # A site that keeps saying "later" is left for the next run.
            retry_at = now + wait if due.misses < _WAITS else None
        if is_guess(due):
            self._frontier.failed(
                due, now, status=status, retry_at=now + MISSED_GUESS_SECONDS, for_good=due.kind == "page"
            )
            return
        gone = status in _GONE and due.kind == "article"
        if due.kind != "requisite" and not gone:
            wall = _wall(exchange)
            count = "blocked" if wall or status in _BLOCKED else "failed"
            self._count_failure(due, count, f"{due.url}: HTTP {status}" + (f" ({wall})" if wall else ""))
            if count == "blocked" and status not in _WAIT:
                self._knocked(due.host, _WALLS if wall else _REFUSALS)
        # A page may come back; what a page once needed and was not there is no reason to knock again.
        for_good = due.kind == "requisite" and status < 500 and status not in _WAIT
        self._frontier.failed(due, now, status=status, retry_at=retry_at, for_good=for_good)
        if status >= 500 and status not in _WAIT:
            self._silent(due.host)  # what stands before a host that is down says so

    def _wall_again(self, due: Due, capture: Capture, exchange: Exchange) -> str | None:
        """Tell a wall whose very bytes are kept already, from another page: nobody has read it here."""
        if capture.mime != REVISIT or due.digest == capture.payload_digest or due.kind == "requisite":
            return None
        return _wall(exchange)

    def _blocked(self, due: Due, why: str) -> None:
        """A bot wall's page came with a status of 200: nothing was had; a site that goes on so is left in peace."""
        now = self._now()
        self._count_failure(due, "blocked", f"{due.url}: blocked ({why})")
        self._knocked(due.host, _WALLS)
        self._frontier.failed(due, now, status=200, retry_at=None)

    def _knocked(self, host: str, most: int) -> None:
        """A host would not let us in; after *most* times in a row it is left alone."""
        self._walls[host] += 1
        if self._walls[host] == most:
            self._tally.problem(f"{host}: refused {most} times in a row; its other pages stay due")
        if self._walls[host] >= most:
            self._frontier.pause(host, self._now() + _WALL_SECONDS)

    def _count_failure(self, due: Due, count: str, problem: str) -> None:
        self._tally.errors += 1
        self._tally.count(due.source, count)
        self._tally.problem(problem)
        if due.url in self._targets:
            self.failed_targets.add(due.url)

    def _keep_validators(self, key: int, capture: Capture, exchange: Exchange, head: Head | None) -> None:
        if head is None or exchange.truncated:
            return
        etag, last_modified = validators(head)
        if capture.mime == REVISIT:
            # A later 304 must name the capture that holds the payload, and a revisit holds none.
            self._frontier.renew_validators(key, capture.payload_digest, etag=etag, last_modified=last_modified)
            return
        self._frontier.keep_validators(
            key,
            etag=etag,
            last_modified=last_modified,
            digest=capture.payload_digest,
            record_id=capture.record_id,
            captured_at=capture.captured_at.isoformat(),
        )


def _wall(exchange: Exchange) -> str | None:
    """Return what shows that a response is a bot wall's page; None for any other."""
    from archive.article.blockpage import block_reason
    from archive.article.page import Page

    if len(exchange.response) > _WALL_BYTES:
        return None
    try:
        return block_reason(Page.of(exchange))
    except MessageError:
        return None
