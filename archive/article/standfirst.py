"""Reader: the standfirst, the deck that is printed between the headline and the text.

Its class says so, or the page's description repeats it, or it stands between the headline and the date line. What is
only declared and not printed is no standfirst.
"""

import re
from collections.abc import Sequence
from typing import Any

from archive.article.ending import tells_of
from archive.article.finding import Finding, find_all
from archive.article.hints import hint_of, kinds_of
from archive.article.layout import Layout, Line, element_text, folded
from archive.article.metadata import Declared
from archive.article.patterns import Openings, late
from archive.article.phrases import END, READ_ALSO, UPDATED, WHOLE, asked
from archive.article.section import MAX_PATH_CHARS, is_path
from archive.article.signed import names_who_wrote
from archive.article.timing import is_date_line

MIN_CHARS = 20
MAX_CHARS = 1200
REACH = 30
"""Printed lines below the headline in which a standfirst may stand."""
MOST_BELOW = 12
"""Of them, those outside of furniture that are looked at."""
TEXT_CHARS = 120
"""A line of as many is a paragraph of the text, or a deck that says much."""
_BEGINNING = 60
_ALIKE = 12
"""Letters by which a line of *_BEGINNING* and a description are told apart at first."""
_NOT_BOXES = frozenset(
    ("body", "html", "main", "article", "section", "header", "img", "a", "time", "h1", "meta", "figure")
)
_PICTURE_SAID = Openings(
    "file photo", "in this .{0,40}(?:photo|image|picture)", "this .{0,20}image released by", "photographer:",
    "foto:", "photo:", "bild:", "immagine:", "media caption", "image caption", "credit:",
    "(?:photo|photograph|picture|illustration)s? (?:by|courtesy)", shape="{}"
)  # fmt: skip
_NAMES = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_CREDITED = late(
    r"^©|\((?:AP|Reuters|AFP|Getty|ANSA)[^()]*\)$|(?:getty images|©\s?\w+)\W*$|\([^()]*\b(?:photo|foto)\b[^()]*\)$"
    rf"|(?-i:[.!?][\"”’]? \({_NAMES}\)$|\bCredit: ?{_NAMES}\W*$|(?:\(|© ?|[.!?][\"”’]? ?){_NAMES} ?/ ?{_NAMES}\)?$)",
    re.IGNORECASE,
)
"""Who took a picture, behind what it shows: "... (Anna Neri / Agency)", "... in 2014. Anna Neri/Agency"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_CREDIT_WORDS = ("getty images", "credit:")
_BUTTONS = late(r"\b(?:Facebook|Twitter|LinkedIn|WhatsApp|Pinterest|Reddit|Flipboard|Telegram|E-?[Mm]ail|Copy link)\b")
_MINUTES = late(r"\d ?min(?:ute)?s? read$", re.IGNORECASE)
_SHOWN = late(r"(?:^|[\s_-])(?:image|video|gallery|photo)", re.IGNORECASE)
_PLAIN_NAMES = late(
    r"standfirst|dec?k\b|sub-?_?-?title|subheader|sommario|catenaccio|strapline|sottotitolo|vorspann", re.IGNORECASE
)


def read_standfirst(
    layout: Layout, declared: Declared, *, headline: str, line: int | None, authors: Sequence[str] = ()
) -> Finding | None:
    """Return the printed standfirst below the headline at *line*, or None. What tells of one of *authors* is none."""
    start = line if line is not None else 0
    said = [f.value for f in find_all(declared.findings, "standfirst", "opengraph", "json-ld", "meta")]
    descriptions = [key for key in map(folded, said) if len(key) >= MIN_CHARS // 2]
    head = folded(headline)
    named = _named(layout, start, head, descriptions)
    if named is not None and tells_of(named.value, authors):
        named = None
    if line is None:
        # Without a printed headline nothing tells the article's deck from a teaser's but what the page declares.
        said_so = named is not None and any(_says(folded(named.value), d) for d in descriptions)
        return named if said_so else None
    return named or _by_place(layout, start, head, descriptions)


def _named(layout: Layout, start: int, head: str, descriptions: list[str]) -> Finding | None:
    """Return the deck that a class name points at: before the text begins, the nearest, the plainest named."""
    end = _text_begins(layout, start)
    best: tuple[float, str, Any] | None = None
    for mark in layout.marks:
        if mark.kind != "standfirst" or mark.furniture or not start - 3 <= mark.line <= end:
            continue
        element = mark.element
        kinds = kinds_of(mark.hint)
        if (
            element.tag in _NOT_BOXES
            or "caption" in kinds
            or _SHOWN.search(mark.hint)
            or ("author" in kinds and element.tag not in ("p", "h2"))
        ):
            continue
        text = element_text(element, MAX_CHARS + 200)
        key = folded(text)
        if _is_caption(element, text, {}) or not MIN_CHARS <= len(text) <= MAX_CHARS or _is_head(text):
            continue
        if key == head or (head.count(" ") > 3 and f" {head} " in f" {key} "):
            continue  # the headline, or a box that holds it too
        if sum(1 for _ in element.iter("p")) > 4 or element.find(".//h1") is not None:
            continue
        if mark.line < start and not any(_says(key, d) for d in descriptions):
            continue  # what stands above the headline is of the site
        score = 2.0 - abs(mark.line - start) / 15 + 0.5 * bool(_PLAIN_NAMES.search(mark.hint))
        if any(_says(key, d) for d in descriptions):
            score += 0.6
        below = layout.lines[mark.line + 1 : mark.line + MOST_BELOW]
        if any(line.text[:20] == text[:20] and folded(line.text) == key for line in below):
            score -= 0.7  # the text's own first paragraph, said before it
        if best is None or score > best[0] + 0.01:
            best = (score, text, element)
    if best is None:
        return None
    return Finding(field="standfirst", value=best[1], evidence="text", where=_where(best[2]))


def _text_begins(layout: Layout, start: int) -> int:
    """Return the index of the first line below the headline that is text beyond doubt."""
    for line in layout.lines[start + 1 : start + REACH]:
        plain = line.tag == "p" and len(line.text) >= 150 and not line.furniture
        if plain and not {"standfirst", "caption"} & line.marks and not _is_bold(line):
            return line.index
    return start + REACH


def _is_bold(line: Line) -> bool:
    """Tell whether a line is set wholly in bold."""
    bold = next((c for c in line.element.iter("strong", "b")), None)
    return bold is not None and len(element_text(bold)) >= 0.95 * len(line.text)


def _by_place(layout: Layout, start: int, head: str, descriptions: list[str]) -> Finding | None:
    """Return the line that repeats the description, a first paragraph in bold, or what stands above the date line."""
    near, below = _near(layout, start, head)
    # Right below the headline a box's name is not asked: "news-header footer" holds the deck on some sites.
    for n, line in enumerate([*near, *below]):
        if _fits(line) and _says_one(line.text, descriptions):
            # A description that was taken from the first paragraph makes no deck of it.
            if not _goes_on(line):
                return _found(line, "= description")
            break
        if n > 3 and sum(len(earlier.text) > 200 for earlier in below[: n - 2]) > 1:
            break
    for n, line in enumerate(below[:8]):
        if len(line.text) >= TEXT_CHARS and not _is_bold(line):
            if (
                n < 6
                and _fits(line)
                and line.linked < 0.3
                and _dated_after(layout, below, n)
                and "author" not in line.marks
            ):
                return _found(line, "before date")
            break
        if _fits(line) and len(line.text.split()) >= 5:
            if line.tag == "h2" and n <= 2:
                return _found(line, "")
            if line.tag in ("p", "div") and len(line.text) >= 60 and _is_bold(line):
                return _found(line, "in bold")
            if n < 6 and line.linked < 0.3 and _dated_after(layout, below, n) and "author" not in line.marks:
                return _found(line, "before date")
    return None


def _near(layout: Layout, start: int, head: str) -> tuple[list[Line], list[Line]]:
    """Return the two lines below the headline that are no captions, and all such lines outside of furniture."""
    near: list[Line] = []
    below: list[Line] = []
    judged: dict[Any, bool | None] = {}
    for line in layout.lines[start + 1 : start + 1 + REACH]:
        if line.furniture and len(near) == 2:
            continue
        if folded(line.text) != head and not _is_caption(line.element, line.text, judged):
            if len(near) < 2:
                near.append(line)
            if not line.furniture:
                below.append(line)
                if len(below) == MOST_BELOW:
                    break
    return near, below


def _is_caption(element: Any, text: str, judged: dict[Any, bool | None]) -> bool:
    """Tell whether *element* is a picture's caption: in a figure, in a box called so, or by its words.

    What a box says is kept in *judged*: many lines stand in one.
    """
    if _PICTURE_SAID.match(text) or (_may_be_credited(text) and _CREDITED.search(text)):
        return True
    box = element
    for _ in range(4):
        if box is None:
            return False
        if box not in judged:
            judged[box] = _is_pictures(box)
        says = judged[box]
        if says is not None:
            return says
        box = box.getparent()
    return False


def _is_pictures(box: Any) -> bool | None:
    """Tell whether a box is a picture's; None where its tag and names do not say."""
    if box.tag in ("article", "main", "body"):
        return False
    return True if box.tag in ("figure", "figcaption") or "caption" in kinds_of(hint_of(box)) else None


