"""A part of a dump: one file of it, and which article lines it holds."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where one article line lies, and how many revisions its article has."""

    file: int
    offset: int
    length: int
    digest: bytes
    """Of the line as it lies there."""
    shown: bytes
    """Of the line as it goes into the dump, with the digests of its pictures."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a dump: which lines it holds, in order."""

    name: str
    """``2024-05/part-00000``, without suffix."""
    lines: tuple[Line, ...]
    first_day: str | None
    last_day: str | None

    def fingerprint(self, recipe: str) -> str:
        """Return the digest of everything the part is made of: *recipe* (format, options, version), and its lines."""
        digest = hashlib.sha256(recipe.encode())
        for line in self.lines:
            digest.update(b"%d:%s" % (line.total, line.shown))
        return digest.hexdigest()


def part_of(folder: str, number: int, lines: list[Line], days: list[str]) -> Part:
    """Return a part of *lines*, the *number*-th of its folder; *days* are theirs."""
    dated = [day for day in days if day != "undated"]
    return Part(
        name=f"{folder}/part-{number:05d}" if folder else f"part-{number:05d}",
        lines=tuple(lines),
        first_day=min(dated, default=None),
        last_day=max(dated, default=None),
    )
