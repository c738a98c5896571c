"""Every wire form, over http, https, an http proxy and a CONNECT tunnel, against a server that logs its bytes."""

import base64
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from archive.warc.index import captures
from tests.archive.warc.test_index import witnessed
from tests.crawler.capture.crawling import Kept, Run, crawl
from tests.newspaper.wire import Script, Served, WireProxy, WireServer

PAGE = b"<html><body>" + b"notizia " * 200 + b"</body></html>"
ZIPPED = gzip.compress(PAGE, mtime=0)
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def chunked(*pieces: bytes, last: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + last


def sized(body: bytes, *fields: bytes) -> bytes:
    return OK + b"".join(line + b"\r\n" for line in fields) + b"Content-Length: %d\r\n\r\n" % len(body) + body


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One wire form: what the server does, and what must be in the record."""

    script: Script | tuple[Script, ...]
    truncated: str | None = None
    prefix: bool = False
    """The record holds a part of what the server wrote, from its start."""

    attempts: int = 1
    """Exchanges recorded, retries counted in."""

    error: str | None = None
    """What Scrapy is told instead of a response."""

    request: dict[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    """What the spider gets as body."""


CASES: dict[str, Case] = {
    "odd-head": Case(
        script=Script.of(
            b"HTTP/1.1 200 Very  OK\r\nserver:nginx\r\nX-Dup: 1\r\nx-dUP:   two\r\nX-Latin: caff\xe8\r\nX-Empty:\r\n"
            b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nCONTENT-length: 2\r\n\r\nok"
        )
    ),
    "folded": Case(script=Script.of(OK + b"X-Fold: one\r\n two\r\n\tthree\r\nContent-Length: 2\r\n\r\nok")),
    "no-colon": Case(script=Script.of(OK + b"this line has no colon\r\nContent-Length: 2\r\n\r\nok")),
    "no-names": Case(
        script=Script.of(OK + b"X Powered By: php\r\nCitt\xe0: x\r\n: none\r\nContent-Length : 2\r\n\r\nok"), body=b"ok"
    ),
    "folded-onto-nothing": Case(script=Script.of(OK[:17] + b" x: y\r\nContent-Length: 2\r\n\r\nok"), body=b"ok"),
    "blank-lines-first": Case(script=Script.of(b"\r\n\n" + sized(PAGE)), body=PAGE),
    "blanks-in-the-status-line": Case(script=Script.of(sized(PAGE).replace(b" 200 ", b"\t200  ", 1)), body=PAGE),
    "http2-status-line": Case(script=Script.of(sized(PAGE).replace(b"1.1 200 OK", b"2 200", 1)), body=PAGE),
    "no-transfer-coding": Case(script=Script.of(sized(PAGE, b"Transfer-Encoding: identity")), body=PAGE),
    "coded-transfer": Case(script=Script.of(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunked(ZIPPED))),
    "no-number-as-length": Case(
        script=Script.of(OK + b"Content-Length: \r\n\r\n", 0.02, PAGE, ends="close"), body=PAGE
    ),
    "blanks-behind-chunk-sizes": Case(
        script=Script.of(OK + b"Transfer-Encoding: chunked\r\n\r\n5  ", 0.02, b"\r\nhello\r\n0\t;a=b\r\n\r\n"),
        body=b"hello",
    ),
    "no-reason": Case(script=Script.of(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")),
    "bare-lf": Case(script=Script.of(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 2\n\nok")),
    "long-line": Case(script=Script.of(OK + b"X-Policy: " + b"p" * 30_000 + b"\r\nContent-Length: 2\r\n\r\nok")),
    "chunked": Case(
        script=Script.of(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, b"fine")), body=PAGE + b"fine"
    ),
    "chunked-odd": Case(
        script=Script.of(
            OK + b"TRANSFER-ENCODING: Chunked\r\n\r\n",
            b"5;name=value\r\nhel",
            0.02,
            b"lo\r\n0000A\r\n0123456789",
            0.02,
            b"\r\n0\r\nX-Trailer: end\r\n",
            0.02,
            b"\r\n",
        ),
        body=b"hello0123456789",
    ),
    "dribbled": Case(script=Script.of(*[step for byte in sized(b"dribble") for step in (bytes([byte]), 0.001)])),
    "gzip": Case(script=Script.of(sized(ZIPPED, b"Content-Encoding: gzip")), body=PAGE),
    "gzip-chunked": Case(
        script=Script.of(
            OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(ZIPPED[:20], ZIPPED[20:])
        ),
        body=PAGE,
    ),
    "not-found": Case(script=Script.of(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")),
    "server-error": Case(
        script=(
            Script.of(b"HTTP/1.1 500 Oh\r\nContent-Length: 5\r\n\r\nfirst"),
            Script.of(b"HTTP/1.1 500 Oh\r\nContent-Length: 6\r\n\r\nsecond"),
        ),
        attempts=2,
    ),
    "not-modified": Case(script=Script.of(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n')),
    "no-content": Case(script=Script.of(b"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n")),
    "empty": Case(script=Script.of(OK + b"Content-Length: 0\r\n\r\n")),
    "head": Case(script=Script.of(OK + b"Content-Length: 5000\r\n\r\n"), request={"method": "HEAD"}),
    "post": Case(
        script=Script.of(sized(b"thanks")),
        request={"method": "POST", "body64": base64.b64encode(b"field=\xe8&" * 1000).decode()},
    ),
    "post-large": Case(
        script=Script.of(sized(b"thanks")),
        request={"method": "POST", "body64": base64.b64encode(b"0123456789" * 250_000).decode()},
    ),
    "post-empty": Case(script=Script.of(sized(b"thanks")), request={"method": "POST"}),
    "until-close": Case(script=Script.of(OK + b"\r\n" + PAGE, ends="close"), body=PAGE),
    "until-close-abrupt": Case(script=Script.of(OK + b"\r\n" + PAGE, ends="abrupt"), body=PAGE),
    "http10": Case(script=Script.of(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE, ends="close"), body=PAGE),
    "connection-close": Case(script=Script.of(sized(b"bye", b"Connection: close"), ends="close")),
    "short": Case(
        script=Script.of(OK + b"Content-Length: 5000\r\n\r\n" + b"x" * 1000, ends="close"),
        truncated="disconnect",
        attempts=2,
        error="ResponseDataLossError",
    ),
    "chunked-cut": Case(
        script=Script.of(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"ff\r\nabc", ends="close"),
        truncated="disconnect",
        attempts=2,
        error="ResponseDataLossError",
    ),
    "reset": Case(
        script=Script.of(OK + b"Content-Length: 5000\r\n\r\n" + b"x" * 1000, ends="reset"),
        truncated="disconnect",
        attempts=2,
        error="ResponseDataLossError",
    ),
    "head-cut": Case(
        script=Script.of(b"HTTP/1.1 200 OK\r\nContent-Le", ends="close"),
        truncated="disconnect",
        attempts=2,
        error="DownloadFailedError",
    ),
    "stall": Case(
        script=Script.of(OK + b"Content-Length: 5000\r\n\r\n" + b"x" * 1000, ends="hold"),
        truncated="time",
        error="ExchangeTooSlow",
        request={"meta": {"download_timeout": 1}},
    ),
    "drip-in-head": Case(
        script=Script.of(b"HTTP/1.1 200 OK\r\n", *[step for _ in range(400) for step in (b"X-Drip: 1\r\n", 0.05)]),
        truncated="time",
        prefix=True,
        error="ExchangeTooSlow",
        request={"meta": {"download_timeout": 1}},
    ),
    "too-large-chunked": Case(
        script=Script.of(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(*[b"y" * 1000] * 400)),
        truncated="length",
        prefix=True,
        error="ExchangeTooLarge",
        request={"meta": {"download_maxsize": 100_000}},
    ),
    "too-large-until-close": Case(
        script=Script.of(OK + b"\r\n" + b"z" * 400_000, ends="close"),
        truncated="length",
        prefix=True,
        error="ExchangeTooLarge",
        request={"meta": {"download_maxsize": 100_000}},
    ),
    "too-large-announced": Case(
        script=Script.of(OK + b"Content-Length: 400000\r\n\r\n" + b"w" * 400_000),
        truncated="length",
        prefix=True,
        error="ExchangeTooLarge",
        request={"meta": {"download_maxsize": 100_000}},
    ),
    "head-too-long": Case(
        script=Script.of(OK + b"".join(b"X-%d: %b\r\n" % (n, b"v" * 1000) for n in range(400)) + b"\r\n"),
        truncated="length",
        prefix=True,
        error="ExchangeTooLarge",
    ),
    "head-too-many-lines": Case(
        script=Script.of(OK + b"".join(b"X-%d: 1\r\n" % n for n in range(20_000)) + b"Content-Length: 2\r\n\r\nok"),
        truncated="length",
        prefix=True,
        error="ExchangeTooLarge",
    ),
    "interim": Case(script=Script.of(EARLY_HINTS, 0.02, CONTINUE + sized(b"final"))),
    "surplus": Case(script=Script.of(sized(b"whole") + b"SURPLUS"), prefix=True),
    "head-with-body": Case(
        script=Script.of(OK + b"Content-Length: 4\r\n\r\nbody"), prefix=True, request={"method": "HEAD"}
    ),
    "two-lengths": Case(
        script=Script.of(OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"),
        truncated="unspecified",
        attempts=2,
        error="DownloadFailedError",
    ),
    "not-http": Case(
        script=Script.of(b"SSH-2.0-OpenSSH_9.6\r\n", ends="hold"),
        truncated="unspecified",
        attempts=2,
        error="DownloadFailedError",
    ),
    "large": Case(script=Script.of(sized(b"L" * 3_000_000)), body=b"L" * 3_000_000),
}
REDIRECTS = {
    "/hop1": Script.of(b"HTTP/1.1 302 Found\r\nLocation: /hop2\r\nContent-Length: 5\r\n\r\nhop 1"),
    "/hop2": Script.of(b"HTTP/1.1 301 Moved\r\nLocation: /end\r\nContent-Length: 5\r\n\r\nhop 2"),
    "/end": Script.of(sized(b"the end")),
}
KEEP_ALIVE = {f"/keep/{n}": Script.of(sized(b"page %d " % n * (n + 1))) for n in range(60)}
ROUTES = ("http", "https", "proxy", "connect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    route: str
    server: WireServer
    proxy: WireProxy
    run: Run

    def kept(self, path: str) -> list[Kept]:
        return self.run.of(self.server.url(path))

    def both(self, path: str) -> list[tuple[Served, Kept]]:
        return list(zip(self.server.asked(path), self.kept(path), strict=True))


@pytest.fixture(scope="module", params=ROUTES)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    route: str = request.param
    scripts = {f"/{name}": case.script for name, case in CASES.items()} | REDIRECTS | KEEP_ALIVE
    with WireServer(scripts, tls=route in ("https", "connect")) as server, WireProxy() as proxy:
        asked: list[dict[str, Any]] = [{"url": server.url(f"/{name}")} | case.request for name, case in CASES.items()]
        asked += [{"url": server.url("/hop1")}, *({"url": server.url(path)} for path in KEEP_ALIVE)]
        if route in ("proxy", "connect"):
            through = f"http://user:secret@127.0.0.1:{proxy.port}"
            for one in asked:
                one["meta"] = {**one.get("meta", {}), "proxy": through}
        run = crawl(tmp_path_factory.mktemp(route), asked)
        assert run.stats, run.log
        yield Crawled(route=route, server=server, proxy=proxy, run=run)


@pytest.mark.parametrize("name", CASES)
def test_the_record_holds_the_very_bytes(crawled: Crawled, name: str) -> None:
    case = CASES[name]
    pairs = crawled.both(f"/{name}")

    assert len(pairs) == case.attempts
    for served, kept in pairs:
        wire = bytes(served.response).removeprefix(EARLY_HINTS + CONTINUE)
        if case.prefix:
            assert kept.response
            assert wire.startswith(kept.response)
            assert len(kept.response) < len(wire)
        else:
            assert kept.response == wire
        assert kept.truncated == case.truncated


@pytest.mark.parametrize("name", CASES)
def test_the_request_is_kept_as_the_server_read_it(crawled: Crawled, name: str) -> None:
    for served, kept in crawled.both(f"/{name}"):
        assert kept.request is not None
        if crawled.route == "proxy":
            # The proxy took the host out of the request line; the rest is as both read it.
            absolute = crawled.server.url("").encode() + served.path.encode()
            assert kept.request in crawled.proxy.requests
            assert kept.request == served.request.replace(served.path.encode(), absolute, 1)
        else:
            assert kept.request == served.request


@pytest.mark.parametrize("name", CASES)
def test_scrapy_gets_the_response_or_a_clear_error(crawled: Crawled, name: str) -> None:
    case = CASES[name]
    answer = crawled.run.answers[crawled.server.url(f"/{name}")]

    assert answer.error == case.error
    if case.body is not None:
        assert answer.body == case.body


@pytest.mark.parametrize("name", CASES)
def test_the_record_id_is_known_when_the_response_is(crawled: Crawled, name: str) -> None:
    url = crawled.server.url(f"/{name}")
    ids = [kept.record_id for kept in crawled.kept(f"/{name}")]

    if CASES[name].attempts == 1:
        assert list(crawled.run.answers[url].record_ids) == ids
    else:
        assert len(set(ids)) == CASES[name].attempts


def test_interim_responses_stand_in_the_notes_verbatim(crawled: Crawled) -> None:
    (kept,) = crawled.kept("/interim")
    noted = [base64.b64decode(value) for name, value in kept.notes if name == "interim-response"]

    assert noted == [EARLY_HINTS, CONTINUE]


@pytest.mark.parametrize(("path", "count"), [("/surplus", "7"), ("/head-with-body", "4")])
def test_surplus_bytes_are_counted_in_the_notes(crawled: Crawled, path: str, count: str) -> None:
    (kept,) = crawled.kept(path)

    assert kept.note("surplus-bytes") == count


def test_every_hop_is_an_exchange(crawled: Crawled) -> None:
    for path, script in REDIRECTS.items():
        (kept,) = crawled.kept(path)

        assert kept.response == script.whole
    assert crawled.kept("/end")[0].note("via") == crawled.server.url("/hop2")


def test_exchanges_of_one_connection_are_never_mixed(crawled: Crawled) -> None:
    connections = set()
    for path, script in KEEP_ALIVE.items():
        ((served, kept),) = crawled.both(path)
        connections.add(served.connection)

        assert kept.response == script.whole
        assert crawled.run.answers[kept.url].body == script.whole.partition(b"\r\n\r\n")[2]
    assert len(connections) < len(KEEP_ALIVE)


def test_all_that_the_server_answered_is_kept(crawled: Crawled) -> None:
    answered = sum(1 for served in crawled.server.log if served.response)

    assert len(crawled.run.kept) == answered
    assert crawled.run.stats["capture/exchanges"] == crawled.run.stats["capture/records"] == answered


def test_address_and_proxy_are_told_apart(crawled: Crawled) -> None:
    (kept,) = crawled.kept("/chunked")

    if crawled.route in ("proxy", "connect"):
        assert kept.address is None
        assert kept.note("via-proxy") == f"127.0.0.1:{crawled.proxy.port}"
    else:
        assert kept.address == "127.0.0.1"
        assert kept.note("via-proxy") is None


def test_tls_is_named_where_it_was_spoken(crawled: Crawled) -> None:
    (kept,) = crawled.kept("/chunked")

    assert (kept.cipher or "").startswith("TLSv1.3 ") is crawled.server.tls


def test_the_password_of_a_proxy_is_in_no_file(crawled: Crawled) -> None:
    secret = base64.b64encode(b"user:secret")
    if crawled.route in ("proxy", "connect"):
        assert any(secret in request for request in crawled.proxy.requests)

    assert crawled.run.warcs
    for kept in crawled.run.kept:
        assert not any("secret" in value for _, value in kept.notes)
    for warc in crawled.run.warcs:
        assert secret not in gzip.decompress(warc.read_bytes())


def test_a_certificate_is_looked_at_where_that_is_wished(tmp_path: Path) -> None:
    with WireServer({"/": Script.of(sized(PAGE))}, tls=True) as server:
        trusting, strict = (
            crawl(tmp_path, [server.url("/")], settings={"DOWNLOAD_VERIFY_CERTIFICATES": verify, "RETRY_TIMES": 0})
            for verify in (False, True)
        )

        assert trusting.answers[server.url("/")].body == PAGE
        assert strict.answers[server.url("/")].error == "DownloadFailedError"
        assert server.asked("/")[1:] == []


def test_a_missing_close_notify_is_noted_and_not_taken_for_a_cut(crawled: Crawled) -> None:
    (abrupt,) = crawled.kept("/until-close-abrupt")
    (orderly,) = crawled.kept("/until-close")

    assert abrupt.note("tls-close") == ("without close_notify" if crawled.server.tls else None)
    assert orderly.note("tls-close") is None


@pytest.mark.parametrize("tls", [False, True])
def test_a_request_that_twisted_sends_again_is_an_exchange_of_its_own(tmp_path: Path, tls: bool) -> None:
    scripts = {
        "/first": Script.of(sized(b"first")),
        "/dropped": (Script.of(0.05, ends="close"), Script.of(sized(b"second"))),
    }
    with WireServer(scripts, tls=tls) as server:
        run = crawl(tmp_path, [server.url("/first"), server.url("/dropped")], sequential=True)

        assert [served.connection for served in server.log] == [1, 1, 2]
    (kept,) = run.of(server.url("/dropped"))
    assert kept.response == sized(b"second")
    assert kept.note("resent") == "1"


def test_bytes_that_nobody_asked_for_are_counted_and_kept_out(tmp_path: Path) -> None:
    late = b"HTTP/1.1 408 Request Timeout\r\n\r\n"
    scripts = {"/first": Script.of(sized(b"first"), 0.02, late), "/next": Script.of(0.3, sized(b"next"))}
    with WireServer(scripts) as server:
        run = crawl(
            tmp_path, [server.url("/first"), server.url("/next")], settings={"DOWNLOAD_DELAY": 1.5}, sequential=True
        )

    assert [kept.response for kept in run.kept] == [sized(b"first"), sized(b"next")]
    assert run.stats["capture/idle_bytes"] == len(late)


def test_an_exchange_of_which_there_is_nothing_to_say_has_no_notes(tmp_path: Path) -> None:
    with WireServer({"/": Script.of(sized(b"plain"))}) as server:
        run = crawl(tmp_path, [server.url("/")])

    assert [kept.notes for kept in run.kept] == [()]


def test_what_a_spider_posts_is_indexed_as_cdxj_indexer_does(tmp_path: Path) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = {"method": "POST", "headers": form, "body64": base64.b64encode(b"q=caff%C3%A8&page=2").decode()}
    with WireServer({"/search": Script.of(sized(b"found"))}) as server:
        run = crawl(tmp_path, [{"url": server.url("/search"), **asked}])
    lines = b"".join(capture.line() for warc in run.warcs for capture in captures(warc, on_damage=print))

    assert b'"requestBody": "q=caff\\u00e8&page=2", "method": "POST"' in lines
    assert lines == witnessed(*run.warcs, post_append=True)
