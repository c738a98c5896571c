"""What became of a page, in words that its reader knows."""

import subprocess
import sys
from pathlib import Path

from tests.newspaper.wire import Script, WireServer

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FAILING = {
    "/cut": (Script.of(OK + b"Content-Length: 9\r\n\r\ncut", ends="close"), "the answer ends early"),
    "/silent": (Script.of(ends="close"), "no answer that can be read: Connection was closed cleanly."),
    "/ssh": (Script.of(b"SSH-2.0-x\r\n", ends="close"), "no answer that can be read: "),
    "/lengths": (
        Script.of(OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"),
        "no answer that can be read: Invalid response: conflicting Content-Length",
    ),
}


def test_a_page_that_cannot_be_had_is_told_in_words(tmp_path: Path) -> None:
    with WireServer({path: script for path, (script, _) in FAILING.items()}) as server:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "crawl", *map(server.url, FAILING), "--collection", str(tmp_path),
             "--allow-network", "127.0.0.1", "--delay", "0", "--ignore-robots", "--quiet", "-s", "RETRY_TIMES=0"],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

        for path, (_, told) in FAILING.items():
            assert f"{server.url(path)}: {told}" in done.stderr
        assert "twisted" not in done.stderr
