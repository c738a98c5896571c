"""Source: one newspaper as data. Where to start, what an article's URL looks like, how its pages read.

A profile holds no behaviour and fetches nothing. Everything is optional but an id and one starting point; the
source of an unknown site is made by :meth:`Source.for_host`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, Self

import msgspec

SeedKind = Literal["section", "feed", "sitemap"]
DateOrder = Literal["DMY", "MDY", "YMD"]
Requisites = Literal["none", "images", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Where a crawl of a source starts."""

    url: str
    kind: SeedKind = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a source's own layout gives a field: CSS selectors, first that matches; ``::attr(name)`` as in Scrapy."""

    field: str
    """kicker, headline, standfirst, date, byline, body, section, tags, or ``remove`` (cut before reading)."""

    selectors: tuple[str, ...]
    since: date | None = None
    """First day (of the capture) on which the rule holds; None = always held."""
    until: date | None = None
    """Last day on which the rule holds."""

    def holds_on(self, day: date) -> bool:
        """Tell whether a capture of *day* is read by this rule."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One newspaper: what to crawl and how to read it. Complete when made."""

    id: str
    """Lower-case letters, digits and dashes; the name of its folder of articles."""
    name: str | None = None
    language: str | None = None
    """BCP 47, of pages that do not say theirs."""
    country: str | None = None
    """ISO 3166-1 alpha-2: settles day/month order, zone and ambiguous zone abbreviations."""
    zone: str | None = None
    """IANA name: the zone of clock times printed without one."""
    date_order: DateOrder | None = None
    hosts: tuple[str, ...] = ()
    """Hosts of its pages; pages elsewhere are never fetched."""

    seeds: tuple[Seed, ...] = ()
    feeds_auto: bool = True
    """Look for feeds that the pages name."""
    sitemaps_auto: bool = True
    """Look for news sitemaps that robots.txt and the usual places name."""
    max_pages: int = 10
    """Pages of one section's pagination at the most; it also stops after a page of known articles only."""
    page_param: str | None = None
    """Query parameter that counts the pages of a section (``page``), where its pages do not link to the next."""

    allow: tuple[str, ...] = ()
    """Regular expressions, searched in the URL; where given, only these URLs are articles."""
    deny: tuple[str, ...] = ()
    article_id: str | None = None
    """Regular expression with a group ``id`` that names the article across slugs."""
    strip_query: tuple[str, ...] = ()
    """Query parameters that do not make another page (globs), beyond the well-known trackers."""
    alternates: tuple[str, ...] = ()
    """Pieces of URLs (``?print=1``, ``/amp/``) of other layouts of an article that has its own URL: never asked for."""

    rules: tuple[Rule, ...] = ()
    furniture: tuple[str, ...] = ()
    """Whole lines of page furniture, compared with case and spaces folded."""
    end_before: tuple[str, ...] = ()
    """Lines that stand after the article's end: they and what follows go."""
    learned: tuple[str, ...] = ()
    """Furniture learned from the collection: digests of normalised blocks (``sources learn``)."""
    published_words: tuple[str, ...] = ()
    modified_words: tuple[str, ...] = ()
    paywall_markers: tuple[str, ...] = ()

    requisites: Requisites = "none"
    requisite_hosts: tuple[str, ...] = ()
    """Where given, page requisites are fetched from these hosts and the source's own only."""
    delay_seconds: float | None = None
    concurrency: int | None = None
    obey_robots: bool = True
    user_agent: str | None = None
    hours: tuple[str, str] | None = None
    """Fetch only between these clock times of the source's zone: ("00:00", "06:00")."""
    revisit_section: timedelta | None = None
    revisit_article: tuple[timedelta, ...] | None = None
    """Ages at which an article is looked at again; None = the built-in ladder (1 h, 6 h, 1 d, 7 d, 30 d)."""
    give_up_after: timedelta | None = None
    """Age past which an article is never looked at again."""

    extra: Mapping[str, str] = field(default_factory=dict)
    """Free words of the profile's keeper (contact, note); nothing reads them."""

    def rules_for(self, field_name: str, day: date) -> tuple[str, ...]:
        """Return the selectors of *field_name* that hold for a capture of *day*, in the profile's order."""
        return tuple(s for r in self.rules if r.field == field_name and r.holds_on(day) for s in r.selectors)

    def fingerprint(self) -> str:
        """Return ``sha256:`` of the profile: the same data, the same reading."""
        return "sha256:" + hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    @classmethod
    def for_host(cls, host: str) -> Self:
        """Return the source of a site that no profile describes: its id is the registrable domain."""
        from archive.urlkey import registrable_domain

        domain = registrable_domain(host)
        return cls(id=domain.replace(":", "-") or "unknown", hosts=(host,))
