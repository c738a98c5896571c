"""What class names say: the words that the web's templates use for an author, a date, a deck, a footer.

Class, id, itemprop and rel are cut into words; a word, or two neighbours written together, is looked up. The words
are habits of templates and languages, never those of one site.
"""

import re
from functools import lru_cache
from typing import Any

KINDS: dict[str, str] = {
    "author": "author authors authored byline bylines firma firme autor autore autori autores autrice auteur auteurs"
    " verfasser writer writers writtenby journalist journalists journaliste signature signatures reporter contributor"
    " contributors skribent forfatter kirjoittaja yazar penulis creator postedby authorname authoredby firmante"
    " autoren",
    "date": "date dates data datum dato fecha datetime timestamp timestamps time times datepublished"
    " datemodified publish"
    " published publishdate publishedat publishedtime publication publicationdate pubdate posted postedon update"
    " updated modified"
    " lastmodified pubblicato pubblicazione aggiornato aggiornamento publicado publicacion tarih postdate"
    " postmeta entrymeta"
    " articlemeta articleinfo storyinfo meta dateline",
    "standfirst": "standfirst sommario sottotitolo catenaccio subtitle subtitles subhead subheads subheadline"
    " subheading"
    " subhed subheader preface"
    " dek deck lead lede leadtext intro introduction introtext excerpt abstract summary chapo chapô chapeau"
    " entradilla bajada copete subtitulo vorspann teasertext articledescription description ingress manchet strapline"
    " perex underrubrik resumen sumario linhafina alternativeheadline kurzfassung riassunto zusammenfassung spot"
    " preamble"
    " bullets keypoints highlights underline accroche",
    "kicker": "kicker kickers occhiello eyebrow overline topline dachzeile roofline spitzmarke surtitle surtitre"
    " soprattitolo sopratitolo antetitulo volanta chapeu cintillo pretitle pretitulo preheading supertitle oberzeile"
    " stikkord vignette overtitle headlinelabel prehead",
    "headline": "headline headlines titolo titulo titre titel title heading hed pagetitle posttitle entrytitle"
    " articletitle storytitle newstitle contenttitle nametitle headlinetext",
    "section": "breadcrumb breadcrumbs category categories categoria categoria sezione sectionname sectionlabel"
    " sectiontitle rubrica rubrik rubric ressort topic cat channel canale briciole percorso",
    "paywall": "paywall paywalled subscriberonly premiumcontent premiumonly premiumarticle metered regwall paidcontent"
    " abowall plusonly lockedcontent soloabbonati offerwall paidbarrier pianoinline",
    "caption": "caption captions didascalia figcaption bildunterschrift legende legenda credit credits photocredit",
    "furniture": "nav navbar navigation menu footer sidebar related correlati correlate comment comments commenti"
    " kommentare kommentarer commentaires comentarios komentarze reacties yorumlar disqus"
    " newsletter cookie cookies consent gdpr promo advert adverts advertisement ads login modal popup mostread"
    " mostpopular trending recommend recommended recommendation recommendations recirc recirculation ticker readmore"
    " morenews alsoread outbrain taboola masthead siteheader skiplink screenreader visuallyhidden sronly offcanvas"
    " megamenu moreon morefrom",
    # Boxes of buttons: they often hold the byline, the date or the deck as well.
    "tools": "share sharing social socials widget toolbar latest popular bookmark",
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^\W\d_]+")
_ATTRIBUTES = frozenset(("class", "id", "itemprop", "rel", "property", "data-testid", "data-component", "data-qa"))
_OF_ARTICLE = frozenset(("article", "entry", "post", "story", "content"))
_NOTHING: frozenset[str] = frozenset()


def hint_of(element: Any) -> str:
    """Return class, id, itemprop, rel, property and test id of *element* in one string, as they stand in its tag."""
    return " ".join([value for name, value in element.items() if name in _ATTRIBUTES and value])


_TELLING = frozenset(("hidden", "role", "style", "itemprop"))
_TOLD = {name: (name in _ATTRIBUTES, name in _TELLING) for name in _ATTRIBUTES | _TELLING}


def hint_and_more(attributes: list[tuple[str, str]]) -> tuple[str, bool]:
    """Return the hint of an element with *attributes*, and whether they say more: role, style, hidden, itemprop."""
    hint = ""
    more = False
    for name, value in attributes:
        told = _TOLD.get(name)
        if told is not None:
            if told[0] and value:
                hint = f"{hint} {value}" if hint else value
            more = more or told[1]
    return hint, more


@lru_cache(maxsize=16_384)
def kinds_of(hint: str) -> frozenset[str]:
    """Return the kinds of KINDS that the words of *hint* name."""
    kinds = _NOTHING
    for name in hint.split():
        if found := _kinds_of_name(name):
            kinds = kinds | found if kinds else found
    return kinds


@lru_cache(maxsize=16_384)
def _kinds_of_name(name: str) -> frozenset[str]:
    plain = name if name.islower() else _CAMEL.sub("-", name).lower()
    words = _WORDS.findall(plain)
    if "footer" in words and _OF_ARTICLE.intersection(words):
        return _NOTHING  # where an article ends, its date and author often stand
    kinds = set()
    for n, word in enumerate(words):
        if word in _KIND_OF:
            kinds.add(_KIND_OF[word])
        if n and (both := words[n - 1] + word) in _KIND_OF:
            kinds.add(_KIND_OF[both])
    return frozenset(kinds) if kinds else _NOTHING


def named(*words: str) -> frozenset[str]:
    """Return the words of *words*, cut at spaces: how the word lists of the readers are written."""
    return frozenset(" ".join(words).split())
