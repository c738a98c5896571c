"""Reader: microdata: the article's properties, and not those of the posts, pictures and comments around it."""

from collections.abc import Sequence
from typing import Any

from archive.article.finding import Finding
from archive.article.hints import named
from archive.article.jsonld import ARTICLE_TYPES
from archive.article.layout import Layout, element_text, folded, tidy

_MICRODATA = {
    "headline": "headline",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "author": "authors",
    "articlesection": "section",
    "alternativeheadline": "standfirst",
}


# Items within an article that have authors and dates of their own.
_PARTS = named("comment usercomments imageobject audioobject")


def microdata_of(layout: Layout) -> list[Finding]:
    """Return what the properties of the page's article say, in order; nothing of its parts and of other articles."""
    findings = []
    found = [
        (_MICRODATA[p.lower()], p, e, _item_of(e))
        for p, e, out in layout.properties
        if p.lower() in _MICRODATA and not out
    ]
    foreign = _other_articles([item for *_, item in found if item is not None], layout)
    for field, prop, element, item in found:
        if item is not None and (id(item) in foreign or _item_type(item) in _PARTS):
            continue
        value = tidy(element.get("content") or element.get("datetime"))
        if field == "authors" and not value and element.get("itemscope") is not None:
            # The person's own box: its name, not its picture and job.
            inner = next(
                (e for e in element.iter() if (e.get("itemprop") or "") == "name" and isinstance(e.tag, str)), None
            )
            value = tidy(inner.get("content")) or element_text(inner) if inner is not None else ""
        value = value or element_text(element)
        if value:
            findings.append(Finding(field=field, value=value, evidence="microdata", where=f"itemprop={prop}"))
    return findings


def _item_of(element: Any) -> Any:
    """Return the element of the item that a property belongs to; None where it stands in none."""
    return next((box for box in element.iterancestors() if box.get("itemscope") is not None), None)


def _item_type(item: Any) -> str:
    return str(item.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()


def _other_articles(items: Sequence[Any], layout: Layout) -> frozenset[int]:
    """Return which of several articles on a page are not its own: they hold neither its h1 nor a heading of its title.

    Lists of other posts are marked up like the article, with their authors and dates.
    """
    articles = {id(item): item for item in items if _item_type(item) in ARTICLE_TYPES}
    if len(articles) < 2:
        return frozenset()
    titles = [folded(t) for t in (layout.title, *layout.metas.get("og:title", ()))]
    own = {
        key
        for key, item in articles.items()
        if any(e.tag == "h1" or _begins(folded(element_text(e)), titles) for e in item.iter("h1", "h2"))
    }
    return frozenset(articles.keys() - own)


def _begins(heading: str, titles: Sequence[str]) -> bool:
    """Tell whether a title is the heading, or goes on behind it with the site's name."""
    return len(heading) >= 12 and any(f"{title} ".startswith(f"{heading} ") for title in titles)
