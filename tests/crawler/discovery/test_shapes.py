"""Shapes of a site's addresses, learned from pages that proved to be articles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sources.patterns import pattern_problem
from crawler.discovery.shapes import MAX_SHAPES, Shapes, article_key, pattern_of, shape_of

ADDRESSES = {
    "https://g.example/economia/2024/03/01/il-porto-riapre-10023.html": "/{name}/{date}/{slug}-{digits}.html",
    "https://g.example/economia/2024-03-01/il-porto-riapre_10023/": "/{name}/{date}/{slug}_{digits}/",
    "https://g.example/politik/regierung-beschliesst-gesetz-a-1234567.html": "/{name}/{slug}-{digits}.html",
    "https://g.example/news/a/17": "/{name}/a/{digits}",
    "https://g.example/tag/porto": "/tag/{name}",
    "https://g.example/world/a-long-story-60a0111a-c2d2-46c8-9e93-b16a374e6ba8": "/{name}/{slug}-{id}",
    "https://g.example/123456-il-porto-riapre": "/{digits}-{slug}",
    "https://g.example/?p=1234": "/?p",
    "https://g.example/": "/",
}


@pytest.mark.parametrize(("url", "shape"), ADDRESSES.items())
def test_an_address_has_its_shape(url: str, shape: str) -> None:
    assert shape_of(url) == shape


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_pattern_of_a_shape_matches_its_addresses_and_is_no_danger(url: str) -> None:
    pattern = pattern_of(shape_of(url))

    assert re.search(pattern, url)
    assert pattern_problem(pattern) is None


def test_articles_of_one_site_share_a_shape_and_its_tags_do_not() -> None:
    shapes = {shape_of(f"https://g.example/{section}/2024/03/0{n}/un-titolo-di-prova-{n}234.html")
              for section, n in (("economia", 1), ("sport", 2))}  # fmt: skip

    assert len(shapes) == 1
    assert shape_of("https://g.example/tag/porto") not in shapes


def test_a_shape_that_gave_articles_is_trusted() -> None:
    shapes = Shapes()
    for n in range(2):
        shapes.learn(f"https://g.example/economia/il-porto-riapre-{n}0023", article=True)

    assert shapes.says("https://g.example/sport/una-partita-difficile-99999") is True


def test_one_article_is_too_few_to_trust_a_shape() -> None:
    shapes = Shapes()
    shapes.learn("https://g.example/economia/il-porto-riapre-10023", article=True)

    assert shapes.says("https://g.example/sport/una-partita-difficile-99999") is None


def test_a_shape_is_dropped_after_three_pages_that_were_no_articles() -> None:
    shapes = Shapes()
    verdicts = []
    for n in range(3):
        shapes.learn(f"https://g.example/list/{n}0000", article=False)
        verdicts.append(shapes.says("https://g.example/list/99999"))

    assert verdicts == [None, None, False]


def test_one_article_keeps_a_shape_alive() -> None:
    shapes = Shapes()
    shapes.learn("https://g.example/x/10000", article=True)
    for n in range(5):
        shapes.learn(f"https://g.example/x/{n}0001", article=False)

    assert shapes.says("https://g.example/x/99999") is None


def test_what_was_kept_is_known_again() -> None:
    shapes = Shapes.of_rows([("/x/{digits}", 2, 0), ("/y/{digits}", 0, 3)])

    assert shapes.says("https://g.example/x/99999") is True
    assert shapes.says("https://g.example/y/99999") is False


def test_memory_is_bounded() -> None:
    shapes = Shapes()
    for n in range(MAX_SHAPES + 50):
        shapes.learn(f"https://g.example/?q{n}=1", article=False)

    assert len(shapes._seen) == MAX_SHAPES


def test_an_id_with_two_slugs_is_one_article() -> None:
    first = article_key("https://www.g.example/economia/il-porto-riapre-10023.html")
    second = article_key("https://g.example/liguria/riapre-il-porto-di-genova-10023.html?ref=home")

    assert first == second == "g.example 10023"


@pytest.mark.parametrize(
    "url",
    [
        "https://g.example/nacional/220426/detenido-colombia-contable",
        "https://g.example/politica/una-semana-en-la-cuerda-floja-nid03052022/",
        "https://g.example/2024/03/01/il-porto-riapre",
        "https://g.example/20240301/il-porto-riapre",
        "https://g.example/kultur/stueck-11222-und-33444.html",
        "https://g.example/il-porto-riapre",
    ],
)
def test_a_number_that_may_be_a_day_or_one_of_two_names_no_article(url: str) -> None:
    assert article_key(url) is None


@given(st.text(max_size=80))
def test_any_address_has_a_shape_and_perhaps_a_key(text: str) -> None:
    url = f"https://g.example/{text}"

    assert shape_of(url).startswith("/") or shape_of(url) == ""
    assert article_key(url) is None or article_key(url)
