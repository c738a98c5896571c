"""Healing: article files whose end a kill or a power failure may have torn, and the cutting of what is torn."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from archive.store.articles import article_files
from archive.store.state import State

_json = msgspec.json.Decoder()

_RUN = ""
"""In the place of a file: a run is under way, or was killed."""


def begin_run(state: State) -> None:
    """Note that a run is under way."""
    state.write("INSERT OR IGNORE INTO unsynced VALUES (?)", [_RUN])


def end_run(state: State) -> None:
    """Note that the run came to its end."""
    state.write("DELETE FROM unsynced WHERE file = ?", [_RUN])


def note_unsynced(state: State, name: str) -> None:
    """Note, before it is written to, that the end of an article file (its path in the folder) may come to be torn."""
    state.write("INSERT OR IGNORE INTO unsynced VALUES (?)", [name])


def all_synced(state: State) -> None:
    """Note that no article file can be torn any more."""
    state.write("DELETE FROM unsynced WHERE file <> ?", [_RUN])


def ended_well(state: State) -> bool:
    """Tell whether the last run came to its end; False, too, where the state was lost."""
    if state.read("SELECT 1 FROM unsynced LIMIT 1"):
        return False
    last = state.read("SELECT ended_at FROM runs ORDER BY started_at DESC LIMIT 1")
    return bool(last) and last[0][0] is not None


def may_be_torn(state: State, folder: Path) -> list[Path]:
    """Return the article files under *folder* that a run wrote to and had no time to have kept.

    All of them, where the last run came to no end and noted nothing: the state was lost, or is of an earlier version.
    """
    noted = [folder / name for (name,) in state.read("SELECT file FROM unsynced")]
    if noted or ended_well(state):
        return sorted(path for path in noted if path.is_file())
    return article_files(folder)


def heal_torn_lines(paths: Iterable[Path]) -> tuple[tuple[Path, int], ...]:
    """Cut what a killed run left at the end of article files; return (file, bytes cut).

    Cut are a last line without newline, and last lines that are no JSON (a power failure may leave zeros). A file of
    which nothing is left goes. To be called by whoever holds the collection, before writing.
    """
    healed = []
    for path in paths:
        size = path.stat().st_size
        whole = _whole_bytes(path, size)
        if whole == size and size:
            continue
        if whole:
            os.truncate(path, whole)
        else:
            path.unlink()
        healed.append((path, size - whole))
    return tuple(healed)


def _whole_bytes(path: Path, size: int) -> int:
    """Return how many bytes of *path* remain when torn last lines are gone."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())  # what the killed run wrote, and nobody had kept
        end = _after_last_newline(stream, size)
        while end:
            start = _after_last_newline(stream, end - 1)
            stream.seek(start)
            if _is_json(stream.read(end - start)):
                break
            end = start
    return end


def _after_last_newline(stream: Any, end: int) -> int:
    while end:
        start = max(0, end - (1 << 16))
        stream.seek(start)
        found = int(stream.read(end - start).rfind(b"\n"))
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _is_json(line: bytes) -> bool:
    try:
        _json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True
