"""Edits: articles that their site says it has changed since our last look are due at once, not when the ladder says."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from archive.store.state import State
from crawler.pages import page_key

LATELY = timedelta(days=30)
"""How old a change may be to be believed news: what is older was there at our last look."""
FEW = 20
"""More pages at once, and most of those known, are no edits: the site writes today's date on everything."""


def notice_edits(state: State, changed: Iterable[tuple[str, datetime]], now: int, strip: Sequence[str] = ()) -> int:
    """Make known articles due that *changed* after our last look, as a sitemap or feed says; return how many.

    Articles that rest at the ladder's end are asked as well; pages that proved to hold none, and gone ones, are not.
    """
    today = datetime.fromtimestamp(now, UTC)
    behind: list[int] = []
    known = 0
    for url, at in changed:
        # A page that changes tomorrow is a clock that is wrong.
        if not today - LATELY < at < today + timedelta(hours=1):
            continue
        key = page_key(url, strip)
        rows = state.read(
            "SELECT fetched_at, due_at, rung FROM pages WHERE hash = ? AND kind = 'article' AND first_at IS NOT NULL"
            " AND misses = 0",
            [key],
        )
        for fetched_at, due_at, rung in rows:
            known += 1
            resting = rung > 0 if due_at is None else due_at > now
            if resting and fetched_at < at.timestamp() <= now:
                behind.append(key)
    if len(behind) > FEW and len(behind) * 2 > known:
        return 0
    for key in behind:
        state.write("UPDATE pages SET due_at = ? WHERE hash = ?", [now, key])
    return len(behind)
