"""Lines that page makers write, not journalists: known by how they begin, in the languages of the press.

Every pattern is written in small letters and matched on one line with its spaces folded, in any case. *Whole* lines
are furniture wherever they stand. *Read also* opens a line that points to another article. *End* opens what follows
an article.
"""

import re

from archive.article.patterns import Phrases, anywhere, late

WHOLE = Phrases(
    "(?:photo|image|picture|featured image)s? (?:credits?|source|courtesy) ?:? .{2,40}",
    "(?:photo|image|picture)s? by (?:.{2,30}/.{2,30}|.{2,30} via .{2,20}|(?:the )?author)",
    "advert(?:isement|ising|s)?", "ad", "sponsored(?: content| links?)?", "paid content",
    "article continues (?:below|after).*", "story continues (?:below|after).*", "continue reading(?: below)?",
    "scroll to continue(?: with content)?",
    r"advertisement\s*[-–—:]?\s*(?:scroll to continue|continue reading below)", "pubblicità", "publicidade?",
    "publicité", r"anzeige\w*", "werbung", "annons(?:e|er)?", "advertentie", "reklama?", "реклама", "広告", "광고",
    "广告", "إعلان", "quảng cáo", "iklan", "mainos", "hirdetés", "διαφήμιση",
    "(?:the )?(?:content|article|la notizia|l'articolo) (?:continues|continua)(?: below| sotto"
    "| dopo la pubblicità| qui sotto)?.{0,20}",
    "continua a leggere.{0,40}", "sigue leyendo.{0,40}", "lire la suite.{0,30}", "weiterlesen.{0,40}",
    "lees verder.{0,40}", "continua dopo la pubblicità", "continúa después de la publicidad",
    "continua após a publicidade", "la suite après (?:cette|la) publicité", "share",
    "share (?:this|on|via|article|story|post|it|with).{0,40}", "tweet", "print(?: this)?", "e-?mail(?: this)?",
    "printer.friendly(?: version| page)?", "(?:send|submit) (?:us )?(?:a|your) (?:news )?tips?",
    "whatsapp", "facebook", "twitter", "copy link", "link copied!?", "copied!?", "save(?: article| for later)?",
    "saved", "bookmark", "gift(?: this)? article", "listen(?: to (?:this )?(?:article|story))?.{0,30}", "comments?",
    "view comments", r"\d+ comments?", "comment on this story", "add comment", "reply", "follow", "close", "menu",
    "log ?in", "sign ?in", "sign ?up", "subscribe(?: now| today)?", "register", "more", "read more", "show more",
    "see more", "load more", "view more", "learn more", "click here", "expand", "enlarge(?: image)?", "view image",
    "open image in gallery", "view gallery", "full screen",
    "prev(?:ious)? (?:/ )?next", "play", "play video", "watch", "next", "previous",
    "back to top", "skip (?:ad|to (?:content|main content)).{0,20}", "loading.{0,12}", r"image \d+ of \d+",
    "(?:this|please enable) .{0,30}javascript.{0,60}", "related video ?:.{0,160}", r"\d+ ?/ ?\d+", r"\d+ of \d+",
    "buy now", "transcript", r"rating ?: [\d.]+ ?/ ?\d+.{0,30}",
    "(?:featured |banner |cover )?(?:photo(?:graph)?|image|picture)s?(?: is)? (?:by|via|from|courtesy(?: of)?)"
    " .{2,40}",
    "(?:photo|image|imagen|foto|fotos) ?[|:] ?.{2,40}",
    "condividi(?: su.{0,30})?", "stampa", "commenti", r"\d+ commenti", "accedi",
    "chiudi(?: finestra)?", "registrati", "abbonati", "iscriviti", "leggi(?: di più| tutto| anche)?",
    "ascolta.{0,30}", "salva", "riproduzione riservata.{0,40}", ".{0,20}© ?riproduzione riservata.{0,20}",
    "compartir.{0,20}", "comentarios", "comentar", "suscríbete.{0,30}", "guardar", "imprimir", "leer más", "ver más",
    "escuchar.{0,20}", "compartilh(?:e|ar).{0,30}", "comentários?", "ler mais", "leia mais", "assine.{0,20}",
    "ouvir.{0,20}", "partager.{0,30}", "commentaires?", "réagir", "imprimer", "s'abonner", "lire plus", "voir plus",
    "écouter.{0,20}", "teilen.{0,20}", "drucken", "kommentare?", r"\d+ kommentare?", "merken", "mehr", "mehr lesen",
    "artikel anhören", "vorlesen", "delen", "reacties", "lees meer", "dela", "del", "kommentarer", "läs mer",
    "les mer", "læs mere", "lue lisää", "jaa", "udostępnij", "komentarze", "czytaj więcej", "czytaj dalej", "sdílet",
    "поделиться.{0,20}", "комментарии", "читать далее", "yorumlar", "paylaş", "devamını oku", "シェア", "ツイート",
    "原标题 ?[:：].{2,50}", "原題 ?[:：].{2,50}", "(?:添加收藏|加入收藏|设为首页).{0,30}",
    "印刷", "공유", "댓글", "分享", "打印", "评论", "مشاركة", "تعليقات", "اقرأ المزيد", "bagikan", "komentar",
    "chia sẻ", "bình luận", "opens in (?:a )?new (?:tab|window)", "image:?", "video:?", "photos?:?", "credit",
    "source", "caption", "live", "exclusive", "breaking(?: news)?", "opinion", "analysis", "home", "follow us",
    "advertise with us", "this is a developing story.{0,40}", "current issue", "key (?:points|takeaways)",
    "view on (?:x|twitter|instagram|facebook)", "embed", "sources?",
    r"\d+ (?:photos?|images?|fotos?|bilder|immagini|imágenes|imagens)", whole=True,
)  # fmt: skip

