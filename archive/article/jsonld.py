"""JSON-LD as pages really write it: broken, listed, graphed, repeated. What the article's node says, as plain text.

Nothing here is believed: values are handed on as findings and checked against the page by ``settle``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec

from archive.article.hints import named
from archive.article.layout import folded, tidy
from archive.article.patterns import late

MAX_CHARS = 2_000_000
MAX_NODES = 5_000

ARTICLE_TYPES = named(
    "newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle",
    "backgroundnewsarticle asknewsarticle blogposting liveblogposting socialmediaposting report",
    "scholarlyarticle techarticle satiricalarticle advertisercontentarticle review discussionforumposting",
)
# Types that carry an article's facts where no article node does.
SECOND_TYPES = named(
    "webpage itempage newsvideo videoobject imagegallery mediagallery creativework podcastepisode",
)
ORGANISATION_TYPES = named(
    "organization newsmediaorganization corporation collegeoruniversity governmentorganization ngo",
    "localbusiness brand educationalorganization performinggroup website",
)

Types = tuple[str, ...]
"""Lower-case types of a node."""

_HOLDERS = (dict, list)
_COMMENT = late(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = late(r",(\s*[}\]])")
_CONTROL = late(r"[\x00-\x1f]+")
_NO_PATH = re.compile(r"^https?://[^/]*|[?#].*$")
TAG = late(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Who is named as author or publisher."""

    name: str
    organisation: bool
    """True where the node's type says so."""
    person: bool
    """True where the node's type says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """What the JSON-LD of a page says of its article. Empty where there is none."""

    types: tuple[str, ...] = ()
    """Lower-case types of the article's node."""
    headline: str | None = None
    alternative: str | None = None
    description: str | None = None
    authors: tuple[Name, ...] = ()
    publisher: tuple[str, ...] = ()
    """Names of publishers, sites and organisations of the page."""
    published: str | None = None
    modified: str | None = None
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str | None = None
    """The longest articleBody of all nodes, as it stands there: it may hold markup."""
    language: str | None = None
    free: bool | None = None
    """isAccessibleForFree."""
    place: str | None = None
    """dateline or contentLocation."""
    breadcrumb: tuple[str, ...] = ()
    page_types: tuple[str, ...] = ()
    """Lower-case types of all top nodes: to tell listings and videos."""
    broken: bool = False
    """Some script could not be read."""


def load(text: str) -> Any:
    """Return the JSON that *text* holds, mended where pages commonly break it; None where it cannot be read."""
    text = text[:MAX_CHARS].strip()
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        pass
    import json

    mended = _COMMENT.sub("", _COMMENT.sub("", text)).strip().rstrip(";")
    if "&quot;" in mended and '"' not in mended:
        mended = unescaped(mended)
    for attempt in (mended, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", mended))):
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(attempt)
        except (ValueError, RecursionError):
            continue
        rest = attempt[end:].lstrip(" ,;\n\r\t")
        if rest[:1] in "{[" and rest:  # two objects written one after the other
            more = load(rest)
            return [value, more] if more is not None else value
        return value
    return None


def unescaped(text: str) -> str:
    """Return *text* with its character references resolved."""
    from html import unescape

    return unescape(text)


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object of *value* that has a type, outer ones first."""
    for item in _objects(value):
        if "@type" in item:
            yield item


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of *value*, outer ones first."""
    todo = [value]
    for item in islice(todo, MAX_NODES):  # grows as it is read
        if isinstance(item, dict):
            yield item
            todo += [v for v in item.values() if isinstance(v, _HOLDERS)]
        elif isinstance(item, list):
            todo += item


def _longest_body(values: Sequence[Any]) -> str | None:
    bodies = [o.get("articleBody") for value in values for o in _objects(value)]
    return max((body for body in bodies if isinstance(body, str)), key=len, default=None)


def _types(node: Mapping[str, Any]) -> Types:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return tuple([str(k).rpartition("/")[2].rpartition(":")[2].lower() for k in kinds if k])


def _text(value: Any) -> str | None:
    """Return a string value, entities and tags cut; the first of a list, @value or name of an object."""
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("headline")
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    if "&" in text:
        text = unescaped(text)
        if "&" in text and ";" in text:
            text = unescaped(text)
    if "<" in text:
        text = TAG.sub(" ", text)
    text = tidy(text)
    return text if text and text.lower() not in ("none", "null", "undefined", "n/a", "-") else None


def _texts(value: Any, split: bool = False) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    found = [t for t in map(_text, values) if t]
    if split:
        found = [part.strip() for text in found for part in re.split(r"\s*[,;|،、]\s*", text) if part.strip()]
    return tuple(dict.fromkeys(found))


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for item in value if isinstance(value, list) else [value]:
        node = item
        if isinstance(node, dict) and "name" not in node and node.get("@id") in by_id:
            node = by_id[str(node["@id"])]
        if isinstance(node, dict) and isinstance(node.get("name"), list):
            names: Sequence[Any] = node["name"]
        else:
            names = [node]
        kinds = _types(node) if isinstance(node, dict) else ()
        for one in names:
            text = _text(one)
            if text and not text.startswith(("http:", "https:")):
                name = Name(
                    name=text,
                    organisation=any(k in ORGANISATION_TYPES for k in kinds),
                    person="person" in kinds,
                )
                found.setdefault(folded(text), name)
    return tuple(found.values())


def _article_score(node: Mapping[str, Any], kinds: Types, url_key: str, titles: frozenset[str]) -> float:
    score = 0.0 if SECOND_TYPES.isdisjoint(kinds) else 2.0
    score = score if ARTICLE_TYPES.isdisjoint(kinds) else 10.0
    if not score:
        return 0.0
    score += sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "description"))
    named = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    named += [n.get("@id") or n.get("url") for n in named if isinstance(n, dict)]
    paths = [_path(n) for n in named if isinstance(n, str)]
    if url_key and url_key in paths:
        score += 8
    if folded(_text(node.get("headline")) or _text(node.get("name"))) in titles:
        score += 6
    return score


