"""Reader: the article's body as typed blocks, with its pictures and links.

The only room that knows trafilatura.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from archive.article.blocks import Line, Walk, fold
from archive.article.captions import images_of, is_caption, picture_boxes
from archive.article.containers import choose
from archive.article.model import Block, BlockType, Image, Link
from archive.article.page import Page
from archive.article.trimming import Head, trim
from archive.sources.profile import Source


SCANT = 600.0
"""Characters of running text: a page with less may hide its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What stands between an article's head and the page's foot."""

    blocks: tuple[Block, ...]
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    container: Any = None
    """The lxml element that holds the text; None where there is none."""
    confidence: float = 0.0
    """0 to 1: how sure the reader is that this is all of the body and nothing else."""
    evidence: str = "dom"
    """dom, trafilatura, json-ld or script."""
    signals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks joined by two newlines, without captions and embeds."""
        return "\n\n".join(b.text for b in self.blocks if b.type not in ("caption", "embed") and b.text)


def read_body(
    page: Page, source: Source, *, headline: str | None = None, standfirst: str | None = None, byline: str | None = None
) -> Body:
    """Return the body of the article on *page*: typed blocks in page order, furniture gone."""
    root = page.tree.find("body")
    if root is None:
        root = page.tree
    walk = Walk(root)
    if walk.root.mass < SCANT:
        # Boxes that a script would open: with nothing else to read, they are read.
        opened = Walk(root, skip_hidden=False)
        if opened.root.mass > 2 * walk.root.mass + 200:
            walk = opened
    choice = choose(walk, headline)
    head = Head(
        headline=fold(headline or ""),
        standfirst=fold(standfirst or ""),
        byline=fold(byline or ""),
        furniture=frozenset(map(fold, source.furniture)),
        end_before=tuple(map(fold, source.end_before)),
    )
    boxes = picture_boxes(walk)
    captions = [line for line in choice.lines if is_caption(line, boxes)]
    under = set(map(id, captions))
    lines = trim([line for line in choice.lines if id(line) not in under], head)
    return Body(
        blocks=tuple(blocks_of(lines, page.url)),
        images=images_of(walk, captions, choice.node, page.url),
        container=choice.node.element,
        confidence=choice.share,
        links=tuple(
            Link(url=urljoin(page.url, url), text=text) for line in lines for url, text in line.links if _is_web(url)
        ),
    )


def _is_web(url: str) -> bool:
    return not url.startswith(("#", "javascript:", "mailto:", "data:"))


KINDS: dict[str, BlockType] = {
    "text": "paragraph",
    "heading": "subheading",
    "item": "list",
    "quote": "quote",
    "cell": "paragraph",
    "pre": "paragraph",
    "caption": "caption",
    "embed": "embed",
}


def blocks_of(lines: list[Line], url: str) -> list[Block]:
    """Return *lines* as blocks: the items of one list together."""
    blocks: list[Block] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if line.kind == "item":
            items = [line.text]
            parent = line.node.parent
            while n + 1 < len(lines) and lines[n + 1].kind == "item" and lines[n + 1].node.parent is parent:
                n += 1
                items.append(lines[n].text)
            blocks.append(Block(type="list", text="\n".join(items), items=tuple(items)))
        elif line.kind == "embed":
            blocks.append(Block(type="embed", text="", href=urljoin(url, line.href or "")))
        elif line.kind == "table":
            blocks.append(Block(type="table", text=line.text.replace("\t", " "), items=line.items))
        else:
            blocks.append(Block(type=KINDS[line.kind], text=line.text, level=line.level))
        n += 1
    return blocks
