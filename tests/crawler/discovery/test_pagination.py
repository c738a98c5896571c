"""Where a list goes on."""

import pytest

from crawler.discovery.pagination import next_by_param, page_link

HERE = "https://g.example/sezioni/economia/"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://g.example/sezioni/economia/?page=2", "2"),
        ("https://g.example/sezioni/economia/page/2/", "2"),
        ("https://g.example/sezioni/economia/pagina-2.html", "2"),
        ("https://g.example/sezioni/economia/seite-3.html", "3"),
        ("https://g.example/sezioni/economia/p2", "»"),
        ("https://g.example/sezioni/economia/page/2/", "Pagina successiva"),
        ("https://g.example/sezioni/economia/?pag=2", "Ältere Beiträge"),
        ("https://g.example/sezioni/economia/?start=20", "siguiente"),
        ("https://g.example/news/s/3", "pagina 3"),
        ("https://g.example/x/3", "Seite 3"),
        ("https://g.example/list?p=3", "第3页"),
    ],
)
def test_a_link_to_the_lists_next_pages_is_known(url: str, text: str) -> None:
    assert page_link(url, text, "", HERE) is True


def test_rel_next_is_the_publishers_word() -> None:
    assert page_link("https://g.example/anything", "", "next", HERE) is True


def test_numbers_in_a_pager_lead_on_whatever_their_address() -> None:
    assert page_link("https://g.example/e/xyz", "2", "", HERE, ["pagination"]) is True


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://g.example/economia/il-porto-riapre-10023.html", "Il porto riapre"),
        ("https://g.example/news/a/17", "Articolo 17"),
        ("https://g.example/sezioni/economia/2", "Il porto riapre dopo la tempesta di ieri"),
        ("https://g.example/economia/10023", "7"),
        ("https://g.example/sezioni/economia/?p=17", "Articolo 17"),
        ("https://g.example/sezioni/economia/p/17", "Il porto"),
        ("https://g.example/a/next-generation-eu", "Next Generation EU: il piano"),
    ],
)
def test_an_article_is_no_page_of_the_list(url: str, text: str) -> None:
    assert page_link(url, text, "", HERE) is False


@pytest.mark.parametrize("text", ["weiter", "more", "Mehr", "Suivant", "ver más"])
def test_a_word_that_teasers_use_too_is_in_doubt(text: str) -> None:
    assert page_link("https://g.example/economia/il-porto-riapre", text, "", HERE) is None


def test_a_page_parameter_is_counted_up() -> None:
    assert next_by_param("https://g.example/s?a=1", "page") == "https://g.example/s?a=1&page=2"
    assert next_by_param("https://g.example/s?page=2&a=1", "page") == "https://g.example/s?a=1&page=3"


def test_a_page_parameter_that_is_no_number_ends_the_list() -> None:
    assert next_by_param("https://g.example/s?page=x", "page") is None


def test_a_number_that_is_no_number_leads_nowhere() -> None:
    assert next_by_param("https://g.example/a?page=%C2%B2", "page") is None
