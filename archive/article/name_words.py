"""The words of bylines, by language: what opens one, what names a house, what names a job. Data, no rules."""

import re

from archive.article.hints import named

# Words that open a byline, in the languages of the great presses; longest first where one begins another.
LEADS = (
    r"(?:testo|testi|articolo|servizio|intervista|foto e testo|a cura|analisi|commento|reportage)\s+(?:di|a cura"
    r" di)|a cura di|scritto da|di|dal? nostr[oa] inviat[oa]"
    r"|written by|posted by|published by|reported by|reporting by|report by|story by|words by|text by|article by"
    r"|review by|reviewed by|interview by|edited by|updated by|submitted by|contributed by|analysis by|opinion"
    r" by|by|authors?"
    r"|von unse(?:rem|rer) [\w-]+ |ein (?:gastbeitrag|kommentar|interview|bericht|essay|artikel) von|eine"
    r" (?:analyse|reportage|kolumne|rezension) von|(?:interview|kommentar|analyse|text|bericht|gastbeitrag"
    r"|kolumne|protokoll) (?:von|:)|geschrieben von|verfasst von|von|autorin/autor|autor(?:in(?:nen)?|en)?"
    r"|propos recueillis par|écrit par|publié par|rédigé par|article de|par|auteure?s?"
    r"|escrito por|publicado por|texto de|redactado por|por|autora?|autores|redacta"
    r"|geschreven door|door|auteur|tekst"
    r"|skrevet av|skrevet af|skriven av|tekst og foto|tekst|text|av|af|skribent"
    r"|autor(?:ka)?|opracowa(?:ł|ła)|przez|napsal[a]?|írta|szerző|yazan|haber|oleh|penulis|reporter|tác giả|viết"
    r" bởi|бы|автор(?:ы)?|текст|от|коментатор|συντάκτης|από τον|από την|του|της|"
    r"بقلم|كتب|كتبت|מאת|द्वारा|लेखक|written|words|editor|quelle|avec|mit|con|with|fonte|fuente|source|bron|kilde|källa|zdroj|źródło"
)
LEAD = re.compile(rf"^(?:{LEADS})\s*[:：]?\s+|^(?:{LEADS})\s*[:：]\s*", re.IGNORECASE)
JOINERS = re.compile(
    r"\s*(?:[,;、，/|•·&＆](?:\s*(?:and|und|et|y|e|with|mit|con)\s)?|\s(?:and|for|und|et|e|ed|y|och|og|en|i|ja|ve|dan|und|с|и|та|with|con|mit|avec|και|و)\s)\s*",
    re.IGNORECASE,
)
DASHES = re.compile(r"\s+[-–—|•·]\s+|\s*[|•·]\s*|\s{2,}|\s*\n\s*")
BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]{0,80}[)）\]]")
MAIL = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")
PARTICLES = named(
    "de da di do del della dello degli dei dal dalla delle du des d la le les lo van von vom zu zum zur",
    "der den dem het ten ter te bin ibn al el ben y e i af av und und dos das st san santa ul ur abu bint",
    "mac mc ap o' 't",
)
HOUSE = re.compile(
    r"(?<!\w)(?:redazione|redacci[oó]n|redac[cç][aã]o|r[eé]daction|redaktion\w*|redaktsioon|redactie|redaksi"
    r"|redakcja|redakce|editorial(?: board| team)?|editori(?:al[ei])?|staff|team|desk|newsroom|news"
    r"|nyheter|agency|agenzia|agencia|agência|agence|agentur|agencies|press|presse|prensa|media|magazine|journal"
    r"|gazette|herald|times|post|tribune|newspaper|zeitung|online|digital|today|daily|weekly"
    r"|bureau|wire|service|services|group|inc|ltd|gmbh|llc|srl|s\.?p\.?a|polizei|police|polizia|carabinieri|feuerwehr|foundation|forum|blog|software|company|academy|cent(?:er|re)|council|committee|ministero|comune|ufficio|institute"
    r"|university|society|association|studios?|network|broadcasting|radio|television|tv|verlag|publishing|publisher"
    r"|admin|administrator|webmaster|anonymous|sponsored|partner content|associated|admins"
    r"|web|video|live|ticker|produzione|comunicati|ufficio stampa|newswire"
    r"|afp|ansa|dpa|apa|sda|sid|ap|reuters|efe|upi|pti|ani|ians|tass|tt|ntb|ritzau|stt|ctk|čtk|pap|mti|tanjug"
    r"|hina|anp|belga|lusa|agi|adnkronos|askanews|italpress|lapresse|dire|kna|epd|xinhua|kyodo|jiji|yonhap"
    r"|bernama|antara"
    r"|aap|wam|spa|anadolu|aa|cnn|bbc|npr|pa media|mnd|espn|nbc|abc|cbs|rai|ard|zdf|mdr|ndr|wdr|swr|br24)(?!\w)",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?<!\w)(?:editors?|editor-in-chief|reporters?|correspondents?|writers?|journalists?|journalism|columnist|contributor|producer"
    r"|analyst|photographer|photo|photos|fotos?|images?|director|chief|fellow|professor|managing|senior"
    r"|freelance|staff writers?|gardeners?|expert|specialist|dietitian|dietician|certified|licensed|founder|owner|ceo"
    r"|president|author|mechanic|grader|advisor|consultant|columns?|political|sports?|business"
    r"|direttore|direttrice|giornalista|inviat[oa]|corrispondente|caposervizio|vicedirettore|collaborator[ei]"
    r"|redattore|redattrice|redakteur(?:in)?|korrespondent(?:in)?|chefredakteur(?:in)?|volont[aä]r(?:in)?"
    r"|autor(?:in)?|leiter(?:in)?|ressortleiter(?:in)?|kolumnist(?:in)?"
    r"|journaliste|correspondante?|envoy[ée]e? sp[ée]ciale?|rédacteur|rédactrice|chef|periodista|corresponsal"
    r"|enviad[oa]|redactora?|repórter|jornalista|colunista|verslaggever|redacteur|correspondente)(?!\w)",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"(?:Ph\.?D|M\.?D|M\.?A|B\.?A|M\.?Sc?|M\.S|B\.?Sc|Ed\.?D|Psy\.?D|Pharm\.?D|DVM|D\.V\.M|M\.?P\.?H|MBA|M\.B\.A|R\.?D\.?N?|LDN?|R\.?N"
    r"|CDCES|FAND|FACP|CFP|CFA|CPA|CSCS|LCSW|LMFT|J\.?D|Esq|DDS)\.?®?$"
)
"""A degree or licence that English papers print behind a name, as a part of it."""
NOISE = re.compile(
    r"(?<!\w)(?:from|get|twitter|facebook|instagram|linkedin|e-?mail|whatsapp|page|min|read|minutes?|lettura|updated?|published|aggiornato|pubblicato|share|follow|seguici|see|more|view"
    r"|profile|articles?|posts?|comments?|commenti|stories|subscribe|opens?|window|bio|about|the|this|your|our"
    r"|all|by)(?!\w)",
    re.IGNORECASE,
)
"""Words of no name: what stands around bylines."""
CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
CJK_ROLES = (
    r"本報記者|本报记者|本社記者|本报讯?记者|見習記者|见习记者|實習記者|实习记者|特約記者|特约记者"
    r"|駐?[\w]{0,4}特派員|驻[\w]{0,6}记者|记者|記者|編集委員|編輯|编辑|责任编辑|責任編輯|责编|文字|撰文|撰稿"
    r"|作者|通讯员|評論員|评论员|文|図|聞き手|署名|執筆"
)
CJK_JOBS = re.compile(CJK_ROLES)
CJK_LEAD = re.compile(
    rf"^(?:[（(【\[]?\s*)?(?:[\w]{{2,8}}(?:社|网|網|报|報|电|電)?\s*)?(?:{CJK_ROLES})\s*[:：/／|｜]?\s*"
)
CJK_TRAIL = re.compile(
    rf"\s*(?:(?:{CJK_ROLES})|論説委員|特派員|支局長|部長|氏|报道|報導|報道|摄|攝|/?\s*(?:台北|綜合|综合)?報導)\s*[】)）\]]?$|\s+\S{{0,8}}(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터|PD)$|\s*(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터)$"
)
HANGUL_NAME = re.compile(r"^[\uac00-\ud7af]{2,4}$")
HAN_NAME = re.compile(r"^[\u3400-\u9fff々]{2,5}$")
KANA_NAME = re.compile(r"^[\u3400-\u9fff々\u3040-\u30ff・＝=]{2,14}$")
