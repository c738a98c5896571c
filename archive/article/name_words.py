"""The words of bylines, by language: what opens one, what names a house, what names a job. Data, next to no rules."""

import re

from archive.article.hints import named
from archive.article.patterns import DENSE_LETTER, Openings, Words, has_dense, late

# Words that open a byline, in the languages of the great presses; longest first where one begins another.
LEADS = Openings(
    r"(?:testo|testi|articolo|servizio|intervista|foto e testo|a cura|analisi|commento|reportage)\s+(?:di|a cura di)",
    "a cura di", "scritto da", "di", "dal? nostr[oa] inviat[oa]", "written by", "posted by", "published by",
    "reported by", "reporting by", "report by", "story by", "words by", "text by", "article by", "review by",
    "reviewed by", "interview by", "edited by", "updated by", "submitted by", "contributed by", "analysis by",
    "opinion by", "by", "authors?", r"von unse(?:rem|rer) [\w-]+ ",
    "ein (?:gastbeitrag|kommentar|interview|bericht|essay|artikel) von",
    "eine (?:analyse|reportage|kolumne|rezension) von",
    "(?:interview|kommentar|analyse|text|bericht|gastbeitrag|kolumne|protokoll) (?:von|:)", "geschrieben von",
    "verfasst von", "von", "autorin/autor", "autor(?:in(?:nen)?|en)?", "propos recueillis par", "écrit par",
    "publié par", "rédigé par", "article de", "par", "auteure?s?", "escrito por", "publicado por", "texto de",
    "redactado por", "por", "autora?", "autores", "redacta", "geschreven door", "door", "auteur", "tekst",
    "skrevet av", "skrevet af", "skriven av", "tekst og foto", "tekst", "text", "av", "af", "skribent",
    "autor(?:ka)?", "opracowa(?:ł|ła)", "przez", "napsal[a]?", "írta", "szerző", "yazan", "haber", "oleh", "penulis",
    "reporter", "tác giả", "viết bởi", "бы", "автор(?:ы)?", "текст", "от", "коментатор", "συντάκτης", "από τον",
    "από την", "του", "της", "بقلم", "كتب", "كتبت", "מאת", "द्वारा", "लेखक", "written", "words", "editor", "quelle",
    "avec",
    "mit (?:informationen|material) (?:von|der|des)", "mit", "con",
    "with", "fonte", "fuente", "source", "bron", "kilde", "källa", "zdroj", "źródło",
    shape=r"{}\s*[:：]?\s+|{}\s*[:：]\s*",
)  # fmt: skip
JOINERS = late(
    r"\s*(?:[,;、，،؛/|•·&＆](?:\s*(?:and|und|et|y|e|with|mit|con)\s)?|\s(?:and|for|und|et|e|ed|y|och|og|en|i|ja|ve|dan|und|с|и|та|with|con|mit|avec|και|و)\s)\s*",
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
HOUSES = Words(
    "redazione", "redacci[oó]n", "redac[cç][aã]o", "r[eé]daction", "redaktion*", "redaktsioon", "redactie",
    "redaksi", "redakcja", "redakce", "editorial(?: board| team)?", "editori(?:al[ei])?", "staff", "team", "desk",
    "newsroom", "news", "nyheter", "agency", "agenzia", "agencia", "agência", "agence", "agentur", "agencies",
    "press", "presse", "prensa", "media", "magazine", "journal", "gazette", "herald", "times", "post", "tribune",
    "newspaper", "zeitung", "online", "digital", "today", "daily", "weekly", "bureau", "wire", "service", "services",
    "group", "inc", "ltd", "gmbh", "llc", "srl", "s p a", "s pa", "sp a", "polizei", "police", "polizia", "carabinieri",
    "feuerwehr", "foundation", "forum", "blog", "software", "company", "academy", "cent(?:er|re)", "council",
    "committee", "ministero", "comune", "ufficio", "institute", "university", "society", "association", "studios?",
    "network", "broadcasting", "radio", "television", "tv", "verlag", "publishing", "publisher", "admin",
    "administrator", "webmaster", "anonymous", "sponsored", "partner content", "associated", "admins", "web",
    "video", "live", "ticker", "produzione", "comunicati", "ufficio stampa", "newswire", "afp", "ansa", "dpa", "apa",
    "sda", "sid", "ap", "reuters", "efe", "upi", "pti", "ani", "ians", "tass", "tt", "ntb", "ritzau", "stt", "ctk",
    "čtk", "pap", "mti", "tanjug", "hina", "anp", "belga", "lusa", "agi", "adnkronos", "askanews", "italpress",
    "lapresse", "dire", "kna", "epd", "xinhua", "kyodo", "jiji", "yonhap", "bernama", "antara", "aap", "wam", "spa",
    "anadolu", "aa", "cnn", "bbc", "npr", "pa media", "mnd", "espn", "nbc", "abc", "cbs", "rai", "ard", "zdf", "mdr",
    "ndr", "wdr", "swr", "br24", "corp", "corporation", "gazeta",
)  # fmt: skip
_ROLES = (
    "editors?", "editor-in-chief", "reporters?", "correspondents?", "writers?", "journalists?", "journalism",
    "columnist", "contributor", "producer", "analyst", "photographer", "photo", "photos", "fotos?", "images?",
    "director", "chief", "fellow", "professor", "managing", "senior", "freelance", "staff writers?", "gardeners?",
    "expert", "specialist", "dietitian", "dietician", "certified", "licensed", "founder", "owner", "ceo",
    "president", "author", "managers?", "engineers?", "scientists?", "researchers?", "developers?", "strategist",
    "coordinator", "lecturer", "economist", "critic", "intern", "mechanic",
    "grader", "advisor", "consultant", "columns?", "political", "sports?",
    "business", "direttore", "direttrice", "giornalista", "inviat[oa]", "corrispondente", "caposervizio",
    "vicedirettore", "collaborator[ei]", "redattore", "redattrice", "redakteur(?:in)?", "korrespondent(?:in)?",
    "chefredakteur(?:in)?", "volont[aä]r(?:in)?", "autor(?:in)?", "leiter(?:in)?", "ressortleiter(?:in)?",
    "kolumnist(?:in)?", "journaliste", "correspondante?", "envoy[ée]e? sp[ée]ciale?", "rédacteur", "rédactrice",
    "chef", "periodista", "corresponsal", "enviad[oa]", "redactora?", "repórter", "jornalista", "colunista",
    "verslaggever", "redacteur", "correspondente",
)  # fmt: skip
ROLES = Words(*_ROLES)
ROLE = late(rf"(?<!\w)(?:{'|'.join(_ROLES)})(?!\w)", re.IGNORECASE)
ARABIC_AND = late(
    r"(?<=\w\w\s)و(?!(?:ليد|ائل|سيم|سام|فاء|جدي|جدان|ديع|داد|هبة|هيب|حيد|صفي|لاء|ليم|ردة|فيق|اصف|اثق|الي)\b)"
    r"(?=[\u0621-\u064a]{3})"
)
"""The "and" that Arabic writes together with the next word: not the first letter of Walid, Wael, Wafaa."""
DEGREE = late(
    r"(?:Ph\.?D|M\.?D|M\.?A|B\.?A|M\.?Sc?|M\.S|B\.?Sc|Ed\.?D|Psy\.?D|Pharm\.?D|DVM|D\.V\.M|M\.?P\.?H|MBA|M\.B\.A|R\.?D\.?N?|LDN?|R\.?N"
    r"|CDCES|FAND|FACP|CFP|CFA|CPA|CSCS|LCSW|LMFT|J\.?D|Esq|DDS)\.?®?$"
)
"""A degree or licence that English papers print behind a name, as a part of it."""
NOISE = Words(
    "from", "get", "twitter", "facebook", "instagram", "linkedin", "e-?mail", "whatsapp", "page", "min", "read",
    "minutes?", "lettura", "updated?", "published", "aggiornato", "pubblicato", "share", "follow", "seguici", "see",
    "more", "view", "profile", "articles?", "posts?", "comments?", "commenti", "stories", "subscribe", "opens?",
    "posted", "modified", "missed", "privacy", "sharing", "hello", "dear", "hi", "what", "why", "name", "of", "window",
    "bio", "about", "the", "this", "your", "our", "all", "by", "apps?", "prev",
    "previous", "next", "copy", "url", "click", "related", "tue", "tues", "wed", "thu", "thurs", "fri",
)  # fmt: skip
"""Words of no name: what stands around bylines."""
SENTENCE_WORDS = Words("this", "is", "not", "you", "your", "we")
"""Words of no house's name: "This content is not subject to review by our staff"."""
DENSE_HOUSE = late(
    r"(?:报|報|网|網|社|周刊|週刊|杂志|雜誌|新闻|新聞|頻道|频道|中心|電視台|电视台|廣播|广播|編輯部|编辑部|編集部|通信|放送"
    r"|ニュース|신문|일보|뉴스|방송|통신|편집부|데스크)$"
)
"""How the name of a house ends in scripts whose names have no form of their own: 中國時報, 연합뉴스."""
CJK_NEXT_LABEL = late(
    r"[\s,，、]*(?:(?:发布|發布|更新)?(?:时间|時間|日期)|来源|來源|点击|點擊|浏览|瀏覽|阅读|閱讀|字号|字號)\s*[:：].*$"
    r"|[\s,，、]*查看更多$"
)
"""The next label of a line that names the author first, and all behind it."""
CJK_ROLES = (
    r"本報記者|本报记者|本社記者|本报讯?记者|見習記者|见习记者|實習記者|实习记者|特約記者|特约记者"
    r"|駐?[\w]{0,4}特派員|驻[\w]{0,6}记者|记者|記者|編集委員|編輯|编辑|责任编辑|責任編輯|责编|文字|撰文|撰稿"
    r"|采写|採寫|作者|著者|投稿者|執筆者|通讯员|評論員|评论员|聞き手|署名|執筆"
)
_PARTS = "文|図|圖|图"
"""Jobs of one letter, which names end in too: 陳大文."""
CJK_JOBS = late(f"{CJK_ROLES}|{_PARTS}")
_HAN_NAMES = r"[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4})*"
CJK_SIGNED = late(
    r"^[\s（(【\[〔●◎※]*(?:(?:采写|採寫|采访|採訪|撰文|撰稿|文|作者)\s*[:：/／]"
    rf"|[\u4e00-\u9fff]{{0,8}}(?:记者|記者)(?:\s*[:：/／]|\s*{_HAN_NAMES}(?:\s*\S{{2,6}}(?:报道|報導))?[\s）)】\]]*$))"
)
"""A line of its own at the end that signs the text: "采写：南都记者 …", "記者賴淑敏 蔣龍祥 台北報導"."""
CJK_BESIDE_NAMES = late(
    r"\s(?:\S{2,6})?(?:报道|報導|報道)[\s）)】\]]*$|(?<![\u4e00-\u9fff])(?:见习|見習|实习|實習)?(?:记者|記者|通讯员)(?=\S)|(?:整合|综合|綜合)$"
)
"""Place and part of who signs: " 山东冠县报道", a second "记者", "整合"."""
CJK_SIGNED_INSIDE = late(
    rf"[（(〔【\[][^（()）〕】\[\]]{{0,8}}(?:记者|記者)\s*[:：]?\s*({_HAN_NAMES})(?:\s(?:整合|文/图|摄影报道))?"
    r"(?:\s*[／/][^）)〕】\]]{2,10})?[）)〕】\]]"
)
"""In brackets at the beginning or the end of the text: "（记者陈智）", "〔記者王憶紅／台北報導〕"."""
CJK_LEAD = late(
    rf"^(?:[（(【\[〔]?\s*)?(?:(?:{_PARTS})\s*(?:[:：/／|｜●◎■・]\s*|\s)"
    rf"|(?:[\w]{{2,8}}(?:社|网|網|报|報|电|電)?\s*)?(?:{CJK_ROLES})\s*[:：/／|｜●◎■]?\s*)"
)
_TAIWAN = "|".join(
    (
        *("台北", "臺北", "新北", "桃園", "新竹", "苗栗", "台中", "臺中", "彰化", "南投", "雲林", "嘉義"),
        *("台南", "臺南", "高雄", "屏東", "宜蘭", "花蓮", "台東", "臺東", "澎湖", "金門", "馬祖", "連江", "基隆"),
        *("綜合", "综合", "即時", "連線"),
    )
)
"""From where a Taiwanese paper reports: the counties, and what stands in their place."""
CJK_TRAIL = late(
    rf"\s+(?:{_PARTS})$|\s*(?:(?:{CJK_ROLES})|論説委員|特派員|支局長|部長|氏|报道|報導|報道|摄|攝|[/／]?\s*(?:{_TAIWAN})?[縣市]?\s*(?:外電)?報導)\s*[】)）\]〕]?$|\s+\S{{0,8}}(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터|PD)$|\s*(?:기자|특파원|논설위원|선임기자|인턴기자|앵커|리포터)$"
)
_SURNAMES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬"
    "段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶"
)
TWO_CHINESE = late(rf"^[{_SURNAMES}]\S+\s[{_SURNAMES}]\S+$")
"""Two names, as their surnames say: "王小明 李四"; a Japanese one is printed with a space in it: "中村 真子"."""
HANGUL_NAME = late(r"^[\uac00-\ud7af]{2,4}$")
HAN_NAME = late(r"^[\u3400-\u9fff々]{2,5}$")
KANA_NAME = late(r"^[\u3400-\u9fff々\u3040-\u30ff・＝=]{2,14}$")


def is_cjk(text: str) -> bool:
    """Tell whether *text* has Chinese, Japanese or Korean letters."""
    return has_dense(text) and any(letter >= "\u3040" for letter in DENSE_LETTER.findall(text))
