"""A desk for tests of what follows from a page: a frontier over a fresh state, and pages made of a few lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.exchange import Exchange, Spool
from archive.sources.profile import Source
from archive.store.state import State
from crawler.follow import Follower
from crawler.frontier import Frontier
from crawler.pages import Due, Kind
from crawler.tally import Tally

HERE = "http://giornale.example"
NOW = 1_772_000_000
"""25 February 2026, 06:13:20 UTC."""
SOURCE = Source(id="giornale", hosts=("giornale.example",))


def answered(url: str, body: bytes, content_type: str = "text/html; charset=utf-8") -> Exchange:
    """Return the exchange of a page that was had."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return Exchange(
        url=url,
        request=None,
        response=Spool.of(head.encode() + body),
        captured_at=datetime.fromtimestamp(NOW, UTC),
    )


def listing(links: Iterable[str], after: str = "") -> bytes:
    """Return a section page with a headline for each link."""
    rows = "".join(
        f'<article><h2><a href="{link}">Il consiglio discute il piano numero {n} del porto</a></h2></article>'
        for n, link in enumerate(links)
    )
    return f"<html><body><main>{rows}{after}</main></body></html>".encode()


@dataclass
class Desk:
    """Follower, frontier and tally over one state."""

    state: State
    frontier: Frontier
    tally: Tally
    follower: Follower
    source: Source

    @classmethod
    def of(cls, folder: Path, source: Source = SOURCE, **options: Any) -> "Desk":
        state = State(folder / "state.sqlite")
        frontier = Frontier(state, {source.id}, NOW)
        tally = Tally(started_at=datetime.fromtimestamp(NOW, UTC))
        follower = Follower(state, frontier, tally, {source.id: source}, now=lambda: NOW, **options)
        return cls(state, frontier, tally, follower, source)

    def asked(self, path: str, kind: Kind = "section") -> Due:
        """Hand out *path* as if the user had named it."""
        self.frontier.ask_now(HERE + path, self.source.id, kind, NOW)
        self.frontier.wake(NOW)
        while due := self.frontier.take(NOW):
            if due.url == HERE + path:
                return due
        raise AssertionError(f"{path} is not due")

    def show(self, path: str, body: bytes, *, kind: Kind = "section", content_type: str = "text/html") -> int:
        """Fetch *path* and follow it; return how many articles were new."""
        due = self.asked(path, kind)
        return self.follower.section(due, self.source, answered(due.url, body, content_type), same=False)

    def waiting(self, *kinds: str) -> list[str]:
        """Return the paths that are due, by kind, in the order of their finding."""
        rows = self.state.read("SELECT url, kind FROM pages WHERE due_at <= ? ORDER BY rowid", [NOW])
        return sorted(url.removeprefix(HERE) for url, kind in rows if kind in kinds)
