"""What may stand in a profile: each check returns what is wrong with a text, None where it is right."""

import difflib
import re
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.sources.patterns import pattern_problem

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(s|m|h|d|w)$")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$")


def plain_selector(selector: str) -> str:
    """Return *selector* as CSS: ``#name-*`` and ``.name-*`` (our shorthand) mean ids and classes that begin so."""
    selector = re.sub(r"#([\w-]+)\*", r"[id^='\1']", selector.strip())
    return re.sub(r"\.([\w-]+)\*", r"[class*='\1']", selector)


def selector_problem(selector: str) -> str | None:
    """Return why *selector* is no CSS selector; None where it is one. ``::text`` and ``::attr(name)`` may end it."""
    import cssselect

    bare = re.sub(r"::(?:text|attr\([\w:-]+\))\s*$", "", plain_selector(selector))
    try:
        cssselect.HTMLTranslator().css_to_xpath(bare)
    except (cssselect.SelectorError, RecursionError) as error:
        return f"{selector!r} is no CSS selector: {error}"
    return None


def article_problem(pattern: str) -> str | None:
    """Return why *pattern* cannot name articles by an id in their URLs."""
    if "(?P<id>" not in pattern:
        return f"{pattern!r} has no group named id; write the part that names the article as (?P<id>...)"
    return pattern_problem(pattern)


def id_problem(text: str) -> str | None:
    """Return why *text* is no source's id."""
    if _ID.match(text) and len(text) <= 64:
        return None
    return f"{text!r} is no id: lower-case letters, digits and single dashes, 64 characters at the most"


def language_problem(text: str) -> str | None:
    """Return why *text* is no BCP 47 tag."""
    fits = re.match(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$", text)
    return None if fits else f"{text!r} is no language tag (BCP 47), such as it or pt-BR"


def country_problem(text: str) -> str | None:
    """Return why *text* is no ISO 3166-1 alpha-2 code."""
    return None if re.match(r"[A-Z]{2}$", text) else f"{text!r} is no country (ISO 3166-1), such as IT"


def zone_problem(text: str) -> str | None:
    """Return why *text* is no IANA zone."""
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        return f"{text!r} is no time zone (IANA), such as Europe/Rome"
    return None


def host_problem(text: str) -> str | None:
    """Return why *text* is no host, with or without a port."""
    fits = re.match(r"[\w.-]+(?::\d{1,5})?$|\[[0-9a-f:.]+\](?::\d{1,5})?$", text, re.IGNORECASE)
    return None if fits else f"{text!r} is no host, such as www.giornale.example"


def url_problem(text: str, words: tuple[str, ...]) -> str | None:
    """Return why *text* is neither an http(s) URL nor one of *words*."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    also = f", and none of {', '.join(words)}{nearest(text, words)}" if words else ""
    return None if good else f"{text!r} is no http(s) URL{also}"


def param_problem(text: str) -> str | None:
    """Return why *text* is no query parameter."""
    return None if re.match(r"[\w.\[\]-]{1,40}$", text) else f"{text!r} is no name of a query parameter, such as page"


def glob_problem(text: str) -> str | None:
    """Return why *text* is no query parameter or glob of such."""
    return (
        None if re.match(r"[\w.*?\[\]-]{1,60}$", text) else f"{text!r} is no name of a query parameter, such as utm_*"
    )


def header_problem(text: str) -> str | None:
    """Return why *text* cannot stand in a request header."""
    return None if text.isascii() and text.isprintable() else "only printable ASCII can stand in a header"


def hours_problem(text: str) -> str | None:
    """Return why *text* names no hours of the day."""
    return None if _HOURS.match(text) else f'{text!r} are no hours; write hours = "00:00-06:00"'


def duration_problem(text: str) -> str | None:
    """Return why *text* is no time span."""
    return None if _DURATION.match(text.strip()) else f"{text!r} is no time span, such as 30m, 6h, 1d"


def read_duration(text: str) -> timedelta:
    """Return the time span that *text* names; raises ValueError where it names none."""
    found = _DURATION.match(text.strip())
    if found is None:
        raise ValueError(text)
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def nearest(word: str, allowed: tuple[str, ...] | list[str]) -> str:
    """Return a hint at the allowed word next to *word*; empty where none is near."""
    by_folded = {name.lower(): name for name in allowed}
    close = difflib.get_close_matches(word.lower(), by_folded, 1, 0.6)
    return f" (did you mean {by_folded[close[0]]}?)" if close else ""


def shown(value: object) -> str:
    """Return *value* as it stood, short enough for an error's line."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
