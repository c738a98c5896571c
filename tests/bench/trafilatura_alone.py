"""The baseline: trafilatura alone, default settings with metadata, on the pages of a set's WARC."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.article.page import Page
from archive.errors import MessageError
from archive.warc.reader import read_exchanges


def pages_of(warc: Path) -> Iterator[Page]:
    """Yield the HTML pages of *warc*."""
    for _, exchange in read_exchanges(warc, on_damage=lambda damage: None):
        try:
            yield Page.of(exchange)
        except MessageError:
            continue


def read_alone(page: Page) -> dict[str, Any]:
    """Return what trafilatura makes of *page*, in the keys that the scorer reads."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True)
    except Exception:  # the peer's faults are its own
        found = None
    if found is None:
        return {"url": page.url}
    fields = found.as_dict()
    return {
        "url": page.url,
        "headline": fields.get("title"),
        "standfirst": None,
        "text": fields.get("text"),
        "published": fields.get("date"),
        "authors": [a for a in (fields.get("author") or "").split("; ") if a],
    }


def write_alone(warc: Path, output: Path) -> float:
    """Write the baseline's predictions for *warc* to *output*; return CPU seconds."""
    start = time.process_time()
    with output.open("w", encoding="utf-8") as file:
        for page in pages_of(warc):
            file.write(json.dumps(read_alone(page), ensure_ascii=False) + "\n")
    return time.process_time() - start