READ_ALSO = Phrases(
    "read (?:also|more|next|now|the full)", "also (?:read|see|watch|on)(?: ?:|$)", "see also",
    "related ?(?::|$|articles?|stor(?:y|ies)|news|coverage|content|reading|posts?|links?|topics?|video)",
    "recommended(?: reading| for you| stories)? ?(?::|$)", "don.t miss", "must.read", "more ?:",
    "more (?:from|on|about) .{2,60}$", "more news ?:", "trending ?(?::|$|now)", "watch ?:",
    "watch (?:the )?(?:video|below|more)", "listen ?:", "in pictures ?:", "opinion ?:", "explainer ?:",
    "what to read next", "up next", "you (?:may|might|could) (?:also )?(?:like|enjoy|be interested|have missed)",
    "click here (?:to|for)", "for more (?:news|stories|information|on|like this)", "find out more",
    "learn more (?:about|at|on|here)", "discover more", "next(?: article| story| up)? ?:",
    "previous(?: article| story)? ?:", "download (?:the|our) .{2,40}app", "get the (?:latest|app)",
    "explore (?:more|further)", "(?:per )?approfondi(?:re|mento|menti)", "leggi anche",
    "leggi (?:pure|qui|l.articolo|l.intervista|l.editoriale|tutt[oie])", "(?:da )?non perdere", "vedi anche",
    "guarda (?:anche|il video|le foto|la gallery)", "potrebbe (?:interessarti|anche)", "articoli correlati",
    "notizie correlate", "ti potrebbe interessare", "ascolta il podcast", "segui (?:la diretta|.{2,40} su)",
    "le[ae] (?:también|tambien|además|más|também|mais)", "leia (?:também|mais|ainda|a seguir)",
    "lee (?:también|más|además)",
    "(?:ver|vea|veja|mira|mire|conozca|conoce|saiba|confira) (?:también|tambien|además|más|também|mais)",
    "(?:te|le) puede interesar", "(?:te|le) (?:recomendamos|sugerimos)", "notas? relacionadas?",
    "noticias? relacionadas?", "notícias? relacionadas?", "artículos? relacionados?", "no te pierdas",
    "más (?:información|noticias|sobre)", "mais (?:notícias|sobre)", "recomendado[s]? (?:para|:)",
    "(?:além disso )?clique aqui", "siga o", "sigue leyendo", "lea aquí", "ver galería",
    "(?:à|a) lire (?:aussi|également|:)", "lire (?:aussi|également|plus|la suite|notre|:)",
    "(?:à|a) (?:voir|écouter|découvrir) (?:aussi|également)", "voir aussi", "sur le même (?:sujet|thème)",
    "pour aller plus loin", "notre (?:dossier|sélection|article) ?:", "dans la même rubrique", "vous aimerez aussi",
    "lesen sie (?:auch|hier|mehr|dazu|weiter)", "lies (?:auch|mehr)",
    "mehr (?:zum thema|dazu|zu|aus|lesen|infos|informationen)",
    r"(?:das könnte|auch) (?:sie|dich) (?:auch )?interess\w*", "auch interessant",
    "weitere (?:artikel|nachrichten|meldungen|infos|themen|informationen)", "siehe auch", "hören sie",
    "(?:hier|jetzt) (?:geht es|geht.s|weiterlesen|klicken)", "zum thema", "passend (?:zum thema|dazu)",
    "empfohlener (?:redaktioneller )?(?:inhalt|externer)", "lesetipp", "newsletter ?:", "podcast ?:",
    "lees (?:ook|meer|verder|hier)", "bekijk (?:ook|hier)", "ook interessant", "luister ook", "meer over",
    "läs (?:också|även|mer)", "les (?:også|mer|saken)", "les ogs[åa]", "læs (?:også|mere)", "lue (?:myös|lisää)",
    "katso myös", "lesið einnig", "czytaj (?:także|też|również|więcej|dalej)",
    "(?:zobacz|przeczytaj|sprawdź) (?:także|też|również|więcej)", "polecamy",
    "(?:čtěte|přečtěte si|čtěte si|viac|prečítajte si) (?:také|též|více|aj|tiež|:)",
    "(?:olvass|olvassa) (?:el|tovább)", "kapcsolódó", "(?:citește|vezi) și", "citeste si", "прочетете (?:още|също)",
    "вижте (?:още|също)", "(?:читайте|смотрите) (?:также|еще|ещё|по теме)", "читай(?:те)? (?:также|также:|ещё)",
    "по теме", "(?:читайте|дивіться) (?:також|ще)", "(?:pročitajte|pogledajte|čitajte) (?:i|još|više|također|takođe)",
    "διαβάστε (?:επίσης|ακόμα|ακόμη|περισσότερα)", "δείτε (?:επίσης|ακόμα)", "(?:ayrıca|bunu da) (?:oku|bak)",
    "ilgili haber", "bunlar da ilginizi", "baca (?:juga|selengkapnya|:)", "(?:simak|lihat) (?:juga|video|:)",
    "artikel terkait", "xem thêm", "đọc thêm", "tin liên quan", "อ่าน(?:เพิ่มเติม|ข่าว|ต่อ)", "ข่าวที่เกี่ยวข้อง",
    "(?:あわせて|合わせて|併せて)読みたい", "関連(?:記事|リンク|ニュース|トピック|キーワード|サイト)", "【関連",
    "続きを読む", "こちらもおすすめ", "おすすめ(?:記事)?$", "관련 ?(?:기사|뉴스|링크)",
    "相关(?:阅读|新闻|链接|报道|文章|推荐)", "相關(?:閱讀|新聞|文章|報導)", "延伸閱讀", "延伸阅读",
    "更多(?:新闻|新聞|报道|報導|內容)", "推荐阅读", "推薦閱讀",
    "[您你]可能(?:也|還|还|会|會)?(?:喜欢|喜歡|感兴趣|感興趣|想看)", "看更多",
    r"اقرأ (?:أيض\w*|المزيد|كذلك)", "اقرا ايضا", r"شاهد (?:أيض|ايض)\w*", "(?:مواضيع|أخبار) (?:ذات صلة|متعلقة)",
    "بیشتر بخوانید", "(?:همچنین|اخبار مرتبط|مطالب مرتبط)", "یہ بھی پڑھیں", "קרא(?:ו)? (?:גם|עוד)",
    "כתבות (?:נוספות|קשורות)", "עוד ב", "ये भी पढ़ें", "यह भी पढ़ें", "इसे भी पढ़ें", "ये भी देखें", "আরও পড়ুন",
    "மேலும் (?:படிக்க|வாசிக்க)", "ఇది (?:కూడా )?చదవండి", "इसे भी", "soma (?:pia|zaidi)",
)  # fmt: skip

