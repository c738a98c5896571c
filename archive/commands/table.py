"""Tables on stdout: drawn by Rich on a terminal, plain columns into a pipe. Archived text cannot steer the terminal."""

from collections.abc import Iterable, Sequence

import click


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
    """Print *rows* under *columns*; into a pipe, tabs between cells and no drawing, for ``cut`` and ``awk``."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False, highlight=False)
    if not console.is_terminal:
        for row in (columns, *rows):
            print("\t".join(printable(cell) for cell in row))  # noqa: T201 (data goes to stdout)
        return
    table = Table(title=Text(printable(title)) if title else None, title_justify="left", header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def complain(line: object) -> None:
    """Say on stderr what is wrong, on one line: it may name what a page, a server or a WARC says."""
    click.echo(printable(str(line)), err=True)


def printable(text: str | None) -> str:
    """Return *text* with everything that could steer a terminal or break a line made visible or a blank."""
    folded = " ".join((text or "").split())
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in folded)
