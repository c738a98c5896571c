"""The schema in docs is the model's, and article lines keep it."""

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from archive.article.model import Article
from archive.article.schema import article_schema, schema_text
from archive.store.articles import encode_line

DOCS = Path(__file__).parents[3] / "docs" / "article.schema.json"


def line_of(**values: object) -> dict[str, object]:
    article = Article(id="0" * 32, source="example.org", url="https://example.org/a", **values)  # type: ignore[arg-type]
    line: dict[str, object] = json.loads(encode_line(article))
    return line


def test_schema_in_docs_is_the_generated_one() -> None:
    assert DOCS.read_text("utf-8") == schema_text()


def test_schema_names_every_field_in_the_models_order() -> None:
    schema = article_schema()

    assert list(schema["properties"]) == [f.name for f in fields(Article)]
    assert schema["required"] == list(schema["properties"])


def test_an_article_of_nothing_but_its_address_keeps_the_schema() -> None:
    jsonschema.validate(line_of(), article_schema())


def test_a_line_with_a_key_missing_breaks_the_schema() -> None:
    line = line_of()
    del line["kicker"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line, article_schema())


def test_a_line_holds_its_keys_in_the_models_order() -> None:
    assert list(line_of()) == [f.name for f in fields(Article)]
