"""What the crawl reads of an answer that is kept: head, status, and the body without its content codings."""

from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import Head, decoded_body, read_head

_HEAD_BYTES = 1 << 16


def head_of(exchange: Exchange) -> Head | None:
    """Return the response's head; None where what came is no HTTP message."""
    try:
        return read_head(exchange.response.start(_HEAD_BYTES))[0]
    except MessageError:
        return None


def decoded(exchange: Exchange) -> tuple[bytes, str]:
    """Return the response's body, its codings taken off, and its Content-Type as sent; empty where it is no HTTP."""
    block = exchange.response.read()
    try:
        head, _ = read_head(block)
        return decoded_body(block).data, head.get("Content-Type") or ""
    except MessageError:
        return b"", ""
