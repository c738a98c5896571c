"""What JSON names, in an answer, a block of a page or a script's state: what scripts show (pictures, sheets, scripts).

Values are read without knowing what their keys mean: by the endings of files.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

DataKind = Literal["image", "stylesheet", "script"]

PICTURE_END = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico)(?:[?#].*)?$", re.IGNORECASE)
BLOCK_TYPES = ("application/json", "text/json")
"""Of script elements that hold data for other scripts: ``__NEXT_DATA__``, settings of a content management system."""
MAX_NODES = 50_000
_MAX_CHARACTERS = 2_000
_SHEET_OR_SCRIPT_END = re.compile(r"\.(css|m?js)(?:[?#].*)?$", re.IGNORECASE)
# A word such as "logo.png" may be a title in a block; in an answer it is more likely what was asked for.
_ADDRESS = re.compile(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+(?::\d+)?/|/(?!/)", re.IGNORECASE)
# In a state that a script holds slashes are escaped: by PHP as \\/, by Nuxt as \\u002F.
_WRITTEN = re.compile(r"""(["'])((?:https?:)?(?:\\/|\\u002[fF]){1,2}[^"'\s<>]{1,2000})\1""", re.IGNORECASE)
_WRITTEN_SIGN = re.compile(r"\\(?:u([0-9a-fA-F]{4})|/)")


def answer_urls(text: str) -> Iterator[tuple[str, DataKind]]:
    """Yield the raw addresses of pictures that a JSON answer names: what a script would put on the page."""
    for value in _texts(text):
        if PICTURE_END.search(value):
            yield value, "image"


def block_urls(text: str) -> Iterator[tuple[str, DataKind]]:
    """Yield the raw addresses of pictures, style sheets and scripts that a block of JSON names.

    Absolute ones and those from the root only.
    """
    return _shown(_texts(text))


def state_urls(text: str) -> Iterator[tuple[str, DataKind]]:
    """Yield the raw addresses of pictures, style sheets and scripts that a script names with escaped slashes."""
    return _shown(_WRITTEN_SIGN.sub(_sign, found[2]) for found in _WRITTEN.finditer(text))


def _sign(written: re.Match[str]) -> str:
    return chr(int(written[1], 16)) if written[1] else "/"


def _shown(values: Iterable[str]) -> Iterator[tuple[str, DataKind]]:
    for value in values:
        if not _ADDRESS.match(value):
            continue
        if PICTURE_END.search(value):
            yield value, "image"
        elif found := _SHEET_OR_SCRIPT_END.search(value):
            yield value, "stylesheet" if found[1].lower() == "css" else "script"


def _texts(text: str) -> Iterator[str]:
    """Yield the values of a JSON document that are texts and may be addresses, in its order."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [document]
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, str) and len(node) < _MAX_CHARACTERS and " " not in node:
            yield node
