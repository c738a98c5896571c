"""A newspaper that is down for days: asked little, nothing given up, and caught up with when it is back."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path

import pytest

from archive.store.state import State
from crawler.demo.loopback import Answer, Asked, serve_site
from crawler.frontier import Frontier
from crawler.pages import Found, Kind
from crawler.schedule import failure_pause
from tests.newspaper.prose import Prose, slug_of

HERE = "http://giornale.example"
NOW = 1_772_000_000
DAY = 86_400


class Paper:
    """A section with twelve articles."""

    def __init__(self) -> None:
        self.headlines = [Prose(str(n)).headline() for n in range(12)]
        self.asked: list[str] = []
        self.under_repair = False
        self.too_soon = 0
        """Looks at the section that are to come later."""

    def __call__(self, asked: Asked) -> Answer:
        self.asked.append(asked.path)
        if asked.path == "/cronaca/" and self.too_soon:
            self.too_soon -= 1
            return Answer(status=503, body=b"later", fields=(("Retry-After", "1"),))
        if asked.path == "/cronaca/":
            links = "".join(
                f'<h2><a href="/a/{slug_of(h)}-{10020 + n}.html">{h}</a></h2>' for n, h in enumerate(self.headlines)
            )
            return _page(f"<html><body><main>{links}</main></body></html>")
        if not asked.path.startswith("/a/"):
            return Answer(status=404, body=b"none")
        if self.under_repair:
            return _page(f"<html><body><p>Torniamo presto. {len(self.asked)}</p></body></html>")
        text = "".join(f"<p>{Prose(asked.path).paragraph()}</p>" for _ in range(4))
        return _page(f"<html><body><article><h1>Il porto</h1><p>25/02/2026 09:30</p>{text}</article></body></html>")


def _page(text: str) -> Answer:
    return Answer(body=text.encode(), media_type="text/html; charset=utf-8")


_LATER = """
import sys, time_machine
from datetime import datetime, timedelta, timezone
with time_machine.travel(datetime.now(timezone.utc) + timedelta(hours=int(sys.argv[1])), tick=True):
    from archive.cli import main
    main(sys.argv[2:])
