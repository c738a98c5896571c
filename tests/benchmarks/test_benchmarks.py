"""The benchmark's site is what it says it is, and the command runs. No test looks at a clock."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import ratio_lines
from tests.benchmarks.measure import Cost
from tests.benchmarks.site import write_site


def cost(cpu_seconds: float) -> Cost:
    return Cost(cpu_seconds=cpu_seconds, wall_seconds=1.0, peak_bytes=0, output="")


def an_article(folder: Path) -> str:
    return next(folder.rglob("*2026*/**/*.html")).read_text(encoding="utf-8")


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    once, again = (write_site(tmp_path / name, 2, 1)[0] for name in ("once", "again"))

    assert [p.read_bytes() for p in sorted(once.rglob("*.*"))] == [p.read_bytes() for p in sorted(again.rglob("*.*"))]


def test_an_article_has_about_two_hundred_different_links(tmp_path: Path) -> None:
    page = an_article(write_site(tmp_path, 3, 1)[0])

    assert 180 <= len(set(re.findall(r'href="([^"]+)"', page))) <= 220


def test_an_article_has_about_90_kilobytes(tmp_path: Path) -> None:
    page = an_article(write_site(tmp_path, 3, 1)[0])

    assert 75_000 <= len(page.encode()) <= 110_000


def test_a_ratio_is_the_median_of_the_turns_with_its_range() -> None:
    turns = [{"plain": cost(10), "capture": cost(mine)} for mine in (1.0, 3.0, 1.5)]

    assert ratio_lines(turns) == ["capture / plain: 0.150  [0.100 to 0.300]  (to reach: 0.20)"]


@pytest.mark.slow
def test_the_command_crawls_a_tiny_site_and_prints_ratios() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--articles", "2", "--papers", "1", "--pairs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    assert re.search(r"^all / naive: \d", done.stdout, re.MULTILINE)
