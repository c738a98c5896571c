"""The headline as printed, and the kicker."""

import pytest

from archive.article.headline import Headline, read_headline
from tests.archive.article.newspage import TEXT, URL, linked, read_of


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


@pytest.mark.parametrize(
    ("title", "home"),
    [
        ("Notes from the bridge: The ferry is back", "https://www.gazzetta.example/"),
        ("Notes from the bridge &raquo; Blog Archive &raquo; The ferry is back", "/cronaca/"),
        ("The ferry is back - Notes from the bridge", "../../../"),
    ],
)
def test_a_heading_that_leads_home_is_the_name_of_a_blog(title: str, home: str) -> None:
    banner = f"<h1 class='title'><a href='{home}'>Notes from the bridge</a></h1>"
    layout, declared = read_of(
        f"{banner}<p>What I see from my window</p><h3 class='entry-header'>The ferry is back</h3>{TEXT}",
        head=f"<title>{title}</title>",
    )

    found = read_headline(layout, declared, url=URL)

    assert found is not None
    assert found.text == "The ferry is back"


@pytest.mark.parametrize("tag", ["span", "div"])
def test_the_first_of_two_headings_that_say_the_same_is_the_headline(tag: str) -> None:
    again = f"<p>Pictures</p><{tag} class='item-title'>The ferry is back</{tag}>"

    found = headline_of(f"<h3>The ferry is back</h3>{TEXT}{again}", "<title>The ferry is back</title>")

    assert (found.evidence, found.line) == ("heading", 0)


def test_a_headline_that_leads_to_the_first_of_several_pages_is_one() -> None:
    heading = f"<h1><a href='{URL}'>Il ponte è chiuso, città in coda</a></h1>"
    layout, declared = read_of(heading + TEXT, head="<title>Il ponte è chiuso, città in coda</title>")

    found = read_headline(layout, declared, url=URL + "/2")

    assert found is not None
    assert (found.text, found.evidence) == ("Il ponte è chiuso, città in coda", "h1")


def test_an_unnamed_line_that_says_the_declared_title_is_the_headline() -> None:
    found = headline_of(
        f"<div class='x1'>Il ponte è chiuso da oggi</div>{TEXT}", "<title>Il ponte è chiuso da oggi</title>"
    )

    assert found.line == 0


def test_a_declared_title_stands_in_where_nothing_is_printed() -> None:
    found = headline_of(TEXT, '<meta property="og:title" content="Il ponte è chiuso da oggi">')

    assert (found.text, found.line, found.evidence) == ("Il ponte è chiuso da oggi", None, "opengraph")


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


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("Hafen", ("Neue Fähre: Die Insel wartet noch", "Neue Fähre: Die Insel wartet noch")),
        ("Rathaus", ("Haushalt 2025: Die Stadt spart weiter", "Haushalt 2025: Die Stadt spart weiter")),
    ],
)
def test_a_part_of_a_heading_yields_to_the_heading_that_a_declared_title_says_whole(
    path: str, titles: tuple[str, str]
) -> None:
    kicker, _, rest = titles[0].partition(": ")
    head = f"<title>{path}: {rest[:-5]}</title><meta property='og:title' content='{titles[0]}'>"
    body = (
        f"<header><h2><span class='a1'><em>{kicker}</em></span><span class='font-headlines'>{rest}</span></h2></header>"
    )

    assert headline_of(body + TEXT, head).text == titles[1]


@pytest.mark.parametrize(("section", "headline"), [("Danmark", "Regn stopper togene"), ("Calcio", "Il portiere resta")])
def test_a_section_s_word_in_heading_and_title_is_no_headline_where_more_is_declared(
    section: str, headline: str
) -> None:
    headline = f"{headline} fino a domenica sera"
    menu = "".join(f"<div class='headline'><a>{section}</a></div>" for _ in range(40))
    head = f"<title>{section}</title><meta property='og:title' content='{headline}'>"

    assert headline_of(f"<nav>{menu}</nav><div class='headline'>{headline}</div>{TEXT}", head).text == headline


@pytest.mark.parametrize(("section", "words"), [("Fútbol", "Sorprendente despedida del técnico"), ("Roma", "x y z w")])
def test_a_section_s_h1_yields_to_the_declared_title_where_nothing_else_is_printed(section: str, words: str) -> None:
    found = headline_of(f"<h1 class='title'>{section}</h1>{TEXT}", f"<meta property='og:title' content='{words}'>")

    assert (found.text, found.line) == (words, None)


@pytest.mark.parametrize("name", ["post__excerpt", "article-summary"])
def test_a_heading_named_as_the_standfirst_is_no_headline_though_search_engines_are_told_its_words(name: str) -> None:
    deck = "La storia dietro l'inchiesta sul ponte di ferro"
    head = f"<title>{deck}</title><meta property='og:title' content='{deck}'>"
    body = f"<div class='post-title-block'><h1>Tra l'incudine e il martello</h1><h2 class='{name}'>{deck}</h2></div>"

    assert headline_of(body + TEXT, head).text == "Tra l'incudine e il martello"


@pytest.mark.parametrize(
    ("search", "readers"),
    [
        ("People in Vadodara call the doctor every night", "વડોદરામાં લોકો દરરોજ રાત્રે ડૉક્ટરને બોલાવે છે"),
        ("Bridge closed: times and detours", "Il ponte è chiuso, la città resta in coda"),
    ],
)
def test_of_two_h1_the_one_that_json_ld_and_opengraph_agree_on_is_the_headline(search: str, readers: str) -> None:
    head = f"<title>{search}</title><meta property='og:title' content='{readers}'>"
    head += linked(f'{{"@type": "NewsArticle", "headline": "{readers}"}}')

    assert headline_of(f"<h1>{search}</h1><div><h1>{readers} oggi</h1></div>{TEXT}", head).text == f"{readers} oggi"


@pytest.mark.parametrize("box", ["<nav><h1>{}</h1></nav>", "<footer><h1 class='headline'>{}</h1></footer>"])
def test_a_heading_of_the_pages_furniture_is_no_headline_unless_it_is_declared(box: str) -> None:
    words = "Search location by postcode"
    layout, declared = read_of(box.format(words) + TEXT)
    found = read_headline(layout, declared)

    assert found is None or found.text != words
    assert headline_of(box.format(words) + TEXT, f"<title>{words}</title>").text == words


@pytest.mark.parametrize("count", [12, 40])
def test_a_menu_of_headings_of_the_first_order_does_not_hide_the_headline(count: int) -> None:
    menu = "".join(f"<div class='inner'><h1>Storia numero {n} di un altro giorno</h1></div>" for n in range(count))
    head = '<meta property="og:title" content="Il ponte è chiuso da oggi">'

    assert headline_of(f"{menu}<h1>Il ponte è chiuso da oggi</h1>{TEXT}", head).text == "Il ponte è chiuso da oggi"
