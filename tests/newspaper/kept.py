"""What a collection came to know, to be laid beside what another one knows: lines and tables, rebuilt or crawled."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.collection import Collection
from archive.rebuild import rebuild

TABLES = ("articles", "article_urls", "article_numbers", "revisions", "events", "payloads")


def lines(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the article lines by revision; each parses, and no revision stands twice."""
    found = [
        json.loads(line)
        for path in sorted((folder / "articles").rglob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    by_revision = {line["revision_id"]: line for line in found}
    assert len(by_revision) == len(found)
    return by_revision


def tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of all tables that are read from the WARCs."""
    with closing(sqlite3.connect(folder / "state.sqlite")) as state, state:
        return {name: sorted(state.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in TABLES}


def rebuilt(folder: Path, to: Path) -> Path:
    """Make the collection again at *to* from nothing but its WARCs and profiles; return *to*."""
    to.mkdir()
    shutil.copy(folder / "collection.toml", to)
    for name in ("archive", "sources"):
        shutil.copytree(folder / name, to / name)
    rebuild(Collection.open(to), workers=0)
    return to


def otherwise(one: Path, other: Path) -> list[str]:
    """Return where two collections differ in their lines, index and tables; when they were read does not count."""
    found = []
    ours, theirs = lines(one), lines(other)
    for key in sorted({*ours, *theirs}):
        mine, yours = ours.get(key, {}), theirs.get(key, {})
        names = [n for n in {*mine, *yours} - {"extracted_at"} if mine.get(n) != yours.get(n)]
        if names:
            found.append(f"{key}: {', '.join(sorted(names))}")
    mine_of, yours_of = tables(one), tables(other)
    for name in TABLES:
        found += [f"{name}: {row} in one alone" for row in {*mine_of[name]} ^ {*yours_of[name]}]
    if (one / "indexes/index.cdxj").read_bytes() != (other / "indexes/index.cdxj").read_bytes():
        found.append("the indexes differ")
    return found
