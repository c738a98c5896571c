"""Small pages for the tests of the readers."""

from datetime import UTC, datetime

from archive.article.layout import Layout, read_layout
from archive.article.metadata import Declared, read_declared
from archive.article.page import Page
from archive.sources.profile import Source

URL = "https://www.gazzetta.example/cronaca/2024/05/03/ponte-1.html"
CAPTURED = datetime(2024, 5, 4, 6, 0, tzinfo=UTC)
ITALIAN = Source(id="gazzetta", language="it", country="IT", zone="Europe/Rome")
TEXT = (
    "<p>Il consiglio comunale ha approvato nella notte il piano per la nuova biblioteca, che sorgerà nell'area dell'ex"
    " mercato coperto. I lavori cominceranno in primavera e dureranno due anni, secondo il calendario della giunta.</p>"
    "<p>L'opposizione chiede di rivedere la spesa e annuncia un ricorso. Il sindaco ha replicato che i fondi ci sono e"
    " che la città aspetta questo cantiere da quindici anni, dopo tre progetti rimasti nel cassetto.</p>"
)


def page_of(body: str, *, head: str = "", url: str = URL, lang: str = "it") -> Page:
    """Return a page with that head and body."""
    html = f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return Page.from_html(html, url=url, captured_at=CAPTURED)


def read_of(body: str, *, head: str = "", url: str = URL) -> tuple[Layout, Declared]:
    """Return the layout of such a page and what it declares."""
    layout = read_layout(page_of(body, head=head, url=url).tree)
    return layout, read_declared(layout, url=url)


def linked(json: str) -> str:
    """Return *json* as a JSON-LD script."""
    return f'<script type="application/ld+json">{json}</script>'
