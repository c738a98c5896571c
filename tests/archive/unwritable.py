"""Folders that a command cannot write into, were it root's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def unwritable(root: Path) -> Iterator[list[str]]:
    """Take the right to write from *root* and the folders in it; give the words that a command must begin with."""
    bound: list[str] = []
    if os.geteuid() == 0:
        # Root without this one capability is bound by the modes of files, as all others are.
        bound = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
        if subprocess.run([*bound, "true"], capture_output=True, check=False).returncode:
            pytest.skip("root, and no setpriv")
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert subprocess.run([*bound, "touch", str(root / "probe")], capture_output=True, check=False).returncode
        yield [*bound, sys.executable, "-m", "archive.cli"]
    finally:
        for folder in folders:
            folder.chmod(0o755)
