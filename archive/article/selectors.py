"""Reader: the source's own rules, as CSS selectors in its profile. First selector that matches wins."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

from archive.article.layout import element_text, tidy
from archive.errors import UsageError
from archive.sources.profile import Source

_PSEUDO = re.compile(r"::(?:attr\((?P<attribute>[^)]+)\)|(?P<text>text))\s*$")


@lru_cache(maxsize=1024)
def compiled(selector: str) -> tuple[Any, str | None]:
    """Return a selector ready for use and the attribute it asks for. Raises UsageError where it is none."""
    from lxml.cssselect import CSSSelector

    match = _PSEUDO.search(selector)
    plain = selector[: match.start()] if match else selector
    try:
        return CSSSelector(plain, translator="html"), match["attribute"] if match else None
    except Exception as error:
        raise UsageError(f"selector {selector!r}: {error}") from error


def select(tree: Any, selector: str) -> tuple[str, ...]:
    """Return the words (or the attribute) of every element that *selector* finds, in page order."""
    find, attribute = compiled(selector)
    try:
        elements = find(tree)
    except etree.XPathError:
        return ()
    values = (tidy(e.get(attribute)) if attribute else element_text(e) for e in elements)
    return tuple(v for v in values if v)


def ruled(tree: Any, source: Source, field: str, day: date) -> str | None:
    """Return what the rules of *source* for *field* find on a capture of *day*: the first match, or None."""
    for selector in source.rules_for(field, day):
        for value in select(tree, selector):
            return value
    return None


def ruled_all(tree: Any, source: Source, field: str, day: date) -> tuple[str, ...]:
    """Return every value of the first rule of *field* that matches: for tags."""
    for selector in source.rules_for(field, day):
        values = select(tree, selector)
        if values:
            return values
    return ()
