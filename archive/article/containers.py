"""Where on the page the article stands: the smallest element that holds its running text.

Judged by mass: characters of running text (sentences, few links) outside of furniture. The walk goes down from the
body as long as one child holds nearly all of it; a body in several sibling containers stops it at their parent.
"""

from dataclasses import dataclass

from archive.article.blocks import Line, Node, Walk

NEARLY_ALL = 0.8
CUT = frozenset(("furniture", "comments", "footer", "form", "meta", "standfirst", "headline"))


@dataclass(slots=True)
class Choice:
    """The container, and how sure one can be of it."""

    node: Node
    lines: list[Line]
    """Lines in it, without those in furniture, in page order."""
    share: float
    """Of the page's running text outside furniture: what stands in *node*."""


def judge_cut(node: Node, whole: float) -> bool:
    """Tell whether *node* is furniture as its names say, and not so large that the names must be wrong."""
    marks = node.marks
    if not marks:
        return False
    if "comments" in marks:
        return node.mass < 0.7 * whole or ("body!" not in marks and node.mass < 0.9 * whole)
    if "body!" in marks:
        return False
    if "furniture" in marks or "footer" in marks:
        return node.mass < 0.4 * whole
    if "form" in marks:
        return node.mass < 0.2 * whole
    if "aside" in marks and node.tag == "aside":
        return node.mass < 0.3 * whole
    if "picture" in marks and node.tag in ("figure", "video", "audio"):
        return node.mass < 0.3 * whole
    return False


def choose(walk: Walk) -> Choice:
    """Return where the running text of *walk* stands."""
    root = walk.root
    whole = root.mass
    cut: dict[int, bool] = {}

    def is_cut(node: Node) -> bool:
        known = cut.get(id(node))
        if known is None:
            known = (node.parent is not None and is_cut(node.parent)) or judge_cut(node, whole)
            cut[id(node)] = known
        return known

    kept = [line for line in walk.lines if not is_cut(line.node)]
    mass: dict[int, float] = {}
    for line in kept:
        w = line.weight
        if w and line.node.marks & {"meta", "standfirst"}:
            w *= 0.3
        if not w:
            continue
        for node in line.node.above():
            mass[id(node)] = mass.get(id(node), 0.0) + w
    node = root
    total = mass.get(id(root), 0.0)
    while True:
        best = max(node.children, key=lambda child: mass.get(id(child), 0.0), default=None)
        if best is None or mass.get(id(best), 0.0) < NEARLY_ALL * mass.get(id(node), 0.0) or best.tag in ("p", "li"):
            break
        node = best
    inside = [line for line in kept if line.node.inside(node)]
    return Choice(node, inside, mass.get(id(node), 0.0) / total if total else 0.0)
