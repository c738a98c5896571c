"""Lore: what the pages of a site taught of its addresses. Kept in the collection's state, learned anew where lost.

Two things are learned: which shapes of URL are articles' (crawler.discovery.shapes), and whether the long number in
a site's URLs names the article, so that one article under many slugs is asked for once.
"""

import hashlib
from collections import OrderedDict

from archive.sources.profile import Source
from archive.store.state import State
from crawler.discovery.shapes import MAX_SHAPES, Shapes, article_key, shape_of
from crawler.pages import page_key

MAX_SITES = 64
"""Sites whose shapes are held in memory at once; the others' lie in the state."""
KEYS_TO_TRUST = 5
"""Articles that must have come each with a key of its own before a key is believed to name an article."""
_OF_KEYS = ""
"""The shape under which it is kept how often a key named one article (hits), and how often two (misses)."""
_CLASHES = 100
"""One clash in so many articles is a page that was copied; more, and the number names something else."""


class Lore:
    """The shapes and article keys of a run's sources."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._sites: OrderedDict[str, Shapes] = OrderedDict()
        self._names: dict[str, set[str]] = {}
        """Shapes of the sites in memory."""
        self._keys: dict[str, list[int]] = {}
        """Hits and misses of article keys, of the sites in memory."""

    def shapes(self, source: Source) -> Shapes:
        """Return what is known of the shapes of *source*."""
        if source.id not in self._sites:
            self._load(source.id)
        self._sites.move_to_end(source.id)
        return self._sites[source.id]

    def proved(self, source: Source, url: str, *, article: str | None) -> None:
        """Take note of a fetched page for the first time: the id of the *article* it held, or None for none."""
        shapes = self.shapes(source)
        shape = shape_of(url)
        if shape == _OF_KEYS:
            return
        names = self._names[source.id]
        if shape not in names:
            if len(names) >= MAX_SHAPES:
                self._drop_least(source.id)
            names.add(shape)
        shapes.learn(url, article=article is not None)
        self._count(source.id, shape, hit=article is not None)
        if article is not None and (key := _key(source, url)) is not None:
            self._prove_key(source, key, page_key(url, source.strip_query), article)

    def is_other_slug(self, source: Source, url: str) -> bool:
        """Tell whether *url* is another address of an article that is known and in good standing under its own.

        Said only of sites whose numbers have proved to name their articles.
        """
        if source.article_id is None and not self._trusts_keys(source):
            return False
        key = _key(source, url)
        if key is None:
            return False
        known = self._state.read(
            "SELECT p.url, k.page FROM article_keys k JOIN pages p ON p.hash = k.page WHERE k.key = ? AND p.misses = 0",
            [key],
        )
        # Nearly every link is a known article under its own address: that costs no hash.
        return any(first != url and page != page_key(url, source.strip_query) for first, page in known)

    def _trusts_keys(self, source: Source) -> bool:
        self.shapes(source)
        hits, misses = self._keys[source.id]
        return hits >= KEYS_TO_TRUST and hits >= _CLASHES * misses

    def _prove_key(self, source: Source, key: int, page: int, article: str) -> None:
        known = self._state.read("SELECT article FROM article_keys WHERE key = ?", [key])
        if not known:
            self._state.write("INSERT INTO article_keys VALUES (?, ?, ?)", [key, page, article])
            self._keys[source.id][0] += 1
            self._count(source.id, _OF_KEYS, hit=True)
        elif known[0][0] != article and not self._same_words(known[0][0], article):
            self._keys[source.id][1] += 1
            self._count(source.id, _OF_KEYS, hit=False)

    def _same_words(self, one: str, other: str) -> bool:
        rows = self._state.read("SELECT DISTINCT content_hash FROM articles WHERE id IN (?, ?)", [one, other])
        return len(rows) == 1

    def _count(self, source: str, shape: str, *, hit: bool) -> None:
        self._state.write(
            "INSERT INTO shapes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " hits = hits + excluded.hits, misses = misses + excluded.misses",
            [source, shape, int(hit), int(not hit)],
        )

    def _drop_least(self, source: str) -> None:
        """Forget the least seen shape: a site that makes up addresses without end fills no state."""
        rows = self._state.read(
            "SELECT shape FROM shapes WHERE source = ? AND shape <> ? ORDER BY hits + misses, shape LIMIT 1",
            [source, _OF_KEYS],
        )
        for (shape,) in rows:
            self._state.write("DELETE FROM shapes WHERE source = ? AND shape = ?", [source, shape])
            self._names[source].discard(shape)

    def _load(self, source: str) -> None:
        while len(self._sites) >= MAX_SITES:
            gone, _ = self._sites.popitem(last=False)
            del self._names[gone], self._keys[gone]
        rows = self._state.read("SELECT shape, hits, misses FROM shapes WHERE source = ?", [source])
        self._sites[source] = Shapes.of_rows(row for row in rows if row[0] != _OF_KEYS)
        self._names[source] = {row[0] for row in rows if row[0] != _OF_KEYS}
        self._keys[source] = next(([hits, misses] for shape, hits, misses in rows if shape == _OF_KEYS), [0, 0])


def _key(source: Source, url: str) -> int | None:
    """Return 64 bits for what names the article in *url*: by the profile's pattern, else the one long number."""
    from archive.sources.patterns import UrlRules

    name = UrlRules.of(source).id_of(url) if source.article_id else article_key(url)
    if name is None:
        return None
    digest = hashlib.blake2b(f"{source.id}\n{name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
