import json
import time
from datetime import date

import pytest

from archive.article.body import read_body
from archive.sources.learned import block_digest
from archive.sources.profile import Rule, Source
from tests.archive.article.bodies import FOUR, HEADLINE, ONE, STORY, TEXT, THREE, TWO, body_of, lines_of, page_of

H1 = f"<h1>{HEADLINE}</h1>"


@pytest.mark.parametrize(
    "page",
    [
        f"<main>{H1}{STORY}</main>",
        f"<div id='w'>{H1}<div class='c5'>" + "".join(f"<div>{p}</div>" for p in TEXT) + "</div></div>",
        f"<table><tr><td>{H1}</td></tr><tr><td>" + "<br><br>".join(TEXT) + "</td></tr></table>",
        H1 + "<i>Ad</i>".join(f"<div class='chunk'><p>{a}</p><p>{b}</p></div>" for a, b in ((ONE, TWO), (THREE, FOUR))),
        f"<form action='/x.aspx'>{H1}<div>{STORY}</div><input type=hidden></form>",
        f"<font>{H1}<p>{ONE}<p>{TWO}<p>{THREE}<p>{FOUR}",
    ],
    ids=["main", "div soup", "layout table", "several containers", "whole page in a form", "nothing closed"],
)
def test_paragraphs_are_found_in_every_layout(page: str) -> None:
    assert lines_of(page) == TEXT


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href='/a'>Home</a><p>{}</p></nav>",
        "<aside><p>{}</p></aside>",
        "<div role='complementary'><aside><p>{}</p></aside></div>",
        "<footer><p>{}</p></footer>",
        "<div style='display:none'><p>{}</p></div>",
        "<div hidden><p>{}</p></div>",
        "<div class='related-posts'><p>{}</p></div>",
        "<div class='newsletterSignup'><p>{}</p></div>",
        "<div id='comments'><p>{}</p></div>",
        "<div class='cookie-consent'><p>{}</p></div>",
    ],
)
@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_furniture_is_cut_wherever_it_stands(furniture: str, place: str) -> None:
    furniture = furniture.format("I have crossed that river for forty years, and I say that it will outlive us all!")
    page = {
        "before": f"{furniture}<article>{H1}{STORY}</article>",
        "inside": f"<article>{H1}<p>{ONE}</p><p>{TWO}</p>{furniture}<p>{THREE}</p><p>{FOUR}</p></article>",
        "after": f"<article>{H1}{STORY}</article>{furniture}",
    }[place]

    assert lines_of(page) == TEXT


def test_a_hidden_article_is_read_where_there_is_no_other() -> None:
    assert lines_of(f"<h1>{HEADLINE}</h1><div style='display:none'>{STORY}</div>") == TEXT


@pytest.mark.parametrize(
    "page",
    [
        f"<main>{H1}<div class='story'><noscript><div class='intro'>{STORY}</div></noscript></div></main>",
        f"<div>{H1}<div id='lazy'></div><noscript>{STORY}<img src='/bridge.jpg'></noscript><p>More news</p></div>",
    ],
)
def test_what_only_readers_without_scripts_see_is_the_text_where_there_is_no_other(page: str) -> None:
    assert [line for line in lines_of(page) if line != "More news"] == TEXT


def test_parts_that_react_sends_late_stand_in_their_places() -> None:
    page = (
        f"<main>{H1}<div><p>{ONE}</p><template id='B:0'></template><p>{FOUR}</p></div></main>"
        f"<div hidden id='S:0'><p>{TWO}</p><p>{THREE}</p></div><script>$RC('B:0','S:0')</script>"
    )

    assert lines_of(page) == TEXT


@pytest.mark.parametrize("name", ["subscriber-preview", "text subscriber-only", "subscriber_content"])
def test_a_box_that_says_which_readers_see_it_is_no_request_to_subscribe(name: str) -> None:
    asks = "<div class='subscribe-box'><p>We tell the truth about the town, every day of the year!</p></div>"

    assert lines_of(f"<article>{H1}{asks}<div class='{name}'>{STORY}</div></article>") == TEXT


def test_the_headline_and_the_standfirst_are_not_said_again() -> None:
    deck = "Merchants fear for their trade; a ferry is promised for the time of the works."
    page = f"<div>{H1}<div class='deck'>{deck}</div><div class='text'><p><b>{HEADLINE}</b></p>{STORY}</div></div>"

    assert read_body(page_of(page), Source(id="x"), headline=HEADLINE, standfirst=deck).text == "\n\n".join(TEXT)


def test_the_text_of_the_article_is_not_said_twice() -> None:
    assert lines_of(f"<article>{H1}{STORY}<div class='print'>{STORY}</div></article>") == TEXT


