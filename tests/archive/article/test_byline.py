"""Who wrote it: declared, printed, signed."""

import pytest

from archive.article.byline import read_authors, with_collective
from archive.article.headline import read_headline
from archive.article.signed import Byline, read_byline, read_signature
from tests.archive.article.newspage import TEXT, linked, read_of


def authors_of(body: str, head: str = "") -> Byline:
    layout, declared = read_of(body, head=head)
    headline = read_headline(layout, declared)
    return read_authors(layout, declared, headline_line=headline.line if headline else None)


def article(author: str) -> str:
    return linked(f'{{"@type": "NewsArticle", "headline": "Il ponte è chiuso", "author": {author}}}')


def test_a_byline_is_taken_apart() -> None:
    byline = read_byline("di Mauro Romano - Class Editori")

    assert byline.authors == ("Mauro Romano",)
    assert byline.agency == "Class Editori"
    assert byline.printed == "di Mauro Romano - Class Editori"


def test_persons_of_json_ld_come_first_and_the_publisher_stays_out() -> None:
    head = article('[{"@type": "Person", "name": "Anna Neri"}, {"@type": "Organization", "name": "La Gazzetta"}]')

    byline = authors_of(
        f"<h1>Il ponte è chiuso</h1>{TEXT}", head + '<meta property="og:site_name" content="La Gazzetta">'
    )

    assert (byline.authors, byline.agency, byline.evidence) == (("Anna Neri",), None, "json-ld")


def test_a_printed_person_stands_in_for_a_declared_house() -> None:
    head = article('{"@type": "Organization", "name": "Redazione Cronaca"}')

    byline = authors_of(f"<h1>Il ponte è chiuso</h1><p class='firma'>di Anna Neri</p>{TEXT}", head)

    assert byline.authors == ("Anna Neri",)
    assert byline.printed == "di Anna Neri"


def test_more_printed_names_than_declared_ones_win() -> None:
    byline = authors_of(
        f"<h1>Il ponte è chiuso</h1><div>di Anna Neri, Ugo Bassi e Lia Fo</div>{TEXT}", article('"Anna Neri"')
    )

    assert byline.authors == ("Anna Neri", "Ugo Bassi", "Lia Fo")


def test_names_in_neighbouring_links_are_apart() -> None:
    links = "<p class='authors'><a>Rocco Trani</a><a>Sabina Leone</a></p>"

    byline = authors_of(f"<h1>Il ponte è chiuso</h1>{links}{TEXT}")

    assert byline.authors == ("Rocco Trani", "Sabina Leone")


def test_the_date_behind_the_name_is_no_part_of_the_byline() -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div class='byline'>By Anna Neri 12/05/2024 10:20</div>{TEXT}")

    assert (byline.authors, byline.printed) == (("Anna Neri",), "By Anna Neri")


def test_the_author_of_a_comment_wrote_no_article() -> None:
    byline = authors_of(
        f"<h1>Il ponte è chiuso</h1>{TEXT}<div class='comment'><b class='comment-author'>Ugo Bassi</b></div>"
    )

    assert byline.authors == ()


def test_a_box_about_the_author_is_no_byline() -> None:
    box = "Chi scrive: giornalista dal 2001, Anna Neri si occupa di trasporti, di città e di cultura per il giornale"

    assert authors_of(f"<h1>Il ponte è chiuso</h1>{TEXT}<div class='author-bio'>{box}</div>").authors == ()


def test_a_declared_address_is_no_name() -> None:
    assert authors_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", article('"https://example.org/neri"')).authors == ()


def test_a_persons_own_site_bears_the_persons_name() -> None:
    head = article('{"@type": "Person", "name": "Anna Neri"}') + '<meta property="og:site_name" content="Anna Neri">'

    assert authors_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", head).authors == ("Anna Neri",)


@pytest.mark.parametrize("site", ["River Current", "Lower Town"])
def test_who_is_printed_wrote_it_where_the_site_is_declared_a_person(site: str) -> None:
    head = article(f'{{"@type": "Person", "name": "{site}"}}') + f'<meta property="og:site_name" content="{site}">'

    byline = authors_of(
        f"<h1>Il ponte è chiuso</h1><p class='byline'>By Anna Neri/MTN News May 20, 2019</p>{TEXT}", head
    )

    assert byline.authors == ("Anna Neri",)


