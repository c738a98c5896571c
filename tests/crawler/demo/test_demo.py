"""``emeroteca demo``: one line from nothing to articles, by the code of ``crawl``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.store.articles import read_articles
from crawler.demo.content import Content

pytestmark = pytest.mark.slow


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archive.cli", "demo", "--collection", str(folder), "--port", "0"]
    env = os.environ | {"COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo") / "portico"
    run = demo(folder)
    assert run.returncode == 0, run.stderr
    return Collection.open(folder), run


def test_every_story_is_read(ran: tuple[Collection, object]) -> None:
    read = {"/" + article.url.split("/", 3)[3] for article in read_articles(ran[0])}

    assert {story.path for story in Content.load().stories} <= read


def test_the_seed_pages_article_is_whole(ran: tuple[Collection, object]) -> None:
    article = next(a for a in read_articles(ran[0]) if a.url.endswith("201904022042"))

    assert article.headline == "Sull'innovazione Nanchino si allea con Kilometro Rosso"
    assert article.published == "2019-04-02T20:42:00+02:00"
    assert (article.authors, article.agency) == (("Mauro Romano",), "Class Editori")
    assert [block.type for block in article.body if block.type != "caption"] == ["paragraph"] * 5
    assert article.word_count == 368


def test_the_login_that_robots_txt_forbids_is_not_asked(ran: tuple[Collection, object]) -> None:
    assert b"/accesso" not in ran[0].index.read_bytes()


def test_the_dead_link_and_the_moved_page_are_kept(ran: tuple[Collection, object]) -> None:
    index = ran[0].index.read_bytes()

    assert b'"status": "404"' in index
    assert b'"status": "301"' in index


def test_pages_keep_what_they_need_to_be_shown(ran: tuple[Collection, object]) -> None:
    index = ran[0].index.read_bytes()

    for needed in (b"/static/portico.css", b"/static/type.css", b"/static/arches.svg", b"/immagini/tram.svg"):
        assert needed in index


def test_the_output_names_the_files_and_what_to_try_next(
    ran: tuple[Collection, subprocess.CompletedProcess[str]],
) -> None:
    collection, run = ran

    assert "Tram, la linea due arriva al mare" in run.stdout
    assert [line.split()[1] for line in run.stdout.splitlines() if line.startswith("  emeroteca ")] == [
        "list",
        "check",
        "replay",
    ]
    assert len(collection.sealed()) == 1
    assert not collection.unsealed()
