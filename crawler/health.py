"""Pings for a dead man's switch (healthchecks.io and its like): start, success, failure."""

import logging

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0


def ping(url: str | None, ending: str) -> None:
    """Ask *url* + *ending*, once; a monitor that does not answer never costs a crawl."""
    if not url:
        return
    if not url.startswith(("http://", "https://")):
        logger.warning("healthcheck URL %s is neither http nor https: not pinged", url)
        return
    import urllib.request
    from http.client import HTTPException

    try:
        with urllib.request.urlopen(url.rstrip("/") + ending, timeout=TIMEOUT_SECONDS):  # noqa: S310 (scheme checked)
            pass
    except (OSError, ValueError, HTTPException) as error:
        logger.warning("healthcheck %s%s: %s", url.rstrip("/"), ending, error)
