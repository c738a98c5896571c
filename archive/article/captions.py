"""Pictures of the article, each with its caption and credit, and the lines that are such captions.

A caption is known by its element (figcaption), by its name (caption, didascalia, Bildunterschrift), or by its place:
a short line in a small box whose only other content is a picture.
"""

import re
from collections.abc import Iterable

from archive.article.blocks import Walk
from archive.article.lines import Line, Node, absolute, clean
from archive.article.model import Image
from archive.article.phrases import END

SMALL_BOX = 350
"""Characters in a picture's box; a box that holds more holds an article."""
CREDIT = re.compile(
    r"(?:^|[\s(\[|/.–—-])(?P<credit>(?:(?:photo|image|picture|foto|photograph|fotografia|crédito|credit|credits|crédits?|copyright|bild|bilder|"
    r"quelle|fonte|fuente|source|ph|フォト|写真|사진|图|攝影|фото|zdjęcie|kuva)s?\s*(?:credit|by|courtesy|di|de|von|av|:|：|/)\s*|©\s*|\(c\)\s*).{2,80}?)[)\]\s]*$",
    re.IGNORECASE,
)
NO_PICTURE = re.compile(
    r"(?:^data:image/(?:gif|svg)|/(?:pixel|spacer|blank|transparent|1x1|placeholder|loading)\b|\b(?:logo|avatar|icon|sprite|emoji|badge|tracking)\b|doubleclick|"
    r"gravatar|/ads?/|feedburner|scorecardresearch)",
    re.IGNORECASE,
)
SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "data-url")
MAX_IMAGES = 200


def picture_boxes(walk: Walk) -> set[int]:
    """Return the orders of the boxes that hold a picture and its caption, and nothing else."""
    boxes: set[int] = set()
    judged: dict[int, bool] = {}
    for node, _ in walk.images:
        for outer in node.above():
            fits = judged.get(outer.order)
            if fits is None:
                judged[outer.order] = fits = _is_picture_box(outer, walk.lines[outer.first : outer.last])
            if not fits:
                break
            boxes.add(outer.order)
    return boxes


def _is_picture_box(node: Node, lines: list[Line]) -> bool:
    if node.tag in ("body", "article", "main", "p", "li", "ul", "td") or "body!" in node.marks:
        return False
    if node.chars > SMALL_BOX or node.mass > 260 or len(lines) > 4:
        return False
    # A picture under a heading with a sentence is an item of a list; one with links shows another article.
    return node.link_chars < 0.5 * max(1, node.chars) and not any(
        x.kind == "heading" or END.match(x.text) for x in lines
    )


def is_caption(line: Line, boxes: set[int]) -> bool:
    """Tell whether *line* stands under a picture."""
    if line.kind == "caption":
        return True
    if line.kind == "table":
        return False
    if line.kind in ("heading", "embed"):
        return any(n.tag == "figure" for n in line.node.above())
    for node in line.node.above():
        if node.tag == "figure":
            return line.weight < 300
        if node.order in boxes:
            return True
    return False


def images_of(walk: Walk, captions: Iterable[Line], container: Node, url: str) -> tuple[Image, ...]:
    """Return the pictures in *container*, in page order, each with the caption that stands in its box."""
    captions = list(captions)
    found: dict[str, Image] = {}
    for node, element in walk.images:
        if len(found) >= MAX_IMAGES or not (node.inside(container) or container.inside(node) or _near(node, container)):
            continue
        source = _source_of(element)
        if source is None or NO_PICTURE.search(source) or _tiny(element):
            continue
        address = absolute(url, source)
        if address is None:
            continue
        caption, credit = _caption_of(node, captions)
        known = found.get(address)
        if known is None or (known.caption is None and caption):
            found[address] = Image(
                url=address, alt=clean(element.get("alt") or "") or None, caption=caption, credit=credit
            )
    return tuple(found.values())


def _near(node: Node, container: Node) -> bool:
    """Tell whether *node* stands in what *container* stands in: the lead picture above the text."""
    around = container.parent
    return around is not None and around.tag != "body" and node.inside(around)


def _source_of(element: object) -> str | None:
    get = element.get  # type: ignore[attr-defined]
    for name in SOURCES:
        value = get(name)
        if value and not value.startswith("data:"):
            if "srcset" in name:
                value = value.split(",")[-1].split()[0] if value.split() else ""
            return str(value).strip() or None
    return None


def _tiny(element: object) -> bool:
    get = element.get  # type: ignore[attr-defined]
    for name in ("width", "height"):
        value = (get(name) or "").removesuffix("px")
        if value.isdigit() and int(value) < 40:
            return True
    return False


def _caption_of(node: Node, captions: list[Line]) -> tuple[str | None, str | None]:
    for depth, outer in enumerate(node.above()):
        if outer.tag == "body" or depth > 6:
            break
        near = [line for line in captions if line.node.inside(outer)]
        if near:
            if len({line.text for line in near}) > 4:
                return None, None  # a gallery's box: whose caption is whose cannot be told here
            texts = list(dict.fromkeys(line.text for line in near))
            return split_credit(" ".join(texts))
    return None, None


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Return caption and credit of a caption line: ``The bridge. Photo: Ann Lee`` gives both."""
    match = CREDIT.search(text)
    if match is None:
        return text or None, None
    caption = text[: match.start()].rstrip(" ([|/–—-")
    return caption or None, match["credit"].strip(" ()[]")
