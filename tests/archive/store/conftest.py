"""Collections that several tests read; none of them writes into one."""

import pytest

from archive.collection import Collection
from tests.archive.store.newsroom import keep, made_up, with_edits


@pytest.fixture(scope="session")
def bare_then_full(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection whose first 1,000 rows (in the order of a dump) are null in each optional column."""
    early = (made_up(number, bare=True, words=40) for number in range(1_000))
    late = with_edits(made_up(number, words=40) for number in range(1_000, 1_200))
    # Bare articles are of the day of their capture; the full ones come half a year later.
    return keep(tmp_path_factory.mktemp("bare") / "c", (*early, *map(_later, late)))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Sixty articles of three sources over two months, every fifth with a second revision."""
    return keep(
        tmp_path_factory.mktemp("small") / "c", with_edits((made_up(number, words=60) for number in range(60)), every=5)
    )


def _later(article: object) -> object:
    from dataclasses import replace

    def moved(stamp: str | None) -> str | None:
        return stamp and stamp.replace("2024-", "2028-")  # a leap year too

    times = ("published", "published_utc", "modified", "capture_time", "first_seen", "last_seen")
    return replace(article, **{name: moved(getattr(article, name)) for name in times})  # type: ignore[type-var]
