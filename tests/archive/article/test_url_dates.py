from datetime import date, time

import pytest

from archive.article.url_dates import date_in_url, find_url_date, is_url

APRIL_2 = date(2019, 4, 2)


@pytest.mark.parametrize(
    "path",
    [
        "/2019/04/02/slug", "/2019/4/2/slug/", "/economia/2019-04-02/slug", "/slug-2019-04-02.html",
        "/20190402/slug", "/articolo-201904022042.html", "/economia/19_aprile_02/slug.shtml",
        "/cronaca/02-04-2019/slug", "/2019/apr/02/slug",
        "/n1/2019/0402/c1001-40223222.html", "/201904/02/slug", "/a?date=2019-04-02", "/02-aprile-2019-slug",
        "/gn/2019/04-02/10174123.shtml", "/slug-20190402204211456.htm", "/view/AKR20190402012300001",
        "/politica/slug-nid02042019/", "/fa/news/1398/01/13/2049123/slug",
    ],
)  # fmt: skip
def test_a_path_names_its_day(path: str) -> None:
    assert date_in_url(f"https://www.giornale.example{path}", language="it") == APRIL_2


@pytest.mark.parametrize(
    "path",
    [
        "/tag/industria-4-0",
        "/2019/",
        "/2019/13/40/",
        "/id/123456789012",
        "/made-in-china-2025",
        "/1234/56/78",
        "/politiikka/art-2000010271234.html",
        "/news/99132019/slug",
    ],
)
def test_other_numbers_name_none(path: str) -> None:
    assert date_in_url(f"https://www.giornale.example{path}") is None


def test_a_clock_time_joined_to_the_day_is_read() -> None:
    found = find_url_date("https://g.example/articolo-201904022042.html")

    assert found is not None
    assert found.clock == time(20, 42)


def test_a_year_and_month_are_a_month_and_no_day() -> None:
    url = "https://g.example/2019/04/slug/"
    found = find_url_date(url)

    assert found is not None
    assert found.whole_month
    assert date_in_url(url) is None


def test_a_sentence_with_a_slash_is_no_url() -> None:
    assert is_url("https://g.example/a")
    assert not is_url("2/4/2019")


@pytest.mark.parametrize(
    "prefix", ["https://archive.example/web/20230511173145/", "http://127.0.0.1/all/20240318101709mp_/"]
)
def test_the_time_of_a_capture_in_a_replayed_address_is_no_day_of_the_page(prefix: str) -> None:
    assert date_in_url(f"{prefix}https://paper.example/town/bridge") is None
    assert date_in_url(f"{prefix}https://paper.example/2019/04/02/bridge") == date(2019, 4, 2)
