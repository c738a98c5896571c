"""What the crawl follows of an answer that is kept: the body without its content codings."""

from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import decoded_body, read_head


def decoded(exchange: Exchange) -> tuple[bytes, str]:
    """Return the response's body, its codings taken off, and its Content-Type as sent; empty where it is no HTTP."""
    block = exchange.response.read()
    try:
        head, _ = read_head(block)
        return decoded_body(block).data, head.get("Content-Type") or ""
    except MessageError:
        return b"", ""
