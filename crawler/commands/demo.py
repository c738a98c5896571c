"""``emeroteca demo``: serve a small newspaper on loopback, crawl it, show what came out."""

from pathlib import Path
from typing import Any

import click

_PORT = 8421
"""Tried first: a second demo then finds its newspaper where it was, and has nothing new to fetch."""


@click.command(epilog="\b\nExamples:\n  emeroteca demo\n  emeroteca demo --collection /tmp/portico --keep-serving")
@click.option(
    "--collection",
    "folder",
    default="./emeroteca-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder; made if missing.",
)
@click.option("--keep-serving", is_flag=True, help="Leave the newspaper up until Ctrl-C, to look at or crawl again.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the newspaper.  [default: 8421, or a free one]")
def demo(folder: Path, keep_serving: bool, port: int | None) -> int:
    """See it work, offline, in seconds: a small newspaper on loopback, crawled by the very code of ``crawl``.

    Il Portico has five sections in three languages, five layouts from JSON-LD to tables in ISO-8859-15, and what
    newspapers have around their articles: menus, related links, a cookie bar, a login, a dead link, a moved page.
    """
    from crawler.commands.crawl import crawl_and_tell, crawl_settings
    from crawler.demo.content import Content

    with _serving(port) as newspaper:
        targets = [newspaper.url + section.path for section in Content.load().sections]
        options: dict[str, Any] = {
            "allow_network": (f"{newspaper.host}/32:{newspaper.port}",),
            "concurrency": 8,
            "delay": 0.0,
            "requisites": "all",
        }
        click.echo(f"Il Portico, a newspaper of 28 articles, is served at {newspaper.url}/", err=True)
        code = crawl_and_tell(targets, folder, crawl_settings(options, quiet=False), options, quiet=False)
        if code == 0:
            _show(folder)
        if keep_serving and code == 0:
            click.echo(f"\nStill serving {newspaper.url}/ - press Ctrl-C to end.", err=True)
            _wait()
    return code


def _serving(port: int | None) -> Any:
    """Return the running newspaper, on *port* or, where none is asked for, on the usual one or any free one."""
    from archive.errors import UsageError
    from crawler.demo.server import serve

    try:
        return serve(port=_PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise UsageError(f"--port {port}: cannot listen there ({error.strerror})") from error
        return serve()


def _show(folder: Path) -> None:
    """Print the articles as a table, where everything lies, and what to try next."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from archive.collection import Collection
    from archive.commands.table import printable
    from archive.store.articles import article_files, read_articles

    collection = Collection.open(folder)
    newest = {article.id: article for article in read_articles(collection)}
    table = Table(title="\nArticles", title_justify="left", header_style="bold")
    for name, options in _COLUMNS.items():
        table.add_column(name, **options)
    for article in sorted(newest.values(), key=lambda a: (a.published or "", a.url), reverse=True):
        authors = ", ".join(article.authors) or article.agency
        cells = ((article.published or "")[:16].replace("T", " "), article.section, article.headline, authors)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 120
    console.print(table)
    files = article_files(collection)
    warcs = collection.sealed()
    rows = (
        ("WARC", warcs[-1] if warcs else collection.warcs, f"{len(warcs)} file(s): every exchange, byte for byte"),
        ("index", collection.index, "CDXJ, sorted: which address was captured when, and where it lies"),
        ("JSON", files[-1] if files else collection.articles, f"{len(newest)} articles, one a line"),
    )
    console.print("\nWhere it lies", style="italic")
    for kind, path, note in rows:
        # Not in a table: a path that is broken over two lines cannot be copied.
        click.echo(f"  {kind:<5}  {path}\n         {note}")
    console.print("\nTry next", style="italic")
    for line in next_steps(folder):
        click.echo(f"  {line}")


def next_steps(folder: Path) -> list[str]:
    """Return commands to try on the collection in *folder*, as they can be pasted here."""
    import shlex
    import shutil
    import sys

    from archive.errors import UsageError
    from archive.replay.wayback import find_wayback

    called = sys.argv[0]
    # In a virtual environment that is not activated the bare name is not found.
    bare = shutil.which("emeroteca") is not None or Path(called).name != "emeroteca"
    program, where = "emeroteca" if bare else shlex.quote(called), shlex.quote(str(folder))
    try:
        find_wayback()
        needs = ""
    except UsageError:
        needs = "   # needs pywb: pip install 'emeroteca[replay]'"
    return [f"{program} list {where} --by section", f"{program} check {where}", f"{program} replay {where}{needs}"]


_COLUMNS: dict[str, dict[str, Any]] = {
    "published": {"no_wrap": True},
    "section": {},
    "headline": {"ratio": 1, "overflow": "fold"},
    "authors": {"overflow": "fold"},
}


def _wait() -> None:
    """Return when the user presses Ctrl-C (or the process is asked to end)."""
    import signal
    import threading

    ended = threading.Event()
    # The crawl left its own handlers, which speak to a reactor that has ended.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
