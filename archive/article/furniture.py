"""What stands on a page and belongs to no article: known by the names of elements, and by known phrases.

Class and id words are those that page makers of many countries use; a name says what an element is for more surely
than its place. Phrases are whole lines, or how a line begins; each is a habit of a language, not of one site.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from archive.article.patterns import spellings

Marks = frozenset[str]
NOTHING: Marks = frozenset()

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NOT_WORD = re.compile(r"[^a-z0-9]+")


HIDDEN = frozenset(
    [
        "hidden",
        "hide",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader",
        "screenreader",
        "u-hidden",
        "is-hidden",
        "offscreen",
        "off-screen",
        "assistive-text",
        "a11y-hidden",
        "element-invisible",
        "hidden-text",
        "d-none",
        "display-none",
        "hiddenstructure",
        "visually-hide",
        "vh",
        "invisible",
        "print-only",
        "only-print",
        "printonly",
        "u-visually-hidden",
    ]
)
SHOWN_SOMEWHERE = re.compile(
    r"(?:^|\s)(?:d-(?:\w+-)?(?:block|flex|inline|grid)|(?:sm|md|lg|xl):(?:block|flex|grid|inline))", re.IGNORECASE
)

# Words of a name, joined by hyphens, that stand for what they are wherever in the name they stand; a star is the rest
# of a word.
COMMENTS = (
    "comments?", "comment(?:list|form|area|section|box|thread|body|content)", "commentwrap*", "disqus", "kommentar*",
    "commentaires?", "comentarios?", "commenti", "komentar*", "reacties", "yorum(?:lar)?", "coral", "viafoura",
    "livefyre", "spotim", "openweb", "respond", "usercomments?", "discussion", "binh-luan", "fb-comments", "replies",
    "conversation",
)  # fmt: skip
FURNITURE = (
    "nav", "navbar", "navigation*", "navi", "menu", "submenu", "megamenu", "footer*", "topbar", "toolbar",
    "toolbox", "masthead", "breadcrumbs?", "pagination", "pager", "paginator", "sidebar*", "side-bar", "rightrail",
    "right-rail", "left-rail", "rail", "skip-link", "colophon", "offcanvas", "off-canvas", "hamburger",
    "search-?form", "searchbox", "site-header", "ticker", "related*", "recommend*", "recirc*",
    "recirculation", "teaser-?(?:list|box|group|grid|row|item|container|small|cards?|s)", "promos?", "promobox",
    "promotion", "promoted", "most-read", "mostread", "most-popular", "mostpopular", "popular", "trending",
    "read-?more", "readmore", "see-?also", "seealso", "read-?also", "read-?next", "up-?next", "next-up", "more-?from",
    "more-?on", "more-?stories", "more-?news", "also-?read", "also-?like", "you-may", "youmaylike", "in-other-news",
    "prev-next", "post-navigation", "nav-links", "latest", "latest-?news", "also-on", "further-reading", "suggested",
    "suggestions", "similar", "crosslinks?", "correlat[ieo]", "correlate", "leggi-anche", "leggianche",
    "relacionad[oa]s?", "saiba-mais", "leia-(?:mais|tambem)", "veja-tambem", "lire-aussi", "a-lire-aussi",
    "lees-?ook", "gerelateerd", "les-ogsa", "laes-ogsa", "las-mer", "relatert", "relaterad*", "relaterede",
    "weiterlesen", "mehr-zum-thema", "meistgelesen", "empfehlung*", "verwandte", "powiazane", "polecane", "czytaj",
    "ilgili", "terkait", "baca-juga", "bacajuga", "lien-quan", "tin-lien-quan", "souvisejici", "kapcsolodo",
    "liittyvat", "newsletters?*", "subscribe",
    "subscribe[abcdefghijklmnopqstuvwxyz2]*", "subscribing", "subscription*", "sign-?up*", "signin", "sign-in",
    "log-?in", "loginbox", "registration-?wall", "regwall", "abo-?box", "privacy", "donat*", "membership", "cta",
    "call-to-action", "app-?download", "download-app", "paywall-?(?:message|box|banner|prompt)", "meter", "survey",
    "poll", "quiz", "feedback", "iscriviti", "abonneren", "abonnement", "abonnieren", "share", "shares",
    "sharing*", "share(?:bar|box|buttons?|tools|links?|this|daddy|icons?|holder)", "sharewrap*", "sharedaddy",
    "addthis*", "addtoany*", "a2a", "social*", "sociable", "socials", "follow", "follow-?us", "followus",
    "teilen", "condividi", "compartir", "compartilh*", "partage*", "delen", "paylas*", "udostepnij", "tags",
    "taglist", "tag-list", "tagcloud", "tag-cloud", "tags-?links", "post-?tags", "topic-?tags", "topic-?list",
    "keywords", "hashtags", "article-?tags", "entry-tags", "etiquetas", "schlagworte",
    "author-?(?:bio|box|card|info|description|about|profile|block)", "authorbio", "authorbox",
    "about-?(?:the-)?author", "bio", "biography", "contributors?", "post-author", "ads?", "adv", "adbox",
    "adslot*", "adunit*", "adsense", "adsbygoogle", "dfp", "gpt", "advert*", "sponsor*", "outbrain*",
    "ob-widget", "taboola*", "trc", "teads", "revcontent", "mgid", "plista", "ligatus", "werbung", "anzeigen?",
    "publicidad*", "publicite", "pubblicita", "annons*", "annonser?", "reklama?", "advertentie", "iklan",
    "affiliate*", "commerce", "native-ad", "paid-content", "banner", "banners", "widget-?area", "print-?only",
    "noprint", "no-print", "printfriendly", "jp-relatedposts", "nosnippet", "error-message", "audio-?player",
    "text-?to-?speech", "tts", "listen", "copyright", "disclaimer", "legal", "terms", "corrections?-?policy",
    "toc-?(?:list|container|wrapper|nav|box|block|menu|links?|sidebar|inner|widget|title|header|items?)",
    "table-of-contents", "ez-toc*", "jumplinks", "edit-?section", "mw-editsection", "reflist", "navbox",
    "catlinks", "wp-block-latest-posts", "wp-block-query", "wp-block-post-template",
    "post-?footer", "entry-?footer", "article-?footer", "story-?footer",
    "carousel", "slider", "swiper", "recommendations", "vjs*", "mejs*", "plyr*",
)  # fmt: skip
TEASER = ("teasers?",)
CONSENT = (
    "cookies?*", "consent*", "gdpr", "ccpa", "cmp", "onetrust*", "ot-sdk-*", "didomi*", "usercentrics",
    "iubenda*", "cky*", "cookiebot", "qc-cmp*", "popup*", "pop-up", "modal*", "lightbox", "overlay",
    "interstitial", "toast", "snackbar",
)  # fmt: skip
META = (
    "by-?lines?", "author", "authors", "author-?name", "credits?", "dateline-?meta", "post-?meta", "entry-?meta",
    "article-?meta", "meta", "metadata", "meta-?data", "meta-?info", "timestamp", "time-?stamp",
    "publish(?:ed)?-?(?:date|time|on|info)?", "pub-?date", "date", "datetime", "updated", "firma",
    "autor(?:e|en|es)?", "data", "datum", "datepublished", "posted-on", "reading-?time", "read-?time", "kicker",
    "eyebrow", "overline", "rubric", "category", "categories", "cat-?links", "section-?name", "occhiello", "views?",
    "views-?count",
)  # fmt: skip
STANDFIRST = (
    "standfirst", "stand-first", "dek", "deck", "subtitle", "sub-?title", "subhead(?:line)?", "sub-?headline",
    "sous-titre", "sottotitolo", "sommario", "occhiello", "catenaccio", "summary", "abstract", "excerpt", "lead-?in",
    "chapo", "chapeau", "teaser-?text", "ingress", "manchet", "entradilla", "bajada", "copete", "tagline",
    "article-?summary", "article-?description", "article-?intro", "article-?subtitle", "strapline", "blurb",
)  # fmt: skip
CAPTION = (
    "caption*", "*caption", "figcaption", "wp-caption-text", "didascalia", "legende", "bildunterschrift",
    "bildtext", "bildtexte", "image-?credit", "photo-?credit", "media-?credit", "img-?credit", "photo-?desc*",
    "image-?desc*", "photo-?info", "pie-de-foto", "pie-foto", "foto-?credit", "fotocredit", "photographer",
    "img-?copyright", "image-?copyright", "bu", "cutline", "leyenda", "bijschrift", "podpis-zdjecia", "popis",
)  # fmt: skip
PICTURE = (
    "gallery", "galleries", "photo-?gallery", "image", "photo", "picture", "figure", "media", "video",
    "video-?player", "videoplayer", "player", "jwplayer", "brightcove", "thumbnail", "thumb", "hero-?image",
    "featured-?image", "lead-?image",
)  # fmt: skip
BODY = (
    "article-?(?:body|content|text|main|copy|inner)*",
    "(?:story|post|entry|news|page|blog|detail|content|text|main)-?(?:body|content|text|copy|article|detail)*",
    "(?:single|node|paragraph|art)-?(?:body|content|text|copy|article|detail)*",
    "articlebody", "storybody", "body-?(?:copy|text|content|main)", "entry", "hentry", "post", "story", "article",
    "rich-?text", "richtext", "prose", "testo", "texto", "corpo", "cuerpo", "contenido", "conteudo", "artikel*",
    "tekst", "articolo", "articulo", "artigo", "noticia", "nota", "wysiwyg", "field-name-body", "paywall",
    "instapaper-body", "fliesstext", "meat",
)  # fmt: skip
STRONG_BODY = (
    "article-?(?:body|text|copy)*", "articlebody*", "(?:story|post|entry|news)-?(?:body|text|copy)*",
    "entry-content", "post-content", "article-?content", "story-?content", "body-?(?:copy|text)", "field-name-body",
    "instapaper-body", "itemprop-articlebody", "articulo-cuerpo", "testo-articolo",
)  # fmt: skip
BOX = (
    "pull-?quotes?", "*fact-?(?:box|file|sheet)*", "fakta*", "fakten*",
    "info-?(?:box|kasten|boks)*", "boxout", "box-out", "side-?note", "key-?(?:points|facts|takeaways)",
    "keypoints", "takeaways", "at-a-glance", "expandable-?box", "accordion-box", "inset-box",
    "side-?box", "hintergrundbox", "faktaruta", "recuadro", "destacado", "despiece", "encadre", "kader", "ramka",
)  # fmt: skip
QUOTED = (
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post", "fb-video",
    "reddit-embed*", "telegram-post", "text-post-media", "imgur-embed-pub",
)  # fmt: skip
ASIDE = (
    "aside", "box", "callout", "inset", "insert", "highlight-?box", "highlights", "embed", "embedded", "embeds",
    "widget", "snippet", "card", "cards", "tweet", "infographic", "trivia", "timeline",
)  # fmt: skip

TAG_MARKS = {
    "nav": "furniture",
    "footer": "footer",
    "aside": "aside",
    "figure": "picture",
    "button": "furniture",
    "form": "form",
    "header": "header",
    "figcaption": "caption",
    "article": "article",
    "main": "main",
    "menu": "furniture",
    "address": "meta",
    "time": "meta",
    "label": "furniture",
    "audio": "picture",
    "video": "picture",
    "details": "aside",
}
ROLE_MARKS = {
    "navigation": "furniture",
    "banner": "header",
    "contentinfo": "furniture",
    "complementary": "aside",
    "search": "furniture",
    "dialog": "furniture",
    "alertdialog": "furniture",
    "menu": "furniture",
    "menubar": "furniture",
    "toolbar": "furniture",
    "tablist": "furniture",
    "tooltip": "furniture",
    "main": "main",
    "article": "article",
    "button": "furniture",
}
PROP_MARKS = {
    "articlebody": "body!",
    "text": "body",
    "author": "meta",
    "datepublished": "meta",
    "datemodified": "meta",
    "publisher": "furniture",
    "caption": "caption",
    "headline": "headline",
    "name": "",
    "comment": "comments",
    "description": "standfirst",
    "alternativeheadline": "standfirst",
    "keywords": "furniture",
}


@lru_cache(maxsize=16_384)
def _marks_of_name(name: str) -> Marks:
    marks = set()
    if name.lower() in HIDDEN:
        marks.add("hidden")
    # Names with brackets are Tailwind's: they say how something else in the element looks. Names of many words
    # are titles.
    if "[" not in name and name.count("-") < 7:
        plain = name if name.islower() else CAMEL.sub("-", name).lower()
        if "--" in plain or not (plain.isascii() and plain.replace("-", "").isalnum()):
            plain = NOT_WORD.sub("-", plain)
        plain = f"{plain.strip('-')}-"
        beginnings = _beginnings()
        at = 0
        while at < len(plain):
            for mark, begins in beginnings.get(plain[at : at + 3], ()):
                if plain.startswith(begins, at):
                    marks.add(mark)
            at = plain.index("-", at) + 1
        for mark, inside in _inside():
            if inside in plain:
                marks.add(mark)
    return frozenset(marks) if marks else NOTHING


_OF_TAGS = {tag: frozenset((mark,)) for tag, mark in TAG_MARKS.items()}


def marks_of_tag(tag: str) -> Marks:
    """Return what an element is for, of which nothing but its tag is known."""
    return _OF_TAGS.get(tag, NOTHING)


@lru_cache(maxsize=8192)
def marks_of(tag: str, names: str, role: str, itemprop: str) -> Marks:
    """Return what an element is for, as its tag, class, id, role and itemprop say.

    Of ``furniture comments meta standfirst caption picture body body! aside article main header footer form hidden
    headline``; several may hold, and they may contradict one another.
    """
    marks: set[str] = set()
    if mark := TAG_MARKS.get(tag):
        marks.add(mark)
    if role and (mark := ROLE_MARKS.get(role)):
        marks.add(mark)
    if itemprop:
        for prop in itemprop.lower().split():
            if mark := PROP_MARKS.get(prop):
                marks.add(mark)
    for name in names.split():
        if told := _marks_of_name(name):
            marks |= told
    if "hidden" in marks and SHOWN_SOMEWHERE.search(names):
        marks.discard("hidden")
    if tag in HEADINGS:
        # Named for where a menu leads to (nav_2, toc_heading): the box around a heading says what it is.
        marks.discard("furniture")
    return frozenset(marks) if marks else NOTHING


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NAME_MARKS = (
    ("comments", COMMENTS),
    ("consent", CONSENT),
    ("teaser", TEASER),
    ("furniture", FURNITURE),
    ("meta", META),
    ("standfirst", STANDFIRST),
    ("caption", CAPTION),
    ("picture", PICTURE),
    ("body", BODY),
    ("body!", STRONG_BODY),
    ("box", BOX),
    ("quoted", QUOTED),
    ("aside", ASIDE),
)


@cache
def _beginnings() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return how telling names begin, by their first three letters, with what they tell."""
    found: dict[str, dict[str, list[str]]] = {}
    for mark, names in NAME_MARKS:
        for name in names:
            for spelling in spellings(name.rstrip("*")) if name[0] != "*" else ():
                begins = spelling if name[-1] == "*" else spelling + "-"
                found.setdefault(begins[:3], {}).setdefault(mark, []).append(begins)
    return {letters: tuple((m, tuple(begins)) for m, begins in of.items()) for letters, of in found.items()}


@cache
def _inside() -> tuple[tuple[str, str], ...]:
    """Return what telling names hold anywhere, with what it tells."""
    return tuple(
        (mark, spelling if name[-1] == "*" else spelling + "-")
        for mark, names in NAME_MARKS
        for name in names
        if name[0] == "*"
        for spelling in spellings(name.strip("*"))
    )
