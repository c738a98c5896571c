"""Where a link stands on a page, and what that place says of it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.article.patterns import late

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "header"))
# As whole words of class and id: what papers in many languages call menus, footers, side bars, share bars.
_FURNITURE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|navigazione|menu|menue|megamenu|burger|hamburger|footer|fuss|fusszeile|"
    r"pie|piede|rodape|breadcrumbs?|briciole|brotkrumen|login|signin|social|share|sharing|teilen|condividi|compartir|"
    r"partager|cookie|cookies|consent|cmp|newsletter|sidebar|toolbar|topbar|topnav|subnav|metanav|servicenav|"
    r"language-switcher|skiplinks?|tags?|taglist|tagcloud|schlagworte|etiquetas|keywords|legal|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE_ROLES = frozenset(("navigation", "contentinfo", "menu", "menubar"))
_CARD_TAGS = frozenset(("article", "li", "tr", "dd", "section", "figure"))
_CARD_WORDS = re.compile(
    r"(?:^|[\s_-])(?:teaser|card|story|item|post|entry|article|articolo|artikel|news|notizia|noticia|box|promo|tile|"
    r"headline|titolo|titulo|titre|ueberschrift)",
    re.IGNORECASE,
)
_CLOCK_BEHIND = r"(?:[,\s–-]+\d{1,2}[:.h]\d{2})?"
# Begins with a digit: a pattern that begins with a word's edge is tried at every word.
_DATE = re.compile(
    r"\d(?<!\w\d)(?:\d?[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{3}[./-]\d{1,2}[./-]\d{1,2}|\d{3}年\d{1,2}月\d{1,2}日|"
    r"\d?\.?(?:\s+(?:de|di))?\s+[^\W\d_]{3,10}\.?(?:\s+(?:de|del))?,?\s+(?:19|20)\d\d)" + _CLOCK_BEHIND
)
_DATE_MONTH_FIRST = re.compile(r"\b[^\W\d_]{3,9}\.?\s+\d{1,2},\s+(?:19|20)\d\d" + _CLOCK_BEHIND)
# Without it no month stands first.
_DAY_AND_YEAR = re.compile(r"\d,\s+(?:19|20)\d\d")
_WORD = re.compile(r"\w+")
# Scripts without blanks: four letters of them are about a word.
_UNSPACED = late(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_MAX_ANCHOR = 400
_MAX_CARD = 1_200
_MAX_NAMES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The surroundings of one link."""

    text: str
    """Anchor text, white space folded; an image's alt text where there is none."""
    words: int
    in_heading: bool
    """A heading element is around the link or in it."""
    furniture: bool
    """In a menu, footer, side bar, breadcrumb, share or login box."""
    image: bool
    """A picture is in the link or in its card."""
    date: str | None
    """The date in its card, as printed or declared."""
    path: str
    """Tags and classes from the link upwards: the same for all links of one list."""
    around: str
    """Classes and ids of the elements around, for pagination."""

    def weight(self, *, repeated: bool) -> tuple[float, list[str]]:
        """Return by what the odds of being an article change here, and why."""
        factor = 1.0
        why: list[str] = []
        for holds, times, name in (
            (self.in_heading, 12.0, "headline element"),
            (self.words >= 4, 6.0, "anchor of a headline's length"),
            (self.words <= 1 and not self.image, 0.5, "one-word anchor"),
            (self.image and self.words >= 2, 2.0, "picture and title"),
            (self.date is not None, 3.0, "date beside it"),
            (repeated and not self.furniture, 1.5, "one of a list"),
            (self.furniture, 0.03, "menu, footer or side bar"),
        ):
            if holds:
                factor *= times
                why.append(name)
        return factor, why


@dataclass(slots=True)
class _Around:
    """What an element says of all links in it. Climbed to once, however many links there are."""

    heading: bool
    furniture: bool
    card: Any
    """The nearest element that holds one teaser; None where there is none."""
    piece: str
    """Tag and first class, for the path."""
    names: str
    above: "_Around | None"


_NOWHERE = _Around(heading=False, furniture=False, card=None, piece="", names="", above=None)


