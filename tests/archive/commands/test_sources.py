"""``emeroteca sources``, as a person calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli, main
from archive.collection import Collection
from tests.archive.kept import keep
from tests.archive.test_survey import SITE, article, front

PROFILE = 'id = "prova"\nhosts = ["www.giornale-prova.it"]\n'


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return keep(tmp_path / "c", [[front(), *(article(n) for n in range(6))]])


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_list_shows_the_profiles_of_a_collection(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    (collection.sources / "prova.toml").write_text(PROFILE)

    code, out, _ = run(capsys, "sources", "list", collection.root, "--json")

    assert code == 0
    assert json.loads(out)["id"] == "prova"
    assert json.loads(out)["profile_hash"].startswith("sha256:")


def test_list_of_no_profiles_says_where_it_looked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sources", "list", tmp_path)

    assert code == 0
    assert str(tmp_path) in err


def test_check_of_a_right_profile_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "prova.toml"
    path.write_text(PROFILE)

    code, out, _ = run(capsys, "sources", "check", path)

    assert code == 0
    assert "no fault" in out


def test_check_of_a_wrong_profile_is_one_line_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "prova.toml"
    path.write_text(PROFILE + "langauge = 'it'\n")

    code, _, err = run(capsys, "sources", "check", path)

    assert code == 2
    assert err.count("\n") == 1
    assert "langauge" in err
    assert "did you mean language?" in err


def test_check_against_a_collection_prints_every_field(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prova.toml"
    path.write_text(PROFILE + '[extract]\nheadline = ".titolo-vero"\n')

    code, out, _ = run(capsys, "sources", "check", path, collection.root)

    assert code == 0
    assert "headline\t6 (100 %)\t6 (100 %)\t6" in out
    assert "'Riaperto il porto' here, 'Il porto riapre' without" in out


def test_check_fails_where_a_selector_finds_nothing_any_more(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prova.toml"
    path.write_text(PROFILE + '[extract]\nbyline = ".firma"\n')

    code, out, _ = run(capsys, "sources", "check", path, *collection.sealed())

    assert code == 1
    assert "rule byline '.firma': finds nothing any more (of 6 articles)" in out


def test_check_fails_where_articles_would_be_missed(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prova.toml"
    path.write_text(PROFILE + "[urls]\ndeny = ['museo']\n")

    code, out, _ = run(capsys, "sources", "check", path, collection.root)

    assert code == 1
    assert f"would be missed: {SITE}/cronaca/2025/03/01/il-museo-riapre-10004.html" in out


def test_learn_writes_what_the_catalogue_then_joins_in(
    collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    from archive.sources.catalogue import Catalogue

    code, out, _ = run(capsys, "sources", "learn", collection.root)

    assert code == 0
    assert out.splitlines()[1].startswith("www.giornale-prova.it\t6\t")
    assert Catalogue.of_folder(collection.sources).find(f"{SITE}/a").learned


def test_learn_show_writes_nothing(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "sources", "learn", collection.root, "--show")

    assert code == 0
    assert "www.giornale-prova.it\t6\triproduzione riservata in ogni sua forma" in out
    assert list(collection.sources.iterdir()) == []


def test_new_drafts_a_profile_that_check_accepts(
    collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.toml"

    code, _, _ = run(capsys, "sources", "new", f"{SITE}/", "--collection", collection.root, "--output", path)
    checked, out, _ = run(capsys, "sources", "check", path, collection.root)

    assert code == checked == 0
    assert "6 of them articles" in out


def test_new_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kept.toml"
    path.write_text("mine")

    code, _, err = run(capsys, "sources", "new", f"{SITE}/", "--output", path)

    assert code == 2
    assert "exists" in err
    assert path.read_text() == "mine"


def test_new_of_what_is_no_address_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sources", "new", "giornale-prova")

    assert code == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["list", "check", "learn", "new"])
def test_every_subcommand_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "sources", command, "--help")

    assert code == 0
    assert "Example: emeroteca sources" in " ".join(out.split())


def test_a_file_where_a_folder_of_profiles_is_expected_is_told(tmp_path: Path) -> None:
    (tmp_path / "gazzetta.toml").write_text('id = "gazzetta"\n')
    told = CliRunner().invoke(cli, ["sources", "list", str(tmp_path / "gazzetta.toml")])

    assert "gazzetta.toml: is a file; name the folder it lies in (`emeroteca sources check " in str(told.exception)


def test_a_collection_where_a_profile_is_expected_is_told(tmp_path: Path) -> None:
    Collection.create(tmp_path)
    told = CliRunner().invoke(cli, ["sources", "check", str(tmp_path)])

    assert str(told.exception) == f"{tmp_path}: is a folder; name a profile: {tmp_path}/sources/NAME.toml"
