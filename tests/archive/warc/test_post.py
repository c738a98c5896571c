"""What was not asked for by GET: its key and body in an index, as cdxj-indexer writes them and pywb looks them up."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.collection import Collection
from archive.exchange import Spool
from archive.urlkey import surt
from archive.warc import index, post
from archive.warc.capture import Capture
from archive.warc.post import asked_so, read_asked
from archive.warc.reader import read_at, read_exchanges
from archive.warc.verify import verify_collection
from archive.warc.writer import WarcWriter
from tests.archive.warc.test_index import witnessed
from tests.archive.warc.wire import PAGE, URL, asked, exchange, foreign, members, ok, sha1, written

FORM = "application/x-www-form-urlencoded"
TEXTS = (
    b'--xYz\r\nContent-Disposition: form-data; name="q"\r\n\r\nil mercato, citt\xc3\xa0 & co\r\n'
    b'--xYz\r\nContent-Disposition: form-data; name="page"\r\n\r\n2\r\n'
)
PARTS = TEXTS + (
    b'--xYz\r\nContent-Disposition: form-data; name="page"\r\n\r\n3\r\nlines\r\n'
    b'--xYz\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n'
    b'--xYz\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    b"\x89PNG\r\n\x1a\n\r\n--xYz--\r\n"
)
JSON = {
    "type": "event",
    "id": 44,
    "part": 35.7,
    "source": {"type": "component", "id": "a+b&c= d", "values": [3, 4, {"a": "città"}]},
    "no": [],
}


def posted(media_type: str | None, body: bytes, method: str = "POST", *fields: str, sized: bool = True) -> bytes:
    """Return a request with *body*."""
    lines = [f"{method} /news/1 HTTP/1.1", "Host: www.example.org", *fields]
    if media_type is not None:
        lines.append(f"Content-Type: {media_type}")
    if sized:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def query(request: bytes) -> str | None:
    """Return what of the body of *request* goes into its key; None for GET."""
    found = read_asked(Spool.of(request))
    return found.query if found is not None else None


AS_INDEXED = {
    "form": posted(FORM, b"q=caff%C3%A8+nero&page=2&Q=A%26b"),
    "form with charset": posted(f"{FORM}; charset=UTF-8", b"b=2&a=1"),
    "form in Latin-1": posted(FORM, b"q=caff\xe8"),
    "form with a fragment": posted(FORM, b"q=%23one%0Atwo+three"),
    "long form": posted(FORM, b"q=" + b"0123456789" * 1000),
    "empty form": posted(FORM, b""),
    "multipart": posted("multipart/form-data; boundary=xYz", TEXTS + b"--xYz--\r\n"),
    "multipart without a boundary": posted("multipart/form-data", PARTS),
    "JSON": posted("application/json", json.dumps(JSON).encode()),
    "JSON with charset": posted("application/json;charset=utf-8", b'{"a": 1, "b": "x"}'),
    "JSON that is none": posted("application/json", b"{a: 1}"),
    "empty JSON": posted("application/json", b""),
    "GraphQL": posted("application/json", b'{"query": "{ a(b: 1)\\n { c } }", "variables": {"id": "7", "id2": "7"}}'),
    "plain JSON": posted("text/plain;charset=UTF-8", b'{"a": [1, 2], "b": true}'.replace(b"true", b'"true"')),
    "plain text": posted("text/plain", b"ping"),
    "binary": posted("application/octet-stream", bytes(range(256)) * 40),
    "no type": posted(None, b"\x00\x01\x02"),
    "no length": posted(FORM, b"a=1", sized=False),
    "too short a length": posted(FORM, b"a=1&b=2", "POST", "Content-Length: 3", sized=False),
    "too long a length": posted(FORM, b"a=1", "POST", "Content-Length: 9999", sized=False),
    "chunked": posted(FORM, b"3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n", "POST", "Transfer-Encoding: chunked", sized=False),
    "PUT": posted("application/json", b'{"a": 1}', "PUT"),
    "PUT of bytes": posted("image/png", b"\x89PNG", "PUT"),
    "GET": asked(URL),
}


@pytest.mark.parametrize("url", [URL, f"{URL}/?z=1&b=2", "http://example.org/?"])
def test_lines_are_those_of_cdxj_indexer(tmp_path: Path, url: str) -> None:
    exchanges = [exchange(ok(), url, request=one, second=n) for n, one in enumerate(AS_INDEXED.values())]
    path, captures = written(tmp_path, exchanges)
    lines = b"".join(sorted(capture.line() for capture in captures))

    assert lines == witnessed(path, post_append=True)
    assert b"".join(sorted(one.line() for one in index.captures(path, on_damage=print))) == lines
    assert b"".join(sorted(one.line() for one, _ in read_exchanges(path, on_damage=print))) == lines
    assert [read_at(path, one.offset)[0].line() for one in captures] == [one.line() for one in captures]


@pytest.mark.parametrize("first", ["response", "request"])
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_lines_of_foreign_warcs_are_those_of_cdxj_indexer(tmp_path: Path, first: str, packed: bool) -> None:
    records = [foreign("warcinfo", b"software: x\r\n", url=None)]
    for number, (name, request) in enumerate(AS_INDEXED.items()):
        url = f"http://www.example.org/{number}"
        one, other = f"<urn:uuid:{name}-1>".replace(" ", "-"), f"<urn:uuid:{name}-2>".replace(" ", "-")
        # The digest is given: with -p, cdxj-indexer takes one of a body that it has read to its end already.
        pair = [("response", ok(), ("WARC-Payload-Digest", sha1(PAGE))), ("request", request)]
        ids = [[("WARC-Record-ID", one)], [("WARC-Record-ID", other), ("WARC-Concurrent-To", one)]]
        for (kind, block, *more), joined in zip(pair if first == "response" else pair[::-1], ids, strict=True):
            records.append(foreign(kind, block, *more, *joined, url=url))
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    path.write_bytes(members(*records) if packed else b"".join(records))

    lines = b"".join(sorted(one.line() for one in index.captures(path, on_damage=print)))
    assert lines == witnessed(path, post_append=True)


def test_lines_of_get_have_no_more_than_they_had(tmp_path: Path) -> None:
    path, captures = written(tmp_path, [exchange(ok(b"%d" % n), f"{URL}/{n}") for n in range(9)])
    lines = b"".join(one.line() for one in index.captures(path, on_damage=print))

    assert lines == b"".join(one.line() for one in captures) == witnessed(path)
    assert b"method" not in lines


def test_requests_that_come_before_and_between_are_joined_by_their_links(tmp_path: Path) -> None:
    ids = [f"<urn:uuid:{n}>" for n in range(6)]
    forms = [posted(FORM, b"n=%d" % n) for n in range(3)]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(
        members(
            foreign("request", forms[0], ("WARC-Record-ID", ids[3])),
            foreign("request", forms[1], ("WARC-Record-ID", ids[4])),
            foreign("response", ok(), ("WARC-Record-ID", ids[1]), ("WARC-Concurrent-To", ids[4])),
            foreign("response", ok(), ("WARC-Record-ID", ids[0]), ("WARC-Concurrent-To", ids[3])),
            foreign("response", ok(), ("WARC-Record-ID", ids[2])),
            foreign("metadata", b"{}", ("Content-Type", "application/json"), ("WARC-Concurrent-To", ids[5])),
            foreign("request", forms[2], ("WARC-Record-ID", ids[5]), ("WARC-Concurrent-To", ids[2])),
            foreign("request", forms[2]),
        )
    )
    kept = list(index.captures(path, on_damage=print))

    assert [(one.record_id, one.request_body) for one in kept if one.status] == [
        ("urn:uuid:1", "n=1"),
        ("urn:uuid:0", "n=0"),
        ("urn:uuid:2", "n=2"),
    ]
    assert [one.method for one in kept if not one.status] == [None]
    assert [one.offset for one in kept] == sorted(one.offset for one in kept)
    assert [one.line() for one, _ in read_exchanges(path, on_damage=print)] == [
        one.line() for one in kept if one.status
    ]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (posted("application/json", b'{"a": true, "b": null, "a.2_": false, "c": [44.0, 1e3, {"a": 0.5}]}'),
         "a=true&b=null&a.2_=0.5&c=44&c.2_=1000"),
        (posted("application/json", b'{"a": 1}\n{"b": 2}'), ""),
        (posted("text/plain", b'{"a": 1}\n{"b": 2}'), "__wb_post_data=eyJhIjogMX0KeyJiIjogMn0="),
        (posted("application/json", b'{"a": 1e999}'), ""),
        (posted("application/json", b'{"a": "\\ud800"}'), ""),
        (posted("application/json", b"[" * 100_000), ""),
        (posted("application/json", b'{"a": ' + b"9" * 5000 + b"}"), ""),
        (posted(FORM, b"a=1", "POST", "Content-Length: soon", sized=False), ""),
        (posted(FORM, b"a=1", "POST", "Content-Length: -1", sized=False), ""),
        (posted('multipart/form-data; boundary="xYz"; charset=utf-8', PARTS.partition(b"--xYz\r\n")[0] + PARTS),
         "q=il+mercato%2C+citt%C3%A0+%26+co&page=2&page=3%0D%0Alines&empty=&photo=%89PNG%0D%0A%1A%0A"),
        (posted("multipart/form-data; boundary=xYz", b"nothing of the kind"), ""),
        (posted(FORM, b"a=1", "PATCH"), ""),
        (posted(None, b"", "HEAD"), ""),
        (posted(None, b""), ""),
        (b"\r\n" + asked(URL), None),
        (b"get / HTTP/1.1\r\n\r\n", None),
        (b"nonsense", None),
        (b"", None),
    ],
)  # fmt: skip
def test_a_body_is_read_as_the_players_read_it(request_: bytes, expected: str | None) -> None:
    assert query(request_) == expected


def test_of_parts_the_key_is_that_of_cdxj_indexer_and_the_body_what_replaywebpage_looks_up(tmp_path: Path) -> None:
    path, (capture,) = written(tmp_path, [exchange(ok(), request=posted("multipart/form-data; boundary=xYz", PARTS))])

    assert witnessed(path, post_append=True).startswith(f"{capture.urlkey} ".encode())
    assert capture.request_body == "q=il+mercato%2C+citt%C3%A0+%26+co&page=3"


def test_a_body_is_read_to_a_limit() -> None:
    many = b'{"a": [' + b"1," * 10_000_000 + b"1]}"

    assert query(posted("application/json", many)) == ""
    assert query(posted(FORM, b"a=" + b"x" * 5_000_000)) == "a=" + "x" * 4094


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "DELETE", "PATCH"])
def test_other_methods_are_told_by_their_name_alone(tmp_path: Path, method: str) -> None:
    _, (capture,) = written(tmp_path, [exchange(ok(b""), request=posted(None, b"x", method))])

    assert capture.urlkey == f"{surt(URL)}?__wb_method={method.lower()}"
    assert (capture.method, capture.request_body) == (method, "")


def test_an_address_that_cannot_be_read_has_no_body_in_its_key() -> None:
    found = read_asked(Spool.of(posted(FORM, b"a=1%0A2+3")))
    bad = "http://example.org:port/"

    assert found is not None
    assert asked_so(_capture(bad), found).urlkey == f"{bad}?__wb_method=POST"
    assert asked_so(_capture(URL), found).urlkey == f"{surt(URL)}?__wb_method=post&a=12%203"


def _capture(url: str) -> Capture:
    return Capture(
        urlkey=surt(url),
        url=url,
        captured_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        mime="text/html",
        payload_digest=None,
        record_id=None,
        warc="a.warc.gz",
        offset=7,
        length=9,
    )


_TYPES = st.sampled_from(
    [FORM, "application/json", "text/plain", "multipart/form-data; boundary=b", "multipart/x", "image/png", "é", ""]
)
_OF_PARTS = (
    b"--b",
    b"--",
    b"\r\n",
    b"\n",
    b"Content-Disposition: form-data",
    b'; name="',
    b'"',
    b"; filename=",
    b"\xff",
)
_BODIES = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet='{}[]",:019.eE-\\u tfn\x00é=&%+', max_size=60).map(lambda text: text.encode()),
    st.lists(st.sampled_from(_OF_PARTS)).map(b"".join),
)


@given(
    _TYPES,
    _BODIES,
    st.sampled_from(["POST", "PUT", "QUERY", "G\x00T", "GET"]),
    st.binary(max_size=20),
    st.text(max_size=30),
)
@settings(max_examples=400)
def test_rubbish_never_raises_and_never_breaks_a_line(
    kind: str, body: bytes, method: str, rest: bytes, end: str
) -> None:
    request = f"{method} / HTTP/1.1\r\nContent-Type: {kind}\r\n".encode() + rest + b"\r\n\r\n" + body
    found = read_asked(Spool.of(request))

    if found is None:
        return
    line = asked_so(_capture(f"http://example.org/{end}".replace(" ", "%20").replace("\n", "")), found).line()
    assert len(found.query) <= 4096
    assert line.count(b"\n") == 1
    if end.isprintable():
        assert Capture.from_line(line).request_body == found.body


@given(st.binary(max_size=400))
def test_any_bytes_may_stand_where_a_request_should(block: bytes) -> None:
    read_asked(Spool.of(block))


@given(_TYPES, _BODIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_a_crawl_an_index_and_a_check_agree(tmp_path: Path, kind: str, body: bytes) -> None:
    collection = Collection.create(tmp_path / f"{len(list(tmp_path.iterdir()))}")
    _, captures = written(collection.warcs, [exchange(ok(), request=posted(kind, body)), exchange(ok(b"2"))])
    index.build(collection)

    assert collection.index.read_bytes() == b"".join(sorted(one.line() for one in captures))
    assert list(verify_collection(collection)) == []


def test_a_body_longer_than_is_read_is_no_fault(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "kept")
    long = b'{"a": "' + b"x" * (post.MAX_REQUEST + 100_000) + b'"}'
    some = b'{"a": "' + b"x" * (post.MAX_REQUEST - 1000) + b'"}'
    requests = [posted("application/json", long), posted("application/json", some), posted(None, long)]
    written(collection.warcs, [exchange(ok(), request=one, second=n) for n, one in enumerate(requests)])
    index.build(collection)

    assert [len(one.request_body or "") for one in index.read_index(collection.index)] == [0, 4096, 4096]
    assert list(verify_collection(collection)) == []


def test_check_names_lines_of_an_index_that_knew_no_methods(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "kept")
    _, (by_post,) = written(collection.warcs, [exchange(ok(), request=posted(FORM, b"a=1"))])
    index.merge(collection.index, [replace(by_post, urlkey=surt(by_post.url), method=None, request_body=None)])
    (fault,) = verify_collection(collection)

    assert "does not agree with the record" in fault.problem
    assert "`emeroteca index --rebuild`" in fault.problem


def test_what_was_posted_is_no_revisit_and_no_original(tmp_path: Path) -> None:
    kept: dict[str, Capture] = {}
    with WarcWriter(tmp_path, info={}, kept=kept.get) as writer:
        first = writer.write(exchange(ok(), request=posted(FORM, b"a=1")))
        kept[first.payload_digest or ""] = first
        second = writer.write(exchange(ok(), second=1))
        kept[first.payload_digest or ""] = second
        third = writer.write(exchange(ok(), request=posted(FORM, b"a=1"), second=2))
        fourth = writer.write(exchange(ok(), second=3))

    assert [one.mime for one in (first, second, third, fourth)] == ["text/html"] * 3 + ["warc/revisit"]


def test_the_key_is_that_of_the_request_as_it_is_kept(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, info={}, redact=["Content-Type"]) as writer:
        capture = writer.write(exchange(ok(), request=posted(FORM, b"a=1")))

    assert capture.request_body == "__wb_post_data=YT0x"
    assert [one.line() for one in index.captures(tmp_path / capture.warc, on_damage=print)] == [capture.line()]


def test_a_request_that_shares_its_member_with_others_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    one = foreign("response", ok(), ("WARC-Record-ID", "<urn:uuid:1>"))
    request = foreign("request", posted(FORM, b"a=1"), ("WARC-Concurrent-To", "<urn:uuid:1>"))
    path.write_bytes(members(one) + gzip.compress(request + foreign("warcinfo", b"", url=None)))

    assert [capture.request_body for capture in index.captures(path, on_damage=print)] == ["a=1"]


def test_a_line_says_body_and_method_last_as_cdxj_indexer_does() -> None:
    found = read_asked(Spool.of(posted(FORM, b"a=1")))
    assert found is not None
    capture = asked_so(_capture(URL), found)

    assert capture.line().endswith(b'"filename": "a.warc.gz", "requestBody": "a=1", "method": "POST"}\n')
    assert Capture.from_line(capture.line()) == capture
