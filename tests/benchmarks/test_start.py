"""A command starts with what it needs and no more: told by the modules that it imports, not by a clock."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.utils.deprecate import create_deprecated_class

from crawler.run import short_stacks
from tests.benchmarks.__main__ import served
from tests.benchmarks.site import write_site

HEAVY = (
    "email",
    "scrapy",
    "twisted",
    "lxml",
    "trafilatura",
    "dateparser",
    "aiohttp",
    "tldextract",
    "requests",
    "pyarrow",
)


def imported(code: str) -> set[str]:
    """Return the top-level packages that a fresh process has after *code*."""
    script = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def crawl_script(folder: Path, url: str, *allowed: str) -> str:
    """Return the lines that capture *url* into *folder*, without reading; *done* is then how it ended."""
    options = {"EMEROTECA_WORKERS": 0, "ALLOW_NETWORK": allowed, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
    return (
        "from pathlib import Path\nfrom crawler.run import run_crawl\n"
        f"done = run_crawl([{url!r}], Path({str(folder)!r}), {options!r})\n"
    )


HELP = "import archive.cli\ntry:\n    archive.cli.main(['--help'])\nexcept SystemExit:\n    pass"


@pytest.mark.parametrize("package", HEAVY)
def test_help_imports_none_of_the_heavy_ones(package: str, help_imports: set[str]) -> None:
    assert package not in help_imports


@pytest.mark.parametrize("package", ["trafilatura", "dateparser", "requests", "tldextract"])
def test_reading_starts_without_what_only_doubtful_pages_need(package: str, reading_imports: set[str]) -> None:
    assert package not in reading_imports


@pytest.mark.parametrize("package", ["multiprocessing", "subprocess", "sqlite3", "tomllib"])
def test_a_reading_process_starts_without_what_its_parent_alone_needs(package: str, process_imports: set[str]) -> None:
    assert package not in process_imports


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


def test_a_short_stack_tells_the_module_of_a_frame_and_of_anything_else() -> None:
    with short_stacks():
        of_frame, of_function = inspect.getmodule(sys._getframe()), inspect.getmodule(imported)

    assert of_frame is of_function is sys.modules[__name__]


def test_a_capture_alone_starts_no_other_process(tmp_path: Path) -> None:
    watch = (
        "import sys\nstarted = ('subprocess.Popen', 'os.fork', 'os.posix_spawn')\n"
        "sys.addaudithook(lambda event, _: print(event) if event in started else None)\n"
    )
    script = watch + crawl_script(tmp_path / "c", "http://127.0.0.1:9/")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == ""


def test_pages_that_are_dealt_with_leave_no_garbage(tmp_path: Path) -> None:
    with served(write_site(tmp_path / "site", 40, 1)) as (url,):
        script = (
            f"import gc\ngc.enable = int\n{crawl_script(tmp_path / 'c', url, '127.0.0.0/8')}"
            "from crawler.capture.tap import Tap\n"
            "print(done.facts['pages'], sum(isinstance(o, Tap) for o in gc.get_objects()))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pages, taps = map(int, done.stdout.split())

    assert pages > 40
    assert taps < 8  # those of connections that were last used so


@pytest.fixture(scope="module")
def help_imports() -> set[str]:
    return imported(HELP)


@pytest.fixture(scope="module")
def reading_imports() -> set[str]:
    return imported("import archive.extraction, archive.reading, archive.article.extract, archive.article.page")


@pytest.fixture(scope="module")
def process_imports() -> set[str]:
    return imported("import archive.serving, archive.reading, archive.article.extract, archive.article.page")


@pytest.fixture(scope="module")
def crawl_imports(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    # The guard refuses a private address: everything is set up, nothing is asked.
    return imported(crawl_script(tmp_path_factory.mktemp("start") / "collection", "http://127.0.0.1:9/"))
