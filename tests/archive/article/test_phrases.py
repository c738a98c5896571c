import pytest

from archive.article.phrases import END, READ_ALSO, WHOLE, asked, earns


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "Pubblicità", "Anzeige", "Publicidad", "- Publicité -", "広告", "Реклама",
        "Share", "Condividi",
        "Compartir", "Teilen", "Chiudi finestra", "Accedi", "MENU", "© Riproduzione riservata",
        "12 comments", "Read more",
        "Image 2 of 5", "4 PHOTOS", "12 Bilder",
    ],
)  # fmt: skip
def test_whole_lines_of_furniture_are_known(line: str) -> None:
    assert WHOLE.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "The share of the harvest fell", "Menu changes at the school",
        "Advertisement rates rose by a third", "Tweeting is over",
        "Pubblicità ingannevole, multa al gestore",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_alike_is_no_furniture(line: str) -> None:
    assert not WHOLE.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read also: the ferry", "See also", "LEGGI ANCHE: Il ponte", "Lee también: el puente",
        "Leia mais", "Lire aussi :",
        "À lire aussi", "Lesen Sie auch: Die Brücke", "Lees ook: de brug", "Läs också: Bron",
        "Les også", "Läs mer",
        "Czytaj także:", "Čtěte také: Most", "Читайте также: мост", "Читайте також",
        "Διαβάστε επίσης", "Baca juga: Jembatan",
        "Xem thêm", "関連記事", "관련 기사", "相关阅读", "延伸閱讀", "اقرأ أيضاً", "ये भी पढ़ें",
    ],
)  # fmt: skip
def test_read_also_is_known_in_many_languages(line: str) -> None:
    assert READ_ALSO.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Related articles", "More from the town", "Most read", "About the author",
        "Leave a comment", "Sign up for our newsletter",
        "Tags: bridge", "Filed under: Town", "© 2024 The Paper", "All rights reserved",
        "Articoli correlati", "Iscriviti alla newsletter",
        "Noticias relacionadas", "Lo más leído", "Notícias relacionadas", "Sur le même sujet",
        "Mots-clés : pont", "Mehr zum Thema",
        "Weitere Artikel", "Schlagworte: Brücke", "Meest gelezen", "Mest lest", "Témata: most",
        "Теги: мост", "Etiketler",
        "関連記事", "관련 기사", "责任编辑：王", "ランキング", "関連エントリ",
        "Related Roundup: Bridges", "Related guides",
        "Before you go, we thought you'd like these", "See photos from the fair",
    ],
)  # fmt: skip
def test_what_opens_the_foot_is_known(line: str) -> None:
    assert END.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "More than twenty people crossed", "Most readers of the book",
        "Related to the mayor by marriage", "Tagsüber bleibt es kühl",
        "Themenwechsel im Rat", "Commentators were surprised", "Share prices fell on Monday",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_alike_opens_no_foot(line: str) -> None:
    assert not END.match(line)


@pytest.mark.parametrize(
    ("line", "requests"),
    [
        ("Please support us and SIGN UP today", {"please support", "sign up today"}),
        ("Abonnieren Sie den Newsletter", {"abonnieren", "newsletter"}),
        ("会員登録はこちら", {"会員登録"}),
        ("Подпишитесь на наш телеграм-канал", {"телеграм-канал"}),
        ("The designing up to now", set()),
    ],
)
def test_what_a_line_asks_of_the_reader_is_told(line: str, requests: set[str]) -> None:
    assert asked(line) == requests


@pytest.mark.parametrize(
    "line",
    [
        "We may earn a small commission if you buy something through our links.",
        "Some of our stories include affiliate links.",
        "Kaufen Sie über einen solchen Link, erhalten wir vom Händler eine Provision.",
        "Cet article contient des liens affiliés.",
        "Si compras por aquí, recibimos una comisión de la tienda afiliada.",
        "Chi compra qui usa un link di affiliazione.",
    ],
)
def test_what_a_paper_earns_by_its_links_is_told(line: str) -> None:
    assert earns(line)


@pytest.mark.parametrize(
    "line",
    [
        "The commission said on Monday that the bridge would stay open.",
        "Agents earn more than they did, and the affiliates of the party know it.",
        "Die Provision der Makler sinkt im nächsten Jahr.",
    ],
)
def test_who_else_earns_is_news(line: str) -> None:
    assert not earns(line)
