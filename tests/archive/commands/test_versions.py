"""``emeroteca versions`` as it is typed, and what a reader may do in a folder that is not theirs."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli
from archive.collection import Collection
from archive.store.state import State
from tests.archive.commands.test_export import fails
from tests.archive.store.newsroom import edited, keep, made_up
from tests.archive.unwritable import unwritable

FIRST = made_up(7)  # of its number there is an event


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return keep(tmp_path / "c", [FIRST, edited(FIRST, 2), made_up(1)])


def run(*arguments: object) -> str:
    """Return what the command writes to stdout; it must end well."""
    result = CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_each_revision_names_its_capture_and_what_changed(collection: Collection) -> None:
    rows = [
        json.loads(line) for line in run("versions", FIRST.id, "--collection", collection.root, "--json").splitlines()
    ]

    assert [(row["revision"], row["changed"]) for row in rows] == [(1, []), (2, ["headline"])]
    assert [row["warc_offset"] for row in rows] == [FIRST.warc_offset, edited(FIRST, 2).warc_offset]


def test_events_follow_the_revisions(collection: Collection) -> None:
    told = run("versions", FIRST.id, "--collection", collection.root).splitlines()

    assert told[0].startswith("rev\tcaptured\t")
    assert [line.split("  ")[1:] for line in told[3:]] == [["gone", "HTTP 410"]]


def test_an_article_is_found_by_an_address_that_only_the_state_knows(collection: Collection) -> None:
    with State(collection.state) as state:
        state.write(
            "INSERT INTO articles VALUES (?, ?, ?, 2, '', '', NULL, NULL, NULL, '', '', 0)",
            [FIRST.id, FIRST.source, FIRST.url],
        )
        state.write("INSERT INTO article_urls VALUES (?, ?)", ["https://old.example/1", FIRST.id])
    rows = run("versions", "https://old.example/1", "--collection", collection.root, "--json").splitlines()

    assert len(rows) == 2


def test_without_a_state_the_lines_tell(collection: Collection) -> None:
    collection.state.unlink()
    rows = run("versions", FIRST.url, "--collection", collection.root, "--json").splitlines()

    assert [json.loads(row)["revision"] for row in rows] == [1, 2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["versions", FIRST.url, "--collection", "c"],
        ["diff", FIRST.url, "--collection", "c"],
        ["list", "c"],
        ["list", "c", "--captures"],
        ["report", "c"],
        ["stats", "c"],
        ["query", "c", "SELECT count(*) FROM events"],
        ["export", "c", "--output", "dump"],
    ],
)
def test_a_collection_that_cannot_be_written_is_read(
    collection: Collection, tmp_path: Path, arguments: list[str]
) -> None:
    with unwritable(collection.root) as command:
        before = {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")}
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        after = {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")}

    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert after == before


@pytest.mark.parametrize("command", ["versions", "diff"])
def test_where_the_collection_goes_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    as_elsewhere, said = fails(capsys, command, "mynews", FIRST.url)
    none, here = fails(capsys, command, FIRST.url)

    assert (as_elsewhere, none) == (2, 2)
    assert said.endswith("; the collection is named by --collection DIR\n")
    assert here.endswith("name one: --collection DIR\n")


def test_another_mistake_says_nothing_of_the_collection(
    collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = fails(capsys, "diff", FIRST.id, "--collection", collection.root, "--from", "one")

    assert "--collection DIR" not in said
