"""Sitemaps of every kind, and those that mean harm."""

import gzip
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from crawler.discovery.sitemaps import (
    SitemapEntry,
    SitemapLimits,
    may_hold,
    news_first,
    period_of,
    read_sitemap,
    read_w3c_date,
)

URL = "https://www.giornale.example/sitemap.xml"
NEWS = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    b'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://www.giornale.example/a/1</loc>'
    b"<lastmod>2019-04-03</lastmod><news:news><news:publication><news:name>G</news:name>"
    b"<news:language>it</news:language></news:publication>"
    b"<news:publication_date>2019-04-02T20:42:00+02:00</news:publication_date><news:title>Il porto</news:title>"
    b"</news:news><image:image><image:loc>https://cdn.example/1.jpg</image:loc><image:title>Foto</image:title>"
    b"</image:image></url></urlset>"
)


def urlset(*paths: str) -> bytes:
    return ("<urlset>" + "".join(f"<url><loc>https://g.example{p}</loc></url>" for p in paths) + "</urlset>").encode()


def test_a_news_sitemap_gives_date_and_title() -> None:
    found = read_sitemap(NEWS, URL)

    entry = found.entries[0]
    assert found.kind == "news"
    assert (entry.url, entry.title) == ("https://www.giornale.example/a/1", "Il porto")
    assert entry.published == datetime(2019, 4, 2, 20, 42, tzinfo=timezone(timedelta(hours=2)))
    assert entry.lastmod == datetime(2019, 4, 3, tzinfo=UTC)


def test_a_picture_of_an_image_sitemap_is_no_page() -> None:
    found = read_sitemap(NEWS, URL)

    assert [e.url for e in found.entries] == ["https://www.giornale.example/a/1"]


def test_an_index_names_further_sitemaps() -> None:
    data = (
        b"<sitemapindex><sitemap><loc>https://g.example/s1.xml</loc><lastmod>2024-03-01</lastmod></sitemap>"
        b"<sitemap><loc> https://g.example/s2.xml.gz </loc></sitemap></sitemapindex>"
    )

    found = read_sitemap(data, URL)

    assert found.kind == "index"
    assert [e.url for e in found.entries] == ["https://g.example/s1.xml", "https://g.example/s2.xml.gz"]


def test_a_plain_sitemap_is_a_urlset() -> None:
    found = read_sitemap(urlset("/a", "/b"), URL)

    assert found.kind == "urlset"
    assert [e.url for e in found.entries] == ["https://g.example/a", "https://g.example/b"]


def test_a_text_sitemap_is_read_line_by_line() -> None:
    found = read_sitemap(b"\xef\xbb\xbfhttps://g.example/a\r\nhttps://g.example/b\nnot an address\n", URL)

    assert found.kind == "text"
    assert [e.url for e in found.entries] == ["https://g.example/a", "https://g.example/b"]


def test_a_packed_sitemap_is_unpacked() -> None:
    found = read_sitemap(gzip.compress(urlset("/a")), URL)

    assert [e.url for e in found.entries] == ["https://g.example/a"]


def test_a_feed_in_a_sitemaps_place_is_read_as_a_feed() -> None:
    data = b"<rss version='2.0'><channel><item><title>T</title><link>/a/1</link></item></channel></rss>"

    found = read_sitemap(data, URL)

    assert found.kind == "feed"
    assert [(e.url, e.title) for e in found.entries] == [("https://www.giornale.example/a/1", "T")]


def test_a_packed_bomb_is_cut_at_the_limit() -> None:
    found = read_sitemap(gzip.compress(b" " * (8 << 20)), URL, SitemapLimits(max_bytes=1 << 20))

    assert found.entries == ()
    assert found.problem is not None


