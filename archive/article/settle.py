"""The one place that decides: the source's rule before the generic reading, and what that says of the article.

Readers rank their own evidence in the order that their docstrings give; here the choice is noted down
(``field_sources``), doubts are listed (``warnings``) and summed up (``confidence``).
"""

from collections.abc import Callable
from typing import Any, Literal

from archive.article.finding import find
from archive.article.headline import Headline
from archive.article.layout import Layout
from archive.article.metadata import Declared, language_tag
from archive.article.model import ContentType
from archive.article.signed import Byline
from archive.article.timing import Timing
from archive.sources.profile import Source

LanguageSource = Literal["html", "jsonld", "meta", "http", "profile", "detected"]
_NO_LANGUAGE = frozenset(("und", "zxx", "mul"))
# Written languages that a detector by words cannot tell apart.
_KIN = (
    frozenset(("no", "nb", "nn", "da")),
    frozenset(("hr", "sr", "bs", "sh")),
    frozenset(("id", "ms")),
    frozenset(("cs", "sk")),
    frozenset(("zh", "yue")),
    frozenset(("pt", "gl")),
    frozenset(("fil", "tl")),
)
_GLANCE = 400
"""Characters of running text that mostly show the language already."""


class Settled:
    """What was decided so far, and by which evidence."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._warnings: dict[str, None] = {}

    def pick(self, field: str, by_rule: str | None, read: str | None, evidence: str) -> str | None:
        """Return the value of *field*: the source's own rule before what was read; note which it was."""
        value = by_rule or read
        if value:
            self._sources[field] = "rule" if by_rule else evidence
        return value or None

    def note(self, field: str, evidence: str | None) -> None:
        """Note that *field* was decided by *evidence* (nothing where it is None)."""
        if evidence:
            self._sources[field] = evidence

    def drop(self, field: str) -> None:
        """Forget what was decided for *field*: it has no value after all."""
        self._sources.pop(field, None)

    def warn(self, *warnings: str) -> None:
        """Note doubts; doubles once."""
        self._warnings.update(dict.fromkeys(warnings))

    @property
    def sources(self) -> dict[str, str]:
        return dict(self._sources)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(self._warnings)


def settle_language(
    page: Any, source: Source, layout: Layout, declared: Declared, detect: Callable[[str], str | None]
) -> tuple[str | None, LanguageSource | None]:
    """Return the language of the page as BCP 47, and by which evidence.

    The html element's lang, then JSON-LD, meta elements, the HTTP header, the profile. A template's lang="en" on a
    page whose words are plainly of another language is not believed.
    """
    meta = find(declared.findings, "language", "meta")
    ranked: tuple[tuple[str | None, LanguageSource], ...] = (
        (layout.lang, "html"),
        (declared.linked.language, "jsonld"),
        (meta.value if meta else None, "meta"),
        (page.content_language, "http"),
        (source.language, "profile"),
    )
    tags = ((tag, where) for value, where in ranked if (tag := language_tag(value)) and tag not in _NO_LANGUAGE)
    first = next(tags, None)
    if first is not None and len(glance := _sample(layout, _GLANCE)) >= _GLANCE:
        # On nearly every page the first words bear the first tag out: the rest is not looked at.
        glanced = detect(glance[:_GLANCE])
        if glanced is not None and _same_language(first[0], glanced):
            return first
    sample = _sample(layout, 4000)
    detected = detect(sample) if len(sample) >= 200 else None
    for tag, where in (first, *tags) if first is not None else ():
        if detected is None or where == "profile" or _same_language(tag, detected):
            return tag, where
    return (detected, "detected") if detected else (None, None)


def _same_language(tag: str, detected: str) -> bool:
    one, two = tag.partition("-")[0], detected.partition("-")[0]
    return one == two or any(one in group and two in group for group in _KIN)


def _sample(layout: Layout, most: int) -> str:
    """Return the long lines of the page until there are *most* characters: what its language is told by."""
    parts: list[str] = []
    size = 0
    for line in layout.lines:
        if not line.furniture and line.linked < 0.3 and len(line.text) >= 40:
            parts.append(line.text)
            size += len(line.text)
            if size > most:
                break
    return "\n".join(parts)


def confidence_of(head: Headline | None, timing: Timing, byline: Byline, *, words: int, kind: ContentType) -> float:
    """Return 0 to 1: how much of what makes an article was found, and how well it is vouched for.

    Headline 0.3 (printed and declared alike), 0.25 (printed), 0.15 (declared only); date 0.25 (0.1 by the URL only);
    text up to 0.3, whole from 150 words; a byline 0.1; a page kind other than listing and other 0.05.
    """
    score = 0.0
    if head is not None:
        score += 0.15 if head.line is None else 0.3 if head.agreed else 0.25
    if timing.published is not None:
        score += 0.1 if timing.published_source == "url" else 0.25
    score += 0.3 * min(1.0, words / 150)
    score += 0.1 if byline.authors or byline.agency else 0.0
    score += 0.05 if kind not in ("listing", "other") else 0.0
    return round(score, 2)
