"""URLs as keys: SURT for the index, one canonical form for the crawl, the registrable domain for scope.

Pure functions: no network is ever asked (a host that looks like a number is read as an address, never looked up).
"""

import ipaddress
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL = re.compile(
    rb"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)"
    rb"(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.DOTALL,
)
_HAS_SCHEME = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*:")
_MANY_SCHEMES = re.compile(rb"(https?://)+")
_WWW = re.compile(rb"www\d*\.")
_WWW_TEXT = re.compile(r"\Awww\d*\.")
_DECIMAL = re.compile(rb"[1-9][0-9]*(?:\.[0-9]+){1,3}")
_OCTAL = re.compile(rb"0[0-7]*(?:\.[0-7]+){0,3}")
# What SURT leaves as it is, beside letters and digits: all of printable ASCII but the space, "#" and "%".
_SURT_SAFE = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SESSION_IN_PATH = (
    re.compile(rb"(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)", re.IGNORECASE),
    re.compile(rb"(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)", re.IGNORECASE),
)
_SESSION_IN_QUERY = tuple(
    re.compile(rb"(.*)(?:" + name + rb")(?:&(.*))?", re.IGNORECASE)
    for name in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)
_MOST_UNFOLDED = 100
_MOST_WITH_SESSION = 1 << 13
_DEFAULT_PORTS = {b"http": 80, b"https": 443}
# Nothing in it to be folded, resolved or left out: nine addresses of ten.
_CANONICAL = re.compile(
    r"https?://(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,}+/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+(?:/(?=[^/]|\Z)|\Z))*+"
)


_HALVES = re.compile(r"[\ud800-\udfff]+")


def surt(url: str) -> str:
    """Return the SURT key of *url*, equal to what cdxj-indexer writes (and so what pywb looks up).

    A URL that cannot be read (a port that is no number) is its own key, as there; an empty one is ``-``.
    """
    if not url:
        return "-"
    if _CANONICAL.fullmatch(url):
        host, _, path = url.partition("://")[2].partition("/")
        key = ",".join(reversed(_WWW_TEXT.sub("", host).split(".")))
        return f"{key})/{path.lower().removesuffix('/')}"
    try:
        if not url.startswith("filedesc"):
            return _surt(url.encode()).decode()
    except ValueError:
        pass
    # Half a character cannot be written into an index.
    return _HALVES.sub(lambda m: wire_text(m[0]), url)


def _surt(url: bytes) -> bytes:
    url = re.sub(rb"[\n\r\t]", b"", url.strip())
    if url and not _HAS_SCHEME.match(url):
        url = b"http://" + url
    url = _MANY_SCHEMES.sub(lambda m: m.group(1), url, count=1) if _MANY_SCHEMES.match(url) else url
    parts = _URL.fullmatch(url)
    if parts is None or parts["scheme"] is None:
        raise ValueError("no URL")
    scheme: bytes = parts["scheme"]
    path: bytes | None = parts["path"] or None
    query: bytes | None = parts["query"] or None
    host, port = _authority(parts["authority"] or b"")
    if host is None and path is not None and scheme.startswith(b"http"):
        # "http:////www.example.com/a": the first thing behind the slashes is the host.
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    if host:
        host = _surt_host(host, dns=scheme == b"dns")
    path = _unescape(path) if path else path
    if host:
        path = _plain_path(path)
    path = _escape(path) if path else path
    if port == _DEFAULT_PORTS.get(scheme.lower(), 0):
        port = None
    return _compose(scheme, host, port, _surt_path(path), _surt_query(query))


def _compose(scheme: bytes, host: bytes | None, port: int | None, path: bytes | None, query: bytes | None) -> bytes:
    if host:
        key = b",".join(reversed(host.split(b".")))
        key += (b":%d)" % port) if port is not None else b")"
    else:
        key = scheme + b":"
    key += path or (b"/" if query is not None else b"")
    return key if query is None else key + b"?" + query


def _authority(authority: bytes) -> tuple[bytes | None, int | None]:
    """Return host (lower case) and port; ValueError where the port is none."""
    place = authority.rstrip(b":") if authority.endswith(b":") else authority
    place = place.rpartition(b"@")[2]
    _, bracket, inside = place.partition(b"[")
    if bracket:
        host, _, after = inside.partition(b"]")
        digits = after.partition(b":")[2]
    else:
        host, _, digits = place.partition(b":")
    port: int | None = None
    if digits:
        if not digits.isdigit() or not digits.isascii():
            raise ValueError("port is no number")
        port = int(digits)
        if port > 65535:
            raise ValueError("port is too large")
    return host.lower() or None, port or None


