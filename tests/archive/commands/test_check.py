import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import cli, main
from archive.collection import Collection
from archive.warc import index
from tests.archive.warc.wire import URL, exchange, foreign, members, ok, ok_chunked, read, written


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    kept = Collection.create(tmp_path / "kept")
    written(kept.warcs, [exchange(ok_chunked(b"%d" % n * 99), f"{URL}/{n}") for n in range(3)])
    index.build(kept)
    return kept


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def _torn(collection: Collection) -> Path:
    (path,) = collection.sealed()
    path.write_bytes(path.read_bytes()[:-50])
    return path


def test_whole_collection_has_no_faults(collection: Collection) -> None:
    result = _run(collection.root)

    assert result.exit_code == 0
    assert result.stdout == "check: 1 files, 7 records, 0.0 MB, 0 faults\n"


def test_what_lies_among_the_warcs_and_is_not_read_is_told(collection: Collection) -> None:
    (path,) = collection.sealed()
    (collection.warcs / "2024").mkdir()
    for name in ("old.arc.gz", "a.warc.gz.part", f"{path.name}.torn", f"{path.name}.torn2", ".hidden"):
        (collection.warcs / name).touch()
    told = f"{collection.warcs}: not read, since it is no .warc.gz or .warc right in this folder: 2024/, a.warc.gz.part"
    checked = _run(collection.root)
    rebuilt = CliRunner().invoke(cli, ["rebuild", str(collection.root), "--workers", "0"])

    assert checked.exit_code == rebuilt.exit_code == 0
    assert checked.stderr.splitlines()[0] == f"check: {told}, old.arc.gz"
    assert rebuilt.stderr.splitlines() == [f"{told}, old.arc.gz"]
    assert _run(collection.root, "--quiet").stderr == ""


def test_one_line_says_why_warcio_check_differs(collection: Collection) -> None:
    (note,) = _run(*collection.sealed()).stderr.splitlines()

    assert note.startswith("note: 3 payload digests")
    assert "`warcio check`" in note
    assert "webrecorder/warcio#74" in note


def test_torn_end_is_a_line_with_file_and_offset(collection: Collection) -> None:
    path = _torn(collection)
    result = _run(path)

    assert result.exit_code == 4
    assert result.stdout.startswith(f"{path.name}: record at byte ")
    assert "the file ends inside the record" in result.stdout


def test_faults_as_json(collection: Collection) -> None:
    path = _torn(collection)
    *faults, summary = [json.loads(line) for line in _run(path, "--json").stdout.splitlines()]

    assert [(fault["file"], fault["code"]) for fault in faults] == [(path.name, "damaged")]
    assert faults[0]["offset"] > 0
    assert summary["summary"]["faults"] == 1
    assert summary["summary"]["records"] == 6


def test_repair_cuts_the_torn_end_and_keeps_it(collection: Collection) -> None:
    path = _torn(collection)
    size = path.stat().st_size
    result = _run(collection.root, "--repair")

    # The last response is whole; only its request was torn, so all three lines of the index are true still.
    assert result.exit_code == 0
    assert path.stat().st_size + path.with_name(f"{path.name}.torn").stat().st_size == size
    assert "torn bytes were cut off its end" in result.stderr
    assert len(read(path)[0]) == 3


def test_repair_seals_what_a_killed_run_left(collection: Collection) -> None:
    path = _torn(collection)
    path.rename(path.with_name(f"{path.name}.open"))

    assert _run(collection.root).exit_code == 4
    assert _run(collection.root, "--repair").exit_code == 0
    assert collection.sealed() == [path]
    assert collection.unsealed() == []


def test_a_running_crawl_is_not_disturbed(collection: Collection) -> None:
    (path,) = collection.sealed()
    path.rename(path.with_name(f"{path.name}.open"))
    with collection.locked():
        result = _run(collection.root)
        repaired = _run(collection.root, "--repair")

    assert result.exit_code == 0
    assert "a run is writing" in result.stderr
    assert repaired.exit_code != 0
    assert "another run holds this collection" in str(repaired.exception)


@pytest.mark.parametrize("name", ["none", "none.warc.gz"])
def test_what_is_not_there_is_one_clear_line(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path / name)])

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"emeroteca: {tmp_path / name}: no such file or folder\n"


def test_words_of_a_warc_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ok())])
    path.write_bytes(members(foreign("warcinfo", b"", ("WARC-Filename", "\x1b[2Jgone"), url=None)))
    result = _run(path)

    assert result.exit_code == 4
    assert "\x1b" not in result.stdout


def test_a_file_that_a_run_writes_is_not_cut(collection: Collection) -> None:
    path = _torn(collection)
    size = path.stat().st_size
    with collection.locked():
        result = _run(path, "--repair")

    assert "another run holds this collection" in str(result.exception)
    assert path.stat().st_size == size


def test_a_warc_outside_of_any_collection_is_repaired(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange(ok()), exchange(ok(), second=1)])
    path.write_bytes(path.read_bytes()[:-3])

    assert _run(path, "--repair").exit_code == 0
