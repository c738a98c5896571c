"""What the demo newspaper prints: its sections and stories, read from the data files of this package."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Literal, Self

Layout = Literal["modern", "bare", "soup", "semantic", "table"]
"""How a story's page is built.

modern: JSON-LD and OpenGraph. bare: plain markup, no metadata. soup: nothing but div. semantic: article, time and
microdata. table: the tables of the 2000s, in ISO-8859-15.
"""

BlockKind = Literal["paragraph", "subheading", "quote", "list"]
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as its newsroom knows it: what its page shows, and what reading that page should give."""

    section: str
    section_title: str
    language: str
    layout: Layout
    path: str
    """Where its page lies, from the root."""
    number: int
    headline: str
    kicker: str
    standfirst: str | None
    published: datetime
    """Aware, in the newspaper's zone."""
    printed: str
    """The date line, as the page prints it."""
    modified: datetime | None
    printed_modified: str | None
    byline: str
    authors: tuple[str, ...]
    agency: str | None
    picture: str
    alt: str
    caption: str
    credit: str | None
    tags: tuple[str, ...]
    blocks: tuple[tuple[BlockKind, str], ...]
    """Kind and text; a list's items stand on lines of their own."""
    paywalled: bool
    chunked: bool
    """Its server sends the page in chunks."""

    @property
    def changed_at(self) -> datetime:
        """When the page changed last: its Last-Modified."""
        return self.modified or self.published

    @property
    def words(self) -> int:
        return sum(len(text.split()) for _, text in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section page and its stories, newest first."""

    key: str
    title: str
    language: str
    path: str
    about: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that the newspaper prints."""

    name: str
    motto: str
    page_size: int
    sections: tuple[Section, ...]
    words: Mapping[str, Mapping[str, str]]
    """The site's own words (MENU, Accedi) by language."""
    moved: Mapping[str, str]
    """Old path to new path."""
    gone: tuple[tuple[str, str, str], ...]
    """Section, path, headline of stories that are linked and no longer there."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """All stories, newest first."""
        return tuple(sorted((s for x in self.sections for s in x.stories), key=lambda s: s.published, reverse=True))

    @classmethod
    def load(cls) -> Self:
        """Read the content that lies in this package."""
        folder = files("crawler.demo") / "content"
        paper = tomllib.loads((folder / "paper.toml").read_text("utf-8"))
        names = sorted(entry.name for entry in folder.iterdir() if entry.name[:1].isdigit())
        tables = [tomllib.loads((folder / name).read_text("utf-8")) for name in names]
        sections = tuple(_section(table, paper) for table in tables)
        by_slug = {story["slug"]: _path(table, story, paper) for table in tables for story in table["story"]}
        return cls(
            name=paper["name"],
            motto=paper["motto"],
            page_size=paper["page_size"],
            sections=sections,
            words=paper["words"],
            moved={old: by_slug[slug] for old, slug in paper["moved"].items()},
            gone=tuple((g["section"], g["path"], g["headline"]) for g in paper["gone"]),
        )


def _section(table: Mapping[str, Any], paper: Mapping[str, Any]) -> Section:
    stories = [_story(table, entry, paper) for entry in table["story"]]
    return Section(
        key=table["key"],
        title=table["title"],
        language=table["language"],
        path=table["path"],
        about=table["about"],
        stories=tuple(sorted(stories, key=lambda s: s.published, reverse=True)),
    )


def _path(table: Mapping[str, Any], entry: Mapping[str, Any], paper: Mapping[str, Any]) -> str:
    pattern = paper["archive_path"] if entry.get("layout") == "table" else table["article_path"]
    return str(pattern.format(date=entry["published"], slug=entry["slug"], number=entry["number"]))


def _story(table: Mapping[str, Any], entry: Mapping[str, Any], paper: Mapping[str, Any]) -> Story:
    return Story(
        section=table["key"],
        section_title=table["title"],
        language=table["language"],
        layout=entry.get("layout", table["layout"]),
        path=_path(table, entry, paper),
        number=entry["number"],
        headline=entry["headline"],
        kicker=entry.get("kicker", table["title"]),
        standfirst=entry.get("standfirst"),
        published=entry["published"],
        printed=entry["printed"],
        modified=entry.get("modified"),
        printed_modified=entry.get("printed_modified"),
        byline=entry["byline"],
        authors=tuple(entry.get("authors", ())),
        agency=entry.get("agency"),
        picture=entry["picture"],
        alt=entry["alt"],
        caption=entry["caption"],
        credit=entry.get("credit"),
        tags=tuple(entry.get("tags", ())),
        blocks=tuple(_block(text) for text in _BLANK_LINES.split(entry["body"].strip("\n"))),
        paywalled=entry.get("paywalled", False),
        chunked=entry.get("chunked", False),
    )


def _block(text: str) -> tuple[BlockKind, str]:
    if text.startswith("## "):
        return "subheading", text[3:]
    if text.startswith("> "):
        return "quote", text[2:]
    if text.startswith("- "):
        return "list", "\n".join(line.removeprefix("- ") for line in text.splitlines())
    return "paragraph", text
