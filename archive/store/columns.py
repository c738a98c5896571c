"""Articles as typed columns: the Arrow schema, made from the model, and rows put into it.

Three columns stand here that no JSON line holds: ``day`` (the newspaper's own day of publication, else the day of
capture), ``published_local`` and ``modified_local`` (the clock of the newspaper, without zone), and one that only a
whole collection knows: ``revisions_total``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

import msgspec
import pyarrow as pa

from archive.article.model import SCHEMA, Article
from archive.store.articles import day_of
from archive.store.shapes import Shape, shapes_of

Row = tuple[Article, int]
"""An article and how many revisions of it the collection holds."""

INSTANT = pa.timestamp("us", tz="UTC")
CLOCK = pa.timestamp("us")

INSTANTS = ("published", "published_utc", "modified", "first_seen", "last_seen", "capture_time", "extracted_at")
"""Fields of the model that are times; null in a column where the zone is unknown (``-00:00``)."""

EXTRAS: Mapping[str, tuple[str, pa.DataType, str]] = {
    # name: (after which field it stands, type, what it says)
    "day": ("url", pa.date32(), "Day of publication on the newspaper's own clock; day of capture where unknown."),
    "published_local": ("published", CLOCK, "*published* on the newspaper's own clock, without zone."),
    "modified_local": ("modified", CLOCK, "*modified* on the newspaper's own clock, without zone."),
    "revisions_total": ("revision", pa.int64(), "Revisions of this article that the collection held when exported."),
}

_SCALARS = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "object": pa.string(),
}
_encode = msgspec.json.Encoder(order="deterministic").encode


def article_schema(without: Iterable[str] = ()) -> pa.Schema:
    """Return the Arrow schema of articles; its metadata name the schema's version. *without*: columns left out."""
    left_out = set(without)
    columns: list[pa.Field] = []
    for known, shape in shapes_of().items():
        columns.append(pa.field(known, INSTANT if known in INSTANTS else _arrow(shape)))
        columns += [pa.field(name, kind) for name, (after, kind, _) in EXTRAS.items() if after == known]
    kept = [column for column in columns if column.name not in left_out]
    return pa.schema(kept, metadata={"emeroteca.schema": SCHEMA, "emeroteca.table": "articles"})


def line_schema() -> pa.Schema:
    """Return the Arrow schema of the lines of a JSONL dump: times are texts there."""
    columns = [pa.field(name, _arrow(shape)) for name, shape in shapes_of().items()]
    return pa.schema([*columns, pa.field("revisions_total", pa.int64())], metadata={"emeroteca.schema": SCHEMA})


def batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """Return *rows* in the columns of *schema* (one that :func:`article_schema` made)."""
    articles = [article for article, _ in rows]
    arrays = []
    for column in schema:
        if column.name == "revisions_total":
            arrays.append(pa.array([total for _, total in rows], column.type))
        else:
            arrays.append(_column(articles, column))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def instant(printed: str | None) -> datetime | None:
    """Return the instant of an RFC 3339 time in UTC; None where the zone is unknown (``-00:00``) or it is no time."""
    if not printed or printed.endswith("-00:00"):
        return None
    try:
        at = datetime.fromisoformat(printed)
        return at.astimezone(UTC) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def clock(printed: str | None) -> datetime | None:
    """Return what the clock showed at an RFC 3339 time, without zone; None where it is no time."""
    try:
        return datetime.fromisoformat(printed).replace(tzinfo=None) if printed else None
    except ValueError:
        return None


def calendar_day(article: Article) -> date | None:
    """Return :func:`day_of` as a date."""
    day = day_of(article)
    return date.fromisoformat(day) if day else None


_MADE: Mapping[str, Callable[[Article], Any]] = {
    "day": calendar_day,
    "published_local": lambda a: clock(a.published),
    "modified_local": lambda a: clock(a.modified),
    # The one free object of the schema: as a struct every new key would be another type.
    "field_sources": lambda a: _encode(dict(a.field_sources)).decode(),
}


def _column(articles: Sequence[Article], column: pa.Field) -> pa.Array:
    make = _MADE.get(column.name)
    if make is not None:
        return pa.array(map(make, articles), column.type, size=len(articles))
    values = list(map(attrgetter(column.name), articles))
    if column.name in INSTANTS:
        return pa.array(map(instant, values), column.type, size=len(values))
    if pa.types.is_list(column.type) and pa.types.is_struct(column.type.value_type):
        return _structs(values, column.type)
    return pa.array(values, column.type)


def _structs(values: Sequence[Sequence[Any]], kind: pa.ListType) -> pa.Array:
    """Return lists of dataclasses as lists of structs, field by field (five times as fast as by way of dicts)."""
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    flat = [one for value in values for one in value]
    parts = [pa.array(list(map(attrgetter(f.name), flat)), f.type) for f in kind.value_type]
    structs = pa.StructArray.from_arrays(parts, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs, type=kind)


def _arrow(shape: Shape) -> pa.DataType:
    """Return the Arrow type that holds *shape*; a free object is its JSON text."""
    if shape.inner is not None:
        return pa.list_(_arrow(shape.inner))
    if shape.kind == "struct":
        return pa.struct([pa.field(name, _arrow(part)) for name, part in shape.parts])
    return _SCALARS[shape.kind]
