"""emeroteca's archive: newspapers kept as bytes, and articles read from them. Runs without Scrapy.

The names that a notebook needs are here: ``from archive import Collection, read_articles``. Inside the house each
room imports from the room (a name is loaded only when it is asked for, so that commands start fast).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.article.extract import extract as extract
    from archive.article.model import Article as Article
    from archive.article.page import Page as Page
    from archive.collection import Collection as Collection
    from archive.exchange import Exchange as Exchange
    from archive.sources.profile import Source as Source
    from archive.store.articles import read_articles as read_articles
    from archive.warc.capture import Capture as Capture
    from archive.warc.reader import read_exchanges as read_exchanges

__version__ = "0.4.0"

_ROOMS = {
    "Article": "archive.article.model",
    "Capture": "archive.warc.capture",
    "Collection": "archive.collection",
    "Exchange": "archive.exchange",
    "Page": "archive.article.page",
    "Source": "archive.sources.profile",
    "extract": "archive.article.extract",
    "read_articles": "archive.store.articles",
    "read_exchanges": "archive.warc.reader",
}
__all__ = ["__version__", *_ROOMS]  # noqa: PLE0604 (the keys are names)


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)
