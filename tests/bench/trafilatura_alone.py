"""The baseline: trafilatura alone, default settings with metadata, on the pages of a set's WARC."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.article.extract import extract
from archive.article.page import Page
from archive.errors import MessageError
from archive.sources.profile import Source
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
    except Exception:  # noqa: BLE001 (the peer's faults are its own)
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


def write_alone(warc: Path, output: Path) -> tuple[float, float]:
    """Write the baseline's predictions for *warc* to *output*.

    Return the CPU seconds of the baseline and of our own reading, taken in turns, page by page, parsing included.
    """
    theirs = ours = 0.0
    with output.open("w", encoding="utf-8") as file:
        for page in pages_of(warc):
            source = Source.for_host(urlsplit(page.url).hostname or "")
            start = time.process_time()
            extract(page, source)
            middle = time.process_time()
            found = read_alone(page)
            theirs += time.process_time() - middle
            ours += middle - start
            file.write(json.dumps(found, ensure_ascii=False) + "\n")
    return theirs, ours
