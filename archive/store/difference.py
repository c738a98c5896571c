"""Difference: what changed between two revisions of an article, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Literal

from archive.article.model import Article

Sign = Literal["same", "out", "in"]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
_MOST_TOKENS = 4_000
"""Longer paragraphs are compared whole: word matching takes the square of their length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that are the same in both revisions, or only in the older (out), or only in the newer (in)."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field, or one paragraph of the text, with its pieces in reading order."""

    field: str
    """kicker, headline, standfirst or text."""
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.sign != "same" for piece in self.pieces)


def difference(older: Article, newer: Article) -> tuple[FieldDifference, ...]:
    """Return the fields of both revisions as pieces: unchanged paragraphs as they are, changed ones word by word."""
    found = [
        FieldDifference(field=name, pieces=words_between(getattr(older, name) or "", getattr(newer, name) or ""))
        for name in ("kicker", "headline", "standfirst")
        if getattr(older, name) or getattr(newer, name)
    ]
    found += (
        FieldDifference(field="text", pieces=pieces) for pieces in _paragraphs(older.text or "", newer.text or "")
    )
    return tuple(found)


def words_between(older: str, newer: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from *older* to *newer*. Same and out joined give *older*; same and in, *newer*."""
    if older == newer:
        return (Piece(sign="same", text=older),) if older else ()
    a, b = _TOKEN.findall(older), _TOKEN.findall(newer)
    if len(a) > _MOST_TOKENS or len(b) > _MOST_TOKENS:
        return tuple(Piece(sign=s, text=t) for s, t in (("out", older), ("in", newer)) if t)  # type: ignore[arg-type]
    pieces: list[Piece] = []
    out = new = ""
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for number, (what, i, j, k, m) in enumerate(codes):
        before, after = "".join(a[i:j]), "".join(b[k:m])
        # A blank between two changed words is no part that stayed: "[-due tre-] {+tre quattro+}".
        if what == "equal" and not ((out or new) and before.isspace() and number + 1 < len(codes)):
            pieces += _changed(out, new)
            out = new = ""
            pieces.append(Piece(sign="same", text=before))
        else:
            out, new = out + before, new + after
    return (*pieces, *_changed(out, new))


def _changed(out: str, new: str) -> list[Piece]:
    return [*([Piece(sign="out", text=out)] if out else ()), *([Piece(sign="in", text=new)] if new else ())]


def _paragraphs(older: str, newer: str) -> Iterator[tuple[Piece, ...]]:
    a, b = older.split("\n\n"), newer.split("\n\n")
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            yield from ((Piece(sign="same", text=text),) for text in a[i:j] if text)
            continue
        shared = min(j - i, m - k)
        for n in range(shared):
            yield words_between(a[i + n], b[k + n])
        yield from ((Piece(sign="out", text=text),) for text in a[i + shared : j] if text)
        yield from ((Piece(sign="in", text=text),) for text in b[k + shared : m] if text)


def as_html(older: Article, newer: Article, found: tuple[FieldDifference, ...]) -> str:
    """Return a page of its own, no script and nothing from the network, that shows the difference.

    Everything from the archive is escaped: the archived text is a stranger's.
    """
    tags = {"same": ("", ""), "out": ("<del>", "</del>"), "in": ("<ins>", "</ins>")}
    rows = []
    for one in found:
        inner = "".join(f"{tags[p.sign][0]}{escape(p.text)}{tags[p.sign][1]}" for p in one.pieces)
        tag = {"headline": "h1", "kicker": "p", "standfirst": "p"}.get(one.field, "p")
        rows.append(f'<{tag} class="{one.field}{" changed" if one.changed else ""}">{inner}</{tag}>')
    title = escape(newer.headline or newer.url)
    facts = " → ".join(f"revision {a.revision}, {escape(a.capture_time or '')}" for a in (older, newer))
    return f"""<!doctype html>
<html lang="{escape(newer.language or "")}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ font: 18px/1.55 Georgia, serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #1c1c1c }}
h1 {{ font-size: 1.7rem; line-height: 1.25 }} .kicker {{ text-transform: uppercase; font-size: .8rem; color: #666 }}
.standfirst {{ font-size: 1.15rem; color: #444 }} .changed {{ border-left: 3px solid #c9a227; padding-left: .8rem }}
ins {{ background: #d8f3dc; text-decoration: none }} del {{ background: #fde2e1; color: #8a1c1c }}
del + ins {{ margin-left: .25em }}
footer {{ margin-top: 3rem; font: .8rem/1.4 sans-serif; color: #666; word-break: break-all }}
</style></head><body>
{chr(10).join(rows)}
<footer>{escape(newer.url)}<br>{facts}<br>{escape(newer.warc_file or "")} at byte {newer.warc_offset}</footer>
</body></html>
"""
