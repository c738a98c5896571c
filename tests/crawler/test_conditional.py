"""Conditional requests: a 304 always speaks of a capture that holds the payload."""

import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from archive.collection import Collection
from archive.warc.capture import Capture
from archive.warc.reader import read_exchanges
from archive.warc.verify import verify_collection

PROSE = "Il consiglio ha approvato ieri sera il bilancio della città, dopo una lunga seduta. " * 12
ARTICLE = (
    '<html lang=it><head><title>Bilancio</title><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2026-03-02T10:00:00+01:00"></head>'
    f"<body><article><h1>Bilancio</h1><p>{PROSE}</p></article>"
).encode()
ONE, COPY = "/2026/03/bilancio-della-citta.html", "/politica/2026/03/bilancio-della-citta.html"

SECTION = (
    f"<a href={ONE}>Il bilancio della città approvato</a> <a href={COPY}>Il bilancio approvato ieri sera</a>".encode()
)


class Paper(BaseHTTPRequestHandler):
    """A section and one article at two addresses; who knows its ETag gets 304."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, str | None]]] = []

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match")
        self.asked.append((self.path, known))
        body = {"/cronaca/": SECTION, ONE: ARTICLE, COPY: ARTICLE}.get(self.path)
        tag = f'"{len(body or b"")}"'
        self.send_response(404 if body is None else 304 if known == tag else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", "text/html")
        if known != tag:
            self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if known != tag:
            self.wfile.write(body or b"")


@dataclass(frozen=True, slots=True)
class Crawled:
    """Three runs over a page that stands at two addresses, and has not changed."""

    collection: Collection
    captures: list[Capture]
    asked: dict[str, list[str | None]]
    """The If-None-Match of each request, by path."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("conditional") / "news"
    Paper.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Paper) as paper:
        threading.Thread(target=paper.serve_forever, args=(0.05,), daemon=True).start()
        port = paper.server_address[1]
        command = [
            sys.executable, "-m", "archive.cli", "crawl", f"http://127.0.0.1:{port}/cronaca/",
            "--collection", str(folder), "--delay", "0", "--concurrency", "1",
            "--allow-network", f"127.0.0.1:{port}", "--recheck",
        ]  # fmt: skip
        for _ in range(3):
            done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
            assert done.returncode == 0, done.stderr
        paper.shutdown()
    collection = Collection.open(folder)
    captures = [
        capture
        for warc in collection.sealed()
        for capture, _ in read_exchanges(warc, on_damage=lambda damage: pytest.fail(str(damage)))
    ]
    asked = {path: [known for at, known in Paper.asked if at == path] for path in (ONE, COPY)}
    return Crawled(collection, captures, asked)


def first_and_second(crawled: Crawled) -> tuple[str, str]:
    """Return the path that was kept whole and the one that was kept as its revisit: either may come first."""
    (whole,) = {c.url for c in crawled.captures if c.mime == "text/html" and c.url.endswith((ONE, COPY))}
    return (ONE, COPY) if whole.endswith(ONE) and not whole.endswith(COPY) else (COPY, ONE)


@pytest.mark.slow
def test_what_is_kept_whole_is_asked_conditionally(crawled: Crawled) -> None:
    whole, _ = first_and_second(crawled)

    assert crawled.asked[whole][0] is None
    assert None not in crawled.asked[whole][1:]


@pytest.mark.slow
def test_what_is_kept_as_a_revisit_of_another_address_is_asked_whole(crawled: Crawled) -> None:
    _, copy = first_and_second(crawled)

    assert crawled.asked[copy] == [None, None, None]


@pytest.mark.slow
def test_no_revisit_names_a_revisit(crawled: Crawled) -> None:
    revisits = [c for c in crawled.captures if c.mime == "warc/revisit" and c.url.endswith((ONE, COPY))]

    assert len(revisits) == 5
    assert list(verify_collection(crawled.collection)) == []
