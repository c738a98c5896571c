"""Run every set of a bench folder and print the table of measures.

    python -m tests.bench BENCH [--sets zyte,fundusml] [--alone] [--split dev] [--out FOLDER] [--workers 2]

BENCH holds extraction/, dates/, urls/ and seed/, each with its own scorer. ``--alone`` runs trafilatura alone as well
and prints the paired differences, with their 95 % intervals, and the CPU of both. Predictions are left in --out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.extraction import Setup, read_lines
from archive.sources.catalogue import Catalogue

EXTRACTION = ("zyte", "fundus80", "fundusml", "wcxb", "mediacloud", "trafeval", "htmldate")
REACH: dict[tuple[str, str], tuple[float, float]] = {
    ("zyte", "F1"): (96.7, 98.0),
    ("fundus80", "F1"): (96.0, 97.7),
    ("fundusml", "F1"): (97.0, 98.0),
    ("wcxb", "F1"): (95.6, 96.5),
    ("fundusml", "title"): (92, 97),
    ("fundusml", "author"): (88, 92),
    ("fundusml", "date"): (97.5, 98.5),
    ("fundusml", "instant"): (92, 95),
    ("fundusml", "standfirst"): (55, 75),
    ("wcxb", "title"): (75, 85),
    ("wcxb", "author"): (75, 82),
    ("wcxb", "date"): (88, 91),
    ("mediacloud", "date"): (92.5, 95),
}
"""(set, measure) -> what to reach and what to go for, per cent."""


def main() -> None:
    options = _options()
    folder: Path = options.out or Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    wanted = options.sets.split(",") if options.sets else None
    print(f"{'set':11} {'measure':12} {'ours':>7} {'reach':>6} {'go for':>6}")
    for name in EXTRACTION:
        warc = options.bench / "extraction" / f"{name}.warc.gz"
        if warc.exists() and (wanted is None or name in wanted):
            _extraction(name, warc, folder, options)
    if wanted is None or "dates" in wanted:
        _dates(options.bench / "dates", folder)
    if wanted is None or "urls" in wanted:
        _urls(options.bench / "urls", folder)
    if wanted is None or "seed" in wanted:
        _seed(options.bench / "seed")
    print(f"predictions: {folder}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--sets", help="names, comma between; also dates, urls, seed")
    parser.add_argument("--alone", action="store_true", help="compare with trafilatura alone")
    parser.add_argument("--split", default="dev", choices=["dev", "held", "all"])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


def _extraction(name: str, warc: Path, folder: Path, options: argparse.Namespace) -> None:
    ours = folder / f"{name}.jsonl"
    start = time.perf_counter()
    # Pages that are no articles are asked for by the date sets alone; elsewhere a page left out costs recall.
    setup = Setup(catalogue=Catalogue(), all_pages=name in ("htmldate", "mediacloud"))
    lines = read_lines([warc], setup, workers=options.workers, timeout_seconds=60, on_damage=_say)
    pages = _write(ours, lines)
    took = time.perf_counter() - start
    peer = folder / f"{name}.alone.jsonl"
    if options.alone:
        from tests.bench.trafilatura_alone import write_alone

        theirs, mine = write_alone(warc, peer)
        count = max(pages, 1) / 1000
        print(
            f"{name:11} CPU a page: ours {mine / count:.1f} ms, trafilatura {theirs / count:.1f}: {mine / theirs:.2f}"
        )
    report = folder / f"{name}.report.json"
    truth = warc.with_name(f"{name}.truth.jsonl")
    command = [sys.executable, str(warc.with_name("score.py")), "--truth", str(truth), "--pred", str(ours)]
    command += ["--split", options.split, "--json", str(report)]
    if options.alone:
        command += ["--versus", str(peer)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for total in json.loads(report.read_text("utf-8")).values():
        _rows(name, total["total"])
    print(f"{name:11} {1000 * took / max(pages, 1):.1f} ms wall a page, {pages} pages")
    if options.alone:
        print("\n".join(line for line in told.splitlines() if "minus other" in line))


def _rows(name: str, total: dict[str, float]) -> None:
    for measure in ("F1", "title", "author", "date", "instant", "standfirst", "snipF1"):
        if measure in total:
            reach, goal = REACH.get((name, measure), (None, None))
            value = 100 * total[measure]
            mark = "" if reach is None else "  reached" if value >= reach else "  BELOW"
            print(f"{name:11} {measure:12} {value:7.1f} {reach or '':>6} {goal or '':>6}{mark}")


def _write(path: Path, results: Iterable[Any]) -> int:
    pages = 0
    with path.open("wb") as file:
        for result in results:
            pages += result.page
            if result.problem:
                print(result.problem, file=sys.stderr)
            if result.line:
                file.write(result.line)
    return pages


def _say(damage: Exception) -> None:
    print(damage, file=sys.stderr)


def _dates(folder: Path, out: Path) -> None:
    from datetime import datetime

    from archive.article.dates import read_moment
    from archive.article.extract import rfc3339

    truth = folder / "dates.dev.jsonl"
    if not truth.exists():
        return
    path = out / "dates.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for line in truth.read_text("utf-8").splitlines():
            case = json.loads(line)
            start = time.process_time()
            reading = read_moment(
                case["text"],
                language=case["language"],
                zone=case["timezone"],
                country=None,
                captured_at=datetime.fromisoformat(case["now"]),
            )
            spent = 1000 * (time.process_time() - start)
            first = reading.published or reading.modified
            prediction = {
                "id": case["id"],
                "date": rfc3339(first),
                "granularity": first.precision if first else None,
                "role": reading.role,
                "modified": rfc3339(reading.modified),
                "cpu_ms": spent,
            }
            file.write(json.dumps(prediction) + "\n")
    print(_told(folder / "score_dates.py", str(path), "--set", "dev"))


def _urls(folder: Path, out: Path) -> None:
    from crawler.discovery.urls import judge_url

    truth = folder / "urls.dev.jsonl"
    if not truth.exists():
        return
    path = out / "urls.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for line in truth.read_text("utf-8").splitlines():
            url = json.loads(line)["url"]
            file.write(json.dumps({"url": url, "article": judge_url(url).article}) + "\n")
    print("urls  " + _told(folder / "score_urls.py", str(path), "--truth", str(truth)))


def _seed(folder: Path) -> None:
    from tests.bench.seeds import differences, variants

    if not folder.is_dir():
        return
    compared, wrong = differences(folder)
    tried, missed = variants(folder)
    print(
        f"{'seed':11} {'fields':12} {compared - len(wrong)} of {compared}; date lines {tried - len(missed)} of {tried}"
    )
    for line in wrong + missed:
        print(f"    {line}")


def _told(script: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(script), *arguments], check=False, capture_output=True, text=True)
    return (done.stdout or done.stderr).rstrip()


if __name__ == "__main__":
    main()
