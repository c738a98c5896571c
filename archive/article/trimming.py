"""From the lines of a container to those of the article: head, foot and what was put in between are cut.

Every cut is a habit of the web: the headline said again, a byline and a date before the first paragraph, a line that
is a link and nothing else, a block of links at the end, a sentence that asks for something.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from archive.article.ending import SHORT, STOPS, without_ending
from archive.article.lines import Line, Node, fold, length
from archive.article.patterns import late
from archive.article.phrases import END, MISTAKE, READ_ALSO, UPDATED, WHOLE, asked, earns

BOXES = frozenset(
    ("p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "span", "table", "pre", "dl", "dt", "dd")
)
CARDS = frozenset(("div", "section", "article", "aside", "ul", "li"))
NOT_TEXT_MARKS = frozenset(("meta", "headline", "furniture", "comments"))
DATE_LIKE = late(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}:\d{2}|(?:19|20)\d\d)\b|\d{4}\s*年|\d{4}\s*년",
    re.IGNORECASE,
)
BY_LIKE = late(
    r"^\W*(?:by|di|da|por|par|von|vom|door|av|af|od|autor|text|testo|texte|foto|photos?|reporting by|written by|words|"
    r"автор|текст|от|από|oleh|yazan|tác giả|文|記者|记者|기자|بقلم|كتب)\b[\s:.]*\S",
    re.IGNORECASE,
)
WEAK = frozenset(("click here", "for more information"))
"""Asked of readers in articles too: only beside another request they are of the paper."""
LETTERS = frozenset(("newsletter", "newsletters"))
PICTURED = frozenset(("摄）", "攝）", "摄)", "攝)"))
"""How a Chinese line ends that credits a picture: 图为旧桥。（张三摄）."""
CREDITED = late(
    r"[\[(](?:(?:image|picture|photo|pic|credit|foto|bild)s?\s?:[^\[\]()]{2,60}|(?:[^\[\]()]{2,40}\s?/\s?)?"
    r"(?:getty(?: images)?|shutterstock|alamy|istock|rex(?: features)?|imago|ap photo))[\])]$"
    r"|\[(?:[^\[\]()]{2,40}\s?/\s?)?(?:reuters|afp|ap|pa|epa|anadolu)\]$",
    re.IGNORECASE,
)
"""How a caption ends that credits its picture: "... in the flood [GETTY]", "... (Image: PA)"."""
FILES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".JPG", ".PNG")
MAX_NOTE = 600
"""Characters of a paragraph in which a paper speaks of itself."""
TOPICS = LETTERS | {"free trial", "day trial"}
"""Of what is asked for: articles are about them too, so they count beside a request only, or at the end."""
STREAM = 4
"""Boxes that show other articles: as many are a stream of stories."""
TEASER = 450.0
"""Characters of running text in a box that shows another article with its date."""
STORY = 600.0
"""Characters of running text beside them that are an article."""
LONG = 80.0
SENTENCE = 60
"""Letters of a heading that is a sentence of the text."""
_ALIKE = 20
"""Letters by which lines are told apart at first."""


@dataclass(slots=True)
class Head:
    """What the article's head says, folded: it is not said again in the body."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    """Their names as they are written."""
    furniture: frozenset[str] = frozenset()
    """Whole lines of the source's furniture."""
    end_before: frozenset[str] = frozenset()
    longest: float = field(init=False)
    """Letters of the longest line that may repeat the head."""

    def __post_init__(self) -> None:
        said = 1.6 * len(self.headline), 1.03 * len(self.standfirst), len(self.byline)
        self.longest = max(*said, *map(len, self.furniture))

    def says(self, line: Line, place: int, main: Node | None = None) -> bool:
        """Tell whether *line* repeats the head; *place* counts lines from the start, *main* holds the text."""
        if line.kind == "embed":
            return False
        if len(line.text) > 2 * self.longest and line.text[0].isalnum():
            return False  # a paragraph: more than half of it is letters
        folded = fold(line.text)
        if not folded or folded in self.furniture:
            return True
        if folded == self.headline:
            return place < 12 or line.kind == "heading"
        if place >= 12:
            return False
        if folded == self.byline:
            return True
        # The first paragraph stays where it is, though a reader of heads has taken it for a standfirst.
        if self.standfirst and len(folded) > 20 and not _is_own(line, main):
            much = len(folded) > 0.5 * len(self.standfirst)
            if folded in self.standfirst and (much or len(self.standfirst) < 400):
                return True
            if self.standfirst in folded and len(folded) < 1.03 * len(self.standfirst):
                return True
        return (
            bool(self.headline)
            and len(folded) > 20
            and len(folded) < 1.6 * len(self.headline)
            and (self.headline in folded or folded in self.headline)
        )