END = Phrases(
    "related (?:articles?|stor(?:y|ies)|news|topics?|posts?|content|reading|coverage|links?|items?|videos?"
    "|roundups?|forums?|guides?)",
    "related ?:?$", "more (?:great|top)? ?(?:stories|news|articles|headlines|coverage|reading)(?! than| about how)",
    "more from .{2,50}$", "more on (?:this|.{2,40}$)", "more (?:in|about) .{2,40}$", "more great .{2,40}",
    "you (?:may|might) (?:also )?(?:like|enjoy|be interested)",
    "recommended(?: for you| stories| articles| reading| by)?$",
    "most (?:read|popular|viewed|shared|commented|recent)", "popular (?:now|stories|articles|posts|on|news|in)",
    "trending(?: now| stories| news| topics| on.*)?$",
    "latest (?:news|stories|articles|posts|headlines|from|updates|videos?)", "top (?:stories|news|headlines)$",
    "editor.?s.? (?:picks?|choice)", "(?:up|read|what to read|stories) next$",
    "(?:around|from) (?:the web|our partners|the archives?)", "promoted (?:stories|content)",
    "sponsored (?:stories|content|by)$", "further reading$", "keep reading$", "other (?:stories|news|articles)",
    "in other news$", "stories for you", "before you go, we", "see (?:more )?photos (?:from|of)", "sound off",
    "top picks$", "to (?:post|leave|add) a comment",
    "(?:(?:stories|articles|posts|news) )?(?:chosen|picked|selected|just) for you$", "before you go$",
    "about (?:the|this) (?:authors?|writers?|reporters?|journalists?)",
    "about us$", "meet the author", "(?:share|like|rate) this (?:article|story|post|page|entry|:|$)",
    "(?:share|spread) (?:the (?:love|word|post)|your thoughts|on|via|:)",
    "(?:tell|let) us (?:what you think|know (?:what|in the comments))",
    r"what do you think\b.{0,60}(?:comments?|below)", "leave a (?:reply|comment)", "post a (?:reply|comment)",
    "(?:add|write|submit) (?:a|your) comment", r"\d+ (?:comments?|replies|thoughts on)",
    r"comments? ?(?:\(\d+\)|:|$)", "join the (?:conversation|discussion|debate)", "have your say",
    "(?:reader|user|facebook) comments", "your email address will not be published", "view (?:all )?comments",
    "(?:sign|signing) up (?:for|to|here|now|today)", "subscribe (?:to|for|now|today|here|and)",
    r"get (?:our|the|daily|weekly|more|.{2,20}) .{0,50}(?:newsletter|inbox|in your inbox|app\b)",
    "(?:join|follow) (?:us|our|.{2,30}) (?:on|at|newsletter|community|mailing list)",
    r"follow .{2,40} on (?:twitter|facebook|instagram|x\b|telegram|whatsapp|google|linkedin|threads|bluesky)",
    "like us on", "find us on", "newsletters?$", "never miss (?:a|an)",
    "stay (?:informed|up.to.date|connected|in the loop|tuned)",
    "(?:become|be) a (?:member|subscriber|patron|supporter)",
    "(?:support|donate to|help) (?:us|our|.{2,30} (?:journalism|today))",
    "(?:already a|are you a) (?:subscriber|member)",
    "to (?:read|continue reading|access) (?:the full|this|more).{0,60}(?:subscri|sign|log|regist)",
    "(?:this )?(?:article|content|story) is (?:for|available|only|reserved).{0,40}subscriber",
    "(?:we|your) (?:want to hear|feedback)", "do you have (?:a|any) (?:story|tip|news|question)s?",
    "got a (?:story|tip|news)", "(?:contact|email|write to) (?:us|the (?:author|reporter|editor|newsroom)|our)",
    r"(?:have|send) (?:us )?(?:a )?(?:news )?tips?\b", "download (?:our|the) .{0,30}app",
    "advertis(?:e|ing) (?:with|on)", "tags?(?: ?:|$| - )", "topics? ?(?::|$)", "keywords ?:", "filed (?:under|in)",
    "categor(?:y|ies) ?(?::|$)", "posted in", "tagged(?: with| as|:|$)", "in this (?:article|story)$",
    "explore (?:more )?(?:topics|further|related)", "more ?:$", "see (?:also|more)(?: ?:|$)", "external links$",
    "read more(?: ?:| about| on| from| at|$)", "read (?:also|next)", "print (?:this|edition|headline)",
    "(?:this|a version of this) (?:article|story|post|piece) (?:was |has been |is |first "
    "|originally )*(?:originally |first |re)?(?:published|appeared|posted|republished|reprinted|produced)",
    "originally (?:published|posted)", "a version of this", "republish (?:this|our)", "copyright", "©",
    r"\(c\) ?\d{4}", "all rights reserved",
    "(?:this|no part of this) (?:material|document|article|content) (?:may not|may be|is subject)",
    "while we have you", "we have a (?:small|quick) favou?r to ask", "your (?:contribution|donation) supports",
    "read or share this", "trackback", "listed below are links to (?:web)?logs", "also ?:?$", "twitter ?: ?@",
    ".{0,30}comment policy$", "this entry was (?:posted|filed)", "write to .{2,40} at .{2,30}@",
    "terms (?:of (?:use|service)|and conditions)", "privacy policy",
    "disclaimer ?(?::|$)", "disclosure ?:",
    "(?:we|this (?:article|post|page|site|website)) (?:may )?(?:earn|contain|use)s? (?:a )?(?:commission"
    "|affiliate|cookies)",
    r"if you (?:buy|purchase|click)\b.{0,80}(?:commission|earn)",
    "quotes delayed",
    "market data", "legal statement", "citation ?:", "cite this", "explore further",
    "click (?:here|below) (?:to|for)", "articoli? correlat[io]",
    "(?:notizie|contenuti|argomenti|temi|video) correlat[ie]",
    "(?:altri articoli|altre notizie|ultime notizie|più letti|i più letti|le più lette|ultim'ora"
    "|ultimi articoli)",
    "leggi (?:anche|altr[ie])", "potrebbe interessarti", r"(?:ti potrebbe|potrebbero) (?:anche )?interessar\w*",
    "iscriviti (?:alla|al|qui|ora)", "(?:seguici|segui .{2,30}) su", "lascia un commento",
    "(?:scrivi|inserisci) un commento", "tag ?:", "argomenti ?(?::|$)", "condividi ?(?::|questo|l.articolo|su|$)",
    r"(?:©|tutti i diritti|riproduzione|copyright).{0,30}(?:riservat\w*|©)", "l'autore$", "chi è l.autore",
    "informazioni sull.autore", "commenta (?:la notizia|l.articolo)", "abbonati (?:a|per|ora|e)", "in edicola",
    "ricevi (?:le|gli|la|ogni)",
    "(?:noticias|notas|artículos|contenidos?|temas|videos?|vídeos?|notícias|artigos|conteúdos?|matérias"
    "|assuntos|posts) relacionad[oa]s?",
    r"(?:lo más|los más|las más|mais|os mais|as mais) (?:leíd|vist|lid|popular|comentad)\w*",
    "(?:últimas|más|outras|mais) (?:noticias|notícias)",
    "(?:te|le|também|você) (?:puede|podría|pode|vai) (?:interesar|gostar|se interessar)",
    "(?:sobre (?:el autor|a autora?|o autor))", r"(?:suscríb|assine|inscreva|cadastre)[\w-]*",
    "(?:síguenos|siga-nos|siga o|seguinos|síganos|sigue (?:a|toda)|acompanhe)",
    "(?:deja|deje|deixe) (?:un|tu|su|um|seu|o seu) coment",
    "(?:comparte|compartir|compartilhe|partilhe|compártelo)(?: ?:| est[ea]| en| no| $|$)",
    "(?:etiquetas|temas|tópicos|palavras-chave|archivado en|assuntos) ?(?::|$|en)",
    "(?:todos los derechos|todos os direitos|derechos reservados)", "(?:con información de|com informações de)",
    "(?:conforme a los criterios|the trust project)",
    "(?:recibe|receba|reciba|recibí) (?:en tu|as|todas|nuestr|gratis|la)", "(?:haz|haga|faça) (?:clic|login|parte)",
    "conoce más",
    "(?:articles?|sujets?|contenus?|dossiers?|thèmes?|vidéos?) (?:liés?|connexes?|similaires?|associés?"
    "|recommandés?|en relation|sur le même|les plus)",
    "(?:à|a) lire aussi", "(?:sur|dans) le même (?:sujet|thème)", "les plus (?:lus|populaires|partagés|commentés)",
    "(?:plus|toute l.|l.)actualité?s? (?:sur|de|du|en)",
    r"(?:abonnez|inscrivez|suivez|rejoignez|connectez|recevez)[\w-]* ?(?:vous|nous|-|à|la|notre)?",
    "(?:laisser|ajouter|poster|écrire) un commentaire", "(?:mots[- ]clés|tags|thématiques?|rubriques?) ?(?::|$)",
    "partager (?:sur|cet|l.article|:|$)", "tous droits réservés", "(?:la rédaction|à propos de l.auteur)",
    r"contenus? sponsoris\w*", "newsletter", "votre (?:adresse|e-?mail)",
    "(?:weitere|ähnliche|verwandte|mehr|aktuelle|neueste|passende|meistgelesene|beliebte) (?:artikel|themen"
    "|beiträge|nachrichten|meldungen|news|inhalte|videos|links|storys)",
    "mehr (?:zum thema|aus|von|zu diesem|über)",
    r"(?:das könnte|dies könnte) (?:sie|dich|ihnen) (?:auch )?(?:interess\w*|gefallen)", "auch interessant",
    "meistgelesen", "(?:lesen sie|lies) auch", "themen ?(?::|$)", "schlag(?:worte|wörter) ?(?::|$)",
    r"stichwort\w* ?:", "(?:artikel|beitrag|seite) (?:teilen|drucken|empfehlen|kommentieren|bewerten|versenden)",
    "(?:diesen artikel|jetzt) (?:teilen|abonnieren|anmelden|registrieren|kommentieren)",
    "(?:zum|unser|unseren|der) (?:newsletter|whatsapp)", "(?:folgen|abonnieren|besuchen|unterstützen|melden) sie",
    "folge(?:n sie)? uns", r"kommentar(?:e|ieren|bereich)? ?(?:\(\d+\)|:|$|schreiben|verfassen)",
    "(?:schreiben|hinterlassen) sie (?:einen|ihren) kommentar", "(?:über den|zum) autor",
    "zur (?:startseite|autorin|homepage|übersicht)", "quellen? ?:",
    r"(?:\*|hinweis ?:).{0,30}(?:affiliate|provision|anzeige)", "(?:mit|von) (?:material|agenturmaterial)",
    "(?:alle rechte|nachdruck)", "bildquelle", "redaktion(?:sempfehlungen|elle)", "impressum",
    r"(?:gerelateerde?|meer|lees|andere|laatste) (?:artikel\w*|nieuws|ook|over|berichten)", "meest gelezen",
    "(?:reageer|reacties|deel dit|volg ons|abonneer|schrijf je in|meld je)",
    "(?:läs|les|læs) (?:också|även|også|mer|mere)",
    "(?:relaterad|relatert|relaterede|mest l[äæe]st|mest læste|siste nytt|senaste nytt|flere nyheter"
    "|fler nyheter|mer fra|mer från|mere om|mer om|ämnen|emner|temaer|artikkelen fortsetter)",
    "(?:lue|katso) (?:myös|lisää)", "(?:luetuimmat|aiheet|asiasanat|uusimmat)",
    "(?:czytaj|zobacz|przeczytaj|sprawdź) (?:także|też|również|więcej)",
    "(?:polecane|powiązane|podobne|najnowsze|najpopularniejsze|najczęściej czytane|więcej (?:na temat|o"
    "|informacji)|tematy|źródło|udostępnij|dołącz|zapisz się|subskrybuj|dodaj komentarz|komentarze)",
    "(?:související|podobné|další|nejčtenější|právě se děje|témata|klíčová slova|diskuse|diskuze|sdílet|zdroj ?:"
    "|mohlo by vás|autor ?:)",
    "(?:súvisiace|najčítanejšie|viac o)",
    "(?:kapcsolódó|legolvasottabb|ajánlott|olvasta már|címkék|szólj hozzá|kövess)",
    "(?:articole|știri|stiri|citește și|citeste si|urmărește|urmareste|etichete|abonează|comentarii|cele mai)",
    "(?:свързани|още по темата|най-четени|последвайте|тагове|етикети|коментари)",
    "(?:читайте также|по теме|материалы по теме|другие (?:новости|материалы)|самое (?:читаемое|интересное"
    "|важное)|главное|подпис(?:ывайтесь|аться|ывайся)|следите за|теги|метки|комментарии|поделиться"
    "|источник ?:|ещё по теме|новости партн|присоединяйтесь|больше новостей|все новости|нашли (?:ошибку"
    "|опечатку)|выделите)",
    "(?:читайте також|за темою|підпис|теги|коментарі|джерело ?:|поділитися|більше новин)",
    "(?:povezan|najčitanije|najnovije|tagovi|komentari|pratite nas|izvor ?:|ključne riječi|vezane vijesti"
    "|pročitajte)",
    "(?:διαβάστε|σχετικά|ακολουθήστε|ετικέτες|δημοφιλή|όλες οι ειδήσεις|ειδήσεις σήμερα)",
    "(?:ilgili (?:haber|konu|içerik)|etiketler|yorum(?:lar| yap)|son dakika haberleri|en çok okunan"
    "|diğer haberler|bizi takip|abone ol|kaynak ?:|paylaş)",
    "(?:artikel|berita) (?:terkait|lainnya|terpopuler|terbaru|pilihan)",
    "(?:baca juga|topik|tag ?:|editor ?:|ikuti|dapatkan|terpopuler|komentar)",
    "(?:tin (?:liên quan|khác|mới|cùng)|xem thêm|bình luận|từ khóa|chủ đề|đọc nhiều|theo dõi|tags?)",
    "(?:ข่าวที่เกี่ยวข้อง|แท็ก|ติดตาม|อ่านข่าว|ข่าวล่าสุด|แชร์)",
    "(?:関連(?:記事|リンク|ニュース|トピック|キーワード|タグ|サイト|特集|ワード|する)|あわせて読みたい"
    "|おすすめ|人気記事|ランキング|アクセスランキング|この記事(?:を|は|に|の|が)|最新記事|新着|コメント"
    "|記事一覧|関連エントリ|ホワイトペーパー|続きを読む|フォロー|シェア|無断転載|購読|会員|有料(?:会員|記事)|残り|初割|【?初トク"
    r"|ニュースレターを|ご登録|無料会員|ログインして|【残り|\(残り|こちらもおすすめ|【?あわせて)",
    "(?:관련 ?(?:기사|뉴스|태그|키워드|링크)|많이 본|인기 ?(?:기사|뉴스)|댓글|무단 ?전재|저작권자|ⓒ|구독|공유"
    "|기자의 다른|추천 ?(?:기사|뉴스)|최신 ?(?:기사|뉴스)|오늘의 ?(?:주요|핫))",
    "(?:相关(?:阅读|新闻|链接|报道|文章|推荐)|相關(?:閱讀|新聞|文章|報導)|延伸(?:閱讀|阅读)|更多(?:新闻|新聞"
    "|精彩|相关|內容|文章)|责任编辑|責任編輯|责编|編輯 ?[:：]|编辑 ?[:：]|推荐阅读|推薦|热门|熱門|分享(?:到"
    "|至)|标签|標籤|评论|评论|留言|版权|版權|声明|来源 ?[:：]|關鍵字|关键词|看更多|订阅|訂閱|下載|下载|加入"
    r"|追蹤|点击|點擊|扫码|掃碼|免责声明|免責聲明|暂无评论|[您你]可能(?:也|還|还|会|會)?(?:喜欢|喜歡|感兴趣|感興趣|想看)|其[他它].{0,4}新[闻聞]$|\(责任编辑|（责任编辑|打开|返回|扫一扫|微信)",
    r"(?:اقرأ (?:أيض\w*|المزيد)|مواضيع|كلمات مفتاحية|الكلمات|تابع(?:نا|وا)|شارك|الأكثر (?:قراءة|مشاهدة)"
    "|أخبار (?:ذات|متعلقة)|اشترك|تعليقات|المصدر ?:|برچسب|بیشتر بخوانید|مطالب مرتبط|اخبار مرتبط|انتهای پیام"
    "|نظر(?:ات)?$|کلمات کلیدی|به اشتراک)",
    "(?:תגובות|כתבות נוספות|עוד (?:בנושא|כתבות|ב)|תגיות|שתפו|הירשמו)",
    "(?:ये भी पढ़ें|यह भी पढ़ें|संबंधित|टैग|और पढ़ें|ताज़ा|फॉलो|हमें|published|আরও পড়ুন|সম্পর্কিত)",
)  # fmt: skip

