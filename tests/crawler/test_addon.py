"""The add-on: one line turns the capture on; what would bypass it keeps the crawl from starting."""

import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.errors import UsageError
from crawler.addon import HANDLER, CaptureAddon
from tests.newspaper.wire import Script, WireServer

PLAYWRIGHT = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"


def updated(**project: Any) -> Settings:
    settings = Settings(project)
    CaptureAddon().update_settings(settings)
    return settings


def test_only_captured_schemes_have_a_handler() -> None:
    handlers = updated().getwithbase("DOWNLOAD_HANDLERS")

    assert {scheme: path for scheme, path in handlers.items() if path} == {"http": HANDLER, "https": HANDLER}


@pytest.mark.parametrize(
    ("project", "words"),
    [
        ({"DOWNLOAD_HANDLERS": {"https": PLAYWRIGHT}}, "DOWNLOAD_HANDLERS['https'] is scrapy_playwright"),
        ({"DOWNLOAD_HANDLERS": {"gopher": "x.Handler"}}, "DOWNLOAD_HANDLERS['gopher']"),
        ({"HTTPCACHE_ENABLED": True}, "HTTPCACHE_ENABLED"),
        ({"TWISTED_REACTOR_ENABLED": False}, "TWISTED_REACTOR_ENABLED"),
        ({"CAPTURE_MAX_SECONDS": "soon"}, "CAPTURE_MAX_SECONDS"),
    ],
)
def test_what_would_spoil_the_capture_is_refused(project: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as refused:
        updated(**project)

    assert words in str(refused.value)


def test_a_project_that_takes_less_may_say_so() -> None:
    settings = updated(DOWNLOAD_HANDLERS={"https": PLAYWRIGHT}, CAPTURE_REQUIRE_EXACT=False)

    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert (handlers["http"], handlers["https"]) == (HANDLER, PLAYWRIGHT)


def test_ports_for_control_are_shut() -> None:
    settings = updated()

    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")


def test_limits_are_on() -> None:
    settings = updated()

    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 60
    assert settings.getint("DOWNLOAD_MAXSIZE") == 20 << 20


def scrapy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project as `scrapy startproject` makes it, with the add-on and one spider."""
    assert scrapy(tmp_path, "startproject", "plain").returncode == 0
    root = tmp_path / "plain"
    settings = root / "plain" / "settings.py"
    settings.write_text(
        settings.read_text() + '\nADDONS = {"crawler.addon.CaptureAddon": 500}\nCAPTURE_FOLDER = "warcs"\n'
        'ALLOW_NETWORK = ["127.0.0.1"]\nDOWNLOAD_DELAY = 0\n'
    )
    (root / "plain" / "spiders" / "one.py").write_text(
        "import scrapy\n\n\nclass One(scrapy.Spider):\n    name = 'one'\n\n"
        "    def parse(self, response):\n        yield {'text': response.text, 'ids': response.meta['record_ids']}\n"
        "    async def start(self):\n        yield scrapy.Request(self.url)\n"
    )
    return root


def test_a_plain_project_gets_a_warc_by_one_line(project: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-oDd: 1\r\nContent-Length: 2\r\n\r\nok"
    with WireServer({"/": Script.of(answer)}) as server:
        done = scrapy(project, "crawl", "one", "-a", f"url={server.url('/')}", "-O", "items.jsonl")

    assert done.returncode == 0, done.stderr
    assert '"text": "ok"' in (project / "items.jsonl").read_text()
    (warc,) = (project / "warcs").glob("*.warc.gz")
    assert answer in gzip.decompress(warc.read_bytes())


def test_a_plain_project_without_a_folder_is_told_what_to_set(project: Path) -> None:
    done = scrapy(project, "crawl", "one", "-a", "url=http://127.0.0.1:9/", "-s", "CAPTURE_FOLDER=")

    assert done.returncode == 1
    assert "set COLLECTION" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("HTTPCACHE_ENABLED=1", "HTTPCACHE_ENABLED: pages from the cache would not be captured"),
        ("TWISTED_REACTOR_ENABLED=0", "the capture needs a Twisted reactor"),
        ("CAPTURE_MAX_SECONDS=soon", "CAPTURE_MAX_SECONDS: 'soon' is no number"),
        ("ALLOW_NETWORK=foo", "ALLOW_NETWORK: 'foo' is no CIDR"),
        ('DOWNLOAD_HANDLERS={"https": "scrapy.core.downloader.handlers.h2.H2DownloadHandler"}', "would pass by"),
    ],
)
def test_a_plain_project_does_not_start_where_the_capture_would_be_bypassed(
    project: Path, setting: str, words: str
) -> None:
    with WireServer({}) as server:
        done = scrapy(project, "crawl", "one", "-a", f"url={server.url('/')}", "-s", setting)

    assert done.returncode == 1
    assert words in done.stderr.strip().splitlines()[-1]
    assert server.log == []
