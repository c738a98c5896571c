"""Patterns of profiles: useful ones pass, those that could hang a crawl do not."""

import time

import pytest

from archive.sources.patterns import MAX_URL_CHARACTERS, UrlRules, pattern_problem
from archive.sources.profile import Source


@pytest.mark.parametrize(
    "pattern",
    [
        r"/parchi-industriali/.+-\d{12}(\.html)?$",
        r"-(?P<id>\d{12})",
        r"^https?://[^/]+/[^/]+/\d{4}/\d{2}/\d{2}/[^/]+-\d+\.html$",
        r"/(?:politik|wirtschaft|sport)/[\w-]+-a-\d+",
        r"\?print=1",
        r"(\w+-)+\d+",
    ],
)
def test_usual_patterns_pass(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(.*)*x", r"(x|xx)+y", r"^(?:[a-z]+-?)+$", r"/a/.*b.*c.*d.*e"])
def test_a_pattern_that_takes_for_ever_is_refused(pattern: str) -> None:
    started = time.process_time()

    problem = pattern_problem(pattern)

    assert problem is not None
    assert "too long" in problem
    assert time.process_time() - started < 10


def test_a_pattern_that_matches_everything_is_refused() -> None:
    assert "every URL" in (pattern_problem("x*") or "")


def test_a_very_long_pattern_is_refused() -> None:
    assert "characters" in (pattern_problem("a" * 501) or "")


def source(**rules: object) -> Source:
    return Source(id="g", hosts=("g.example",), **rules)  # type: ignore[arg-type]


def test_without_rules_a_profile_says_nothing() -> None:
    assert UrlRules.of(source()).says("https://g.example/a/1") is None


def test_where_allow_is_given_only_it_is_allowed() -> None:
    rules = UrlRules.of(source(allow=(r"/a/\d+",)))

    assert rules.says("https://g.example/a/1") is True
    assert rules.says("https://g.example/b/1") is False


def test_deny_goes_before_allow() -> None:
    rules = UrlRules.of(source(allow=(r"/a/",), deny=(r"/a/login",)))

    assert rules.says("https://g.example/a/login") is False


def test_another_layout_of_an_article_is_not_asked_for() -> None:
    rules = UrlRules.of(source(alternates=("?print=1",)))

    assert rules.says("https://g.example/a/1?print=1") is False
    assert rules.says("https://g.example/a/1") is None


def test_the_articles_id_is_read_across_slugs() -> None:
    rules = UrlRules.of(source(article_id=r"-(?P<id>\d{5,})"))

    assert rules.id_of("https://g.example/a/uno-12345") == rules.id_of("https://g.example/b/altro-12345?x=1") == "12345"
    assert rules.id_of("https://g.example/a/uno") is None


def test_an_address_with_an_id_is_an_articles() -> None:
    assert UrlRules.of(source(article_id=r"-(?P<id>\d{5,})")).says("https://g.example/a/uno-12345") is True


def test_a_very_long_address_matches_nothing() -> None:
    rules = UrlRules.of(source(allow=("a",), article_id="(?P<id>a)"))
    url = "https://g.example/" + "a" * MAX_URL_CHARACTERS

    assert rules.says(url) is False
    assert rules.id_of(url) is None
