"""Versions: one article through its edits. The same, changed (and what), gone, moved, paywalled.

Fed with what the captures say, in the order of their records; feeding the same record twice changes nothing. A
revision is made only when the article's own words change; everything else is an event, and none loses a revision.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from archive.article.model import Article
from archive.stamp import stamp
from archive.store.addresses import Addresses
from archive.store.parts import Parts, parts_of
from archive.store.state import State, place_of

Change = Literal["new", "changed", "unchanged", "known"]
"""What an article's capture was: ``known`` = this very record has been settled before (a run was killed)."""

EventKind = Literal["gone", "back", "moved", "paywalled", "opened", "modified_date_only", "blocked"]


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
        self._addresses = Addresses(state)

    def settle(self, article: Article, *, again: bool = False) -> Settled:
        """Say what *article* (just read from its capture) is, and keep that. The line is the caller's to write.

        *again*: this capture has been settled before (the run was killed later on), and nothing is to be kept: it
        may be older than what is known by now.
        """
        placed = article.warc_record_id is not None or article.warc_file is not None
        if not placed or article.capture_time is None or article.content_hash is None:
            raise ValueError(f"{article.url}: an article without record, capture time or content hash")
        parts = parts_of(article)
        if (known_as := self._addresses.id_of(article, parts)) != article.id:
            article = replace(article, id=known_as)
        record, done = self._settled_before(article)
        if done is not None:
            return done
        rows = self._state.read(
            "SELECT revision, content_hash, parts, modified, paywalled, gone FROM articles WHERE id = ?",
            [article.id],
        )
        if not rows:
            return self._first(article, parts, record)
        if again:
            return Settled(change="unchanged", article=self._revised(article, rows[0][0]))
        revision, content_hash, raw, modified, paywalled, gone = rows[0]
        before = Parts.decode(raw)
        whole = parts.chars >= before.chars
        shut = article.paywalled or (article.paywalled is None and bool(paywalled) and not whole)
        events: list[EventKind] = []
        if gone:
            events.append("back")
        if shut and not paywalled:
            events.append("paywalled")
        elif paywalled and not shut:
            events.append("opened")
        # A teaser in the place of the text is the paywall's doing, not an edit: the last good version stays, for as
        # many looks as the wall stands.
        teaser = shut and not before.teaser and not whole
        changed = before.changed(parts) if article.content_hash != content_hash and not teaser else ()
        if article.content_hash != content_hash and not teaser and not changed:
            changed = ("text",)  # the content hash looks closer than the parts do
        if not changed and _newly_dated(article, modified):
            events.append("modified_date_only")
        for kind in events:
            self._event(kind, article, record)
        if changed:
            revision += 1
            self._keep_revision(article, revision, changed, record)
        self._state.write(
            "UPDATE articles SET url = ?, revision = ?, content_hash = ?, parts = ?, modified = coalesce(?, modified),"
            " paywalled = ?, digest = ?, last_seen = max(last_seen, ?), gone = 0 WHERE id = ?",
            [
                article.url,
                revision,
                article.content_hash if changed else content_hash,
                parts.encode() if changed else raw,
                article.modified,
                int(shut) if shut or paywalled else _flag(article.paywalled),
                article.payload_digest,
                article.capture_time,
                article.id,
            ],
        )
        self._addresses.learn(article)
        if not changed:
            self._seen(article.id, revision, str(article.capture_time))
        return Settled(
            change="changed" if changed else "unchanged",
            article=self._revised(article, revision),
            changed=changed,
            events=tuple(events),
        )

    def _settled_before(self, article: Article) -> tuple[str, Settled | None]:
        """Return what the record of *article* is known by, and what it came to where it has been settled before.

        By its id; by its place where it has none, or one that another record has. A copy of a record (an archivist
        put a file in twice) changes nothing.
        """
        place = place_of(article.warc_file, article.warc_offset)
        for record in (article.warc_record_id or place, place):
            rows = self._state.read(
                "SELECT revision, changed, article, content_hash, warc_file, warc_offset FROM revisions"
                " WHERE record_id = ?",
                [record],
            )
            if not rows:
                return record, None
            revision, changed, known_as, content_hash, *lies = rows[0]
            if lies == [article.warc_file, article.warc_offset]:
                known = self._revised(replace(article, id=known_as), revision)
                return record, Settled(change="known", article=known, changed=_split(changed))
            if (known_as, content_hash) == (article.id, article.content_hash):
                return record, Settled(change="unchanged", article=self._revised(article, revision))
        return place, None

    def article_at(self, url: str) -> str | None:
        """Return the id of the article known under *url*, or None."""
        return self._addresses.article_at(url)

    def shows(self, url: str, payload_digest: str | None) -> bool:
        """Tell whether the newest reading of the article at *url* was of this payload: then nothing is to be read."""
        known = self.article_at(url)
        if known is None:
            return False
        rows = self._state.read("SELECT digest FROM articles WHERE id = ?", [known])
        return bool(rows) and rows[0][0] == payload_digest

    def still_there(self, url: str, at: datetime, record_id: str) -> bool:
        """Note that the article at *url* was looked at and had not changed (304, or the same payload)."""
        known = self.article_at(url)
        if known is None:
            return False
        rows = self._state.read("SELECT revision FROM articles WHERE id = ?", [known])
        moment = stamp(at)
        self._happened("back", url, at, record_id, None, "AND gone = 1", "gone = 0")
        self._state.write("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", [moment, known])
        if rows:
            self._seen(known, rows[0][0], moment)
        return True

    def gone(self, url: str, at: datetime, record_id: str, status: int) -> bool:
        """Note that *url* answered 404 or 410; tell whether an article there is gone by that, for the first time."""
        return self._happened("gone", url, at, record_id, f"HTTP {status}", "AND gone = 0", "gone = 1")

    def moved(self, url: str, at: datetime, record_id: str, target: str) -> bool:
        """Note that the article at *url* has been moved for good to *target*; tell whether that is news."""
        untold = (
            "AND NOT EXISTS (SELECT 1 FROM events e"
            " WHERE e.article = articles.id AND e.kind = 'moved' AND e.url = ? AND e.detail = ?)"
        )
        return self._happened("moved", url, at, record_id, target, untold, values=(url, target))

    def blocked(self, url: str, at: datetime, record_id: str, detail: str) -> bool:
        """Note that a block page, not the article, was served for a known article."""
        return self._happened("blocked", url, at, record_id, detail)

    def _happened(
        self,
        kind: EventKind,
        url: str,
        at: datetime,
        record_id: str,
        detail: str | None,
        only_if: str = "",
        then: str = "",
        *,
        values: tuple[str, ...] = (),
    ) -> bool:
        known = self.article_at(url)
        if known is None:
            return False
        if self._state.read("SELECT 1 FROM events WHERE record_id = ? AND kind = ?", [record_id, kind]):
            return False  # told before: a run was killed between state and its end
        rows = self._state.read(f"SELECT source FROM articles WHERE id = ? {only_if}", [known, *values])  # noqa: S608
        if not rows:
            return False
        self._keep_event(rows[0][0], known, url, kind, stamp(at), record_id, detail)
        if then:
            self._state.write(f"UPDATE articles SET {then} WHERE id = ?", [known])  # noqa: S608
        return True

    def _first(self, article: Article, parts: Parts, record: str) -> Settled:
        at = article.capture_time
        self._state.write(
            "INSERT INTO articles(id, source, url, revision, content_hash, parts, modified, paywalled, digest,"
            " first_seen, last_seen) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            [
                article.id,
                article.source,
                article.url,
                article.content_hash,
                parts.encode(),
                article.modified,
                _flag(article.paywalled),
                article.payload_digest,
                at,
                at,
            ],
        )
        self._addresses.learn(article)
        self._keep_revision(article, 1, (), record)
        first = replace(article, revision=1, revision_id=f"{article.id}-1", first_seen=at, last_seen=at)
        return Settled(change="new", article=first)

    def _keep_revision(self, article: Article, revision: int, changed: tuple[str, ...], record: str) -> None:
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
                record,
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

    def _event(self, kind: EventKind, article: Article, record: str) -> None:
        assert article.capture_time is not None  # noqa: S101 (settle has looked)
        detail = article.modified if kind == "modified_date_only" else None
        self._keep_event(article.source, article.id, article.url, kind, article.capture_time, record, detail)

    def _keep_event(
        self, source: str, article: str, url: str, kind: EventKind, at: str, record_id: str, detail: str | None
    ) -> None:
        self._state.write(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)",
            [source, article, url, kind, at, record_id, detail],
        )


def _newly_dated(article: Article, before: str | None) -> bool:
    """Tell whether the article tells a date of change that is another moment than the one *before* (None: none)."""
    if not article.modified or article.modified == before:
        return False
    # Papers that print no change print the day of publication as its date: that is no news.
    return not _same_moment(article.modified, before or article.published)


def _same_moment(one: str, other: str | None) -> bool:
    return other is not None and datetime.fromisoformat(one) == datetime.fromisoformat(other)


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _split(changed: str) -> tuple[str, ...]:
    return tuple(name for name in changed.split(",") if name)
