"""Page requisites: found in what was fetched, asked once, within a budget; no trouble of theirs is the article's."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.exchange import Exchange, Spool
from archive.reading import REQUISITE_OF
from archive.sources.profile import Source
from archive.store.state import State
from archive.warc.reader import read_exchanges
from crawler.frontier import Frontier
from crawler.pages import Due, Found, Kind
from crawler.requisites import MAX_DEPTH, MAX_FRAMES, RequisiteFinder, body_kind, referer_for
from tests.newspaper.wire import Script, WireServer

HERE = "http://giornale.example"
PAGE = HERE + "/a/1.html"
NOW = 1_772_000_000
SOURCE = Source(id="giornale", hosts=("giornale.example",))


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with State(tmp_path / "state.sqlite") as state:
        yield Frontier(state, {"giornale"}, NOW)


def finder(frontier: Frontier, wanted: str = "all", **budget: int) -> RequisiteFinder:
    return RequisiteFinder(frontier, now=lambda: NOW, wanted=wanted, **budget)


def answer(body: str, media_type: str = "text/html", url: str = PAGE) -> Exchange:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n"
    return Exchange(
        url=url,
        request=None,
        response=Spool.of((head + body).encode()),
        captured_at=datetime.fromtimestamp(NOW, UTC),
    )


def taken(frontier: Frontier) -> list[Due]:
    """Take all that is due, as a run would."""
    found = []
    while due := frontier.take(NOW):
        found.append(due)
    return found


def asked_for(frontier: Frontier) -> list[str]:
    return [due.url.removeprefix(HERE) for due in taken(frontier)]


def requisite_of_page(frontier: Frontier, finder: RequisiteFinder, markup: str) -> Due:
    """Make *markup* a page's; return the one requisite that it names."""
    finder.of_page("article", SOURCE, answer(markup))
    (due,) = taken(frontier)
    return due


def test_a_page_makes_due_what_it_names(frontier: Frontier) -> None:
    markup = '<link rel=stylesheet href=/s.css><script src=/m.js></script><img src=1.png srcset="2.png 2x">'
    fresh = finder(frontier).of_page("article", SOURCE, answer(markup))

    assert fresh == 4
    assert sorted(asked_for(frontier)) == ["/a/1.png", "/a/2.png", "/m.js", "/s.css"]


def test_a_page_of_no_type_makes_due_what_it_names(frontier: Frontier) -> None:
    untyped = answer("<!doctype html><p><img src=a.png>")
    untyped = replace(untyped, response=Spool.of(untyped.response.read().replace(b"Content-Type: text/html\r\n", b"")))
    finder(frontier).of_page("article", SOURCE, untyped)

    assert asked_for(frontier) == ["/a/a.png"]


def test_pictures_alone_where_only_they_are_wanted(frontier: Frontier) -> None:
    markup = '<link rel=stylesheet href=/s.css><img src=1.png><div style="background:url(b.png)"></div>'
    finder(frontier, "images").of_page("article", SOURCE, answer(markup))

    assert sorted(asked_for(frontier)) == ["/a/1.png", "/a/b.png"]


@pytest.mark.parametrize(("wanted", "found"), [("all", ["/1.png", "/foto/2.jpg"]), ("images", ["/1.png"])])
def test_what_blocks_of_json_name_is_wanted_with_everything_alone(
    frontier: Frontier, wanted: str, found: list[str]
) -> None:
    markup = '<script type="application/json">{"hero": "/foto/2.jpg"}</script><img src=/1.png>'
    finder(frontier, wanted).of_page("article", SOURCE, answer(markup))

    assert sorted(asked_for(frontier)) == found


@pytest.mark.parametrize(("wanted", "found"), [("all", ["/1.png"]), ("images", []), ("none", [])])
def test_a_section_page_is_kept_whole_only_where_all_is_wanted(
    frontier: Frontier, wanted: str, found: list[str]
) -> None:
    finder(frontier, wanted).of_page("section", SOURCE, answer("<img src=1.png>", url=HERE + "/"))

    assert asked_for(frontier) == found


def test_a_profile_says_what_is_wanted_where_the_run_does_not(frontier: Frontier) -> None:
    source = Source(id="giornale", hosts=("giornale.example",), requisites="images")
    finder(frontier, "").of_page("article", source, answer("<script src=/m.js></script><img src=1.png>"))

    assert asked_for(frontier) == ["/a/1.png"]


