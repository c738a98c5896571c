"""What stands beside an exchange in its metadata record, and what must not stand in the records at all."""

import base64
import re
from typing import Any
from urllib.parse import urlsplit

from archive.exchange import Spool
from crawler.capture.tap import Tap, closed_orderly

_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01\b)\d\d\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_PROXY_FIELD = re.compile(rb"^(Proxy-Authorization:[ \t]*)([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_HEAD_ENOUGH = 1 << 20


def split_interim(received: Spool) -> tuple[tuple[bytes, ...], Spool]:
    """Return the interim responses (1xx but 101) in front of the answer, and the answer without them.

    A 1xx in front of the answer would make readers of the record take it for the status and the rest for the body.
    """
    start = received.start(16)
    if _INTERIM.match(start) is None:
        return (), received
    data = received.read()
    interim = []
    while _INTERIM.match(data) and (end := _HEAD_END.search(data, 0, _HEAD_ENOUGH)):
        interim.append(data[: end.end()])
        data = data[end.end() :]
    answer = Spool(received.max_memory)
    answer.write(data)
    received.close()
    return tuple(interim), answer


def redacted_request(sent: Spool) -> tuple[Spool, tuple[str, ...]]:
    """Return *sent* without the password for a proxy, and the names of the fields whose values were taken out."""
    head = sent.start(_HEAD_ENOUGH)
    end = _HEAD_END.search(head)
    head = head[: end.start()] if end else head
    clean, count = _PROXY_FIELD.subn(rb"\1[redacted]", head)
    if not count:
        return sent, ()
    body = sent.read()[len(head) :]
    sent.close()
    redacted = Spool(sent.max_memory)
    redacted.write(clean)
    redacted.write(body)
    return redacted, ("Proxy-Authorization",)


def exchange_notes(
    seen: Tap,
    request: Any,
    *,
    resent: int,
    proxy: str | None,
    interim: tuple[bytes, ...],
    redacted: tuple[str, ...],
) -> tuple[tuple[str, str], ...]:
    """Return the named facts for the metadata record; none for an exchange of which there is nothing to say."""
    notes = [(str(name), str(value)) for name, value in request.meta.get("capture_notes", ())]
    if hops := request.meta.get("redirect_urls"):
        notes.append(("via", str(hops[-1])))
    if retries := request.meta.get("retry_times"):
        notes.append(("retry", str(retries)))
    if resent:
        notes.append(("resent", str(resent)))
    if proxy:
        notes.append(("via-proxy", urlsplit(proxy if "//" in proxy else f"//{proxy}").netloc.rpartition("@")[2]))
    notes += [("redacted", name) for name in redacted]
    notes += [("interim-response", base64.b64encode(message).decode("ascii")) for message in interim]
    if seen.surplus:
        notes.append(("surplus-bytes", str(seen.surplus)))
    if seen.over is not None:
        notes.append(("over-limit", f"{seen.over[0]} {seen.over[1]:g}"))
    if seen.cipher and seen.complete and not closed_orderly(seen.close_reason):
        notes.append(("tls-close", "without close_notify"))
    return tuple(notes)
