"""``emeroteca export`` as it is typed."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli, main
from archive.collection import Collection
from tests.archive.store.newsroom import keep, made_up, with_edits


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return keep(tmp_path_factory.mktemp("export") / "c", with_edits((made_up(n, words=30) for n in range(30)), every=3))


def run(*arguments: object) -> str:
    """Return what the command writes to stdout; it must end well."""
    result = CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def fails(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Return exit code and stderr of a command that must not end well."""
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return int(ended.value.code or 0), capsys.readouterr().err


def test_parquet_is_what_a_folder_gets(collection: Collection, tmp_path: Path) -> None:
    run("export", collection.root, "--output", tmp_path / "dump")

    assert {p.name for p in (tmp_path / "dump").iterdir()} == {
        *("articles", "versions", "events", "captures"),
        *("README.md", "SHA256SUMS", "manifest.json", "schema.arrow", "schema.json"),
    }


def test_the_digests_are_checked_by_sha256sum(collection: Collection, tmp_path: Path) -> None:
    run("export", collection.root, "--output", tmp_path / "dump")

    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "dump", check=True)


def test_a_dash_is_stdout(collection: Collection) -> None:
    rows = [json.loads(line) for line in run("export", collection.root, "--output", "-", "--latest").splitlines()]

    assert len(rows) == 30


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("a.jsonl", b'{"schema"'),
        ("a.csv", b"schema,id"),
        ("a.parquet", b"PAR1"),
        ("a.jsonl.gz", b"\x1f\x8b"),
        ("a.csv.zst", b"\x28\xb5\x2f\xfd"),
    ],
)
def test_the_name_of_a_file_tells_its_format(collection: Collection, tmp_path: Path, name: str, first: bytes) -> None:
    run("export", collection.root, "--output", tmp_path / name)

    assert (tmp_path / name).read_bytes().startswith(first)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_filters_are_all_met(collection: Collection) -> None:
    options = ["--source", "gazzetta", "--from", "2024-01-10", "--to", "2024-02-20", "--language", "it"]
    rows = [json.loads(line) for line in run("export", collection.root, "-o", "-", *options).splitlines()]

    assert rows
    assert {row["source"] for row in rows} == {"gazzetta"}
    assert all("2024-01-10" <= row["published"][:10] <= "2024-02-20" for row in rows)


def test_a_file_of_lines_can_be_exported(collection: Collection, tmp_path: Path) -> None:
    run("export", next(collection.articles.rglob("*.jsonl")), "--output", tmp_path / "a.parquet")

    assert (tmp_path / "a.parquet").stat().st_size > 1_000


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2024-13-01"], "is no day; write it as 2024-01-31"),
        (["--from", "2024-02-01", "--to", "2024-01-01"], "--from 2024-02-01 is after --to 2024-01-01"),
        (["--format", "jsonl", "--without", "text"], "every line of jsonl has every key"),
        (["--without", "texts"], "no such column"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_mistakes_are_told_in_a_line(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    code, error = fails(capsys, "export", collection.root, "--output", tmp_path / "dump", *options)

    assert code == 2
    assert said in error
    assert "Traceback" not in error


def test_no_collection_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, error = fails(capsys, "export", tmp_path / "nowhere", "--output", tmp_path / "dump")

    assert (code, error.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        (["export", "{c}", "-o", "{o}"], "pyarrow, which is not installed"),
        (["export", "{c}", "-o", "{o}", "--format", "csv", "--zst"], "zstandard, which is not installed"),
        (["query", "{c}", "SELECT 1"], "duckdb and pyarrow, which are not installed"),
        (["stats", "{c}"], "duckdb and pyarrow, which are not installed"),
    ],
)
def test_without_the_extra_one_line_says_how_to_get_it(
    collection: Collection,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    modules: str,
) -> None:
    monkeypatch.setattr("archive.store.extra.find_spec", lambda name: None)
    filled = [one.format(c=collection.root, o=tmp_path / "dump") for one in arguments]
    code, error = fails(capsys, *filled)

    assert code == 2
    assert error.endswith(f"needs {modules}: pip install 'emeroteca[dumps]'\n")


def test_text_formats_need_no_extra(collection: Collection, tmp_path: Path) -> None:
    blocked = "import sys; sys.modules.update(dict.fromkeys(['pyarrow', 'duckdb', 'zstandard']))\n"
    program = blocked + (
        "import archive.store.extra as e; e.is_installed = lambda name: False\n"
        "import archive.store.dumps.readme as r; r.is_installed = lambda name: False\n"
        "from archive.cli import main\n"
    )
    for name in ("jsonl", "csv", "ninjs", "jsonld"):
        call = f"main(['export', {str(collection.root)!r}, '-o', {str(tmp_path / name)!r}, '--format', {name!r}])"
        subprocess.run([sys.executable, "-c", program + call], check=True, capture_output=True)

        assert (tmp_path / name / "manifest.json").exists()


def test_progress_is_shown_on_a_terminal_only(collection: Collection, tmp_path: Path) -> None:
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "archive.cli", "export", str(collection.root), "-o", str(tmp_path / "dump")]
    export = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    told = b""
    with contextlib.suppress(OSError):  # Linux says so where the terminal has closed
        while part := os.read(shown, 1 << 16):  # a slow export draws more than a terminal holds unread
            told += part
    os.close(shown)

    assert export.wait() == 0
    assert b"writing" in told
    assert b"40/40" in told


