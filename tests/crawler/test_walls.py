"""Bot walls in a crawl: kept in the WARC, kept out of the JSON, counted, asked for again, and so after a rebuild."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.warc.reader import read_exchanges
from crawler.demo.loopback import Answer, Asked, Serving, serve_site
from tests.newspaper.prose import Prose, slug_of

WALL = (
    "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue"
    "</noscript><script>window._cf_chl_opt={cType: 'managed'};</script></body></html>"
)


class Paper:
    """Six articles; those in ``walled`` answer with a wall, by the number of the look at them."""

    def __init__(self, walled: set[int], status: int = 200, *, articles: int = 6, said: str = WALL) -> None:
        self.walled = walled
        self.status = status
        self.said = said
        self.paths = [f"/cronaca/{slug_of(Prose(str(n)).headline())}-{10020 + n}.html" for n in range(articles)]
        self.refused = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/cronaca/":
            rows = "".join(
                f'<article><h2><a href="{p}">{Prose(str(n)).headline()}</a></h2></article>'
                for n, p in enumerate(self.paths)
            )
            return _page(f'<html lang="it"><body><main>{rows}</main></body></html>')
        if asked.path not in self.paths:
            return Answer(status=404, body=b"none")
        number = self.paths.index(asked.path)
        if number in self.walled:
            self.refused += 1
            return Answer(status=self.status, body=self.said.encode(), media_type="text/html; charset=utf-8")
        words = Prose(f"text {number}")
        text = "".join(f"<p>{words.paragraph()}</p>" for _ in range(4))
        return _page(
            f'<html lang="it"><head><meta property="og:type" content="article"></head><body><article>'
            f"<h1>{Prose(str(number)).headline()}</h1><p>25/02/2026 09:30</p>{text}</article></body></html>"
        )


def _page(text: str) -> Answer:
    return Answer(body=text.encode(), media_type="text/html; charset=utf-8")


def emeroteca(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", *arguments], capture_output=True, text=True, timeout=120, check=False
    )


def crawl(serving: Serving, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return emeroteca(
        "crawl", f"{serving.url}/cronaca/", "--collection", str(folder), "--delay", "0", "--concurrency", "4",
        "--allow-network", f"127.0.0.1/32:{serving.port}", *options,
    )  # fmt: skip


def stored(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for path in sorted((folder / "articles").rglob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def test_walls_with_a_good_status_are_kept_counted_and_no_articles(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    with serve_site(Paper({1, 4})) as serving:
        done = crawl(serving, folder)
    walls = [
        capture.url
        for warc in sorted((folder / "archive").glob("*.warc.gz"))
        for capture, exchange in read_exchanges(warc, on_damage=print)
        if b"_cf_chl_opt" in exchange.response.read() or capture.mime == "warc/revisit"
    ]
    before = stored(folder)
    rebuilt = emeroteca("rebuild", str(folder))
    with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
        counted = state.execute("SELECT sum(blocked), sum(new) FROM daily").fetchone()

    assert len(before) == 4
    assert len(walls) == 2
    assert counted == (2, 4)
    assert "2 errors" in done.stdout
    assert "blocked (wall of Cloudflare)" in done.stderr
    assert rebuilt.returncode == 0
    assert stored(folder) == before


def test_a_walled_page_stays_due_and_is_an_article_when_the_wall_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    paper = Paper({1, 4})
    with serve_site(paper) as serving:
        crawl(serving, folder)
        paper.walled = set()
        with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
            state.execute("UPDATE pages SET due_at = 0 WHERE misses > 0")
        crawl(serving, folder)

    assert len(stored(folder)) == 6


def test_a_known_article_keeps_its_words_when_a_wall_stands_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    paper = Paper(set())
    with serve_site(paper) as serving:
        crawl(serving, folder)
        before = stored(folder)
        paper.walled = {1}
        crawl(serving, folder, "--recheck")
    with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
        events = state.execute("SELECT kind, detail FROM events").fetchall()

    assert stored(folder) == before
    assert events == [("blocked", "wall of Cloudflare")]


@pytest.mark.parametrize("status", [403, 503])
def test_a_wall_with_an_error_status_is_counted_as_blocked(status: int, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    with serve_site(Paper({1}, status)) as serving:
        crawl(serving, folder, "--deadline", "8")
    with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
        counted = state.execute("SELECT sum(blocked) >= 1, sum(failed) FROM daily").fetchone()

    assert counted == (1, 0)


@pytest.mark.parametrize(
    ("status", "said", "most"),
    [(200, WALL, 3), (403, WALL, 3), (403, "Forbidden", 10), (401, "Log in", 10), (500, "Error", 5), (502, "Down", 5)],
)
def test_a_host_that_lets_nobody_in_is_left_alone(status: int, said: str, most: int, tmp_path: Path) -> None:
    paper = Paper(set(range(40)), status, articles=40, said=said)
    with serve_site(paper) as serving:
        crawl(serving, tmp_path / "news", "-s", "RETRY_TIMES=0")

    assert most <= paper.refused <= most + 5  # four and one more may be on their way


def test_an_address_on_a_page_cannot_steer_the_terminal(tmp_path: Path) -> None:
    paper = Paper({1}, 451)
    paper.paths[1] = "/cronaca/il-porto-riapre\x1b]0;x\x07-al-traffico-10021.html"

    def site(asked: Asked) -> Answer:
        return paper(asked) if "%1B" not in asked.path else Answer(status=451, body=b"none")

    with serve_site(site) as serving:
        done = crawl(serving, tmp_path / "news")

    assert "HTTP 451" in done.stderr
    assert "\x1b" not in done.stderr
