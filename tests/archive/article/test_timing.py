"""Which of the page's dates is the article's."""

from datetime import UTC, date, datetime

import pytest

from archive.article.extract import rfc3339
from archive.article.headline import read_headline
from archive.article.timing import Timing, place_of, read_timing
from archive.sources.profile import Source
from tests.archive.article.newspage import CAPTURED, ITALIAN, TEXT, linked, read_of

FLAT = "https://www.gazzetta.example/ponte-chiuso-1.html"
ELSEWHERE = Source(id="x")


def timing_of(
    body: str, head: str = "", *, url: str = FLAT, source: Source = ITALIAN, at: datetime = CAPTURED
) -> Timing:
    layout, declared = read_of(body, head=head, url=url)
    headline = read_headline(layout, declared)
    place = place_of(source, url=url, language="it", captured_at=at)
    return read_timing(layout, declared, place, url=url, headline_line=headline.line if headline else None)


def published(timing: Timing) -> tuple[str | None, str | None]:
    return rfc3339(timing.published), timing.published_source


def dated(day: str, more: str = "") -> str:
    return linked(f'{{"@type": "NewsArticle", "headline": "Il ponte è chiuso", "datePublished": "{day}"{more}}}')


def test_json_ld_comes_first() -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", dated("2024-05-02T18:30:00+02:00"))

    assert published(timing) == ("2024-05-02T18:30:00+02:00", "json-ld")


def test_a_printed_clock_time_makes_a_declared_day_sharper() -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p>02/05/2024 18:30</p>{TEXT}", dated("2024-05-02"))

    assert published(timing) == ("2024-05-02T18:30:00+02:00", "line")


def test_json_ld_that_dates_the_page_to_its_capture_gives_way_to_the_printed_day() -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p>12/04/2024 09:15</p>{TEXT}", dated("2024-05-04T05:59:58Z"))

    assert published(timing) == ("2024-04-12T09:15:00+02:00", "line")
    assert "json-ld_date_contradicted" in timing.warnings


def test_json_ld_that_was_contradicted_is_not_asked_for_the_change_either() -> None:
    printed = "<p>Pubblicato il 12 aprile 2024 alle 9:15 - Aggiornato il 13 aprile 2024 alle 7:10</p>"
    data = dated("2024-05-04T05:59:58Z", ', "dateModified": "2024-05-04T05:59:58Z"')

    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{printed}{TEXT}", data)

    assert rfc3339(timing.modified) == "2024-04-13T07:10:00+02:00"


def test_a_printed_day_that_the_address_shares_beats_json_ld() -> None:
    timing = timing_of(
        f"<h1>Il ponte è chiuso</h1><p>12/04/2024</p>{TEXT}",
        dated("2024-04-28"),
        url="https://www.gazzetta.example/2024/04/12/ponte.html",
    )

    assert published(timing)[0] == "2024-04-12T00:00:00+02:00"


def test_a_printed_day_alone_does_not_beat_json_ld() -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p>28/04/2024</p>{TEXT}", dated("2024-04-12T10:00:00+02:00"))

    assert published(timing) == ("2024-04-12T10:00:00+02:00", "json-ld")


@pytest.mark.parametrize("name", ["article:published_time", "parsely-pub-date", "dcterms.created"])
def test_meta_elements_are_read(name: str) -> None:
    timing = timing_of(TEXT, f'<meta property="{name}" content="2024-05-02T18:30:00+02:00">')

    assert published(timing) == ("2024-05-02T18:30:00+02:00", "meta")


def test_a_time_element_by_the_headline_is_read() -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1><time datetime='2024-05-02T18:30+02:00'>ieri</time>{TEXT}")

    assert published(timing) == ("2024-05-02T18:30:00+02:00", "time")


def test_a_time_element_called_updated_is_the_change() -> None:
    times = "<time datetime='2024-05-02T18:30+02:00'>x</time>"
    times += "<time class='updated' datetime='2024-05-03T07:00+02:00'>y</time>"

    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{times}{TEXT}")

    assert published(timing)[0] == "2024-05-02T18:30:00+02:00"
    assert rfc3339(timing.modified) == "2024-05-03T07:00:00+02:00"


def test_a_printed_line_is_read_in_the_papers_own_zone() -> None:
    assert published(timing_of(f"<h1>Ponte</h1><div>02/05/2024 18:30</div>{TEXT}"))[0] == "2024-05-02T18:30:00+02:00"


def test_a_change_before_the_publishing_is_none() -> None:
    timing = timing_of(TEXT, dated("2024-05-02T18:30:00+02:00", ', "dateModified": "2024-05-01T10:00:00+02:00"'))

    assert timing.modified is None


def test_a_day_in_the_address_is_the_last_resort_and_says_so() -> None:
    timing = timing_of(TEXT, url="https://www.gazzetta.example/2024/05/02/ponte.html")

    assert published(timing) == ("2024-05-02T00:00:00+02:00", "url")
    assert timing.warnings == ("date_from_url",)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Piani Industria 4.0 e Made in China 2025</h1>",
        "<h1>Ponte</h1><figure><figcaption>Il ponte nel maggio 2019</figcaption></figure>",
        "<h1>Ponte</h1><div class='related'><p>01/04/2024</p></div>",
    ],
)
def test_without_a_date_line_there_is_no_date(body: str) -> None:
    assert timing_of(body + TEXT, source=ELSEWHERE).published is None


