"""Beside: records of one event, joined as they come: in all known writers they stand beside each other."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from archive.warc.record import Record, bare_uri

_HELD = 4
"""Main records held back until their companions have come."""
_REQUESTS_KEPT = 16

Main = TypeVar("Main")


class Beside(Generic[Main]):
    """Holds a few main records (responses, revisits, resources), and the requests that stood before theirs."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Record | None, Main]] = deque()
        self._requests: deque[Record] = deque(maxlen=_REQUESTS_KEPT)

    def hold(self, record: Record | None, main: Main) -> Record | None:
        """Hold *main*, which is of *record* (None: nothing belongs to it); return its request, if that came before."""
        self._waiting.append((record, main))
        request = next((one for one in self._requests if record is not None and belong(one, record)), None)
        if request is not None:
            self._requests.remove(request)
        return request

    def main_of(self, companion: Record) -> Main | None:
        """Return what was held of the record that *companion* belongs to; None where it has not come, or has gone."""
        for record, main in reversed(self._waiting):
            if record is not None and belong(companion, record):
                return main
        return None

    def keep(self, request: Record) -> None:
        """Keep a *request* whose answer has not come yet."""
        if request.record_id:
            self._requests.append(request)

    def ready(self) -> Iterator[Main]:
        """Yield, in order, what was held long enough: nothing that belongs to it comes any more."""
        while len(self._waiting) > _HELD:
            yield self._waiting.popleft()[1]

    def rest(self) -> Iterator[Main]:
        """Yield what is left at the end of the file."""
        while self._waiting:
            yield self._waiting.popleft()[1]


def belong(companion: Record, main: Record) -> bool:
    """Tell whether one of two records names the other as of the same event."""
    ids = (*companion.get_all("WARC-Concurrent-To"), *companion.get_all("WARC-Refers-To"))
    if any(bare_uri(one) == main.record_id for one in ids):
        return True
    return companion.record_id is not None and any(
        bare_uri(one) == companion.record_id for one in main.get_all("WARC-Concurrent-To")
    )
