"""Reader: the kicker: the short line above the headline, or the first words of its heading.

What stands above a headline is often no kicker but a menu, the end of the path, a button, a count of minutes or the
credit of a picture: such a line is none.
"""

import re
from collections.abc import Sequence
from typing import Any

from archive.article.finding import Finding
from archive.article.hints import kinds_of
from archive.article.layout import Layout, Line, element_text, folded, tidy
from archive.article.metadata import Declared
from archive.article.patterns import late
from archive.article.phrases import WHOLE
from archive.article.section import HOME, is_path
from archive.article.site_name import is_site_name

_COLON = re.compile(r"\s:(?=\S)")
_PATH = re.compile(r"crumb|briciole", re.IGNORECASE)
_SEPARATORS = " :-–—|•/"
_BUTTONS = late(r"(?<![a-z])(?:shar(?:e|es|ing)|social|search|edit|languages?)(?![a-z])")
# "4 min read", "3304 views", "0 commenti": counted, not written.
_COUNT = late(
    r"^\W*\d[\d.,]*\s*k?\W*(?:min|sec|views?|reads?|shares?|com+ent|kom+entar|reac|visual|vist|let+ur|lectur|lesezeit)",
    re.IGNORECASE,
)
_BUTTON_WORDS = late(
    r"(?:edit|history|search|share me|sign up|log in|subscribe|updated?|cerca|modifica|buscar|suche|rechercher"
    r"|join (?:now|today|us)|abbonati|iscriviti|suscríbete|abonnez-vous|jetzt (?:abonnieren|anmelden))\b.{0,12}$"
    r"|(?:continue reading|skip to)\b.{0,20}$|(?:source|fonte|fuente|quelle|bron|来源|來源|出处)\s?[:：].*$",
    re.IGNORECASE,
)
"""What is to be pressed, and where a text comes from."""
_GLUED = re.compile(r"[^\W\d_A-Z][^\W\d_a-z]")
"""A small letter before a capital one, as far as ASCII goes: two labels may have been written together here."""
_MOST = 400
"""Characters of an element beside another that are looked at: a kicker is short."""
# Furniture's words that are true labels above a headline.
_LABELS = frozenset(("live", "exclusive", "breaking", "breaking news", "opinion", "analysis", "photos", "video"))


def kicker_above(layout: Layout, line: int | None, headline: str, declared: Declared) -> str | None:
    """Return the kicker printed above the *headline* at *line*.

    A line whose class says so, up to four lines above; else the line right above where it is short and shares the
    headline's box.
    """
    from archive.article.timing import is_date_line

    if line is None or line >= len(layout.lines):
        return None
    own = layout.lines[line]
    above = [layout.lines[n] for n in range(line - 1, max(-1, line - 5), -1)]
    for candidate in above:
        if (
            "kicker" in candidate.marks
            and may_be_kicker(candidate, headline)
            and not is_date_line(candidate.text)
            and candidate.tag != "figcaption"
        ):
            return _printed(candidate)
    if not above:
        return None
    nearest = above[0]
    if (
        not nearest.furniture
        and may_be_kicker(nearest, headline)
        and _neighbours(nearest.element, own.element)
        and not _is_menu(nearest)
        and not _is_apart(nearest)
        and "author" not in nearest.marks
        and not is_date_line(nearest.text)
        and not is_site_name(nearest.text, declared.site_names)
        and not folded(layout.title).endswith(" " + folded(nearest.text))
    ):
        return _printed(nearest)
    return None


def kicker_inside(text: str, element: Any, keys: Sequence[tuple[str, Finding]]) -> tuple[str, str | None]:
    """Split a kicker that stands inside the heading off: (headline, kicker).

    A declared title that is the heading without its first words tells where the kicker ends; so does an element of
    the heading whose name says so, unless a declared title says the whole heading.
    """
    children = [c for c in element.iter() if isinstance(c.tag, str) and c is not element]
    dense = {k.replace(" ", ""): f.value for k, f in reversed(keys)}
    whole = dense_of(text)
    named: tuple[str, str] | None = None
    for child in children[:12]:
        part = element_text(child)
        if not part or len(part) >= len(text) or not text.startswith(part) or len(part.split()) > 8:
            continue
        rest = text[len(part) :].strip().lstrip(":-–—|•. ").strip()
        if rest and dense_of(rest) in dense:
            return rest, part.rstrip(_SEPARATORS)
        if (
            rest
            and named is None
            and "kicker" in kinds_of(" ".join(filter(None, (child.get("class"), child.get("id")))))
        ):
            named = rest, part.rstrip(_SEPARATORS)
    if whole in dense:
        # Printed in parts without a space or a colon between them: the declared title has both.
        return (tidy(dense[whole]) if children and dense_of(dense[whole]) == whole else text), None
    if named is not None:
        return named
    titles = {k for k, _ in keys}
    for title in titles:
        if len(title) > 15 and folded(text).startswith(title + " "):
            # The heading holds more than the headline (a date, a comment count): cut to what is declared.
            kept = _prefix(text, title)
            if kept and _is_made_of(text[len(kept) :], [element_text(c) for c in children[:12]]):
                return kept, None
        if len(title) > 15 and folded(text).endswith(" " + title) and children:
            start = _suffix(text, title)
            if start:
                return text[start:].strip(), text[:start].strip(_SEPARATORS) or None
    return _COLON.sub(": ", text), None


