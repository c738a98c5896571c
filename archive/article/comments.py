"""Readers' comments: a box below the article. On pages that have many, they hold more elements than all else.

One is told by its name and a question to the tree's own library, and not walked.
"""

from typing import Any

from lxml import etree

from archive.article.furniture import marks_of

MIN_TOLD = 80
"""Characters of a paragraph, at least."""
ENOUGH_TOLD = 600
"""Characters of paragraphs above a box of comments: where the page has told less, the box may be what is to be read."""
_MAY_BE_COMMENTS: Any = etree.XPath(
    "count(.//*) >= 24 and not(.//h1 or descendant-or-self::*[@itemprop = 'articleBody'])"
)


def are_comments(element: Any, hint: str) -> bool:
    """Tell whether *element*, whose names are *hint*, is a box of readers' comments, and worth going around."""
    return "comments" in marks_of("div", hint, "", "") and bool(_MAY_BE_COMMENTS(element))
