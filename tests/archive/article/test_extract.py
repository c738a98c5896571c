"""The whole reading: pure, total, and every key in every line."""

import gc
import json
from dataclasses import fields, replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article.extract import extract, is_article, text_of, words_in
from archive.article.model import Article, Block
from archive.article.page import Page
from archive.article.schema import article_schema
from archive.sources.profile import Rule, Source
from archive.store.articles import encode_line
from tests.archive.article.newspage import CAPTURED, ITALIAN, TEXT, URL, linked, page_of

HEAD = "<title>Sì alla biblioteca - La Gazzetta</title>"
BODY = (
    "<p class='occhiello'>Cultura</p><h1>Sì alla biblioteca</h1>"
    "<p class='sommario'>Il consiglio vota nella notte, due anni di cantiere</p>"
    f"<p>02/05/2024 20:42</p><p>di Anna Neri - Sole Editori</p>{TEXT}"
)


def test_a_page_becomes_an_article() -> None:
    article = extract(page_of(BODY, head=HEAD), ITALIAN)

    assert article.kicker == "Cultura"
    assert article.headline == "Sì alla biblioteca"
    assert article.standfirst == "Il consiglio vota nella notte, due anni di cantiere"
    assert article.published == "2024-05-02T20:42:00+02:00"
    assert article.published_utc == "2024-05-02T18:42:00Z"
    assert (article.authors, article.agency) == (("Anna Neri",), "Sole Editori")
    assert len(article.body) == 2
    assert article.text is not None
    assert article.text.startswith("Il consiglio comunale")
    assert is_article(article)


@pytest.mark.parametrize(
    "text",
    [
        "<p class='summary'>{}</p>",
        "<div class='box'><div class='intro lead'>{}</div></div><ul><li><a href='/a'>Altre notizie</a></li></ul>",
    ],
)
def test_a_brief_of_one_paragraph_is_text_whatever_its_name(text: str) -> None:
    brief = "Il consiglio vota nella notte il piano per la nuova biblioteca, che sorgerà nell'area dell'ex mercato."
    page = f"<h1>Sì alla biblioteca</h1><p>02/05/2024 20:42</p>{text.format(brief)}"

    article = extract(page_of(page, head=HEAD), ITALIAN)
    walled = extract(
        page_of(page, head=HEAD + linked('{"@type": "NewsArticle", "isAccessibleForFree": false}')), ITALIAN
    )

    assert (article.standfirst, article.text) == (None, brief)
    assert "standfirst" not in article.field_sources
    assert (walled.standfirst, walled.text) == (brief, None)


def test_every_value_names_its_evidence() -> None:
    sources = extract(page_of(BODY, head=HEAD), ITALIAN).field_sources

    assert {"headline", "kicker", "standfirst", "published", "authors", "agency", "section", "body"} <= set(sources)


def test_the_text_names_the_reading_that_it_is_of() -> None:
    told = "Il consiglio comunale ha votato nella notte. I lavori cominceranno in primavera e dureranno due anni. " * 4
    data = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'articleBody': told})}</script>"
    article = extract(page_of(f"<h1>Sì alla biblioteca</h1><div id='app'></div>{data}", head=HEAD), ITALIAN)

    assert article.field_sources["body"] == "json-ld"
    assert "body_from_json-ld" in article.warnings
    assert extract(page_of(BODY, head=HEAD), ITALIAN).field_sources["body"] == "dom"


def test_every_key_stands_in_every_line_and_keeps_the_schema() -> None:
    for page in (page_of(BODY, head=HEAD), page_of("")):
        line = json.loads(encode_line(extract(page, ITALIAN)))

        assert list(line) == [f.name for f in fields(Article)]
        jsonschema.validate(line, article_schema())


def test_the_same_page_gives_the_same_line() -> None:
    first, second = (encode_line(extract(page_of(BODY, head=HEAD), ITALIAN)) for _ in range(2))

    assert first == second


def test_page_furniture_does_not_move_the_hash() -> None:
    plain = extract(page_of(BODY, head=HEAD), ITALIAN)
    dressed = extract(page_of(f"<nav><a href='/'>Casa</a></nav>{BODY}<footer>© 2024</footer>", head=HEAD), ITALIAN)

    assert plain.content_hash == dressed.content_hash


