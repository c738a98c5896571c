"""Pings and metrics: what a monitor is told, and that it never costs a crawl, whatever it answers."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.demo.loopback import Answer, Asked, serve_site
from crawler.health import ping
from tests.newspaper.wire import Script, WireServer


def test_a_ping_asks_the_url_with_how_it_ended() -> None:
    with WireServer({"/check/fail": Script.of(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")}) as wire:
        ping(wire.url("/check/"), "/fail")

    assert [one.path for one in wire.log] == ["/check/fail"]


@pytest.mark.parametrize("answer", [b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 500 No\r\n\r\n", b""])
def test_a_monitor_that_answers_nonsense_is_a_line_of_the_log(answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with WireServer({"/check/start": Script.of(answer, ends="close")}) as wire, caplog.at_level(logging.WARNING):
        ping(wire.url("/check"), "/start")

    assert "healthcheck" in caplog.text


def test_a_url_that_is_none_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ping("http://a b/check", "/start")

    assert "healthcheck" in caplog.text


class Monitor:
    """A dead man's switch, and the newspaper that it watches over: a section that leads nowhere."""

    def __init__(self) -> None:
        self.pings: list[str] = []

    def __call__(self, asked: Asked) -> Answer:
        if asked.path.startswith("/uuid"):
            self.pings.append(asked.path)
            return Answer(body=b"OK")
        if asked.path == "/slow/":
            return Answer(status=503, fields=(("Retry-After", "60"),))
        return Answer(status=404 if asked.path == "/robots.txt" else 500)


def crawl(monitor: Monitor, folder: Path, path: str, *options: str) -> int:
    with serve_site(monitor) as serving:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", f"{serving.url}{path}", "--collection", str(folder / "news"),
             "--allow-network", f"127.0.0.1/32:{serving.port}", "--healthcheck-url", f"{serving.url}/uuid",
             "--metrics-file", str(folder / "m.prom"), "--delay", "0", "--quiet", *options],
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
    return done.returncode


@pytest.mark.parametrize(
    ("path", "options", "code", "pings", "well"),
    [
        ("/broken/", (), 4, ["/uuid/start", "/uuid/fail"], 0),
        ("/slow/", ("--deadline", "1"), 11, ["/uuid/start", "/uuid"], 1),
    ],
)
def test_a_deadline_that_was_asked_for_is_no_failure(
    tmp_path: Path, path: str, options: tuple[str, ...], code: int, pings: list[str], well: int
) -> None:
    monitor = Monitor()
    ended = crawl(monitor, tmp_path, path, *options)
    metrics = (tmp_path / "m.prom").read_text("utf-8")

    assert ended == code
    assert monitor.pings == pings
    assert f'emeroteca_crawl_success{{collection="{tmp_path / "news"}"}} {well}\n' in metrics
    assert f'emeroteca_crawl_exit_code{{collection="{tmp_path / "news"}"}} {code}\n' in metrics


def test_the_log_tells_every_failure_and_how_the_run_ended_in_utc(tmp_path: Path) -> None:
    monitor = Monitor()
    crawl(monitor, tmp_path, "/broken/")
    lines = (tmp_path / "news" / "logs" / "crawl.log").read_text("utf-8").splitlines()

    assert any(line.endswith("/broken/: HTTP 500") for line in lines)
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO crawler.commands.crawl: crawl: 1 pages, .* s; exit code 4",
        lines[-1],
    )
