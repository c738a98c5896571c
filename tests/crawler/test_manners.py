"""How a source wants to be asked: its profile's word, its robots.txt, and the user's before both."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from archive.store.state import State
from crawler.demo.loopback import Answer, Asked, Serving, serve_site
from crawler.frontier import Frontier
from crawler.manners import closed_until
from crawler.pages import Found
from tests.crawler.desk import HERE, NOW, SOURCE, Desk
from tests.newspaper.prose import Prose, slug_of
from tests.newspaper.wire import Script, WireServer


@dataclass
class Paper:
    """Some articles under one section; keeps who asked for what, and when."""

    articles: int = 3
    robots: str = ""
    robots_status: list[int] = field(default_factory=list)
    """Of the first answers to /robots.txt; then 200."""
    looks: list[tuple[float, str, str | None]] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        self.looks.append((time.monotonic(), asked.path, asked.get("User-Agent")))
        if asked.path == "/robots.txt":
            status = self.robots_status.pop(0) if self.robots_status else 200
            return Answer(status=status, body=self.robots.encode(), media_type="text/plain")
        headlines = [Prose(str(n)).headline() for n in range(self.articles)]
        if asked.path == "/cronaca/":
            rows = "".join(
                f'<h2><a href="/a/{slug_of(h)}-{10020 + n}.html">{h}</a></h2>' for n, h in enumerate(headlines)
            )
            return _page(f"<html><body><main>{rows}</main></body></html>")
        text = "".join(f"<p>{Prose(asked.path).paragraph()}</p>" for _ in range(4))
        return _page(f"<html><body><article><h1>Il porto</h1><p>25/02/2026 09:30</p>{text}</article></body></html>")

    def times(self) -> list[float]:
        return [at for at, path, _ in self.looks if path != "/robots.txt"]


def _page(text: str) -> Answer:
    return Answer(body=text.encode(), media_type="text/html; charset=utf-8")


def crawl(serving: Serving, folder: Path, *options: str, profile: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "sources").mkdir(parents=True)
    text = f'id = "giornale"\n[start]\nsections = ["{serving.url}/cronaca/"]\n{profile}\n'
    (folder / "profile.toml").write_text(text, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", "crawl", "giornale", "--collection", str(folder / "news"),
         "--sources", str(folder / "profile.toml"), "--allow-network", f"127.0.0.1/32:{serving.port}", *options],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def gaps(times: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]


def test_the_profiles_user_agent_is_sent(tmp_path: Path) -> None:
    paper = Paper()
    with serve_site(paper) as serving:
        crawl(serving, tmp_path, "--delay", "0", profile='[politeness]\nuser_agent = "biblioteca (+web@example.org)"')

    assert {agent for _, path, agent in paper.looks if path != "/robots.txt"} == {"biblioteca (+web@example.org)"}


def test_the_command_line_goes_before_the_profile(tmp_path: Path) -> None:
    paper = Paper()
    with serve_site(paper) as serving:
        crawl(serving, tmp_path, "--delay", "0", "--user-agent", "mine", profile='[politeness]\nuser_agent = "theirs"')

    assert {agent for _, _, agent in paper.looks} == {"mine"}


def test_the_profiles_delay_may_be_shorter_than_the_usual(tmp_path: Path) -> None:
    paper = Paper(articles=5)
    with serve_site(paper) as serving:
        crawl(serving, tmp_path, "-s", "DOWNLOAD_DELAY_JITTER=0", profile="[politeness]\ndelay = 0.2")

    assert min(gaps(paper.times())) > 0.15
    assert median(gaps(paper.times())) < 0.9


def test_a_crawl_delay_lasts_however_fast_the_site_answers(tmp_path: Path) -> None:
    paper = Paper(articles=4, robots="User-agent: *\nCrawl-delay: 1.5\n")
    with serve_site(paper) as serving:
        crawl(serving, tmp_path, "-s", "DOWNLOAD_DELAY_JITTER=0", profile="[politeness]\ndelay = 0.2")

    assert len(paper.times()) == 5
    assert min(gaps(paper.times())[1:]) > 1.4


def test_robots_txt_is_not_asked_where_the_profile_says_so(tmp_path: Path) -> None:
    paper = Paper(robots="User-agent: *\nDisallow: /\n")
    with serve_site(paper) as serving:
        done = crawl(serving, tmp_path, "--delay", "0", profile='[politeness]\nrobots = "ignore"')

    assert done.returncode == 0
    assert len(paper.times()) == 4


def test_while_robots_txt_answers_with_an_error_no_page_is_asked(tmp_path: Path) -> None:
    paper = Paper(robots_status=[503] * 9)
    with serve_site(paper) as serving:
        done = crawl(serving, tmp_path, "--delay", "0")

    assert done.returncode == 4
    assert paper.times() == []
    assert f"{serving.url}/cronaca/: not asked, since robots.txt answered 503" in done.stderr


def test_while_robots_txt_gets_no_answer_no_page_is_asked(tmp_path: Path) -> None:
    page = Script.of(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok")
    with WireServer({"/robots.txt": Script.of(ends="close"), "/cronaca/": page}) as server:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", server.url("/cronaca/"), "--collection",
             str(tmp_path / "news"), "--allow-network", "127.0.0.1", "--delay", "0"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    assert done.returncode == 4
    assert {one.path for one in server.log} == {"/robots.txt"}
    assert "not asked, since robots.txt could not be had: no answer that can be read" in done.stderr


def test_a_robots_txt_that_comes_back_is_asked_again_and_obeyed(tmp_path: Path) -> None:
    paper = Paper(robots_status=[503], robots="User-agent: *\nDisallow: /a/\n")
    with serve_site(paper) as serving:
        crawl(serving, tmp_path, "--delay", "0")
        again = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", "giornale", "--collection", str(tmp_path / "news"),
             "--allow-network", f"127.0.0.1/32:{serving.port}", "--delay", "0"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    assert "crawl: 1 pages" in again.stdout
    assert {path for _, path, _ in paper.looks} == {"/robots.txt", "/cronaca/"}


def test_while_robots_txt_cannot_be_had_no_page_is_asked(tmp_path: Path) -> None:
    listing = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nla lista\n"
    scripts = {"/robots.txt": Script.of(ends="reset"), "/cronaca/": Script.of(listing)}
    with WireServer(scripts) as server:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", server.url("/cronaca/"), "--collection", str(tmp_path / "n"),
             "--delay", "0", "--allow-network", f"127.0.0.1/32:{server.port}"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        asked = {served.path for served in server.log}

    assert done.returncode == 4
    assert asked == {"/robots.txt"}
    assert "/cronaca/: not asked, since robots.txt could not be had: " in done.stderr
    assert "<twisted" not in done.stderr


def test_a_host_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "crawl", "http://127.0.0.1:9/", "--collection", str(tmp_path / "n"),
         "--allow-network", "127.0.0.1/32"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 4
    assert "http://127.0.0.1:9/: Connection was refused by other side" in done.stderr
    assert "robots" not in done.stderr


_STAYING = """
import sys, threading, time_machine
from datetime import datetime, timedelta, timezone
with time_machine.travel(datetime.now(timezone.utc), tick=True) as clock:
    def jump():
        sys.stdin.readline()
        clock.shift(timedelta(hours=25))
    threading.Thread(target=jump, daemon=True).start()
    from archive.cli import main
    main(sys.argv[1:])
