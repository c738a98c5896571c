"""Serving: a small HTTP server in a thread of its own, for as long as something is shown on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Serving:
    """A running server; ``.url`` is its root without a slash at the end. Ends by :meth:`stop` or as a context."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server = server
        host, port = server.server_address[:2]
        self.host = str(host)
        self.port = int(port)
        self.url = f"http://{self.host}:{self.port}"
        self._thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="serving", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the server's thread has ended. A second call does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()


class QuietServer(ThreadingHTTPServer):
    """A server that lets clients go as they please: a thread each, nothing printed when one hangs up."""

    daemon_threads = True
    # A client that is stopped leaves connections open: stopping the server must not wait for them.
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: browsers break off what they have enough of, and crawlers are stopped."""


class QuietHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD by :meth:`reply`, over connections that stay open; logs nothing."""

    protocol_version = "HTTP/1.1"
    sys_version = ""

    def do_GET(self) -> None:
        self.reply(with_body=True)

    def do_HEAD(self) -> None:
        self.reply(with_body=False)

    def reply(self, *, with_body: bool) -> None:
        """Answer the request that was read: a HEAD is told all but the body."""
        raise NotImplementedError

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Keep quiet."""
