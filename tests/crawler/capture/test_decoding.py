"""Bodies for the spider: decoded, and never past the limits."""

import gzip
import time
import tracemalloc
import zlib
from typing import Any

import brotli
import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from crawler.capture.decoding import DecodingMiddleware
from crawler.capture.limits import ExchangeTooLarge, Limits

HTML = "<html><body>perché no</body></html>".encode()
REQUEST = Request("http://example.org/")


class Crawler:
    settings = Settings()


@pytest.fixture
def stats() -> Any:
    return StatsCollector(Crawler())


def middleware(stats: Any, **limits: int) -> DecodingMiddleware:
    return DecodingMiddleware(Limits(**limits), stats)


def response(body: bytes, *codings: str) -> Response:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": list(codings)}
    return Response("http://example.org/", body=body, headers=headers)


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (gzip.compress(HTML), ("gzip",)),
        (gzip.compress(HTML), ("X-GZIP",)),
        (zlib.compress(HTML), ("deflate",)),
        (zlib.compress(HTML)[2:-4], ("deflate",)),
        (brotli.compress(HTML), ("br",)),
        (gzip.compress(gzip.compress(HTML)), ("gzip, gzip",)),
        (gzip.compress(brotli.compress(HTML)), ("br", "gzip")),
        (HTML, ("identity",)),
    ],
)
def test_bodies_are_decoded(stats: Any, body: bytes, codings: tuple[str, ...]) -> None:
    decoded = middleware(stats).process_response(REQUEST, response(body, *codings))

    assert decoded.body == HTML


def test_a_decoded_page_is_a_text_response_without_its_coding(stats: Any) -> None:
    decoded = middleware(stats).process_response(REQUEST, response(gzip.compress(HTML), "gzip"))

    assert isinstance(decoded, HtmlResponse)
    assert decoded.text == HTML.decode()
    assert "Content-Encoding" not in decoded.headers


def test_what_can_be_read_of_a_cut_body_is_given(stats: Any) -> None:
    page = HTML * 1000
    cut = gzip.compress(page)[:-20]

    decoded = middleware(stats).process_response(REQUEST, response(cut, "gzip"))

    assert page.startswith(decoded.body)
    assert len(decoded.body) > 1000
    assert stats.get_value("capture/coding_problems") == 1


def test_text_that_is_only_said_to_be_coded_passes(stats: Any) -> None:
    decoded = middleware(stats).process_response(REQUEST, response(HTML, "gzip"))

    assert decoded.body == HTML


BOMBS = {
    "gzip": (gzip.compress(bytes(300 << 20), 6), ("gzip",)),
    "nested": (gzip.compress(gzip.compress(bytes(300 << 20), 6)), ("gzip", "gzip")),
    "brotli": (brotli.compress(bytes(200 << 20), quality=5), ("br",)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_and_memory_stays_flat(stats: Any, bomb: str) -> None:
    body, codings = BOMBS[bomb]
    tracemalloc.start()

    with pytest.raises(ExchangeTooLarge):
        middleware(stats).process_response(REQUEST, response(body, *codings))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120 << 20
    assert stats.get_value("capture/over_limit/decoded-bytes") == 1


def test_codings_without_end_are_left_as_they_came(stats: Any) -> None:
    answer = response(b"\0\0\0\xff\xff" * 10_000, *["deflate"] * 8_000)
    started = time.process_time()

    assert middleware(stats).process_response(REQUEST, answer) is answer
    assert stats.get_value("capture/coding_problems") == 1
    assert time.process_time() - started < 1


def test_the_ratio_counts_past_a_mebibyte(stats: Any) -> None:
    blanks = gzip.compress(b" " * (1 << 20))

    assert len(middleware(stats).process_response(REQUEST, response(blanks, "gzip")).body) == 1 << 20
    with pytest.raises(ExchangeTooLarge):
        middleware(stats).process_response(REQUEST, response(gzip.compress(b" " * (2 << 20)), "gzip"))


def test_requests_offer_gzip_only_unless_they_say_otherwise(stats: Any) -> None:
    silent, explicit = Request("http://example.org/"), Request("http://example.org/", headers={"Accept-Encoding": "br"})

    for request in (silent, explicit):
        middleware(stats).process_request(request)

    assert silent.headers["Accept-Encoding"] == b"gzip"
    assert explicit.headers["Accept-Encoding"] == b"br"


def test_nobody_guesses_the_encoding_of_coded_bytes(stats: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def guess(*_: object) -> None:
        raise AssertionError("guessed")

    monkeypatch.setattr("scrapy.http.response.text.from_bytes", guess)
    rules = b"User-agent: *\nDisallow: /login\n"
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    answer = TextResponse("http://example.org/robots.txt", body=gzip.compress(rules), headers=headers, flags=["seen"])

    decoded = middleware(stats).process_response(REQUEST, answer)

    assert (decoded.body, decoded.flags) == (rules, ["seen"])


def test_a_spider_that_reads_exchanges_can_do_without_decoding(stats: Any) -> None:
    asked = Request("http://example.org/", meta={"undecoded": True})
    answer = response(gzip.compress(HTML), "gzip")

    assert middleware(stats).process_response(asked, answer) is answer


def test_the_answer_to_head_is_left_as_it_is(stats: Any) -> None:
    head = Request("http://example.org/", method="HEAD")
    answer = TextResponse("http://example.org/", headers={"Content-Encoding": "gzip"})

    assert middleware(stats).process_response(head, answer) is answer
