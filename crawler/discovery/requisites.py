"""Page requisites: all that a browser fetches to show a page, as far as no script must be run to know it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from archive.article.charset import decode
from archive.article.page import parse
from crawler.discovery.css import css_urls
from crawler.discovery.data import BLOCK_TYPES, PICTURE_END, answer_urls, block_urls, state_urls
from crawler.discovery.declared import base_of
from crawler.discovery.scripts import script_urls
from crawler.links import absolute_url

RequisiteKind = Literal["image", "stylesheet", "script", "font", "media", "frame", "data", "icon", "document"]
BodyKind = Literal["html", "css", "js", "svg", "json"]
MAX_REQUISITES = 2_000
"""Of one body at the most."""
MAX_OF_BLOCKS = 40
"""Of a page, named in blocks of JSON alone: such a block may hold the pictures of a whole newspaper."""
MAX_OF_ATTRIBUTE = 8
"""Pictures in one attribute's JSON: one picture in several sizes, or a few to change places."""
MAX_FRAMES_WRITTEN_OUT = 2
"""Frames whose pages stand in an attribute, one within the other."""
MAX_BYTES = 20 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisite:
    """One thing that a page needs."""

    url: str
    """Absolute, without fragment."""
    kind: RequisiteKind


Found = Iterator[tuple[str, RequisiteKind]]


