"""The revisions of one article, found by its URL or id, and what became of it besides. Nothing is written."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import UsageError
from archive.store.articles import read_articles
from archive.store.state_reading import asked, open_state
from archive.urlkey import canonical_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What the state knows of an article and its lines do not tell; empty where there is no state."""

    changed: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By revision: the fields whose words differ from the revision before."""
    last_seen: dict[int, str] = field(default_factory=dict)
    """By revision: when a look last found it so."""
    events: tuple[tuple[str, str, str | None], ...] = ()
    """When, what (gone, moved, paywalled, ...) and more of it, in order of time."""


def revisions_of(collection: Collection, url_or_id: str) -> list[Article]:
    """Return the revisions of the article at a URL (any that it was known under) or of an id, oldest first.

    Raises UsageError where the collection knows no such article.
    """
    article_id, sources = _known(collection, url_or_id)
    found = sorted(
        (a for a in _lines(collection, sources) if a.id == article_id or (article_id is None and _is(a, url_or_id))),
        key=lambda a: a.revision or 0,
    )
    if not found:
        raise UsageError(f"{url_or_id}: no article of this collection; `emeroteca list {collection.root}` shows them")
    return found


def chronicle_of(collection: Collection, article_id: str) -> Chronicle:
    """Return what the state knows of the article with this id."""
    state = open_state(collection)
    if state is None:
        return Chronicle()
    with closing(state):
        rows = "SELECT revision, changed, last_seen FROM revisions WHERE article = ?"
        revisions = list(asked(state, rows, [article_id]) or ())
        events = asked(state, "SELECT at, kind, detail FROM events WHERE article = ? ORDER BY at", [article_id])
        return Chronicle(
            changed={number: tuple(filter(None, changed.split(","))) for number, changed, _ in revisions},
            last_seen={number: last for number, _, last in revisions},
            events=tuple((at, kind, detail) for at, kind, detail in events or ()),
        )


def _known(collection: Collection, url_or_id: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the article's id and source as the state has them; without a state all lines are looked through."""
    article_id = None if "://" in url_or_id else url_or_id.partition("-")[0]
    state = open_state(collection)
    if state is None:
        return article_id, ()
    with closing(state):
        if article_id is None:
            rows = asked(state, "SELECT article FROM article_urls WHERE url = ?", [canonical_url(url_or_id)])
            article_id = next((known for (known,) in rows or ()), None)
        sources = asked(state, "SELECT source FROM articles WHERE id = ?", [article_id])
        return article_id, tuple(source for (source,) in sources or ())


def _lines(collection: Collection, sources: tuple[str, ...]) -> Iterator[Article]:
    for article in read_articles(collection):
        if not sources or article.source in sources:
            yield article


def _is(article: Article, url: str) -> bool:
    wanted = canonical_url(url)
    return any(u and canonical_url(u) == wanted for u in (article.url, article.requested_url, article.canonical_url))
