"""extract(page, source) -> Article: asks the readers and settles. Pure: no network, no disk, no clock."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from archive import __version__
from archive.article.body import Body, read_body
from archive.article.byline import read_authors, with_collective
from archive.article.dateline import read_dateline
from archive.article.headline import read_headline
from archive.article.identity import article_id, article_key, content_hash
from archive.article.kind import is_listing, read_kind
from archive.article.language import detect_language
from archive.article.layout import Layout, read_layout
from archive.article.metadata import Declared, read_declared
from archive.article.model import Article, Block
from archive.article.moment import Moment
from archive.article.page import Page
from archive.article.patterns import beyond_latin, late
from archive.article.paywall import read_paywalled
from archive.article.section import read_section
from archive.article.selectors import ruled, ruled_all
from archive.article.settle import Settled, confidence_of, settle_language
from archive.article.signed import Byline, read_signature
from archive.article.standfirst import read_standfirst
from archive.article.timing import place_of, read_timing
from archive.sources.profile import Source

_DENSE = late("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ARTICLE_KINDS = frozenset(("article", "liveblog", "gallery", "video"))


def extract(page: Page, source: Source) -> Article:
    """Return the article that *page* holds, read by the rules of *source* and the habits of the web.

    Every HTML page gives an Article, whether it is one or not: see :func:`is_article`; a listing has no text. The
    fields of history and storage (revision, WARC file and offset, first and last seen) are None: the store sets them.
    """
    layout, declared, listing = _seen(page)
    return _read(page, source, layout, declared, listing=listing)


def find_article(page: Page, source: Source) -> Article | None:
    """Return what :func:`extract` makes of *page*, None where that is no article. A list of articles is told soon."""
    layout, declared, listing = _seen(page)
    if listing and read_kind(layout, declared, url=page.url, words=0, dated=False, listing=True) not in ARTICLE_KINDS:
        return None
    article = _read(page, source, layout, declared, listing=listing)
    return article if is_article(article) else None


def _seen(page: Page) -> tuple[Layout, Declared, bool]:
    """Return the lines of *page*, what it declares, and whether it is a list of articles."""
    layout = read_layout(page.tree)
    declared = read_declared(layout, url=page.url)
    return layout, declared, is_listing(layout, declared, url=page.url)


def _read(page: Page, source: Source, layout: Layout, declared: Declared, *, listing: bool) -> Article:
    tree = page.tree
    day = page.captured_at.date()
    out = Settled()

    language, language_source = settle_language(page, source, layout, declared, detect_language)
    place = place_of(source, url=page.url, language=language, captured_at=page.captured_at)

    head = read_headline(layout, declared, url=page.url)
    line = head.line if head else None
    headline = out.pick(
        "headline", ruled(tree, source, "headline", day), head.text if head else None, head.evidence if head else ""
    )
    if head is not None and head.line is None:
        out.warn("headline_not_printed")
    kicker = out.pick("kicker", ruled(tree, source, "kicker", day), head.kicker if head else None, "text")

    byline = read_authors(layout, declared, headline_line=line, ruled=ruled(tree, source, "byline", day))
    deck = read_standfirst(layout, declared, headline=headline or "", line=line, authors=byline.authors)
    standfirst = out.pick(
        "standfirst",
        ruled(tree, source, "standfirst", day),
        deck.value if deck else None,
        deck.evidence if deck else "",
    )

    timing = read_timing(
        layout, declared, place, url=page.url, headline_line=line, ruled=ruled(tree, source, "date", day)
    )
    out.note("published", timing.published_source)
    out.note("modified", timing.modified_source)
    out.warn(*timing.warnings)

    paywalled, wall = read_paywalled(layout, declared, markers=source.paywall_markers)
    body = Body()
    if not listing:
        read = partial(
            read_body,
            page,
            source,
            headline=headline,
            byline=byline.printed,
            authors=byline.authors,
            told=declared.linked.body,
            skipped=layout.menus + layout.comments,
        )
        body = read(standfirst=standfirst)
        if standfirst and not body.text and not paywalled:
            # A brief of one paragraph has no deck: what was taken for one is its text.
            brief = read()
            if brief.text:
                body, standfirst = brief, None
                out.drop("standfirst")
    captions = {image.caption for image in body.images}
    blocks = tuple(block for block in body.blocks if block.type != "caption" or block.text not in captions)
    if not byline.authors:
        byline, blocks = _signed(byline, layout, declared, blocks)
        byline = with_collective(byline, declared)
    out.note("authors", byline.evidence if byline.authors else None)
    out.note("agency", byline.agency_evidence if byline.agency else None)
    out.note("byline_raw", "text" if byline.printed else None)
    text = text_of(blocks)
    words = words_in(text or "")
    weight = weight_of(text, words)
    out.note("body", body.evidence if text else None)
    out.warn(*body.warnings)
    if not text:
        out.warn("no_body")

    found = read_section(layout, declared, url=page.url, headline=headline, kicker=kicker)
    if found is not None and found.value in byline.authors:
        found = None  # a column that bears its author's name
    section = out.pick(
        "section", ruled(tree, source, "section", day), found.value if found else None, found.evidence if found else ""
    )
    tags = ruled_all(tree, source, "tags", day) or declared.tags
    out.note("paywalled", wall.evidence if wall else None)
    kind = read_kind(
        layout,
        declared,
        url=page.url,
        words=weight,
        dated=timing.published is not None,
        listing=listing,
    )
    key = article_key(source, url=page.url, declared=declared.canonical_url)
    out.warn(*(f"page: {problem}" for problem in page.problems))
    if declared.linked.broken:
        out.warn("json-ld_broken")
    profiled = bool(
        source.rules or source.furniture or source.end_before or source.learned or source.zone or source.name
    )
    moment, changed = timing.published, timing.modified
    return Article(
        id=article_id(source, key),
        source=source.id,
        url=page.url,
        requested_url=page.requested_url,
        canonical_url=declared.canonical_url,
        amp_url=declared.amp_url,
        language=language,
        language_source=language_source,
        kicker=kicker,
        headline=headline,
        standfirst=standfirst,
        section=section,
        tags=tags,
        authors=byline.authors,
        agency=byline.agency,
        byline_raw=byline.printed,
        published=rfc3339(moment),
        published_granularity=moment.precision if moment else None,
        published_raw=moment.printed if moment else None,
        published_source=timing.published_source,
        published_tz_source=moment.zone_from if moment else None,
        published_utc=_utc(moment),
        modified=rfc3339(changed),
        modified_granularity=changed.precision if changed else None,
        modified_raw=changed.printed if changed else None,
        dateline_place=declared.linked.place if _is_place(declared.linked.place) else read_dateline(text),
        text=text,
        body=blocks,
        images=tuple(body.images),
        links=tuple(body.links),
        word_count=words if text else None,
        char_count=len(text) if text else None,
        paywalled=paywalled,
        content_type=kind,
        content_hash=content_hash((kicker, headline, standfirst, text)),
        warc_record_id=page.record_id,
        capture_time=_z(page.captured_at),
        http_status=page.status,
        extractor_version=__version__,
        profile=source.id if profiled else None,
        profile_hash=source.fingerprint() if profiled else None,
        confidence=confidence_of(head, timing, byline, words=weight, kind=kind),
        field_sources=out.sources,
        warnings=out.warnings,
    )


def _signed(
    byline: Byline, layout: Layout, declared: Declared, blocks: tuple[Block, ...]
) -> tuple[Byline, tuple[Block, ...]]:
    """Return the byline with the names that sign the text, and the blocks without that line."""
    paragraphs = [block.text for block in blocks if block.type == "paragraph"]
    signed = read_signature(layout, paragraphs, site_names=declared.site_names)
    if signed is None:
        return byline, blocks
    printed = byline.printed if byline.agency else signed.printed
    merged = replace(byline, authors=signed.authors, printed=printed, evidence="text")
    return merged, tuple(block for block in blocks if block.text != signed.printed)


def is_article(article: Article) -> bool:
    """Tell whether a page is worth a line of its own: an article's kind, a headline, and a text or a date."""
    if article.content_type not in ARTICLE_KINDS or not article.headline:
        return False
    return weight_of(article.text, article.word_count or 0) >= 25 or article.published is not None


