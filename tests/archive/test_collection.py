"""The folder of a collection: made, opened, refused, held."""

import fcntl
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.collection import Collection, unmade_if_refused
from archive.errors import CollectionError, CollectionLocked, StorageError, UsageError


def test_a_collection_is_made_once_and_opened_again(tmp_path: Path) -> None:
    made = Collection.create(tmp_path / "news", "Il mio archivio")

    assert Collection.open(tmp_path / "news") == made
    assert Collection.create(tmp_path / "news").name == "Il mio archivio"


def test_a_name_with_quotes_and_breaks_is_kept(tmp_path: Path) -> None:
    name = 'L\'"archivio"\n\\di\tieri'

    assert Collection.create(tmp_path / "news", name).name == name


def test_a_folder_whose_name_is_no_text_is_a_collection_too(tmp_path: Path) -> None:
    made = Collection.create(tmp_path / os.fsdecode(b"notizie\xff"))

    assert made.name == "notizie?"
    assert Collection.open(made.root) == made


def test_a_sign_that_nobody_sees_is_kept(tmp_path: Path) -> None:
    assert Collection.create(tmp_path / "news", "a\U000e0001b").name == "a\U000e0001b"


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(CollectionError, match=r"not empty and not a collection \(it holds thesis.txt\)"):
        Collection.create(tmp_path)


def test_a_collection_that_lost_its_toml_alone_is_one_again(tmp_path: Path) -> None:
    Collection.create(tmp_path / "news")
    (tmp_path / "news" / "collection.toml").unlink()
    for name in (
        "state.sqlite",
        "state.sqlite-wal",
        "state.sqlite.old",
        "manifest-sha256.txt",
        "articles.new-0badcafe",
    ):
        (tmp_path / "news" / name).touch()

    with pytest.raises(CollectionError, match=r"`emeroteca rebuild .*news` makes it again"):
        Collection.open(tmp_path / "news")
    assert Collection.create(tmp_path / "news").name == "news"


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


def test_a_file_of_a_collection_is_told_its_folder(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")
    warc = collection.warcs / "a.warc.gz"
    warc.touch()

    with pytest.raises(CollectionError) as refused:
        Collection.open(warc)

    assert str(refused.value) == (
        f"{warc}: is a file; the collection is {tmp_path / 'news'}; "
        "WARC files go to `emeroteca extract`, `check` or `index`"
    )


def test_a_folder_within_a_collection_is_told_its_own(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")

    with pytest.raises(CollectionError, match=rf"not a collection .*; the collection is {tmp_path}/news$"):
        Collection.open(collection.articles)


def test_a_file_of_no_collection_is_no_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(CollectionError, match=r"notes.txt: is a file; name the folder of a collection$"):
        Collection.open(tmp_path / "notes.txt")


def _make_and_refuse(root: Path, meanwhile: Callable[[Collection], object]) -> None:
    with unmade_if_refused(root):
        meanwhile(Collection.create(root))
        raise UsageError("no such source")


def _log_and_copy(collection: Collection) -> None:
    (collection.logs / "crawl.log").touch()
    (collection.sources / "copied.toml").touch()


def test_a_collection_made_for_nothing_goes_again_with_the_folders_above(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such source"):
        _make_and_refuse(tmp_path / "of" / "mine", _log_and_copy)

    assert list(tmp_path.iterdir()) == []


def test_what_lay_there_before_stays(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "mine.toml").touch()
    with pytest.raises(UsageError):
        _make_and_refuse(tmp_path, _log_and_copy)

    assert [path.name for path in tmp_path.iterdir()] == ["sources"]
    assert (tmp_path / "sources" / "mine.toml").exists()


def test_a_folder_that_was_refused_is_told_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()

    with pytest.raises(CollectionError, match="not empty and not a collection"):
        _make_and_refuse(tmp_path, _log_and_copy)
    with pytest.raises(CollectionError, match=r"name a folder$"):
        _make_and_refuse(tmp_path / "thesis.txt", _log_and_copy)


def test_a_collection_that_was_one_before_stays_whole(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UsageError):
        _make_and_refuse(tmp_path, _log_and_copy)

    assert sorted(tmp_path.iterdir()) == before
    assert (collection.logs / "crawl.log").exists()


def test_a_collection_that_another_run_holds_by_now_stays(tmp_path: Path) -> None:
    with ExitStack() as other, pytest.raises(UsageError):
        _make_and_refuse(tmp_path / "news", lambda collection: other.enter_context(collection.locked()))

    assert Collection.open(tmp_path / "news").warcs.is_dir()


def test_a_collection_that_holds_a_warc_stays(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        _make_and_refuse(tmp_path / "news", lambda collection: (collection.warcs / "a.warc.gz.open").touch())

    assert (tmp_path / "news" / "archive" / "a.warc.gz.open").exists()


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


def test_the_lock_is_on_a_file_that_is_open_for_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # NFS refuses any other with EBADF.
    modes: list[int] = []
    monkeypatch.setattr(
        "archive.collection.fcntl.flock",
        lambda descriptor, _: modes.append(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE),
    )
    with Collection.create(tmp_path / "news").locked():
        pass

    assert modes == [os.O_RDWR]


def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    collection = Collection.create(tmp_path / "news")
    monkeypatch.setattr("archive.collection.fcntl.flock", none)

    with (
        pytest.raises(StorageError, match=r"cannot be locked where it lies \(No locks available\)"),
        collection.locked(),
    ):
        pass
