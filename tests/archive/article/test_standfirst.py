"""The deck between headline and text."""

import pytest
from lxml import etree

from archive.article.finding import Finding
from archive.article.headline import read_headline
from archive.article.standfirst import _is_caption, read_standfirst
from tests.archive.article.newspage import TEXT, read_of

DECK = "Il consiglio vota nella notte, lavori da primavera e due anni di cantiere"


def standfirst_of(body: str, head: str = "") -> Finding | None:
    layout, declared = read_of(body, head=head)
    headline = read_headline(layout, declared)
    assert headline is not None
    return read_standfirst(layout, declared, headline=headline.text, line=headline.line)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("p", "class='sommario'"), ("h2", "class='article__subtitle'"), ("div", "class='vorspann'"), ("p", "id='deck'")],
)
def test_a_line_named_so_is_the_standfirst(tag: str, name: str) -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><{tag} {name}>{DECK}</{tag}>{TEXT}")

    assert found is not None
    assert found.value == DECK


def test_a_line_that_repeats_the_description_is_the_standfirst() -> None:
    found = standfirst_of(
        f"<h1>Sì alla biblioteca</h1><div class='x7'>{DECK}</div>{TEXT}", f'<meta name="description" content="{DECK}">'
    )

    assert found is not None
    assert found.value == DECK


def test_a_description_that_was_cut_short_still_tells_the_standfirst() -> None:
    cut = f'<meta property="og:description" content="{DECK[:60]}...">'

    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><div>{DECK}</div>{TEXT}", cut)

    assert found is not None
    assert found.value == DECK


def test_a_second_heading_right_below_is_the_standfirst() -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><h2>{DECK}</h2>{TEXT}")

    assert found is not None
    assert found.value == DECK


def test_a_line_between_headline_and_date_line_is_the_standfirst() -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><div>{DECK}</div><div>02/04/2019 20:42</div>{TEXT}")

    assert found is not None
    assert found.value == DECK


def test_what_is_declared_and_not_printed_is_no_standfirst() -> None:
    assert standfirst_of(f"<h1>Sì alla biblioteca</h1>{TEXT}", f'<meta name="description" content="{DECK}">') is None


def test_a_caption_is_no_standfirst() -> None:
    body = f"<h1>Sì</h1><figure><figcaption class='caption lead-image'>{DECK}</figcaption></figure>{TEXT}"

    assert standfirst_of(body) is None


@pytest.mark.parametrize(
    "credit",
    [
        "© Anna Neri, tutti i diritti",
        "Foto: Anna Neri am Hafen von oben",
        "The harbour by night (AFP via agency)",
        "The harbour by night, Getty Images",
    ],
)
def test_a_line_that_credits_a_picture_is_no_standfirst(credit: str) -> None:
    assert _is_caption(etree.fromstring("<p/>"), credit)
    assert not _is_caption(etree.fromstring("<p/>"), f"Told of {credit} and more of it")


def test_the_deck_of_another_article_below_is_no_standfirst() -> None:
    related = f"<div class='related'><p class='sommario'>{DECK}</p></div>"

    assert standfirst_of(f"<h1>Sì alla biblioteca</h1>{TEXT}{related}") is None


@pytest.mark.parametrize("bold", ["strong", "b"])
def test_a_first_paragraph_wholly_in_bold_is_the_standfirst(bold: str) -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><p><{bold}>{DECK}</{bold}></p>{TEXT}")

    assert found is not None
    assert found.value == DECK


def test_an_excerpt_cut_out_of_the_first_paragraph_makes_no_deck_of_it() -> None:
    said = "Il consiglio comunale ha approvato nella notte il piano per [&hellip;]"
    excerpt = f'<meta property="og:description" content="{said}">'

    assert standfirst_of(f"<h1>Sì alla biblioteca</h1><div>{TEXT}</div>", excerpt) is None


def test_a_deck_in_a_box_of_buttons_is_found() -> None:
    body = f"<h1>Sì alla biblioteca</h1><div class='social-share'><p class='strapline'>{DECK}</p></div>{TEXT}"

    found = standfirst_of(body)

    assert found is not None
    assert found.value == DECK


def test_a_heading_inside_the_text_is_no_standfirst() -> None:
    assert standfirst_of(f"<h1>Sì</h1>{TEXT}<h2 class='article-subheading'>{DECK}</h2>{TEXT}") is None


@pytest.mark.parametrize(("said", "deck"), [(DECK, DECK), ("Altro", None), ("", None)])
def test_where_the_headline_is_not_printed_only_the_declared_deck_counts(said: str, deck: str | None) -> None:
    head = f'<meta property="og:title" content="Sì alla biblioteca"><meta name="description" content="{said}">'

    found = standfirst_of(f"<p class='sommario'>{DECK}</p>{TEXT}", head)

    assert (found.value if found else None) == deck
