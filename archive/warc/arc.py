"""ARC: the form in which web archives were kept before WARC (Internet Archive, 1996). Read by warcio, never written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.errors import DamagedRecord
from archive.exchange import Exchange, Spool
from archive.urlkey import surt
from archive.warc.capture import Capture, mime_of
from archive.warc.digest import MessageDigest, label
from archive.warc.record import MAX_BLOCK, read_date
from archive.warc.scan import OnDamage

_ENDINGS = (".arc", ".arc.gz")
_PIECE = 1 << 20


def is_arc(path: Path) -> bool:
    """Tell by its name whether *path* is an ARC file."""
    return path.name.lower().endswith(_ENDINGS)


def read_arc(
    path: Path, *, on_damage: OnDamage, start: int = 0, max_block: int = MAX_BLOCK
) -> Iterator[tuple[Capture, Exchange]]:
    """Yield the captures of an ARC file in order, from byte *start* on, with their exchanges.

    An ARC knows neither requests nor record ids nor digests: the payload digest is taken here, the id is None. Of a
    record longer than *max_block* the start is given, as truncated. After a damaged record the rest of the file is
    given up: warcio finds no way past it.
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
                # Before warcio is asked for the place: that reads to the end.
                block, digests = Spool(), MessageDigest()
                while piece := record.raw_stream.read(_PIECE):
                    digests.update(piece)
                    block.write(piece[: max_block - len(block)])
                digests.finish()
                at = start + records.get_record_offset()
                if record.rec_type != "response":
                    continue
                missing = int(record.rec_headers.get_header("Content-Length") or 0) - digests.size
                if missing > 0:  # warcio says nothing of it
                    on_damage(DamagedRecord(path.name, at, f"block ends {missing} bytes early"))
                    continue
                capture = _capture(record, digests, path.name, at, records.get_record_length())
                yield (
                    capture,
                    Exchange(
                        url=capture.url,
                        request=None,
                        response=block,
                        captured_at=capture.captured_at,
                        address=record.rec_headers.get_header("WARC-IP-Address"),
                        truncated="length" if len(block) < digests.size else None,
                    ),
                )
        except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
            # warcio's own words go over several lines, and end with advice on how to run it.
            said = " ".join(str(error).split())[:200]
            on_damage(DamagedRecord(path.name, at, f"not readable as ARC: {said}; the rest is given up"))


def _capture(record: Any, digests: MessageDigest, warc: str, offset: int, length: int) -> Capture:
    url = record.rec_headers.get_header("WARC-Target-URI")
    at = read_date(record.rec_headers.get_header("WARC-Date") or "")
    if at is None:
        raise ValueError(f"{url}: no date")
    head = digests.head
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=at,
        status=head.status if head is not None else None,
        mime=(mime_of(head.get("Content-Type")) or "").lower() or None if head is not None else None,
        payload_digest=label(digests.payload),
        record_id=None,
        warc=warc,
        offset=offset,
        length=length,
    )
