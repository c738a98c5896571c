"""The recorder in a crawl: back-pressure, faults, the canary, revisits, what the WARC holds in the end."""

import errno
import gzip
import itertools
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from warcio.archiveiterator import ArchiveIterator

from crawler.capture.recorder import Recorder
from tests.crawler.capture import child
from tests.crawler.capture.crawling import Run, crawl
from tests.newspaper.wire import Script, WireServer


def page(body: bytes, *fields: bytes) -> Script:
    head = b"".join(line + b"\r\n" for line in (b"HTTP/1.1 200 OK", b"Content-Type: text/html", *fields))
    return Script.of(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def records(run: Run) -> list[tuple[dict[str, str], bytes]]:
    """All records of a run's WARCs as warcio reads them: fields, and the block as it lies there."""
    found = []
    for warc in run.warcs:
        with warc.open("rb") as stream:
            reader = ArchiveIterator(stream, no_record_parse=True)
            found += [(dict(record.rec_headers.headers), record.raw_stream.read()) for record in reader]
    return found


# -- faults -------------------------------------------------------------------------------------------------------


def slow_disk(crawler: Any) -> None:
    from archive.warc.writer import WarcWriter

    write = WarcWriter.write

    def slowly(self: Any, *arguments: Any, **more: Any) -> Any:
        time.sleep(0.02)
        return write(self, *arguments, **more)

    WarcWriter.write = slowly  # type: ignore[method-assign]

    def watch() -> None:
        from twisted.internet import reactor
        from twisted.internet.task import LoopingCall

        recorder = crawler.get_extension(Recorder)
        last = [time.monotonic()]

        def tick() -> None:
            now = time.monotonic()
            child.EXTRA["longest tick"] = max(child.EXTRA.get("longest tick", 0), now - last[0])
            child.EXTRA["most bytes"] = max(child.EXTRA.get("most bytes", 0), recorder.pending_bytes)
            last[0] = now

        looping = LoopingCall(tick)
        looping.clock = reactor
        child.KEEP.append(looping)
        looping.start(0.005)

        def stop() -> None:
            looping.stop()

        child.KEEP.append(stop)
        crawler.signals.connect(stop, signals.spider_closed)

    child.KEEP.append(watch)
    crawler.signals.connect(watch, signals.spider_opened)


def test_downloads_wait_for_a_slow_disk_and_the_reactor_does_not(tmp_path: Path) -> None:
    size, queue = 20_000, 100_000
    with WireServer({f"/{n}": page(b"%04d" % n * (size // 4)) for n in range(60)}) as server:
        run = crawl(
            tmp_path,
            [server.url(f"/{n}") for n in range(60)],
            settings={"CAPTURE_QUEUE_BYTES": queue, "CAPTURE_DEDUPLICATE": False},
            setup="tests.crawler.capture.test_recorder:slow_disk",
        )

    assert run.stats["capture/records"] == 60
    assert run.stats["capture/waits"] > 10
    assert run.extra["most bytes"] < queue + 9 * (size + 1000)
    assert run.extra["longest tick"] < 0.5


def full_disk(crawler: Any) -> None:
    from archive.warc.writer import WarcWriter

    write = WarcWriter.write
    left = itertools.count(4, -1)

    def until_full(self: Any, *arguments: Any, **more: Any) -> Any:
        if next(left) <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, *arguments, **more)

    WarcWriter.write = until_full  # type: ignore[method-assign]


def test_a_writers_fault_stops_the_crawl_and_is_kept_for_the_exit_code(tmp_path: Path) -> None:
    slowly = Script.of(0.02, page(b"page").whole)
    with WireServer({f"/{n}": slowly for n in range(60)}) as server:
        run = crawl(
            tmp_path,
            [server.url(f"/{n}") for n in range(60)],
            setup="tests.crawler.capture.test_recorder:full_disk",
            sequential=True,
        )

        assert len(server.log) < 50
    assert run.exit_code == 3
    assert "No space left" in (run.error or "")
    assert run.stats["finish_reason"] == "capture_failed"
    assert len(run.kept) == 4


def test_a_disk_that_is_almost_full_stops_the_crawl_before_the_first_page(tmp_path: Path) -> None:
    with WireServer({"/": page(b"page")}) as server:
        run = crawl(tmp_path, [server.url("/")], settings={"CAPTURE_DISK_RESERVE": 1 << 60})

        assert not server.log
    assert run.exit_code == 1
    assert "StorageError" in run.log


def bad_listener(crawler: Any) -> None:
    def opened() -> None:
        def fail(captured: Any) -> None:
            raise ValueError("a listener's bug")

        crawler.get_extension(Recorder).subscribe(fail)

    child.KEEP.append(opened)
    crawler.signals.connect(opened, signals.spider_opened)


def test_a_listeners_fault_costs_neither_the_capture_nor_the_others(tmp_path: Path) -> None:
    with WireServer({f"/{n}": page(b"page") for n in range(5)}) as server:
        run = crawl(
            tmp_path,
            [server.url(f"/{n}") for n in range(5)],
            setup="tests.crawler.capture.test_recorder:bad_listener",
        )

    assert run.exit_code == 0
    assert len(run.kept) == 5
    assert run.stats["capture/listener_errors"] == 5


def told_of_the_fault(crawler: Any) -> None:
    full_disk(crawler)

    def opened() -> None:
        crawler.get_extension(Recorder).subscribe(
            lambda captured: None, failed=lambda error: child.EXTRA.setdefault("told", str(error))
        )

    child.KEEP.append(opened)
    crawler.signals.connect(opened, signals.spider_opened)


def test_who_waits_for_captures_is_told_that_none_will_come(tmp_path: Path) -> None:
    with WireServer({f"/{n}": page(b"page") for n in range(60)}) as server:
        run = crawl(
            tmp_path,
            [server.url(f"/{n}") for n in range(60)],
            setup="tests.crawler.capture.test_recorder:told_of_the_fault",
        )

    assert "No space left" in run.extra["told"]


def in_a_hurry(crawler: Any) -> None:
    def opened() -> None:
        from twisted.internet import reactor

        reactor.callLater(0.5, crawler.get_extension(Recorder).cut_short)

    child.KEEP.append(opened)
    crawler.signals.connect(opened, signals.spider_opened)


@pytest.mark.parametrize("tls", [False, True])
def test_what_is_under_way_can_be_broken_off_and_is_kept(tmp_path: Path, tls: bool) -> None:
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nbegun"
    with WireServer({"/": Script.of(begun, ends="hold")}, tls=tls) as server:
        run = crawl(tmp_path, [server.url("/")], setup="tests.crawler.capture.test_recorder:in_a_hurry")

        assert len(server.log) == 1
    assert [(kept.response, kept.truncated) for kept in run.kept] == [(begun, "unspecified")]
    assert run.answers[server.url("/")].error == "ExchangeCut"


def bypass(crawler: Any) -> None:
    def opened() -> None:
        from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

        crawler.engine.downloader.handlers._handlers["http"] = HTTP11DownloadHandler(crawler)

    child.KEEP.append(opened)
    crawler.signals.connect(opened, signals.spider_opened)


def test_a_response_that_nothing_recorded_stops_the_crawl(tmp_path: Path) -> None:
    with WireServer({f"/{n}": page(b"page") for n in range(60)}) as server:
        run = crawl(
            tmp_path,
            [server.url(f"/{n}") for n in range(60)],
            setup="tests.crawler.capture.test_recorder:bypass",
            sequential=True,
        )

    assert run.exit_code == 1
    assert "bypasses" in (run.error or "")
    assert run.stats["finish_reason"] == "capture_failed"


@pytest.mark.parametrize("tls", [False, True])
def test_what_stands_in_the_warc_is_what_crossed_the_wire(tmp_path: Path, tls: bool) -> None:
    odd = Script.of(
        b"HTTP/1.1 200 ok then\r\nx-ODD:  \xe8\r\nx-ODD: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )
    with WireServer({"/odd": odd, "/plain": page(b"plain"), "/robots.txt": page(b"")}, tls=tls) as server:
        run = crawl(tmp_path, [server.url("/odd"), server.url("/plain")], settings={"ROBOTSTXT_OBEY": True})
        wire = {(served.request, bytes(served.response)) for served in server.log}

    found = records(run)
    sent = {fields["WARC-Record-ID"]: (fields, block) for fields, block in found if fields["WARC-Type"] == "request"}
    by_response = {fields["WARC-Concurrent-To"]: block for fields, block in sent.values()}
    responses = [(fields, block) for fields, block in found if fields["WARC-Type"] == "response"]
    assert {(by_response[fields["WARC-Record-ID"]], block) for fields, block in responses} == wire
    assert len(responses) == 3


def test_the_ids_in_meta_are_those_in_the_warc(tmp_path: Path) -> None:
    with WireServer({"/": page(b"page")}) as server:
        run = crawl(tmp_path, [server.url("/")])

    (response,) = [fields for fields, _ in records(run) if fields["WARC-Type"] == "response"]
    assert run.answers[server.url("/")].record_ids == (response["WARC-Record-ID"].strip("<>"),)
    assert run.kept[0].record_id == response["WARC-Record-ID"].strip("<>")


# -- revisits -----------------------------------------------------------------------------------------------------

NOT_MODIFIED = Script.of(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n')


def test_a_304_of_a_known_capture_is_a_revisit_of_it(tmp_path: Path) -> None:
    with WireServer({"/": (page(b"page", b'ETag: "x"'), NOT_MODIFIED)}) as server:
        url = server.url("/")
        run = crawl(tmp_path, [url, {"url": url, "name": "again", "meta": {"known": url}}], sequential=True)

    first, again = run.kept
    assert again.mime == "warc/revisit"
    assert again.revisit_of == first.record_id
    (revisit,) = [fields for fields, _ in records(run) if fields["WARC-Type"] == "revisit"]
    assert revisit["WARC-Profile"].endswith("server-not-modified")
    assert revisit["WARC-Refers-To-Target-URI"] == url


def test_a_304_without_a_known_capture_is_a_response(tmp_path: Path) -> None:
    with WireServer({"/": NOT_MODIFIED}) as server:
        run = crawl(tmp_path, [server.url("/")])

    assert [kept.mime for kept in run.kept] != ["warc/revisit"]
    assert run.kept[0].response == NOT_MODIFIED.whole


def test_a_known_capture_of_another_url_is_not_revisited(tmp_path: Path) -> None:
    scripts = {"/a": page(b"page"), "/hop": Script.of(b"HTTP/1.1 302 F\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")}
    with WireServer({**scripts, "/b": NOT_MODIFIED}) as server:
        run = crawl(
            tmp_path,
            [server.url("/a"), {"url": server.url("/hop"), "meta": {"known": server.url("/a")}}],
            sequential=True,
        )

    (kept,) = run.of(server.url("/b"))
    assert kept.revisit_of is None


def test_the_same_payload_is_kept_once(tmp_path: Path) -> None:
    body = b"the same picture " * 100
    with WireServer({"/a": page(body), "/b": page(body, b"X-Other: head")}) as server:
        run = crawl(tmp_path, [server.url("/a"), server.url("/b")], sequential=True)

    assert [kept.mime for kept in run.kept] == ["text/html", "warc/revisit"]
    assert run.kept[1].revisit_of == run.kept[0].record_id
    assert run.stats["capture/revisits"] == 1


def test_deduplication_can_be_switched_off(tmp_path: Path) -> None:
    body = b"the same picture " * 100
    with WireServer({"/a": page(body), "/b": page(body)}) as server:
        run = crawl(
            tmp_path, [server.url("/a"), server.url("/b")], settings={"CAPTURE_DEDUPLICATE": False}, sequential=True
        )

    assert [kept.mime for kept in run.kept] == ["text/html", "text/html"]


def test_no_file_is_left_open_after_a_crawl(tmp_path: Path) -> None:
    with WireServer({"/": page(b"page")}) as server:
        run = crawl(tmp_path, [server.url("/")])

    assert len(run.warcs) == 1
    assert not list(run.warcs[0].parent.glob("*.open"))


def test_the_warcinfo_names_the_run(tmp_path: Path) -> None:
    with WireServer({"/": page(b"page")}) as server:
        run = crawl(
            tmp_path,
            [server.url("/")],
            settings={"CAPTURE_OPERATOR": "Emeroteca di prova", "CAPTURE_REDACT": ["Cookie"], "ROBOTSTXT_OBEY": True},
        )

    fields, block = records(run)[0]
    assert fields["WARC-Type"] == "warcinfo"
    unverified = b"DOWNLOAD_VERIFY_CERTIFICATES=False"
    for words in (b"emeroteca/", b"Scrapy/2.19", b"robots: obey", b"Emeroteca di prova", b"Cookie", unverified):
        assert words in block


def test_a_redacted_field_is_in_no_record(tmp_path: Path) -> None:
    asked = {"headers": {"Cookie": "session=geheim", "X-Kept": "yes"}}
    with WireServer({"/": page(b"page")}) as server:
        run = crawl(
            tmp_path,
            [{"url": server.url("/"), **asked}],
            settings={"CAPTURE_REDACT": ["cookie"], "COOKIES_ENABLED": False},
        )

        assert b"geheim" in server.log[0].request
    blocks = [block for _, block in records(run)]
    assert not any(b"geheim" in block for block in blocks)
    assert any(b"X-Kept: yes" in block for block in blocks)


# -- robots.txt ---------------------------------------------------------------------------------------------------


def test_a_compressed_robots_txt_is_obeyed_and_kept(tmp_path: Path) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /login\n")
    with WireServer({"/robots.txt": page(rules, b"Content-Encoding: gzip"), "/login": page(b"secret")}) as server:
        run = crawl(tmp_path, [server.url("/login")], settings={"ROBOTSTXT_OBEY": True})

        assert not server.asked("/login")
        assert b"Accept-Encoding: gzip\r\n" in server.asked("/robots.txt")[0].request
    assert run.of(server.url("/robots.txt"))[0].response.endswith(rules)
