"""What a killed run tore is cut, and no file is opened that cannot be torn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.articles import ArticleWriter, article_files
from archive.store.healing import (
    all_synced,
    begin_run,
    end_run,
    ended_well,
    heal_torn_lines,
    may_be_torn,
    note_unsynced,
)
from archive.store.state import State
from tests.archive.store.test_articles import article


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


def ran(state: State, ended_at: str | None) -> None:
    state.write("INSERT INTO runs VALUES ('1', '2025-03-01T06:00:00Z', ?, NULL, '{}')", [ended_at])


def test_of_a_run_that_was_killed_only_the_files_it_wrote_to_are_looked_at(tmp_path: Path, state: State) -> None:
    with ArticleWriter(tmp_path) as writer:
        paths = [writer.append(article(source=name)) for name in ("corriere", "gazzetta")]
    ran(state, "2025-03-01T07:00:00Z")
    begin_run(state)
    note_unsynced(state, "gazzetta/2024-05-03.jsonl")
    note_unsynced(state, "giornale/2024-05-03.jsonl")  # killed before it was there

    assert may_be_torn(state, tmp_path) == [paths[1]]
    assert not ended_well(state)


def test_behind_a_run_that_ended_well_no_file_is_looked_at(tmp_path: Path, state: State) -> None:
    ArticleWriter(tmp_path).append(article())
    begin_run(state)
    note_unsynced(state, "gazzetta/2024-05-03.jsonl")
    all_synced(state)
    end_run(state)
    ran(state, "2025-03-01T07:00:00Z")

    assert may_be_torn(state, tmp_path) == []
    assert ended_well(state)


@pytest.mark.parametrize("known", [True, False])
def test_of_an_earlier_version_or_a_lost_state_all_files_are_looked_at(
    tmp_path: Path, state: State, known: bool
) -> None:
    path = ArticleWriter(tmp_path).append(article())
    if known:
        ran(state, None)

    assert may_be_torn(state, tmp_path) == [path]


def test_a_run_whose_clock_was_ahead_hides_no_kill(tmp_path: Path, state: State) -> None:
    state.write("INSERT INTO runs VALUES ('9', '2029-03-01T06:00:00Z', '2029-03-01T07:00:00Z', 'finished', '{}')")
    begin_run(state)
    ran(state, None)

    assert not ended_well(state)


@pytest.mark.parametrize("tail", [b'{"id":"to', b"\0" * 4096, b"\0\0}\n", b"no json\n" * 3 + b"{"])
def test_a_torn_tail_is_cut(tmp_path: Path, tail: bytes) -> None:
    path = ArticleWriter(tmp_path).append(article())
    whole = path.read_bytes()
    path.write_bytes(whole + tail)

    assert heal_torn_lines(article_files(tmp_path)) == ((path, len(tail)),)
    assert path.read_bytes() == whole
    assert heal_torn_lines(article_files(tmp_path)) == ()


def test_a_file_of_nothing_but_a_torn_line_goes(tmp_path: Path) -> None:
    path = tmp_path / "gazzetta" / "2024-05-03.jsonl"
    path.parent.mkdir()
    path.write_bytes(b'{"schema":"emer' + b"x" * 200_000)

    assert heal_torn_lines(article_files(tmp_path)) == ((path, 200_015),)
    assert not path.exists()


def test_a_line_of_a_newer_schema_is_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "2024-05-03.jsonl"
    path.write_bytes(b'{"schema":"emeroteca.article/2"}\n')

    assert heal_torn_lines(article_files(tmp_path)) == ()
    assert path.stat().st_size == 33
