"""The shapes of an article's fields, read off the model once, and their names in DuckDB and Spark."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from archive.article.model import Article

Kind = Literal["text", "integer", "number", "boolean", "object", "list", "struct"]

_SCALARS: dict[Any, Kind] = {str: "text", int: "integer", float: "number", bool: "boolean"}
_DUCKDB = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "object": "JSON"}
_SPARK = {"text": "STRING", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "object": "STRING"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds."""

    kind: Kind
    """``object`` is a free object of strings: as a struct, every new key would be another type."""
    inner: "Shape | None" = None
    """Of a list: what is in it."""
    parts: tuple[tuple[str, "Shape"], ...] = ()
    """Of a struct: its fields in order."""


@cache
def shapes_of(owner: type = Article) -> Mapping[str, Shape]:
    """Return the shapes of the fields of *owner*, in order."""
    hints = get_type_hints(owner)
    return {known.name: _shape(hints[known.name]) for known in fields(owner)}


def duckdb_type(shape: Shape) -> str:
    """Return the DuckDB type that holds *shape*."""
    if shape.inner is not None:
        return duckdb_type(shape.inner) + "[]"
    if shape.kind == "struct":
        return "STRUCT(" + ", ".join(f'"{name}" {duckdb_type(part)}' for name, part in shape.parts) + ")"
    return _DUCKDB[shape.kind]


def spark_type(shape: Shape) -> str:
    """Return the Spark type that holds *shape*, as DDL."""
    if shape.inner is not None:
        return f"ARRAY<{spark_type(shape.inner)}>"
    if shape.kind == "struct":
        return "STRUCT<" + ", ".join(f"`{name}`: {spark_type(part)}" for name, part in shape.parts) + ">"
    return _SPARK[shape.kind]


def _shape(hint: Any) -> Shape:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (option for option in get_args(hint) if option is not NoneType)
    origin = get_origin(hint)
    if hint in _SCALARS:
        return Shape(_SCALARS[hint])
    if origin is Literal:
        return Shape("text")
    if origin is tuple:
        return Shape("list", inner=_shape(get_args(hint)[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return Shape("struct", parts=tuple(shapes_of(hint).items()))
    if origin is Mapping:
        return Shape("object")
    raise TypeError(f"no column type for {hint!r}")
