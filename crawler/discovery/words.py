"""Words that newspapers of the great languages put into their URLs: of listings, of service pages, of articles.

All in lower case, without accents, as URLs carry them. They say what a path segment *is*; what follows from it is
weighed in ``urls.py``.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CATEGORY = _words(
    """
    category categories cat cats categoria categorias categorie kategorie kategorien kategori kategoria kategorija
    kategorije rubrik rubriken rubrika rubriky rubrica rubriche rubrique rubriques rubric rubrics section sections
    sezione sezioni seccion secciones seccao secao sectie sektion sekcja sekce sektionen channel channels canal canales
    canali kanal kanaler ressort ressorts newssection page pages pagina paginas pagine seite seiten strona stranka sivu
    oldal sayfa sida side search suche ricerca cerca buscar busca busqueda recherche zoeken sok szukaj ara cari hledat
    feed feeds rss atom sitemap sitemaps newsfeed taxonomy genre genres
    rubryka rubryki rovat rovatok categorii rubriek osasto osastot stream
    """
)
"""Folders under which sections, result pages and further pages of a list stand: no article there."""

LISTING = _words(
    """
    dossier dossiers themenseite collection collections series serie serien reihe reihen archive archives archiv
    archivio archivo archivos arquivo arkiv archief arsiv archiwum newsarchiv news-archiv nachrichtenarchiv
    lista list listing liste overview uebersicht index region regions regione regioni ort orte orten place places
    luoghi lieu lieux lugar lugares location locations city cities stadt staedte ville villes gemeinde country
    countries
    land laender pays paese paesi pais paises forum forums foren video videos videothek mediathek podcast podcasts
    audio gallery galleries galerie galerien galleria gallerie fotogalleria fotostrecke fotostrecken bildergalerie
    photo
    photos foto fotos images event events veranstaltungen eventi termine calendar kalender calendario
    calendrier agenda product products produkt produkte prodotto producto shop store laden hersteller marken brand
    brands company companies unternehmen firmen team teams club clubs verein vereine league leagues liga wettbewerbe
    quote quotes stocks kurse boerse aktien lexikon glossar glossary encyclopedia wiki reference trends hub hubs
    emissions sendungen sendung programs programmes programmi programas shows serije emisiones
    player players jugador jugadores spieler gracz fixtures standings classifica klasyfikacja tabelle clasificacion
    hemeroteca arsip arhiva arhiv archyvas arhiiv arkisto archivum indeks wszystkie ranking rankings playlists
    playlist emissioni puntate episodi episodes ohjelmat programy program programi porady
    """
)
"""Folders under which lists stand more often than texts: places, series, media, products, archives."""

TAG = _words(
    """
    tag tags tagged etiqueta etiquetas etichetta etichette etiquette etiquettes schlagwort schlagworte schlagwoerter
    stichwort stichworte keyword keywords cimke cimkek stitek stitky oznaka oznake etiket etiketler label labels emne
    emner tagg taggar avainsana trefwoord hashtag article_tag post_tag t all-about konu etiketi
    tagovi tagi tagit tegi teg metka metki etykieta eticheta etichete etiquetes marcador marcadores tudo-sobre aihe
    aiheet avainsanat temos klucove-slovo znacka znacky tagy haberleri tager nyckelord emneord stikord kljucna-rijec
    folha-topicos hashtags keyphrase tim-kiem tu-khoa
    """
)
TOPICS = _words(
    """
    topic topics thema themen theme themes tema temas temi temat tematy argomento argomenti sujet sujets subject
    subjects onderwerp onderwerpen themengebiet
    topik chu-de dosje temalar emner tematyka tematica tematicas where
    """
)
"""Folders of topics: mostly lists, at times a topic's own texts further below."""

