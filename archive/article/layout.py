"""The page as it is printed: its lines in order, the places that class names point at, and its head.

One walk over the tree collects what all metadata readers ask for, so that a page is walked once.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from msgspec import Struct

from archive.article.comments import ENOUGH_TOLD, MIN_TOLD, are_comments
from archive.article.hints import hint_and_more, kinds_of, named
from archive.article.lines import clean, single_spaced
from archive.article.menus import entries_of

MAX_LINES = 3_000
"""Printed lines that are read; what follows is no head of an article."""
MAX_LINE_CHARS = 4_000
MAX_COMMENT_CHARS = 100

# Elements that end the line before them and after them.
_BLOCKS = named(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p",
    "pre section summary table tbody td tfoot th thead tr ul",
)
_SKIPPED = named(
    "style noscript template svg math iframe object embed select textarea button video audio canvas map",
    "input",
)
_HEAD = frozenset(("meta", "link", "script", "title"))
_NOT_WALKED = _SKIPPED | _HEAD
_NEVER_FURNITURE = frozenset(("html", "body", "main", "article", "h1", "p", "time", "a", "span"))
# A paragraph's box speaks for the paragraph; a page's box does not.
_INHERITING = frozenset(("p", "br", "li", "ul", "h1", "h2", "h3", "dd"))
_NOTHING: frozenset[str] = frozenset()
_NO_MARKS = frozenset(("furniture", "tools"))
_HEADINGS = frozenset(("h1", "h2", "h3"))
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "dialog"))
_FURNITURE_ROLES = frozenset(
    ("navigation", "contentinfo", "complementary", "dialog", "alertdialog", "search", "banner", "menu", "tablist")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Soft hyphens, zero-width marks, and halves of characters that no UTF-8 can hold.
# And controls, which JSON-LD may hold escaped ("\\u001b"): nobody's terminal is to get them.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\u200e\u200f\ud800-\udfff]")


def tidy(text: str | None) -> str:
    """Return *text* in NFC, white space folded to single spaces, without soft hyphens and zero-width marks."""
    return clean(text, _INVISIBLE) if text else ""


_WORDS = re.compile(r"[\w]+")
_SHORT = 200


def folded(text: str | None) -> str:
    """Return the words of *text* for comparison: NFKC, lower case, no punctuation, single spaces."""
    if not text:
        return ""
    return _folded_short(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_WORDS.findall(text.casefold()))


# Several readers fold the same lines, and a paper's menus and boxes stand on each of its pages.
_folded_short = lru_cache(maxsize=8192)(_folded)


class Line(Struct, eq=False):
    """One printed line: the text between two block boundaries."""

    text: str
    element: Any
    """The innermost block element around it."""
    tag: str
    hint: str
    """Class, id and the like of the block and of those around it up to three, in one string."""
    linked: float
    """Share of its characters that are link text, 0 to 1."""
    furniture: bool
    """Inside navigation, footer, aside, a hidden box, a box of buttons or the like."""
    marks: frozenset[str]
    """Kinds that class names around it point at: author, date, standfirst, kicker, headline, section."""
    index: int


class Mark(Struct, eq=False):
    """An element that its class, id, itemprop or rel names."""

    kind: str
    element: Any
    hint: str
    furniture: bool
    """As of a line, but a box of buttons is none: bylines and dates stand there."""
    line: int
    """Index of the line that begins at or in it."""

    @property
    def text(self) -> str:
        """Its printed words."""
        return element_text(self.element)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one walk over a page collects."""

    lines: tuple[Line, ...]
    h1: tuple[Mark, ...]
    headings: tuple[Mark, ...]
    """h2 and h3, in order."""
    marks: tuple[Mark, ...]
    times: tuple[Mark, ...]
    """time elements."""
    properties: tuple[tuple[str, Any, bool], ...]
    """(itemprop, element, inside furniture) of microdata, in order."""
    metas: Mapping[str, tuple[str, ...]]
    """name, property or http-equiv in lower case -> contents."""
    links: Mapping[str, tuple[str, ...]]
    """rel in lower case -> hrefs of link elements."""
    rel_links: tuple[tuple[str, Any], ...]
    """(rel, element) of a elements."""
    menus: tuple[Any, ...]
    """Elements that are menus: each is one line, and nothing else is taken from it."""
    comments: tuple[Any, ...]
    """Boxes of readers' comments: each is one line, and its headings."""
    title: str
    """The title element."""
    json_ld: tuple[str, ...]
    """Texts of the JSON-LD scripts."""
    lang: str | None

    def meta(self, *names: str) -> str | None:
        """Return the first content of the first of *names* that has one."""
        for name in names:
            for content in self.metas.get(name, ()):
                return content
        return None


def _is_link(element: Any) -> bool:
    """Tell whether the neighbour of a link is a link: two names, not one word in two parts."""
    return element is not None and element.tag == "a"


