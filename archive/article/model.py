"""The article: one flat object, schema ``emeroteca.article/1``.

This one model is what extraction returns, what Scrapy's item adapter takes and what msgspec writes to JSON
and to the JSON Schema. Null rule: an unknown scalar is None (never "" or "None"), an unknown list is empty, an
unknown boolean is None. Times are RFC 3339 strings with an offset; ``-00:00`` where the page gives a clock time
and no zone can be had (RFC 3339, 4.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SCHEMA = "emeroteca.article/1"

Granularity = Literal["month", "day", "hour", "minute", "second"]
"""The smallest unit that was printed."""

BlockType = Literal["paragraph", "subheading", "quote", "list", "caption", "table", "embed", "interview_question"]
ContentType = Literal["article", "liveblog", "gallery", "video", "listing", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of an article's body."""

    type: BlockType = "paragraph"
    """What it is in the article."""
    text: str
    """NFC; no-break space as space; runs of white space folded. A list's or table's rows joined by newlines."""
    level: int | None = None
    """Of a subheading: 2 to 6."""
    href: str | None = None
    """Of an embed: what it shows, absolute."""
    items: tuple[str, ...] = ()
    """Of a list: its items; of a table: its rows, cells joined by tabs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article (not of the page's furniture)."""

    url: str
    """Absolute."""
    alt: str | None = None
    """The picture's alternative text."""
    caption: str | None = None
    """didascalia, without the credit."""
    credit: str | None = None
    """Photographer or agency, as printed."""
    warc_digest: str | None = None
    """Payload digest of the captured picture, where it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the article's body."""

    url: str
    """Absolute."""
    text: str
    """Its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One revision of one article, with where each value came from and where its capture lies."""

    schema: str = SCHEMA
    """Name and major version of this schema; additions keep the number, a changed meaning raises it."""
    id: str
    """32 hex: of the source and the article's key (canonical URL, or the id in it). The same over revisions."""
    revision_id: str | None = None
    """``id-revision``; set by the store."""
    source: str
    """Profile id, or the registrable domain."""
    url: str
    """As fetched (the final URL after redirects)."""
    requested_url: str | None = None
    """The URL first asked for, before redirects; None where not known."""
    canonical_url: str | None = None
    """As the page declares it, absolute."""
    amp_url: str | None = None
    """As the page declares it, absolute."""
    language: str | None = None
    """BCP 47."""
    language_source: Literal["html", "jsonld", "meta", "http", "profile", "detected"] | None = None
    """Where the language was read."""
    kicker: str | None = None
    """occhiello: the line above the headline."""
    headline: str | None = None
    """titolo: as printed on the page, without the site's name."""
    standfirst: str | None = None
    """sommario, catenaccio: not repeated in the body."""
    section: str | None = None
    """The newspaper's own name of the section."""
    tags: tuple[str, ...] = ()
    """Keywords as the page gives them."""
    authors: tuple[str, ...] = ()
    """Persons, as printed; a collective signature ("dpa", "Sports Desk") where the page declares one its author and
    no person is named. An agency is in the field ``agency`` as well."""
    agency: str | None = None
    """Agency, desk or publishing house in the byline."""
    byline_raw: str | None = None
    """The words on the page, white space folded."""
    published: str | None = None
    """RFC 3339 with offset; None where there is only a guess. Of a day: its first instant."""
    published_granularity: Granularity | None = None
    """The smallest unit that was printed."""
    published_raw: str | None = None
    """The words as printed or declared."""
    published_source: str | None = None
    """Which evidence won: rule, json-ld, microdata, meta, line, time, url."""
    published_tz_source: Literal["text", "abbreviation", "profile", "country", "language"] | None = None
    """Where the offset came from; None where it is not known."""
    published_utc: str | None = None
    """With Z; None where the zone is unknown."""
    modified: str | None = None
    """What the page says; our own change times are first_seen and last_seen."""
    modified_granularity: Granularity | None = None
    """The smallest unit that was printed."""
    modified_raw: str | None = None
    """The words as printed or declared."""
    dateline_place: str | None = None
    """``Milano`` of ``Milano, 2 apr. -``."""
    text: str | None = None
    """Body blocks joined by two newlines, without captions, headline, standfirst, byline."""
    body: tuple[Block, ...] = ()
    """Blocks in the page's order."""
    images: tuple[Image, ...] = ()
    """Pictures of the article, in the page's order."""
    links: tuple[Link, ...] = ()
    """Links in the body, in its order."""
    word_count: int | None = None
    """Of text, by white space."""
    char_count: int | None = None
    """Of text, in Unicode code points."""
    paywalled: bool | None = None
    """Whether the whole text was for subscribers only; None where the page does not tell."""
    content_type: ContentType | None = None
    """What kind of page it is."""
    first_seen: str | None = None
    """Capture time of the article's first revision, with Z; set by the store, as all that follow up to http_status."""
    last_seen: str | None = None
    """Newest capture time known, when the line was written, at which this revision stood."""
    revision: int | None = None
    """1 for the first; counts changes of content_hash."""
    content_hash: str | None = None
    """``sha256:`` of kicker, headline, standfirst and body text, normalised; set by extraction."""
    previous_hash: str | None = None
    """content_hash of the revision before; None for the first."""
    warc_file: str | None = None
    """Name of the WARC file, without folder."""
    warc_offset: int | None = None
    """Byte offset of the response record in it."""
    warc_record_length: int | None = None
    """Bytes of the record as it lies there: one range read from warc_offset cuts it."""
    warc_record_id: str | None = None
    """WARC-Record-ID without angle brackets; set by extraction."""
    payload_digest: str | None = None
    """``sha1:`` and base32, of the de-chunked, still content-coded body."""
    capture_time: str | None = None
    """WARC-Date with Z; set by extraction."""
    http_status: int | None = None
    """Of the captured answer."""
    extractor: str = "emeroteca"
    """Name of the program that read the page."""
    extractor_version: str = ""
    """Its version."""
    profile: str | None = None
    """Id of the source profile the page was read with; None for the generic reading."""
    profile_hash: str | None = None
    """``sha256:`` of that profile as it was."""
    extracted_at: str | None = None
    """When the page was read, with Z; set by the store. A rebuild that comes to the same line keeps it."""
    confidence: float | None = None
    """0 to 1."""
    field_sources: Mapping[str, str] = field(default_factory=dict)
    """Field name to the evidence that won: ``{"headline": "h1", "authors": "json-ld"}``."""
    warnings: tuple[str, ...] = ()
    """Doubts about this reading: ``headline_not_printed``, ``date_from_url``, ``no_body``..."""
