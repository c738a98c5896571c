"""What lines are compared by, and where their links lead."""

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.article.lines import (
    FOLD,
    PLAIN_ADDRESS,
    PLAIN_PATH,
    absolute,
    clean,
    fold,
    length,
    may_fold_to,
    single_spaced,
)
from archive.urlkey import printable_url


@given(st.text(max_size=300))
def test_texts_of_ascii_fold_as_all_others_do(text: str) -> None:
    assert fold(text) == FOLD.sub("", text.casefold())


@given(st.text(max_size=200))
def test_white_space_of_any_kind_is_folded(text: str) -> None:
    assert single_spaced(text) == " ".join(text.split())


@given(st.text(max_size=60))
def test_what_a_text_folds_to_is_never_ruled_out(text: str) -> None:
    assert may_fold_to(text, fold(text))


@pytest.mark.parametrize(("text", "folded"), [("Menu", "ilpontenuovo"), ("Il p", "ilpontenuovoaperto")])
def test_a_text_that_begins_otherwise_or_is_much_shorter_is_ruled_out(text: str, folded: str) -> None:
    assert not may_fold_to(text, folded)


@given(st.text(max_size=200))
def test_a_clean_text_is_clean(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert once == " ".join(once.split())


@given(st.from_regex(PLAIN_ADDRESS, fullmatch=True))
def test_a_plain_address_is_what_joining_makes_of_it(address: str) -> None:
    assert urljoin("https://giornale.example/economia/1.html", address) == address


@given(
    st.from_regex(PLAIN_PATH, fullmatch=True),
    st.sampled_from(["https://giornale.example/a/1.html", "http://127.0.0.1:8080/", "https://giornale.example?a=/b"]),
)
@example("/a/../b", "https://giornale.example/a/1.html")
def test_a_path_from_the_root_is_joined_as_the_library_does(path: str, url: str) -> None:
    assert absolute(url, path) == printable_url(urljoin(url, path))


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://giornale.example/a/b.html?id=3", "https://giornale.example/a/b.html?id=3"),
        ("/sport", "https://giornale.example/sport"),
        ("../b.html#note", "https://giornale.example/b.html#note"),
        ("//cdn.example/p.jpg", "https://cdn.example/p.jpg"),
        ("https://zeitung.example?seite=2", "https://zeitung.example?seite=2"),
        ("https://giornale.example/due parole", "https://giornale.example/due%20parole"),
        ("http://[", None),
        ("mailto:redazione@giornale.example", None),
        ("#top", None),
        ("ftp://giornale.example/a", None),
    ],
)
def test_where_links_lead(target: str, address: str | None) -> None:
    assert absolute("https://giornale.example/economia/1.html", target) == address


def test_signs_of_dense_scripts_count_three_times() -> None:
    assert length("Roma") == 4
    assert length("東京") == 6
