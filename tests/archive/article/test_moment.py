"""Moment and Reading."""

import dataclasses
from datetime import UTC, datetime

import pytest

from archive.article.moment import NOTHING, Moment, Reading


def test_nothing_is_a_reading_without_dates_and_equal_to_any_other() -> None:
    assert Reading() == NOTHING
    assert NOTHING.published is NOTHING.modified is NOTHING.role is None


def test_a_moment_is_complete_when_made_and_cannot_be_changed() -> None:
    moment = Moment(at=datetime(2019, 4, 2, tzinfo=UTC), printed="2 aprile 2019", precision="day", zone_from=None)

    with pytest.raises(dataclasses.FrozenInstanceError):
        moment.printed = "3 aprile 2019"  # type: ignore[misc] # that is what is tried
