import pytest

from archive.article.charset import codec_of, decode

ITALIAN = "<p>La città è più bella, perché l’Italia… costa 5 €</p>"
RUSSIAN = "<html><p>Правительство утвердило новый порядок выплат семьям с детьми.</p>"
HTML = "text/html"


def test_utf8_needs_no_declaration() -> None:
    read = decode(ITALIAN.encode(), HTML)

    assert (read.text, read.encoding) == (ITALIAN, "utf-8")


def test_the_header_names_the_charset() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "text/html; charset=KOI8-R").text == RUSSIAN


def test_the_meta_element_names_the_charset() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">' + RUSSIAN

    assert decode(page.encode("cp1251"), HTML).text == page


def test_the_header_goes_before_the_meta_element() -> None:
    page = '<meta charset="iso-8859-5">' + RUSSIAN

    assert decode(page.encode("cp1251"), "text/html; charset=windows-1251").text == page


def test_a_mark_goes_before_all() -> None:
    assert decode(b"\xef\xbb\xbf" + ITALIAN.encode(), "text/html; charset=koi8-r").text == ITALIAN
    assert decode(b"\xff\xfe" + ITALIAN.encode("utf-16-le"), "text/html; charset=utf-8").text == ITALIAN


def test_latin1_means_windows_1252_on_the_web() -> None:
    assert decode(ITALIAN.encode("cp1252"), "text/html; charset=ISO-8859-1").text == ITALIAN


def test_latin9_keeps_its_euro() -> None:
    page = "<meta charset=iso-8859-15><p>perché 5 €</p>"

    assert decode(page.encode("iso-8859-15"), HTML).text == page


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312"])
def test_a_false_label_on_utf8_is_not_believed(label: str) -> None:
    read = decode(ITALIAN.encode(), f"text/html; charset={label}")

    assert read.text == ITALIAN
    assert read.problem is not None


def test_a_false_utf8_label_on_windows_1252_is_not_believed() -> None:
    page = '<meta charset="utf-8">' + ITALIAN

    assert decode(page.encode("cp1252"), HTML).text == page


def test_a_stray_byte_does_not_spoil_a_utf8_page() -> None:
    page = ITALIAN.encode() * 40 + b"<p>caf\xe9</p>"

    assert decode(page, "text/html; charset=utf-8").text == ITALIAN * 40 + "<p>café</p>"


def test_utf16_without_a_mark_is_seen_by_its_zeros() -> None:
    assert decode(ITALIAN.encode("utf-16-le"), HTML).text == ITALIAN


def test_iso_2022_jp_is_read_although_it_is_ascii() -> None:
    page = "<p>新聞記事</p>"

    assert decode(page.encode("iso2022_jp"), "text/html; charset=iso-2022-jp").text == page


@pytest.mark.parametrize("label", ["utf-7", "UTF7", "base64", "hex", "idna", "no-such", ""])
def test_labels_that_hide_markup_are_refused(label: str) -> None:
    assert codec_of(label) is None


def test_an_unknown_label_is_told_and_the_page_read() -> None:
    read = decode(ITALIAN.encode(), "text/html; charset=klingon")

    assert read.text == ITALIAN
    assert read.problem == "unknown charset 'klingon'"


def test_without_any_label_the_words_decide() -> None:
    assert decode((RUSSIAN * 3).encode("cp1251"), HTML).text == RUSSIAN * 3


@pytest.mark.parametrize("text", ["The town’s “old” bridge – and the café", "Die Brücke – „alt“ – ist’s, sagt André"])
def test_utf_8_that_was_coded_twice_is_read_once(text: str) -> None:
    twice = text.encode().decode("latin-1").encode()

    read = decode(twice, "text/html; charset=utf-8")

    assert (read.text, read.problem) == (text, "UTF-8 coded twice")
    assert decode(twice + " à côté, ½ Å".encode(), "text/html").text == text + " à côté, ½ Å"
