"""Requisites: what a browser needs to show a page that was fetched becomes due, once a collection."""

from collections.abc import Callable
from typing import Any

from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import decoded_body, read_head
from archive.sources.profile import Source
from crawler.discovery.requisites import read_requisites
from crawler.frontier import Due, Found, Frontier

_HTML = frozenset({"text/html", "application/xhtml+xml"})


class RequisiteFinder:
    """Turns pages, style sheets and scripts into requisites of the frontier."""

    def __init__(self, frontier: Frontier, *, now: Callable[[], int], wanted: str) -> None:
        """*wanted*: ``none``, ``images`` or ``all``; empty = what each source's profile says."""
        self._frontier = frontier
        self._now = now
        self._wanted = wanted

    def of_page(self, due: Due, source: Source, exchange: Exchange) -> None:
        """Make due what a browser needs to show the page."""
        wanted = self._wanted or source.requisites
        if wanted == "none":
            return
        data, media_type = _decoded(exchange)
        if media_type in _HTML:
            self._add(data, due, source, "html", wanted, depth=1)

    def of_requisite(self, due: Due, source: Source, exchange: Exchange) -> None:
        """Make due what a style sheet, script or frame needs in its turn."""
        wanted = self._wanted or source.requisites
        if due.depth > 3 or wanted == "none":
            return
        data, media_type = _decoded(exchange)
        kind = "css" if "css" in media_type else "js" if "javascript" in media_type else None
        if media_type in _HTML:
            kind = "html"
        elif media_type == "image/svg+xml":
            kind = "svg"
        if kind is not None:
            self._add(data, due, source, kind, wanted, depth=due.depth + 1)

    def _add(self, data: bytes, due: Due, source: Source, kind: Any, wanted: str, depth: int) -> None:
        needed = read_requisites(data, due.url, kind)
        found = [
            Found(url=r.url, kind="requisite", referrer=due.url, depth=depth)
            for r in needed[:200]
            if wanted == "all" or r.kind == "image"
        ]
        self._frontier.add(found, source.id, self._now())


def _decoded(exchange: Exchange) -> tuple[bytes, str]:
    block = exchange.response.read()
    try:
        head, _ = read_head(block)
        return decoded_body(block).data, (head.get("Content-Type") or "").partition(";")[0].strip().lower()
    except MessageError:
        return b"", ""
