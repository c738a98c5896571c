"""Backfill: what came out between two days, and nothing that surely came out on others."""

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.errors import UsageError
from crawler.backfill import Span, archive_form, article_archive_form, url_period
from tests.newspaper.backnumbers import BackNumbers, Way

HERE = "https://giornale.example"
MARCH = Span(first=date(2024, 3, 1), last=date(2024, 3, 31))
FIRST, LAST = date(2024, 3, 10), date(2024, 3, 12)


def backfill(paper: BackNumbers, folder: Path, path: str = "/") -> set[str]:
    """Crawl three days of *paper*; return the paths of the articles that were stored."""
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "crawl", paper.url + path, "--collection", str(folder), "--quiet",
         "--allow-network", f"127.0.0.1/32:{paper.port}", "--delay", "0", "--concurrency", "4",
         "--from", str(FIRST), "--to", str(LAST)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    lines = [line for path in (folder / "articles").rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {json.loads(line)["url"].removeprefix(paper.url) for line in lines}


@pytest.mark.parametrize(("way", "path"), [("archive", "/"), ("unlinked", "/"), ("pages", "/cronaca/")])
def test_three_days_are_found_and_no_others(way: Way, path: str, tmp_path: Path) -> None:
    with BackNumbers(way) as paper:
        stored = backfill(paper, tmp_path / "news", path)

    assert stored == paper.paths_of(FIRST, LAST)


def test_only_sitemaps_that_may_hold_the_span_are_asked_for(tmp_path: Path) -> None:
    with BackNumbers("sitemaps") as paper:
        stored = backfill(paper, tmp_path / "news")

    assert stored >= paper.paths_of(FIRST, LAST)
    # What was changed after the span may have come out in it; what was changed before it, not.
    assert not stored & paper.paths_of(date(2024, 3, 1), date(2024, 3, 9))
    assert [p for p in paper.paths if p.startswith("/sitemap")] == ["/sitemap.xml", "/sitemap-2024-03.xml"]


def test_a_section_is_walked_no_further_than_the_span(tmp_path: Path) -> None:
    with BackNumbers("pages") as paper:
        backfill(paper, tmp_path / "news", "/cronaca/")

    # Twenty a page, two a day, from 31 May back: 9 March, the day before the span, is among those on page 9.
    assert {p for p in paper.paths if "page=" in p} == {f"/cronaca/?page={n}" for n in range(2, 11)}


def test_the_same_backfill_again_asks_for_no_article(tmp_path: Path) -> None:
    with BackNumbers("archive") as paper:
        stored = backfill(paper, tmp_path / "news")
        paper.paths.clear()
        # A page fetched in the second in which a run begins counts as walked by it.
        time.sleep(1 - time.time() % 1)
        backfill(paper, tmp_path / "news")

    assert not stored & set(paper.paths)
    assert "/archivio/2024/03/11/" in paper.paths
    assert not list((tmp_path / "news").glob("state.sqlite-*"))


@pytest.mark.parametrize(
    "path",
    ["/2024/04/01/il-porto", "/2024/04/il-porto", "/2023/il-porto-riapre", "/cronaca/il-porto-20240229.html"],
)
def test_a_date_in_the_address_that_lies_elsewhere_excludes(path: str) -> None:
    assert MARCH.excludes(HERE + path)


@pytest.mark.parametrize(
    "path",
    ["/2024/03/31/il-porto", "/2024/03/il-porto", "/2024/il-porto-riapre", "/cronaca/il-porto-riapre-nel-2026-1234"],
)
def test_an_address_that_may_be_of_the_span_does_not_exclude(path: str) -> None:
    assert not MARCH.excludes(HERE + path)


def test_the_publishers_word_goes_before_the_address() -> None:
    assert not MARCH.excludes(f"{HERE}/2023/01/01/il-porto", datetime(2024, 3, 5, 9, tzinfo=UTC))
    assert MARCH.excludes(f"{HERE}/2024/03/05/il-porto", datetime(2024, 4, 5, 9, tzinfo=UTC))


def test_a_change_after_the_span_says_nothing_and_one_before_it_excludes() -> None:
    assert not MARCH.excludes(f"{HERE}/a", changed=datetime(2025, 1, 1, tzinfo=UTC))
    assert MARCH.excludes(f"{HERE}/a", changed=datetime(2024, 2, 28, tzinfo=UTC))


def test_a_moment_near_the_edge_is_in_since_its_zone_is_not_known() -> None:
    assert not MARCH.excludes(f"{HERE}/a", datetime(2024, 2, 29, 23, 30, tzinfo=UTC))
    assert MARCH.excludes(f"{HERE}/a", datetime(2024, 2, 29, tzinfo=UTC))


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (f"{HERE}/archivio/2025/11/22/", f"{HERE}/archivio/2024/03/31/"),
        (f"{HERE}/archivio/2025-11-22.html", f"{HERE}/archivio/2024-03-31.html"),
        (f"{HERE}/archivio/20251122", f"{HERE}/archivio/20240331"),
        (f"{HERE}/archiv?tag=2025-11-02", f"{HERE}/archiv?tag=2024-03-31"),
        (f"{HERE}/2025/9/3/", f"{HERE}/2024/3/31/"),
        (f"{HERE}/2025/11/", f"{HERE}/2024/03/"),
        (f"{HERE}/archivio/2025/index.html", f"{HERE}/archivio/2024/index.html"),
    ],
)
def test_the_form_of_an_archive_by_date_is_read_from_one_address(url: str, first: str) -> None:
    form = archive_form(url)

    assert form is not None
    assert next(iter(form.urls(MARCH))) == first


@pytest.mark.parametrize("path", ["/", "/cronaca/", "/archivio/202511", "/page/2024112", "/edizione-2025/", "/tag/12/"])
def test_other_addresses_have_no_form(path: str) -> None:
    assert archive_form(HERE + path) is None


def test_archives_are_asked_for_once_a_day_or_month() -> None:
    days, months = archive_form(f"{HERE}/2025/11/22/"), archive_form(f"{HERE}/2025/11/")

    assert days is not None
    assert months is not None
    assert len(list(days.urls(MARCH))) == 31
    assert list(months.urls(MARCH)) == [f"{HERE}/2024/03/"]


def test_articles_below_a_date_show_where_the_archive_may_lie() -> None:
    form = article_archive_form(f"{HERE}/2025/11/22/il-porto-riapre/")

    assert form is not None
    assert form == archive_form(f"{HERE}/2024/03/01/")


def test_a_month_in_an_address_is_all_its_days() -> None:
    assert url_period(f"{HERE}/2024/02/il-porto") == (date(2024, 2, 1), date(2024, 2, 29))
    assert url_period(f"{HERE}/2023/12/il-porto") == (date(2023, 12, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("2024-3-1", None, "--from"), ("2024-03-02", "2024-03-01", "before"), ("1990-01-01", "2024-01-01", "ten years")],
)
def test_what_is_no_span_is_told(first: str, last: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Span.of(first, last, date(2024, 6, 1))


def test_a_span_is_read_back_as_it_is_written() -> None:
    assert Span.read(str(MARCH), date(2024, 6, 1)) == MARCH
