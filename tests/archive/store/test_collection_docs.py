"""docs/collection.md names every field, in order, and its lines to load a collection run."""

import json
import re
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from archive.article.model import Article
from archive.collection import Collection

DOC = (Path(__file__).parents[3] / "docs" / "collection.md").read_text("utf-8")
FIELD = re.compile(r"^\| `(\w+)` \| `(.+?)` \| ", re.MULTILINE)


def block(language: str, holding: str) -> str:
    """Return the code block of *language* that holds the words *holding*."""
    blocks = re.findall(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    return next(code for code in blocks if holding in code)


def test_every_field_stands_in_the_table_in_its_order() -> None:
    assert [name for name, _ in FIELD.findall(DOC)] == [f.name for f in fields(Article)]


def test_every_example_is_json() -> None:
    for _, example in FIELD.findall(DOC):
        json.loads(example)


@pytest.fixture
def mynews(bare_then_full: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A folder with ``mynews`` in it, as the lines have it; the number of its article lines."""
    (tmp_path / "mynews").symlink_to(bare_then_full.root.resolve())
    monkeypatch.chdir(tmp_path)
    return sum(len(path.read_bytes().splitlines()) for path in bare_then_full.articles.rglob("*.jsonl"))


def test_the_pandas_line_loads_every_article(mynews: int) -> None:
    names: dict[str, object] = {}
    exec(block("python", "pandas"), names)

    assert len(names["articles"]) == mynews  # type: ignore[arg-type]


def test_the_polars_line_loads_every_article(mynews: int) -> None:
    names: dict[str, object] = {}
    exec(block("python", "polars"), names)

    assert len(names["articles"]) == mynews  # type: ignore[arg-type]


def test_the_duckdb_line_counts_every_article(mynews: int) -> None:
    duckdb = pytest.importorskip("duckdb")
    line = block("sql", "read_json").replace("WHERE revision = 1 ", "")

    assert sum(count for _, count in duckdb.sql(line).fetchall()) == mynews


def test_the_python_lines_read_every_article(mynews: int) -> None:
    names: dict[str, object] = {}
    exec(block("python", "read_articles"), names)

    assert len(names["headlines"]) == mynews  # type: ignore[arg-type]


def test_the_jq_line_finds_the_headlines_of_a_day(mynews: int) -> None:
    files = [path.read_text("utf-8") for path in Path("mynews/articles").glob("*/*.jsonl")]
    lines = [json.loads(line) for text in files for line in text.splitlines()]
    day = next(line["published"][:10] for line in lines if line["published"])
    due = sorted(line["headline"] for line in lines if (line["published"] or "").startswith(day))
    command = block("sh", "select(.published").replace("2019-04-02", day)
    try:
        run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        if error.returncode == 127:
            pytest.skip("jq is not installed")
        raise

    assert sorted(run.stdout.splitlines()) == due


def test_the_lines_for_a_page_of_yours_give_an_article_and_a_date() -> None:
    names: dict[str, Any] = {}
    exec(block("python", "from_html"), names)

    assert names["article"].headline == "Il ponte riapre"
    assert names["dates"].published.at.isoformat() == "2026-02-24T20:42:00+01:00"


def test_the_manifest_lines_find_what_differs_and_what_is_gone(tmp_path: Path) -> None:
    archive = tmp_path / "mynews" / "archive"
    archive.mkdir(parents=True)
    command = ["bash", "-c", block("sh", "manifest-sha256.txt")]

    def told() -> str:
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return run.stdout + run.stderr

    for name in ("1.warc.gz", "2.warc.gz", "3.warc.gz"):
        (archive / name).write_text(name)
        assert told() == ""
    (archive / "1.warc.gz").write_text("other")
    (archive / "2.warc.gz").unlink()

    assert "1.warc.gz: FAILED" in told()
    assert "2.warc.gz: No such file" in told()
    assert len((archive.parent / "manifest-sha256.txt").read_text().splitlines()) == 3
