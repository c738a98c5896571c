"""``emeroteca replay --player``: packs the collection once, says so, and ends by Ctrl-C."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.kept import Kept, day, keep
from tests.archive.unwritable import unwritable

URL = "http://portico.example/"
_COMMAND = (sys.executable, "-m", "archive.cli")


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return keep(tmp_path / "news", ([Kept(url=URL, at=day(5), body=b"<title>Portico</title>")],))


@pytest.fixture
def player(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    for name in ("ui.js", "sw.js"):
        (folder / name).write_text("")
    return folder


def shown(collection: Collection, player: Path, *, command: Sequence[str] = _COMMAND) -> tuple[bytes, str, int]:
    """Run the command until it serves, then Ctrl-C; return the page it serves, its talk and its exit code."""
    asked = [*command, "replay", str(collection.root), "--player", str(player), "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(asked, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        page = urllib.request.urlopen(url, timeout=20).read() if url else b""
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=20)
    return page, talk, process.returncode


def test_the_whole_collection_is_packed_and_that_is_said(collection: Collection, player: Path) -> None:
    page, talk, code = shown(collection, player)

    assert b'source="/replay.wacz"' in page
    assert f"packing the whole collection (0.0 MB) into {collection.wacz / 'replay.wacz'}" in talk
    assert code == 0


def test_what_is_up_to_date_is_not_packed_again(collection: Collection, player: Path) -> None:
    shown(collection, player)
    before = (collection.wacz / "replay.wacz").stat().st_mtime_ns
    _, talk, _ = shown(collection, player)

    assert "is up to date" in talk
    assert (collection.wacz / "replay.wacz").stat().st_mtime_ns == before


def test_it_is_packed_again_after_a_rebuild(collection: Collection, player: Path) -> None:
    shown(collection, player)
    later = (collection.wacz / "replay.wacz").stat().st_mtime_ns + 1_000_000_000
    os.utime(collection.index, ns=(later, later))
    _, talk, _ = shown(collection, player)

    assert "packing the whole collection" in talk


def test_a_collection_that_cannot_be_written_is_packed_elsewhere(
    collection: Collection, player: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with unwritable(collection.root) as command:
        page, talk, code = shown(collection, player, command=command)

    assert b'source="/replay.wacz"' in page
    assert f"into {tmp_path / 'tmp'}/emeroteca-" in talk
    assert code == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_wacz_without_a_player_is_a_mistake_of_usage(collection: Collection) -> None:
    command = [sys.executable, "-m", "archive.cli", "replay", str(collection.root), "--wacz", "x.wacz"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert done.returncode == 2
    assert "--wacz goes with --player" in done.stderr
