import pytest

from archive.article.lexicon import Lexicon, all_month_names, day_words, languages, lexicon_of


def test_the_longest_phrase_wins() -> None:
    lexicon = Lexicon()
    lexicon.add("ultima", "glue", True)
    lexicon.add("ultima modifica", "label", "modified")

    assert lexicon.find(["ultima", "modifica", "2"], 0) == (2, {"label": "modified"})
    assert lexicon.find(["ultima", "volta"], 0) == (1, {"glue": True})


def test_a_star_makes_a_stem() -> None:
    lexicon = Lexicon()
    lexicon.add("pubblicat*", "label", "published")

    assert lexicon.find(["pubblicata"], 0) == (1, {"label": "published"})
    assert lexicon.find(["pubblico"], 0) == (0, {})


def test_a_word_may_mean_a_month_and_a_weekday() -> None:
    _, means = lexicon_of("it").find(["mar"], 0)

    assert means["month"] == ("gregorian", 3)
    assert means["weekday"] == 1


@pytest.mark.parametrize(("language", "word"), [("it", "si"), ("it", "to"), ("pt", "snein"), ("th", "yanvar")])
def test_no_language_has_the_days_and_months_of_another(language: str, word: str) -> None:
    _, means = lexicon_of(language).find([word], 0)

    assert not {"month", "weekday"} & means.keys()


@pytest.mark.parametrize(("language", "month"), [("hr", 10), ("pl", 11), ("cs", 11)])
def test_listopad_is_what_the_language_says(language: str, month: int) -> None:
    assert lexicon_of(language).find(["listopad"], 0)[1]["month"] == ("gregorian", month)


def test_of_no_known_language_a_month_that_is_two_months_is_none() -> None:
    assert "month" not in lexicon_of(None).find(["listopad"], 0)[1]
    assert lexicon_of(None).find(["kwietnia"], 0)[1]["month"] == ("gregorian", 4)


@pytest.mark.parametrize("language", sorted(languages() - {"ja", "zh", "ko", "vi"}))
def test_every_language_knows_twelve_months(language: str) -> None:
    lexicon = lexicon_of(language)
    months = {means["month"][1] for entries in lexicon._phrases.values() for _, means in entries if "month" in means}

    assert months == set(range(1, 13))


def test_the_quick_lists_hold_words_of_many_languages() -> None:
    assert {"aprile", "kwietnia", "апреля"} <= all_month_names()
    assert {"ieri", "fa", "yesterday", "ago"} <= day_words()
