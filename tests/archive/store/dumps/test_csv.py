"""CSV: no cell is a formula, and the escape can be undone."""

import csv as reader
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.model import Article
from archive.store.dumps.csv import COLUMNS, escape, unescape, write_articles
from tests.archive.store.newsroom import made_up

FORMULAS = [
    "=1+1",
    "+39 02 123",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "＝1+1",
    '=HYPERLINK("http://evil.example","x")',
    "'=1+1",
    "-",
]


def dump(*articles: Article, **options: object) -> list[dict[str, str]]:
    stream = io.BytesIO()
    write_articles(stream, ((article, 1) for article in articles), **options)  # type: ignore[arg-type]
    return list(reader.DictReader(io.StringIO(stream.getvalue().decode("utf-8"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert escape(text)[0] == "'"
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", ["Parchi", "1+1=2", "'virgolette'", "a@b.example", "2019-04-02", "", " rosso"])
def test_other_text_stays(text: str) -> None:
    assert escape(text) == text


@given(st.one_of(st.text(), st.text(alphabet=" '\"=+-@\t\r\n;x＝")))
def test_the_escape_can_be_undone(text: str) -> None:
    clean = "".join(c for c in text if c in "\t\r\n" or (c >= " " and c != "\x7f"))

    assert unescape(escape(clean)) == clean


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert escape(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_a_hostile_article_is_harmless_in_every_column() -> None:
    (row,) = dump(
        Article(id="a", source="s", url="u", headline="=1", tags=("=1", "x"), kicker="@x", section="\x00\x1b[2J")
    )

    assert (row["headline"], row["tags"], row["kicker"]) == ("'=1", "'=1; x", "'@x")
    assert row["section"] == "\ufffd\ufffd[2J"


def test_rows_come_back_as_they_were() -> None:
    article = made_up(3)
    (row,) = dump(article)

    assert row["text"] == article.text
    assert row["authors"] == "; ".join(article.authors)
    assert row["paywalled"] == str(article.paywalled).lower()
    assert row["revisions_total"] == "1"
    assert tuple(row) == COLUMNS


def test_unknown_is_the_empty_cell() -> None:
    (row,) = dump(made_up(3, bare=True))

    assert row["published"] == row["authors"] == row["paywalled"] == ""


def test_the_byte_order_mark_is_there_on_wish_only() -> None:
    with_mark, without = io.BytesIO(), io.BytesIO()
    write_articles(with_mark, [], bom=True)
    write_articles(without, [])

    assert with_mark.getvalue() == b"\xef\xbb\xbf" + without.getvalue()


def test_columns_can_be_left_out() -> None:
    (row,) = dump(made_up(3), without=["text"])

    assert "text" not in row


@given(st.one_of(st.text(), st.text(alphabet=" '\"=+-@\t\r\n;,x＝")))
def test_no_cell_is_a_formula_where_semicolons_part_cells(text: str) -> None:
    stream = io.BytesIO()
    write_articles(stream, [(Article(id="a", source="s", url="u", headline=text, tags=("x", text)), 1)])
    cells = re.split(r"[;\t\r\n]", stream.getvalue().decode("utf-8"))

    assert not [cell for cell in cells if re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)]
