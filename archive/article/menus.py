"""Menus: boxes of links with nothing to read between them. They hold half the elements of a newspaper's page.

One is told by a question to the tree's own library, and not walked; its words make one line.
"""

from typing import Any

from lxml import etree

from archive.article.patterns import has_dense

# A headline, a date or running text in it: names such as "has-sidebar" stand on boxes around the article, too.
_MAY_BE_MENU: Any = etree.XPath(
    "count(.//a) >= 12 and not(.//h1 or .//time or .//article or "
    ".//text()[string-length() > 150][not(parent::script or parent::style)][string-length(normalize-space()) > 150])"
)
_PATHS: Any = etree.XPath(".//*[not(self::li)][contains(concat(@class, ' ', @id), 'breadcrumb')]")
_ENTRIES: Any = etree.XPath(".//a//text()", smart_strings=False)
_CHARS: Any = etree.XPath("string-length(normalize-space())")
_LINKED = 0.25
"""Of a menu's characters: what its links hold at least, titles of articles with a summary below each."""
_LINKED_DENSE = 0.5
"""The same where 150 characters are a paragraph."""


def entries_of(element: Any) -> str:
    """Return the words of the links in *element*, a box that is named as furniture; none where it is no menu."""
    if not _MAY_BE_MENU(element):
        return ""
    entries = " ".join(" ".join(_ENTRIES(element)).split())
    least = _LINKED_DENSE if has_dense(entries) else _LINKED
    return entries if len(entries) >= least * _CHARS(element) else ""


def paths_in(menu: Any) -> list[Any]:
    """Return the elements in *menu* that hold the path to the page."""
    return list(_PATHS(menu))
