"""Page: the decoded HTML of one capture, and its tree.

The only room that parses HTML with lxml. A tree is made once and shared by all readers: nobody changes it.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Self

from lxml import etree

from archive.article.charset import decode
from archive.article.sniff import VAGUE_TYPES, is_feed, looks_like_html
from archive.errors import MessageError
from archive.exchange import Exchange
from archive.http import decoded_body, media_type_of, read_head

MAX_CHARS = 4_000_000
"""What of a page is parsed. The longest articles of the world are a tenth of it."""
MAX_BYTES = 4 * MAX_CHARS
"""What of a body is decoded: no character of a page takes more than four bytes."""
MAX_DEPTH = 100
"""Where a page nests deeper than libxml2 goes (256; all that follows is lost): tags that are kept in one another."""
MAX_ATTRIBUTES = 200
"""In a tag of more than 2,000 characters: libxml2 compares every attribute with every other."""
LONG_PIECE = 20_000
MANY_QUOTES = 40_000
"""A page without a longer piece between two ``>`` and without more quotes has no tag that libxml2 cannot do."""
MIN_QUOTED_BYTES = 3
"""A quote's share of the shortest tag of so many attributes: their names differ, so each takes six bytes."""
OF_PROGRAMS = (b"<script", b"<style>", b"<style ")
"""A long piece after such a tag is no tag."""

HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")

