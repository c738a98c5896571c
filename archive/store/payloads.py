"""Payloads that are kept already, asked by digest from the writer's thread, across files and runs."""

import sqlite3
import threading
from datetime import datetime
from pathlib import Path

from archive.urlkey import surt
from archive.warc.capture import Capture


class Payloads:
    """Looks into the state with a read-only connection for each thread; sees what has been committed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def find(self, digest: str) -> Capture | None:
        """Return the first capture that holds the payload *digest*, or None."""
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)
        row = db.execute(
            "SELECT url, captured_at, record_id, warc, place FROM payloads WHERE digest = ?", [digest]
        ).fetchone()
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
        """Close this thread's connection."""
        db = getattr(self._local, "db", None)
        if db is not None:
            db.close()
            self._local.db = None
