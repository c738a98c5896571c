import pytest

from tests.archive.article.bodies import FOUR, HEADLINE, ONE, STORY, TEXT, THREE, TWO, lines_of

H1 = f"<h1>{HEADLINE}</h1>"


def story(before: str = "", inside: str = "", after: str = "") -> str:
    text = f"<p>{ONE}</p><p>{TWO}</p>{inside}<p>{THREE}</p><p>{FOUR}</p>"
    return f"<article>{H1}{before}{text}{after}</article>"


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee",
        "di Mauro Romano",
        "Updated 3 May 2024 at 10:15",
        "02/04/2019 20:42",
        "5 min read",
        "Aktualisiert: 3.5.2024",
    ],
)
def test_byline_and_date_lines_above_the_text_are_cut(line: str) -> None:
    assert lines_of(story(before=f"<p>{line}</p>")) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href='/m'>The mill burned down and nobody knows why</a></p>",
        "<p><b>Read also:</b> <a href='/m'>The mill burned down</a></p>",
        "<p>Leggi anche: <a href='/m'>Il mulino è bruciato nella notte</a></p>",
        "<p>Advertisement</p>",
        "<p>Werbung</p>",
        "<div><a href='/m'>The mill burned down in the night of Sunday</a><span>3 May</span></div>",
    ],
)
def test_what_points_elsewhere_in_the_middle_is_cut(line: str) -> None:
    assert lines_of(story(inside=line)) == TEXT


@pytest.mark.parametrize(
    "foot",
    [
        "<h3>Related articles</h3><ul><li><a href='/a'>The mill</a></li><li><a href='/b'>The fair</a></li></ul>",
        "<h4>Mehr zum Thema</h4><p>Die Mühle ist abgebrannt, und niemand weiß, warum sie brennen musste.</p>",
        "<p><b>Articoli correlati</b></p><p>Il mulino è bruciato e nessuno sa perché dovesse bruciare.</p>",
        "<h2>Stories Chosen For You</h2><p>The mill burned down and nobody knows why it had to burn so quickly.</p>",
        "<div><h3>Právě se děje</h3><p>Mlýn vyhořel a nikdo neví, proč musel tak rychle a celý vyhořet.</p></div>",
        "<p>Tags: <a href='/t'>bridge</a>, <a href='/u'>town</a></p>",
        "<p>Sign up for <a href='/n'>our newsletter</a> and have the news of the town each morning.</p>",
        "<p>Ti è piaciuto? <a href='/n'>Iscriviti</a> alla lettera che mandiamo ogni mattina ai lettori.</p>",
        "<p>© 2024 The Paper</p>",
    ],
)
def test_what_follows_the_article_is_cut(foot: str) -> None:
    assert lines_of(story(after=foot)) == TEXT


def test_a_short_last_line_of_the_article_stays() -> None:
    assert lines_of(story(after="<p>The ferry is free.</p>"))[-1] == "The ferry is free."


def test_an_article_of_short_lines_is_kept_where_the_page_names_its_body() -> None:
    names = [f"<p>The artist number {n}</p>" for n in range(200)]
    page = f"{H1}<div class='article-body'>{''.join(names)}</div><div class='policy'><p>{TWO}</p></div>"

    assert lines_of(page)[:200] == [f"The artist number {n}" for n in range(200)]


def test_a_phrase_of_the_foot_among_paragraphs_ends_nothing() -> None:
    assert lines_of(
        f"<article>{H1}<p>{ONE}</p><p>{TWO}</p><p><b>More news:</b></p><p>{THREE}</p><p>{FOUR}</p></article>"
    )[-2:] == [THREE, FOUR]


@pytest.mark.parametrize("said", [", opens new tab", " (öffnet im neuen Fenster)", " (si apre in una nuova finestra)"])
def test_what_is_said_of_a_link_to_those_who_hear_it_is_not_text(said: str) -> None:
    page = f"<article>{H1}<p>{ONE} See <a href='/m'>the mill{said}</a> too.</p>{STORY}</article>"

    assert lines_of(page)[0] == f"{ONE} See the mill too."


def test_a_paragraph_said_twice_is_kept_once_whatever_its_quotes() -> None:
    again = f"“{TWO}”"

    assert lines_of(story(inside=f"<p>{again}</p>")) == TEXT


def test_paragraphs_that_only_begin_alike_are_kept() -> None:
    other = f"{TWO} And nobody was heard to complain about it."

    assert other in lines_of(story(inside=f"<p>{other}</p>"))