def test_a_damaged_archive_gives_what_could_be_unpacked() -> None:
    packed = gzip.compress(urlset(*(f"/a/{n}-{n * 7919 % 10007}" for n in range(3000))))

    found = read_sitemap(packed[: len(packed) // 2], URL)

    assert len(found.entries) > 500
    assert found.problem is not None


def test_more_entries_than_the_limit_are_cut_and_said() -> None:
    found = read_sitemap(urlset(*(f"/{n}" for n in range(50))), URL, SitemapLimits(max_entries=10))

    assert len(found.entries) == 10
    assert found.problem == "more than 10 entries: the rest was not read"


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://geheim.example/")
    data = f"<!DOCTYPE u [<!ENTITY x SYSTEM 'file://{secret}'>]><urlset><url><loc>&x;</loc></url></urlset>".encode()

    found = read_sitemap(data, URL)

    assert "geheim" not in str(found)


def test_entities_that_explode_do_not() -> None:
    names = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
    data = f"<!DOCTYPE u [<!ENTITY l0 'lol'>{names}]><urlset><url><loc>https://g.example/&l9;</loc></url></urlset>"
    started = time.process_time()

    found = read_sitemap(data.encode(), URL)

    assert time.process_time() - started < 1
    assert len(str(found)) < 5000


def test_a_sitemap_cut_short_gives_the_entries_before_the_cut() -> None:
    found = read_sitemap(urlset("/a", "/b", "/c")[:-60], URL)

    assert [e.url for e in found.entries][:1] == ["https://g.example/a"]


@pytest.mark.parametrize("data", [b"", b"<html><title>404</title></html>", b"\0" * 100, b"<?xml", b"nothing here"])
def test_what_is_no_sitemap_is_said_to_be_none(data: bytes) -> None:
    found = read_sitemap(data, URL)

    assert found.kind == "unreadable"
    assert found.entries == ()
    assert found.problem


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-01T10:00:00Z", datetime(2024, 3, 1, 10, tzinfo=UTC)),
        ("2024-03-01 10:00:00", datetime(2024, 3, 1, 10, tzinfo=UTC)),
        ("2024-03", datetime(2024, 3, 1, tzinfo=UTC)),
        ("99999-99", None),
        ("", None),
    ],
)
def test_w3c_dates_are_aware_or_none(text: str, moment: datetime | None) -> None:
    assert read_w3c_date(text) == moment


def test_sitemaps_named_for_news_come_first() -> None:
    ordered = news_first(["https://g/sitemap-2.xml", "https://g/sitemap-news.xml", "https://g/sitemap-1.xml"])

    assert ordered[0] == "https://g/sitemap-news.xml"


@pytest.mark.parametrize(
    ("url", "period"),
    [
        ("https://g.example/sitemap-2024-03.xml", (date(2024, 3, 1), date(2024, 3, 31))),
        ("https://g.example/sitemap_202402.xml.gz", (date(2024, 2, 1), date(2024, 2, 29))),
        ("https://g.example/sitemaps/2023.xml", (date(2023, 1, 1), date(2023, 12, 31))),
        ("https://g.example/sitemap.xml?day=2024-12-31", (date(2024, 12, 31), date(2024, 12, 31))),
        ("https://g.example/sitemap-2024-02-31.xml", None),
        ("https://g.example/sitemap-17.xml", None),
        ("https://g.example/2023-2024.xml", None),
    ],
)
def test_the_time_in_a_sitemaps_name_is_read(url: str, period: tuple[date, date] | None) -> None:
    assert period_of(url) == period


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (SitemapEntry(url="https://g.example/a", published=datetime(2024, 3, 5, tzinfo=UTC)), True),
        (SitemapEntry(url="https://g.example/a", published=datetime(2024, 4, 5, tzinfo=UTC)), False),
        (SitemapEntry(url="https://g.example/a", lastmod=datetime(2024, 2, 5, tzinfo=UTC)), False),
        (SitemapEntry(url="https://g.example/a", lastmod=datetime(2025, 2, 5, tzinfo=UTC)), True),
        (SitemapEntry(url="https://g.example/sitemap-2024-03.xml"), True),
        (SitemapEntry(url="https://g.example/sitemap-2024-05.xml"), False),
        (SitemapEntry(url="https://g.example/2024/02/15/il-porto-riapre"), False),
        (SitemapEntry(url="https://g.example/a"), True),
    ],
)
def test_an_entry_is_held_against_the_days_of_a_backfill(entry: SitemapEntry, holds: bool) -> None:
    assert may_hold(entry, date(2024, 3, 1), date(2024, 3, 31)) is holds


def test_half_a_character_in_a_title_costs_no_entry() -> None:
    xmlns = b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    title = b"<news:news><news:title>Il porto &#55357;&#56832;</news:title></news:news>"
    url = b"<url><loc>https://g.example/%b</loc>%b</url>"
    found = read_sitemap(b"<urlset %b>%b%b</urlset>" % (xmlns, url % (b"a", title), url % (b"b", b"")), URL)

    assert [entry.title for entry in found.entries] == ["Il porto 😀", None]
