"""The headline as printed, and the kicker."""

import pytest

from archive.article.headline import Headline, read_headline
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


@pytest.mark.parametrize(
    ("headline", "deck"),
    [
        (
            "Borsa merci, la ghisa sotto i 300 euro",
            "È la quotazione più bassa da quattro anni. Le fonderie riducono i turni",
        ),
        (
            "Il cinema Odeon riapre con una macchina del 1958",
            "Dopo sei anni di buio: «Ordini fermi, ma i magazzini sono pieni»",
        ),
    ],
)
def test_the_shorter_of_two_lines_above_the_date_is_the_headline(headline: str, deck: str) -> None:
    body = f"<div><div>Economia</div><div>{headline}</div><div>{deck}</div>"
    body += f"<div>18/06/2018 19:30</div><div>{TEXT}</div></div>"

    assert headline_of(body, "<title>Stampa</title>").text == headline


@pytest.mark.parametrize(
    "path",
    [
        "<ul class='breadcrumb'><li><a>Economia</a></li><li><h1>{}</h1></li></ul>",
        "<div class='article-header__crumb'><a>Sport</a><h1>{}</h1></div>",
    ],
)
def test_an_h1_at_the_end_of_the_path_yields_to_the_heading_for_readers(path: str) -> None:
    title = "Ponte di ferro: chiusura, orari, deviazioni"
    head = f"<title>{title}</title><meta property='og:title' content='Il ponte è chiuso, città in coda'>"

    found = headline_of(f"{path.format(title)}<h2>Il ponte è chiuso, città in coda</h2>{TEXT}", head)

    assert (found.text, found.evidence) == ("Il ponte è chiuso, città in coda", "heading")


def test_an_h1_in_the_path_is_the_headline_where_no_other_is_printed() -> None:
    found = headline_of(f"<div class='breadcrumb'><h1>Il ponte è chiuso, città in coda</h1></div>{TEXT}")

    assert (found.text, found.evidence) == ("Il ponte è chiuso, città in coda", "h1")


def test_a_box_named_for_the_path_that_holds_the_text_is_no_path() -> None:
    head = "<meta property='og:title' content='Ponte chiuso: la città è in coda da ore'>"
    body = "<div class='with-breadcrumbs'><h1>Il ponte è chiuso, città in coda</h1>{}</div>"

    found = headline_of(body.format(f"<h3>Ponte chiuso: la città è in coda da ore</h3>{TEXT}"), head)

    assert found.line == 0


@pytest.mark.parametrize(
    "behind",
    ["<a class='source'>(voce.example)</a> <span><a>87</a></span>", "<small>3 maggio 2024</small><b>Premium</b>"],
)
def test_what_stands_behind_the_headline_in_elements_of_its_own_is_cut(behind: str) -> None:
    head = "<title>Il ponte è chiuso, città in coda | La Voce</title><meta property='og:site_name' content='La Voce'>"

    found = headline_of(f"<h1><a>Il ponte è chiuso, città in coda</a> {behind}</h1>{TEXT}", head)

    assert found.text == "Il ponte è chiuso, città in coda"


@pytest.mark.parametrize("site", ["La Voce", "Il Faro"])
def test_the_sites_very_name_behind_the_printed_headline_is_cut(site: str) -> None:
    head = f"<meta property='og:site_name' content='{site}'>"

    found = headline_of(f"<h1>Il ponte è chiuso, città in coda – {site}</h1>{TEXT}", head)

    assert found.text == "Il ponte è chiuso, città in coda"


def test_the_sites_name_as_part_of_the_sentence_stays() -> None:
    head = "<meta property='og:site_name' content='La Voce'>"

    found = headline_of(f"<h1>Il ponte chiude, lo dice La Voce</h1>{TEXT}", head)

    assert found.text == "Il ponte chiude, lo dice La Voce"
