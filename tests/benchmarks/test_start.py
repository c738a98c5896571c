"""A command starts with what it needs and no more: told by the modules that it imports, not by a clock."""

import subprocess
import sys

import pytest
from scrapy.utils.deprecate import create_deprecated_class

from crawler.run import short_stacks

HEAVY = ("scrapy", "twisted", "lxml", "trafilatura", "dateparser", "aiohttp", "tldextract", "requests", "pyarrow")


def imported(code: str) -> set[str]:
    """Return the top-level packages that a fresh process has after *code*."""
    script = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


HELP = "import archive.cli\ntry:\n    archive.cli.main(['--help'])\nexcept SystemExit:\n    pass"


@pytest.mark.parametrize("package", HEAVY)
def test_help_imports_none_of_the_heavy_ones(package: str, help_imports: set[str]) -> None:
    assert package not in help_imports


@pytest.mark.parametrize("package", ["trafilatura", "dateparser", "requests", "tldextract"])
def test_reading_starts_without_what_only_doubtful_pages_need(package: str, reading_imports: set[str]) -> None:
    assert package not in reading_imports


@pytest.mark.parametrize(
    "package",
    ["aiohttp", "trafilatura", "dateparser", "pyarrow", "warcio", "feedparser", "doctest", "tldextract", "requests"],
)
def test_a_crawl_starts_without_what_it_may_never_need(package: str, crawl_imports: set[str]) -> None:
    assert package not in crawl_imports


def test_scrapy_still_learns_its_modules_names_from_a_short_stack() -> None:
    with short_stacks():
        made = create_deprecated_class("Old", type("New", (), {}))

    assert made.__module__ == __name__


@pytest.fixture(scope="module")
def help_imports() -> set[str]:
    return imported(HELP)


@pytest.fixture(scope="module")
def reading_imports() -> set[str]:
    return imported("import archive.extraction, archive.reading, archive.article.extract, archive.article.page")


@pytest.fixture(scope="module")
def crawl_imports(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = str(tmp_path_factory.mktemp("start") / "collection")
    # The guard refuses a private address: everything is set up, nothing is asked.
    return imported(
        "from pathlib import Path\nfrom crawler.run import run_crawl\n"
        f"run_crawl(['http://127.0.0.1:9/'], Path({folder!r}), {{'EMEROTECA_WORKERS': 0}})"
    )
