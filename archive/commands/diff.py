"""``emeroteca diff``: what changed between two revisions of an article, word by word."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.named import OfOneUrl, opened
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.store.difference import Piece


@click.command(
    cls=OfOneUrl,
    epilog="\b\nExample:\n  emeroteca diff https://www.example.org/news/a-1 --collection mynews --html edits.html",
)
@click.argument("url", metavar="URL")
@click.option("--collection", "folder", default=".", show_default=True, type=click.Path(path_type=Path))
@click.option("--from", "older", type=click.IntRange(1), help="Revision to start from.  [default: the one before]")
@click.option("--to", "newer", type=click.IntRange(1), help="Revision to end at.  [default: the newest]")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page one can send.")
@click.option("--json", "as_json", is_flag=True, help="The pieces as JSON.")
def diff(url: str, folder: Path, older: int | None, newer: int | None, page: Path | None, as_json: bool) -> None:
    """Show what changed between two revisions of the article at URL.

    On a terminal in colour; into a pipe [-words taken out-] and {+words put in+}, as wdiff writes them.
    """
    import msgspec

    from archive.store.difference import as_html, difference
    from archive.store.revisions import revisions_of
    from archive.whole import put

    found = {a.revision: a for a in revisions_of(opened(folder), url)}
    to = newer if newer is not None else max(r or 0 for r in found)
    since = older if older is not None else to - 1
    for number in (since, to):
        if number not in found:
            if len(found) == 1:
                raise UsageError(f"{url}: there is one revision only so far, so nothing to compare")
            raise UsageError(f"{url}: no revision {number}; there are 1 to {max(r or 0 for r in found)}")
    pieces = difference(found[since], found[to])
    if page is not None:
        put(page, as_html(found[since], found[to], pieces).encode())
        click.echo(f"written: {page}", err=True)
        return
    if as_json:
        click.echo(msgspec.json.encode(pieces))
        return
    colour = sys.stdout.isatty()
    for one in pieces:
        # Struck out and put in stand side by side: without strokes, a blank between them tells them apart.
        line = "".join(
            (" " if colour and piece.sign == "in" and before == "out" else "") + _shown(piece, colour=colour)
            for before, piece in zip(("", *(p.sign for p in one.pieces)), one.pieces, strict=False)
        )
        click.echo(f"{one.field}: {line}" if one.field != "text" else line)
        click.echo()


def _shown(piece: "Piece", *, colour: bool) -> str:
    from archive.commands.table import printable

    text = printable(piece.text)
    # A blank at either end parts the words of two pieces; there is one where there are many.
    text = " " * piece.text[:1].isspace() + text + " " * bool(text and piece.text[-1:].isspace())
    if piece.sign == "same":
        return text
    if not colour:
        return f"[-{text}-]" if piece.sign == "out" else f"{{+{text}+}}"
    if piece.sign == "out":
        return click.style(text, fg="red", strikethrough=True)
    return click.style(text, fg="green")
