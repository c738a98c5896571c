"""The one door: what a user's mistake looks like."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import cli
from archive.collection import Collection
from tests.archive.kept import Kept, keep


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection with many captures in its index."""
    collection = Collection.create(tmp_path / "news")
    line = b'org,example)/ 20250301080000 {"url": "https://example.org/", "offset": "0", "filename": "a.warc.gz"}\n'
    collection.index.write_bytes(line * 20_000)
    return collection


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(str(ended.value.code))


def test_a_file_that_cannot_be_written_is_one_line_with_exit_code_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "stats.html.tmp")

    monkeypatch.setattr(cli.cli, "main", full)

    assert run("stats") == 3
    assert capsys.readouterr().err == "emeroteca: stats.html.tmp: No space left on device\n"


def test_a_machine_without_a_folder_for_temporary_files_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(cli.cli, "main", none)

    assert run("stats") == 3
    assert capsys.readouterr().err == "emeroteca: No usable temporary directory found in ['/tmp']\n"


def test_a_full_disk_under_a_temporary_file_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("PRAGMA max_page_count=1")
            database.execute("CREATE TABLE a(b)")

    monkeypatch.setattr(cli.cli, "main", full)

    assert run("check") == 3
    assert capsys.readouterr().err == "emeroteca: database or disk is full; temporary files lie in $TMPDIR\n"


def test_another_fault_of_a_file_is_one_line_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "collection.toml").mkdir()

    assert run("list", str(tmp_path)) == 1
    assert capsys.readouterr().err.endswith("collection.toml: Is a directory\n")


def test_a_reader_that_stops_early_is_no_fault(collection: Collection) -> None:
    shell = (
        f"{sys.executable} -m archive.cli list {collection.root} --captures --json | head -1; exit ${{PIPESTATUS[0]}}"
    )
    ended = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout.count("\n"), ended.stderr) == (0, 1, "")


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("lines", [1, 20_000])
def test_an_output_that_is_full_is_one_line_with_exit_code_3(tmp_path: Path, lines: int, buffered: str) -> None:
    collection = Collection.create(tmp_path / "news")
    line = b'org,example)/ 20250301080000 {"url": "https://example.org/", "offset": "0", "filename": "a.warc.gz"}\n'
    collection.index.write_bytes(line * lines)
    command = [sys.executable, "-m", "archive.cli", "list", str(collection.root), "--captures"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, env=os.environ | {"PYTHONUNBUFFERED": buffered}
        )

    assert (ended.returncode, ended.stderr) == (3, b"emeroteca: the output: No space left on device\n")


@pytest.mark.parametrize(("typed", "meant"), [("crwal", "'crawl'"), ("exprot", "'export'")])
def test_a_mistyped_command_is_told_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str], typed: str, meant: str
) -> None:
    assert run(typed) == 2
    assert capsys.readouterr().err.endswith(f"No such command '{typed}'. Did you mean {meant}?\n")


def test_a_command_like_none_is_told_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("frobnicate") == 2
    assert run("--lst") == 2
    assert "Did you mean 'list'" not in capsys.readouterr().err


def test_words_that_a_terminal_cannot_show_are_shown_by_number(tmp_path: Path) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    keep(tmp_path, [[Kept(url="https://example.org/a", at=at, body=b"x", headline="Città e “Αθήνα”")]])
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "list", str(tmp_path)],
        capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip

    assert done.returncode == 0
    assert "Città e \\u201c\\u0391".encode("latin-1") in done.stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_reason_to_fail(collection: Collection, closed: str) -> None:
    line = f'exec "{sys.executable}" -m archive.cli list "{collection.root}" --captures {closed}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert done.stderr == ""
    assert bool(done.stdout) is (" >&-" not in f" {closed}")
