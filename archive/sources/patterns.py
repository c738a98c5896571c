"""Regular expressions of profiles: tried before they are trusted, and asked of URLs of bounded length only."""

import re
import time
from dataclasses import dataclass
from typing import Self

from archive.sources.profile import Source

MAX_PATTERN_CHARACTERS = 500
MAX_URL_CHARACTERS = 2048
"""Longer URLs match no pattern: together with the trial at loading this bounds the time of every match."""

_TRIAL_LENGTHS = (
    8,
    10,
    12,
    15,
    18,
    22,
    27,
    33,
    41,
    51,
    64,
    80,
    100,
    128,
    160,
    200,
    256,
    384,
    512,
    768,
    1024,
    1536,
    2048,
)
_SHORT = 256
_TRIAL_SECONDS = 0.008, 0.1
# What a URL of up to 256 characters may take, and one of up to 2,048. A pattern of square cost (``/.+-x``) stays far
# below both; cubic and worse ones fail, and small steps of length let an exploding one fail before it hangs.


def pattern_problem(pattern: str) -> str | None:
    """Return why *pattern* is no usable regular expression of a profile; None where it is one.

    Patterns whose time explodes with the length of a URL (``(a+)+$``) are found by trying them on URLs made of
    their own letters.
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        return f"longer than {MAX_PATTERN_CHARACTERS} characters"
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a regular expression: {error}"
    if compiled.search(""):
        return "matches the empty text, so it would match every URL"
    literals = re.sub(r"\\.|[^0-9A-Za-z/_-]", "", pattern)
    pieces = {*literals, *(literals[i : i + 2] for i in range(min(len(literals), 60)))}
    pieces |= {literals[:-1], "a", "1", "-", "/", ".", "_", "a-", "/a", "1-"} - {""}
    for piece in sorted(pieces):
        for length in _TRIAL_LENGTHS:
            limit = _TRIAL_SECONDS[length > _SHORT]
            if _seconds(compiled, (piece * length)[:length], limit) > limit:
                return "takes too long on a long URL; avoid a repetition within a repetition, and many .* in a row"
    return None


def _seconds(compiled: re.Pattern[str], body: str, limit: float) -> float:
    slow = 0.0
    for url in (f"https://a.example/{body}\n!", f"{body}\n!"):
        # The best of three: a first run may have filled a cache or collected garbage.
        best = 60.0
        for _ in range(3):
            start = time.thread_time()
            compiled.search(url)
            best = min(best, time.thread_time() - start)
            if best <= limit:
                break
        slow = max(slow, best)
    return slow


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRules:
    """What a profile says of URLs, compiled."""

    allow: tuple[re.Pattern[str], ...]
    deny: tuple[re.Pattern[str], ...]
    alternates: tuple[str, ...]
    article_id: re.Pattern[str] | None

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the rules of *source*; its patterns were tried when the profile was loaded.

        Python keeps the last few hundred patterns compiled: asking anew costs little.
        """
        return cls(
            allow=tuple(re.compile(p) for p in source.allow),
            deny=tuple(re.compile(p) for p in source.deny),
            alternates=source.alternates,
            article_id=re.compile(source.article_id) if source.article_id else None,
        )

    def says(self, url: str) -> bool | None:
        """Tell whether the profile calls *url* an article's; None where it does not say.

        Denied or another layout of an article: False. Where ``allow`` is given, only what it matches is True.
        """
        if self.denies(url):
            return False
        if self.allow:
            return any(p.search(url) for p in self.allow)
        return True if self.article_id and self.article_id.search(url) else None

    def denies(self, url: str) -> bool:
        """Tell whether a URL is not to be asked for: denied, another layout of an article, or too long."""
        if len(url) > MAX_URL_CHARACTERS:
            return True
        return any(p.search(url) for p in self.deny) or any(piece in url for piece in self.alternates)

    def id_of(self, url: str) -> str | None:
        """Return the article's id in *url*: one article across slugs; None where the profile finds none."""
        found = self.article_id.search(url) if self.article_id and len(url) <= MAX_URL_CHARACTERS else None
        return (found["id"] or None) if found else None
