"""Tell from a URL alone whether it names an article. A guess that costs microseconds; the page itself decides later."""

import math
from dataclasses import dataclass
from typing import Literal

from crawler.discovery.habits import read_habits
from crawler.discovery.urlweights import BIAS, WEIGHTS

THRESHOLD = 0.5
"""Score from which a URL counts as an article's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlVerdict:
    """What a URL says about its page."""

    article: bool
    score: float
    """0 to 1: how sure it is that the page is an article."""
    why: str
    """The habits that weighed most, for a log line: ``date in the path, slug of 7 words``."""


def judge_url(url: str) -> UrlVerdict:
    """Return whether *url* looks like an article's address, by habits that papers everywhere share.

    Pure and cheap (some 20 microseconds). A URL that no page has (a picture, a style sheet) scores 0.
    """
    found = read_habits(url)
    if found is None:
        return UrlVerdict(article=False, score=0.0, why="no page")
    total = BIAS
    for habit in found:
        total += WEIGHTS.get(habit, 0.0)
    score = 1 / (1 + math.exp(-total)) if total > -60 else 0.0
    weighty = sorted(found, key=lambda h: -abs(WEIGHTS.get(h, 0.0)))[:3]
    return UrlVerdict(article=score >= THRESHOLD, score=score, why=", ".join(weighty))


PageKind = Literal["front", "section", "tag", "author", "service", "file", "text"]


_ACTIONS = frozenset(("query of an action", "another layout", "service folder", "service folder right above"))
_PLAIN_LISTINGS = frozenset(
    (
        "department",
        "departments in the slug",
        "listing word",
        "archive date",
        "index page",
        "category folder right above",
    )
)


def kind_of_page(url: str, rel: str = "") -> PageKind:
    """Return what a URL says plainly of its page; ``text`` where it says nothing plain (so it may be an article).

    *rel* is the link's attribute: ``tag``, ``author`` and ``category`` are the publisher's own word.
    """
    words = rel.lower().split()
    if "tag" in words or "category" in words:
        return "tag"
    if "author" in words:
        return "author"
    habits = read_habits(url)
    if habits is None:
        return "file"
    if "front page" in habits:
        return "front"
    if not _ACTIONS.isdisjoint(habits):
        return "service"
    if "tag folder right above" in habits:
        return "tag"
    if "author folder right above" in habits:
        return "author"
    if "login or legal" in habits and "category folder right above" not in habits:
        return "service"
    return "text" if _PLAIN_LISTINGS.isdisjoint(habits) else "section"
