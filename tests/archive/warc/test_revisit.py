from dataclasses import replace
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.exchange import Exchange
from archive.http import decoded_body, read_head
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.revisit import resolve
from archive.warc.writer import WarcWriter
from tests.archive.warc.wire import PAGE, URL, exchange, foreign, members, ok, ok_chunked, read, sha1

ANSWER_304 = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "kept")


def _revisits(folder: Path) -> list[tuple[Capture, Exchange]]:
    """Write a page, then in another file the same page under another URL and a 304; return the two revisits."""
    with WarcWriter(folder, info={}) as writer:
        original = writer.write(exchange(ok_chunked(PAGE, 33, b"X-Fetch: first")))
    with WarcWriter(folder, info={}, kept=lambda _: original) as writer:
        same = exchange(ok_chunked(PAGE, 50, b"X-Fetch: second"), f"{URL}/other", second=3600)
        captures = [writer.write(same), writer.write(exchange(ANSWER_304, second=7200), not_modified_of=original)]
    return read(folder / captures[0].warc)[0]


def _body(one: Exchange | None) -> bytes:
    assert one is not None
    return decoded_body(one.response.read()).data


@pytest.mark.parametrize("indexed", [True, False], ids=["by the index", "by the files"])
def test_payload_comes_back_from_another_file(collection: Collection, indexed: bool) -> None:
    revisits = _revisits(collection.warcs)
    if indexed:
        index.build(collection)

    for capture, one in revisits:
        whole = resolve(collection.warcs, capture, one)
        assert _body(whole) == PAGE
        assert whole is not None
        assert (whole.url, whole.captured_at) == (one.url, one.captured_at)


def test_identical_payload_comes_under_its_own_head(collection: Collection) -> None:
    capture, one = _revisits(collection.warcs)[0]
    whole = resolve(collection.warcs, capture, one)

    assert whole is not None
    assert read_head(whole.response.read())[0].get("X-Fetch") == "second"


def test_not_modified_comes_with_the_original_response(collection: Collection) -> None:
    capture, one = _revisits(collection.warcs)[1]
    whole = resolve(collection.warcs, capture, one)

    assert whole is not None
    assert read_head(whole.response.read())[0].get("X-Fetch") == "first"


def test_what_is_no_revisit_comes_back_as_it_is(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, info={}) as writer:
        one = exchange(ok())
        capture = writer.write(one)

    assert resolve(tmp_path, capture, one) is one


def test_revisit_of_what_is_not_here_is_none(collection: Collection) -> None:
    capture, one = _revisits(collection.warcs)[0]
    first = next(path for path in collection.sealed() if path.name != capture.warc)
    first.unlink()

    assert resolve(collection.warcs, capture, one) is None


def test_another_payload_is_never_given(collection: Collection) -> None:
    capture, one = _revisits(collection.warcs)[0]
    lying = replace(capture, payload_digest=sha1(b"other"), revisit_of=None)

    assert resolve(collection.warcs, lying, one) is None


@pytest.mark.parametrize(
    ("profile", "block", "fields"),
    [
        (IDENTICAL, ok()[: -len(PAGE)], ("WARC-Refers-To",)),
        (IDENTICAL, ok()[: -len(PAGE)], ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")),
        (IDENTICAL, ok()[: -len(PAGE)], ()),
        (IDENTICAL.replace("1.1", "1.0"), ok()[: -len(PAGE)], ("WARC-Refers-To",)),
        (IDENTICAL, ANSWER_304, ("WARC-Refers-To",)),
        (NOT_MODIFIED, b"", ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")),
        (NOT_MODIFIED, ANSWER_304, ("WARC-Refers-To",)),
    ],
    ids=["id", "url and date", "digest alone", "1.0 profile", "identical 304", "not modified", "not modified with 304"],
)
def test_revisits_of_other_writers_are_resolved(
    tmp_path: Path, profile: str, block: bytes, fields: tuple[str, ...]
) -> None:
    said = {
        "WARC-Refers-To": "<urn:uuid:original>",
        "WARC-Refers-To-Target-URI": URL,
        "WARC-Refers-To-Date": "2019-12-01T10:20:30Z",
    }
    digest = ("WARC-Payload-Digest", sha1(PAGE))
    original = foreign("response", ok(), ("WARC-Record-ID", "<urn:uuid:original>"), digest, version="1.1")
    revisit = foreign(
        "revisit",
        block,
        ("WARC-Profile", profile),
        ("WARC-Date", "2020-01-01T00:00:00Z"),
        digest,
        *((name, said[name]) for name in fields),
        version="1.1",
    )
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(original, revisit))
    (_, (capture, one)), damages = read(path)

    assert not damages
    assert _body(resolve(tmp_path, capture, one)) == PAGE
