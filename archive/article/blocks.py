"""The DOM as a row of lines: every block of words on the page, with where it stands and how much of it is links.

Nothing is judged here but what no reader ever sees (scripts, hidden elements). The tree is only read.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.article.furniture import marks_of

LineKind = Literal["text", "heading", "item", "quote", "caption", "cell", "pre", "embed", "table"]

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "option",
        "optgroup",
        "input",
        "textarea",
        "object",
        "param",
        "canvas",
        "audio",
        "track",
        "source",
        "map",
        "area",
        "datalist",
        "progress",
        "meter",
        "link",
        "meta",
        "base",
        "head",
        "title",
        "frameset",
        "frame",
        "noframes",
        "dialog",
        "amp-analytics",
        "amp-ad",
        "amp-sidebar",
        "amp-consent",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "blink",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "center-inline",
        "amp-img",
        "img",
        "br",
    ]
)
SECTIONS = frozenset(("article", "section", "main", "ul", "ol", "table"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
WHOLE = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "figcaption",
        "caption",
        "blockquote",
        "pre",
    ]
)
"""Elements whose inline content is one line: a marked span in them does not cut it in two."""

APART = frozenset(("furniture", "comments", "consent", "meta", "standfirst", "caption", "picture", "headline"))

FOLD = re.compile(r"[\W_]+")
# Zero-width space, soft hyphen, byte order mark, word joiner: for the line breaker, not for the reader.
INVISIBLE = re.compile("[\u200b\u00ad\ufeff\u2060]")
MAX_CELL = 250
"""Characters in a cell of data; a longer one holds running text, and its table lays out the page."""
DENSE_SCRIPT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# React sends parts of a page late, in hidden boxes that its script moves into their places.
STREAMED = re.compile(r"S:[0-9a-f]+$")
STREAM_PLACE = re.compile(r"[BP]:[0-9a-f]+$")
EMBED_HOSTS = re.compile(
    r"(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitter\.com|x\.com|instagram\.com|"
    r"facebook\.com|tiktok\.com|spotify\.com|soundcloud\.com|datawrapper\.de|dwcdn\.net|flourish\.studio|infogram\.com)"
)


@dataclass(slots=True, eq=False)
class Node:
    """A block-level element, as the readers of lines need it."""

    element: Any
    tag: str
    parent: "Node | None"
    depth: int
    marks: frozenset[str]
    names: str
    """Class and id, as they stand."""
    mass: float = 0.0
    """Characters of running text below it."""
    own: float = 0.0
    """Of *mass*: what stands in its own lines."""
    link_chars: int = 0
    chars: int = 0
    first: int = 0
    """Index of its first line."""
    last: int = 0
    """Index after its last line."""
    holds_head: bool = False
    """An h1, or what is named the article's body, stands in it."""
    children: list["Node"] = field(default_factory=list)

    def above(self) -> Iterator["Node"]:
        """Yield the node and what it stands in, outwards."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def inside(self, other: "Node") -> bool:
        """Tell whether the node is *other* or stands in it."""
        return any(n is other for n in self.above())


@dataclass(slots=True, eq=False)
class Line:
    """One block of words."""

    text: str
    node: Node
    kind: LineKind
    link_chars: int = 0
    links: tuple[tuple[str, str], ...] = ()
    level: int | None = None
    strong_chars: int = 0
    href: str | None = None
    items: tuple[str, ...] = ()
    """Of a table: its rows, cells joined by tabs."""
    weight: float = 0.0
    """Characters of running text in it: 0 for headings, lists of links and scraps."""

    @property
    def link_share(self) -> float:
        """Share of the line's characters that stand in links."""
        return self.link_chars / max(1, len(self.text))


def _alone(child: Any) -> bool:
    """Tell whether *child* stands apart from any words of what it is in."""
    parent = child.getparent()
    if (parent.text or "").strip() or (child.tail or "").strip():
        return False
    before = child.getprevious()
    return before is None or not (before.tail or "").strip()


