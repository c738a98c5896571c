"""Where a list of articles goes on: rel=next, ?page=2, /page/2, numbered links, "older" in the great languages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

_PARAMS = frozenset(
    "page paged pag pagina pg p seite s_page strona sayfa sida sivu side start offset from pageno page_no pn n".split()  # noqa: SIM905
)
_WEAK_NAMES = frozenset("p pg pn n from start offset".split())  # noqa: SIM905
_PATH = re.compile(
    r"(?:^|/)(page|pagina|seite|pag|strona|stranka|sayfa|sivu|sida|side|p|pagine|paginas)[-_/=]?\d{1,5}(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W{0,3}\d{1,4}\W{0,3}$")
_PAGE_WORD = re.compile(
    r"^\W*(?:page|pagina|página|seite|strona|stránka|sayfa|sivu|sida|side|pág|pag|стр(?:аница)?|第|صفحة)\W*\d{1,5}\W*(?:页|頁|ページ)?$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^\W*(?:next(?: page)?|older(?: posts| entries| articles| stories| news)?|"
    r"more(?: stories| news| articles| posts)?|"
    r"load more|show more|see more|previous entries|earlier|"
    r"successiv[aoe]|avanti|pagina successiva|prossima(?: pagina)?|articoli precedenti|notizie precedenti|meno recenti|"
    r"mostra altr[ie]|carica altr[ie]|altre notizie|"
    r"weiter|weitere(?: artikel| meldungen| nachrichten| beiträge)?|n(?:ä|ae)chste(?: seite)?|(?:ä|ae)ltere(?: beiträge"
    r"| artikel| meldungen)?|mehr(?: (?:laden|anzeigen|artikel|nachrichten|meldungen))?|vorw(?:ä|ae)rts|"
    r"suivante?s?|page suivante|articles plus anciens|plus anciens|voir plus|plus d['’]articles|afficher plus|"
    r"siguientes?|p(?:á|a)gina siguiente|m(?:á|a)s noticias|ver m(?:á|a)s|cargar m(?:á|a)s|"
    r"anteriores|entradas antiguas|"
    r"pr(?:ó|o)xim[ao]s?(?: p(?:á|a)gina)?|seguinte|ver mais|carregar mais|mais not(?:í|i)cias|"
    r"volgende(?: pagina)?|ouder(?:e berichten)?|meer (?:laden|nieuws|artikelen)|"
    r"n(?:ä|ae)sta|n(?:æ|ae)ste|neste|(?:ä|æ)ldre|eldre|nast(?:ę|e)pna|starsze|dal(?:ší|si)|star(?:ší|si)|"
    r"sonraki|daha fazla|(?:ö|o)nceki haberler|seuraava|vanhemmat|k(?:ö|o)vetkez(?:ő|o)|r(?:é|e)gebbi|"
    r"далее|дальше|следующая|вперед|ещё|еще|старше|наступна|下一页|下一頁|下页|次へ|次の(?:ページ|\d+件)|다음|التالي|المزيد|अगला|berikutnya|selanjutnya)"
    r"\W*$",
    re.IGNORECASE,
)
_BARE_ARROW = re.compile(r"^\s*(?:>{1,2}|»|›|→|⟩|▶|⇨)\s*$")
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:pagination|paginazione|pager|paging|paginator|pagenav|page-numbers|pages|wp-pagenavi|nav-links|"
    r"blaettern|seiten|paginacion|paginación|pagine|next|older|loadmore|load-more)",
    re.IGNORECASE,
)


def page_link(url: str, text: str, rel: str, here: str, around: Iterable[str] = ()) -> bool | None:
    """Tell whether a link leads to a further page of the list *here*; None where it may, or may be an article's.

    *text* is its anchor, *rel* the attribute, *around* classes and ids of the elements about it. In doubt are
    words that lead on in a list and in a teaser alike: "weiter", "more", "seguente".
    """
    if "next" in rel.split() or "prev" in rel.split() or _PAGE_WORD.match(text):
        return True
    counted = _counts_pages(url, here)
    near = any(map(_says_pages, around))
    if _NEXT.match(text):
        return True if counted is not None or near else None
    if _BARE_ARROW.match(text) or _NUMBER.match(text):
        return counted is not None or near
    # ?p=17 and /p/17 name articles elsewhere: with a title for an anchor they do not count as pages.
    return bool(counted) and (near or not text or len(text.split()) <= 3)


@lru_cache(maxsize=2048)
def _says_pages(names: str) -> bool:
    return _AROUND.search(names) is not None


def _counts_pages(url: str, here: str) -> bool | None:
    """Tell whether *url* is *here* with another page number; False where its name for it is one letter, None for no.

    The number may stand in the query or at the path's end.
    """
    there, mine = urlsplit(url), urlsplit(here)
    if there.netloc != mine.netloc:
        return None
    for name, value in parse_qsl(there.query):
        if name.lower() in _PARAMS and value.isdecimal() and len(value) < 6 and _same_list(there.path, mine.path):
            return name.lower() not in _WEAK_NAMES
    found = _PATH.search(there.path)
    if not found:
        return None
    stem = there.path[: found.start()].rstrip("/")
    own = _PATH.search(mine.path)
    root = (mine.path[: own.start()] if own else mine.path).rstrip("/")
    if stem in (root, root.rpartition(".")[0]) or not root.startswith(stem):
        return found[1].lower() not in _WEAK_NAMES
    return None


def _same_list(path: str, here: str) -> bool:
    return path.rstrip("/") == here.rstrip("/") or not any(c.isdigit() for c in path)


def next_by_param(url: str, param: str) -> str | None:
    """Return *url* with its page parameter *param* counted one up; page 2 where it has none."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    number = next((v for k, v in pairs if k == param), "1")
    if not number.isdecimal() or len(number) > 6:
        return None
    pairs = [(k, v) for k, v in pairs if k != param] + [(param, str(int(number) + 1))]
    return parts._replace(query=urlencode(pairs), fragment="").geturl()
