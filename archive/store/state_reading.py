"""The state of a collection, opened for reading only: beside a running crawl, or on a disk that cannot be written."""

import sqlite3

from archive.collection import Collection


def open_state(collection: Collection) -> sqlite3.Connection | None:
    """Return the collection's state, read only; None where there is none."""
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
    return None
