"""Where on the page the article stands: the smallest element that holds its running text.

Judged by mass: characters of running text (sentences, few links) outside of furniture. The walk goes down from the
body as long as one child holds nearly all of it; a body in several sibling containers stops it at their parent.
"""

from collections import defaultdict
from dataclasses import dataclass
from string import ascii_letters, digits

from archive.article.blocks import Walk
from archive.article.lines import Line, Node, fold, may_fold_to

NEARLY_ALL = 0.8
ENOUGH = 400.0
"""Characters of running text that may be a (short) article."""
MOST = 0.4
OWN = 250.0
PARAGRAPH = 100.0
"""Characters of running text: two such side by side are no standfirst."""
NO_PICTURES = frozenset(("furniture", "comments", "consent", "footer", "teaser", "form"))
_LETTERS = frozenset(ascii_letters + digits)
OF_HEAD = frozenset(("meta", "standfirst"))
STRONG_TAGS = frozenset(("nav", "footer", "button", "menu", "label", "aside", "figure"))


@dataclass(slots=True)
class Choice:
    """The container, and how sure one can be of it."""

    node: Node
    lines: list[Line]
    """Lines in it, without those in furniture, in page order."""
    share: float
    """Of the page's running text outside furniture: what stands in *node*."""


class Chooser:
    """Chooses the container of one page."""

    def __init__(self, walk: Walk, headline: str | None) -> None:
        self.walk = walk
        self.root = walk.root
        self.whole = walk.root.mass
        self.mass = [0.0] * len(walk.nodes)
        self._named: dict[int, bool] = {}
        self._bare: dict[int, bool] = {}
        self._by_name: dict[str, float] = defaultdict(float)
        self._comments: set[int] = set()
        self._judge_comments()
        for line in walk.lines:
            if line.weight and line.node.names:
                self._by_name[line.node.names] += line.weight
        cut = self._furniture()
        self.lines = [line for line in walk.lines if not cut[line.node.order]]
        self.anchor = self._anchor(headline)

    def _anchor(self, headline: str | None) -> Line | None:
        """Return the line that is the printed headline: the highest heading of these words, else the first line."""
        wanted = fold(headline or "")
        if len(wanted) < 8:
            return None
        least, most = len(wanted) / 3, 3 * len(wanted)
        others = _LETTERS - {wanted[0], wanted[0].upper()}
        near = [x for x in self.walk.lines if least <= len(x.text) < most and x.text[0] not in others]
        found = [line for line in near if may_fold_to(line.text, wanted) and fold(line.text) == wanted]
        if not found:
            # With the kicker before it, or the site's name after it.
            found = [
                line
                for line in self.walk.lines
                if line.kind == "heading" and len(line.text) < 2 * len(wanted) + 20 and wanted in fold(line.text)
            ]
        headings = [line for line in found if line.kind == "heading"]
        best = min(headings, key=lambda line: line.level or 9, default=None)
        # It is said again further down, in a box that offers to share or to follow.
        for line in (best, *headings[:1], *found[:1]):
            if line is not None and self._begin_at(line):
                return line
        return None

    def _begin_at(self, anchor: Line) -> bool:
        """Leave out what stands before the headline, where most of the text stands after it."""
        for node in anchor.node.above():
            # Where every article of a page is an <article>, the headline's own is the one.
            if node.tag == "article" and OWN <= node.mass < 0.9 * self.whole:
                others = [n for n in (node.parent.children if node.parent else ()) if n is not node and n.mass >= OWN]
                if any(n.tag == "article" for n in others):
                    self.lines = [line for line in self.lines if line.node.inside(node)]
                    return True
                break
        before = self.walk.lines[: self.walk.lines.index(anchor)]
        left_out = set(before)
        rest = [line for line in self.lines if line not in left_out]
        mass, whole = (sum([line.weight for line in lines]) for lines in (rest, self.lines))
        if mass < MOST * whole:
            return False
        if mass < 0.8 * whole:
            # What is no heading may be a link that says the headline once more; under another headline of the first
            # order, or below what is named the article's body, a heading with these words may be one of another box.
            if anchor.kind != "heading" or any(x.level == 1 and len(x.text) > 25 for x in before):
                return False
            if sum(x.weight for x in before if x.weight and self._in_body(x.node)) > 0.2 * whole:
                return False
        self.lines = _up_to_next(rest, anchor)
        return True

    def _judge_comments(self) -> None:
        """Take readers' comments out of the whole, where something else is left."""
        outermost: list[Node] = []
        for node in self.walk.nodes[1:]:
            if "comments" not in node.marks or node.holds_head:
                continue
            if not outermost or not node.inside(outermost[-1]):
                outermost.append(node)
        mass = sum(node.mass for node in outermost)
        if self.whole - mass >= min(ENOUGH, 0.5 * self.whole):
            self._comments = {node.order for node in outermost}
            self.whole -= mass

    def _furniture(self) -> list[bool]:
        """Tell of every box whether it stands in furniture."""
        cut = [False] * len(self.walk.nodes)
        for node in self.walk.nodes:
            outer = node.parent
            if outer is not None and (cut[outer.order] or (node.marks and self._is_furniture(node))):
                cut[node.order] = True
        return cut

    def holds_no_picture(self, node: Node) -> bool:
        """Tell whether *node* stands in furniture, and not only in a figure or an aside."""
        for outer in node.above():
            known = self._bare.get(outer.order)
            if known is None:
                known = not outer.marks.isdisjoint(NO_PICTURES) and self._is_furniture(outer)
                self._bare[outer.order] = known
            if known:
                return True
        return False

    def _is_furniture(self, node: Node) -> bool:
        """Tell whether *node* is furniture as its names say, and not so large that the names must be wrong."""
        marks = node.marks
        if node.order in self._comments:
            return True
        if "consent" in marks and not node.holds_head and node.tag != "body":
            return node.mass < 0.8 * self.root.mass
        if "body!" in marks:
            return False
        share = node.mass / self.whole if self.whole else 0.0
        if "furniture" in marks or "footer" in marks or "comments" in marks:
            if node.tag in STRONG_TAGS:
                return share < 0.5
            if share < 0.12:
                # A name that stands on much of the page's text says nothing about this piece of it.
                return not node.own or self._by_name[node.names] < 0.3 * self.whole
            return share < 0.5 and not self._runs(node)
        if "teaser" in marks and share < 0.12 and node.link_chars > 0.15 * node.chars:
            return True
        if "form" in marks:
            return share < 0.2
        if "box" in marks and not node.holds_head:
            # A box beside the article may be longer than the article: a speech in full, a list of measures.
            return share < 0.65
        if node.tag == "figure" and any(x.kind == "table" for x in self.walk.lines[node.first : node.last]):
            return False
        if node.tag in ("aside", "figure", "video", "audio") or (
            node.tag != "p" and node.marks >= {"aside", "picture"}
        ):
            return share < 0.3
        return False

    def _runs(self, node: Node) -> bool:
        """Tell whether *node* holds running text: long paragraphs with few links."""
        lines = self.walk.lines[node.first : node.last]
        long = [w for line in lines if (w := line.weight) > 150]
        # A title on every short paragraph: a row of articles.
        titles = sum(line.kind == "heading" for line in lines)
        if len(long) < 3 or (titles >= len(long) and sum(long) < 300 * len(long)):
            return False
        return node.link_chars < 0.2 * node.chars and sum(long) > 0.6 * node.mass

    def choose(self) -> Choice:
        """Return where the running text stands."""
        mass = self.mass
        for line in self.lines:
            w = line.weight
            if w:
                if not line.node.marks.isdisjoint(OF_HEAD):
                    w *= 0.3
            elif self._in_body(line.node):
                # Short lines count where the page itself says that this is the article: lists of names, verses.
                w = 0.3 * (len(line.text) - line.link_chars)
            mass[line.node.order] += w
        for node in reversed(self.walk.nodes):
            if node.parent is not None and (w := mass[node.order]):
                mass[node.parent.order] += w
        node = self.root
        total = mass[node.order]
        while True:
            best = max(node.children, key=lambda child: mass[child.order], default=None)
            if best is None or best.tag in ("p", "li", "blockquote", "td", "tr", "tbody"):
                break
            if mass[best.order] < NEARLY_ALL * mass[node.order]:
                break
            if mass[best.order] < 0.97 * mass[node.order] and self._continues(node, best):
                break
            node = best
        inside = [line for line in self.lines if line.node.inside(node)]
        return Choice(node, self._opening(node) + inside, mass[node.order] / total if total else 0.0)

    def _opening(self, node: Node) -> list[Line]:
        """Return the lines that open the text of *node* in a box before it: what a live blog says above its entries."""
        if self.anchor is None:
            return []
        start, end = self.anchor.node.order, node.order
        between = [line for line in self.lines if start < line.node.order < end and line.node.end < end]
        runs: dict[Node, int] = defaultdict(int)
        for line in between:
            if line.weight >= PARAGRAPH and line.kind == "text" and line.node.marks.isdisjoint(OF_HEAD):
                runs[line.node.parent or node] += 1
        boxes = {box for box, paragraphs in runs.items() if paragraphs > 1}
        return [line for line in between if line.node.parent in boxes] if boxes else []

    def _in_body(self, node: Node) -> bool:
        """Tell whether *node* stands in what is named the article's body."""
        known = self._named.get(node.order)
        if known is None:
            known = "body!" in node.marks or (node.parent is not None and self._in_body(node.parent))
            self._named[node.order] = known
        return known

    def within(self, nodes: list[Node]) -> Choice:
        """Return the lines of *nodes*, which a rule names."""
        lines = [line for line in self.lines if any(line.node.inside(node) for node in nodes)]
        return Choice(nodes[0], lines, 1.0)

    def _continues(self, node: Node, best: Node) -> bool:
        """Tell whether the text of *best* goes on in a sibling of the same kind: same tag and names, no new head."""
        if best.tag == "article":
            return False
        names = set(best.names.split())
        own_head = best.holds_head and "body!" not in best.marks
        for child in node.children:
            if child is best or self.mass[child.order] < 100 or child.tag != best.tag or child.marks & {"aside"}:
                continue
            if child.marks != best.marks or not (names & set(child.names.split()) or (not names and not child.names)):
                continue
            if self.anchor is not None and self.anchor.node.inside(child) and self.mass[child.order] >= ENOUGH:
                return True  # the headline stands in the box before, and more than a standfirst
            alike = child.names.split()[:1] == best.names.split()[:1] != []
            if own_head and (child.holds_head or not alike or not self._runs(child)):
                continue
            first = self.walk.lines[child.first] if child.first < child.last else None
            if first is not None and first.kind == "heading" and (first.level == 1 or first.link_share > 0.5):
                continue
            return True
        return False


def _up_to_next(lines: list[Line], anchor: Line) -> list[Line]:
    """Return *lines* up to the headline of the next article: set as *anchor* is, behind a text of its own."""
    names = set(anchor.node.names.split())
    before = 0.0
    box = anchor.node.parent
    for n, line in enumerate(lines):
        if before >= OWN and line.kind == "heading" and line.level == 1 == anchor.level and len(line.text) > 25:
            others = line.node.names.split()
            if others and names.issuperset(others) and box is not None and not line.node.inside(box):
                return lines[:n]
        if line.weight:
            before += line.weight
            box = line.node.parent
    return lines


def choose(walk: Walk, headline: str | None = None) -> Choice:
    """Return where the running text of *walk* stands."""
    return Chooser(walk, headline).choose()
