"""What is looked at before a crawl begins: settings, folders, files."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.settings import Settings

from archive.collection import Collection
from archive.errors import CollectionError, UsageError
from crawler.commands.crawl import crawl
from crawler.run import checked_setting
from tests.archive.unwritable import unwritable


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DOWNLOAD_DELAY", "abc", "-s DOWNLOAD_DELAY=abc: could not convert"),
        ("COOKIES_ENABLED", "maybe", "neither true nor false"),
        ("DOWNLOAD_HANDLERS", "1", "no JSON object"),
        ("LOG_LEVEL", "LOUD", "no level of the log"),
        ("DOWNLOAD_DELY", "1", r"did you mean DOWNLOAD_DELAY\?"),
        ("download_delay", "1", r"did you mean DOWNLOAD_DELAY\?"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told(name: str, value: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        checked_setting(Settings(), name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0.5"),
        ("COOKIES_ENABLED", "False"),
        ("LOG_LEVEL", "debug"),
        ("DOWNLOAD_HANDLERS", '{"ftp": null}'),
        ("MY_OWN_EXTENSION", "yes"),
        ("ROBOTSTXT_OBEY", False),
    ],
)
def test_a_setting_that_can_be_used_goes_as_it_is(name: str, value: object) -> None:
    assert checked_setting(Settings(), name, value) == value


def test_a_mistyped_folder_without_targets_becomes_no_collection(tmp_path: Path) -> None:
    told = CliRunner().invoke(crawl, ["--collection", str(tmp_path / "mynesw")])

    assert isinstance(told.exception, CollectionError)
    assert not (tmp_path / "mynesw").exists()


def test_a_metrics_file_in_no_folder_is_told_before_the_crawl(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        crawl, ["--collection", str(tmp_path), "--metrics-file", str(tmp_path / "nowhere" / "m.prom")]
    )

    assert isinstance(told.exception, UsageError)
    assert "nowhere" in str(told.exception)


def test_a_metrics_file_that_is_a_folder_is_told_before_the_crawl(tmp_path: Path) -> None:
    told = CliRunner().invoke(crawl, ["--collection", str(tmp_path / "c"), "--metrics-file", str(tmp_path)])

    assert isinstance(told.exception, UsageError)
    assert "is a folder" in str(told.exception)


@pytest.mark.parametrize(("option", "value"), [("--deadline", "0"), ("--user-agent", "library\nX-Other: 1")])
def test_an_option_that_cannot_be_meant_is_told(tmp_path: Path, option: str, value: str) -> None:
    told = CliRunner().invoke(crawl, ["https://www.example.org/", "--collection", str(tmp_path / "c"), option, value])

    assert isinstance(told.exception, UsageError)
    assert str(told.exception).startswith(option)
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gazeta"], "neither a URL"),
        (["http://127.0.0.1:9/", "-s", "DOWNLOAD_DELAY=abc"], "-s DOWNLOAD_DELAY=abc"),
        (["http://127.0.0.1:9/", "--sources", "bad.toml"], "bad.toml: id"),
        (["http://127.0.0.1:9/", "--allow-network", "everywhere"], "is no CIDR"),
    ],
)
def test_what_is_refused_leaves_no_folder(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "bad.toml").write_text("id = 3\n")
    command = [sys.executable, "-m", "archive.cli", "crawl", *arguments, "--collection", "a/new/one"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.toml"]


@pytest.mark.parametrize("name", ["archive", "indexes", "logs"])
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path: Path, name: str) -> None:
    collection = Collection.create(tmp_path / "news")
    with unwritable(collection.root / name) as command:
        done = subprocess.run(
            [*command, "crawl", "http://127.0.0.1:9/", "--collection", str(collection.root)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith(f"emeroteca: {collection.root / name}")
    assert done.stderr.count("\n") == 1
