"""``emeroteca list``: what a collection holds: articles by day, source, section; or captures."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.commands.export import DAY
from archive.commands.table import complain, print_table


@click.command(
    "list",
    epilog="\b\nExamples:\n  emeroteca list mynews --by day\n  emeroteca list mynews --section Economia --json",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--by", type=click.Choice(["day", "source", "section"]), help="Count instead of listing.")
@click.option("--source", "sources", multiple=True, help="Only this source (repeatable).")
@click.option("--section", "sections", multiple=True, help="Only this section (repeatable).")
@click.option("--language", "languages", multiple=True, help="Only this language (repeatable).")
@click.option("--from", "first_day", type=DAY, metavar="DAY", help="First day of publication, 2024-01-31.")
@click.option("--to", "last_day", type=DAY, metavar="DAY", help="Last day of publication.")
@click.option("--captures", is_flag=True, help="List captures (the CDXJ index) in place of articles.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(folder: Path, by: str | None, captures: bool, as_json: bool, **filters: Any) -> None:
    """List the articles of a collection (the newest revision of each), or its captures.

    The day is that of publication, or of capture where the page gives none; with --captures, of capture (UTC).
    """
    from archive.collection import Collection

    collection = Collection.open(folder)
    for name in ("section", "language"):
        if captures and (filters[f"{name}s"] or by == name):
            raise click.UsageError(f"a capture has no {name}; --captures goes with --source, --from and --to")
    rows = _captures(collection, filters) if captures else _articles(collection, filters)
    columns = (
        ["captured", "status", "mime", "url"] if captures else ["published", "source", "section", "headline", "url"]
    )
    if by is not None:
        counted = Counter(str(row[by] or "") for row in rows)
        columns = [by, "captures" if captures else "articles"]
        rows = iter([{by: name, columns[1]: number} for name, number in sorted(counted.items())])
    if as_json:
        import msgspec

        for row in rows:
            click.echo(msgspec.json.encode(row))
        return
    print_table(columns, ([_cell(row.get(name)) for name in columns] for row in rows))


def _articles(collection: Any, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from archive.store.articles import Selection, day_of, read_articles
    from archive.store.choice import Choice

    wanted = Selection(**filters)
    choice = Choice(wanted)
    newest: dict[str, dict[str, Any]] = {}
    for article in read_articles(collection, on_damage=_say_damaged):
        choice.meet(article)
        if not wanted.admits(article):
            continue
        known = newest.get(article.id)
        if known is None or (known["revision"] or 0) < (article.revision or 0):
            newest[article.id] = {
                "day": day_of(article),
                "published": article.published,
                "source": article.source,
                "section": article.section,
                "headline": article.headline,
                "url": article.url,
                "revision": article.revision,
                "authors": list(article.authors),
            }
    choice.check(collection)
    yield from sorted(newest.values(), key=lambda row: (row["published"] or "", row["url"]))


def _captures(collection: Any, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from archive.sources.catalogue import Catalogue
    from archive.store.choice import unknown
    from archive.warc.index import read_index

    catalogue = Catalogue.of_folder(collection.sources)
    seen = {source.id for source in catalogue.sources}
    sources, first_day, last_day = filters["sources"], filters["first_day"], filters["last_day"]

    def damaged(number: int, problem: ValueError) -> None:
        complain(f"emeroteca: {collection.index}: line {number}: {problem}; passed over")

    for capture in read_index(collection.index, on_damage=damaged):
        source = catalogue.find(capture.url).id
        seen.add(source)
        day = capture.captured_at.date().isoformat()
        if (sources and source not in sources) or not (first_day or day) <= day <= (last_day or day):
            continue
        yield {
            "captured": capture.captured_at.isoformat().replace("+00:00", "Z"),
            "day": day,
            "source": source,
            "section": None,
            "status": capture.status,
            "mime": capture.mime,
            "url": capture.url,
            "warc": capture.warc,
            "offset": capture.offset,
            "length": capture.length,
            "digest": capture.payload_digest,
        }
    for name in sources:
        if name not in seen:
            raise unknown("source", name, seen)


def _say_damaged(line: Any) -> None:
    complain(f"emeroteca: {line}; passed over")


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
