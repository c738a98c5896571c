"""A newspaper on loopback that lives: a clock that the test moves, a log of what was asked, and the truth.

::

    with Living() as paper:
        crawl(paper.url + "/cronaca/")
        paper.clock.advance(hours=6)
        crawl(...)
        assert revisions_of(collection) == {n: len(e.texts) for n, e in paper.expected().items()}

What a reader can know depends on when it looked: :meth:`Living.expected` is made from the log.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from crawler.demo.loopback import Answer, Asked, Serving, serve_site
from tests.newspaper.newsroom import SECTIONS, Clock, Piece, Standing, Text, plan
from tests.newspaper.pages import article_page, feed, listing, news_sitemap

PAGE_SIZE = 10
FEED_ITEMS = 12
SITEMAP_SPAN = timedelta(days=2)
"""News sitemaps hold two days (Google's rule for them)."""

EventKind = Literal["gone", "back", "moved", "paywalled", "modified_date_only"]
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One request, as the newspaper saw it."""

    at: datetime
    """By the newspaper's clock."""
    path: str
    status: int
    """200 where the client's copy was current, too: see *conditional* and the answer on the wire."""
    conditional: bool
    """It carried If-None-Match or If-Modified-Since."""
    article: int | None
    """Number of the article whose address was asked for, old or new; None for everything else."""
    user_agent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a reader must know of one article after its looks."""

    texts: tuple[Text, ...]
    """The revisions, oldest first."""
    first_looks: tuple[datetime, ...]
    """When each revision was first seen."""
    events: tuple[tuple[EventKind, datetime], ...]
    """Each kind when it was first seen; a second time only after it had ended (gone, back, gone)."""


class Living:
    """The newspaper: a running server with ``.url``, ``.clock`` and ``.log``. Use as a context or call :meth:`stop`."""

    def __init__(
        self,
        *,
        days: int = 30,
        per_day: int = 4,
        before: int = 18,
        seed: int = 5,
        port: int = 0,
        clock: Clock | None = None,
        pause_seconds: float = 0,
    ) -> None:
        """*pause_seconds* lie between a request and its answer: something to be killed in."""
        self.clock = clock or Clock()
        self.pieces = plan(days=days, per_day=per_day, before=before, seed=seed, start=self.clock.now)
        self.log: list[Look] = []
        self._pause_seconds = pause_seconds
        self._by_number = {piece.number: piece for piece in self.pieces}
        self._lock = threading.Lock()
        self._serving: Serving = serve_site(self._answer, port=port)
        self.url = self._serving.url
        self.sections = tuple(f"{self.url}/{name}/" for name in SECTIONS)

    def stop(self) -> None:
        self._serving.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def standing(self, number: int) -> Standing | None:
        """Return how article *number* stands now."""
        return self._by_number[number].standing(self.clock.now)

    def visible(self, section: str | None = None) -> list[tuple[Piece, Standing]]:
        """Return the articles that are listed now, newest first: those that appeared and are not gone."""
        now = self.clock.now
        standing = [(p, s) for p in self.pieces if (s := p.standing(now)) and s.status == 200]
        shown = [(p, s) for p, s in standing if section in (None, p.section)]
        return sorted(shown, key=lambda pair: (pair[0].published, pair[0].number), reverse=True)

    def looks(self, since: datetime | None = None) -> list[Look]:
        """Return the log from *since* on, in order."""
        with self._lock:
            return [look for look in self.log if since is None or look.at >= since]

    def asked(self, since: datetime | None = None) -> Counter[str]:
        """Return how often each path was asked for since *since*."""
        return Counter(look.path for look in self.looks(since))

    def expected(self) -> dict[int, Expected]:
        """Return, for each article that was seen, the revisions and events that its looks so far have to give."""
        by_number: dict[int, list[Look]] = {}
        for look in self.looks():
            if look.article is not None:
                by_number.setdefault(look.article, []).append(look)
        told = {number: self._expected(self._by_number[number], looks) for number, looks in by_number.items()}
        return {number: expected for number, expected in sorted(told.items()) if expected.texts}

    def _expected(self, piece: Piece, looks: list[Look]) -> Expected:
        texts: list[Text] = []
        first_looks: list[datetime] = []
        events: list[tuple[EventKind, datetime]] = []
        seen: Standing | None = None
        gone = moved = False
        for look in looks:
            now = piece.standing(look.at)
            assert now is not None
            if look.path == now.old_path:
                if seen is not None and not moved:
                    events.append(("moved", look.at))
                moved = True
                continue
            if look.status in (404, 410):
                if seen is not None and not gone:
                    events.append(("gone", look.at))
                gone = True
                continue
            text = _teaser(now)
            events += [(kind, look.at) for kind in _events(seen, now, gone=gone and seen is not None)]
            gone = False
            closed = seen is not None and now.paywalled
            if not texts or (not closed and text != texts[-1]):
                texts.append(text)
                first_looks.append(look.at)
            seen = now
        return Expected(texts=tuple(texts), first_looks=tuple(first_looks), events=tuple(events))

    def _answer(self, asked: Asked) -> Answer:
        time.sleep(self._pause_seconds)
        now = self.clock.now
        path, _, query = asked.path.partition("?")
        answer, article = self._page(path, query, f"http://{asked.host}")
        conditional = bool(asked.get("If-None-Match") or asked.get("If-Modified-Since"))
        look = Look(
            at=now,
            path=asked.path,
            status=answer.status,
            conditional=conditional,
            article=article,
            user_agent=asked.get("User-Agent"),
        )
        with self._lock:
            self.log.append(look)
        return replace(answer, at=now)

    def _page(self, path: str, query: str, base: str) -> tuple[Answer, int | None]:
        name = path.strip("/")
        if name in SECTIONS:
            if not path.endswith("/"):
                return Answer(status=301, fields=(("Location", f"{base}{path}/"),)), None
            return self._section(name, query, base), None
        if path == "/":
            return self._listing(self.visible()[:PAGE_SIZE], "Il Quotidiano", base), None
        if path == "/robots.txt":
            text = f"User-agent: *\nDisallow: /accesso\nSitemap: {base}/sitemap-news.xml\n"
            return Answer(body=text.encode(), media_type="text/plain"), None
        if path == "/feed.xml":
            return Answer(body=feed(self.visible()[:FEED_ITEMS], base), media_type="application/rss+xml"), None
        if path == "/sitemap-news.xml":
            recent = [(p, s) for p, s in self.visible() if p.published > self.clock.now - SITEMAP_SPAN]
            return Answer(body=news_sitemap(recent, base), media_type="application/xml"), None
        return self._article(path, base)

    def _section(self, name: str, query: str, base: str) -> Answer:
        shown = self.visible(name)
        number = int(query.removeprefix("page=")) if query.removeprefix("page=").isdigit() else 1
        part = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        if not part and number > 1:
            return Answer(status=404, body=b"<h1>Pagina non trovata</h1>", media_type=_HTML)
        older = f"/{name}/?page={number + 1}" if len(shown) > number * PAGE_SIZE else None
        return self._listing(part, name.title(), base, older)

    def _listing(self, shown: list[tuple[Piece, Standing]], title: str, base: str, older: str | None = None) -> Answer:
        changed = max((s.changed_at for _, s in shown), default=None)
        return Answer(body=listing(shown, title, base, older), media_type=_HTML, modified_at=changed)

    def _article(self, path: str, base: str) -> tuple[Answer, int | None]:
        digits = path.rpartition("-")[2].removesuffix(".html")
        piece = self._by_number.get(int(digits)) if digits.isdigit() else None
        now = piece.standing(self.clock.now) if piece else None
        if piece is None or now is None or path not in (now.path, now.old_path):
            return Answer(status=404, body=b"<h1>Pagina non trovata</h1>", media_type=_HTML), None
        if now.status != 200:
            return Answer(status=now.status, body=b"<h1>Articolo rimosso</h1>", media_type=_HTML), piece.number
        if path == now.old_path:
            return Answer(status=301, fields=(("Location", base + now.path),)), piece.number
        noise = self.clock.now if piece.noisy else None
        related = [pair for pair in self.visible(piece.section) if pair[0] != piece][:3] if piece.noisy else []
        body = article_page(piece, now, base, related=related, noise=noise)
        # A page made anew in each hour has no date of change worth telling.
        changed = None if piece.noisy else self._page_changed(piece)
        return Answer(body=body, media_type=_HTML, modified_at=changed), piece.number

    def _page_changed(self, piece: Piece) -> datetime:
        """Return when the bytes of the page changed last: with any happening, a new date or not."""
        return max([piece.published, *(h.at for h in piece.happenings if h.at <= self.clock.now)])


def _teaser(now: Standing) -> Text:
    return replace(now.text, paragraphs=now.text.paragraphs[:1]) if now.paywalled else now.text


def _events(seen: Standing | None, now: Standing, *, gone: bool) -> list[EventKind]:
    if seen is None:
        return []
    events: list[EventKind] = []
    if gone:
        events.append("back")
    if now.paywalled and not seen.paywalled:
        events.append("paywalled")
    if now.text == seen.text and now.changed_at != seen.changed_at:
        events.append("modified_date_only")
    return events
