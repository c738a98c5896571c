"""Capture: where an exchange is kept. One capture is one line of the CDXJ index."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import msgspec

REVISIT = "warc/revisit"
"""What stands as the media type of a revisit record, here and in every CDXJ."""


class _Fields(msgspec.Struct):
    """The JSON part of a CDXJ line, in cdxj-indexer's names; all of them are strings there, numbers elsewhere."""

    url: str
    mime: str | None = None
    status: str | None = None
    digest: str | None = None
    length: str | int = "0"
    offset: str | int = "0"
    filename: str = ""
    request_body: str | None = msgspec.field(default=None, name="requestBody")
    method: str | None = None


_decode_fields = msgspec.json.Decoder(_Fields).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where an exchange is kept: file, offset, length, and what an index says of it."""

    urlkey: str
    """SURT form of the URL; what the index is sorted by."""

    url: str
    captured_at: datetime
    """WARC-Date: aware, UTC. A CDXJ line keeps whole seconds only."""

    status: int | None
    """HTTP status; None for a server-not-modified revisit (pywb resolves it because of that) or no status line."""

    mime: str | None
    """Media type without parameters, lower case; ``warc/revisit`` for a revisit record. Empty where the header is."""

    payload_digest: str | None
    """``sha1:`` + base32, over the de-chunked, still content-coded body."""

    record_id: str | None
    """WARC-Record-ID without the angle brackets; None when read from a CDXJ line."""

    warc: str
    """File name of the WARC, without folder."""

    offset: int
    """Byte offset of the record's gzip member (or of the record, in a plain WARC)."""

    length: int
    """Bytes of the record as it lies in the file (compressed)."""

    revisit_of: str | None = None
    """WARC-Refers-To of a revisit record, where known."""

    original_url: str | None = None
    """WARC-Refers-To-Target-URI of a revisit record, where known; None when read from a CDXJ line."""

    original_at: datetime | None = None
    """WARC-Refers-To-Date of a revisit record, where known; None when read from a CDXJ line."""

    printed_mime: str | None = None
    """The media type as the server wrote it, where that is not *mime*: a CDXJ line keeps its case."""

    method: str | None = None
    """How it was asked for where that was not by GET: ``POST``; the key tells it as well (archive.warc.post)."""

    request_body: str | None = None
    """What an index says of the request's body; empty where it has none, None for GET."""

    @property
    def timestamp(self) -> str:
        """14 digits, UTC: pywb looks captures up by string order."""
        at = self.captured_at.astimezone(UTC)
        # strftime leaves the zeros of the year 0001 out.
        return f"{at.year:04}{at:%m%d%H%M%S}"

    def line(self) -> bytes:
        """Return this capture as a CDXJ line, with its newline."""
        mime = self.mime if self.printed_mime is None else self.printed_mime
        fields = {"url": self.url}
        if mime is not None:
            fields["mime"] = mime
        if self.status is not None:
            fields["status"] = str(self.status)
        if self.payload_digest is not None:
            fields["digest"] = self.payload_digest
        fields |= {"length": str(self.length), "offset": str(self.offset), "filename": self.warc}
        if self.method is not None:
            if self.request_body is not None:
                fields["requestBody"] = self.request_body
            fields["method"] = self.method
        # json.dumps and not msgspec: cdxj-indexer's blanks and escapes, so that its lines and ours are the same bytes.
        return f"{self.urlkey} {self.timestamp} {json.dumps(fields)}\n".encode()

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read a CDXJ line; raises ValueError where it is none."""
        try:
            key, stamp, rest = line.rstrip(b"\r\n").split(b" ", 2)
            fields = _decode_fields(rest)
            at = datetime.strptime(stamp.decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            raise ValueError(f"not a CDXJ line: {line[:80]!r}") from error
        return cls(
            urlkey=key.decode("utf-8"),
            url=fields.url,
            captured_at=at,
            status=int(fields.status) if fields.status and fields.status.isdigit() else None,
            mime=fields.mime.lower() if fields.mime else fields.mime,
            printed_mime=fields.mime if fields.mime and not fields.mime.islower() else None,
            payload_digest=fields.digest,
            record_id=None,
            warc=fields.filename,
            offset=int(fields.offset),
            length=int(fields.length),
            method=fields.method,
            request_body=fields.request_body,
        )


def mime_of(content_type: str | None) -> str | None:
    """Return the media type of a Content-Type value as cdxj-indexer does: up to the first blank or semicolon."""
    if content_type is None:
        return None
    with suppress(UnicodeError):
        # Head gives latin-1; indexers read UTF-8 first.
        content_type = content_type.encode("latin-1").decode("utf-8")
    return re.split(r"[;\s]", content_type.lstrip(), maxsplit=1)[0]
