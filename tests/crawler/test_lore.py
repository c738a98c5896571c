"""What a site's pages teach of its addresses."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.store.state import State
from crawler.discovery.shapes import MAX_SHAPES
from crawler.frontier import Frontier
from crawler.lore import KEYS_TO_TRUST, Lore
from crawler.pages import Found
from tests.crawler.desk import HERE, NOW, SOURCE, Desk, listing


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


def fetch(state: State, lore: Lore, path: str, article: str | None) -> None:
    """Let the page be known to the frontier, and proved."""
    Frontier(state, {SOURCE.id}, NOW).add([Found(url=HERE + path, kind="article")], SOURCE.id, NOW)
    lore.proved(SOURCE, HERE + path, article=article)


def learned(state: State) -> Lore:
    lore = Lore(state)
    for n in range(KEYS_TO_TRUST):
        fetch(state, lore, f"/cronaca/il-porto-riapre-{10020 + n}.html", f"article {n}")
    return lore


def test_what_was_learned_is_kept_in_the_state(state: State) -> None:
    learned(state)
    again = Lore(state).shapes(SOURCE)

    assert again.says(f"{HERE}/sport/la-squadra-vince-ancora-99999.html") is True


def test_pages_that_are_none_teach_too(state: State) -> None:
    lore = Lore(state)
    for n in range(3):
        fetch(state, lore, f"/servizi/pagina/{n}", None)

    assert lore.shapes(SOURCE).says(f"{HERE}/servizi/pagina/7") is False


def test_another_slug_of_a_known_article_is_told_once_numbers_proved_to_name_articles(state: State) -> None:
    lore = learned(state)

    assert lore.is_other_slug(SOURCE, f"{HERE}/cronaca/riaperto-il-porto-10020.html")
    assert not lore.is_other_slug(SOURCE, f"{HERE}/cronaca/il-porto-riapre-10020.html")
    assert not lore.is_other_slug(SOURCE, f"{HERE}/cronaca/un-altro-articolo-77777.html")


def test_few_articles_are_no_proof(state: State) -> None:
    lore = Lore(state)
    fetch(state, lore, "/cronaca/il-porto-riapre-10020.html", "article")

    assert not lore.is_other_slug(SOURCE, f"{HERE}/cronaca/riaperto-il-porto-10020.html")


def test_a_number_that_named_two_articles_names_none(state: State) -> None:
    lore = learned(state)
    fetch(state, lore, "/speciale/ponte-1234567/primo-articolo.html", "one")
    fetch(state, lore, "/speciale/ponte-1234567/secondo-articolo.html", "two")

    assert not lore.is_other_slug(SOURCE, f"{HERE}/cronaca/riaperto-il-porto-10020.html")


def test_an_address_that_no_longer_answers_gives_way_to_the_other_slug(state: State) -> None:
    lore = learned(state)
    state.write("UPDATE pages SET misses = 1 WHERE url LIKE '%10020.html'")

    assert not lore.is_other_slug(SOURCE, f"{HERE}/cronaca/riaperto-il-porto-10020.html")


def test_the_profiles_own_id_needs_no_proof(state: State) -> None:
    source = replace(SOURCE, article_id=r"/(?P<id>\d{3})-")
    lore = Lore(state)
    Frontier(state, {source.id}, NOW).add([Found(url=f"{HERE}/123-il-porto", kind="article")], source.id, NOW)
    lore.proved(source, f"{HERE}/123-il-porto", article="article")

    assert lore.is_other_slug(source, f"{HERE}/123-il-porto-riapre")


def test_a_site_of_endless_shapes_fills_no_state(state: State) -> None:
    lore = Lore(state)
    for n in range(MAX_SHAPES + 50):
        lore.proved(SOURCE, f"{HERE}/{'x/' * (n % 25)}a?{n}=1", article=None)

    assert state.read("SELECT count(*) FROM shapes") == [(MAX_SHAPES,)]


def test_a_section_page_leads_to_no_second_slug(tmp_path: Path) -> None:
    desk = Desk.of(tmp_path)
    learned(desk.state)
    new = desk.show(
        "/cronaca/", listing(["/cronaca/riaperto-il-porto-10020.html", "/cronaca/nuovo-il-ponte-88888.html"])
    )
    desk.state.close()

    assert new == 1
    assert desk.tally.known == 1
