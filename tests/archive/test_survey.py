"""What captured pages say of a profile, and which of their lines are furniture."""

from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import DamagedRecord
from archive.sources.catalogue import Catalogue
from archive.sources.profile import Rule, Source
from archive.survey import ProfileCheck, check_profile, learn_furniture, read_pages
from tests.archive.kept import Kept, day, keep
from tests.archive.warc.wire import URL, foreign, members

SITE = "https://www.giornale-prova.it"
WORDS = ("porto", "treno", "ponte", "mercato", "museo", "teatro", "ospedale", "stadio", "parco", "comune")


def never(damage: DamagedRecord) -> None:
    raise AssertionError(damage)


def article(n: int, *, note: str = "Riproduzione riservata in ogni sua forma") -> Kept:
    word = WORDS[n % len(WORDS)]
    body = "".join(
        f"<p>Il {word} della città {WORDS[(n + k) % 10]} ha riaperto ieri mattina dopo {k + 2} mesi di lavori, "
        f"con grande festa degli abitanti del quartiere {WORDS[(n * 3 + k) % 10]}.</p>"
        for k in range(4)
    )
    return Kept(
        url=f"{SITE}/cronaca/2025/03/01/il-{word}-riapre-{10000 + n}.html",
        at=day(1),
        headline="x",
        body=(
            f"<!doctype html><html lang=it><head><title>Il {word} riapre</title></head><body><nav><a href=/>MENU</a>"
            f"</nav><div class=pezzo><b class=titolo-vero>Riaperto il {word}</b><h1>Il {word} riapre</h1>"
            f"<time datetime='2025-03-01T10:{n:02}:00+01:00'>1 marzo 2025</time>{body}<p>{note}</p></div>"
            "<footer>Chi siamo</footer></body></html>"
        ).encode(),
    )


def front() -> Kept:
    links = "".join(f"<li><a href='/x/{n}'>Uno</a>" for n in range(3))
    return Kept(url=f"{SITE}/", at=day(1), body=f"<html><body><ul>{links}</ul></body></html>".encode())


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    kept = [article(n) for n in range(8)]
    other = Kept(url="https://altro.it/a/1.html", at=day(1), body=b"<html><body><p>x</p></body></html>")
    again = [Kept(url=kept[0].url, at=day(2), body=kept[0].body.replace(b"festa", b"gioia"))]
    return keep(tmp_path / "c", [[front(), *kept, other], again])


def test_each_page_is_read_once_however_often_it_was_captured(collection: Collection) -> None:
    urls = [page.url for page in read_pages(collection.sealed(), never)]

    assert len(urls) == len(set(urls)) == 10


def test_lines_on_many_articles_are_learned_by_host(collection: Collection) -> None:
    learned = learn_furniture(collection.sealed(), Catalogue(), never)

    lines = learned["www.giornale-prova.it"].lines
    assert "riproduzione riservata in ogni sua forma" in lines
    assert not any("ha riaperto" in line for line in lines)
    assert learned["www.giornale-prova.it"].pages == 8


def test_learning_twice_gives_the_same(collection: Collection) -> None:
    first = learn_furniture(collection.sealed(), Catalogue(), never)
    second = learn_furniture(collection.sealed(), Catalogue(), never)

    assert first == second


def test_what_was_learned_before_is_learned_again(collection: Collection) -> None:
    learned = learn_furniture(collection.sealed(), Catalogue(), never)
    knowing = Catalogue([Source(id="g", hosts=("www.giornale-prova.it",), learned=("0" * 16,))])

    assert learn_furniture(collection.sealed(), knowing, never) == learned


def checked(collection: Collection, **profile: object) -> ProfileCheck:
    source = Source(id="g", hosts=("www.giornale-prova.it",), **profile)  # type: ignore[arg-type]
    return check_profile(source, collection.sealed(), never)


def test_only_pages_of_the_profiles_hosts_are_checked(collection: Collection) -> None:
    check = checked(collection)

    assert (check.pages, check.articles) == (9, 8)


def test_fields_are_counted_with_and_without_the_profile(collection: Collection) -> None:
    rule = Rule(field="headline", selectors=(".titolo-vero",))

    check = checked(collection, rules=(rule,))

    headline = next(f for f in check.fields if f.name == "headline")
    assert (headline.filled, headline.filled_generic, headline.differing) == (8, 8, 8)
    assert headline.examples[0][1:] == ("Riaperto il porto", "Il porto riapre")


def test_a_selector_that_finds_nothing_any_more_is_seen(collection: Collection) -> None:
    rules = (Rule(field="byline", selectors=(".firma",)), Rule(field="headline", selectors=("h1",)))

    check = checked(collection, rules=rules)

    assert [(r.field, r.pages, r.matched) for r in check.rules] == [("byline", 8, 0), ("headline", 8, 8)]


def test_a_rule_is_not_held_against_captures_after_its_days(collection: Collection) -> None:
    rule = Rule(field="byline", selectors=(".firma",), until=day(1).date().replace(year=2024))

    check = checked(collection, rules=(rule,))

    assert [(r.pages, r.matched) for r in check.rules] == [(0, 0)]


def test_articles_that_the_profile_would_miss_are_named(collection: Collection) -> None:
    check = checked(collection, allow=(r"-1000[0-6]\.html$",))

    assert check.not_allowed == (f"{SITE}/cronaca/2025/03/01/il-stadio-riapre-10007.html",)


def test_pages_that_pass_and_are_no_articles_are_named(collection: Collection) -> None:
    check = checked(collection, allow=("giornale-prova",))

    assert check.no_articles == (f"{SITE}/",)


def wall(n: int) -> Kept:
    """Return a bot wall's answer with a status of 200 at the address of an article."""
    page = "<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1>"
    page += f"<p>Verify you are human by completing the action below. Ray {n}</p><script>_cf_chl_opt={{}}</script>"
    return Kept(url=article(n).url, at=day(1), body=page.encode())


def test_a_block_page_is_passed_over_and_the_page_behind_it_is_read_when_it_comes(tmp_path: Path) -> None:
    later = [Kept(url=article(n).url, at=day(2), body=article(n).body) for n in range(2)]
    collection = keep(tmp_path / "c", [[wall(n) for n in range(6)], later])

    pages = list(read_pages(collection.sealed(), never))

    assert [page.url for page in pages] == [article(0).url, article(1).url]
    assert all("ha riaperto" in page.html for page in pages)


def test_a_frame_is_no_page_of_the_site(tmp_path: Path) -> None:
    frame = Kept(url=f"{SITE}/frame.html", at=day(1), body=article(1).body, notes=(("requisite-of", f"{SITE}/"),))
    collection = keep(tmp_path / "c", [[article(0), frame]])

    assert [page.url for page in read_pages(collection.sealed(), never)] == [article(0).url]


def test_a_page_whose_address_is_none_is_of_no_site(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    path = tmp_path / "anybodys.warc.gz"
    path.write_bytes(members(*(foreign("response", head + b"<p>x", url=url) for url in ("http://[::1/a", URL))))

    assert [page.url for page in read_pages([path], print)] == [URL]
