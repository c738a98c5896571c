"""A collection with ten weeks behind it, in which each source has a trouble of its own (or none)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from archive.article.model import Article
from archive.collection import Collection
from archive.store.articles import ArticleWriter
from archive.store.state import State

LAST = date(2024, 6, 14)
"""A Friday: the last whole day."""

WEEKS = 10


def _none(_article: Article, _ago: int) -> Article:
    return _article


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How a made-up newspaper lives: how many articles it has so many days before the last, and what they are like."""

    source: str
    volume: Callable[[date, int], int]
    """Of the day, and how many days it lies before the last one."""
    change: Callable[[Article, int], Article] = _none
    asked: Callable[[int], bool] = lambda ago: True
    failing: bool = False


def weekly(busy: int, sunday: int) -> Callable[[date, int], int]:
    """Return the volume of a paper that writes less on Sundays, and a little more or less on other days."""
    return lambda day, ago: sunday if day.weekday() == 6 else busy + (day.toordinal() * 7919) % 5


def but(usual: Callable[[date, int], int], last_days: int, then: int) -> Callable[[date, int], int]:
    """Return *usual*, but on the last days *then*."""
    return lambda day, ago: then if ago < last_days else usual(day, ago)


def _without_authors(article: Article, ago: int) -> Article:
    return replace(article, authors=(), standfirst=None) if ago < 7 else article


PAPERS = (
    Paper(source="gazzetta", volume=weekly(24, 9)),
    Paper(source="corriere", volume=but(weekly(30, 12), 4, 0)),
    Paper(source="tagblatt", volume=weekly(18, 0), change=_without_authors),
    Paper(source="lokalblatt", volume=but(weekly(12, 4), 1, 2)),
    Paper(source="estrella", volume=but(weekly(9, 5), 1, 60)),
    Paper(source="lumiere", volume=weekly(14, 6), failing=True),
    Paper(source="montagna", volume=lambda day, ago: int(day.weekday() == 3)),
    Paper(source="nuovo", volume=lambda day, ago: 8 if ago < 3 else 0),
    Paper(source="dormiente", volume=but(weekly(6, 2), 5, 0), asked=lambda ago: ago >= 5),
)


def ten_weeks(root: Path, papers: tuple[Paper, ...] = PAPERS, *, state: bool = True) -> Collection:
    """Return a collection in *root* of *papers* that were crawled every day for ten weeks."""
    collection = Collection.create(root, name="Edicola")
    with ArticleWriter(collection.articles) as writer, State(collection.state) as kept:
        for paper in papers:
            for ago in range(7 * WEEKS - 1, -1, -1):
                _one_day(paper, LAST - timedelta(days=ago), ago, writer, kept)
        for number in range(12):
            begun = datetime(LAST.year, LAST.month, LAST.day, 5, tzinfo=UTC) - timedelta(hours=12 * number)
            ended = (begun + timedelta(minutes=14)).isoformat()
            row = [
                f"run-{number}",
                begun.isoformat(),
                None if number == 4 else ended,
                None if number == 4 else "finished",
            ]
            kept.write("INSERT INTO runs VALUES (?, ?, ?, ?, '{}')", row)
    if not state:
        collection.state.unlink()
    return collection


def _one_day(paper: Paper, day: date, ago: int, writer: ArticleWriter, state: State) -> None:
    number = paper.volume(day, ago)
    for one in range(number):
        at = datetime(day.year, day.month, day.day, 6 + one % 16, one % 60, tzinfo=UTC)
        article = Article(
            id=f"{paper.source}-{day}-{one}",
            source=paper.source,
            url=f"https://{paper.source}.example/{day}/{one}",
            language="it",
            headline=f"Titolo {one}",
            standfirst="Sommario",
            section="Cronaca" if one % 3 else "Sport",
            kicker="Città" if one % 2 else None,
            authors=("Anna Rossi",) if one % 5 else (),
            published=at.isoformat(),
            published_granularity="minute",
            text="parola " * (100 + 40 * (one % 12)),
            word_count=100 + 40 * (one % 12),
            revision=1,
            capture_time=(at + timedelta(minutes=30)).isoformat().replace("+00:00", "Z"),
        )
        writer.append(paper.change(article, ago))
        if ago < 14:
            _found(paper, article, one, at, state)
    if paper.asked(ago):
        fetched = 12 + number
        failed = fetched * 2 // 3 if paper.failing and ago < 3 else one_in(fetched, 20)
        row = [paper.source, day.isoformat(), number + 2, fetched, number, number, number // 6, 10, one_in(number, 12)]
        state.write("INSERT INTO daily VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, int(paper.failing), failed])


def one_in(number: int, share: int) -> int:
    """Return one *share*-th of *number*, downwards."""
    return number // share


def _found(paper: Paper, article: Article, one: int, at: datetime, state: State) -> None:
    place = ("feed", "section", "sitemap")[one % 3]
    named = f"https://{paper.source}.example/{place}"
    insert = (
        "INSERT OR IGNORE INTO pages(hash, url, source, host, kind, rank, found_at, fetched_at, referrer)"
        " VALUES (?, ?, ?, ?, ?, 4, ?, ?, ?)"
    )
    seconds = int(at.timestamp())
    host = f"{paper.source}.example"
    state.write(insert, [hash(named), named, paper.source, host, place, seconds, seconds, None])
    state.write(insert, [hash(article.url), article.url, paper.source, host, "article", seconds, seconds, named])
    if one % 4:
        state.write("INSERT OR IGNORE INTO article_urls VALUES (?, ?)", [article.url, article.id])
