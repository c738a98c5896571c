"""Section pages: articles found first of all, and what is none told apart."""

import time

import pytest

from archive.sources.profile import Source
from crawler.discovery.sections import read_section, same_site
from crawler.discovery.shapes import Shapes

URL = "https://www.giornale.example/sezioni/economia/"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=it><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def test_a_plain_list_of_short_links_is_all_articles() -> None:
    links = "".join(f"<a href='/news/a/{n}'>Articolo {n}</a>" for n in range(50))

    section = read_section(page(f"<nav>MENU</nav><article><h1>Pagina 3</h1>{links}</article>"), URL)

    assert [a.url for a in section.articles] == [f"https://www.giornale.example/news/a/{n}" for n in range(50)]


def test_many_links_numbered_alike_are_likely_articles_and_few_are_not() -> None:
    many = read_section(page("".join(f"<li><a href='/x/{n}'>Pezzo {n}</a>" for n in range(100, 110))), URL)
    few = read_section(page("<li><a href='/x/100'>Pezzo 100</a>"), URL)

    assert many.articles[0].score > few.articles[0].score
    assert "numbered alike" in many.articles[0].why


def test_links_called_pages_are_pages_of_the_list() -> None:
    links = "".join(f"<a href='/news/s/{n}'>pagina {n}</a>" for n in range(3))

    section = read_section(page(links), "https://www.giornale.example/news/")

    assert section.next_pages == tuple(f"https://www.giornale.example/news/s/{n}" for n in range(3))
    assert section.articles == ()


def test_headlines_come_before_what_is_only_possible() -> None:
    body = (
        "<ul><li><a href='/qualcosa/altro'>Altro</a></ul>"
        "<article><h2><a href='/economia/il-porto-riapre'>Il porto riapre dopo la tempesta</a></h2></article>"
    )

    section = read_section(page(body), URL)

    assert section.articles[0].url == "https://www.giornale.example/economia/il-porto-riapre"
    assert section.articles[0].likely
    assert section.articles[1].unsure


def test_a_short_address_under_a_headline_is_likely() -> None:
    section = read_section(page("<h3><a href='/x7'>Il porto di Genova riapre alle navi</a></h3>"), URL)

    assert section.articles[0].likely


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("/accedi", "service"),
        ("/privacy", "service"),
        ("/tag/porto", "tag"),
        ("/autori/mauro-romano", "author"),
        ("/sport/", "section"),
        ("/carta.pdf", "service"),
    ],
)
def test_what_is_no_article_is_told_apart(href: str, kind: str) -> None:
    section = read_section(page(f"<ul><li><a href='{href}'>Testo</a></ul>"), URL)

    assert [o.kind for o in section.others] == [kind]
    assert section.articles == ()


def test_a_menu_leads_to_sections_not_to_articles() -> None:
    section = read_section(page("<nav><a href='/qui-comincia/storia-locale'>Storia locale</a></nav>"), URL)

    assert section.sections == ("https://www.giornale.example/qui-comincia/storia-locale",)


def test_an_article_in_a_side_bar_is_an_article() -> None:
    link = "/2024/03/01/il-porto-riapre-dopo-la-tempesta-10023.html"

    section = read_section(page(f"<aside><a href='{link}'>Il porto riapre dopo la tempesta</a></aside>"), URL)

    assert [a.url for a in section.articles] == [f"https://www.giornale.example{link}"]


def test_the_longest_anchor_of_an_article_is_its_text() -> None:
    body = "<article><a href='/a/1'><img src=1.jpg alt=Foto></a><h3><a href='/a/1'>Il porto  riapre</a></h3></article>"

    section = read_section(page(body), URL)

    assert section.articles[0].text == "Il porto riapre"


@pytest.mark.parametrize(
    ("printed", "around"),
    [
        ("02/04/2019 20:42", "{}"),
        ("2019-04-02", "edizione2019 del {}"),
        ("2. April 2019", "{}"),
        ("2 de abril de 2019", "Madrid, {}"),
        ("2019年4月2日", "{}"),
        ("April 2, 2019, 20:42", "{}, updated 3 April 2019"),
        ("3 April 2019", "{}, first told on April 2, 2019"),
        (None, "article12/04/2019x"),
        (None, "12, 13, 2019"),
    ],
)
def test_the_date_beside_a_link_is_kept_as_printed(printed: str | None, around: str) -> None:
    body = f"<li><a href='/a/1'>Il porto riapre dopo la tempesta</a> <span>{around.format(printed)}</span></li>"

    section = read_section(page(body), URL)

    assert section.articles[0].printed_date == printed


def test_other_sites_are_left_out_and_other_hosts_of_the_site_are_not() -> None:
    body = (
        "<a href='https://altro.example/2024/03/01/un-articolo-di-altri-12345.html'>x</a>"
        "<a href='https://sport.giornale-prova.it/2024/03/01/la-finale-di-coppa-12345.html'>y</a>"
    )

    section = read_section(page(body), "https://www.giornale-prova.it/")

    hosts = {a.url.split("/")[2] for a in section.articles}
    assert hosts == {"sport.giornale-prova.it"}


def test_a_host_of_the_profile_belongs_to_the_site() -> None:
    source = Source(id="g", hosts=("www.giornale.example", "giornale.other-cdn.example"))
    body = "<a href='https://giornale.other-cdn.example/2024/03/01/la-finale-di-coppa-12345.html'>y</a>"

    section = read_section(page(body), URL, source)

    assert len(section.articles) == 1


