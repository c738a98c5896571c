"""The DOM as a row of lines: every block of words on the page, with where it stands and how much of it is links.

Nothing is judged here but what no reader ever sees (scripts, hidden elements). The tree is only read.
"""

import re
from collections.abc import Callable
from typing import Any

from archive.article.furniture import marks_of, marks_of_tag
from archive.article.hints import named
from archive.article.lines import OPENS, SAID_OF_LINKS, Line, LineKind, Node, clean, running_weight

SKIPPED = named(
    "script style noscript template svg math select option optgroup input textarea object param canvas audio track",
    "map area datalist progress meter link meta base head title frameset frame noframes dialog amp-analytics",
    "amp-ad amp-sidebar amp-consent",
)
UNREAD = named("nav footer menu")
"""Of no article; walked only where a page has nothing else."""
INLINE = named(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp",
    "small span strike strong sub sup time tt u var wbr picture source",
)
WHOLE = named("p h1 h2 h3 h4 h5 h6 li dt dd td th figcaption caption blockquote pre")
"""Elements whose inline content is one line: a marked span in them does not cut it in two."""
BOXES = named(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav ol p pre",
    "search section summary table tbody td tfoot th thead tr ul button video listing xmp multicol",
)
"""Elements that begin a line; what HTML does not know stands in one: <person>, <org>, <x-mark>."""
SECTIONS = named("article section main ul ol table")
SINGLE = frozenset(("br", "img", "amp-img", "iframe", "table"))
"""Walked by rules of their own."""
APART_TAGS = SKIPPED | SINGLE
HEADINGS = {f"h{n}": n for n in range(1, 7)}
TAG_KINDS: dict[str, LineKind] = {
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    "blockquote": "quote",
    "pre": "pre",
}
TELLING = named("class id role itemprop style hidden aria-hidden data-nosnippet")
"""Attributes that say what an element is for."""
APART = frozenset(("furniture", "comments", "consent", "meta", "standfirst", "caption", "picture", "headline"))
"""Marks that set an inline element apart from the line, where nothing else stands in it."""

MAX_LINES = 20_000
MIN_UNSCRIPTED = 500
"""Characters of a noscript element that may be a page's text; in a shorter one readers are asked for JavaScript."""
MAX_CELL = 250
"""Characters in a cell of data; a longer one holds running text, and its table lays out the page."""
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
# React sends parts of a page late, in hidden boxes (S:0) that its script moves into their places (B:0, P:0).
STREAMED = re.compile(r"S:[0-9a-f]+$")
STREAM_PLACE = re.compile(r"[BP]:[0-9a-f]+$")
EMBED_HOSTS = re.compile(
    r"(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitter\.com|x\.com|instagram\.com|"
    r"facebook\.com|tiktok\.com|spotify\.com|soundcloud\.com|datawrapper\.de|dwcdn\.net|flourish\.studio|infogram\.com)"
)


