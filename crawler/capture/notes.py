"""What stands beside an exchange in its metadata record, and interim responses, which stand there too."""

import base64
from typing import Any
from urllib.parse import urlsplit

from archive.exchange import Spool
from crawler.capture.tap import HEAD_END, INTERIM, Tap, closed_orderly

_HEAD_ENOUGH = 1 << 20


def split_interim(received: Spool) -> tuple[tuple[bytes, ...], Spool]:
    """Return the interim responses (1xx but 101) in front of the answer, and the answer without them.

    A 1xx in front of the answer would make readers of the record take it for the status and the rest for the body.
    """
    start = received.start(16)
    if INTERIM.match(start) is None:
        return (), received
    data, at = received.read(), 0
    interim = []
    while INTERIM.match(data, at) and (end := HEAD_END.search(data, at, at + _HEAD_ENOUGH)):
        interim.append(data[at : end.end()])
        at = end.end()
    answer = Spool(received.max_memory)
    answer.write(data[at:])
    received.close()
    return tuple(interim), answer


def exchange_notes(
    seen: Tap,
    request: Any,
    *,
    resent: int,
    proxy: str | None,
    interim: tuple[bytes, ...],
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
    notes += [("interim-response", base64.b64encode(message).decode("ascii")) for message in interim]
    if seen.surplus:
        notes.append(("surplus-bytes", str(seen.surplus)))
    if seen.over is not None:
        notes.append(("over-limit", f"{seen.over[0]} {seen.over[1]:g}"))
    if seen.cipher and seen.complete and not closed_orderly(seen.close_reason):
        notes.append(("tls-close", "without close_notify"))
    return tuple(notes)
