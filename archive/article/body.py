"""Reader: the article's body as typed blocks, with its pictures and links.

The page's own elements are read first (lines, container, trimming). Where that reading is not sure of itself,
trafilatura reads the page too, and the page's data are asked. The only room that knows trafilatura.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.article.blocks import Walk
from archive.article.captions import MIN_CAPTION, captions_of, images_of, is_beside, split_credit
from archive.article.containers import Chooser
from archive.article.embedded import judged, paragraphs_of, running_text, script_text
from archive.article.lines import Line, Node, absolute, clean, fold
from archive.article.model import Block, BlockType, Image, Link
from archive.article.page import Page, mended
from archive.article.selectors import compiled
from archive.article.trimming import Head, trim
from archive.sources.learned import block_digest
from archive.sources.profile import Source

Evidence = Literal["dom", "rule", "trafilatura", "json-ld", "script"]

SCANT = 600.0
"""Characters of running text: a page with less may hide its article."""
SCRAP = 80
"""Characters of body: with less, next to nothing was found."""
SHORT = 250
"""Characters of body: with less, other readers are asked."""
SURE = 0.9
"""Confidence below which trafilatura reads the page as well."""
LEAD = 6
"""Lines between a lead picture's caption and the text, where no headline is printed."""
RUNNING = 60.0
"""Weight of a line that is certainly running text."""
MAX_SECOND = 1_500_000
"""Characters of a page that trafilatura is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What stands between an article's head and the page's foot."""

    blocks: tuple[Block, ...] = ()
    """In page order; captions stand where their pictures stand."""
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    """Links in the running text."""
    container: Any = None
    """The lxml element that holds the text; None where there is none."""
    confidence: float = 0.0
    """0 to 1: how sure the reader is that this is all of the body and nothing else."""
    evidence: Evidence = "dom"
    """Which reading it is."""
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks joined by two newlines, without captions and embeds."""
        return "\n\n".join(b.text for b in self.blocks if b.type not in ("caption", "embed") and b.text)


def read_body(
    page: Page,
    source: Source,
    *,
    headline: str | None = None,
    standfirst: str | None = None,
    byline: str | None = None,
    authors: tuple[str, ...] = (),
    told: str | None = None,
    skipped: Iterable[Any] = (),
) -> Body:
    """Return the body of the article on *page*: typed blocks in page order, furniture gone.

    *headline*, *standfirst*, *byline* and *authors* are those of the head: they are not said again. *told* is the
    text as the page's JSON-LD tells it; *skipped* are elements not worth a look. Never raises because of what the page
    holds; of a page without running text the body is empty.
    """
    reading = _Reading(page, source, headline, standfirst, byline, authors, running_text(told), skipped)
    body = reading.body()
    if body.evidence == "dom" and (body.confidence < SURE or len(body.text) < SHORT):
        body = _settled(body, page, reading)
    reading.seen.let_go()
    return body


@dataclass(slots=True)
class _Reading:
    """One reading of the page's elements."""

    page: Page
    source: Source
    headline: str | None
    standfirst: str | None
    byline: str | None
    authors: tuple[str, ...]
    told: str | None
    skipped: Iterable[Any]
    head: Head = field(init=False)
    warnings: list[str] = field(default_factory=list)
    seen: Walk = field(init=False)
    cut: Callable[[Node], bool] = field(init=False)
    """Tells of a box that its pictures are not the article's."""
    head_at: tuple[int, ...] = ()
    """Number of the headline's box, where it is printed."""

    def __post_init__(self) -> None:
        self.head = Head(
            headline=fold(self.headline or ""),
            standfirst=fold(self.standfirst or ""),
            byline=fold(self.byline or ""),
            authors=self.authors,
            furniture=frozenset(map(fold, self.source.furniture)),
            end_before=frozenset(map(fold, self.source.end_before)),
        )
        tree = self.page.tree
        root = tree.find("body")
        root = tree if root is None else root
        self.seen = self.walk(root)

    def body(self) -> Body:
        walk = self.seen
        chooser = Chooser(walk, self.headline)
        self.cut = chooser.holds_no_picture
        if chooser.anchor is not None:
            self.head_at = (chooser.anchor.node.order,)
        ruled = self.ruled(walk)
        choice = chooser.within(ruled) if ruled else chooser.choose()
        captions = [line for line in captions_of(walk) if not chooser.holds_no_picture(line.node)]
        under = set(captions)
        captions = [line for line in captions if not is_beside(line, self.head.byline)]
        lines = trim([line for line in choice.lines if line not in under], self.head, ruled=bool(ruled))
        if self.told is not None:
            lines = judged(lines, self.told)
        if walk.truncated:
            self.warnings.append("body: page cut, too many lines")
        kept = sum(line.weight for line in lines)
        sure = 1.0 if ruled and lines else _confidence(choice.share, kept, chooser, choice.node)
        captions = [x for x in captions if x.node.inside(choice.node) or _leads(x, lines, chooser)]
        if chooser.anchor is not None:
            captions = [x for x in captions if x.node.order > chooser.anchor.node.order]
        return self.of(lines, captions, choice.node, sure, "rule" if ruled and lines else "dom")

    def of(self, lines: list[Line], captions: list[Line], node: Node, confidence: float, evidence: Evidence) -> Body:
        """Return the body that *lines* make, with those of *captions* that stand among them."""
        around, under = set(lines), set(captions)
        among = around | under
        shown = [line for line in self.seen.lines if line in among]
        while shown and shown[-1] not in around:
            shown.pop()
        since = min([node.order, *(line.node.order for line in captions), *self.head_at])
        return Body(
            blocks=tuple(blocks_of(shown, under, self.page.url)),
            images=images_of(self.seen, captions, node, self.page.url, since=since, cut=self.cut),
            links=tuple(links_of(lines, self.page.url)),
            container=node.element,
            confidence=confidence,
            evidence=evidence,
            warnings=tuple(self.warnings),
        )

    def second(self, first: Body) -> Body | None:
        """Return trafilatura's reading in the lines of this one, cleaned by the same words; None where it has none.

        It is not asked where *first* left no running text out that would make another article.
        """
        running = [line.weight for line in self.seen.lines if line.weight > RUNNING]
        if not running or (len(first.text) > SCRAP and sum(running) < len(first.text) + SCANT):
            return None
        whole = fold(_trafilatura(self.page))
        taken = [line for line in self.seen.lines if len(words := fold(line.text)) > 20 and words in whole]
        lines = trim(taken, self.head)
        if not any(line.weight > RUNNING for line in lines):
            return None  # titles and links only: a section page, not an article
        self.warnings.append("body_from_trafilatura")
        return self.of(lines, [], self.seen.root, 0.6, "trafilatura")

    def walk(self, root: Any) -> Walk:
        """Return the page's lines; hidden boxes are opened where there is nothing else to read."""
        learned = frozenset(self.source.learned)
        skipped = self.removed()
        if not self.source.rules_for("body", self.page.captured_at.date()):  # which may name a box of links
            skipped = skipped.union(self.skipped)
        walk = Walk(root, skipped=skipped)
        if walk.root.mass < SCANT:
            opened = Walk(root, skipped=skipped, skip_hidden=False)
            if opened.root.mass > 2 * walk.root.mass + 200:
                walk, opened = opened, walk
            opened.let_go()
        if learned:
            walk.drop(lambda line: block_digest(line.text) in learned)
        return walk

    def removed(self) -> frozenset[Any]:
        """Return the elements that the source's ``remove`` rules name."""
        day = self.page.captured_at.date()
        selectors = self.source.rules_for("remove", day)
        return frozenset(e for s in selectors for e in compiled(s)[0](self.page.tree))

    def ruled(self, walk: Walk) -> list[Node]:
        """Return the boxes that the source's ``body`` rules name: of the first rule that finds any."""
        day = self.page.captured_at.date()
        for selector in self.source.rules_for("body", day):
            found = set(compiled(selector)[0](self.page.tree))
            nodes = [node for node in walk.nodes if node.element in found]
            if nodes:
                return nodes
        return []


