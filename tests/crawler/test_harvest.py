"""A page whose answer the crawl can make nothing of: it is counted, told, and waited for no more."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DontCloseSpider

from archive.errors import StorageError
from crawler.harvest import Harvest
from crawler.pages import due_of
from crawler.visit import Visit

ROW = (1, "https://www.giornale.example/a", "giornale", "www.giornale.example", "section", 0, 0, *[None] * 8)


class Desk:
    """A harvest of which nothing runs but the settling of pages, and that settling fails."""

    def __init__(self, error: Exception) -> None:
        self.missed: list[str] = []
        self.broken: list[Exception] = []
        self.ended: list[Visit] = []
        self._error = error
        self.harvest: Any = object.__new__(Harvest)
        self.harvest.__dict__ |= {
            "_stopping": False,
            "_under_way": set(),
            "sources": {"giornale": None},
            "outcomes": SimpleNamespace(settle=self._fail, missed=lambda due, error: self.missed.append(str(error))),
            "on_done": self.ended.append,
            "stop_for": self.broken.append,
        }

    def _fail(self, *_: object, **__: object) -> None:
        raise self._error

    def visit(self) -> None:
        visit = Visit(due_of(ROW))
        visit.settled(*[SimpleNamespace(record_id="urn:uuid:1")] * 3)  # type: ignore[arg-type]
        response = SimpleNamespace(meta={"visit": visit, "record_ids": ("urn:uuid:1",)})
        asyncio.run(self.harvest.visited(response))


def test_a_page_that_brings_about_a_fault_is_one_that_could_not_be_had(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(ValueError("year 0 is out of range"))
    with caplog.at_level(logging.ERROR):
        desk.visit()

    assert desk.missed == ["year 0 is out of range"]
    assert "https://www.giornale.example/a" in caplog.text
    assert len(desk.ended) == 1
    assert not desk.broken


def test_a_disk_that_is_full_ends_the_run_and_is_no_page_s_fault() -> None:
    desk = Desk(StorageError("state.sqlite", "No space left"))
    desk.visit()

    assert [str(error) for error in desk.broken] == ["state.sqlite: No space left"]
    assert not desk.missed


def test_a_disk_that_is_full_while_a_page_is_missed_ends_the_run() -> None:
    desk = Desk(StorageError("state.sqlite", "No space left"))
    desk.harvest.outcomes.missed = desk.harvest.outcomes.settle
    failure = SimpleNamespace(request=SimpleNamespace(meta={"visit": Visit(due_of(ROW))}), value=OSError())
    asyncio.run(desk.harvest.missed(failure))

    assert [str(error) for error in desk.broken] == ["state.sqlite: No space left"]
    assert len(desk.ended) == 1


def test_a_run_that_stays_ends_not_though_nothing_is_due_for_days() -> None:
    harvest: Any = object.__new__(Harvest)
    harvest.__dict__ |= {
        "_stopping": False,
        "_watch": True,
        "intake": (),
        "_recorder": SimpleNamespace(pending=0),
        "frontier": SimpleNamespace(wake=lambda _: None, has_due=lambda _: False, waits_until=lambda *_: None),
        "_asking": SimpleNamespace(is_spent=False),
    }
    with pytest.raises(DontCloseSpider):
        harvest._idle()
    harvest._asking.is_spent = True

    harvest._idle()
