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
        "The mayor in 2014. (Anna Neri / The Harbour Post)",
        "Der Hafen bei Nacht © Karl Weiß / Bilder Nord",
        "Machines that will make it common.Anna Neri / AP",
        "The general at State House Credit: HARBOUR HERALD",
    ],
)
def test_a_line_that_credits_a_picture_is_no_standfirst(credit: str) -> None:
    assert _is_caption(etree.fromstring("<p/>"), credit, {})
    assert not _is_caption(etree.fromstring("<p/>"), f"Told of {credit} and more of it", {})


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


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Neri on December 13, 2016 Share on Facebook (opens in a new window) Share by mail",
        "Author: Karl Weiss Updated: Mar 6, 2018 Original: Dec 21, 2016",
        "2025-03-29T11:36:01Z Share Facebook Email X LinkedIn Copy link Save",
        "December 6, 2016 — 6:22 PM EST December 7, 2016 — 1:55 PM EST",
        "READ MORE: Get our best stories of the week sent to you",
        "Home » Blog » Ferry » Ten things to know about the ferry",
        "Share this article with a friend!",
        "Anna NeriFeb 1, 20157 min read",
    ],
)
def test_a_byline_a_date_line_and_buttons_are_no_standfirst_whatever_their_name(line: str) -> None:
    assert standfirst_of(f"<h1>Sì alla biblioteca</h1><div class='subtitle'>{line}</div>{TEXT}") is None


@pytest.mark.parametrize("line", ["Von Angela Merkel bis Olaf Scholz: die Kanzler und ihr Sport", "Di Roma si parla"])
def test_a_deck_may_begin_as_bylines_do(line: str) -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><div class='subtitle'>{line} ancora</div>{TEXT}")

    assert found is not None


@pytest.mark.parametrize(
    "signed",
    [
        "<div class='author'>Anna Neri</div>",
        "<address>Von Karl Weiß</address>",
        "<aside class='share-box'><a href='/a'>By Anna Neri</a></aside>",
    ],
)
def test_a_line_between_headline_and_byline_is_the_standfirst(signed: str) -> None:
    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><p>{DECK}</p>{signed}{TEXT}")

    assert found is not None
    assert found.value == DECK


def test_a_paragraph_before_a_dated_quotation_is_no_standfirst() -> None:
    quoted = "<blockquote><p>Tutto bene — Anna Neri (@neri) 11 dicembre 2016</p></blockquote>"

    assert standfirst_of(f"<h1>Sì alla biblioteca</h1>{TEXT}{quoted}") is None


def test_a_long_caption_above_the_standfirst_is_not_yet_the_text() -> None:
    shown = (
        "Nell'edificio dell'ex mercato coperto, qui in una foto di marzo, sorgerà la nuova biblioteca della città, che"
    )
    caption = f"<p class='image-caption'>{shown} attende questo cantiere da quindici anni</p>"

    found = standfirst_of(f"<h1>Sì alla biblioteca</h1>{caption}<p class='intro'>{DECK}</p>{TEXT}")

    assert found is not None
    assert found.value == DECK


@pytest.mark.parametrize("name", ["summary", "article-intro"])
def test_a_box_that_holds_the_headline_too_is_no_standfirst(name: str) -> None:
    headline = "Sì alla nuova biblioteca del mercato"
    box = f"<div class='{name}'><p class='x1'>Il consiglio</p><h2>{headline}</h2></div>"

    assert standfirst_of(box + TEXT, f"<title>{headline}</title>") is None


@pytest.mark.parametrize(
    "box",
    [
        "<div class='video-lede'><div>Video Ad Feedback</div><h2>See how the council voted in the night</h2></div>",
        "<div class='article-lede image__lede'><p>The council hall by night, before the vote on the plan</p></div>",
    ],
)
def test_what_is_shown_below_the_headline_is_no_standfirst(box: str) -> None:
    assert standfirst_of(f"<h1>Sì alla biblioteca</h1>{box}{TEXT}") is None


def test_a_first_paragraph_that_the_description_repeats_is_text_still() -> None:
    first = TEXT.partition("</p>")[0].removeprefix("<p>")

    assert standfirst_of(f"<h1>Sì alla biblioteca</h1>{TEXT}", f'<meta name="description" content="{first}">') is None


@pytest.mark.parametrize(
    "deck", ["Average price of a home sold in March was 640,479 euros", "Dal 3 maggio si vota nei 40 comuni"]
)
def test_a_deck_may_name_a_month_and_a_figure(deck: str) -> None:
    long = f"{deck}, e la giunta tace"

    found = standfirst_of(f"<h1>Sì alla biblioteca</h1><p class='deck'>{long}</p>{TEXT}")

    assert found is not None
    assert found.value == long


def test_a_summary_that_is_the_first_paragraph_yields_to_a_deck() -> None:
    first = TEXT.partition("</p>")[0].removeprefix("<p>")
    said = f'<meta name="description" content="{first}">'

    found = standfirst_of(f"<h1>Sì</h1><div class='summary'>{first}</div><h2 class='deck'>{DECK}</h2>{TEXT}", said)

    assert found is not None
    assert found.value == DECK


@pytest.mark.parametrize(
    "bio",
    [
        "Anna Neri is the paper's environment editor. She lives in the lower town and keeps bees.",
        "Originally from France, Anna Neri has reported for the paper since the year of the flood.",
    ],
)
def test_what_tells_of_the_author_is_no_standfirst(bio: str) -> None:
    layout, declared = read_of(f"<h1>Sì alla biblioteca</h1><div class='description'>{bio}</div>{TEXT}")

    assert read_standfirst(layout, declared, headline="Sì alla biblioteca", line=0, authors=("Anna Neri",)) is None


@pytest.mark.parametrize("name", ["description subtitle", "tagline deck"])
def test_what_stands_above_the_headline_is_of_the_site_but_for_what_the_page_declares(name: str) -> None:
    page = f"<div class='{name}'>{DECK}</div><h1>Sì alla biblioteca</h1>{TEXT}"
    found = standfirst_of(page, f'<meta name="description" content="{DECK}">')

    assert standfirst_of(page) is None
    assert found is not None
    assert found.value == DECK


@pytest.mark.parametrize(
    "line",
    [
        "Photographer: Anna Neri for The Paper",
        "In this image released by the studio, the two appear on the bridge.",
        "A drawing of the new library in the old market hall. (Studio Neri)",
    ],
)
def test_what_begins_or_ends_as_captions_do_is_one(line: str) -> None:
    assert _is_caption(etree.fromstring("<p/>"), line, {})


@pytest.mark.parametrize("line", ["AROUND THE WEB Powered by Links", "Before you go, we thought you'd like these"])
def test_what_opens_a_box_of_links_is_no_standfirst(line: str) -> None:
    assert standfirst_of(f"<h1>Sì alla biblioteca</h1><p class='deck'>{line}</p>{TEXT}") is None
