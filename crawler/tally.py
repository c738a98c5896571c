"""Tally: what a run did, counted once, told as the summary line, as metrics and as rows of the state."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.stamp import stamp
from archive.store.state import State


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
    _daily: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, source: str, name: str, number: int = 1) -> None:
        """Add to a source's count of the day; *name* is one of archive.store.runlog.COUNTS."""
        self._daily[source, name] += number

    def problem(self, line: str) -> None:
        if len(self.problems) < 20:
            self.problems.append(line)

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

    def write_metrics(self, path: Path, reason: str | None, now: datetime) -> None:
        """Write the counts for Prometheus' textfile collector, whole or not at all (by rename)."""
        rows = ["# TYPE emeroteca_crawl gauge"]
        for name, value in self.facts(now).items():
            if isinstance(value, (int, float)):
                rows.append(f'emeroteca_crawl{{count="{name}"}} {value}')
        for why, number in sorted(self.refused.items()):
            rows.append(f'emeroteca_crawl_refused{{reason="{why}"}} {number}')
        rows.append(f"emeroteca_crawl_ended {1 if reason else 0}")
        rows.append(f"emeroteca_crawl_success {1 if reason == 'finished' else 0}")
        rows.append(f"emeroteca_crawl_last_time_seconds {now.timestamp():.0f}")
        fresh = path.with_name(f".{path.name}.tmp")
        fresh.write_text("\n".join(rows) + "\n", "utf-8")
        fresh.replace(path)
