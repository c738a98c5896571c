"""Feeds of every kind, and those that mean harm."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.discovery.feeds import MAX_ENTRIES, is_comment_feed, read_feed

URL = "https://www.giornale.example/rss.xml"


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>G</title>{head}{items}</channel></rss>'.encode()


def test_rss_gives_address_title_and_date() -> None:
    feed = read_feed(
        rss("<item><title>Il porto &amp; la città</title><link>https://www.giornale.example/a/1</link>"
            "<pubDate>Tue, 02 Apr 2019 20:42:00 +0200</pubDate></item>"),
        URL,
    )  # fmt: skip

    entry = feed.entries[0]
    assert (entry.url, entry.title) == ("https://www.giornale.example/a/1", "Il porto & la città")
    assert entry.published == datetime(2019, 4, 2, 18, 42, tzinfo=UTC)


def test_atom_gives_its_alternate_link_and_both_dates() -> None:
    feed = read_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>urn:1</id>'
        b'<link rel="self" href="/atom/1"/><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/a/1"/>'
        b"<published>2019-04-02T20:42:00+02:00</published><updated>2019-04-03T08:00:00Z</updated></entry></feed>",
        URL,
    )

    entry = feed.entries[0]
    assert entry.url == "https://www.giornale.example/a/1"
    assert entry.published == datetime(2019, 4, 2, 18, 42, tzinfo=UTC)
    assert entry.updated == datetime(2019, 4, 3, 8, 0, tzinfo=UTC)


def test_rdf_is_a_feed() -> None:
    feed = read_feed(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://g.example/a/1"><title>T</title>'
        b"<link>https://g.example/a/1</link><dc:date>2019-04-02T20:42:00+02:00</dc:date></item></rdf:RDF>",
        URL,
    )

    assert [e.url for e in feed.entries] == ["https://g.example/a/1"]
    assert feed.entries[0].published == datetime(2019, 4, 2, 18, 42, tzinfo=UTC)


def test_a_json_feed_is_a_feed() -> None:
    feed = read_feed(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "G", "next_url": "/f?2", "items": '
        b'[{"id": "1", "url": "/a/1", "title": "T", "date_published": "2019-04-02T20:42:00+02:00"}]}',
        URL,
    )

    assert feed.entries[0].url == "https://www.giornale.example/a/1"
    assert feed.entries[0].published == datetime(2019, 4, 2, 18, 42, tzinfo=UTC)
    assert feed.next_page == "https://www.giornale.example/f?2"


def test_a_guid_that_is_an_address_stands_in_for_a_missing_link() -> None:
    feed = read_feed(rss("<item><guid>https://g.example/a/7</guid></item>"), URL)

    assert [e.url for e in feed.entries] == ["https://g.example/a/7"]


def test_an_address_that_stands_twice_is_one_entry() -> None:
    feed = read_feed(rss("<item><link>/a/1</link></item><item><link>/a/1#x</link></item>"), URL)

    assert len(feed.entries) == 1


def test_ttl_is_in_minutes() -> None:
    feed = read_feed(rss("<item><link>/a/1</link></item>", "<ttl>30</ttl>"), URL)

    assert feed.ttl_seconds == 1800


def test_an_update_period_counts_as_ttl() -> None:
    head = "<x:updatePeriod>hourly</x:updatePeriod><x:updateFrequency>2</x:updateFrequency>"
    data = rss("<item><link>/a/1</link></item>", head).replace(
        b'version="2.0"', b'version="2.0" xmlns:x="http://purl.org/rss/1.0/modules/syndication/"'
    )

    assert read_feed(data, URL).ttl_seconds == 1800


def test_a_comment_feed_gives_no_articles() -> None:
    data = rss("<item><link>/a/1#comment-1</link></item>").replace(b">G<", b">Comments on: Il porto<")

    feed = read_feed(data, "https://www.giornale.example/a/1/feed/")

    assert feed.comments
    assert feed.entries == ()


@pytest.mark.parametrize("url", ["https://x.example/comments/feed/", "https://x.example/?feed=comments-rss2"])
def test_a_comment_feed_is_known_by_its_address(url: str) -> None:
    assert is_comment_feed(url)


@pytest.mark.parametrize("title", ["Il Giornale » Il porto riapre Comments Feed", "Blatt » Hafen Kommentar-Feed"])
def test_a_comment_feed_is_known_by_the_title_of_its_link(title: str) -> None:
    assert is_comment_feed("https://x.example/a/1/feed/", title)


def test_a_feed_about_comment_pieces_is_no_comment_feed() -> None:
    assert not is_comment_feed("https://x.example/commentary/rss.xml", "Commentary")


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    data = (
        f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file://{secret}'>]><rss version='2.0'><channel>"
        "<item><title>&x;</title><link>/news/a/1</link></item></channel></rss>"
    ).encode()

    feed = read_feed(data, URL)

    assert [e.url for e in feed.entries] == ["https://www.giornale.example/news/a/1"]
    assert "geheim" not in str(feed)


def test_bytes_that_are_the_name_of_a_file_are_not_opened(tmp_path: Path) -> None:
    # feedparser.parse(b"/path") opens the file.
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("<item><link>/secret</link></item>"))

    feed = read_feed(str(path).encode(), URL)

    assert feed.entries == ()
    assert feed.problem == "not a feed"


def test_entities_that_explode_do_not() -> None:
    names = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
    item = "<item><title>&l9;</title><link>/a</link></item>"
    data = f"<!DOCTYPE r [<!ENTITY l0 'lol'>{names}]><rss version='2.0'><channel>{item}</channel></rss>"

    feed = read_feed(data.encode(), URL)

    assert len(str(feed)) < 5000


def test_more_entries_than_the_limit_are_cut_and_said() -> None:
    items = "".join(f"<item><link>/a/{i}</link></item>" for i in range(MAX_ENTRIES + 5))

    feed = read_feed(rss(items), URL)

    assert len(feed.entries) == MAX_ENTRIES
    assert feed.problem is not None
    assert str(MAX_ENTRIES) in feed.problem


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 500, b"<html><body>404</body></html>", b"{}", b"[1]", b"<rss"])
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    feed = read_feed(data, URL)

    assert feed.entries == ()


def test_a_feed_cut_short_gives_what_came() -> None:
    data = rss("<item><title>Uno</title><link>/a/1</link></item><item><title>Due</title><link>/a/2</link></item>")

    feed = read_feed(data[:-60], URL)

    assert feed.entries[0].url == "https://www.giornale.example/a/1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xde00;", "😀"),
        ("&#55357;", "\ufffd"),
        ("&#55295;", "\ud7ff"),
    ],
)
def test_half_a_character_in_a_title_costs_no_entry(written: str, read: str) -> None:
    items = f"<item><title>Il porto {written}</title><link>/a</link></item><item><link>/b</link></item>"
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), URL)

    assert [entry.title for entry in feed.entries] == [f"Il porto {read}", None]


def test_half_a_character_in_json_costs_no_entry() -> None:
    items = b'[{"url": "/a", "title": "Il porto \\ud83d"}, {"url": "/b"}]'
    feed = read_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": %b}' % items, URL)

    assert [entry.title for entry in feed.entries] == ["Il porto \ufffd", None]
