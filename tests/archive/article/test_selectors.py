"""The source's own rules."""

from datetime import date

import pytest

from archive.article.selectors import ruled, ruled_all, select
from archive.errors import UsageError
from archive.sources.profile import Rule, Source
from tests.archive.article.newspage import page_of

TREE = page_of("<p class='a'>Uno</p><p class='a' title='due'>Due</p><i class='t'>x</i><i class='t'>y</i>").tree
DAY = date(2024, 5, 3)


def test_every_element_of_a_selector_is_found_in_order() -> None:
    assert select(TREE, "p.a") == ("Uno", "Due")


def test_an_attribute_is_read() -> None:
    assert select(TREE, "p.a::attr(title)") == ("due",)


def test_the_first_selector_that_matches_wins() -> None:
    source = Source(id="x", rules=(Rule(field="headline", selectors=("h1", "p.a")),))

    assert ruled(TREE, source, "headline", DAY) == "Uno"


def test_a_rule_out_of_its_time_is_not_asked() -> None:
    source = Source(id="x", rules=(Rule(field="headline", selectors=("p.a",), until=date(2020, 1, 1)),))

    assert ruled(TREE, source, "headline", DAY) is None


def test_all_values_of_a_rule_are_had_for_lists() -> None:
    source = Source(id="x", rules=(Rule(field="tags", selectors=("i.t",)),))

    assert ruled_all(TREE, source, "tags", DAY) == ("x", "y")


def test_a_selector_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match="p\\["):
        select(TREE, "p[")
