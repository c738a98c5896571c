"""Article lines: written whole, read strictly, healed after a kill."""

import errno
import os
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.model import Article, Block
from archive.errors import StorageError
from archive.store.articles import (
    ArticleWriter,
    DamagedLine,
    Selection,
    day_of,
    decode_line,
    encode_line,
    line_path,
    read_articles,
)


def article(**fields: object) -> Article:
    known: dict[str, object] = {
        "id": "a" * 32,
        "source": "gazzetta",
        "url": "https://gazzetta.example/1",
        "capture_time": "2024-05-03T10:00:00Z",
        "published": "2024-05-02T23:30:00+02:00",
    }
    return msgspec.convert({**known, **fields}, Article)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    first = article(headline="Città", body=[{"text": "Uno."}], field_sources={"headline": "h1", "authors": "json-ld"})
    with ArticleWriter(tmp_path) as writer:
        writer.append(first)
        writer.append(article(id="b" * 32))

    assert [a.id[0] for a in read_articles(tmp_path)] == ["a", "b"]
    assert next(read_articles(tmp_path)) == first


def test_lines_stand_by_source_and_capture_day(tmp_path: Path) -> None:
    path = ArticleWriter(tmp_path).append(article())

    assert path == tmp_path / "gazzetta" / "2024-05-03.jsonl"


@given(st.text())
def test_no_source_leads_out_of_the_folder(source: str) -> None:
    path = line_path(Path("articles"), article(source=source.encode("utf-8", "replace").decode()))

    assert path.parent.parent == Path("articles")
    assert not path.parent.name.startswith(".")
    assert len(path.parent.name) <= 120


def test_two_odd_sources_never_share_a_folder() -> None:
    slash, dash = (line_path(Path(), article(source=s)) for s in ("a/b", "a-b"))

    assert slash != dash


def test_files_are_readable_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = ArticleWriter(tmp_path).append(article())
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_line_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: sizes.append(len(data)) or write(fd, data))
    big = article(text="x" * 300_000)
    ArticleWriter(tmp_path).append(big)

    assert sizes == [len(encode_line(big))]


def test_a_line_that_did_not_fit_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = ArticleWriter(tmp_path)
    path = writer.append(article())
    before = path.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:100]))

    with pytest.raises(StorageError, match="no space left"):
        writer.append(article(id="b" * 32))
    assert path.read_bytes() == before


def test_a_disk_that_is_full_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)

    with pytest.raises(StorageError, match="No space left on device"):
        ArticleWriter(tmp_path).append(article())


def test_an_article_of_no_day_is_of_no_span() -> None:
    undated = article(published=None, capture_time=None)

    assert not Selection(first_day="0001-01-01").admits(undated)
    assert Selection().admits(undated)


@pytest.mark.parametrize("printed", ["2019-W14-2", "20190402", "../../../x", "2019-02-30T00:00:00Z", "٢٠١٩-٠٤-٠٢"])
def test_what_is_no_day_names_no_folder(printed: str) -> None:
    assert day_of(article(published=printed)) == "2024-05-03"
    assert line_path(Path(), article(capture_time=printed)).name == "undated.jsonl"


def test_many_sources_hold_few_files_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with ArticleWriter(tmp_path) as writer:
        for number in range(200):
            writer.append(article(source=f"paper{number}"))
        during = len(list(Path("/proc/self/fd").iterdir()))

    assert during - before <= 64
    assert len(list(read_articles(tmp_path))) == 200


def test_what_was_written_is_kept_by_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(Path(f"/proc/self/fd/{number}").readlink()))
    with ArticleWriter(tmp_path) as writer:
        # More than may be open: of some the file is closed again.
        paths = {writer.append(article(source=f"gazzetta{n}")) for n in range(70)}
        writer.sync()

    assert paths <= set(synced)
    assert {path.parent for path in paths} <= set(synced)


def test_damage_is_named_with_file_and_byte(tmp_path: Path) -> None:
    path = ArticleWriter(tmp_path).append(article())
    first = path.stat().st_size
    with path.open("ab") as stream:
        stream.write(b'{"id":7}\n')
    ArticleWriter(tmp_path).append(article(id="b" * 32))
    seen: list[DamagedLine] = []
    found = list(read_articles(tmp_path, on_damage=seen.append))

    assert [a.id[0] for a in found] == ["a", "b"]
    assert [(d.path, d.offset) for d in seen] == [(path, first)]


def test_a_line_being_written_is_left_out_without_alarm(tmp_path: Path) -> None:
    path = ArticleWriter(tmp_path).append(article())
    with path.open("ab") as stream:
        stream.write(b'{"id":"cccc')
    seen: list[DamagedLine] = []

    assert len(list(read_articles(tmp_path, on_damage=seen.append))) == 1
    assert seen == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":1}',
        b"[]",
        b'{"id":"a","source":"s","url":"u","revision":"1"}',
        b'{"id":"a","source":"s","url":"\xff"}',
        b'{"id":"a","source":"s","url":"u","more":' + b"[" * 100_000,
    ],
)
def test_reading_is_strict(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_line(line)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=r"emeroteca\.article/2"):
        decode_line(b'{"schema":"emeroteca.article/2","id":"a","source":"s","url":"u"}')


def test_half_a_character_does_not_stop_the_run() -> None:
    line = encode_line(Article(id="a", source="s", url="u", headline="x\ud83dy", body=(Block(text="\udc00"),)))

    assert decode_line(line).headline == "x\ufffdy"


def test_the_day_is_that_of_the_newspaper() -> None:
    assert day_of(article(published="2024-05-03T00:30:00+02:00")) == "2024-05-03"


def test_the_capture_day_stands_in_for_an_unknown_date() -> None:
    assert day_of(article(published=None)) == "2024-05-03"


@pytest.mark.parametrize(
    ("selection", "admitted"),
    [
        (Selection(), True),
        (Selection(sources=("gazzetta",)), True),
        (Selection(sources=("corriere",)), False),
        (Selection(first_day="2024-05-02", last_day="2024-05-02"), True),
        (Selection(first_day="2024-05-03"), False),
        (Selection(last_day="2024-05-01"), False),
        (Selection(sections=("PARCHI",)), True),
        (Selection(sections=("sport",)), False),
        (Selection(languages=("de",)), True),
        (Selection(languages=("d",)), False),
        (Selection(languages=("it", "de-at")), True),
    ],
)
def test_a_selection_admits_what_it_says(selection: Selection, admitted: bool) -> None:
    assert selection.admits(article(section="Parchi", language="de-AT")) is admitted
