"""The article's text as the page's data tell it: JSON-LD ``articleBody``, and what script keeps for later.

A judge of where the body ends, and the body itself where the elements of the page hold less of it than the data.
"""

import re
from collections.abc import Iterator
from itertools import islice

from archive.article.jsonld import unescaped
from archive.article.lines import Line, clean, fold
from archive.article.patterns import late

MIN_TEXT = 250
"""Characters: a shorter articleBody is a teaser."""
SCRIPT_OPENS = late(r"<script\b([^<>]*+)>", re.IGNORECASE)
SCRIPT_CLOSES = late(r"</script", re.IGNORECASE)
MARKUP = late(r"<(?:br|/p|/div|/h\d|/li|p|li|h\d)\b[^<>]*+>", re.IGNORECASE)
TAG = late(r"<[^<>]{1,2000}>")
PARAGRAPH = late(r"\n|\s{3,}|\u2029")
"""Space around is cleaned away with the paragraph's own."""


def running_text(body: str | None) -> str | None:
    """Return the *body* that the page's JSON-LD tells, its paragraphs by newlines; None where it is but a teaser."""
    text = "\n".join(paragraphs_of(body)) if body else ""
    return text if len(text) >= MIN_TEXT else None


def _scripts(html: str) -> Iterator[tuple[str, str]]:
    """Yield attributes and text of the page's scripts; one that is not closed is the last."""
    at = 0
    while opened := SCRIPT_OPENS.search(html, at):
        closed = SCRIPT_CLOSES.search(html, opened.end())
        if closed is None:
            return
        yield opened[1], html[opened.end() : closed.start()]
        at = closed.end()


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of *text*, which may hold markup, escaped once or twice."""
    for _ in range(2):
        if "&" in text:
            text = unescaped(text)
    if "<" in text:
        text = TAG.sub("", MARKUP.sub("\n", text))
    return [p for piece in PARAGRAPH.split(text) if (p := clean(piece))]


def judged(lines: list[Line], told: str) -> list[Line]:
    """Return *lines* without what stands after the end of *told*, where it tells them."""
    whole = fold(told)
    folded = [fold(line.text) for line in lines]
    sure = [n for n, text in enumerate(folded) if len(text) > 30 and text in whole]
    if not sure:
        return lines
    covered = sum(len(folded[n]) for n in sure)
    if covered < 0.85 * len(whole):
        return lines
    last = sure[-1]
    rest = sum(line.weight for line in lines[last + 1 :])
    # Cut short in mid-sentence, it does not tell where the article ends; nor where it leaves much out.
    if whole.endswith(folded[last][-30:]) and rest < 0.12 * sum(line.weight for line in lines):
        return lines[: last + 1]
    return lines


LONG_STRING = late(r'(?<!\\)"((?:[^"\\\n]|\\.){300,400000}+)"')
SHORT_STRING = late(r'"(?:content|text|body|html|value|paragraph|p)"\s*:\s*"((?:[^"\\\n]|\\.){60,8000})"')
SENTENCE = late(r"[.!?。！？؟।][\"'”’»」]?(?:\s|$|<|[\u3040-\u9fff])")
CODE = late(r"function\s*\(|=>|\}\s*;|\bvar \w+\s*=|https?://\S+\s*,\s*https?://|[{}]{2}|;base64,")


def script_text(html: str) -> list[str]:
    """Return the paragraphs of the longest running text that the page's scripts hold; empty where there is none.

    For pages whose elements are made by script from data in the page: the text stands there as one string of markup,
    or as many under the same key.
    """
    best: list[str] = []
    size = 0
    for _, text in islice(_scripts(html), 200):
        if len(text) < 400:
            continue
        for found in LONG_STRING.finditer(text):
            paragraphs = _prose(_plain(found[1]))
            if (length := sum(map(len, paragraphs))) > size:
                best, size = paragraphs, length
        pieces = [p for found in SHORT_STRING.finditer(text) for p in _prose(_plain(found[1]), least=1)]
        pieces = list(dict.fromkeys(pieces))
        if len(pieces) > 2 and (length := sum(map(len, pieces))) > 1.2 * size:
            best, size = pieces, length
    return best if size >= MIN_TEXT else []


def _plain(string: str) -> str:
    import json

    try:
        text = str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return ""
    if '\\"' in text or "\\u" in text:  # data in data: a string of JSON
        try:
            text = str(json.loads('"' + text.replace('\\"', '"').replace('"', '\\"') + '"', strict=False))
        except ValueError:
            return ""
    return text


def _prose(text: str, least: int = 3) -> list[str]:
    """Return the paragraphs of *text* where it is running text of at least *least* sentences, else nothing."""
    if not text or CODE.search(text[:20000]) or len(SENTENCE.findall(text)) < least:
        return []
    paragraphs = paragraphs_of(text)
    words = " ".join(paragraphs)
    if not words or sum(c in "{}[]<>=_|\\" for c in words) > 0.02 * len(words):
        return []
    spaced = " " in words[:200] or re.search("[\u0e00-\u0eff\u3040-\u9fff]", words)
    return paragraphs if spaced else []