@pytest.mark.parametrize(
    "sentence",
    [
        "It was a wild 2017 when it comes to the river and its bridges.",
        "In 1953 the river took the mill and the school!",
    ],
)
def test_a_sentence_with_a_year_above_the_text_is_no_date_line(sentence: str) -> None:
    assert lines_of(story(before=f"<p>{sentence}</p>")) == [sentence, *TEXT]


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_sentence_set_as_a_heading_is_of_the_text_at_either_end(tag: str) -> None:
    sentence = "The river has carried away three bridges of this town in two hundred years."

    assert lines_of(story(before=f"<{tag}>{sentence}</{tag}>")) == [sentence, *TEXT]
    assert lines_of(story(after=f"<{tag}>{sentence}</{tag}>")) == [*TEXT, sentence]
    assert lines_of(story(after=f"<{tag}>The river and its three lost bridges</{tag}>")) == TEXT


@pytest.mark.parametrize(
    "credit",
    ["Photo Credit: carpenters.example", "(Image credit: Submitted by Ann)", "Photo by Ann Lee/Harbour via Wire"],
)
def test_a_picture_s_credit_goes_and_ends_nothing(credit: str) -> None:
    last = "Nobody in the lower town had thought that the mill would burn before the bridge fell."

    assert lines_of(story(after=f"<p><b>{credit}</b></p><p>{last}</p>")) == [*TEXT, last]


def test_a_sentence_about_pictures_is_text() -> None:
    sentence = "Photos by those who live there show the bridge in March."

    assert lines_of(story(inside=f"<p>{sentence}</p>"))[2] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The council answered on <a href='/s'>social media</a> before a newsletter of the merchants could ask.",
        "A <a href='/f'>free trial</a> of the ferry was offered to those who live in the lower town.",
    ],
)
def test_what_papers_ask_for_may_be_what_an_article_is_about(sentence: str) -> None:
    bare = sentence.replace("<a href='/s'>", "").replace("<a href='/f'>", "").replace("</a>", "")

    assert lines_of(story(inside=f"<div><p>{sentence}</p></div>"))[2] == bare


@pytest.mark.parametrize(
    "foot",
    ["<p>Our <a href='/n'>newsletter</a> tells you of the town.</p>", "<p>Auch bei <a href='/s'>Social Media</a></p>"],
)
def test_a_paper_s_own_channels_at_the_end_are_no_text(foot: str) -> None:
    assert lines_of(story(after=foot)) == TEXT


@pytest.mark.parametrize(
    "credit",
    [
        "(Reporting by Ann Lee in London; Editing by Bob Ray)",
        "Ann Lee contributed reporting from Paris, and Bob Ray from Rome.",
        "Redaktion: Anna Neri, Karl Weiß, Faktencheck: Lia Fo und andere",
    ],
)
def test_a_last_line_that_says_who_reported_and_edited_is_no_text(credit: str) -> None:
    assert lines_of(story(after=f"<p>The ferry is free.</p><p>{credit}</p>")) == [*TEXT, "The ferry is free."]
    assert lines_of(story(inside=f"<p>{credit}</p>"))[2] == credit


@pytest.mark.parametrize(
    "line",
    [
        "___",
        "- - -",
        "With additional reporting by Karl Weiss",
        "Anna Neri reported from the lower town, and Karl Weiss from the mill",
        "Mit Informationen von Anna Neri, ARD-Studio London",
        "Mit Material von dpa",
        "Posted by Anna Neri, Ferry Manager",
        "Read or Share this story: http://paper.example/1iXh7zM",
        "This article was posted: Monday, October 22, 2018 at 5:29 am",
        "First published 3/27/2017, 9:31 AM ET",
        "Photograph by Anna Neri",
        "Imagen | Anna Neri",
        "（原标题：旧桥关闭两年）",
        "图为旧桥。（张三摄）",
        "采写：南都记者 余毅菁 向雪妮",
        "記者賴淑敏 蔣龍祥 台北報導",
        "新京报记者 彭冲 山东冠县报道",
    ],
)
def test_a_last_line_that_signs_dates_credits_or_points_on_is_no_text(line: str) -> None:
    assert lines_of(story(after=f"<p>{line}</p>")) == TEXT


@pytest.mark.parametrize(
    "line", ["Nobody was hurt.", "The ferry sails at 7:30 and at 9:15", "In 2018 it cost nothing, in 2019 two francs"]
)
def test_a_last_line_with_a_clock_or_a_year_is_text(line: str) -> None:
    assert lines_of(story(after=f"<p>{line}</p>")) == [*TEXT, line]