class Walk:
    """One walk over a page: gives :attr:`root`, :attr:`nodes`, :attr:`lines` and :attr:`images`."""

    def __init__(self, body: Any, *, skip_hidden: bool = True, skipped: frozenset[Any] = frozenset()) -> None:
        self.lines: list[Line] = []
        self.images: list[tuple[Node, Any]] = []
        """Picture elements, with the box that they stand in."""
        self.root = Node(body, "body")
        self.nodes = [self.root]
        """Every box, outer ones first, in page order."""
        self._skipped = skipped
        self._skip_hidden = skip_hidden
        self._late: dict[str, Any] | None = None
        self._walked: set[str] = set()
        self._words: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._link_chars = 0
        self._strong_chars = 0
        self._walk(body, self.root, None, False)
        self._flush(self.root)
        self.root.last = len(self.lines)
        self.root.end = len(self.nodes)
        self._sum()

    @property
    def truncated(self) -> bool:
        """Tell whether the page has more lines than are read."""
        return len(self.lines) > MAX_LINES

    def let_go(self) -> None:
        """Cut the boxes from one another: box and child hold each other, and the tree, until garbage is looked for."""
        for node in self.nodes:
            node.children.clear()

    def drop(self, known: Callable[[Line], bool]) -> None:
        """Take the lines that are *known* as furniture out of the page."""
        self.lines = [line for line in self.lines if not (line.text and known(line))]
        for node in self.nodes:
            node.first, node.last = len(self.lines), 0
        for n, line in enumerate(self.lines):
            for node in line.node.above():
                node.first = min(node.first, n)
                node.last = n + 1
        self._sum()

    def _sum(self) -> None:
        """Sum up what stands in every box, from the inner ones outwards."""
        own, chars, links = [0.0] * len(self.nodes), [0] * len(self.nodes), [0] * len(self.nodes)
        for line in self.lines:
            order = line.node.order
            own[order] += line.weight
            chars[order] += len(line.text)
            links[order] += line.link_chars
        mass = own.copy()
        for node in reversed(self.nodes):
            order = node.order
            if chars[order] and node.parent is not None:
                outer = node.parent.order
                mass[outer] += mass[order]
                chars[outer] += chars[order]
                links[outer] += links[order]
            if chars[order] or node.chars:
                node.own, node.mass, node.chars, node.link_chars = own[order], mass[order], chars[order], links[order]

    def _flush(self, node: Node) -> None:
        words = self._words
        if not words:
            return
        text = clean(words[0] if len(words) == 1 else "".join(words))
        if self._links and any(map(text.__contains__, OPENS)):
            text = SAID_OF_LINKS.sub("", text)
        if text:
            linked = min(self._link_chars, len(text))
            weight = running_weight(text, node.kind, linked)
            links, strong = tuple(self._links), self._strong_chars
            self.lines.append(Line(text, node, node.kind, linked, links, node.level, strong, None, (), weight))
        self._words = []
        if self._links:
            self._links = []
        self._link_chars = self._strong_chars = 0

    def _say(self, text: str, href: str | None, strong: bool) -> None:
        """Take *text* into the line that is being read: white space only where words stand before it."""
        self._words.append(text)
        if href is not None:
            self._link_chars += len(text.strip())
        if strong:
            self._strong_chars += len(text.strip())

    def _walk(self, element: Any, node: Node, href: str | None, strong: bool) -> None:
        """Take the words of *element* into the line that is being read; *href*: in a link, *strong*: in bold."""
        text = element.text
        if text and (self._words or not text.isspace()):
            self._say(text, href, strong)
        child = element[0] if len(element) else None
        while child is not None:
            tag = child.tag
            if tag in APART_TAGS or len(self.lines) > MAX_LINES:
                self._single(child, tag, node, href, strong)
            else:
                self._child(child, tag, node, href, strong)
            text = child.tail
            if text and (self._words or not text.isspace()):
                self._say(text, href, strong)
            child = child.getnext()  # a fifth of what an iterator costs

    def _single(self, child: Any, tag: str, node: Node, href: str | None, strong: bool) -> None:
        """Take what is no words: a break, a picture, an embed, a table; all else goes by.

        What a page says to readers without scripts is its text where it says it to nobody else.
        """
        if tag not in SINGLE or len(self.lines) > MAX_LINES:
            if tag == "noscript" and not self._skip_hidden and len(clean("".join(child.itertext()))) > MIN_UNSCRIPTED:
                self._child(child, tag, node, href, strong)
            elif tag == "template" and (place := child.get("id")) and STREAM_PLACE.match(place):
                self._streamed(place[2:], child, node)
        elif tag == "br":
            self._break(child, node)
        elif tag == "iframe":
            self._embed(child, node)
        elif tag != "table":
            self.images.append((node, child))
        elif not self._table(child, node):
            self._child(child, tag, node, href, strong)

    def _child(self, child: Any, tag: str, node: Node, href: str | None, strong: bool) -> None:
        if (tag in UNREAD and self._skip_hidden) or (self._skipped and child in self._skipped):
            self._flush(node)
            return
        attributes = child.items()
        names, marks, hidden = self._attributes(attributes, tag) if attributes else ("", marks_of_tag(tag), False)
        if hidden:
            return
        if tag in INLINE:
            apart = marks and not marks.isdisjoint(APART) and node.tag not in WHOLE and _alone(child)
        else:
            # An element of somebody's own making stands in a line or apart from it, as the words around it say.
            apart = tag in BOXES or (_alone(child) and child.getparent().tag not in INLINE)
        if apart:
            if self._words:
                self._flush(node)
            inner = self._box(child, tag, node, marks, names)
            self._walk(child, inner, (child.get("href") or "") if tag == "a" else href, False)
            if self._words:
                self._flush(inner)
            inner.last = len(self.lines)
            inner.end = len(self.nodes) - 1
        elif tag == "a":
            self._link(child, node, strong)
        else:
            self._walk(child, node, href, strong or tag == "b" or tag == "strong")

    def _link(self, child: Any, node: Node, strong: bool) -> None:
        target = child.get("href")
        before = len(self._words)
        self._walk(child, node, target or "", strong)
        if target and (words := "".join(self._words[before:]).strip()):
            self._links.append((target, words))

    def _box(self, element: Any, tag: str, node: Node, marks: frozenset[str], names: str) -> Node:
        kind, level = node.kind, node.level
        if tag in HEADINGS:
            kind, level = "heading", HEADINGS[tag]
        elif kind not in ("heading", "caption", "embed"):  # whatever stands in one of these is of its kind
            if "quoted" in marks:
                kind = "embed"
            elif "caption" in marks and tag not in SECTIONS and "body!" not in marks:
                kind = "caption"
            else:
                kind = TAG_KINDS.get(tag, kind)
        order = len(self.nodes)
        box = Node(element, tag, node, marks, names, kind, level, order, order, len(self.lines))
        self.nodes.append(box)
        node.children.append(box)
        if tag == "h1" or "body!" in marks:
            for outer in box.above():
                if outer.holds_head:
                    break
                outer.holds_head = True
        return box

    def _break(self, br: Any, node: Node) -> None:
        after = br.getnext()
        if after is not None and after.tag == "br" and not (br.tail or "").strip():
            self._flush(node)
        else:
            self._words.append("\n")

    def _streamed(self, number: str, place: Any, node: Node) -> None:
        """Walk the late part *number* where its *place* was kept."""
        if self._late is None:
            parts = place.getroottree().iterfind(".//div[@hidden]")
            self._late = {part.get("id"): part for part in parts if STREAMED.match(part.get("id") or "")}
        part = self._late.pop(f"S:{number}", None)
        if part is not None:
            self._child(part, "div", node, None, False)

    def _table(self, table: Any, node: Node) -> bool:
        """Take a table of data as one line; a table that lays out the page is walked like any box."""
        rows = data_rows(table)
        if rows is None:
            return False
        self._flush(node)
        names = table.get("class") or ""
        inner = self._box(table, "table", node, marks_of("table", names, "", ""), names)
        links = sum(len(clean("".join(a.itertext()))) for a in table.iter("a") if a.get("href"))
        text = "\n".join(rows)
        self.lines.append(Line(text, inner, "table", min(links, len(text)), items=tuple(rows)))
        inner.last = len(self.lines)
        return True

    def _embed(self, frame: Any, node: Node) -> None:
        source = frame.get("src") or frame.get("data-src") or ""
        if EMBED_HOSTS.search(source):
            self._flush(node)
            self.lines.append(Line("", node, "embed", href=source))

    def _attributes(self, attributes: list[tuple[str, str]], tag: str) -> tuple[str, frozenset[str], bool]:
        """Return class and id, what they mark, and whether the element is hidden."""
        if len(attributes) == 1 and attributes[0][0] == "class":
            names = attributes[0][1]
            marks = marks_of(tag, names, "", "")
            return names, marks, "hidden" in marks and self._skip_hidden
        names = role = itemprop = ""
        hidden = False
        late: str | None = None
        for key, value in attributes:
            if key not in TELLING:
                continue
            if key == "class" or key == "id":
                names = f"{names} {value}" if names else value
                if key == "id" and value.startswith("S:") and STREAMED.match(value):
                    late = value
            elif key == "role":
                role = value
            elif key == "itemprop":
                itemprop = value
            elif key == "style":
                hidden = hidden or HIDING_STYLE.search(value.lower()) is not None
            elif key == "hidden":
                hidden = True
            elif key == "aria-hidden":
                hidden = hidden or (value == "true" and tag in INLINE)
            elif key == "data-nosnippet":
                names += " nosnippet"
        if late is not None:
            # Once walked where its place was kept, it is not walked again where it lies.
            hidden = late in self._walked
            self._walked.add(late)
            return names, frozenset(), hidden
        said = names or role or itemprop
        marks = marks_of(tag, names, role.strip().lower(), itemprop) if said else marks_of_tag(tag)
        return names, marks, (hidden or "hidden" in marks) and self._skip_hidden


def _alone(child: Any) -> bool:
    """Tell whether *child* stands apart from any words of what it is in."""
    parent = child.getparent()
    if (parent.text or "").strip() or (child.tail or "").strip():
        return False
    before = child.getprevious()
    return before is None or not (before.tail or "").strip()


def data_rows(table: Any) -> list[str] | None:
    """Return the rows of a table of data, cells joined by tabs; None for a table that lays out a page."""
    rows: list[str] = []
    widest = 0
    for row in table.iter("tr", "table", "script", "form"):
        if row.tag != "tr":
            if row is table:
                continue
            return None
        cells = []
        for cell in row:
            if cell.tag in ("td", "th"):
                text = clean("".join(cell.itertext())) if len(cell) or cell.text else ""
                if len(text) > MAX_CELL:
                    return None
                cells.append(text)
        if any(cells):
            rows.append("\t".join(cells))
            widest = max(widest, sum(map(bool, cells)))
    return rows if len(rows) > 1 and widest > 1 else None
