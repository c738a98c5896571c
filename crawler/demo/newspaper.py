"""The demo newspaper: which page stands under which address."""

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from typing import Self
from urllib.parse import unquote

from crawler.demo import pictures
from crawler.demo.content import Content, Section, Story
from crawler.demo.layouts import list_page, plain_page, story_page, tag_path
from crawler.demo.loopback import Answer, Asked

_HTML = "text/html; charset=utf-8"
_ASSETS = {
    "arches.svg": "image/svg+xml",
    "bare.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "portico.css": "text/css; charset=utf-8",
    "portico.js": "text/javascript; charset=utf-8",
    "soup.css": "text/css; charset=utf-8",
    "type.css": "text/css; charset=utf-8",
}
_FEED_ITEMS = 15
_BUILT_AT = datetime(2025, 4, 8, 7, 0, tzinfo=UTC)
"""Last-Modified of all that belongs to no story."""


class Newspaper:
    """Il Portico: five sections, 28 stories. Its answers depend on nothing but the request."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._stories = {story.path: story for story in content.stories}
        self._pages = {
            path: (section, number)
            for section in content.sections
            for number in range(1, self._page_count(section) + 1)
            for path in (_page_path(section, number),)
        }
        tags = sorted({tag for story in content.stories for tag in story.tags})
        self._tags = {unquote(tag_path(tag)): tag for tag in tags}
        self._pictures = {story.picture for story in content.stories}

    @classmethod
    def load(cls) -> Self:
        """Return the newspaper that this package brings."""
        return cls(Content.load())

    def answer(self, asked: Asked) -> Answer:
        """Return what the newspaper answers to a request."""
        base = f"http://{asked.host}"
        path = unquote(asked.path.partition("?")[0])
        if path in self._stories:
            return self._story(self._stories[path], base)
        if path in self._pages:
            return self._section(*self._pages[path], base)
        if path in self._tags:
            return self._tag(self._tags[path], base)
        if path in self.content.moved:
            return _moved(base + self.content.moved[path])
        if path + "/" in self._pages:
            return _moved(f"{base}{path}/")
        return self._other(path, base)

    def _page_count(self, section: Section) -> int:
        return -(-len(section.stories) // self._page_size(section))

    def _page_size(self, section: Section) -> int:
        # Only the city pages are long enough to be cut; the others stand on one page.
        return self.content.page_size if len(section.stories) > self.content.page_size + 2 else 100

    def _story(self, story: Story, base: str) -> Answer:
        body, media_type = story_page(story, self.content, base)
        return Answer(body=body, media_type=media_type, modified_at=story.changed_at, chunked=story.chunked)

    def _section(self, section: Section, number: int, base: str) -> Answer:
        size, last = self._page_size(section), self._page_count(section)
        shown: list[Story | tuple[str, str]] = list(section.stories[(number - 1) * size : number * size])
        if number == last:
            shown += [(path, headline) for key, path, headline in self.content.gone if key == section.key]
        # One card keeps its story's old address, as happens after a change of headline.
        old = {new: path for path, new in self.content.moved.items()}
        shown = [replace(s, path=old[s.path]) if isinstance(s, Story) and s.path in old else s for s in shown]
        body = list_page(
            self.content,
            base,
            path=_page_path(section, number),
            title=section.title,
            about=section.about,
            language=section.language,
            stories=shown,
            newer=_page_path(section, number - 1) if number > 1 else None,
            older=_page_path(section, number + 1) if number < last else None,
        )
        return Answer(body=body, media_type=_HTML, modified_at=max(s.changed_at for s in section.stories))

    def _tag(self, tag: str, base: str) -> Answer:
        stories = [story for story in self.content.stories if tag in story.tags]
        about = self.content.words["it"]["tag_about"]
        body = list_page(self.content, base, path=tag_path(tag), title=tag, about=about, language="it", stories=stories)
        return Answer(body=body, media_type=_HTML, modified_at=max(s.changed_at for s in stories))

    def _front(self, base: str) -> Answer:
        stories = [section.stories[0] for section in self.content.sections]
        chosen = stories + [s for s in self.content.stories if s not in stories][:4]
        about = "Edizione dell'8 aprile 2025"
        body = list_page(
            self.content, base, path="/", title=self.content.name, about=about, language="it", stories=chosen
        )
        return Answer(body=body, media_type=_HTML, modified_at=_BUILT_AT)

    def _other(self, path: str, base: str) -> Answer:
        folder, _, name = path.rpartition("/")
        if path == "/":
            return self._front(base)
        if path == "/robots.txt":
            return _text(_robots(base), "text/plain; charset=utf-8")
        if path == "/feed.xml":
            return _text(self._feed(base), "application/rss+xml; charset=utf-8")
        if path == "/sitemap-news.xml":
            return _text(self._sitemap(base), "application/xml; charset=utf-8")
        if folder == "/static" and name in _ASSETS:
            data = (files("crawler.demo") / "assets" / name).read_bytes()
            return Answer(body=data, media_type=_ASSETS[name], modified_at=_BUILT_AT)
        if folder == "/immagini" and name.rpartition(".")[0] in self._pictures:
            return _picture(name)
        if path in ("/accesso", "/abbonamenti", "/contatti", "/privacy"):
            return self._service(path)
        missing = plain_page(
            self.content, "it", "Pagina non trovata", '<p>Torna alla <a href="/">prima pagina</a>.</p>'
        )
        return Answer(status=404, body=missing, media_type=_HTML)

    def _service(self, path: str) -> Answer:
        titles = {"/accesso": "Accedi", "/abbonamenti": "Abbonati", "/contatti": "Contatti", "/privacy": "Privacy"}
        form = (
            '<form class="login-box"><label>E-mail <input name="u" type="email"></label>'
            '<label>Password <input name="p" type="password"></label><button type="button">Accedi</button></form>'
        )
        inside = form if path == "/accesso" else "<p>Editrice Il Portico, via dei Portici 1. Tutti i giorni, 9-18.</p>"
        body = plain_page(self.content, "it", titles[path], inside)
        return Answer(body=body, media_type=_HTML, modified_at=_BUILT_AT)

    def _feed(self, base: str) -> str:
        items = "".join(
            f"<item><title>{escape(s.headline)}</title><link>{base}{s.path}</link>"
            f'<guid isPermaLink="true">{base}{s.path}</guid><category>{escape(s.section_title)}</category>'
            f"<pubDate>{format_datetime(s.published)}</pubDate>"
            f"<description>{escape(s.standfirst or s.headline)}</description></item>\n"
            for s in self.content.stories[:_FEED_ITEMS]
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
            f"<title>{escape(self.content.name)}</title><link>{base}/</link>"
            f"<description>{escape(self.content.motto)}</description><language>it</language><ttl>30</ttl>\n"
            f"{items}</channel></rss>\n"
        )

    def _sitemap(self, base: str) -> str:
        entries = "".join(_sitemap_entry(s, self.content.name, base) for s in self.content.stories)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{entries}</urlset>\n'
        )


def _page_path(section: Section, number: int) -> str:
    return section.path if number == 1 else f"{section.path}pagina-{number}.html"


def _moved(url: str) -> Answer:
    page = f'<a href="{escape(url)}">{escape(url)}</a>\n'.encode()
    return Answer(status=301, body=page, media_type=_HTML, fields=(("Location", url),))


def _text(text: str, media_type: str) -> Answer:
    return Answer(body=text.encode(), media_type=media_type, modified_at=_BUILT_AT)


def _picture(name: str) -> Answer:
    stem, _, kind = name.rpartition(".")
    if kind == "svg":
        return Answer(body=pictures.svg(stem), media_type="image/svg+xml", modified_at=_BUILT_AT)
    return Answer(body=pictures.png(stem), media_type="image/png", modified_at=_BUILT_AT)


def _robots(base: str) -> str:
    return f"User-agent: *\nDisallow: /accesso\nDisallow: /cerca\n\nSitemap: {base}/sitemap-news.xml\n"


def _sitemap_entry(story: Story, name: str, base: str) -> str:
    return (
        f"<url><loc>{base}{escape(story.path)}</loc><lastmod>{story.changed_at.isoformat()}</lastmod>"
        f"<news:news><news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{story.language}</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.headline)}</news:title></news:news></url>\n"
    )
