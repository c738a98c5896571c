"""Who signs: a person, or a house."""

from dataclasses import replace

import pytest

from archive.store.dumps.signatures import signs_collectively
from tests.archive.store.newsroom import made_up

ARTICLE = replace(made_up(1), source="portico.example", agency="Class Editori")


@pytest.mark.parametrize(
    "name", ["dpa", "Redazione ANSA", "Sports Desk", "Class Editori", "Le Courrier et AFP", "Portico"]
)
def test_an_agency_a_desk_and_the_newspaper_are_houses(name: str) -> None:
    assert signs_collectively(ARTICLE, name)


@pytest.mark.parametrize("name", ["Anna Neri", "Jean de La Fontaine", "Lillie", "danah boyd", "王小明"])
def test_names_and_pen_names_are_persons(name: str) -> None:
    assert not signs_collectively(ARTICLE, name)


def test_who_writes_on_a_site_of_the_same_name_is_a_person() -> None:
    article = replace(made_up(1), source="anna-neri.example", agency=None)

    assert not signs_collectively(article, "Anna Neri")
