"""Bytes of a page to text: byte order mark, HTTP header, meta element, and a guess, in an order one can read.

Labels are read as browsers read them (``iso-8859-1`` is windows-1252, ``gb2312`` is gb18030). A label that the
bytes contradict is not believed: news sites send windows-1252 under the name of UTF-8 and the other way round.
"""

import codecs
import re
from dataclasses import dataclass

HEAD_BYTES = 8192
"""How far into the page a meta element is looked for (browsers: 1024; real heads begin with long comments)."""

GUESS_BYTES = 1 << 17

# WHATWG Encoding Standard: what a label means on the web, where Python's codec of that name means less.
WEB_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
LABELS = {"x-sjis": "cp932", "ks_c_5601-1987": "cp949", "windows-31j": "cp932", "x-gbk": "gb18030", "unicode": "utf-8"}
# Never on the bytes' own word: UTF-7 hides markup from every filter, the others are no text encodings.
REFUSED = re.compile(
    r"utf[-_]?7|base64|hex|rot|zlib|bz2|uu|quopri|punycode|idna|unicode.?escape|mbcs|oem|charmap", re.IGNORECASE
)

META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
HEADER = re.compile(r"\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# An open script takes the rest, as in a browser (and searching its end again for each would take for ever).
MARKUP = re.compile(rb"<script\b.*?(?:</script>|\Z)|<style\b.*?(?:</style>|\Z)|<[^<>]*+>", re.DOTALL | re.IGNORECASE)
LANG = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2})", re.IGNORECASE)
# What browsers of a country took where a page said nothing (WHATWG, "suggested default encoding").
LANGUAGE_CODECS = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "ky", "tg"), "cp1251"),
    **dict.fromkeys(("pl", "cs", "hu", "sk", "sl", "hr", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "el": "cp1253",
    "he": "cp1255",
    "vi": "cp1258",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
    "th": "cp874",
}
LATIN = re.compile(
    r"cp125[0247]|cp(?:437|8[56]\d|775|500|037|1140)|iso8859-(?:[1234]|9|1\d)$|latin|mac|hp", re.IGNORECASE
)

# Quotes and dashes whose UTF-8 was taken for ISO 8859-1 and coded again: no text has controls behind an "â".
TWICE_SIGN = b"\xc3\xa2\xc2\x80\xc2"
TWICE_SIGNS = tuple(TWICE_SIGN + last for last in (b"\x99", b"\x9c", b"\x93"))
TWICE = re.compile(rb"(?:[\xc2\xc3][\x80-\xbf]){2,}")

MULTIBYTE_SHARE = 0.02
"""Of the bytes that are not ASCII, the share that may be wrong in a text that calls itself UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """Text, the Python codec that gave it, and what was odd about it."""

    text: str
    encoding: str
    problem: str | None = None
    utf8: bytes | None = None
    """The text in UTF-8, where it was read from that."""


def _stray_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no UTF-8 as windows-1252: that is what a line pasted into a UTF-8 template holds."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("emeroteca-stray", _stray_as_cp1252)


def codec_of(label: str | None) -> str | None:
    """Return the Python codec that *label* means on the web, or None where it means none that may be used."""
    if not label or REFUSED.search(label):
        return None
    label = label.strip().lower()
    try:
        name = codecs.lookup(LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a label that one could read byte by byte is not true of UTF-16 (WHATWG says the same)
    return WEB_CODECS.get(name, name)


def decode(data: bytes, content_type: str | None = None) -> Decoding:
    """Return *data* as text. Never fails: what cannot be read stands as U+FFFD, and *problem* says so."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return Decoding(text=data[len(bom) :].decode(name, "replace"), encoding=name)
    labels = []
    if content_type and (found := HEADER.search(content_type)):
        labels.append(found[1])
    head = data[:HEAD_BYTES]
    labels += [m[1].decode("ascii", "replace") for m in (XML_DECLARATION.search(head), META.search(head)) if m]
    declared = [codec for label in labels if (codec := codec_of(label))]
    problem = f"unknown charset {labels[0]!r}" if labels and not declared else None

    if b"\0" in head and not declared and (wide := _wide(head)):
        return Decoding(text=data.decode(wide, "replace"), encoding=wide, problem="UTF-16 without a mark")
    # Text that is valid UTF-8 with bytes beyond ASCII in it is UTF-8, whatever was declared: chance has no part in it.
    # ISO-2022-JP is all ASCII bytes and must be asked first.
    if "iso2022_jp" not in declared:
        if TWICE_SIGN in data and any(sign in data for sign in TWICE_SIGNS):
            data = TWICE.sub(_coded_once, data)
            problem = problem or "UTF-8 coded twice"
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            wrong = bool(declared) and declared[0] != "utf-8" and not data.isascii()
            told = f"charset {labels[0]!r} is UTF-8 in truth" if wrong else problem
            return Decoding(text=text, encoding="utf-8", problem=told, utf8=data)
    for codec in dict.fromkeys(declared):
        if codec == "utf-8":
            if _mostly_utf8(data):
                text = data.decode("utf-8", "emeroteca-stray")
                return Decoding(text=text, encoding="utf-8", problem="stray bytes in UTF-8")
            continue
        text = data.decode(codec, "replace")
        if text.count("�") <= max(2, len(text) // 2000):
            return Decoding(text=text, encoding=codec, problem=problem)
    codec = _guess(data)
    why = f"charset {labels[0]!r} does not fit" if declared else "no charset declared"
    return Decoding(text=data.decode(codec, "replace"), encoding=codec, problem=f"{problem or why}, read as {codec}")


def _coded_once(run: re.Match[bytes]) -> bytes:
    """Return a run of letters below U+0100 as the UTF-8 that their numbers are, where they are some."""
    once = run[0].decode("utf-8").encode("latin-1")
    try:
        once.decode("utf-8")
    except UnicodeDecodeError:
        return run[0]
    return once


def _wide(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and even < odd // 8:
        return "utf-16-le"
    if even > len(head) // 4 and odd < even // 8:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    sample = data[: 1 << 20]
    beyond = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return sample.decode("utf-8", "replace").count("�") <= max(3, beyond * MULTIBYTE_SHARE)


def _guess(data: bytes) -> str:
    """Return the codec of the page's language; where it names none, what the words between the tags look like."""
    if found := LANG.search(data[:HEAD_BYTES]):
        return LANGUAGE_CODECS.get(found[1].decode().lower(), "cp1252")
    from charset_normalizer import from_bytes

    # Markup is ASCII and says nothing: the words between the tags do.
    words = MARKUP.sub(b" ", data[: 4 * GUESS_BYTES])
    words = b" ".join(w for w in words.split() if not w.isascii())[:GUESS_BYTES]
    if not words:
        return "utf-8"
    best = from_bytes(words, threshold=0.4).best()
    codec = codec_of(best.encoding) if best else None
    # Between the Latin alphabets the guess is a coin toss: the commonest of them wins.
    return "cp1252" if codec is None or LATIN.match(codec) else codec
