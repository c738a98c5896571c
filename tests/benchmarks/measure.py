"""The CPU time and the memory of a command and of every process that it starts."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one command took."""

    cpu_seconds: float
    """User and system time of the process and of all its descendants that were waited for."""
    wall_seconds: float
    peak_bytes: int
    """Most memory of the whole tree, shared pages counted once (sum of PSS), looked at four times a second."""
    output: str


def cost_of(command: list[str], *, folder: Path | None = None, timeout_seconds: float = 900) -> Cost:
    """Run *command* and return what it took; raises RuntimeError with its output where it failed."""
    with tempfile.TemporaryFile() as log:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
        peak = 0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, _memory(process.pid))
            if time.monotonic() - begun > timeout_seconds:
                process.kill()
            time.sleep(_LOOK_SECONDS)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        output = log.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}")
    return Cost(cpu_seconds=used.ru_utime + used.ru_stime, wall_seconds=wall, peak_bytes=peak, output=output.strip())


def _memory(pid: int) -> int:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = {int(child) for t in threads for child in (t / "children").read_text().split()}
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    own = next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)
    return own + sum(map(_memory, children))
