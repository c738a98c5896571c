"""ReplayWeb.page from a folder that the user has, over one WACZ, on loopback. With Range: a WACZ is read in parts.

The player is AGPL: it is served unchanged from where it lies and is no part of this package.
"""

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from archive.errors import UsageError
from archive.replay.serving import QuietHandler, QuietServer, Serving

HOST = "127.0.0.1"
_PIECE_BYTES = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wacz": "application/wacz",
    ".wasm": "application/wasm",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>html, body {{ margin: 0 }} replay-web-page {{ display: block; width: 100vw; height: 100vh }}</style>
<script src="/replay/ui.js"></script></head>
<body><replay-web-page source="/{name}" replayBase="/replay/" embed="default"></replay-web-page></body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Where ReplayWeb.page lies, and what it plays."""

    folder: Path
    """The unpacked npm package: ui.js and sw.js lie in its root."""
    wacz: Path
    title: str

    @classmethod
    def of(cls, folder: Path, wacz: Path, title: str) -> Self:
        """Return the player in *folder*; raises UsageError where there is none, or no such WACZ."""
        for name in ("ui.js", "sw.js"):
            if not (folder / name).is_file():
                raise UsageError(
                    f"{folder}: no {name} there; unpack ReplayWeb.page into a folder: npm pack replaywebpage@2.5.3 "
                    "&& tar xzf replaywebpage-2.5.3.tgz  (the player is then in package/)"
                )
        if not wacz.is_file():
            raise UsageError(f"{wacz}: no such file; `emeroteca pack DIR --output FILE.wacz` makes one")
        return cls(folder=folder.resolve(), wacz=wacz, title=title)

    def page(self) -> bytes:
        """Return the page that shows the WACZ."""
        return _PAGE.format(title=escape(self.title), name=escape(quote(self.wacz.name))).encode()

    def file(self, path: str) -> Path | None:
        """Return the file that stands under *path*; None where there is none, or it lies outside the player."""
        if path == "/" + quote(self.wacz.name):
            return self.wacz
        if not path.startswith("/replay/"):
            return None
        found = (self.folder / path.removeprefix("/replay/")).resolve()
        return found if found.is_file() and found.is_relative_to(self.folder) else None


class PlayerServer(Serving):
    """A running player; ``.url`` is where to look."""

    def __init__(self, player: Player, port: int) -> None:
        """Raises UsageError where *port* is taken."""
        try:
            server = QuietServer((HOST, port), partial(_Handler, player))
        except OSError as error:
            raise UsageError(f"--port {port}: cannot listen there ({error.strerror}); try --port 0") from error
        super().__init__(server)
        self.url += "/"


class _Handler(QuietHandler):
    server_version = "emeroteca"

    def __init__(self, player: Player, *args: Any) -> None:
        self._player = player
        super().__init__(*args)

    def reply(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if path == "/":
            self._send_bytes(HTTPStatus.OK, self._player.page(), _TYPES[".html"], with_body=with_body)
            return
        found = self._player.file(path)
        if found is None:
            self._send_bytes(HTTPStatus.NOT_FOUND, b"not found\n", "text/plain", with_body=with_body)
            return
        size = found.stat().st_size
        try:
            part = asked_range(self.headers.get("Range"), size)
        except ValueError:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, last = part or (0, size - 1)
        # 206 also where the part is the whole: the player takes a 200 for a server without Range and gives up.
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        if part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Type", _TYPES.get(found.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        # sw.js in /replay/ may answer for no more than its own folder, which is what the player expects.
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if with_body:
            self._copy(found, first, last)

    def _copy(self, path: Path, first: int, last: int) -> None:
        with path.open("rb") as stream:
            stream.seek(first)
            left = last - first + 1
            while left > 0 and (piece := stream.read(min(left, _PIECE_BYTES))):
                self.wfile.write(piece)
                left -= len(piece)

    def _send_bytes(self, status: HTTPStatus, body: bytes, media_type: str, *, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def asked_range(field: str | None, size: int) -> tuple[int, int] | None:
    """Return first and last byte that a Range field asks for; None where it is missing, or not understood.

    Raises ValueError where the range lies outside of *size* bytes (RFC 9110, 14.1.2). Several ranges in one field
    are not understood: the whole is then sent, which that standard allows.
    """
    found = _RANGE.fullmatch((field or "").strip())
    if found is None or (not found[1] and not found[2]):
        return None
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), int(found[2]) if found[2] else size - 1
        if found[2] and last < first:
            return None
    if first >= size:
        raise ValueError(f"{field}: outside of {size} bytes")
    return first, min(last, size - 1)
