"""Docs that cannot lag: a command, option or field without its place in them fails here."""

import re
from pathlib import Path

import click
import pytest

import archive
from archive.cli import cli

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text("utf-8") for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]}
CONTEXT = click.Context(cli)
COMMANDS = cli.list_commands(CONTEXT)


def command(name: str) -> click.Command:
    found = cli.get_command(CONTEXT, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_with_an_example(name: str) -> None:
    said = command(name).get_help(click.Context(command(name), info_name=name))

    # The usage line is not an example: that has an argument.
    assert re.search(rf"emeroteca {name}(?! \[OPTIONS\])", said)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_docs(name: str) -> None:
    assert any(f"emeroteca {name}" in text for text in DOCS.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [
        parameter.name
        for parameter in command(name).params
        if isinstance(parameter, click.Option) and not parameter.help and parameter.name != "folder"
    ]

    assert silent == []


def test_the_readme_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"^emeroteca ([a-z]+)", DOCS["README.md"], re.MULTILINE))

    assert named <= set(COMMANDS)


def test_links_between_the_docs_lead_somewhere() -> None:
    for name, text in DOCS.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (folder / target).exists(), f"{name}: {target}"


def test_every_public_name_loads() -> None:
    assert all(getattr(archive, name) is not None for name in archive.__all__)
