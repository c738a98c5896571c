"""One walk: lines, marks, furniture, head."""

import pytest

from archive.article.layout import element_text, folded, read_layout, tidy
from tests.archive.article.newspage import page_of, read_of


def test_white_space_is_folded_and_soft_hyphens_go() -> None:
    assert tidy("  Ver\u00adfas\u00adsung\u00a0 und\n Recht ") == "Verfassung und Recht"


def test_half_a_character_is_left_out() -> None:
    assert tidy("a\ud83db") == "ab"


def test_folded_words_know_no_case_and_no_punctuation() -> None:
    assert folded("«L'ORO» di Napoli!") == folded("l oro di napoli")


def test_a_line_ends_where_a_block_begins() -> None:
    layout, _ = read_of("<div>Prima<p>Seconda <b>riga</b></p>Terza</div>")

    assert [line.text for line in layout.lines] == ["Prima", "Seconda riga", "Terza"]


def test_scripts_and_buttons_print_nothing() -> None:
    layout, _ = read_of("<p>Testo<script>var a='no';</script></p><button>MENU</button><p>Altro</p>")

    assert [line.text for line in layout.lines] == ["Testo", "Altro"]


def test_words_after_a_comment_are_printed() -> None:
    layout, _ = read_of("<p>Prima <!-- nota --> dopo</p>")

    assert layout.lines[0].text == "Prima dopo"


def test_lines_in_navigation_and_footer_are_furniture() -> None:
    layout, _ = read_of("<nav><a href='/'>Home</a></nav><p>Testo</p><div class='site-footer'>Contatti</div>")

    assert [line.furniture for line in layout.lines] == [True, False, True]


def test_a_hidden_box_is_furniture() -> None:
    layout, _ = read_of('<div style="display: none">Accedi</div><div hidden>Chiudi</div><p>Testo</p>')

    assert [line.furniture for line in layout.lines] == [True, True, False]


def test_a_box_that_holds_the_headline_is_no_furniture_whatever_its_name() -> None:
    for name in ("has-sidebar", "sidebar-1"):
        layout, _ = read_of(f"<div class='{name}'><h1>Titolo</h1><p>Testo</p></div>")

        assert not any(line.furniture for line in layout.lines)


def test_the_share_of_link_text_is_known() -> None:
    layout, _ = read_of("<p><a href='/a'>metà</a> coda</p>")

    assert 0.4 < layout.lines[0].linked < 0.5


def test_class_names_mark_their_elements() -> None:
    layout, _ = read_of("<p class='articleSubtitle'>Sommario</p><span class='story__author'>Anna Neri</span>")

    assert [mark.kind for mark in layout.marks] == ["standfirst", "author"]


def test_the_head_is_read() -> None:
    layout, _ = read_of(
        "<p>x</p>", head='<title>T</title><meta name="Author" content="Anna Neri"><link rel="canonical" href="/a">'
    )

    assert (layout.title, layout.meta("author"), layout.links["canonical"], layout.lang) == (
        "T",
        "Anna Neri",
        ("/a",),
        "it",
    )


def test_neighbouring_links_are_words_apart() -> None:
    page = page_of("<p id='by'><a>Rocco Trani</a><a>Sabina Leone</a></p>")

    assert element_text(page.tree.find(".//p[@id='by']")) == "Rocco Trani Sabina Leone"
    assert read_layout(page.tree).lines[0].text == "Rocco Trani Sabina Leone"


def test_controls_that_were_escaped_are_left_out() -> None:
    assert tidy("Il\x1b[31m ponte\x00\x9b riapre\x85oggi\tqui") == "Il[31m ponte riapre oggi qui"


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("<p>By <a href='/a'><b>Ann Lee</b></a>, <a href='/b'><b>Ugo Neri</b></a> and others</p>", None),
        ("<p>Di <span><i>Anna</i> Neri</span> e <em>Karl <b>Weiß</b></em>, Roma</p>", None),
        ("<p>one<b>two <i>three</i> four</b> five</p>", "onetwo three four five"),
        ("<div>above<div>a box</div>below</div>", "above a box below"),
        ("<div>above<br>below</div>", "above below"),
        (f"<p>Ann{' ' * 900}Lee</p>", "Ann Lee"),
    ],
)
def test_words_stand_in_the_order_of_the_page(box: str, words: str | None) -> None:
    element = page_of(box).tree.find("body")[0]

    assert element_text(element, 300) == words or tidy("".join(element.itertext()))
