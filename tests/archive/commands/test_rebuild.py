"""``emeroteca rebuild``: the WARCs are the truth."""

import os
import shutil
import signal
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.collection import Collection
from archive.commands.rebuild import rebuild
from archive.errors import CollectionError
from archive.ledger import Entry
from archive.rebuild import recover
from archive.sources.catalogue import Catalogue
from archive.store.articles import read_articles
from archive.store.state import VERSION, State
from archive.warc.capture import Capture
from archive.workers import WorkerPool
from tests.archive.article.newspage import TEXT, linked
from tests.archive.kept import Kept, day, keep
from tests.archive.warc.wire import foreign, members


def article(number: int, *, headline: str = "La strada resta chiusa fino a maggio") -> Kept:
    """Return a capture of the same article on the *number*-th of the month."""
    declared = f'{{"@type": "NewsArticle", "headline": "{headline}", "datePublished": "2025-03-01T06:00:00+01:00"}}'
    body = f"<body><article><h1>{headline}</h1>{TEXT}</article></body>"
    page = f'<html lang="it"><head>{linked(declared)}</head>{body}</html>'
    return Kept(url="https://www.example.org/news/2025/la-via-12345.html", at=day(number), body=page.encode())


def of_version(path: Path, version: int) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={version}")
    db.close()


def test_archive_alone_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    page = Kept(url="https://www.example.org/a-1", at=datetime(2025, 3, 1, 8, tzinfo=UTC), body=b"<p>Words.</p>")
    index = keep(folder, [[page]]).index.read_bytes()
    for path in folder.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    told = CliRunner().invoke(rebuild, [str(folder), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert (folder / "indexes" / "index.cdxj").read_bytes() == index


def test_what_a_killed_rebuild_left_is_removed(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path)
    (tmp_path / "articles.new-0badcafe").mkdir()
    told = CliRunner().invoke(rebuild, [str(collection.root), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert not list(tmp_path.glob("articles.new-*"))


@pytest.mark.parametrize(
    "damage", [lambda path: of_version(path, 1), lambda path: path.write_bytes(b"no database" * 99)]
)
def test_a_state_that_cannot_be_used_is_put_aside_and_made_anew(tmp_path: Path, damage: object) -> None:
    collection = keep(tmp_path, [[article(1)]])
    with State(collection.state):
        pass
    damage(collection.state)  # type: ignore[operator]
    told = CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert "the old one lies in state.sqlite.old" in told.stderr
    assert collection.state.with_name("state.sqlite.old").is_file()
    with State(collection.state) as state:
        assert state.read("SELECT count(*) FROM revisions") == [(1,)]


def test_a_state_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    collection = keep(tmp_path, [[article(1)]])
    of_version(collection.state, VERSION + 1)
    told = CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert isinstance(told.exception, CollectionError)
    assert "of a newer emeroteca" in str(told.exception)
    assert not collection.state.with_name("state.sqlite.old").exists()


def test_what_is_due_comes_back_to_a_crawl_after_a_rebuild_without_state(tmp_path: Path) -> None:
    # The second look must not be taken for an edit of the third one's words.
    collection = keep(tmp_path, [[article(1), article(2)], [article(3, headline="La strada riapre")]])
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])
    before = [one.headline for one in read_articles(collection)]
    recalled: list[str] = []

    def recall(capture: Capture, exchange: object, entry: Entry) -> None:
        recalled.append(f"{capture.captured_at.day} {entry.became}")

    catalogue = Catalogue.of_folder(collection.sources)
    pool = WorkerPool("archive.reading:read_job", 1, setup=catalogue)
    try:
        for _ in range(2):
            with State(collection.state) as state:
                recover(collection, state, pool=pool, recalled=recall)
    finally:
        pool.close()

    assert before == ["La strada resta chiusa fino a maggio", "La strada riapre"]
    assert recalled == ["1 known", "2 unchanged", "3 known"]
    assert [one.headline for one in read_articles(collection)] == before


def told_at_start(collection: Collection) -> list[str]:
    catalogue = Catalogue.of_folder(collection.sources)
    pool = WorkerPool("archive.reading:read_job", 1, setup=catalogue)
    try:
        with State(collection.state) as state:
            return recover(collection, state, pool=pool).lines
    finally:
        pool.close()


@pytest.mark.parametrize("readers", ["UPDATE readers SET version = '0.1.9'", "DELETE FROM readers"])
def test_a_crawl_is_told_that_another_version_read_its_articles_until_a_rebuild(tmp_path: Path, readers: str) -> None:
    collection = keep(tmp_path, [[article(1)]])
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])
    fresh = told_at_start(collection)
    with State(collection.state) as state:
        state.write(readers)
    stale = told_at_start(collection)
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert fresh == []
    assert [": read by emeroteca 0.1" in line and "`emeroteca rebuild` once" in line for line in stale] == [True]
    assert told_at_start(collection) == []