AUTHOR = _words(
    """
    author authors autor autore autori autores autoren auteur auteurs reporter reporters journalist journalisten
    giornalista giornalisti firma firmas contributor contributors columnist columnists yazar yazarlar profile profiles
    profil user users by staff people penulis redakteur redakteure autorin forfatter skribent verfasser person
    persons personen
    persona byline staff-writer kolumnist members member mitarbeiter bio
    avtor avtori avtorji avtory autorius autoriai autorzy autorka szerzo szerzok novinari novinar redaktor redaktori
    redaktorji redaktion redakcija redakcja redactie autora autoras auteure auteures signataire signataires
    signature signatures firme columnistas columnista colunistas colunista cronistas opinionisti blogueros writer
    writers reporters-page kirjoittaja kirjoittajat toimittaja toimittajat skribenter journalister forfattere av
    kontributor jurnalis kolumnis wartawan tac-gia editors correspondents dziennikarz dziennikarze yazar-haberleri
    contributors-page team-member
    """
)

SERVICE = _words(
    """
    about about-us aboutus chi-siamo ueber-uns uber-uns ueberuns wir-ueber-uns qui-sommes-nous quienes-somos
    quem-somos over-ons om-oss om-os o-nas hakkimizda rolunk mission team redaktion redazione redaccion redaction
    redacao masthead staff editorial-policy
    contact contacts contact-us contactus contatti contatto contacto kontakt kontakte kontaktformular contactez-nous
    fale-conosco iletisim kapcsolat yhteystiedot
    impressum imprint legal legals legal-notice note-legali mentions-legales aviso-legal avviso-legale disclaimer
    colophon agb avb terms terms-of-service terms-of-use terms-conditions terms-and-conditions termini
    nutzungsbedingungen nutzungsbasierte-onlinewerbung condizioni condiciones conditions cgu cgv tos
    privacy privacy-policy privacypolicy datenschutz datenschutzerklaerung datenschutzhinweise confidentialite
    politique-de-confidentialite politica-de-privacidad privacidad informativa-privacy protezione-dati personvern
    cookie cookies cookie-policy cookie-richtlinie cookie-einstellungen gdpr ccpa do-not-sell accessibility
    barrierefreiheit accessibilita accessibilite
    login log-in logout signin sign-in signup sign-up register registration registrieren registrazione anmelden
    anmeldung accedi accesso entrar iniciar-sesion inloggen connexion inscription account konto mein-konto my-account
    myaccount profilo user-login sso auth oauth password passwort reset-password wp-login.php
    subscribe subscription subscriptions abo abos abonnement abonnements abonnieren abbonamenti abbonati suscripcion
    suscribete suscripciones assine assinatura newsletter newsletters newsletter-anmeldung boletin boletines
    membership donate spenden dona donazioni support unterstuetzen epaper e-paper shop store kiosk
    advertise advertising advertisement werbung werben mediadaten mediakit media-kit pubblicita publicidad publicite
    anzeigen anzeige inserieren
    jobs job careers career karriere stellenangebote stellenmarkt lavora-con-noi empleo emplois vacatures
    help hilfe faq faqs aiuto ayuda aide sitemap site-map rss feed feeds app apps apps-download mobile podcast
    search suche ricerca cerca buscar recherche zoeken warenkorb cart checkout wishlist merkliste
    archive archiv archives archivio archivo hemeroteca
    press presse pressekontakt press-room presseservice partner partners sponsors sponsoren service services
    kundenservice
    wetter weather meteo tiempo horoscope horoskop horoscopo oroscopo traffic verkehr tv-programm fernsehprogramm
    games spiele giochi juegos quiz raetsel sudoku gewinnspiel gewinnspiele gewinne lotto gutscheine coupons codepromo
    todesanzeigen traueranzeigen necrologi obituaries immobilien kleinanzeigen
    share print send-to-friend email-article comment comments
    o-nama kontakti kontakty kontaktai kontakta kunye reklam reklama reklamodatelyam reklamodateljam marketing
    ob-izdanii o-proekte o-redakcii redakcija redakcja redakce redaksi redaksjonen tentang-kami tentang
    pedoman-media-siber kebijakan-privasi karir gizlilik gizlilik-politikasi kullanim-kosullari aydinlatma-metni
    polityka-prywatnosci regulamin ochrana-osobnich-udaju predplatne prenumerata prenumerera prenumeration
    elofizetes hirdetes adatvedelem mediaajanlat szerzoi-jogok despre-noi despre termeni-si-conditii termeni
    publicitate politica-de-confidentialitate annonsera kundeservice kundtjanst kundservice om tietosuoja tilaa
    asiakaspalvelu mainosta kayttoehdot uvjeti-koristenja pravila-privatnosti oglasavanje pretplata
    usloviya-ispolzovaniya politika-konfidencialnosti pravila kontaktna-informacija za-nas za-reklama mon-compte
    abonnez-vous s-abonner boutique mitglied-werden jetzt-abonnieren mi-cuenta minha-conta lien-he quang-cao
    lo-mas-leido mas-leidas most-read most-popular meistgelesen piu-letti les-plus-lus mest-lasta mest-leste
    najcitanije nejctenejsi najczesciej-czytane son-haberler tous-les-articles toutes-les-actualites all-posts
    all-articles all-news todas-las-noticias ultimas-noticias ultime-notizie dernieres-actualites derniere-minute
    senaste-nytt siste-nytt advertise-with-us publicidade anuncie trabalhe-conosco expediente
    """
)
"""Last segments of pages that a paper has once: contact, privacy, login, subscription, weather."""

