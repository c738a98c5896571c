"""CSV that a spreadsheet may open: no cell of it is a formula.

Lists of words are joined by ``; ``; images and links are JSON; the body's blocks are left out (their text stands in
``text``). Unknown is the empty cell. A text that a spreadsheet would take for a formula gets an apostrophe in front,
and so does one behind a semicolon, a tab or a line end inside of it; :func:`unescape` takes them away, exactly.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import IO, Any

import msgspec

from archive.article.model import Article

LEFT_OUT = ("body",)

COLUMNS = (*(field.name for field in fields(Article) if field.name not in LEFT_OUT), "revisions_total")

_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What Excel, LibreOffice and Google Sheets take for a formula (OWASP: CSV injection), also in full width, also
behind white space; apostrophes in front are counted in, so that the escape can be undone exactly."""

_CELL = r"(?<=[;\t\r\n])"
_INNER = r"(?:[^\S\t\r\n]|['\"])*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_INNER_FORMULA = re.compile(f"{_CELL}{_INNER}")
"""Where the computer's language has a decimal comma (Italian, German, French), Excel cuts CSV at semicolons: there a
formula in the middle of a text would be a cell of its own."""
_ESCAPED_INNER = re.compile(f"{_CELL}'({_INNER})")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_encode = msgspec.json.Encoder(order="deterministic").encode


def escape(text: str) -> str:
    """Return *text* as it may stand in a cell: no formula, and no control characters but tab and line ends."""
    clean = _INNER_FORMULA.sub(r"'\g<0>", _CONTROLS.sub("\ufffd", text))
    return "'" + clean if _FORMULA.match(clean) else clean


def unescape(cell: str) -> str:
    """Return the text that :func:`escape` was given (but for control characters)."""
    text = cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
    return _ESCAPED_INNER.sub(r"\1", text)


def write_articles(
    stream: IO[bytes], rows: Iterable[tuple[Article, int]], *, bom: bool = False, without: Iterable[str] = ()
) -> int:
    """Write *rows* under a line of column names (RFC 4180, UTF-8); return how many they were."""
    left_out = set(without)
    columns = [name for name in COLUMNS if name not in left_out]
    if bom:
        stream.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Utf8(stream), quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(columns)
    written = 0
    for article, total in rows:
        writer.writerow([total if name == "revisions_total" else cell(getattr(article, name)) for name in columns])
        written += 1
    return written


class _Utf8:
    """What the csv module writes its text to."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())


def cell(value: Any) -> str | int | float | None:
    """Return *value* as it stands in a cell."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return escape(value)
    if not value:
        return None
    if isinstance(value, tuple | list) and all(isinstance(one, str) for one in value):
        return escape("; ".join(value))
    return escape(_encode(value).decode())
