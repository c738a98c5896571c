"""``emeroteca rebuild``: the WARCs are the truth."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from archive.collection import Collection
from archive.commands.rebuild import rebuild
from tests.archive.kept import Kept, keep


def test_archive_alone_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    page = Kept(url="https://www.example.org/a-1", at=datetime(2025, 3, 1, 8, tzinfo=UTC), body=b"<p>Words.</p>")
    index = keep(folder, [[page]]).index.read_bytes()
    for path in folder.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    told = CliRunner().invoke(rebuild, [str(folder), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert (folder / "indexes" / "index.cdxj").read_bytes() == index


def test_what_a_killed_rebuild_left_is_removed(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path)
    (tmp_path / "articles.new-0badcafe").mkdir()
    told = CliRunner().invoke(rebuild, [str(collection.root), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert not list(tmp_path.glob("articles.new-*"))
