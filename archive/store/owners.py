"""Owners: whose article lines are now. A newspaper that was crawled before it got its profile has another id in them.

The lines keep the id they were written with until a rebuild; whoever counts by source asks here.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.sources.catalogue import Catalogue
from archive.store.runlog import COUNTS, DayCounts

if TYPE_CHECKING:
    from datetime import date

    from archive.collection import Collection

Owner = Callable[[str, str], str]
"""Takes the id that a line names and its URL; returns the id of the source whose it is now."""


def read_owners(collection: "Collection") -> Owner:
    """Return whose lines are, by the collection's profiles; profiles that cannot be read move none."""
    try:
        catalogue = Catalogue.of_folder(collection.sources)
    except ArchiveError:
        catalogue = Catalogue()
    profiles = {source.id for source in catalogue.sources}

    def owner(source: str, url: str) -> str:
        if source in profiles or not profiles:
            return source
        found = catalogue.find(url).id
        return found if found in profiles else source

    return owner


def joined_counts(
    counts: dict[str, dict["date", DayCounts]], moved: dict[str, str]
) -> dict[str, dict["date", DayCounts]]:
    """Return *counts* by source and day with those of each id that *moved* added to its new one's."""
    joined: dict[str, dict[date, DayCounts]] = defaultdict(dict)
    for source, days in counts.items():
        of = joined[moved.get(source, source)]
        for day, new in days.items():
            old = of.get(day)
            of[day] = new if old is None else _sum(old, new)
    return dict(joined)


def _sum(one: DayCounts, other: DayCounts) -> DayCounts:
    return DayCounts(day=one.day, **{name: getattr(one, name) + getattr(other, name) for name in COUNTS})
