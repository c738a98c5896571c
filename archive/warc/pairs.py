"""Pairs: captures and those of their requests that are no GET, while a file is read for its index."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.warc.beside import Beside
from archive.warc.capture import Capture
from archive.warc.post import asked_so, read_asked
from archive.warc.record import Record


@dataclass(slots=True)
class _Held:
    capture: Capture


class Pairs:
    """Takes the records of one file in order, gives its captures in order: those by POST with keys of their own."""

    def __init__(self) -> None:
        self._beside: Beside[_Held] = Beside()

    def add(self, capture: Capture, record: Record) -> list[Capture]:
        """Take a capture and the record that it is of; return those whose requests cannot come any more."""
        one = _Held(capture)
        request = self._beside.hold(record if record.type != "metadata" else None, one)
        if request is not None:
            _ask(one, request)
        return [ready.capture for ready in self._beside.ready()]

    def add_request(self, request: Record) -> None:
        """Take a request record; it may stand before its capture or behind it."""
        if read_asked(request.block) is None:
            return
        one = self._beside.main_of(request)
        if one is None:
            self._beside.keep(request)
        elif one.capture.method is None:
            _ask(one, request)

    def rest(self) -> Iterator[Capture]:
        """Yield what is left at the end of the file."""
        yield from (one.capture for one in self._beside.rest())


def _ask(one: _Held, request: Record) -> None:
    asked = read_asked(request.block)
    if asked is not None:
        one.capture = asked_so(one.capture, asked)
