"""Ledger: applies what the captures say to state and articles, in the order of their records.

The crawl feeds it as records are flushed, a rebuild feeds it from the WARCs: the same captures in the same order
give the same revisions, events and lines. A capture may be applied twice: nothing is written twice.
"""

from collections.abc import Callable
from collections.abc import Collection as Names
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urljoin

from archive import __version__
from archive.article.model import Article
from archive.article.sniff import SNIFFED_BYTES, VAGUE_TYPES, looks_like_page
from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import decoded_body
from archive.reading import HTML, REQUESTED_URL, REQUISITE_OF, Reading
from archive.stamp import stamp
from archive.store.articles import ArticleWriter, line_name
from archive.store.healing import all_synced, note_unsynced
from archive.store.state import State, place_of
from archive.store.versions import Settled, Versions
from archive.urlkey import wire_text
from archive.warc.capture import REVISIT, Capture

Became = Literal["new", "changed", "unchanged", "known", "gone", "moved", "blocked", "failed", "other"]
"""What a capture was to the articles: ``other`` = nothing (a section page, a picture, an error elsewhere)."""

_THERE = frozenset({None, 200, 304})
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 308})
_BLOCKED = frozenset({401, 402, 403, 429, 451, 503})
_ENOUGH_BYTES = 1 << 16
"""Of an answer of no type, looked at for its being a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one capture became."""

    became: Became
    settled: Settled | None = None
    problem: str | None = None
    blocked: str | None = None
    """What shows that a bot wall's page came with a status of 200; None for any other page."""