def test_nothing_is_dated_after_its_capture() -> None:
    timing = timing_of(TEXT, dated("2031-01-01T00:00:00Z"), at=datetime(2024, 5, 4, tzinfo=UTC))

    assert timing.published is None


def test_a_line_that_only_speaks_of_an_update_is_the_one_day_known() -> None:
    timing = timing_of(f"<h1>Ponte</h1><p>Aggiornato il 2 maggio 2024 alle 21:15</p>{TEXT}")

    assert published(timing)[0] == "2024-05-02T21:15:00+02:00"


def test_a_date_far_below_counts_where_it_is_labelled() -> None:
    many = "".join(f"<p>Riga numero {word} del testo.</p>" for word in ("uno", "due", "tre") * 20)

    timing = timing_of(f"<h1>Ponte</h1>{many}<p>Pubblicato il 2 maggio 2024</p>")

    assert (published(timing)[0] or "")[:10] == "2024-05-02"


@pytest.mark.parametrize(
    "line", ["Anna Neri | Caposervizio | 2 maggio 2024", "Anna Neri • Inviata a Bruxelles • 2 maggio 2024"]
)
def test_the_part_of_a_line_that_holds_the_date_is_asked(line: str) -> None:
    assert (published(timing_of(f"<h1>Ponte</h1><p>{line}</p>{TEXT}"))[0] or "")[:10] == "2024-05-02"


@pytest.mark.parametrize(
    "printed", ["<p>02/05/2024 20:30</p>", "<time datetime='2024-05-02T20:30:00+02:00'>ieri</time>"]
)
def test_a_moment_in_utc_is_told_in_the_papers_own_clock_time(printed: str) -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{printed}{TEXT}", dated("2024-05-02T18:30:05Z"))

    assert published(timing) == ("2024-05-02T20:30:05+02:00", "json-ld")


def test_a_printed_clock_time_of_something_else_moves_nothing() -> None:
    body = f"<h1>Il ponte è chiuso</h1><p>02/05/2024 20:17</p>{TEXT}"

    timing = timing_of(body, dated("2024-05-02T18:30:05Z"), source=Source(id="x", language="en", country="US"))

    assert published(timing)[0] == "2024-05-02T18:30:05+00:00"


def test_a_change_declared_in_utc_is_told_like_the_publication() -> None:
    data = dated("2024-05-02T18:30:05Z", ', "dateModified": "2024-05-02T19:00:00Z"')

    here = timing_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", data)
    utc = timing_of(f"<h1>Il ponte è chiuso</h1><p>02/05/2024 18:30</p>{TEXT}", data)

    assert (published(here)[0], rfc3339(here.modified)) == ("2024-05-02T20:30:05+02:00", "2024-05-02T21:00:00+02:00")
    assert (published(utc)[0], rfc3339(utc.modified)) == ("2024-05-02T18:30:05+00:00", "2024-05-02T19:00:00+00:00")


@pytest.mark.parametrize(
    ("url", "zone_of_day", "told"),
    [
        ("https://www.gazzetta.example/2024/05/01/ponte/", "2024-05-02T02:18:11Z", "2024-05-01T22:18:11-04:00"),
        ("https://www.cronaca.example/2024-05-01-strade.html", "2024-05-02T06:40:00Z", "2024-05-01T23:40:00-07:00"),
    ],
)
def test_an_evening_in_the_west_is_on_the_day_of_the_address(url: str, zone_of_day: str, told: str) -> None:
    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", dated(zone_of_day), url=url, source=Source(id="x"))

    assert published(timing) == (told, "json-ld")


@pytest.mark.parametrize("above", ["<div class='date'>Dec 17, 2023</div>", "<p class='date'>15.12.2023 – 14:49</p>"])
def test_a_date_right_above_the_headline_is_nearer_than_one_in_a_list_behind_the_text(above: str) -> None:
    text = "".join(f"<p>Riga numero {word} del testo.</p>" for word in ("uno", "due", "tre") * 7)

    timing = timing_of(f"<div>{above}<h1>Il ponte</h1></div>{text}<div class='date'>10.11.2023</div>")

    assert (published(timing)[0] or "")[:7] == "2023-12"


@pytest.mark.parametrize(("printed", "day"), [("14 maggio 2023", "2023-05-14"), ("24/04/2000", "2000-04-24")])
def test_one_moment_declared_as_publication_and_change_is_the_last_saving(printed: str, day: str) -> None:
    data = dated("2024-03-20T16:02:46Z", ', "dateModified": "2024-03-20T16:02:46Z"')

    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p>{printed}</p>{TEXT}", data)

    assert (published(timing)[0] or "")[:10] == day
    assert timing.modified is None


def test_a_declared_publication_with_a_later_change_is_no_saving() -> None:
    data = dated("2024-03-20T16:02:46Z", ', "dateModified": "2024-04-20T16:02:46Z"')

    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p>14 maggio 2023</p>{TEXT}", data)

    assert (published(timing)[0] or "")[:10] == "2024-03-20"