def _surt_host(host: bytes, *, dns: bool) -> bytes:
    host = _unescape(host)
    if not host.isascii():
        with suppress(ValueError):
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    address = _numeric_address(host)
    host = address if address is not None else _escape(host.lower()).lower()
    www = None if dns else _WWW.match(host)
    return host[www.end() :] if www else host


def _numeric_address(host: bytes) -> bytes | None:
    import socket  # a process that only reads pages makes no keys

    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4)).encode()
    if _DECIMAL.fullmatch(host) or _OCTAL.fullmatch(host):
        try:
            return socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
        except OSError:
            return None
    return None


def _plain_path(path: bytes | None) -> bytes:
    """Return *path* with its dot segments and doubled slashes gone."""
    if not path:
        return b"/"
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".":
            continue
        if part == b".." and kept:
            kept.pop()
        else:
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]


def _surt_path(path: bytes | None) -> bytes | None:
    if not path:
        return path
    path = path.lower()
    # Of a longer one these would take time by the square of its length.
    for pattern in _SESSION_IN_PATH if len(path) < _MOST_WITH_SESSION else ():
        found = pattern.fullmatch(path)
        if found:
            path = found[1] + found[2]
    return path[:-1] if len(path) > 1 and path.endswith(b"/") else path


def _surt_query(query: bytes | None) -> bytes | None:
    if not query:
        return None
    query = _escape(_unescape(query))
    for pattern in _SESSION_IN_QUERY if len(query) < _MOST_WITH_SESSION else ():
        found = pattern.fullmatch(query)
        if found:
            query = found[1] + (found[2] or b"")
    query = query.lower()
    if len(query) > 1:
        # As pairs, not as strings: "a=1" stands before "a-b=1", since "a" stands before "a-b".
        query = b"&".join(b"=".join(pair) for pair in sorted(tuple(arg.split(b"=", 1)) for arg in query.split(b"&")))
    return query or None


def _unescape(text: bytes) -> bytes:
    """Undo percent-encoding until nothing is left of it: "%2541" is "A". A stranger may have nested it without end."""
    for _ in range(_MOST_UNFOLDED):
        if b"%" not in text or (plain := unquote_to_bytes(text)) == text:
            break
        text = plain
    return text


def _escape(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SURT_SAFE).encode()


