"""What a site asks for, and redirects that stay at home."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.politeness import (
    LONGEST_WAIT_SECONDS,
    ROBOTS_BYTES,
    SHORTEST_WAIT_SECONDS,
    Robots,
    Rules,
    SameSiteRedirects,
    retry_after,
    same_place,
    same_site,
    start_of_robots,
)

NOW = datetime(2026, 2, 25, 6, tzinfo=UTC)
HERE = "https://www.giornale.example/a"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 1),
        ("-5", 1),
        ("99999999", LONGEST_WAIT_SECONDS),
        ("9" * 400, LONGEST_WAIT_SECONDS),
        ("soon", SHORTEST_WAIT_SECONDS),
        ("", SHORTEST_WAIT_SECONDS),
        (None, SHORTEST_WAIT_SECONDS),
    ],
)
def test_retry_after_is_read_within_bounds(value: str | None, seconds: int) -> None:
    assert retry_after(value, NOW) == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after(format_datetime(NOW + timedelta(seconds=90), usegmt=True), NOW) == 90


def test_a_date_that_has_passed_is_a_second() -> None:
    assert retry_after(format_datetime(NOW - timedelta(days=1), usegmt=True), NOW) == 1


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("http://giornale.example:8080/", True),
        ("https://sport.giornale.example/", True),
        ("https://giornale.example.altro.example/", False),
        ("https://altro.example/", False),
        ("not a url", False),
    ],
)
def test_a_site_is_its_registrable_domain(other: str, same: bool) -> None:
    assert same_site(HERE, other) is same


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("http://giornale.example:8080/a", True),
        ("https://www.giornale.example/a?page=2", False),
        ("https://www.giornale.example/", False),
        ("https://m.giornale.example/a", False),
    ],
)
def test_a_place_stays_one_under_https_or_www(other: str, same: bool) -> None:
    assert same_place(HERE, other) is same


def redirected(kind: str, target: str, **meta: object) -> Request:
    """Return what becomes of a page of *kind* that redirects to *target*."""
    middleware = SameSiteRedirects(Settings({"REDIRECT_MAX_TIMES": 20, "REDIRECT_PRIORITY_ADJUST": 0}))
    middleware.crawler = SimpleNamespace(spider=None)
    request = Request(
        HERE,
        headers={"If-None-Match": '"1"'},
        meta={"visit": SimpleNamespace(due=SimpleNamespace(kind=kind)), "known_capture": object(), **meta},
    )
    answer = middleware.process_response(request, Response(HERE, status=301, headers={"Location": target}))
    assert isinstance(answer, Request)
    return answer


def test_an_article_may_move_within_its_site() -> None:
    assert redirected("article", "https://giornale.example/b").url == "https://giornale.example/b"


def test_an_article_is_not_followed_to_another_site() -> None:
    with pytest.raises(IgnoreRequest, match="another site"):
        redirected("article", "https://altro.example/b")


@pytest.mark.parametrize("kind", ["section", "feed", "requisite"])
def test_a_seed_or_a_picture_may_lie_elsewhere(kind: str) -> None:
    assert redirected(kind, "https://altro.example/b").url == "https://altro.example/b"


def test_validators_do_not_follow_to_another_page() -> None:
    answer = redirected("article", "/b")

    assert "If-None-Match" not in answer.headers
    assert "known_capture" not in answer.meta


def test_the_first_url_is_noted_once_over_all_hops() -> None:
    first = "https://www.giornale.example/first"
    notes = (("feed-title", "Il porto"), ("requested-url", HERE))
    answer = redirected("article", "/b", redirect_urls=[first], capture_notes=notes)

    assert answer.meta["capture_notes"] == (("feed-title", "Il porto"), ("requested-url", first))


def test_of_an_endless_robots_txt_the_start_is_obeyed() -> None:
    lines = b"User-agent: *\nDisallow: /no\n" + b"Allow: /%d\n" * 60_000 + b"Disallow: /late\n"
    rules = Rules(lines, None)

    assert len(lines) > ROBOTS_BYTES
    assert not rules.allowed("https://www.giornale.example/no", "emeroteca")
    assert rules.allowed("https://www.giornale.example/late", "emeroteca")


def test_a_line_that_stands_across_the_limit_is_left_out_whole() -> None:
    start = start_of_robots(b"Disallow: /a/b/c\n" * 40_000)

    assert len(start) <= ROBOTS_BYTES
    assert start.endswith(b"Disallow: /a/b/c\n")


class Site:
    """Answers for robots.txt; stands for the engine that would fetch it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        return Response(request.url, body=b"User-agent: *\nDisallow: /no\n")

    async def send_catch_log_async(self, **_: object) -> None:
        """Nobody listens."""


def robots_of(site: Site) -> Robots:
    settings = Settings({"ROBOTSTXT_OBEY": True, "USER_AGENT": "x", "ROBOTSTXT_PARSER": "crawler.politeness.Rules"})
    stats = SimpleNamespace(inc_value=lambda *_: None)
    return Robots(SimpleNamespace(settings=settings, stats=stats, engine=site, signals=site, spider=None))


def ask(robots: Robots, url: str) -> None:
    with pytest.raises(StopIteration):
        robots.process_request(Request(url)).send(None)


def test_a_robots_txt_is_believed_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    site, now = Site(), [1000.0]
    robots = robots_of(site)
    monkeypatch.setattr("crawler.politeness.time.time", lambda: now[0])
    for hours in (0, 23, 25, 26, 50):
        now[0] = 1000.0 + hours * 3600
        ask(robots, HERE)

    assert site.asked == ["https://www.giornale.example/robots.txt"] * 3


def test_the_rules_of_many_hosts_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.politeness.ROBOTS_KEPT", 3)
    site = Site()
    robots = robots_of(site)
    for number in (1, 2, 3, 4, 5, 5, 4, 1):
        ask(robots, f"https://w{number}.giornale.example/a")

    assert [url[9] for url in site.asked] == ["1", "2", "3", "4", "5", "1"]
