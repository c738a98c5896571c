"""Composer: which WARC/1.1 records an exchange becomes, and what stands in them. Writes nothing.

A response as it came, or a revisit of a capture that holds its payload; the request; what else is to be said.
"""

import base64
import platform
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import __version__
from archive.errors import MessageError
from archive.exchange import Exchange, Spool
from archive.http import read_head
from archive.urlkey import surt, wire_text
from archive.warc.capture import REVISIT, Capture, mime_of
from archive.warc.digest import EMPTY, MessageDigest, PayloadRule, label
from archive.warc.post import Asked, asked_so, read_asked
from archive.warc.record import NOT_MODIFIED_NOTE, write_address, write_date, write_header, write_warc_fields
from archive.warc.revisit import is_framed

Composed = tuple[bytes, Iterable[bytes]]
"""Header and block of a record."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_MODIFIED, _IDENTICAL = "server-not-modified", "identical-payload-digest"
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_REMEMBERED = 1 << 12
"""Payloads whose framing is remembered; of others it is read from their records."""

_NEVER_STORED = ("proxy-authorization",)


@dataclass(slots=True, kw_only=True)
class Main:
    """The main record of an exchange, ready to be written."""

    url: str
    record_id: str
    event: Sequence[tuple[str, str]]
    """What the other records of the exchange say, too."""
    header: bytes
    block: Iterable[bytes]
    captured_at: datetime
    status: int | None
    mime: str | None
    digest: str
    original: Capture | None
    not_modified: bool
    asked: Asked | None
    """What was asked for by another method than GET."""

    def capture(self, warc: str, offset: int, length: int) -> Capture:
        """Return where the exchange is kept, once this record lies there."""
        original, mime = self.original, self.mime
        capture = Capture(
            urlkey=surt(self.url),
            url=self.url,
            captured_at=self.captured_at.astimezone(UTC),
            status=self.status,
            mime=mime.lower() if mime is not None else None,
            printed_mime=mime if mime is not None and mime != mime.lower() else None,
            payload_digest=self.digest,
            record_id=self.record_id,
            warc=warc,
            offset=offset,
            length=length,
            revisit_of=original.record_id if original is not None else None,
            original_url=original.url if original is not None else None,
            original_at=original.captured_at if original is not None else None,
        )
        return capture if self.asked is None else asked_so(capture, self.asked)


class Composer:
    """Makes the records of one run's exchanges. What a payload is, and who holds it, is asked here."""

    def __init__(
        self,
        folder: Path,
        *,
        info: Mapping[str, str],
        payload_digest: PayloadRule,
        kept: Callable[[str], Capture | None] | None,
        redact: Sequence[str],
    ) -> None:
        """*folder* holds the WARCs: a kept payload is looked at there. The rest as in archive.warc.writer."""
        self._folder = folder
        self._info = dict(info)
        self._rule: PayloadRule = payload_digest
        self._kept = kept
        self._redact = frozenset(name.lower() for name in (*redact, *_NEVER_STORED))
        self._redact_named = tuple(redact)
        self._framed: OrderedDict[str, bool] = OrderedDict()

    def warcinfo(self, name: str, now: datetime) -> Composed:
        """Return the record that begins the file *name*."""
        block = write_warc_fields(self._about())
        fields = (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
            ("WARC-Date", write_date(now)),
            ("WARC-Filename", name),
            ("Content-Type", "application/warc-fields"),
            ("WARC-Block-Digest", _digest_of(block)),
        )
        return write_header(fields, len(block)), (block,)

    def main(self, exchange: Exchange, record_id: str, not_modified_of: Capture | None) -> Main:
        """Return the response of *exchange*, or the revisit that stands for it."""
        digests = MessageDigest(wire=self._rule == "wire")
        for piece in exchange.response.chunks():
            digests.update(piece)
        digests.finish()
        head = digests.head
        status = head.status if head is not None else None
        digest = label(digests.wire if self._rule == "wire" else digests.payload)
        url = wire_text(exchange.url.strip().partition("#")[0])
        event = _event(exchange, url)
        block: Iterable[bytes] = exchange.response.chunks()
        size, block_digest = digests.size, label(digests.block)
        profile: str | None = None
        original: Capture | None = None
        truncated: str | None = exchange.truncated
        asked = read_asked(exchange.request) if exchange.request is not None else None
        if asked is not None and exchange.request is not None:
            # As it is written: whoever reads the file knows no more.
            asked = read_asked(self._redacted(exchange.request))
        if status == 304 and not_modified_of is not None and exchange.truncated is None:
            original, profile = self._holder(not_modified_of), _NOT_MODIFIED
            digest = original.payload_digest or digest
            block, size, block_digest, status = (), 0, _digest_of(b""), None
        elif (
            asked is None
            and _may_be_kept(exchange, digests)
            and (original := self._original(digest, digests)) is not None
        ):
            profile, truncated = _IDENTICAL, "length"
            start = exchange.response.start(digests.body_at)
            block, size, block_digest = (start,), len(start), _digest_of(start)
        fields = [
            ("WARC-Type", "revisit" if profile else "response"),
            ("WARC-Record-ID", f"<{record_id}>"),
            *event,
        ]
        if original is None:
            self._remember(record_id, framed=digests.framed)
        else:
            fields.append(("WARC-Profile", f"{PROFILE}{profile}"))
            if original.record_id:
                fields.append(("WARC-Refers-To", f"<{original.record_id}>"))
            fields.append(("WARC-Refers-To-Target-URI", original.url))
            fields.append(("WARC-Refers-To-Date", write_date(original.captured_at)))
        fields.append(("Content-Type", "application/http;msgtype=response"))
        fields.append(("WARC-Block-Digest", block_digest))
        fields.append(("WARC-Payload-Digest", digest))
        if truncated is not None:
            fields.append(("WARC-Truncated", truncated))
        if exchange.protocol:
            fields.append(("WARC-Protocol", exchange.protocol))
        if exchange.cipher:
            fields.append(("WARC-Cipher-Suite", exchange.cipher))
        return Main(
            url=url,
            record_id=record_id,
            event=event,
            header=write_header(fields, size),
            block=block,
            captured_at=exchange.captured_at,
            status=status,
            mime=REVISIT if profile else mime_of(head.get("content-type") if head is not None else None),
            digest=digest,
            original=original,
            not_modified=profile == _NOT_MODIFIED,
            asked=asked,
        )

    def companions(self, exchange: Exchange, main: Main) -> Iterator[Composed]:
        """Yield the records that stand behind *main*: the request, and what else is to be said."""
        link = ("WARC-Concurrent-To", f"<{main.record_id}>")
        if exchange.request is not None:
            block = self._redacted(exchange.request)
            digests = MessageDigest()
            for piece in block.chunks():
                digests.update(piece)
            digests.finish()
            fields = [
                ("WARC-Type", "request"),
                ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                *main.event,
                link,
                ("Content-Type", "application/http;msgtype=request"),
                ("WARC-Block-Digest", label(digests.block)),
                ("WARC-Payload-Digest", label(digests.payload) if digests.payload_size else EMPTY),
            ]
            yield write_header(fields, len(block)), block.chunks()
        notes = list(exchange.notes)
        if main.not_modified:
            notes.append((NOT_MODIFIED_NOTE, base64.b64encode(exchange.response.read()).decode()))
        if notes:
            said = write_warc_fields(notes)
            fields = [
                ("WARC-Type", "metadata"),
                ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                *main.event,
                link,
                ("Content-Type", "application/warc-fields"),
                ("WARC-Block-Digest", _digest_of(said)),
            ]
            yield write_header(fields, len(said)), (said,)

    def _about(self) -> Iterator[tuple[str, str]]:
        given = {name.lower(): value for name, value in self._info.items()}
        yield "software", given.get("software") or f"emeroteca/{__version__} Python/{platform.python_version()}"
        yield "format", "WARC File Format 1.1"
        yield "conformsTo", _CONFORMS
        yield "robots", given.get("robots") or "not stated"
        yield "operator", given.get("operator") or "not stated"
        fixed = ("software", "format", "conformsto", "robots", "operator")
        yield from ((name, value) for name, value in self._info.items() if name.lower() not in fixed)
        rule = "de-chunked, still content-coded body (WARC 1.1)" if self._rule == "spec" else "body with chunk framing"
        yield "payload-digest", rule
        yield "request-fields-left-out", ", ".join(("Proxy-Authorization", *self._redact_named))

    def _original(self, digest: str, digests: MessageDigest) -> Capture | None:
        """Return the capture whose payload may stand for this one.

        pywb replays the original's bytes under the revisit's head: chunk framing under a head that announces none
        would show its sizes in the page. So a body without framing needs an original without it. And it looks
        originals up by their address, where nothing is found that was not asked for by GET.
        """
        original = self._kept(digest) if self._kept is not None else None
        if original is None or original.mime == REVISIT or original.method is not None:
            return None
        if digests.head is not None and digests.head.chunked:
            return original
        known = original.record_id or ""
        framed = self._framed.get(known)
        if framed is None:
            framed = is_framed(self._folder, original)
            if framed is None:
                return None
            self._remember(known, framed=framed)
        return None if framed else original

    def _holder(self, known: Capture) -> Capture:
        """Return the capture that holds the payload of *known*, which may be a revisit itself.

        Players look one step far: a revisit of a revisit shows nothing.
        """
        kept = self._kept(known.payload_digest) if self._kept is not None and known.payload_digest else None
        return known if kept is None or kept.mime == REVISIT else kept

    def _remember(self, record_id: str, *, framed: bool) -> None:
        self._framed[record_id] = framed
        if len(self._framed) > _REMEMBERED:
            self._framed.popitem(last=False)

    def _redacted(self, request: Spool) -> Spool:
        """Return *request* without the fields that are not stored; itself where it has none of them."""
        start = request.start(1 << 20)
        plain = start.lower().decode("latin-1")
        if not any(name in plain for name in self._redact):
            return request
        try:
            head, body_at = read_head(start)
        except MessageError:
            return request
        if not any(name.lower().decode("latin-1") in self._redact for name, _ in head.fields):
            return request
        kept: list[bytes] = []
        leave_out = False
        for number, line in enumerate(start[:body_at].splitlines(keepends=True)):
            if number and line[:1] not in (b" ", b"\t"):
                leave_out = line.partition(b":")[0].strip().lower().decode("latin-1") in self._redact
            if not leave_out:
                kept.append(line)
        spool = Spool()
        spool.write(b"".join(kept))
        left = body_at
        for piece in request.chunks():
            spool.write(piece[left:])
            left = max(0, left - len(piece))
        return spool


def _event(exchange: Exchange, url: str) -> list[tuple[str, str]]:
    """Return what all records of one exchange have in common."""
    fields = [("WARC-Date", write_date(exchange.captured_at)), ("WARC-Target-URI", url)]
    address = write_address(exchange.address) if exchange.address is not None else None
    if address is not None:
        fields.append(("WARC-IP-Address", address))
    return fields


def _may_be_kept(exchange: Exchange, digests: MessageDigest) -> bool:
    """Tell whether a payload may stand for another: whole, not empty, and the answer to a plain success."""
    status = digests.head.status if digests.head is not None else None
    whole = exchange.truncated is None and digests.framing_problem is None
    return whole and digests.payload_size > 0 and status is not None and 200 <= status < 300 and status != 206


def _digest_of(data: bytes) -> str:
    digests = MessageDigest()
    digests.update(data)
    digests.finish()
    return label(digests.block)
