"""Names in a byline: which words are a person, which a house, which a job. Word lists of languages, not of papers."""

import re
import unicodedata

from archive.article.hints import named
from archive.article.layout import folded, tidy

# Words that open a byline, in the languages of the great presses; longest first where one begins another.
_LEADS = (
    r"(?:testo|testi|articolo|servizio|intervista|foto e testo|a cura|analisi|commento|reportage)\s+(?:di|a cura"
    r" di)|a cura di|scritto da|di|dal? nostr[oa] inviat[oa]"
    r"|written by|posted by|published by|reported by|reporting by|report by|story by|words by|text by|article by"
    r"|review by|reviewed by|interview by|edited by|updated by|submitted by|contributed by|analysis by|opinion"
    r" by|by|authors?"
    r"|von unse(?:rem|rer) [\w-]+ |ein (?:gastbeitrag|kommentar|interview|bericht|essay|artikel) von|eine"
    r" (?:analyse|reportage|kolumne|rezension) von|(?:interview|kommentar|analyse|text|bericht|gastbeitrag"
    r"|kolumne|protokoll) (?:von|:)|geschrieben von|verfasst von|von|autor(?:in(?:nen)?|en)?"
    r"|propos recueillis par|écrit par|publié par|rédigé par|article de|par|auteure?s?"
    r"|escrito por|publicado por|texto de|redactado por|por|autora?|autores|redacta"
    r"|geschreven door|door|auteur|tekst"
    r"|skrevet av|skrevet af|skriven av|tekst og foto|tekst|text|av|af|skribent"
    r"|autor(?:ka)?|opracowa(?:ł|ła)|przez|napsal[a]?|írta|szerző|yazan|haber|oleh|penulis|reporter|tác giả|viết"
    r" bởi|бы|автор(?:ы)?|текст|от|коментатор|συντάκτης|από τον|από την|του|της|"
    r"بقلم|كتب|كتبت|מאת|द्वारा|लेखक|written|words|editor"
)
_LEAD = re.compile(rf"^(?:{_LEADS})\s*[:：]?\s+|^(?:{_LEADS})\s*[:：]\s*", re.IGNORECASE)
_JOINERS = re.compile(
    r"\s*(?:[,;、，/|•·&＆]|\s(?:and|und|et|e|ed|y|och|og|en|i|ja|ve|dan|und|с|и|та|with|con|mit|avec|και|و)\s)\s*",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s+[-–—|•·]\s+|\s*[|•·]\s*|\s{2,}|\s*\n\s*")
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]{0,80}[)）\]]")
_MAIL = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")
_PARTICLES = named(
    "de da di do del della dello degli dei dal dalla delle du des d la le les lo van von vom zu zum zur",
    "der den dem het ten ter te bin ibn al el ben y e i af av und und dos das st san santa ul ur abu bint",
    "mac mc ap o' 't",
)
_HOUSE = re.compile(
    r"(?<!\w)(?:redazione|redacci[oó]n|redac[cç][aã]o|r[eé]daction|redaktion\w*|redaktsioon|redactie|redaksi"
    r"|redakcja|redakce|editors?|editorial(?: board| team)?|editori(?:al[ei])?|staff|team|desk|newsroom|news"
    r"|nyheter|agency|agenzia|agencia|agência|agence|agentur|agencies|press|presse|prensa|media|magazine|journal"
    r"|gazette|herald|times|post|tribune|newspaper|zeitung|online|digital|today|daily|weekly"
    r"|correspondents?|bureau|wire|service|services|group|inc|ltd|gmbh|llc|srl|s\.?p\.?a|foundation|institute"
    r"|university|society|association|studios?|network|broadcasting|radio|television|tv|verlag|publishing|publisher"
    r"|admin|administrator|webmaster|guest|contributors?|anonymous|sponsored|partner content|associated|admins"
    r"|web|video|live|ticker|produzione|comunicati|ufficio stampa|newswire|report(?:er|ers|ing)"
    r"|afp|ansa|dpa|apa|sda|sid|ap|reuters|efe|upi|pti|ani|ians|tass|tt|ntb|ritzau|stt|ctk|čtk|pap|mti|tanjug"
    r"|hina|anp|belga|lusa|agi|adnkronos|askanews|italpress|lapresse|dire|kna|epd|xinhua|kyodo|jiji|yonhap"
    r"|bernama|antara"
    r"|aap|wam|spa|anadolu|aa|cnn|bbc|npr|pa media|mnd|espn|nbc|abc|cbs|rai|ard|zdf|mdr|ndr|wdr|swr|br24)(?!\w)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?<!\w)(?:editor|editor-in-chief|reporter|correspondent|writer|journalist|columnist|contributor|producer"
    r"|analyst|photographer|photo|photos|fotos?|images?|director|chief|fellow|professor|managing|senior"
    r"|freelance|staff writer|political|sports?|business"
    r"|direttore|direttrice|giornalista|inviat[oa]|corrispondente|caposervizio|vicedirettore|collaborator[ei]"
    r"|redattore|redattrice|redakteur(?:in)?|korrespondent(?:in)?|chefredakteur(?:in)?|volont[aä]r(?:in)?"
    r"|autor(?:in)?|leiter(?:in)?|ressortleiter(?:in)?|kolumnist(?:in)?"
    r"|journaliste|correspondante?|envoy[ée]e? sp[ée]ciale?|rédacteur|rédactrice|chef|periodista|corresponsal"
    r"|enviad[oa]|redactora?|repórter|jornalista|colunista|verslaggever|redacteur|correspondente"
    r"|min|read|minutes?|lettura|updated?|published|aggiornato|pubblicato|share|follow|seguici|see|more|view"
    r"|profile|articles?|posts?|comments?|commenti|stories|subscribe|opens?|window|bio|about|the|this|your|our"
    r"|all|von|by)(?!\w)",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_CJK_ROLES = (
    r"本報記者|本报记者|本社記者|本报讯?记者|見習記者|见习记者|實習記者|实习记者|特約記者|特约记者"
    r"|駐?[\w]{0,4}特派員|驻[\w]{0,6}记者|记者|記者|編集委員|編輯|编辑|责任编辑|責任編輯|责编|文字|撰文|撰稿"
    r"|作者|通讯员|評論員|评论员|文|図|聞き手|署名|執筆"
)
_CJK_LEAD = re.compile(
    rf"^(?:[（(【\[]?\s*)?(?:[\w]{{2,8}}(?:社|网|網|报|報|电|電)?\s*)?(?:{_CJK_ROLES})\s*[:：/／|｜]?\s*"
)
_CJK_TRAIL = re.compile(
    rf"\s*(?:(?:{_CJK_ROLES})|論説委員|特派員|支局長|部長|氏|报道|報導|報道|摄|攝|/?\s*(?:台北|綜合|综合)?報導)\s*[】)）\]]?$|\s+\S{{0,8}}(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터|PD)$|\s*(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터)$"
)
_HANGUL_NAME = re.compile(r"^[\uac00-\ud7af]{2,4}$")
_HAN_NAME = re.compile(r"^[\u3400-\u9fff々]{2,5}$")
_KANA_NAME = re.compile(r"^[\u3400-\u9fff々\u3040-\u30ff・＝=]{2,14}$")


def is_house(text: str, site_names: frozenset[str] = frozenset()) -> bool:
    """Tell whether *text* names an agency, a desk or a publishing house."""
    key = folded(text)
    return not key or key in site_names or key.replace(" ", "") in site_names or _HOUSE.search(text) is not None


def is_person(text: str, site_names: frozenset[str] = frozenset()) -> bool:
    """Tell whether *text* has the form of a person's name: two to six words, each with a capital or a particle."""
    if not text or len(text) > 60 or re.search(r"\d", text) or is_house(text, site_names):
        return False
    if _CJK.search(text):
        plain = text.replace(" ", "")
        return bool(_HANGUL_NAME.match(plain) or _HAN_NAME.match(plain) or _KANA_NAME.match(plain))
    words = text.replace("’", "'").split()
    if not 2 <= len(words) <= 6 or _ROLE.search(text):
        return False
    if not any(c.isupper() for c in text):
        # Scripts without capitals (Arabic, Hindi, Thai) have names too.
        return unicodedata.category(text[0]) == "Lo"
    for n, word in enumerate(words):
        bare = word.strip(".,'\"")
        if not bare:
            continue
        if not (bare[0].isupper() or bare.casefold() in _PARTICLES or (n and bare[:2] in ("d'", "l'", "al", "el"))):
            return False
        if not all(c.isalpha() or c in "-'.`´·‑ʼʻ" or unicodedata.combining(c) for c in bare):
            return False
    return words[-1].strip(".").casefold() not in _PARTICLES or words[-1][0].isupper()


def without_lead(text: str) -> str:
    """Cut the words that open a byline ("di", "By", "Von", "記者")."""
    text = tidy(text)
    for _ in range(2):
        cut = _CJK_LEAD.sub("", text) if _CJK.search(text) else _LEAD.sub("", text)
        if cut == text or not cut:
            break
        text = cut
    return text.strip(" :,;|•·–—-")


def split_names(text: str, site_names: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the persons and the houses that *text* names, in order, doubles left out."""
    persons: dict[str, str] = {}
    houses: dict[str, str] = {}
    text = _MAIL.sub(" ", tidy(text))
    for segment in _DASHES.split(text):
        for bracket in _BRACKETS.findall(segment):
            inner = bracket.strip(" ()（）[]")
            if inner and is_house(inner, site_names) and not is_person(inner, site_names) and len(inner) < 40:
                houses.setdefault(folded(inner), inner)
        for name in _pieces(without_lead(_BRACKETS.sub(" ", segment)), site_names):
            key = folded(name)
            if is_person(name, site_names):
                persons.setdefault(key, name)
            elif is_house(name, site_names) and len(name) <= 60 and not _ROLE.fullmatch(name):
                houses.setdefault(key, name)
    houses.pop("", None)
    return tuple(persons.values()), tuple(houses.values())


def _pieces(segment: str, site_names: frozenset[str]) -> list[str]:
    segment = tidy(segment)
    if not segment:
        return []
    if is_person(segment, site_names):
        return [_proper(segment)]
    if _CJK.search(segment):
        found = []
        for piece in re.split(r"[,;、，；/／|｜•·]|\s(?=\S*(?:기자|특파원))", segment):
            bare = _CJK_TRAIL.sub("", _CJK_LEAD.sub("", tidy(piece))).strip(" =＝【】[]()（）")
            words = bare.split()
            # "王小明 李四": names without a comma between them; "王 小明": one name with a space.
            if len(words) > 1 and all(2 <= len(w) <= 4 for w in words):
                found += words
            elif bare:
                found.append("".join(words) if _HAN_NAME.match("".join(words)) else bare)
        return found
    pieces = []
    for piece in _JOINERS.split(segment):
        name = without_lead(piece).strip(" .,:;-–—*\"'“”")
        if name:
            pieces.append(_proper(name))
    return pieces


def _proper(name: str) -> str:
    """Return *name* without a title before it; words stay as printed."""
    return re.sub(r"^(?:dr|prof|dott|dottssa|ing|avv|mr|mrs|ms|sir|dame)\.\s+", "", name, flags=re.IGNORECASE).strip()
