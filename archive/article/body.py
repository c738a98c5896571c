"""Reader: the article's body as typed blocks, with its pictures and links.

The only room that knows trafilatura.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from archive.article.blocks import Line, Walk, length
from archive.article.containers import choose
from archive.article.model import Block, BlockType, Image, Link
from archive.article.page import Page
from archive.sources.profile import Source

FOLD = re.compile(r"[\W_]+")


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


def fold(text: str) -> str:
    """Return *text* as it is compared: case folded, only letters and digits."""
    return FOLD.sub("", text.casefold())


def read_body(
    page: Page, source: Source, *, headline: str | None = None, standfirst: str | None = None, byline: str | None = None
) -> Body:
    """Return the body of the article on *page*: typed blocks in page order, furniture gone."""
    root = page.tree.find("body")
    if root is None:
        root = page.tree
    walk = Walk(root)
    choice = choose(walk)
    lines = trim(choice.lines, headline, standfirst, byline)
    return Body(
        blocks=tuple(blocks_of(lines, page.url)),
        container=choice.node.element,
        confidence=choice.share,
        links=tuple(
            Link(url=urljoin(page.url, url), text=text) for line in lines for url, text in line.links if _is_web(url)
        ),
    )


def _is_web(url: str) -> bool:
    return not url.startswith(("#", "javascript:", "mailto:", "data:"))


def trim(lines: list[Line], headline: str | None, standfirst: str | None, byline: str | None) -> list[Line]:
    said = {fold(x) for x in (headline, standfirst, byline) if x}
    lines = [line for line in lines if line.kind != "caption" and "caption" not in line.node.marks]
    lines = [x for x in lines if x.kind == "embed" or not (x.link_share > 0.8 and length(x.text) < 200)]
    first = next((n for n, x in enumerate(lines) if x.weight and fold(x.text) not in said), 0)
    lines = [x for x in lines[first:] if fold(x.text) not in said]
    while lines and not lines[-1].weight:
        lines.pop()
    return lines


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
        else:
            blocks.append(Block(type=KINDS[line.kind], text=line.text, level=line.level))
        n += 1
    return blocks
