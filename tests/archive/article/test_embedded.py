import json

from archive.article.embedded import article_body, paragraphs_of, script_text
from tests.archive.article.bodies import ONE, THREE, TWO


def linked(body: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": [{"articleBody": body}]})}</script>'


def test_the_longest_article_body_is_taken() -> None:
    assert article_body(linked(ONE + TWO) + linked(f"{ONE}\n{TWO}\n{THREE}")) == f"{ONE}\n{TWO}\n{THREE}"


def test_a_teaser_is_no_article_body() -> None:
    assert article_body(linked("The council voted on Tuesday...")) is None


def test_markup_and_escapes_in_data_are_undone() -> None:
    assert paragraphs_of("&lt;p&gt;Caff&egrave; &amp;amp; t&egrave;.&lt;/p&gt;&lt;p&gt;Due.&lt;/p&gt;") == [
        "Caffè & tè.",
        "Due.",
    ]


def test_code_is_no_running_text() -> None:
    assert script_text('<script>var a = "' + "function(){return 1}; " * 60 + '"</script>') == []