# One start tag, attribute by attribute as a browser reads it; what holds no tags is passed over whole.
START_TAG = re.compile(
    # To the end of a comment or a script in strides, not sign by sign: 4 ms a page otherwise.
    rb"""<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"""
    # Not where the tag itself is endless.
    rb"""|<(script|style|textarea|title)\b[^<>]{0,2000}+>[^<]*+(?:<(?!/\1)[^<]*+)*+(?:</\1|\Z)"""
    rb"""|<([a-zA-Z][^\s/>]*+)((?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)*+)""",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+""")
TAG = re.compile(rb"<(/?)([a-zA-Z][\w:-]*+)([^<>]*+)>")
VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
# Closed by what follows, or leaves: they do not nest by themselves.
FLAT = frozenset(b"p li dt dd option script style".split())
NOT_TEXT = bytes(c for c in (*range(0x20), 0x7F) if c not in b"\t\n\r")
# The same as references: libxml2 lets them pass (``&#27;`` would reach a terminal).
NOT_TEXT_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01]|127)(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|7f|d[89a-f][\da-f]{2})(?![\da-f]));?",
    re.IGNORECASE,
)
# Between the controls of ISO 8859-1 stand the quotes of windows-1252, in text that was coded twice.
LATIN_CONTROL = re.compile(b"\xc2[\x80-\x9f]")
TWICE_CODED = {b"\xc2%c" % c: bytes((c,)).decode("cp1252", "ignore").encode() for c in range(0x80, 0xA0)}
EMPTY = "<html><body></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured HTML page as text. All that extraction may know."""

    url: str
    """As fetched, absolute."""
    captured_at: datetime
    """Aware, UTC: extraction's only clock."""
    record_id: str | None = None
    """WARC-Record-ID without angle brackets."""
    html: str
    encoding: str
    """The Python codec that read it."""
    status: int | None = None
    requested_url: str | None = None
    """The URL first asked for, before redirects; None where not known."""
    content_language: str | None = None
    """The HTTP header, as sent."""
    problems: tuple[str, ...] = ()
    """What was odd about the bytes: charset, coding, size."""
    _utf8: bytes | None = field(default=None, repr=False, compare=False)
    """*html* in UTF-8, where it was read from that."""
    _trees: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def tree(self) -> Any:
        """The root element (``etree._Element``; of nothing: an empty one), parsed once. Every reader shares it."""
        if not self._trees:
            self._trees.append(parse(self._utf8 or self.html))
        return self._trees[0]

    @classmethod
    def of(cls, exchange: Exchange, *, record_id: str | None = None, requested_url: str | None = None) -> Self:
        """Return the page that *exchange* holds. Raises MessageError where it holds no HTML."""
        block = exchange.response.read()
        head, _ = read_head(block)
        content_type = head.get("content-type") or ""
        kind = media_type_of(content_type)
        if kind not in HTML_TYPES and kind not in VAGUE_TYPES:
            raise MessageError(f"{exchange.url}: {kind} is no HTML")
        body = decoded_body(block, max_bytes=MAX_BYTES)
        if kind not in HTML_TYPES and not looks_like_html(body.data):
            raise MessageError(f"{exchange.url}: {kind or 'no Content-Type'}, and the bytes look like no HTML")
        if is_feed(body.data):
            raise MessageError(f"{exchange.url}: a feed or a sitemap is no HTML")
        decoding = decode(body.data, content_type)
        problems = [p for p in (body.problem, decoding.problem) if p]
        if len(decoding.text) > MAX_CHARS:
            problems.append(f"only the first {MAX_CHARS} of {len(decoding.text)} characters are read")
        return cls(
            url=exchange.url,
            captured_at=exchange.captured_at,
            record_id=record_id,
            html=decoding.text[:MAX_CHARS],
            encoding=decoding.encoding,
            status=head.status,
            requested_url=requested_url,
            content_language=head.get("content-language"),
            problems=tuple(problems),
            _utf8=decoding.utf8,
        )

    @classmethod
    def from_html(cls, text: str, *, url: str, captured_at: datetime) -> Self:
        """Return a page made of *text* alone, for tests and notebooks."""
        return cls(url=url, captured_at=captured_at, html=text, encoding="utf-8", status=200)


def parse(source: str | bytes) -> Any:
    """Return the root element of *source*, text or its UTF-8; never fails, in time linear in its (cut) size."""
    data = mended(source)
    root, depth = _parse(data)
    if depth:
        root, _ = _parse(_shallow(data))
    return root


def mended(source: str | bytes) -> bytes:
    """Return *source* in UTF-8 as any HTML parser may have it: cut, no controls, no tag of endless attributes.

    Worked upon as bytes, where what is to go is found several times sooner.
    """
    if isinstance(source, bytes) and len(source) > MAX_CHARS:
        source = source.decode("utf-8", "ignore")  # to be cut between letters
    data = source[:MAX_CHARS].encode("utf-8", "ignore") if isinstance(source, str) else source
    if any(map(data.__contains__, NOT_TEXT)):  # to look for each takes half of looking at each byte
        data = data.translate(None, NOT_TEXT)
    if b"\xc2" in data:
        data = LATIN_CONTROL.sub(_readable, data)
    data = NOT_TEXT_REFERENCE.sub(b"", data)
    if len(data) > MIN_QUOTED_BYTES * MANY_QUOTES and len(data) - len(data.translate(None, b"\"'")) > MANY_QUOTES:
        return START_TAG.sub(_fewer_attributes, data)
    for begin, end in reversed(_long_pieces(data)):
        data = data[:begin] + START_TAG.sub(_fewer_attributes, data[begin:end]) + data[end:]
    return data


def _readable(control: re.Match[bytes]) -> bytes:
    return TWICE_CODED[control[0]]


def _long_pieces(data: bytes) -> list[tuple[int, int]]:
    """Return where LONG_PIECE bytes stand between two ``>``, and in no script or style: apart, in their order.

    Each begins behind the script before it, from where it is known what is a tag and what is text of a script.
    """
    found: list[tuple[int, int]] = []
    stride = LONG_PIECE // 2
    place = 0
    while place < len(data):
        if data.find(b">", place, place + stride) >= 0:
            place += stride
            continue
        begin = data.rfind(b">", 0, place) + 1
        end = data.find(b">", place) + 1 or len(data)
        place = end
        opened = data.rfind(b"<", 0, begin)
        if end - begin > LONG_PIECE and data[opened : opened + 7] not in OF_PROGRAMS:
            since = max(0, data.rfind(b"</script", 0, begin))
            if found and since < found[-1][1]:
                since = found.pop()[0]
            found.append((since, end))
    return found


def _parse(data: bytes) -> tuple[Any, bool]:
    """Return the tree, and whether the parser gave up because of depth."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_pis=True, remove_comments=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None or not isinstance(root.tag, str):
        root = etree.fromstring(EMPTY, parser=etree.HTMLParser())
    return root, any("depth" in entry.message for entry in parser.error_log)


def _fewer_attributes(tag: re.Match[bytes]) -> bytes:
    if tag[2] is None or len(tag[3]) < MAX_ATTRIBUTES * 10:
        return tag[0]
    kept = [a[0] for a in islice(ATTRIBUTE.finditer(tag[3]), MAX_ATTRIBUTES + 1)]
    # A long tag of few attributes holds a picture as data:.
    return tag[0] if len(kept) <= MAX_ATTRIBUTES else b"<%b%b" % (tag[2], b"".join(kept[:-1]))


def _shallow(data: bytes) -> bytes:
    """Return *data* without the tags that nest deeper than MAX_DEPTH; their words stay."""
    depth = 0
    left_out = 0  # start tags that were left out and are still open

    def keep(tag: re.Match[bytes]) -> bytes:
        nonlocal depth, left_out
        name = tag[2].lower()
        if name in VOID or name in FLAT or tag[3].endswith(b"/"):
            return tag[0]
        if tag[1]:
            if left_out:
                left_out -= 1
                return b" "
            depth = max(0, depth - 1)
            return tag[0]
        if depth >= MAX_DEPTH:
            left_out += 1
            return b" "
        depth += 1
        return tag[0]

    return TAG.sub(keep, data)
