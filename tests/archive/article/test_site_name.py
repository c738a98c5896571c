"""The site's name, cut off a title."""

import time

import pytest

from archive.article.site_name import without_own_name, without_site_name


@pytest.mark.parametrize(
    ("title", "site", "plain"),
    [
        ("Ponte chiuso - La Voce", "la voce", "Ponte chiuso"),
        ("Ponte chiuso | Cronaca | La Voce", "la voce", "Ponte chiuso"),
        ("La Voce: Ponte chiuso", "la voce", "La Voce: Ponte chiuso"),
        ("Bridge shut to lorries – BR24 Nachrichten", "br24", "Bridge shut to lorries"),
        ("Bridge shut - and nobody knows why", "the post", "Bridge shut - and nobody knows why"),
        ("橋が通行止めに：みずうみ新聞", "みずうみ新聞", "橋が通行止めに"),
    ],
)
def test_the_sites_name_is_cut_off(title: str, site: str, plain: str) -> None:
    assert without_site_name(title, frozenset({site})) == plain


def test_what_follows_the_printed_heading_in_a_title_is_cut() -> None:
    assert (
        without_site_name("Ponte chiuso - Regione - Sei qui", frozenset(), frozenset({"ponte chiuso"}))
        == "Ponte chiuso"
    )


def test_a_title_of_endless_parts_is_left_soon() -> None:
    began = time.process_time()
    title = "Ponte - " * 50_000

    assert without_site_name(title, frozenset({"gazzetta"}), frozenset({"strada"})) == title
    assert time.process_time() - began < 1


@pytest.mark.parametrize("title", ["Chi legge La Voce", "Ponte - La Voce", "Il ponte - chiuso - da ieri"])
def test_a_printed_heading_loses_only_the_very_name_behind_three_words(title: str) -> None:
    assert without_own_name(title, frozenset({"la voce"})) == title
