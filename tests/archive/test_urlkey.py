import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from archive.urlkey import _CANONICAL, canonical_url, registrable_domain, surt, wire_text

with warnings.catch_warnings():
    # What it imports has old escapes in its regular expressions.
    warnings.simplefilter("ignore")
    from cdxj_indexer.main import CDXJIndexer

_PIECES = (
    *("http://", "https://", "www.", "www12.", "a", "B.c", "..", ".", "/", "//", "?", "&", "=", "%", "%25", "%41"),
    *("%2f", "è", "#", ";", ":", "80", "443", "@", "[", "]", "x=1", " ", "\t", "1.2", "(", ")", "_", "~", "+", "\\"),
    *("007", "0x1", "\u200b", "日本", "|", "*", "sid=0123456789abcdef0123456789abcdef", "3232235777", "dns:"),
)


_witnessed = CDXJIndexer(None, []).get_url_key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.Example.COM:443/a/../b/./c//d/?b=2&a=1&a",
        "http://user:pw@www2.example.org:8080/x?",
        "http://città.it/perché?x=è ü",
        "http://example.it/%C3%A0%2541%25zz%",
        "http://example.it/(S(abcdefghijklmnopqrstuvwx))/page.aspx?x",
        "http://example.it/a?jsessionid=0123456789abcdef0123456789abcdef&b=1",
        "http://example.it/a?cfid=1&cftoken=2&z=3",
        "https://www.example.it/Notizie/2026/La-Rai_2.html",
        "https://www2.it/a/",
        "https://example.it/",
        "http://[::1]:8000/a",
        "http://1.2.3/a",
        "http://010.1.2.3/",
        "http://1.2.3.4:99999/",
        "http://////www.example.it/x",
        "http://example.it/a?a=1&a-b=2&a&a=&=x",
        "metadata://gnu.org/software/wget/warc/MANIFEST.txt",
        "urn:uuid:abc",
        "example.it/no-scheme",
        "",
    ],
)
def test_key_is_that_of_cdxj_indexer(url: str) -> None:
    assert surt(url) == _witnessed(url)


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_key_of_any_url_is_that_of_cdxj_indexer(url: str) -> None:
    assert surt(url) == _witnessed(url)
    assert surt(f"http://{url}") == _witnessed(f"http://{url}")


@pytest.mark.parametrize(
    ("url", "one_form"),
    [
        ("HTTP://Www.Example.IT:80/a/../b/%7eq", "http://www.example.it/b/~q"),
        ("https://example.it:8443", "https://example.it:8443/"),
        ("https://example.it/a#part", "https://example.it/a"),
        ("https://example.it/a?utm_source=x&b=2&a=1&fbclid=3", "https://example.it/a?b=2&a=1"),
        ("https://example.it/a?", "https://example.it/a"),
        ("https://città.it/perché", "https://xn--citt-3na.it/perch%C3%A9"),
        ("https://example.it/%c3%a0", "https://example.it/%C3%A0"),
        ("https://example.it/a/..", "https://example.it/"),
        ("https://example.it/a\r\nb", "https://example.it/ab"),
        ("mailto:red@example.it", "mailto:red@example.it"),
    ],
)
def test_spellings_of_one_page_have_one_form(url: str, one_form: str) -> None:
    assert canonical_url(url) == one_form


def test_a_source_may_name_further_arguments_to_leave_out() -> None:
    assert (
        canonical_url("https://example.it/a?id=1&refresh_ce=2&Src=3", ("refresh*", "src"))
        == "https://example.it/a?id=1"
    )


@given(st.text(max_size=60))
def test_canonical_form_is_its_own_canonical_form(text: str) -> None:
    once = canonical_url(f"http://example.it/{text}")

    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_no_text_can_break_out_of_a_url(text: str) -> None:
    assert wire_text(text).isascii()
    assert not any(c.isspace() or ord(c) < 33 for c in wire_text(text))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.milanofinanza.it", "milanofinanza.it"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("giornale.blogspot.com", "giornale.blogspot.com"),
        ("WWW.Example.IT.:8080", "example.it"),
        ("localhost:8000", "localhost"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:8000", "::1"),
        ("co.uk", "co.uk"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("sport.giornale.example", "giornale.example"),
        ("news.library.intranet", "library.intranet"),
        ("localhost", "localhost"),
    ],
)
def test_an_unknown_suffix_is_one_label(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    "host",
    [
        "a.b.kobe.jp", "city.kobe.jp", "x.city.kobe.jp", "www.ck", "a.b.ck", "b.ck", "news.com.br", "a.公司.cn",
        "a.xn--55qx5d.cn", "новости.рф", "a.xn--b1amarcd.xn--p1ai", "giornale.github.io", "x.y.nom.br", "a.b.invalid",
        "xn--a.example", "a..b", "uk", "A.B.CO.UK", "a.b.compute.amazonaws.com",
    ],
)  # fmt: skip
def test_the_rules_of_one_top_level_domain_say_what_the_whole_list_says(host: str) -> None:
    assert registrable_domain(host) == (PublicSuffixList().privatesuffix(host.lower()) or host.lower())


@given(st.from_regex(_CANONICAL, fullmatch=True))
def test_what_is_taken_for_canonical_at_a_glance_is_so_by_the_rules(url: str) -> None:
    # A fragment leads past the glance, and is left out.
    assert canonical_url(url) == url == canonical_url(f"{url}#commenti")


@given(st.from_regex(_CANONICAL, fullmatch=True), st.sampled_from(["", "www.", "www3."]))
def test_the_key_of_what_is_canonical_at_a_glance_is_that_of_cdxj_indexer(url: str, www: str) -> None:
    url = url.replace("://", f"://{www}")

    assert surt(url) == _witnessed(url)
