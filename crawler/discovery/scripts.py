"""What a script names in so many words: modules it imports, JSON it fetches, pictures. Nothing is run."""

import re
from collections.abc import Iterator
from typing import Literal

ScriptKind = Literal["script", "data", "image", "stylesheet", "font", "media", "document"]

MAX_CHARACTERS = 3_000_000
MAX_LITERALS = 300
"""Addresses of one script at the most: bundles hold thousands of strings that are none."""

_LITERAL = r"""(?:"([^"\\\n\r]{1,2000})"|'([^'\\\n\r]{1,2000})'|`([^`\\$\n\r]{1,2000})`)"""
_IMPORT = re.compile(
    rf"(?:\bimport\s*\(\s*|\bimport\s+|\bfrom\s*|\bimport\s*(?=[\"']))(?:{_LITERAL})|\bimportScripts\s*\(\s*{_LITERAL}"
    rf"|\bnew\s+(?:Shared)?Worker\s*\(\s*(?:new\s+URL\s*\(\s*)?{_LITERAL}",
)
_FETCH = re.compile(
    rf"\b(?:fetch|getJSON|axios(?:\.get)?|\$\.get|ajax|load|importmap|sendBeacon|open\s*\(\s*[\"']GET[\"']\s*,)"
    rf"(?:\s*+\()?+\s*+{_LITERAL}\s*(?P<after>[,)+])(?P<options>[^;]{{0,160}})",
    re.IGNORECASE,
)
_ANY_LITERAL = re.compile(_LITERAL)
_ENDINGS: dict[str, ScriptKind] = {
    "json": "data",
    "geojson": "data",
    "jsonp": "data",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "webp": "image",
    "avif": "image",
    "gif": "image",
    "svg": "image",
    "css": "stylesheet",
    "mjs": "script",
    "woff2": "font",
    "woff": "font",
    "mp4": "media",
    "webm": "media",
    "mp3": "media",
    "m3u8": "media",
}
_ADDRESS = re.compile(
    r"(?:https?:)?//[\w.-]+\.\w+[/\w.?&=%~+,;:@!$()*-]*$|\.{0,2}/[\w.~%-][/\w.?&=%~+,;:@!$()*-]*$|[\w~%-][/\w.~%-]*\.\w{2,7}$"
)
_POST = re.compile(r"method\s*:\s*[\"'](?:POST|PUT|DELETE|PATCH)|type\s*:\s*[\"']POST", re.IGNORECASE)
_MARKUP_SOURCE = re.compile(r"""\b(?:src|href|poster|srcset)\s*=\s*\\?["']?([^\s"'<>\\`]{2,1000})""", re.IGNORECASE)


def script_urls(text: str) -> Iterator[tuple[str, ScriptKind]]:
    """Yield the raw addresses that a script names literally, with their kinds; each once.

    Imports count unless they are bare names, fetched addresses unless the request is no GET or the address goes on
    being computed, other literals where they end as data and pictures end. Addresses that a script computes are not
    found: that needs a browser.
    """
    text = text[:MAX_CHARACTERS]
    seen: set[str] = set()
    for address, kind in _found(text):
        if address not in seen and not address.startswith(("data:", "blob:", "javascript:")):
            seen.add(address)
            yield address, kind
            if len(seen) >= MAX_LITERALS:
                return


def _found(text: str) -> Iterator[tuple[str, ScriptKind]]:
    for found in _IMPORT.finditer(text):
        address = _one(found)
        # A bare name ("react") is resolved by a bundler or an import map, not by the server.
        if address.startswith((".", "/", "http://", "https://")):
            yield address, "script"
    posted: set[str] = set()
    for found in _FETCH.finditer(text):
        address = _one(found)
        if _POST.search(found["options"] or ""):
            posted.add(address)
        elif _ADDRESS.match(address) and not (found["after"] == "+" and address.endswith(("/", "=", "?", "&"))):
            yield address, "data"
    for found in _ANY_LITERAL.finditer(text):
        literal = found[found.lastindex or 0]
        # Most literals are keys and words: no address among them, and no markup.
        if ("." not in literal and "<" not in literal) or literal in posted:
            continue
        if "<" in literal:
            for source in _MARKUP_SOURCE.finditer(literal):
                if kind := _kind(source[1]):
                    yield source[1], kind
        elif (kind := _kind(literal)) and ("/" in literal or kind != "script"):
            yield literal, kind


def _one(found: "re.Match[str]") -> str:
    return next((g for g in found.groups() if g), "")


def _kind(literal: str) -> ScriptKind | None:
    path = literal.partition("?")[0].partition("#")[0]
    ending = path.rpartition(".")[2].lower()
    if ending not in _ENDINGS or not _ADDRESS.match(literal):
        return None
    return _ENDINGS[ending]
