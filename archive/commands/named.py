"""The collection of commands that are about one URL: named by ``--collection``, not by a second argument."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.collection import Collection


class OfOneUrl(click.Command):
    """A command whose one argument is a URL: to who writes DIR before or behind it is told where DIR goes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Looked at first: the parser takes them out of the list.
        as_two = len([one for one in args if not one.startswith("-")]) == len(args) == 2
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if not as_two:
                raise
            raise click.UsageError(f"{error.message}; the collection is named by --collection DIR", ctx) from error


def opened(folder: Path) -> "Collection":
    """Return the collection in *folder*; raises CollectionError where there is none, or none was named."""
    from archive.collection import Collection
    from archive.errors import CollectionError

    if folder == Path() and not (folder / "collection.toml").exists():
        raise CollectionError(folder, "not a collection (no collection.toml); name one: --collection DIR")
    return Collection.open(folder)
