"""A dump names the payload of each picture that the collection holds; the lines cannot, they are written before."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.article.model import Article, Image
from archive.collection import Collection
from archive.store.dumps.export import export
from archive.store.dumps.formats import Format, Options
from archive.urlkey import surt
from archive.warc import index
from archive.warc.capture import Capture
from tests.archive.store.newsroom import keep, made_up

SHOWN = Image(url="https://img.example/città/a.jpg?w=640", caption="Il ponte")
LOST = Image(url="https://img.example/b.jpg")


def captured(url: str, digest: str, *, days: int = 0, status: int | None = 200, mime: str = "image/jpeg") -> Capture:
    """Return a capture of *url*, *days* after the article's."""
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=days),
        status=status,
        mime=mime,
        payload_digest=f"sha1:{digest * 32}",
        record_id=None,
        warc="emeroteca-202403-00000.warc.gz",
        offset=9_000 + days,
        length=100,
    )


def article() -> Article:
    return replace(made_up(1), images=(SHOWN, LOST), capture_time="2024-03-01T00:00:00Z")


def digests(collection: Collection, folder: Path) -> list[str | None]:
    export(collection, folder, Options(format="jsonl"))
    line = json.loads((folder / "articles/part-00000.jsonl").read_bytes())
    return [image["warc_digest"] for image in line["images"]]


def test_a_kept_picture_is_named_and_a_lost_one_is_not(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [article()])
    index.merge(collection.index, [captured("https://img.example/citt%C3%A0/a.jpg?w=640", "A")])

    assert digests(collection, tmp_path / "dump") == ["sha1:" + "A" * 32, None]


def test_of_several_captures_the_nearest_in_time_counts(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [article()])
    index.merge(collection.index, [captured(SHOWN.url, "A", days=-9), captured(SHOWN.url, "B", days=2)])

    assert digests(collection, tmp_path / "dump") == ["sha1:" + "B" * 32, None]


@pytest.mark.parametrize(("status", "mime"), [(404, "image/jpeg"), (None, "warc/revisit"), (200, "text/html")])
def test_an_answer_that_is_no_picture_names_nothing(tmp_path: Path, status: int | None, mime: str) -> None:
    collection = keep(tmp_path / "c", [article()])
    index.merge(collection.index, [captured(SHOWN.url, "A", status=status, mime=mime)])

    assert digests(collection, tmp_path / "dump") == [None, None]


def test_a_time_that_is_none_costs_no_dump(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [article()])
    index.merge(collection.index, [captured(SHOWN.url, "A")])
    lines = next(collection.articles.rglob("*.jsonl"))
    lines.write_bytes(lines.read_bytes().replace(b'"capture_time":"2024-03-01T00:00:00Z"', b'"capture_time":"gestern"'))

    assert digests(collection, tmp_path / "dump") == ["sha1:" + "A" * 32, None]


@pytest.mark.parametrize("name", ["jsonl", "parquet", "csv", "ninjs", "jsonld"])
def test_a_picture_that_came_later_makes_the_part_anew_once(tmp_path: Path, name: Format) -> None:
    collection = keep(tmp_path / "c", [article()])
    options = Options(format=name)
    export(collection, tmp_path / "dump", options)
    index.merge(collection.index, [captured(SHOWN.url, "A")])
    second, third = (export(collection, tmp_path / "dump", options) for _ in range(2))

    parts = [one.path for one in second.manifest.files if one.table == "articles"]
    assert b"A" * 32 in (tmp_path / "dump" / parts[0]).read_bytes() or name == "parquet"
    assert second.made >= 1
    assert third.made == 0


def test_parquet_holds_the_digest(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    collection = keep(tmp_path / "c", [article()])
    index.merge(collection.index, [captured(SHOWN.url, "A")])
    export(collection, tmp_path / "dump", Options())
    rows = pq.read_table(tmp_path / "dump/articles/part-00000.parquet").to_pylist()

    assert [image["warc_digest"] for image in rows[0]["images"]] == ["sha1:" + "A" * 32, None]
