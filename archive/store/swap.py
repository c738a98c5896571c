"""Swap: the article lines of a rebuild put in the place of the old ones, so that a kill at any moment loses none.

Two renames are not one. The state says first, in the very transaction that makes the rebuild last, which folder is to
take the place: before that commit all is as it was, after it whoever holds the collection next finishes what is left.
"""

import re
import shutil
import uuid
from pathlib import Path

from archive.collection import Collection
from archive.store.state import State

_FRESH, _OLD = "articles.new-", "articles.old-"
_NAME = re.compile(re.escape(_FRESH) + "[0-9a-f]{8}")


def fresh_folder(collection: Collection) -> Path:
    """Return a folder, not made yet, for new article lines of *collection*."""
    return collection.root / f"{_FRESH}{uuid.uuid4().hex[:8]}"


def announce(state: State, fresh: Path) -> None:
    """Say, in the running transaction, that *fresh* is whole: from its commit on it is what counts."""
    state.write("INSERT INTO swaps VALUES (?)", [fresh.name])


def pending(state: State) -> bool:
    """Tell whether a folder that was announced is not in its place yet."""
    return bool(state.read("SELECT 1 FROM swaps"))


def finish(collection: Collection, state: State) -> None:
    """Put what was announced in its place, where it is not there yet. To be called by whoever holds the collection."""
    names = [name for (name,) in state.read("SELECT name FROM swaps") if _NAME.fullmatch(name)]
    # Without a row (the state was lost) half a swap is known by its two folders.
    found = [fresh for name in names if (fresh := collection.root / name).is_dir()] or _half_way(collection)
    for fresh in found[:1]:
        aside = _old_of(fresh)
        if collection.articles.is_dir():
            if not aside.exists():
                collection.articles.rename(aside)
            else:
                collection.articles.rmdir()  # an empty one, made for a run that went no further
        fresh.rename(collection.articles)
    if names:
        state.write("DELETE FROM swaps")
        state.commit()


def sweep(collection: Collection) -> None:
    """Remove what rebuilds left behind; to be called when nothing is pending."""
    for left in (*collection.root.glob(f"{_FRESH}*"), *collection.root.glob(f"{_OLD}*")):
        shutil.rmtree(left, ignore_errors=True)


def lines_folder(collection: Collection) -> Path:
    """Return where the article lines lie: between the two renames, or where a kill came there, still aside."""
    return next(iter(_half_way(collection)), collection.articles)


def _half_way(collection: Collection) -> list[Path]:
    """Return the new folder of a swap of which the first rename is done and the second is not."""
    folder = collection.articles
    if folder.is_dir() and any(folder.iterdir()):
        return []
    return [fresh for fresh in collection.root.glob(f"{_FRESH}*") if _old_of(fresh).is_dir()]


def _old_of(fresh: Path) -> Path:
    return fresh.with_name(fresh.name.replace(_FRESH, _OLD))
