"""When to look again: pure rules over seconds. Frontier keeps what they say.

Sections and feeds follow the newspaper: half the interval after a look that brought new articles, one and a half
times after one that brought none (simulated over 60 days against fixed intervals and news-crawl's rule: the
shortest delay of discovery for a like number of polls). Articles climb a ladder of ages.
"""

from collections.abc import Sequence
from datetime import timedelta

SHORTEST_SECONDS = 15 * 60
LONGEST_SECONDS = 24 * 3600
FIRST_SECONDS = 60 * 60
JITTER = 0.1

LADDER = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
"""Ages, since it was first seen, at which an article is looked at again; after the last it rests."""

LOOKS_AFTER_GONE = 2
"""How often a page that answered 404 or 410 is asked again before it is left in peace."""

LOOKS_AFTER_FAILURE = 7
"""How often a page that could not be had for another reason is asked again: its pauses make up a month.

An outage or a wall of days says nothing of the pages behind it.
"""
_FAILURE_PAUSES = (3600, 6 * 3600, 36 * 3600, 7 * 86_400)
_HUB_OUTAGE_SECONDS = 6 * 3600
_HUB_OUTAGE_LOOKS = 28
"""So often, for a week, a section that cannot be had is asked every six hours: what it names scrolls off it."""

GONE_PAUSES = (6 * 3600, 2 * 86_400)
"""Seconds to those looks: a slip of the newsroom is mended within hours, a takedown within days, or never."""

DOUBT_SECONDS = 6 * 3600
"""To the second look at a page that holds no article though its address promises one: a site's notice of repairs."""

SLACK_SECONDS = 120
"""By so much sooner an article is due: runs that cron starts at the same minute are never just too early for it."""

LEAST_GAP = 0.1
"""Of a rung's length: two looks are at least so far apart, however late the first of them came."""
LEAST_GAP_SECONDS = 5 * 60


def next_interval(interval: int | None, new_articles: int, floor_seconds: int = 0) -> int:
    """Return the seconds to the next look at a section or feed, after one that brought *new_articles*.

    *interval* is the one before (None: the first look). *floor_seconds* is what the site asks for (Crawl-delay,
    ttl, Retry-After).
    """
    fresh = FIRST_SECONDS if interval is None else interval * (0.5 if new_articles else 1.5)
    return int(max(floor_seconds, min(max(fresh, SHORTEST_SECONDS), LONGEST_SECONDS)))


def jittered(seconds: int, key: int) -> int:
    """Return *seconds* less a hundredth to a tenth of them; the same *key* always takes off the same share.

    Never more: what is due once a day must be due when the daily run comes round.
    """
    share = 0.1 + 0.9 * (key % 1000) / 999
    return int(seconds * (1 - JITTER * share))


def failure_pause(misses: int, *, hub: bool) -> int:
    """Return the seconds to the next look at a page that could not be had *misses* times in a row.

    A *hub* (section, feed, sitemap) waits six hours at the most, after a week of failures a day.
    """
    pause = _FAILURE_PAUSES[min(misses, len(_FAILURE_PAUSES)) - 1]
    if not hub:
        return pause
    return min(pause, _HUB_OUTAGE_SECONDS if misses <= _HUB_OUTAGE_LOOKS else LONGEST_SECONDS)


def next_rung(rung: int, changed: bool) -> int:
    """Return the rung after a look at *rung*: an edit restarts the ladder one rung lower."""
    return max(0, rung - 1) if changed else rung + 1


def due_after(first_at: int, now: int, rung: int, ladder: Sequence[timedelta] = LADDER) -> int | None:
    """Return when an article first seen at *first_at* is due on *rung*, or None where the ladder ends.

    A rung whose age has passed already (the crawl was away, or an edit sent the article down) is due at the
    rung's own length from now; one whose age is all but reached waits for a tenth of its length: never two looks
    at once.
    """
    if rung >= len(ladder):
        return None
    age = int(ladder[rung].total_seconds())
    age -= min(SLACK_SECONDS, age // 10)
    if first_at + age <= now:
        return now + age
    return max(first_at + age, now + min(age, max(LEAST_GAP_SECONDS, int(age * LEAST_GAP))))
