"""Visit: one page of the frontier on its way: asked for, kept, read, settled."""

import asyncio

from archive.exchange import Exchange
from archive.ledger import Entry
from archive.warc.capture import Capture
from crawler.pages import Due


class VisitLost(Exception):
    """The run broke before the answer was kept: the page stays due."""


class Visit:
    """What is known of one page while it is under way. Lives in ``request.meta["visit"]``, over all its hops."""

    __slots__ = ("_awaited", "_entries", "_future", "_lost", "due")

    def __init__(self, due: Due) -> None:
        self.due = due
        self._lost = False
        self._entries: dict[str, tuple[Capture, Exchange, Entry]] = {}
        self._awaited: str | None = None
        self._future: asyncio.Future[tuple[Capture, Exchange, Entry]] | None = None

    def settled(self, capture: Capture, exchange: Exchange, entry: Entry) -> None:
        """One of the visit's captures has been kept and applied."""
        record_id = capture.record_id or ""
        self._entries[record_id] = (capture, exchange, entry)
        if self._awaited == record_id and self._future is not None and not self._future.done():
            self._future.set_result(self._entries.pop(record_id))

    def lose(self) -> None:
        """Nothing more is kept: let go whoever waits."""
        self._lost = True
        if self._future is not None and not self._future.done():
            self._future.set_exception(VisitLost())

    async def outcome(self, record_id: str) -> tuple[Capture, Exchange, Entry]:
        """Wait for the capture *record_id* to be kept and applied; raises VisitLost where that will not be."""
        if record_id in self._entries:
            return self._entries.pop(record_id)
        if self._lost:
            raise VisitLost
        self._awaited = record_id
        self._future = asyncio.get_running_loop().create_future()
        return await self._future
