"""The kicker: above the headline, inside its heading, and what is none."""

import pytest

from archive.article.headline import Headline, read_headline
from tests.archive.article.newspage import TEXT, read_of


def headline_of(body: str, head: str = "") -> Headline:
    layout, declared = read_of(body, head=head)
    found = read_headline(layout, declared)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["occhiello", "article-kicker", "dachzeile", "eyebrow"])
def test_a_line_named_so_above_the_headline_is_the_kicker(name: str) -> None:
    assert headline_of(f"<p class='{name}'>Viabilità</p><h1>Il ponte è chiuso</h1>{TEXT}").kicker == "Viabilità"


def test_a_short_neighbour_above_the_headline_is_the_kicker() -> None:
    assert (
        headline_of(f"<div><div class='c0'>Viabilità</div><h1>Il ponte è chiuso</h1>{TEXT}</div>").kicker == "Viabilità"
    )


def test_a_menu_above_the_headline_is_no_kicker() -> None:
    assert headline_of(f"<div><div><a>Casa</a> <a>Sport</a></div><h1>Il ponte è chiuso</h1>{TEXT}</div>").kicker is None


@pytest.mark.parametrize(
    "inside",
    [
        "<span class='kicker'>Neue Fähre</span><span>Die Insel wartet</span>",
        "<em>Neue Fähre</em>: <b>Die Insel wartet</b>",
    ],
)
def test_a_kicker_inside_the_heading_is_split_off(inside: str) -> None:
    found = headline_of(f"<h1>{inside}</h1>{TEXT}", '<meta property="og:title" content="Die Insel wartet">')

    assert (found.kicker, found.text) == ("Neue Fähre", "Die Insel wartet")


def test_a_named_kicker_stays_where_the_declared_title_says_the_whole_heading() -> None:
    inside = "<span class='kicker'>Neue Fähre</span><span>Die Insel wartet</span>"

    found = headline_of(f"<h1>{inside}</h1>{TEXT}", '<meta property="og:title" content="Neue Fähre: Die Insel wartet">')

    assert (found.kicker, found.text) == (None, "Neue Fähre: Die Insel wartet")


@pytest.mark.parametrize(
    "above",
    [
        "<p>4 min read</p>",
        "<div>3304 views 13 mins 0 comments</div>",
        "<div class='edit-link'><a>Modifica</a></div>",
        "<div class='fb_shares'><a>Megosztom</a></div>",
        "<div>Sign up now</div>",
        "<figure><img><figcaption>Privat</figcaption></figure>",
        "<p>© ansa/Rossi</p>",
        "<div class='path_breadcrumbs'>Wirtschaft</div>",
        "<ul><li><a>Home</a></li><li><a>Politica</a></li></ul>",
        "<ul><li>English</li><li>Français</li><li>Español</li><li>Kreyòl</li></ul>",
        "<div>Home Il ponte è chiuso</div>",
        "<div>首页 &gt; 财经</div>",
        "<div>当前位置：新闻</div>",
        "<div>Home » Cultura</div>",
        "<div>Printer-friendly version</div>",
        "<div>Send a tip</div>",
        "<div>Join today</div>",
        "<div>Jetzt anmelden</div>",
        "<a href='#a'>Continue reading the main story</a>",
        "<div>来源：新华网</div>",
        "<div>Fonte: Ansa</div>",
    ],
)
def test_what_is_counted_clicked_credited_or_a_step_of_the_path_is_no_kicker(above: str) -> None:
    assert headline_of(f"<div>{above}<h1>Il ponte è chiuso</h1>{TEXT}</div>").kicker is None


@pytest.mark.parametrize("label", ["Live", "Viabilità"])
def test_a_label_in_a_list_of_its_own_is_a_kicker(label: str) -> None:
    found = headline_of(f"<div><ul><li><a>{label}</a></li></ul><h1>Il ponte è chiuso</h1>{TEXT}</div>")

    assert found.kicker == label


@pytest.mark.parametrize(
    ("labels", "kicker"),
    [
        ("<a>Wissenschaft</a><span>Global</span>", "Wissenschaft Global"),
        ("<span>Politik</span><span>Russland</span>", "Politik Russland"),
        ("<span>Smart</span>News", "SmartNews"),
    ],
)
def test_two_labels_without_a_space_between_them_are_two_words(labels: str, kicker: str) -> None:
    found = headline_of(f"<div><div class='kicker'>{labels}</div><h1>Il ponte è chiuso</h1>{TEXT}</div>")

    assert found.kicker == kicker


def test_a_colon_behind_the_kicker_is_no_part_of_it() -> None:
    assert headline_of(f"<p class='kicker'>SONDAGGIO:</p><h1>Il ponte piace</h1>{TEXT}").kicker == "SONDAGGIO"


@pytest.mark.parametrize(("kicker", "tag"), [("Bei Protesten 2022", "h2"), ("Neue Leipziger Schule", "h3")])
def test_what_stands_before_the_named_headline_in_its_heading_is_the_kicker(kicker: str, tag: str) -> None:
    heading = (
        f"<{tag}><span class='c1'>{kicker} </span><span class='title__headline'>Die Insel wartet lange</span></{tag}>"
    )

    found = headline_of(heading + TEXT, "<meta property='og:title' content='Warum die Insel lange wartet'>")

    assert (found.kicker, found.text) == (kicker, "Die Insel wartet lange")


@pytest.mark.parametrize("kicker", ["Tech —", "Viabilità |", "Leute -"])
def test_a_dash_behind_the_kicker_is_no_part_of_it(kicker: str) -> None:
    assert headline_of(f"<h3 class='kicker'>{kicker}</h3><h1>Il ponte è chiuso</h1>{TEXT}").kicker == kicker[:-2]