@pytest.mark.parametrize("name", ["name, email@paper.example", "Designed by www.design.example"])
def test_what_a_template_declares_is_no_signature(name: str) -> None:
    layout, declared = read_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", head=f'<meta name="author" content="{name}">')
    byline = with_collective(read_authors(layout, declared, headline_line=None), declared)

    assert (byline.authors, byline.agency) == ((), None)


@pytest.mark.parametrize(
    "name", ["<a href='/neri' rel='author'>Anna Neri</a> <span>(@neri)</span>", "<b>Anna Neri</b>"]
)
def test_a_declared_name_is_read_without_its_markup(name: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", f'<meta name="author" content="{name}">')

    assert (byline.authors, byline.agency) == (("Anna Neri",), None)


@pytest.mark.parametrize("house", ["", "<p>River Times</p>", "<p><a href='//voice.example'>Voice Liberation</a></p>"])
def test_a_name_alone_below_the_headline_is_a_byline_where_house_and_date_follow(house: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><p>Anna Neri</p>{house}<p>October 22, 2018</p>{TEXT}")

    assert byline.authors == ("Anna Neri",)


def test_a_name_alone_above_or_below_the_text_signs_it() -> None:
    first, last = "Il consiglio ha approvato il piano della biblioteca.", "La città aspetta il cantiere da anni."
    text = f"<p>{first}</p><p>{last}</p>"
    for body in (f"<p>Mohloai Mpesi</p>{text}", f"{text}<p>Lê Phương</p>"):
        layout, _ = read_of(f"<h1>Il ponte è chiuso</h1>{body}")

        signed = read_signature(layout, [first, last])

        assert signed is not None
        assert signed.authors in (("Mohloai Mpesi",), ("Lê Phương",))


@pytest.mark.parametrize("line", ["-- By Michael Russell @mrussell", "– di Anna Neri", "— Von Karl Weiß"])
def test_a_dash_may_stand_before_who_signs(line: str) -> None:
    text = "The council has agreed to the plan."
    layout, _ = read_of(f"<h1>The bridge</h1><p>{text}</p><p>{line}</p>")

    signed = read_signature(layout, [text])

    assert signed is not None
    assert signed.authors[0] in ("Michael Russell", "Anna Neri", "Karl Weiß")


@pytest.mark.parametrize("stories", ["More Stories By Anna", "More Articles"])
def test_the_authors_other_stories_name_nobody(stories: str) -> None:
    others = "<ul><li><a>Third Debate Set For Town, But Format Open</a></li><li><a>Old Mill Burns Down</a></li></ul>"
    box = f"<div class='author'><p>By <a><span>Anna Neri</span></a></p><h4>{stories}</h4>{others}</div>"

    assert authors_of(f"<h1>Il ponte è chiuso</h1>{box}{TEXT}").authors == ("Anna Neri",)


def test_names_in_brackets_below_the_text_sign_it() -> None:
    text = "Der Rat hat den Plan beschlossen."
    layout, _ = read_of(f"<h1>Plan</h1><p>{text}</p><p>(Anna Neri, Karl Weiß, 3.5.2024)</p>")

    signed = read_signature(layout, [text])

    assert signed is not None
    assert signed.authors == ("Anna Neri", "Karl Weiß")


def test_a_caption_signs_nothing() -> None:
    text = "Il consiglio ha approvato il piano."
    layout, _ = read_of(f"<h1>Piano</h1><figure><figcaption>Anna Neri</figcaption></figure><p>{text}</p>")

    assert read_signature(layout, [text]) is None


@pytest.mark.parametrize(
    "line", ["4 maggio 2024 di Anna Neri", "Anna Neri | Inviata | 4 maggio 2024", "May 4, 2024 by Anna Neri in City"]
)
def test_a_name_beside_the_date_is_the_author(line: str) -> None:
    assert authors_of(f"<h1>Il ponte è chiuso</h1><p>{line}</p>{TEXT}").authors == ("Anna Neri",)


@pytest.mark.parametrize("line", ["by jsteinhardt", "Posted by BeauHD"])
def test_a_pen_name_of_one_word_needs_a_word_before_it(line: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><p class='author'>{line}</p>{TEXT}")

    assert byline.authors == (line.rsplit(maxsplit=1)[-1],)


@pytest.mark.parametrize("line", ["Select Page", "Capabilities Pricing Download"])
def test_words_with_capitals_alone_under_the_headline_name_nobody(line: str) -> None:
    assert authors_of(f"<h1>Il ponte è chiuso</h1><div>{line}</div>{TEXT}").authors == ()


def test_a_printed_author_beats_who_keeps_the_site() -> None:
    byline = authors_of(
        f"<h1>Il ponte è chiuso</h1><p class='byline'>By Anna Neri</p>{TEXT}",
        '<meta name="author" content="Ugo Bassi">',
    )

    assert byline.authors == ("Anna Neri",)


def collective_of(head: str, byline: Byline) -> Byline:
    _, declared = read_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", head=head)
    return with_collective(byline, declared)


@pytest.mark.parametrize(
    ("author", "signed"),
    [
        ('{"@type": "Person", "name": "dpa"}', ("dpa",)),
        ('{"@type": "Person", "name": "Le Courrier et AFP"}', ("Le Courrier et AFP",)),
        ('"Sports Desk"', ("Sports Desk",)),
        ('["ANSA", {"@type": "Organization", "name": "Redazione web"}]', ("ANSA", "Redazione web")),
        ('"pmb;kle"', ("pmb", "kle")),
    ],
)
def test_a_declared_collective_signs_where_no_person_is_named(author: str, signed: tuple[str, ...]) -> None:
    byline = collective_of(article(author), Byline(agency="ANSA"))

    assert (byline.authors, byline.agency) == (signed, "ANSA")


@pytest.mark.parametrize(
    "credit",
    ["Foto: Anna Neri", "Photo by: Karl Weiß", "Bild: Karl Weiß/dpa", "Photographs by Anna Neri", "Foto di Ugo Bassi"],
)
def test_who_took_the_picture_is_no_author(credit: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div class='author'>{credit}</div>{TEXT}")

    assert (byline.authors, byline.printed) == ((), None)


def test_a_person_keeps_the_collective_out() -> None:
    byline = collective_of(article('{"@type": "Person", "name": "dpa"}'), Byline(authors=("Anna Neri",)))

    assert byline.authors == ("Anna Neri",)


def test_a_declared_organisation_alone_is_the_publisher() -> None:
    byline = collective_of(article('{"@type": "Organization", "name": "La Gazzetta"}'), Byline())

    assert byline.authors == ()


@pytest.mark.parametrize("name", ["Lillie", "Redazione Gazzetta"])
def test_a_meta_element_names_the_collective_where_json_ld_names_none(name: str) -> None:
    byline = collective_of(f'<meta name="author" content="{name}">', Byline())

    assert (byline.authors, byline.evidence) == ((name,), "meta")


@pytest.mark.parametrize(
    "account", ["admin", "NOC Admin", "https://www.facebook.com/gazzetta", "anna@gazzetta.example", "7 min"]
)
def test_an_account_an_address_and_a_reading_time_sign_nothing(account: str) -> None:
    assert collective_of(f'<meta name="author" content="{account}">', Byline()).authors == ()


def test_a_line_that_goes_on_with_other_headlines_adds_no_names() -> None:
    box = "By Anna Neri<br>Watch Ugo Bassi and Lia Fo Dance On A Bridge That Has Been Shut Since Yesterday Evening"

    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div>{box}</div>{TEXT}", article('"Anna Neri"'))

    assert byline.authors == ("Anna Neri",)


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote><p>Il ponte va rifatto.</p><div>Ugo Bassi</div></blockquote>",
        "<div class='expert'><p itemprop='name'>Ugo Bassi</p><p itemprop='jobTitle'>Ingegnere</p></div>",
    ],
)
def test_who_is_quoted_or_presented_signs_nothing(box: str) -> None:
    layout, _ = read_of(f"<h1>Il ponte è chiuso</h1><p>Il ponte è chiuso da ieri sera.</p>{box}")

    assert read_signature(layout, ["Il ponte è chiuso da ieri sera.", "Il ponte va rifatto."]) is None


@pytest.mark.parametrize(
    "line", ["Posted by BeauHD on Friday December 19, 2025 @08:00PM", "by jroth on Monday, 3 June 2024"]
)
def test_a_weekday_before_the_date_is_no_part_of_a_pen_name(line: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div class='byline'>{line}</div>{TEXT}")

    assert byline.authors == (line.split()[line.split().index("by") + 1],)


@pytest.mark.parametrize("line", ["Written by Ugo Bassi", "by Lia Fo"])
def test_a_printed_author_far_below_the_headline_leaves_the_declared_one(line: str) -> None:
    head = '<meta name="author" content="Anna Neri">'
    box = f"<div class='book'><h3>Un libro</h3><p class='author'>{line}</p></div>"

    byline = authors_of(f"<h1>Il ponte è chiuso</h1>{TEXT * 20}{box}", head)

    assert byline.authors == ("Anna Neri",)


def test_what_follows_the_date_does_not_make_a_byline_long() -> None:
    line = "Posted by jroth on Monday, 3 June 2024 at 10:20 from the department of bridges and of other slow things"

    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div class='story-byline'>{line}</div>{TEXT}")

    assert byline.authors == ("jroth",)


@pytest.mark.parametrize("line", ["By Anna Neri 5 minute read", "Anna Neri Tuesday, August 17, 2010 | 8 min read"])
def test_a_reading_time_and_a_weekday_are_no_part_of_the_name(line: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div class='byline'>{line}</div>{TEXT}")

    assert byline.authors == ("Anna Neri",)


@pytest.mark.parametrize("line", ["Anna Neri, TIME", "Anna Neri, @annaneri"])
def test_a_name_alone_may_have_its_house_or_its_handle_behind(line: str) -> None:
    byline = authors_of(f"<h1>Il ponte è chiuso</h1><div>{line}</div><div>4 maggio 2024</div>{TEXT}")

    assert byline.authors == ("Anna Neri",)


@pytest.mark.parametrize(
    "line",
    [
        "<blockquote>— Ugo Bassi, 15 aprile 2019</blockquote>",
        "<p class='caption'>Ugo Bassi, 15 aprile 2019</p>",
        "<p>기사입력 2013-10-24</p>",
        "<p>最終更新日：2019年4月2日</p>",
    ],
)
def test_a_date_makes_no_author_of_who_is_quoted_or_pictured_nor_of_its_own_label(line: str) -> None:
    assert authors_of(f"<h1>Il ponte è chiuso</h1>{line}{TEXT}").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "Author Ugo Bassi, from the lower town, said he began to read as a boy because the river was too cold.",
        "Text Lia Fo, so sagte er, habe niemand je gelesen, und doch sprachen alle davon in der Stadt.",
    ],
)
def test_a_sentence_that_begins_as_bylines_do_names_no_author(line: str) -> None:
    assert authors_of(f"<h1>Il ponte è chiuso</h1><p>{line}</p>{TEXT}").authors == ()


@pytest.mark.parametrize(
    ("first", "last", "authors"),
    [
        ("市议会周二通过了新图书馆的计划。", "采写：南都记者 余毅菁 向雪妮", ("余毅菁", "向雪妮")),
        ("市议会周二通过了新图书馆的计划。", "新京报记者 彭冲 山东冠县报道", ("彭冲",)),
        ("市議會週二通過了新圖書館的計畫。", "記者賴淑敏 蔣龍祥 台北報導", ("賴淑敏", "蔣龍祥")),
        ("〔記者王憶紅／台北報導〕市議會週二通過了新圖書館的計畫。", "工程將於春天開始。", ("王憶紅",)),
        ("长江网10月4日讯（记者陈智 整合）市议会周二通过了计划。", "工程将于春天开始。", ("陈智",)),
        ("市议会周二通过了新图书馆的计划。", "工程将于春天开始。（光明日报记者王建宏、张文攀）", ("王建宏", "张文攀")),
    ],
)
def test_reporters_sign_chinese_texts_at_their_beginning_or_end(
    first: str, last: str, authors: tuple[str, ...]
) -> None:
    layout, _ = read_of(f"<h1>图书馆</h1><p>{first}</p><p>{last}</p>")

    signed = read_signature(layout, [first, last])

    assert signed is not None
    assert signed.authors == authors


def test_a_reporter_who_is_told_of_signs_nothing() -> None:
    text = "记者从市议会获悉，图书馆的工程将于春天开始。"
    layout, _ = read_of(f"<h1>图书馆</h1><p>{text}</p>")

    assert read_signature(layout, [text]) is None
