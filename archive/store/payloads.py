"""Payloads that are kept already, asked by digest from the writer's thread, across files and runs."""

import sqlite3
import threading
from datetime import datetime
from pathlib import Path

from archive.urlkey import surt
from archive.warc.capture import Capture


class Payloads:
    """Looks into the state with a read-only connection of its own; sees what has been committed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._closed = False

    def find(self, digest: str) -> Capture | None:
        """Return the first capture that holds the payload *digest*, or None; None of all once closed."""
        with self._lock:
            row = None if self._closed else self._row_of(digest)
        if row is None:
            return None
        url, captured_at, record_id, warc, place = row
        return Capture(
            urlkey=surt(url),
            url=url,
            captured_at=datetime.fromisoformat(captured_at),
            status=200,
            mime=None,
            payload_digest=digest,
            record_id=record_id,
            warc=warc,
            offset=place,
            length=0,
        )

    def close(self) -> None:
        """Close the connection, from any thread: as long as one is open, the state's log stays beside it."""
        with self._lock:
            self._closed = True
            if self._db is not None:
                self._db.close()
                self._db = None

    def _row_of(self, digest: str) -> tuple[str, str, str, str, int] | None:
        if self._db is None:
            self._db = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        found: tuple[str, str, str, str, int] | None = self._db.execute(
            "SELECT url, captured_at, record_id, warc, place FROM payloads WHERE digest = ?", [digest]
        ).fetchone()
        return found
