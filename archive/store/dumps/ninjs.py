"""Articles as IPTC ninjs 3.1 news items, one JSON object a line.

Names, types and required properties are those of ``ninjs-schema_3.1.json`` (May 2025).
"""

import uuid
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import quote

import msgspec

from archive.article.model import Article, Block, Image
from archive.store.dumps.signatures import signs_collectively

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}

_TYPES = {"gallery": "composite", "video": "composite", "listing": "composite"}
_XHTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_encode = msgspec.json.Encoder().encode


def write_articles(stream: IO[bytes], rows: Iterable[tuple[Article, int]]) -> int:
    """Write *rows* as ninjs items, one a line; return how many they were."""
    written = 0
    for article, _total in rows:
        stream.write(_encode(news_item(article)) + b"\n")
        written += 1
    return written


def news_item(article: Article) -> dict[str, Any]:
    """Return *article* as a ninjs 3.1 news item; what is not known is left out."""
    item: dict[str, Any] = {
        # ninjs asks for a URI that names the item and does not change: a UUID of our id, which stands in altIds.
        "uri": uuid.uuid5(uuid.NAMESPACE_OID, f"emeroteca:{article.id}").urn,
        "type": _TYPES.get(article.content_type or "", "text"),
        "representationType": "partial" if article.paywalled else "full",
        "version": None if article.revision is None else str(article.revision),
        "firstCreated": article.published,
        "versionCreated": _version_created(article),
        "language": article.language,
        "headlines": _roles(("main", article.headline), ("kicker", article.kicker)),
        "descriptions": _roles(("summary", article.standfirst)),
        "bodies": _bodies(article),
        "by": article.byline_raw or ", ".join(article.authors) or None,
        "people": _authors(article, houses=False),
        "organisations": _authors(article, houses=True),
        "infoSources": [{"name": article.agency, "role": "contributor"}] if article.agency else [],
        "located": article.dateline_place,
        "subjects": _subjects(article),
        "associations": [_picture(number, image) for number, image in enumerate(article.images, 1)],
        "altIds": _alt_ids(article),
        "standard": STANDARD,
    }
    return {name: value for name, value in item.items() if value not in (None, [])}


def xhtml(blocks: Iterable[Block]) -> str:
    """Return *blocks* as XHTML in one ``<div>``; everything that came from the page is escaped."""
    return '<div xmlns="http://www.w3.org/1999/xhtml">' + "".join(map(_block, blocks)) + "</div>"


def uri(url: str) -> str:
    """Return *url* with every character that no URI may hold percent-encoded (an IRI becomes a URI)."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")


def _block(block: Block) -> str:
    if block.type == "subheading":
        return f"<h{block.level or 2}>{_escaped(block.text)}</h{block.level or 2}>"
    if block.type == "list":
        return "<ul>" + "".join(f"<li>{_escaped(one)}</li>" for one in block.items or (block.text,)) + "</ul>"
    if block.type == "table":
        rows = ("".join(f"<td>{_escaped(one)}</td>" for one in row.split("\t")) for row in block.items or (block.text,))
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    if block.type == "embed":
        if not (block.href or "").startswith(("http://", "https://")):
            return f"<p>{_escaped(block.text)}</p>"
        return f'<p><a href="{_escaped(uri(block.href or ""))}">{_escaped(block.text or block.href or "")}</a></p>'
    if block.type == "quote":
        return f"<blockquote><p>{_escaped(block.text)}</p></blockquote>"
    kind = {"caption": ' class="caption"', "interview_question": ' class="question"'}.get(block.type, "")
    return f"<p{kind}>{_escaped(block.text)}</p>"


def _escaped(text: str) -> str:
    # XML holds no control characters, not even as references.
    return "".join(_XHTML.get(c, c if c >= " " or c in "\t\n\r" else "\ufffd") for c in text)


def _bodies(article: Article) -> list[dict[str, Any]]:
    if article.text is None:
        return []
    counts = {"charCount": article.char_count, "wordCount": article.word_count}
    known = {name: count for name, count in counts.items() if count is not None}
    return [
        {"role": "main", "contentType": "application/xhtml+xml", **known, "value": xhtml(article.body)},
        {"role": "main", "contentType": "text/plain", **known, "value": article.text},
    ]


def _version_created(article: Article) -> str | None:
    if article.modified:
        return article.modified
    # A later revision without a date of its own was made some time before we saw it: our time is the one we know.
    return article.published or article.capture_time if article.revision in (None, 1) else article.capture_time


def _roles(*pairs: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in pairs if value]


def _authors(article: Article, *, houses: bool) -> list[dict[str, str]]:
    names = (name for name in article.authors if signs_collectively(article, name) is houses)
    return [{"name": name, "rel": "author"} for name in names]


def _subjects(article: Article) -> list[dict[str, str]]:
    section = [{"name": article.section, "rel": "section"}] if article.section else []
    return section + [{"name": tag, "rel": "about"} for tag in article.tags]


def _picture(number: int, image: Image) -> dict[str, Any]:
    picture: dict[str, Any] = {
        "name": f"image-{number}",
        "uri": uri(image.url),
        "type": "picture",
        "descriptions": _roles(("caption", image.caption), ("altText", image.alt)),
        "by": image.credit,
        "altIds": [{"role": "payloadDigest", "value": image.warc_digest}] if image.warc_digest else [],
        "renditions": [{"name": "original", "href": uri(image.url)}],
    }
    return {name: value for name, value in picture.items() if value not in (None, [])}


def _alt_ids(article: Article) -> list[dict[str, str]]:
    known = {
        "emeroteca": article.id,
        "emeroteca-revision": article.revision_id,
        "url": article.url,
        "canonicalUrl": article.canonical_url,
        "warcRecordId": article.warc_record_id,
        "contentHash": article.content_hash,
    }
    return [{"role": role, "value": value} for role, value in known.items() if value]
