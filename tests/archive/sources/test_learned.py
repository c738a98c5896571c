"""Furniture learned from a collection: counted, kept in a file, joined into the source."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ProfileError
from archive.sources.catalogue import Catalogue, load_profile
from archive.sources.learned import (
    MAX_LINE_CHARACTERS,
    Counts,
    Learned,
    block_digest,
    learned_path,
    load_learned,
    normalise,
    read_learned,
    write_learned,
)
from archive.sources.profile import Source


def counted(pages: int, *, also: int = 0) -> Counts:
    counts = Counts()
    for n in range(pages):
        lines = ["Leggi anche", f"Testo numero {'x' * n}"]
        if n < also:
            lines.append("Riproduzione riservata")
        counts.add_page(lines)
    return counts


def test_a_line_on_many_articles_is_furniture_and_a_line_on_one_is_not() -> None:
    learned = counted(10).learned("g.example")

    assert learned.lines == {"leggi anche": 10}
    assert learned.pages == 10


def test_a_line_on_few_articles_is_not_enough() -> None:
    assert "riproduzione riservata" not in counted(20, also=5).learned("g.example").lines
    assert "riproduzione riservata" in counted(20, also=6).learned("g.example").lines


def test_a_teaser_that_is_one_articles_own_text_is_no_furniture() -> None:
    counts = Counts()
    for n in range(10):
        lines = ["Il porto riapre dopo la tempesta", "Leggi anche"]
        counts.add_page(lines, own=lines[:1] if n == 3 else ())

    assert counts.learned("g.example").lines == {"leggi anche": 10}


def test_furniture_that_was_read_as_text_everywhere_is_furniture() -> None:
    counts = Counts()
    for _ in range(10):
        counts.add_page(["Leggi anche"], own=["Leggi anche"])

    assert counts.learned("g.example").lines == {"leggi anche": 10}


def test_a_line_without_letters_is_not_learned() -> None:
    counts = Counts()
    for n in range(10):
        counts.add_page([f"{n}:00", "»"])

    assert counts.learned("g.example").lines == {}


def test_few_articles_teach_nothing() -> None:
    assert counted(4).learned("g.example").lines == {}


def test_a_line_that_stands_twice_on_a_page_counts_once() -> None:
    counts = Counts()
    counts.add_page(["MENU", "menu", " Menu "])

    assert counts.lines == {"menu": 1}


def test_numbers_in_furniture_do_not_make_it_another_line() -> None:
    assert block_digest("Commenti (12)") == block_digest("commenti  (34)")


def test_a_very_long_line_is_no_furniture() -> None:
    counts = Counts()
    counts.add_page(["x" * (MAX_LINE_CHARACTERS + 1)])

    assert counts.lines == {}


def test_memory_is_bounded_and_known_lines_count_on() -> None:
    counts = Counts(max_lines=2)
    counts.add_page(["a", "b"])
    counts.add_page(["a", "c"])

    assert counts.lines == {"a": 2, "b": 1}


def test_what_was_learned_is_written_and_read_back(tmp_path: Path) -> None:
    learned = counted(10).learned("g.example:8080")

    path = write_learned(tmp_path / "learned", learned)

    assert load_learned(path) == learned
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_same_counts_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_learned(tmp_path / "a", counted(10).learned("g.example")).read_bytes()
    second = write_learned(tmp_path / "b", counted(10).learned("g.example")).read_bytes()

    assert first == second


def test_the_furniture_of_its_hosts_is_joined_into_a_source(tmp_path: Path) -> None:
    write_learned(tmp_path, Learned(host="www.g.example", pages=9, lines={"menu": 9}))

    source = read_learned(tmp_path, Source(id="g", hosts=("www.g.example",)))

    assert source.learned == (block_digest("MENU"),)


def test_what_was_learned_changes_the_fingerprint(tmp_path: Path) -> None:
    write_learned(tmp_path, Learned(host="g.example", pages=9, lines={"menu": 9}))
    plain = Source(id="g", hosts=("g.example",))

    assert read_learned(tmp_path, plain).fingerprint() != plain.fingerprint()


def test_a_catalogue_joins_what_lies_beside_its_profiles(tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text('id = "g"\nhosts = ["www.g.example"]\n')
    write_learned(tmp_path / "learned", Learned(host="www.g.example", pages=9, lines={"menu": 9}))
    write_learned(tmp_path / "learned", Learned(host="other.example", pages=9, lines={"login": 9}))

    catalogue = Catalogue.of_folder(tmp_path)

    assert catalogue.find("https://www.g.example/a").learned == (block_digest("menu"),)
    assert catalogue.find("https://other.example/a").learned == (block_digest("login"),)


def test_a_profile_loaded_alone_has_learned_nothing(tmp_path: Path) -> None:
    path = tmp_path / "g.toml"
    path.write_text('id = "g"\nhosts = ["www.g.example"]\n')
    write_learned(tmp_path / "learned", Learned(host="www.g.example", pages=9, lines={"menu": 9}))

    assert load_profile(path).learned == ()


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": "x/9", "host": "h", "pages": 1, "lines": {}}', b"\xff"])
def test_a_damaged_file_is_told_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "g.example.json"
    path.write_bytes(data)

    with pytest.raises(ProfileError, match=r"g\.example\.json"):
        load_learned(path)


@given(st.text(max_size=40))
def test_a_host_names_a_file_within_the_folder(host: str) -> None:
    folder = Path("learned")

    assert learned_path(folder, host).parent == folder


@given(st.text())
def test_a_normalised_line_is_normal(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
