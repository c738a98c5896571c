"""What a run shows of itself while it lasts."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crawler.progress import Progress
from crawler.tally import Tally


def test_metrics_that_cannot_be_written_are_told_once_and_tried_again(tmp_path: Path) -> None:
    tally = Tally(started_at=datetime.now(UTC))
    harvest = SimpleNamespace(tally=tally, collection=SimpleNamespace(root=tmp_path))
    progress: Any = object.__new__(Progress)
    progress.__dict__ |= {
        "_crawler": SimpleNamespace(get_extension=lambda _: harvest),
        "_metrics": tmp_path / "away" / "m.prom",
        "_over": False,
        "_unwritten": False,
    }
    for _ in range(3):
        progress._write_metrics()
    (tmp_path / "away").mkdir()
    progress._write_metrics()

    assert len(tally.problems) == 1
    assert "m.prom: cannot be written (No such file or directory)" in tally.problems[0]
    assert (tmp_path / "away" / "m.prom").exists()