def test_two_bare_dates_below_the_text_are_published_and_changed() -> None:
    many = "".join(f"<p>Riga numero {word} del testo.</p>" for word in ("uno", "due", "tre") * 20)

    timing = timing_of(f"<h1>Ponte</h1>{many}<div>2 maggio 2024</div><div>3 maggio 2024</div>")

    assert (published(timing)[0] or "")[:10] == "2024-05-02"
    assert (rfc3339(timing.modified) or "")[:10] == "2024-05-03"


@pytest.mark.parametrize("printed", ["<p>30 dicembre 2013</p>", "<time datetime='2013-12-30'>30 dic 2013</time>"])
def test_a_meta_element_alone_that_is_years_younger_than_the_printed_day_is_the_last_saving(printed: str) -> None:
    head = '<meta property="article:published_time" content="2023-08-07T12:01:51Z">'

    timing = timing_of(f"<h1>Il ponte è chiuso</h1>{printed}{TEXT}", head)

    assert (published(timing)[0] or "")[:10] == "2013-12-30"
    assert "meta_date_contradicted" in timing.warnings


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [("Ieri", "it", "2024-05-03"), ("hace una hora", "es", "2024-05-04"), ("Yesterday", "en", "2024-05-03")],
)
def test_a_day_in_words_counts_where_the_page_calls_the_line_a_date(line: str, language: str, day: str) -> None:
    layout, declared = read_of(f"<h1>Il ponte è chiuso</h1><div class='article-date'>{line}</div>{TEXT}", url=FLAT)
    place = place_of(ITALIAN, url=FLAT, language=language, captured_at=CAPTURED)

    timing = read_timing(layout, declared, place, url=FLAT, headline_line=0)

    assert (published(timing)[0] or "")[:10] == day


@pytest.mark.parametrize("line", ["<p>Oggi</p>", "<a class='menu'>Ieri</a>", "<div class='date'>Oggi sciopero</div>"])
def test_a_day_in_words_anywhere_else_is_no_date(line: str) -> None:
    assert published(timing_of(f"<h1>Il ponte è chiuso</h1>{line}{TEXT}")) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        "<dl><dt>Updated:</dt><dd>{}</dd><dt>Original:</dt><dd>{}</dd></dl>",
        "<p>By Anna Neri last updated {}</p><p>Published {}</p>",
        "<table><tr><td>Aggiornato:</td><td>{}</td></tr><tr><td>Pubblicato:</td><td>{}</td></tr></table>",
    ],
)
@pytest.mark.parametrize("tag", ["{}", '<time datetime="{}">{}</time>'])
def test_words_before_a_date_say_that_it_is_the_change(change: str, tag: str) -> None:
    younger, older = (tag.replace("{}", day) for day in ("2024-05-03", "2024-05-01"))
    timing = timing_of(f"<h1>Il ponte è chiuso</h1><div>{change.format(younger, older)}</div>{TEXT}")

    assert rfc3339(timing.published) == "2024-05-01T00:00:00+02:00"
    assert rfc3339(timing.modified) == "2024-05-03T00:00:00+02:00"


@pytest.mark.parametrize("path", ["2024/02/03/ponte", "cronaca/ponte-2024-02-03"])
def test_numbers_are_read_as_the_address_has_them(path: str) -> None:
    timing = timing_of(
        f"<h1>Il ponte è chiuso</h1><p>02/03/2024, 08:00</p>{TEXT}", url=f"https://www.gazzetta.example/{path}.html"
    )

    assert timing.published is not None
    assert timing.published.at.date().isoformat() == "2024-02-03"


@pytest.mark.parametrize("line", ["国务院新闻办就2024年1—2月份国民经济运行情况举行发布会", "发布会：2024年3—4月份"])
def test_two_figures_far_below_are_no_date_whatever_word_stands_by(line: str) -> None:
    layout, declared = read_of(f"<h1>Il ponte è chiuso</h1>{TEXT * 30}<p>{line}</p>")
    place = place_of(ELSEWHERE, url=FLAT, language="zh", captured_at=CAPTURED)

    assert read_timing(layout, declared, place, url=FLAT, headline_line=0).published is None


@pytest.mark.parametrize("line", ["Venerdì 12 aprile", "12 aprile, ore 9.30"])
def test_the_year_that_a_date_line_lacks_is_that_of_the_url(line: str) -> None:
    url = "https://www.gazzetta.example/2021/04/12/ponte.html"

    timing = timing_of(f"<h1>Il ponte è chiuso</h1><p class='data'>{line}</p>{TEXT}", url=url)

    assert timing.published is not None
    assert timing.published.at.date() == date(2021, 4, 12)
    assert timing.published_source == "line"


@pytest.mark.parametrize("day", ["1969-12-31T13:00:01+00:00", "1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00"])
def test_the_first_second_of_1970_is_no_date(day: str) -> None:
    assert timing_of(f"<h1>Il ponte è chiuso</h1>{TEXT}", dated(day)).published is None
