"""What a page declares for machines: feeds, the items of its list, what its links are relative to."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.discovery.feeds import is_comment_feed
from crawler.links import absolute_url

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_NAMES = ("rss", "atom", "feed", "rdf")
_FEED_URL = re.compile(
    r"(?:/|\.|=|\b)(?:rss|atom|feed|feeds|rdf)(?:2|\.xml|\.php|/|\?|&|$)|/rss\b.*\.xml$", re.IGNORECASE
)


def feeds(tree: Any, base: str, links: Iterable[str]) -> Iterator[str]:
    """Yield feeds: those declared for machines first, then links that look like one. Comment feeds are left out."""
    seen: set[str] = set()
    for element in tree.iter("link"):
        if "alternate" in (element.get("rel") or "").lower() and (element.get("type") or "").lower() in _FEED_TYPES:
            link = absolute_url(element.get("href") or "", base)
            if link and link not in seen and not is_comment_feed(link, element.get("title")):
                seen.add(link)
                yield link
    for link in links:
        small = link.lower()
        if not any(map(small.__contains__, _FEED_NAMES)):
            continue
        if link not in seen and _FEED_URL.search(link) and not is_comment_feed(link):
            seen.add(link)
            yield link


def item_list(tree: Any, base: str) -> Iterator[str]:
    """Yield the URLs that a JSON-LD ItemList (or a CollectionPage, a blog's posts) of the page names."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower() or not element.text or len(element.text) > 1_000_000:
            continue
        try:
            document = json.loads(element.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _listed_items(document):
            if isinstance(item, str) and (link := absolute_url(item, base)):
                yield link


def _listed_items(document: Any) -> Iterator[Any]:
    stack = [(document, False)]
    for _ in range(20_000):
        if not stack:
            return
        node, listed = stack.pop()
        if isinstance(node, list):
            stack += [(item, listed) for item in reversed(node)]
        elif isinstance(node, dict):
            kinds = node.get("@type") or ""
            breadcrumb = "BreadcrumbList" in kinds
            if listed and not breadcrumb:
                yield node.get("url") or node.get("@id")
            for key, value in node.items():
                inside = key in ("itemListElement", "blogPost", "blogPosts", "hasPart") and not breadcrumb
                if isinstance(value, dict | list):
                    stack.append((value, inside or (listed and key == "item")))
        elif isinstance(node, str) and listed:
            yield node


def base_of(tree: Any, url: str) -> str:
    """Return what the page's links are relative to: its first base element's address, or *url*."""
    for element in tree.iter("base"):
        if href := element.get("href"):
            return absolute_url(href, url) or url
    return url
