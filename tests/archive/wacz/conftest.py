"""Two newspapers over two months: articles, a section, a style sheet with what it names, a revisit, a redirect."""

from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.kept import Kept, day, keep

PORTICO, POST = "http://portico.example", "http://post.example"
CDN = "http://static.cdn.example"


def page(title: str, inside: str = "") -> bytes:
    sheet = f'<link rel="stylesheet" href="{CDN}/p.css">'
    return f"<html><head><title>{title}</title>{sheet}</head><body>{inside}</body></html>".encode()


CSS = b'@import "type.css"; body { background: url(arches.png) }'
TRAM = page(
    "Tram | Il Portico", '<img srcset="/img/tram-1.png 1x, /img/tram-2.png 2x"><a href="/cronaca/piena.html">Piena</a>'
)

FEBRUARY = (
    Kept(url=f"{PORTICO}/cronaca/", at=day(10, 2), body=page("Cronaca | Il Portico")),
    Kept(url=f"{CDN}/p.css", at=day(10, 2), body=CSS, media_type="text/css"),
    Kept(url=f"{CDN}/type.css", at=day(10, 2), body=b"h1{}", media_type="text/css"),
    Kept(url=f"{CDN}/arches.png", at=day(10, 2), body=b"\x89PNG arches", media_type="image/png"),
    Kept(
        url=f"{PORTICO}/cronaca/libro.html",
        at=day(11, 2),
        body=page("Libro"),
        headline="Un libro torna",
        text="Il timbro",
    ),
)
MARCH = (
    Kept(url=f"{PORTICO}/robots.txt", at=day(5), body=b"User-agent: *\n", media_type="text/plain"),
    Kept(url=f"{PORTICO}/cronaca/", at=day(5), body=page("Cronaca | Il Portico", "marzo")),
    Kept(url=f"{PORTICO}/cronaca/tram.html", at=day(5), body=TRAM, headline="Tram al mare", text="La prima corsa"),
    Kept(url=f"{PORTICO}/img/tram-1.png", at=day(5), status=301, fields=("Location: /i/1.png",)),
    Kept(url=f"{PORTICO}/i/1.png", at=day(5), body=b"\x89PNG 1", media_type="image/png"),
    Kept(url=f"{PORTICO}/img/tram-2.png", at=day(5), body=b"\x89PNG 2", media_type="image/png"),
    Kept(url=f"{PORTICO}/cronaca/libro.html", at=day(6), body=page("Libro")),
    Kept(
        url=f"{POST}/news/harbour.html",
        at=day(6),
        body=page("Harbour"),
        headline="Harbour opens",
        text="The first ship",
    ),
    Kept(url=f"{POST}/lost.html", at=day(7), status=404, body=page("Not found")),
)


@pytest.fixture(scope="session")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return keep(Path(tmp_path_factory.mktemp("wacz")) / "papers", (FEBRUARY, MARCH))