def test_another_article_on_the_page_is_another_article() -> None:
    other = "".join(f"<p>{p.replace('bridge', 'tower')} Another story altogether.</p>" for p in TEXT)
    page = f"<div><article>{H1}{STORY}</article><article><h2>The tower leans</h2>{other}</article></div>"

    assert lines_of(page) == TEXT


@pytest.mark.parametrize("tag", ["section", "div"])
def test_a_text_that_begins_in_the_box_of_the_headline_goes_on_in_the_next(tag: str) -> None:
    rest = "".join(f"<p>{n}: {ONE} {THREE}</p>" for n in range(12))
    more = f"<{tag} class='row wide'><p class='more'>{THREE}</p>{rest}<h1>The town in spring</h1></{tag}>"
    lines = lines_of(f"<main><{tag} class='row'>{H1}<p>{ONE}</p><p>{TWO}</p><p>{FOUR}</p></{tag}>{more}</main>")
    only_deck = lines_of(
        f"<main><{tag} class='row'>{H1}<p>{ONE}</p></{tag}>{more}<{tag} class='x'>Give!</{tag}></main>"
    )

    assert lines[:4] == [ONE, TWO, FOUR, THREE]
    assert only_deck[0] == THREE


@pytest.mark.parametrize("name", ["post-title", "title large"])
def test_the_next_article_on_the_page_begins_with_a_headline_set_alike(name: str) -> None:
    mill = (
        "Nobody in the lower town had thought that the mill would burn down before the old bridge fell into the river."
    )
    other = f"<h1 class='{name}'>The mill burned down in the night</h1>"
    head = f"<h1 class='{name} entry-title'>{HEADLINE}</h1>"
    more = "".join(f"<div>{other}<div><p>{n} {mill}</p><p>{mill} {n} {mill}</p></div></div>" for n in range(3))

    assert lines_of(f"<main><div>{head}<div>{STORY}</div></div>{more}</main>") == TEXT
    assert lines_of(f"<main><div>{head}<div>{STORY}{other}<p>{mill}</p></div></div></main>")[-1] == mill


@pytest.mark.parametrize("tag", ["section", "div"])
def test_a_text_goes_on_in_a_box_like_the_one_that_holds_its_headline(tag: str) -> None:
    rest = "".join(f"<p>{n}. {ONE} {TWO} {THREE}</p>" for n in range(3))
    first = "".join(f"<p>{n}: {TWO} {THREE} {FOUR}</p>" for n in range(20))
    page = f"<main><{tag} class='ab cd'>{H1}{first}</{tag}><{tag} class='ab ef'><h2>Why now</h2>{rest}</{tag}></main>"

    assert len(lines_of(page)) == 24


def test_what_stands_above_the_headline_is_not_of_the_article() -> None:
    ticker = "<ul>" + "".join(f"<li>{p.replace('bridge', 'mill')}</li>" for p in (ONE, TWO)) + "</ul>"

    assert lines_of(f"<div>{ticker}<h2>{HEADLINE}</h2>{STORY}</div>") == TEXT


def test_a_subheading_has_its_level() -> None:
    body = body_of(f"<article>{H1}<p>{ONE}</p><p>{TWO}</p><h3>A ferry</h3><p>{THREE}</p></article>")

    assert [(b.type, b.level) for b in body.blocks] == [
        ("paragraph", None),
        ("paragraph", None),
        ("subheading", 3),
        ("paragraph", None),
    ]


def test_a_list_is_one_block_with_its_items() -> None:
    body = body_of(
        f"<article>{H1}<p>{ONE}</p><p>{TWO}</p><ul><li>Ferry</li><li>Bus 4</li></ul><p>{THREE}</p></article>"
    )
    block = next(b for b in body.blocks if b.type == "list")

    assert block.items == ("Ferry", "Bus 4")
    assert block.text == "Ferry\nBus 4"


def test_a_table_of_data_has_rows_and_cells() -> None:
    table = "<table><tr><th>Year</th><th>Cars</th></tr><tr><td>2023</td><td>8,100</td></tr></table>"
    body = body_of(f"<article>{H1}<p>{ONE}</p><p>{TWO}</p>{table}<p>{THREE}</p></article>")

    assert next(b for b in body.blocks if b.type == "table").items == ("Year\tCars", "2023\t8,100")


def test_a_quotation_is_a_quote() -> None:
    body = body_of(f"<article>{H1}<p>{ONE}</p><blockquote><p>{TWO}</p></blockquote><p>{THREE}</p></article>")

    assert [b.type for b in body.blocks] == ["paragraph", "quote", "paragraph"]


def test_a_bold_question_is_an_interviews() -> None:
    body = body_of(f"<article>{H1}<p>{ONE}</p><p><b>Will it last?</b></p><p>{TWO}</p></article>")

    assert [b.type for b in body.blocks] == ["paragraph", "interview_question", "paragraph"]


