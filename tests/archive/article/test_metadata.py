"""What a page declares."""

import pytest

from archive.article.finding import find_all
from archive.article.metadata import language_tag
from tests.archive.article.newspage import TEXT, linked, read_of


def test_findings_name_their_evidence_and_place() -> None:
    _, declared = read_of(TEXT, head='<meta property="og:title" content="Ponte"><title>Ponte - La Voce</title>')

    assert [(f.value, f.evidence, f.where) for f in find_all(declared.findings, "headline")] == [
        ("Ponte", "opengraph", "og:title"),
        ("Ponte - La Voce", "title", "title"),
    ]


def test_addresses_in_the_head_are_made_absolute() -> None:
    _, declared = read_of(TEXT, head='<link rel="canonical" href="/ponte"><link rel="amphtml" href="/amp/ponte">')

    assert declared.canonical_url == "https://www.gazzetta.example/ponte"
    assert declared.amp_url == "https://www.gazzetta.example/amp/ponte"


def test_a_canonical_link_that_is_no_address_is_none() -> None:
    assert read_of(TEXT, head='<link rel="canonical" href="javascript:void(0)">')[1].canonical_url is None


def test_the_site_is_known_by_name_publisher_and_host() -> None:
    head = '<meta property="og:site_name" content="La Gazzetta">' + linked(
        '{"@type": "Article", "headline": "x", "publisher": {"@type": "Organization", "name": "Editrice Sole"}}'
    )

    assert {"la gazzetta", "editrice sole", "gazzetta"} <= read_of(TEXT, head=head)[1].site_names


def test_tags_come_from_the_article_and_machine_words_stay_out() -> None:
    head = '<meta name="keywords" content="ponti, Tevere, id:4711, 2024, ponti">'

    assert read_of(TEXT, head=head)[1].tags == ("ponti", "Tevere")


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("it_IT", "it-IT"),
        ("IT", "it"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("en-US,en", "en-US"),
        ("italiano", None),
        (None, None),
    ],
)
def test_languages_are_bcp_47(said: str | None, tag: str | None) -> None:
    assert language_tag(said) == tag


def test_a_canonical_link_holds_no_blank_and_nothing_unseen() -> None:
    head = '<link rel="canonical" href="/città &#8232;il\u202eponte">'

    canonical = read_of(TEXT, head=head)[1].canonical_url

    assert canonical == "https://www.gazzetta.example/città%20%E2%80%A8il%E2%80%AEponte"