def kicker_before(headline: str, element: Any) -> str | None:
    """Return the words that stand before the *headline*'s own element in one heading, where they may be its kicker."""
    for box in boxes_of(element, 3)[1:]:
        if box.tag in ("h1", "h2", "h3"):
            before = element_text(box).removesuffix(headline).strip(_SEPARATORS)
            return before if element_text(box).endswith(headline) and 2 <= len(before) <= 70 else None
    return None


def dense_of(text: str) -> str:
    """Return *text* folded, without spaces: parts of a heading are often printed without any."""
    return folded(text).replace(" ", "")


def boxes_of(element: Any, depth: int) -> list[Any]:
    """Return *element* and up to *depth* elements around it, outwards."""
    boxes = [element]
    while len(boxes) <= depth and boxes[-1].getparent() is not None:
        boxes.append(boxes[-1].getparent())
    return boxes


def may_be_kicker(line: Line, headline: str) -> bool:
    """Tell whether a line is short enough to be a kicker and is neither a count, a button nor the headline itself."""
    text, words = line.text, line.text.split()
    key = folded(text)
    return (
        2 <= len(text) <= 70
        and len(words) <= 9
        and any(c.isalpha() for c in text)
        and not text.endswith((".", "…"))
        and not text.startswith(("©", "(c)", "(C)"))
        and folded(headline) not in key
        and not _COUNT.match(text)
        and not _BUTTON_WORDS.match(text)
        and not is_path(text)
        and (key in _LABELS or not WHOLE.match(text))
    )


def _is_apart(line: Line) -> bool:
    """Tell whether a line belongs to something else: a picture, the path, a row of buttons, an item among others."""
    if "caption" in line.marks or line.tag == "figcaption" or _PATH.search(line.hint) or _BUTTONS.search(line.hint):
        return True
    around = line.element.getparent() if line.tag == "li" else None
    items = [e for e in around if e.tag == "li"] if around is not None else []
    # One to three labels in a list are a rubric; more are a menu, and what begins at home is a path.
    many = len(items) > 3 and "section" not in kinds_of(line.hint)
    return many or (len(items) > 1 and folded(element_text(items[0])) in HOME)


def _printed(line: Line) -> str:
    """Return the words of a line; two labels in elements of their own are two words, whatever the template forgot."""
    text = line.text
    if not _GLUED.search(text):
        return tidy(text).rstrip(_SEPARATORS)
    for child in line.element.iter():
        beside = child.getnext() if child is not line.element else None
        if beside is not None and not child.tail and isinstance(beside.tag, str):
            one = element_text(child, _MOST)
            if one[-1:].islower() and (two := element_text(beside, _MOST))[:1].isupper():
                text = text.replace(one + two, f"{one} {two}")
    return tidy(text).rstrip(_SEPARATORS)


def _is_made_of(rest: str, parts: Sequence[str]) -> bool:
    """Tell whether *rest* is a row of whole *parts*: "(latimes.com) 87", each in an element of its own."""
    rest = rest.strip()
    while rest:
        part = max((p for p in parts if p and rest.startswith(p)), key=len, default=None)
        if part is None:
            return False
        rest = rest[len(part) :].strip()
    return True


def _prefix(text: str, key: str) -> str | None:
    for cut in (m.start() for m in re.finditer(r"\s", text)):
        if folded(text[:cut]) == key:
            return text[:cut].strip()
    return None


def _suffix(text: str, key: str) -> int | None:
    for cut in (m.end() for m in re.finditer(r"\s", text)):
        if folded(text[cut:]) == key:
            return cut
    return None


def _is_menu(line: Line) -> bool:
    """Tell whether a line is made of several links: a menu or a path, no kicker."""
    return line.linked > 0.6 and sum(1 for _ in line.element.iter("a")) > 1


def _neighbours(above: Any, below: Any) -> bool:
    """Tell whether *above* is the printed neighbour of *below*: its sibling, or that of a box around it."""
    around = {id(a): a for a in boxes_of(below, 3)}
    for box in boxes_of(above, 3):
        sibling = box.getnext()
        while sibling is not None and not isinstance(sibling.tag, str):
            sibling = sibling.getnext()
        if sibling is not None and id(sibling) in around:
            return True
    return False