MISTAKE = late(r"\bctrl ?\+ ?enter\b", re.IGNORECASE)
"""Readers are asked to mark a mistake and press these keys, in the papers of Russia, the Baltics and the Balkans."""
_EARNED = frozenset(("commission", "affiliate", "affilié", "provision", "afiliad", "comisi", "affiliazione"))
_EARNS = late(
    r"\b(?:(?:we|i|site|page|publisher|\w+\.com|editors?) (?:may |might |will |can |could |sometimes |also )*"
    r"(?:earn|receive|get|make|collect|take)s? (?:\w+ ){0,3}commissions?"
    r"|(?:may|could|can|might) (?:also )?earn (?:us |me )?(?:\w+ ){0,3}commissions?"
    r"|(?:posts?|articles?|pages?|site|story|stories|links?)(?: \w+){0,4} (?:contains?|includes?|has|are)"
    r"(?: \w+){0,2} affiliate links?"
    r"|(?:erhalten|bekommen|verdienen|erhält|bekommt|erhalte|bekomme) (?:\w+\.? ){0,5}provision"
    r"|liens? affiliés?|(?:touch|perce|reç)\w+ une (?:\w+ )?commission|(?:enlaces?|links?) (?:\w+ )?afiliad[oa]s?"
    r"|(?:recib|gan|receb|ganh)\w+ una? (?:\w+ )?comisi(?:ón|on)|link (?:di|in) affiliazione"
    r"|(?:riceve|guadagna)\w* una (?:\w+ )?commissione)\b"
)


