import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import cli
from archive.collection import Collection
from tests.archive.warc.wire import URL, exchange, ok, written


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    kept = Collection.create(tmp_path / "kept")
    written(kept.warcs, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(3)])
    return kept


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["index", *map(str, arguments)])


def test_index_is_made_and_then_up_to_date(collection: Collection) -> None:
    assert _run(collection.root).stdout.endswith("index.cdxj: 3 lines new, 0 damaged\n")
    assert _run(collection.root).stdout.endswith("index.cdxj: 0 lines new, 0 damaged\n")
    assert len(collection.index.read_bytes().splitlines()) == 3


def test_an_index_that_was_made_again_and_shrank_says_so(collection: Collection) -> None:
    _run(collection.root)
    collection.sealed()[0].unlink()

    assert _run(collection.root).stdout.endswith("index.cdxj: 3 lines fewer: made again, 0 damaged\n")


def test_rebuilding_gives_the_same_bytes(collection: Collection) -> None:
    _run(collection.root)
    before = collection.index.read_bytes()
    result = _run(collection.root, "--rebuild", "--json")

    assert json.loads(result.stdout)["lines"] == 3
    assert collection.index.read_bytes() == before


def test_index_of_warc_files_goes_to_stdout(collection: Collection) -> None:
    _run(collection.root)
    result = _run(*collection.sealed())

    assert result.stdout_bytes == collection.index.read_bytes()


def test_damaged_record_is_named_and_the_exit_code_says_so(collection: Collection) -> None:
    (path,) = collection.sealed()
    path.write_bytes(path.read_bytes()[:-700])
    result = _run(collection.root)

    assert result.exit_code == 4
    assert f"{path.name}: record at byte" in result.stderr


def test_folder_that_is_no_collection_is_refused(tmp_path: Path) -> None:
    result = _run(tmp_path)

    assert "not a collection" in str(result.exception)
