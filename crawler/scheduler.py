"""Scheduler: hands Scrapy what the frontier says is due. The only queue in memory is Scrapy's own few requests."""

from collections import Counter, deque
from typing import Any, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.harvest import Harvest
from crawler.pages import Due
from crawler.visit import Visit


class FrontierScheduler(BaseScheduler):
    """Draws a page from the frontier when the engine has room, and never lets one host fill the room."""

    def __init__(self, harvest: Harvest, per_host: int) -> None:
        self._harvest = harvest
        # Requests that Scrapy itself makes: redirects, second tries.
        self._given: deque[Request] = deque()
        self._busy: Counter[str] = Counter()
        self._per_host = per_host
        self._next: Due | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        harvest = crawler.get_extension(Harvest)
        if harvest is None:
            raise RuntimeError("FrontierScheduler needs the extension crawler.harvest.Harvest")
        scheduler = cls(harvest, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        harvest.on_done = scheduler.done
        return scheduler

    def has_pending_requests(self) -> bool:
        return bool(self._given) or self._peek() is not None

    def enqueue_request(self, request: Request) -> bool:
        self._given.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._given:
            return self._given.popleft()
        try:
            while (due := self._peek()) is not None:
                self._next = None
                self._busy[due.host] += 1
                if (request := self._harvest.request_for(Visit(due))) is not None:
                    return request
        except Exception as error:  # noqa: BLE001 (Scrapy would log it and wait for ever)
            self._harvest.stop_for(error)
        return None

    def done(self, visit: Visit) -> None:
        """A page is dealt with: its host has room again."""
        host = visit.due.host
        self._busy[host] -= 1
        if self._busy[host] <= 0:
            del self._busy[host]

    def _peek(self) -> Due | None:
        if self._next is None:
            # One more than may be under way: the next is ready when a connection becomes free.
            allowed = self._harvest.manners.connections
            full = {host for host, number in self._busy.items() if number > allowed(host, self._per_host)}
            self._next = self._harvest.take(full)
        return self._next

    def close(self, reason: str) -> Any:
        if self._next is not None:
            self._harvest.frontier.release(self._next)
        return None
