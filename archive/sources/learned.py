"""Furniture learned from a collection: blocks and lines that stand on many articles of one host.

Learned by an explicit pass over the WARCs (``emeroteca sources learn``), written beside the collection's profiles,
one file a host, with a digest of its own: extraction stays a pure function of capture and profile, and a rebuild
gives the same articles. The pass counts; it never looks at what a line says.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import msgspec

from archive.errors import ProfileError
from archive.sources.profile import Source
from archive.whole import put

FORMAT = "emeroteca.learned/1"
MAX_LINE_CHARACTERS = 2_000
MAX_LEARNED_LINES = 2_000
"""Of one host: the most frequent ones are kept."""


def normalise(text: str) -> str:
    """Return *text* as lines are compared: NFC, case and white space folded, digits made one.

    Digits are folded, since furniture counts (``Commenti (12)``) and dates itself.
    """
    # Unicode's canonical caseless match, D145: decomposed before and after folding, or it would not be stable.
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    folded = " ".join(unicodedata.normalize("NFC", bare).split())
    return "".join("0" if c.isdigit() else c for c in folded)


def block_digest(text: str) -> str:
    """Return the digest under which a block stands in ``Source.learned``: 16 hex of its normalised text."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:16]


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned of one host; the content of its file."""

    format: str = FORMAT
    host: str
    pages: int
    """Articles that were looked at."""
    lines: dict[str, int]
    """Normalised line to the number of articles that have it; most frequent first."""


@dataclass(slots=True)
class Counts:
    """The lines of one host's articles, counted by article. Bounded."""

    max_lines: int = 200_000
    pages: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    """Normalised line to the number of articles on whose page it stands."""
    own: Counter[str] = field(default_factory=Counter)
    """Normalised line to the number of articles that were read to hold it (headline, standfirst, body)."""

    def add_page(self, lines: Iterable[str], own: Iterable[str] = ()) -> None:
        """Count the *lines* of one article's page, each once; *own* are those that were read as the article's."""
        self.pages += 1
        self._count(self.lines, lines)
        self._count(self.own, own)

    def _count(self, counter: Counter[str], lines: Iterable[str]) -> None:
        for line in {normalise(text) for text in lines if len(text) <= MAX_LINE_CHARACTERS}:
            # A line without a letter is a clock time, a counter, a page number: too little to know it by.
            if any(c.isalpha() for c in line) and (line in counter or len(counter) < self.max_lines):
                counter[line] += 1

    def learned(self, host: str, *, min_pages: int = 5, share: float = 0.3) -> Learned:
        """Return the lines that stand on at least *min_pages* articles and on that *share* of them all.

        A line that a few articles hold as their own is left out: it is their text, and a teaser on all the others
        ("most read"). Furniture that is read as text stands in many articles, or in none.
        """
        least = max(min_pages, int(self.pages * share + 0.999))
        often = [(line, n) for line, n in self.lines.items() if n >= least and not 0 < self.own[line] < min_pages]
        often.sort(key=lambda pair: (-pair[1], pair[0]))
        return Learned(host=host, pages=self.pages, lines=dict(often[:MAX_LEARNED_LINES]))


def learned_path(folder: Path, host: str) -> Path:
    """Return the file of *host* in a folder of learned furniture."""
    return folder / f"{quote(host.lower(), safe='.-')}.json"


def write_learned(folder: Path, learned: Learned) -> Path:
    """Write what was learned of a host, whole or not at all; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = learned_path(folder, learned.host)
    put(path, msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n")
    return path


def load_learned(path: Path) -> Learned:
    """Read one host's file; raises ProfileError where it is none."""
    try:
        learned = msgspec.json.decode(path.read_bytes(), type=Learned)
    except (msgspec.DecodeError, OSError) as error:
        raise ProfileError(
            path, "", f"not learned furniture: {error}; `emeroteca sources learn` writes it anew"
        ) from None
    if learned.format != FORMAT:
        raise ProfileError(path, "format", f"{learned.format!r}; this program knows {FORMAT!r}")
    return learned


def read_learned(folder: Path, source: Source) -> Source:
    """Return *source* with the furniture joined in that *folder* holds of its hosts."""
    digests: set[str] = set(source.learned)
    for host in source.hosts:
        path = learned_path(folder, host)
        if path.is_file():
            digests.update(block_digest(line) for line in load_learned(path).lines)
    return replace(source, learned=tuple(sorted(digests))) if digests else source
