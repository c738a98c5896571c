"""Manners: how a source wants to be asked, by profile and robots.txt: how often, how many at once, when, as whom."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.settings import SETTINGS_PRIORITIES

from archive.sources.profile import Source
from crawler.pages import Due, host_of


class Manners:
    """What holds for each host. What the user gives on the command line goes before a profile."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: set[str] = set()
        self._connections: dict[str, int] = {}
        self._least: dict[str, float] = {}
        """Seconds between requests, by Scrapy's slot (the host's name)."""

    def learn(self, due: Due, source: Source) -> None:
        """Take the profile's word for the host of *due*, before it is first asked."""
        if due.host in self._known or due.kind == "requisite":
            return
        self._known.add(due.host)
        slot = self._slot_settings(_name(due.url))
        if source.concurrency is not None and not self._told("CONCURRENT_REQUESTS_PER_DOMAIN"):
            self._connections[due.host] = slot["concurrency"] = source.concurrency
        if source.delay_seconds is not None and not self._told("DOWNLOAD_DELAY"):
            slot["delay"] = self._least[_name(due.url)] = source.delay_seconds

    def slow_down(self, url: str, delay_seconds: float) -> None:
        """Leave at least so long between requests to the host of *url*: its Crawl-delay."""
        name = _name(url)
        if delay_seconds <= self.least(name):
            return
        # Idle slots are cleared away and made anew: the setting lasts, the slot's own delay does not.
        self._slot_settings(name)["delay"] = self._least[name] = delay_seconds
        slot = self._crawler.engine.downloader.slots.get(name) if self._crawler.engine else None
        if slot is not None:
            slot.delay = max(slot.delay, delay_seconds)

    def least(self, name: str | None) -> float:
        """Return the seconds between requests to the host *name* at the least."""
        usual: float = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        return self._least.get(name or "", usual)

    def connections(self, host: str, usual: int) -> int:
        """Return how many connections may be open to *host* at once."""
        return self._connections.get(host, usual)

    def headers(self, source: Source) -> dict[str, str]:
        """Return the request fields by which the source is told who asks."""
        if source.user_agent is None or self._told("USER_AGENT"):
            return {}
        return {"User-Agent": source.user_agent}

    def _told(self, name: str) -> bool:
        return bool((self._crawler.settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"])

    def _slot_settings(self, name: str) -> dict[str, Any]:
        engine = self._crawler.engine
        if engine is None:
            return {}
        settings: dict[str, Any] = engine.downloader.per_slot_settings.setdefault(name, {})
        return settings


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which never goes below what a host wants: its own knows one least delay for all."""

    def _response_downloaded(self, response: Any, request: Any, spider: Any) -> None:
        from crawler.harvest import Harvest

        harvest = self.crawler.get_extension(Harvest)
        if harvest is not None:
            self.mindelay = harvest.manners.least(request.meta.get("download_slot"))
        super()._response_downloaded(response, request, spider)


def closed_until(source: Source, now: int) -> int | None:
    """Return when the source's hours begin again (seconds since 1970); None where it may be asked now."""
    if source.hours is None:
        return None
    here = datetime.fromtimestamp(now, ZoneInfo(source.zone) if source.zone else UTC)
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in source.hours)
    minute = here.hour * 60 + here.minute
    is_open = first <= minute < last if first < last else minute >= first or minute < last
    if is_open or first == last:
        return None
    opens = here.replace(hour=first // 60 % 24, minute=first % 60, second=0, microsecond=0)
    if minute >= first:
        opens += timedelta(days=1)
    return int(opens.timestamp())


def _name(url: str) -> str:
    """Return the key of Scrapy's downloader slot for *url*."""
    return urlsplit(url).hostname or host_of(url)
