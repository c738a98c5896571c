"""``emeroteca extract``: output, exit codes, one clear line for a mistake."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli
from tests.archive.test_extraction import URLS, exchange, page, written
from tests.archive.warc.wire import foreign, members


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "archive.cli", "extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


def test_articles_come_out_as_json_lines(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))

    done = run(warc, "--workers", "0")

    assert done.returncode == 0
    assert [json.loads(line)["headline"] for line in done.stdout.splitlines()] == ["Il ponte è chiuso"]
    assert done.stderr == b"extract: 1 pages, 1 lines, 0 problems\n"


def test_a_named_file_holds_the_lines_and_quiet_says_nothing(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))
    output = tmp_path / "out.jsonl"

    done = run(warc, "--output", output, "--workers", "0", "--quiet")

    assert (done.stdout, done.stderr) == (b"", b"")
    assert len(output.read_bytes().splitlines()) == 1
    assert not output.with_name("out.jsonl.tmp").exists()


def test_a_damaged_file_ends_with_exit_code_4(tmp_path: Path) -> None:
    warc = written(tmp_path, *(exchange(url, page("Il ponte è chiuso da oggi")) for url in URLS[:2]))
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(warc.read_bytes()[:-40])

    done = run(torn, "--workers", "0")

    assert done.returncode == 4
    assert b"torn.warc.gz: record at byte" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_address_in_a_warc_cannot_steer_the_terminal(tmp_path: Path) -> None:
    warc = tmp_path / "anybodys.warc.gz"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    warc.write_bytes(members(foreign("revisit", head, url="http://a.example/\x1b]0;x\x07\x1b[2Jnews.html")))

    done = run(warc, "--workers", "0")

    assert done.returncode == 4
    assert b"revisit of an unknown record" in done.stderr
    assert b"\x1b" not in done.stderr


def test_a_file_that_is_not_there_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere.warc.gz")

    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"nowhere.warc.gz: no such file" in done.stderr


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_code_3(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))

    done = run(warc, "--output", tmp_path / "missing" / "out.jsonl", "--workers", "0")

    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1


def test_a_source_profile_is_used(tmp_path: Path) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))
    profile = tmp_path / "gazzetta.toml"
    profile.write_text(
        'id = "gazzetta-prova"\nhosts = ["www.gazzetta.example"]\n'
        '[start]\nsections = ["https://www.gazzetta.example/cronaca/"]\n'
    )

    done = run(warc, "--workers", "0", "--source", profile)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"] == "gazzetta-prova"


def test_a_stopped_extract_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))

    def stopped(*_: object, **__: object) -> Iterator[object]:
        os.kill(os.getpid(), signal.SIGTERM)
        yield

    monkeypatch.setattr("archive.extraction.read_lines", stopped)
    told = CliRunner().invoke(cli, ["extract", str(warc), "--output", str(tmp_path / "out.jsonl")])

    assert told.exit_code == 10
    assert not list(tmp_path.glob("out*"))


def test_a_folder_is_told_with_the_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    done = run(tmp_path)

    assert done.returncode == 2
    assert f"{tmp_path}: is a folder; name WARC files: {tmp_path}/archive/*.warc.gz" in done.stderr.decode()


@pytest.mark.parametrize("command", ["extract", "index", "check"])
def test_a_stream_is_told_to_be_saved_first(tmp_path: Path, command: str) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))
    arguments = [sys.executable, "-m", "archive.cli", command]
    for name in ("-", "/dev/stdin"):
        done = subprocess.run([*arguments, name], input=warc.read_bytes(), capture_output=True, check=False)

        assert done.returncode == 2
        assert done.stderr.decode() == (
            f"emeroteca: {name}: a stream, and records are read again at their place; save it as a file first\n"
        )


@pytest.mark.parametrize("workers", ["0", "1"])
def test_standard_input_that_is_a_file_is_read(tmp_path: Path, workers: str) -> None:
    warc = written(tmp_path, exchange(URLS[0], page("Il ponte è chiuso")))
    arguments = [sys.executable, "-m", "archive.cli", "extract", "/dev/stdin", "--workers", workers]
    with warc.open("rb") as stream:
        done = subprocess.run(arguments, stdin=stream, capture_output=True, check=False)

    assert [json.loads(line)["warc_file"] for line in done.stdout.splitlines()] == [warc.name]
