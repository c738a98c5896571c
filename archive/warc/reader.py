"""Reader: records and exchanges of anybody's WARC, by stream or by offset.

Ours, wget's (WARC/1.0, URIs in angle brackets), Heritrix's, Browsertrix's, CC-NEWS (bodies de-chunked and decoded,
headers left or renamed), gzip or plain, a member for each record or one for all. Damaged records are reported with
their place and passed over to the next whole one. One exchange is held in memory at a time, past 1 MiB in a file.
"""

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path

from archive.errors import DamagedRecord, MessageError
from archive.exchange import Exchange, Spool, Truncation
from archive.http import Head, read_head
from archive.urlkey import surt
from archive.warc.arc import is_arc, read_arc
from archive.warc.beside import Beside, belong
from archive.warc.capture import REVISIT, Capture, mime_of
from archive.warc.digest import MessageDigest, label
from archive.warc.file import OPEN
from archive.warc.post import asked_so, read_asked
from archive.warc.record import MAX_BLOCK, NOT_MODIFIED_NOTE, Record, bare_uri, read_date, read_warc_fields
from archive.warc.scan import Found, OnDamage, Scan

_TRUNCATIONS: dict[str, Truncation] = {
    "length": "length",
    "time": "time",
    "disconnect": "disconnect",
    "unspecified": "unspecified",
}
_FOLLOWING = 4
"""Records behind a capture among which its request and metadata are looked for."""


def read_records(path: Path, *, on_damage: OnDamage, max_block: int = MAX_BLOCK, start: int = 0) -> Iterator[Record]:
    """Yield the records of *path* in order, from byte *start* on; those that are damaged go to *on_damage*."""
    for found in Scan(path, on_damage=on_damage, start=start):
        record = _record(found, path, max_block)
        if record is not None:
            yield record


def read_exchanges(path: Path, *, on_damage: OnDamage, start: int = 0) -> Iterator[tuple[Capture, Exchange]]:
    """Yield the captures of *path* in order with their exchanges, request and notes joined where there are any.

    Responses, revisits (``capture.mime == REVISIT``: the exchange has no body, see archive.warc.revisit) and
    resources of web addresses. A record that cannot be a capture (no date, no URL) goes to *on_damage*.
    """
    if is_arc(path):
        yield from read_arc(path, on_damage=on_damage, start=start)
        return
    beside: Beside[_Waiting] = Beside()
    for record in read_records(path, on_damage=on_damage, start=start):
        kind = record.type
        if kind in ("response", "revisit", "resource"):
            waiting = _waiting(record, on_damage)
            if waiting is None:
                continue
            if record.segmented:
                problem = "its block goes on in continuation records, which are not read"
                on_damage(DamagedRecord(record.warc, record.offset, problem))
            waiting.request = beside.hold(record, waiting)
        elif kind == "request":
            one = beside.main_of(record)
            if one is None:
                beside.keep(record)
            elif one.request is None:
                one.request = record
        elif kind == "metadata":
            one = beside.main_of(record)
            if one is not None:
                one.notes += _notes(record)
        yield from (one.finished() for one in beside.ready())
    yield from (one.finished() for one in beside.rest())


def read_at(path: Path, offset: int, length: int | None = None) -> tuple[Capture, Exchange]:
    """Return the capture at *offset* of *path*, with request and notes where they follow it.

    *length* is not needed; where it is given, it must be the record's. Raises DamagedRecord where no whole capture
    lies there.
    """
    if is_arc(path):
        for found in read_arc(path, on_damage=_raise, start=offset):
            return found
        raise DamagedRecord(path.name, offset, "no capture starts here")
    for record in read_records(path, on_damage=_raise, start=offset):
        waiting = _waiting(record, _raise) if record.type in ("response", "revisit", "resource") else None
        if record.offset == offset and not record.length:
            problem = "shares its gzip member with other records, so it has no place of its own (recompress the file)"
            raise DamagedRecord(path.name, offset, problem)
        if waiting is None or record.offset != offset:
            raise DamagedRecord(path.name, offset, "no capture starts here")
        if length and record.length and length != record.length:
            raise DamagedRecord(path.name, offset, f"the record is {record.length} bytes long, not {length}")
        _join_following(path, waiting)
        return waiting.finished()
    raise DamagedRecord(path.name, offset, "no capture starts here")


def find_warc(folder: Path, name: str) -> Path | None:
    """Return the path of the WARC *name* (as a capture has it), sealed or still open; None where it is not there."""
    # An index may be anybody's: what it names is looked for in this folder and nowhere else.
    plain = Path(name).name
    for path in (folder / plain, folder / (plain + OPEN)):
        if plain and path.is_file():
            return path
    return None


def is_indexed(record: Record) -> bool:
    """Tell whether an index takes *record*, as cdxj-indexer does."""
    if record.type not in ("response", "revisit", "resource", "metadata"):
        return False
    if record.type in ("resource", "metadata") and record.get("Content-Type") == "application/warc-fields":
        return False
    # Metadata of the file, or of another record: no address leads to it.
    return record.type != "metadata" or record.url is not None


