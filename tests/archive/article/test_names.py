"""Persons, houses and jobs in the bylines of many languages."""

import pytest

from archive.article.names import has_name_form, is_house, is_person, split_names, without_lead


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("di Mauro Romano", ("Mauro Romano",)),
        ("By Jane Doe and John O'Roe, Political Editor", ("Jane Doe", "John O'Roe")),
        ("Von Anna Schmidt, Jörg Müller und Lea Wagner", ("Anna Schmidt", "Jörg Müller", "Lea Wagner")),
        ("Par Jean-Pierre Dupont", ("Jean-Pierre Dupont",)),
        ("Por Ana María de la Fuente", ("Ana María de la Fuente",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("بقلم: محمد علي", ("محمد علي",)),
        ("Mathatisi Sebusi/Mohalenyane Phakela", ("Mathatisi Sebusi", "Mohalenyane Phakela")),
        ("JÖRG ZSCHOCHE", ("JÖRG ZSCHOCHE",)),
        ("Dr. Anna Bianchi", ("Dr. Anna Bianchi",)),
    ],
)
def test_persons_are_named(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("記者 王小明", ("王小明",)),
        ("（記者王小明／台北報導）", ("王小明",)),
        ("本报记者 张三 李四", ("张三", "李四")),
        ("文/王小明", ("王小明",)),
        ("조해람 기자", ("조해람",)),
        ("김철수 특파원, 이영희 기자", ("김철수", "이영희")),
        ("松岡大地", ("松岡大地",)),
    ],
)
def test_east_asian_names_are_told_from_their_jobs(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons


@pytest.mark.parametrize(
    ("line", "house"),
    [
        ("di Mauro Romano - Class Editori", "Class Editori"),
        ("Di REDAZIONE", "REDAZIONE"),
        ("by AFP", "AFP"),
        ("Von dpa", "dpa"),
        ("Quelle: sid", "sid"),
        ("Par Jean Dupont (avec AFP)", "AFP"),
        ("Anna Rossi | The Texas Newsroom", "The Texas Newsroom"),
    ],
)
def test_houses_stand_apart(line: str, house: str) -> None:
    persons, houses = split_names(line)

    assert houses == (house,)
    assert house not in persons


@pytest.mark.parametrize(
    "line",
    ["Political Editor", "Aggiornato il 3 maggio", "Leggi tutto", "5 min read", "Subscribe to our newsletter", "", "-"],
)
def test_what_is_no_name_names_nobody(line: str) -> None:
    assert split_names(line)[0] == ()


def test_the_sites_own_name_is_no_person() -> None:
    assert not is_person("Alto Adige", frozenset({"alto adige"}))


def test_a_portuguese_surname_with_e_is_one_person() -> None:
    assert split_names("João Melo e Castro")[0] == ("João Melo e Castro",)


def test_two_persons_joined_by_e_are_two() -> None:
    assert split_names("di Mario Rossi e Anna Verdi")[0] == ("Mario Rossi", "Anna Verdi")


@pytest.mark.parametrize("line", ["Von Capital Autor Jemima Kelly", "Our correspondent Jemima Kelly"])
def test_a_job_before_the_name_is_cut(line: str) -> None:
    assert split_names(line)[0] == ("Jemima Kelly",)


def test_rubrics_behind_a_bar_are_no_persons() -> None:
    assert split_names("by Anna Neri | 2 May | House and Garden, Spring Ideas")[0] == ("Anna Neri",)


def test_nobody_is_neither_person_nor_house() -> None:
    assert split_names("admin") == ((), ())


@pytest.mark.parametrize(("line", "rest"), [("Di Anna Neri", "Anna Neri"), ("Testo di: Anna Neri", "Anna Neri")])
def test_the_words_that_open_a_byline_go(line: str, rest: str) -> None:
    assert without_lead(line) == rest


def test_a_sentence_has_no_name_form() -> None:
    assert not has_name_form("La città aspetta il ponte da anni")


def test_agencies_are_houses() -> None:
    assert all(is_house(name) for name in ("ANSA", "Agence France-Presse", "Associated Press", "Redaktion"))