def _leads(caption: Line, lines: Sequence[Line], chooser: Chooser) -> bool:
    """Tell whether *caption* stands between the headline (or not far above the text) and the first of *lines*."""
    if not lines or caption.node.order >= lines[0].node.order:
        return False
    if chooser.anchor is not None:
        return caption.node.order > chooser.anchor.node.order
    return 0 < lines[0].node.first - caption.node.first <= LEAD


def _confidence(share: float, kept: float, chooser: Chooser, node: Node) -> float:
    if not kept:
        return 0.0
    confidence = min(1.0, share + 0.1)
    if node.tag == "body" and chooser.anchor is None:
        confidence *= 0.7
    # Much running text outside of comments and consent that went as furniture or before the headline.
    confidence *= min(1.0, kept / max(1.0, 0.4 * chooser.whole))
    return round(confidence * min(1.0, 0.4 + kept / 600), 2)


KINDS: dict[str, BlockType] = {
    "text": "paragraph",
    "heading": "subheading",
    "quote": "quote",
    "cell": "paragraph",
    "pre": "paragraph",
}


def blocks_of(lines: Sequence[Line], captions: set[Line], url: str) -> list[Block]:
    """Return *lines* as blocks: items of one list together, tables with their rows, captions as such."""
    blocks: list[Block] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        n += 1
        if line in captions:
            caption, _ = split_credit(line.text)
            if caption and len(caption) >= MIN_CAPTION:
                blocks.append(Block(type="caption", text=caption))
        elif line.kind == "item":
            items = [line.text]
            group = line.node.parent
            while n < len(lines) and lines[n].kind == "item" and lines[n].node.parent is group:
                items.append(lines[n].text)
                n += 1
            blocks.append(Block(type="list", text="\n".join(items), items=tuple(items)))
        elif line.kind == "embed":
            href = absolute(url, line.href) if line.href else None
            blocks.append(Block(type="embed", text=line.text, href=href))
        elif line.kind == "table":
            blocks.append(Block(type="table", text=line.text.replace("\t", " "), items=line.items))
        else:
            kind = KINDS.get(line.kind, "paragraph")
            if kind == "paragraph" and _asks(line):
                kind = "interview_question"
            blocks.append(Block(type=kind, text=line.text, level=line.level))
    return blocks


