"""``emeroteca list``: what is asked for, and what is no question."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from archive.collection import Collection
from archive.commands.list import list_
from tests.archive.kept import Kept, keep


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
