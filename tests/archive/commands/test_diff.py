"""``emeroteca diff`` as it is typed: into a pipe, on a terminal, as a page."""

import os
import pty
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import cli
from tests.archive.commands.test_export import fails
from tests.archive.store.newsroom import edited, keep, made_up

FIRST = replace(made_up(1), kicker=None, standfirst=None, headline="La casa bianca è in vendita")
FIRST = replace(FIRST, text="Apre oggi alle due.\n\nFine.")
THEN = replace(edited(FIRST, 2), headline="La villa rossa è in vendita", text="Apre domani alle due.\n\nFine.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("diff") / "c", [FIRST, THEN]).root


def test_changed_words_stand_in_marks_with_one_blank_around_them(folder: Path) -> None:
    told = CliRunner().invoke(cli, ["diff", FIRST.url, "--collection", str(folder)])

    assert told.stdout == (
        "headline: La [-casa bianca-]{+villa rossa+} è in vendita\n\nApre [-oggi-]{+domani+} alle due.\n\nFine.\n\n"
    )


def test_on_a_terminal_colours_and_a_blank_tell_them_apart(folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "archive.cli", "diff", FIRST.url, "--collection", str(folder)]
    with subprocess.Popen(command, stdout=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 1 << 16):
                shown += chunk
        except OSError:
            pass  # so does Linux end a terminal
        assert process.wait(30) == 0
    os.close(ours)

    assert "La \x1b[31m\x1b[9mcasa bianca\x1b[0m \x1b[32mvilla rossa\x1b[0m è in vendita" in shown.decode()


def test_the_page_is_whole_and_marks_what_changed(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "edits.html"
    CliRunner().invoke(cli, ["diff", FIRST.url, "--collection", str(folder), "--html", str(page)])
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(page.read_text("utf-8"))

    assert opened == []
    assert "La <del>casa bianca</del><ins>villa rossa</ins> è" in page.read_text("utf-8")


def test_a_page_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = fails(capsys, "diff", FIRST.url, "--collection", folder, "--html", "/nowhere/edits.html")

    assert code == 3
    assert said == "emeroteca: /nowhere/edits.html: cannot be written (No such file or directory)\n"