def element_text(element: Any, limit: int = MAX_LINE_CHARS, *, joint: str = " ") -> str:
    """Return the printed words of *element*: no script, no style; *joint* where a block or a line begins."""
    if not len(element):
        tag = element.tag
        return "" if tag in _SKIPPED or tag == "script" else tidy((element.text or "")[: 4 * limit])[:limit].rstrip()
    parts: list[str] = []
    _take_words(element, parts, joint, limit)
    return tidy("".join(parts)[: 4 * limit])[:limit].rstrip()


def _take_words(element: Any, parts: list[str], joint: str, left: int) -> int:
    """Put the words of *element* into *parts*, in the order of the page; return how many letters of *left* are left."""
    if text := element.text:
        parts.append(text)
        left -= 0 if text.isspace() else len(text)
    for child in element:
        tag = child.tag
        tail = child.tail
        if isinstance(tag, str) and tag not in _SKIPPED and tag != "script":
            block = tag in _BLOCKS
            if block:
                parts.append(joint)
            if len(child):
                left = _take_words(child, parts, joint, left)
            elif text := child.text:
                parts.append(text)
                left -= len(text)
            if block and tag != "br" and tail and not tail.isspace():
                parts.append(joint)
        if tail:
            parts.append(tail)
            left -= 0 if tail.isspace() else len(tail)
        elif tag == "a" and _is_link(child.getnext()):
            parts.append(" ")
        if left < 0:
            break
    return left


class _Block(Struct, eq=False):
    """A block element that is open: what its lines are told of."""

    element: Any
    tag: str
    hint: str
    marks: frozenset[str]


