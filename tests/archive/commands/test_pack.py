"""``emeroteca pack``: options, names, what it prints, and one clear line for a mistake."""

import json
from pathlib import Path

import pytest

from archive.cli import main
from archive.collection import Collection
from tests.archive.kept import Kept, day, keep

URL = "http://portico.example/tram.html"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    pages = [Kept(url=URL, at=day(5), body=b"<title>Tram</title>", headline="Tram", text="La prima corsa")]
    return keep(tmp_path_factory.mktemp("pack") / "mynews", [pages])


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["pack", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_the_summary_tells_what_went_in(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.wacz"

    assert run(collection.root, "-o", path) == 0
    assert capsys.readouterr().out == f"pack: {path}, 1 articles with text, 0 other pages, 1 captures, 0.0 MB\n"


def test_without_an_output_the_file_is_named_for_source_and_month(
    collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(collection.root, "--source", "portico.example", "--month", "2025-03", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["path"] == str(collection.wacz / "mynews-portico.example-2025-03.wacz")
    assert (told["articles"], told["captures"]) == (1, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--month", "2025-13"], "--month 2025-13: write YYYY-MM"),
        (["--month", "0000-01"], "--month 0000-01: write YYYY-MM"),
        (["--month", "2025-03", "--from", "2025-03-01"], "exclude each other"),
        (["--from", "03/01/2025"], "--from 03/01/2025: write YYYY-MM-DD"),
        (["--from", "2025-03-02", "--to", "2025-03-01"], "--to 2025-03-01 lies before --from 2025-03-02"),
        (["--source", "other.example"], "(sources here: portico.example)"),
        (["--month", "2024-01"], "nothing was captured of these sources and days"),
        (["-o", "mynews.zip"], "the file needs the ending .wacz"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_2(
    collection: Collection, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert run(collection.root, *options) == 2

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_collection_without_captures_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Collection.create(tmp_path / "empty")

    assert run(tmp_path / "empty") == 2
    assert "holds no sealed WARC file yet" in capsys.readouterr().err


@pytest.mark.parametrize("chosen", [(), ("--month", "2025-03")])
def test_an_index_line_that_cannot_be_read_is_named_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], chosen: tuple[str, ...]
) -> None:
    collection = keep(tmp_path / "mynews", [[Kept(url=URL, at=day(5), body=b"<title>Tram</title>")]])
    with collection.index.open("ab") as index:
        index.write(b"nonsense\n")

    assert run(collection.root, *chosen) == 2
    assert "line 2: not a CDXJ line" in (error := capsys.readouterr().err)
    assert f"`emeroteca index {collection.root} --rebuild`" in error
