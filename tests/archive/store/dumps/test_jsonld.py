"""JSON-LD: properties that schema.org knows of a NewsArticle, with values of the types it expects."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.article.model import Article, Image
from archive.store.dumps.jsonld import news_article
from tests.archive.store.newsroom import made_up

EXPECTED: dict[str, dict[str, str | tuple[str, ...]]] = {
    # From schema.org's vocabulary, release 28.1: the types that each property expects (those we may write).
    "NewsArticle": {
        "identifier": "Text",
        "url": "URL",
        "mainEntityOfPage": "URL",
        "headline": "Text",
        "abstract": "Text",
        "articleSection": "Text",
        "keywords": "Text",
        "inLanguage": "Text",
        "author": ("Person", "Organization"),
        "sourceOrganization": "Organization",
        "creditText": "Text",
        "datePublished": "DateTime",
        "dateModified": "DateTime",
        "dateline": "Text",
        "articleBody": "Text",
        "wordCount": "Integer",
        "isAccessibleForFree": "Boolean",
        "image": "ImageObject",
        "version": "Number",
        "archivedAt": "WebPage",
    },
    "Person": {"name": "Text"},
    "Organization": {"name": "Text"},
    "ImageObject": {
        "identifier": "Text",
        "contentUrl": "URL",
        "caption": "Text",
        "description": "Text",
        "creditText": "Text",
    },
    "WebPage": {"dateCreated": "DateTime", "isPartOf": "CreativeWork"},
    "CreativeWork": {"name": "Text"},
}
_PLAIN = {"Text": str, "URL": str, "DateTime": str, "Integer": int, "Number": int, "Boolean": bool}


def _several(expected: str | tuple[str, ...]) -> tuple[str, ...]:
    return (expected,) if isinstance(expected, str) else expected


def faults(made: dict[str, Any]) -> list[str]:
    """Return what in *made* is not as the vocabulary says."""
    known = EXPECTED[made["@type"]]
    wrong = []
    for name, value in made.items():
        if name.startswith("@"):
            continue
        for one in value if isinstance(value, list) else [value]:
            expected = known.get(name)
            if expected is None:
                wrong.append(f"{made['@type']}.{name} is unknown")
            elif isinstance(one, dict):
                wrong += faults(one) if one["@type"] in _several(expected) else [f"{name} is a {one['@type']}"]
            elif not isinstance(expected, str) or expected not in _PLAIN or not isinstance(one, _PLAIN[expected]):
                wrong.append(f"{name} is {one!r}")
    return wrong


@pytest.mark.parametrize("article", [made_up(1), made_up(2, bare=True), replace(made_up(4), paywalled=None)])
def test_properties_and_types_are_those_of_schema_org(article: Article) -> None:
    assert faults(news_article(article)) == []


@pytest.mark.skipif("SCHEMAORG" not in os.environ, reason="SCHEMAORG=schemaorg-current-https.jsonld: the vocabulary")
def test_the_table_above_is_what_the_vocabulary_says() -> None:
    graph = json.loads(Path(os.environ["SCHEMAORG"]).read_text("utf-8"))["@graph"]
    terms = {term["@id"]: term for term in graph}

    def names(term: str, key: str) -> set[str]:
        value = terms.get(term, {}).get(key, [])
        return {one["@id"].removeprefix("schema:") for one in (value if isinstance(value, list) else [value])}

    def with_parents(kind: str) -> set[str]:
        above = names(f"schema:{kind}", "rdfs:subClassOf")
        return {kind}.union(*(with_parents(one) for one in above if f"schema:{one}" in terms))

    wrong = []
    for owner, properties in EXPECTED.items():
        for name, expected in properties.items():
            domains = names(f"schema:{name}", "schema:domainIncludes")
            ranges = names(f"schema:{name}", "schema:rangeIncludes")
            if not domains & with_parents(owner):
                wrong.append(f"{owner} has no {name}")
            unfit = [kind for kind in _several(expected) if not ranges & with_parents(kind)]
            wrong += [f"{name} expects {ranges}, not {kind}" for kind in unfit]

    assert wrong == []


def test_a_date_is_as_precise_as_it_was_printed() -> None:
    article = replace(made_up(1), published="2019-04-01T00:00:00+02:00", published_granularity="month")

    assert news_article(article)["datePublished"] == "2019-04"
    assert news_article(replace(article, published_granularity="day"))["datePublished"] == "2019-04-01"
    assert (
        news_article(replace(article, published_granularity="minute"))["datePublished"] == "2019-04-01T00:00:00+02:00"
    )


def test_a_clock_of_unknown_zone_claims_none() -> None:
    article = replace(made_up(1), published="2019-04-02T20:42:00-00:00", published_granularity="minute")

    assert news_article(article)["datePublished"] == "2019-04-02T20:42:00"


def test_a_paywalled_article_is_not_free() -> None:
    assert news_article(replace(made_up(1), paywalled=True))["isAccessibleForFree"] is False


def test_the_capture_is_named() -> None:
    article = made_up(1)

    assert news_article(article)["archivedAt"]["@id"] == article.warc_record_id


def test_a_picture_that_is_kept_names_its_payload() -> None:
    article = replace(made_up(1), images=(Image(url="https://x.example/a.jpg", warc_digest="sha1:" + "P" * 32),))

    assert news_article(article)["image"][0]["identifier"] == "sha1:" + "P" * 32
    assert faults(news_article(article)) == []


def test_a_house_that_signs_is_an_organization_beside_the_persons() -> None:
    article = replace(made_up(1), authors=("Anna Neri", "dpa"), agency="dpa")

    assert news_article(article)["author"] == [
        {"@type": "Person", "name": "Anna Neri"},
        {"@type": "Organization", "name": "dpa"},
    ]
    assert faults(news_article(article)) == []
