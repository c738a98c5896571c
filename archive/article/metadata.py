"""Reader: what a page declares of itself: JSON-LD, OpenGraph, meta elements, microdata, the head's links.

Everything comes out as findings; nothing is decided here.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from archive.article.finding import Evidence, Finding
from archive.article.jsonld import TAG, LinkedData, read_json_ld
from archive.article.layout import Layout, element_text, folded, tidy
from archive.article.lines import PLAIN_ADDRESS
from archive.article.microdata import microdata_of
from archive.article.patterns import late
from archive.urlkey import printable_url, registrable_domain

# Which meta names carry which field: the first of each group is the commonest.
_METAS: tuple[tuple[str, Evidence, tuple[str, ...]], ...] = (
    ("headline", "opengraph", ("og:title",)),
    (
        "headline",
        "meta",
        ("twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "title"),
    ),
    ("standfirst", "opengraph", ("og:description",)),
    ("standfirst", "meta", ("description", "twitter:description", "dc.description", "dcterms.abstract")),
    (
        "authors",
        "meta",
        (
            "author",
            "article:author",
            "article:author:name",
            "article.author",
            "articleauthor",
            "article_author",
            "authors",
            "cxenseparse:author",
            "parsely-author",
            "dc.creator",
            "dc:creator",
            "dcterms.creator",
            "dcsext.author",
            "sailthru.author",
            "citation_author",
            "byl",
            "mediator_author",
            "twitter:data1",
        ),
    ),
    (
        "section",
        "meta",
        ("article:section", "section", "cxenseparse:section", "parsely-section", "cse:section", "dc.subject"),
    ),
    (
        "language",
        "meta",
        ("og:locale", "language", "dc.language", "dcterms.language", "content-language", "inlanguage"),
    ),
)
PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "rnews:datepublished",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time",
    "published",
    "article.published",
    "article:post_date",
    "originalpublicationdate",
    "mediator_published_time",
    "dc.date",
    "dcterms.date",
    "dc.terms.date",
    "date",
    "article_date_original",
    "bt:pubdate",
    "gentime",
    "vr:published_time",
    "last-published",
)
MODIFIED_METAS = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "modified",
    "article.updated",
    "revision_date",
)
_METAS = (*_METAS, ("published", "meta", PUBLISHED_METAS), ("modified", "meta", MODIFIED_METAS))
_SITE_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "publisher",
    "twitter:site",
    "al:ios:app_name",
    "dc.publisher",
    "copyright",
)
_LANGUAGE = late(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the page says of itself, and who it says it is."""

    findings: tuple[Finding, ...]
    linked: LinkedData
    site_names: frozenset[str]
    """Folded names of the site, its publisher and its host: never a headline, never an author."""
    canonical_url: str | None
    amp_url: str | None
    tags: tuple[str, ...]


def read_declared(layout: Layout, *, url: str) -> Declared:
    """Return what the head, the JSON-LD and the microdata of a page at *url* declare."""
    titles = [layout.title, *layout.metas.get("og:title", ()), *(element_text(m.element) for m in layout.h1[:4])]
    canonical = _declared_url(layout.links.get("canonical", ()) or layout.metas.get("og:url", ()), url)
    linked = read_json_ld(layout.json_ld, url=canonical or url, titles=titles)
    findings: list[Finding] = []
    _from_json_ld(linked, findings)
    for field, evidence, names in _METAS:
        for name in names:
            if contents := layout.metas.get(name):
                values = [tidy(TAG.sub(" ", c)) if "<" in c else c for c in contents]
                findings += [Finding(field=field, value=v, evidence=evidence, where=name) for v in values if v]
    findings += microdata_of(layout)
    if layout.title:
        findings.append(Finding(field="headline", value=layout.title, evidence="title", where="title"))
    return Declared(
        findings=tuple(findings),
        linked=linked,
        site_names=_site_names(layout, linked, url),
        canonical_url=canonical,
        amp_url=_declared_url(layout.links.get("amphtml", ()), url),
        tags=_tags(layout, linked),
    )


def _from_json_ld(linked: LinkedData, findings: list[Finding]) -> None:
    def add(field: str, value: str | None, where: str) -> None:
        if value:
            findings.append(Finding(field=field, value=value, evidence="json-ld", where=where))

    add("headline", linked.headline, "headline")
    add("standfirst", linked.description, "description")
    add("standfirst", linked.alternative, "alternativeHeadline")
    for name in linked.authors:
        add(
            "authors", name.name, "author:" + ("organisation" if name.organisation else "person" if name.person else "")
        )
    add("published", linked.published, "datePublished")
    add("modified", linked.modified, "dateModified")
    for section in linked.sections:
        add("section", section, "articleSection")
    add("language", linked.language, "inLanguage")
    add("dateline", linked.place, "dateline")


def _declared_url(hrefs: tuple[str, ...], base: str) -> str | None:
    for href in map(str.strip, hrefs):
        if PLAIN_ADDRESS.fullmatch(href):
            return printable_url(href)
        try:
            url = urljoin(base, href)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return printable_url(url)
    return None


def _site_names(layout: Layout, linked: LinkedData, url: str) -> frozenset[str]:
    host = urlsplit(url).hostname or ""
    names = [*linked.publisher]
    for meta in _SITE_METAS:
        names += layout.metas.get(meta, ())
    domain = registrable_domain(host) if host else ""
    label = domain.removeprefix("www.").split(".")[0]
    names += [host, host.removeprefix("www."), domain, label, label.replace("-", " ")]
    keys = {folded(n.lstrip("@")) for n in names} - {""}
    # "The Guardian" and "theguardian": written together they are the same name.
    return frozenset(keys | {k.replace(" ", "") for k in keys})


def _tags(layout: Layout, linked: LinkedData) -> tuple[str, ...]:
    found: list[str] = list(layout.metas.get("article:tag", ()))
    if len(found) == 1 and "," in found[0]:
        found = re.split(r"\s*,\s*", found[0])
    found = found or list(linked.keywords)
    if not found:
        for name in ("news_keywords", "cxenseparse:recs:articlekeywords", "parsely-tags", "sailthru.tags", "keywords"):
            for content in layout.metas.get(name, ()):
                found += re.split(r"\s*[,;،、]\s*", content)
            if found:
                break
    if not found:
        found = [element_text(e, 80) for rel, e in layout.rel_links if rel == "tag"]
    seen: dict[str, str] = {}
    for tag in found:
        # Machine words (ids, "type=article") are no tags.
        if 1 < len(tag) <= 60 and not re.search(r"[:=/_]|^\d+$", tag):
            seen.setdefault(folded(tag), tag)
    seen.pop("", None)
    return tuple(seen.values())[:40]


def language_tag(value: str | None) -> str | None:
    """Return *value* as a BCP 47 tag (``it``, ``pt-BR``, ``zh-Hant-TW``), or None where it is none."""
    if not value:
        return None
    value = value.split(",")[0].split(";")[0].split(".")[0].strip()
    if not _LANGUAGE.match(value):
        return None
    parts = value.replace("_", "-").split("-")
    rest = [p.title() if len(p) == 4 else p.upper() for p in parts[1:]]
    return "-".join([parts[0].lower(), *rest])
