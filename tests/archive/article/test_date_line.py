"""Parts of a date line: what belongs together."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.date_forms import Setting
from archive.article.date_grammar import Grammar
from archive.article.date_line import Assembler, Line
from archive.article.date_tokens import tokens_of
from archive.article.folding import fold
from archive.article.lexicon import lexicon_of


def assemble(line: str, language: str = "it") -> Line:
    setting = Setting(language=language, country=None, order=None, today=date(2019, 5, 10))
    return Assembler(Grammar(tokens_of(line, fold(line), lexicon_of(language)), setting)).assemble()


def roles(line: str, language: str = "it") -> list[str | None]:
    return [part.role for part in assemble(line, language).parts]


@pytest.mark.parametrize(
    ("line", "language"),
    [("2 aprile 2019, ore 20:42", "it"), ("20:42 - 02/04/2019", "it"), ("Apr 2, 2019 at 8:42 pm EST", "en")],
)
def test_a_day_and_its_clock_time_are_one_part(line: str, language: str) -> None:
    parts = assemble(line, language).parts

    assert len(parts) == 1
    assert parts[0].date is not None
    assert parts[0].time is not None
    assert (parts[0].time.hour, parts[0].time.minute) == (20, 42)


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("Pubblicato il 2 aprile 2019, aggiornato il 3 aprile 2019", "it", ["published", "modified"]),
        ("Updated: 3 April 2019 | Published: 2 April 2019", "en", ["modified", "published"]),
        ("2019.04.02 20:42 입력 2019.04.03 09:05 수정", "ko", ["published", "modified"]),
        ("2 aprile 2019 3 aprile 2019", "it", [None, None]),
    ],
)
def test_a_label_belongs_to_its_date(line: str, language: str, expected: list[str | None]) -> None:
    assert roles(line, language) == expected


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("2 - 5 aprile 2019", "it"),
        ("dal 2 al 5 aprile 2019", "it"),
        ("2 aprile - 5 aprile 2019", "it"),
        ("2.-5. April 2019", "de"),
        ("12.–14. juni 2018", "nb"),
    ],
)
def test_the_ends_of_a_range_are_refused_or_vetoed(line: str, language: str) -> None:
    parts = assemble(line, language).parts

    assert parts
    assert all(part.refused or part.vetoed for part in parts)


@pytest.mark.parametrize(
    ("line", "language"),
    [("nato il 2 aprile 1975", "it"), ("valid until 2 April 2019", "en"), ("Gesetz vom 2. April", "de")],
)
def test_a_birth_a_law_a_deadline_are_vetoed(line: str, language: str) -> None:
    assert [part.vetoed for part in assemble(line, language).parts] == [True]


@pytest.mark.parametrize(("line", "language"), [("durata 12:30", "it"), ("Lesezeit: 3:20", "de")])
def test_how_long_something_takes_is_no_clock_time(line: str, language: str) -> None:
    assert assemble(line, language).parts == []


def test_a_zone_needs_a_clock_time_before_it() -> None:
    assert assemble("2 aprile 2019, 20:42 CEST").parts[0].zone is not None
    assert assemble("CEST 2 aprile 2019").parts[0].zone is None


def test_today_s_name_beside_a_date_is_no_second_day() -> None:
    parts = assemble("oggi, 2 aprile 2019").parts

    assert len(parts) == 1
    assert parts[0].date is not None


@given(line=st.text("02468:./- aprilefgoAMutc,|()", max_size=40), language=st.sampled_from(["it", "en", "de"]))
def test_parts_stand_in_order_and_do_not_overlap(line: str, language: str) -> None:
    parts = assemble(line, language).parts

    assert all(part.start < part.end for part in parts)
    assert all(one.end <= two.start for one, two in pairwise(parts))
