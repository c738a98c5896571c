"""Article, live blog, gallery, video, listing."""

import pytest

from archive.article.kind import is_listing, read_kind
from archive.article.model import ContentType
from tests.archive.article.newspage import TEXT, URL, linked, read_of


def kind_of(body: str, head: str = "", *, url: str = URL, words: int = 200, dated: bool = True) -> ContentType:
    page = read_of(body, head=head, url=url)
    return read_kind(*page, url=url, words=words, dated=dated, listing=is_listing(*page, url=url))


def test_text_with_a_date_is_an_article() -> None:
    assert kind_of(TEXT) == "article"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (linked('{"@type": "LiveBlogPosting", "headline": "x"}'), URL),
        ("", "https://www.gazzetta.example/news/liveticker-wahl-123"),
    ],
)
def test_a_live_blog_says_so_in_its_data_or_its_address(head: str, url: str) -> None:
    assert kind_of(TEXT, head, url=url) == "liveblog"


def test_a_declared_gallery_is_a_gallery() -> None:
    assert kind_of(TEXT, linked('{"@type": "ImageGallery", "name": "x"}'), words=40) == "gallery"


def test_a_page_of_little_text_under_video_is_a_video() -> None:
    assert kind_of("<p>Guarda</p>", url="https://www.gazzetta.example/video/ponte-1", words=12) == "video"


def test_the_front_page_is_a_listing() -> None:
    assert kind_of("<p><a>Ponte</a></p>", url="https://www.gazzetta.example/", words=300, dated=False) == "listing"


def test_a_page_of_links_is_a_listing() -> None:
    links = "".join(f"<h2><a href='/{n}'>Titolo di un altro articolo numero {n}</a></h2>" for n in range(12))

    assert kind_of(links, url="https://www.gazzetta.example/politica/", words=0, dated=False) == "listing"


def test_a_page_with_nothing_of_an_article_is_other() -> None:
    assert kind_of("<p>Accedi</p>", url="https://www.gazzetta.example/login", words=1, dated=False) == "other"


def _cards(number: int, summary: str) -> str:
    return "".join(
        f'<div class="box"><h2><a href="/n/{n}">Il ponte numero {n} riapre</a></h2><p>{summary}</p>'
        "<p>1 marzo 2025</p></div>"
        for n in range(number)
    )


@pytest.mark.parametrize(
    "summary", ["Dopo tre anni di lavori il traffico torna sul fiume, con una corsia per le biciclette", "Fotogalerie"]
)
def test_dated_cards_under_a_sections_name_are_a_listing(summary: str) -> None:
    assert kind_of("<h1>Cronaca</h1><p>Il giornale della città</p>" + _cards(6, summary), words=110) == "listing"


def test_related_cards_after_the_text_leave_it_an_article() -> None:
    text = (
        "<p>"
        + "Il cantiere del ponte ha chiuso ieri dopo tre anni di lavori e qualche polemica in consiglio. " * 2
        + "</p>"
    )

    assert kind_of("<h1>Il ponte riapre</h1>" + text * 3 + _cards(6, "Dopo tre anni"), words=100) == "article"


@pytest.mark.parametrize(("name", "kind"), [("Cronaca", "listing"), ("Il ponte", "article")])
def test_one_card_under_an_entry_of_the_menu_is_a_listing_still(name: str, kind: ContentType) -> None:
    menu = "<nav><a href='/cronaca/'>Cronaca</a> <a href='/sport/'>Sport</a></nav>"

    assert kind_of(f"{menu}<h1>{name}</h1>" + _cards(1, "Dopo tre anni di lavori il traffico torna"), words=60) == kind


def test_paragraphs_in_a_row_behind_one_card_are_an_articles_text() -> None:
    text = "<p>Il consiglio ha approvato nella notte il piano e i lavori cominceranno in primavera, secondo il"
    text += " calendario che la giunta ha reso pubblico ieri.</p>"
    related = _cards(1, "Dopo tre anni")

    assert kind_of(f"{related}<h1>Il ponte riapre</h1>{text * 4}{_cards(5, 'Ieri')}", words=90) == "article"
    assert kind_of(f"{related}<h1>Il ponte riapre</h1>{text}{_cards(5, 'Ieri')}", words=90) == "listing"


@pytest.mark.parametrize(
    "sentence", ["最近の駅前では古い市場の跡地に新しい図書館が建つ。", "昨天晚上市议会批准了新图书馆的建设计划。"]
)
def test_a_text_without_spaces_has_as_many_words(sentence: str) -> None:
    text = f"<p>{sentence * 8}</p>"

    assert kind_of(f"<h1>{sentence}</h1>{text}{_cards(6, 'Ieri')}", words=90) == "article"