def _path(url: str) -> str:
    return _NO_PATH.sub("", url).rstrip("/")


def read_json_ld(scripts: Sequence[str], *, url: str, titles: Sequence[str] = ()) -> LinkedData:
    """Return what the article's node among *scripts* says.

    Where several nodes are articles (related ones, an ItemList), the one whose URL is *url* or whose headline is
    among *titles* is the page's.
    """
    if not scripts:
        return LinkedData()
    values = [load(script) for script in scripts]
    nodes = [(node, _types(node)) for value in values for node in _nodes(value)]
    by_id = {str(node["@id"]): node for node, _ in reversed(nodes) if node.get("@id") and len(node) > 2}
    known = frozenset(filter(None, map(folded, titles)))
    path = _path(url)
    scores = [_article_score(node, kinds, path, known) for node, kinds in nodes]
    best = max(range(len(nodes)), key=scores.__getitem__, default=None)
    node: Mapping[str, Any]
    node, kinds = nodes[best] if best is not None and scores[best] >= 2 else ({}, ())
    free = node.get("isAccessibleForFree")
    return LinkedData(
        types=kinds,
        headline=_text(node.get("headline")) or (_text(node.get("name")) if kinds and kinds[0] != "webpage" else None),
        alternative=_text(node.get("alternativeHeadline")),
        description=_text(node.get("description")) or _text(node.get("abstract")),
        authors=_names(node.get("author"), by_id) or _names(node.get("creator"), by_id),
        publisher=_publishers(nodes, node, by_id),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")) or _text(node.get("uploadDate")),
        modified=_text(node.get("dateModified")) or _latest_entry(node),
        sections=_texts(node.get("articleSection")),
        keywords=_texts(node.get("keywords"), split=True),
        body=_longest_body(values) if any("articleBody" in script for script in scripts) else None,
        language=_text(node.get("inLanguage")),
        free=None if free is None else str(free).strip().lower() in ("true", "1", "yes"),
        place=_text(node.get("dateline")) or _text(node.get("locationCreated")),
        breadcrumb=_breadcrumb(nodes),
        page_types=tuple(dict.fromkeys(k for _, of_node in nodes for k in of_node)),
        broken=any(v is None for v in values),
    )


def _latest_entry(node: Mapping[str, Any]) -> str | None:
    """Return when the latest entry of a live blog was written: its last change, where it declares none itself."""
    entries = node.get("liveBlogUpdate")
    found: list[tuple[datetime, str]] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, dict) and (text := _text(entry.get("datePublished")) or _text(entry.get("dateModified"))):
            try:
                at = datetime.fromisoformat(text)
            except ValueError:
                continue
            found.append((at if at.tzinfo else at.replace(tzinfo=UTC), text))
    return max(found)[1] if found else None


def _publishers(
    nodes: Sequence[tuple[Mapping[str, Any], Types]], node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> tuple[str, ...]:
    names = [n.name for n in _names(node.get("publisher"), by_id) + _names(node.get("sourceOrganization"), by_id)]
    for other, kinds in nodes:
        if "newsmediaorganization" in kinds or "website" in kinds:
            names += _texts(other.get("name")) + _texts(other.get("alternateName"))
    return tuple(dict.fromkeys(names))


def _breadcrumb(nodes: Sequence[tuple[Mapping[str, Any], Types]]) -> tuple[str, ...]:
    for node, kinds in nodes:
        if "breadcrumblist" in kinds:
            items = node.get("itemListElement")
            steps = []
            for item in items if isinstance(items, list) else [items]:
                if isinstance(item, dict):
                    name = _text(item.get("name")) or _text(
                        item.get("item") if isinstance(item.get("item"), dict) else None
                    )
                    if name:
                        steps.append((_position(item.get("position")), name))
            if steps:
                return tuple(name for _, name in sorted(steps, key=lambda s: s[0]))
    return ()


def _position(value: Any) -> int:
    return int(value) if len(str(value)) < 10 and str(value).isdecimal() else 0
