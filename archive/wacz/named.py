"""Named: the addresses that a captured page, style sheet, script or JSON names, or redirects to.

One too many is no harm, since only what was captured is looked for; one too few is a hole in the page.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.article.page import HTML_TYPES, Page, parse
from archive.exchange import Exchange
from archive.http import decoded_body, read_head
from archive.warc.capture import Capture

Named = tuple[str, bool]
"""An absolute URL, and whether it stands in a frame."""

_Raw = Iterator[Named]

_MAX_CHARACTERS = 5_000_000
_MAX_ADDRESS = 4_000
_MAX_WRITTEN_OUT = 2
"""Frames whose pages stand in an attribute, one within the other."""
_SCRIPTS = ("javascript", "ecmascript", "json")
_SHEETS = ("css",)
_SVG = ("svg+xml",)
_FRAMES = frozenset(("iframe", "frame", "amp-iframe", "object", "embed"))
_ADDRESSES = frozenset(
    "src href srcset imagesrcset poster data background content lowsrc dynsrc xlink:href".split()  # noqa: SIM905
)
_BETWEEN_CANDIDATES = re.compile(r"(?<!\s)\s++[\d.]++[wxh]\s*+(?:,|$)|,\s++|\s{2,}+")
_BARE = re.compile(r"""\b(?:src|href|poster|data-src)\s*=\s*([^\s"'<>`=]{1,2000})""", re.IGNORECASE)
# The blank behind an escape's digits belongs to it.
_IN_CSS = re.compile(
    r"""url\(\s*+(?:"([^"\n]{1,4000})"|'([^'\n]{1,4000})'|((?:[^\s"'()\\]|\\[0-9a-fA-F]{1,6}+\s?+|\\.){1,4000}))""",
    re.IGNORECASE,
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAKS = str.maketrans("", "", "\t\r\n")


def may_name(capture: Capture) -> bool:
    """Tell whether what was captured can name anything: a page, sheet, script, drawing or JSON, or a redirect."""
    return _redirects(capture) or (capture.mime or "").endswith((*HTML_TYPES, *_SHEETS, *_SVG, *_SCRIPTS))


def read_named(capture: Capture, exchange: Exchange, page: str) -> set[Named]:
    """Return what *exchange*, of *capture*, names: absolute, without fragments.

    *page* is where it runs: what a script fetches is relative to that. Raises MessageError where it is no HTTP.
    """
    mime = capture.mime or ""
    bases = {capture.url}
    if _redirects(capture):
        location = read_head(exchange.response.start(1 << 16))[0].location or ""
        raw: _Raw = iter([(location, False)])
    elif mime in HTML_TYPES:
        tree = Page.of(exchange).tree
        bases = {_base_of(tree, capture.url)}
        raw = _of_tree(tree)
    else:
        text = decoded_body(exchange.response.read()).data.decode("utf-8", "replace")
        if mime.endswith(_SVG):
            raw = _of_tree(parse(text))
        elif mime.endswith(_SCRIPTS):
            bases.add(page)
            raw = _of_script(text)
        else:
            raw = _of_sheet(text)
    return {(url, framed) for name, framed in raw for base in bases if (url := _absolute(base, name))}


def _redirects(capture: Capture) -> bool:
    return capture.status is not None and 300 <= capture.status < 400


def _base_of(tree: Any, url: str) -> str:
    for element in tree.iter("base"):
        if href := element.get("href"):
            return _absolute(url, href) or url
    return url


def _of_tree(tree: Any, deep: int = 0) -> _Raw:
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        framed = tag in _FRAMES
        for name, value in element.items():
            if name in _ADDRESSES or name.startswith("data-"):
                yield value, framed
                yield from ((one, framed) for one in _candidates(value))
                if name.endswith(("set", "responsive")):
                    yield from ((word.strip(","), framed) for word in value.split())
                if name.startswith("data-") and '"' in value:
                    yield from _of_script(value)
            elif name.startswith("on"):
                yield from _of_script(value)
            elif name == "srcdoc" and deep < _MAX_WRITTEN_OUT:
                yield from _of_tree(parse(value), deep + 1)
            if "url(" in value.lower():
                yield from _of_sheet(value)
        if tag.endswith("script"):
            yield from _of_script(element.text or "")
        elif tag.endswith("style"):
            yield from _of_sheet(element.text or "")


def _candidates(value: str) -> Iterator[str]:
    """Yield the addresses of a srcset; a comma may stand in one of them."""
    if " " in value or "," in value or "\n" in value:
        yield from _BETWEEN_CANDIDATES.split(value)


def _of_sheet(text: str) -> _Raw:
    text = text[:_MAX_CHARACTERS]
    for found in _IN_CSS.finditer(text):
        yield _CSS_ESCAPE.sub(_unescaped, found[found.lastindex or 0]), False
    for quoted in _quoted(text):  # @import "a.css", image-set("a.png" 1x)
        yield _CSS_ESCAPE.sub(_unescaped, quoted), False


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _of_script(text: str) -> _Raw:
    text = text[:_MAX_CHARACTERS].replace("\\/", "/")
    if "\\u" in text:
        text = _JSON_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    for quoted in _quoted(text):
        yield quoted, False
        yield from ((one, False) for one in _candidates(quoted))
    # In markup that a script writes.
    yield from ((found[1], False) for found in _BARE.finditer(text))


def _quoted(text: str) -> Iterator[str]:
    """Yield what stands between any two quotes of a kind: that an apostrophe opens nothing needs no grammar so."""
    for quote in "\"'`":
        for piece in text.split(quote)[1:-1]:
            if len(piece) < _MAX_ADDRESS and "<" not in piece and ("/" in piece or "." in piece or "?" in piece):
                yield piece.rstrip("\\")


def _absolute(base: str, name: str) -> str | None:
    name = name.strip().translate(_BREAKS)
    if not name or len(name) > _MAX_ADDRESS:
        return None
    if "\\" in name:  # a slash to browsers
        path, mark, query = name.partition("?")
        name = path.replace("\\", "/") + mark + query
    try:
        url = urljoin(base, name).partition("#")[0].replace(" ", "%20")
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and url != base else None
