"""Stamp: a moment as the state and the article lines keep it."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """Return *at* as RFC 3339 in UTC with Z, microseconds always, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
