"""A signal that comes while a run still reads what an earlier one left ends it as cleanly as any other."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.store.articles import read_articles
from crawler.demo.loopback import serve_site
from tests.crawler.test_outages import Paper, crawl

# The fifth capture that is read brings the signal.
_SIGNALLED = """
import os, sys
from archive import cli
from archive.sequence import Sequence
take, seen = Sequence.take, []
def signalled(*capture):
    seen.append(1)
    if len(seen) == 5:
        os.kill(os.getpid(), int(sys.argv[1]))
    take(*capture)
Sequence.take = signalled
cli.main(sys.argv[2:])
"""


@pytest.mark.parametrize("number", [15, 2])
def test_a_signal_during_a_recovery_ends_the_run_cleanly(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "news"
    with serve_site(Paper()) as serving:
        crawl(folder, f"{serving.url}/cronaca/", "--workers", "0")
        stopped = subprocess.run(
            [sys.executable, "-c", _SIGNALLED, str(number), "crawl", "--collection", str(folder)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        some = len(list(read_articles(Collection.open(folder))))
        again = crawl(folder)

    assert stopped.returncode == 10
    assert stopped.stdout.startswith("crawl: 0 pages, ")
    assert "Traceback" not in stopped.stderr
    assert 0 < some < 12
    assert again.returncode == 0
    assert len(list(read_articles(Collection.open(folder)))) == 12


def test_a_deadline_counts_from_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    with serve_site(Paper()) as serving:
        crawl(folder, f"{serving.url}/cronaca/", "--workers", "0")
        over = crawl(folder, "--deadline", "0.001s")
        again = crawl(folder)

    assert over.returncode == 11
    assert list(read_articles(Collection.open(folder)))
    assert again.returncode == 0
