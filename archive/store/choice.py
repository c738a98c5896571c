"""Choice: whether what a filter names is there at all. A mistyped source is told, not answered with nothing."""

import difflib
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from archive.article.model import Article
from archive.collection import Collection
from archive.errors import UsageError
from archive.sources.catalogue import Catalogue
from archive.store.articles import Selection, article_files, read_articles
from archive.store.state_reading import asked, open_state

_TOLD = 20
"""Names that a message lists at most."""


class Choice:
    """Meets every article that is read (:meth:`meet`), and says at the end which names of a filter none had."""

    def __init__(self, selection: Selection) -> None:
        self._sources = set(selection.sources)
        self._sections = {name: Selection(sections=(name,)) for name in selection.sections}
        self._languages = {name: Selection(languages=(name,)) for name in selection.languages}
        self._seen: dict[str, set[str]] = {"source": set(), "section": set(), "language": set()}
        self._any = False
        self._filtered = bool(self._sources or self._sections or self._languages)

    def meet(self, article: Article) -> None:
        """Note what *article* is of."""
        self._any = True
        if not self._filtered:
            return
        self._seen["source"].add(article.source)
        if self._sections or self._languages:
            if self._sources and article.source not in self._sources:
                return
            self._sections = {name: one for name, one in self._sections.items() if not one.admits(article)}
            self._languages = {name: one for name, one in self._languages.items() if not one.admits(article)}
            self._seen["section"].add(article.section or "")
            self._seen["language"].add(article.language or "")

    def check(self, where: Collection | Path) -> None:
        """Raise UsageError where a source is none of *where*'s, or no article has a section or language.

        A source that a profile names is one, though nothing of it may have been read yet. A file that holds
        something, but no article line, is none to be read either.
        """
        if isinstance(where, Path) and not self._any and where.stat().st_size:
            way_out = "`emeroteca extract WARC --output FILE.jsonl` makes some"
            raise UsageError(f"{where}: holds no article lines; {way_out}")
        missing = sorted(self._sources - self._seen["source"])
        if missing and isinstance(where, Collection):
            profiles = {source.id for source in Catalogue.of_folder(where.sources).sources}
            self._seen["source"] |= profiles | _sources_of(where)
            missing = [name for name in missing if name not in self._seen["source"]]
        if missing:
            raise unknown("source", missing[0], self._seen["source"])
        # Where there is no article, nothing is known of sections and languages.
        if self._seen["section"]:
            for name in self._sections:
                raise unknown("section", name, self._seen["section"])
            for name in self._languages:
                raise unknown("language", name, self._seen["language"])


def unknown(option: str, name: str, there: Iterable[str]) -> UsageError:
    """Return the error for a name that nothing has, with the names that are *there*."""
    names = sorted(filter(None, there), key=str.casefold)
    if not names:
        return UsageError(f"--{option} {name}: nothing is of it; there is no {option} here yet")
    # The likeliest first where not all are told.
    near = difflib.get_close_matches(name, names, n=3) if len(names) > _TOLD else []
    told = [*near, *(one for one in names if one not in near)][:_TOLD]
    more = f" and {len(names) - len(told)} more" if len(names) > len(told) else ""
    return UsageError(f"--{option} {name}: nothing is of it; there are {', '.join(told)}{more}")


def _sources_of(collection: Collection) -> set[str]:
    """Return the sources that *collection* has seen, those of which nothing but block pages ever came too."""
    # Each source has a folder; the first line of it knows the name.
    firsts = {path.parent: path for path in reversed(article_files(collection))}
    sources = {article.source for path in firsts.values() for article in islice(read_articles(path), 1)}
    state = open_state(collection)
    if state is not None:
        with closing(state):
            rows = asked(state, "SELECT source FROM daily UNION SELECT source FROM events")
            sources.update(name for (name,) in rows or ())
    return sources
