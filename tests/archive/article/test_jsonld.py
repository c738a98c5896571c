"""JSON-LD as pages write it."""

import json

import pytest

from archive.article.jsonld import load, read_json_ld

URL = "https://www.gazzetta.example/a/ponte-1"


def test_trailing_commas_are_mended() -> None:
    assert load('{"@type": "Article", "headline": "Ponte",}') == {"@type": "Article", "headline": "Ponte"}


def test_line_breaks_inside_strings_are_mended() -> None:
    assert load('{"headline": "Ponte\nchiuso"}')["headline"].split() == ["Ponte", "chiuso"]


@pytest.mark.parametrize("text", ['<!-- {"a": 1} -->', '//<![CDATA[\n{"a": 1}\n//]]>', '{"a": 1};'])
def test_wrappings_are_taken_off(text: str) -> None:
    assert load(text) == {"a": 1}


def test_two_objects_in_one_script_are_both_read() -> None:
    assert load('{"a": 1} {"b": 2}') == [{"a": 1}, {"b": 2}]


def test_what_is_no_json_is_none() -> None:
    assert load("{headline: 'Ponte") is None


def test_an_unreadable_script_is_remembered() -> None:
    assert read_json_ld(["{no"], url=URL).broken


def test_the_article_of_a_graph_is_found_and_its_author_looked_up_by_id() -> None:
    script = (
        '{"@graph": [{"@type": "WebSite", "name": "La Gazzetta"}, {"@type": "Person", "@id": "#p", "name": "Anna Neri",'
        ' "url": "x"}, {"@type": ["NewsArticle"], "headline": "Ponte", "author": {"@id": "#p"}}]}'
    )

    found = read_json_ld([script], url=URL)

    assert found.headline == "Ponte"
    assert [n.name for n in found.authors] == ["Anna Neri"]
    assert found.publisher == ("La Gazzetta",)


def test_the_longest_article_body_is_kept_as_it_stands() -> None:
    script = '{"@graph": [{"articleBody": "Il ponte"}, {"@type": "Article", "articleBody": "<p>Il ponte resta</p>"}]}'

    assert read_json_ld([script, '{"articleBody": ["x"]}'], url=URL).body == "<p>Il ponte resta</p>"


def test_of_several_articles_the_one_of_this_address_is_taken() -> None:
    script = (
        '[{"@type": "Article", "url": "https://www.gazzetta.example/a/altro", "headline": "Altro"},'
        ' {"@type": "Article", "url": "https://www.gazzetta.example/a/ponte-1?x=1", "headline": "Ponte"}]'
    )

    assert read_json_ld([script], url=URL).headline == "Ponte"


def test_of_several_articles_the_one_with_the_printed_title_is_taken() -> None:
    script = '[{"@type": "Article", "headline": "Altro"}, {"@type": "Article", "headline": "Ponte chiuso"}]'

    assert read_json_ld([script], url=URL, titles=["Ponte chiuso"]).headline == "Ponte chiuso"


def test_types_may_be_addresses_and_values_lists() -> None:
    script = '{"@type": "http://schema.org/NewsArticle", "headline": ["Ponte"], "articleSection": ["Cronaca", "Roma"]}'

    found = read_json_ld([script], url=URL)

    assert (found.headline, found.sections) == ("Ponte", ("Cronaca", "Roma"))


def test_entities_and_tags_in_strings_are_read() -> None:
    script = '{"@type": "Article", "headline": "&quot;Ponte&quot; <b>chiuso</b>"}'

    assert read_json_ld([script], url=URL).headline == '"Ponte" chiuso'


def test_the_breadcrumb_stands_in_the_order_of_its_positions() -> None:
    script = (
        '{"@type": "BreadcrumbList", "itemListElement": [{"position": 2, "name": "Roma"},'
        ' {"position": "1", "item": {"name": "Cronaca"}}]}'
    )

    assert read_json_ld([script], url=URL).breadcrumb == ("Cronaca", "Roma")


@pytest.mark.parametrize(("value", "free"), [("false", False), ('"False"', False), ("true", True), ('"true"', True)])
def test_free_access_may_be_a_string(value: str, free: bool) -> None:
    script = f'{{"@type": "Article", "headline": "x", "isAccessibleForFree": {value}}}'

    assert read_json_ld([script], url=URL).free is free


def test_a_deep_nest_ends() -> None:
    assert read_json_ld(["[" * 100_000], url=URL).broken


@pytest.mark.parametrize("position", ["²", "9" * 6_000, None, {}, -1])
def test_no_position_of_a_step_is_too_odd(position: object) -> None:
    steps = [{"@type": "ListItem", "position": position, "name": "Cronaca"}]
    text = json.dumps({"@type": "BreadcrumbList", "itemListElement": steps})

    read_json_ld([text], url="https://www.gazzetta.example/a")


@pytest.mark.parametrize(
    ("entries", "modified"),
    [
        (["2024-05-03T09:00:00+02:00", "2024-05-03T08:30:00Z", "2024-05-03T07:00:00Z"], "2024-05-03T08:30:00Z"),
        (["ieri", "2024-05-03T09:00"], "2024-05-03T09:00"),
        ([], None),
    ],
)
def test_a_live_blog_changed_last_with_its_latest_entry(entries: list[str], modified: str | None) -> None:
    updates = [{"@type": "BlogPosting", "datePublished": at} for at in entries]
    node = {"@type": "LiveBlogPosting", "headline": "Diretta", "liveBlogUpdate": updates}

    assert read_json_ld([json.dumps(node)], url=URL).modified == modified


def test_a_live_blog_s_own_change_comes_before_its_entries() -> None:
    node = {"@type": "LiveBlogPosting", "dateModified": "2024-05-04", "liveBlogUpdate": {"datePublished": "2024-05-05"}}

    assert read_json_ld([json.dumps(node)], url=URL).modified == "2024-05-04"