def _is_own(line: Line, main: Node | None) -> bool:
    """Tell whether *line* is a plain paragraph of the box *main*."""
    return (
        seat(line) is main and line.node.tag == "p" and not line.node.marks and line.strong_chars < 0.5 * len(line.text)
    )


def seat(line: Line) -> Node:
    """Return the box that *line*'s paragraph, list or heading stands in."""
    node = line.node
    while node.tag in BOXES and node.parent is not None:
        node = node.parent
    return node


def trim(lines: list[Line], head: Head, *, ruled: bool = False) -> list[Line]:
    """Return the lines of *lines* (captions are gone already) that are the article's.

    Of lines that a rule names (*ruled*), scraps at the end stay.
    """
    lines = _without_cards(lines, head.headline)
    lines = _without_linked(lines)
    lines = _without_phrases(lines)
    lines = _without_asking(lines)
    lines = _without_tail(lines, head, scraps=ruled)
    lines = _without_head(lines, head)
    return _once(lines)


def _without_cards(lines: list[Line], headline: str) -> list[Line]:
    """Cut boxes that show another article: its title as a link, perhaps its date, author, picture and a sentence."""
    is_card: dict[int, bool] = {}
    titles: dict[int, Node] = {}
    teasers: dict[int, Node] = {}
    for line in lines:
        if line.kind == "heading" and line.link_share > 0.8 and fold(line.text) != headline:
            box = line.node.parent
            while (
                box is not None
                and box.tag in ("a", "header", "span", "div")
                and box.mass == 0
                and box.parent is not None
            ):
                box = box.parent
            if box is not None and box.tag in CARDS and box.mass < TEASER and "body!" not in box.marks:
                teasers[id(box)] = box
                if box.mass < 200 and box.chars < 400:
                    titles[id(box)] = box
    whole = sum(x.weight for x in lines)
    told = sum(box.mass for box in titles.values())
    # Where such boxes are much of the page, they are the article: a list of things to see or to buy. But a text that
    # tells a story beside them is one without those of a list.
    story = (
        len(titles) >= STREAM
        and whole - told > STORY
        and (all(map(_is_listed, titles.values())) or (told < 0.5 * whole and _is_last(titles, lines)))
    )
    if titles and (told < 0.15 * whole or story):
        is_card.update(dict.fromkeys(titles, True))
    elif len(teasers) >= STREAM and whole - sum(box.mass for box in teasers.values()) > STORY:
        dated = {id(n) for x in lines if _is_day(x) for n in islice(x.node.above(), 4)}
        if dated.issuperset(teasers) and _is_last(teasers, lines):
            is_card.update(dict.fromkeys(teasers, True))
    return [line for line in lines if line.kind in ("embed", "table") or not _in_card(line.node, is_card)]


def _is_day(line: Line) -> bool:
    """Tell whether *line* is hardly more than a date, and perhaps who wrote."""
    return line.weight < SHORT and len(line.text) < 80 and DATE_LIKE.search(line.text) is not None


def _is_last(titles: dict[int, Node], lines: list[Line]) -> bool:
    """Tell whether nothing but these boxes stands from the first of them on."""
    start = min(box.order for box in titles.values())
    rest = [x for x in lines if x.weight and x.node.order >= start]
    return all(any(id(around) in titles for around in x.node.above()) for x in rest)


def _is_listed(box: Node) -> bool:
    """Tell whether *box* is an item of a list, or an article's teaser, or stands in one."""
    return any(around.tag in ("li", "article") for around in islice(box.above(), 4))


