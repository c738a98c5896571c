import pytest

from archive.article.body import read_body
from archive.article.captions import split_credit
from tests.archive.article.bodies import HEADLINE, SOURCE, STORY, TEXT, body_of, page_of

CAPTION = "The old bridge in the flood of 1954"


@pytest.mark.parametrize(
    "picture",
    [
        f"<figure><img src='/b.jpg'><figcaption>{CAPTION}</figcaption></figure>",
        f"<div class='foto'><img src='/b.jpg'><br>{CAPTION}</div>",
        f"<div><div class='ph'><span>km</span><img src='/b.jpg'></div><div class='ds'>{CAPTION}</div></div>",
        f"<div><img src='/b.jpg'><p class='didascalia'>{CAPTION}</p></div>",
        f"<table align=right><tr><td><img src='/b.jpg'></td></tr><tr><td>{CAPTION}</td></tr></table>",
        (
            "<figure><picture><source srcset='/b.webp'><img src='/b.jpg'></picture>"
            f"<figcaption>{CAPTION}</figcaption></figure>"
        ),
    ],
    ids=["figure", "box", "logo in letters", "name", "table", "picture"],
)
@pytest.mark.parametrize("place", ["above", "inside"])
def test_a_caption_goes_with_its_picture_and_not_into_the_text(picture: str, place: str) -> None:
    text = (
        f"{picture}<div>{STORY}</div>"
        if place == "above"
        else f"<div>{STORY.replace('</p>', f'</p>{picture}', 1)}</div>"
    )
    body = body_of(f"<div id='w'><h1>{HEADLINE}</h1>{text}</div>")

    assert [(image.url, image.caption) for image in body.images] == [("https://paper.example/b.jpg", CAPTION)]
    assert body.text.split("\n\n") == TEXT
    assert [b.text for b in body.blocks if b.type == "caption"] == [CAPTION]


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("The bridge. Photo: Ann Lee", "The bridge.", "Photo: Ann Lee"),
        ("Il ponte (Foto di Ugo Neri)", "Il ponte", "Foto di Ugo Neri"),
        ("Die Brücke © dpa", "Die Brücke", "© dpa"),
        ("The bridge at dawn", "The bridge at dawn", None),
    ],
)
def test_a_credit_is_told_from_the_caption(line: str, caption: str, credit: str | None) -> None:
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize("source", ["/icons/share.png", "/img/logo.png", "data:image/gif;base64,R0", "/a/facebook.png"])
def test_signs_and_buttons_are_no_pictures(source: str) -> None:
    assert body_of(f"<article><h1>{HEADLINE}</h1><img src='{source}'>{STORY}</article>").images == ()


def test_pictures_of_furniture_are_not_the_articles() -> None:
    related = "<div class='related-posts'><img src='/mill.jpg'><a href='/m'>The mill</a></div>"

    assert body_of(f"<article><h1>{HEADLINE}</h1>{STORY}{related}</article>").images == ()


@pytest.mark.parametrize(
    ("srcset", "url"),
    [
        ("/s.jpg 1x, /b.jpg 2x,", "/b.jpg"),
        ("/s.jpg 100w,\n/w_9,h_8/b.jpg 900w", "/w_9,h_8/b.jpg"),
        ("/b.jpg", "/b.jpg"),
        (" , ,", None),
    ],
    ids=["ends in a comma", "a comma in the address", "one", "none"],
)
def test_the_last_picture_of_a_srcset_is_taken(srcset: str, url: str | None) -> None:
    body = body_of(f"<h1>{HEADLINE}</h1><figure><img srcset='{srcset}'></figure><div>{STORY}</div>")

    assert [image.url for image in body.images] == ([f"https://paper.example{url}"] if url else [])


@pytest.mark.parametrize("width", ["²", "٣٠", "9" * 6_000, "-1", "100%"])
def test_no_width_is_too_odd(width: str) -> None:
    body_of(f"<h1>{HEADLINE}</h1><figure><img width='{width}' src='/b.jpg'></figure><div>{STORY}</div>")


@pytest.mark.parametrize("name", ["credit", "photo-copyright"])
def test_a_credit_is_told_by_its_name(name: str) -> None:
    figure = (
        f"<figure><img src='/b.jpg'><figcaption>{CAPTION} <span class='{name}'>Foto Renzi</span></figcaption></figure>"
    )
    (image,) = body_of(f"<h1>{HEADLINE}</h1>{figure}<div>{STORY}</div>").images

    assert (image.caption, image.credit) == (CAPTION, "Foto Renzi")


@pytest.mark.parametrize(("tag", "number"), [("figure", 1), ("div", 0)])
def test_a_drawing_is_a_picture_in_a_figure_only(tag: str, number: int) -> None:
    drawing = f"<{tag}><img src='/chart.svg'><p>Votes by district since 1990</p></{tag}>"

    assert len(body_of(f"<h1>{HEADLINE}</h1>{drawing}<div>{STORY}</div>").images) == number


@pytest.mark.parametrize("label", ["tastiera", "la stalla"])
def test_a_word_beside_the_picture_is_its_label_where_a_sentence_stands_below(label: str) -> None:
    box = f"<div><div class='ph'><span>{label}</span><img src='/b.jpg'></div><div class='ds'>{CAPTION}</div></div>"
    (image,) = body_of(f"<h1>{HEADLINE}</h1>{box}<div>{STORY}</div>").images

    assert image.caption == CAPTION


@pytest.mark.parametrize(
    "beside",
    [
        "<div>By Ann Lee</div><div>5 May 2024</div>",
        "<div>Ann Lee</div><div>May 5, 2024 9:15 a.m. PT</div><div>5 min read</div>",
        "<div>By Ann Lee Published May 5, 2024 at 9:15am</div>",
        "<button>hide caption</button><span>toggle caption</span>",
        "<a href='/g'>View Images</a>",
        "<div>Bild vergrößern</div>",
    ],
)
def test_a_byline_a_date_and_buttons_beside_a_picture_are_no_captions(beside: str) -> None:
    picture = f"<div><img src='/b.jpg'><div class='c'>{beside}</div></div>"
    page = page_of(f"<article><h1>{HEADLINE}</h1>{picture}<div>{STORY}</div></article>")
    body = read_body(page, SOURCE, headline=HEADLINE, byline="By Ann Lee")

    assert [b.text for b in body.blocks] == TEXT
    assert [image.caption for image in body.images] == [None]


@pytest.mark.parametrize("name", ["vjs-control-text", "mejs-offscreen", "plyr__controls"])
def test_what_a_player_says_is_neither_caption_nor_text(name: str) -> None:
    player = f"<div class='v'><img src='/b.jpg'><div class='{name}'>Video Player is loading.</div></div>"
    body = body_of(f"<article><h1>{HEADLINE}</h1>{player}<div>{STORY}</div></article>")

    assert [b.text for b in body.blocks] == TEXT