class _Walk:
    """One walk over a page."""

    def __init__(self, root: Any) -> None:
        self.lines: list[Line] = []
        self.h1: list[Mark] = []
        self.headings: list[Mark] = []
        self.marks: list[Mark] = []
        self.times: list[Mark] = []
        self.properties: list[tuple[str, Any, bool]] = []
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.rel_links: list[tuple[str, Any]] = []
        self.menus: list[Any] = []
        self.comments: list[Any] = []
        self._told = 0
        """Characters in paragraphs."""
        self.title = ""
        self.json_ld: list[str] = []
        self._words: list[str] = []
        self._linked = 0
        self._links_open = 0
        self._furniture_open = 0
        self._tools_open = 0
        self._inline_marks: frozenset[str] = _NOTHING
        self._walk(root, root.tag, _Block(root, root.tag, "", _NOTHING))

    def _walk(self, element: Any, tag: str, block: _Block) -> None:
        """Take what *element* and what is in it say; *block* is the innermost block around it."""
        attributes = element.items()
        hint, told = hint_and_more(attributes) if attributes else ("", False)
        kinds = kinds_of(hint) if hint else _NOTHING
        is_block = tag in _BLOCKS
        if is_block and self._words:
            self._flush(block)
        furniture = tools = False
        if kinds or told or tag in _FURNITURE_TAGS:
            furniture = _is_furniture(element, tag, kinds, told=told)
            tools = not furniture and "tools" in kinds and _may_be_furniture(element, tag)
            self._furniture_open += furniture
            self._tools_open += tools
            self._note(element, hint, kinds, told=told)
        if furniture and is_block and self._furniture_open == 1 and self._goes_around(element, hint):
            self._furniture_open -= 1
            return
        if is_block:
            if tag in _INHERITING:
                kinds = kinds | block.marks if kinds else block.marks
                hint = f"{hint} {block.hint}"[:200] if hint else block.hint
            if tag in _HEADINGS:
                (self.h1 if tag == "h1" else self.headings).append(self._mark("headline", element, hint))
            block = _Block(element, tag, hint, kinds)
        elif kinds:
            self._inline_marks |= kinds
        if tag == "time":
            self.times.append(self._mark("time", element, hint))

        text = element.text
        if text and (self._words or not text.isspace()):
            self._say(text)
        if len(element):
            self._inside(element, block)

        if is_block and self._words:
            self._flush(block)
        self._furniture_open -= furniture
        self._tools_open -= tools

    def _inside(self, element: Any, block: _Block) -> None:
        """Take what the children of *element* say, and the words between them, until there are lines enough."""
        child = element[0]
        while child is not None and len(self.lines) < MAX_LINES:
            tag = child.tag
            if tag == "a":
                self._link(child, block)
            elif tag not in _NOT_WALKED:
                self._walk(child, tag, block)
            elif tag in _HEAD:
                self._head(child, tag)
            text = child.tail
            if text and (self._words or not text.isspace()):
                self._say(text)
            child = child.getnext()  # a fifth of what an iterator costs

    def _link(self, element: Any, block: _Block) -> None:
        """Take what a link says: it ends no line and is no furniture by itself."""
        attributes = element.items()
        hint, told = hint_and_more(attributes) if attributes else ("", False)
        if hint:
            kinds = kinds_of(hint)
            if kinds:
                self._inline_marks |= kinds
            if kinds or told:
                self._note(element, hint, kinds, told=told)
            self.rel_links += [(rel, element) for rel in (element.get("rel") or "").lower().split()]
        self._links_open += 1
        text = element.text
        if text and (self._words or not text.isspace()):
            self._say(text)
        if len(element):
            self._inside(element, block)
        self._links_open -= 1
        if self._words and not element.tail and _is_link(element.getnext()):
            self._words.append(" ")

    def _goes_around(self, element: Any, hint: str) -> bool:
        """Take a menu or readers' comments as one line, and tell whether *element* is either."""
        linked = 0.0
        if entries := entries_of(element):
            self.menus.append(element)
            text, linked = clean(entries[:MAX_LINE_CHARS], _INVISIBLE), 1.0
        elif self._told >= ENOUGH_TOLD and are_comments(element, hint):
            self.comments.append(element)
            text = element_text(element, MAX_COMMENT_CHARS)
            # The headline may be said in one of them.
            self.headings += [self._mark("headline", heading, hint) for heading in element.iter("h2", "h3")]
        else:
            return False
        if text:
            self.lines.append(Line(text, element, element.tag, hint, linked, True, _NOTHING, len(self.lines)))
        for inner in element.iter("meta", "link", "script"):
            self._head(inner, inner.tag)
        return True

    def _note(self, element: Any, hint: str, kinds: frozenset[str], *, told: bool) -> None:
        """Take what the names of *element* say."""
        for kind in kinds:
            if kind not in _NO_MARKS:
                self.marks.append(self._mark(kind, element, hint))
        if told and (properties := element.get("itemprop")):
            self.properties += [(p, element, self._furniture_open > 0) for p in properties.split()]

    def _say(self, text: str) -> None:
        """Take *text* into the line that is being read: white space only where words stand before it."""
        self._words.append(text)
        if self._links_open:
            self._linked += len(text.strip())

    def _flush(self, block: _Block) -> None:
        words = self._words
        text = words[0] if len(words) == 1 else "".join(words)
        if self._furniture_open:
            furniture = True
            text = single_spaced(text[:MAX_LINE_CHARS])
        else:
            furniture = self._tools_open > 0
            text = clean(text[: MAX_LINE_CHARS * 2], _INVISIBLE)[:MAX_LINE_CHARS]
        if text:
            linked = min(1.0, self._linked / len(text)) if self._linked else 0.0
            marks = block.marks | self._inline_marks if self._inline_marks else block.marks
            if not furniture and len(text) >= MIN_TOLD and linked < 0.5:
                self._told += len(text)
            lines = self.lines
            lines.append(Line(text, block.element, block.tag, block.hint, linked, furniture, marks, len(lines)))
        words.clear()
        self._linked = 0
        self._inline_marks = _NOTHING

    def _mark(self, kind: str, element: Any, hint: str) -> Mark:
        return Mark(kind, element, hint, self._furniture_open > 0, len(self.lines))

    def _head(self, element: Any, tag: str) -> None:
        """Take what an element of the head says."""
        if tag == "meta":
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            content = tidy(element.get("content"))
            if name and content:
                self.metas.setdefault(name.strip().lower(), []).append(content)
        elif tag == "link":
            href = element.get("href")
            for rel in (element.get("rel") or "").lower().split():
                if href:
                    self.links.setdefault(rel, []).append(href.strip())
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                self.json_ld.append(element.text)
        elif tag == "title" and not self.title:
            self.title = tidy(element.text)


def _is_furniture(element: Any, tag: str, kinds: frozenset[str], *, told: bool) -> bool:
    """Tell whether *element* is furniture; *told*: it has an attribute that may say so."""
    if tag in _NEVER_FURNITURE:
        return False
    if tag in _FURNITURE_TAGS:
        return True
    if "furniture" in kinds:
        return _may_be_furniture(element, tag)
    if not told:
        return False
    get = element.get
    if get("hidden") is not None or get("role") in _FURNITURE_ROLES:
        return True
    style = get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _may_be_furniture(element: Any, tag: str) -> bool:
    """Tell whether what the names of *element* say may hold: "has-sidebar" with the headline in it is no sidebar."""
    return tag not in _NEVER_FURNITURE and next(element.iter("h1"), None) is None


def read_layout(tree: Any) -> Layout:
    """Return the lines, marks and head of a page. *tree* is not changed."""
    walk = _Walk(tree)
    return Layout(
        lines=tuple(walk.lines),
        h1=tuple(walk.h1),
        headings=tuple(walk.headings),
        marks=tuple(walk.marks),
        times=tuple(walk.times),
        properties=tuple(walk.properties),
        metas={k: tuple(v) for k, v in walk.metas.items()},
        links={k: tuple(v) for k, v in walk.links.items()},
        rel_links=tuple(walk.rel_links),
        menus=tuple(walk.menus),
        comments=tuple(walk.comments),
        title=walk.title,
        json_ld=tuple(walk.json_ld),
        lang=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
    )
