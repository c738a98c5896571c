"""The golden pages give their articles. Make the JSON anew with ``python -m tests.golden``."""

import pytest

from tests.golden.pages import GoldenPage, golden_pages, reading_of


@pytest.mark.parametrize("page", golden_pages(), ids=lambda page: page.name)
def test_a_golden_page_gives_its_article(page: GoldenPage) -> None:
    assert reading_of(page) == page.expected.read_text("utf-8")
