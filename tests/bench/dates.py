"""Measure the date reader: ``python -m tests.bench.dates FOLDER [PREDICTIONS.jsonl]``.

FOLDER holds ``dates.*.jsonl`` (id, text, language, timezone, now). One prediction a line is written, with the CPU
time of the one call, for the folder's own ``score_dates.py`` to judge, which is then run.
"""

import json
import subprocess
import sys
import time
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.article.dates import Moment, read_moment
from archive.article.zones import zone_for


@cache
def country_of_zone(zone: str) -> str | None:
    """Return the country of an IANA zone: where a case names no country, its paper's zone does."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if row[2] == zone), None)


def predict(case: dict) -> dict:
    """Return the prediction for one case."""
    zone = case["timezone"]
    country = case.get("country") or (country_of_zone(zone) if zone else None)
    zone_for(zone=zone, country=country, language=case["language"])
    now = datetime.fromisoformat(case["now"])
    began = time.process_time()
    reading = read_moment(case["text"], language=case["language"], zone=zone, country=country, captured_at=now)
    spent = (time.process_time() - began) * 1000
    main = reading.published or reading.modified
    second = reading.modified if reading.published else None
    return {
        "id": case["id"],
        "date": _iso(main),
        "granularity": main.precision if main else None,
        "role": reading.role,
        "modified": _iso(second),
        "cpu_ms": round(spent, 4),
    }


def _iso(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return moment.at.isoformat()


def main() -> None:
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("dates.predictions.jsonl")
    cases = []
    for path in sorted(folder.glob("dates.*.jsonl")):
        cases += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as out:
        for case in cases:
            out.write(json.dumps(predict(case)) + "\n")
    command = [sys.executable, str(folder / "score_dates.py"), str(target), "--by", "tag", "--show", "60"]
    subprocess.run(command, check=False)


if __name__ == "__main__":
    main()
