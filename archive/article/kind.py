"""Reader: what kind of page it is: article, live blog, gallery, video, listing, other."""

import re
from urllib.parse import urlsplit

from archive.article.jsonld import ARTICLE_TYPES
from archive.article.layout import Layout, folded
from archive.article.metadata import Declared
from archive.article.model import ContentType
from archive.article.patterns import dense_letters, late

_LIVE = late(
    r"(?<![a-z])(?:liveblog|live-blog|liveticker|live-ticker|newsticker|news-ticker|live-updates|diretta-live"
    r"|en-directo|en-direct|minuto-a-minuto)(?![a-z])",
    re.IGNORECASE,
)
_VIDEO = late(r"/(?:video|videos|watch|tv|mediathek|webtv)/", re.IGNORECASE)
_GALLERY = late(
    r"/(?:gallery|galleries|galleria|foto|fotos|fotogallery|photos|fotogalleria|fotostrecke|bilder|diaporama"
    r"|slideshow|picture-gallery)/",
    re.IGNORECASE,
)
_LIST_TYPES = frozenset(
    ("collectionpage", "searchresultspage", "profilepage", "aboutpage", "contactpage", "faqpage", "product")
)
_HEADINGS = frozenset(("h2", "h3", "h4"))
_CARDS = 4
"""Linked headings of a list at the least."""
_CARD_LINKED = 0.8
_PARAGRAPH = 20
_LONG_PARAGRAPH = 60
"""Words; no card's summary is as long."""
_TEXT = 4
"""Paragraphs without a linked heading between them: no card has as many."""
_LIST_OG = frozenset(("website", "profile", "product", "object", "blog"))


def is_listing(layout: Layout, declared: Declared, *, url: str) -> bool:
    """Tell whether the page leads to articles and holds none, whatever its words: a front page, a list of cards."""
    if _is_declared_article(layout, declared):
        return False
    front = urlsplit(url).path.strip("/") in ("", "index.html", "index.htm", "index.php", "home")
    return front or _is_list_of_cards(layout)


def read_kind(
    layout: Layout, declared: Declared, *, url: str, words: int, dated: bool, listing: bool = False
) -> ContentType:
    """Return the kind of the page.

    *words* counts its body; *dated* says that a publishing date was found; *listing* is what is_listing said of it.
    """
    types = declared.linked.types
    og_type = (layout.meta("og:type") or "").lower()
    path = urlsplit(url).path
    if "liveblogposting" in declared.linked.page_types or _LIVE.search(path):
        return "liveblog"
    if any(t in ("imagegallery", "mediagallery") for t in types):
        return "gallery"
    if words < 150 and (any(t in ("videoobject", "newsvideo") for t in types) or og_type.startswith("video")):
        return "video"
    if words < 120 and _VIDEO.search(path):
        return "video"
    if words < 150 and _GALLERY.search(path):
        return "gallery"
    if listing:
        return "listing"
    article = _is_declared_article(layout, declared)
    if article and words >= 20:
        return "article"
    if any(t in _LIST_TYPES for t in declared.linked.page_types) and not dated:
        return "listing"
    linked = _linked_share(layout)
    if not article and linked > 0.75 and (words < 40 or not dated):
        return "listing"
    if not dated and og_type in _LIST_OG and linked > 0.6:
        return "listing"
    if words >= 60 or (dated and words >= 20):
        return "article"
    return "article" if article else "other"


def _is_declared_article(layout: Layout, declared: Declared) -> bool:
    og_type = (layout.meta("og:type") or "").lower()
    types = declared.linked.types
    return any(t in ARTICLE_TYPES for t in types) or og_type == "article" or "article:published_time" in layout.metas


def _is_list_of_cards(layout: Layout) -> bool:
    """Tell whether the page leads to articles and holds none: headings that are links, before any text of its own.

    An article's related items are linked headings too, but they come after its paragraphs; a card's summary is short.
    """
    cards = paragraphs_before = in_a_row = 0
    for line in layout.lines:
        if line.furniture:
            continue
        words = _words_in(line.text)
        if line.linked < _CARD_LINKED:
            paragraph = words >= _PARAGRAPH
            in_a_row += paragraph
            if words >= _LONG_PARAGRAPH or in_a_row >= _TEXT:
                return False
            paragraphs_before += cards == 0 and paragraph
        elif line.tag in _HEADINGS and words >= 3:
            if paragraphs_before > 1:
                return False
            cards += 1
            in_a_row = 0
    return cards >= (1 if _bears_sections_name(layout) else _CARDS)


def _words_in(text: str) -> int:
    """Return how many words *text* has; two letters of a script that puts no spaces are one."""
    spaced = text.count(" ") + 1
    return max(spaced, dense_letters(text) // 2)


def _bears_sections_name(layout: Layout) -> bool:
    """Tell whether the page's heading is an entry of its own menu: it is the section's name, and no headline."""
    names = {folded(mark.text) for mark in layout.h1 if not mark.furniture}
    short = [name for name in names if name and name.count(" ") < 3]
    menus = [f" {folded(line.text)} " for line in layout.lines if line.furniture and line.linked > 0.5]
    return any(f" {name} " in menu for name in short for menu in menus)


def _linked_share(layout: Layout) -> float:
    """Return the share of printed characters that are links, 0 to 1."""
    total = linked = 0.0
    for line in layout.lines:
        total += len(line.text)
        linked += len(line.text) * line.linked
    return linked / total if total else 0.0
