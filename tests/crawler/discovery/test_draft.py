"""A profile drafted from captured pages."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.article.page import Page
from archive.sources.catalogue import load_profile
from archive.sources.patterns import UrlRules
from crawler.discovery.draft import draft_profile
from tests.archive.kept import Kept
from tests.archive.test_survey import SITE, article, day


def pages(kept: Iterable[Kept]) -> list[Page]:
    return [Page.from_html(k.body.decode(), url=k.url, captured_at=k.at) for k in kept]


def section() -> Kept:
    teasers = "".join(f"<h2><a href='{article(n).url}'>Il numero {n} riapre oggi</a></h2>" for n in range(6))
    body = (
        f"<html><head><link rel=alternate type=application/rss+xml href=/rss.xml></head><body>{teasers}</body></html>"
    )
    return Kept(url=f"{SITE}/cronaca/", at=day(1), body=body.encode())


def drafted(tmp_path: Path) -> tuple[dict[str, Any], Path]:
    draft = draft_profile(f"{SITE}/", pages([section(), *(article(n) for n in range(6))]))
    path = tmp_path / "draft.toml"
    path.write_text(draft.toml())
    return tomllib.loads(draft.toml()), path


def test_a_draft_is_a_profile(tmp_path: Path) -> None:
    _, path = drafted(tmp_path)

    assert load_profile(path).id == "giornale-prova-it"


def test_sections_feeds_language_and_country_are_those_seen(tmp_path: Path) -> None:
    table, _ = drafted(tmp_path)

    assert table["start"]["sections"] == [f"{SITE}/", f"{SITE}/cronaca/"]
    assert table["start"]["feeds"] == ["auto", f"{SITE}/rss.xml"]
    assert (table["language"], table["country"], table["timezone"]) == ("it", "IT", "Europe/Rome")


def test_the_articles_id_is_found_in_their_addresses(tmp_path: Path) -> None:
    _, path = drafted(tmp_path)

    assert UrlRules.of(load_profile(path)).id_of(article(3).url) == "10003"


def test_shapes_stand_in_a_draft_as_a_proposal_that_matches(tmp_path: Path) -> None:
    _, path = drafted(tmp_path)
    proposed = path.read_text().replace("# allow = ", "allow = ")
    path.write_text(proposed)

    rules = UrlRules.of(load_profile(path))

    assert rules.says(article(7).url) is True
    assert rules.says(f"{SITE}/tag/porto") is False


def test_pages_of_other_sites_are_passed_over() -> None:
    draft = draft_profile("https://altro.it/", pages([article(1)]))

    assert draft.pages == 0


def test_an_address_with_quotes_is_written_so_that_it_is_read_back() -> None:
    url = "https://www.giornale-prova.it/a'b\"c\\d"

    table = tomllib.loads(draft_profile(url, ()).toml())

    assert table["start"]["sections"] == [url]