def test_a_rebuild_that_finds_what_is_due_leaves_nothing_to_recall(tmp_path: Path) -> None:
    collection = keep(tmp_path, [[article(1)]])
    with State(collection.state) as state:
        columns = "hash, url, source, host, kind, rank, found_at"
        state.write(f"INSERT INTO pages({columns}) VALUES (1, 'https://www.example.org/', 'x', 'x', 'section', 1, 1)")
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    with State(collection.state) as state:
        assert state.read("SELECT count(*) FROM warcs") == [(1,)]
        assert state.read("SELECT count(*) FROM applied") == [(0,)]


def test_a_stopped_rebuild_leaves_lines_and_state_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = keep(tmp_path, [[article(1)]])
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])
    with State(collection.state) as state:
        state.write("INSERT INTO article_urls VALUES ('https://www.example.org/old', 'of before')")
    lines = {path: path.read_bytes() for path in collection.articles.rglob("*.jsonl")}
    monkeypatch.setattr("archive.rebuild.index.build", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    told = CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert told.exit_code == 10
    assert told.stderr == "rebuild: stopped; what is there is whole, as it was before\n"
    assert {path: path.read_bytes() for path in collection.articles.rglob("*.jsonl")} == lines
    assert not list(tmp_path.glob("articles.*"))
    with State(collection.state) as state:
        assert state.read("SELECT count(*) FROM article_urls WHERE article = 'of before'") == [(1,)]


def test_a_rebuild_stopped_at_its_end_has_put_lines_and_state_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = keep(tmp_path, [[article(1)]])
    stops = [signal.SIGTERM]

    def stopped(state: State) -> None:
        if stops:
            os.kill(os.getpid(), stops.pop())
        commit(state)

    commit = State.commit
    monkeypatch.setattr(State, "commit", stopped)
    told = CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert told.exit_code == 10
    assert len(list(read_articles(collection))) == 1
    assert not list(tmp_path.glob("articles.*"))
    with State(collection.state) as state:
        assert state.read("SELECT count(*) FROM revisions") == [(1,)]


def test_sigterm_means_what_it_did_when_a_command_is_through(tmp_path: Path) -> None:
    keep(tmp_path, [[article(1)]])
    before = signal.getsignal(signal.SIGTERM)
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert signal.getsignal(signal.SIGTERM) is before


def open_files() -> list[str]:
    return sorted(str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.exists())


def test_nothing_is_left_open(tmp_path: Path) -> None:
    collection = keep(tmp_path, [[article(1)]])
    before = open_files()
    CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])
    collection.state.unlink()
    told_at_start(collection)

    assert open_files() == before


def foreign_page(title: str, url: str, record_id: str | None) -> bytes:
    """Return the record of an article as some other writer makes it: without an id, or with one for all."""
    page = article(1, headline=title).body
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    record = foreign("response", block, ("WARC-Record-ID", record_id or "none"), url=url)
    return record if record_id else record.replace(b"WARC-Record-ID: none\r\n", b"")


def test_a_file_that_was_put_in_twice_makes_no_line_twice(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path)
    record = foreign_page("Il ponte", "http://example.org/a/ponte-12345.html", "<urn:uuid:1>")
    (collection.warcs / "a.warc").write_bytes(record)
    (collection.warcs / "a.warc.gz").write_bytes(members(record))
    lines = []
    for _ in range(2):
        assert CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"]).exit_code == 0
        lines.append([path.read_bytes() for path in collection.articles.rglob("*.jsonl")])

    assert lines[0] == lines[1]
    assert [article.warc_file for article in read_articles(collection)] == ["a.warc"]


@pytest.mark.parametrize("record_id", [None, "<urn:uuid:1>"])
def test_records_without_ids_of_their_own_are_read_all(tmp_path: Path, record_id: str | None) -> None:
    collection = Collection.create(tmp_path)
    records = [foreign_page(f"Ponte {n}", f"http://example.org/a/ponte-{n}2345.html", record_id) for n in (1, 2)]
    (collection.warcs / "a.warc.gz").write_bytes(members(*records))
    told = CliRunner().invoke(rebuild, [str(tmp_path), "--workers", "0"])

    assert told.exit_code == 0, told.output
    assert sorted(str(article.headline) for article in read_articles(collection)) == ["Ponte 1", "Ponte 2"]
