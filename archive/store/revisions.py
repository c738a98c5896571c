"""The revisions of one article, found by its URL or id."""

from collections.abc import Iterator

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import UsageError
from archive.store.articles import read_articles
from archive.store.state import State
from archive.store.versions import Versions
from archive.urlkey import canonical_url


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


def _known(collection: Collection, url_or_id: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the article's id and source as the state has them; without a state all lines are looked through."""
    if not collection.state.exists():
        return (url_or_id if "://" not in url_or_id else None), ()
    with State(collection.state) as state:
        article_id = Versions(state).article_at(url_or_id) if "://" in url_or_id else url_or_id.partition("-")[0]
        rows = state.read("SELECT source FROM articles WHERE id = ?", [article_id]) if article_id else []
    return article_id, tuple(source for (source,) in rows)


def _lines(collection: Collection, sources: tuple[str, ...]) -> Iterator[Article]:
    for article in read_articles(collection):
        if not sources or article.source in sources:
            yield article


def _is(article: Article, url: str) -> bool:
    wanted = canonical_url(url)
    return any(u and canonical_url(u) == wanted for u in (article.url, article.requested_url, article.canonical_url))