@pytest.mark.parametrize("name", ["twitter-tweet", "instagram-media"])
def test_somebody_elses_post_is_an_embed_and_not_text(name: str) -> None:
    post = f"<blockquote class='{name}'><p>I have crossed that bridge for forty years, all my life.</p></blockquote>"
    body = body_of(f"<article>{H1}<p>{ONE}</p>{post}<p>{TWO}</p></article>")

    assert [b.type for b in body.blocks] == ["paragraph", "embed", "paragraph"]
    assert "forty years" not in body.text


def test_a_video_of_a_known_house_is_an_embed_with_its_address() -> None:
    frame = "<iframe src='//www.youtube.com/embed/abc'></iframe>"
    body = body_of(f"<article>{H1}<p>{ONE}</p>{frame}<p>{TWO}</p></article>")

    assert [b.href for b in body.blocks if b.type == "embed"] == ["https://www.youtube.com/embed/abc"]


def test_links_of_the_text_are_absolute_and_those_of_furniture_are_left() -> None:
    page = f"<nav><a href='/n'>News</a></nav><article>{H1}<p>{ONE} <a href='/mill'>The mill</a>.</p>{STORY}</article>"

    assert [(link.url, link.text) for link in body_of(page).links] == [("https://paper.example/mill", "The mill")]


@pytest.mark.parametrize("target", ["//[", "javascript:void(0)", "mailto:a@b.example", "#top", "http://[::1"])
def test_a_link_that_leads_nowhere_is_no_link(target: str) -> None:
    assert body_of(f"<article>{H1}<p>{ONE} <a href='{target}'>there</a></p>{STORY}</article>").links == ()


def test_a_rule_names_the_body() -> None:
    source = Source(id="paper", rules=(Rule(field="body", selectors=("div.right",)),))
    body = body_of(
        f"<div class='left'>{STORY}</div><div class='right'><p>Short, but it is the article.</p></div>", source
    )

    assert body.text == "Short, but it is the article."
    assert (body.evidence, body.confidence) == ("rule", 1.0)


def test_a_rule_of_another_day_does_not_hold() -> None:
    source = Source(id="paper", rules=(Rule(field="body", selectors=("div.right",), until=date(2020, 1, 1)),))

    assert lines_of(f"{H1}<div>{STORY}</div><div class='right'><p>Not it.</p></div>", source) == TEXT


def test_a_rule_removes_what_it_names() -> None:
    source = Source(id="paper", rules=(Rule(field="remove", selectors=(".x9",)),))
    page = f"<article>{H1}<p>{ONE}</p><p class='x9'>{TWO}</p><p>{THREE}</p><p>{FOUR}</p></article>"

    assert lines_of(page, source) == [ONE, THREE, FOUR]


def test_lines_of_the_sources_furniture_are_cut() -> None:
    source = Source(id="paper", furniture=("a word from the  TOWER",))

    assert lines_of(f"<article>{H1}{STORY}<p>A Word from the Tower.</p></article>", source) == TEXT


def test_the_sources_last_line_ends_the_article() -> None:
    source = Source(id="paper", end_before=("the gazette of the river",))
    tail = "<p>The Gazette of the River</p><p>Founded by three fishermen in the hard winter of the great frost.</p>"

    assert lines_of(f"<article>{H1}{STORY}{tail}</article>", source) == TEXT


def test_learned_blocks_are_cut() -> None:
    source = Source(id="paper", learned=(block_digest(THREE),))

    assert lines_of(f"<article>{H1}{STORY}</article>", source) == [ONE, TWO, FOUR]


def test_the_pages_data_are_read_where_its_elements_hold_no_text() -> None:
    page = page_of(f"{H1}<div id='root'></div>")
    body = read_body(page, Source(id="x"), headline=HEADLINE, told="\n".join(TEXT))

    assert body.text == "\n\n".join(TEXT)
    assert body.evidence == "json-ld"


@pytest.mark.parametrize(
    "script",
    [
        "window.__STATE__ = " + json.dumps({"story": {"html": "".join(f"<p>{p}</p>" for p in TEXT)}}),
        "Fusion.content = " + json.dumps({"items": [{"type": "text", "content": p} for p in TEXT]}),
    ],
    ids=["one string of markup", "a paragraph each"],
)
def test_script_state_is_read_where_there_is_nothing_else(script: str) -> None:
    body = body_of(f"{H1}<div id='root'></div><script>{script}</script>")

    assert body.text == "\n\n".join(TEXT)
    assert body.evidence == "script"


