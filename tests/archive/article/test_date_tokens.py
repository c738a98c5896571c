"""Tokens of a date line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.date_tokens import Token, tokens_of
from archive.article.folding import fold
from archive.article.lexicon import lexicon_of


def tokens(line: str, language: str | None = "it") -> list[Token]:
    return tokens_of(line, fold(line), lexicon_of(language))


def kinds(line: str, language: str | None = "it") -> list[str]:
    return [token.kind for token in tokens(line, language)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2019-04-02T20:42:11+02:00", "stamp"),
        ("2019年4月2日", "cjk"),
        ("令和元年5月1日", "cjk"),
        ("H31.4.2", "initial"),
        ("2 tháng 4, 2019", "counted"),
        ("2019/04/02", "ymd"),
        ("02.04.2019", "dmy"),
        ("2 / 4 / 19", "dmy"),
        ("20:42:11", "clock"),
        ("20h42", "hmark"),
        ("20 Uhr", "hour"),
        ("20.42", "pair"),
        ("31/12", "pair"),
        ("2019", "number"),
        ("aprile", "word"),
        ("·", "mark"),
    ],
)
def test_a_form_is_one_token(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text", ["v1.2.3.4", "192.168.1.10", "3,5 %", "1.5%", "12/04/2019/5", "10:00:00:00", "2019-04-02-17"]
)
def test_numbers_of_other_things_are_no_date(text: str) -> None:
    assert not {"ymd", "dmy", "pair", "clock", "stamp"} & set(kinds(text))


def test_an_offset_needs_a_clock_before_it() -> None:
    assert kinds("20:42 +02:00") == ["clock", "offset"]
    assert "offset" not in kinds("pagina +02:00")


def test_zone_letters_count_in_capitals_only() -> None:
    assert tokens("20:42 EST", "fr")[-1].means.get("zone") == "EST"
    assert "zone" not in tokens("20:42 est", "fr")[-1].means


def test_a_phrase_of_several_words_is_one_token() -> None:
    found = tokens("ultimo aggiornamento: ieri")

    assert (found[0].text, found[0].means.get("label")) == ("ultimo aggiornamento", "modified")
    assert found[-1].means.get("day") == -1


@given(line=st.text(max_size=60), language=st.sampled_from([None, "it", "en", "de", "ja", "vi", "ar"]))
def test_tokens_stand_in_order_and_cover_all_but_spaces(line: str, language: str | None) -> None:
    folded = fold(line)
    found = tokens(line, language)
    places = [(token.start, token.end) for token in found]

    assert places == sorted(places)
    assert all(start < end for start, end in places)
    covered = {at for start, end in places for at in range(start, end)}
    assert all(folded[at].isspace() for at in range(len(folded)) if at not in covered)
