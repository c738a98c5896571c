"""Which captures come along with a month: no hole in its pages, and no more than they need."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.collection import Collection
from archive.wacz.excerpt import Wanted, choose
from archive.warc.capture import REVISIT, Capture
from archive.warc.index import merge, read_index
from archive.warc.writer import WarcWriter
from tests.archive.kept import Kept, day, exchange_of, keep
from tests.archive.wacz.conftest import CDN, PORTICO

MARCH = Wanted(first_day=date(2025, 3, 1), last_day=date(2025, 3, 31))


def chosen(collection: Collection) -> list[tuple[str, str]]:
    """Return URL and day of what a pack of March holds."""
    excerpt = choose(collection, MARCH, lambda url: url)
    return sorted((c.url, c.captured_at.strftime("%m-%d")) for c in excerpt.captures())


def a_page(name: str, number: int, month: int, body: bytes) -> Kept:
    return Kept(url=f"{PORTICO}/{name}.html", at=day(number, month), body=body)


def test_a_page_that_is_only_linked_stays_away_though_it_was_seen_again(tmp_path: Path) -> None:
    linked = [a_page("altro", 10, 2, b"<img src=/a.png>altro"), a_page("altro", 1, 4, b"<img src=/a.png>altro")]
    picture = Kept(url=f"{PORTICO}/a.png", at=day(10, 2), body=b"a", media_type="image/png")
    page = a_page("ponte", 5, 3, b"<a href=/altro.html>Altro</a>")
    collection = keep(tmp_path / "paper", [[linked[0], picture], [page], [linked[1]]])

    assert sum(c.mime == REVISIT for c in read_index(collection.index)) == 1
    assert chosen(collection) == [(page.url, "03-05")]


def test_a_picture_comes_along_though_its_address_once_answered_with_a_page(tmp_path: Path) -> None:
    url = f"{PORTICO}/a.png"
    wall = Kept(url=url, at=day(4, 2), body=b"Are you a robot?")
    picture = Kept(url=url, at=day(3, 2), body=b"a", media_type="image/png")
    page = a_page("ponte", 5, 3, b"<img src=/a.png>")

    assert chosen(keep(tmp_path / "paper", [[picture, wall], [page]])) == [(url, "02-03"), (page.url, "03-05")]


def test_what_leads_to_a_picture_comes_along_though_its_few_words_are_html(tmp_path: Path) -> None:
    moved = Kept(url=f"{PORTICO}/1.png", at=day(3, 2), status=302, fields=("Location: /2.png",), body=b"<a>moved</a>")
    picture = Kept(url=f"{PORTICO}/2.png", at=day(3, 2), body=b"a", media_type="image/png")
    page = a_page("ponte", 5, 3, b"<img src=/1.png>")

    assert chosen(keep(tmp_path / "paper", [[moved, picture], [page]])) == [
        (moved.url, "02-03"),
        (picture.url, "02-03"),
        (page.url, "03-05"),
    ]


def written_with(collection: Collection, kept: Sequence[Kept], original: Capture | None) -> list[Capture]:
    """Add a WARC in which each of *kept* is a revisit of *original*, or a whole response where that is None."""
    with WarcWriter(collection.warcs, info={"software": "tests"}, kept=lambda _: original) as writer:
        captures = [writer.write(exchange_of(one)) for one in kept]
    merge(collection.index, captures)
    return captures


def test_a_revisit_brings_the_very_capture_that_it_names(tmp_path: Path) -> None:
    # Not another one with these bytes: pywb looks for no other, and answers 503.
    collection = Collection.create(tmp_path / "paper")
    body, png = b"the same bytes", "image/png"
    first = Kept(url=f"{CDN}/first.png", at=day(1, 2), body=body, media_type=png)
    second = Kept(url=f"{CDN}/second.png", at=day(2, 2), body=body, media_type=png)
    again = Kept(url=f"{CDN}/third.png", at=day(3, 3), body=body, media_type=png)
    _, named = written_with(collection, (first, second), None)
    written_with(collection, (again,), named)

    assert chosen(collection) == [(second.url, "02-02"), (again.url, "03-03")]


def test_a_revisit_of_a_revisit_brings_both(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "paper")
    pages = [a_page("ponte", 1, month, b"<p>ponte") for month in (1, 2, 3)]
    (first,) = written_with(collection, pages[:1], None)
    (second,) = written_with(collection, pages[1:2], first)
    written_with(collection, pages[2:], replace(second, mime="text/html"))  # or it would not be taken

    assert chosen(collection) == [(pages[0].url, "01-01"), (pages[0].url, "02-01"), (pages[0].url, "03-01")]
