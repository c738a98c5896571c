"""``emeroteca sources new``: a profile drafted from what was captured of a site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.errors import StorageError, UsageError


@click.command(
    epilog="\b\nExample:\n  emeroteca sources new https://www.giornale.example/ --collection mynews > giornale.toml"
)
@click.argument("url", metavar="URL")
@click.option("--collection", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Look at its captures.")
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write there; never over a file.")
def new(url: str, folder: Path | None, output: Path | None) -> None:
    """Draft a profile for the site of URL: its sections, feeds, article URLs, language, from pages captured of it.

    Nothing is fetched: crawl the site first (`emeroteca crawl URL --collection DIR`), which needs no profile.
    Without a collection, a bare draft with the URL as its section.
    """
    from archive.sources.checks import url_problem
    from crawler.discovery.draft import draft_profile

    if problem := url_problem(url, ()):
        raise UsageError(problem)
    draft = draft_profile(url, _pages(folder) if folder else ())
    if folder and not draft.pages:
        raise UsageError(f"{folder}: holds no page of the site of {url}; `emeroteca crawl {url} --collection {folder}`")
    if output is None:
        click.echo(draft.toml(), nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(draft.toml())
    except FileExistsError:
        raise UsageError(f"{output}: exists; name another file") from None
    except OSError as error:
        raise StorageError(output, f"cannot be written ({error.strerror})") from None
    click.echo(f"{output}: drafted from {draft.pages} pages, {draft.articles} of them articles", err=True)


def _pages(folder: Path) -> Iterator[Any]:
    from archive.collection import Collection
    from archive.commands.table import complain
    from archive.survey import read_pages

    return read_pages(Collection.open(folder).sealed(), complain)
