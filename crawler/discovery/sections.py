"""A section page: which of its links are articles, where it goes on, which feeds it names.

Recall first: a link that may be an article's is among ``articles``, however low its score; what the page really
is, the page itself decides after fetching. The score is there so that a budget is spent on likely ones first.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.article.charset import decode
from archive.article.page import parse
from archive.sources.patterns import UrlRules
from archive.sources.profile import Source
from archive.urlkey import registrable_domain
from crawler.discovery import declared
from crawler.discovery.pagination import next_by_param, page_link
from crawler.discovery.places import Place, Places
from crawler.discovery.shapes import Shapes, shape_of
from crawler.discovery.urls import judge_url, kind_of_page
from crawler.links import absolute_url, absolute_urls, scan_hrefs

LinkKind = Literal["article", "section", "tag", "author", "service", "page"]
MAX_LINKS = 5_000
"""Distinct links of one page that are looked at."""
MAX_CHARACTERS = 4_000_000
LIKELY = 0.5
"""Score from which a link is taken for an article's rather than merely fetched in case it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """One link of a section page with what was made of it."""

    url: str
    """Absolute, without fragment."""
    kind: LinkKind
    score: float
    """0 to 1: how likely its page is an article."""
    text: str | None
    """The longest anchor text that leads there, white space folded: mostly the headline."""
    printed_date: str | None = None
    """The date beside the link, as printed (or as a time element declares it)."""
    why: str = ""

    @property
    def likely(self) -> bool:
        """Whether address and place together speak for an article."""
        return self.score >= LIKELY

    @property
    def unsure(self) -> bool:
        """Whether the link is fetched only in case it is an article's; not before the likely ones."""
        return self.score < LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one section page leads to. All URLs absolute; other sites' are left out."""

    articles: tuple[FoundLink, ...]
    """Links that may be articles', likeliest first; equals stand as on the page."""
    others: tuple[FoundLink, ...]
    """Sections, tags, authors and service pages."""
    next_pages: tuple[str, ...]
    """Where the list goes on, the nearest first."""
    feeds: tuple[str, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """URLs of section pages that the page links to, in its order."""
        return tuple(link.url for link in self.others if link.kind == "section")


def read_section(
    html: bytes | str,
    url: str,
    source: Source | None = None,
    *,
    content_type: str | None = None,
    shapes: Shapes | None = None,
) -> Section:
    """Return what the section page *html* of *url* leads to.

    *source*'s ``allow``, ``deny``, ``alternates`` and article id overrule what address and place say; *shapes*
    is what fetched pages of the site taught of its addresses.
    Only links to the page's own site (registrable domain, any of its hosts; the source's hosts too) are kept.
    Never raises for what a server sent.
    """
    raw = _utf8(html, content_type)
    tree = parse(raw)
    base = declared.base_of(tree, url)
    scope = _Scope(url, source)
    rules = UrlRules.of(source) if source else None
    gathered, met = _gather(tree, base, scope)
    for link in declared.item_list(tree, base):
        if link in scope:
            gathered.setdefault(link, _Gathered()).listed = True
    named = {absolute_url(element.get("href") or "", base) for element in tree.iter("link")}
    unmet = scan_hrefs(raw) - met
    for link in sorted(absolute_urls(unmet, base) - named):
        # What the tree does not show (nested too deep, in a template): only where it says itself what it is.
        if link not in gathered and link in scope and len(gathered) < MAX_LINKS and judge_url(link).article:
            gathered[link] = _Gathered()
    lists = _Lists(gathered)
    here = url.partition("#")[0]
    articles: list[FoundLink] = []
    others: list[FoundLink] = []
    pages: list[str] = []
    for link, one in gathered.items():
        if link == here:
            continue
        leads_on = page_link(link, one.text, one.rel, here, [p.around for p in one.places])
        if leads_on is None or leads_on:
            pages.append(link)
        if leads_on:
            others.append(FoundLink(url=link, kind="page", score=0.0, text=one.text or None, why="pagination"))
            continue
        found = _judge(link, one, rules, shapes, lists)
        (articles if found.kind == "article" else others).append(found)
    articles.sort(key=lambda f: -f.score)
    return Section(
        articles=tuple(articles),
        others=tuple(others),
        next_pages=_ordered_pages(tree, base, here, pages, source, scope),
        feeds=tuple(f for f in declared.feeds(tree, base, gathered) if f in scope),
    )


def _utf8(html: bytes | str, content_type: str | None) -> bytes:
    if isinstance(html, str):
        return html.encode("utf-8", "replace")
    decoding = decode(html[: 4 * MAX_CHARACTERS], content_type)
    return decoding.text.encode("utf-8", "replace") if decoding.utf8 is None else decoding.utf8


@dataclass(slots=True)
class _Gathered:
    """One URL's links on the page, while they are read."""

    places: list[Place]
    text: str
    rel: str
    listed: bool

    def __init__(self) -> None:
        self.places = []
        self.text = ""
        self.rel = ""
        self.listed = False


_LIST = 5
"""Links of one kind that make a list."""


class _Lists:
    """Which links of a page are many of a kind: in the same place, or with the same shape of address."""

    def __init__(self, gathered: dict[str, _Gathered]) -> None:
        self._paths = Counter(one.places[0].path for one in gathered.values() if one.places)
        shapes = {link: shape_of(link) for link, one in gathered.items() if any(not p.furniture for p in one.places)}
        self._shapes = {link: shape for link, shape in shapes.items() if _NUMBERED.search(shape)}
        self._alike = Counter(self._shapes.values())

    def repeats(self, place: Place) -> bool:
        """Tell whether a list stands in this place."""
        return self._paths[place.path] >= _LIST

    def numbers(self, link: str) -> bool:
        """Tell whether many links outside menus differ from *link* in number, date or title only."""
        return self._alike[self._shapes.get(link, "")] >= _LIST


_NUMBERED = re.compile(r"\{(?:digits|id|date)\}")


class _Scope:
    """Which URLs belong to the site."""

    def __init__(self, url: str, source: Source | None) -> None:
        self.sites = {_site(urlsplit(url).netloc)}
        if source:
            self.sites |= {_site(host) for host in source.hosts}
        self._hosts: dict[str, bool] = {}
        """By what stands for the host in a URL: whether it is of the site."""

    def __contains__(self, url: str) -> bool:
        host = url.split("/", 3)[2]
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _site(urlsplit(url).netloc) in self.sites
        return known


def _site(netloc: str) -> tuple[str, str]:
    """Return registrable domain and port: one address with two ports is two sites, as on a test machine."""
    host = netloc.rpartition("@")[2].lower()
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name, port = host, ""
    return registrable_domain(name) or name, "" if port in ("80", "443") else port


def same_site(url: str, other: str) -> bool:
    """Tell whether two URLs belong to one site: the same registrable domain, any host of it, and the same port."""
    return _site(urlsplit(url).netloc) == _site(urlsplit(other).netloc)


def _gather(tree: Any, base: str, scope: _Scope) -> tuple[dict[str, _Gathered], set[bytes]]:
    """Return the links of the tree, and those of their raw values that need no second look."""
    gathered: dict[str, _Gathered] = {}
    by_href: dict[str, _Gathered | None] = {}
    places = Places()
    for element in tree.iter("a", "area"):
        href = element.get("href")
        if not href or href[0] == "#":
            continue
        if href not in by_href:
            link = absolute_url(href, base)
            if link is None or link not in scope:
                by_href[href] = None
            elif link in gathered or len(gathered) < MAX_LINKS:
                by_href[href] = gathered.setdefault(link, _Gathered())
            else:
                break
        one = by_href[href]
        if one is None:
            continue
        if len(one.places) < 4:
            place = places.of(element)
            one.places.append(place)
            if len(place.text) > len(one.text):
                one.text = place.text
        if rel := element.get("rel"):
            one.rel = f"{one.rel} {rel}".strip().lower()
    # A value with an ampersand stands otherwise in the bytes.
    met = {href.encode("utf-8", "replace") for href in by_href if "&" not in href}
    return gathered, met


def _judge(link: str, one: _Gathered, rules: UrlRules | None, shapes: Shapes | None, lists: _Lists) -> FoundLink:
    said = rules.says(link) if rules else None
    if said:
        return _found(link, one, "article", 1.0, "profile")
    page_kind = kind_of_page(link, one.rel)
    if rules and rules.denies(link):
        return _found(link, one, "service", 0.0, "profile")
    verdict = judge_url(link)
    score, signs = _place_score(link, verdict.score, one, lists)
    if shapes is not None and page_kind == "text":
        score, sign = _learned(shapes.says(link), score)
        signs += sign
    why = ", ".join([*signs, verdict.why])
    headline = any(p.in_heading and p.words >= 3 for p in one.places)
    outside = all(p.furniture for p in one.places) and bool(one.places)
    kind: LinkKind = "article"
    if page_kind in ("service", "file"):
        kind = "service"
    elif page_kind == "front":
        kind = "section"
    elif page_kind in ("tag", "author"):
        kind = "article" if headline and score >= LIKELY else page_kind
    elif page_kind == "section" and not (headline or one.listed) and score < LIKELY:
        kind = "section"
    elif outside and score < LIKELY:
        # A menu, a footer or a side bar: only what looks like an article by itself.
        kind = "section"
    if said is False and kind == "article":
        kind, score, why = "section", 0.0, "profile"
    return _found(link, one, kind, round(score, 3), why)


def _found(link: str, one: _Gathered, kind: LinkKind, score: float, why: str) -> FoundLink:
    date = next((p.date for p in one.places if p.date), None)
    return FoundLink(url=link, kind=kind, score=score, text=one.text or None, printed_date=date, why=why)


def _learned(said: bool | None, score: float) -> tuple[float, list[str]]:
    """Return the score with what pages of the same shape proved to be. A shape never shuts a link out."""
    if said is None:
        return score, []
    odds = min(score, 1 - 1e-6) / (1 - min(score, 1 - 1e-6)) * (20 if said else 0.05)
    return odds / (1 + odds), ["its shape gave articles" if said else "its shape gave none"]


def _place_score(link: str, url_score: float, one: _Gathered, lists: _Lists) -> tuple[float, list[str]]:
    """Return the score with what the link's places say, as odds, and the names of those signs."""
    odds = max(1e-4, min(url_score, 1 - 1e-4))
    odds /= 1 - odds
    signs: list[str] = []
    best = 1.0
    best_signs: list[str] = []
    for place in one.places:
        factor, named = place.weight(repeated=lists.repeats(place))
        if factor > best or not best_signs:
            best, best_signs = factor, named
    odds *= best
    signs += best_signs
    if lists.numbers(link):
        odds *= 4
        signs.append("one of many numbered alike")
    if one.listed:
        odds *= 8
        signs.append("ItemList")
    return odds / (1 + odds), signs


def _ordered_pages(
    tree: Any, base: str, here: str, pages: list[str], source: Source | None, scope: _Scope
) -> tuple[str, ...]:
    """Return the section's further pages: what the page itself calls next first, then in number order."""
    first = [
        link
        for element in tree.iter("link", "a")
        if "next" in (element.get("rel") or "").lower().split()
        and (link := absolute_url(element.get("href") or "", base))
        and link in scope
    ]
    if source and source.page_param and (link := next_by_param(here, source.page_param)):
        first.append(link)
    ordered = sorted(pages, key=_number_in)
    return tuple(dict.fromkeys(p for p in (*first, *ordered) if p != here))


def _number_in(url: str) -> tuple[int, str]:
    numbers = re.findall(r"\d+", urlsplit(url)._replace(scheme="", netloc="").geturl())
    return (int(numbers[-1][:9]) if numbers else 0, url)
