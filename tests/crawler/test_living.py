"""A newspaper that edits, moves, deletes and hides its articles: every revision and no other, by few requests."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.schedule import LADDER
from tests.newspaper.kept import otherwise, rebuilt
from tests.newspaper.living import Living
from tests.newspaper.newsroom import Piece
from tests.newspaper.simulate import Harvest, differences, harvest, looks_after

pytestmark = pytest.mark.slow

DAYS = 9
STEP_HOURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What nine days came to."""

    paper: Living
    folder: Path
    harvests: tuple[Harvest, ...]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("lived") / "news"
    with Living(days=DAYS) as paper:
        harvests = [harvest(paper, folder, *paper.sections)]
        for _ in range(DAYS * 24 // STEP_HOURS):
            paper.clock.advance(hours=STEP_HOURS)
            harvests.append(harvest(paper, folder))
        yield Lived(paper=paper, folder=folder, harvests=tuple(harvests))


def emeroteca(*arguments: str) -> str:
    command = [sys.executable, "-m", "archive.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def edited(lived: Lived) -> Piece:
    """Return an article that has been seen in two revisions and no more."""
    twice = [number for number, expected in lived.paper.expected().items() if len(expected.texts) == 2]
    return next(piece for piece in lived.paper.pieces if piece.number == twice[0])


def url_of(lived: Lived, piece: Piece) -> str:
    now = lived.paper.standing(piece.number)
    assert now is not None
    return lived.paper.url + now.path


def test_every_run_ends_well(lived: Lived) -> None:
    assert {one.exit_code for one in lived.harvests} == {0}


def test_every_article_is_found_within_a_day(lived: Lived) -> None:
    yesterday = lived.paper.clock.now - timedelta(days=1)
    appeared = {p.number for p in lived.paper.pieces if p.standing(yesterday)}

    assert appeared - lived.paper.expected().keys() == set()


def test_every_revision_and_event_is_told_and_no_other(lived: Lived) -> None:
    # Each line starts with the number of an article, or with the URL of what should be none.
    assert [line for line in differences(lived.paper, lived.folder) if line[0].isdigit()] == []


def test_a_quiet_article_is_asked_as_the_ladder_says(lived: Lived) -> None:
    # Harvests are six hours apart, so the first rung waits for the next of them, and the second for the one after.
    quiet = [p.number for p in lived.paper.pieces[:15] if not p.happenings]
    ages = [round(rung.total_seconds() / 3600) for rung in LADDER]

    assert ages[:4] == [1, 6, 24, 168]
    assert {tuple(round(age) for age in looks_after(lived.paper, n)) for n in quiet} == {(6, 12, 24, 168)}


def test_no_article_is_asked_twice_in_a_run(lived: Lived) -> None:
    asked = [(look.at, look.path) for look in lived.paper.looks() if look.article is not None]

    assert len(asked) == len(set(asked))


def test_what_is_known_is_asked_conditionally(lived: Lived) -> None:
    seen: set[str] = set()
    unconditional = []
    for look in lived.paper.looks():
        if look.path in seen and look.status == 200 and not look.conditional and look.path != "/robots.txt":
            unconditional.append(look.path)
        seen.add(look.path)

    assert unconditional == []


def test_a_rebuild_tells_the_same_lines_revisions_and_events(lived: Lived, tmp_path: Path) -> None:
    assert otherwise(lived.folder, rebuilt(lived.folder, tmp_path / "again")) == []


def test_versions_shows_each_revision_with_its_capture(lived: Lived) -> None:
    url = url_of(lived, edited(lived))
    rows = [json.loads(r) for r in emeroteca("versions", url, "--collection", str(lived.folder), "--json").splitlines()]

    assert [row["revision"] for row in rows] == [1, 2]
    assert rows[1]["changed"]
    for row in rows:
        assert (lived.folder / "archive" / row["warc_file"]).stat().st_size > row["warc_offset"]


def test_diff_shows_the_words_of_the_edit(lived: Lived) -> None:
    piece = edited(lived)
    now = lived.paper.standing(piece.number)
    assert now is not None
    told = emeroteca("diff", url_of(lived, piece), "--collection", str(lived.folder))

    assert "{+" in told
    assert piece.author.split()[-1] in told or any(p[:20] in told for p in now.text.paragraphs)


def test_a_moved_article_is_one_by_either_address(lived: Lived) -> None:
    moved = next(p for p in lived.paper.pieces if (s := p.standing(lived.paper.clock.now)) and s.old_path)
    now = lived.paper.standing(moved.number)
    assert now is not None
    both = [
        emeroteca("versions", lived.paper.url + str(path), "--collection", str(lived.folder), "--json")
        for path in (now.path, now.old_path)
    ]

    assert both[0] == both[1]
