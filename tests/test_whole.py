"""The whole line: crawl the demo newspaper, rebuild from its WARC, read it with other people's tools."""

import gzip
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.warc.verify import verify_collection
from crawler.demo.server import serve

EMEROTECA = [sys.executable, "-m", "archive.cli"]


def emeroteca(*arguments: str, expect: int = 0) -> str:
    """Run the command as a user would; return what it said on stdout."""
    done = subprocess.run([*EMEROTECA, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == expect, done.stderr
    return done.stdout


def crawl(url: str, folder: Path, *options: str, expect: int = 0) -> str:
    port = url.rpartition(":")[2].strip("/")
    allowed = ["--allow-network", f"127.0.0.1/32:{port}", "--delay", "0", "--concurrency", "4"]
    return emeroteca("crawl", url, "--collection", str(folder), *allowed, *options, expect=expect)


def lines(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the article lines of a collection by revision."""
    found = [
        json.loads(line)
        for path in sorted((folder / "articles").rglob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len({line["revision_id"] for line in found}) == len(found)
    return {line["revision_id"]: line for line in found}


@pytest.fixture(scope="module")
def newspaper() -> Iterator[str]:
    server = serve()
    yield server.url + "/"
    server.stop()


@pytest.fixture(scope="module")
def harvest(newspaper: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Crawl the newspaper once; return the collection and the summary."""
    folder = tmp_path_factory.mktemp("harvest") / "news"
    return folder, crawl(newspaper, folder)


def test_the_summary_tells_what_came(harvest: tuple[Path, str]) -> None:
    folder, said = harvest

    assert said.startswith("crawl: ")
    assert f"{len(lines(folder))} new articles, 0 changed" in said
    assert "0 errors" in said


def test_the_seed_article_is_read_as_expected(harvest: tuple[Path, str]) -> None:
    folder, _ = harvest
    (seed,) = [a for a in lines(folder).values() if "Nanchino" in (a["headline"] or "")]

    assert seed["headline"] == "Sull'innovazione Nanchino si allea con Kilometro Rosso"
    assert seed["published"].startswith("2019-04-02T20:42:00")
    assert seed["authors"] == ["Mauro Romano"]
    assert seed["agency"] == "Class Editori"
    assert len(seed["body"]) == 5


def test_check_finds_no_fault(harvest: tuple[Path, str]) -> None:
    folder, _ = harvest

    assert list(verify_collection(Collection.open(folder))) == []


def test_warcio_reads_every_record(harvest: tuple[Path, str]) -> None:
    from warcio.archiveiterator import ArchiveIterator

    folder, _ = harvest
    kinds = []
    for path in (folder / "archive").glob("*.warc.gz"):
        with path.open("rb") as file:
            kinds += [record.rec_type for record in ArchiveIterator(file)]

    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response") + kinds.count("revisit")


def test_each_line_leads_to_its_record(harvest: tuple[Path, str]) -> None:
    folder, _ = harvest
    for line in lines(folder).values():
        with (folder / "archive" / line["warc_file"]).open("rb") as file:
            file.seek(line["warc_offset"])
            record = gzip.GzipFile(fileobj=io.BytesIO(file.read(line["warc_record_length"]))).read()

        assert f"WARC-Record-ID: <{line['warc_record_id']}>".encode() in record
        assert f"WARC-Target-URI: {line['url']}".encode() in record


def test_rebuild_from_the_warcs_alone_gives_the_same(harvest: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = harvest
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(folder / "collection.toml", again)
    for name in ("archive", "sources"):
        shutil.copytree(folder / name, again / name)
    emeroteca("rebuild", str(again))
    crawled, rebuilt = lines(folder), lines(again)

    assert rebuilt.keys() == crawled.keys()
    for key, line in crawled.items():
        assert {**rebuilt[key], "extracted_at": None} == {**line, "extracted_at": None}
    assert (again / "indexes/index.cdxj").read_bytes() == (folder / "indexes/index.cdxj").read_bytes()


def test_rebuilding_twice_gives_the_same_bytes(harvest: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = harvest
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    emeroteca("rebuild", str(again))
    first = {p.name: p.read_bytes() for p in (again / "articles").rglob("*.jsonl")}
    emeroteca("rebuild", str(again))

    assert {p.name: p.read_bytes() for p in (again / "articles").rglob("*.jsonl")} == first


def test_extract_reads_the_same_articles(harvest: tuple[Path, str]) -> None:
    folder, _ = harvest
    warcs = sorted(str(p) for p in (folder / "archive").glob("*.warc.gz"))
    out = emeroteca("extract", *warcs, "--output", "-")
    read = {json.loads(line)["url"]: json.loads(line) for line in out.splitlines()}
    ours = ("headline", "published", "authors", "text", "content_hash", "id")

    for line in lines(folder).values():
        if line["url"] in read:
            assert {f: read[line["url"]][f] for f in ours} == {f: line[f] for f in ours}
    assert read.keys() >= {line["url"] for line in lines(folder).values()}


def test_a_second_run_fetches_no_article_again(newspaper: str, tmp_path: Path) -> None:
    crawl(newspaper, tmp_path / "news")
    before = lines(tmp_path / "news")
    said = crawl(newspaper, tmp_path / "news")

    assert "0 new articles, 0 changed" in said
    assert lines(tmp_path / "news") == before


def test_recheck_asks_conditionally_and_finds_all_unchanged(newspaper: str, tmp_path: Path) -> None:
    crawl(newspaper, tmp_path / "news")
    said = crawl(newspaper, tmp_path / "news", "--recheck")

    assert "0 new articles, 0 changed" in said
    assert "not-modified" in "".join(_profiles(tmp_path / "news"))


def _profiles(folder: Path) -> list[str]:
    from archive.warc.reader import read_records

    return [
        record.get("WARC-Profile") or ""
        for path in sorted((folder / "archive").glob("*.warc.gz"))
        for record in read_records(path, on_damage=lambda damage: pytest.fail(str(damage)))
    ]


def test_a_lost_state_comes_back_from_the_warcs(newspaper: str, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    crawl(newspaper, folder)
    before = lines(folder)
    for path in folder.glob("state.sqlite*"):
        path.unlink()
    port = newspaper.rpartition(":")[2].strip("/")
    said = emeroteca("crawl", "--collection", str(folder), "--allow-network", f"127.0.0.1/32:{port}", "--delay", "0")

    assert "0 new articles, 0 changed" in said
    assert lines(folder) == before


def test_capture_only_is_read_by_the_next_run(newspaper: str, tmp_path: Path) -> None:
    said = crawl(newspaper, tmp_path / "news", "--workers", "0")
    assert ", 0 new articles" in said
    crawl(newspaper, tmp_path / "news")

    assert len(lines(tmp_path / "news")) > 20


def test_two_runs_that_only_capture_are_read_by_the_next(newspaper: str, tmp_path: Path) -> None:
    # The second finds nothing to be read: that says nothing of what the first one kept.
    for _ in range(2):
        crawl(newspaper, tmp_path / "news", "--workers", "0")
    crawl(newspaper, tmp_path / "news")

    assert len(lines(tmp_path / "news")) == 28


def test_an_unknown_host_is_one_line_and_exit_4(tmp_path: Path) -> None:
    done = subprocess.run(
        [*EMEROTECA, "crawl", "http://nosuch.invalid/", "--collection", str(tmp_path / "news")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "http://nosuch.invalid/" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_404_target_is_told(newspaper: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*EMEROTECA, "crawl", newspaper + "niente", "--collection", str(tmp_path / "news"),
         "--allow-network", "127.0.0.1/32", "--delay", "0"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 4
    assert f"{newspaper}niente: HTTP 404" in done.stderr


def test_a_page_without_articles_is_told(newspaper: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*EMEROTECA, "crawl", newspaper + "static/icon.svg", "--collection", str(tmp_path / "news"),
         "--allow-network", "127.0.0.1/32", "--delay", "0", "--ignore-robots"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 4
    assert "no article found there" in done.stderr


def test_the_lines_of_the_docs_give_the_page_of_every_article(
    harvest: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mynews").symlink_to(harvest[0])
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parent.parent / "docs" / "collection.md").read_text("utf-8")
    (code,) = (code for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "read_at(" in code)
    names: dict[str, Any] = {"pages": []}
    exec(code + "    pages.append(html)\n", names)

    assert len(names["pages"]) == len(lines(harvest[0]))
    assert all(b"<html" in page.lower() for page in names["pages"])


def test_a_run_that_ends_at_its_page_limit_has_not_missed_the_articles(newspaper: str, tmp_path: Path) -> None:
    said = crawl(newspaper, tmp_path / "news", "--max-pages", "1")

    assert said.startswith("crawl: 1 pages, 0 new articles, 0 changed, 0 unchanged, 0 gone, 0 errors")


def test_a_held_collection_is_refused_at_once(newspaper: str, tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")
    with collection.locked():
        crawl(newspaper, tmp_path / "news", expect=75)


def test_scrapy_crawl_does_the_same_job(newspaper: str, tmp_path: Path) -> None:
    port = newspaper.rpartition(":")[2].strip("/")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"target={newspaper}", "-s",
         f"COLLECTION={tmp_path / 'news'}", "-s", f"ALLOW_NETWORK=127.0.0.1/32:{port}", "-s", "DOWNLOAD_DELAY=0",
         "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4"],
        capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parent.parent,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    assert len(lines(tmp_path / "news")) > 20
