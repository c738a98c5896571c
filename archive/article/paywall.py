"""Reader: is the text behind a paywall? Declared (isAccessibleForFree and its kin), or a marker on the page."""

from collections.abc import Sequence
from string import ascii_letters, digits

from archive.article.finding import Finding
from archive.article.layout import Layout, element_text, folded
from archive.article.metadata import Declared

_LOCKED = frozenset(
    ("locked", "paid", "premium", "metered", "subscriber", "subscribers", "subscription", "hard", "true", "plus")
)
_FREE = frozenset(("free", "false", "public", "open", "unlocked"))
_METAS = (
    "article:content_tier",
    "og:article:content_tier",
    "cxenseparse:articleaccess",
    "access",
    "paywall",
    "accesstype",
    "is_paywall",
    "content-access",
    "article:opinion:paywall",
)
_PHRASES = tuple(
    folded(p)
    for p in (
        "abbonati per continuare a leggere",
        "contenuto riservato agli abbonati",
        "questo articolo è riservato agli abbonati",
        "per continuare a leggere questo articolo",
        "subscribe to continue reading",
        "subscribe to read the full",
        "this article is for subscribers only",
        "to continue reading this article",
        "already a subscriber? log in to continue",
        "dieser artikel ist nur für abonnenten",
        "jetzt abonnieren und weiterlesen",
        "weiterlesen mit",
        "cet article est réservé aux abonnés",
        "il vous reste",
        "contenido exclusivo para suscriptores",
        "suscríbete para seguir leyendo",
        "この記事は有料会員限定",
        "有料会員になると",
    )
)

_SUBSCRIBING = ("abbona", "subscri", "abonn", "suscri", "assin", "会員")
# Most lines of a page begin with a letter of ASCII and as no phrase does: they need not be folded.
_LETTERS = frozenset(ascii_letters + digits)
_BEGINNINGS = frozenset(
    begins for phrase in _PHRASES for begins in (phrase[:2], phrase[:2].upper(), phrase[:2].title())
)
_NO_BEGINNINGS = _LETTERS - {begins[0] for begins in _BEGINNINGS}


def read_paywalled(
    layout: Layout, declared: Declared, *, markers: Sequence[str] = ()
) -> tuple[bool | None, Finding | None]:
    """Return whether the article is paywalled (None where nothing says so), and the evidence."""
    for marker in markers:
        key = folded(marker)
        for line in layout.lines:
            if key and key in folded(line.text):
                return True, Finding(field="paywalled", value=marker, evidence="rule", where="line")
    if declared.linked.free is not None:
        value = str(declared.linked.free).lower()
        return not declared.linked.free, Finding(
            field="paywalled", value=value, evidence="json-ld", where="isAccessibleForFree"
        )
    for name in _METAS:
        for content in layout.metas.get(name, ()):
            word = content.lower()
            if word in _LOCKED or word in _FREE:
                return word in _LOCKED, Finding(field="paywalled", value=content, evidence="meta", where=name)
    may_ask = [text for line in layout.lines if (text := line.text)[0] not in _NO_BEGINNINGS and 12 <= len(text) <= 160]
    for text in may_ask:
        if (text[:2] in _BEGINNINGS or text[0] not in _LETTERS) and folded(text).startswith(_PHRASES):
            return True, Finding(field="paywalled", value=text, evidence="text", where="line")
    for mark in layout.marks:
        if mark.kind == "paywall" and mark.element.tag in ("div", "section", "aside"):
            text = element_text(mark.element, 400)
            if len(text) > 40 and any(w in folded(text) for w in _SUBSCRIBING):
                return True, Finding(field="paywalled", value=text[:120], evidence="text", where=mark.hint[:60])
    return None, None
