# ruff: noqa: E501 (a page a line)
"""Pages to spoil: the golden ones, the demo newspaper's, and hostile ones of our own."""

from collections.abc import Callable
from functools import cache

from crawler.demo.content import Content
from crawler.demo.layouts import story_page
from tests.golden.pages import golden_pages

URL = "https://www.gazzetta.example/cronaca/2024/05/02/ponte-12345.html"
_TEXT = "Il ponte sul fiume riapre al traffico dopo due anni di lavori, lo ha annunciato il sindaco. " * 4


def _article(head: str = "", body: str = "", *, headline: str = "Riapre il ponte sul fiume") -> bytes:
    paragraphs = f"<p>{_TEXT}</p>" * 4
    return (
        f"<!doctype html><html lang=it><head><meta charset=utf-8><title>{headline}</title>{head}</head><body><article>"
        f"<h1>{headline}</h1><p class=firma>di Anna Neri</p><time>02/05/2024 20:42</time>{body}{paragraphs}"
        "</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def _json_ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


# Each is made when it is asked for: some of them are megabytes long.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "plain": _article,
    "attributes": lambda: _article(body="<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"),
    "attributes-broken": lambda: _article(body="<p " + " ".join(f"a{n}='<'" for n in range(100_000)) + ">x</p>"),
    "attributes-unclosed": lambda: _article(body="<p " + "a= " * 200_000),
    "attribute-long": lambda: _article(body=f"<p class='{'x y ' * 500_000}'>z</p>"),
    "tags-with-many-attributes": lambda: _article(body=("<p " + " ".join(f"a{n}" for n in range(900)) + ">x") * 400),
    "deep": lambda: _article(body="<div>" * 200_000),
    "deep-inline": lambda: _article(body="<b>" * 100_000 + "x"),
    "deep-lists": lambda: _article(body="<ul><li>voce" * 20_000),
    "deep-tables": lambda: _article(body="<table><tr><td>x" * 20_000),
    "wide": lambda: _article(body="<div>" + "<span>a</span>" * 200_000 + "</div>"),
    "siblings": lambda: _article(body="<p>Di Anna Neri, 2 maggio 2024" * 40_000),
    "list": lambda: _article(body="<ul>" + "<li><a href=/x>voce di elenco" * 30_000),
    "table": lambda: _article(body="<table>" + "<tr><td>1<td>2<td>3" * 20_000),
    "one-word": lambda: _article(body=f"<p>{'a' * 3_000_000}</p>"),
    "blanks": lambda: _article(body=f"<p>{' ' * 1_000_000}\n{chr(160) * 500_000}x</p>"),
    "headline-long": lambda: _article(headline="- | " * 50_000),
    "headline-repeated": lambda: _article(body="<h1>Riapre il ponte sul fiume</h1>" * 20_000),
    "regex-bait": lambda: _article(body="<p>" + "1/" * 100_000 + "</p><p>" + "a@" * 100_000 + "</p><p>" + "di A " * 50_000),
    "dates": lambda: _article(body="<p>" + "02/05/2024 20:42 " * 50_000 + "</p>" + "<time>3 ore fa</time>" * 20_000),
    "json-ld-deep": lambda: _article(_json_ld('{"a":' * 100_000 + "1" + "}" * 100_000)),
    "json-ld-deep-lists": lambda: _article(_json_ld('{"@type":"NewsArticle","author":' + "[" * 100_000 + "]" * 100_000 + "}")),
    "json-ld-long": lambda: _article(_json_ld('{"@type":"NewsArticle","keywords":[' + '"voce",' * 300_000 + '""]}')),
    "json-ld-many": lambda: _article(_json_ld('{"@type":"NewsArticle","headline":"Riapre"}') * 5_000),
    "json-ld-halves": lambda: _article(_json_ld('{"@type":"NewsArticle","headline":"Riapre \\ud83d il ponte","author":"\\udc00"}')),
    "json-ld-odd": lambda: _article(_json_ld('{"@type":["NewsArticle",[]],"headline":{"@value":[]},"image":[[{"url":{}}]],"datePublished":1e999}')),
    "json-ld-numbers": lambda: _article(_json_ld('{"@type":"NewsArticle","datePublished":' + "9" * 6_000 + ',"headline":-1e400}')),
    "json-ld-controls": lambda: _article(_json_ld('{"@type":"NewsArticle","headline":"Ri\\u001b]0;x\\u0007apre il\\u009b31m ponte &amp;#27;[31m &#27;[0m","author":"An\\u0000na N\\u0085eri","articleSection":"Cro\\u2028naca\\u001b","keywords":["a\\u001bb"]}')),
    "meta-controls": lambda: _article("<meta property='og:title' content='Ri&amp;#27;apre&#27;[1m il\u009b ponte'><meta name=author content='An&#x1b;na'><meta property='article:tag' content='a&#7;b&#8232;c'><link rel=canonical href='/a&#27;b'>", "<a href='/x&#27;y'>altro</a><img src='/a&#27;.jpg' alt='a&#x9b;b&#8233;c'>"),
    "meta-many": lambda: _article("<meta property='og:title' content='x'>" * 50_000),
    "controls": lambda: _article(body="<p>" + "".join(map(chr, range(32))) + "\x7f\x85\x9b31m " + _TEXT + "</p>", headline="Ri\x1b]0;x\x07apre\x00 il\x9d ponte"),
    "references": lambda: _article(body="<p>&#0;&#1;&#27;&#x9b;&#xd800;&#xfffe;&#x10ffff;&#x110000;&#8232;&#8233;&#133; " + _TEXT + "</p>", headline="Ri&#27;apre&#8232;il &#xd800; ponte"),
    "bidi": lambda: _article(body="<p>\u202e\u2066\u2067" + _TEXT + "</p>", headline="\u202eotiC il ponte\u2066"),
    "nonsense-charset": lambda: _article().replace(b"charset=utf-8", b"charset=utf-7"),
    "utf-16": lambda: _article().decode().encode("utf-16"),
    "comments": lambda: _article(body="<!--" * 100_000),
    "script-open": lambda: _article(body="<script>" + "<p>x</p>" * 100_000),
    "scripts-unclosed": lambda: _article("<script>" * 150_000),
    "scripts-cut": lambda: _article("<script " * 150_000),
    "json-ld-unclosed": lambda: _article("<script type='application/ld+json'>" * 60_000),
    "json-ld-markup": lambda: _article(_json_ld('{"@type":"NewsArticle","articleBody":"' + "<p" * 300_000 + " parola" * 300 + '"}')),
    "angles-no-charset": lambda: _article("<script " * 60_000 + "<style>" * 60_000 + "<" * 200_000).replace(b"<meta charset=utf-8>", b"").replace(b"lang=it", b"") + b"perch\xe9 citt\xe0",
    "titles-unclosed": lambda: _article("<title>" * 100_000),
    "a-long-name": lambda: _article(body="<div>" * 3_000 + "<" + "a" * 500_000),
    "images": lambda: _article(body="<figure><img src=/x.jpg><figcaption>Foto di Anna</figcaption></figure>" * 10_000),
    "links": lambda: _article(body="".join(f"<a href='/2024/05/02/a-{n}.html'>Un altro articolo {n}</a>" for n in range(20_000))),
    "entities": lambda: _article(body="<!DOCTYPE x [<!ENTITY a '&b;&b;'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>&a;</p>"),
    "empty": lambda: b"",
    "frames": lambda: b"<html><frameset><frame src=x></frameset></html>",
    "blockquotes": lambda: _article(body="<blockquote><p>Parole" * 10_000),
    "breaks": lambda: _article(body="riga<br><br>" * 50_000),
    "signatures": lambda: _article(body="<p>(Anna Neri)</p><p>© RIPRODUZIONE RISERVATA</p>" * 10_000),
}  # fmt: skip


@cache
def calm_pages() -> tuple[bytes, ...]:
    """Return pages as newspapers print them: the golden and the demo ones."""
    content = Content.load()
    golden = [page.html.read_bytes() for page in golden_pages()]
    return (*golden, *(story_page(story, content, "https://www.demo.example")[0] for story in content.stories))
