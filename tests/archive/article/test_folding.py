import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.folding import fold


@given(st.text())
def test_a_folded_text_is_as_long_as_the_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Martedì", "martedi"), ("ΑΠΡΙΛΊΟΥ", "απριλιου"), ("KASIM", "kasım"), ("٢ أبريل", "2 ابریل"),
        ("２０１９／０４", "2019/04"),
        ("a\u00a0b\u200fc", "a b c"), ("20–42", "20-42"), ("l’altro", "l'altro"),
    ],
)  # fmt: skip
def test_the_ways_of_writing_a_word_become_one(text: str, folded: str) -> None:
    assert fold(text) == fold(folded)


def test_letters_that_marks_make_in_other_scripts_are_kept() -> None:
    hindi = unicodedata.normalize("NFC", "अप्रैल")

    assert fold(hindi) == hindi
