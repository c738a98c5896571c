"""What became of a page, in words that its reader knows."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from archive.store.state import State
from crawler.demo.loopback import Answer, Asked, serve_site
from crawler.frontier import Frontier
from crawler.pages import Found
from tests.newspaper.wire import Script, WireServer

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FAILING = {
    "/cut": (Script.of(OK + b"Content-Length: 9\r\n\r\ncut", ends="close"), "the answer ends early"),
    "/silent": (Script.of(ends="close"), "no answer that can be read: Connection was closed cleanly."),
    "/ssh": (Script.of(b"SSH-2.0-x\r\n", ends="close"), "no answer that can be read: "),
    "/lengths": (
        Script.of(OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"),
        "no answer that can be read: Invalid response: conflicting Content-Length",
    ),
}


def test_a_page_that_cannot_be_had_is_told_in_words(tmp_path: Path) -> None:
    with WireServer({path: script for path, (script, _) in FAILING.items()}) as server:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", *map(server.url, FAILING), "--collection", str(tmp_path),
             "--allow-network", "127.0.0.1", "--delay", "0", "--ignore-robots", "--quiet", "-s", "RETRY_TIMES=0"],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

        for path, (_, told) in FAILING.items():
            assert f"{server.url(path)}: {told}" in done.stderr
        assert "twisted" not in done.stderr


def crawl(folder: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", "crawl", *targets, "--collection", str(folder),
         "--allow-network", "127.0.0.1", "--delay", "0", "--ignore-robots"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_an_address_that_is_none_ends_no_run(tmp_path: Path) -> None:
    page = b"<html><h2><a href='http://[::1]@%b/a/il-porto-riapre-12345.html'>Il porto riapre domani mattina</a></h2>"
    with WireServer({}) as server:
        body = page % server.url("").removeprefix("http://").encode()
        server.scripts = {"/cronaca/": Script.of(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body)}
        first = crawl(tmp_path, server.url("/cronaca/"))
        with State(tmp_path / "state.sqlite") as state:
            # As an earlier version kept it: Scrapy makes no request of it.
            Frontier(state, {"127.0.0.1"}, 0).add(
                [Found(url=f"http://[::1]@127.0.0.1:{server.port}/b", kind="article")], "127.0.0.1", 0
            )
        second = crawl(tmp_path, server.url("/cronaca/"))

        for done in (first, second):
            assert "appear to be an IPv4 or IPv6" not in done.stderr
            assert done.returncode == 4  # no article there: that is all
        with State(tmp_path / "state.sqlite") as state:
            assert state.read("SELECT 1 FROM pages WHERE kind = 'article' AND due_at IS NOT NULL") == []


def test_a_section_that_is_under_https_now_is_asked_for_there(tmp_path: Path) -> None:
    asked: list[str] = []
    page = (
        f"<html><body><main>{''.join(f'<h2><a href=/a/{n}>Il porto</a></h2>' for n in range(3))}</main></body></html>"
    )

    def new(one: Asked) -> Answer:
        asked.append(f"new {one.path} {one.get('If-None-Match') is not None}")
        return Answer(status=200 if one.path == "/cronaca/" else 404, body=page.encode(), media_type="text/html")

    with serve_site(new) as there:

        def old(one: Asked) -> Answer:
            asked.append(f"old {one.path}")
            return Answer(status=301, fields=(("Location", there.url + one.path),))

        with serve_site(old) as here:
            folder = tmp_path / "news"
            (folder / "sources").mkdir(parents=True)
            text = f'id = "giornale"\n[start]\nsections = ["{here.url}/cronaca/"]\n'
            (folder / "sources" / "giornale.toml").write_text(text, "utf-8")
            for _ in range(2):
                subprocess.run(
                    [sys.executable, "-m", "archive.cli", "crawl", "--collection", str(folder), "--ignore-robots",
                     "--allow-network", "127.0.0.1", "--delay", "0", "--quiet", "-s", "EMEROTECA_ERROR_SHARE=1"],
                    capture_output=True, text=True, check=True, timeout=60,
                )  # fmt: skip
                with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
                    state.execute("UPDATE pages SET due_at = 0 WHERE due_at IS NOT NULL")

    sections = [line for line in asked if "/cronaca/" in line]
    assert sections == ["old /cronaca/", "new /cronaca/ False", "new /cronaca/ True"]
