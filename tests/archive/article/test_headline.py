"""The headline as printed, and the kicker."""

import time

import pytest

from archive.article.headline import Headline, read_headline, without_site_name
from tests.archive.article.newspage import TEXT, linked, read_of


def headline_of(body: str, head: str = "") -> Headline:
    layout, declared = read_of(body, head=head)
    found = read_headline(layout, declared)
    assert found is not None
    return found


def test_the_printed_h1_wins_over_the_title_for_search_engines() -> None:
    head = linked('{"@type": "NewsArticle", "headline": "Ponte chiuso oggi: orari e deviazioni"}')

    found = headline_of(f"<h1>Il ponte è chiuso, città in coda</h1>{TEXT}", head)

    assert (found.text, found.evidence) == ("Il ponte è chiuso, città in coda", "h1")


def test_the_sites_own_h1_is_no_headline() -> None:
    head = '<meta property="og:title" content="Il ponte è chiuso da oggi | La Voce">'
    head += '<meta property="og:site_name" content="La Voce">'

    found = headline_of(f"<h1>La Voce</h1><h2 class='entry-title'>Il ponte è chiuso da oggi</h2>{TEXT}", head)

    assert (found.text, found.evidence) == ("Il ponte è chiuso da oggi", "heading")


def test_an_unnamed_line_that_says_the_declared_title_is_the_headline() -> None:
    found = headline_of(
        f"<div class='x1'>Il ponte è chiuso da oggi</div>{TEXT}", "<title>Il ponte è chiuso da oggi</title>"
    )

    assert found.line == 0


def test_a_declared_title_stands_in_where_nothing_is_printed() -> None:
    found = headline_of(TEXT, '<meta property="og:title" content="Il ponte è chiuso da oggi">')

    assert (found.text, found.line, found.evidence) == ("Il ponte è chiuso da oggi", None, "opengraph")


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


@pytest.mark.parametrize("name", ["occhiello", "article-kicker", "dachzeile", "eyebrow"])
def test_a_line_named_so_above_the_headline_is_the_kicker(name: str) -> None:
    assert headline_of(f"<p class='{name}'>Viabilità</p><h1>Il ponte è chiuso</h1>{TEXT}").kicker == "Viabilità"


def test_a_short_neighbour_above_the_headline_is_the_kicker() -> None:
    assert (
        headline_of(f"<div><div class='c0'>Viabilità</div><h1>Il ponte è chiuso</h1>{TEXT}</div>").kicker == "Viabilità"
    )


def test_a_menu_above_the_headline_is_no_kicker() -> None:
    assert headline_of(f"<div><div><a>Casa</a> <a>Sport</a></div><h1>Il ponte è chiuso</h1>{TEXT}</div>").kicker is None


@pytest.mark.parametrize(
    "inside",
    [
        "<span class='kicker'>Neue Fähre</span><span>Die Insel wartet</span>",
        "<em>Neue Fähre</em>: <b>Die Insel wartet</b>",
    ],
)
def test_a_kicker_inside_the_heading_is_split_off(inside: str) -> None:
    found = headline_of(f"<h1>{inside}</h1>{TEXT}", '<meta property="og:title" content="Die Insel wartet">')

    assert (found.kicker, found.text) == ("Neue Fähre", "Die Insel wartet")


def test_a_named_kicker_stays_where_the_declared_title_says_the_whole_heading() -> None:
    inside = "<span class='kicker'>Neue Fähre</span><span>Die Insel wartet</span>"

    found = headline_of(f"<h1>{inside}</h1>{TEXT}", '<meta property="og:title" content="Neue Fähre: Die Insel wartet">')

    assert (found.kicker, found.text) == (None, "Neue Fähre: Die Insel wartet")


def test_a_title_that_was_cut_short_does_not_cut_the_headline() -> None:
    found = headline_of(
        f"<h1>Il ponte è chiuso da oggi, città in coda <b>fino a sera</b> e oltre</h1>{TEXT}",
        '<meta property="og:title" content="Il ponte è chiuso da oggi, città in coda">',
    )

    assert found.text == "Il ponte è chiuso da oggi, città in coda fino a sera e oltre"


def test_a_date_inside_the_heading_is_cut_by_the_declared_title() -> None:
    found = headline_of(
        f"<h1>Il ponte è chiuso da oggi <small>Pubblicato da admin</small></h1>{TEXT}",
        '<meta property="og:title" content="Il ponte è chiuso da oggi">',
    )

    assert found.text == "Il ponte è chiuso da oggi"


def test_a_page_without_any_title_has_no_headline() -> None:
    layout, declared = read_of("<p>x</p>")

    assert read_headline(layout, declared) is None


def test_on_a_page_without_headings_the_headline_stands_above_the_date_line() -> None:
    body = (
        "<table><tr><td>Credito</td></tr><tr><td>Due banche verso le nozze entro l'estate</td></tr>"
        "<tr><td>I consigli si riuniscono lunedì per votare il concambio. Resta aperto il nodo della sede, che la"
        " fondazione vuole mantenere nella valle dove è nata. L'operazione vale 640 milioni</td></tr>"
        f"<tr><td>18/06/2018 19:30</td></tr><tr><td>{TEXT}</td></tr></table>"
    )

    found = headline_of(body, "<title>Stampa</title>")

    assert (found.text, found.kicker) == ("Due banche verso le nozze entro l'estate", "Credito")


def test_a_title_of_endless_parts_is_left_soon() -> None:
    began = time.process_time()
    title = "Ponte - " * 50_000

    assert without_site_name(title, frozenset({"gazzetta"}), frozenset({"strada"})) == title
    assert time.process_time() - began < 1
