"""Writer: exchanges become WARC/1.1 records, one gzip member each; what crossed the wire goes in untouched."""

import base64
import os
import platform
import re
import secrets
import socket
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from archive import __version__
from archive.errors import MessageError, StorageError
from archive.exchange import Exchange, Spool
from archive.http import read_head
from archive.urlkey import surt, wire_text
from archive.warc.capture import REVISIT, Capture, mime_of
from archive.warc.digest import EMPTY, MessageDigest, PayloadRule, label
from archive.warc.file import OPEN, WarcFile
from archive.warc.record import NOT_MODIFIED_NOTE, one_line, write_address, write_date, write_header, write_warc_fields
from archive.warc.revisit import is_framed

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_REMEMBERED = 1 << 12
"""Payloads whose framing is remembered; of others it is read from their records."""

_NEVER_STORED = ("proxy-authorization",)


class WarcWriter:
    """Writes exchanges into WARC files of one folder; a file is ``.open`` until it is sealed.

    *info* goes into warcinfo (``software``, ``robots``, ``operator``, options...). A file is sealed and the next one
    begun between exchanges, before *max_bytes* would be passed. *kept* is asked for the capture that holds a payload
    digest already. Request fields named in *redact* are left out of request records; proxy credentials always are.
    Not for two threads at once. Every OSError becomes a StorageError, and the file then ends at a whole record.
    """

    def __init__(
        self,
        folder: Path,
        *,
        info: Mapping[str, str],
        prefix: str = "emeroteca",
        max_bytes: int = 1_000_000_000,
        payload_digest: PayloadRule = "spec",
        kept: Callable[[str], Capture | None] | None = None,
        redact: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self._info = dict(info)
        self._prefix = _name_part(prefix) or "emeroteca"
        self._max_bytes = max_bytes
        self._rule: PayloadRule = payload_digest
        self._kept = kept
        self._redact = frozenset(name.lower() for name in (*redact, *_NEVER_STORED))
        self._redact_named = tuple(redact)
        self._serial = 0
        self._run = f"{os.getpid()}-{secrets.token_hex(3)}"
        self._file: WarcFile | None = None
        self._framed: OrderedDict[str, bool] = OrderedDict()

    @property
    def path(self) -> Path | None:
        """The file that is written now; None before the first exchange and after closing."""
        return self._file.path if self._file is not None else None

    def write(
        self, exchange: Exchange, *, record_id: str | None = None, not_modified_of: Capture | None = None
    ) -> Capture:
        """Write response (or revisit), request and metadata of *exchange*; return where the response is kept.

        *record_id* (``urn:uuid:...``) is the response's; one is made where it is None. A 304 with *not_modified_of*
        becomes a server-not-modified revisit of that capture. A whole 2xx payload that *kept* knows becomes an
        identical-payload-digest revisit. Raises StorageError.
        """
        file = self._room_for(len(exchange.response))
        plan = self._plan(exchange, record_id or f"urn:uuid:{uuid.uuid4()}", not_modified_of)
        start = file.size
        try:
            length = file.add(plan.header, plan.block)
            for header, block in self._companions(exchange, plan):
                file.add(header, block)
            file.send()
        except OSError as error:
            raise self._undone(file, start, error) from error
        except BaseException:
            file.cut(start)
            raise
        return Capture(
            urlkey=surt(plan.url),
            url=plan.url,
            captured_at=exchange.captured_at.astimezone(UTC),
            status=plan.status,
            mime=plan.mime.lower() if plan.mime is not None else None,
            printed_mime=plan.mime if plan.mime is not None and plan.mime != plan.mime.lower() else None,
            payload_digest=plan.digest,
            record_id=plan.record_id,
            warc=file.name,
            offset=start,
            length=length,
            revisit_of=plan.original.record_id if plan.original is not None else None,
            original_url=plan.original.url if plan.original is not None else None,
            original_at=plan.original.captured_at if plan.original is not None else None,
        )

    def flush(self, *, sync: bool) -> None:
        """Have all records in the file; with *sync*, on the disk. Raises StorageError."""
        if self._file is not None and sync:
            try:
                self._file.sync()
            except OSError as error:
                raise StorageError(self._file.path, _said(error)) from error

    def close(self) -> None:
        """Seal the file: on the disk, then under its own name. Raises StorageError; the file stays ``.open`` then."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.seal()
            except OSError as error:
                raise StorageError(file.path, f"cannot be sealed: {_said(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _room_for(self, size: int) -> WarcFile:
        if self._file is not None and self._file.size > self._file.first and self._file.size + size > self._max_bytes:
            self.close()
        if self._file is None:
            self._file = self._begin()
        return self._file

    def _begin(self) -> WarcFile:
        now = datetime.now(UTC)
        stamp = now.strftime("%Y%m%d%H%M%S") + f"{now.microsecond // 1000:03d}"
        host = _name_part(socket.gethostname().partition(".")[0]) or "host"
        name = f"{self._prefix}-{stamp}-{self._serial:05d}-{host}-{self._run}.warc.gz"
        file: WarcFile | None = None
        try:
            file = WarcFile(self.folder / (name + OPEN), name)
            block = write_warc_fields(self._warcinfo())
            header = write_header(
                (
                    ("WARC-Type", "warcinfo"),
                    ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                    ("WARC-Date", write_date(now)),
                    ("WARC-Filename", name),
                    ("Content-Type", "application/warc-fields"),
                    ("WARC-Block-Digest", _digest_of(block)),
                ),
                len(block),
            )
            file.add(header, (block,))
            file.send()
        except OSError as error:
            if file is not None:
                file.discard()
            raise StorageError(self.folder, _said(error)) from error
        file.first = file.size
        self._serial += 1
        return file

    def _warcinfo(self) -> Iterator[tuple[str, str]]:
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

    def _plan(self, exchange: Exchange, record_id: str, not_modified_of: Capture | None) -> "_Plan":
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
        extra: list[tuple[str, str]] = []
        profile: str | None = None
        original: Capture | None = None
        truncated: str | None = exchange.truncated
        if status == 304 and not_modified_of is not None and exchange.truncated is None:
            original, profile = self._holder(not_modified_of), "server-not-modified"
            digest = original.payload_digest or digest
            block, size, block_digest, status = (), 0, _digest_of(b""), None
        elif self._kept is not None and _may_be_kept(exchange, digests):
            original = self._original(digest, digests)
        if original is not None and profile is None:
            profile, truncated = "identical-payload-digest", "length"
            start = exchange.response.start(digests.body_at)
            block, size, block_digest = (start,), len(start), _digest_of(start)
        if profile is not None and original is not None:
            extra = [("WARC-Profile", PROFILE + profile)]
            if original.record_id:
                extra.append(("WARC-Refers-To", f"<{original.record_id}>"))
            extra.append(("WARC-Refers-To-Target-URI", original.url))
            extra.append(("WARC-Refers-To-Date", write_date(original.captured_at)))
        else:
            self._remember(record_id, framed=digests.framed)
        fields = [
            ("WARC-Type", "revisit" if profile else "response"),
            ("WARC-Record-ID", f"<{record_id}>"),
            *event,
            *extra,
            ("Content-Type", "application/http;msgtype=response"),
            ("WARC-Block-Digest", block_digest),
            ("WARC-Payload-Digest", digest),
        ]
        if truncated is not None:
            fields.append(("WARC-Truncated", truncated))
        if exchange.protocol:
            fields.append(("WARC-Protocol", exchange.protocol))
        if exchange.cipher:
            fields.append(("WARC-Cipher-Suite", exchange.cipher))
        return _Plan(
            url=url,
            record_id=record_id,
            event=event,
            header=write_header(fields, size),
            block=block,
            status=status,
            mime=REVISIT if profile else mime_of(head.get("content-type") if head is not None else None),
            digest=digest,
            original=original,
            not_modified=profile == "server-not-modified",
        )

    def _original(self, digest: str, digests: MessageDigest) -> Capture | None:
        """Return the capture whose payload may stand for this one.

        pywb replays the original's bytes under the revisit's head: chunk framing under a head that announces none
        would show its sizes in the page. So a body without framing needs an original without it.
        """
        original = self._kept(digest) if self._kept is not None else None
        if original is None or original.mime == REVISIT:
            return None
        if digests.head is not None and digests.head.chunked:
            return original
        known = original.record_id or ""
        framed = self._framed.get(known)
        if framed is None:
            framed = is_framed(self.folder, original)
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

    def _companions(self, exchange: Exchange, plan: "_Plan") -> Iterator[tuple[bytes, Iterable[bytes]]]:
        link = ("WARC-Concurrent-To", f"<{plan.record_id}>")
        if exchange.request is not None:
            block = self._redacted(exchange.request)
            digests = MessageDigest()
            for piece in block.chunks():
                digests.update(piece)
            digests.finish()
            fields = [
                ("WARC-Type", "request"),
                ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                *plan.event,
                link,
                ("Content-Type", "application/http;msgtype=request"),
                ("WARC-Block-Digest", label(digests.block)),
                ("WARC-Payload-Digest", label(digests.payload) if digests.payload_size else EMPTY),
            ]
            yield write_header(fields, len(block)), block.chunks()
        notes = list(exchange.notes)
        if plan.not_modified:
            notes.append((NOT_MODIFIED_NOTE, base64.b64encode(exchange.response.read()).decode()))
        if notes:
            said = write_warc_fields(notes)
            fields = [
                ("WARC-Type", "metadata"),
                ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                *plan.event,
                link,
                ("Content-Type", "application/warc-fields"),
                ("WARC-Block-Digest", _digest_of(said)),
            ]
            yield write_header(fields, len(said)), (said,)

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

    def _undone(self, file: WarcFile, start: int, error: OSError) -> StorageError:
        problem = _said(error)
        try:
            file.cut(start)
        except OSError as second:
            problem += f"; and its torn end could not be cut off ({_said(second)}): `emeroteca check --repair` does"
        return StorageError(file.path, problem)


@dataclass(slots=True, kw_only=True)
class _Plan:
    """The main record of an exchange, ready to be written."""

    url: str
    record_id: str
    event: Sequence[tuple[str, str]]
    """What the other records of the exchange say, too."""
    header: bytes
    block: Iterable[bytes]
    status: int | None
    mime: str | None
    digest: str
    original: Capture | None
    not_modified: bool


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


def _name_part(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("-._")


def _said(error: OSError) -> str:
    return one_line((error.strerror or str(error)).lower())
