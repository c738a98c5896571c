"""``emeroteca list``: what is asked for, and what is no question."""

from pathlib import Path

from click.testing import CliRunner

from archive.collection import Collection
from archive.commands.list import list_


def test_a_day_that_is_none_is_told(tmp_path: Path) -> None:
    Collection.create(tmp_path)
    told = CliRunner().invoke(list_, [str(tmp_path), "--from", "2025-13-01"])

    assert told.exit_code == 2
    assert "'2025-13-01' is no day; write it as 2024-01-31" in told.stderr
