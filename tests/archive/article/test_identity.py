"""Which article it is, and whether it changed."""

from hypothesis import given
from hypothesis import strategies as st

from archive.article.identity import article_id, article_key, content_hash
from archive.sources.profile import Source

SOURCE = Source(id="gazzetta", article_id=r"-(?P<id>\d{6,})")
PLAIN = Source(id="gazzetta")
URL = "https://www.gazzetta.example/cronaca/ponte"


def test_an_id_in_the_address_names_the_article_across_slugs() -> None:
    keys = {
        article_key(SOURCE, url=f"https://www.gazzetta.example/{slug}-2019040220", declared=None)
        for slug in ("ponte", "ponte-chiuso")
    }

    assert keys == {"2019040220"}


def test_trackers_make_no_other_article() -> None:
    assert article_key(PLAIN, url=f"{URL}?utm_source=x", declared=None) == article_key(PLAIN, url=URL, declared=None)


def test_the_declared_address_stands_for_the_page() -> None:
    assert article_key(PLAIN, url=f"{URL}/amp", declared=URL) == URL


def test_a_declared_front_page_is_not_believed() -> None:
    assert article_key(PLAIN, url=URL, declared="https://www.gazzetta.example/") == URL


def test_a_declared_address_of_another_site_is_not_believed() -> None:
    assert article_key(PLAIN, url=URL, declared="https://www.altro.example/ponte") == URL


def test_the_id_is_32_hex_and_the_sources_own() -> None:
    one, two = article_id(PLAIN, URL), article_id(Source(id="altra"), URL)

    assert len(one) == 32
    assert one != two


def test_a_changed_word_changes_the_hash() -> None:
    assert content_hash(["k", "h", None, "testo"]) != content_hash(["k", "h", None, "testi"])


def test_a_word_that_moves_to_another_field_changes_the_hash() -> None:
    assert content_hash(["a b", "c"]) != content_hash(["a", "b c"])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_typography_and_white_space_do_not_move_the_hash(text: str) -> None:
    curled = text.replace("'", "’").replace('"', "”").replace(" ", "  ")

    assert content_hash([text]) == content_hash([curled])
