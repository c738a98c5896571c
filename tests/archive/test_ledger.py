"""The ledger: what captures say, applied once, in the order of their records, however often they are fed."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.article.model import Article
from archive.exchange import Exchange, Spool
from archive.ledger import Became, Ledger
from archive.reading import Reading, located
from archive.store.articles import ArticleWriter
from archive.store.state import State
from archive.urlkey import surt
from archive.warc.capture import REVISIT, Capture

URL = "https://giornale.example/a/il-porto"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
WARC = "one.warc.gz"
Fed = tuple[Capture, Exchange, Reading | None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path


@pytest.fixture
def state(folder: Path) -> Iterator[State]:
    with State(folder / "state.sqlite") as state:
        yield state


def ledger_of(state: State, folder: Path) -> Ledger:
    return Ledger(state, ArticleWriter(folder / "articles"))


def fed(
    hours: int,
    status: int | None = 200,
    text: str | None = None,
    *,
    url: str = URL,
    to: str = "",
    mime: str = "text/html",
) -> Fed:
    """Return a capture of that hour as the line of captures holds it; with *text* it was read."""
    head = f"HTTP/1.1 {status} x\r\nContent-Type: text/html\r\n" + (f"Location: {to}\r\n" if to else "") + "\r\n"
    at = START + timedelta(hours=hours)
    exchange = Exchange(url=url, request=None, response=Spool.of(head.encode() + (text or "").encode()), captured_at=at)
    capture = Capture(
        urlkey=surt(url),
        url=url,
        captured_at=at,
        status=status,
        mime=mime,
        payload_digest=f"sha1:{text}",
        record_id=f"urn:uuid:{hours}",
        warc=WARC,
        offset=1000 * hours,
        length=900,
    )
    if text is None:
        return capture, exchange, None
    article = Article(
        id="0" * 31 + "1",
        source="giornale.example",
        url=url,
        headline="Il porto",
        text=text,
        char_count=len(text),
        content_hash=f"sha256:{text}",
    )
    return capture, exchange, Reading(article=located(article, capture))


def apply(ledger: Ledger, captures: Sequence[Fed]) -> list[Became]:
    told = [ledger.apply(*one).became for one in captures]
    ledger.commit()
    return told


def kept(state: State) -> list[list[tuple[object, ...]]]:
    tables = ("articles", "article_urls", "revisions", "events", "payloads")
    return [sorted(state.read(f"SELECT * FROM {table}"), key=str) for table in tables]


LIFE = [
    fed(1, text="Riapre."),
    fed(2, text="Riapre."),
    fed(3, text="Riapre domani."),
    fed(4, 404),
    fed(5, text="Riapre domani."),
    fed(6, 410),
    fed(7, 301, to="/b/il-porto"),
]


def test_a_life_is_told_in_its_order(state: State, folder: Path) -> None:
    told = apply(ledger_of(state, folder), LIFE)

    assert told == ["new", "unchanged", "changed", "gone", "unchanged", "gone", "moved"]


@pytest.mark.parametrize("done", range(len(LIFE) + 1))
def test_fed_again_after_a_kill_it_comes_to_the_same(state: State, folder: Path, tmp_path: Path, done: int) -> None:
    apply(ledger_of(state, folder), LIFE[:done])
    apply(ledger_of(state, folder), LIFE)
    with State(tmp_path / "other.sqlite") as other:
        apply(ledger_of(other, folder), LIFE)

        assert kept(state) == kept(other)


def test_where_a_redirect_leads_is_told_as_a_whole_address(state: State, folder: Path) -> None:
    apply(ledger_of(state, folder), LIFE)

    assert state.read("SELECT detail FROM events WHERE kind = 'moved'") == [("https://giornale.example/b/il-porto",)]


def test_a_redirect_in_letters_of_its_language_leads_to_the_address_in_utf8(state: State, folder: Path) -> None:
    apply(ledger_of(state, folder), [fed(1, text="Riapre."), fed(2, 301, to="/b/perché")])

    rows = state.read("SELECT detail FROM events WHERE kind = 'moved'")
    assert rows == [("https://giornale.example/b/perch%C3%A9",)]


def test_an_error_page_of_known_bytes_is_an_error(state: State, folder: Path) -> None:
    told = apply(ledger_of(state, folder), [fed(1, text="Riapre."), fed(2, 404, mime=REVISIT)])

    assert told == ["new", "gone"]


def test_what_came_back_by_304_is_told(state: State, folder: Path) -> None:
    apply(ledger_of(state, folder), [fed(1, text="Riapre."), fed(2, 404), fed(3, None, mime=REVISIT)])

    assert state.read("SELECT kind FROM events ORDER BY at") == [("gone",), ("back",)]


def test_what_was_captured_only_is_read_by_the_next_run(state: State, folder: Path) -> None:
    whole = fed(1, text="Riapre.")
    apply(ledger_of(state, folder), [(whole[0], whole[1], None), fed(2, 301, url=URL + "-2", to="/")])

    assert apply(ledger_of(state, folder), [whole]) == ["new"]


FEED = b"<?xml version='1.0'?><rss><channel><title>Il porto</title></channel></rss>"
HTML = b"<!DOCTYPE html><title>Il porto</title><p>Il porto riapre."


@pytest.mark.parametrize(
    ("body", "media_type", "wanted"),
    [
        (HTML, None, True),
        (gzip.compress(HTML), None, True),
        (HTML, "", True),
        (HTML, "application/octet-stream", True),
        (HTML, "image/png", False),
        (FEED, None, False),
        (b"User-agent: *\nDisallow: /p\n", None, False),
        (b"", None, False),
    ],
    ids=["page", "coded", "empty type", "vague type", "picture", "feed", "robots.txt", "nothing"],
)
def test_a_page_of_no_type_is_read_as_browsers_do(
    state: State, folder: Path, body: bytes, media_type: str | None, wanted: bool
) -> None:
    kind = "" if media_type is None else f"Content-Type: {media_type}\r\n"
    coding = "Content-Encoding: gzip\r\n" if body.startswith(b"\x1f\x8b") else ""
    capture, exchange, _ = fed(1)
    block = f"HTTP/1.1 200 OK\r\n{kind}{coding}\r\n".encode() + body
    capture, exchange = replace(capture, mime=media_type), replace(exchange, response=Spool.of(block))

    assert ledger_of(state, folder).wants_reading(capture, exchange) is wanted


def test_a_page_that_could_not_be_read_is_read_when_its_payload_comes_again(state: State, folder: Path) -> None:
    ledger = ledger_of(state, folder)
    capture, exchange, _ = fed(1)
    ledger.apply(capture, exchange, Reading(problem="took longer than 30 s"))
    again, repeated, _ = fed(2, mime=REVISIT)

    assert ledger.wants_reading(again, repeated)
    _, _, reading = fed(2, text="Il porto riapre.")
    ledger.apply(again, repeated, reading)
    assert state.read("SELECT url FROM unread") == []


def test_what_was_posted_keeps_no_payload_for_revisits(state: State, folder: Path) -> None:
    posted, exchange, _ = fed(1, mime="application/json")
    asked = fed(2, mime="application/json")
    ledger = ledger_of(state, folder)
    ledger.apply(replace(posted, method="POST", request_body="a=1"), exchange, None)
    ledger.apply(*asked)

    assert state.read("SELECT record_id FROM payloads") == [(asked[0].record_id,)]
