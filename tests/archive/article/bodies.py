"""Pages of no paper, for the tests of the body readers."""

from datetime import UTC, datetime

from archive.article.body import Body, read_body
from archive.article.page import Page
from archive.sources.profile import Source

NOW = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
SOURCE = Source(id="paper")

ONE = (
    "The council voted on Tuesday to close the old bridge for two years, although the merchants of the lower town"
    " had asked for a shorter closure and a second crossing."
)
TWO = (
    "Engineers who looked at the piers in March found cracks that had not been there a year before, and said that"
    " nobody could promise that the arches would stand another winter."
)
THREE = (
    "A ferry will run from six in the morning to midnight, the mayor said, and it will cost nothing; the buses will"
    " take the long way round by the mill, as they did in the year of the flood."
)
FOUR = (
    "Work is to begin in the first week of October, when the river is low, and a stone of the old parapet will be"
    " kept in the museum beside the market."
)
HEADLINE = "Old bridge to close for two years"
STORY = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p>"
TEXT = [ONE, TWO, THREE, FOUR]


def page_of(body: str, head: str = "") -> Page:
    """Return a page with *body* in it."""
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    return Page.from_html(text, url="https://paper.example/town/bridge", captured_at=NOW)


def body_of(body: str, source: Source = SOURCE, head: str = "", headline: str | None = HEADLINE) -> Body:
    """Return the reading of a page with *body* in it."""
    return read_body(page_of(body, head), source, headline=headline)


def lines_of(body: str, source: Source = SOURCE, headline: str | None = HEADLINE) -> list[str]:
    """Return the lines of the article's text."""
    text = body_of(body, source, headline=headline).text
    return text.split("\n\n") if text else []
