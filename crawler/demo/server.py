"""Serve the demo newspaper on loopback."""

from archive.replay.serving import Serving
from crawler.demo.loopback import serve_site
from crawler.demo.newspaper import Newspaper


def serve(host: str = "127.0.0.1", port: int = 0) -> Serving:
    """Serve the demo newspaper and return the running server (``.url``, ``.stop()``); port 0 takes a free one."""
    return serve_site(Newspaper.load().answer, host, port)
