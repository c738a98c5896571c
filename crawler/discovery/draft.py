"""A draft of a source profile, from a URL and the captured pages of its site: a start for a person to go on from."""

import re
from collections import Counter
from collections.abc import Iterable

from archive.article.extract import extract, is_article
from archive.article.page import Page
from archive.article.zones import country_of_host, zone_for
from archive.sources.patterns import pattern_problem
from archive.sources.profile import Source
from archive.urlkey import registrable_domain
from crawler.discovery.sections import read_section, same_site
from crawler.discovery.shapes import Shapes, pattern_of
from crawler.discovery.urls import kind_of_page

MIN_LIKELY_LINKS = 5
"""Likely article links that make a page a section page."""
_MAX_SECTIONS = 20
_MAX_SHAPES = 8
_END_ID = re.compile(r"([-_.,;/])(\d{5,})(?:/|\.\w{2,5})?$")


class Draft:
    """What was seen of one site, page by page; :meth:`toml` writes it down."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._source = Source.for_host(_host(url))
        self._shapes = Shapes()
        self._languages: Counter[str] = Counter()
        self._offsets: Counter[str] = Counter()
        self._ids: dict[str, Counter[str]] = {}
        """Numbers at the ends of articles' addresses, by the sign before them."""
        self._sections: Counter[str] = Counter()
        self._feeds: dict[str, None] = {}
        self._hosts: Counter[str] = Counter()
        self.pages = 0
        self.articles = 0

    def add(self, page: Page) -> None:
        """Take note of one captured page; pages of other sites are passed over."""
        if not same_site(page.url, self.url):
            return
        self.pages += 1
        self._hosts[_host(page.url)] += 1
        article = extract(page, self._source)
        # A section page of many teasers may read as an article; where its address says what it is, that counts.
        if is_article(article) and kind_of_page(page.url) == "text":
            self.articles += 1
            self._shapes.learn(page.url, article=True)
            if article.language:
                self._languages[article.language] += 1
            if article.published and article.published_tz_source == "text":
                self._offsets[article.published[-6:]] += 1
            if found := _END_ID.search(page.url.partition("?")[0]):
                self._ids.setdefault(found[1], Counter())[found[2]] += 1
            return
        self._shapes.learn(page.url, article=False)
        section = read_section(page.html, page.url, self._source)
        likely = sum(link.likely for link in section.articles)
        if likely >= MIN_LIKELY_LINKS:
            self._sections[page.url] = likely
        self._feeds.update(dict.fromkeys(section.feeds))

    def toml(self) -> str:
        """Return the profile as TOML; what could not be seen stands as a comment."""
        host = _host(self.url)
        domain = registrable_domain(host.partition(":")[0]) or host
        sections = [self.url] if self.url not in self._sections else []
        sections += [url for url, _ in self._sections.most_common(_MAX_SECTIONS) if url not in sections]
        hosts = [h for h, _ in self._hosts.most_common(10)] or [host]
        language = self._languages.most_common(1)
        offset = self._offsets.most_common(1)
        lines = [
            f"# Drafted from {self.pages} captured pages, {self.articles} of them articles. Read it, mend it, then:",
            "#   emeroteca sources check THIS_FILE COLLECTION",
            f"id = {_text(_id(domain))}",
            '# name = "The name of the paper"',
            f"hosts = {_list(hosts)}",
            f"language = {_text(language[0][0])}" if language else '# language = "it"',
            *_place_lines(host, offset[0][0] if offset else None),
            "",
            "[start]",
            f"sections = {_list(sections)}",
            f"feeds = {_list(['auto', *self._feeds])}",
            'sitemaps = ["auto-news"]',
            "",
            "[urls]",
            *self._url_lines(),
            "",
            "[extract]",
            "# CSS selectors, only where the generic reading errs: headline, standfirst, date, byline, body, ...",
            '# kicker = ".occhiello"',
        ]
        return "\n".join(lines) + "\n"

    def _url_lines(self) -> list[str]:
        lines: list[str] = []
        trusted = [row for row in self._shapes.trusted() if row[1] > 1][:_MAX_SHAPES]
        for shape, hits, examples in trusted:
            pattern = pattern_of(shape)
            if pattern_problem(pattern) is None:
                lines.append(f"#   {shape}  {hits} articles, as {examples[0]}")
        if trusted:
            # Not in force: a shape not met yet would be shut out. A keeper who knows the site can uncomment it.
            patterns = [p for shape, _, _ in trusted if pattern_problem(p := pattern_of(shape)) is None]
            lines.append(f"# allow = {_list(patterns)}")
        else:
            lines.append("# allow = ['/\\d{4}/\\d{2}/']")
        lines.append("# deny = ['/login', '/tag/']")
        gap, numbers = max(self._ids.items(), key=lambda item: len(item[1]), default=("", Counter[str]()))
        # As many numbers as articles: ids. Fewer: days, on which many articles came out.
        if len(numbers) >= max(3, self.articles * 0.8) and len(numbers) == numbers.total():
            lines.append(f"article = '{re.escape(gap)}(?P<id>\\d{{5,}})(?:/|\\.\\w+)?(?:[?#]|$)'")
        else:
            lines.append("# article = '-(?P<id>\\d{5,})'")
        return lines


def _place_lines(host: str, offset: str | None) -> list[str]:
    """Return country and zone by the host's ending, with what the pages' own dates say beside them."""
    country = country_of_host(host)
    if country is None:
        return ['# country = "IT"', f'# timezone = "Europe/Rome"   (dates on the pages say {offset or "nothing"})']
    lines = [f'country = "{country}"']
    choice = zone_for(country=country)
    lines.append(f'timezone = "{choice.zone.key}"' if choice else '# timezone = "Europe/Rome"')
    if offset:
        lines[-1] += f"   # dates on the pages say {offset}"
    return lines


def draft_profile(url: str, pages: Iterable[Page]) -> Draft:
    """Return the draft for the site of *url*, from its captured *pages*."""
    draft = Draft(url)
    for page in pages:
        draft.add(page)
    return draft


def _host(url: str) -> str:
    return url.split("/", 3)[2].rpartition("@")[2].lower()


def _id(domain: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")[:64] or "unknown"


def _text(text: str) -> str:
    """Return *text* as a TOML string."""
    if "'" not in text and text.isprintable():
        return f"'{text}'" if "\\" in text or '"' in text else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_text(t) for t in texts) + "]"