LEGAL_OR_LOGIN = _words(
    """
    about-us chi-siamo ueber-uns qui-sommes-nous quienes-somos contact contact-us contatti contacto kontakt impressum
    imprint legal legal-notice note-legali mentions-legales aviso-legal avviso-legale disclaimer colophon agb terms
    terms-of-service terms-of-use terms-conditions nutzungsbedingungen cgu cgv tos privacy privacy-policy datenschutz
    datenschutzerklaerung confidentialite privacidad informativa-privacy cookie cookies cookie-policy gdpr
    login log-in logout signin sign-in signup sign-up register registration registrieren registrazione anmelden
    accedi accesso iniciar-sesion inloggen connexion inscription account my-account myaccount sso auth oauth
    wp-json xmlrpc.php oembed
    wp-login.php wp-admin subscribe subscription abo abonnement abbonamenti abbonati suscripcion newsletter
    newsletters
    advertise mediadaten mediakit pubblicita publicidad warenkorb cart checkout search suche ricerca cerca buscar
    recherche
    politica-de-privacidade polityka-prywatnosci gizlilik-politikasi kebijakan-privasi politica-de-confidentialitate
    tietosuoja adatvedelem mon-compte mi-cuenta minha-conta mein-konto predplatne prenumerata elofizetes
    """
)
"""Those that are never an article, wherever they stand: not worth a request."""