def test_a_profile_may_name_the_hosts_of_requisites(frontier: Frontier) -> None:
    source = Source(id="giornale", hosts=("giornale.example",), requisite_hosts=("cdn.example",))
    markup = "".join(f"<img src=//{host}/1.png>" for host in ("x.cdn.example", "notcdn.example", "giornale.example"))
    finder(frontier).of_page("article", source, answer(markup))

    assert sorted(due.host for due in taken(frontier)) == ["giornale.example", "x.cdn.example"]


def test_other_hosts_are_asked_for_requisites(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=https://cdn.example/1.png>"))

    assert asked_for(frontier) == ["https://cdn.example/1.png"]


def test_what_is_known_is_not_asked_again(frontier: Frontier) -> None:
    requisites = finder(frontier)
    requisites.of_page("article", SOURCE, answer("<img src=/1.png>"))
    for due in taken(frontier):
        frontier.requisite_seen(due, NOW)
    again = requisites.of_page("article", SOURCE, answer("<img src=/1.png>", url=HERE + "/a/2.html"))

    assert again == 0
    assert asked_for(frontier) == []


def test_articles_come_before_requisites(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=/1.png>"))
    frontier.add([Found(url=HERE + "/a/2.html", kind="article", unsure=True)], "giornale", NOW)

    assert asked_for(frontier) == ["/a/2.html", "/1.png"]


def test_when_no_more_pages_may_be_had_requisites_still_are(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=/1.png>"))
    frontier.add([Found(url=HERE + "/a/2.html", kind="article")], "giornale", NOW)
    frontier.only_requisites()

    assert asked_for(frontier) == ["/1.png"]


def test_a_host_whose_pages_are_spent_still_gives_requisites(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=/1.png>"))
    frontier.add([Found(url=HERE + "/a/2.html", kind="article")], "giornale", NOW)
    frontier.add([Found(url="http://altro.example/a/", kind="article")], "giornale", NOW)
    frontier.only_requisites("giornale.example")

    assert sorted(asked_for(frontier)) == ["/1.png", "http://altro.example/a/"]


def test_what_was_a_requisite_may_prove_to_be_an_article(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<iframe src=/a/2.html></iframe>"))
    for due in taken(frontier):
        frontier.requisite_seen(due, NOW)
    fresh = frontier.add([Found(url=HERE + "/a/2.html", kind="article")], "giornale", NOW)

    assert [item.url for item in fresh] == [HERE + "/a/2.html"]
    assert [(due.kind, due.notes) for due in taken(frontier)] == [("article", ())]


def test_an_article_never_becomes_a_requisite(frontier: Frontier) -> None:
    frontier.add([Found(url=HERE + "/a/2.html", kind="article")], "giornale", NOW)
    fresh = finder(frontier).of_page("article", SOURCE, answer("<iframe src=/a/2.html></iframe>"))

    assert fresh == 0
    assert [due.kind for due in taken(frontier)] == ["article"]


# -- what requisites need in their turn -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "media_type", "body", "found"),
    [
        ("<link rel=stylesheet href=/css/m.css>", "text/css", "@import 'typo.css';", "/css/typo.css"),
        (
            "<link rel=stylesheet href=/css/m.css>",
            "text/css",
            "@font-face{font-family:N;src:url(../f/n.woff2)}",
            "/f/n.woff2",
        ),
        ("<script type=module src=/js/m.mjs></script>", "text/javascript", "import './dep.mjs'", "/js/dep.mjs"),
        ("<script src=/js/m.js></script>", "application/javascript", "fetch('live.json')", "/a/live.json"),
        ("<link rel=manifest href=/m.json>", "application/manifest+json", '{"icons":[{"src":"/i.png"}]}', "/i.png"),
        ("<iframe src=/w/w.html></iframe>", "text/html; charset=utf-8", "<img src=w.png>", "/w/w.png"),
        ("<img src=/i/x.svg>", "image/svg+xml", "<svg><image href='in.png'/></svg>", "/i/in.png"),
    ],
)
def test_what_a_requisite_names_is_due_as_well(
    frontier: Frontier, markup: str, media_type: str, body: str, found: str
) -> None:
    requisites = finder(frontier)
    due = requisite_of_page(frontier, requisites, markup)
    requisites.of_requisite(due, SOURCE, answer(body, media_type, due.url))

    assert asked_for(frontier) == [found]


def test_pictures_in_json_are_relative_to_the_page_that_fetches_it(frontier: Frontier) -> None:
    requisites = finder(frontier)
    due = requisite_of_page(frontier, requisites, "<script>fetch('/api/x.json')</script>")
    requisites.of_requisite(due, SOURCE, answer('{"img": "pic/1.jpg"}', "application/json", due.url))

    assert asked_for(frontier) == ["/a/pic/1.jpg"]


def test_a_script_in_a_frame_fetches_relative_to_the_frame(frontier: Frontier) -> None:
    requisites = finder(frontier)
    frame = requisite_of_page(frontier, requisites, "<iframe src=/w/w.html></iframe>")
    requisites.of_requisite(frame, SOURCE, answer("<script src=/js/w.js></script>", url=frame.url))
    (script,) = taken(frontier)
    requisites.of_requisite(script, SOURCE, answer("fetch('w.json')", "text/javascript", script.url))
    (data,) = taken(frontier)

    assert data.url == HERE + "/w/w.json"
    assert data.referrer == HERE + "/w/w.html"
    assert dict(data.notes)[REQUISITE_OF] == PAGE


def test_a_redirected_page_names_things_from_where_it_lies(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=1.png>", url=HERE + "/new/2.html"))

    assert [(due.url, due.referrer) for due in taken(frontier)] == [(HERE + "/new/1.png", HERE + "/new/2.html")]


def test_sheets_that_import_each_other_for_ever_come_to_an_end(frontier: Frontier) -> None:
    requisites = finder(frontier)
    due = requisite_of_page(frontier, requisites, "<link rel=stylesheet href=/0.css>")
    steps = 1
    while found := requisites.of_requisite(due, SOURCE, answer(f"@import '/{steps}.css';", "text/css", due.url)):
        steps += found
        (due,) = taken(frontier)

    assert steps == MAX_DEPTH


def test_frames_within_frames_come_to_an_end(frontier: Frontier) -> None:
    requisites = finder(frontier)
    due = requisite_of_page(frontier, requisites, "<iframe src=/0.html></iframe>")
    frames = 1
    while found := requisites.of_requisite(due, SOURCE, answer(f"<iframe src=/{frames}.html></iframe>", url=due.url)):
        frames += found
        (due,) = taken(frontier)

    assert frames == MAX_FRAMES + 1


@pytest.mark.parametrize("media_type", ["image/png", "", "text/plain", "video/mp4", "application/octet-stream"])
def test_what_names_nothing_is_not_read(media_type: str) -> None:
    assert body_kind(media_type) is None


# -- what a page may cost ---------------------------------------------------------------------------------------------


def test_a_page_has_so_many_requisites_and_no_more(frontier: Frontier) -> None:
    markup = "".join(f"<img src={n}.png>" for n in range(9))
    finder(frontier, per_page=4).of_page("article", SOURCE, answer("<script src=0.js></script>" + markup))

    assert sorted(asked_for(frontier)) == ["/a/0.js", "/a/0.png", "/a/1.png"]


def test_pictures_leave_a_quarter_to_what_sheets_need(frontier: Frontier) -> None:
    requisites = finder(frontier, per_page=4)
    markup = "".join(f"<img src={n}.png>" for n in range(9)) + "<link rel=stylesheet href=m.css>"
    requisites.of_page("article", SOURCE, answer(markup))
    (sheet,) = (due for due in taken(frontier) if due.url.endswith("m.css"))
    requisites.of_requisite(sheet, SOURCE, answer("@font-face{src:url(f.woff2)}", "text/css", sheet.url))

    assert asked_for(frontier) == ["/a/f.woff2"]


def test_what_requisites_need_counts_as_the_pages(frontier: Frontier) -> None:
    requisites = finder(frontier, per_page=2)
    due = requisite_of_page(frontier, requisites, "<link rel=stylesheet href=/m.css>")
    requisites.of_requisite(due, SOURCE, answer(".a{background:url(1.png)}.b{background:url(2.png)}", "text/css"))

    assert asked_for(frontier) == ["/a/1.png"]


def test_what_is_known_costs_a_page_nothing(frontier: Frontier) -> None:
    finder(frontier).of_page("article", SOURCE, answer("<img src=0.png>"))
    requisites = finder(frontier, per_page=1)
    fresh = requisites.of_page("article", SOURCE, answer("<img src=0.png><img src=1.png>", url=HERE + "/a/2.html"))

    assert fresh == 1


def test_a_page_whose_bytes_are_spent_gets_no_more(frontier: Frontier) -> None:
    requisites = finder(frontier, bytes_per_page=1000)
    requisites.of_page("article", SOURCE, answer("<img src=1.png><img src=2.png>"))
    first, second = taken(frontier)
    before = requisites.allows(second)
    requisites.spend(first, 1000)

    assert before
    assert not requisites.allows(second)


def test_what_one_page_may_not_have_another_may(frontier: Frontier) -> None:
    requisites = finder(frontier)
    due = requisite_of_page(frontier, requisites, "<img src=/1.png>")
    frontier.forget(due)
    fresh = requisites.of_page("article", SOURCE, answer("<img src=/1.png>", url=HERE + "/a/2.html"))

    assert fresh == 1


# -- Referer ----------------------------------------------------------------------------------------------------------


def due_for(url: str, referrer: str | None, kind: Kind = "requisite") -> Due:
    return Due(
        key=1, url=url, source="giornale", host="giornale.example", kind=kind, depth=1, misses=0, fetched_at=None,
        etag=None, last_modified=None, digest=None, record_id=None, captured_at=None, referrer=referrer, notes=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "referrer", "sent"),
    [
        ("https://cdn.example/1.png", "https://g.example/a?b=c", "https://g.example/a?b=c"),
        ("http://cdn.example/1.png", "https://g.example/a", None),
        ("http://cdn.example/1.png", "http://g.example", "http://g.example/"),
        ("http://cdn.example/1.png", "http://user:word@g.example/a#top", "http://g.example/a"),
        ("http://cdn.example/1.png", None, None),
    ],
)
def test_the_page_is_sent_as_referer_as_browsers_do(url: str, referrer: str | None, sent: str | None) -> None:
    assert referer_for(due_for(url, referrer)) == sent


def test_an_article_is_asked_for_without_a_referer() -> None:
    assert referer_for(due_for(HERE, HERE, "article")) is None


# -- the whole crawl --------------------------------------------------------------------------------------------------

PROSE = "<p>" + "Il consiglio ha approvato ieri sera il bilancio della città, dopo una lunga seduta. " * 12 + "</p>"
ARTICLE = (
    '<html lang=it><head><title>Bilancio</title><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2026-03-02T10:00:00+01:00"></head>'
    f"<body><article><h1>Bilancio</h1>{PROSE}</article>"
)


def said(body: str | bytes, media_type: str, *fields: str, status: str = "200 OK") -> Script:
    data = body.encode() if isinstance(body, str) else body
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(data)}", *fields])
    return Script.of(head.encode() + b"\r\n\r\n" + data)


@dataclass(frozen=True, slots=True)
class Crawled:
    """Two runs over a newspaper on one host and its pictures on another."""

    collection: Collection
    first: str
    again: str
    asked: dict[str, bytes]
    """Request of each path, of the newspaper's and the pictures' server."""
    times: dict[str, int]
    guarded: int
    """How many connections came to the server that the guard does not allow."""
    exchanges: dict[str, Exchange]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("requisites") / "news"
    with WireServer({}) as guarded, WireServer({}) as cdn, WireServer({}) as paper:
        cdn.scripts = {
            "/1.png": said(b"\x89PNG 1", "image/png"),
            "/s.css": said("@import '/t.css';", "text/css"),
            "/t.css": said("@font-face{src:url(/f.woff2)}", "text/css"),
            "/f.woff2": said(b"wOF2", "font/woff2"),
            "/large.png": said(b"\x89" * 5000, "image/png"),
            "/frame.html": said(ARTICLE.replace("Bilancio", "Riquadro"), "text/html"),
        }
        page = (
            ARTICLE + f"<link rel=stylesheet href={cdn.url('/s.css')}>"
            f"<img src={cdn.url('/1.png')}><img src={cdn.url('/large.png')}><img src={guarded.url('/secret.png')}>"
            f"<iframe src={cdn.url('/frame.html')}></iframe><img src=/gone.png><img src=/dropped.png>"
            "<img src=/soft.png><img src=/moved.png>"
        )
        paper.scripts = {
            "/cronaca/": said("<a href=/2026/03/bilancio-della-citta.html>Il bilancio della città approvato</a>"
                      "<img src=/front.png>", "text/html"),
            "/2026/03/bilancio-della-citta.html": said(page, "text/html", 'ETag: "1"'),
            "/front.png": said(b"\x89PNG front", "image/png"),
            "/dropped.png": Script.of(b"HTTP/1.1 200 OK\r\nContent-Le", ends="reset"),
            "/soft.png": said(ARTICLE.replace("Bilancio", "Spiacenti"), "text/html"),
            "/moved.png": said("", "text/plain", f"Location: {cdn.url('/1.png')}", status="302 Found"),
        }  # fmt: skip
        command = [
            sys.executable, "-m", "archive.cli", "crawl", paper.url("/cronaca/"), "--collection", str(folder),
            "--requisites", "all", "--delay", "0", "--concurrency", "4", "--allow-network", f"127.0.0.1:{paper.port}",
            "--allow-network", f"127.0.0.1:{cdn.port}", "--max-pages", "2", "-s", "EMEROTECA_REQUISITE_BYTES=4000",
        ]  # fmt: skip
        runs = [
            subprocess.run([*command, *more], capture_output=True, text=True, timeout=90, check=False)
            for more in ((), ("--recheck",))
        ]
        log = [*paper.log, *cdn.log]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr + runs[1].stderr
    collection = Collection.open(folder)
    return Crawled(
        collection,
        *(run.stdout for run in runs),
        asked={served.path: served.request for served in log},
        times={path: sum(served.path == path for served in log) for path in (served.path for served in log)},
        guarded=guarded.connections,
        exchanges={
            exchange.url: exchange
            for warc in collection.sealed()
            for _, exchange in read_exchanges(warc, on_damage=lambda damage: pytest.fail(str(damage)))
        },
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/front.png", "/1.png", "/s.css", "/t.css", "/f.woff2", "/frame.html"])
def test_pictures_sheets_fonts_and_frames_of_pages_are_kept_though_no_page_may_be_had(
    crawled: Crawled, path: str
) -> None:
    kept = {re.sub(r"^http://[^/]*", "", url) for url in crawled.exchanges}

    assert path in kept


@pytest.mark.slow
def test_no_failure_of_a_requisite_is_an_error_of_the_run(crawled: Crawled) -> None:
    assert {"/gone.png", "/dropped.png", "/large.png"} <= crawled.asked.keys()
    assert "1 new articles" in crawled.first
    assert " 0 errors" in crawled.first


@pytest.mark.slow
def test_each_requisite_names_its_page_or_sheet_as_referer(crawled: Crawled) -> None:
    def referer(path: str) -> str:
        found = re.search(rb"\r\nReferer: http://[^/]*(/[^\r]*)", crawled.asked[path])
        return found[1].decode() if found else "none"

    assert referer("/1.png") == "/2026/03/bilancio-della-citta.html"
    assert referer("/t.css") == "/s.css"
    assert referer("/2026/03/bilancio-della-citta.html") == "none"


@pytest.mark.slow
def test_requisites_are_not_asked_again_by_a_later_run(crawled: Crawled) -> None:
    # One picture is asked for by its page, and by the redirect of another picture.
    once = {"/front.png", "/s.css", "/t.css", "/f.woff2", "/frame.html", "/gone.png", "/soft.png", "/moved.png"}

    assert {path: crawled.times[path] for path in once} == dict.fromkeys(once, 1)
    assert crawled.times["/2026/03/bilancio-della-citta.html"] == 2


@pytest.mark.slow
def test_the_network_guard_holds_for_requisites(crawled: Crawled) -> None:
    assert crawled.guarded == 0


@pytest.mark.slow
def test_a_requisite_past_its_size_is_kept_as_cut(crawled: Crawled) -> None:
    (large,) = (exchange for url, exchange in crawled.exchanges.items() if url.endswith("/large.png"))

    assert large.truncated == "length"


@pytest.mark.slow
def test_neither_a_frame_nor_a_page_in_the_place_of_a_picture_is_an_article(crawled: Crawled) -> None:
    lines = [
        json.loads(line)
        for path in crawled.collection.articles.rglob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]

    assert [line["headline"] for line in lines] == ["Bilancio"]


@pytest.mark.slow
def test_each_record_of_a_requisite_says_for_which_page_it_was_fetched(crawled: Crawled) -> None:
    (font,) = (exchange for url, exchange in crawled.exchanges.items() if url.endswith("/f.woff2"))

    assert (dict(font.notes)[REQUISITE_OF]).endswith("/2026/03/bilancio-della-citta.html")


@pytest.mark.slow
def test_neither_zstd_nor_brotli_is_offered(crawled: Crawled) -> None:
    offers = {re.search(rb"\r\nAccept-Encoding: ([^\r]*)", request)[1] for request in crawled.asked.values()}  # type: ignore[index]

    assert offers == {b"gzip"}
