"""Typed columns: the schema follows the model, and no time is invented."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from archive.article.model import Article, Block
from archive.store.columns import EXTRAS, INSTANTS, article_schema, batch, clock, instant, line_schema
from archive.store.shapes import shapes_of
from tests.archive.store.newsroom import made_up


def one(**fields: object) -> dict[str, object]:
    article = Article(id="a", source="s", url="u", **fields)  # type: ignore[arg-type]
    return batch([(article, 1)], article_schema()).to_pylist()[0]


def test_every_field_of_the_model_is_a_column_in_its_order() -> None:
    columns = [name for name in article_schema().names if name not in EXTRAS]

    assert columns == list(shapes_of())


def test_every_time_of_the_model_is_an_instant_with_zone() -> None:
    schema = article_schema()

    assert {str(schema.field(name).type) for name in INSTANTS} == {"timestamp[us, tz=UTC]"}


def test_the_body_is_a_list_of_structs() -> None:
    kind = article_schema().field("body").type

    assert pa.types.is_list(kind)
    assert [part.name for part in kind.value_type] == ["type", "text", "level", "href", "items"]


def test_rows_come_out_as_they_went_in() -> None:
    article = made_up(7)
    row = batch([(article, 3)], article_schema()).to_pylist()[0]

    assert row["headline"] == article.headline
    assert row["authors"] == list(article.authors)
    assert [block["text"] for block in row["body"]] == [block.text for block in article.body]
    assert row["published"] == datetime.fromisoformat(article.published or "")
    assert row["revisions_total"] == 3


def test_the_newspapers_clock_stands_beside_the_instant() -> None:
    row = one(published="2019-04-02T00:30:00+02:00")

    assert row["published"] == datetime(2019, 4, 1, 22, 30, tzinfo=UTC)
    assert row["published_local"] == datetime(2019, 4, 2, 0, 30)  # noqa: DTZ001 (a clock without zone)
    assert row["day"] == date(2019, 4, 2)


def test_a_time_of_unknown_zone_is_no_instant() -> None:
    row = one(published="2019-04-02T20:42:00-00:00")

    assert row["published"] is None
    assert row["published_local"] == datetime(2019, 4, 2, 20, 42)  # noqa: DTZ001


@pytest.mark.parametrize(
    "printed", [None, "", "tomorrow", "2019-04-02", "0001-01-01T00:00:00+14:00", "2019-13-01T00:00Z"]
)
def test_what_is_no_time_is_null(printed: str | None) -> None:
    assert instant(printed) is None


def test_a_clock_that_is_none_is_null() -> None:
    assert clock("25:00") is None


def test_an_empty_list_is_not_null() -> None:
    row = one()

    assert row["tags"] == row["body"] == row["images"] == []


def test_the_free_object_is_its_json_with_sorted_keys() -> None:
    assert one(field_sources={"b": "1", "a": "2"})["field_sources"] == '{"a":"2","b":"1"}'


def test_lists_of_structs_keep_their_rows_apart() -> None:
    articles = [
        Article(id="a", source="s", url="u", body=tuple(Block(text=t) for t in texts)) for texts in ("", "xy", "z")
    ]
    rows = batch([(article, 1) for article in articles], article_schema()).to_pylist()

    assert [[block["text"] for block in row["body"]] for row in rows] == [[], ["x", "y"], ["z"]]


def test_columns_can_be_left_out() -> None:
    schema = article_schema(without=["text", "day"])

    assert "text" not in schema.names
    assert batch([(made_up(1), 1)], schema).schema.equals(schema)


def test_the_schema_says_its_version(tmp_path: Path) -> None:
    assert article_schema().metadata[b"emeroteca.schema"] == b"emeroteca.article/1"


def test_in_a_json_line_times_are_texts() -> None:
    assert {str(line_schema().field(name).type) for name in INSTANTS} == {"string"}
