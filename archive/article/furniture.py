"""What stands on a page and belongs to no article: known by the names of elements, and by known phrases.

Class and id words are those that page makers of many countries use; a name says what an element is for more surely
than its place. Phrases are whole lines, or how a line begins; each is a habit of a language, not of one site.
"""

import re
from functools import lru_cache

Marks = frozenset[str]
NOTHING: Marks = frozenset()

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NOT_WORD = re.compile(r"[^a-z0-9]+")


def _words(*names: str) -> re.Pattern[str]:
    """Return a pattern of *names*, those with one first letter together: 250 are not tried one after the other."""
    by_letter: dict[str, list[str]] = {}
    for name in names:
        plain = name[0].isalnum() and name[1:2] not in ("?", "*", "+", "{")
        by_letter.setdefault(name[0] if plain else "", []).append(name)
    groups = [
        f"{letter}(?:{'|'.join(name[len(letter) :] for name in sorted(group))})" for letter, group in by_letter.items()
    ]
    return re.compile("-(?:" + "|".join(groups) + ")(?=-)")


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

COMMENTS = _words(
    "comments?", r"comment(?:list|form|area|section|wrap\w*|box|thread|body|content)", "disqus", r"kommentar\w*",
    "commentaires?", "comentarios?", "commenti", r"komentar\w*", "reacties", "yorum(?:lar)?", "coral", "viafoura",
    "livefyre", "spotim", "openweb", "respond", "usercomments?", "discussion", "binh-luan", "fb-comments", "replies",
    "conversation",
)  # fmt: skip
FURNITURE = _words(
    "nav", "navbar", r"navigation\w*", "navi", "menu", "submenu", "megamenu", r"footer\w*", "topbar", "toolbar",
    "toolbox", "masthead", "breadcrumbs?", "pagination", "pager", "paginator", r"sidebar\w*", "side-bar", "rightrail",
    "right-rail", "left-rail", "rail", "skip-link", "colophon", "offcanvas", "off-canvas", "hamburger",
    "search-?form", "searchbox", "site-header", "ticker", r"related\w*", r"recommend\w*", r"recirc\w*",
    "recirculation", "teaser-?(?:list|box|group|grid|row|item|container|small|cards?|s)", "promos?", "promobox",
    "promotion", "promoted", "most-read", "mostread", "most-popular", "mostpopular", "popular", "trending",
    "read-?more", "readmore", "see-?also", "seealso", "read-?also", "read-?next", "up-?next", "next-up", "more-?from",
    "more-?on", "more-?stories", "more-?news", "also-?read", "also-?like", "you-may", "youmaylike", "in-other-news",
    "prev-next", "post-navigation", "nav-links", "latest", "latest-?news", "also-on", "further-reading", "suggested",
    "suggestions", "similar", "crosslinks?", "correlat[ieo]", "correlate", "leggi-anche", "leggianche",
    "relacionad[oa]s?", "saiba-mais", "leia-(?:mais|tambem)", "veja-tambem", "lire-aussi", "a-lire-aussi",
    "lees-?ook", "gerelateerd", "les-ogsa", "laes-ogsa", "las-mer", "relatert", r"relaterad\w*", "relaterede",
    "weiterlesen", "mehr-zum-thema", "meistgelesen", r"empfehlung\w*", "verwandte", "powiazane", "polecane", "czytaj",
    "ilgili", "terkait", "baca-juga", "bacajuga", "lien-quan", "tin-lien-quan", "souvisejici", "kapcsolodo",
    "liittyvat", r"newsletters?\w*", r"subscrib\w*", r"subscription\w*", r"sign-?up\w*", "signin", "sign-in",
    "log-?in", "loginbox", "registration-?wall", "regwall", "abo-?box", "privacy", r"donat\w*", "membership", "cta",
    "call-to-action", "app-?download", "download-app", "paywall-?(?:message|box|banner|prompt)", "meter", "survey",
    "poll", "quiz", "feedback", "iscriviti", "abonneren", "abonnement", "abonnieren", "share", "shares",
    r"sharing\w*", r"share(?:bar|box|buttons?|tools|links?|this|daddy|icons?|holder|wrap\w*)", "sharedaddy",
    r"addthis\w*", r"addtoany\w*", "a2a", r"social\w*", "sociable", "socials", "follow", "follow-?us", "followus",
    "teilen", "condividi", "compartir", r"compartilh\w*", r"partage\w*", "delen", r"paylas\w*", "udostepnij", "tags",
    "taglist", "tag-list", "tagcloud", "tag-cloud", "tags-?links", "post-?tags", "topic-?tags", "topic-?list",
    "keywords", "hashtags", "article-?tags", "entry-tags", "etiquetas", "schlagworte",
    "author-?(?:bio|box|card|info|description|about|profile|block)", "authorbio", "authorbox",
    "about-?(?:the-)?author", "bio", "biography", "contributors?", "post-author", "ads?", "adv", "adbox",
    r"adslot\w*", r"adunit\w*", "adsense", "adsbygoogle", "dfp", "gpt", r"advert\w*", r"sponsor\w*", r"outbrain\w*",
    "ob-widget", r"taboola\w*", "trc", "teads", "revcontent", "mgid", "plista", "ligatus", "werbung", "anzeigen?",
    r"publicidad\w*", "publicite", "pubblicita", r"annons\w*", "annonser?", "reklama?", "advertentie", "iklan",
    r"affiliate\w*", "commerce", "native-ad", "paid-content", "banner", "banners", "widget-?area", "print-?only",
    "noprint", "no-print", "printfriendly", "jp-relatedposts", "nosnippet", "error-message", "audio-?player",
    "text-?to-?speech", "tts", "listen", "copyright", "disclaimer", "legal", "terms", "corrections?-?policy", "toc",
    "table-of-contents", r"ez-toc\w*", "jumplinks", "edit-?section", "mw-editsection", "reflist", "navbox",
    "catlinks", "wp-block-latest-posts", "post-?footer", "entry-?footer", "article-?footer", "story-?footer",
    "carousel", "slider", "swiper", "recommendations",
)  # fmt: skip
TEASER = _words(r"(?:\w+-)?teasers?")
CONSENT = _words(
    r"cookies?\w*", r"consent\w*", "gdpr", "ccpa", "cmp", r"onetrust\w*", r"ot-sdk-\w+", r"didomi\w*", "usercentrics",
    r"iubenda\w*", r"cky\w*", "cookiebot", r"qc-cmp\w*", r"popup\w*", "pop-up", r"modal\w*", "lightbox", "overlay",
    "interstitial", "toast", "snackbar",
)  # fmt: skip
META = _words(
    "by-?lines?", "author", "authors", "author-?name", "credits?", "dateline-?meta", "post-?meta", "entry-?meta",
    "article-?meta", "meta", "metadata", "meta-?data", "meta-?info", "timestamp", "time-?stamp",
    "publish(?:ed)?-?(?:date|time|on|info)?", "pub-?date", "date", "datetime", "updated", "firma",
    "autor(?:e|en|es)?", "data", "datum", "datepublished", "posted-on", "reading-?time", "read-?time", "kicker",
    "eyebrow", "overline", "rubric", "category", "categories", "cat-?links", "section-?name", "occhiello", "views?",
    "views-?count",
)  # fmt: skip
STANDFIRST = _words(
    "standfirst", "stand-first", "dek", "deck", "subtitle", "sub-?title", "subhead(?:line)?", "sub-?headline",
    "sous-titre", "sottotitolo", "sommario", "occhiello", "catenaccio", "summary", "abstract", "excerpt", "lead-?in",
    "chapo", "chapeau", "teaser-?text", "ingress", "manchet", "entradilla", "bajada", "copete", "tagline",
    "article-?summary", "article-?description", "article-?intro", "article-?subtitle", "strapline", "blurb",
)  # fmt: skip
CAPTION = _words(
    r"caption\w*", r"\w*caption", "figcaption", "wp-caption-text", "didascalia", "legende", "bildunterschrift",
    "bildtext", "bildtexte", "image-?credit", "photo-?credit", "media-?credit", "img-?credit", r"photo-?desc\w*",
    r"image-?desc\w*", "photo-?info", "pie-de-foto", "pie-foto", "foto-?credit", "fotocredit", "photographer",
    "img-?copyright", "image-?copyright", "bu", "cutline", "leyenda", "bijschrift", "podpis-zdjecia", "popis",
)  # fmt: skip
PICTURE = _words(
    "gallery", "galleries", "photo-?gallery", "image", "photo", "picture", "figure", "media", "video",
    "video-?player", "videoplayer", "player", "jwplayer", "brightcove", "thumbnail", "thumb", "hero-?image",
    "featured-?image", "lead-?image",
)  # fmt: skip
BODY = _words(
    r"article-?(?:body|content|text|main|copy|inner)\w*",
    "(?:story|post|entry|news|page|blog|detail|content|text|main|single|node|paragraph|art|text)-?(?:body"
    r"|content|text|copy|article|detail)\w*",
    "articlebody", "storybody", "body-?(?:copy|text|content|main)", "entry", "hentry", "post", "story", "article",
    "rich-?text", "richtext", "prose", "testo", "texto", "corpo", "cuerpo", "contenido", "conteudo", r"artikel-?\w*",
    "tekst", "articolo", "articulo", "artigo", "noticia", "nota", "wysiwyg", "field-name-body", "paywall",
    "instapaper-body", "fliesstext", "meat",
)  # fmt: skip
STRONG_BODY = _words(
    r"article-?(?:body|text|copy)\w*", r"articlebody\w*", r"(?:story|post|entry|news)-?(?:body|text|copy)\w*",
    "entry-content", "post-content", "article-?content", "story-?content", "body-?(?:copy|text)", "field-name-body",
    "instapaper-body", "itemprop-articlebody", "articulo-cuerpo", "testo-articolo",
)  # fmt: skip
BOX = _words(
    "pull-?quotes?", r"(?:\w+-?)?fact-?(?:box|file|sheet)\w*", r"fakta-?\w*", r"fakten-?\w*",
    r"info-?(?:box|kasten|boks)\w*", "boxout", "box-out", "side-?note", "key-?(?:points|facts|takeaways)",
    "keypoints", "takeaways", "at-a-glance", "expandable-?box", "accordion-box", "inset-box", "text-?box",
    "side-?box", "hintergrundbox", "faktaruta", "recuadro", "destacado", "despiece", "encadre", "kader", "ramka",
)  # fmt: skip
QUOTED = _words(
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post", "fb-video",
    r"reddit-embed\w*", "telegram-post", "text-post-media", "imgur-embed-pub",
)  # fmt: skip
ASIDE = _words(
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
        plain = f"-{NOT_WORD.sub('-', CAMEL.sub('-', name).lower())}-"
        if TELLING.search(plain):
            marks.update(mark for mark, pattern in NAME_MARKS if pattern.search(plain))
    return frozenset(marks) if marks else NOTHING


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
        marks |= _marks_of_name(name)
    if "hidden" in marks and SHOWN_SOMEWHERE.search(names):
        marks.discard("hidden")
    if tag in HEADINGS:
        # Named for where a menu leads to (nav_2, toc_heading): the box around a heading says what it is.
        marks.discard("furniture")
    return frozenset(marks)


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
TELLING = re.compile("|".join(pattern.pattern for _, pattern in NAME_MARKS))
"""Any of them: six names of ten say nothing."""