"""


def crawl(folder: Path, *options: str, hours_later: int = 0) -> subprocess.CompletedProcess[str]:
    program = ["-c", _LATER, str(hours_later)] if hours_later else ["-m", "archive.cli"]
    return subprocess.run(
        [sys.executable, *program, "crawl", *options, "--collection", str(folder), "--delay", "0",
         "--allow-network", "127.0.0.1/32"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def looks(frontier: Frontier, kind: Kind, days: int, status: int | None) -> list[int]:
    """Return when a page of *kind* is asked that fails each time, in seconds from the first look."""
    frontier.add([Found(url=f"{HERE}/{kind}", kind=kind)], "giornale", NOW)
    seen, now = [], NOW
    while now <= NOW + days * DAY:
        frontier.wake(now)
        while due := frontier.take(now):
            frontier.failed(due, now, status=status, retry_at=None)
            seen.append(now - NOW)
        now += 1800
    return seen


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with State(tmp_path / "state.sqlite") as state:
        yield Frontier(state, {"giornale"}, NOW)


@pytest.mark.parametrize("kind", ["section", "feed", "sitemap"])
def test_a_section_that_cannot_be_had_is_asked_every_six_hours_for_a_week_then_once_a_day(
    frontier: Frontier, kind: Kind
) -> None:
    seen = looks(frontier, kind, 20, None)
    pauses = [b - a for a, b in pairwise(seen)]

    assert max(pauses) <= DAY
    assert max(pauses[:20]) <= DAY // 4
    assert 35 <= len(seen) <= 50


def test_an_article_outlives_an_outage_of_days(frontier: Frontier) -> None:
    seen = looks(frontier, "article", 90, None)

    assert seen[-1] > 28 * DAY
    assert len(seen) == 8


def test_a_blocked_article_outlives_a_wall_of_days(frontier: Frontier) -> None:
    assert looks(frontier, "article", 90, 403)[-1] > 28 * DAY


def test_after_an_outage_a_gone_article_is_still_looked_at_twice_more(frontier: Frontier) -> None:
    looks(frontier, "article", 4, None)
    seen = looks(frontier, "article", 90, 404)

    assert len(seen) == 3


def test_the_pause_after_a_failure_stays_in_bounds() -> None:
    assert [failure_pause(n, hub=False) for n in (1, 2, 3, 4, 400)] == [3600, 21_600, 129_600, 7 * DAY, 7 * DAY]
    assert [failure_pause(n, hub=True) for n in (1, 2, 3, 28, 29, 400)] == [3600, *[21_600] * 3, DAY, DAY]


def test_a_host_that_is_down_is_left_alone_and_its_pages_stay_due(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    paper = Paper()
    with serve_site(paper) as serving:
        crawl(folder, f"{serving.url}/cronaca/")
        port = serving.port
    down = crawl(folder, "--recheck")
    with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
        missed, due = state.execute(
            "SELECT count(*) FILTER (WHERE misses > 0), count(*) FILTER (WHERE misses = 0) FROM pages"
            " WHERE kind = 'article'"
        ).fetchone()
    paper.asked.clear()
    with serve_site(paper, port=port):
        again = crawl(folder)

    assert down.returncode == 4
    assert 5 <= missed <= 6  # one may be on its way already
    assert missed + due == 12
    assert f", {missed} errors," in down.stdout
    assert f"127.0.0.1:{port}: nothing could be had 5 times in a row; its other pages stay due" in down.stderr
    assert "<twisted" not in down.stderr
    assert len([path for path in paper.asked if path.startswith("/a/")]) == due
    assert again.returncode == 0


def crawl_into_repair(folder: Path, paper: Paper, url: str) -> subprocess.CompletedProcess[str]:
    """Crawl four articles, and once more when the others are out and the site answers with a notice of repairs."""
    headlines, paper.headlines = paper.headlines, paper.headlines[:4]
    crawl(folder, url)
    paper.headlines, paper.under_repair = headlines, True
    return crawl(folder, url)


def test_articles_that_come_out_while_a_newspaper_is_under_repair_are_had_when_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    paper = Paper()
    with serve_site(paper) as serving:
        during = crawl_into_repair(folder, paper, f"{serving.url}/cronaca/")
        paper.under_repair = False
        after = crawl(folder, hours_later=7)
        paper.asked.clear()
        crawl(folder, hours_later=7)

    assert "crawl: 9 pages, 0 new articles" in during.stdout
    assert ", 8 new articles" in after.stdout
    assert [path for path in paper.asked if path.startswith("/a/")] == []


def test_a_page_that_holds_no_article_twice_is_let_be(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    paper = Paper()
    with serve_site(paper) as serving:
        crawl_into_repair(folder, paper, f"{serving.url}/cronaca/")
        crawl(folder, hours_later=7)
        paper.asked.clear()
        crawl(folder, hours_later=48)

    asked = [path for path in paper.asked if path.startswith("/a/")]
    assert len(asked) == 4  # those that were articles climb on


def test_a_target_that_was_had_in_the_end_is_no_failure_of_the_run(tmp_path: Path) -> None:
    paper = Paper()
    paper.too_soon = 1
    with serve_site(paper) as serving:
        done = crawl(tmp_path / "news", f"{serving.url}/cronaca/")

    assert "12 new articles" in done.stdout
    assert done.returncode == 0


def test_newspapers_that_say_nothing_do_not_keep_the_others_waiting(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "sources").mkdir(parents=True)
    with ExitStack() as stack:
        # Each takes connections, since the system does, and never answers.
        silent = [stack.enter_context(socket.create_server((f"127.0.2.{n}", 0))) for n in range(1, 31)]
        places = [f"127.0.2.{n}:{one.getsockname()[1]}" for n, one in enumerate(silent, 1)]
        places.append(f"127.0.0.1:{stack.enter_context(serve_site(Paper())).port}")
        for n, place in enumerate(places):
            text = f'id = "giornale-{n:02}"\n[start]\nsections = ["http://{place}/cronaca/"]\n'
            (folder / "sources" / f"{n}.toml").write_text(text, "utf-8")
        done = crawl(folder, "--allow-network", "127.0.0.0/8", "--deadline", "10s")

    assert done.returncode == 11
    assert ", 12 new articles" in done.stdout