"""


def test_a_run_that_stays_reads_robots_txt_anew_each_day(tmp_path: Path) -> None:
    paper = Paper()
    with serve_site(paper) as serving:
        staying = subprocess.Popen(
            [sys.executable, "-c", _STAYING, "crawl", f"{serving.url}/cronaca/", "--collection", str(tmp_path / "n"),
             "--watch", "--delay", "0", "--allow-network", f"127.0.0.1/32:{serving.port}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert staying.stdin is not None
        wait_until(lambda: len(paper.times()) == 4)
        paper.robots = "User-agent: *\nDisallow: /a/\n"
        before = len(paper.looks)
        staying.stdin.write("tomorrow\n")
        staying.stdin.flush()
        wait_until(lambda: any(path == "/cronaca/" for _, path, _ in paper.looks[before:]))
        staying.terminate()
        staying.communicate(timeout=60)

    assert staying.returncode == 10
    assert {path for _, path, _ in paper.looks[before:]} == {"/robots.txt", "/cronaca/"}


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_outside_its_hours_a_source_is_not_asked(tmp_path: Path) -> None:
    paper = Paper()
    now = datetime.now(UTC)
    hours = f"{now + timedelta(hours=2):%H:00}-{now + timedelta(hours=3):%H:00}"
    with serve_site(paper) as serving:
        done = crawl(serving, tmp_path, "--delay", "0", profile=f'[politeness]\nhours = "{hours}"')

    assert paper.looks == []
    assert "crawl: 0 pages" in done.stdout


@pytest.mark.parametrize(
    ("hours", "opens_at"),
    [
        (("06:00", "07:00"), None),
        (("00:00", "06:00"), "2026-02-26T00:00"),
        (("08:30", "12:00"), "2026-02-25T08:30"),
        (("22:00", "07:00"), None),
        (("22:00", "06:00"), "2026-02-25T22:00"),
        (("00:00", "24:00"), None),
    ],
)
def test_hours_are_clock_times_and_may_pass_midnight(hours: tuple[str, str], opens_at: str | None) -> None:
    at = closed_until(replace(SOURCE, hours=hours), NOW)

    assert at == (None if opens_at is None else datetime.fromisoformat(f"{opens_at}+00:00").timestamp())


def test_hours_are_of_the_sources_zone() -> None:
    # 06:13 in London is 15:13 in Tokyo.
    assert closed_until(replace(SOURCE, hours=("15:00", "16:00"), zone="Asia/Tokyo"), NOW) is None
    assert closed_until(replace(SOURCE, hours=("06:00", "07:00"), zone="Asia/Tokyo"), NOW) is not None


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


def test_the_profiles_interval_of_sections_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    desk = Desk.of(tmp_path, replace(SOURCE, revisit_section=timedelta(minutes=30)))
    desk.show("/cronaca/", b"<html></html>")
    ((due_at,),) = desk.state.read("SELECT due_at FROM pages WHERE kind = 'section'")
    desk.state.close()

    assert abs(due_at - NOW - 1800) <= 180


def test_an_article_is_given_up_at_the_age_that_the_profile_says(state: State) -> None:
    frontier = Frontier(state, {"giornale"}, NOW)
    frontier.add([Found(url=HERE + "/a", kind="article")], "giornale", NOW)
    looks, now = 0, NOW
    while due := frontier.take(now):
        frontier.article_seen(due, now, changed=True, give_up_after=timedelta(hours=5))
        looks += 1
        now += 3600
        frontier.wake(now)

    assert looks == 6


def test_a_newspaper_that_gets_a_profile_later_is_crawled_on(tmp_path: Path) -> None:
    paper = Paper()
    with serve_site(paper) as serving:

        def run(*options: str) -> str:
            command = [sys.executable, "-m", "archive.cli", *options]
            return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

        where = ("--collection", str(tmp_path / "news"))
        how = ("--allow-network", f"127.0.0.1/32:{serving.port}", "--delay", "0")
        run("crawl", f"{serving.url}/cronaca/", *where, *how)
        profile = tmp_path / "news" / "sources" / "giornale.toml"
        run("sources", "new", f"{serving.url}/cronaca/", *where, "--output", str(profile))
        before = run("crawl", *where, *how, "--recheck")
        run("rebuild", str(tmp_path / "news"))
        after = run("crawl", *where, *how, "--recheck")

    assert "crawl: 3 pages, 0 new articles, 0 changed, 3 unchanged" in before
    assert "crawl: 3 pages, 0 new articles, 0 changed, 3 unchanged" in after


def test_what_robots_txt_forbids_for_a_day_is_an_article_the_day_after(tmp_path: Path) -> None:
    paper = Paper(robots="User-agent: *\nDisallow: /a/\n")
    with serve_site(paper) as serving:
        first = crawl(serving, tmp_path, "--delay", "0")
        paper.robots = ""
        with State(tmp_path / "news" / "state.sqlite") as state:
            state.write("UPDATE pages SET due_at = due_at - 86400")
        again = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", "--collection", str(tmp_path / "news"),
             "--allow-network", f"127.0.0.1/32:{serving.port}", "--delay", "0"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    assert "0 new articles" in first.stdout
    assert "3 new articles" in again.stdout
