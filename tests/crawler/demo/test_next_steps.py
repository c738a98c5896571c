"""What the demo says to try next can be pasted."""

import sys
from pathlib import Path

import pytest

from crawler.commands.demo import next_steps


@pytest.fixture
def nothing_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))


@pytest.mark.usefixtures("nothing_on_the_path")
def test_where_the_name_is_not_on_the_path_it_is_called_as_the_demo_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/emeroteca", "demo"])

    assert next_steps(Path("emeroteca-demo"))[0] == ".venv/bin/emeroteca list emeroteca-demo --by section"


@pytest.mark.usefixtures("nothing_on_the_path")
def test_what_is_not_installed_is_told() -> None:
    assert next_steps(Path("d"))[2] == "emeroteca replay d   # needs pywb: pip install 'emeroteca[replay]'"


def test_on_the_path_the_name_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("emeroteca", "wayback"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "emeroteca"), "demo"])

    assert next_steps(Path("my news"))[1:] == ["emeroteca check 'my news'", "emeroteca replay 'my news'"]
