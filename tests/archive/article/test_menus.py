"""Menus: told without a walk, and only where nothing in them is to be read."""

from dataclasses import replace

import pytest

from archive.article.body import read_body
from archive.article.extract import extract
from archive.article.kind import is_listing
from archive.article.layout import Layout, read_layout
from archive.article.section import read_section
from archive.sources.profile import Rule
from tests.archive.article.newspage import ITALIAN, TEXT, linked, page_of, read_of

ITALIAN_MENU = ["Cronaca", "Politica", "Economia", "Esteri", "Sport", "Cultura", *(f"Comune {n}" for n in range(8))]
GREEK_MENU = [f"Περιφέρεια {n}" for n in range(14)]


def links(words: list[str]) -> str:
    return "".join(f"<li><a href='/{n}'>{entry}</a></li>" for n, entry in enumerate(words))


def layout_of(body: str) -> Layout:
    return read_layout(page_of(body).tree)


@pytest.mark.parametrize("words", [ITALIAN_MENU, GREEK_MENU])
@pytest.mark.parametrize("box", ["<nav>{}</nav>", "<div class='site-menu'>{}</div>", "<div role='navigation'>{}</div>"])
def test_a_menu_is_one_line_of_its_entries(box: str, words: list[str]) -> None:
    layout = layout_of(box.format(f"<ul>{links(words)}</ul>") + TEXT)

    assert len(layout.menus) == 1
    assert [(line.text, line.linked, line.furniture) for line in layout.lines[:1]] == [(" ".join(words), 1.0, True)]


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        (
            "Il porto riapre ai traghetti",
            "Dopo due anni di lavori tornano le corse per le isole, d'estate anche di sera.",
        ),
        (
            "Die Fähre zu den Inseln fährt wieder",
            "Nach zwei Jahren legt sie wieder an, im Sommer auch abends, wie die Stadt mitteilt.",
        ),
    ],
)
def test_titles_with_summaries_in_a_sidebar_are_a_menu(title: str, summary: str) -> None:
    teasers = f"<li><a href='/1'>{title}</a><p>{summary}</p></li>" * 12

    assert layout_of(f"<aside>{teasers}</aside>{TEXT}").menus


def test_few_links_are_walked() -> None:
    assert not layout_of(f"<nav>{links(ITALIAN_MENU[:11])}</nav>{TEXT}").menus


@pytest.mark.parametrize(
    "inside", [TEXT, "<h1>Il ponte chiude</h1>", "<time>4 maggio 2024</time>", "<article>x</article>"]
)
def test_what_is_to_be_read_is_in_no_menu(inside: str) -> None:
    layout = layout_of(f"<div class='with-sidebar'>{inside}{links(ITALIAN_MENU)}</div>")

    assert not layout.menus


@pytest.mark.parametrize(
    "paragraph", ["市議会は深夜、新しい図書館の計画を可決した。" * 5, "สภาเมืองอนุมัติแผนสร้างห้องสมุดใหม่แล้ว" * 3]
)
def test_short_paragraphs_of_dense_scripts_are_in_no_menu(paragraph: str) -> None:
    page = page_of(f"<div class='has-sidebar'>{f'<p>{paragraph}</p>' * 3}{links(['図書館', 'ข่าว'] * 7)}</div>")

    assert len(paragraph) < 150
    assert not read_layout(page.tree).menus
    assert paragraph in (extract(page, ITALIAN).text or "")


def test_json_ld_in_a_menu_is_read() -> None:
    layout = layout_of(f"<footer>{links(ITALIAN_MENU)}{linked('{}')}</footer>{TEXT}")

    assert layout.menus
    assert layout.json_ld == ("{}",)


@pytest.mark.parametrize("named", ["class='breadcrumb'", "id='breadcrumbs'"])
def test_the_path_in_a_menu_names_the_section(named: str) -> None:
    path = f"<div {named}><a href='/'>Home</a><a href='/c'>Cronaca nera</a></div>"
    layout, declared = read_of(f"<nav>{links(ITALIAN_MENU)}{path}</nav>{TEXT}")

    found = read_section(layout, declared, url="https://www.gazzetta.example/1", headline=None, kicker=None)

    assert layout.menus
    assert found is not None
    assert (found.value, found.evidence) == ("Cronaca nera", "breadcrumb")


def test_an_entry_of_a_menu_is_a_sections_name() -> None:
    layout, declared = read_of(f"<nav>{links(ITALIAN_MENU)}</nav><p>CULTURA</p><h1>Ponte</h1>{TEXT}")

    found = read_section(layout, declared, url="https://www.gazzetta.example/1", headline="Ponte", kicker="Cultura")

    assert found is not None
    assert (found.value, found.where) == ("Cultura", "kicker")


def test_a_page_that_bears_the_name_of_an_entry_is_a_list() -> None:
    teasers = "".join(f"<h2><a href='/{n}'>Il ponte numero {n} chiude</a></h2>" for n in range(6))
    url = "https://www.gazzetta.example/cultura/"
    layout, declared = read_of(f"<nav>{links(ITALIAN_MENU)}</nav><h1>Cultura</h1>{teasers}", url=url)

    assert layout.menus
    assert is_listing(layout, declared, url=url)


def test_an_article_loses_nothing_by_the_menus_around_it() -> None:
    menu = f"<nav>{links(ITALIAN_MENU)}</nav>"
    bare = extract(page_of(f"<h1>Il ponte chiude</h1>{TEXT}"), ITALIAN)
    page = page_of(f"{menu}<h1>Il ponte chiude</h1>{TEXT}<div class='sidebar'>{links(GREEK_MENU)}</div>")
    article = extract(page, ITALIAN)

    assert (article.headline, article.text, article.content_type) == (bare.headline, bare.text, bare.content_type)


def test_a_rule_may_name_a_box_of_links_as_the_body() -> None:
    source = replace(ITALIAN, rules=(Rule(field="body", selectors=("ul.related",)),))
    offices = "".join(
        f"<li><a href='/{n}'>Il seggio numero {n}</a> apre alle sette, chiude alle dieci.</li>" for n in range(14)
    )
    page = page_of(f"<h1>Dove si vota</h1><ul class='related'>{offices}</ul>")
    menus = read_layout(page.tree).menus

    assert menus
    assert "Il seggio numero 7 apre alle sette" in read_body(page, source, skipped=menus).text
