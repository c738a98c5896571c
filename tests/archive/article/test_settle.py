"""What was decided, by which evidence, with which doubts."""

import pytest

from archive.article.settle import Settled, confidence_of, settle_language
from archive.article.signed import Byline
from archive.article.timing import Timing
from archive.sources.profile import Source
from tests.archive.article.newspage import TEXT, page_of, read_of

ANY = Source(id="x")


def test_the_sources_rule_beats_what_was_read() -> None:
    out = Settled()

    assert out.pick("kicker", "Prato", "Cronaca", "text") == "Prato"
    assert out.sources == {"kicker": "rule"}


def test_nothing_found_is_noted_nowhere() -> None:
    out = Settled()

    assert out.pick("kicker", None, None, "text") is None
    assert out.sources == {}


def test_a_doubt_is_told_once() -> None:
    out = Settled()
    out.warn("no_body")
    out.warn("no_body", "date_from_url")

    assert out.warnings == ("no_body", "date_from_url")


@pytest.mark.parametrize(
    ("detected", "told"), [("it", ("it", "html")), ("de", ("de", "detected")), (None, ("it", "html"))]
)
def test_a_template_that_lies_about_its_language_is_not_believed(detected: str | None, told: tuple[str, str]) -> None:
    layout, declared = read_of(TEXT)

    assert settle_language(page_of(TEXT), ANY, layout, declared, lambda text: detected) == told


def test_kindred_languages_are_not_told_apart_by_words() -> None:
    page = page_of(TEXT, lang="nb")
    layout, declared = read_of(TEXT)
    kindred = type(layout)(**{f: getattr(layout, f) for f in layout.__slots__} | {"lang": "nb"})

    assert settle_language(page, ANY, kindred, declared, lambda text: "da") == ("nb", "html")


def test_the_profile_speaks_for_pages_that_do_not() -> None:
    layout, declared = read_of(TEXT)
    mute = type(layout)(**{f: getattr(layout, f) for f in layout.__slots__} | {"lang": None})

    assert settle_language(page_of(TEXT), Source(id="x", language="it"), mute, declared, lambda text: None) == (
        "it",
        "profile",
    )


def test_confidence_is_nothing_for_an_empty_page() -> None:
    assert confidence_of(None, Timing(), Byline(), words=0, kind="other") == 0.0


def test_more_text_never_lowers_confidence() -> None:
    grades = [confidence_of(None, Timing(), Byline(), words=n, kind="article") for n in (0, 50, 150, 5000)]

    assert grades == sorted(grades)
    assert grades[-1] <= 1
