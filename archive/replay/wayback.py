"""pywb over a collection's folders in place, as a process of its own (its licence is the GPL: never imported)."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.collection import Collection
from archive.errors import ArchiveError, UsageError

HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_LAST_LINES = 5


def find_wayback() -> str:
    """Return the path of pywb's command ``wayback``: beside this Python, else on the PATH. Raises UsageError."""
    beside = Path(sys.executable).with_name("wayback")
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("wayback")
    if found is None:
        raise UsageError(
            "replay needs pywb, which is not installed: pipx install pywb  (or: pip install 'emeroteca[replay]'); "
            "or show the collection with ReplayWeb.page: emeroteca replay DIR --player FOLDER"
        )
    return found


def config_of(collection: Collection) -> dict[str, object]:
    """Return pywb's configuration for *collection*: its folders where they lie, nothing copied, nothing recorded.

    Scripts are rewritten in the browser (client_side_replay): on the server ES modules break, 3 of 5 test pages were
    whole that way and 5 of 5 this way.
    """
    place = {
        "archive_paths": f"{collection.warcs.resolve()}{os.sep}",
        "index_paths": str(collection.index.resolve()),
    }
    return {
        "collections": {collection_key(collection): place},
        "client_side_replay": True,
        "enable_auto_fetch": False,
        "debug": False,
    }


def collection_key(collection: Collection) -> str:
    """Return the collection's name as it stands in pywb's addresses."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", collection.name).strip("-") or "collection"


def free_port(port: int) -> int:
    """Return *port*, or a free one for 0; raises UsageError where something listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UsageError(f"--port {port}: cannot listen there ({error.strerror}); try --port 0") from error
        return int(probe.getsockname()[1])


@contextmanager
def running_wayback(collection: Collection, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run pywb over *collection* on loopback; yield its URL of the collection, and the process, once it answers.

    Leaving the context ends pywb and removes its folder. Raises UsageError where pywb is missing or the port is
    taken, ArchiveError where it does not start.
    """
    wayback = find_wayback()
    port = free_port(port)
    with tempfile.TemporaryDirectory(prefix="emeroteca-replay-") as folder:
        root = Path(folder)
        # JSON is YAML: no writer for it is needed.
        (root / "config.yaml").write_text(json.dumps(config_of(collection), indent=2), "utf-8")
        log = root / "pywb.log"
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 (found by find_wayback, no shell)
                [wayback, "--bind", HOST, "--port", str(port), "--directory", folder],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=folder,
                # Ctrl-C is for us: we end pywb then.
                start_new_session=True,
            )
        try:
            _wait_until_it_answers(process, port, log)
            yield f"http://{HOST}:{port}/{collection_key(collection)}/", process
        finally:
            _end(process)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    said = " | ".join(lines[-_LAST_LINES:]) or "nothing"
    raise ArchiveError(f"pywb does not start; it said: {said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, number)
            process.wait(_STOP_SECONDS)
        except (subprocess.TimeoutExpired, ProcessLookupError):
            continue