def _may_be_credited(text: str) -> bool:
    return text.endswith(")") or "©" in text or "/" in text[-40:] or any(w in text.lower() for w in _CREDIT_WORDS)


def _goes_on(line: Line) -> bool:
    """Tell whether a line is one of several paragraphs in a box: text, not a deck."""
    after = line.element.getnext()
    while after is not None and not isinstance(after.tag, str):
        after = after.getnext()
    return line.tag == "p" and after is not None and after.tag == "p" and not _is_bold(line)


def _found(line: Line, why: str) -> Finding:
    return Finding(field="standfirst", value=line.text, evidence="text", where=f"{_where(line.element)} {why}".strip())


def _fits(line: Line) -> bool:
    return (
        MIN_CHARS <= len(line.text) <= MAX_CHARS
        and line.linked < 0.6
        and not _SHOWN.search(line.hint)
        and not _is_head(line.text)
    )


def _is_head(text: str) -> bool:
    """Tell whether a line is a date line, a byline, a path, a row of buttons; a deck may name a day, but says more."""
    n = len(text)
    short = n <= 40 or 5 * sum(map(str.isdigit, text)) >= n or (n <= 60 and (_YEAR.search(text) or UPDATED.match(text)))
    if (short and is_date_line(text)) or names_who_wrote(text) or (n <= 80 and _MINUTES.search(text)):
        return True
    if len(set(_BUTTONS.findall(text))) > 2 or len(asked(text)) > 1 or READ_ALSO.match(text) is not None:
        return True
    return (n <= 60 and (WHOLE.match(text) is not None or END.match(text) is not None)) or (
        n <= MAX_PATH_CHARS and is_path(text)
    )


