"""Profiles from TOML: what they say, and how plainly a wrong one is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import archive.sources
from archive.errors import ProfileError
from archive.sources.catalogue import Catalogue, load_folder, load_profile
from archive.sources.profile import Seed, Source

FULL = """
id = "finanza-parchi"
name = "Quotidiano di finanza, Parchi Industriali"
language = "it"
country = "IT"
timezone = "Europe/Rome"
date_order = "DMY"
[start]
sections = ["https://www.giornale.example/sezioni/parchi-industriali/"]
feeds = []
sitemaps = ["auto-news"]
pages = { param = "page", max = 5, stop = "known" }
[urls]
allow = ['/parchi-industriali/.+-\\d{12}(\\.html)?$']
deny = ['/login', '/tag/', '\\?print=1']
article = '-(?P<id>\\d{12})'
strip_query = ["utm_*", "fbclid"]
alternates = { print = '?print=1' }
[extract]
kicker = ".occhiello"
standfirst = ["h2.sommario", ".c2"]
date = ".data::attr(datetime)"
remove = [".login", "#inread-*", ".correlati"]
[[rules]]
field = "headline"
selectors = [".titolo"]
until = 2021-06-30
[[rules]]
field = "headline"
selectors = ["h1"]
since = 2021-07-01
[chrome]
phrases = ["MENU", "Accedi"]
end_before = ["Leggi anche"]
[dates]
published_words = ["pubblicato"]
modified_words = ["aggiornato"]
[capture]
requisites = "images,css,js,fonts"
render = "no"
scope_hosts = ["static.giornale.example"]
[politeness]
delay = 2.0
concurrency = 1
robots = "obey"
user_agent = "emeroteca (+contact)"
hours = "00:00-06:00"
[revisit]
section = "30m"
article = ["1d", "1h", "6h"]
give_up_after = "30d"
[paywall]
markers = [".paywall", "Abbonati per continuare"]
[extra]
contact = "redazione"
"""
START = 'id = "g"\n[start]\nsections = ["https://g.example/"]\n'


def write(folder: Path, text: str, name: str = "g.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def full(tmp_path: Path) -> Source:
    return load_profile(write(tmp_path, FULL))


def test_who_and_where_is_read(full: Source) -> None:
    assert (full.id, full.language, full.country, full.zone, full.date_order) == (
        "finanza-parchi", "it", "IT", "Europe/Rome", "DMY",
    )  # fmt: skip


def test_the_hosts_of_the_seeds_are_the_sources_hosts(full: Source) -> None:
    assert full.hosts == ("www.giornale.example",)
    assert full.seeds == (Seed(url="https://www.giornale.example/sezioni/parchi-industriali/", kind="section"),)


def test_a_host_in_letters_of_its_language_is_that_of_its_captures(tmp_path: Path) -> None:
    text = 'id = "g"\nhosts = ["www.Città.example:8080"]\n[start]\nsections = ["https://straße.example/"]\n'
    source = load_profile(write(tmp_path, text))

    assert source.hosts == ("www.xn--citt-3na.example:8080", "xn--strae-oqa.example")
    assert Catalogue([source]).find("https://xn--strae-oqa.example/a") is source


def test_time_spans_are_read_and_the_ladder_is_in_order(full: Source) -> None:
    assert full.revisit_section == timedelta(minutes=30)
    assert full.revisit_article == (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
    assert full.give_up_after == timedelta(days=30)


def test_hours_are_a_pair(full: Source) -> None:
    assert full.hours == ("00:00", "06:00")


def test_more_requisites_than_pictures_are_all(full: Source) -> None:
    assert full.requisites == "all"


def test_a_rule_holds_for_its_days_only(full: Source) -> None:
    assert full.rules_for("headline", date(2021, 6, 30)) == (".titolo",)
    assert full.rules_for("headline", date(2021, 7, 1)) == ("h1",)
    assert full.rules_for("kicker", date(1999, 1, 1)) == (".occhiello",)


def test_a_star_after_a_name_means_names_that_begin_so(full: Source) -> None:
    assert full.rules_for("remove", date(2020, 1, 1)) == (".login", "[id^='inread-']", ".correlati")


def test_pagination_is_read(full: Source) -> None:
    assert (full.page_param, full.max_pages) == ("page", 5)


def test_free_words_are_kept(full: Source) -> None:
    assert full.extra == {"contact": "redazione"}


def test_the_same_file_gives_the_same_fingerprint(tmp_path: Path, full: Source) -> None:
    again = load_profile(write(tmp_path, FULL, "again.toml"))

    assert again.fingerprint() == full.fingerprint()


def test_an_id_and_one_starting_point_are_enough(tmp_path: Path) -> None:
    source = load_profile(write(tmp_path, START))

    assert source.hosts == ("g.example",)
    assert source.feeds_auto
    assert source.sitemaps_auto


def test_auto_can_be_switched_off(tmp_path: Path) -> None:
    text = START + 'feeds = ["off"]\nsitemaps = ["https://g.example/s.xml"]\n'

    source = load_profile(write(tmp_path, text))

    assert not source.feeds_auto
    assert not source.sitemaps_auto
    assert source.seeds[-1] == Seed(url="https://g.example/s.xml", kind="sitemap")


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ("[politness]\ndelay = 1", "politness", "did you mean politeness?"),
        ("[politeness]\ndely = 1", "politeness.dely", "did you mean delay?"),
        ("[politeness]\ndelay = '1'", "politeness.delay", "no number from 0 to 3600"),
        ("[politeness]\ndelay = -1", "politeness.delay", "no number"),
        ("[politeness]\nconcurrency = 1.5", "politeness.concurrency", "no whole number"),
        ("[politeness]\nconcurrency = true", "politeness.concurrency", "no number"),
        ('[politeness]\nrobots = "obbey"', "politeness.robots", "none of obey, ignore (did you mean obey?)"),
        ('[politeness]\nhours = "0-6"', "politeness.hours", '"00:00-06:00"'),
        ('[politeness]\nuser_agent = "a\\nb"', "politeness.user_agent", "header"),
        ('[revisit]\nsection = "30"', "revisit.section", "30m, 6h, 1d"),
        ('[revisit]\narticle = ["1h", "soon"]', "revisit.article[1]", "no time span"),
        ('[capture]\nrender = "yes"', "capture.render", "no browser"),
        ('[capture]\nrequisites = "image"', "capture.requisites", "did you mean images?"),
        ('[capture]\nrequisites = "none,css"', "capture.requisites", "stand alone"),
        ("[urls]\nallow = ['(']", "urls.allow[0]", "no regular expression".replace("no", "not a")),
        ("[urls]\nallow = ['(a+)+$']", "urls.allow[0]", "too long"),
        ("[urls]\ndeny = 'x*'", "urls.deny[0]", "every URL"),
        ("[urls]\narticle = '\\d+'", "urls.article", "group named id"),
        ("[urls]\nallow = [1]", "urls.allow[0]", "no text"),
        ("[urls]\nallow = {}", "urls.allow", "no list of texts"),
        ("[extract]\nheadline = 'h1['", "extract.headline[0]", "no CSS selector"),
        ("[extract]\nheadlines = 'h1'", "extract.headlines", "did you mean headline?"),
        ("[extract]\ncaption = 'figcaption'", "extract.caption", "no such key"),
        ("[[rules]]\nfield = 'caption'\nselectors = ['p']", "rules[0].field", "none of kicker"),
        ("[[rules]]\nfield = 'titel'\nselectors = ['h1']", "rules[0].field", "none of kicker"),
        ("[[rules]]\nfield = 'headline'", "rules[0].selectors", "missing"),
        ("[[rules]]\nselectors = ['h1']", "rules[0].field", "missing"),
        ("[[rules]]\nfield='body'\nselectors=['p']\nsince=2021-01-01\nuntil=2020-01-01", "rules[0].until", "before"),
        ("[[rules]]\nfield='body'\nselectors=['p']\nsince='gestern'", "rules[0].since", "no day"),
        ("[rules]\nfield='body'", "rules", "[[rules]]"),
        ("[extra]\nnote = 1", "extra.note", "no text"),
        ("chrome = 1", "start.chrome", "no such key"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value_is_told_with_the_way_out(tmp_path: Path, line: str, key: str, says: str) -> None:
    path = write(tmp_path, START + line + "\n")

    with pytest.raises(ProfileError) as caught:
        load_profile(path)

    assert caught.value.path == path
    assert caught.value.key == key
    assert says in caught.value.problem


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("", "id", "missing"),
        ('id = "Il Giornale"', "id", "lower-case"),
        ('id = "../x"', "id", "lower-case"),
        ('id = "g"', "start", "no starting point"),
        ('id = "g"\nlanguage = "italiano!"', "language", "BCP 47"),
        ('id = "g"\ncountry = "it"', "country", "ISO 3166"),
        ('id = "g"\ntimezone = "Roma"', "timezone", "IANA"),
        ('id = "g"\ndate_order = "dmy"', "date_order", "did you mean DMY?"),
        ('id = "g"\nhosts = ["https://g.example/"]', "hosts[0]", "no host"),
        ('id = "g"\nstart = 1', "start", "no table"),
        ('id = "g"\n[start]\nsections = ["ftp://g.example/"]', "start.sections[0]", "no http(s) URL"),
        ('id = "g"\n[start]\nfeeds = ["autto"]', "start.feeds[0]", "did you mean auto?"),
        ('id = "g"\n[start]\nsections = ["https://g.example/"]\npages = { max = -1 }', "start.pages.max", "no number"),
    ],
)  # fmt: skip
def test_a_wrong_head_is_told_with_the_way_out(tmp_path: Path, text: str, key: str, says: str) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(write(tmp_path, text))

    assert caught.value.key == key
    assert says in caught.value.problem


def test_what_is_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="not TOML"):
        load_profile(write(tmp_path, "id = "))


def test_a_missing_file_is_a_profile_error(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_a_profile_error(tmp_path: Path) -> None:
    path = tmp_path / "g.toml"
    path.write_bytes(b'id = "\xff"')

    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(path)


def test_two_profiles_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, START, "a.toml")
    write(tmp_path, START.replace("g.example", "h.example"), "b.toml")

    with pytest.raises(ProfileError, match=r"id of a\.toml too"):
        load_folder(tmp_path)


def test_two_profiles_of_one_host_are_refused(tmp_path: Path) -> None:
    write(tmp_path, START, "a.toml")
    write(tmp_path, START.replace('"g"', '"h"'), "b.toml")

    with pytest.raises(ProfileError, match=r"host of a\.toml too"):
        load_folder(tmp_path)


def test_a_folder_that_is_not_there_holds_no_profiles(tmp_path: Path) -> None:
    assert load_folder(tmp_path / "none") == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.giornale-prova.it/a/1",
        "https://sport.giornale-prova.it/a/1",
        "https://giornale-prova.it/a/1",
        "HTTPS://WWW.GIORNALE-PROVA.IT:443/a/1",
        "www.giornale-prova.it",
    ],
)
def test_a_source_is_found_by_host_parent_domain_and_without_www(address: str) -> None:
    source = Source(id="g", hosts=("www.giornale-prova.it",))

    assert Catalogue([source]).find(address) is source


def test_a_more_particular_host_wins() -> None:
    paper = Source(id="g", hosts=("giornale-prova.it",))
    blog = Source(id="blog", hosts=("blog.giornale-prova.it",))

    assert Catalogue([paper, blog]).find("https://blog.giornale-prova.it/a") is blog


def test_a_port_of_a_profile_counts() -> None:
    one = Source(id="one", hosts=("127.0.0.1:8001",))
    two = Source(id="two", hosts=("127.0.0.1:8002",))

    assert Catalogue([one, two]).find("http://127.0.0.1:8002/") is two


def test_another_sites_address_that_ends_alike_is_not_the_sources() -> None:
    source = Source(id="g", hosts=("giornale-prova.it",))

    assert Catalogue([source]).find("https://altrogiornale-prova.it/").id == "altrogiornale-prova.it"


def test_an_unknown_site_has_a_source_of_its_own_always_the_same() -> None:
    catalogue = Catalogue()

    assert catalogue.find("https://www.sconosciuto.it/a") is catalogue.find("https://www.sconosciuto.it/b")


def test_the_default_profile_says_what_holds_without_a_profile() -> None:
    path = Path(archive.sources.__file__).parent / "default.toml"

    source = load_profile(path)

    assert source == Source(id="default", hosts=("www.giornale.example",))


DOCS = Path(__file__).parents[3] / "docs" / "add-a-source.md"


def test_the_profile_in_the_docs_is_one(tmp_path: Path) -> None:
    blocks = DOCS.read_text("utf-8").split("```toml\n")[1:]
    profile, dated = (block.partition("```")[0] for block in blocks)

    source = load_profile(write(tmp_path, profile + dated))

    assert source.rules_for("headline", date(2020, 1, 1)) == (".titolo",)


def test_the_error_in_the_docs_is_the_one_that_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, START + "[politeness]\ndely = 2\n", "giornale.toml")

    with pytest.raises(ProfileError) as caught:
        load_profile(path)

    assert str(caught.value).replace(str(tmp_path), "mynews/sources") in DOCS.read_text("utf-8")


def test_every_key_of_the_default_profile_stands_in_the_docs() -> None:
    lines = (Path(archive.sources.__file__).parent / "default.toml").read_text("utf-8").splitlines()
    keys = {
        line.lstrip("# ").partition(" =")[0] for line in lines if " = " in line.partition("#")[0] or line[:2] == "# "
    }
    keys = {key for key in keys if key.isidentifier()}

    missing = {key for key in keys if key not in DOCS.read_text("utf-8")}

    assert len(keys) > 30
    assert missing == set()


@pytest.mark.parametrize(
    "url", ["http://[::1/a", "http://\u2100.example/a", "https://]/", "http://", "://", "http://[/a"]
)
def test_an_address_of_a_foreign_warc_that_is_none_has_a_source_all_the_same(url: str) -> None:
    assert Catalogue([Source(id="giornale", hosts=("giornale.example",))]).find(url).id != "giornale"