def test_a_port_makes_another_site() -> None:
    assert not same_site("http://127.0.0.1:8801/a", "http://127.0.0.1:8802/a")
    assert same_site("https://giornale-prova.it/a", "https://www.giornale-prova.it:443/b")


def test_the_profile_has_the_last_word() -> None:
    source = Source(id="g", hosts=("www.giornale.example",), allow=(r"/pezzo/\d+",), alternates=("?print=1",))
    body = (
        "<a href='/pezzo/7'>7</a><h2><a href='/2024/03/01/il-porto-riapre-10023.html'>Il porto riapre di nuovo</a></h2>"
        "<a href='/pezzo/7?print=1'>Stampa</a>"
    )

    section = read_section(page(body), URL, source)

    assert [a.url for a in section.articles] == ["https://www.giornale.example/pezzo/7"]


def test_a_teaser_that_ends_in_read_on_is_both_article_and_perhaps_next_page() -> None:
    section = read_section(page("<p>Testo <a href='/economia/il-porto-riapre-oggi'>weiter</a></p>"), URL)

    assert [a.url for a in section.articles] == ["https://www.giornale.example/economia/il-porto-riapre-oggi"]


def test_rel_next_comes_before_numbered_pages() -> None:
    body = "<div class=pagination><a href='?page=3'>3</a><a href='?page=2'>2</a></div>"

    section = read_section(page(body, "<link rel=next href='?page=2&x=1'>"), URL)

    assert section.next_pages == (f"{URL}?page=2&x=1", f"{URL}?page=2", f"{URL}?page=3")


def test_a_profiles_page_parameter_names_the_next_page() -> None:
    source = Source(id="g", hosts=("www.giornale.example",), page_param="pag")

    section = read_section(page("<p>niente</p>"), URL, source)

    assert section.next_pages == (f"{URL}?pag=2",)


def test_feeds_are_found_and_comment_feeds_are_not() -> None:
    head = (
        "<link rel=alternate type='application/rss+xml' href='/rss.xml'>"
        "<link rel=alternate type='application/rss+xml' title='Commenti' href='/comments/feed/'>"
        "<link rel=alternate hreflang=en href='/en/'>"
    )

    section = read_section(page("<a href='/feed/atom'>Atom</a>", head), URL)

    assert section.feeds == ("https://www.giornale.example/rss.xml", "https://www.giornale.example/feed/atom")


def test_a_json_ld_item_list_names_articles_that_are_not_linked() -> None:
    data = (
        '{"@graph": [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": "/pezzi/uno"},'
        ' {"@type": "ListItem", "item": {"@id": "/pezzi/due"}}]},'
        ' {"@type": "BreadcrumbList", "itemListElement": [{"item": {"@id": "/briciola"}}]}]}'
    )

    section = read_section(page("", f"<script type='application/ld+json'>{data}</script>"), URL)

    assert {a.url for a in section.articles} == {
        "https://www.giornale.example/pezzi/uno",
        "https://www.giornale.example/pezzi/due",
    }


def test_links_are_relative_to_the_base_element() -> None:
    head = "<base href='https://www.giornale.example/archivio/'>"

    section = read_section(page("<h2><a href='uno-due-tre-quattro.html'>Uno due tre quattro</a></h2>", head), URL)

    assert section.articles[0].url == "https://www.giornale.example/archivio/uno-due-tre-quattro.html"


def test_bytes_in_another_encoding_are_read() -> None:
    data = page("<h2><a href='/a/1'>Perché è così la città</a></h2>").replace("<meta charset=utf-8>", "")

    section = read_section(data.encode("cp1252"), URL, content_type="text/html; charset=windows-1252")

    assert section.articles[0].text == "Perché è così la città"


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"<a href='", b"<a href='http://[::1'>x</a>", b"\xff\xfe<\0a\0"])
def test_what_is_no_page_gives_no_links(data: bytes) -> None:
    section = read_section(data, URL)

    assert section.articles == ()


def test_a_page_of_very_many_links_is_bounded_in_time() -> None:
    data = b"<article>" + b"".join(b"<a href='/n/m%d'>l %d</a> testo 12 " % (i, i) for i in range(30_000))
    started = time.process_time()

    section = read_section(data, URL)

    assert 0 < len(section.articles) <= 5000
    assert time.process_time() - started < 5


def test_a_page_of_very_deep_elements_is_read() -> None:
    section = read_section(b"<div>" * 100_000 + b"<a href='/2024/03/01/il-porto-riapre-10023.html'>x</a>", URL)

    assert [a.url for a in section.articles] == ["https://www.giornale.example/2024/03/01/il-porto-riapre-10023.html"]


def test_a_denied_link_is_neither_article_nor_section() -> None:
    source = Source(id="g", hosts=("www.giornale.example",), deny=("/giochi/",))

    section = read_section(
        page("<h2><a href='/giochi/il-gioco-del-giorno-numero-12345'>Il gioco di oggi</a></h2>"), URL, source
    )

    assert [o.kind for o in section.others] == ["service"]


def test_what_pages_of_a_shape_proved_to_be_counts() -> None:
    body = page("<p><a href='/x/10'>Dieci</a> <a href='/scheda/11'>Undici</a></p>")
    shapes = Shapes()
    for n in range(3):
        shapes.learn(f"https://www.giornale.example/x/{n}", article=True)
        shapes.learn(f"https://www.giornale.example/scheda/{n}?a=1", article=False)

    before = {a.url: a.score for a in read_section(body, URL).articles}
    after = {a.url: a.score for a in read_section(body, URL, shapes=shapes).articles}

    assert after["https://www.giornale.example/x/10"] > before["https://www.giornale.example/x/10"]
    assert set(after) == set(before)