TOPIC = _words(
    """
    news nachrichten notizie noticias nouvelles actualites actualite actualidad actu aktuelles aktuell aktualnosci
    wiadomosci zpravy vesti novosti nyheter nyheder nieuws uutiset haberler haber gundem berita ultime latest live
    liveticker ticker newsticker breaking breaking-news top-news top-stories home homepage start startseite blog blogs
    magazin magazine ratgeber guide guides tipps tips wissen tests test reviews review
    politik politica politics politique polityka politika siyaset politiikka wirtschaft economia economy economie
    ekonomi gospodarka ekonomika business finanzen finanza finance finanzas finances money geld markets mercati boerse
    dinero argent sport sports deportes deporte esporte esportes spor fussball calcio futbol football soccer tennis
    basketball handball formel-1 formula-1 motorsport motori nfl nba nhl mlb cricket rugby golf olympia wintersport
    kultur cultura culture kultura arts art kunst kino cinema film filme movies musik music musica musique tv serien
    buecher books libri libros livres theater theatre spettacoli spettacolo espectaculos entertainment showbiz
    celebrity promis stars people kendis kjendis leute vip royals unterhaltung intrattenimento
    wissenschaft scienza science sciencia ciencia sciences technik tech technology tecnologia technologie teknoloji
    digital netzwelt web internet computer mobile gaming games auto motor motoren cars autos mobilitaet
    gesundheit salute salud sante health saglik zdrowie medizin medicine medicina fitness psychologie
    gesellschaft societa societe sociedad society leben vita vida life lifestyle stil style mode moda fashion beauty
    bellezza wohnen home-garden garten living haus food essen rezepte ricette recetas recettes recipes kochen cucina
    reise reisen viaggi viajes voyages travel urlaub familie family famiglia familia kinder eltern liebe amore
    partnerschaft
    panorama vermischtes cronaca cronache sucesos faits-divers crime blaulicht polizei justiz giustizia justicia
    ausland inland international internazionale internacional mondo monde mundo world welt dunya swiat esteri europa
    europe usa us uk asia africa asien afrika americas deutschland italia france espana oesterreich schweiz national
    nazionale nacional lokales lokal local locale locali region regional regionen regionale stadt city
    metropolis umland
    meinung opinioni opinion opinione opiniones debatte debatten kommentare kommentar editoriali editorial editorials
    kolumne kolumnen columnas columns leserbriefe letters interview interviews
    bildung scuola education educacion schule university karriere arbeit lavoro trabajo beruf
    umwelt ambiente environment medio-ambiente environnement klima climate natur nature natura energie energia energy
    religion kirche chiesa geschichte storia history historia histoire
    video videos bilder fotos photos podcast podcasts audio radio tv media medien
    trend trends aktionen themen specials special dossiers magazine wochenende weekend
    politikk kotimaa ulkomaat talous urheilu kulttuuri viihde paikalliset mielipide inrikes utrikes noje ledare
    indland udland okonomi kendte debat innenriks utenriks norge sverige danmark suomi frettir innlent erlent
    ithrottir vidskipti krajowe kraj biznes rozrywka nauka motoryzacja lokalne polska opinie domaci zahranici krimi
    byznys nazory regiony ceske cesko slovensko domace zahranicne komentare zdravi veda auto-moto belfold kulfold
    gazdasag eletmod kozelet velemeny tudomany bulvar itthon vilag uzlet stiri actualitate externe sanatate monden
    justitie administratie educatie obshtestvo obschestvo svyat bulgaria sviat mneniya regioni obshchestvo
    proisshestviya proishestviya mir rossiya russia armiya suspilstvo svit ukraina ukrayina viyna kyiv podii vijesti
    hrvatska svijet zagreb regija crna-kronika gospodarstvo zivot drustvo svet hronika srbija beograd slovenija
    novice kronika naujienos lietuva lietuvoje pasaulyje verslas aktualijos nuomones sportas zinas latvija pasaule
    viedokli uudised eesti maailm majandus kultuur arvamus yasam egitim kultur-sanat turkiye son-dakika guncel
    nasional internasional hukum olahraga hiburan bisnis teknologi otomotif kesehatan gaya-hidup pendidikan daerah
    megapolitan metro bola sepakbola sukan dunia semasa jenayah kolumnis thoi-su the-gioi kinh-doanh kinh-te
    giai-tri the-thao phap-luat giao-duc suc-khoe doi-song du-lich khoa-hoc so-hoa xe chinh-tri xa-hoi van-hoa
    cong-nghe balita bansa opinyon seiji keizai shakai kokusai chiiki guonei guoji shehui caijing tiyu yule keji
    junshi china hongkong taiwan habari kitaifa michezo biashara afya makala binnenland buitenland geld-en-werk
    cultuur-en-media muziek-en-film policial policiais cotidiano brasil ciencia-e-saude tecnologia-e-games
    kathimerina politiki oikonomia koinonia ellada kosmos athlitismos diethni
    """
)
"""Names of a paper's departments: alone at a path's end they name a section page."""

ARTICLE = _words(
    """
    article articles articulo articulos articolo articoli artikel artikels artigo artigos artykul artykuly artikkel
    artikkeli artikeln clanek clanok clanak cikk makale haber-detay story stories storia nota notas noticia newsstory
    news-story newsdetail newsdetails news-details newsinfo nachricht beitrag beitraege meldung meldungen
    pressemitteilung pressrelease press-release comunicato comunicado articleshow blogpost tickermeldung reportage
    artikkelit uutinen nyhet haber berita vijest wiadomosc novost
    """
)
"""Folders under which single news texts stand."""

