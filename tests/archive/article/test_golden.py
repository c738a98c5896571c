"""The golden pages give their articles. Make the JSON anew with ``python -m tests.golden``."""

import pytest

from archive.article.extract import extract, find_article, is_article
from tests.golden.pages import GoldenPage, golden_pages, page_and_source, reading_of


@pytest.mark.parametrize("page", golden_pages(), ids=lambda page: page.name)
def test_a_golden_page_gives_its_article(page: GoldenPage) -> None:
    assert reading_of(page) == page.expected.read_text("utf-8")


@pytest.mark.parametrize("page", golden_pages(), ids=lambda page: page.name)
def test_an_article_is_found_where_the_whole_reading_is_one(page: GoldenPage) -> None:
    whole = extract(*page_and_source(page))

    assert find_article(*page_and_source(page)) == (whole if is_article(whole) else None)
