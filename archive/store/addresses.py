"""Addresses: under which URLs an article is known, and whether a page at another one is the same article."""

from archive.article.identity import may_stand_for
from archive.article.model import Article
from archive.article.numbers import article_number
from archive.store.parts import Parts
from archive.store.state import State
from archive.urlkey import canonical_url

_MOST_NAMESAKES = 8
"""Articles of one number that are compared: a site whose URLs share a number does not number its articles."""


class Addresses:
    """The addresses of a collection's articles."""

    def __init__(self, state: State) -> None:
        self._state = state

    def article_at(self, url: str) -> str | None:
        """Return the id of the article known under *url*, or None."""
        rows = self._state.read("SELECT article FROM article_urls WHERE url = ?", [canonical_url(url)])
        return rows[0][0] if rows else None

    def id_of(self, article: Article, parts: Parts) -> str:
        """Return the id under which *article*, whose words are *parts*, is known already, else its own.

        Known is what was seen at its URL, and what it was asked for by, where that has moved for good or says the
        same. A new URL may be asked before the old one tells that it moved: so known is, too, an article of the same
        number that says the same, and one with all its words and its time of publication. To say the same is to have
        the headline, the text or the very time of publication in common: a redirect to "no longer here" and two
        articles of one number stay two.
        """
        if known := self.article_at(article.url):
            return known
        asked = article.requested_url
        if asked and (known := self.article_at(asked)) and (self._moved(known, asked) or self._alike(known, parts)):
            return known
        # A wall that hides every article has one text for all, but tells no time of publication.
        rows = self._state.read(
            "SELECT id, parts FROM articles WHERE content_hash = ? AND source = ? ORDER BY first_seen, id LIMIT ?",
            [article.content_hash, article.source, _MOST_NAMESAKES],
        )
        for known, raw in rows:
            if parts.published and Parts.decode(raw).published == parts.published:
                return str(known)
        rows = self._state.read(
            "SELECT id, parts FROM article_numbers JOIN articles ON id = article"
            " WHERE number = ? AND source = ? ORDER BY first_seen, id LIMIT ?",
            [article_number(article.url), article.source, _MOST_NAMESAKES],
        )
        for known, raw in rows:
            if Parts.decode(raw).alike(parts):
                return str(known)
        return article.id

    def learn(self, article: Article) -> None:
        """Keep that *article* (whose id is settled) was seen where it was."""
        urls = {article.url, article.requested_url}
        if article.canonical_url and may_stand_for(article.canonical_url, article.url):
            urls.add(article.canonical_url)
        for url in urls - {None}:
            self._state.write("INSERT OR IGNORE INTO article_urls VALUES (?, ?)", [canonical_url(str(url)), article.id])
        number = article_number(article.url)
        if number is not None:
            self._state.write("INSERT OR IGNORE INTO article_numbers VALUES (?, ?)", [number, article.id])

    def _moved(self, known: str, url: str) -> bool:
        return bool(
            self._state.read(
                "SELECT 1 FROM events WHERE article = ? AND kind = 'moved' AND url = ? LIMIT 1",
                [known, url],
            )
        )

    def _alike(self, known: str, parts: Parts) -> bool:
        rows = self._state.read("SELECT parts FROM articles WHERE id = ?", [known])
        return bool(rows) and Parts.decode(rows[0][0]).alike(parts)