TEXT = _words(
    """
    detail details detailansicht post posts entry entries read show view interview interviews kommentar kolumne inhalt
    content node id item full text doc document status a d s p e n i f x archives pressemitteilungen press-releases
    comunicati blog
    """
)
"""Folders and letters under which single texts of any kind stand."""

AND_WORDS = _words("and und e ed y et en och og i ve ja a & n")
"""Between two nouns: the name of a department (``science-and-health``)."""

LITTLE_SERVICE_WORDS = _words(
    """
    newsletter impressum imprint datenschutz privacy kontakt contact contatti contacto agb cookie cookies abo
    abonnement abonnieren subscribe subscription subscriptions epaper mediadaten login register registration
    anmeldung werbung advertise advertising pubblicita jobs careers karriere faq sitemap rss masthead gewinnspiel
    gewinnspiele horoskop horoscope oroscopo kalender calendar archiv archive archives podcast podcasts newsroom
    policy terms guidelines gutscheine gutschein shop app apps widget liveticker team forum service services
    """
)
"""Words that name a service page when they stand in a short slug (``newsletter-anmeldung``, ``cookie-policy``)."""

FUNCTION_WORDS = _words(
    """
    a an the of in on at to for with and or but is are was were be has have had will would can could not no as by from
    after before over under how why what who when where this that these its his her their our your you we they
    it he she
    says say said into out up about than more
    der die das den dem des ein eine einen einem einer und oder aber ist sind war waren wird werden hat haben
    kann nicht
    mit von vom zu zum zur im am auf aus bei fuer fur nach ueber uber unter vor durch gegen ohne um als wie so
    sich sie
    er es wir ihr ihre sein seine wenn warum was wer wo noch nur mehr auch jetzt
    il lo la gli le un uno una di del dello della dei degli delle da dal dalla nel nella nei nelle al alla ai
    alle con su
    sul sulla per tra fra e o ma non che chi cosa come dove quando perche si ha hanno sono era
    el los las unos unas y u de en por para sin sobre entre hasta desde se su sus lo que como no es son fue han
    les des du au aux et ou est sont dans par pour sur sous avec sans entre chez qui que quoi pas plus ne ce cette ces
    son sa ses leur
    o os as um uma do dos das na nas ao pelo pela com sem mais nao foi
    het een van op voor met bij naar uit dat zijn niet
    och att det som pa av til ved ikke ble med har for
    w na z do nie sie jest po za od
    dan yang untuk dari pada ini itu akan dengan
    bir ve icin ile
    """
)
"""Little words: a headline's slug has them, a tag's or a department's seldom has more than one."""

SERVICE_HOSTS = _words(
    """
    shop store kiosk abo abos abonnement subscribe subscription subscriptions suscripcion abbonamenti abonnements login
    signin sso auth account accounts konto id profile jobs job stellen stellenmarkt karriere careers
    empleo emploi lavoro anzeigen anzeige inserate immo immobilien auto-markt trauer gedenken
    necrologie obituaries games spiele giochi juegos jeux quiz tickets ticket events-shop gutscheine gutschein coupons
    coupon discountcode codepromo promo deals epaper e-paper edicionimpresa edicola digital-edition mediadaten mediakit
    media-kit advertising ads werbung pubblicita newsletter newsletters static cdn img images assets media-cdn api
    wetter weather meteo tv-programm horoskop partnersuche dating reisen-shop leserreisen support help hilfe faq
    """
)
"""First names of hosts that sell, log in or serve files."""

OTHER_LAYOUTS = _words("amp print printable printview stampa drucken druckansicht imprimer imprimir afdrukken skriv-ut")
"""First or last segments of an article's other layouts (AMP, print), which its own page stands for."""

INDEX_NAMES = _words("index default home start startseite homepage main welcome portal")
MEDIA_ENDINGS = _words(
    """
    jpg jpeg png gif webp avif svg ico bmp tif tiff mp3 mp4 m4a m4v ogg oga ogv wav webm avi mov mkv flv m3u8
    css js mjs
    map json xml rss atom rdf txt csv ics vcf pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi zip gz tgz
    bz2 xz 7z
    rar tar exe dmg apk msi iso woff woff2 ttf otf eot swf
    """
)
"""Ends of file names that are no page."""
