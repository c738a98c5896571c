"""Crash: killed, stopped, out of space or started twice, the same command goes on, and nothing is lost or doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.warc.reader import read_exchanges
from archive.warc.verify import verify_collection
from tests.newspaper.kept import lines, otherwise, rebuilt
from tests.newspaper.living import Living

NO_RESERVE = ("-s", "EMEROTECA_RESERVE_BYTES=0", "-s", "CAPTURE_DISK_RESERVE=0")
pytestmark = pytest.mark.slow

ARTICLES = 100
CONCURRENCY = 4
KILLS = 10


@pytest.fixture
def paper() -> Iterator[Living]:
    with Living(days=0, before=ARTICLES, pause_seconds=0.03) as living:
        yield living


def start(paper: Living, folder: Path, *options: str, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start the very line that a cron table would hold, in a process group of its own."""
    network = f"127.0.0.1/32:{paper.url.rpartition(':')[2]}"
    command = [*before, sys.executable, "-m", "archive.cli", "crawl", *paper.sections, "--collection", str(folder)]
    command += ["--delay", "0", "--concurrency", str(CONCURRENCY), "--workers", "1", "--quiet"]
    command += ["--allow-network", network, *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )  # fmt: skip


def run(paper: Living, folder: Path, *options: str, before: Sequence[str] = ()) -> tuple[int, str, str]:
    """Run it to its end; return exit code, stdout and stderr."""
    process = start(paper, folder, *options, before=before)
    said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def wait_for(paper: Living, requests: int, process: subprocess.Popen[str]) -> None:
    """Wait until the newspaper has been asked so often, or the process has ended."""
    patience = time.monotonic() + 60
    while len(paper.looks()) < requests and process.poll() is None and time.monotonic() < patience:
        time.sleep(0.005)


def kill(process: subprocess.Popen[str]) -> None:
    """End the whole group at once, without a word; it may have ended by itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def article_looks(paper: Living) -> int:
    return sum(look.article is not None and look.status == 200 for look in paper.looks())


def captures(folder: Path) -> int:
    """Return how many articles' pages lie in the WARCs; every record of every one can be read."""
    return sum(
        capture.url.endswith(".html") and capture.status == 200
        for path in Collection.open(folder).sealed()
        for capture, _ in read_exchanges(path, on_damage=lambda damage: pytest.fail(str(damage)))
    )


def assert_whole(folder: Path) -> None:
    """Assert that every article stands once, and that no record is torn."""
    read = [line["url"] for line in lines(folder).values() if line["url"].endswith(".html")]
    assert len(read) == len(set(read)) == ARTICLES
    assert list(verify_collection(Collection.open(folder))) == []
    assert not list((folder / "archive").glob("*.open"))


@pytest.mark.parametrize("options", [(), ("-s", "CAPTURE_MAX_BYTES=20000")], ids=["one file a run", "many"])
def test_killed_again_and_again_it_loses_nothing_and_doubles_nothing(
    paper: Living, tmp_path: Path, options: Sequence[str]
) -> None:
    folder, chance = tmp_path / "news", random.Random(8)
    for _ in range(KILLS):
        process = start(paper, folder, *options)
        wait_for(paper, len(paper.looks()) + chance.randint(2, 12), process)
        time.sleep(chance.uniform(0, 0.1))
        kill(process)
    code, said, complained = run(paper, folder)

    assert code == 0, said + complained
    assert_whole(folder)
    assert article_looks(paper) - ARTICLES <= KILLS * CONCURRENCY
    assert otherwise(folder, rebuilt(folder, tmp_path / "again")) == []


def test_killed_while_it_starts_it_starts_again(paper: Living, tmp_path: Path) -> None:
    folder, chance = tmp_path / "news", random.Random(3)
    for _ in range(6):
        process = start(paper, folder)
        time.sleep(chance.uniform(0.05, 0.9))
        kill(process)
    code, said, complained = run(paper, folder)

    assert code == 0, said + complained
    assert_whole(folder)


def test_a_second_run_asks_no_article_and_sections_conditionally(paper: Living, tmp_path: Path) -> None:
    run(paper, tmp_path / "news")
    before = len(paper.looks())
    code, said, _ = run(paper, tmp_path / "news")
    again = paper.looks()[before:]

    assert code == 0
    assert "0 new articles, 0 changed" in said
    assert [look for look in again if look.article is not None] == []
    assert {look.conditional for look in again if look.path != "/robots.txt"} == {True}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_cleanly_and_the_next_run_completes(
    paper: Living, tmp_path: Path, number: signal.Signals
) -> None:
    folder = tmp_path / "news"
    process = start(paper, folder)
    wait_for(paper, 25, process)
    os.killpg(process.pid, number)
    process.communicate(timeout=30)
    left = sorted((folder / "archive").glob("*.open"))
    served = article_looks(paper)
    kept = captures(folder)
    code, said, complained = run(paper, folder)

    assert process.returncode == 10
    assert left == []
    assert kept == served
    assert code == 0, said + complained
    assert_whole(folder)
    assert article_looks(paper) == ARTICLES


def test_of_two_at_once_one_is_refused_and_none_is_doubled(paper: Living, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    both = [start(paper, folder), start(paper, folder)]
    for process in both:
        process.communicate(timeout=120)

    assert sorted(process.returncode for process in both) == [0, 75]
    assert_whole(folder)
    assert article_looks(paper) == ARTICLES


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB, where this machine lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk needs root and tmpfs")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_ends_the_run_and_with_space_it_goes_on(paper: Living, small_disk: Path) -> None:
    # Without its reserve of free space the run meets the end of the disk in the middle of a write.
    full, _, complained = run(paper, small_disk / "news", *NO_RESERVE)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    code, said, later = run(paper, small_disk / "news", *NO_RESERVE)

    assert full == 3, complained
    assert "no space left" in complained.lower()
    assert "Traceback" not in complained
    assert code == 0, said + later
    assert_whole(small_disk / "news")


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_a_clock_days_back_and_years_ahead_does_no_lasting_harm(paper: Living, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    codes = [run(paper, folder, before=("faketime", "-f", shift))[0] for shift in ("-2d", "+1095d")]
    code, said, complained = run(paper, folder)

    assert codes == [0, 0]
    assert code == 0, said + complained
    assert_whole(folder)
    assert sum(look.article is not None and not look.conditional for look in paper.looks()) == ARTICLES
