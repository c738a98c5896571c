"""Crawls in a child process (a reactor cannot start twice), and what came of them."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One exchange as the recorder told it, after its records were flushed."""

    url: str
    request: bytes | None
    response: bytes
    truncated: str | None
    address: str | None
    cipher: str | None
    notes: tuple[tuple[str, str], ...]
    record_id: str
    mime: str | None
    status: int | None
    revisit_of: str | None

    def note(self, name: str) -> str | None:
        return dict(self.notes).get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Scrapy got for one request: a response, or an error."""

    url: str
    status: int | None
    body: bytes
    flags: tuple[str, ...]
    record_ids: tuple[str, ...]
    error: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl, ended."""

    answers: Mapping[str, Answer]
    kept: tuple[Kept, ...]
    stats: Mapping[str, Any]
    error: str | None
    exit_code: int
    log: str
    warcs: tuple[Path, ...]
    extra: Mapping[str, Any]

    def of(self, url: str) -> list[Kept]:
        return [kept for kept in self.kept if kept.url == url]


def crawl(
    folder: Path,
    requests: Sequence[str | Mapping[str, Any]],
    *,
    settings: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    setup: str | None = None,
    sequential: bool = False,
) -> Run:
    """Ask *requests* (URLs, or keyword arguments of scrapy.Request) in a child and return all that came of it.

    *setup* names a function ``module:name``, called in the child with the crawler before it starts.
    """
    work = folder / "crawl"
    work.mkdir(exist_ok=True)
    order = {
        "requests": [{"url": request} if isinstance(request, str) else dict(request) for request in requests],
        "settings": {
            "ADDONS": {"crawler.addon.CaptureAddon": 500},
            "CAPTURE_FOLDER": str(work / "warc"),
            "ALLOW_NETWORK": ["127.0.0.0/8"],
            "RETRY_TIMES": 1,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0,
            "USER_AGENT": "emeroteca-test",
            **(settings or {}),
        },
        "setup": setup,
        "sequential": sequential,
        "out": str(work / "out.json"),
    }
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    (work / "out.json").unlink(missing_ok=True)
    child = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.crawler.capture.child"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, **(environment or {})},
        timeout=120,
        check=False,
    )
    if not (work / "out.json").exists():
        return Run(
            answers={}, kept=(), stats={}, error=None, exit_code=child.returncode, log=child.stderr, warcs=(), extra={}
        )
    out = json.loads((work / "out.json").read_text())
    return Run(
        answers={
            name: Answer(
                **{**answer, "body": base64.b64decode(answer["body"]), "flags": tuple(answer["flags"])}
                | {"record_ids": tuple(answer["record_ids"])}
            )
            for name, answer in out["answers"].items()
        },
        kept=tuple(
            Kept(
                **{
                    **kept,
                    "request": base64.b64decode(kept["request"]),
                    "response": base64.b64decode(kept["response"]),
                    "notes": tuple((name, value) for name, value in kept["notes"]),
                }
            )
            for kept in out["kept"]
        ),
        stats=out["stats"],
        error=out["error"],
        exit_code=child.returncode,
        log=child.stderr,
        warcs=tuple(sorted(p for p in (work / "warc").glob("*.warc.gz"))),
        extra=out["extra"],
    )
