"""Links: the hrefs of a page by one cheap scan of its bytes, and the address that each of them names."""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

from archive.urlkey import ascii_host

MAX_URL_CHARACTERS = 2048
"""Longer addresses are no article's; they are passed over."""
MAX_FOLDERS = 30
MAX_REPEATS = 4
"""How often one folder may stand in a path."""
_MANY_SLASHES = 6

# Begins with letters, so that the search runs at the speed of a byte search; what stands before them is asked after.
_VALUE = rb"""\s{0,8}=\s{0,8}("[^"]{0,4096}"|'[^']{0,4096}'|[^\s"'<>]{1,4096})"""
_HREF = re.compile(rb"""href(?<=[\s"'/]href)""" + _VALUE)
_HREF_IN_CAPITALS = re.compile(rb"""H(?:REF|ref)(?<=[\s"'/]H...)""" + _VALUE)
_QUOTES = b"\"'"
# What browsers take out of an address before they read it (WHATWG URL: tab, LF, CR anywhere; controls at the ends).
_INNER_BREAKS = str.maketrans("", "", "\t\r\n")
# Not `http://` alone: urljoin takes that for the page itself.
_WITH_HOST = re.compile(r"https?://[^/?#\s]")
# Names and passwords are never sent, and programs disagree on which part of such an address is the host.
_ODD_NETLOC = re.compile(r"[@\\]|.\[|\](?!:\d*$|$)")
_ENDS = "".join(map(chr, range(0x21)))
# Kept as they stand; everything else (blanks, quotes, letters beyond ASCII) is percent-encoded as UTF-8.
_SAFE = "%!#$&'()*+,/:;=?@[]~-._"
# A path and query as nearly all links have them: nothing in it is to be joined, encoded or left out.
_PLAIN_PATH = re.compile(r"/(?!/)[!$-:=?-~]*(?<!\?)")


def scan_hrefs(body: bytes) -> set[bytes]:
    """Return the raw values of all ``href`` attributes in *body*: as they stand, undecoded, each once."""
    found = _HREF.findall(body)
    if b"HREF" in body or b"Href" in body:
        found += _HREF_IN_CAPITALS.findall(body)
    return {raw.strip(_QUOTES) for raw in found}


def absolute_url(href: bytes | str, base: str) -> str | None:
    """Return the absolute http(s) URL that *href* names on a page at *base*, without its fragment; None for no page.

    Entities (of bytes: a raw value) are decoded, line breaks taken out, letters beyond ASCII percent-encoded as UTF-8.
    """
    text = href if isinstance(href, str) else href.decode("utf-8", "replace")
    if "&" in text and isinstance(href, bytes):
        text = html.unescape(text)
    if "\\" in text:
        text = _slashed(text)
    if plain := _plain_url(text, base):
        return plain
    if _WITH_HOST.match(text):
        return _whole_url(text, base.partition(":")[0])
    return _joined_url(text, base)


def _slashed(text: str) -> str:
    """Return *text* with slashes for the backslashes of its path, as browsers read them."""
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    return path.replace("\\", "/") + text[len(path) :]


@lru_cache(maxsize=1024)
def _whole_url(text: str, scheme: str) -> str | None:
    """Return what a link with a host of its own names, whatever page it stands on (of *scheme*): the same on many."""
    return _joined_url(text, f"{scheme}://")


def _joined_url(text: str, base: str) -> str | None:
    text = text.strip(_ENDS).translate(_INNER_BREAKS)
    if len(text) > MAX_URL_CHARACTERS:
        return None
    try:
        url = urljoin(base, text).lstrip(_ENDS)  # a base may begin with blanks: urlsplit does not see them
        parts = urlsplit(url)
        port = parts.port  # raises ValueError where it is no number or past 65535
    except ValueError:
        return None
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host or port == 0 or any(c in host for c in ' <>"\\^`{|}%'):
        return None
    if _ODD_NETLOC.search(parts.netloc):
        return None
    url = url.partition("#")[0]
    if url.count("/") > _MANY_SLASHES and _repeats_itself(parts.path):
        return None
    if not url.isascii():
        url = _ascii(url, host)
        if not url:
            return None
    return quote(url, safe=_SAFE) if " " in url or '"' in url or "<" in url or ">" in url else url


def _plain_url(text: str, base: str) -> str | None:
    """Return what a plain link to the page's own site names; None for any other link. A tenth of the whole way."""
    root = _root_of(base)
    if root is None or len(text) > MAX_URL_CHARACTERS:
        return None
    path = text.removeprefix(root).partition("#")[0]
    if not _PLAIN_PATH.fullmatch(path) or "/." in path or path.count("/") > _MANY_SLASHES - 2:
        return None
    return root + path


@lru_cache(maxsize=256)
def _root_of(base: str) -> str | None:
    """Return scheme and host of the page at *base*, as they stand there; None where they are no web page's."""
    try:
        parts = urlsplit(base)
        root = f"{parts.scheme}://{parts.netloc}"
        return root if _joined_url(root, "") == root and base.startswith(root) else None
    except ValueError:
        return None


def _repeats_itself(path: str) -> bool:
    """Tell whether a path goes round in a circle (``/a/b/a/b/a/b...``): a relative link that lost its base."""
    segments = [s for s in path.split("/") if s]
    return len(segments) > MAX_FOLDERS or any(segments.count(s) > MAX_REPEATS for s in set(segments))


def _ascii(url: str, host: str) -> str:
    if not host.isascii():
        name = ascii_host(host)
        if name is None:
            return ""
        url = re.sub(re.escape(host), name, url, count=1, flags=re.IGNORECASE)
    try:
        return quote(url, safe=_SAFE)
    except UnicodeEncodeError:
        return ""


def absolute_urls(hrefs: Iterable[bytes], base: str) -> set[str]:
    """Return the absolute http(s) URLs of raw *hrefs* (of :func:`scan_hrefs`)."""
    return {url for raw in hrefs if (url := absolute_url(raw, base))}
