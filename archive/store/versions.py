"""Versions: one article through its edits. The same, changed (and what), gone, moved, paywalled.

Fed with what the captures say, in the order of their records; feeding the same record twice changes nothing. A
revision is made only when the article's own words change; everything else is an event, and none loses a revision.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import msgspec

from archive.article.model import Article
from archive.store.state import State
from archive.urlkey import canonical_url

Change = Literal["new", "changed", "unchanged", "known"]
"""What an article's capture was: ``known`` = this very record has been settled before (a run was killed)."""

EventKind = Literal["gone", "back", "moved", "paywalled", "opened", "modified_date_only", "blocked"]

_WORDS = ("kicker", "headline", "standfirst", "text")


class _Parts(msgspec.Struct):
    """What the newest revision said, as digests: enough to tell which field changed."""

    fields: dict[str, str]
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one reading: the change, and the article with its revision filled in."""

    change: Change
    article: Article
    changed: tuple[str, ...] = ()
    """Fields whose words differ from the revision before."""
    events: tuple[EventKind, ...] = ()


class Versions:
    """The revisions and events of a collection's articles."""

    def __init__(self, state: State) -> None:
        self._state = state

    def settle(self, article: Article) -> Settled:
        """Say what *article* (just read from its capture) is, and keep that. The line is the caller's to write."""
        if article.warc_record_id is None or article.capture_time is None or article.content_hash is None:
            raise ValueError(f"{article.url}: an article without record id, capture time or content hash")
        article = replace(article, id=self._id_of(article))
        done = self._state.read("SELECT revision, changed FROM revisions WHERE record_id = ?", [article.warc_record_id])
        if done:
            revision, changed = done[0]
            return Settled(change="known", article=self._revised(article, revision), changed=_split(changed))
        rows = self._state.read(
            "SELECT revision, content_hash, parts, modified, paywalled, gone FROM articles WHERE id = ?",
            [article.id],
        )
        parts = _Parts({name: _digest(getattr(article, name)) for name in _WORDS}, article.char_count or 0)
        if not rows:
            return self._first(article, parts)
        revision, content_hash, raw, modified, paywalled, gone = rows[0]
        before = msgspec.json.decode(raw, type=_Parts)
        events: list[EventKind] = []
        if gone:
            events.append("back")
        if article.paywalled and not paywalled:
            events.append("paywalled")
        elif paywalled and article.paywalled is False:
            events.append("opened")
        # A teaser in the place of the text is the paywall's doing, not an edit: the last good version stays.
        teaser = "paywalled" in events and parts.chars < before.chars
        changed = _changed(before, parts) if article.content_hash != content_hash and not teaser else ()
        if not changed and article.modified and modified and article.modified != modified:
            events.append("modified_date_only")
        for kind in events:
            self._event(kind, article)
        if changed:
            revision += 1
            self._keep_revision(article, revision, changed)
        self._state.write(
            "UPDATE articles SET url = ?, revision = ?, content_hash = ?, parts = ?, modified = coalesce(?, modified),"
            " paywalled = ?, digest = ?, last_seen = max(last_seen, ?), gone = 0 WHERE id = ?",
            [
                article.url,
                revision,
                article.content_hash if changed else content_hash,
                msgspec.json.encode(parts).decode() if changed else raw,
                article.modified,
                None if article.paywalled is None else int(article.paywalled),
                article.payload_digest,
                article.capture_time,
                article.id,
            ],
        )
        self._know_urls(article)
        if not changed:
            self._seen(article.id, revision, str(article.capture_time))
        return Settled(
            change="changed" if changed else "unchanged",
            article=self._revised(article, revision),
            changed=changed,
            events=tuple(events),
        )

    def article_at(self, url: str) -> str | None:
        """Return the id of the article known under *url*, or None."""
        rows = self._state.read("SELECT article FROM article_urls WHERE url = ?", [canonical_url(url)])
        return rows[0][0] if rows else None

    def shows(self, url: str, payload_digest: str | None) -> bool:
        """Tell whether the newest reading of the article at *url* was of this payload: then nothing is to be read."""
        known = self.article_at(url)
        if known is None:
            return False
        rows = self._state.read("SELECT digest FROM articles WHERE id = ?", [known])
        return bool(rows) and rows[0][0] == payload_digest

    def still_there(self, url: str, at: datetime) -> bool:
        """Note that the article at *url* was looked at and had not changed (304, or the same payload)."""
        known = self.article_at(url)
        if known is None:
            return False
        rows = self._state.read("SELECT revision FROM articles WHERE id = ?", [known])
        moment = stamp(at)
        self._state.write("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", [moment, known])
        if rows:
            self._seen(known, rows[0][0], moment)
        return True

    def gone(self, url: str, at: datetime, record_id: str, status: int) -> bool:
        """Note that *url* answered 404 or 410; tell whether an article there is gone by that, for the first time."""
        return self._happened("gone", url, at, record_id, f"HTTP {status}", "AND gone = 0", "gone = 1")

    def moved(self, url: str, at: datetime, record_id: str, target: str) -> bool:
        """Note that the article at *url* has been moved for good to *target*."""
        return self._happened("moved", url, at, record_id, target)

    def blocked(self, url: str, at: datetime, record_id: str, detail: str) -> bool:
        """Note that a block page, not the article, was served for a known article."""
        return self._happened("blocked", url, at, record_id, detail)

    def _happened(
        self,
        kind: EventKind,
        url: str,
        at: datetime,
        record_id: str,
        detail: str,
        only_if: str = "",
        then: str = "",
    ) -> bool:
        known = self.article_at(url)
        if known is None:
            return False
        if self._state.read("SELECT 1 FROM events WHERE record_id = ? AND kind = ?", [record_id, kind]):
            return False  # told before: a run was killed between state and its end
        rows = self._state.read(f"SELECT source FROM articles WHERE id = ? {only_if}", [known])  # noqa: S608
        if not rows:
            return False
        self._keep_event(rows[0][0], known, url, kind, stamp(at), record_id, detail)
        if then:
            self._state.write(f"UPDATE articles SET {then} WHERE id = ?", [known])  # noqa: S608
        return True

    def _id_of(self, article: Article) -> str:
        """Return the id under which the article is known already: after a move its own key is another."""
        for url in (article.requested_url, article.url):
            if url and (known := self.article_at(url)):
                return known
        return article.id

    def _first(self, article: Article, parts: _Parts) -> Settled:
        at = article.capture_time
        self._state.write(
            "INSERT INTO articles(id, source, url, revision, content_hash, parts, modified, paywalled, digest,"
            " first_seen, last_seen) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            [
                article.id,
                article.source,
                article.url,
                article.content_hash,
                msgspec.json.encode(parts).decode(),
                article.modified,
                None if article.paywalled is None else int(article.paywalled),
                article.payload_digest,
                at,
                at,
            ],
        )
        self._know_urls(article)
        self._keep_revision(article, 1, ())
        return Settled(change="new", article=self._revised(article, 1))

    def _know_urls(self, article: Article) -> None:
        for url in {article.url, article.requested_url, article.canonical_url} - {None}:
            self._state.write("INSERT OR IGNORE INTO article_urls VALUES (?, ?)", [canonical_url(str(url)), article.id])

    def _keep_revision(self, article: Article, revision: int, changed: tuple[str, ...]) -> None:
        self._state.write(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                article.id,
                revision,
                article.source,
                article.url,
                article.content_hash,
                article.capture_time,
                article.capture_time,
                article.warc_record_id,
                article.warc_file,
                article.warc_offset,
                ",".join(changed),
            ],
        )

    def _seen(self, article_id: str, revision: int, moment: str) -> None:
        self._state.write(
            "UPDATE revisions SET last_seen = max(last_seen, ?) WHERE article = ? AND revision = ?",
            [moment, article_id, revision],
        )

    def _revised(self, article: Article, revision: int) -> Article:
        """Return *article* with what its row of revisions says of it."""
        rows = self._state.read(
            "SELECT revision, content_hash, first_seen FROM revisions WHERE article = ? AND revision IN (1, ?, ?)",
            [article.id, revision - 1, revision],
        )
        by_number = {number: (content_hash, first_seen) for number, content_hash, first_seen in rows}
        before = by_number.get(revision - 1)
        return replace(
            article,
            revision=revision,
            revision_id=f"{article.id}-{revision}",
            first_seen=by_number[1][1],
            last_seen=article.capture_time,
            previous_hash=before[0] if before else None,
        )

    def _event(self, kind: EventKind, article: Article) -> None:
        assert article.capture_time is not None  # noqa: S101 (settle has looked)
        detail = article.modified if kind == "modified_date_only" else None
        self._keep_event(
            article.source, article.id, article.url, kind, article.capture_time, str(article.warc_record_id), detail
        )

    def _keep_event(
        self, source: str, article: str, url: str, kind: EventKind, at: str, record_id: str, detail: str | None
    ) -> None:
        self._state.write(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)",
            [source, article, url, kind, at, record_id, detail],
        )


def stamp(at: datetime) -> str:
    """Return *at* as RFC 3339 in UTC with Z, microseconds always, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _digest(words: str | None) -> str:
    folded = " ".join((words or "").split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _changed(before: _Parts, now: _Parts) -> tuple[str, ...]:
    # The content hash differs, so something has changed: where no single part tells, it is the text.
    return tuple(name for name in _WORDS if before.fields.get(name) != now.fields.get(name)) or ("text",)


def _split(changed: str) -> tuple[str, ...]:
    return tuple(name for name in changed.split(",") if name)
