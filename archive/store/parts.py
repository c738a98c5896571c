"""Parts: what a revision said, as digests. Enough to tell which field changed, and whether two say the same."""

import hashlib

import msgspec

from archive.article.lines import on_one_line
from archive.article.model import Article

WORDS = ("kicker", "headline", "standfirst", "text")
_SPEAKING = ("headline", "text")
"""The fields of which one alone tells an article from all others."""


class Parts(msgspec.Struct, frozen=True):
    """The words of one revision, as digests."""

    fields: dict[str, str]
    chars: int
    published: str | None = None
    """As the article has it; None where it was told by the day alone, which many articles share."""
    teaser: bool = False
    """Read behind a paywall: the text may be its beginning alone."""

    @classmethod
    def decode(cls, raw: str) -> "Parts":
        return msgspec.json.decode(raw, type=cls)

    def encode(self) -> str:
        return msgspec.json.encode(self).decode()

    def changed(self, now: "Parts") -> tuple[str, ...]:
        """Return the names of the fields whose words differ."""
        return tuple(name for name in WORDS if self.fields.get(name) != now.fields.get(name))

    def alike(self, other: "Parts") -> bool:
        """Tell whether these are the words of one article: headline, text or moment of publication are the same."""
        if self.published and self.published == other.published:
            return True
        return any(self.fields[n] == other.fields[n] != _NOTHING for n in _SPEAKING)


def parts_of(article: Article) -> Parts:
    """Return the parts of a reading."""
    return Parts(
        fields={name: _digest(getattr(article, name)) for name in WORDS},
        chars=article.char_count or 0,
        published=article.published if article.published_granularity in ("minute", "second") else None,
        teaser=bool(article.paywalled),
    )


def _digest(words: str | None) -> str:
    folded = on_one_line(words or "")
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_NOTHING = _digest(None)