TRACKERS = (
    *("utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),
    *("igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "_ga", "_gl", "_openstat", "oly_enc_id"),
    *("oly_anon_id", "vero_id", "wickedid", "ref_src", "ref_url", "s_cid", "at_medium", "at_campaign", "wt_mc"),
    *("wt.mc_id", "wt_zmc", "xtor", "ito", "cmpid", "icid", "ncid", "__twitter_impression", "li_fat_id", "epik"),
)
"""Query arguments that name the way by which a reader came, never the page. ``*`` at the end stands for any rest."""

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPED = re.compile(rb"%([0-9a-fA-F]{2})")
_NO_URL_BYTES = re.compile(rb"[^!#$&'()*+,/:;=?@\[\]A-Za-z0-9._~%-]|%(?![0-9a-fA-F]{2})")
_PLAIN_TEXT = re.compile(r"[!#$&'()*+,/:;=?@\[\]A-Za-z0-9._~-]*+")
_BREAKS = re.compile(r"[\n\r\t]")
_ENDS_HOST = re.compile(r"[/?#@:\[\]\\]")
_DEFAULT_PORT_TEXT = {"http": "80", "https": "443"}
_SPLIT = re.compile(r"\s*(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?(?P<rest>[^#]*)", re.DOTALL)


def canonical_url(url: str, strip: Sequence[str] = ()) -> str:
    """Return the one form under which all spellings of *url* are the same page.

    Scheme and host in lower case, IDN host in punycode, default port, fragment and trackers gone, dot segments
    resolved, percent-encoding in one form; the query keeps its order otherwise. *strip* names further arguments to
    leave out (a name, or its start and ``*``). What is no hierarchical URL comes back stripped of its fragment only.
    """
    if _CANONICAL.fullmatch(url):
        return url
    parts = _SPLIT.match(_BREAKS.sub("", url.strip()))
    if parts is None or parts["authority"] is None:
        return url.strip().partition("#")[0]
    scheme = parts["scheme"].lower()
    path, mark, query = parts["rest"].partition("?")
    canonical = f"{scheme}://{_canonical_authority(scheme, parts['authority'])}{_canonical_path(path)}"
    if mark:
        kept = [arg for arg in query.split("&") if arg and not _is_tracker(arg.partition("=")[0], strip)]
        if kept:
            canonical += "?" + wire_text("&".join(kept), fold=True)
    return canonical


def wire_text(text: str, *, fold: bool = False) -> str:
    """Return *text* as it may stand in a URL: everything that may not is percent-encoded (as UTF-8).

    With *fold*, escapes of unreserved characters are undone and the others written in upper case.
    """
    if _PLAIN_TEXT.fullmatch(text):
        return text
    raw = text.encode("utf-8", "surrogatepass")
    if fold and b"%" in raw:
        raw = _ESCAPED.sub(_folded, raw)
    return _NO_URL_BYTES.sub(lambda m: b"%%%02X" % m[0][0], raw).decode()


def printable_url(url: str) -> str:
    """Return *url* with blanks, controls and signs that nobody sees percent-encoded; letters of any script stay."""
    if url.isprintable() and " " not in url:
        return url
    return "".join(c if c.isprintable() and c != " " else wire_text(c) for c in url)


def _folded(escape: re.Match[bytes]) -> bytes:
    value = int(escape[1], 16)
    return bytes((value,)) if value in _UNRESERVED else b"%" + escape[1].upper()


@lru_cache(maxsize=1024)
def _canonical_authority(scheme: str, authority: str) -> str:
    user, at, place = authority.rpartition("@")
    closing = place.rfind("]")
    host, _, port = place[closing + 1 :].partition(":")
    host = _canonical_host(place[: closing + 1] + host)
    if port and port != _DEFAULT_PORT_TEXT.get(scheme):
        host += f":{wire_text(port)}"
    return wire_text(user) + at + host


def _canonical_host(host: str) -> str:
    if not host.isascii():
        name = ascii_host(host) or host
        # "℀" is "a/c" to IDNA: no letter of a host may become one that ends it.
        host = host if _ENDS_HOST.search(name) else name
    # Lower case comes last: escapes of what no host may hold are part of it then.
    return wire_text(host.lower()).lower().rstrip(".")


def ascii_host(host: str) -> str | None:
    """Return *host* as DNS is asked for it; None where it cannot be written so.

    As browsers do by now (UTS 46, not transitional): ``straße.example`` and ``strasse.example`` are two hosts.
    """
    import idna  # few pages name a host that needs it

    try:
        return idna.encode(host, uts46=True, transitional=False).decode()
    except idna.IDNAError:
        pass
    try:
        return host.encode("idna").decode()  # takes more signs, as names have them: a_b, emoji
    except UnicodeError:
        return None


def _canonical_path(path: str) -> str:
    folded = wire_text(path, fold=True)
    if "/." not in folded:
        return folded or "/"
    kept: list[str] = []
    parts = folded.split("/")[1:]
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _is_tracker(name: str, strip: Sequence[str]) -> bool:
    plain = name.lower()
    for pattern in (*TRACKERS, *strip):
        if pattern.endswith("*"):
            if plain.startswith(pattern[:-1].lower()):
                return True
        elif plain == pattern.lower():
            return True
    return False


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """Return the domain that somebody registered: ``www.milanofinanza.it`` gives ``milanofinanza.it``.

    Read from the bundled snapshot of the public suffix list, never from the network; hosts below a suffix that
    belongs to a provider (``blogspot.com``) are sites of their own. IP addresses, ``localhost`` and bare suffixes
    come back as they are, without port.
    """
    plain = host.strip().lower().rpartition("@")[2]
    if plain.startswith("["):
        return plain[1:].partition("]")[0]
    if plain.count(":") > 1:
        return plain
    plain = plain.partition(":")[0].rstrip(".")
    try:
        ipaddress.ip_address(plain)
    except ValueError:
        return str(_suffixes(plain.rpartition(".")[2]).privatesuffix(plain) or plain)
    return plain


@lru_cache(maxsize=2048)
def _suffixes(top: str) -> Any:
    """Return the rules of the public suffix list for hosts under the top-level domain *top*.

    No rule for other hosts speaks of these, and reading all of them takes 35 ms in every process.
    """
    from publicsuffixlist import PublicSuffixList

    with suppress(UnicodeError):
        top = top.encode().decode("idna")  # as the list writes it
    return PublicSuffixList([rule for rule in _rules() if rule == top or rule.endswith(f".{top}")])


@cache
def _rules() -> tuple[str, ...]:
    from publicsuffixlist import PSLFILE

    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("//"))
