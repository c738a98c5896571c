"""Rules: what ISO 28500 (WARC 1.1) demands of one record's header, and of the digests and links it carries."""

import re
from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_address

from archive.warc.digest import MessageDigest, agrees, algorithm_of, label
from archive.warc.record import Record
from archive.warc.scan import Found

Breach = tuple[str, str]
"""Code, and what is wrong."""

_URI_TYPES = frozenset({"response", "resource", "request", "revisit", "conversion", "continuation"})
_TYPES = _URI_TYPES | {"warcinfo", "metadata"}
_NOT_ON = {
    "warc-concurrent-to": frozenset({"warcinfo", "conversion", "continuation"}),
    "warc-ip-address": frozenset({"warcinfo", "conversion", "continuation"}),
    "warc-refers-to": frozenset({"warcinfo", "response", "resource", "request", "continuation"}),
    "warc-refers-to-target-uri": _TYPES - {"revisit"},
    "warc-refers-to-date": _TYPES - {"revisit"},
    "warc-target-uri": frozenset({"warcinfo"}),
    "warc-warcinfo-id": frozenset({"warcinfo"}),
    "warc-filename": _TYPES - {"warcinfo"},
    "warc-profile": _TYPES - {"revisit"},
}
_REPEATABLE = frozenset({"warc-concurrent-to", "warc-protocol"})
_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,/:;=?@\[\]A-Za-z0-9._~-]+")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(?P<fraction>\.\d{1,9})?)?Z)?)?)?")
_BARE_NEWLINE = re.compile(rb"(?<!\r)\n")
_PROFILES = re.compile(
    r"http://netpreserve\.org/warc/1\.[01]/revisit/(identical-payload-digest|server-not-modified|uri-agnostic-.*)"
)
_TRUNCATIONS = frozenset({"length", "time", "disconnect", "unspecified"})


def breaches(found: Found, record: Record) -> Iterator[Breach]:
    """Yield what is wrong with the header of *record*, found at *found*, and with its place in the file."""
    kind = record.type
    if record.version not in ("1.0", "1.1"):
        yield "version", f"WARC/{record.version} is none of 1.0 and 1.1"
    if _BARE_NEWLINE.search(found.header):
        yield "header-line", "a header line ends without CR"
    if found.ending != b"\r\n\r\n" and not (not found.gzip and found.ending.startswith(b"\r\n\r\n")):
        yield "record-end", f"the record ends with {found.ending[:12]!r}, not with CR LF CR LF"
    if found.gzip and not found.alone:
        yield "member", "shares its gzip member with other records: it cannot be looked up (recompress the file)"
    counted = Counter(name.lower() for name, _ in record.fields)
    for name, times in counted.items():
        if times > 1 and name not in _REPEATABLE:
            yield "field-repeated", f"{name} stands {times} times"
        if kind in _NOT_ON.get(name, ()):
            yield "field-misplaced", f"{name} is not allowed on a {kind} record"
    if not kind:
        yield "type", "no WARC-Type"
    record_id = record.get("WARC-Record-ID")
    if record_id is None or not _ID.fullmatch(record_id):
        yield "record-id", f"WARC-Record-ID is {record_id!r}, not a URI in angle brackets"
    yield from _dates(record)
    yield from _places(record, kind)
    if kind == "revisit":
        yield from _revisit(record)


def _dates(record: Record) -> Iterator[Breach]:
    date = record.get("WARC-Date")
    form = _DATE.fullmatch(date or "")
    if form is None or record.captured_at is None:
        yield "date", f"WARC-Date is {date!r}"
    elif form["fraction"] and record.version == "1.0":
        yield "date", f"WARC-Date {date} has a fraction, which WARC 1.0 does not know"


def _places(record: Record, kind: str) -> Iterator[Breach]:
    uri = record.get("WARC-Target-URI")
    if uri is None:
        if kind in _URI_TYPES:
            yield "target-uri", f"a {kind} record with no WARC-Target-URI"
    elif uri.startswith("<") and record.version == "1.1":
        yield "target-uri", f"WARC-Target-URI {uri[:200]} stands in angle brackets, as in WARC 1.0 only"
    elif not _URI.fullmatch(record.url or ""):
        yield "target-uri", f"WARC-Target-URI {uri[:200]!r} is no URI"
    address = record.get("WARC-IP-Address")
    if address is not None:
        try:
            ip_address(address)
        except ValueError:
            yield "ip-address", f"WARC-IP-Address is {address[:60]!r}"
    truncated = record.get("WARC-Truncated")
    if truncated is not None and truncated.lower() not in _TRUNCATIONS:
        yield "truncated", f"WARC-Truncated is {truncated[:60]!r}"


def _revisit(record: Record) -> Iterator[Breach]:
    profile = record.get("WARC-Profile")
    if profile is None:
        yield "revisit", "a revisit record with no WARC-Profile"
    elif not _PROFILES.fullmatch(profile):
        yield "revisit", f"WARC-Profile {profile[:100]} is not known"
    elif profile.endswith("identical-payload-digest") and record.get("WARC-Payload-Digest") is None:
        yield "revisit", "an identical-payload-digest revisit with no WARC-Payload-Digest"
    if not (record.get("WARC-Refers-To") or record.get("WARC-Refers-To-Target-URI")):
        yield "revisit", "names no original: neither WARC-Refers-To nor WARC-Refers-To-Target-URI"


def block_breach(record: Record, digests: MessageDigest) -> Breach | None:
    """Return what is wrong with the block digest."""
    said = record.get("WARC-Block-Digest")
    algorithm = algorithm_of(said or "")
    if said is None or algorithm is None or agrees(said, digests.block):
        return None
    return "block-digest", f"WARC-Block-Digest is {said}, the block's is {label(digests.block, algorithm)}"


def payload_breach(record: Record, digests: MessageDigest) -> tuple[Breach | None, bool]:
    """Return what is wrong with the payload digest, and whether it is right only with chunk framing counted."""
    said = record.get("WARC-Payload-Digest")
    algorithm = algorithm_of(said or "")
    # A revisit's digest is its original's: the links are checked for that. A segment's is that of all of them.
    if said is None or algorithm is None or record.type in ("revisit", "continuation") or record.segmented:
        return None, False
    http = record.type in ("response", "request") and record.of_web
    if not http and algorithm != algorithm_of(record.get("WARC-Block-Digest") or said):
        return None, False
    payload = digests.payload if http else digests.block
    if agrees(said, payload):
        return None, False
    if http and agrees(said, digests.wire):
        return None, True
    return ("payload-digest", f"WARC-Payload-Digest is {said}, the payload's is {label(payload, algorithm)}"), False
