"""Articles as schema.org NewsArticle in JSON-LD, one object a line."""

from collections.abc import Iterable
from typing import IO, Any

import msgspec

from archive.article.model import Article, Image
from archive.store.dumps.ninjs import uri
from archive.store.dumps.signatures import signs_collectively

_PRECISE = {"month": 7, "day": 10}
_encode = msgspec.json.Encoder().encode


def write_articles(stream: IO[bytes], rows: Iterable[tuple[Article, int]]) -> int:
    """Write *rows* as JSON-LD, one object a line; return how many they were."""
    written = 0
    for article, _total in rows:
        stream.write(_encode(news_article(article)) + b"\n")
        written += 1
    return written


def news_article(article: Article) -> dict[str, Any]:
    """Return *article* as a schema.org NewsArticle; what is not known is left out.

    A date is as precise as it was printed: of a day, ``2019-04-02``; of a clock time without zone, without offset.
    """
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": article.revision_id or article.id,
        "url": uri(article.url),
        "mainEntityOfPage": uri(article.canonical_url) if article.canonical_url else None,
        "headline": article.headline,
        "abstract": article.standfirst,
        "articleSection": [name for name in dict.fromkeys((article.kicker, article.section)) if name],
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "author": [_author(article, name) for name in article.authors],
        "sourceOrganization": {"@type": "Organization", "name": article.agency} if article.agency else None,
        "creditText": article.byline_raw,
        "datePublished": _date(article.published, article.published_granularity),
        "dateModified": _date(article.modified, article.modified_granularity),
        "dateline": article.dateline_place,
        "articleBody": article.text,
        "wordCount": article.word_count,
        "isAccessibleForFree": None if article.paywalled is None else not article.paywalled,
        "image": [_image(image) for image in article.images],
        "version": article.revision,
        "archivedAt": _capture(article),
    }
    return _known(made)


def _author(article: Article, name: str) -> dict[str, Any]:
    return {"@type": "Organization" if signs_collectively(article, name) else "Person", "name": name}


def _date(printed: str | None, granularity: str | None) -> str | None:
    if printed is None:
        return None
    return printed[: _PRECISE.get(granularity or "", len(printed))].removesuffix("-00:00")


def _image(image: Image) -> dict[str, Any]:
    return _known(
        {
            "@type": "ImageObject",
            "identifier": image.warc_digest,
            "contentUrl": uri(image.url),
            "caption": image.caption,
            "description": image.alt,
            "creditText": image.credit,
        }
    )


def _capture(article: Article) -> dict[str, Any] | None:
    if article.warc_record_id is None:
        return None
    return _known(
        {
            "@type": "WebPage",
            "@id": article.warc_record_id,
            "dateCreated": article.capture_time,
            "isPartOf": {"@type": "CreativeWork", "name": article.warc_file} if article.warc_file else None,
        }
    )


def _known(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if value not in (None, [])}
