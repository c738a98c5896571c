"""Differences: the pieces always give back both texts."""

from hypothesis import given
from hypothesis import strategies as st

from archive.article.model import Article
from archive.store.difference import as_html, difference, words_between


def article(text: str, headline: str = "Il porto") -> Article:
    return Article(id="1", source="s", url="https://giornale.example/a", headline=headline, text=text)


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_give_back_both_texts(older: str, newer: str) -> None:
    pieces = words_between(older, newer)

    assert "".join(p.text for p in pieces if p.sign != "in") == older
    assert "".join(p.text for p in pieces if p.sign != "out") == newer


def test_one_changed_word_is_the_only_change() -> None:
    found = difference(article("Apre oggi.\n\nFine."), article("Apre domani.\n\nFine."))
    signs = [(p.sign, p.text) for one in found for p in one.pieces if p.sign != "same"]

    assert signs == [("out", "oggi"), ("in", "domani")]


def test_changed_words_beside_each_other_are_one_change() -> None:
    pieces = words_between("La casa bianca è bella", "La villa rossa è bella")

    assert [(p.sign, p.text) for p in pieces if p.sign != "same"] == [("out", "casa bianca"), ("in", "villa rossa")]


def test_a_blank_at_the_end_stays_where_it_is() -> None:
    assert [(p.sign, p.text) for p in words_between("uno ", "due ")] == [("out", "uno"), ("in", "due"), ("same", " ")]


def test_archived_words_cannot_script_the_page() -> None:
    older, newer = article("ciao", "<script>alert(1)</script>"), article("<img src=x onerror=alert(1)>")
    page = as_html(older, newer, difference(older, newer))

    assert "<script" not in page
    assert "<img" not in page
