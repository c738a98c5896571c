"""A reading on its way from the worker process: the same on the other side."""

import pickle
from datetime import UTC, datetime

import pytest

from archive.article.model import Article, Block
from archive.exchange import Exchange, Spool
from archive.reading import Reading, read_exchange
from archive.sources.profile import Source
from archive.urlkey import surt
from archive.warc.capture import Capture


@pytest.mark.parametrize("text", ["è arrivato", "half a character: \ud83d"])
def test_a_reading_is_the_same_behind_the_pipe(text: str) -> None:
    blocks = (Block(type="paragraph", text=text), Block(type="list", text="", items=("one", "two")))
    reading = Reading(article=Article(id="a", source="s", url="u", headline=text, body=blocks, authors=("M. Rossi",)))

    assert pickle.loads(pickle.dumps(reading)) == reading


def test_a_feed_that_is_sent_as_html_is_no_article_and_no_problem() -> None:
    url, at = "https://giornale.example/rss", datetime(2026, 3, 1, tzinfo=UTC)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<?xml version='1.0'?><rss><channel><title>x</title>"
    exchange = Exchange(url=url, request=None, response=Spool.of(block), captured_at=at)
    capture = Capture(
        urlkey=surt(url), url=url, captured_at=at, status=200, mime="text/html", payload_digest=None,
        record_id="urn:uuid:1", warc="x.warc.gz", offset=0, length=9,
    )  # fmt: skip

    assert read_exchange(capture, exchange, Source(id="giornale", hosts=("giornale.example",))) == Reading(
        is_page=False
    )
