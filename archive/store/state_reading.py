"""The state of a collection, opened for reading only: beside a running crawl, or on a disk that cannot be written."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.collection import Collection
from archive.errors import StorageError
from archive.store.state import way_out


def open_state(collection: Collection) -> sqlite3.Connection | None:
    """Return the collection's state, read only; None where there is none, or a file that is no database.

    Lines and index tell the most without it, also on a disk where no rebuild could make it anew: such a file is
    passed over, and the log says so.
    """
    if not collection.state.is_file():
        return None
    # A state in a folder that cannot be written has nowhere to put its shared memory: then it is read as it lies.
    for mode in ("mode=ro", "immutable=1"):
        state = None
        try:
            state = sqlite3.connect(f"{collection.state.resolve().as_uri()}?{mode}", uri=True, check_same_thread=False)
            state.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
        except sqlite3.Error:
            if state is not None:
                state.close()
            continue
        return state
    import logging  # 5 ms of a command's start

    path = collection.state
    logging.getLogger(__name__).warning("%s: no database, passed over; %s", path, way_out(path))
    return None


def asked(state: sqlite3.Connection, query: str, values: Iterable[object] = ()) -> Iterator[tuple[Any, ...]] | None:
    """Return the rows of *query*; None where the state is of another version and lacks the table or a column.

    Raises StorageError, here or when the rows are drawn, where the file is damaged.
    """
    try:
        with _damage_told(state):
            cursor = state.execute(query, tuple(values))
    except sqlite3.OperationalError:
        return None
    return _drawn(state, cursor)


def _drawn(state: sqlite3.Connection, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    with _damage_told(state):
        for row in cursor:  # noqa: UP028 (yield from would close the cursor, maybe after the state)
            yield row


@contextmanager
def _damage_told(state: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        path = Path(state.execute("PRAGMA database_list").fetchone()[2])
        raise StorageError(path, f"cannot be used ({error}); {way_out(path)}") from error
