"""Our reading and trafilatura's of the same pages, in turns, in one process: text measures and paired CPU.

    python -m tests.bench.extraction BENCH [--sets zyte,fundusml] [--split dev] [--out FOLDER]

BENCH holds NAME.warc.gz, NAME.truth.jsonl and score.py. Predictions are left in --out; those of trafilatura are taken
from there when they are there already (then no CPU is told of it).
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from archive.article.extract import extract
from archive.article.page import Page
from archive.sources.profile import Source
from tests.bench.trafilatura_alone import pages_of, read_alone

SETS = ("zyte", "fundus80", "fundusml", "wcxb")
BARS = {"zyte": (96.7, 98.0), "fundus80": (96.0, 97.7), "fundusml": (97.0, 98.0), "wcxb": (95.6, 96.5)}
"""Text F1 to reach and to go for, development halves, per cent."""
GAIN = re.compile(r"minus other:.*?\bF1 (\S+) \[(\S+) (\S+)\]")


def read_ours(page: Page) -> dict[str, Any]:
    """Return our reading of *page*, in the keys that the scorer reads."""
    article = extract(page, Source.for_host(page.url.split("/")[2]))
    return {
        "url": page.url,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "text": article.text,
        "published": article.published,
        "authors": article.authors,
    }


def read_set(warc: Path, ours: Path, theirs: Path) -> tuple[int, float, float | None]:
    """Write both readings of *warc*; return pages, our CPU seconds and trafilatura's (None where not run)."""
    mine = 0.0
    peer: float | None = None if theirs.exists() else 0.0
    pages = 0
    lines: list[str] = []
    with ours.open("w", encoding="utf-8") as file:
        for page in pages_of(warc):
            pages += 1
            start = time.process_time()
            reading = read_ours(page)
            mine += time.process_time() - start
            file.write(json.dumps(reading, ensure_ascii=False) + "\n")
            if peer is not None:
                start = time.process_time()
                other = read_alone(page)
                peer += time.process_time() - start
                lines.append(json.dumps(other, ensure_ascii=False) + "\n")
    if peer is not None:
        theirs.write_text("".join(lines), "utf-8")
    return pages, mine, peer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--split", default="dev", choices=["dev", "held", "all"])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    folder: Path = options.out or Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{'set':9} {'F1':>6} {'P':>6} {'R':>6}  {'reach':>5} {'goal':>5}  {'gain over trafilatura':24} CPU a page")
    for name in options.sets.split(","):
        warc = options.bench / f"{name}.warc.gz"
        ours, theirs = folder / f"{name}.jsonl", folder / f"{name}.alone.jsonl"
        pages, mine, peer = read_set(warc, ours, theirs)
        report = folder / f"{name}.report.json"
        command = [sys.executable, str(options.bench / "score.py"), "--pred", str(ours), "--versus", str(theirs)]
        command += ["--truth", str(options.bench / f"{name}.truth.jsonl"), "--split", options.split]
        told = subprocess.run([*command, "--json", str(report)], check=True, capture_output=True, text=True).stdout
        total = next(iter(json.loads(report.read_text("utf-8")).values()))["total"]
        gain = GAIN.search(told)
        paired = f"{gain[1]} [{gain[2]} {gain[3]}]" if gain else ""
        reach, goal = BARS.get(name, (0.0, 0.0))
        cpu = f"{1000 * mine / pages:.1f} ms"
        if peer:
            cpu += f", trafilatura {1000 * peer / pages:.1f} ms, ratio {mine / peer:.2f}"
        text = "  ".join(f"{100 * total[key]:5.1f}" for key in ("F1", "P", "R"))
        print(f"{name:9}  {text}  {reach:5.1f} {goal:5.1f}  {paired:24} {cpu}")
    print(f"predictions: {folder}")


if __name__ == "__main__":
    main()
