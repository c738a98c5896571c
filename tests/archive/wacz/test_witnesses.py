"""Second witnesses: py-wacz calls our files valid, cdxj-indexer finds in them what our index says."""

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.wacz.excerpt import Wanted, choose
from archive.wacz.pack import pack

NOW = datetime(2025, 4, 1, tzinfo=UTC)
MARCH = Wanted(sources=("portico.example",), first_day=date(2025, 3, 1), last_day=date(2025, 3, 31))
WACZ = shutil.which("wacz") or shutil.which("wacz", path=str(Path(sys.executable).parent))


@pytest.mark.slow
@pytest.mark.skipif(WACZ is None, reason="py-wacz is not installed")
@pytest.mark.parametrize("wanted", [Wanted(), MARCH])
def test_py_wacz_calls_it_valid(two_months: Collection, tmp_path: Path, wanted: Wanted) -> None:
    path = tmp_path / "x.wacz"
    pack(two_months, path, wanted, created_at=NOW)
    run = subprocess.run([str(WACZ), "validate", "-f", str(path)], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout
    assert "the passed WACZ is valid" in run.stdout


def test_cdxj_indexer_finds_what_the_index_of_an_excerpt_says(two_months: Collection, tmp_path: Path) -> None:
    indexer = pytest.importorskip("cdxj_indexer.main")
    path = tmp_path / "x.wacz"
    pack(two_months, path, MARCH, created_at=NOW)
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(tmp_path)
    warcs = sorted(str(warc) for warc in (tmp_path / "archive").iterdir())
    indexer.write_cdx_index(str(tmp_path / "theirs.cdxj"), warcs, {"sort": True})

    theirs = [parsed(line) for line in (tmp_path / "theirs.cdxj").read_text().splitlines()]
    ours = [parsed(line.decode()) for line in choose(two_months, MARCH, lambda url: url.split("/")[2]).lines()]
    assert ours == theirs


def parsed(line: str) -> tuple[str, str, dict[str, str]]:
    key, stamp, told = line.split(" ", 2)
    return key, stamp, json.loads(told)
