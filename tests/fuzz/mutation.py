"""Mutations of bytes and of pages, all from one seed: the same seed gives the same page again."""

import random
import re

_TAG = re.compile(rb"<[^<>]{0,2000}>")
_ODD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x1f\x8b\x08\x00",
        b"\r\n\r\n",
    ),
    *(
        "\u202e\u2066".encode(),
        "\u2028\u2029\x85".encode(),
        "\ufeff\u200b\xad".encode(),
        "é".encode("cp1252"),
        b"\x1b]0;x\x07",
    ),
    *(
        "👨‍👩‍👧e\u0301\u0301".encode(),
        "２０２４年５月２日".encode(),
        "١٢/٥/٢٠٢٤".encode(),
        b"&#0;&#xd800;&#x110000;&#128;&nosuch;&amp",
    ),
    *(
        b"WARC/1.1\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"-1",
        b"9" * 30,
        b"1e309",
        b"NaN",
        b"%00%zz",
        b"{{",
        b"]]>",
        b"\\ud83d",
    ),
)
_FRAGMENTS = (
    *(
        b"<!--",
        b"<![CDATA[",
        b"<script>",
        b"<script type='application/ld+json'>",
        b"<style>",
        b"<title>",
        b"<textarea>",
    ),
    *(
        b"<table><tr>",
        b"<svg>",
        b"<math>",
        b"<template>",
        b"<noscript>",
        b"<plaintext>",
        b"<base href='//['>",
        b"<frameset>",
    ),
    *(
        b"<meta charset=utf-7>",
        b"<meta charset='utf-16'>",
        b"<meta http-equiv=content-type content='text/html; charset=x'>",
    ),
    *(
        b"<time datetime='0000-00-00T99:99'>",
        b"<time datetime='9999-12-31T23:59:59+23:59'>",
        b"<h1>",
        b"<body>",
        b"</html>",
    ),
    *(
        b"<a href='http://[::1'>",
        b"<img src=''>",
        b"<img srcset=',,,'>",
        b"<iframe srcdoc='<p>'>",
        b"<div hidden>",
        b"<x:y z>",
    ),
    *(
        b"<meta property='article:published_time' content='2024-13-45T25:61:61'>",
        b"<p style='display:none'>",
        b"</p></div>",
    ),
    *(b'{"@context":"x","@graph":[[[]]],"@type":["Article",5]}', b'{"headline":{"@value":"\\ud800"},"author":[[{}]]}'),
)


class Mutator:
    """Spoils data, a few changes at a time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def spoil(self, data: bytes, *, most: int = 6, other: bytes = b"") -> bytes:
        """Return *data* with one to *most* changes of bytes; pieces of *other* are moved in."""
        out = bytearray(data)
        for _ in range(self.random.randint(1, most)):
            self._change(out, other or data)
        return bytes(out)

    def spoil_page(self, page: bytes, *, other: bytes = b"") -> bytes:
        """Return the page with changes of tags and of bytes."""
        choose = self.random
        for _ in range(choose.randint(1, 8)):
            change = choose.choice(
                (self._tags, self._tags, self._cut, self._nest, self._long, self._splice, self._bytes)
            )
            page = change(page, other)[:3_000_000]
        return page

    def _change(self, out: bytearray, other: bytes) -> None:
        choose = self.random
        at = choose.randrange(len(out) + 1)
        length = choose.choice((1, 1, 2, 8, 40, 400, 5000))
        kind = choose.randrange(8)
        if kind == 0:
            del out[at:]
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = choose.choice(_ODD)
        elif kind == 3:
            out[at:at] = choose.randbytes(min(length, 64))
        elif kind == 4:
            start = choose.randrange(len(other) + 1)
            out[at:at] = other[start : start + length]
        elif kind == 5:
            out[at : at + length] = bytes(min(length, len(out) - at))
        elif at < len(out):
            out[at] ^= 1 << choose.randrange(8)

    def _tags(self, page: bytes, _: bytes) -> bytes:
        """Take tags out, double them, swap them, or put odd ones in."""
        tags = list(_TAG.finditer(page))
        if not tags:
            return page + self.random.choice(_FRAGMENTS)
        one, two = self.random.choice(tags), self.random.choice(tags)
        kind = self.random.randrange(4)
        new = (b"", one[0] * self.random.choice((2, 3, 50)), two[0], self.random.choice(_FRAGMENTS))[kind]
        return page[: one.start()] + new + page[one.end() :]

    def _cut(self, page: bytes, _: bytes) -> bytes:
        at = self._place(page)
        return (
            page[:at]
            if self.random.random() < 0.3
            else page[:at] + page[at + self.random.choice((1, 9, 99, 999, 9999)) :]
        )

    def _nest(self, page: bytes, _: bytes) -> bytes:
        tag = self.random.choice(
            (b"div", b"ul><li", b"table><tr><td", b"b", b"blockquote", b"span class='author date'", b"font")
        )
        at = self._place(page)
        return page[:at] + (b"<%b>" % tag) * self.random.choice((30, 300, 3000, 20_000)) + page[at:]

    def _long(self, page: bytes, _: bytes) -> bytes:
        """Put something long in: an attribute, many attributes, one word, blanks, brackets, numbers, links."""
        many = self.random.choice((100, 3000, 60_000))
        long: tuple[bytes, ...] = (
            b"<p class='%b'>" % (b"x y " * many),
            b"<p %b>" % b" ".join(b"a%d=1" % n for n in range(many)),
            *(
                b"a" * many,
                b" \n" * many,
                b"[" * many,
                b"1/" * many,
                b"a@" * many,
                b"di " * many,
                b"&amp;" * many,
                b"'" * many,
            ),
            *(
                b"<a href=/x>y</a> " * (many // 10),
                b"<br>" * many,
                b"<p>Di Anna Neri" * (many // 10),
                b"2/5/2024 " * (many // 10),
            ),
            *(
                "é".encode() * many,
                "。".encode() * many,
                b"<script type='application/ld+json'>" + b'{"a":' * many,
                b"<li>" * many,
            ),
            *(
                b"<td>x" * (many // 5),
                b"<h1>" * (many // 5),
                b"<!-- " * many,
                b"&#8238;" * (many // 10),
                b"Roma, - " * (many // 10),
            ),
        )
        at = self._place(page)
        return page[:at] + self.random.choice(long) + page[at:]

    def _splice(self, page: bytes, other: bytes) -> bytes:
        at, start = self._place(page), self._place(other)
        return page[:at] + other[start : start + self.random.choice((50, 500, 5000, 50_000))] + page[at:]

    def _bytes(self, page: bytes, other: bytes) -> bytes:
        return self.spoil(page, most=10, other=other)

    def _place(self, page: bytes) -> int:
        """Return a place in *page*: at a tag as often as anywhere."""
        tags = [tag.start() for tag in _TAG.finditer(page)] if self.random.random() < 0.5 else []
        return self.random.choice(tags) if tags else self.random.randrange(len(page) + 1)