def test_a_changed_word_moves_the_hash_and_not_the_id() -> None:
    before = extract(page_of(BODY, head=HEAD), ITALIAN)
    after = extract(page_of(BODY.replace("due anni,", "tre anni,"), head=HEAD), ITALIAN)

    assert before.content_hash != after.content_hash
    assert before.id == after.id


def test_rules_of_the_source_win_and_are_named() -> None:
    source = replace(ITALIAN, rules=(Rule(field="kicker", selectors=("p.sommario",)),))

    article = extract(page_of(BODY, head=HEAD), source)

    assert article.kicker == "Il consiglio vota nella notte, due anni di cantiere"
    assert article.field_sources["kicker"] == "rule"
    assert article.profile_hash == source.fingerprint()


def test_a_page_of_links_is_no_article() -> None:
    links = "".join(f"<h2><a href='/{n}'>Il titolo di un altro articolo, numero {n}</a></h2>" for n in range(20))

    listing = extract(page_of(f"<h1>Politica</h1>{links}", url="https://www.gazzetta.example/politica/"), ITALIAN)

    assert (listing.content_type, listing.text) == ("listing", None)
    assert not is_article(listing)


def test_captions_and_embeds_are_no_text() -> None:
    blocks = (
        Block(text="Uno"),
        Block(type="caption", text="Foto"),
        Block(type="embed", text="tweet"),
        Block(text="Due"),
    )

    assert text_of(blocks) == "Uno\n\nDue"


@pytest.mark.parametrize(
    "html", ["", "\0", "<", "<html>", "<frameset><frame src=x></frameset>", "solo testo", "<p>" * 3000]
)
def test_any_page_gives_a_line(html: str) -> None:
    article = extract(Page.from_html(html, url=URL, captured_at=CAPTURED), Source.for_host("www.gazzetta.example"))

    assert json.loads(encode_line(article))["url"] == URL


PIECES = [
    "<h1>", "</h1>", "<p>", "</p>", "<div class='author date'>", "</div>", "<time datetime='2024-13-45'>", "</time>",
    "<br>", "<!-- x -->", "di Anna Neri", "02/05/2024", "<table><tr><td>", "<a href='http://[x'>", "<img src='//['>",
    "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":[[1,null,{\"name\":[2]}]]}</script>",
    "<meta property='og:title' content='-'>", "<link rel='canonical' href='http://[::1'>", "\ud800", "&#0;",
    "<aside>", "<footer>",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=40))
def test_no_mix_of_tags_and_words_is_too_much(parts: list[str]) -> None:
    page = Page.from_html("".join(parts), url=URL, captured_at=CAPTURED)

    article = extract(page, ITALIAN)

    jsonschema.validate(json.loads(encode_line(article)), article_schema())


def test_json_ld_of_odd_types_is_survived() -> None:
    head = linked(
        '{"@type": 5, "headline": 7, "author": {"name": {"@value": 3}}, "datePublished": ["x"], "keywords": {}}'
    )

    assert extract(page_of(BODY, head=head), ITALIAN).headline == "Sì alla biblioteca"


def test_a_caption_stands_with_its_picture_and_not_in_the_body() -> None:
    figure = (
        "<div class='foto'><img src='/p.jpg' alt='x'><div class='didascalia'>Il cantiere visto dal fiume</div></div>"
    )

    article = extract(page_of(BODY.replace("<p>Il cons", f"{figure}<p>Il cons"), head=HEAD), ITALIAN)

    assert [image.caption for image in article.images] == ["Il cantiere visto dal fiume"]
    assert {block.type for block in article.body} == {"paragraph"}


@given(st.text(alphabet="ab \n\t\u00a0\u3000é", max_size=40))
def test_words_are_counted_as_white_space_of_any_kind_parts_them(text: str) -> None:
    assert words_in(text) == len(text.split())


def test_a_page_that_is_read_leaves_no_garbage() -> None:
    """A box and its child that held each other would keep every page's tree until Python looks for garbage."""
    page = page_of(BODY, head=HEAD)
    extract(page, ITALIAN)  # what is made once is no garbage
    gc.collect()
    gc.disable()
    try:
        extract(page_of(BODY, head=HEAD), ITALIAN)
        left = gc.collect()
    finally:
        gc.enable()

    assert left == 0
