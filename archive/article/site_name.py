"""The site's name in a title: cut where a template put it, before or after the headline."""

from collections.abc import Sequence

from archive.article.layout import folded
from archive.article.patterns import late

_SIGNS = " :|»«•·-–—"
MAX_PARTS = 20
"""A title of more parts between bars and dashes is a list of something."""
_SEPARATOR = late(
    r"\s+[|\-–—•·:»«/>~*]+\s+|\s*[|｜¦]\s*|\s+::\s+|_{1,2}|\s*--+\s*|(?<=[^\x00-\x7f])[：:](?=[^\x00-\x7f])"
)


def without_site_name(title: str, site_names: frozenset[str], printed: frozenset[str] = frozenset()) -> str:
    """Return *title* without the site's name before or after it.

    Parts at the end that are (or hold) a site's name are cut, with what stands between (a section); so is a first
    part that is one. Where a *printed* heading (folded) begins the title, what follows it is cut.
    """
    parts = list(_SEPARATOR.finditer(title))
    if not parts or len(parts) > MAX_PARTS:
        return title
    for cut in parts:
        if folded(title[: cut.start()]) in printed:
            return title[: cut.start()].strip()
        if folded(title[cut.end() :]) in printed:
            return title[cut.end() :].strip()
    for cut in parts:
        tail = title[cut.end() :]
        if is_site_name(tail, site_names):
            return without_section(title[: cut.start()].strip(), cut.group().strip())
    head = title[: parts[0].start()]
    if is_site_name(head, site_names):
        return title[parts[0].end() :].strip()
    return title


def without_banner(title: str, banners: Sequence[str]) -> str:
    """Return *title* without the first of *banners* that stands before or behind it: "Blog: Headline"."""
    for banner in banners:
        rest = title.removeprefix(banner)
        if rest != title and (cut := rest.lstrip()[:1]) and cut in _SIGNS and (rest := rest.strip(_SIGNS)):
            return rest
        rest = title.removesuffix(banner)
        if rest != title and rest.rstrip()[-1:] in tuple(_SIGNS.strip()) and (rest := rest.strip(_SIGNS)):
            return rest
    return title


def first_part(title: str) -> str:
    """Return *title* up to the first bar or dash that may stand before a site's name."""
    cut = _SEPARATOR.search(title)
    return title[: cut.start()] if cut else title


def without_section(title: str, separator: str) -> str:
    """Cut short parts after a bar: "Headline | Politics" once "| Site" is gone; a dash is left, it may be printed."""
    if separator in ("|", "｜", "¦", "::", "•", "·"):
        head, bar, tail = title.rpartition(separator)
        if bar and len(tail.split()) <= 3 and len(head.split()) >= 3:
            return head.strip()
    return title


def is_site_name(text: str, site_names: frozenset[str]) -> bool:
    """Tell whether *text* is a site's name, or one with an article, a domain or a department around it."""
    key = folded(text)
    if not key:
        return True
    if key in site_names or key.replace(" ", "") in site_names:
        return True
    words = key.split()
    if len(words) <= 6:
        # "The Times of India", "BR24 Nachrichten", "Repubblica.it": the name with an article or a domain around it.
        for name in site_names:
            if len(name) >= 4 and (f" {name} " in f" {key} " or (len(key) >= 4 and f" {key} " in f" {name} ")):
                return True
            if len(name) >= 5 and name in key.replace(" ", ""):
                return True
    return False


def without_own_name(text: str, site_names: frozenset[str]) -> str:
    """Cut the site's very name behind a bar or a dash, which some templates print in the heading too."""
    cut = next(reversed(list(_SEPARATOR.finditer(text))), None)
    if cut is None or folded(text[cut.end() :]) not in site_names or len(text[: cut.start()].split()) < 3:
        return text
    return text[: cut.start()].strip()
