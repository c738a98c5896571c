"""What hostile words become in our own outputs: no formula, no script, nothing that steers a terminal."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from archive.article.model import Block, Image
from archive.collection import Collection
from tests.archive.commands.test_export import run
from tests.archive.store.newsroom import edited, keep, made_up

MARKUP = "\"'></title></style></script><script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>&lt;"
FORMULA = '=HYPERLINK("http://evil.example";"x");=1+1\n@SUM(1)'
STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\r\n2026-01-01 ERROR forged\u202e\u2028"
WORDS = f"{FORMULA}{MARKUP}{STEERING}"
_FORMULA = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Two revisions of an article all of whose words are hostile."""
    one = replace(
        made_up(1),
        source=f"evil{MARKUP}",
        language=f"it{MARKUP}",
        headline=WORDS,
        kicker=WORDS,
        standfirst=WORDS,
        section=WORDS,
        agency=WORDS,
        byline_raw=WORDS,
        authors=(FORMULA, MARKUP, STEERING),
        tags=(FORMULA, MARKUP),
        text=WORDS,
        body=(Block(text=WORDS),),
        images=(Image(url=f"https://evil.example/{MARKUP}", alt=WORDS, caption=WORDS),),
        warnings=(MARKUP,),
    )
    two = replace(edited(one, 2), headline=f"{WORDS} due", text=f"{MARKUP} due {WORDS}")
    return keep(tmp_path_factory.mktemp("hostile") / "c", (one, two))


def _assert_harmless(page: str) -> None:
    tree = lxml.html.fromstring(page)

    assert not tree.xpath("//script | //img | //a | //iframe | //object | //link")
    assert not [name for element in tree.iter() for name in element.keys() if name.startswith("on")]  # noqa: SIM118
    assert not tree.xpath("//@href | //@src")
    assert "default-src 'none'" in page


def test_a_page_of_differences_runs_nothing(collection: Collection, tmp_path: Path) -> None:
    run("diff", made_up(1).url, "--collection", collection.root, "--html", tmp_path / "d.html")

    _assert_harmless((tmp_path / "d.html").read_text("utf-8"))


@pytest.mark.parametrize("command", ["stats", "report"])
def test_a_page_of_figures_runs_nothing(collection: Collection, tmp_path: Path, command: str) -> None:
    run(command, collection.root, "--html", tmp_path / "s.html")

    _assert_harmless((tmp_path / "s.html").read_text("utf-8"))


def _csv_files(collection: Collection, folder: Path) -> list[str]:
    run("export", collection.root, "--format", "csv", "--partition", "none", "--output", folder)
    return [path.read_bytes().decode("utf-8") for path in folder.rglob("*.csv")]


def test_no_cell_of_a_dump_is_a_formula(collection: Collection, tmp_path: Path) -> None:
    texts = _csv_files(collection, tmp_path / "dump")
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if _FORMULA.match(cell)]
    assert not [cell for text in texts for cell in re.split(r"[;\t\r\n]", text) if _FORMULA.match(cell)]


def test_no_cell_of_an_answer_is_a_formula(collection: Collection) -> None:
    text = run("query", collection.root, "SELECT headline, section, source FROM articles", "--csv")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if _FORMULA.match(cell)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", None),
        ("list", None, "--by", "section"),
        ("stats", None),
        ("report", None),
        ("versions", made_up(1).url, "--collection", None),
        ("diff", made_up(1).url, "--collection", None),
    ],
    ids=lambda arguments: " ".join(one for one in arguments if one),
)
def test_nothing_that_is_printed_steers_a_terminal(collection: Collection, arguments: tuple[str | None, ...]) -> None:
    printed = run(*(collection.root if one is None else one for one in arguments))

    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", printed)
    assert not re.search(r"(?m)^2026-01-01 ERROR", printed)
