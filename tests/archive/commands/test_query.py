"""``emeroteca query`` as it is typed."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli
from archive.collection import Collection
from archive.commands.query import EXAMPLES
from archive.urlkey import surt
from archive.warc.index import find, merge
from tests.archive.commands.test_export import fails, run
from tests.archive.store.newsroom import keep, made_up, with_edits


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("query") / "c"
    kept = keep(folder, with_edits((made_up(n, words=30) for n in range(70)), every=5))
    page = made_up(1)
    shown = replace(
        find(kept.index, page.url)[0],
        url=page.images[0].url,
        urlkey=surt(page.images[0].url),
        mime="image/jpeg",
    )
    merge(kept.index, [shown])
    return kept


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_answers(collection: Collection, name: str) -> None:
    rows = [json.loads(line) for line in run("query", collection.root, EXAMPLES[name], "--json").splitlines()]

    assert rows


def test_the_share_of_paywalled_articles_is_right(collection: Collection) -> None:
    rows = [
        json.loads(x)
        for x in run("query", collection.root, EXAMPLES["Share of paywalled articles"], "--json").splitlines()
    ]
    walled = [made_up(n, words=30).paywalled for n in range(70) if made_up(n).source == "gazzetta"]

    assert {row["source"]: row["percent"] for row in rows}["gazzetta"] == round(
        100 * sum(map(bool, walled)) / len(walled), 1
    )


def test_into_a_pipe_go_tabs(collection: Collection) -> None:
    shown = run("query", collection.root, "SELECT source, count(*) AS n FROM articles GROUP BY source ORDER BY source")

    assert shown.splitlines()[:2] == ["source\tn", "corriere-di-prova\t27"]


def test_without_a_question_the_tables_are_shown(collection: Collection) -> None:
    rows = [json.loads(line) for line in run("query", collection.root, "--json").splitlines()]

    assert {"table": "articles", "column": "published", "type": "timestamp[us, tz=UTC]"} in rows
    assert {row["table"] for row in rows} == {"articles", "versions", "events", "captures", "runs", "daily"}


def test_json_keeps_lists_structs_and_times(collection: Collection) -> None:
    (line,) = run(
        "query", collection.root, "SELECT authors, body, published FROM articles LIMIT 1", "--json"
    ).splitlines()
    row = json.loads(line)

    assert row["body"][0]["type"] == "subheading"
    assert isinstance(row["authors"], list)
    assert row["published"].endswith("Z")


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [replace(made_up(1), headline="=1+1", tags=("@x",))])
    shown = run("query", collection.root, "SELECT headline, tags, day, -1 AS n, NULL AS u FROM articles", "--csv")
    (row,) = csv.DictReader(io.StringIO(shown))

    assert (row["headline"], row["tags"], row["n"], row["u"]) == ("'=1+1", "'@x", "-1", "")
    assert row["day"].startswith("2024-")


def test_archived_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    collection = keep(tmp_path / "c", [replace(made_up(1), headline="a\x1b[2Jb\u202ec\nd")])
    shown = run("query", collection.root, "SELECT headline FROM articles")

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert len(shown.splitlines()) == 2


def test_the_question_can_come_from_stdin(collection: Collection) -> None:
    result = CliRunner().invoke(cli, ["query", str(collection.root), "-"], input="SELECT 41 + 1 AS answer")

    assert result.stdout == "answer\n42\n"


def test_a_mistake_in_sql_is_told_in_a_line(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    code, error = fails(capsys, "query", collection.root, "SELECT headlin FROM articles")

    assert (code, error.count("\n")) == (2, 1)
    assert '"headlin" not found' in error


def test_an_answer_can_be_kept_as_parquet(collection: Collection, tmp_path: Path) -> None:
    run("query", collection.root, f"COPY (SELECT url FROM articles) TO '{tmp_path}/urls.parquet'")

    assert (tmp_path / "urls.parquet").read_bytes().startswith(b"PAR1")


def test_a_table_that_is_not_there_is_told_with_those_that_are(
    collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = fails(capsys, "query", collection.root, "SELECT * FROM article")

    assert code == 2
    assert "Table with name article does not exist!" in said
    assert "pg_" not in said
    assert said.endswith("The tables are articles, versions, events, captures, runs, daily.\n")


def test_a_question_without_a_collection_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = fails(capsys, "query", "SELECT 1")

    assert (code, said) == (2, 'emeroteca: the collection goes first: emeroteca query DIR "SELECT ..."\n')
