"""Laws of addresses: every text has a key and a canonical form, both of ASCII, and each form is its own form."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy import Request

from archive.sources.patterns import UrlRules
from archive.sources.profile import Source
from archive.urlkey import canonical_url, registrable_domain, surt
from crawler.discovery.habits import read_habits
from crawler.discovery.pagination import next_by_param, page_link
from crawler.discovery.shapes import Shapes, article_key, pattern_of, shape_of
from crawler.discovery.sitemaps import period_of
from crawler.discovery.urls import judge_url, kind_of_page
from crawler.links import absolute_url

_PIECES = (
    *("http://", "https://", "HTTP:", "//", "/", "file:///", "javascript:", "data:,", "http:\\\\", "mailto:", "dns:"),
    *(
        "www.Gazzetta.example",
        "città.example",
        "xn--",
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "localhost",
    ),
    *("[::1]", "[", "]", "@", "user:pass@", ":80", ":443", ":0", ":65536", ":x", ".", "..", "/../", "/./", "%2e%2e"),
    *("%", "%zz", "%E8", "%2541", "%00", "?", "&", "=", "?utm_source=a&b=1", "#x", ";jsessionid=1", "&&", "+", " "),
    *(
        "\t",
        "\n",
        "\r",
        "\x00",
        "\x7f",
        "\u202e",
        "\ud800",
        "\ufeff",
        "è",
        "。",
        "㍿",
        "😀",
        "ﬁ",
        "ß",
        "\xad",
        "\u200d",
    ),
    *(
        "/2024/05/02/",
        "articolo-12345.html",
        "/a/b" * 20,
        "x" * 300,
        "1" * 40,
        "２０２４",
        "²",
        "|",
        "^",
        "{",
        '"',
        "<",
    ),
)
URLS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=10).map("".join)
SITE = "https://www.gazzetta.example/cronaca/"


@settings(deadline=None, max_examples=200)
@given(URLS)
@example("|")
@example("℀.example/")
def test_every_text_has_a_canonical_form_of_its_own(text: str) -> None:
    once = canonical_url(f"https://{text}")

    assert once.isascii()
    assert "/" in once[8:]
    assert canonical_url(once) == once
    canonical_url(text)


@settings(deadline=None, max_examples=200)
@given(URLS)
@example("a:x y")
@example("\ud800")
def test_every_text_has_a_key_that_an_index_line_can_hold(text: str) -> None:
    # As captures do: a URL in a record holds neither.
    key = surt(text.replace(" ", "%20").replace("\n", ""))

    assert key
    assert " " not in key
    key.encode()


@settings(deadline=None, max_examples=200)
@given(URLS, URLS)
def test_what_a_link_leads_to_is_a_plain_web_address(link: str, base: str) -> None:
    for found in (
        absolute_url(link, SITE),
        absolute_url(link, base),
        absolute_url(link.encode("utf-8", "replace"), SITE),
    ):
        assert found is None or (found.isascii() and found.startswith(("http://", "https://")) and "#" not in found)


@settings(deadline=None, max_examples=200)
@given(URLS)
@example("http://[::1]@www.gazzetta.example/a")
@example("http://::1\\@www.gazzetta.example/a")
@example("http://www.gazzetta.example[::1]/a")
def test_of_what_a_link_leads_to_scrapy_makes_a_request(link: str) -> None:
    url = absolute_url(f"http://{link}", SITE)

    if url is not None:
        Request(url)


@settings(deadline=None, max_examples=200)
@given(URLS, URLS)
def test_no_link_is_too_odd_to_be_judged(link: str, other: str) -> None:
    url = absolute_url(link, SITE) or SITE
    rules = UrlRules.of(Source.for_host("www.gazzetta.example"))
    shapes = Shapes()
    shapes.learn(url, article=True)

    assert 0 <= judge_url(url).score <= 1
    assert judge_url(url) == judge_url(url)
    kind_of_page(url, other)
    pattern_of(shape_of(url))
    article_key(url)
    period_of(url)
    read_habits(url)
    registrable_domain(url)
    page_link(url, other, "next", SITE)
    next_by_param(url, "page")
    rules.says(url)
    rules.denies(url)
    rules.id_of(url)
    shapes.says(other)


def test_no_letter_of_a_host_becomes_the_end_of_it() -> None:
    assert (
        canonical_url("https://gazzetta.exa℀.attacker.example/x") == "https://gazzetta.exa%e2%84%80.attacker.example/x"
    )