# Where scripts for lazy loading keep a picture's address: read by name, since values alone say too little.
def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAZY_SOURCES = _names(
    """
    data-src data-original data-lazy data-lazy-src data-url data-image data-img data-img-src data-bg data-background
    data-background-image data-bg-src data-hi-res-src data-src-retina data-full-src data-large-image data-thumb
    data-fallback-src data-echo data-delayed-url data-original-src data-lazyload data-image-src data-actualsrc
    data-poster data-cfsrc data-ll-src data-lowsrc data-highres data-2x data-retina
    """
)
_LAZY_SETS = _names(
    "data-srcset data-lazy-srcset data-original-set data-bgset data-image-srcset data-ll-srcset data-responsive"
)
_DATA_NAME = re.compile(r"^data-.*(?:src|image|img|photo|poster|background|bg)", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:\s+([^,(]*(?:\([^)]*\)[^,(]*)*))?(?:,|$)")
_LINK_KINDS: dict[str, RequisiteKind] = {
    "stylesheet": "stylesheet",
    "icon": "icon",
    "shortcut": "icon",
    "apple-touch-icon": "icon",
    "apple-touch-icon-precomposed": "icon",
    "mask-icon": "icon",
    "image_src": "image",
    "modulepreload": "script",
    "manifest": "data",
}
_PRELOAD_KINDS: dict[str, RequisiteKind] = {
    "image": "image",
    "style": "stylesheet",
    "script": "script",
    "font": "font",
    "video": "media",
    "audio": "media",
    "track": "media",
    "fetch": "data",
    "document": "frame",
    "worker": "script",
}
_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript")


def read_requisites(
    data: bytes | str,
    url: str,
    kind: BodyKind = "html",
    *,
    content_type: str | None = None,
    page_url: str | None = None,
    blocks: bool = False,
) -> tuple[Requisite, ...]:
    """Return what *data* (a page, style sheet, script, SVG or JSON that came from *url*) needs, each URL once.

    In the body's order. ``data:`` addresses and those computed by scripts are left out. *page_url* is the page on
    which a script or JSON runs, where that is known: what a script fetches is relative to its page, not to itself.
    With *blocks*, what blocks of JSON in a page name comes last, forty at the most. Never raises for what a server
    sent.
    """
    text = decode(data[:MAX_BYTES], content_type).text if isinstance(data, bytes) else data
    base = url
    of_blocks: Found = iter(())
    if kind == "css":
        found: Found = iter(css_urls(text))
    elif kind == "js":
        found = iter(script_urls(text))
    elif kind == "json":
        found = answer_urls(text)
    else:
        tree = parse(text)
        base = base_of(tree, url)
        found = _of_tree(tree)
        if blocks:
            of_blocks = _of_blocks(tree)
    needed: dict[str, Requisite] = {}
    here = url.partition("#")[0]
    for group, most in ((found, MAX_REQUISITES), (of_blocks, MAX_OF_BLOCKS)):
        left = most
        for raw, what in group:
            link = absolute_url(raw, page_url if page_url and kind in ("js", "json") and what != "script" else base)
            if link and link != here and link not in needed:
                needed[link] = Requisite(url=link, kind=what)
                left -= 1
                if not left:
                    break
    return tuple(needed.values())


def _of_tree(tree: Any, deep: int = 0) -> Found:
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        reader = _READERS.get(tag.rpartition(":")[2])
        if reader:
            yield from reader(element)
        lazy = False
        for name, value in element.items():
            if name == "style":
                if "url" in (lower := value.lower()) or "image-set" in lower:
                    yield from css_urls(value)
            elif name == "background":
                if value and tag in ("body", "table", "td", "th", "tr"):
                    yield value, "image"
            elif name == "srcdoc":
                if tag == "iframe" and deep < MAX_FRAMES_WRITTEN_OUT:
                    yield from _of_tree(parse(value), deep + 1)
            elif name.startswith("data-"):
                lazy = True
        if lazy:
            yield from _lazy(element)


def _lazy(element: Any) -> Found:
    for name, value in element.items():
        if not name.startswith("data-") or not value:
            continue
        if value[0] in "{[" and _DATA_NAME.match(name):
            yield from islice(answer_urls(value), MAX_OF_ATTRIBUTE)
        elif name in _LAZY_SETS:
            yield from ((u, "image") for u in srcset_urls(value))
        elif name in _LAZY_SOURCES and "{" not in value:
            kind: RequisiteKind = "frame" if element.tag == "iframe" else "image"
            if kind == "frame" or element.tag in ("img", "source", "video", "amp-img") or PICTURE_END.search(value):
                yield (value, kind)
            elif "url(" in value:
                yield from css_urls(value)
        elif _DATA_NAME.match(name) and PICTURE_END.search(value) and " " not in value.strip():
            yield value, "image"
        elif "srcset" in name:
            yield from ((u, "image") for u in srcset_urls(value))


def _image(element: Any) -> Found:
    if source := element.get("src"):
        yield source, "image"
    yield from ((u, "image") for u in srcset_urls(element.get("srcset") or ""))
    for name in ("lowsrc", "dynsrc"):
        if source := element.get(name):
            yield source, "image"
    if "src" in (instead := element.get("onerror") or ""):
        yield from (one for one in script_urls(instead) if one[1] == "image")


def _source(element: Any) -> Found:
    parent = element.getparent()
    media = parent is not None and parent.tag in ("video", "audio")
    if source := element.get("src"):
        yield source, "media" if media else "image"
    yield from ((u, "image") for u in srcset_urls(element.get("srcset") or ""))


def _media(element: Any) -> Found:
    if poster := element.get("poster"):
        yield poster, "image"
    if source := element.get("src"):
        yield source, "media"


def _link(element: Any) -> Found:
    href = element.get("href")
    rels = (element.get("rel") or "").lower().split()
    as_what = (element.get("as") or "").lower()
    if "preload" in rels or "prefetch" in rels:
        if as_what == "image":
            yield from ((u, "image") for u in srcset_urls(element.get("imagesrcset") or ""))
        if href and as_what in _PRELOAD_KINDS:
            yield href, _PRELOAD_KINDS[as_what]
    for rel in rels:
        if href and rel in _LINK_KINDS:
            yield href, _LINK_KINDS[rel]
            return


def _script(element: Any) -> Found:
    kind = _script_type(element)
    if source := element.get("src"):
        if kind in _SCRIPT_TYPES:
            yield source, "script"
        return
    text = element.text or ""
    if kind in _SCRIPT_TYPES:
        yield from script_urls(text)
    elif kind == "importmap":
        yield from _import_map(text)


def _of_blocks(tree: Any) -> Found:
    for element in tree.iter("script"):
        kind, text = _script_type(element), element.text or ""
        if kind in BLOCK_TYPES:
            yield from block_urls(text)
        elif kind in _SCRIPT_TYPES and "\\" in text:
            yield from state_urls(text)


def _script_type(element: Any) -> str:
    return (element.get("type") or "").lower().partition(";")[0].strip()


def _import_map(text: str) -> Found:
    try:
        imports = json.loads(text).get("imports", {})
    except (ValueError, AttributeError, RecursionError):
        return
    for target in imports.values() if isinstance(imports, dict) else ():
        if isinstance(target, str) and not target.endswith("/"):
            yield target, "script"


def _style(element: Any) -> Found:
    yield from css_urls(element.text or "")


def _frame(element: Any) -> Found:
    source = element.get("src") or ""
    if source and not source.lower().startswith(("about:", "javascript:", "data:")):
        yield source, "frame"


def _object(element: Any) -> Found:
    source = element.get("data") or element.get("src") or ""
    kind = (element.get("type") or "").lower()
    if source:
        yield source, "image" if kind.startswith("image/") or PICTURE_END.search(source) else "media"


def _use(element: Any) -> Found:
    """Yield the file of an SVG reference; ``#name`` alone stands in the page itself."""
    reference = element.get("href") or element.get("xlink:href") or ""
    if reference and not reference.startswith("#"):
        yield reference, "image"


def _input(element: Any) -> Found:
    if (element.get("type") or "").lower() == "image" and (source := element.get("src")):
        yield source, "image"


def _meta(element: Any) -> Found:
    """Yield the picture that stands for the page: the one that articles' lists and their readers show."""
    name = (element.get("property") or element.get("name") or "").lower()
    content = element.get("content") or ""
    if name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src") and content:
        yield content, "image"


def _track(element: Any) -> Found:
    if source := element.get("src"):
        yield source, "media"


_READERS: dict[str, Any] = {
    "img": _image,
    "amp-img": _image,
    "image": _use,
    "source": _source,
    "video": _media,
    "audio": _media,
    "amp-video": _media,
    "track": _track,
    "link": _link,
    "script": _script,
    "style": _style,
    "iframe": _frame,
    "frame": _frame,
    "amp-iframe": _frame,
    "embed": _object,
    "object": _object,
    "use": _use,
    "feimage": _use,
    "input": _input,
    "meta": _meta,
}


def srcset_urls(value: str) -> Iterator[str]:
    """Yield the addresses of a srcset, as the HTML standard splits it: a comma may stand in an address."""
    position = 0
    for _ in range(64):
        found = _CANDIDATE.match(value, position)
        if not found or found.end() == position:
            return
        if found[1] and not found[1].startswith("data:"):
            yield found[1]
        position = found.end()
