"""What a dump tells of its fields: JSON Schema, field tables, and the types of its lines for DuckDB and Spark."""

import re
from typing import Any

from archive.article.schema import article_schema
from archive.store.shapes import duckdb_type, shapes_of, spark_type

TOTAL = "Revisions of this article that the collection held when exported."


def line_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of a dump: that of an article, and ``revisions_total``."""
    schema = article_schema()
    schema["$id"] += ":export"
    schema["properties"]["revisions_total"] = {"type": "integer", "minimum": 1, "description": TOTAL}
    schema["required"].append("revisions_total")
    return schema


def field_table() -> list[tuple[str, str, str]]:
    """Return name, JSON type and description of every field, inner ones as ``body[].text``, in order."""
    schema = line_json_schema()
    return _rows(schema, schema["$defs"], "")


def column_table() -> list[tuple[str, str, str]]:
    """Return name, Arrow type and description of every column of a Parquet dump, in order."""
    from archive.store.columns import EXTRAS, INSTANTS
    from archive.store.columns import article_schema as columns

    docs = {name: text for name, _, text in field_table()} | {name: text for name, (_, _, text) in EXTRAS.items()}
    for name in INSTANTS:
        docs[name] = docs[name].replace(
            "RFC 3339 with offset; null where there is only a guess.", "Null where unknown."
        )
        docs[name] = docs[name].replace(", with Z;", ";").replace("With Z; null", "Null").removesuffix(", with Z.")
    return [(column.name, _arrow_name(column.type), docs.get(column.name, "")) for column in columns()]


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


def _rows(schema: dict[str, Any], inner: dict[str, Any], before: str) -> list[tuple[str, str, str]]:
    rows = []
    for key, described in schema["properties"].items():
        words = re.sub(r"\bNone\b", "null", described.get("description", "").replace("``", "`"))
        words = words.replace(":attr:`", "`")
        rows.append((before + key, _type(described), words))
        part = described.get("items", {}).get("$ref", "").rpartition("/")[2]
        if part:
            rows += _rows(inner[part], inner, f"{before}{key}[].")
    return rows


def _type(described: dict[str, Any]) -> str:
    if "anyOf" in described:
        return " or ".join(_type(option) for option in described["anyOf"])
    if "const" in described:
        return f"`{described['const']}`"
    if "enum" in described:
        return " or ".join("null" if option is None else f"`{option}`" for option in described["enum"])
    kind = str(described.get("type", "object"))
    if kind == "array":
        inner = described["items"]
        return "list of " + ("objects" if "$ref" in inner else f"{_type(inner)}s")
    if kind == "object" and "additionalProperties" in described:
        return "object of strings"
    return kind
