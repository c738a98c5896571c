"""The newsroom of the living newspaper: what appears, is edited, moves and vanishes, and when.

All of it is planned before the first day; what stands on a page at a moment is a function of that moment.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from tests.newspaper.prose import Prose, slug_of

ROME = ZoneInfo("Europe/Rome")
START = datetime(2025, 3, 3, 5, 0, tzinfo=UTC)
"""The first moment of a simulation: a Monday morning, with the change to summer time four weeks ahead."""

Kind = Literal["body", "headline", "date_only", "gone404", "gone410", "back", "moved", "paywalled"]
"""What happens to an article after it has appeared. date_only: a new date of change, and not a word changed."""

SECTIONS = ("cronaca", "economia", "cultura")

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
FATES: tuple[tuple[tuple[Kind, timedelta], ...], ...] = (
    (),
    (("body", 3 * _HOUR),),
    (),
    (("headline", 5 * _HOUR),),
    (("date_only", 9 * _HOUR),),
    (("gone404", 4 * _DAY),),
    (("moved", 2 * _DAY),),
    (("paywalled", 20 * _HOUR),),
    (("body", 2 * _HOUR), ("body", 2 * _DAY)),
    (("gone410", 3 * _DAY),),
    (("gone404", 5 * _HOUR), ("back", 30 * _HOUR)),
    (("headline", 2 * _HOUR), ("moved", 30 * _HOUR), ("body", 3 * _DAY)),
    (("body", 12 * _DAY),),
)
"""Fates of articles, dealt in turn: what happens how long after publication."""


class Clock:
    """The newspaper's clock. It stands still until the test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def advance(self, **by: float) -> datetime:
        """Move on by days, hours, minutes (as for timedelta) and return the new moment."""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happens to an article."""

    at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words of an article: what a revision is made of."""

    kicker: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an article stands at a moment."""

    status: Literal[200, 404, 410]
    path: str
    old_path: str | None
    """Where it lay before it moved; redirects for good."""
    text: Text
    changed_at: datetime
    """The date of change that the page tells."""
    paywalled: bool
    """Only the first paragraph is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article with its whole life."""

    number: int
    section: str
    author: str
    published: datetime
    first: Text
    happenings: tuple[Happening, ...]
    """In order of time."""
    noisy: bool
    """Its page carries an advert, a counter and a token that are others in each hour."""

    def standing(self, at: datetime) -> Standing | None:
        """Return how the article stands at *at*; None where it has not appeared yet."""
        if at < self.published:
            return None
        path = f"/{self.section}/{slug_of(self.first.headline)}-{self.number}.html"
        now = Standing(
            status=200, path=path, old_path=None, text=self.first, changed_at=self.published, paywalled=False
        )
        for turn, happening in enumerate(self.happenings):
            if happening.at <= at:
                now = self._after(now, happening, turn)
        return now

    def _after(self, before: Standing, happening: Happening, turn: int) -> Standing:
        words = Prose(f"{self.number}/{turn}")
        text, changed = before.text, happening.at
        match happening.kind:
            case "body":
                kept = (*text.paragraphs[:1], words.paragraph(), *text.paragraphs[2:])
                added = f"Aggiornamento {turn + 1}. {words.paragraph()}"
                return replace(before, text=replace(text, paragraphs=(*kept, added)), changed_at=changed)
            case "headline":
                return replace(before, text=replace(text, headline=words.headline()), changed_at=changed)
            case "date_only":
                return replace(before, changed_at=changed)
            case "gone404":
                return replace(before, status=404)
            case "gone410":
                return replace(before, status=410)
            case "back":
                return replace(before, status=200)
            case "moved":
                new = f"/{self.section}/archivio/{slug_of(text.headline)}-{self.number}.html"
                return replace(before, path=new, old_path=before.path)
            case "paywalled":
                return replace(before, paywalled=True)


def plan(
    *, days: int = 30, per_day: int = 4, before: int = 18, seed: int = 5, start: datetime = START
) -> tuple[Piece, ...]:
    """Return the articles of a simulation of *days* days, oldest first.

    *before* articles stand there already when it begins, and nothing happens to them; *per_day* appear each day, at
    odd hours between 6 and 22 in Rome.
    """
    chance = random.Random(seed)
    quiet = [start - timedelta(hours=9 * (before - i), minutes=chance.randrange(60)) for i in range(before)]
    pieces = [_piece(10_000 + i, at, (), seed) for i, at in enumerate(quiet)]
    for day in range(days):
        morning = (start + timedelta(days=day)).astimezone(ROME).replace(hour=6, minute=0)
        moments = sorted(morning + timedelta(minutes=chance.randrange(16 * 60)) for _ in range(per_day))
        for at in moments:
            number = 10_000 + len(pieces)
            pieces.append(_piece(number, at.astimezone(UTC), FATES[(number - before) % len(FATES)], seed))
    return tuple(pieces)


def _piece(number: int, published: datetime, fate: Sequence[tuple[Kind, timedelta]], seed: int) -> Piece:
    words = Prose(f"{seed}/{number}")
    section = SECTIONS[number % len(SECTIONS)]
    text = Text(
        kicker=section.title(),
        headline=words.headline(),
        standfirst=words.standfirst(),
        paragraphs=tuple(words.paragraph() for _ in range(4 + number % 3)),
    )
    return Piece(
        number=number,
        section=section,
        author=words.author(),
        published=published.astimezone(ROME).replace(second=0, microsecond=0),
        first=text,
        happenings=tuple(Happening(at=published + after, kind=kind) for kind, after in fate),
        # Two of five, spread over all fates, since 5 and their number have no common divisor.
        noisy=number % 5 < 2,
    )