def _in_card(node: Node, judged: dict[int, bool]) -> bool:
    known = judged.get(id(node))
    if known is None:
        known = _is_card(node) or (node.parent is not None and node.tag != "body" and _in_card(node.parent, judged))
        judged[id(node)] = known
    return known


def _is_card(node: Node) -> bool:
    return (
        node.tag in CARDS
        and node.tag != "li"
        and node.chars < 400
        and node.mass < 80
        and node.link_chars > (0.5 if node.tag in ("article", "aside") else 0.6) * node.chars
        and node.link_chars > 20
    )


def _without_linked(lines: list[Line]) -> list[Line]:
    """Cut lines that are a link and nothing else, and lists of such."""
    kept: list[Line] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if line.kind == "item":
            end = n + 1
            group = line.node.parent
            while end < len(lines) and lines[end].kind == "item" and lines[end].node.parent is group:
                end += 1
            items = lines[n:end]
            chars = sum(len(x.text) for x in items)
            if sum(x.link_chars for x in items) < 0.7 * chars:
                kept += items
            n = end
            continue
        n += 1
        if line.kind in ("embed", "table", "heading") or line.link_share < 0.8 or length(line.text) > 250:
            kept.append(line)
    return kept


def _without_phrases(lines: list[Line]) -> list[Line]:
    kept = []
    before = 0.0
    for line in lines:
        text = line.text
        if len(text) < MAX_NOTE and line.kind not in ("embed", "table"):
            # Above the text such a note is a part of it: a disclosure.
            if line.kind in ("text", "quote") and (_is_note(text) or (before > STORY and earns(text))):
                continue
            n = length(text) if len(text) < 250 else 250
            if n < 60 and line.kind != "item" and (text[-2:] in PICTURED or WHOLE.match(text)):
                continue
            if (
                n < 250
                and (line.link_chars or line.strong_chars > 0.5 * len(text))
                and READ_ALSO.match(text)
                and line.link_share > 0.3
            ):
                continue
        before += line.weight
        kept.append(line)
    return kept


def _is_note(text: str) -> bool:
    """Tell whether a paragraph is no sentence of the story: a rule, a picture's file or caption, a request."""
    if len(text) < 120:
        if not any(c.isalnum() or c == "_" for c in text) or text.endswith(FILES):
            return True  # a rule of underscores parts the texts of American agencies
    elif text[0] == "©":
        return True
    if text[-1:] in ("]", ")") and len(text) < 300 and CREDITED.search(text):
        return True
    return "nter" in text and MISTAKE.search(text) is not None


def _without_asking(lines: list[Line]) -> list[Line]:
    """Cut what asks the reader to subscribe, to give or to follow: twice in one line, or at the end or in a box."""
    main = _main_seat(lines)
    whole = sum(x.weight for x in lines)
    before = 0.0
    kept = []
    for line in lines:
        before += line.weight
        if line.kind not in ("embed", "table", "heading") and 20 < len(line.text) < 700:
            boxed = seat(line) is not main
            if (boxed or line.link_chars or line.strong_chars > 0.5 * len(line.text)) and (
                requests := asked(line.text)
            ):
                late = before > 0.75 * whole and len(line.text) < 400
                beside = boxed and len(line.text) < 250 and line.kind != "item"
                plain = requests - TOPICS
                foot = late and not requests.isdisjoint(TOPICS if boxed else LETTERS)
                if (len(requests) > 1 and plain) or (plain - WEAK and (late or beside)) or foot:
                    continue
        kept.append(line)
    return kept


def _is_sentence(line: Line) -> bool:
    """Tell whether a heading is a paragraph of the text: some pages tell whole stories in headings between pictures."""
    return line.kind == "heading" and length(line.text) >= SENTENCE and line.text[-1] in ".!?。"


def _main_seat(lines: list[Line]) -> Node | None:
    """Return the box that holds most of the running text."""
    masses: dict[Node, float] = {}
    for line in lines:
        box = seat(line)
        masses[box] = masses.get(box, 0.0) + line.weight
    return max(masses, key=masses.__getitem__, default=None)


