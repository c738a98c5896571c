"""Stamp: a moment as the state and the article lines keep it."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """Return *at* as RFC 3339 in UTC with Z, microseconds always, so that text order is time order."""
    # Not by strftime, which leaves the zeros of the year 0999 out.
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
