"""A newspaper with back numbers: two articles a day over months, reached in one way or another.

``sitemaps``: an index of months, addresses without dates. ``archive``: the front page links to lists by day.
``unlinked``: articles lie below such lists, and nothing links to those. ``pages``: a section that goes back page by
page, dates printed, none in an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, Self
from urllib.parse import parse_qs, urlsplit

from crawler.demo.loopback import Answer, Asked, Serving, serve_site
from tests.newspaper.prose import Prose, slug_of

Way = Literal["sitemaps", "archive", "unlinked", "pages"]
FIRST, LAST = date(2023, 12, 1), date(2024, 5, 31)
_MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()  # noqa: SIM905
_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Number:
    """One article of a day."""

    day: date
    turn: int

    @property
    def headline(self) -> str:
        return Prose(f"{self.day}/{self.turn}").headline()


@dataclass
class BackNumbers:
    """The newspaper; ``.paths`` tells what was asked for, in order."""

    way: Way
    paths: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._serving: Serving = serve_site(self._answer)
        self.url = self._serving.url
        self.port = self._serving.port
        return self

    def __exit__(self, *_: object) -> None:
        self._serving.stop()

    def path_of(self, number: Number) -> str:
        slug = f"{slug_of(number.headline)}-{number.day.toordinal()}{number.turn}"
        return f"/{number.day:%Y/%m/%d}/{slug}/" if self.way == "unlinked" else f"/cronaca/{slug}.html"

    def paths_of(self, first: date, last: date) -> set[str]:
        """Return the paths of the articles of these days."""
        return {self.path_of(n) for n in numbers(first, last)}

    def _answer(self, asked: Asked) -> Answer:
        self.paths.append(asked.path)
        parts = urlsplit(asked.path)
        path = parts.path
        if path == "/robots.txt" and self.way == "sitemaps":
            return _text(f"User-agent: *\nAllow: /\nSitemap: {self.url}/sitemap.xml\n", "text/plain")
        if path == "/sitemap.xml" and self.way == "sitemaps":
            return _text(self._index(), "application/xml")
        if path.startswith("/sitemap-") and self.way == "sitemaps":
            return _text(self._month(path[9:16]), "application/xml")
        if path == "/":
            return self._listing(list(numbers(LAST - timedelta(days=2), LAST)))
        if path == "/cronaca/" and self.way == "pages":
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            newest = list(numbers(FIRST, LAST))[::-1]
            return self._listing(newest[(page - 1) * _PER_PAGE : page * _PER_PAGE], f"/cronaca/?page={page + 1}")
        day = _day_of(path, "/archivio/" if self.way == "archive" else "/")
        if day and self.way in ("archive", "unlinked") and FIRST <= day <= LAST:
            return self._listing(list(numbers(day, day)))
        known = {self.path_of(n): n for n in numbers(FIRST, LAST)}
        return self._article(known[path]) if path in known else Answer(status=404, body=b"none")

    def _index(self) -> str:
        months = sorted({n.day.strftime("%Y-%m") for n in numbers(FIRST, LAST)})
        rows = "".join(f"<sitemap><loc>{self.url}/sitemap-{m}.xml</loc></sitemap>" for m in months)
        return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'

    def _month(self, month: str) -> str:
        rows = "".join(
            f"<url><loc>{self.url}{self.path_of(n)}</loc><lastmod>{n.day}</lastmod></url>"
            for n in numbers(FIRST, LAST)
            if n.day.strftime("%Y-%m") == month
        )
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'

    def _listing(self, shown: list[Number], older: str | None = None) -> Answer:
        rows = "".join(
            f'<article><h2><a href="{self.path_of(n)}">{n.headline}</a></h2>'
            f'<span class="data">{n.day.day} {_MONTHS[n.day.month - 1]} {n.day.year}</span></article>'
            for n in shown
        )
        links = f'<a href="/archivio/{LAST:%Y/%m/%d}/">Archivio</a>' if self.way == "archive" else ""
        links += f'<a rel="next" href="{older}">Pagina successiva</a>' if older and shown else ""
        return _text(f'<html lang="it"><body><main>{rows}</main><p>{links}</p></body></html>')

    def _article(self, number: Number) -> Answer:
        words = Prose(f"text {number.day}/{number.turn}")
        text = "".join(f"<p>{words.paragraph()}</p>" for _ in range(4))
        printed = f"{number.day:%d/%m/%Y} 09:30"
        return _text(
            f'<html lang="it"><head><title>{number.headline}</title><meta property="og:type" content="article"></head>'
            f'<body><article><h1>{number.headline}</h1><p class="data">{printed}</p>{text}</article></body></html>'
        )


def numbers(first: date, last: date) -> Iterator[Number]:
    """Yield the articles of these days, the oldest first."""
    for offset in range((last - first).days + 1):
        yield from (Number(first + timedelta(days=offset), turn) for turn in (1, 2))


def _day_of(path: str, root: str) -> date | None:
    try:
        year, month, day = map(int, path.removeprefix(root).strip("/").split("/"))
        return date(year, month, day)
    except ValueError:
        return None


def _text(text: str, media_type: str = "text/html; charset=utf-8") -> Answer:
    return Answer(body=text.encode(), media_type=media_type)
