"""Reader: which section an article belongs to: breadcrumb, meta, the kicker that names it, URL."""

import re
from urllib.parse import unquote, urlsplit

from archive.article.finding import Finding, find
from archive.article.hints import named
from archive.article.layout import Layout, Mark, element_text, folded, tidy
from archive.article.menus import paths_in
from archive.article.metadata import Declared
from archive.article.patterns import late

HOME = named(
    "home homepage start startseite inicio accueil principale prima pagina front page forside hjem",
    "etusivu hem strona główna главная ana sayfa trang chủ 首页 首頁 トップ top 홈 beranda início news nyheter",
    "notizie noticias nachrichten",
) | {"prima pagina", "front page", "ana sayfa", "strona główna", "home page"}
"""What the first step of a path is called."""
_NO_SECTION = late(
    r"^(?:\d+|[a-z]{2}(?:-[a-z]{2})?|article|articles|articolo|articoli|story|stories|news|nyheter|notizie"
    r"|noticias|noticia|nachrichten|artikel|blog|blogs|post|posts"
    r"|topics?|entry|entries|roll|cms|opencms|html?"
    r"|archive|archives|archivio|content|index|p|a|n1|art|item|node|view|page|read|amp|detail|details|www|web|en"
    r"|it|de|fr|es|sezioni|sections?|category|categoria|eng|wp|feed|id|actualites?|actualidad)$"
)

_STEPS = late(
    r"\s[›»→]\s|[>＞]|^(?:当前位置|當前位置|您?(?:现在|当前)?(?:所在)?的?位置|you are here)\s*[:：]", re.IGNORECASE
)
_STEP = late(r"\s*(?:-*[>＞]+|[›»→])\s*")
_PATH_LABEL = late(r"^[^:：]{2,12}[:：]\s*")
_SIGNS = ">＞»›→"
MAX_PATH_CHARS = 160
MOST_ABOVE = 300
"""Printed lines in which the headline is looked for: menus above it may be long."""
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")  # an id: OklJOk


def is_path(text: str) -> bool:
    """Tell whether a line is the path to an article: "Home » Blog", "首页 > 财经", "当前位置：主页"."""
    return _STEPS.search(text) is not None and "«" not in text


def read_section(
    layout: Layout, declared: Declared, *, url: str, headline: str | None, kicker: str | None
) -> Finding | None:
    """Return the section of the article, or None."""
    head = folded(headline)
    crumbs = declared.linked.breadcrumb or _breadcrumb(layout) or _printed_path(layout, headline)
    steps = [c for c in crumbs if folded(c) not in HOME and folded(c) != head and folded(c) not in declared.site_names]
    # The last step is often the headline, cut short.
    steps = [s for s in steps if not (head and len(folded(s)) > 15 and head.startswith(folded(s)[:-3]))]
    if steps and len(steps[0]) <= 60:
        return Finding(field="section", value=tidy(steps[0]), evidence="breadcrumb", where="breadcrumb")
    for evidence in ("json-ld", "microdata", "meta"):
        found = find(declared.findings, "section", evidence)
        if found is not None and len(found.value) <= 60 and folded(found.value) not in HOME | declared.site_names:
            return found
    if kicker and _names_a_section(layout, kicker, url):
        return Finding(field="section", value=kicker, evidence="text", where="kicker")
    named = _from_url(layout, url)
    if named is None and kicker and kicker[:1].isupper() and kicker[-1:] not in "?!:" and len(kicker.split()) <= 3:
        # Standing alone above the headline, it is a rubric.
        return Finding(field="section", value=kicker, evidence="text", where="kicker")
    return named


def _breadcrumb(layout: Layout) -> tuple[str, ...]:
    paths = [mark.element for mark in layout.marks if _is_path(mark)]
    paths = paths or [path for menu in layout.menus for path in paths_in(menu)]
    steps = [element_text(link, 80) for path in paths[:1] for link in path.iter("a")]
    return tuple(s for s in steps if s)


def _is_path(mark: Mark) -> bool:
    words = f"{mark.hint} {mark.element.get('aria-label') or ''}".lower()
    return mark.kind == "section" and ("breadcrumb" in words or "briciole" in words) and mark.element.tag != "li"


def _printed_path(layout: Layout, headline: str | None) -> tuple[str, ...]:
    """Return the steps of a line above the headline that begins at home: "首页 > 财经 > 公司"."""
    for line in layout.lines[:MOST_ABOVE]:
        text = line.text
        if len(text) <= MAX_PATH_CHARS and any(map(text.__contains__, _SIGNS)) and is_path(text):
            steps = [step for step in _STEP.split(_PATH_LABEL.sub("", text)) if step]
            if len(steps) > 1 and (folded(steps[0]) in HOME or steps[0].endswith(("首页", "首頁"))):
                return tuple(steps[1:])
        elif text == headline:
            break
    return ()


def _names_a_section(layout: Layout, kicker: str, url: str) -> bool:
    """Tell whether the kicker is a section's name: a link to a section, the navigation's word, or the URL's."""
    key = folded(kicker)
    if not key or len(key.split()) > 4:
        return False
    slug = key.replace(" ", "-")
    if slug in urlsplit(url).path.lower():
        return True
    if any(line.linked > 0.8 and folded(line.text) == key for line in layout.lines[:400]):
        return True
    return any(f" {key} " in f" {folded(line.text)} " for line in layout.lines if line.element in layout.menus)


def _from_url(layout: Layout, url: str) -> Finding | None:
    """Return the first folder of the URL that may be a section's, in the words by which the page links to it."""
    folders = [p for p in urlsplit(url).path.split("/") if p][:-1]
    for at, folder in enumerate(folders[:3]):
        part = unquote(folder)
        dated = at > 0 and re.fullmatch(r"(?:19|20)\d\d", folders[at - 1])  # /2019/nov/19/
        if dated or _INNER_CAPITAL.search(part) or _NO_SECTION.match(part.lower()):
            continue
        if not re.fullmatch(r"[a-zà-öø-ÿ][a-zà-öø-ÿ_-]{2,30}", part.lower()):
            continue
        name = re.sub(r"[-_]+", " ", part.lower())
        printed = _link_text(layout, "/" + "/".join(folders[: at + 1]), host=urlsplit(url).hostname)
        return Finding(field="section", value=printed or name, evidence="url", where=part)
    return None


def _link_text(layout: Layout, path: str, *, host: str | None) -> str | None:
    """Return what the page calls the folder at *path*: the words of most links to it."""
    if not layout.lines:
        return None
    path = path.lower()
    words: dict[str, int] = {}
    for link in layout.lines[0].element.getroottree().iter("a"):
        href = (link.get("href") or "").strip().lower()
        if path not in href or not href.partition("#")[0].rstrip("/?").endswith(path) or len(href) > 200:
            continue
        try:
            parts = urlsplit(href)
        except ValueError:
            continue
        if parts.hostname not in (None, host) or parts.path.rstrip("/") != path or parts.query:
            continue
        text = element_text(link, 80)
        if 2 <= len(text) <= 30 and len(text.split()) <= 4 and folded(text) not in HOME and any(map(str.isalpha, text)):
            words[text] = words.get(text, 0) + 1
    return max(words, key=words.__getitem__, default=None)
