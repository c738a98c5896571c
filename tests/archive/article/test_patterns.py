"""Phrases by their first letters, words among words, patterns compiled when they are first asked."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.article import phrases
from archive.article.patterns import Openings, Phrases, Words, late, small, spellings

GREETINGS = Phrases(
    "good (?:day|evening)", "(?:dear|my) reader(?: and friend)?", "¡?hola", "ıyi günler", r"\d+ greetings", "†bye"
)
WHOLE = Phrases("more", ".{0,9}© ?all", whole=True)


@pytest.mark.parametrize(
    "line",
    ["Good evening all", "GOOD DAY", "— my reader, look", "Dear reader and friend", "hola", "¡Hola!", "İyi günler",
     "IYI GÜNLER", "12 greetings", "† †Bye now"],
)  # fmt: skip
def test_a_line_that_begins_with_a_phrase_is_known(line: str) -> None:
    assert GREETINGS.match(line)


@pytest.mark.parametrize("line", ["", "Good", "Good days", "readers", "greetings", "...", "bye", "My readership"])
def test_another_line_is_not(line: str) -> None:
    assert not GREETINGS.match(line)


@pytest.mark.parametrize(
    ("line", "known"), [("More…", True), ("(more)", True), ("more of it", False), ("Now © All", True)]
)
def test_a_whole_line_ends_with_its_phrase(line: str, known: bool) -> None:
    assert bool(WHOLE.match(line)) is known


def test_a_word_ends_where_a_dense_script_goes_on() -> None:
    assert GREETINGS.match("Good day東京")
    assert not GREETINGS.match("Good dayé")


@given(st.text(max_size=60))
@example("İLGİLİ i\u0307lgili ΣΑΣ")
def test_small_letters_are_as_many(text: str) -> None:
    assert len(small(text)) == len(text)


def test_phrases_are_written_in_small_letters() -> None:
    for some in (phrases.WHOLE, phrases.READ_ALSO, phrases.END):
        for phrase in some.phrases:
            letters = re.sub(r"\\.", "", phrase)
            assert letters == small(letters)


@pytest.mark.parametrize("some", [phrases.WHOLE, phrases.READ_ALSO, phrases.END])
def test_every_phrase_is_found_by_its_first_letters(some: Phrases) -> None:
    plain = [p for p in some.phrases if re.fullmatch(r"[\w ]+", p)]

    assert len(plain) > 20
    assert all(some.match(p) for p in plain)


def test_the_pattern_around_an_opening_is_its_shape() -> None:
    leads = Openings("by", "story by", shape=r"{}\s+|{}:")

    assert [found.end() if (found := leads.match(text)) else 0 for text in ("By  Ann", "STORY BY:Ann", "Byron")] == [
        4, 9, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "known"),
    [("the daily news", True), ("die redaktionsleitung", True), ("a partner of content", False),
     ("our partner content", True), ("newsless", False), ("e mail us", True)],
)  # fmt: skip
def test_words_are_known_among_others(key: str, known: bool) -> None:
    assert Words("news", "redaktion*", "partner content", "e-?mail").among(key) is known


def test_a_pattern_stands_for_its_spellings() -> None:
    assert spellings("correlat[ie]") == ["correlati", "correlate"]
    assert spellings("read-?(?:more|next)s?") == [
        "read-mores", "read-more", "read-nexts", "read-next", "readmores", "readmore", "readnexts", "readnext",
    ]  # fmt: skip


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    word = late("[a-z]+", re.IGNORECASE)

    assert word.findall("One two") == ["One", "two"]
    assert word.pattern == "[a-z]+"


def test_a_group_without_its_end_is_refused() -> None:
    with pytest.raises(ValueError, match="without its end"):
        spellings("(?:a|b")
