"""Pages that come with no type, or with one that says nothing: told by their first bytes, as browsers tell them."""

import codecs
import re

VAGUE_TYPES = ("", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown")
"""Types under which servers send pages by mistake: believed only when the bytes look like a page."""
SNIFFED_BYTES = 4096

_HTML_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|h1)\b", re.IGNORECASE)
# By whatever type they are sent: their titles and descriptions would make articles.
_FEED = re.compile(
    rb"\s*+(?:<[?!][^>]*+>\s*+)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml|(?:atom|sm|sitemap):\w+)[\s>]"
)


def looks_like_page(body: bytes) -> bool:
    """Tell whether *body* (its start is enough) looks like HTML, and is no feed or sitemap."""
    return looks_like_html(body) and not is_feed(body)


def looks_like_html(body: bytes) -> bool:
    """Tell whether a tag of HTML stands in the start of *body*."""
    return _HTML_TAG.search(body[:SNIFFED_BYTES].replace(b"\0", b"")) is not None


def is_feed(body: bytes) -> bool:
    """Tell whether *body* is a feed or a sitemap."""
    return _FEED.match(body.removeprefix(codecs.BOM_UTF8)) is not None
