from datetime import UTC, datetime, timedelta

import pytest

from archive.article.lexicon import languages
from archive.article.zone_letters import letters_zone, zone_phrases
from archive.article.zones import (
    country_of_host,
    language_country,
    load_zone,
    primary_language,
    zone_country,
    zone_for,
)

JANUARY = datetime(2019, 1, 15, 12, 0, tzinfo=UTC)
JULY = datetime(2019, 7, 15, 12, 0, tzinfo=UTC)


def test_the_profile_comes_before_the_country_and_the_country_before_the_language() -> None:
    profile = zone_for(zone="Europe/Zurich", country="IT", language="it")
    country = zone_for(country="CH", language="it")
    language = zone_for(language="it")

    assert profile is not None
    assert country is not None
    assert language is not None
    assert (profile.zone.key, profile.source) == ("Europe/Zurich", "profile")
    assert (country.zone.key, country.source) == ("Europe/Zurich", "country")
    assert (language.zone.key, language.source) == ("Europe/Rome", "language")


@pytest.mark.parametrize("language", ["en", "es", "pt", "ar", "fr", "ru", "xx", None])
def test_a_language_of_many_countries_has_no_zone(language: str | None) -> None:
    assert zone_for(language=language) is None


def test_the_region_of_a_language_tag_is_a_country() -> None:
    choice = zone_for(language="pt-BR")

    assert choice is not None
    assert choice.zone.key == "America/Sao_Paulo"


@pytest.mark.parametrize(
    ("tag", "zone"),
    [
        ("ar-AR", None),
        ("ca-CA", "Europe/Madrid"),
        ("cs_CS", "Europe/Prague"),
        ("es-LA", None),
        ("it-IT", "Europe/Rome"),
        ("es-AR", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_language_written_twice_is_no_country_but_its_own(tag: str, zone: str | None) -> None:
    choice = zone_for(language=tag)

    assert (choice.zone.key if choice else None) == zone


def test_a_country_of_many_zones_is_not_settled_by_its_language() -> None:
    assert zone_for(country="US", language="it") is None


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Rome", "IT"), ("America/Chicago", "US"), ("Australia/Perth", "AU"), ("UTC", None), (None, None)],
)
def test_a_zone_is_kept_by_the_papers_of_one_country(zone: str | None, country: str | None) -> None:
    assert zone_country(zone) == country


@pytest.mark.parametrize(("tag", "code"), [("iw-IL", "he"), ("in", "id"), ("ita", "it"), ("yue-HK", "zh"), ("", None)])
def test_old_and_longer_codes_name_the_same_language(tag: str, code: str | None) -> None:
    assert primary_language(tag) == code


def test_a_zone_that_does_not_exist_is_passed_over() -> None:
    assert load_zone("Europe/Atlantis") is None
    assert load_zone("../../etc/passwd") is None


@pytest.mark.parametrize(
    ("host", "country"),
    [
        ("www.giornale.it", "IT"),
        ("news.co.uk:8080", "GB"),
        ("a.de.", "DE"),
        ("x.com", None),
        ("x.tv", None),
        ("127.0.0.1", None),
    ],
)
def test_a_host_tells_its_country_by_its_ending(host: str, country: str | None) -> None:
    assert country_of_host(host) == country


def test_language_tags_are_taken_apart() -> None:
    assert primary_language("zh-Hant-TW") == "zh"
    assert language_country("zh-Hant-TW") == "TW"
    assert language_country("it") is None


@pytest.mark.parametrize(
    ("letters", "country", "winter", "summer"),
    [
        ("ET", None, -5, -4),
        ("EST", None, -5, -5),
        ("CEST", None, 2, 2),
        ("BST", "GB", 1, 1),
        ("BST", "BD", 6, 6),
        ("CST", "CN", 8, 8),
    ],
)
def test_letters_name_a_places_clock_or_an_offset(letters: str, country: str | None, winter: int, summer: int) -> None:
    zone = letters_zone(letters, country=country)

    assert zone is not None
    assert JANUARY.astimezone(zone).utcoffset() == timedelta(hours=winter)
    assert JULY.astimezone(zone).utcoffset() == timedelta(hours=summer)


def test_words_that_name_a_zone_all_lead_to_one() -> None:
    targets = set(zone_phrases().values()) - {"standard", "summer"}

    assert all(load_zone(target) if "/" in target else letters_zone(target, country=None) for target in targets)


def test_every_language_zone_belongs_to_a_language_that_is_read() -> None:
    known = [language for language in languages() if zone_for(language=language)]

    assert len(known) > 45
