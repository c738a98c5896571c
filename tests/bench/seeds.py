"""The seed pages: every field against what it must be, and the variants of the date line."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.article.charset import decode
from archive.article.extract import extract
from archive.article.model import Article
from archive.article.page import Page
from archive.sources.profile import Source

NOT_FIELDS = frozenset(("fixture", "source_timezone", "capture_time", "chrome", "image_alt"))


def differences(folder: Path) -> tuple[int, list[str]]:
    """Return how many fields were compared on the pages of *folder*, and those that differ, in words."""
    compared, wrong = 0, []
    for path in sorted(folder.glob("*.expected.json")):
        expected = json.loads(path.read_text("utf-8"))
        page = _page((folder / expected["fixture"]).read_bytes(), expected["capture_time"])
        found = _comparable(extract(page, Source(id="seed", language="it", country="IT", zone="Europe/Rome")))
        for field, value in expected.items():
            if field not in NOT_FIELDS:
                compared += 1
                if found[field] != value:
                    wrong.append(f"{expected['fixture']}: {field}: {found[field]!r:.120}")
        chrome = [line for line in expected["chrome"] if line in (found["text"] or "").split("\n")]
        wrong += [f"{expected['fixture']}: furniture in the text: {line}" for line in chrome]
    return compared, wrong


def variants(folder: Path) -> tuple[int, list[str]]:
    """Return how many date lines were tried, and those that were not read as they must be."""
    tried, wrong = 0, []
    for line in (folder / "date_variants.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        tried += 1
        at = datetime.fromisoformat(case["capture_time"])
        page = Page.from_html(case["html"], url="https://www.giornale.example/articolo-1", captured_at=at)
        published = extract(page, Source.for_host("www.giornale.example")).published
        expected = case["expected"]
        # An expected day is a day: its first instant is how a line of ours says it.
        if published != expected and not (expected and len(expected) == 10 and (published or "")[:10] == expected):
            wrong.append(f"{case['line']!r}: {published}, not {expected}")
    return tried, wrong


def _page(data: bytes, captured_at: str) -> Page:
    decoding = decode(data, "text/html")
    return Page(
        url="https://www.giornale.example/parchi-industriali/articolo-201904022042",
        captured_at=datetime.fromisoformat(captured_at),
        html=decoding.text,
        encoding=decoding.encoding,
        status=200,
    )


def _comparable(article: Article) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(msgspec.json.encode(article))
    found["captions"] = [image["caption"] for image in found["images"] if image["caption"]]
    found["body"] = [{"type": block["type"], "text": block["text"]} for block in found["body"]]
    return found
