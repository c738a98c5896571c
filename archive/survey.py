"""Survey: what the captured pages of a site say about its profile: is it right still, and what is furniture there.

Both are explicit passes over WARC files, by hand or by cron; nothing is learned while pages are read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.article.blockpage import block_reason
from archive.article.blocks import Walk
from archive.article.extract import extract, find_article
from archive.article.model import Article
from archive.article.page import Page
from archive.article.selectors import select
from archive.errors import DamagedRecord, MessageError
from archive.reading import REQUISITE_OF
from archive.sources.catalogue import Catalogue
from archive.sources.learned import Counts, Learned
from archive.sources.patterns import UrlRules
from archive.sources.profile import Source
from archive.warc.capture import REVISIT

OnDamage = Callable[[DamagedRecord], None]
MAX_EXAMPLES = 3
MAX_URLS = 1_000_000
FIELDS = (
    "kicker",
    "headline",
    "standfirst",
    "section",
    "tags",
    "authors",
    "agency",
    "published",
    "modified",
    "text",
    "images",
    "language",
)
"""Fields that a check reports on, in an article's order."""


def read_pages(warcs: Iterable[Path], on_damage: OnDamage) -> Iterator[Page]:
    """Yield the HTML pages with status 200 of *warcs*, each URL once (its first capture); revisits are passed over.

    So is what no crawl reads either: what came torn, frames, and block pages; a later capture may be the page.
    """
    from archive.warc.reader import read_exchanges

    seen: set[str] = set()
    for warc in warcs:
        for capture, exchange in read_exchanges(warc, on_damage=on_damage):
            if capture.status != 200 or capture.mime == REVISIT or capture.urlkey in seen:
                continue
            if exchange.truncated is not None or REQUISITE_OF in dict(exchange.notes):
                continue
            try:
                urlsplit(capture.url)  # in somebody's WARC it need be no URL, and is of no site then
                page = Page.of(exchange, record_id=capture.record_id)
            except (ValueError, MessageError):
                continue
            if block_reason(page):
                continue
            if len(seen) < MAX_URLS:
                seen.add(capture.urlkey)
            yield page


def learn_furniture(
    warcs: Iterable[Path], catalogue: Catalogue, on_damage: OnDamage, *, min_pages: int = 5, share: float = 0.3
) -> dict[str, Learned]:
    """Return by host the lines that stand on at least *min_pages* of its articles and on that *share* of them.

    Deterministic: the same WARCs give the same lines. Each article counts once, however often it was captured.
    """
    counts: dict[str, Counts] = {}
    known: set[str] = set()
    for page in read_pages(warcs, on_damage):
        # What was learned before must not hide what stands on the pages.
        source = replace(catalogue.find(page.url), learned=())
        article = find_article(page, source)
        if article is None or (key := article.canonical_url or article.url) in known:
            continue
        known.add(key)
        host = urlsplit(page.url).netloc.rpartition("@")[2].lower()
        counts.setdefault(host, Counts()).add_page(page_lines(page), own_lines(article))
    return {host: counted.learned(host, min_pages=min_pages, share=share) for host, counted in sorted(counts.items())}


def page_lines(page: Page) -> list[str]:
    """Return the lines of a page as the body's reader sees them: navigation is out already, other furniture is not."""
    body = page.tree.find("body")
    return [line.text for line in Walk(page.tree if body is None else body).lines]


def own_lines(article: Article) -> list[str]:
    """Return the lines that were read as the article's own: headline, standfirst, the blocks of its body."""
    lines = [text for text in (article.kicker, article.headline, article.standfirst) if text]
    for block in article.body:
        lines += [block.text, *block.items]
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCheck:
    """One field over all article pages of a profile's site."""

    name: str
    filled: int
    """Pages on which the profile's reading has a value."""
    filled_generic: int
    """Pages on which the reading without a profile has one."""
    differing: int
    """Pages on which the two readings differ."""
    examples: tuple[tuple[str, str, str], ...]
    """URL, the profile's value, the generic value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCheck:
    """One selector of a profile over the captures of the days for which it holds."""

    field: str
    selector: str
    pages: int
    """Article pages of the days on which the rule holds."""
    matched: int
    """Of these, pages on which it finds something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCheck:
    """What captured pages say of a profile."""

    pages: int
    """Pages of the profile's hosts."""
    articles: int
    """Of these, pages that read as articles."""
    fields: tuple[FieldCheck, ...]
    rules: tuple[RuleCheck, ...]
    not_allowed: tuple[str, ...]
    """Articles whose URL the profile does not let pass: the crawl would miss them."""
    no_articles: tuple[str, ...]
    """Pages that are no articles though the profile's ``allow`` or ``article`` says so of their URL."""


def check_profile(source: Source, warcs: Iterable[Path], on_damage: OnDamage) -> ProfileCheck:
    """Return how *source* reads the pages of its hosts in *warcs*, against the generic reading of the same pages."""
    catalogue = Catalogue([source])
    rules = UrlRules.of(source)
    tallies = {name: _FieldTally() for name in FIELDS}
    selectors = [(rule, selector) for rule in source.rules for selector in rule.selectors]
    held, matched = Counter[int](), Counter[int]()
    not_allowed: list[str] = []
    no_articles: list[str] = []
    pages = articles = 0
    for page in read_pages(warcs, on_damage):
        if catalogue.find(page.url) is not source:
            continue
        pages += 1
        article = find_article(page, source)
        said = rules.says(page.url)
        if article is None:
            if said:
                no_articles.append(page.url)
            continue
        articles += 1
        if said is False:
            not_allowed.append(page.url)
        generic = extract(page, _generic(source))
        for name, tally in tallies.items():
            tally.add(page.url, getattr(article, name), getattr(generic, name))
        for i, (rule, selector) in enumerate(selectors):
            if rule.holds_on(page.captured_at.date()):
                held[i] += 1
                matched[i] += bool(select(page.tree, selector))
    return ProfileCheck(
        pages=pages,
        articles=articles,
        fields=tuple(tally.check(name) for name, tally in tallies.items()),
        rules=tuple(
            RuleCheck(field=rule.field, selector=selector, pages=held[i], matched=matched[i])
            for i, (rule, selector) in enumerate(selectors)
        ),
        not_allowed=tuple(not_allowed),
        no_articles=tuple(no_articles),
    )


def _generic(source: Source) -> Source:
    """Return the source as it would be without its rules of reading: only id and hosts are kept."""
    return Source(id=source.id, hosts=source.hosts)


class _FieldTally:
    def __init__(self) -> None:
        self.filled = self.filled_generic = self.differing = 0
        self.examples: list[tuple[str, str, str]] = []

    def add(self, url: str, value: object, generic: object) -> None:
        self.filled += bool(value)
        self.filled_generic += bool(generic)
        if value != generic:
            self.differing += 1
            if len(self.examples) < MAX_EXAMPLES:
                self.examples.append((url, _shown(value), _shown(generic)))

    def check(self, name: str) -> FieldCheck:
        return FieldCheck(
            name=name,
            filled=self.filled,
            filled_generic=self.filled_generic,
            differing=self.differing,
            examples=tuple(self.examples),
        )


def _shown(value: object) -> str:
    """Return a value short enough for a table: a text's start and length, how many pictures."""
    if not value:
        return "-"
    if isinstance(value, tuple):
        text = ", ".join(v if isinstance(v, str) else getattr(v, "url", str(v)) for v in value)
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:70]}... ({len(text)} characters)"
