"""Versions: what is an edit, what is an event, and that nothing is counted twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.article.model import Article
from archive.stamp import stamp
from archive.store.state import State
from archive.store.versions import Versions

URL = "https://giornale.example/a/porto-nuovo-1"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[Versions]:
    with State(tmp_path / "state.sqlite") as state:
        yield Versions(state)


def reading(text: str = "Il porto riapre.", *, hours: int = 0, **fields: Any) -> Article:
    """Return an article as extraction gives it, captured *hours* after the start."""
    return Article(
        **{
            "id": "0" * 31 + "1",
            "source": "giornale.example",
            "url": URL,
            "headline": "Il porto",
            "text": text,
            "char_count": len(text),
            "content_hash": f"sha256:{hash((text, fields.get('headline')))}",
            "capture_time": stamp(START + timedelta(hours=hours)),
            "warc_record_id": f"urn:uuid:{hours}",
            "payload_digest": f"sha1:{hours}",
            **fields,
        }
    )


def test_the_first_reading_is_revision_one(versions: Versions) -> None:
    settled = versions.settle(reading())

    assert settled.change == "new"
    assert settled.article.revision == 1
    assert settled.article.revision_id == "0" * 31 + "1-1"
    assert settled.article.previous_hash is None


def test_the_same_words_again_are_no_revision(versions: Versions) -> None:
    versions.settle(reading())
    settled = versions.settle(reading(hours=1))

    assert settled.change == "unchanged"
    assert settled.article.revision == 1


def test_an_edit_is_a_revision_that_names_what_changed(versions: Versions) -> None:
    first = versions.settle(reading()).article
    settled = versions.settle(reading("Il porto riapre domani.", hours=1))

    assert settled.change == "changed"
    assert settled.changed == ("text",)
    assert settled.article.revision == 2
    assert settled.article.previous_hash == first.content_hash
    assert settled.article.first_seen == first.capture_time


def test_going_back_to_the_old_words_is_an_edit_too(versions: Versions) -> None:
    versions.settle(reading())
    versions.settle(reading("Il porto riapre domani.", hours=1))
    settled = versions.settle(reading(hours=2))

    assert settled.change == "changed"
    assert settled.article.revision == 3


def test_a_record_settled_twice_counts_once(versions: Versions) -> None:
    versions.settle(reading())
    versions.settle(reading("Il porto riapre domani.", hours=1))
    again = versions.settle(reading())

    assert again.change == "known"
    assert again.article.revision == 1


def test_a_copy_of_a_record_in_another_place_changes_nothing(versions: Versions) -> None:
    versions.settle(reading(warc_file="a.warc", warc_offset=9))
    edited = versions.settle(reading("Il porto riapre domani.", hours=1, warc_file="a.warc", warc_offset=99))
    copy = versions.settle(reading(warc_file="a.warc.gz", warc_offset=7))

    assert copy.change == "unchanged"
    assert edited.article.revision == 2


@pytest.mark.parametrize("record_id", [None, "urn:uuid:1"])
def test_records_of_no_id_or_of_one_id_are_told_apart_by_their_place(versions: Versions, record_id: str | None) -> None:
    other = {"id": "0" * 31 + "2", "url": f"{URL}2", "headline": "La diga"}
    told = []
    for _ in range(2):
        told += [
            versions.settle(reading(text, warc_record_id=record_id, warc_file="a.warc", warc_offset=offset, **fields))
            for offset, (text, fields) in enumerate([("Uno.", {}), ("Due.", {}), ("Una diga.", other)])
        ]

    assert [settled.change for settled in told] == ["new", "changed", "new", "known", "known", "known"]
    assert [settled.article.revision for settled in told[:3]] == [1, 2, 1]


def test_a_new_date_over_the_same_words_is_an_event(versions: Versions) -> None:
    versions.settle(reading(modified="2026-03-01T09:00:00+01:00"))
    settled = versions.settle(reading(hours=1, modified="2026-03-01T10:00:00+01:00"))

    assert settled.change == "unchanged"
    assert settled.events == ("modified_date_only",)


def test_a_paywall_does_not_replace_the_text_by_its_teaser(versions: Versions) -> None:
    versions.settle(reading("Una lunga notizia. " * 40, paywalled=False))
    settled = versions.settle(reading("Una lunga notizia.", hours=1, paywalled=True))

    assert settled.change == "unchanged"
    assert settled.events == ("paywalled",)


def test_an_article_that_answers_404_is_gone_once_and_keeps_its_revisions(versions: Versions) -> None:
    versions.settle(reading())
    first = versions.gone(URL, START + timedelta(hours=1), "urn:uuid:x", 404)
    second = versions.gone(URL, START + timedelta(hours=2), "urn:uuid:y", 404)

    assert (first, second) == (True, False)
    assert versions.settle(reading()).article.revision == 1


def test_an_article_that_comes_back_is_told(versions: Versions) -> None:
    versions.settle(reading())
    versions.gone(URL, START + timedelta(hours=1), "urn:uuid:x", 404)
    settled = versions.settle(reading(hours=2))

    assert settled.events == ("back",)
    assert settled.change == "unchanged"


def test_a_404_at_an_unknown_url_is_no_event(versions: Versions) -> None:
    assert versions.gone("https://giornale.example/altro", START, "urn:uuid:x", 404) is False


def test_a_moved_article_keeps_its_id(versions: Versions) -> None:
    first = versions.settle(reading()).article
    new_url = "https://giornale.example/2026/porto-nuovo-1"
    versions.moved(URL, START + timedelta(hours=1), "urn:uuid:r", new_url)
    settled = versions.settle(reading(hours=1, id="f" * 32, url=new_url, requested_url=URL))

    assert settled.article.id == first.id
    assert settled.change == "unchanged"


def test_a_payload_seen_before_another_is_read_again(versions: Versions) -> None:
    versions.settle(reading())
    versions.settle(reading("Il porto riapre domani.", hours=1))

    assert versions.shows(URL, "sha1:1") is True
    assert versions.shows(URL, "sha1:0") is False


def test_an_article_seen_at_its_new_address_first_keeps_its_id_by_its_number(versions: Versions) -> None:
    first = versions.settle(reading(url="https://giornale.example/a/porto-10023.html")).article
    elsewhere = "https://giornale.example/archivio/il-porto-10023.html"
    settled = versions.settle(reading("Il porto riapre domani.", hours=1, id="f" * 32, url=elsewhere))

    assert settled.article.id == first.id
    assert settled.change == "changed"
    assert versions.article_at(elsewhere) == first.id


def test_two_articles_of_one_number_that_say_nothing_alike_are_two(versions: Versions) -> None:
    versions.settle(reading(url="https://giornale.example/a/porto-10023.html"))
    other = reading("Altro.", hours=1, id="f" * 32, url="https://giornale.example/b/x-10023.html", headline="Il ponte")

    assert versions.settle(other).change == "new"


def test_the_same_words_and_moment_at_an_address_without_number_are_one_article(versions: Versions) -> None:
    moment = {"published": "2026-03-01T08:00:00+01:00", "published_granularity": "minute"}
    versions.settle(reading(**moment))
    again = reading(hours=1, id="f" * 32, url="https://giornale.example/archivio/porto", **moment)

    assert versions.settle(again).change == "unchanged"


def test_one_wall_before_all_articles_does_not_make_them_one(versions: Versions) -> None:
    versions.settle(reading("Accetta i cookie."))
    other = reading("Accetta i cookie.", hours=1, id="f" * 32, url="https://giornale.example/altro")

    assert versions.settle(other).change == "new"


def test_a_redirect_to_another_text_does_not_edit_the_article(versions: Versions) -> None:
    versions.settle(reading())
    wall = reading(
        "Abbonati.",
        hours=1,
        id="f" * 32,
        url="https://giornale.example/abbonati",
        requested_url=URL,
        headline="Offerta",
    )

    assert versions.settle(wall).change == "new"
    assert versions.article_at(URL) == "0" * 31 + "1"


def test_a_redirect_told_again_is_one_move(versions: Versions) -> None:
    versions.settle(reading())
    target = "https://giornale.example/2026/porto-nuovo-1"
    told = [versions.moved(URL, START + timedelta(hours=n), f"urn:uuid:r{n}", target) for n in (1, 2)]

    assert told == [True, False]


def test_a_first_date_of_change_over_the_same_words_is_an_event(versions: Versions) -> None:
    versions.settle(reading(published="2026-03-01T08:00:00+01:00"))
    settled = versions.settle(reading(hours=1, modified="2026-03-01T09:00:00+01:00"))

    assert settled.events == ("modified_date_only",)


def test_the_same_moment_in_another_zone_is_no_new_date(versions: Versions) -> None:
    versions.settle(reading(modified="2026-03-01T09:00:00+01:00"))

    assert versions.settle(reading(hours=1, modified="2026-03-01T08:00:00+00:00")).events == ()


def test_a_teaser_that_changes_behind_the_wall_is_no_revision(versions: Versions) -> None:
    versions.settle(reading("Una lunga notizia. " * 40, paywalled=False))
    versions.settle(reading("Una lunga notizia.", hours=1, paywalled=True))
    later = versions.settle(reading("Una notizia.", hours=2, paywalled=True))

    assert (later.change, later.events) == ("unchanged", ())


def test_the_text_behind_an_opened_wall_is_the_good_version_again(versions: Versions) -> None:
    versions.settle(reading("Una lunga notizia. " * 40, paywalled=False))
    versions.settle(reading("Una lunga notizia.", hours=1, paywalled=True))
    opened = versions.settle(reading("Una lunga notizia. " * 40, hours=2, paywalled=False))

    assert (opened.change, opened.events) == ("unchanged", ("opened",))


def test_an_article_that_comes_back_unchanged_by_304_is_told(versions: Versions) -> None:
    versions.settle(reading())
    versions.gone(URL, START + timedelta(hours=1), "urn:uuid:x", 404)
    versions.still_there(URL, START + timedelta(hours=2), "urn:uuid:y")

    assert versions.gone(URL, START + timedelta(hours=3), "urn:uuid:z", 404) is True


def test_an_older_record_settled_again_changes_nothing(versions: Versions) -> None:
    versions.settle(reading())
    versions.settle(reading(hours=1))
    versions.settle(reading("Il porto riapre domani.", hours=2))
    again = versions.settle(reading(hours=1), again=True)

    assert (again.change, again.article.revision) == ("unchanged", 2)
