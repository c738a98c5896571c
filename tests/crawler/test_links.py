"""Links by one scan of the bytes."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.links import MAX_URL_CHARACTERS, _joined_url, absolute_url, absolute_urls, scan_hrefs

PAGE = "https://www.giornale.example/cronaca/index.html"


@pytest.mark.parametrize(
    "markup",
    [
        b'<a href="/a/1">x</a>',
        b"<a class=t href='/a/1'>x</a>",
        b"<a href=/a/1>x</a>",
        b'<A HREF = "/a/1">x</A>',
        b'<a\nhref\n=\n"/a/1">x</a>',
        b'<a title="a > b"href="/a/1">x</a>',
        b'<area shape=rect Href="/a/1">',
    ],
)
def test_a_link_is_found_however_it_is_written(markup: bytes) -> None:
    found = scan_hrefs(markup)

    assert found == {b"/a/1"}


def test_an_attribute_that_only_ends_in_href_is_no_link() -> None:
    found = scan_hrefs(b'<a data-href="/no" xhref="/no" href="/yes">')

    assert found == {b"/yes"}


def test_a_link_that_stands_twice_is_one() -> None:
    found = scan_hrefs(b'<a href="/a"><img></a><a href="/a">Titolo</a>')

    assert found == {b"/a"}


def test_entities_are_decoded_once_and_letters_are_percent_encoded() -> None:
    url = absolute_url("/città/è-così.html?id=3&amp;b=2&amp;amp;c".encode(), PAGE)

    assert url == "https://www.giornale.example/citt%C3%A0/%C3%A8-cos%C3%AC.html?id=3&b=2&amp;c"


def test_a_percent_sign_is_not_encoded_again() -> None:
    url = absolute_url("/a%20b/%zz", PAGE)

    assert url == "https://www.giornale.example/a%20b/%zz"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        (r"\img\a.png", "/img/a.png"),
        (r"..\a.png", "/a.png"),
        (r"\\www.giornale.example\a", "/a"),
        (rb"https:\\www.giornale.example\a", "/a"),
        (r"/a?b=\c", r"/a?b=\c"),
    ],
)
def test_a_backslash_of_the_path_is_a_slash_as_to_browsers(href: str, expected: str) -> None:
    assert absolute_url(href, PAGE) == f"https://www.giornale.example{expected}"


def test_blanks_before_a_base_are_no_part_of_an_address() -> None:
    assert absolute_url("", " http://news.example/") == "http://news.example/"


def test_a_fragment_is_no_part_of_the_address() -> None:
    url = absolute_url("/a/1#commenti", PAGE)

    assert url == "https://www.giornale.example/a/1"


PIECES = st.sampled_from([*"/ab.?;#%:@&=[]é <", "..", "//", "/./", "http://", "https://news.example", "HTTPS://"])
BASES = (
    "https://news.example/a/b.html?c#d",
    "http://news.example:8080/",
    "https://news.example",
    "HTTPS://x/",
    "y",
    "",
)


@example("http://", "http://news.example:8080/")
@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(BASES))
def test_the_short_way_for_plain_links_leads_where_the_long_way_does(href: str, base: str) -> None:
    assert absolute_url(href, base) == _joined_url(href, base)


def test_line_breaks_within_an_address_are_taken_out_as_browsers_do() -> None:
    url = absolute_url(" /a/il-\n  titolo ".replace("  ", ""), PAGE)

    assert url == "https://www.giornale.example/a/il-titolo"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "mailto:a@b",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://127.0.0.2/x",
        "view-source:http://x/",
        "blob:x",
        "htt\tps3://bucket/secret",
        "http://host:99999/",
        "http://host:-1/",
        "http://[::1",
        "http://anna@giornale.example/",
        "/" + "u" * MAX_URL_CHARACTERS,
    ],
)
def test_what_is_no_page_has_no_address(href: str) -> None:
    url = absolute_url(href, PAGE)

    assert url is None


@pytest.mark.parametrize("path", ["/deep" * 6, "/a/b" * 5, "/x" + "/" * 3 + "/".join(map(str, range(40)))])
def test_a_path_that_goes_round_in_a_circle_is_no_page(path: str) -> None:
    assert absolute_url(path, PAGE) is None


def test_a_deep_path_of_an_archive_is_a_page() -> None:
    url = absolute_url("/de/themen/region/de/themen/region/2024/03/01/il-porto/index.html", PAGE)

    assert url is not None


def test_a_host_in_another_script_is_written_as_dns_asks_for_it() -> None:
    url = absolute_url("http://r\u0435pubblica.example/a", PAGE)

    assert url == "http://xn--rpubblica-g0h.example/a"


def test_a_host_of_two_spellings_is_the_one_that_browsers_ask() -> None:
    assert absolute_url("http://stra\u00dfe.example/a", PAGE) == "http://xn--strae-oqa.example/a"
    assert absolute_url("http://a_b.citt\u00e0.example/a", PAGE) == "http://a_b.xn--citt-3na.example/a"


@pytest.mark.parametrize("piece", [b'href="', b" href=", b"<base ", b"href ", b"<a href='x"])
def test_time_grows_with_the_page_and_no_faster(piece: bytes) -> None:
    page = b" " + piece * (2_000_000 // len(piece))
    started = time.process_time()

    absolute_urls(scan_hrefs(page), PAGE)

    assert time.process_time() - started < 2.0
