"""Crawl the living newspaper over simulated days, with the very command, and tell what it got wrong. Then rebuild.

::

    python -m tests.newspaper.simulate --days 30 --every 6 --collection /tmp/lived

Each harvest is a process of its own whose clock is set to the newspaper's (time-machine), as cron would start it.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archive.collection import Collection
from archive.store.articles import read_articles
from archive.store.state import State
from tests.newspaper.kept import otherwise, rebuilt
from tests.newspaper.living import Living

_CHILD = """
import json, sys, time_machine
from datetime import datetime
with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
    from archive.cli import main
    main(json.loads(sys.argv[2]))
"""
_LOOPBACK = ("--delay", "0", "--concurrency", "4", "--workers", "1", "--quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """One run of ``emeroteca crawl``."""

    exit_code: int
    summary: str
    requests: int
    conditional: int


def harvest(paper: Living, collection: Path, *targets: str) -> Harvest:
    """Run ``emeroteca crawl`` at the newspaper's time; no target means all that is due."""
    network = f"127.0.0.1/32:{paper.url.rpartition(':')[2]}"
    arguments = ["crawl", *targets, "--collection", str(collection), *_LOOPBACK, "--allow-network", network]
    before = len(paper.looks())
    command = [sys.executable, "-c", _CHILD, paper.clock.now.isoformat(), json.dumps(arguments)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    looks = paper.looks()[before:]
    return Harvest(
        exit_code=run.returncode,
        summary=(run.stdout.strip() or run.stderr.strip()).rpartition("\n")[2],
        requests=len(looks),
        conditional=sum(look.conditional for look in looks),
    )


def differences(paper: Living, collection: Path) -> Iterator[str]:
    """Yield what the collection knows otherwise than its looks have to give: articles, revisions, events."""
    opened = Collection.open(collection)
    due = paper.expected()
    texts: Counter[int | str] = Counter(_number(article.url) for article in read_articles(opened))
    for number in sorted({*due, *texts}, key=str):
        wanted = len(due[number].texts) if isinstance(number, int) and number in due else 0
        if texts[number] != wanted:
            yield f"{number}: {texts[number]} revisions, {wanted} expected"
    events: Counter[tuple[int | str, str]] = Counter()
    with State(opened.state) as state:
        for url, kind in state.read("SELECT url, kind FROM events", []):
            events[_number(url), kind] += 1
    told: Counter[tuple[int | str, str]] = Counter((n, kind) for n, one in due.items() for kind, _ in one.events)
    for key in sorted({*events, *told}, key=str):
        # A look at an old address tells again that the article has moved; the newspaper counts it once.
        if bool(events[key]) != bool(told[key]):
            yield f"{key[0]}: event {key[1]} {events[key]} times, {told[key]} expected"


def looks_after(paper: Living, number: int) -> list[float]:
    """Return the ages of article *number*, in hours since it was first asked for, at which it was asked for again."""
    at = [look.at for look in paper.looks() if look.article == number]
    return [(moment - at[0]).total_seconds() / 3600 for moment in at[1:]]


def _number(url: str) -> int | str:
    digits = url.rpartition("-")[2].removesuffix(".html")
    return int(digits) if digits.isdigit() else url


def main() -> int:
    """Simulate, and print one line a harvest and one a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--every", type=float, default=6, help="hours between harvests")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--collection", type=Path, required=True)
    asked = parser.parse_args()
    with Living(days=asked.days, seed=asked.seed) as paper:
        end = paper.clock.now + timedelta(days=asked.days)
        targets = paper.sections
        while paper.clock.now < end:
            one = harvest(paper, asked.collection, *targets)
            targets = ()
            print(
                f"{paper.clock.now:%d %b %H:%M}  exit {one.exit_code}  {one.requests:3} asked, "
                f"{one.conditional:3} conditionally  {one.summary}",
                flush=True,
            )
            paper.clock.advance(hours=asked.every)
        wrong = list(differences(paper, asked.collection))
        again = asked.collection.with_name(f"{asked.collection.name}-rebuilt")
        wrong += [
            f"rebuilt otherwise: {line}" for line in otherwise(asked.collection, rebuilt(asked.collection, again))
        ]
        due = paper.expected()
        print(
            f"{len(due)} articles, {sum(len(e.texts) for e in due.values())} revisions, "
            f"{sum(len(e.events) for e in due.values())} events expected; {len(wrong)} differences"
        )
        print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
