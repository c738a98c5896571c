"""ARC: the form in which web archives were kept before WARC (Internet Archive, 1996). Read by warcio, never written."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from archive.errors import DamagedRecord, MessageError
from archive.exchange import Exchange, Spool
from archive.http import payload_of, read_head
from archive.urlkey import surt
from archive.warc.capture import Capture, mime_of
from archive.warc.digest import label
from archive.warc.record import read_date
from archive.warc.scan import OnDamage

_ENDINGS = (".arc", ".arc.gz")


def is_arc(path: Path) -> bool:
    """Tell by its name whether *path* is an ARC file."""
    return path.name.lower().endswith(_ENDINGS)


def read_arc(path: Path, *, on_damage: OnDamage, start: int = 0) -> Iterator[tuple[Capture, Exchange]]:
    """Yield the captures of an ARC file in order, from byte *start* on, with their exchanges.

    An ARC knows neither requests nor record ids nor digests: the payload digest is taken here, the id is None. After a
    damaged record the rest of the file is given up: warcio finds no way past it.
    """
    # Only who meets an ARC needs warcio.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as file:
        file.seek(start)
        records = ArchiveIterator(file, arc2warc=True, no_record_parse=True)
        at = start
        try:
            for record in records:
                block = record.raw_stream.read()  # before warcio is asked for the place: that reads to the end
                at = start + records.get_record_offset()
                if record.rec_type != "response":
                    continue
                missing = int(record.rec_headers.get_header("Content-Length") or 0) - len(block)
                if missing > 0:  # warcio says nothing of it
                    on_damage(DamagedRecord(path.name, at, f"block ends {missing} bytes early"))
                    continue
                yield _capture(record, block, path, at, records.get_record_length())
        except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
            on_damage(DamagedRecord(path.name, at, f"not readable as ARC: {error}"))


def _capture(record: object, block: bytes, path: Path, offset: int, length: int) -> tuple[Capture, Exchange]:
    fields = record.rec_headers  # type: ignore[attr-defined]  # warcio's record has no types
    url = fields.get_header("WARC-Target-URI")
    at = read_date(fields.get_header("WARC-Date") or "")
    if at is None:
        raise ValueError(f"{url}: no date")
    try:
        head, _ = read_head(block)
        status, mime = head.status, (mime_of(head.get("Content-Type")) or "").lower() or None
    except MessageError:
        status, mime = None, None
    capture = Capture(
        urlkey=surt(url),
        url=url,
        captured_at=at,
        status=status,
        mime=mime,
        payload_digest=label(hashlib.sha1(payload_of(block)).digest()) if status is not None else None,
        record_id=None,
        warc=path.name,
        offset=offset,
        length=length,
    )
    address = fields.get_header("WARC-IP-Address")
    return capture, Exchange(url=url, request=None, response=Spool.of(block), captured_at=at, address=address)
