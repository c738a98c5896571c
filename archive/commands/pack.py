"""``emeroteca pack``: a collection, or one newspaper's month, as a WACZ file."""

import calendar
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.stopping import stoppable
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.wacz.excerpt import Wanted


@click.command(
    epilog=(
        "\b\nExamples:\n"
        "  emeroteca pack mynews --output mynews.wacz\n"
        "  emeroteca pack mynews --source example.org --month 2025-03"
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file.  [default: in DIR/wacz/]")
@click.option("--source", "sources", multiple=True, help="Only this source (repeatable).")
@click.option("--month", metavar="YYYY-MM", help="Only what was captured in this month (UTC).")
@click.option("--from", "first", metavar="YYYY-MM-DD", help="First day of capture (UTC).")
@click.option("--to", "last", metavar="YYYY-MM-DD", help="Last day of capture (UTC).")
@click.option("--title", help="Shown by players.  [default: the collection's name, source, month]")
@click.option("--description", help="Shown by players.")
@click.option("--json", "as_json", is_flag=True, help="Print what was packed as JSON.")
@stoppable("pack: stopped; no file was made")
def pack(
    folder: Path,
    output: Path | None,
    sources: tuple[str, ...],
    month: str | None,
    first: str | None,
    last: str | None,
    title: str | None,
    description: str | None,
    as_json: bool,
) -> None:
    """Pack a collection as WACZ: one file with WARCs, index and pages, that ReplayWeb.page opens and searches.

    Records are copied byte for byte. With a choice of source or days, pictures, style sheets and scripts that the
    pages need come along, even where they were captured on another day.
    """
    from archive.collection import Collection
    from archive.wacz.pack import pack as write_wacz

    collection = Collection.open(folder)
    wanted = _wanted(sources, month, first, last)
    label = "-".join((*sources, month or "-to-".join(day for day in (first, last) if day)))
    path = output or collection.wacz / f"{_plain('-'.join(filter(None, (collection.name, label))))}.wacz"
    if path.suffix != ".wacz":
        raise UsageError(f"{path}: the file needs the ending .wacz, or players will not know it")
    packed = write_wacz(
        collection,
        path,
        wanted,
        created_at=datetime.now(UTC),
        title=title or " ".join(filter(None, (collection.name, label))),
        description=description,
    )
    if as_json:
        import msgspec

        facts = {name: getattr(packed, name) for name in ("articles", "other_pages", "captures", "warcs", "size_bytes")}
        click.echo(msgspec.json.encode({"path": str(packed.path)} | facts))
        return
    click.echo(
        f"pack: {packed.path}, {packed.articles} articles with text, {packed.other_pages} other pages, "
        f"{packed.captures} captures, {packed.size_bytes / 1e6:.1f} MB"
    )


def _wanted(sources: tuple[str, ...], month: str | None, first: str | None, last: str | None) -> "Wanted":
    from archive.wacz.excerpt import Wanted

    if month is None:
        first_day, last_day = _day("--from", first), _day("--to", last)
        if first_day and last_day and last_day < first_day:
            raise UsageError(f"--to {last} lies before --from {first}")
        return Wanted(sources=sources, first_day=first_day, last_day=last_day)
    if first or last:
        raise UsageError("--month and --from/--to exclude each other")
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if found is None or found[1] == "0000":
        raise UsageError(f"--month {month}: write YYYY-MM, as 2025-03")
    year, number = int(found[1]), int(found[2])
    days = calendar.monthrange(year, number)[1]
    return Wanted(sources=sources, first_day=date(year, number, 1), last_day=date(year, number, days))


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: write YYYY-MM-DD, as 2025-03-31") from None


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "collection"
