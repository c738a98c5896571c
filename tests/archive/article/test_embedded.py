from archive.article.embedded import paragraphs_of, running_text, script_text
from tests.archive.article.bodies import ONE, THREE, TWO


def test_the_paragraphs_of_an_article_body_stand_apart() -> None:
    assert running_text(f"<p>{ONE}</p><p>{TWO}</p>{THREE}") == f"{ONE}\n{TWO}\n{THREE}"


def test_a_teaser_is_no_article_body() -> None:
    assert running_text("The council voted on Tuesday...") is None


def test_markup_and_escapes_in_data_are_undone() -> None:
    assert paragraphs_of("&lt;p&gt;Caff&egrave; &amp;amp; t&egrave;.&lt;/p&gt;&lt;p&gt;Due.&lt;/p&gt;") == [
        "Caffè & tè.",
        "Due.",
    ]


def test_code_is_no_running_text() -> None:
    assert script_text('<script>var a = "' + "function(){return 1}; " * 60 + '"</script>') == []
