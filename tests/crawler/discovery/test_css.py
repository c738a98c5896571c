"""What style sheets name."""

import time

import pytest

from crawler.discovery.css import css_urls


def test_imports_are_style_sheets_however_they_are_written() -> None:
    found = list(css_urls('@import url("a.css");@import "b.css" screen;@IMPORT url(c.css) print;'))

    assert found == [("a.css", "stylesheet"), ("b.css", "stylesheet"), ("c.css", "stylesheet")]


def test_a_face_names_fonts_and_backgrounds_name_pictures() -> None:
    sheet = "@font-face{font-family:N;src:url(/f/n.bin) format('woff2'),url('n.ttf')}h1{background:url( /i/a.png )}"

    found = list(css_urls(sheet))

    assert found == [("/f/n.bin", "font"), ("n.ttf", "font"), ("/i/a.png", "image")]


def test_an_image_set_names_its_pictures_as_strings_too() -> None:
    sheet = '.s{background:image-set("/1.png" 1x, url("/2.png") 2x, "/3.avif" type("image/avif"))}'

    found = [url for url, _ in css_urls(sheet)]

    assert found[:3] == ["/1.png", "/2.png", "/3.avif"]


def test_a_string_elsewhere_is_no_address() -> None:
    found = list(css_urls('q::before{content:"a.png"} @charset "utf-8"; @namespace url(http://www.w3.org/1999/xhtml);'))

    assert found == []


def test_comments_are_not_read() -> None:
    assert list(css_urls("/* url(a.png) */ p{color:red} /* url(b.png)")) == []


def test_data_and_fragments_are_left_out() -> None:
    assert list(css_urls("a{b:url(data:image/png;base64,AA);filter:url(#f)}")) == []


def test_the_blank_behind_an_escape_belongs_to_it() -> None:
    assert list(css_urls(r"a{background:url(a\20 b.png)} b{background:url( c\000020d.png )}")) == [
        ("a b.png", "image"),
        ("c d.png", "image"),
    ]


def test_escapes_are_read_as_css_has_them() -> None:
    found = [url for url, _ in css_urls(r'a{background:url("a\20 b\(1\).png")}')]

    assert found == ["a b(1).png"]


@pytest.mark.parametrize("piece", ["url(", 'url("', "@import ", "/*", "\\", '"', "image-set(", "{", "@font-face{"])
def test_time_grows_with_the_sheet_and_no_faster(piece: str) -> None:
    started = time.process_time()

    list(css_urls(piece * (1_000_000 // len(piece))))

    assert time.process_time() - started < 2
