"""Pages of the living newspaper. Articles come in two layouts: with JSON-LD, and with nothing but markup."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from tests.newspaper.newsroom import ROME, SECTIONS, Piece, Standing

NAME = "Il Quotidiano"
_MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
Shown = Sequence[tuple[Piece, Standing]]


def printed(at: datetime) -> str:
    """Return *at* as an Italian newspaper prints it: ``3 marzo 2025 alle 9:05``."""
    local = at.astimezone(ROME)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year} alle {local.hour}:{local.minute:02}"


def article_page(piece: Piece, now: Standing, base: str, *, related: Shown, noise: datetime | None) -> bytes:
    """Return the page of an article; *noise* puts in what changes every hour and is no part of the article."""
    rich = piece.number % 2 == 0
    body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in _shown_paragraphs(now))
    dates = f"<span>Pubblicato il {printed(piece.published)}</span>"
    if now.changed_at != piece.published:
        dates += f" <span>Aggiornato il {printed(now.changed_at)}</span>"
    paywall = '<div class="paywall">Contenuto riservato agli abbonati</div>' if now.paywalled else ""
    inside = f"""<main><article>
<div class="occhiello">{escape(now.text.kicker)}</div>
<h1>{escape(now.text.headline, quote=False)}</h1>
<h2 class="sommario">{escape(now.text.standfirst, quote=False)}</h2>
<div class="data">{dates}</div>
<div class="firma">di {escape(piece.author)}</div>
<div class="testo">
{body}
</div>{paywall}
</article>{_noise(related, noise)}</main>"""
    head = f'<link rel="canonical" href="{base}{now.path}">'
    if rich:
        head += f'<script type="application/ld+json">{_json_ld(piece, now, base)}</script>'
    return _document(f"{now.text.headline} - {NAME}", head, inside)


def listing(shown: Shown, title: str, base: str, older: str | None) -> bytes:
    """Return a section page: one card an article, and a link to older ones."""
    cards = "\n".join(
        f'<div class="card"><h2><a href="{s.path}">{escape(s.text.headline, quote=False)}</a></h2>'
        f"<p>{escape(s.text.standfirst, quote=False)}</p><p>{printed(p.published)}</p></div>"
        for p, s in shown
    )
    pager = f'<a rel="next" href="{older}">Notizie precedenti</a>' if older else ""
    head = f'<link rel="alternate" type="application/rss+xml" href="{base}/feed.xml">'
    return _document(f"{title} - {NAME}", head, f"<main><h1>{escape(title)}</h1>\n{cards}\n{pager}</main>")


def feed(shown: Shown, base: str) -> bytes:
    """Return the RSS feed."""
    items = "".join(
        f"<item><title>{escape(s.text.headline)}</title><link>{base}{s.path}</link>"
        f'<guid isPermaLink="false">{p.number}</guid><pubDate>{format_datetime(p.published)}</pubDate></item>\n'
        for p, s in shown
    )
    head = f"<title>{NAME}</title><link>{base}/</link><description>{NAME}</description>"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}\n{items}</channel></rss>'.encode()
    )


def news_sitemap(shown: Shown, base: str) -> bytes:
    """Return the news sitemap."""
    publication = f"<news:publication><news:name>{NAME}</news:name><news:language>it</news:language></news:publication>"
    entries = "".join(
        f"<url><loc>{base}{s.path}</loc><lastmod>{s.changed_at.isoformat()}</lastmod><news:news>{publication}"
        f"<news:publication_date>{p.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(s.text.headline)}</news:title></news:news></url>\n"
        for p, s in shown
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{entries}</urlset>'
    ).encode()


def _shown_paragraphs(now: Standing) -> tuple[str, ...]:
    return now.text.paragraphs[:1] if now.paywalled else now.text.paragraphs


def _document(title: str, head: str, inside: str) -> bytes:
    menu = "".join(f'<a href="/{name}/">{name.title()}</a> ' for name in SECTIONS)
    return f"""<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>
<body><header><span>MENU</span> <nav>{menu}</nav> <a href="/accesso">Accedi</a></header>
{inside}
<footer>© {NAME}. Riproduzione riservata</footer></body></html>
""".encode()


def _noise(related: Shown, at: datetime | None) -> str:
    if at is None:
        return ""
    hour = at.strftime("%Y%m%d%H")
    token = sha256(hour.encode()).hexdigest()
    links = "".join(f'<li><a href="{s.path}">{escape(s.text.headline, quote=False)}</a></li>' for _, s in related)
    return (
        f'<div class="condivisioni">Letto {int(token[:4], 16)} volte</div>'
        f'<form action="/commenti"><input type="hidden" name="csrf" value="{token}"></form>'
        f'<div class="adv" id="adv-{token[:6]}">Pubblicità</div>'
        f"<aside><h3>Leggi anche</h3><ul>{links}</ul></aside>"
    )


def _json_ld(piece: Piece, now: Standing, base: str) -> str:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + now.path,
        "headline": now.text.headline,
        "description": now.text.standfirst,
        "articleSection": now.text.kicker,
        "datePublished": piece.published.isoformat(),
        "dateModified": now.changed_at.isoformat(),
        "author": {"@type": "Person", "name": piece.author},
        "isAccessibleForFree": not now.paywalled,
    }
    return json.dumps(facts, ensure_ascii=False)
