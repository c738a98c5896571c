"""Pictures of the article, each with its caption and credit, and the lines that are such captions.

A caption is known by its element (figcaption), by its name (caption, didascalia, Bildunterschrift), or by its place:
a short line in a small box whose only other content is a picture.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from archive.article.blocks import Walk
from archive.article.lines import Line, Node, absolute, clean, fold
from archive.article.model import Image
from archive.article.patterns import late
from archive.article.phrases import END, UPDATED
from archive.article.signed import opens_as_byline
from archive.article.timing import is_date_line

SMALL_BOX = 350
"""Characters in a picture's box; a box that holds more holds an article."""
CREDIT = late(
    r"(?:^|[\s(\[|/.–—-])(?P<credit>(?:(?:photo|image|picture|foto|photograph|fotografia|crédito|credit|credits|crédits?|copyright|bild|bilder|"
    r"quelle|fonte|fuente|source|ph|フォト|写真|사진|图|攝影|фото|zdjęcie|kuva)s?\s*(?:credit|by|courtesy|di|de|von|av|:|：|/)\s*|©\s*|\(c\)\s*).{2,80}?)[)\]\s]*$",
    re.IGNORECASE,
)
NO_PICTURE = late(
    r"^data:image/|/(?:pixel|spacer|blank|transparent|1x1|placeholder|fallback|loading)\b|"
    r"(?:^|[/_.-])(?:logos?|avatars?|icons?|sprites?|emojis?|badges?|tracking|authors?|gravatar|share|sharing|buttons?|"
    r"facebook|fb|twitter|whatsapp|pinterest|linkedin|telegram|email)(?:[/_.-]|\d*\.(?:png|gif)|$)|doubleclick|/ads?/|"
    r"feedburner|scorecardresearch|\$\{",
    re.IGNORECASE,
)
DRAWING = late(r"\.svg(?:$|\?)", re.IGNORECASE)
"""An icon, but for one in a figure: that is a chart or a map."""
CREDIT_NAME = late(
    r"(?:^|[\s_-])(?:credits?|copyright|photographer|fotografo|crediti|bildnachweis|quelle)(?:$|[\s_-])", re.IGNORECASE
)
SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "data-url")
_NEXT_CANDIDATE = late(r",\s|,$")
_NUMBER = re.compile(r"\d+")
_BUTTON = late(
    r"^\W*(?:(?:hide|toggle|show|view|see) (?:full[ -]size )?(?:captions?|images?|photos?)|enlarge(?: this)?(?: image)?"
    r"|(?:play|watch)(?: the)? video|video|transcript|live|-?\d+:\d\d(?: ?/ ?\d+:\d\d)?"
    r"|(?:bild|foto) (?:vergrößern|anzeigen)|agrandir l.image|ampliar(?: imagen| foto)?|ingrandisci(?: la foto)?)\W*$",
    re.IGNORECASE,
)
"""What stands beside a picture to be pressed."""
MAX_IMAGES = 200
MAX_BESIDE = 90
"""Characters of a byline or a date line in a picture's box."""
MIN_CAPTION = 4
"""Characters; less is a logo written in letters."""


def captions_of(walk: Walk) -> list[Line]:
    """Return the lines that stand under a picture, in page order."""
    boxes = _picture_boxes(walk)
    pictured: dict[int, str] = {}
    for node in walk.nodes:
        if node.tag == "figure" or node.order in boxes:
            around = "figure" if node.tag == "figure" else "box"
            pictured.update(dict.fromkeys(range(node.first, node.last), around))  # the inner ones come later
    return [
        line
        for n, line in enumerate(walk.lines)
        if line.kind == "caption" or (n in pictured and _is_caption(line, pictured[n]))
    ]


def is_beside(line: Line, byline: str) -> bool:
    """Tell whether a line of a picture's box tells nothing of the picture: a button, the date, the folded *byline*."""
    text = line.text
    if _BUTTON.match(text) or UPDATED.match(text):
        return True
    if line.kind != "caption" and len(text) < MAX_BESIDE and byline and (said := fold(text)) and said in byline:
        return True
    if text[-1:] in (".", "!", "?") or len(text) > MAX_BESIDE or len(_NUMBER.findall(text)) < 2:
        return False
    bare = 5 * sum(map(str.isdigit, text)) >= len(text)
    return (bare or opens_as_byline(text)) and is_date_line(text)


def _is_caption(line: Line, around: str) -> bool:
    """Tell whether *line*, in a figure or another picture's box *around* it, is the picture's caption."""
    if line.kind == "table":
        return False
    if line.kind in ("heading", "embed"):
        return any(n.tag == "figure" for n in line.node.above())
    return around == "box" or line.weight < 300


def _picture_boxes(walk: Walk) -> set[int]:
    """Return the numbers of the boxes that hold a picture and its caption, and nothing else."""
    boxes: set[int] = set()
    judged: dict[int, bool] = {}
    for node, _ in walk.images:
        for outer in node.above():
            fits = judged.get(outer.order)
            if fits is None:
                judged[outer.order] = fits = _is_picture_box(outer, walk)
            if not fits:
                break
            boxes.add(outer.order)
    return boxes