def _without_tail(lines: list[Line], head: Head, *, scraps: bool) -> list[Line]:
    """Cut at the line that opens what follows an article, then scraps at the end."""
    whole = sum(x.weight for x in lines)
    before = 0.0
    for n, line in enumerate(lines):
        ends = (head.end_before and fold(line.text) in head.end_before) or (
            before > 0.4 * whole
            and len(line.text) < 120
            and (
                line.kind == "heading"
                or line.weight == 0
                or line.strong_chars > 0.5 * len(line.text)
                or line.link_chars
            )
            and END.match(line.text)
        )
        if ends:
            rest = lines[n + 1 :]
            boxes = {seat(x) for x in lines[:n] if x.weight}
            if sum(x.weight for x in rest) < 0.35 * whole and (
                sum(x.weight for x in rest if seat(x) in boxes) < 0.1 * whole
            ):
                lines = lines[:n]
                break
        before += line.weight
    if scraps:
        return lines
    unsigned = without_ending(lines, head.authors)
    if len(unsigned) < len(lines):
        return unsigned
    # Nothing but short lines, where the page names its article's body: verses, lists of names.
    seats = {seat(x) for x in lines if x.weight} or {seat(x) for x in lines if "body!" in seat(x).marks}
    while lines and not lines[-1].weight:
        line = lines[-1]
        if line.kind == "table":
            break
        if (
            (line.kind not in ("heading", "embed") or _is_sentence(line))
            and line.link_share < 0.4
            and seat(line) in seats
            and not NOT_TEXT_MARKS & line.node.marks
            and not END.match(line.text)
            and len(line.text) > 2
        ):
            break
        lines = lines[:-1]
    return without_ending(lines, head.authors)


def _without_head(lines: list[Line], head: Head) -> list[Line]:
    main = _main_seat(lines)
    first = next(
        (
            n
            for n, x in enumerate(lines)
            if x.weight >= (LONG if seat(x) is not main else SHORT) and not head.says(x, 0, main) and not is_meta(x)
        ),
        None,
    )
    if first is None:
        return [x for n, x in enumerate(lines) if not head.says(x, n) and not is_meta(x)]
    home = seat(lines[first])
    kept = []
    for line in lines[:first]:
        if (
            head.says(line, 0, main)
            or is_meta(line)
            or (line.kind in ("embed", "heading", "item") and seat(line) is not home)
        ):
            continue
        short = line.node.tag == "p" and length(line.text) >= 20 and line.text[-1] in STOPS
        if line.weight or (seat(line) is home and (short or _is_sentence(line))):
            kept.append(line)
    while kept and kept[-1].kind == "heading" and kept[-1].level == 1:
        kept.pop()
    return kept + [
        x for n, x in enumerate(lines[first:]) if not (n < 12 and (head.says(x, n, main) or (n < 5 and _is_dated(x))))
    ]


def _is_dated(line: Line) -> bool:
    """Tell whether *line* says when the article was published or changed, and nothing else."""
    text = line.text
    return len(text) < 120 and UPDATED.match(text) is not None and DATE_LIKE.search(text) is not None


def is_meta(line: Line) -> bool:
    """Tell whether *line* is a byline or a date line."""
    if len(line.text) > 200 or (n := length(line.text)) > 200:
        return False
    if (line.node.marks & NOT_TEXT_MARKS and line.weight < 120) or (n < 160 and UPDATED.match(line.text)):
        return True
    if n >= 90 or line.weight >= 60:
        return False
    named = BY_LIKE.match(line.text) is not None and not line.text.endswith(".")
    date = None if named else DATE_LIKE.search(line.text)
    # "Get ready for a wild 2017.": a year in a sentence is no date line.
    return named or (date is not None and not (n >= 40 and len(date[0]) == 4 and line.text[-1] in ".!?"))


def _once(lines: list[Line]) -> list[Line]:
    """Cut long lines that were said before, word for word."""
    said: dict[str, list[str]] = {}
    kept = []
    for line in lines:
        if len(line.text) > 60 and line.kind != "table":
            # Few lines begin alike: only those are compared whole.
            begins = fold(line.text[:60])[:_ALIKE]
            if len(begins) < _ALIKE:
                begins = fold(line.text)[:_ALIKE]
            before = said.setdefault(begins, [])
            if before and fold(line.text) in map(fold, before):
                continue
            before.append(line.text)
        kept.append(line)
    return kept