def clean(text: str) -> str:
    """Return *text* as it goes into an article: NFC, spaces folded, marks that nobody sees gone."""
    if not text.isascii():
        text = INVISIBLE.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return *text* as it is compared: case folded, only letters and digits."""
    return FOLD.sub("", text.casefold())


def length(text: str) -> float:
    """Return the characters of *text*, those of scripts that need few of them counted three times."""
    n = len(text)
    return n if text.isascii() else n + 2 * len(DENSE_SCRIPT.findall(text))


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
                text = clean(cell.text_content()) if len(cell) or cell.text else ""
                if len(text) > MAX_CELL:
                    return None
                cells.append(text)
        if any(cells):
            rows.append("\t".join(cells))
            widest = max(widest, sum(map(bool, cells)))
    return rows if len(rows) > 1 and widest > 1 else None


SENTENCE_END = re.compile(r"[.!?…。！？؟।።។၊။:;][\"'”’»」』)\]›“]*$")


def _weight(line: Line) -> float:
    if line.kind in ("heading", "embed", "caption", "table"):
        return 0.0
    n = length(line.text)
    share = line.link_share
    if n < 40 or share > 0.5:
        return 0.0
    n *= 1 - share
    if not SENTENCE_END.search(line.text):
        n *= 0.6 if n > 120 else 0.2
    elif n < 80:
        n *= 0.6
    return n


class Walk:
    """One walk over a page: gives :attr:`root` and :attr:`lines`."""

    def __init__(self, body: Any, *, skip_hidden: bool = True, max_lines: int = 20_000) -> None:
        self.lines: list[Line] = []
        self.images: list[tuple[Node, Any]] = []
        """Picture elements, with the box that they stand in."""
        self.skip_hidden = skip_hidden
        self.max_lines = max_lines
        self._late: dict[str, Any] | None = None
        self._walked: set[str] = set()
        self._words: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._link_chars = 0
        self._strong_chars = 0
        self.root = Node(body, "body", None, 0, frozenset(), "")
        self._walk(body, self.root, None, strong=False)
        self._flush(self.root)
        self.root.last = len(self.lines)
        self._weigh(self.root)

    def _weigh(self, root: Node) -> None:
        for line in self.lines:
            line.weight = _weight(line)
            n = len(line.text)
            line.node.own += line.weight
            for node in line.node.above():
                node.mass += line.weight
                node.chars += n
                node.link_chars += line.link_chars

    def _flush(self, node: Node) -> None:
        if not self._words:
            return
        text = clean("".join(self._words))
        if text:
            kind: LineKind = "text"
            level = None
            for n in node.above():
                if n.tag in HEADINGS:
                    kind, level = "heading", HEADINGS[n.tag]
                    break
                if n.tag in ("figcaption", "caption") or (
                    "caption" in n.marks and n.tag not in SECTIONS and "body!" not in n.marks
                ):
                    kind = "caption"
                    break
                if n.tag in ("li", "dt", "dd"):
                    kind = "item"
                    break
                if n.tag in ("td", "th"):
                    kind = "cell"
                    break
                if "quoted" in n.marks:
                    kind = "embed"
                    break
                if n.tag == "blockquote":
                    kind = "quote"
                    break
                if n.tag == "pre":
                    kind = "pre"
                    break
            self.lines.append(
                Line(text, node, kind, min(self._link_chars, len(text)), tuple(self._links), level, self._strong_chars)
            )
        self._words = []
        self._links = []
        self._link_chars = 0
        self._strong_chars = 0

    def _say(self, text: str, href: str | None, strong: bool) -> None:
        self._words.append(text)
        if href is not None:
            self._link_chars += len(text.strip())
        if strong:
            self._strong_chars += len(text.strip())

    def _walk(self, element: Any, node: Node, href: str | None, *, strong: bool) -> None:
        if element.text:
            self._say(element.text, href, strong)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in SKIPPED or len(self.lines) > self.max_lines:
                if tag == "template" and (place := child.get("id")) and STREAM_PLACE.match(place):
                    self._streamed(place[2:], child, node)
            elif tag == "br":
                self._break(child, node)
            elif tag in ("img", "amp-img"):
                self.images.append((node, child))
            elif tag == "table" and self._table(child, node):
                pass
            elif tag == "iframe":
                self._embed(child, node)
            else:
                self._child(child, tag, node, href, strong=strong)
            if child.tail:
                self._say(child.tail, href, strong)

    def _break(self, br: Any, node: Node) -> None:
        after = br.getnext()
        twice = after is not None and after.tag == "br" and not (br.tail or "").strip()
        if twice:
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
            self._child(part, "div", node, None, strong=False)

    def _table(self, table: Any, node: Node) -> bool:
        """Take a table of data as one line; a table that lays out the page is walked like any box."""
        rows = data_rows(table)
        if rows is None:
            return False
        self._flush(node)
        marks = marks_of("table", table.get("class") or "", "", "")
        inner = Node(table, "table", node, node.depth + 1, marks, table.get("class") or "", first=len(self.lines))
        node.children.append(inner)
        links = sum(len(clean(a.text_content())) for a in table.iter("a") if a.get("href"))
        text = "\n".join(rows)
        self.lines.append(Line(text, inner, "table", min(links, len(text)), items=tuple(rows)))
        inner.last = len(self.lines)
        return True

    def _embed(self, frame: Any, node: Node) -> None:
        src = frame.get("src") or frame.get("data-src") or ""
        if EMBED_HOSTS.search(src):
            self._flush(node)
            self.lines.append(Line("", node, "embed", href=src))

    def _child(self, child: Any, tag: str, node: Node, href: str | None, *, strong: bool) -> None:
        names = ""
        marks: frozenset[str] = frozenset()
        if child.attrib:
            names, marks, hidden = self._attributes(child, tag)
            if hidden:
                return
        if tag in INLINE or "-" in tag:
            inline = (
                not (marks & APART and node.tag not in WHOLE and _alone(child)) if tag in INLINE else not _alone(child)
            )
        else:
            inline = False
        if inline:
            if tag == "a":
                target = child.get("href")
                before = len(self._words)
                self._walk(child, node, target or "", strong=strong)
                if target and (words := clean("".join(self._words[before:]))):
                    self._links.append((target, words))
            else:
                self._walk(child, node, href, strong=strong or tag in ("b", "strong"))
            return
        self._flush(node)
        inner = Node(child, tag, node, node.depth + 1, marks or marks_of(tag, "", "", ""), names, first=len(self.lines))
        node.children.append(inner)
        if tag == "h1" or "body!" in inner.marks:
            for outer in inner.above():
                if outer.holds_head:
                    break
                outer.holds_head = True
        if tag == "a":
            href = child.get("href") or ""
        self._walk(child, inner, href, strong=False)
        self._flush(inner)
        inner.last = len(self.lines)

    def _attributes(self, child: Any, tag: str) -> tuple[str, frozenset[str], bool]:
        names = ""
        role = itemprop = ""
        for key, value in child.items():
            if key in ("class", "id"):
                names = f"{names} {value}" if names else value
            elif key == "role":
                role = value
            elif key == "itemprop":
                itemprop = value
            elif key == "style":
                if self.skip_hidden and HIDING_STYLE.search(value):
                    return names, frozenset(), True
            elif key == "hidden" and self.skip_hidden:
                late = child.get("id") or ""
                # Once walked where its place was kept, it is not walked again where it lies.
                if not STREAMED.match(late) or late in self._walked:
                    return names, frozenset(), True
                self._walked.add(late)
            elif key == "aria-hidden" and value == "true" and self.skip_hidden and tag in INLINE:
                return names, frozenset(), True
            elif key == "data-nosnippet":
                names += " nosnippet"
        marks = marks_of(tag, names, role.strip().lower(), itemprop)
        return names, marks, "hidden" in marks and self.skip_hidden
