"""Microdata: whose properties they are."""

import pytest

from archive.article.finding import find, find_all
from tests.archive.article.newspage import TEXT, read_of


def test_microdata_is_read_where_it_is_no_furniture() -> None:
    body = (
        "<aside><time itemprop='datePublished' datetime='2020-01-01'>x</time></aside>"
        "<time itemprop='datePublished' datetime='2024-05-03T10:00'>y</time>"
        "<div itemprop='author' itemscope><img alt='foto'><span itemprop='name'>Anna Neri</span>, inviata</div>"
    )

    _, declared = read_of(body)

    published, author = find(declared.findings, "published"), find(declared.findings, "authors")
    assert published is not None
    assert author is not None
    assert (published.value, author.value) == ("2024-05-03T10:00", "Anna Neri")


POST = "<{t} itemscope itemtype='https://schema.org/BlogPosting'>{h}<b itemprop='author'>{a}</b></{t}>"


@pytest.mark.parametrize("heading", ["<h1>Il ponte riapre</h1>", "<h2>Il ponte riapre</h2>"])
def test_authors_of_other_posts_in_a_list_are_not_the_articles(heading: str) -> None:
    own = POST.format(t="article", h=heading, a="Anna Neri")
    others = "".join(POST.format(t="div", h=f"<h3>Altro {n}</h3>", a=f"Autore {n}") for n in range(3))

    _, declared = read_of(others + own + TEXT + others, head="<title>Il ponte riapre - La Voce</title>")

    assert [f.value for f in find_all(declared.findings, "authors")] == ["Anna Neri"]


def test_where_only_other_posts_are_marked_up_nobody_is_declared() -> None:
    others = "".join(POST.format(t="div", h=f"<h3>Altro {n}</h3>", a=f"Autore {n}") for n in range(3))

    _, declared = read_of(f"<h1>Il ponte riapre</h1>{TEXT}{others}")

    assert find(declared.findings, "authors") is None


@pytest.mark.parametrize("part", ["ImageObject", "Comment"])
def test_the_author_of_a_picture_or_a_comment_is_not_the_articles(part: str) -> None:
    inner = f"<div itemprop='x' itemscope itemtype='https://schema.org/{part}'><i itemprop='author'>Carlo Blu</i></div>"
    body = POST.format(t="article", h=f"<h1>Il ponte</h1>{inner}", a="Anna Neri")

    assert [f.value for f in find_all(read_of(body)[1].findings, "authors")] == ["Anna Neri"]
