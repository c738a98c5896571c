"""Crawl one site in several ways, side by side, and print what each cost in CPU time of its whole process tree.

    python -m tests.benchmarks [--articles 30] [--pairs 3] [--systems plain,naive,capture,all] [--keep FOLDER]

``plain`` is Scrapy storing nothing, ``naive`` the pipeline of tests/benchmarks/peers.py, ``capture`` is
``emeroteca crawl --workers 0``, ``all`` is ``emeroteca crawl``; ``wget`` may be named where it is installed. The site
is made by tests/benchmarks/site.py and served on loopback by a process of its own (serve.py). The
systems take turns, --pairs times; ratios are medians of the ratios of one turn, since only runs that are close
together may be compared.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.measure import Cost, cost_of
from tests.benchmarks.site import write_site

SYSTEMS = ("plain", "naive", "capture", "all", "wget")
RATIOS = (("capture", "plain", 0.20), ("all", "naive", 0.25), ("capture", "wget", None), ("all", "plain", None))
"""(ours, the other, what we promise)."""


def command_for(system: str, urls: tuple[str, ...], out: Path) -> list[str]:
    """Return the command by which *system* crawls *urls* into *out*."""
    if system in ("plain", "naive"):
        return [sys.executable, "-m", "tests.benchmarks.peers", system, str(out), *urls]
    if system == "wget":
        return ["wget", "-q", "--mirror", "-P", str(out), "--warc-file", str(out / "mirror"), *urls]
    command = [sys.executable, "-m", "archive.cli", "crawl", *urls, "--collection", str(out), "--quiet"]
    command += ["--allow-network", "127.0.0.0/8", "--delay", "0", "--concurrency", "16"]
    return [*command, "--workers", "0"] if system == "capture" else command


@contextmanager
def served(folders: tuple[Path, ...]) -> Iterator[tuple[str, ...]]:
    """Serve *folders* on loopback, each at an address of its own; give their URLs."""
    command = [sys.executable, "-m", "tests.benchmarks.serve", *map(str, folders)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield tuple(server.stdout.readline().strip() for _ in folders)
        finally:
            server.terminate()


def run_turns(systems: tuple[str, ...], urls: tuple[str, ...], folder: Path, turns: int) -> list[dict[str, Cost]]:
    """Let the *systems* take turns; return each turn's costs."""
    costs: list[dict[str, Cost]] = []
    for turn in range(turns):
        costs.append({})
        for system in systems:
            out = folder / system
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            cost = cost_of(command_for(system, urls, out))
            costs[-1][system] = cost
            print(
                f"{turn + 1}  {system:8} {cost.cpu_seconds:7.2f} s CPU {cost.wall_seconds:7.1f} s "
                f"{cost.peak_bytes / 1e6:5.0f} MB  {cost.output.splitlines()[-1][:70] if cost.output else ''}",
                flush=True,
            )
    return costs


def ratio_lines(costs: list[dict[str, Cost]]) -> list[str]:
    """Return the table of ratios: median, and least to most of all turns."""
    lines = []
    for ours, other, bar in RATIOS:
        ratios = [t[ours].cpu_seconds / t[other].cpu_seconds for t in costs if ours in t and other in t]
        if ratios:
            promise = f"  (to reach: {bar:.2f})" if bar is not None else ""
            told = f"{statistics.median(ratios):.3f}  [{min(ratios):.3f} to {max(ratios):.3f}]{promise}"
            lines.append(f"{ours} / {other}: {told}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=30, help="of each paper")
    parser.add_argument("--papers", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=3, help="turns")
    parser.add_argument("--systems", default="plain,naive,capture,all")
    parser.add_argument("--keep", type=Path, help="folder for the site and what the systems make of it")
    options = parser.parse_args()
    systems = tuple(options.systems.split(","))
    if unknown := set(systems) - set(SYSTEMS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SYSTEMS)}")
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        shutil.rmtree(folder / "site", ignore_errors=True)
        folders = write_site(folder / "site", options.articles, options.papers)
        pages = sum(1 for f in folders for _ in f.rglob("*.html"))
        print(f"{pages} pages of {options.papers} papers; turn, system, CPU, wall, memory of the tree")
        urls = stack.enter_context(served(folders))
        costs = run_turns(systems, urls, folder, options.pairs)
    print("\n".join(ratio_lines(costs)))


if __name__ == "__main__":
    main()
