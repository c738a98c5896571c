"""``emeroteca list``: what is asked for, and what is no question."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli
from archive.collection import Collection
from archive.commands.list import list_
from tests.archive.commands.test_export import fails
from tests.archive.kept import Kept, keep
from tests.archive.store import newsroom


def test_a_day_that_is_none_is_told(tmp_path: Path) -> None:
    Collection.create(tmp_path)
    told = CliRunner().invoke(list_, [str(tmp_path), "--from", "2025-13-01"])

    assert told.exit_code == 2
    assert "'2025-13-01' is no day; write it as 2024-01-31" in told.stderr


def test_lines_that_cannot_be_read_are_named_and_passed_over(tmp_path: Path) -> None:
    collection = keep(tmp_path, [[Kept(url="https://www.example.org/a-1", at=datetime(2025, 3, 1, 8, tzinfo=UTC))]])
    with collection.index.open("ab") as index:
        index.write(b"nonsense\n")
    (collection.articles / "x").mkdir()
    (collection.articles / "x" / "2025-03-01.jsonl").write_text("{bad\n")
    captures = CliRunner().invoke(list_, [str(tmp_path), "--captures", "--json"])
    articles = CliRunner().invoke(list_, [str(tmp_path)])

    assert captures.stdout.count("\n") == 1
    assert "index.cdxj: line 2: not a CDXJ line" in captures.stderr
    assert "2025-03-01.jsonl: line at byte 0: " in articles.stderr


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [newsroom.made_up(number, words=20) for number in range(12)]
    return newsroom.keep(tmp_path_factory.mktemp("list") / "c", articles).root


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [
        ("--source", "gazeta", "there are corriere-di-prova, gazzetta, tagblatt.example"),
        ("--section", "Meteo", "there are Cronaca, "),
        ("--language", "en", "there are de, it"),
    ],
)
def test_a_name_that_nothing_has_is_told(
    news: Path, capsys: pytest.CaptureFixture[str], option: str, name: str, told: str
) -> None:
    code, said = fails(capsys, "list", news, option, name)

    assert code == 2
    assert said.startswith(f"emeroteca: {option} {name}: nothing is of it; ")
    assert told in said
    assert said.count("\n") == 1


def test_a_source_of_which_there_is_nothing_on_these_days_is_no_mistake(news: Path) -> None:
    told = CliRunner().invoke(cli, ["list", str(news), "--source", "gazzetta", "--from", "2031-01-01", "--json"])

    assert (told.exit_code, told.stdout) == (0, "")


def test_a_source_of_no_capture_is_told(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = fails(capsys, "list", news, "--captures", "--source", "gazeta")

    assert code == 2
    assert "--source gazeta: nothing is of it; there are " in said


def test_captures_are_chosen_by_the_day_of_capture(news: Path) -> None:
    def days(*arguments: str) -> list[str]:
        lines = CliRunner().invoke(cli, ["list", str(news), "--captures", "--json", *arguments]).stdout.splitlines()
        return [json.loads(line)["day"] for line in lines]

    some = sorted(days())[4]

    assert days("--from", some, "--to", some) == [day for day in days() if day == some]
    assert days("--from", "2031-01-01") == []


def test_captures_have_no_section(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = fails(capsys, "list", news, "--captures", "--section", "Sport")

    assert code == 2
    assert "a capture has no section" in said
