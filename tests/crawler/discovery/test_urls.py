"""Article or not, by the address alone."""

import time

import pytest

from crawler.discovery.urls import judge_url, kind_of_page

ARTICLES = [
    "https://www.giornale.example/economia/2024/03/01/il-porto-riapre-dopo-la-tempesta-10023.html",
    "https://www.zeitung.example/politik/regierung-beschliesst-neues-gesetz-zur-energie-a-1234567.html",
    "https://news.example.co.uk/world/2019/apr/02/minister-resigns-after-inquiry-into-harbour-deal",
    "https://www.journal.example/article/le-gouvernement-annonce-une-reforme-des-retraites_6012345_3234.html",
    "https://www.diario.example/deportes/noticia-el-equipo-gana-la-final-202403011030.html",
    "https://www.example.jp/articles/ASN3X5QJ2N3XUTFK00Q.html",
    "https://www.example.pl/wiadomosci/rzad-przyjal-projekt-ustawy-o-energii,123456789.html",
    "https://www.example.com/2023/11/08/city-council-votes-to-close-the-old-market/",
    "https://www.example.com/story/60a0111a-c2d2-46c8-9e93-b16a374e6ba8",
    "https://www.example.ir/news/1234567/",
    "https://www.example.com/?p=123456",
    "https://www.example.com/service/contents_view.htm?menu_cate=culture&board_seq=446015",
    # A long number after a short title, in one script's letters or before it.
    "https://www.example.de/politik/taurus-leak-scholz-92871234.html",
    "https://www.example.com.tr/siyaset/istanbul-secim-anketi-7089123",
    "https://www.example.com/news/world-us-canada-68475421",
    "https://www.example.com/news/politics/Article-1080123",
    "https://www.example.co.th/politics/news_4455123",
    # A number or a code in the folder above.
    "https://www.example.de/politik/deutschland/article250380123/Taurus-Leak-Scholz.html",
    "https://www.example.id/nasional/20240305101523-617-1070123/prabowo-kabinet",
    "https://www.example.se/nyheter/a/Abc123/nato-intrade-klart",
    # A day, and a title with it.
    "https://www.example.pt/politica/2024-03-05-Legislativas-debate-3f2a1b0c",
    "https://www.example.it/Calcio/Serie-A/05-03-2024/napoli-juve-pagelle.shtml",
    "https://www.example.com/salta/policiales/2024-3-5-10-15-0-choque-en-ruta-9",
    # A program and a number.
    "https://www.example.rs/info/vesti/index.php?yyyy=2024&mm=03&dd=05&nav_id=2500123",
    "https://www.example.es/noticias/detalle.php?idnoticia=48213",
    "https://www.example.jp/jc/article?k=2024030500123&g=pol",
    "https://www.example.tw/News.aspx?NewsID=1435123",
    "https://news.example.kr/news/pc/view/view.do?ncd=7905123",
    "https://www.example.it/index.php?option=com_content&view=article&id=4821:bilancio&catid=12",
]
LISTS = [
    "https://www.giornale.example/",
    "https://www.giornale.example/economia/",
    "https://www.giornale.example/tag/porto-di-genova",
    "https://www.giornale.example/autore/mauro-romano/",
    "https://www.zeitung.example/thema/energiewende",
    "https://www.zeitung.example/kategorie/wirtschaft/",
    "https://www.example.com/category/science/page/2/",
    "https://www.example.com/2023/11/",
    "https://www.example.com/2023/11/08/",
    "https://www.journal.example/rubrique/politique/",
    "https://www.diario.example/seccion/deportes",
    "https://www.example.com/science-and-health",
    "https://www.example.com/index.html",
    "https://www.example.id/berita/nasional",
    "https://www.example.no/norge/kultur",
    "https://www.example.hu/szerzo/kovacs-janos",
    "https://www.example.rs/tagovi/izbori-1234",
    "https://www.example.cn/list_25462",
    "https://www.example.kr/newsList/0101010000000",
    "https://www.example.com/20240305/",
    "https://www.example.pk/newspaper/national/2024-03-05",
    "https://www.example.fr/toutes-les-actualites/",
    "https://www.example.it/index.php?id=12",
    "https://www.example.it/category.aspx?catid=12345",
    "https://www.example.es/temas/ley-amnistia/12345/",
]
SERVICES = [
    "https://www.zeitung.example/impressum",
    "https://www.giornale.example/accedi",
    "https://www.example.com/privacy-policy",
    "https://www.journal.example/mentions-legales.html",
    "https://www.diario.example/aviso-legal/",
    "https://www.example.com/login?next=/a/1",
    "https://www.example.tr/gizlilik-politikasi",
    "https://www.example.ru/reklama",
    "https://www.example.fi/tietosuoja",
    "https://www.example.com/2024/03/05/city-council-approves-new-budget/?replytocom=123",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_addresses_of_articles_are_taken(url: str) -> None:
    verdict = judge_url(url)

    assert verdict.article, verdict.why


@pytest.mark.parametrize("url", [*LISTS, *SERVICES])
def test_addresses_of_sections_tags_authors_and_services_are_refused(url: str) -> None:
    verdict = judge_url(url)

    assert not verdict.article, verdict.why


@pytest.mark.parametrize("name", ["foto.jpg", "stile.css", "app.js", "carta.pdf", "rss.xml", "audio.mp3"])
def test_a_file_that_is_no_page_scores_nothing(name: str) -> None:
    verdict = judge_url(f"https://www.giornale.example/2024/03/01/il-porto-riapre-dopo-la-tempesta/{name}")

    assert verdict.score == 0.0


def test_a_title_in_another_script_counts_as_a_title_percent_encoded_or_not() -> None:
    plain = judge_url("https://www.example.com/news/طهران-تدفن-زادة-وتتهم-المعارضة-الإيرانية-باغتياله-6291787")
    encoded = judge_url(
        "https://www.example.com/news/%D8%B7%D9%87%D8%B1%D8%A7%D9%86-%D8%AA%D8%AF%D9%81%D9%86-"
        "%D8%B2%D8%A7%D8%AF%D8%A9-%D9%88%D8%AA%D8%AA%D9%87%D9%85-6291787"
    )

    assert plain.article
    assert encoded.article


def test_a_verdict_says_what_weighed_most() -> None:
    verdict = judge_url(ARTICLES[0])

    assert "date in the path" in verdict.why


@pytest.mark.parametrize("url", ["", "x", "http://[::1", "https://g.example/%zz%", "https://g.example//", "?", "//"])
def test_what_is_no_address_is_no_article(url: str) -> None:
    verdict = judge_url(url)

    assert not verdict.article


def test_a_long_address_is_judged_in_no_time() -> None:
    urls = [f"https://g.example/{piece * 1000}" for piece in ("a-", "1-", "/a", "a1", "-", ".", "2024", "%41", "é")]
    started = time.process_time()

    for url in urls:
        judge_url(url)

    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("url", "rel", "kind"),
    [
        ("https://g.example/", "", "front"),
        ("https://g.example/tag/porto", "", "tag"),
        ("https://g.example/il-porto", "category tag", "tag"),
        ("https://g.example/mauro-romano", "author", "author"),
        ("https://g.example/autori/mauro-romano", "", "author"),
        ("https://g.example/economia/", "", "section"),
        ("https://g.example/accedi", "", "service"),
        ("https://g.example/foto.jpg", "", "file"),
        ("https://g.example/2024/03/01/il-porto-riapre-10023/amp/", "", "service"),
        ("https://g.example/amp/2024/03/01/il-porto-riapre-10023", "", "service"),
        ("https://g.example/a/il-porto-riapre-10023?print=1", "", "service"),
        ("https://g.example/a/il-porto-riapre-10023?replytocom=5", "", "service"),
        ("https://g.example/a/17", "", "text"),
    ],
)
def test_plain_kinds_are_told(url: str, rel: str, kind: str) -> None:
    assert kind_of_page(url, rel) == kind
