"""Frontier: which URLs are known, what is due, and why. Lies in the collection's state (SQLite).

Nothing of it is held in memory but the rows handed out: a million known URLs cost disk, not memory. Killed at any
moment, what had not been committed is due again.
"""

from collections import deque
from collections.abc import Collection as Names
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec

from archive.store.state import State
from crawler.pages import DUE_COLUMNS, Due, Found, Kind, due_of, host_of, page_key
from crawler.schedule import (
    DOUBT_SECONDS,
    GONE_PAUSES,
    LADDER,
    LOOKS_AFTER_FAILURE,
    LOOKS_AFTER_GONE,
    due_after,
    failure_pause,
    jittered,
    next_interval,
    next_rung,
)

RANKS: dict[Kind, int] = {"section": 0, "feed": 1, "sitemap": 2, "page": 3, "article": 4, "requisite": 6}
UNSURE = 1
"""Added to an article's rank where its URL says little: likely articles come first."""

SEED_NOTE = "seed"
"""Note of a capture whose URL the user named, with its kind: where a crawl starts is told by the WARCs, too."""

_HOLDS_NONE = "fetched_at IS NOT NULL AND due_at IS NULL AND rung = 0 AND misses = 0 AND status IS 200"
"""Of an article's row: its page was read, and proved to hold none."""

_GONE = (404, 410)
_AHEAD = 32
_CLOCK_JUMP = 400 * 86_400