class Places:
    """The places of one page's links. Remembers the elements around them."""

    def __init__(self) -> None:
        self._around: dict[Any, _Around] = {}
        self._cards: dict[Any, tuple[bool, str | None]] = {}

    def of(self, element: Any) -> Place:
        """Return the place of the link *element* (an ``a`` or ``area``)."""
        text = _text(element, _MAX_ANCHOR)
        inner_heading = next(element.iter(*_HEADINGS), None) is not None
        image = next(element.iter("img", "picture"), None)
        if not text:
            text = " ".join((element.get("title") or element.get("aria-label") or "").split())[:_MAX_ANCHOR]
            if not text and image is not None:
                text = " ".join((image.get("alt") or "").split())[:_MAX_ANCHOR]
        around = self._climb(element.getparent())
        pictured, date = False, None
        if around.card is not None and not around.furniture:
            pictured, date = self._card(around.card)
        pieces: list[str] = []
        names: list[str] = []
        node: _Around | None = around
        while node is not None and len(pieces) < 4:
            pieces.append(node.piece)
            names.append(node.names)
            node = node.above
        return Place(
            text=text,
            words=_count_words(text),
            in_heading=inner_heading or around.heading,
            furniture=around.furniture,
            image=pictured or image is not None,
            date=date,
            path="/".join(pieces),
            around=" ".join(names),
        )

    def _card(self, card: Any) -> tuple[bool, str | None]:
        if card not in self._cards:
            self._cards[card] = next(card.iter("img", "picture"), None) is not None, _date_in(card)
        return self._cards[card]

    def _climb(self, node: Any) -> _Around:
        """Return what stands around *node*, itself included."""
        unknown: list[Any] = []
        while node is not None and node not in self._around:
            unknown.append(node)
            node = node.getparent()
        known = _NOWHERE if node is None else self._around[node]
        for element in reversed(unknown):
            known = self._around[element] = _around(element, known)
        return known


def _around(node: Any, above: _Around) -> _Around:
    tag = node.tag
    names = f"{node.get('class') or ''} {node.get('id') or ''}".strip()[:_MAX_NAMES]
    furniture = above.furniture
    if tag in _FURNITURE_TAGS or node.get("role") in _FURNITURE_ROLES:
        # A teaser's own <header> or <footer> is no site furniture.
        furniture = furniture or tag not in ("header", "footer") or not _in_card(node)
    elif names and tag not in ("body", "html") and len(names) < _MAX_NAMES and _says_furniture(names):
        furniture = True
    is_card = tag in _CARD_TAGS or bool(names and _says_card(names))
    return _Around(
        heading=above.heading or tag in _HEADINGS,
        furniture=furniture,
        card=node if is_card else above.card,
        piece=f"{tag}.{(node.get('class') or '').split(' ')[0]}",
        names=names,
        above=above if above is not _NOWHERE else None,
    )


# The names of a site's boxes stand on all its pages.
@lru_cache(maxsize=2048)
def _says_furniture(names: str) -> bool:
    return _FURNITURE_WORDS.search(names) is not None


@lru_cache(maxsize=2048)
def _says_card(names: str) -> bool:
    return _CARD_WORDS.search(names) is not None


def _in_card(node: Any) -> bool:
    parent = node.getparent()
    for _ in range(4):
        if parent is None:
            return False
        if parent.tag in ("article", "li", "main"):
            return True
        parent = parent.getparent()
    return False


def _text(element: Any, limit: int, between: str = "") -> str:
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > 4 * limit:
            break
    return " ".join(between.join(pieces).split())[:limit]


def _count_words(text: str) -> int:
    unspaced = len(_UNSPACED.findall(text)) if max(text, default="") >= "\u0e00" else 0
    return unspaced // 4 if unspaced > 3 else len(_WORD.findall(text))


def _date_in(card: Any) -> str | None:
    for time in card.iter("time"):
        return time.get("datetime") or _text(time, 60) or None
    # Pieces apart: a headline's last word and the date in the element behind it are not one word.
    text = _text(card, _MAX_CARD, " ")
    if len(text) >= _MAX_CARD:
        return None
    found = _DATE.search(text)
    if _DAY_AND_YEAR.search(text) and (other := _DATE_MONTH_FIRST.search(text)):
        found = min(found or other, other, key=re.Match.start)
    return found[0] if found else None
