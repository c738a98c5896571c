"""Laws of dates, article lines and profiles."""

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article.charset import decode
from archive.article.dates import looks_like_date_line, read_machine_date, read_moment
from archive.article.model import Article
from archive.errors import ProfileError
from archive.sources.catalogue import load_profile
from archive.sources.profile import Source
from archive.store.articles import decode_line, encode_line

_CAPTURED = st.datetimes(
    min_value=datetime(1995, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
_WORDS = (
    *(
        "Pubblicato il",
        "aggiornato",
        "ieri",
        "oggi",
        "alle",
        "ore",
        "fa",
        "3",
        "02/04/2019",
        "20:42",
        "2019-04-02T20:42:00Z",
        "31",
    ),
    *(
        "febbraio",
        "mai",
        "1 an",
        "vor 5 Stunden",
        "yesterday",
        "Sept.",
        "2024年5月2日",
        "午後3時",
        "令和6年",
        "كانون الثاني",
        "۱۴۰۳",
    ),
    *(
        "99999999999",
        "1714640000",
        "1714640000000",
        "0000-00-00",
        "9999-12-31",
        "T24:00",
        "+99:99",
        "GMT-25",
        "CEST",
        "½",
        "²",
        "٢",
    ),
    *(
        "https://a.example/2024/05/02/x",
        "/",
        ".",
        "-",
        ",",
        ":",
        "'",
        "\u200f",
        "\u202e",
        "\ud800",
        "\x00",
        "AM",
        "p.m.",
        "Uhr",
        "h",
    ),
)
_LINES = st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=9).map(" ".join)
_LANGUAGES = st.sampled_from(
    [None, "it", "en-US", "de", "ja", "fa", "th", "ar", "zh-TW", "xx", "", "sr-Cyrl", "-", "am"]
)


@settings(deadline=None, max_examples=200)
@given(_LINES, _LANGUAGES, st.sampled_from([None, "Europe/Rome", "Nowhere/X", "", "../etc"]), _CAPTURED)
def test_a_date_line_is_read_the_same_way_twice_and_never_later_than_a_day(
    line: str, language: str | None, zone: str | None, captured_at: datetime
) -> None:
    once = read_moment(line, language=language, zone=zone, country=None, captured_at=captured_at)
    machine = read_machine_date(line, zone=zone, country=None, language=language, captured_at=captured_at)
    looks_like_date_line(line)

    assert once == read_moment(line, language=language, zone=zone, country=None, captured_at=captured_at)
    for moment in (once.published, once.modified, machine):
        assert moment is None or (moment.at.tzinfo and moment.at <= captured_at + timedelta(hours=24))


@settings(deadline=None)
@given(
    st.binary(max_size=80),
    st.sampled_from(["utf-7", "utf-16", "x", "big5", "iso-2022-jp", "hz", "idna", "charmap", "\x00", "utf-8-sig"]),
)
def test_all_bytes_are_text_in_every_charset(data: bytes, label: str) -> None:
    for body in (data, f"<meta charset='{label}'>".encode() + data):
        decode(body, f"text/html; charset={label}").text.encode("utf-8", "surrogatepass")


_TEXTS = st.one_of(st.none(), st.text(alphabet=st.characters(exclude_categories=())))


@settings(deadline=None)
@given(
    _TEXTS,
    _TEXTS,
    st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=9)),
    st.one_of(st.none(), st.integers()),
)
def test_every_article_is_a_line_that_is_strictly_read_back(
    headline: str | None, text: str | None, authors: list[str], status: int | None
) -> None:
    article = Article(
        id="x",
        url="https://a.example/",
        source="a.example",
        headline=headline,
        text=text,
        authors=tuple(authors),
        http_status=status,
    )
    line = encode_line(article)

    assert line.count(b"\n") == 1
    assert encode_line(decode_line(line)) == line
    json.loads(line.decode("utf-8", "strict"))


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=100),
        st.recursive(st.none() | st.booleans() | st.text(max_size=4), st.lists).map(json.dumps).map(str.encode),
    )
)
def test_what_is_no_article_line_is_a_value_error(line: bytes) -> None:
    try:
        decode_line(line)
    except ValueError:
        return
    raise AssertionError(line)


_KEYS = [
    "id", "name", "language", "country", "timezone", "hosts", "date_order", "start", "urls", "words", "extract",
    "rules", "sections", "feeds", "sitemaps", "allow", "deny", "article", "strip_query", "alternates", "pages",
    "param", "max", "stop", "headline", "since", "until", "field", "selectors", "delay", "revisit", "chrome",
    "dates", "paywall", "capture", "politeness", "phrases", "end_before", "published_words", "markers",
    "scope_hosts", "extra", "requisites", "render", "concurrency", "robots", "user_agent", "hours", "section",
    "give_up_after", "x"
]  # fmt: skip


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_TEXTS_OF_PROFILES = [
    "it", "IT", "Europe/Rome", "https://a.example/", "https://[", "(a+)+$", "[", "//*[", "h1::text", "10s",
    "9999999999999999d", "-1h", "1e9999d", "(?P<id>\\d+)", "auto", "off", "none,all", "22-06", "99-99", "DMY", "*",
    "utm_*", "../x", "http://a:99999/"
]  # fmt: skip
_VALUES = st.recursive(
    st.one_of(
        st.booleans().map(lambda one: str(one).lower()),
        st.integers().map(str),
        st.sampled_from(["nan", "inf", "1e400", "2024-05-02", "0001-01-01T00:00:00Z", "07:32:00"]),
        st.sampled_from(_TEXTS_OF_PROFILES).map(_quoted),
        st.just(_quoted("a" * 2000)),
        st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=9).map(_quoted),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda many: f"[{', '.join(many)}]"),
        st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
_TABLES = st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=6)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    top=_TABLES,
    valid=st.booleans(),
    name=st.sampled_from(["start", "urls", "dates", "capture", "extract", "politeness", "revisit", "x"]),
    inner=_TABLES,
)
def test_a_profile_is_read_or_is_a_profile_error(
    tmp_path: Path, top: dict[str, str], valid: bool, name: str, inner: dict[str, str]
) -> None:
    lines = [f"{key} = {value}" for key, value in top.items() if key != name]
    head = ['id = "gazzetta"', 'name = "La Gazzetta"', 'hosts = ["www.gazzetta.example"]'] if valid else []
    given_keys = {line.partition(" ")[0] for line in head}
    lines = [*head, *(line for line in lines if line.partition(" ")[0] not in given_keys)]
    text = "\n".join([*lines, f"[{name}]", *(f"{key} = {value}" for key, value in inner.items())])
    tomllib.loads(text)
    path = tmp_path / "gazzetta.toml"
    path.write_text(text, "utf-8")
    try:
        source = load_profile(path)
    except ProfileError:
        return

    assert isinstance(source, Source)
    source.fingerprint()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_a_file_of_any_bytes_is_no_profile(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gazzetta.toml"
    path.write_bytes(data)

    with pytest.raises(ProfileError):
        load_profile(path)