def capture_of(record: Record) -> Capture | None:
    """Return what an index says of *record*; None where it has no URL or no date."""
    url, at = record.url, record.captured_at
    if url is None or at is None:
        return None
    url = url.replace(" ", "%20")
    kind = record.type
    head = _head(record) if kind in ("response", "revisit") and record.of_web else None
    if kind == "revisit":
        mime: str | None = REVISIT
    elif kind == "response":
        mime = mime_of(head.get("content-type")) if head is not None else None
    else:
        mime = mime_of(record.get("Content-Type"))
    original_at = record.get("WARC-Refers-To-Date")
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=at,
        status=head.status if head is not None else None,
        mime=mime.lower() if mime is not None else None,
        printed_mime=mime if mime is not None and mime != mime.lower() else None,
        payload_digest=record.get("WARC-Payload-Digest") or _payload_digest(record),
        record_id=record.record_id,
        warc=record.warc,
        offset=record.offset,
        length=record.length,
        revisit_of=bare_uri(record.get("WARC-Refers-To")) if kind == "revisit" else None,
        original_url=bare_uri(record.get("WARC-Refers-To-Target-URI")),
        original_at=read_date(original_at) if original_at else None,
    )


class _Waiting:
    """A capture whose request and metadata may still come."""

    __slots__ = ("capture", "notes", "record", "request")

    def __init__(self, record: Record, capture: Capture) -> None:
        self.record = record
        self.capture = capture
        self.request: Record | None = None
        self.notes: tuple[tuple[str, str], ...] = ()

    def finished(self) -> tuple[Capture, Exchange]:
        record = self.record
        response, notes = record.block, self.notes
        truncated = _TRUNCATIONS.get((record.get("WARC-Truncated") or "").lower())
        if record.type == "revisit":
            # There "length" says only that the payload lies elsewhere.
            truncated = None
            kept = next((value for name, value in notes if name == NOT_MODIFIED_NOTE), None)
            if kept is not None and not len(response):
                response = Spool.of(_unbase64(kept))
                notes = tuple(note for note in notes if note[0] != NOT_MODIFIED_NOTE)
        elif record.type == "resource":
            response = _as_response(record)
        if record.cut or record.segmented:
            truncated = "length"
        request = self.request.block if self.request is not None else None
        asked = read_asked(request) if request is not None else None
        return self.capture if asked is None else asked_so(self.capture, asked), Exchange(
            url=self.capture.url,
            request=request,
            response=response,
            captured_at=self.capture.captured_at,
            address=record.get("WARC-IP-Address"),
            protocol=record.get("WARC-Protocol"),
            cipher=record.get("WARC-Cipher-Suite"),
            truncated=truncated,
            notes=notes,
        )


def _record(found: Found, path: Path, max_block: int) -> Record | None:
    block = Spool()
    if found.size <= max_block:
        whole = found.read_into(block.write)
    else:
        whole = found.read_into(lambda piece: block.write(piece[: max_block - len(block)]))
    if not whole:
        block.close()
        return None
    return Record(
        version=found.version,
        fields=found.fields,
        block=block,
        cut=len(block) < found.size,
        warc=path.name.removesuffix(OPEN),
        offset=found.offset,
        length=found.length if found.alone else 0,
    )


def _waiting(record: Record, on_damage: OnDamage) -> _Waiting | None:
    url = record.url
    if url is None or not record.of_web:
        if url is None:
            on_damage(DamagedRecord(record.warc, record.offset, f"a {record.type} record with no WARC-Target-URI"))
        return None
    capture = capture_of(record)
    if capture is None:
        on_damage(DamagedRecord(record.warc, record.offset, f"WARC-Date is {record.get('WARC-Date')!r}"))
        return None
    return _Waiting(record, capture)


def _join_following(path: Path, waiting: _Waiting) -> None:
    """Add request and metadata of *waiting* from the records right behind it."""
    if not waiting.record.length:
        return
    following = Scan(path, on_damage=lambda _: None, start=waiting.record.offset + waiting.record.length)
    for found, _ in zip(following, range(_FOLLOWING), strict=False):
        kind = (found.get("WARC-Type") or "").lower()
        if kind not in ("request", "metadata"):
            # The next exchange begins: its block is not even unpacked.
            return
        record = _record(found, path, MAX_BLOCK)
        if record is not None and belong(record, waiting.record):
            if kind == "request":
                waiting.request = record
            else:
                waiting.notes += _notes(record)


def _notes(record: Record) -> tuple[tuple[str, str], ...]:
    if (record.get("Content-Type") or "").partition(";")[0].strip().lower() != "application/warc-fields":
        return ()
    return read_warc_fields(record.block.start(1 << 20))


def _head(record: Record) -> Head | None:
    try:
        return read_head(record.block.start(1 << 16))[0]
    except MessageError:
        return None


def _payload_digest(record: Record) -> str | None:
    """Return the digest of a payload that its writer gave none; None for a revisit, whose payload lies elsewhere."""
    if record.cut or record.type == "revisit":
        return None
    digests = MessageDigest()
    for piece in record.block.chunks():
        digests.update(piece)
    digests.finish()
    return label(digests.payload if record.type == "response" and record.of_web else digests.block)


def _as_response(record: Record) -> Spool:
    """Return a resource record as the response that replay makes of it."""
    mime = (record.get("Content-Type") or "application/octet-stream").encode("utf-8", "replace")
    spool = Spool()
    spool.write(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n" % (mime, len(record.block)))
    for piece in record.block.chunks():
        spool.write(piece)
    return spool


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _raise(damage: DamagedRecord) -> None:
    raise damage
