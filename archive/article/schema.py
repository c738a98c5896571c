"""The JSON Schema of an article line, made from the model.

``python -m archive.article.schema > docs/article.schema.json`` writes it anew; a test holds the file against it.
"""

import ast
import dataclasses
import inspect
import itertools
import json
import sys
from typing import Any

import msgspec

from archive.article import model
from archive.article.model import SCHEMA, Article


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one line: every key required, in the model's order, no other allowed."""
    _, parts = msgspec.json.schema_components([Article], ref_template="#/$defs/{name}")
    definitions = {name: _strict(name, part) for name, part in parts.items()}
    article = definitions.pop("Article")
    article["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **article,
        "$defs": dict(sorted(definitions.items())),
    }


def _strict(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """Return *part* with every property required and none else allowed, each with the words of the model."""
    words = _descriptions(name)
    properties: dict[str, Any] = {}
    for field in dataclasses.fields(getattr(model, name)):
        shape = {key: value for key, value in part["properties"][field.name].items() if key != "default"}
        if field.name in words:
            shape["description"] = words[field.name]
        properties[field.name] = shape
    return {**part, "properties": properties, "required": list(properties), "additionalProperties": False}


def _descriptions(name: str) -> dict[str, str]:
    """Return the docstrings that stand under the fields of the model's class *name*."""
    tree = ast.parse(inspect.getsource(model))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)
    found = {}
    for field, words in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(words, ast.Expr):
            found[field.target.id] = " ".join(ast.literal_eval(words.value).split())
    return found


def schema_text() -> str:
    """Return the schema as it is committed in docs."""
    return json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
