"""Pages that send a browser on by themselves: ``<meta http-equiv=refresh>`` and its field of the head."""

import re
from html import unescape
from urllib.parse import urljoin

MAX_SECONDS = 10
"""Who waits longer shows the page: a live ticker, a front page that loads itself anew."""
_LOOKED_AT_BYTES = 1 << 14

# What stands in these is for other readers: a page for browsers without scripts is not where ours is sent.
_ELSEWHERE = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|noscript|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_META = re.compile(rb"<meta\b((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"(?<![a-z-])([a-z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_VALUE = re.compile(
    r"\s*(\d{1,6})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.+))", re.DOTALL | re.IGNORECASE
)


def refresh_target(body: bytes, url: str, field: str | None = None) -> str | None:
    """Return where the page at *url* sends a browser within ten seconds, without fragment; None where it stays.

    *field*: the value of the head's Refresh, which browsers obey as well.
    """
    for value in ([field] if field else []) + _values(body[:_LOOKED_AT_BYTES]):
        found = _VALUE.match(value)
        if found is None or int(found[1]) > MAX_SECONDS:
            continue
        try:
            target: str = urljoin(url, (found[2] or found[3] or found[4] or "").strip()).partition("#")[0]
        except ValueError:
            continue
        if target.startswith(("http://", "https://")) and target != url.partition("#")[0]:
            return target
    return None


def _values(start: bytes) -> list[str]:
    if b"refresh" not in start.lower():
        return []
    values = []
    for tag in _META.finditer(_ELSEWHERE.sub(b"", start)):
        fields = {m[1].lower(): m[2] or m[3] or m[4] or b"" for m in _ATTRIBUTE.finditer(tag[1])}
        if fields.get(b"http-equiv", b"").strip().lower() == b"refresh":
            values.append(unescape(fields.get(b"content", b"").decode("utf-8", "replace")))
    return values