@pytest.mark.parametrize("item", ["<li><div>{}</div></li>", "<article>{}</article>"])
def test_a_stream_of_other_stories_is_no_text_however_long_it_is(item: str) -> None:
    told = "The mayor said on Sunday that the {} would stay where it is, and that nobody had asked her about it before."
    stories = [
        f"<h3><a href='/{n}'>The {n} stays where it is</a></h3><p>Monday June 17, 2019</p><p>{told.format(n)}</p>"
        for n in ("mill", "market", "tower", "school", "ferry", "bell", "well", "gate", "wall", "clock", "fair", "inn")
    ]

    assert (
        lines_of(story(after="<h2>More from the town</h2><ul>" + "".join(map(item.format, stories)) + "</ul>")) == TEXT
    )


@pytest.mark.parametrize("opening", ["While we have you…", "We have a small favour to ask", "Before you go"])
def test_what_asks_for_support_behind_the_text_is_none_of_it(opening: str) -> None:
    appeal = f"<div class='widget'><h3>{opening}</h3><p>More and more people read us, and few of them pay.</p></div>"

    assert lines_of(story(after=appeal)) == TEXT


@pytest.mark.parametrize("item", ["<div class='article'>{}</div>", "<section>{}</section>"])
def test_a_stream_that_ends_the_page_is_no_text(item: str) -> None:
    told = "The mayor said on Sunday that the {} would stay where it is."
    stories = [
        f"<h3><a href='/{n}'>The {n} stays where it is</a></h3><p>{told.format(n)}</p>"
        for n in ("mill", "market", "tower", "school", "ferry")
    ]

    assert lines_of(story(after="<div class='items'>" + "".join(map(item.format, stories)) + "</div>")) == TEXT


@pytest.mark.parametrize(
    "line", ["Published: 19:29 GMT, 2 May 2024 | Updated: 04:17 GMT, 3 May 2024", "Aktualisiert am 3.5.2024, 10:15"]
)
def test_a_date_line_below_the_first_lines_of_the_text_is_cut(line: str) -> None:
    points = f"<ul><li>{THREE}</li><li>{FOUR}</li></ul>"

    lines = lines_of(f"<article>{H1}{points}<p>{line}</p><p>{ONE}</p><p>{TWO}</p></article>")

    assert lines == [f"{THREE}\n{FOUR}", ONE, TWO]


@pytest.mark.parametrize(
    "note",
    [
        "* * *",
        "==========",
        "•",
        "the old bridge in 1954.jpg",
        "Kļūda rakstā? Iezīmējiet tekstu un spiediet Ctrl+Enter, lai nosūtītu labojamo fragmentu redaktoram!",
        "Ако видите грешка, маркирайте текста и натиснете Ctrl + Enter.",
        f"© The Archive / Images of the Town {ONE}",
    ],
)
def test_what_is_no_sentence_of_the_story_is_cut(note: str) -> None:
    assert lines_of(story(inside=f"<p>{note}</p>")) == TEXT


def test_what_a_paper_earns_is_told_above_the_text_and_cut_below() -> None:
    note = "We may earn a small commission if you buy something through our links, at no cost to you."

    lines = lines_of(f"<article>{H1}<p>{note}</p>{STORY}<p>{note[:-1]}, ever.</p></article>")

    assert lines == [note, *TEXT]


@pytest.mark.parametrize(
    "caption",
    [
        "TREATMENT: The nurse arrived at the hospital in the lower town [GETTY]",
        "The old bridge in the flood (Image: PA)",
        "Die alte Brücke im Hochwasser (Foto: Karl Weiß)",
        "People cross the old bridge in the lower town on Sunday [Ann Lee/AFP]",
    ],
)
def test_a_caption_among_the_paragraphs_is_told_by_its_credit(caption: str) -> None:
    assert lines_of(story(inside=f"<p>{caption}</p>")) == TEXT


def test_an_agency_in_brackets_ends_a_text() -> None:
    assert lines_of(story(after="<p>Nobody was hurt, the mayor said. (AFP)</p>"))[-1].endswith("(AFP)")


@pytest.mark.parametrize("date", ["Monday August 8, 2022 10:43 am by Ann Lee", "08.08.2022, 10:43"])
def test_teasers_with_their_dates_at_the_end_are_no_text(date: str) -> None:
    teasers = "".join(
        f"<div class='b{n}'><div class='row'><h3><a href='/{n}'>The story of the {n} that was told</a></h3>"
        f"<div>{date}</div><div>{n.capitalize()}: {ONE} {TWO[:120]}</div></div></div>"
        for n in ("mill", "market", "tower", "school", "ferry")
    )

    assert lines_of(f"<div id='w'>{H1}<div>{STORY}</div><div>{teasers}</div></div>") == TEXT


@pytest.mark.parametrize("name", ["wp-block-query alignwide", "wp-block-post-template"])
def test_wordpress_boxes_of_other_posts_are_no_text(name: str) -> None:
    assert (
        lines_of(story(after=f"<div class='{name}'><p>The mill burned down in the night of Sunday.</p></div>")) == TEXT
    )
