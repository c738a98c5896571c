"""What a page is for a reader of bodies: lines of words, and the boxes that they stand in."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urljoin

from msgspec import Struct, field

from archive.article.patterns import dense_letters, late
from archive.urlkey import printable_url

LineKind = Literal["text", "heading", "item", "quote", "caption", "cell", "pre", "embed", "table"]

PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:_-]+/[^\s?#\[\]\\;]*(?:\?[^\s#\[\]\\]+)?")
"""Whole, and nothing in it to be joined."""
PLAIN_PATH = re.compile(r"/(?!/)[^\s?#\[\]\\;]*(?:\?[^\s#\[\]\\]+)?")
"""From a site's root on: behind scheme and host, where no dot stands for a folder."""
ORIGIN = re.compile(r"https?://[A-Za-z0-9.:_-]+(?=/)")
FOLD = re.compile(r"[\W_]+")
PUNCTUATION = bytes(c for c in range(0x80) if not chr(c).isalnum())
# Zero-width space, soft hyphen, byte order mark, word joiner: for the line breaker, not for the reader.
# Controls too: JSON-LD may hold them escaped.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u00ad\ufeff\u2060]")
SENTENCE_ENDS = frozenset(".!?…。！？؟।።។၊။:;")
NOT_RUNNING = frozenset(("heading", "embed", "caption", "table"))
BEHIND_SENTENCES = "\"'”’»」』)]›“"


class Node(Struct, eq=False):
    """A block-level element."""

    element: Any
    tag: str
    parent: "Node | None" = None
    marks: frozenset[str] = frozenset()
    """What its names say: see ``furniture.marks_of``."""
    names: str = ""
    """Class and id, as they stand."""
    kind: LineKind = "text"
    """Of its own lines."""
    level: int | None = None
    """Of its headings."""
    order: int = 0
    """Place among the page's boxes, outer ones first."""
    end: int = 0
    """*order* of the last box in it."""
    first: int = 0
    """Index of its first line."""
    last: int = 0
    """Index after its last line."""
    own: float = 0.0
    """Characters of running text in its own lines."""
    mass: float = 0.0
    """Of running text in it, own and below."""
    chars: int = 0
    link_chars: int = 0
    holds_head: bool = False
    """An h1, or what is named the article's body, stands in it."""
    children: "list[Node]" = field(default_factory=list)

    def above(self) -> Iterator["Node"]:
        """Yield the box and what it stands in, outwards."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def inside(self, other: "Node") -> bool:
        """Tell whether the box is *other* or stands in it."""
        return other.order <= self.order <= other.end


class Line(Struct, eq=False):
    """One block of words."""

    text: str
    node: Node
    kind: LineKind = "text"
    link_chars: int = 0
    links: tuple[tuple[str, str], ...] = ()
    """Target and words, neither of them cleaned."""
    level: int | None = None
    strong_chars: int = 0
    href: str | None = None
    """Of an embed: what it shows."""
    items: tuple[str, ...] = ()
    """Of a table: its rows, cells joined by tabs."""
    weight: float = 0.0
    """Characters of running text in it: 0 for headings, lists of links and scraps."""

    @property
    def link_share(self) -> float:
        """Share of the line's characters that stand in links."""
        return self.link_chars / max(1, len(self.text))


# Said to those who hear a link, in the middle of the sentence.
OPENS = ("pens ", "ffnet ", "ouvre ", "apre ", "abre ", "pent ")
SAID_OF_LINKS = late(
    r",?\s*\(?(?:opens (?:in (?:a )?)?new (?:tab|window)|öffnet (?:in|im) (?:einem )?neue[mn]? (?:fenster|tab)|"
    r"s.ouvre dans une? nouvel(?:le)? (?:onglet|fenêtre)|si apre in una nuova (?:scheda|finestra)|"
    r"se abre en una nueva (?:ventana|pestaña)|abre em nova (?:aba|janela)|"
    r"opent in (?:een )?nieuw (?:tabblad|venster))\)?",
    re.IGNORECASE,
)


def single_spaced(text: str) -> str:
    """Return *text* with its white space folded to single spaces, none at its ends."""
    return text if _is_single_spaced(text) else " ".join(text.split())


def _is_single_spaced(text: str) -> bool:
    # Space that is not printable (a line's end, a tab, U+00A0) or doubled is to be folded; most text has none.
    return text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]


def _is_clean(text: str) -> bool:
    return _is_single_spaced(text) and (text.isascii() or unicodedata.is_normalized("NFC", text))


# Each paragraph of a page is looked at twice, letter by letter.
SHORT = 200
_is_clean_long = lru_cache(maxsize=512)(_is_clean)


def on_one_line(text: str) -> str:
    """Return a body's *text* single-spaced: its blocks are apart by the ends of lines, and hold no other space."""
    return single_spaced(text.replace("\n\n", " ").replace("\n", " "))


def clean(text: str, invisible: re.Pattern[str] = INVISIBLE) -> str:
    """Return *text* as it goes into an article: NFC, spaces folded, marks that nobody sees (*invisible*) gone."""
    if (_is_clean if len(text) < SHORT else _is_clean_long)(text):
        return text
    if not _is_single_spaced(text):
        text = " ".join(text.split())
        if not text.isprintable() and invisible.search(text):
            text = " ".join(invisible.sub("", text).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return *text* as it is compared: case folded, only letters and digits."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().encode().translate(None, PUNCTUATION).decode()
    # Surrogates stand in broken pages.
    bare = text.casefold().encode("utf-8", "surrogatepass").translate(None, PUNCTUATION)
    folded = bare.decode("utf-8", "surrogatepass")
    return folded if folded.isalnum() else FOLD.sub("", folded)


def may_fold_to(text: str, folded: str) -> bool:
    """Tell cheaply whether *text* may be *folded*: not where it is much shorter, or begins with another letter."""
    first = text[:1]
    return 3 * len(text) >= len(folded) and (not first.isalnum() or folded.startswith(first.casefold()))


# The same lines are compared by several readers and stand on many pages.
_fold_short = lru_cache(maxsize=8192)(_fold)


def length(text: str) -> float:
    """Return the characters of *text*, those of scripts that need few of them counted three times."""
    return len(text) + 2 * dense_letters(text)


def absolute(url: str, target: str) -> str | None:
    """Return *target* as an address, read from the page at *url*; None where it is none of a page or a picture."""
    target = target.strip()
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "about:", "blob:")):
        return None
    if PLAIN_ADDRESS.fullmatch(target):
        return printable_url(target)
    if PLAIN_PATH.fullmatch(target) and "/." not in target and (origin := ORIGIN.match(url)):
        return printable_url(origin[0] + target)
    try:
        address = urljoin(url, target)
    except ValueError:  # //[ and the like
        return None
    return printable_url(address) if address.startswith(("http://", "https://")) else None


def running_weight(text: str, kind: LineKind, link_chars: int) -> float:
    """Return how many characters of running text *text* is: a sentence's count whole, those of scraps hardly."""
    if kind in NOT_RUNNING:
        return 0.0
    n = length(text)
    share = link_chars / max(1, len(text))
    if n < 40 or share > 0.5:
        return 0.0
    n *= 1 - share
    if text.rstrip(BEHIND_SENTENCES)[-1:] not in SENTENCE_ENDS:
        n *= 0.6 if n > 120 else 0.2
    elif n < 80:
        n *= 0.6
    return n