def test_talk_goes_to_stderr_and_can_be_silenced(collection: Collection, tmp_path: Path) -> None:
    loud = CliRunner().invoke(cli, ["export", str(collection.root), "-o", str(tmp_path / "a")])
    quiet = CliRunner().invoke(cli, ["export", str(collection.root), "-o", str(tmp_path / "b"), "--quiet"])

    assert (loud.stdout, quiet.output) == ("", "")
    assert "40 articles" in loud.stderr


@pytest.mark.parametrize("option", [("--source", "gazeta"), ("--section", "Meteo"), ("--language", "en")])
def test_a_filter_that_nothing_has_is_told_before_anything_is_made(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    code, said = fails(capsys, "export", collection.root, "--output", tmp_path / "dump", *option)

    assert code == 2
    assert f"{' '.join(option)}: nothing is of it; there are " in said
    assert not (tmp_path / "dump").exists()


def test_a_dump_stands_as_it_is_where_a_filter_is_mistyped(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("export", collection.root, "--output", tmp_path / "dump", "--format", "jsonl")
    before = {path: path.read_bytes() for path in (tmp_path / "dump").rglob("*") if path.is_file()}
    fails(capsys, "export", collection.root, "--output", tmp_path / "dump", "--format", "jsonl", "--source", "gazeta")

    assert {path: path.read_bytes() for path in (tmp_path / "dump").rglob("*") if path.is_file()} == before


def test_a_source_that_a_profile_names_may_have_no_article_yet(tmp_path: Path) -> None:
    young = keep(tmp_path / "c", [made_up(1)])
    (young.sources / "new.toml").write_text('id = "new-paper"\nhosts = ["www.new.example"]\n')

    assert run("export", young.root, "--output", "-", "--format", "jsonl", "--source", "new-paper") == ""


def test_a_source_of_a_file_of_lines_is_told_too(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "lines.jsonl"
    run("export", collection.root, "--output", lines)
    code, said = fails(capsys, "export", lines, "--output", "-", "--source", "gazeta")

    assert code == 2
    assert "there are corriere-di-prova, gazzetta, tagblatt.example" in said


def test_a_full_disk_under_the_count_of_lines_is_told_with_exit_code_3(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archive.store.dumps.plan._TABLES", "PRAGMA max_page_count=1; CREATE TABLE a(b);")
    code, error = fails(capsys, "export", collection.root, "--output", tmp_path / "dump", "--format", "csv")

    assert code == 3
    assert error == f"emeroteca: {tmp_path / 'dump'}: not written (database or disk is full)\n"


def test_a_stopped_export_leaves_nothing_half_written(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("archive.store.dumps.export.write_file", stopped)
    told = CliRunner().invoke(cli, ["export", str(collection.root), "--output", str(tmp_path / "dump.jsonl")])

    assert told.exit_code == 10
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.xlsx", [], ".xlsx is not written; one file ends in .parquet, .jsonl"),
        ("a.json.gz", [], ".json is not written"),
        ("a.jsonl", ["--format", "csv"], "--format csv: the name a.jsonl says jsonl"),
    ],
)
def test_a_name_that_promises_another_format_is_told(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str], said: str
) -> None:
    code, error = fails(capsys, "export", collection.root, "--output", tmp_path / name, *options)

    assert code == 2
    assert said in error
    assert list(tmp_path.iterdir()) == []


def test_ninjs_may_be_named_as_the_lines_it_is(collection: Collection, tmp_path: Path) -> None:
    run("export", collection.root, "--output", tmp_path / "a.jsonl", "--format", "ninjs")

    assert b'"name":"ninjs"' in (tmp_path / "a.jsonl").read_bytes()


@pytest.mark.parametrize("held", [b"\x1f\x8b no lines at all", b'{"a": 1}\n'])
def test_a_file_that_holds_no_article_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], held: bytes) -> None:
    (tmp_path / "x.warc.gz").write_bytes(held)
    code, error = fails(capsys, "export", tmp_path / "x.warc.gz", "--output", "-")

    assert code == 2
    assert "holds no article lines; `emeroteca extract WARC --output FILE.jsonl` makes some" in error


@pytest.mark.parametrize("output", ["-", "a.jsonl", "a.parquet"])
def test_lines_that_are_passed_over_are_counted_in_the_last_line(tmp_path: Path, output: str) -> None:
    damaged = keep(tmp_path / "c", [made_up(1)])
    (damaged.articles / "x").mkdir()
    (damaged.articles / "x" / "2024-01-01.jsonl").write_text('{"id": 1}\nnonsense\n')
    told = CliRunner().invoke(
        cli, ["export", str(damaged.root), "--output", output if output == "-" else str(tmp_path / output)]
    )

    assert told.exit_code == 0
    assert told.stderr.startswith(
        "export: 1 rows; 2 lines are no article, passed over; the first is articles/x/2024-01-01.jsonl: line at byte 0"
    )
    assert told.stderr.count("\n") == 1


def test_where_no_line_is_damaged_nothing_is_told(collection: Collection) -> None:
    told = CliRunner().invoke(cli, ["export", str(collection.root), "--output", "-"])

    assert told.stderr == "export: 40 rows\n"