def _asks(line: Line) -> bool:
    """Tell whether *line* is an interview's question: all of it in bold, and it asks."""
    return line.strong_chars > 0.9 * len(line.text) and line.text.rstrip("\"'”»").endswith(("?", "？", "؟", ";"))


def links_of(lines: Sequence[Line], url: str) -> list[Link]:
    """Return the links of *lines* that lead to pages, absolute, each once."""
    found: dict[str, Link] = {}
    for line in lines:
        for target, words in line.links:
            text = clean(words)
            address = absolute(url, target) if text else None
            if address is not None:
                found.setdefault(address, Link(url=address, text=text))
    return list(found.values())


def _settled(first: Body, page: Page, reading: _Reading) -> Body:
    """Return the best of the readings of a page on which the first is not sure."""
    best = first
    told = reading.told
    if told is not None and len(told) > 2 * len(first.text):
        best = _from_paragraphs(paragraphs_of(told), "json-ld", reading.head, first)
    second = reading.second(first)
    if second is not None and _better(second.text, best.text):
        best = second
    if len(best.text) < SHORT:
        found = script_text(page.html)
        if sum(map(len, found)) > 2 * len(best.text) + 200:
            best = _from_paragraphs(found, "script", reading.head, first)
    return best


def _better(other: str, mine: str) -> bool:
    """Tell whether *other* is a fuller reading of the same text, or a text where *mine* is next to none."""
    if len(mine) < SCRAP:
        return len(other) > len(mine)
    lines = [fold(x) for x in mine.split("\n") if len(x) > 30]
    whole = fold(other)
    if not lines:
        return len(other) > 2 * len(mine)
    shared = sum(len(x) for x in lines if x in whole) / sum(map(len, lines))
    return shared > 0.8 and len(other) > 1.4 * len(mine)


def _from_paragraphs(paragraphs: Sequence[str], evidence: Evidence, head: Head, first: Body) -> Body:
    said = {head.headline, head.standfirst, head.byline} - {""}
    blocks = tuple(Block(text=p) for p in paragraphs if fold(p) and fold(p) not in said)
    return Body(
        blocks=blocks,
        images=first.images,
        container=first.container,
        confidence=0.6,
        evidence=evidence,
        warnings=(*first.warnings, f"body_from_{evidence}"),
    )


def _trafilatura(page: Page) -> str:
    """Return the text that trafilatura finds on *page*; empty where it finds none."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            mended(page.html[:MAX_SECOND]).decode(),
            url=page.url,
            fast=True,
            with_metadata=False,
            include_comments=False,
        )
    except Exception:  # noqa: BLE001 (a library's faults on a monstrous page: its reading is only a second one)
        return ""
    return getattr(found, "text", None) or ""
