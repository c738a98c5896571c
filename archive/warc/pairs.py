"""Pairs: captures and those of their requests that are no GET, while a file is read for its index."""

from collections import deque
from collections.abc import Iterator

from archive.warc.capture import Capture
from archive.warc.post import Asked, asked_so, read_asked
from archive.warc.reader import belong
from archive.warc.record import Record

_HELD = 4
"""Captures held back until their request has come: it stands beside them in all known writers."""
_REQUESTS_KEPT = 16


class Pairs:
    """Takes the records of one file in order, gives its captures in order: those by POST with keys of their own.

    A record is joined to another that one of the two names (WARC-Concurrent-To), as in archive.warc.reader.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[Capture, Record]] = deque()
        self._requests: deque[tuple[Asked, Record]] = deque(maxlen=_REQUESTS_KEPT)

    def add(self, capture: Capture, record: Record) -> Capture | None:
        """Take a capture and the record that it is of; return the one whose request cannot come any more, or None."""
        if self._requests and record.type != "metadata":
            for one in self._requests:
                if belong(one[1], record):
                    capture = asked_so(capture, one[0])
                    self._requests.remove(one)
                    break
        self._waiting.append((capture, record))
        return self._waiting.popleft()[0] if len(self._waiting) > _HELD else None

    def add_request(self, request: Record) -> None:
        """Take a request record; it may stand before its capture or behind it."""
        asked = read_asked(request.block)
        if asked is None:
            return
        for number, (capture, record) in reversed(list(enumerate(self._waiting))):
            if record.type != "metadata" and belong(request, record):
                if capture.method is None:
                    self._waiting[number] = (asked_so(capture, asked), record)
                return
        if request.record_id:
            self._requests.append((asked, request))

    def rest(self) -> Iterator[Capture]:
        """Yield what is left at the end of the file."""
        while self._waiting:
            yield self._waiting.popleft()[0]
