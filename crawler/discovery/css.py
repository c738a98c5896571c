"""What a style sheet names: its imports, pictures and fonts. Read as browsers tokenise it, strings and escapes too."""

import re
from collections.abc import Iterator
from typing import Literal

CssKind = Literal["stylesheet", "image", "font"]

MAX_CHARACTERS = 5_000_000
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_STRING = r""""((?:[^"\\\n]|\\[\s\S]){0,8192})"|'((?:[^'\\\n]|\\[\s\S]){0,8192})'"""
# The blank behind an escape's digits belongs to it: url(a\20 b.png) is "a b.png".
_BARE = r"((?:[^\s\"'()\\]|\\(?:[0-9a-fA-F]{1,6}+[ \t\n\r\f]?+|[\s\S])){0,8192}+)"
_URL = rf"url\(\s*+(?:{_STRING}|{_BARE})\s*+\)"
# @import "a.css" | @import url(a.css) | url(...) | image-set("a.png" 1x ...); a namespace's url() is a name.
_TOKEN = re.compile(
    rf"(?P<import>@import\s*+(?:{_URL}|{_STRING}))|(?P<url>{_URL})|@namespace[^;]{{0,500}};"
    r"|(?P<set>image-set\((?:[^()\"']|\([^()]{0,2000}\)|\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'){0,400}\))",
    re.IGNORECASE,
)
_ONE_OF_SET = re.compile(rf"{_URL}|type\([^)]{{0,200}}\)|{_STRING}", re.IGNORECASE)
_FACE_CHARACTERS = 4_000
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\r\f]?|\r?\n|([\s\S]))")
_FONT_ENDINGS = (".woff2", ".woff", ".ttf", ".otf", ".eot")


def css_urls(text: str) -> Iterator[tuple[str, CssKind]]:
    """Yield the raw addresses that a style sheet (or a style attribute) names, with their kinds, in its order.

    ``data:`` and pure fragments are left out; comments are not read.
    """
    text = text[:MAX_CHARACTERS]
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "import":
            yield from _named(token, "stylesheet")
        elif kind == "url":
            font = _is_font(_raw(token)) or _in_face(text, token.start())
            yield from _named(token, "font" if font else "image")
        elif kind == "set":
            for one in _ONE_OF_SET.finditer(token["set"], len("image-set(")):
                yield from _named(one, "image")


def _is_font(raw: str) -> bool:
    return raw.partition("?")[0].partition("#")[0].lower().endswith(_FONT_ENDINGS)


def _in_face(text: str, position: int) -> bool:
    """Tell whether *position* stands in an @font-face block."""
    start = max(0, position - _FACE_CHARACTERS)
    face = text.rfind("@font-face", start, position)
    return face >= 0 and text.rfind("}", face, position) < 0


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
