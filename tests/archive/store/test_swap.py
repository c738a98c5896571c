"""Lines of a rebuild that is killed while it puts them in their place: none is lost, and the next run goes on."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.rebuild import rebuild, recover
from archive.store import swap
from archive.store.articles import read_articles
from archive.store.state import State
from tests.archive.commands.test_rebuild import article
from tests.archive.kept import keep

_KILLED = """
import os, sys
from pathlib import Path
from archive.collection import Collection
from archive.rebuild import rebuild
from archive.store import swap
from archive.store.state import State

where, moment = Path(sys.argv[1]), sys.argv[2]
commit, rename, write = State.commit, Path.rename, State.write
moves = []

def die(*_):
    os._exit(9)

def moved(path, to):
    if path.name.startswith("articles"):
        moves.append(to)
        if moment == f"before move {len(moves)}":
            die()
    return rename(path, to)

Path.rename = moved
if moment == "before the commit":
    State.commit = die
if moment == "before it is ticked off":
    State.write = lambda state, sql, *values: die() if "DELETE FROM swaps" in sql else write(state, sql, *values)
collection = Collection.open(where)
if moment == "before the old lines go":
    swap.sweep = lambda _: die() if moves else None
rebuild(collection, workers=0)
"""
_AFTER_COMMIT = ("before move 1", "before move 2", "before it is ticked off", "before the old lines go")


_MOMENTS = ("before the commit", *_AFTER_COMMIT)


@pytest.fixture(scope="module")
def killed_at(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return by moment a collection whose lines told of its first WARC alone when a rebuild was killed."""
    top = tmp_path_factory.mktemp("swap")
    collection = keep(top / "before", [[article(1)], [article(3, headline="La strada riapre")]])
    later = collection.sealed()[-1]
    later.rename(top / later.name)
    rebuild(collection, workers=0)
    (top / later.name).rename(later)
    for moment in _MOMENTS:
        shutil.copytree(collection.root, top / moment)
        command = [sys.executable, "-c", _KILLED, str(top / moment), moment]
        assert subprocess.run(command, check=False).returncode == 9
    return {moment: top / moment for moment in _MOMENTS}


@pytest.fixture
def killed(killed_at: dict[str, Path], tmp_path: Path) -> Callable[[str], Collection]:
    def of(moment: str) -> Collection:
        return Collection.open(shutil.copytree(killed_at[moment], tmp_path / "c"))

    return of


def headlines(collection: Collection) -> list[str | None]:
    return [one.headline for one in read_articles(collection)]


def revisions(collection: Collection) -> int:
    with State(collection.state) as state:
        return int(state.read("SELECT count(*) FROM revisions")[0][0])


def go_on(collection: Collection) -> None:
    """Begin a crawl of the collection."""
    with collection.locked(), State(collection.state) as state:
        recover(collection, state, pool=None)


OLD = ["La strada resta chiusa fino a maggio"]
NEW = [*OLD, "La strada riapre"]


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        ("before the commit", OLD),
        ("before move 1", OLD),
        ("before move 2", NEW),
        ("before it is ticked off", NEW),
        ("before the old lines go", NEW),
    ],
)
def test_readers_find_lines_whenever_a_rebuild_was_killed(
    killed: Callable[[str], Collection], moment: str, seen: list[str]
) -> None:
    collection = killed(moment)

    assert headlines(collection) == seen


@pytest.mark.parametrize("moment", _AFTER_COMMIT)
def test_the_next_run_finishes_what_was_committed(killed: Callable[[str], Collection], moment: str) -> None:
    collection = killed(moment)
    go_on(collection)

    assert headlines(collection) == NEW
    assert revisions(collection) == 2
    assert [path.name for path in collection.root.glob("articles*")] == ["articles"]


def test_killed_before_the_commit_all_is_as_it_was(killed: Callable[[str], Collection]) -> None:
    collection = killed("before the commit")
    go_on(collection)

    assert headlines(collection) == OLD
    assert revisions(collection) == 1
    assert [path.name for path in collection.root.glob("articles*")] == ["articles"]


def test_a_folder_made_meanwhile_for_a_run_that_was_refused_hides_nothing(killed: Callable[[str], Collection]) -> None:
    collection = killed("before move 2")
    collection.articles.mkdir()

    assert headlines(collection) == NEW
    go_on(collection)
    assert headlines(collection) == NEW


@pytest.mark.parametrize("moment", ["before move 1", "before move 2"])
def test_a_lost_state_and_half_a_swap_lose_no_lines(killed: Callable[[str], Collection], moment: str) -> None:
    collection = killed(moment)
    for path in collection.root.glob("state.sqlite*"):
        path.unlink()
    go_on(collection)

    assert headlines(collection) == (OLD if moment == "before move 1" else NEW)
    rebuild(collection, workers=0)
    assert headlines(collection) == NEW


def test_a_name_that_no_rebuild_gives_moves_nothing(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "c")
    (tmp_path / "mine").mkdir()
    with State(collection.state) as state:
        state.write("INSERT INTO swaps VALUES ('../mine')")
        swap.finish(collection, state)

    assert (tmp_path / "mine").is_dir()