OTHERS = "".join(f"<article><h2>Story {n}</h2>" + f"<p>{n}. {THREE} {ONE}</p>" * 3 + "</article>" for n in range(4))
SHORT_PIECE = "<p>The bridge stays shut tonight, the town says.</p>"


@pytest.mark.parametrize(
    ("html", "times"),
    [
        (f"<article>{H1}{STORY}</article>{OTHERS}", 1),
        (f"<article>{H1}{STORY}</article>", 0),
        (f"<article>{H1}{SHORT_PIECE * 2}</article>", 0),
    ],
    ids=["much running text left out", "a clear page", "a short piece, and nothing else"],
)
def test_trafilatura_is_asked_where_it_may_know_more(html: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("archive.article.body._trafilatura", lambda page: asked.append(page.url) or "")
    read_body(page_of(html), Source(id="x"), headline=HEADLINE)

    assert len(asked) == times


def test_a_page_of_titles_has_no_body() -> None:
    page = "<h1>Town</h1>" + "".join(
        f"<h2><a href='/{n}'>The title of another story, number {n}</a></h2>" for n in range(9)
    )

    assert body_of(page).text == ""


def test_a_clear_page_is_read_with_confidence_and_a_scrap_without() -> None:
    assert body_of(f"<article>{H1}{STORY}</article>").confidence > 0.9
    assert body_of(f"{H1}<p>Soon.</p>").confidence < 0.5


def test_the_container_is_told() -> None:
    container = body_of(f"<div><article id='a'>{H1}{STORY}</article></div>").container

    assert container.get("id") == "a"


def test_reading_twice_gives_the_same() -> None:
    page = page_of(f"<article>{H1}{STORY}</article>")

    assert read_body(page, Source(id="x")).blocks == read_body(page, Source(id="x")).blocks


def test_nothing_gives_an_empty_body() -> None:
    assert body_of("").blocks == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 1_000_000,
        f"<p>{ONE}</p>" * 25_000,
        "<p>" + "word " * 10_000_000,
        "<a href='/x'>y</a>" * 150_000,
        "<table><tr><td>a<td>b" * 20_000,
        "<script>" + '"' + "a. " * 800_000,
        '<script>"' + '\\"' * 1_000_000,
        "<img src=a.jpg>" * 150_000,
        "<li>x" * 300_000,
        "<b>" * 200_000 + ONE,
    ],
    ids=["divs", "paragraphs", "a line", "links", "tables", "a string", "escapes", "pictures", "items", "bold"],
)
def test_any_page_is_read_in_bounded_time(text: str) -> None:
    page = page_of(text)
    began = time.process_time()
    read_body(page, Source(id="x"))

    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "lead",
    [
        f"<div class='sc-1'><p>{ONE}</p><p>{TWO}</p></div>",
        f"<section id='intro'><ul><li>{TWO}</li></ul><p>{ONE}</p><p>{THREE}</p></section>",
    ],
)
def test_what_a_live_blog_says_above_its_entries_is_text(lead: str) -> None:
    entries = "".join(f"<div><h3>Entry {n}</h3><p>{n}. {FOUR} {TWO} {ONE}</p></div>" for n in range(12))

    lines = lines_of(f"<main><h1>{HEADLINE}</h1>{lead}<div id='live'>{entries}</div></main>")

    assert ONE in lines
    assert lines[-1].startswith("11. ")


def test_a_deck_before_the_text_is_none_of_it() -> None:
    text = "".join(f"<p>{n}. {ONE} {TWO}</p>" for n in range(5))

    assert FOUR not in lines_of(f"<main>{H1}<div class='x'><p>{FOUR}</p></div><div id='t'>{text}</div></main>")


@pytest.mark.parametrize("tag", ["p", "span", "h3"])
def test_a_link_below_the_text_that_says_the_headline_does_not_begin_it(tag: str) -> None:
    said = f"<div><{tag}><a href='/b'>{HEADLINE}</a></{tag}></div>"
    others = "".join(f"<div class='puff'><p>{n}. {THREE}</p></div>" for n in range(3))

    story = f"<div class='article-text'>{STORY}</div>"
    lines = lines_of(f"<div id='w'><h2>Exclusive: {HEADLINE}, says the town</h2>{story}{said}{others}</div>")

    assert lines[:4] == TEXT


@pytest.mark.parametrize("tag", ["person", "location", "org", "x-name"])
def test_an_element_that_html_does_not_know_stands_in_its_line(tag: str) -> None:
    told = ONE.replace("old bridge", f"<{tag}>old bridge</{tag}>")
    first = f"<{tag}>The council</{tag}> {TWO}"

    lines = lines_of(f"<article>{H1}<p>{told}</p><p>{first}</p><p><b><{tag}>{THREE}</{tag}></b></p></article>")

    assert lines == [ONE, f"The council {TWO}", THREE]
