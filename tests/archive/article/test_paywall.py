"""Is it behind a paywall?"""

import pytest

from archive.article.paywall import read_paywalled
from tests.archive.article.newspage import TEXT, linked, read_of


@pytest.mark.parametrize(("value", "paywalled"), [("false", True), ('"True"', False)])
def test_the_declared_access_is_believed(value: str, paywalled: bool) -> None:
    head = linked(f'{{"@type": "Article", "headline": "x", "isAccessibleForFree": {value}}}')

    assert read_paywalled(*read_of(TEXT, head=head))[0] is paywalled


@pytest.mark.parametrize("content", ["locked", "metered", "premium"])
def test_the_content_tier_is_believed(content: str) -> None:
    head = f'<meta property="article:content_tier" content="{content}">'

    assert read_paywalled(*read_of(TEXT, head=head))[0] is True


@pytest.mark.parametrize(
    "line", ["Abbonati per continuare a leggere", "» SUBSCRIBE to continue reading", "この記事は有料会員限定です。"]
)
def test_a_printed_bar_is_seen(line: str) -> None:
    assert read_paywalled(*read_of(f"{TEXT}<p>{line}</p>"))[0] is True


def test_the_sources_own_marker_is_seen() -> None:
    found = read_paywalled(
        *read_of(f"{TEXT}<p>Solo per i lettori di ponente</p>"), markers=["per i lettori di Ponente"]
    )

    assert found[0] is True


def test_where_nothing_says_so_it_is_not_known() -> None:
    assert read_paywalled(*read_of(TEXT)) == (None, None)
