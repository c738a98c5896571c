"""``emeroteca sources``: show, check, learn and draft source profiles."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from archive.commands.table import complain, print_table, printable

_ENTRY_POINTS = "emeroteca.sources"
# Drafting a profile looks at URLs as the crawler does, so that command lives there; it hangs itself in.
_CRAWLER_HELP = {"new": "Draft a profile from a URL and what was captured of it."}


class SourcesGroup(click.Group):
    """The subcommands of ``sources``; the crawler's ones are loaded only when named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *_CRAWLER_HELP])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        for entry in entry_points(group=_ENTRY_POINTS, name=cmd_name):
            command: Any = entry.load()
            return command if isinstance(command, click.Command) else None
        return None


@click.group(cls=SourcesGroup, epilog="\b\nExample:\n  emeroteca sources check mynews/sources/gazzetta.toml")
def sources() -> None:
    """Source profiles: a newspaper as data, in TOML. docs/add-a-source.md explains every key."""


@sources.command("list", epilog="\b\nExample:\n  emeroteca sources list mynews --json")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(folder: Path | None, as_json: bool) -> None:
    """List the profiles of a collection (DIR), or of a plain folder of profiles."""
    from archive.sources.catalogue import LEARNED_FOLDER, load_folder

    where = _profiles_folder(folder or Path())
    rows: list[dict[str, Any]] = [
        {
            "id": source.id,
            "name": source.name,
            "hosts": list(source.hosts),
            "seeds": [seed.url for seed in source.seeds],
            "language": source.language,
            "zone": source.zone,
            "rules": len(source.rules),
            "learned": len(source.learned),
            "profile_hash": source.fingerprint(),
        }
        for source in load_folder(where)
    ]
    if as_json:
        import msgspec

        for row in rows:
            click.echo(msgspec.json.encode(row))
        return
    columns = ("id", "name", "hosts", "seeds", "language", "zone", "rules", "learned")
    print_table(columns, [[_cell(row[name]) for name in columns] for row in rows])
    if not rows:
        click.echo(f"no profiles in {where} (learned furniture lies in {where / LEARNED_FOLDER})", err=True)


@sources.command(epilog="\b\nExample:\n  emeroteca sources check gazzetta.toml mynews/archive/*.warc.gz")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("warcs", metavar="[WARC]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The whole check as one JSON object.")
def check(file: Path, warcs: tuple[Path, ...], as_json: bool) -> int:
    """Check a profile: its keys and values; with WARC files (or a collection), how it reads their pages.

    For every field: on how many articles the profile's reading has a value, on how many the reading without a
    profile, and what differs. For every selector: on how many articles of its days it still finds something. Then
    the articles that its URL rules would miss. Exit code 1 where a selector finds nothing any more, or articles
    would be missed.
    """
    from archive.errors import UsageError
    from archive.sources.catalogue import load_profile

    if file.is_dir():
        raise UsageError(f"{file}: is a folder; name a profile: {_profiles_folder(file)}/NAME.toml")
    source = load_profile(file)
    if not warcs:
        click.echo(f"{file}: {source.id}: {len(source.seeds)} seeds, {len(source.rules)} rules; no fault")
        return 0
    from archive.survey import check_profile

    done = check_profile(source, _warc_files(warcs), complain)
    faulty = bool(done.not_allowed) or any(rule.pages and not rule.matched for rule in done.rules)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(done))
        return int(faulty)
    _print_check(done)
    return int(faulty)


def _print_check(done: Any) -> None:
    click.echo(f"{done.pages} pages of the profile's hosts, {done.articles} of them articles")
    if not done.articles:
        return
    print_table(
        ("field", "filled", "generic", "differs"),
        [(f.name, _share(f.filled, done), _share(f.filled_generic, done), str(f.differing)) for f in done.fields],
    )
    for field in done.fields:
        for url, ours, generic in field.examples:
            click.echo(f"{field.name}: {printable(ours)!r} here, {printable(generic)!r} without: {printable(url)}")
    for rule in done.rules:
        if rule.matched < rule.pages:
            lost = "finds nothing any more" if not rule.matched else f"finds something on {rule.matched}"
            click.echo(f"rule {rule.field} {rule.selector!r}: {lost} (of {rule.pages} articles)")
    for title, urls in (("would be missed", done.not_allowed), ("no article, though its URL passes", done.no_articles)):
        for url in urls[:20]:
            click.echo(f"{title}: {printable(url)}")
        if len(urls) > 20:
            click.echo(f"{title}: and {len(urls) - 20} more")


@sources.command(epilog="\b\nExample:\n  emeroteca sources learn mynews")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--min-pages", default=5, show_default=True, type=click.IntRange(2), help="Articles a line must stand on."
)
@click.option("--share", default=0.3, show_default=True, type=click.FloatRange(0.01, 1), help="Of a host's articles.")
@click.option("--show", is_flag=True, help="Print what would be learned, write nothing.")
def learn(folder: Path, min_pages: int, share: float, show: bool) -> None:
    """Learn page furniture from a collection's captures: lines that stand on many articles of one host.

    Written to DIR/sources/learned/HOST.json, a file one can read and edit. Articles say by their profile_hash with
    which furniture they were read; `emeroteca rebuild DIR` reads all pages anew with what was learned.
    """
    from archive.collection import Collection
    from archive.sources.catalogue import LEARNED_FOLDER, Catalogue
    from archive.sources.learned import write_learned
    from archive.survey import learn_furniture

    collection = Collection.open(folder)
    catalogue = Catalogue.of_folder(collection.sources)
    learned = learn_furniture(collection.sealed(), catalogue, complain, min_pages=min_pages, share=share)
    rows = []
    for host, found in learned.items():
        if found.lines and not show:
            write_learned(collection.sources / LEARNED_FOLDER, found)
        if show:
            rows += [(host, str(number), line) for line, number in found.lines.items()]
        else:
            rows.append((host, str(found.pages), str(len(found.lines))))
    print_table(("host", "articles", "line") if show else ("host", "articles", "lines learned"), rows)


def _share(number: int, done: Any) -> str:
    return f"{number} ({100 * number // max(1, done.articles)} %)"


def _cell(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _profiles_folder(folder: Path) -> Path:
    from archive.errors import UsageError

    if not folder.is_dir():
        if folder.exists():
            way_out = f"`emeroteca sources check {folder}` reads one profile"
            raise UsageError(f"{folder}: is a file; name the folder it lies in ({way_out})")
        raise UsageError(f"{folder}: no such folder")
    return folder / "sources" if (folder / "collection.toml").is_file() else folder


def _warc_files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the WARC files that *paths* name; a collection names all of its sealed ones."""
    from archive.collection import Collection
    from archive.errors import UsageError

    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += Collection.open(path).sealed()
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"{path}: no such file")
    return files