def earns(line: str) -> bool:
    """Tell whether *line* says that the paper earns from what readers buy by way of its links."""
    line = line.lower()
    return any(map(line.__contains__, _EARNED)) and _EARNS.search(line) is not None


UPDATED = late(
    r"^\W*(?:\(?(?:last )?(?:updated|published|posted|modified|created|reviewed|fact.checked|first published|"
    r"aggiornat[oa]|pubblicat[oa]|actualizad[oa]|publicad[oa]|atualizad[oa]|publié|mis à jour|modifié|"
    r"veröffentlicht|aktualisiert|stand|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|"
    r"publiceret|opdateret|julkaistu|opublikowano|aktualizacja|publikováno|опубликовано|обновлено|güncelleme|"
    r"yayınlanma|diterbitkan|更新|公開|配信|入力|수정|입력|发布|發布)\b|\d+ (?:min(?:ute)?s?|minuti|minutos|minuten|"
    r"minut\w*) (?:read|di lettura|de lectur[ae]|lesezeit|läsning|lees))",
    re.IGNORECASE,
)
"""Lines that say when an article was published or changed, or how long it takes to read."""

_ASK = late(
    anywhere(
        "subscribe (?:to|now|today|for|here|and)", "sign(?:ing)? up (?:to|for|here|now|today)", "your inbox",
        "newsletters?", "donat(?:e|ion) (?:to|now|today|here|of any)",
        r"(?:please|consider) (?:support|donat|subscrib)\w*", "support (?:us|our) ",
        "become a (?:member|subscriber|patron|supporter)", "follow us", r"follow (?:[\w.]+ ){0,2}@?\w+ on",
        "like us on",
        "join us on", "click here", "for more information", "(?:download|get) (?:the|our) (?:free )?app",
        "(?:free|day) trial", "our (?:whatsapp|telegram) channel", "email (?:us|him|her) at",
        "may not be (?:reproduced|republished)", "all rights reserved", "iscriviti", "abbonati", "sostienici",
        "seguici", "clicca qui", "canale (?:whatsapp|telegram)", r"suscríbe\w*", "suscribirte", "boletín", "síguenos",
        "haz clic", "canal de (?:whatsapp|telegram)", "únete", "assine", "inscreva-se", "clique aqui", "siga-nos",
        "participe do canal", "receba (?:as|no)", "abonnez-vous", "inscrivez-vous", "soutenez", "faites un don",
        "suivez-nous", "cliquez ici", "lettre d.information", "abonnieren", "kostenlos testen", "probeabo",
        "unterstützen sie", r"spende\w*", "mitglied (?:werden|der|bei)", "folgen sie", "whatsapp-kanal",
        "hier geht es (?:zu|zur|zum)", "news-app", "(?:bei|auf|our|us on) social media", "abonneer",
        "nieuwsbrief", "volg ons", "steun ons",
        r"nyhetsbrev\w*", "prenumerera", "abonner", "støtt", "følg oss", "följ oss", "zapisz się", "subskrybuj",
        "dołącz do", "obserwuj nas", r"předplat\w*", "odebírat", "sledujte nás", "iratkozz", "abonează",
        "подпис(?:ывайтесь|аться|ывайся)", r"телеграм-канал\w*", r"наш\w* рассылк\w*", "підписуйтесь", "εγγραφείτε",
        "ακολουθήστε", r"abone ol\w*", "takip edin", "berlangganan", "ikuti kami",
    )
)  # fmt: skip
_ASK_BEYOND = late(
    "会員登録|無料登録|有料会員|メルマガ|購読|무료 ?구독|뉴스레터|구독하|订阅|訂閱|关注我们|公众号|اشترك|تابعنا"
)


def asked(line: str) -> set[str]:
    """Return what *line* asks of the reader, in its words, made small: to subscribe, to give, to follow."""
    line = line.lower()
    found = set(_ASK.findall(line))
    return found if line.isascii() else found.union(_ASK_BEYOND.findall(line))
