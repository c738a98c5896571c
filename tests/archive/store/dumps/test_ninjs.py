"""ninjs 3.1: the names, types and required properties of the IPTC's schema."""

import json
import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from archive.article.model import Article, Block, Image
from archive.store.dumps.ninjs import news_item, uri, xhtml
from tests.archive.store.newsroom import made_up

TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri"}
TIME = {"type": "string", "format": "date-time"}
WHOLE = {"type": "integer"}


def things(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": properties}}


NAMED = things(name=TEXT, rel=TEXT, role=TEXT, uri=URI, literal=TEXT)
PROPERTIES: dict[str, Any] = {
    # What ninjs-schema_3.1.json says of the properties that we write (read 2026-11 in iptc/newsinjson).
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "firstCreated": TIME,
    "versionCreated": TIME,
    "language": TEXT,
    "headlines": things(role=TEXT, contentType=TEXT, value=TEXT),
    "descriptions": things(role=TEXT, contentType=TEXT, value=TEXT),
    "bodies": things(role=TEXT, contentType=TEXT, charCount=WHOLE, wordCount=WHOLE, value=TEXT),
    "by": TEXT,
    "people": NAMED,
    "organisations": things(name=TEXT, rel=TEXT, uri=URI, literal=TEXT),
    "infoSources": NAMED,
    "located": TEXT,
    "subjects": NAMED,
    "altIds": things(role=TEXT, value=TEXT),
    "standard": {"type": "object", "properties": {"name": TEXT, "version": TEXT, "schema": URI}},
    "renditions": things(name=TEXT, href=URI),
}
SCHEMA = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {
        **PROPERTIES,
        "associations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "uri"],
                "additionalProperties": False,
                "properties": {**PROPERTIES, "name": TEXT, "rel": TEXT},
            },
        },
    },
}
PICTURE = Image(url="https://x.example/a.jpg", warc_digest="sha1:" + "P" * 32)
ARTICLES = [
    made_up(1),
    made_up(2, bare=True),
    replace(made_up(3), paywalled=True, content_type="gallery", revision=4),
    replace(made_up(4), images=(PICTURE,)),
    replace(made_up(5), authors=("Redazione ANSA",)),
]


@pytest.mark.parametrize("article", ARTICLES)
def test_items_are_as_the_schema_says(article: Article) -> None:
    jsonschema.validate(news_item(article), SCHEMA)


@pytest.mark.skipif("NINJS_SCHEMA" not in os.environ, reason="NINJS_SCHEMA=ninjs-schema_3.1.json: the IPTC's own file")
@pytest.mark.parametrize("article", ARTICLES)
def test_items_are_valid_by_the_iptcs_own_schema(article: Article) -> None:
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    schema = json.loads(Path(os.environ["NINJS_SCHEMA"]).read_text("utf-8"))
    geo = Resource(contents={}, specification=DRAFT202012)
    registry: Any = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    checked = jsonschema.Draft202012Validator(schema, registry=registry, format_checker=jsonschema.FormatChecker())

    assert [error.message for error in checked.iter_errors(news_item(article))] == []


def test_the_item_keeps_its_uri_over_revisions() -> None:
    article = made_up(1)
    item, later = news_item(article), news_item(replace(article, revision=2, headline="Altro"))

    assert item["uri"] == later["uri"]
    assert (item["version"], later["version"]) == ("1", "2")


def test_words_stand_in_their_roles() -> None:
    article = made_up(1)
    item = news_item(article)

    assert item["headlines"] == [
        {"role": "main", "value": article.headline},
        {"role": "kicker", "value": article.kicker},
    ]
    assert item["descriptions"] == [{"role": "summary", "value": article.standfirst}]
    assert item["bodies"][1]["value"] == article.text
    assert item["by"] == "di Anna"


def test_a_house_that_signs_is_an_organisation_and_no_person() -> None:
    item = news_item(replace(made_up(1), authors=("Anna Neri", "Redazione ANSA")))

    assert item["people"] == [{"name": "Anna Neri", "rel": "author"}]
    assert item["organisations"] == [{"name": "Redazione ANSA", "rel": "author"}]


def test_a_picture_that_is_kept_names_its_payload() -> None:
    item = news_item(replace(made_up(1), images=(PICTURE,)))

    assert item["associations"][0]["altIds"] == [{"role": "payloadDigest", "value": PICTURE.warc_digest}]


def test_a_later_revision_without_a_date_is_of_the_time_we_saw_it() -> None:
    article = replace(made_up(1), modified=None, revision=2)

    assert news_item(article)["versionCreated"] == article.capture_time


def test_what_is_unknown_is_left_out() -> None:
    item = news_item(made_up(2, bare=True))

    assert not {"firstCreated", "by", "located", "people", "associations"} & set(item)
    assert None not in item.values()


HOSTILE = '<script>alert(1)</script>"\x00\x1b&amp;'
BLOCKS = (
    Block(text=HOSTILE),
    Block(type="subheading", text=HOSTILE, level=3),
    Block(type="list", text="x", items=(HOSTILE,)),
    Block(type="table", text="x", items=(f"{HOSTILE}\t2",)),
    Block(type="quote", text=HOSTILE),
    Block(type="embed", text=HOSTILE, href='https://x.example/"><script>'),
    Block(type="embed", text=HOSTILE, href="javascript:alert(1)"),
    Block(type="caption", text=HOSTILE),
    Block(type="interview_question", text=HOSTILE),
)


def test_the_body_is_well_formed_whatever_the_page_held() -> None:
    tree = etree.fromstring(xhtml(BLOCKS))

    assert len(tree) == len(BLOCKS)
    assert "".join(tree[0].itertext()) == HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")


def test_no_element_and_no_link_of_the_pages_making_gets_through() -> None:
    seen: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attrs)))

    Reader().feed(xhtml(BLOCKS))

    assert "script" not in {tag for tag, _ in seen}
    assert [attributes["href"] for tag, attributes in seen if tag == "a"] == ["https://x.example/%22%3E%3Cscript%3E"]


def test_an_iri_becomes_a_uri() -> None:
    assert uri("https://x.example/città è?q=a b#%20") == "https://x.example/citt%C3%A0%20%C3%A8?q=a%20b#%20"
