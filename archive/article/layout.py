"""The page as it is printed: its lines in order, the places that class names point at, and its head.

One walk over the tree collects what all metadata readers ask for, so that a page is walked once.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from archive.article.hints import hint_and_more, kinds_of, named

MAX_LINES = 3_000
"""Printed lines that are read; what follows is no head of an article."""
MAX_LINE_CHARS = 4_000

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
    if not text:
        return ""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
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
    parts: list[str] = []
    size = 0
    for node in element.iter():
        tag = node.tag
        if isinstance(tag, str) and tag not in _SKIPPED and tag != "script":
            if tag in _BLOCKS and node is not element:
                parts.append(joint)
            if node.text:
                parts.append(node.text)
                size += len(node.text)
        if node is not element:
            if node.tail:
                parts.append(node.tail)
                size += len(node.tail)
            elif tag == "a" and _is_link(node.getnext()):
                parts.append(" ")
        if size > limit:
            break
    return tidy("".join(parts)[:limit])


class _Walk:
    """The state of the walk."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.h1: list[Mark] = []
        self.headings: list[Mark] = []
        self.marks: list[Mark] = []
        self.times: list[Mark] = []
        self.properties: list[tuple[str, Any, bool]] = []
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.rel_links: list[tuple[str, Any]] = []
        self.title = ""
        self.json_ld: list[str] = []
        self.blocks: list[tuple[Any, str, str, frozenset[str]]] = []
        self.buffer: list[str] = []
        self.linked = 0
        self.in_link = 0
        self.inline_marks: set[str] = set()
        self.furniture = 0
        self.tools = 0

    def add(self, text: str | None) -> None:
        if text:
            self.buffer.append(text)
            if self.in_link:
                self.linked += len(text.strip())

    def flush(self) -> None:
        if not self.buffer:
            return
        text = "".join(self.buffer)
        if self.furniture and text:
            text = " ".join(text[:MAX_LINE_CHARS].split())
        elif text:
            text = tidy(text[: MAX_LINE_CHARS * 2])[:MAX_LINE_CHARS]
        if text and self.blocks:
            element, tag, hint, marks = self.blocks[-1]
            self.lines.append(
                Line(
                    text=text,
                    element=element,
                    tag=tag,
                    hint=hint,
                    linked=min(1.0, self.linked / len(text)),
                    furniture=self.furniture > 0 or self.tools > 0,
                    marks=marks | self.inline_marks if self.inline_marks else marks,
                    index=len(self.lines),
                )
            )
        self.buffer = []
        self.linked = 0
        self.inline_marks = set()

    def head(self, element: Any, tag: str) -> None:
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
    if kinds and "furniture" in kinds:
        # "has-sidebar", "sidebar-1": a box with the headline in it is no furniture, whatever its name.
        return next(element.iter("h1"), None) is None
    if not told:
        return False
    get = element.get
    if get("hidden") is not None or get("role") in _FURNITURE_ROLES:
        return True
    style = get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def read_layout(tree: Any) -> Layout:
    """Return the lines, marks and head of a page. *tree* is not changed."""
    walk = _Walk()
    walker = etree.iterwalk(tree, events=("start", "end", "comment"))
    furniture: list[Any] = []  # open elements that are furniture
    tools: list[Any] = []  # open boxes of buttons
    for event, element in walker:
        if event == "comment":
            walk.add(element.tail)
            continue
        tag = element.tag
        if event == "start":
            if tag in _NOT_WALKED:
                if tag in _HEAD:
                    walk.head(element, tag)
                walker.skip_subtree()
                continue
            names = element.items()
            hint, told = hint_and_more(names) if names else ("", False)
            kinds = kinds_of(hint) if hint else _NOTHING
            if tag in _BLOCKS and walk.buffer:
                walk.flush()
            if names:
                _note_names(walk, element, tag, hint, kinds, furniture, tools, told=told)
            elif tag in _FURNITURE_TAGS:
                furniture.append(element)
                walk.furniture += 1
            _enter(walk, element, tag, hint, kinds)
            continue
        if tag in _NOT_WALKED:
            if element.tail:
                walk.add(element.tail)
            continue
        _leave(walk, element, tag, furniture, tools)
        if len(walk.lines) >= MAX_LINES:
            break
    walk.flush()
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
        title=walk.title,
        json_ld=tuple(walk.json_ld),
        lang=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
    )


def _enter(walk: _Walk, element: Any, tag: str, hint: str, kinds: frozenset[str]) -> None:
    if tag in _BLOCKS:
        if walk.blocks and tag in _INHERITING:
            outer = walk.blocks[-1]
            kinds = kinds | outer[3]
            hint = f"{hint} {outer[2]}"[:200] if hint else outer[2]
        walk.blocks.append((element, tag, hint, kinds))
        if tag == "h1":
            walk.h1.append(_mark(walk, "headline", element, hint))
        elif tag in ("h2", "h3"):
            walk.headings.append(_mark(walk, "headline", element, hint))
    else:
        if kinds:
            walk.inline_marks |= kinds
        if tag == "a":
            walk.in_link += 1
            rel = element.get("rel")
            if rel:
                walk.rel_links += [(r, element) for r in rel.lower().split()]
        elif tag == "time":
            walk.times.append(_mark(walk, "time", element, hint))
    if element.text:
        walk.add(element.text)


def _note_names(
    walk: _Walk,
    element: Any,
    tag: str,
    hint: str,
    kinds: frozenset[str],
    furniture: list[Any],
    tools: list[Any],
    *,
    told: bool,
) -> None:
    """Take what the names of *element* say."""
    if _is_furniture(element, tag, kinds, told=told):
        furniture.append(element)
        walk.furniture += 1
    elif "tools" in kinds and tag not in _NEVER_FURNITURE and next(element.iter("h1"), None) is None:
        tools.append(element)
        walk.tools += 1
    for kind in kinds:
        if kind not in _NO_MARKS:
            walk.marks.append(_mark(walk, kind, element, hint))
    if told and (prop := element.get("itemprop")):
        walk.properties += [(p, element, walk.furniture > 0) for p in prop.split()]


def _mark(walk: _Walk, kind: str, element: Any, hint: str) -> Mark:
    return Mark(kind=kind, element=element, hint=hint, furniture=walk.furniture > 0, line=len(walk.lines))


def _leave(walk: _Walk, element: Any, tag: str, furniture: list[Any], tools: list[Any]) -> None:
    if tag in _BLOCKS:
        if walk.buffer:
            walk.flush()
        if walk.blocks and walk.blocks[-1][0] is element:
            walk.blocks.pop()
    elif tag == "a":
        walk.in_link = max(0, walk.in_link - 1)
        if not element.tail and _is_link(element.getnext()):
            walk.add(" ")
    if furniture and furniture[-1] is element:
        furniture.pop()
        walk.furniture -= 1
    elif tools and tools[-1] is element:
        tools.pop()
        walk.tools -= 1
    if element.tail:
        walk.add(element.tail)
