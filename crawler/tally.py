"""Tally: what a run did, counted once, told as the summary line, as metrics and as rows of the state."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.stamp import stamp
from archive.store.state import State
from archive.whole import put

logger = logging.getLogger(__name__)

_PROBLEMS_TOLD = 20

CLEAN_ENDS = (0, 10, 11)
"""Exit codes of a run that ended as it was asked to: done, stopped, deadline reached; the next one goes on."""

_HELP = {
    "crawl": "What the last run counted.",
    "crawl_refused": "URLs that the last run did not ask for, by reason.",
    "crawl_ended": "1 where the run has ended, 0 while it lasts.",
    "crawl_success": "1 where it ended as it was asked to (exit code 0, 10 or 11).",
    "crawl_exit_code": "Exit code of the run, once it has ended.",
    "crawl_last_time_seconds": "When this was written, in Unix time.",
}


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one run; grows while it lasts."""

    started_at: datetime
    pages: int = 0
    """Pages asked for and answered: sections, feeds, sitemaps, articles; neither robots.txt nor page requisites."""
    requisites: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    known: int = 0
    """Links seen that were known already."""
    errors: int = 0
    """Pages that could not be had, or whose reading failed."""
    bytes: int = 0
    """Bytes received on the wire, heads included."""
    refused: Counter[str] = field(default_factory=Counter)
    """Reasons why URLs were not asked for: robots, network, budget..."""
    problems: list[str] = field(default_factory=list)
    """The first lines worth telling at the end."""
    untold: int = 0
    """Further ones, which stand in the log alone."""
    _daily: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, source: str, name: str, number: int = 1) -> None:
        """Add to a source's count of the day; *name* is one of archive.store.runlog.COUNTS."""
        self._daily[source, name] += number

    def problem(self, line: str) -> None:
        """Tell *line* in the log, and at the end of the run if it is among the first."""
        logger.info("%s", line)
        if len(self.problems) < _PROBLEMS_TOLD:
            self.problems.append(line)
        else:
            self.untold += 1

    @property
    def error_share(self) -> float:
        """Errors among all pages that were asked for."""
        return self.errors / max(1, self.pages, self.errors)

    def seconds(self, now: datetime) -> float:
        return (now - self.started_at).total_seconds()

    def summary(self, now: datetime) -> str:
        """Return the last line of a crawl, in CONTRACT's words."""
        return (
            f"crawl: {self.pages} pages, {self.new} new articles, {self.changed} changed, "
            f"{self.unchanged} unchanged, {self.gone} gone, {self.errors} errors, "
            f"{self.bytes / 1e6:.1f} MB, {self.seconds(now):.0f} s"
        )

    def facts(self, now: datetime) -> dict[str, Any]:
        """Return all counts, for the state's row of this run and for metrics."""
        return {
            "pages": self.pages,
            "requisites": self.requisites,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "known": self.known,
            "errors": self.errors,
            "bytes": self.bytes,
            "seconds": round(self.seconds(now), 3),
            "refused": dict(sorted(self.refused.items())),
        }

    def save_daily(self, state: State, now: datetime) -> None:
        """Add what was counted since the last call to the day's rows."""
        day = now.astimezone(UTC).date().isoformat()
        for (source, name), number in self._daily.items():
            state.write("INSERT OR IGNORE INTO daily(source, day) VALUES (?, ?)", [source, day])
            state.write(
                f"UPDATE daily SET {name} = {name} + ? WHERE source = ? AND day = ?",  # noqa: S608 (one of COUNTS)
                [number, source, day],
            )
        self._daily.clear()

    def save_run(self, state: State, run_id: str, reason: str | None, now: datetime) -> None:
        """Write the run's row; *reason* is None while it lasts."""
        state.write(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)",
            [
                run_id,
                stamp(self.started_at),
                stamp(now) if reason else None,
                reason,
                msgspec.json.encode(self.facts(now)).decode(),
            ],
        )

    def write_metrics(self, path: Path, collection: Path, exit_code: int | None, now: datetime) -> None:
        """Write the counts for Prometheus' textfile collector. Raises StorageError.

        *exit_code* is None while the run lasts. All rows name the collection: two collections on one machine write two
        files, and the collector refuses rows that stand in both.
        """
        of = f'collection="{_label(str(collection.resolve()))}"'
        rows: dict[str, list[tuple[str, float]]] = {
            "crawl": [(f'count="{n}"', v) for n, v in self.facts(now).items() if isinstance(v, (int, float))],
            "crawl_refused": [(f'reason="{_label(why)}"', number) for why, number in sorted(self.refused.items())],
            "crawl_ended": [("", 0 if exit_code is None else 1)],
            "crawl_success": [("", 1 if exit_code in CLEAN_ENDS else 0)],
            "crawl_exit_code": [] if exit_code is None else [("", exit_code)],
            "crawl_last_time_seconds": [("", round(now.timestamp()))],
        }
        lines: list[str] = []
        for name, values in rows.items():
            if values:
                lines += [f"# HELP emeroteca_{name} {_HELP[name]}", f"# TYPE emeroteca_{name} gauge"]
            lines += [f"emeroteca_{name}{{{of}{',' + label if label else ''}}} {value}" for label, value in values]
        put(path, ("\n".join(lines) + "\n").encode())


def _label(value: str) -> str:
    """Return *value* as it stands between the quotes of a label."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
