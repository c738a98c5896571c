import pytest

from archive.article.furniture import marks_of


@pytest.mark.parametrize(
    ("mark", "names"),
    [
        ("furniture", "related-posts"),
        ("furniture", "relatedArticles"),
        ("furniture", "articoli-correlati correlati"),
        ("furniture", "noticias-relacionadas relacionadas"),
        ("furniture", "leggi-anche"),
        ("furniture", "a-lire-aussi"),
        ("furniture", "social-share"),
        ("furniture", "post__share-buttons"),
        ("furniture", "newsletterSignup"),
        ("furniture", "newsletter-box"),
        ("furniture", "author-bio"),
        ("furniture", "AuthorBox"),
        ("furniture", "adSlot_top"),
        ("furniture", "banner-advert"),
        ("furniture", "breadcrumbs"),
        ("furniture", "article-tags"),
        ("comments", "comments"),
        ("comments", "kommentare"),
        ("consent", "cookie-banner"),
        ("consent", "onetrust-consent-sdk"),
        ("teaser", "article-teaser"),
        ("teaser", "teaser-text"),
        ("box", "faktaboks"),
        ("box", "fact-box"),
        ("box", "pullquote"),
        ("quoted", "twitter-tweet"),
        ("quoted", "instagram-media"),
        ("caption", "wp-caption-text"),
        ("caption", "didascalia"),
        ("caption", "Bildunterschrift"),
        ("body!", "article-body"),
        ("body!", "storyBody"),
        ("body!", "article--body"),
        ("box", "side-myFactBox"),
        ("caption", "newsphotocaption"),
        ("body!", "entry-content"),
        ("standfirst", "sommario"),
        ("standfirst", "article__dek dek"),
        ("meta", "byline"),
        ("meta", "post-meta"),
        ("hidden", "sr-only"),
        ("hidden", "visually-hidden"),
    ],
)
def test_names_say_what_an_element_is_for(mark: str, names: str) -> None:
    assert mark in marks_of("div", names, "", "")


@pytest.mark.parametrize(
    "names",
    [
        "shared-values",
        "addition",
        "advance",
        "navy",
        "menuet",
        "tagged-text",
        "popular-science-x"[:7],
        "commentary-text",
    ],
)
def test_a_name_that_only_begins_alike_says_nothing(names: str) -> None:
    assert not marks_of("div", names, "", "") & {"comments", "consent"}


@pytest.mark.parametrize(("mark", "tag", "role"), [("furniture", "nav", ""), ("furniture", "div", "navigation")])
def test_tags_and_roles_mark_too(mark: str, tag: str, role: str) -> None:
    assert mark in marks_of(tag, "", role, "")


def test_itemprop_names_the_body() -> None:
    assert "body!" in marks_of("div", "", "", "articleBody")


@pytest.mark.parametrize("names", ["d-none d-md-block", "hidden lg:block"])
def test_what_is_hidden_on_small_screens_only_is_not_hidden(names: str) -> None:
    assert "hidden" not in marks_of("div", names, "", "")


@pytest.mark.parametrize("names", ["[&_figcaption]:text-sm", "lg:[&_.related]:hidden"])
def test_a_name_that_speaks_of_what_is_inside_says_nothing(names: str) -> None:
    assert not marks_of("div", names, "", "")


@pytest.mark.parametrize(
    "names", ["ten-most-popular-bridges-of-the-old-world", "a-guide-to-related-news-for-the-young-reader"]
)
def test_a_slug_says_nothing(names: str) -> None:
    assert not marks_of("div", names, "", "")


@pytest.mark.parametrize("names", ["toc_1", "nav_the_ferry__0"])
def test_a_heading_that_a_menu_leads_to_is_no_furniture(names: str) -> None:
    assert "furniture" not in marks_of("h2", names, "", "")


@pytest.mark.parametrize("name", ["textbox", "text-box"])
def test_a_box_of_text_may_hold_the_article(name: str) -> None:
    assert "box" not in marks_of("div", name, "", "")


@pytest.mark.parametrize(
    ("name", "furniture"), [("toc_how-they-work", False), ("toc-list", True), ("tocContainer", True)]
)
def test_where_a_table_of_contents_leads_to_is_no_furniture(name: str, furniture: bool) -> None:
    assert ("furniture" in marks_of("div", name, "", "")) is furniture
