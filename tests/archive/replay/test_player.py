"""ReplayWeb.page from the user's folder: what is served, in which parts, and what is refused."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.replay.player import Player, PlayerServer, asked_range

WACZ = bytes(range(256)) * 40


@pytest.fixture
def player(tmp_path: Path) -> Player:
    folder = tmp_path / "package"
    folder.mkdir()
    for name in ("ui.js", "sw.js"):
        (folder / name).write_text(f"// {name}")
    (tmp_path / "secret.js").write_text("// not the player's")
    (tmp_path / "my news.wacz").write_bytes(WACZ)
    return Player.of(folder, tmp_path / "my news.wacz", "My <news>")


@pytest.fixture
def server(player: Player) -> Iterator[PlayerServer]:
    with PlayerServer(player, 0) as running:
        yield running


def ask(server: PlayerServer, path: str, method: str = "GET", **fields: str) -> tuple[http.client.HTTPResponse, bytes]:
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=5)
    connection.request(method, path, headers=fields)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_the_page_embeds_the_file_under_its_own_name(server: PlayerServer) -> None:
    body = ask(server, "/")[1].decode()

    assert 'source="/my%20news.wacz"' in body
    assert "<title>My &lt;news&gt;</title>" in body


def test_the_player_is_served_unchanged_from_its_folder(server: PlayerServer) -> None:
    response, body = ask(server, "/replay/sw.js?stats=1")

    assert (response.status, body) == (200, b"// sw.js")
    assert response.getheader("Content-Type") == "text/javascript; charset=utf-8"


def test_a_part_of_the_file_is_answered_as_a_part(server: PlayerServer) -> None:
    response, body = ask(server, "/my%20news.wacz", Range="bytes=100-199")

    assert (response.status, body) == (206, WACZ[100:200])
    assert response.getheader("Content-Range") == f"bytes 100-199/{len(WACZ)}"


def test_a_part_that_is_the_whole_is_a_part_all_the_same(server: PlayerServer) -> None:
    response, body = ask(server, "/my%20news.wacz", Range="bytes=0-")

    assert (response.status, len(body)) == (206, len(WACZ))


def test_without_a_range_the_whole_is_sent(server: PlayerServer) -> None:
    response, body = ask(server, "/my%20news.wacz")

    assert (response.status, body) == (200, WACZ)
    assert response.getheader("Accept-Ranges") == "bytes"


def test_a_part_behind_the_end_is_refused_with_the_size(server: PlayerServer) -> None:
    response, _ = ask(server, "/my%20news.wacz", Range="bytes=99999-")

    assert response.status == 416
    assert response.getheader("Content-Range") == f"bytes */{len(WACZ)}"


def test_head_tells_the_size_alone(server: PlayerServer) -> None:
    response, body = ask(server, "/my%20news.wacz", "HEAD")

    assert (response.getheader("Content-Length"), body) == (str(len(WACZ)), b"")


@pytest.mark.parametrize("path", ["/replay/../secret.js", "/replay/%2e%2e/secret.js", "/secret.js", "/replay/", "/etc"])
def test_nothing_outside_of_the_player_is_served(server: PlayerServer, path: str) -> None:
    assert ask(server, path)[0].status == 404


@pytest.mark.parametrize(
    ("field", "part"),
    [
        (None, None),
        ("bytes=0-9", (0, 9)),
        ("bytes=90-", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-1000", (0, 99)),
        ("bytes=95-1000", (95, 99)),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=1-2", None),
    ],
)
def test_ranges_are_read_as_the_standard_says(field: str | None, part: tuple[int, int] | None) -> None:
    assert asked_range(field, 100) == part


@pytest.mark.parametrize("field", ["bytes=100-", "bytes=-0"])
def test_ranges_outside_are_an_error(field: str) -> None:
    with pytest.raises(ValueError, match="outside of 100 bytes"):
        asked_range(field, 100)


def test_a_folder_without_the_player_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="npm pack replaywebpage"):
        Player.of(tmp_path, tmp_path / "x.wacz", "x")


def test_a_missing_file_says_how_to_make_it(player: Player, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="emeroteca pack"):
        Player.of(player.folder, tmp_path / "none.wacz", "x")


def test_a_port_that_is_taken_is_one_clear_error(server: PlayerServer, player: Player) -> None:
    port = int(server.url.rstrip("/").rpartition(":")[2])

    with pytest.raises(UsageError, match=f"--port {port}: cannot listen there"):
        PlayerServer(player, port)
