"""pywb over a collection in place: how it is configured, started, asked and ended."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import ArchiveError, UsageError
from archive.exchange import Exchange, Spool
from archive.replay import wayback
from archive.replay.wayback import collection_key, config_of, find_wayback, free_port, running_wayback
from archive.warc import index
from archive.warc.index import merge
from archive.warc.writer import WarcWriter
from tests.archive.kept import Kept, day, keep
from tests.archive.warc.test_post import PARTS, posted

ARTICLE = "http://portico.example/tram.html"
COPY = "http://copy.example/tram.html"
PAGE = b"<html><body>La prima corsa</body></html>"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    first = Kept(url=ARTICLE, at=day(5), body=PAGE, headline="Tram", text="La prima corsa")
    again = Kept(url=ARTICLE, at=day(9), body=PAGE)
    return keep(tmp_path_factory.mktemp("replay") / "città 1", ([first], [again]))


def no_wayback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))


def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Put a script in the place of pywb's command."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    path = tmp_path / "wayback"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_the_folders_are_read_in_place(collection: Collection) -> None:
    place = config_of(collection)["collections"]

    assert place == {"citt-1": {"archive_paths": f"{collection.warcs}/", "index_paths": str(collection.index)}}


def test_scripts_are_rewritten_in_the_browser(collection: Collection) -> None:
    assert config_of(collection)["client_side_replay"] is True


def test_a_name_without_plain_letters_still_has_a_key(collection: Collection) -> None:
    assert collection_key(Collection(root=collection.root, name="日報")) == "collection"


def test_without_pywb_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_wayback(monkeypatch, tmp_path)

    with pytest.raises(UsageError, match=r"pip install 'emeroteca\[replay\]'"):
        find_wayback()


def test_pywb_beside_this_python_goes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, "exit 0")

    assert find_wayback() == str(tmp_path / "wayback")


def test_a_port_that_is_taken_is_one_clear_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(UsageError, match=f"--port {port}: cannot listen there"):
            free_port(port)


def test_what_pywb_says_when_it_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, collection: Collection
) -> None:
    stand_in(monkeypatch, tmp_path, "echo no module named gevent; exit 3")

    with pytest.raises(ArchiveError, match="no module named gevent"), running_wayback(collection, 0):
        pass


def test_a_pywb_that_does_not_answer_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, collection: Collection
) -> None:
    stand_in(monkeypatch, tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 60")
    monkeypatch.setattr(wayback, "_START_SECONDS", 0.3)

    with pytest.raises(ArchiveError, match="does not start"), running_wayback(collection, 0):
        pass

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


needs_pywb = pytest.mark.skipif(
    not (shutil.which("wayback") or Path(sys.executable).with_name("wayback").exists()), reason="pywb is not installed"
)


@pytest.mark.slow
@needs_pywb
@pytest.mark.parametrize("stamp", ["20250305060000", "20250309060000"])
def test_pywb_shows_a_capture_and_its_revisit(collection: Collection, stamp: str) -> None:
    with (
        running_wayback(collection, 0) as (url, _),
        urllib.request.urlopen(f"{url}{stamp}id_/{ARTICLE}", timeout=20) as shown,
    ):
        body = shown.read()

    assert body == PAGE


@pytest.mark.slow
@needs_pywb
@pytest.mark.parametrize(("stamp", "url"), [("20250309060000", ARTICLE), ("20250310060000", COPY)])
def test_pywb_shows_a_page_that_a_304_and_a_copy_of_it_speak_of(tmp_path: Path, stamp: str, url: str) -> None:
    # A revisit with the 304 as its block is shown as an empty page, one without Refers-To-Target-URI gives 503.
    collection = Collection.create(tmp_path / "news")
    with WarcWriter(collection.warcs, info={"software": "tests"}, kept=lambda _: first) as writer:
        first = None
        first = writer.write(exchanged(ARTICLE, day(5), b"200 OK", PAGE))
        unchanged = writer.write(exchanged(ARTICLE, day(9), b"304 Not Modified", b""), not_modified_of=first)
        copy = writer.write(exchanged(COPY, day(10), b"200 OK", PAGE))
    merge(collection.index, (first, unchanged, copy))
    with (
        running_wayback(collection, 0) as (root, _),
        urllib.request.urlopen(f"{root}{stamp}id_/{url}", timeout=20) as shown,
    ):
        body = shown.read()

    assert [unchanged.mime, copy.mime] == ["warc/revisit", "warc/revisit"]
    assert (shown.status, body) == (200, PAGE)


POSTED = {
    "form": ("application/x-www-form-urlencoded", b"q=caff%C3%A8+nero&page=2&Q=A%26b"),
    "another form": ("application/x-www-form-urlencoded", b"q=te&page=2"),
    "parts": ("multipart/form-data; boundary=xYz", PARTS),
    "JSON": ("application/json", '{"id": 44.0, "no": null, "yes": true, "of": {"id": [1, "citt\u00e0"]}}'.encode()),
    "text": ("text/plain", b"ping"),
    "bytes": ("application/octet-stream", bytes(range(256)) * 20),
    "nothing": (None, b""),
}


@pytest.mark.slow
@needs_pywb
def test_pywb_finds_what_was_posted_by_method_and_body(tmp_path: Path) -> None:
    url = "http://portico.example/api?z=1"
    collection = Collection.create(tmp_path / "news")
    with WarcWriter(collection.warcs, info={"software": "tests"}) as writer:
        for name, (media_type, body) in POSTED.items():
            request = posted(media_type, body)
            one = exchanged(url, day(5), b"200 OK", name.encode())
            writer.write(replace(one, request=Spool.of(request)))
        writer.write(exchanged(url, day(5), b"200 OK", b"by GET"))
    index.build(collection)
    shown = {}
    with running_wayback(collection, 0) as (root, _):
        for name, (media_type, body) in POSTED.items():
            fields = {"Content-Type": media_type} if media_type else {"Content-Type": ""}
            asked = urllib.request.Request(f"{root}20250305060000id_/{url}", body, fields, method="POST")
            with urllib.request.urlopen(asked, timeout=20) as answer:
                shown[name] = answer.read().decode()
        with urllib.request.urlopen(f"{root}20250305060000id_/{url}", timeout=20) as answer:
            by_get = answer.read()

    assert shown == {name: name for name in POSTED}
    assert by_get == b"by GET"


def exchanged(url: str, at: datetime, status: bytes, body: bytes) -> Exchange:
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n"
    if body:
        head += b"Content-Length: %d\r\n" % len(body)
    return Exchange(url=url, request=None, response=Spool.of(head + b"\r\n" + body), captured_at=at)


@pytest.mark.slow
@needs_pywb
def test_the_command_prints_its_address_and_ends_cleanly_on_ctrl_c(collection: Collection) -> None:
    command = [sys.executable, "-m", "archive.cli", "replay", str(collection.root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        answered = urllib.request.urlopen(url, timeout=20).status
        process.send_signal(signal.SIGINT)
        code = process.wait(20)

    assert (answered, code) == (200, 0)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(url, timeout=5)
