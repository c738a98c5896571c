"""``emeroteca replay``: look at a collection in the browser."""

import os
import signal
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.table import printable

if TYPE_CHECKING:
    from archive.collection import Collection

_POLL_SECONDS = 0.5


@click.command(
    epilog="\b\nExamples:\n  emeroteca replay mynews\n  emeroteca replay mynews --player ./package --wacz mynews.wacz"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="0 takes a free one.")
@click.option(
    "--player", type=click.Path(path_type=Path), help="Folder of ReplayWeb.page; shows a WACZ, needs no pywb."
)
@click.option("--wacz", type=click.Path(path_type=Path), help="With --player: this file.  [default: packed as needed]")
def replay(folder: Path, port: int, player: Path | None, wacz: Path | None) -> None:
    """Look at a collection in the browser, as it was captured. Ends by Ctrl-C.

    pywb reads the folders in place: nothing is copied, nothing fetched, and only this machine can ask it. It is an
    extra (pip install 'emeroteca[replay]'), or any pywb on the PATH.
    """
    from archive.collection import Collection
    from archive.errors import UsageError
    from archive.wacz.pack import bring_index_up_to_date

    if wacz is not None and player is None:
        raise UsageError("--wacz goes with --player FOLDER; pywb shows the collection's folders in place")
    collection = Collection.open(folder)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if player is not None:
        _play(collection, player, wacz, port, ended)
        return
    from archive.errors import ArchiveError, CollectionLocked
    from archive.replay.wayback import find_wayback, running_wayback

    find_wayback()  # said before the index is made
    try:
        bring_index_up_to_date(collection)
    except CollectionLocked:
        click.echo("A run is under way: what it has fetched is shown when it has ended.", err=True)
    with running_wayback(collection, port) as (url, process):
        click.echo(url)
        newest = _newest_article(collection)
        if newest:
            click.echo(f"the newest article: {url}{printable(newest)}", err=True)
        click.echo("Ctrl-C ends it.", err=True)
        while not ended.wait(_POLL_SECONDS):
            if process.poll() is not None:
                raise ArchiveError(f"pywb ended by itself (exit {process.returncode})")


def _play(collection: "Collection", folder: Path, wacz: Path | None, port: int, ended: threading.Event) -> None:
    from archive.replay.player import Player, PlayerServer

    Player.of(folder, folder / "sw.js", "")  # a wrong folder is said before anything is packed
    with ExitStack() as stack:
        player = Player.of(folder, wacz or _current_wacz(collection, stack), collection.name)
        server = stack.enter_context(PlayerServer(player, port))
        click.echo(server.url)
        click.echo("Ctrl-C ends it.", err=True)
        ended.wait()


def _current_wacz(collection: "Collection", stack: ExitStack) -> Path:
    """Return the WACZ of the whole collection, packed now where it is missing or older than WARCs or index.

    Of a collection that cannot be written it lies in a folder that goes with *stack*.
    """
    from archive.wacz.pack import pack

    path = collection.wacz / "replay.wacz"
    # A rebuild writes the index anew, and with it the articles that the player lists.
    index = collection.index
    newest = max(collection.newest_ns(), index.stat().st_mtime_ns if index.exists() else 0)
    if path.exists() and path.stat().st_mtime_ns >= newest:
        click.echo(f"{path} is up to date.", err=True)
        return path
    if not os.access(collection.wacz if collection.wacz.exists() else collection.root, os.W_OK):
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="emeroteca-"))) / path.name
    size = sum(warc.stat().st_size for warc in collection.sealed()) / 1e6
    click.echo(f"packing the whole collection ({size:.1f} MB) into {path} ...", err=True)
    pack(collection, path, created_at=datetime.now(UTC))
    return path


def _newest_article(collection: "Collection") -> str | None:
    """Return timestamp and URL of the article line that was written last, as pywb's addresses have them."""
    from archive.store.articles import article_files, decode_line, read_lines

    files = sorted(article_files(collection), key=lambda path: path.name)
    last = None
    for _, line in read_lines(files[-1]) if files else ():
        last = line
    if last is None:
        return None
    try:
        article = decode_line(last)
    except ValueError:
        return None
    stamp = "".join(c for c in (article.capture_time or "")[:19] if c.isdigit())
    return f"{stamp}/{article.url}"
