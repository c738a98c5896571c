"""Writer: exchanges become WARC/1.1 records, one gzip member each; what crossed the wire goes in untouched."""

import os
import re
import secrets
import socket
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from archive.errors import StorageError
from archive.exchange import Exchange
from archive.warc.capture import Capture
from archive.warc.composer import Composer
from archive.warc.digest import PayloadRule
from archive.warc.file import OPEN, WarcFile
from archive.warc.record import one_line


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
        self._composer = Composer(folder, info=info, payload_digest=payload_digest, kept=kept, redact=redact)
        self._prefix = _name_part(prefix) or "emeroteca"
        self._max_bytes = max_bytes
        self._serial = 0
        self._run = f"{os.getpid()}-{secrets.token_hex(3)}"
        self._file: WarcFile | None = None

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
        main = self._composer.main(exchange, record_id or f"urn:uuid:{uuid.uuid4()}", not_modified_of)
        start = file.size
        try:
            length = file.add(main.header, main.block)
            for header, block in self._composer.companions(exchange, main):
                file.add(header, block)
            file.send()
        except OSError as error:
            raise self._undone(file, start, error) from error
        except BaseException:
            file.cut(start)
            raise
        return main.capture(file.name, start, length)

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
            file.add(*self._composer.warcinfo(name, now))
            file.send()
        except OSError as error:
            if file is not None:
                file.discard()
            raise StorageError(self.folder, _said(error)) from error
        file.first = file.size
        self._serial += 1
        return file

    def _undone(self, file: WarcFile, start: int, error: OSError) -> StorageError:
        problem = _said(error)
        try:
            file.cut(start)
        except OSError as second:
            problem += f"; and its torn end could not be cut off ({_said(second)}): `emeroteca check --repair` does"
        return StorageError(file.path, problem)


def _name_part(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("-._")


def _said(error: OSError) -> str:
    return one_line((error.strerror or str(error)).lower())
