"""URLs as keys: SURT for the index, a canonical form for the crawl."""

from urllib.parse import urlsplit


def surt(url: str) -> str:
    """Return the SURT key of *url*, equal to what cdxj-indexer writes (webrecorder's use of the ``surt`` package)."""
    raise NotImplementedError


def registrable_domain(host: str) -> str:
    """Return the registrable domain of *host*."""
    return urlsplit(f"//{host}").hostname or ""
