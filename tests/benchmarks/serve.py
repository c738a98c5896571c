"""A loopback server for the benchmark's site: one address a paper, keep-alive, ready-made gzip. A process of its own.

    python -m tests.benchmarks.serve FOLDER...

Prints one URL a line when it listens. Its CPU is nobody's: only the crawlers' processes are measured.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, host: str) -> None:
        self.folder = folder
        self.kept: dict[str, bytes] = {}
        super().__init__((host, 0), _Answer)

    def answer(self, path: str, *, packed: bool) -> bytes:
        """Return the whole response to *path*."""
        key = f"{path} {packed}"
        if key not in self.kept:
            self.kept[key] = self._made(path, packed=packed)
        return self.kept[key]

    def _made(self, path: str, *, packed: bool) -> bytes:
        target = self.folder / path.lstrip("/")
        if target.is_dir():
            target = target / "index.html"
        if not target.is_file():
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone"
        kind = "text/html; charset=utf-8" if target.suffix == ".html" else "text/plain"
        squeezed = target.with_name(target.name + ".gz")
        coding = ""
        if packed and squeezed.is_file():
            target, coding = squeezed, "Content-Encoding: gzip\r\n"
        body = target.read_bytes()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        packed = "gzip" in (self.headers.get("Accept-Encoding") or "")
        self.wfile.write(self.server.answer(self.path.partition("?")[0], packed=packed))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _listening(folder: Path, number: int) -> _Server:
    try:
        return _Server(folder, f"127.0.0.{number + 2}")
    except OSError:  # only Linux has all of 127/8
        return _Server(folder, "127.0.0.1")


def main() -> None:
    for number, folder in enumerate(sys.argv[1:]):
        server = _listening(Path(folder), number)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://{server.server_address[0]}:{server.server_address[1]}/", flush=True)
    sys.stdin.read()  # until whoever started us goes away


if __name__ == "__main__":
    main()
