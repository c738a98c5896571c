"""The health of sources: each trouble is seen, and those without one are left in peace."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from archive.collection import Collection
from archive.store.articles import ArticleWriter
from archive.store.health import Health, SourceHealth, examine
from tests.archive.store.newsroom import made_up
from tests.archive.store.weeks import LAST, PAPERS, Paper, but, ten_weeks, weekly


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Health:
    return examine(ten_weeks(tmp_path_factory.mktemp("weeks") / "c"), day=LAST)


def of(health: Health, source: str) -> SourceHealth:
    return next(one for one in health.sources if one.source == source)


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("gazzetta", "well"),
        ("corriere", "silent"),
        ("tagblatt", "broken"),
        ("lokalblatt", "few"),
        ("estrella", "many"),
        ("lumiere", "failing"),
        ("montagna", "well"),
        ("nuovo", "new"),
        ("dormiente", "not crawled"),
    ],
)
def test_each_trouble_is_seen(health: Health, source: str, verdict: str) -> None:
    assert of(health, source).verdict == verdict


def test_the_worst_stands_first(health: Health) -> None:
    assert [one.verdict for one in health.sources][:2] == ["silent", "failing"]
    assert health.sources[-1].verdict == "well"


def test_a_silence_is_told_with_its_length(health: Health) -> None:
    assert of(health, "corriere").findings == ["no new article for 4 days; the longest silence before was 0 days"]
    assert of(health, "corriere").last_new == LAST - timedelta(days=4)


def test_a_weekly_paper_may_be_silent_for_a_week(health: Health) -> None:
    assert of(health, "montagna").quiet_days == 1
    assert of(health, "montagna").findings == []


def test_a_silent_sunday_is_no_silence(tmp_path: Path) -> None:
    sunday = LAST - timedelta(days=5)
    collection = ten_weeks(tmp_path / "c", (Paper(source="tagblatt", volume=weekly(18, 0)),))

    assert sunday.weekday() == 6
    assert examine(collection, day=sunday).sources[0].verdict == "well"


def test_volume_is_held_against_the_same_weekday(tmp_path: Path) -> None:
    sunday = LAST - timedelta(days=5)
    collection = ten_weeks(tmp_path / "c", (Paper(source="gazzetta", volume=weekly(24, 9)),))

    assert examine(collection, day=sunday).sources[0].usual == (9, 9)
    assert examine(collection, day=LAST).sources[0].usual == (24, 28)


def test_fields_that_are_filled_no_more_are_named(health: Health) -> None:
    fell = {fill.field for fill in of(health, "tagblatt").fills if fill.fell}

    assert fell == {"authors", "standfirst"}
    assert "authors 78% to 0%" in of(health, "tagblatt").findings[0]


def test_a_field_that_half_the_articles_have_may_waver(health: Health) -> None:
    assert not [fill for fill in of(health, "gazzetta").fills if fill.fell]


def test_counts_come_from_the_state(health: Health) -> None:
    days = of(health, "gazzetta").days

    assert (days[0].day, days[-1].day) == (LAST - timedelta(days=13), LAST + timedelta(days=1))
    assert days[-2].fetched == 12 + days[-2].new


def test_discovery_is_reconciled_with_what_became_of_it(health: Health) -> None:
    found = {one.by: one for one in of(health, "gazzetta").discovery}

    assert set(found) == {"feed", "section", "sitemap"}
    assert all(one.articles < one.fetched == one.found for one in found.values())


def test_a_run_that_was_killed_has_no_end(health: Health) -> None:
    assert [run.reason for run in health.runs].count(None) == 1


def test_without_state_the_lines_say_what_they_can(tmp_path: Path) -> None:
    paper = Paper(source="corriere", volume=but(weekly(30, 12), 4, 0))
    one = examine(ten_weeks(tmp_path / "c", (paper,), state=False), day=LAST).sources[0]

    assert one.verdict == "silent"
    assert sum(day.new for day in one.days) == sum(one.new[-14:])


def test_a_short_report_judges_as_a_long_one(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c")
    short, long = (examine(collection, day=LAST, days=days) for days in (1, 30))

    assert [one.verdict for one in short.sources] == [one.verdict for one in long.sources]


def test_what_came_today_is_shown_and_not_judged(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c", (Paper(source="gazzetta", volume=weekly(24, 9)),), state=False)
    today = (LAST + timedelta(days=1)).isoformat()
    with ArticleWriter(collection.articles) as writer:
        for number in range(300):
            writer.append(replace(made_up(number, bare=True), source="gazzetta", capture_time=f"{today}T04:00:00Z"))
    one = examine(collection, day=LAST).sources[0]

    assert one.verdict == "well"
    assert one.days[-1].new == 300
    assert not [fill for fill in one.fills if fill.fell]


def test_an_empty_collection_has_no_sources(tmp_path: Path) -> None:
    assert examine(Collection.create(tmp_path / "c"), day=date(2024, 1, 1)).sources == []


def test_only_files_of_the_days_that_matter_are_read(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c", PAPERS[:1], state=False)
    old = collection.articles / "gazzetta" / "2020-01-01.jsonl"
    old.write_bytes(b"not even JSON\n" * 1000)
    old.chmod(0)
    try:
        assert examine(collection, day=LAST).sources[0].verdict == "well"
    finally:
        old.chmod(0o644)


def test_a_newspaper_that_got_a_profile_is_one_source_with_what_it_was_before(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c", (Paper(source="gazzetta.example", volume=weekly(24, 9)),))
    before = of(examine(collection, day=LAST), "gazzetta.example")
    text = 'id = "gazzetta"\n[start]\nsections = ["https://gazzetta.example.example/"]\n'
    (collection.sources / "gazzetta.toml").write_text(text, "utf-8")
    (collection.sources / "altro.toml").write_text(text.replace("gazzetta", "altro"), "utf-8")
    health = examine(collection, day=LAST)

    assert [one.source for one in health.sources] == ["gazzetta"]
    # A crawl moves the pages, and with them what named the new ones.
    assert health.sources[0] == msgspec.structs.replace(before, source="gazzetta", discovery=[])


def test_profiles_that_cannot_be_read_are_no_matter_of_the_report(tmp_path: Path) -> None:
    collection = ten_weeks(tmp_path / "c", (Paper(source="gazzetta.example", volume=weekly(24, 9)),))
    (collection.sources / "gazzetta.toml").write_text("id = ", "utf-8")

    assert [one.source for one in examine(collection, day=LAST).sources] == ["gazzetta.example"]