class Frontier:
    """The pages of the sources of one run."""

    def __init__(self, state: State, sources: Names[str], now: int) -> None:
        self._state = state
        self._sources = frozenset(sources)
        self._since = now
        self._queues: dict[str, deque[Due]] = {}
        self._out: set[int] = set()
        self._pages_end: set[str] | None = set()
        """Hosts that give page requisites alone from now on; None = all."""
        self._ready: dict[str, int] = {}
        """Hosts that may have something due, and from when they may be asked."""
        # A clock that was years ahead for one run must not put pages out of reach for years.
        state.write("UPDATE pages SET due_at = ? WHERE due_at > ?", [now, now + _CLOCK_JUMP])
        for host, source in state.read("SELECT DISTINCT host, source FROM pages WHERE due_at IS NOT NULL"):
            if source in self._sources:
                self._ready[host] = 0

    def only_requisites(self, host: str | None = None) -> None:
        """From now on hand out page requisites alone, of *host* or of all: the run's budget of pages is spent."""
        if host is None:
            self._pages_end = None
            self._queues.clear()
        elif self._pages_end is not None:
            self._pages_end.add(host)
            self._queues.pop(host, None)

    # -- what is known ------------------------------------------------------------------------------------------

    def knows(self, url: str, strip: Sequence[str] = ()) -> bool:
        return bool(self._state.read("SELECT 1 FROM pages WHERE hash = ?", [page_key(url, strip)]))

    def kind_of(self, url: str) -> Kind | None:
        """Return what *url* is known as, or None."""
        rows = self._state.read("SELECT kind FROM pages WHERE hash = ?", [page_key(url)])
        return rows[0][0] if rows else None

    def add(self, found: Iterable[Found], source: str, now: int, strip: Sequence[str] = ()) -> list[Found]:
        """Keep what is not known yet, due at once; return it."""
        fresh = []
        for item in found:
            rank = RANKS[item.kind] + (UNSURE if item.unsure else 0)
            host = host_of(item.url)
            cursor = self._state.write(
                # What was fetched for another page (a frame, an address in a script) may prove to be a page of its own.
                "INSERT INTO pages(hash, url, source, host, kind, rank, due_at, found_at, depth, referrer, notes)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(hash) DO UPDATE SET source = excluded.source,"
                " kind = excluded.kind, rank = excluded.rank, due_at = excluded.due_at, depth = excluded.depth,"
                " referrer = excluded.referrer, notes = excluded.notes, misses = 0, etag = NULL, last_modified = NULL,"
                " digest = NULL, record_id = NULL, captured_at = NULL, fetched_at = NULL, first_at = NULL"
                " WHERE kind = 'requisite' AND excluded.kind <> 'requisite'",
                [
                    page_key(item.url, strip),
                    item.url,
                    source,
                    host,
                    item.kind,
                    rank,
                    now,
                    now,
                    item.depth,
                    item.referrer,
                    msgspec.json.encode(item.notes).decode() if item.notes else None,
                ],
            )
            if cursor.rowcount:
                fresh.append(item)
                self._ready.setdefault(host, 0)
        return fresh

    def add_pages(self, found: Iterable[Found], source: str, now: int) -> None:
        """Make further pages of a section due, those walked in an earlier run too: their section has news."""
        pages = list(found)
        fresh = {item.url for item in self.add(pages, source, now)}
        for item in pages:
            if item.url not in fresh:
                self._state.write(
                    "UPDATE pages SET due_at = ? WHERE hash = ? AND kind = 'page' AND due_at IS NULL"
                    " AND fetched_at < ?",
                    [now, page_key(item.url), self._since],
                )
                self._ready.setdefault(host_of(item.url), 0)

    def add_seed(self, seed: Found, source: str, now: int) -> bool:
        """Make known what the user, or a profile, calls a section, feed or sitemap; tell whether it was not as such.

        A link on the way to it may have been taken for an article's: one that was not fetched, or held none.
        """
        self._state.write(
            f"DELETE FROM pages WHERE hash = ? AND kind = 'article' AND (fetched_at IS NULL OR ({_HOLDS_NONE}))",  # noqa: S608 (above)
            [page_key(seed.url)],
        )
        return bool(self.add([seed], source, now))

    def ask_now(self, url: str, source: str, kind: Kind, now: int) -> None:
        """Make *url* due at once, known or not: the user named it."""
        notes = ((SEED_NOTE, kind),)
        if not self.add_seed(Found(url=url, kind=kind, notes=notes), source, now):
            self._state.write("UPDATE pages SET due_at = ?, source = ? WHERE hash = ?", [now, source, page_key(url)])
            self._ready.setdefault(host_of(url), 0)

    def recall(self, url: str, source: str, at: int, *, status: int | None, is_article: bool) -> None:
        """Take over from a WARC that *url* was fetched: a run was killed before it could note it here.

        Sections, feeds and sitemaps stay as they are: their links may not have been followed.
        """
        if is_article:
            self.add([Found(url=url, kind="article")], source, at)
        due_at = due_after(at, at, 0) if is_article else None
        self._state.write(
            "UPDATE pages SET due_at = ?, fetched_at = ?, first_at = coalesce(first_at, ?), status = ?"
            " WHERE hash = ? AND kind IN ('article', 'requisite') AND (fetched_at IS NULL OR fetched_at < ?)",
            [due_at, at, at, status, page_key(url), at],
        )

    def recheck(self, now: int) -> None:
        """Make every known article of the run's sources due at once; pages that proved to hold none are let be."""
        for source in self._sources:
            self._state.write(
                "UPDATE pages SET due_at = ? WHERE source = ? AND kind = 'article' AND status IS NOT 301"  # noqa: S608
                f" AND NOT ({_HOLDS_NONE})",
                [now, source],
            )
        for (host,) in self._state.read("SELECT DISTINCT host FROM pages WHERE due_at <= ?", [now]):
            self._ready.setdefault(host, 0)

    # -- what is due --------------------------------------------------------------------------------------------

    def take(self, now: int, busy: Names[str] = ()) -> Due | None:
        """Hand out the most urgent due page whose host is not in *busy*, or None."""
        for host in list(self._ready):
            if host in busy or self._ready[host] > now:
                continue
            queue = self._queues.get(host)
            if not queue:
                queue = self._queues[host] = deque(self._due_at(host, now))
            while queue:
                due = queue.popleft()
                if due.key not in self._out:
                    self._out.add(due.key)
                    # Hosts take turns.
                    self._ready[host] = self._ready.pop(host)
                    return due
            del self._ready[host]
        return None

    def has_due(self, now: int, busy: Names[str] = ()) -> bool:
        """Tell whether :meth:`take` would hand out a page."""
        due = self.take(now, busy)
        if due is None:
            return False
        self._out.discard(due.key)
        self._queues[due.host].appendleft(due)
        return True

    def pause(self, host: str, until: int) -> None:
        """Leave *host* alone until then (Retry-After), or longer where that was said before."""
        self._ready[host] = max(until, self._ready.get(host, 0))

    def waits_until(self, now: int, horizon: int) -> int | None:
        """Return when a page that could not be had, or a host that asked for a pause, may be asked again.

        None where that is not within *horizon* seconds.
        """
        rows = self._state.read(
            "SELECT min(due_at) FROM pages WHERE due_at > ? AND due_at <= ? AND misses > 0"  # noqa: S608
            f" AND source IN ({_marks(self._sources)})",
            [now, now + horizon, *self._sources],
        )
        soonest = [rows[0][0]] if rows and rows[0][0] is not None else []
        soonest += [at for host, at in self._ready.items() if now < at <= now + horizon and self._due_at(host, at)]
        return min(soonest, default=None)

    def wake(self, now: int) -> None:
        """Look anew for what has become due since."""
        for (host,) in self._state.read(
            f"SELECT DISTINCT host FROM pages WHERE due_at <= ? AND source IN ({_marks(self._sources)})",  # noqa: S608
            [now, *self._sources],
        ):
            self._ready.setdefault(host, 0)

    def _due_at(self, host: str, now: int) -> list[Due]:
        only = "AND kind = 'requisite'" if self._pages_end is None or host in self._pages_end else ""
        rows = self._state.read(
            f"SELECT {DUE_COLUMNS} FROM pages WHERE host = ? AND due_at <= ? {only} ORDER BY rank, due_at LIMIT ?",  # noqa: S608
            [host, now, _AHEAD + len(self._out)],
        )
        return [due for row in rows if (due := due_of(row)).key not in self._out and due.source in self._sources]

    # -- what came of it ----------------------------------------------------------------------------------------

    def section_seen(
        self, due: Due, now: int, new_articles: int, floor_seconds: int = 0, every: timedelta | None = None
    ) -> None:
        """A section, feed or sitemap was looked at; a further page of one rests until its section leads there again.

        *every* is the profile's own interval; without it the interval follows what is new.
        """
        if due.kind == "page":
            self._settle(due, now, None, "interval = NULL", [])
            return
        rows = self._state.read("SELECT interval FROM pages WHERE hash = ?", [due.key])
        interval = next_interval(rows[0][0] if rows else None, new_articles, floor_seconds)
        if every is not None:
            interval = max(floor_seconds, int(every.total_seconds()))
        self._settle(due, now, now + max(floor_seconds, jittered(interval, due.key)), "interval = ?", [interval])

    def article_seen(
        self,
        due: Due,
        now: int,
        *,
        changed: bool,
        ladder: Sequence[timedelta] = LADDER,
        give_up_after: timedelta | None = None,
        is_article: bool = True,
        doubted: bool = False,
    ) -> None:
        """An article was looked at; a page that never held one rests, and so does an article past *give_up_after*.

        An article whose page holds none today (a notice of repairs, a question of consent) climbs on; where one was
        to be expected (*doubted*), the page is looked at once more.
        """
        rows = self._state.read("SELECT first_at, rung FROM pages WHERE hash = ?", [due.key])
        first_at, rung = rows[0] if rows else (None, 0)
        if first_at is not None:
            rung = next_rung(rung, changed)
        elif is_article:
            first_at = now
        if first_at is None:
            due_at = now + DOUBT_SECONDS if doubted else None
        else:
            due_at = due_after(first_at, now, rung, ladder)
        if first_at and due_at and give_up_after is not None and due_at > first_at + give_up_after.total_seconds():
            due_at = None
        self._settle(due, now, due_at, "first_at = ?, rung = ?", [first_at, rung])

    def moved(self, due: Due, url: str, now: int, strip: Sequence[str] = ()) -> Due:
        """Let the page of *due*, which has moved for good to *url*, go on there; its old address rests.

        Returns what is to be settled instead of *due*: the row of the new address, or *due* itself where that is
        one of another kind.
        """
        key = page_key(url, strip)
        if key == due.key:
            return due
        there = Found(url=url, kind=due.kind, referrer=due.referrer, depth=due.depth, notes=due.notes)
        self.add([there], due.source, now, strip)
        (kind,) = self._state.read("SELECT kind FROM pages WHERE hash = ?", [key])[0]
        if kind != due.kind:
            return due
        ((first_at, rung, interval),) = self._state.read(
            "SELECT first_at, rung, interval FROM pages WHERE hash = ?", [due.key]
        )
        self._state.write(
            "UPDATE pages SET first_at = min(coalesce(first_at, ?), coalesce(?, first_at)), rung = max(rung, ?),"
            " interval = coalesce(interval, ?) WHERE hash = ?",
            [first_at, first_at, rung, interval, key],
        )
        self._settle(due, now, None, "status = 301", [])
        return replace(due, key=key, url=url, host=host_of(url), misses=0)

    def requisite_seen(self, due: Due, now: int) -> None:
        self._settle(due, now, None, "first_at = coalesce(first_at, ?)", [now])

    def failed(self, due: Due, now: int, *, status: int | None, retry_at: int | None, for_good: bool = False) -> None:
        """The page could not be had: look again at *retry_at*, or after a growing pause, or never (*for_good*)."""
        hub, gone = due.kind in ("section", "feed", "sitemap"), status in _GONE
        # An outage before it says nothing of how often a page that has gone was asked.
        misses = 1 if gone and due.misses and self._status_of(due) not in _GONE else due.misses + 1
        pause = failure_pause(misses, hub=hub and not gone)
        if hub:
            pause = jittered(pause, due.key)
        if gone and misses <= len(GONE_PAUSES) and self.held_article(due):
            pause = GONE_PAUSES[misses - 1]
        limit = 1 + (LOOKS_AFTER_GONE if gone or due.kind == "requisite" else LOOKS_AFTER_FAILURE)
        due_at: int | None = now + pause if retry_at is None else retry_at
        if for_good or (misses >= limit and not hub):
            due_at = None
        self._state.write(
            "UPDATE pages SET due_at = ?, misses = ?, status = ?, fetched_at = ? WHERE hash = ?",
            [due_at, misses, status, now, due.key],
        )
        self._out.discard(due.key)

    def _status_of(self, due: Due) -> int | None:
        rows = self._state.read("SELECT status FROM pages WHERE hash = ?", [due.key])
        return rows[0][0] if rows else None

    def was_read(self, due: Due) -> bool:
        """Tell whether the page could be had at the last look at it."""
        return due.fetched_at is not None and due.misses == 0 and self._status_of(due) == 200

    def held_article(self, due: Due) -> bool:
        """Tell whether the page has held an article at some look."""
        return bool(self._state.read("SELECT 1 FROM pages WHERE hash = ? AND first_at IS NOT NULL", [due.key]))

    def keep_validators(
        self,
        key: int,
        *,
        etag: str | None,
        last_modified: str | None,
        digest: str | None,
        record_id: str | None,
        captured_at: str | None,
    ) -> None:
        """Remember what a conditional request needs, and which capture a 304 speaks of."""
        self._state.write(
            "UPDATE pages SET etag = ?, last_modified = ?, digest = ?, record_id = ?, captured_at = ? WHERE hash = ?",
            [etag, last_modified, digest, record_id, captured_at, key],
        )

    def renew_validators(self, key: int, digest: str | None, *, etag: str | None, last_modified: str | None) -> None:
        """Remember new validators of a page, if it is known to hold the payload *digest*; its capture stays."""
        self._state.write(
            "UPDATE pages SET etag = ?, last_modified = ? WHERE hash = ? AND digest = ?",
            [etag, last_modified, key, digest],
        )

    def forget(self, due: Due) -> None:
        """Let go of a requisite that its page may not have any more: another page may ask for it."""
        self._state.write("DELETE FROM pages WHERE hash = ?", [due.key])
        self._out.discard(due.key)

    def release(self, due: Due) -> None:
        """Give a page back that was handed out and not fetched: it stays due."""
        self._out.discard(due.key)

    def _settle(self, due: Due, now: int, due_at: int | None, what: str, values: list[object]) -> None:
        self._state.write(
            f"UPDATE pages SET due_at = ?, misses = 0, fetched_at = ?, status = 200, {what} WHERE hash = ?",  # noqa: S608
            [due_at, now, *values, due.key],
        )
        self._out.discard(due.key)

    def pending(self, now: int, source: str | None = None) -> int:
        """Return how many pages of the run's sources are due, or of *source* alone."""
        sources = self._sources if source is None else (source,)
        rows = self._state.read(
            f"SELECT count(*) FROM pages WHERE due_at <= ? AND source IN ({_marks(sources)})",  # noqa: S608
            [now, *sources],
        )
        return int(rows[0][0])


def _marks(values: Names[str]) -> str:
    return ",".join("?" * len(values))
