"""Letters and words behind a clock time that name its zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.lexicon import folded
from archive.article.zone_letters import KNOWN_LETTERS, letters_zone, zone_phrases
from archive.article.zones import load_zone

WINTER = datetime(2024, 1, 15, 12)  # noqa: DTZ001 (asked of each zone)
SUMMER = datetime(2024, 7, 15, 12)  # noqa: DTZ001
COUNTRIES = ("AM", "AU", "BD", "BR", "CN", "ES", "GB", "IE", "IL", "IN", "PH", "PT", "US")


@pytest.mark.parametrize(
    ("letters", "country", "hours"),
    [("AMT", None, 4), ("AMT", "BR", -4), ("IST", None, 5.5), ("IST", "IL", 2), ("CST", "US", -6), ("CST", "TW", 8)],
)
def test_the_country_settles_letters_that_several_share(letters: str, country: str | None, hours: float) -> None:
    zone = letters_zone(letters, country=country)

    assert zone is not None
    assert zone.utcoffset(WINTER) == timedelta(hours=hours)


def test_a_clocks_name_stands_still_and_a_places_name_changes_with_the_season() -> None:
    clock, place = letters_zone("EST", country=None), letters_zone("ET", country=None)

    assert clock is not None
    assert place is not None
    assert clock.utcoffset(SUMMER) == clock.utcoffset(WINTER) == timedelta(hours=-5)
    assert place.utcoffset(SUMMER) == timedelta(hours=-4)


@given(letters=st.sampled_from(sorted(KNOWN_LETTERS)), country=st.none() | st.sampled_from(COUNTRIES))
def test_known_letters_name_a_zone_in_some_country_in_any_case_and_dress(letters: str, country: str | None) -> None:
    zone = letters_zone(letters, country=country)
    offset = zone.utcoffset(WINTER) if zone else None

    assert offset is None or abs(offset) <= timedelta(hours=14)
    for dress in (letters.upper(), f"({letters})", f"{letters}."):
        same = letters_zone(dress, country=country)
        assert (same.utcoffset(WINTER) if same else None) == offset


@pytest.mark.parametrize("letters", ["", "PRO", "Uhr", "XYZ"])
def test_other_letters_name_none(letters: str) -> None:
    assert letters_zone(letters, country="DE") is None


def test_every_phrase_leads_to_a_zone_or_a_season() -> None:
    for phrase, name in zone_phrases().items():
        zone = load_zone(name) if "/" in name else letters_zone(name, country=None)

        assert folded(phrase)
        assert name in ("standard", "summer") or zone is not None, phrase


def test_home_s_own_words_are_said_in_its_language() -> None:
    assert zone_phrases()["ora italiana"] == ZoneInfo("Europe/Rome").key
