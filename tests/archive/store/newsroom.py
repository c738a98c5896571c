"""A collection of made-up articles: lines, index and state as a crawl would leave them, of any size."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from archive.article.model import Article, Block, Image, Link
from archive.collection import Collection
from archive.store.articles import ArticleWriter
from archive.store.state import State
from archive.urlkey import surt
from archive.warc.capture import Capture

_PROSE = (
    "la il di che e per con una città governo mercato ieri oggi ministro squadra accordo parchi industriali distretti"
    " innovazione cinese milano roma perché così è stato prima dopo anni euro milioni secondo lavoro imprese regione"
)
WORDS = _PROSE.split()
SECTIONS = ("Politica", "Economia", "Sport", "Cultura", "Cronaca", "Esteri")
SOURCES = ("gazzetta", "corriere-di-prova", "tagblatt.example")
START = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)

BARE = frozenset(
    {
        *(
            "requested_url",
            "canonical_url",
            "amp_url",
            "language",
            "language_source",
            "kicker",
            "standfirst",
            "section",
        ),
        *("agency", "byline_raw", "published", "published_granularity", "published_raw", "published_source"),
        *("published_tz_source", "published_utc", "modified", "modified_granularity", "modified_raw"),
        *("dateline_place", "paywalled", "previous_hash", "profile", "profile_hash", "confidence"),
    }
)
"""Scalars that a page may well not give."""


def made_up(number: int, *, bare: bool = False, words: int = 300, days: int = 60) -> Article:
    """Return article *number*, always the same. *bare*: everything that may be unknown is."""
    chance = random.Random(number)
    source = SOURCES[number % len(SOURCES)]
    identity = hashlib.sha256(f"{source} {number}".encode()).hexdigest()[:32]
    zone = timezone(timedelta(hours=chance.choice([1, 2])))
    published = (START + timedelta(minutes=chance.randrange(days * 1440))).astimezone(zone)
    captured = published.astimezone(UTC) + timedelta(minutes=chance.randrange(3000))
    paragraphs = [" ".join(chance.choices(WORDS, k=max(5, words // 6))).capitalize() + "." for _ in range(6)]
    text = "\n\n".join(paragraphs)
    url = f"https://www.{source}.example/{number}.html"
    article = Article(
        id=identity,
        revision_id=f"{identity}-1",
        source=source,
        url=url,
        requested_url=url,
        canonical_url=url,
        amp_url=url + "?amp",
        language="de" if source.startswith("tag") else "it",
        language_source="html",
        kicker=chance.choice(SECTIONS),
        headline=" ".join(chance.choices(WORDS, k=8)).capitalize(),
        standfirst=" ".join(chance.choices(WORDS, k=20)),
        section=chance.choice(SECTIONS),
        tags=tuple(chance.choices(WORDS, k=3)),
        authors=(f"Anna {chance.choice(WORDS).capitalize()}",),
        agency="Ansa",
        byline_raw="di Anna",
        published=published.isoformat(timespec="seconds"),
        published_granularity="minute",
        published_raw=published.strftime("%d/%m/%Y %H:%M"),
        published_source="line",
        published_tz_source="profile",
        published_utc=_z(published),
        modified=(published + timedelta(hours=1)).isoformat(timespec="seconds"),
        modified_granularity="minute",
        modified_raw="aggiornato",
        dateline_place="Milano",
        text=text,
        body=(Block(type="subheading", text="Titoletto", level=2), *(Block(text=one) for one in paragraphs)),
        images=(Image(url=url + ".jpg", caption="Didascalia", alt=None),),
        links=(Link(url=url + "#1", text="qui"),),
        word_count=len(text.split()),
        char_count=len(text),
        paywalled=chance.random() < 0.2,
        content_type="article",
        first_seen=_z(captured),
        last_seen=_z(captured),
        revision=1,
        content_hash="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        previous_hash="sha256:0",
        warc_file=f"emeroteca-{captured:%Y%m}-00000.warc.gz",
        warc_offset=number * 20_000,
        warc_record_length=18_000,
        warc_record_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        payload_digest="sha1:" + "A" * 32,
        capture_time=_z(captured),
        http_status=200,
        extractor_version="0.1.0",
        profile=source,
        profile_hash="sha256:1",
        extracted_at=_z(captured),
        confidence=0.9,
        field_sources={"headline": "h1", "published": "line"} if number % 2 else {"headline": "json-ld"},
        warnings=(),
    )
    if not bare:
        return article
    return replace(article, **dict.fromkeys(BARE), tags=(), authors=(), body=(), images=(), links=(), field_sources={})  # type: ignore[arg-type]


def edited(article: Article, revision: int) -> Article:
    """Return a later revision of *article*: another headline, captured some hours later."""
    captured = datetime.fromisoformat(article.capture_time or "") + timedelta(hours=6 * (revision - 1))
    return replace(
        article,
        headline=f"{article.headline} ({revision})",
        revision=revision,
        revision_id=f"{article.id}-{revision}",
        capture_time=_z(captured),
        last_seen=_z(captured),
        content_hash=f"sha256:{revision:064d}",
        previous_hash=article.content_hash,
        warc_offset=(article.warc_offset or 0) + revision,
        warc_record_id=f"{article.warc_record_id}-{revision}",
    )


def with_edits(articles: Iterable[Article], *, every: int = 10) -> Iterator[Article]:
    """Yield *articles*, and of each *every*-th a second revision."""
    for number, article in enumerate(articles):
        yield article
        if number % every == 0:
            yield edited(article, 2)


def keep(root: Path, articles: Iterable[Article], *, state: bool = True) -> Collection:
    """Return a new collection in *root* that holds *articles*, with the index and (if wanted) the state of them."""
    collection = Collection.create(root, name="prova")
    captures = []
    with ArticleWriter(collection.articles) as writer, State(collection.state) as kept:
        for article in articles:
            writer.append(article)
            captures.append(_capture(article).line())
            if state:
                _keep_state(kept, article)
    if not state:
        collection.state.unlink()
    collection.index.write_bytes(b"".join(sorted(captures)))
    return collection


def _capture(article: Article) -> Capture:
    return Capture(
        urlkey=surt(article.url),
        url=article.url,
        captured_at=datetime.fromisoformat(article.capture_time or ""),
        status=200,
        mime="text/html",
        payload_digest=article.payload_digest,
        record_id=None,
        warc=article.warc_file or "",
        offset=article.warc_offset or 0,
        length=article.warc_record_length or 0,
    )


def _keep_state(state: State, article: Article) -> None:
    revision = article.revision or 1
    changed = "" if revision == 1 else "headline"
    row = [article.id, revision, article.source, article.url, article.content_hash]
    row += [article.capture_time, article.last_seen, article.warc_record_id, article.warc_file, article.warc_offset]
    state.write(f"INSERT INTO revisions VALUES ({','.join('?' * 11)})", [*row, changed])
    if (article.warc_offset or 0) % 7 == 0:
        event = [article.source, article.id, article.url, "gone", article.capture_time, f"gone-{article.revision_id}"]
        state.write("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", [*event, "HTTP 410"])
    state.write(
        "INSERT INTO daily(source, day, found, fetched, read, new) VALUES (?, ?, 2, 1, 1, 1)"
        " ON CONFLICT(source, day)"
        " DO UPDATE SET found = found + 2, fetched = fetched + 1, read = read + 1, new = new + 1",
        [article.source, (article.capture_time or "")[:10]],
    )


def _z(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
