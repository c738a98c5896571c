"""The golden pages and how they are read."""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from archive.article.extract import extract
from archive.article.page import Page
from archive.sources.profile import Source
from archive.store.articles import encode_line

HERE = Path(__file__).parent
UNSTABLE = ("extractor_version",)
"""Keys that change with every release and say nothing of the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenPage:
    """One stored page."""

    name: str
    html: Path
    expected: Path
    url: str
    captured_at: datetime


def golden_pages() -> list[GoldenPage]:
    """Return the golden pages of pages.toml, in its order."""
    table = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
    return [
        GoldenPage(
            name=f"{source}/{name}",
            html=HERE / source / f"{name}.html",
            expected=HERE / source / f"{name}.json",
            url=facts["url"],
            captured_at=facts["captured_at"],
        )
        for source, pages in table.items()
        for name, facts in pages.items()
    ]


def page_and_source(golden: GoldenPage) -> tuple[Page, Source]:
    """Return a golden page and the profile of a site unknown."""
    page = Page.from_html(golden.html.read_text("utf-8"), url=golden.url, captured_at=golden.captured_at)
    return page, Source.for_host(urlsplit(golden.url).hostname or "")


def reading_of(golden: GoldenPage) -> str:
    """Return the article of a golden page as indented JSON."""
    article = extract(*page_and_source(golden))
    line = json.loads(encode_line(article))
    return json.dumps({k: v for k, v in line.items() if k not in UNSTABLE}, ensure_ascii=False, indent=1) + "\n"