def words_in(text: str) -> int:
    """Return how many words *text* has, as spaces part them."""
    return len(text.split())


def weight_of(text: str | None, words: int) -> int:
    """Return *words*, or how many *text* would have if it put spaces between them: two dense letters are one."""
    if not text or beyond_latin(text) <= 2 * words:
        return words  # letters of the dense scripts are among those beyond Latin-1
    return max(words, len(_DENSE.findall(text)) // 2)


def text_of(blocks: tuple[Block, ...]) -> str | None:
    """Return the body as one text: blocks joined by two newlines, without captions and embeds; None where empty."""
    return "\n\n".join(b.text for b in blocks if b.type not in ("caption", "embed") and b.text) or None


def rfc3339(moment: Moment | None) -> str | None:
    """Return *moment* with its offset; ``-00:00`` where its zone is unknown (RFC 3339, 4.3)."""
    if moment is None:
        return None
    if moment.zone_from is None:
        return moment.at.replace(tzinfo=None).isoformat(timespec="seconds") + "-00:00"
    return moment.at.isoformat(timespec="seconds")


def _utc(moment: Moment | None) -> str | None:
    return _z(moment.at) if moment is not None and moment.zone_from is not None else None


def _z(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _is_place(text: str | None) -> bool:
    return text is not None and 2 <= len(text) <= 40 and not any(c.isdigit() for c in text)
