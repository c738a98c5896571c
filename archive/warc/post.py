"""Post: how an index tells captures apart whose requests are no GET: by method and body, appended to the address.

The keys are those under which pywb 2.10 looks such a request up (its ``MethodQueryCanonicalizer``; IIPC's draft "CDX
for non-GET requests"), ``requestBody`` is that of ``cdxj-indexer -p``, which ReplayWeb.page appends to the URL. Where
the two read a body differently, it is read as the players do: JSON's null is ``null``, 44.0 is ``44``; and of a form
in parts ``requestBody`` has what ReplayWeb.page 2.5 makes of it, or it would look for another.
"""

import base64
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_plus, urlencode

from archive.errors import MessageError
from archive.exchange import Spool
from archive.http import Head, payload_of, read_head
from archive.urlkey import surt
from archive.warc.capture import Capture

MAX_REQUEST = 1 << 20
"""Of a longer request this many first bytes are read: JSON that goes on behind them is as good as none."""

_MAX_QUERY = 4096
"""Characters of a body that stand in an index; the same in pywb, cdxj-indexer and ReplayWeb.page."""

_GET = b"GET "
_METHOD = re.compile(rb"\s*([A-Za-z][A-Za-z0-9_-]{0,31})[ \t]")
_WITH_BODY = ("POST", "PUT")
_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,200})"|([^;,\s]{1,200}))', re.IGNORECASE)
_DISPOSITION = re.compile(rb"^content-disposition[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(rb';[ \t]*name="((?:[^"\\]|\\.)*)"|;[ \t]*name=([^";\s]+)', re.IGNORECASE)
_FILENAME = re.compile(rb";[ \t]*filename\*?=", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
_HEAD_END = re.compile(rb"\r?\n\r?\n")

_Pair = tuple[str, str | bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for by another method than GET."""

    method: str
    """Upper case."""

    query: str
    """What of the body stands in the key; empty where nothing does."""

    body: str
    """What of it stands in a CDXJ line as ``requestBody``."""


def read_asked(request: Spool) -> Asked | None:
    """Return what *request* (head and body as they were sent) asked for; None for GET, and for what is no request."""
    # Nearly all are: told by four bytes.
    if request.start(len(_GET)) == _GET:
        return None
    block = request.start(MAX_REQUEST)
    method = _METHOD.match(block)
    if method is None:
        return None
    verb = method[1].decode().upper()
    if verb == "GET":
        return None
    try:
        head, _ = read_head(block)
    except MessageError:
        return None
    if verb not in _WITH_BODY:
        return Asked(method=verb, query="", body="")
    body = _body(head, block)
    media_type = head.get("Content-Type") or ""
    boundary = _BOUNDARY.search(media_type) if media_type.startswith("multipart/") else None
    if boundary is not None:
        parts = list(_parts(body, (boundary[1] or boundary[2]).encode("latin-1")))
        query, told = urlencode(parts), urlencode(_seen_by_wabac(parts))
    else:
        query = told = _query_of(media_type, body)
    # A body that is not there has no place in pywb's key, though the others write the name of one.
    return Asked(method=verb, query=query[:_MAX_QUERY] if body else "", body=told[:_MAX_QUERY])


def asked_so(capture: Capture, asked: Asked) -> Capture:
    """Return *capture* as the answer to what was *asked*: with key, method and body of its own."""
    mark = "&" if "?" in capture.url else "?"
    appended = f"{mark}__wb_method={asked.method}" + (f"&{asked.query}" if asked.query else "")
    key = surt(capture.url + appended)
    if " " in key or not key.isprintable():
        # An address that cannot be read is its own key, and a body may hold what ends a line.
        key = surt(f"{capture.url}{mark}__wb_method={asked.method}")
    return replace(capture, urlkey=key, method=asked.method, request_body=asked.body)


def _body(head: Head, block: bytes) -> bytes:
    body = payload_of(block)
    said = head.get("Content-Length")
    if said is None:
        return body
    # Digits and nothing else: int() takes more, and a thousand of them are no size.
    return body[: int(said)] if said.isascii() and said.isdigit() and len(said) < 16 else b""


def _query_of(media_type: str, body: bytes) -> str:
    """Return *body*, which is not in parts, as a query, by its media type as the header has it, case and all."""
    if media_type.startswith("application/x-www-form-urlencoded"):
        try:
            return unquote_plus(body.decode())
        except UnicodeDecodeError:
            return _binary(body)
    if media_type.startswith("application/json"):
        return _json(body) or ""
    if media_type.startswith("text/plain"):
        told = _json(body)
        return _binary(body) if told is None else told
    return _binary(body)


def _binary(body: bytes) -> str:
    # No more of it than can be kept.
    return "__wb_post_data=" + base64.b64encode(body[:_MAX_QUERY]).decode()


def _parts(body: bytes, boundary: bytes) -> Iterator[_Pair]:
    """Yield name and value of each part; of files the bytes. As much as a query can hold."""
    delimiter = b"--" + boundary
    left = _MAX_QUERY
    at = body.find(delimiter)
    while at >= 0 and left > 0:
        begin = at + len(delimiter)
        if body.startswith(b"--", begin):
            return
        at = body.find(b"\n" + delimiter, begin)
        if at < 0:
            return
        part = body[begin:at].removesuffix(b"\r")
        at += 1
        end = _HEAD_END.search(part)
        disposition = _DISPOSITION.search(part[: end.start()]) if end is not None else None
        if end is None or disposition is None:
            continue
        found = _NAME.search(disposition[1])
        name = (found[1] if found[1] is not None else found[2]) if found is not None else b"None"
        # A byte is one character of the query at the least; a few more, since the last letter may be cut.
        value = part[end.end() : end.end() + _MAX_QUERY + 4]
        left -= len(value) + 2
        is_file = _FILENAME.search(disposition[1]) is not None
        yield name.decode("utf-8", "replace"), value if is_file else value.decode("utf-8", "replace")


def _seen_by_wabac(parts: Iterable[_Pair]) -> dict[str, str]:
    """Return what ReplayWeb.page 2.5 reads of *parts*: no files, no empty fields, first lines, the last of a name."""
    texts = ((name, value.rstrip()) for name, value in parts if isinstance(value, str))
    return {name: _LINE_END.split(text, maxsplit=1)[0] for name, text in texts if text}


def _json(body: bytes) -> str | None:
    """Return the leaves of *body* as a query, each under the name next above it; None where it is no JSON."""
    try:
        leaves = dict(_numbered(_leaves(json.loads(body))))
        return urlencode(leaves)
    except (ValueError, OverflowError, RecursionError):
        # Half a character cannot be written either: UnicodeEncodeError is a ValueError.
        return None


def _leaves(value: object) -> Iterator[tuple[str, str]]:
    """Yield name and value of each leaf, in the order in which they stand."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((name, one) for one in reversed(value))
        elif name:
            yield name, _leaf(value)


def _leaf(value: object) -> str:
    """Return *value* as JavaScript writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.modf(value)[0]:
        return str(int(value))
    return str(value)


def _numbered(leaves: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield *leaves*, those whose name was there before as ``name.2_``, ``name.3_``."""
    seen: set[str] = set()
    times: dict[str, int] = {}
    for name, value in leaves:
        key = name
        if name in seen:
            times[name] = times.get(name, 1) + 1
            key = f"{name}.{times[name]}_"
        seen.add(key)
        yield key, value