class Ledger:
    """Feed with :meth:`apply` in record order; make it last with :meth:`commit` after the records are flushed."""

    def __init__(
        self,
        state: State,
        articles: ArticleWriter,
        *,
        written: Names[str] = frozenset(),
        read_at: Callable[[Article], str] | None = None,
    ) -> None:
        """*written*: record ids whose article lines stand already. *read_at* gives ``extracted_at`` (default: now)."""
        self.versions = Versions(state)
        self._state = state
        self._articles = articles
        self._written = written
        self._read_at = read_at or _now
        self._lines: list[Article] = []
        self._noted: set[str] = set()
        """Files of article lines that the state knows to be written to."""
        state.write("DELETE FROM applied WHERE warc IN (SELECT name FROM warcs)")
        self._applied: dict[str, int] = dict(state.read("SELECT warc, offset FROM applied"))
        self._passed: set[str] = set()
        self._unread: set[str] = set()

    def wants_reading(self, capture: Capture, exchange: Exchange) -> bool:
        """Tell whether the page of this capture has to be read before :meth:`apply`.

        A revisit of an identical payload is read only where the article showed another payload in between, or where
        its page could not be read before; what was fetched for another page (a frame) is not read.
        """
        if exchange.truncated is not None or capture.status != 200 or REQUISITE_OF in dict(exchange.notes):
            return False
        if capture.mime == REVISIT:
            known = self.versions.article_at(capture.url) is not None
            other = known and not self.versions.shows(capture.url, capture.payload_digest)
            kind = exchange.media_type()
            return (other or self._failed_before(capture.url)) and (kind in HTML or (known and kind in VAGUE_TYPES))
        return capture.mime in HTML or ((capture.mime or "") in VAGUE_TYPES and _looks_like_page(exchange))

    def apply(self, capture: Capture, exchange: Exchange, reading: Reading | None) -> Entry:
        """Apply one capture; *reading* is what its page came to, None where nothing was to be read."""
        again = capture.offset <= self._applied.get(capture.warc, -1)
        if not again:
            if reading is None and self.wants_reading(capture, exchange):
                self._unread.add(capture.warc)  # captured only: a later run reads it, and what stands behind it
            elif capture.warc not in self._unread:
                self._applied[capture.warc] = capture.offset
                self._passed.add(capture.warc)
        if reading is not None:
            return self._apply_reading(capture, reading, again=again)
        if again:
            there = (
                capture.mime == REVISIT
                and capture.status in _THERE
                and self.versions.article_at(capture.url) is not None
            )
            return Entry(became="unchanged" if there else "other")
        return self._apply_event(capture, exchange)

    def _apply_event(self, capture: Capture, exchange: Exchange) -> Entry:
        url, at, record_id = capture.url, capture.captured_at, _known_by(capture)
        # An error page may have the bytes of a page that is kept: its revisit tells of the error all the same.
        if capture.mime == REVISIT and capture.status in _THERE:
            return Entry(became="unchanged" if self.versions.still_there(url, at, record_id) else "other")
        self._keep_payload(capture, exchange)
        status = capture.status
        became: Became = "other"
        if status in _GONE and self.versions.gone(self._asked(capture, exchange), at, record_id, status or 0):
            became = "gone"
        elif status in _MOVED and self.versions.moved(url, at, record_id, _target(url, exchange)):
            became = "moved"
        elif status in _BLOCKED and self.versions.blocked(url, at, record_id, f"HTTP {status}"):
            became = "blocked"
        return Entry(became=became)

    def _asked(self, capture: Capture, exchange: Exchange) -> str:
        """Return the URL of the article that *exchange* was to bring: where it was asked by, if not where it led."""
        requested = dict(exchange.notes).get(REQUESTED_URL)
        return requested if requested and self.versions.article_at(capture.url) is None else capture.url

    def commit(self) -> None:
        """Commit the state, then write the article lines: CONTRACT's order, so that a kill between loses nothing."""
        for warc in self._passed:
            self._state.write("INSERT OR REPLACE INTO applied VALUES (?, ?)", [warc, self._applied[warc]])
        self._passed.clear()
        for article in self._lines:
            name = line_name(article)
            if name not in self._noted:
                self._noted.add(name)
                note_unsynced(self._state, name)
        self._state.commit()
        self.write_lines()

    def sync(self) -> None:
        """Have the disk keep all lines. To be called before the state says, in a later commit, that a WARC is done."""
        self._articles.sync()
        self._noted.clear()
        all_synced(self._state)

    def write_lines(self) -> None:
        """Write the lines alone: a rebuild commits its state once, when all of it stands."""
        for article in self._lines:
            self._articles.append(article)
        self._lines.clear()

    def _apply_reading(self, capture: Capture, reading: Reading, *, again: bool) -> Entry:
        if capture.mime != REVISIT:
            self._keep_payload(capture, None)
        if reading.blocked is not None:
            self.versions.blocked(capture.url, capture.captured_at, _known_by(capture), reading.blocked)
            return Entry(became="blocked", blocked=reading.blocked)
        if reading.problem:
            self._state.write("INSERT OR IGNORE INTO unread VALUES (?)", [capture.url])
            return Entry(became="failed", problem=reading.problem)
        self._state.write("DELETE FROM unread WHERE url = ?", [capture.url])
        if reading.article is None:
            return Entry(became="other")
        settled = self.versions.settle(reading.article, again=again)
        if settled.change != "unchanged" and capture.record_id not in self._written:
            self._lines.append(replace(settled.article, extracted_at=self._read_at(settled.article)))
            self._state.write("INSERT OR IGNORE INTO readers VALUES (?)", [settled.article.extractor_version])
        return Entry(became=settled.change, settled=settled)

    def _failed_before(self, url: str) -> bool:
        return bool(self._state.read("SELECT 1 FROM unread WHERE url = ?", [url]))

    def _keep_payload(self, capture: Capture, exchange: Exchange | None) -> None:
        # What was not asked for by GET is no original: replay would not find it.
        whole = (exchange is None or exchange.truncated is None) and capture.method is None
        if whole and capture.payload_digest and capture.status is not None and 200 <= capture.status < 300:
            self._state.write(
                "INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?, ?, ?)",
                [
                    capture.payload_digest,
                    capture.url,
                    stamp(capture.captured_at),
                    capture.record_id,
                    capture.warc,
                    capture.offset,
                ],
            )


def other_readers(state: State) -> list[str]:
    """Return which other versions read what stands in article lines; a rebuild leaves none."""
    known = {version for (version,) in state.read("SELECT version FROM readers")}
    if not known and state.read("SELECT 1 FROM articles LIMIT 1"):
        return ["0.1"]  # which did not note it
    return sorted(known - {__version__})


def _known_by(capture: Capture) -> str:
    return capture.record_id or place_of(capture.warc, capture.offset)


def _now(_: Article) -> str:
    return stamp(datetime.now(UTC))


def _target(url: str, exchange: Exchange) -> str:
    """Return where a redirect leads; as it stands where that is no URL."""
    head = exchange.head()
    location = (head.location if head else None) or ""
    try:
        return wire_text(urljoin(url, location))
    except ValueError:
        return location


def _looks_like_page(exchange: Exchange) -> bool:
    try:
        return looks_like_page(decoded_body(exchange.response.start(_ENOUGH_BYTES), max_bytes=SNIFFED_BYTES).data)
    except MessageError:
        return False
