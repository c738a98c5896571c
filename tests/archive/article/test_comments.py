"""Readers' comments: told without a walk, and only below a text."""

import pytest

from archive.article.extract import extract
from archive.article.layout import Layout, read_layout
from tests.archive.article.newspage import ITALIAN, TEXT, linked, page_of

TOLD = TEXT * 4
ITALIAN_COMMENT = "<li><b>Anna Neri</b> <time>5 maggio 2024</time><p>Il porto andava riaperto molto prima.</p></li>"
GERMAN_COMMENT = "<div><b>Karl Weiß</b> <span>5. Mai 2024</span><p>Der Hafen war viel zu lange zu.</p></div>"


def layout_of(body: str) -> Layout:
    return read_layout(page_of(body).tree)


@pytest.mark.parametrize(
    "box",
    [
        f"<ol class='comment-list'>{ITALIAN_COMMENT * 8}</ol>",
        f"<div id='kommentare'>{GERMAN_COMMENT * 8}</div>",
        f"<section class='commentaires'>{GERMAN_COMMENT * 8}</section>",
    ],
)
def test_comments_below_a_text_are_one_line(box: str) -> None:
    layout = layout_of(TOLD + box)

    assert len(layout.comments) == 1
    assert [line.furniture for line in layout.lines if line.element is layout.comments[0]] == [True]
    assert not layout.times


def test_few_comments_are_walked() -> None:
    assert not layout_of(f"{TOLD}<ol class='comments'>{ITALIAN_COMMENT * 3}</ol>").comments


def test_comments_above_the_text_are_walked() -> None:
    assert not layout_of(f"<ol class='comments'>{ITALIAN_COMMENT * 8}</ol>{TOLD}").comments


@pytest.mark.parametrize("inside", ["<h1>Il porto riapre</h1>", f"<div itemprop='articleBody'>{TEXT}</div>"])
def test_what_holds_the_article_is_no_comment(inside: str) -> None:
    assert not layout_of(f"{TOLD}<div class='with-comments'>{inside}{ITALIAN_COMMENT * 8}</div>").comments


def test_headings_and_json_ld_in_comments_are_seen() -> None:
    layout = layout_of(f"{TOLD}<div class='comments'><h2>Otto commenti</h2>{ITALIAN_COMMENT * 8}{linked('{}')}</div>")

    assert layout.comments
    assert [mark.text for mark in layout.headings] == ["Otto commenti"]
    assert layout.json_ld == ("{}",)


def test_an_article_loses_nothing_by_the_comments_below_it() -> None:
    bare = extract(page_of(f"<h1>Il porto riapre</h1>{TOLD}"), ITALIAN)
    page = page_of(f"<h1>Il porto riapre</h1>{TOLD}<ol class='comments'>{ITALIAN_COMMENT * 8}</ol>")
    article = extract(page, ITALIAN)

    assert read_layout(page.tree).comments
    assert (article.text, article.published, article.authors) == (bare.text, bare.published, bare.authors)