def _is_picture_box(node: Node, walk: Walk) -> bool:
    if node.tag in ("body", "article", "main", "p", "li", "ul") or "body!" in node.marks:
        return False
    if node.chars > SMALL_BOX or node.mass > 260 or node.last - node.first > 4:
        return False
    if node.link_chars >= 0.5 * max(1, node.chars):
        return False  # it shows another article
    # A picture under a heading with a sentence is an item of a list.
    lines = walk.lines[node.first : node.last]
    return not any(x.kind == "heading" or END.match(x.text) for x in lines)


def images_of(
    walk: Walk, captions: Sequence[Line], container: Node, url: str, *, since: int, cut: Callable[[Node], bool]
) -> tuple[Image, ...]:
    """Return the pictures in *container* and before it from the box numbered *since*, in page order,
    without those in boxes that are *cut*.

    Each with the caption that stands in its box.
    """
    found: dict[str, Image] = {}
    here = [(node, element) for node, element in walk.images if since <= node.order <= container.end]
    sources = [(node, element, _source_of(element)) for node, element in here[: 5 * MAX_IMAGES]]
    boxes: dict[int, set[str]] = {}
    for node, _, source in sources if captions else ():
        for outer in node.above():
            boxes.setdefault(outer.order, set()).add(source or "")
    counts = {order: len(known) for order, known in boxes.items()}
    for node, element, source in sources:
        if source is None or len(found) >= MAX_IMAGES or cut(node) or _tiny(element) or NO_PICTURE.search(source):
            continue
        if DRAWING.search(source) and not any(outer.tag == "figure" for outer in node.above()):
            continue
        address = absolute(url, source)
        if address is None:
            continue
        caption, credit = _credited(element, *_caption_of(node, captions, counts))
        known = found.get(address)
        if known is None or (known.caption is None and caption):
            alt = clean(element.get("alt") or "") or None
            found[address] = Image(url=address, alt=alt, caption=caption, credit=credit)
    return tuple(found.values())


def _source_of(element: object) -> str | None:
    get = element.get  # type: ignore[attr-defined]
    for name in SOURCES:
        value = get(name)
        if value and not value.startswith("data:"):
            if "srcset" in name:
                value = _last_of(value)
            return str(value).strip() or None
    return None


def _last_of(srcset: str) -> str:
    """Return the last address of a srcset, mostly the largest; an address may hold commas, and the list end in one."""
    for candidate in reversed(_NEXT_CANDIDATE.split(srcset)):
        if words := candidate.split():
            return words[0].strip(",")
    return ""


def _tiny(element: object) -> bool:
    get = element.get  # type: ignore[attr-defined]
    for name in ("width", "height"):
        value = (get(name) or "").removesuffix("px")
        if len(value) <= 2 and value.isdecimal() and int(value) < 40:
            return True
    return False


def _caption_of(node: Node, captions: Sequence[Line], pictures: dict[int, int]) -> tuple[str | None, str | None]:
    """Return caption and credit from the smallest box around *node* that has one, and no picture but this one.

    A word or two in the picture's own box are its label where a sentence stands in the box around.
    """
    label: str | None = None
    for outer in node.above() if captions else ():
        if outer.tag == "body" or outer.mass > 2 * SMALL_BOX or pictures.get(outer.order, 0) > 1:
            break
        near = [line for line in captions if line.node.inside(outer)]
        texts = [x.text for x in near if len(x.text) >= MIN_CAPTION and not UPDATED.match(x.text) and x.text != label]
        text = " ".join(dict.fromkeys(texts))
        if not text:
            continue
        if label is None and text.count(" ") < 2 and not any(x.kind == "caption" for x in near):
            label = text
            continue
        return split_credit(text)
    return split_credit(label) if label else (None, None)


def _credited(element: Any, caption: str | None, credit: str | None) -> tuple[str | None, str | None]:
    """Return caption and credit, told apart by an element of the figure that bears the credit's name."""
    if caption is None or credit is not None:
        return caption, credit
    figure = next(element.iterancestors("figure"), None)
    if figure is None:
        return caption, credit
    for inner in figure.iter("span", "small", "cite", "em", "div", "p"):
        name = f"{inner.get('class') or ''} {inner.get('itemprop') or ''}"
        printed = clean("".join(inner.itertext())) if CREDIT_NAME.search(name) else ""
        if printed and caption and caption.endswith(printed):
            return caption.removesuffix(printed).rstrip(" ([|/–—-") or None, printed
    return caption, credit


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Return caption and credit of a caption line: ``The bridge. Photo: Ann Lee`` gives both."""
    match = CREDIT.search(text)
    if match is None:
        return text or None, None
    caption = text[: match.start()].rstrip(" ([|/–—-")
    return caption or None, match["credit"].strip(" ()[]")
