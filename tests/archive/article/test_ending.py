import pytest

from archive.article.body import read_body
from archive.article.ending import opens_bio, tells_of
from tests.archive.article.bodies import HEADLINE, SOURCE, STORY, TEXT, page_of

AUTHORS = ("Anna Neri", "Karl Weiß")


def read(foot: str) -> list[str]:
    page = page_of(f"<article><h1>{HEADLINE}</h1>{STORY}{foot}</article>")
    return read_body(page, SOURCE, headline=HEADLINE, authors=AUTHORS).text.split("\n\n")


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Anna Neri is a reporter of the paper and lives in the lower town. Write to her at an@paper.example</p>",
        "<p><em>Karl Weiß ist Redakteur im Ressort Stadt und schreibt über Brücken und über Straßen.</em></p>",
        "<p>Anna Neri è giornalista e scrive di ponti da venti anni.</p><p>Vive a Roma, dove insegna ai ragazzi.</p>",
    ],
)
def test_last_lines_about_the_author_are_no_text(foot: str) -> None:
    assert read(foot) == TEXT


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Anna Neri</p>",
        "<p>Anna Neri(Roma, redazione)</p>",
        "<p>Anna Neri und Karl Weiß/dpa</p>",
        "<p>an.neri@paper.example</p>",
        "<p>kweiss@blatt.example (END)</p>",
        "<p>To contact the reporter on this story: Ann Lee in Town at alee@paper.example</p>",
        "<p>Correspondent Ann Lee may be reached at alee@paper.example.</p>",
        "<p>Images: Anna Neri, Karl Weiß / The Paper</p>",
        "<p>Fotos: Stadtarchiv, Museum am Markt</p>",
    ],
)
def test_last_lines_that_sign_or_credit_are_no_text(foot: str) -> None:
    assert read(foot) == TEXT


def test_a_last_line_about_somebody_else_is_text() -> None:
    said = "Ann Lee is a mason and has looked after the bridge for thirty years."

    assert read(f"<p>{said}</p>")[-1] == said


def test_a_bio_begins_with_the_name() -> None:
    assert opens_bio("Anna Neri is a reporter.", AUTHORS)
    assert not opens_bio("The reporter Anna Neri is not to blame, the mayor said.", AUTHORS)
    assert tells_of("The reporter Anna Neri is not to blame.", AUTHORS)
