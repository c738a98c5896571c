"""Section from breadcrumb, meta, kicker, URL."""

import pytest

from archive.article.finding import Finding
from archive.article.section import read_section
from tests.archive.article.newspage import TEXT, linked, read_of

FLAT = "https://www.gazzetta.example/ponte-chiuso-1.html"


def section_of(body: str, head: str = "", *, url: str = FLAT, kicker: str | None = None) -> Finding | None:
    layout, declared = read_of(body, head=head, url=url)
    return read_section(layout, declared, url=url, headline="Il ponte è chiuso da oggi", kicker=kicker)


def test_the_breadcrumbs_first_step_below_home_is_the_section() -> None:
    crumbs = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"name": "Cronaca"}, {"name": "Roma"}]}'

    found = section_of(TEXT, linked(crumbs))

    assert found is not None
    assert (found.value, found.evidence) == ("Cronaca", "breadcrumb")


def test_a_printed_breadcrumb_is_read() -> None:
    found = section_of("<ul class='breadcrumbs'><li><a>Home</a></li><li><a>Cultura</a></li></ul>" + TEXT)

    assert found is not None
    assert found.value == "Cultura"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("Home » Cultura » Libri", "Cultura"),
        ("首页 > 财经 > 公司", "财经"),
        ("当前位置：首页>>新闻动态>>", "新闻动态"),
        ("网易首页--> 新闻--> 国内", "新闻"),
    ],
)
def test_a_path_that_begins_at_home_is_read_whatever_its_class(path: str, section: str) -> None:
    found = section_of(f"<div class='x1'>{path}</div><h1>Il ponte è chiuso da oggi</h1>{TEXT}")

    assert found is not None
    assert (found.value, found.evidence) == (section, "breadcrumb")


@pytest.mark.parametrize("line", ["Tariffe > le nuove fasce orarie", "Chi dice « no » e chi dice « sì »"])
def test_a_line_with_such_signs_that_does_not_begin_at_home_is_no_path(line: str) -> None:
    assert section_of(f"<div>{line}</div><h1>Il ponte è chiuso da oggi</h1>{TEXT}") is None


@pytest.mark.parametrize("folder", ["topic", "entry", "roll"])
def test_a_folder_that_every_article_is_in_is_no_section(folder: str) -> None:
    assert section_of(TEXT, url=f"https://www.gazzetta.example/{folder}/556732.html") is None


def test_the_headline_in_a_breadcrumb_is_no_section() -> None:
    crumbs = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Il ponte è chiuso da ..."}]}'

    assert section_of(TEXT, linked(crumbs)) is None


def test_the_declared_section_is_taken() -> None:
    found = section_of(TEXT, '<meta property="article:section" content="Cronaca">')

    assert found is not None
    assert found.value == "Cronaca"


def test_a_kicker_that_the_menu_links_to_is_the_section() -> None:
    found = section_of(f"<nav><a href='/c'>Cronaca</a></nav>{TEXT}", kicker="Cronaca")

    assert found is not None
    assert (found.value, found.where) == ("Cronaca", "kicker")


def test_the_first_telling_folder_of_the_url_is_the_section() -> None:
    found = section_of(TEXT, url="https://www.gazzetta.example/it/articoli/economia/2024/05/ponte.html")

    assert found is not None
    assert (found.value, found.evidence) == ("economia", "url")


def test_an_address_without_folders_names_no_section() -> None:
    assert section_of(TEXT) is None


@pytest.mark.parametrize(
    ("link", "url", "section"),
    [
        ("<a href='/society'>사회</a>", "https://www.ilbo.example/society/20230621073", "사회"),
        ("<a href='/swiat/'>Świat</a>", "https://gazeta.example/swiat/most-zamkniety-1.html", "Świat"),
        (
            "<a href='https://faro.example/news/puerto-montt'>Puerto Montt</a>",
            "https://faro.example/news/puerto-montt/puente",
            "Puerto Montt",
        ),
        ("<a href='/swiat?page=2'>2</a><a href='/swiat/inny'>Inny most</a>", "https://g.example/swiat/most", "swiat"),
        ("<a href='https://other.example/swiat'>Inny</a>", "https://g.example/swiat/most", "swiat"),
    ],
)
def test_a_folder_of_the_url_is_named_as_the_page_links_to_it(link: str, url: str, section: str) -> None:
    found = section_of(f"<nav><a href='/'>Home</a>{link}</nav>{TEXT}", url=url)

    assert found is not None
    assert (found.value, found.evidence) == (section, "url")


@pytest.mark.parametrize("path", ["stories/2019/nov/19/ponte", "a/OklJOk/ponte", "eng/news/ponte"])
def test_a_month_an_id_or_a_language_in_the_url_is_no_section(path: str) -> None:
    assert section_of(TEXT, url=f"https://www.gazzetta.example/{path}") is None
