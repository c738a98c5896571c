"""What a style sheet names: its imports, pictures and fonts. Read as browsers tokenise it, strings and escapes too."""

import re
from collections.abc import Iterator
from typing import Literal

CssKind = Literal["stylesheet", "image", "font"]

MAX_CHARACTERS = 5_000_000
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_STRING = r""""((?:[^"\\\n]|\\[\s\S]){0,8192})"|'((?:[^'\\\n]|\\[\s\S]){0,8192})'"""
_URL = rf"url\(\s*(?:{_STRING}|((?:[^\s\"'()\\]|\\[\s\S]){{0,8192}}))\s*\)"
# @import "a.css" | @import url(a.css) | url(...) | image-set("a.png" 1x ...) | @font-face { ... }
_TOKEN = re.compile(
    rf"(?P<import>@import\s*(?:{_URL}|{_STRING}))|(?P<url>{_URL})|(?P<set>(?:-webkit-)?image-set\()|(?P<face>@font-face\s*\{{)"
    rf"|(?P<namespace>@namespace[^;]{{0,500}};)|(?P<string>{_STRING})|(?P<end>[{{}}();])",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\r\f]?|\r?\n|([\s\S]))")
_FONT_ENDINGS = (".woff2", ".woff", ".ttf", ".otf", ".eot")


def css_urls(text: str) -> Iterator[tuple[str, CssKind]]:
    """Yield the raw addresses that a style sheet (or a style attribute) names, with their kinds, in its order.

    ``data:`` and pure fragments are left out; comments are not read.
    """
    text = _COMMENT.sub(" ", text[:MAX_CHARACTERS])
    in_face = False
    set_depth = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "face":
            in_face = True
        elif kind == "set":
            set_depth += 1
        elif kind == "end":
            sign = token["end"]
            if sign == "}":
                in_face = False
            if set_depth:
                set_depth += {"(": 1, ")": -1}.get(sign, 0)
                set_depth = 0 if sign in "{};" else set_depth
        elif kind == "import":
            yield from _named(token, "stylesheet")
        elif kind == "url" or (kind == "string" and set_depth):
            raw = _raw(token)
            font = in_face or raw.partition("?")[0].partition("#")[0].lower().endswith(_FONT_ENDINGS)
            yield from _named(token, "font" if font else "image")


def _named(token: "re.Match[str]", kind: CssKind) -> Iterator[tuple[str, CssKind]]:
    address = _unescape(_raw(token)).strip()
    if address and not address.startswith("#") and not address[:5].lower().startswith(("data:", "about", "javas")):
        yield address, kind


def _raw(token: "re.Match[str]") -> str:
    # Named groups are numbered too: what is neither the whole nor a name is the one string or bare address.
    named = {token.re.groupindex[name] for name in token.re.groupindex}
    for number in range(1, token.re.groups + 1):
        if number not in named and token[number] is not None:
            return token[number]
    return ""


def _unescape(raw: str) -> str:
    return _ESCAPE.sub(_escaped, raw) if "\\" in raw else raw


def _escaped(found: "re.Match[str]") -> str:
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return found[2] or ""