def _dated_after(layout: Layout, below: list[Line], n: int) -> bool:
    """Tell whether the date line or the byline comes right after line *n* of *below* and not before it."""
    if any(_is_dated(line) for line in below[:n]):
        return False
    place = below[n].index + 1
    for line in layout.lines[place : place + 5]:
        if _is_dated(line):
            return True
        if len(line.text) >= TEXT_CHARS and not _is_caption(line.element, line.text, {}):
            return False  # the text has begun: who is dated is quoted
    return False


def _is_dated(line: Line) -> bool:
    """Tell whether *line* is a date line or a byline."""
    if len(line.text) >= TEXT_CHARS:
        return False
    return "author" in line.marks or is_date_line(line.text) or names_who_wrote(line.text)


def _says_one(text: str, descriptions: list[str]) -> bool:
    """Tell whether a printed line says what one of *descriptions* says: one that begins as the line does."""
    begins = folded(text[:_BEGINNING])[:_ALIKE]
    told = [description for description in descriptions if description.startswith(begins)]
    return bool(told) and any(_says(folded(text), description) for description in told)


def _says(key: str, description: str) -> bool:
    """Tell whether a printed line says what the description says; descriptions are often cut short."""
    if not key or not description:
        return False
    if key == description:
        return True
    short, long = sorted((key, description), key=len)
    return len(short) >= 40 and long.startswith(short[:-6]) and len(short) >= 0.3 * len(long)


def _where(element: Any) -> str:
    name = (element.get("class") or "").split()
    return str(element.tag) + (f".{name[0]}" if name else "")
