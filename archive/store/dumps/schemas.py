"""Schemas and field tables, generated from the model: its types, and the docstrings under its fields."""

import ast
import inspect
import re
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from archive.article import model
from archive.article.model import SCHEMA, Article
from archive.store.shapes import duckdb_type, shapes_of, spark_type

TOTAL = "Revisions of this article that the collection held when exported."


@cache
def field_docs(owner: type) -> dict[str, str]:
    """Return what the docstrings under the fields of *owner* say, by field, white space folded."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(owner) or model))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == owner.__name__)
    docs: dict[str, str] = {}
    for here, below in pairwise(body):
        if not (isinstance(here, ast.AnnAssign) and isinstance(here.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            docs[here.target.id] = " ".join(below.value.value.split())
    return docs


def article_json_schema(*, exported: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an article line: every key required, in order, with its description.

    *exported*: of a line of a dump, which has ``revisions_total`` as well.
    """
    schema = msgspec.json.schema(Article)
    for name, definition in schema["$defs"].items():
        owner = getattr(model, name)
        docs = field_docs(owner)
        names = [f.name for f in fields(owner)]
        # In the order in which they stand in a line; msgspec puts those without a default first.
        definition["properties"] = {name: definition["properties"][name] for name in names}
        for key, described in definition["properties"].items():
            if key in docs:
                described["description"] = re.sub(r"\bNone\b", "null", docs[key].replace("``", "`"))
        definition["required"] = names
    article = schema["$defs"]["Article"]
    article["properties"]["schema"]["const"] = SCHEMA
    if exported:
        article["properties"]["revisions_total"] = {"type": "integer", "minimum": 1, "description": TOTAL}
        article["required"].append("revisions_total")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}


def field_table() -> list[tuple[str, str, str]]:
    """Return name, JSON type and description of every field, inner ones as ``body[].text``, in order."""
    schema = article_json_schema(exported=True)["$defs"]
    return list(_rows(schema, "Article", ""))


def column_table() -> list[tuple[str, str, str]]:
    """Return name, Arrow type and description of every column of a Parquet dump, in order."""
    from archive.store.columns import EXTRAS, INSTANTS, article_schema

    docs = {name: text for name, _, text in field_table()} | {name: text for name, (_, _, text) in EXTRAS.items()}
    for name in INSTANTS:
        docs[name] = docs[name].replace(
            "RFC 3339 with offset; null where there is only a guess.", "Null where unknown."
        )
        docs[name] = docs[name].replace(", with Z;", ";").replace("With Z; null", "Null").removesuffix(", with Z.")
    return [(column.name, _arrow_name(column.type), docs.get(column.name, "")) for column in article_schema()]


def duckdb_lines(files: str) -> str:
    """Return the SELECT by which DuckDB reads the lines of a JSONL dump; *files* is a glob."""
    columns = ",\n".join(f"    {name}: '{duckdb_type(shape)}'" for name, shape in shapes_of().items())
    return (
        f"SELECT * FROM read_json('{files}', format = 'newline_delimited',"  # noqa: S608 (no query of ours)
        " maximum_object_size = 33554432, columns = {\n"
        f"{columns},\n    revisions_total: 'BIGINT'\n}})"
    )


def spark_ddl() -> str:
    """Return the schema of the lines of a JSONL dump as Spark DDL."""
    columns = ", ".join(f"`{name}` {spark_type(shape)}" for name, shape in shapes_of().items())
    return f"{columns}, `revisions_total` BIGINT"


def _arrow_name(kind: object) -> str:
    name = str(kind).replace("list<item: ", "list<")
    return "timestamp, UTC" if "tz=UTC" in name else "timestamp, no zone" if name == "timestamp[us]" else name


def _rows(schema: dict[str, Any], name: str, before: str) -> list[tuple[str, str, str]]:
    rows = []
    for key, described in schema[name]["properties"].items():
        rows.append((before + key, _type(described), described.get("description", "")))
        inner = described.get("items", {}).get("$ref", "").rpartition("/")[2]
        if inner:
            rows += _rows(schema, inner, f"{before}{key}[].")
    return rows


def _type(described: dict[str, Any]) -> str:
    if "anyOf" in described:
        return " or ".join(_type(option) for option in described["anyOf"])
    if "enum" in described:
        return " or ".join("null" if option is None else f"`{option}`" for option in described["enum"])
    kind = str(described.get("type", "object"))
    if kind == "array":
        inner = described["items"]
        return "list of " + ("objects" if "$ref" in inner else f"{_type(inner)}s")
    if kind == "object" and "additionalProperties" in described:
        return "object of strings"
    return kind
