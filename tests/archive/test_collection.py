"""The folder of a collection: made, opened, refused, held."""

from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import CollectionError, CollectionLocked


def test_a_collection_is_made_once_and_opened_again(tmp_path: Path) -> None:
    made = Collection.create(tmp_path / "news", "Il mio archivio")

    assert Collection.open(tmp_path / "news") == made
    assert Collection.create(tmp_path / "news").name == "Il mio archivio"


def test_a_name_with_quotes_and_breaks_is_kept(tmp_path: Path) -> None:
    name = 'L\'"archivio"\n\\di\tieri'

    assert Collection.create(tmp_path / "news", name).name == name


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(CollectionError, match="not empty and not a collection"):
        Collection.create(tmp_path)


def test_a_folder_that_is_none_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="emeroteca crawl URL --collection DIR"):
        Collection.open(tmp_path)


def test_a_collection_of_a_later_format_is_refused(tmp_path: Path) -> None:
    Collection.create(tmp_path / "news")
    (tmp_path / "news" / "collection.toml").write_text("format = 99\n")

    with pytest.raises(CollectionError, match="format is 99"):
        Collection.open(tmp_path / "news")


def test_a_link_out_of_the_collection_is_refused(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")
    collection.articles.rmdir()
    collection.articles.symlink_to(tmp_path)

    with pytest.raises(CollectionError, match="symbolic link"):
        Collection.create(tmp_path / "news")


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "news").write_text("a file")

    with pytest.raises(CollectionError, match="news: is a file; name a folder"):
        Collection.create(tmp_path / "news")


def test_a_folder_with_profiles_or_warcs_only_becomes_a_collection(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "archive").mkdir()

    assert Collection.create(tmp_path).root == tmp_path


def test_one_run_holds_a_collection(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")

    with collection.locked(), pytest.raises(CollectionLocked, match="another run"), collection.locked():
        pass
    with collection.locked():
        pass
