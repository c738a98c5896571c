"""Revisit: the payload that a revisit record does not repeat, brought back from the record that holds it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from archive.errors import DamagedRecord, MessageError
from archive.exchange import Exchange, Spool
from archive.http import payload_of, read_head
from archive.warc import index
from archive.warc.capture import REVISIT, Capture
from archive.warc.digest import MessageDigest
from archive.warc.file import OPEN
from archive.warc.reader import find_warc, read_at
from archive.warc.record import bare_uri, first_value, read_date, write_date
from archive.warc.scan import Scan

_SCANNED = 64
"""WARC files whose places are remembered when there is no index to ask."""


def resolve(folder: Path, capture: Capture, exchange: Exchange) -> Exchange | None:
    """Return the revisit *exchange* with the payload it points at, as replay shows it; None where none is.

    *folder* holds the WARCs; the index beside it (``../indexes/index.cdxj``) is asked first, then the files. What is
    no revisit comes back as it is. An identical payload comes under the revisit's own head; for a server-not-modified
    the original's whole response is given. Date, address and request stay the revisit's.
    """
    if capture.mime != REVISIT:
        return exchange
    for origin, original in _originals(folder, capture):
        if origin.mime != REVISIT:
            return restored(exchange, original)
    return None


def restored(exchange: Exchange, original: Exchange) -> Exchange:
    """Return the revisit *exchange* with the payload of *original*."""
    response = original.response
    try:
        head, body_at = read_head(exchange.response.start(1 << 20))
    except MessageError:
        pass
    else:
        if head.status is not None and head.status != 304:
            response = Spool()
            response.write(exchange.response.start(body_at))
            # Without chunk framing, whatever the head says: its boundaries were another fetch's.
            response.write(payload_of(original.response.read()))
    return Exchange(
        url=exchange.url,
        request=exchange.request,
        response=response,
        captured_at=exchange.captured_at,
        address=exchange.address,
        protocol=exchange.protocol,
        cipher=exchange.cipher,
        truncated=original.truncated,
        notes=exchange.notes,
    )


def is_framed(folder: Path, original: Capture) -> bool | None:
    """Return whether the body of *original* is kept with chunk framing; None where its record is not to be found.

    It is looked for where the capture says, then in the index beside *folder*.
    """
    places = chain([(original.warc, original.offset)] if original.warc else [], _by_index(folder, original))
    for warc, offset in places:
        path = find_warc(folder, warc)
        if path is None:
            continue
        for found in Scan(path, on_damage=lambda _: None, start=offset):
            if found.offset != offset or found.get("WARC-Payload-Digest") != original.payload_digest:
                break
            digests = MessageDigest()
            if found.read_into(digests.update):
                digests.finish()
                return digests.framed
            break
    return None


def _originals(folder: Path, capture: Capture) -> Iterator[tuple[Capture, Exchange]]:
    """Yield what may be the original of *capture*: as the index says, then as the files themselves say."""
    seen: set[tuple[str, int]] = set()
    for warc, offset in chain(_by_index(folder, capture), _by_files(folder, capture)):
        path = find_warc(folder, warc)
        if path is None or (warc, offset) in seen or (warc, offset) == (capture.warc, capture.offset):
            continue
        seen.add((warc, offset))
        try:
            origin, original = read_at(path, offset)
        except (DamagedRecord, OSError):
            continue
        if capture.payload_digest in (None, origin.payload_digest) or origin.record_id == capture.revisit_of:
            yield origin, original


def _by_index(folder: Path, capture: Capture) -> Iterator[tuple[str, int]]:
    at = capture.original_at or capture.captured_at
    for found in index.find(folder.parent / "indexes" / "index.cdxj", capture.original_url or capture.url, at):
        if found.mime != REVISIT and capture.payload_digest in (None, found.payload_digest):
            yield found.warc, found.offset


def _by_files(folder: Path, capture: Capture) -> Iterator[tuple[str, int]]:
    names = [f"id {capture.revisit_of}"] if capture.revisit_of else []
    if capture.original_url and capture.original_at:
        names.append(f"at {write_date(capture.original_at)} {capture.original_url}")
    if capture.payload_digest:
        names.append(f"payload {capture.payload_digest}")
    for name in names:
        key = hash(name)
        for path in sorted(folder.glob("*.warc*")):
            if path.name.endswith((".warc", ".warc.gz", OPEN)):
                stat = path.stat()
                offset = _places(path, stat.st_size, stat.st_mtime_ns).get(key)
                if offset is not None:
                    yield path.name.removesuffix(OPEN), offset


@lru_cache(maxsize=_SCANNED)
def _places(path: Path, _size: int, _changed_at: int) -> dict[int, int]:
    """Return where each response of *path* lies, by (the hash of) its id, its URL and date, its payload digest.

    Size and time of the file are here so that a file that has changed is read again.
    """
    places: dict[int, int] = {}
    for found in Scan(path, on_damage=lambda _: None):
        kind = (found.get("WARC-Type") or "").lower()
        if kind not in ("response", "resource") or not found.read_into(None) or not found.alone:
            continue
        record_id = bare_uri(first_value(found.fields, "WARC-Record-ID"))
        url = bare_uri(first_value(found.fields, "WARC-Target-URI"))
        at = read_date(found.get("WARC-Date") or "")
        places.setdefault(hash(f"id {record_id}"), found.offset)
        if url is not None and at is not None:
            places.setdefault(hash(f"at {write_date(at)} {url}"), found.offset)
        if digest := found.get("WARC-Payload-Digest"):
            places.setdefault(hash(f"payload {digest}"), found.offset)
    return places
