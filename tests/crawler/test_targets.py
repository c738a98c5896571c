"""What a run is about: URLs, ids of profiles, or all that the collection knows."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import ProfileError, StorageError, UsageError
from archive.sources.catalogue import Catalogue
from archive.sources.profile import Seed, Source
from archive.store.state import State
from crawler.frontier import Frontier
from crawler.pages import Found
from crawler.targets import adopt_pages, adopt_profiles, plan_run

GIORNALE = Source(id="giornale", hosts=("giornale.example",), seeds=(Seed(url="https://giornale.example/cronaca/"),))
GAZZETTA = Source(id="gazzetta", hosts=("gazzetta.example",), seeds=(Seed(url="https://gazzetta.example/"),))
PROFILES = Catalogue((GIORNALE, GAZZETTA))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as state:
        yield state


def test_a_url_is_asked_now_and_belongs_to_its_profile(state: State) -> None:
    plan = plan_run(["https://giornale.example/sport/"], PROFILES, state)

    assert list(plan.sources) == ["giornale"]
    assert plan.asked == ((GIORNALE, Seed(url="https://giornale.example/sport/")),)
    assert plan.scheduled == ()


def test_an_unknown_site_is_a_source_of_its_own(state: State) -> None:
    plan = plan_run(["https://www.foglio.example/"], PROFILES, state)

    assert plan.sources["foglio.example"].hosts == ("www.foglio.example",)


def test_two_hosts_of_an_unknown_site_are_one_source(state: State) -> None:
    plan = plan_run(["https://www.foglio.example/", "https://sport.foglio.example/"], PROFILES, state)

    assert plan.sources["foglio.example"].hosts == ("www.foglio.example", "sport.foglio.example")


def test_the_id_of_a_profile_asks_for_all_its_seeds(state: State) -> None:
    plan = plan_run(["gazzetta"], PROFILES, state)

    assert [seed for _, seed in plan.asked] == list(GAZZETTA.seeds)


@pytest.mark.parametrize("targets", [[], ["foglio"]])
def test_profiles_that_say_nowhere_where_to_start_are_told(state: State, targets: list[str]) -> None:
    with pytest.raises(UsageError, match=r"foglio: no profile says where to start: \[start\]"):
        plan_run(targets, Catalogue((Source(id="foglio", hosts=("foglio.example",)),)), state)


def test_no_target_is_every_source_when_its_time_has_come(state: State) -> None:
    plan = plan_run([], PROFILES, state)

    assert set(plan.sources) == {"giornale", "gazzetta"}
    assert plan.asked == ()
    assert len(plan.scheduled) == 2


def test_no_target_includes_sites_that_were_crawled_without_a_profile(state: State) -> None:
    found = [Found(url="https://foglio.example/", kind="section")]
    Frontier(state, {"foglio.example"}, 0).add(found, "foglio.example", 0)

    assert "foglio.example" in plan_run([], PROFILES, state).sources


def test_the_host_of_a_style_sheet_is_not_taken_for_the_source(state: State) -> None:
    found = [
        Found(url="https://www.foglio.example/", kind="section"),
        Found(url="https://assets.cdn.example/foglio.css", kind="requisite"),
    ]
    Frontier(state, {"foglio.example"}, 0).add(found, "foglio.example", 0)

    assert list(plan_run([], Catalogue(), state).sources) == ["foglio.example"]


def test_shards_share_out_the_sources_and_lose_none(state: State) -> None:
    parts = [set(plan_run([], PROFILES, state, (i, 3)).sources) for i in range(3)]

    assert set.union(*parts) == {"giornale", "gazzetta"}
    assert sum(map(len, parts)) == 2


def test_seeds_go_with_their_sources_shard(state: State) -> None:
    for i in range(3):
        plan = plan_run(["giornale"], PROFILES, state, (i, 3))

        assert len(plan.asked) == len(plan.sources)


@pytest.mark.parametrize(
    ("target", "told"),
    [("gazette", "neither a URL"), ("ftp://giornale.example/", "only http"), ("https:///a", "with a host")],
)
def test_what_cannot_be_crawled_is_told(target: str, told: str, state: State) -> None:
    with pytest.raises(UsageError, match=told):
        plan_run([target], PROFILES, state)


def test_an_empty_collection_has_nothing_to_crawl(state: State) -> None:
    with pytest.raises(UsageError, match="nothing to crawl"):
        plan_run([], Catalogue(), state)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("ftp://giornale.example/", "only http and https URLs with a host"),
        ("https:///cronaca/", "only http and https URLs with a host"),
        ("http://[::1", "only http and https URLs with a host"),
        ("https://giornale.example:99999/", "only http and https URLs with a host"),
        ("www.foglio.example/sport/", "write https://www.foglio.example/sport/"),
        ("gazeta", "sources list` shows those"),
    ],
)
def test_a_target_that_is_none_is_told(state: State, target: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        plan_run([target], PROFILES, state)

    assert told in str(refused.value)


def test_profiles_that_lie_in_the_collection_are_not_written_again(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path)
    profile = collection.sources / "giornale.toml"
    profile.write_text('id = "giornale"\nhosts = ["giornale.example"]\n')
    before = profile.stat()
    adopt_profiles(collection.sources, collection)

    assert (profile.stat().st_ino, profile.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_disk_that_is_full_costs_no_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = Collection.create(tmp_path / "news")
    profile = collection.sources / "giornale.toml"
    profile.write_text('id = "giornale"\nhosts = ["giornale.example"]\n')
    brought = tmp_path / "giornale.toml"
    brought.write_text('id = "giornale"\nhosts = ["giornale.example", "www.giornale.example"]\n')

    def half(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(StorageError, match="No space"):
        adopt_profiles(brought, collection)

    assert profile.read_text() == 'id = "giornale"\nhosts = ["giornale.example"]\n'


def test_two_profiles_of_one_id_are_told_by_their_own_names_and_nothing_is_copied(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")
    (tmp_path / "profiles").mkdir()
    for name in ("a", "b"):
        text = f'id = "giornale"\n[start]\nsections = ["https://{name}.example/"]\n'
        (tmp_path / "profiles" / f"{name}.toml").write_text(text, "utf-8")

    with pytest.raises(ProfileError, match=r"profiles/b.toml: id: 'giornale' is the id of a.toml too"):
        adopt_profiles(tmp_path / "profiles", collection)
    assert list(collection.sources.iterdir()) == []


def test_profiles_of_a_mounted_config_map_are_adopted(tmp_path: Path) -> None:
    # Kubernetes: each file is a link into a folder that is a link itself.
    collection = Collection.create(tmp_path / "news")
    (tmp_path / "profiles" / "..2026").mkdir(parents=True)
    text = 'id = "giornale"\n[start]\nsections = ["https://giornale.example/"]\n'
    (tmp_path / "profiles" / "..2026" / "giornale.toml").write_text(text, "utf-8")
    (tmp_path / "profiles" / "..data").symlink_to("..2026")
    (tmp_path / "profiles" / "giornale.toml").symlink_to("..data/giornale.toml")
    adopt_profiles(tmp_path / "profiles", collection)

    assert [(path.name, path.is_symlink()) for path in collection.sources.iterdir()] == [("giornale.toml", False)]


def test_a_profile_whose_file_is_renamed_is_one_profile(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "news")
    brought = tmp_path / "profiles"
    brought.mkdir()
    (brought / "giornale.toml").write_text('id = "giornale"\nhosts = ["giornale.example"]\n', "utf-8")
    adopt_profiles(brought, collection)
    (brought / "giornale.toml").rename(brought / "g.toml")
    adopt_profiles(brought, collection)

    assert sorted(path.name for path in collection.sources.iterdir()) == ["g.toml", "giornale.toml.old"]
    assert [source.id for source in Catalogue.of_folder(collection.sources).sources] == ["giornale"]


def pages_of(state: State) -> set[tuple[str, str]]:
    return set(state.read("SELECT source, host FROM pages"))


def known(state: State, source: str, *urls: str, kind: str = "article") -> None:
    Frontier(state, {source}, 1_772_000_000).add([Found(url=url, kind=kind) for url in urls], source, 1)  # type: ignore[arg-type]


def test_pages_that_were_known_before_their_profile_are_its_own(state: State) -> None:
    known(state, "giornale.example", "https://giornale.example/a/1", "https://www.giornale.example/a/2")
    known(state, "giornale.example", "https://cdn.example/a.jpg", kind="requisite")
    known(state, "altro.example", "https://altro.example/a/1")
    adopt_pages(PROFILES, state)

    assert pages_of(state) == {
        ("giornale", "giornale.example"),
        ("giornale", "www.giornale.example"),
        ("giornale", "cdn.example"),
        ("altro.example", "altro.example"),
    }
    assert plan_run([], PROFILES, state).sources.keys() == {"giornale", "gazzetta", "altro.example"}


def test_pages_of_a_profile_that_is_gone_are_of_their_domain(state: State) -> None:
    known(state, "vecchio", "https://vecchio.example/a/1")
    adopt_pages(PROFILES, state)

    assert pages_of(state) == {("vecchio.example", "vecchio.example")}


def test_a_page_elsewhere_stays_with_the_source_that_found_it(state: State) -> None:
    known(state, "altro.example", "https://altro.example/a/1", "https://altrove.example/a/1")
    known(state, "giornale", "https://giornale.example/a/1", "https://ospite.example/a/1")
    before = pages_of(state)
    adopt_pages(PROFILES, state)

    assert pages_of(state) == before


def test_a_target_in_letters_of_its_language_is_the_source_that_its_captures_are_of(state: State) -> None:
    plan = plan_run(["https://www.città.example/è/#x"], PROFILES, state)

    assert plan.sources["xn--citt-3na.example"].hosts == ("www.xn--citt-3na.example",)
    assert [seed.url for _, seed in plan.asked] == ["https://www.xn--citt-3na.example/%C3%A8/"]
