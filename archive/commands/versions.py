"""``emeroteca versions``: the revisions of one article, each with its exact capture."""

from pathlib import Path

import click

from archive.commands.named import OfOneUrl, opened


@click.command(
    cls=OfOneUrl, epilog="\b\nExample:\n  emeroteca versions https://www.example.org/news/a-1 --collection mynews"
)
@click.argument("url", metavar="URL")
@click.option("--collection", "folder", default=".", show_default=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def versions(url: str, folder: Path, as_json: bool) -> None:
    """List the revisions of the article at URL: when, what changed, and where its capture lies."""
    import msgspec

    from archive.store.revisions import chronicle_of, revisions_of

    collection = opened(folder)
    found = revisions_of(collection, url)
    known = chronicle_of(collection, found[0].id)
    rows = [
        {
            "revision": a.revision,
            "capture_time": a.capture_time,
            "last_seen": known.last_seen.get(a.revision or 0, a.last_seen),
            "changed": list(known.changed.get(a.revision or 0, ())),
            "headline": a.headline,
            "modified": a.modified,
            "warc_file": a.warc_file,
            "warc_offset": a.warc_offset,
            "warc_record_id": a.warc_record_id,
        }
        for a in found
    ]
    if as_json:
        for row in rows:
            click.echo(msgspec.json.encode(row))
        return
    from archive.commands.table import print_table, printable

    print_table(
        ["rev", "captured", "last seen", "changed", "headline", "WARC", "offset"],
        [
            [
                str(r["revision"]),
                str(r["capture_time"])[:19],
                str(r["last_seen"])[:19],
                ", ".join(known.changed.get(int(str(r["revision"])), ())),
                str(r["headline"]),
                str(r["warc_file"]),
                str(r["warc_offset"]),
            ]
            for r in rows
        ],
        title=found[-1].url,
    )
    for at, kind, detail in known.events:
        click.echo(f"{at[:19]}  {kind}{f'  {printable(detail)}' if detail else ''}")
