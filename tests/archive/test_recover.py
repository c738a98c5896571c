"""What a killed run left is put right by the next one, before anything is fetched: here, the index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article.model import Article
from archive.collection import Collection
from archive.ledger import Ledger
from archive.rebuild import recover
from archive.sources.catalogue import Catalogue
from archive.store.articles import read_articles
from archive.store.state import State
from archive.warc import index
from archive.workers import WorkerPool
from tests.archive.kept import Kept, day, keep


def killed(root: Path) -> tuple[Collection, bytes]:
    """Return a collection whose run was killed before it had its index, and the index that it must have."""
    harvests = [[Kept(url=f"https://www.example.org/{n}", at=day(n), body=b"%d" % n)] for n in (1, 2, 3)]
    collection = keep(root, harvests)
    whole = collection.index.read_bytes()
    collection.index.write_bytes(whole.splitlines(keepends=True)[0])
    with State(collection.state) as state:
        state.write("INSERT INTO runs VALUES ('1', '2025-03-01T06:00:00Z', NULL, NULL, '{}')")
    return collection, whole


def start(collection: Collection) -> None:
    with State(collection.state) as state:
        recover(collection, state, pool=None)


def test_the_index_gets_the_files_that_were_sealed_before_the_kill(tmp_path: Path) -> None:
    collection, whole = killed(tmp_path)
    start(collection)

    assert collection.index.read_bytes() == whole


def test_the_index_gets_the_file_that_was_open(tmp_path: Path) -> None:
    collection, whole = killed(tmp_path)
    last = collection.sealed()[-1]
    last.rename(last.with_name(f"{last.name}.open"))
    start(collection)

    assert collection.index.read_bytes() == whole
    assert not collection.unsealed()


def test_a_lost_index_is_made_again(tmp_path: Path) -> None:
    collection, whole = killed(tmp_path)
    collection.index.unlink()
    start(collection)

    assert collection.index.read_bytes() == whole


def test_behind_a_run_that_ended_well_nothing_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection, whole = killed(tmp_path)
    collection.index.write_bytes(whole)
    with State(collection.state) as state:
        state.write("INSERT INTO runs VALUES ('2', '2025-03-02T06:00:00Z', '2025-03-02T07:00:00Z', 'finished', '{}')")
    monkeypatch.setattr(index, "read_records", lambda *_, **__: pytest.fail("a WARC was read"))
    start(collection)

    assert collection.index.read_bytes() == whole


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool("archive.reading:read_job", 1, setup=Catalogue())
    yield pool
    pool.close()


def article(number: int) -> Kept:
    text = "".join(f"<p>{'Il consiglio comunale discute il piano del porto. ' * 8}{number}{n}</p>" for n in range(4))
    body = f"<html><body><article><h1>Il porto riapre {number}</h1>{text}</article></body></html>".encode()
    return Kept(url=f"https://www.example.org/a-{10023 + number}.html", at=day(1, hour=number), body=body)


def test_a_kill_between_state_and_lines_costs_no_article(
    tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = keep(tmp_path, [[article(1)]])
    with monkeypatch.context() as killed, State(collection.state) as state:
        killed.setattr(Ledger, "write_lines", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            recover(collection, state, pool=pool)
    with State(collection.state) as state:
        recover(collection, state, pool=pool)

    assert [article.headline for article in read_articles(collection)] == ["Il porto riapre 1"]


def test_a_recovery_that_is_ended_goes_on_where_it_was(tmp_path: Path, pool: WorkerPool) -> None:
    collection = keep(tmp_path, [[article(n) for n in range(6)]])
    told: list[str] = []
    seen: list[int] = []
    for _ in range(4):
        with State(collection.state) as state:
            report = recover(
                collection,
                state,
                pool=pool,
                recalled=lambda capture, *_: told.append(capture.url),
                over=lambda: len(told) % 2 == 1,
            )
        seen.append(report.captures)
        told.append("")

    assert sum(seen) == 6
    assert len(list(read_articles(collection))) == 6
    assert len({url for url in told if url}) == len([url for url in told if url]) == 6


def test_a_recovery_that_is_killed_goes_on_where_it_last_made_all_last(
    tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = keep(tmp_path, [[article(n) for n in range(6)]])
    monkeypatch.setattr("archive.rebuild._LASTING_EVERY", 2)
    asked = iter([False] * 6 + [KeyboardInterrupt])

    def over() -> bool:
        answer = next(asked, False)
        if answer is KeyboardInterrupt:
            raise KeyboardInterrupt
        return False

    with State(collection.state) as state, pytest.raises(KeyboardInterrupt):
        recover(collection, state, pool=pool, over=over)
    with State(collection.state) as state:
        again = recover(collection, state, pool=pool)

    assert again.captures == 2
    assert len(list(read_articles(collection))) == 6


def test_article_files_of_days_before_what_is_left_stay_closed(
    tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Kept(url="https://www.example.org/x", at=day(1, month=1), body=b"x", headline="Di gennaio")
    collection = keep(tmp_path, [[old], [article(1)]])
    opened: list[str] = []

    def read(path: Path) -> Iterator[Article]:
        opened.append(path.stem)
        return read_articles(path)

    monkeypatch.setattr("archive.rebuild.read_articles", read)
    with State(collection.state) as state:
        state.write("INSERT INTO warcs VALUES (?)", [collection.sealed()[0].name])
        recover(collection, state, pool=pool)
        state.write("DELETE FROM warcs WHERE name = ?", [collection.sealed()[1].name])
        recover(collection, state, pool=pool)

    assert opened == ["2025-03-01"]
    assert len(list(read_articles(collection))) == 2
