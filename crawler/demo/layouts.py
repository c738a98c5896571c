"""Pages of the demo newspaper: a story or a list of stories into HTML, by the templates of this package."""

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from crawler.demo.content import Content, Section, Story

_WORDS_A_MINUTE = 180


@cache
def _template(name: str) -> Template:
    return Template((files("crawler.demo") / "layouts" / f"{name}.html").read_text("utf-8"))


def tag_path(tag: str) -> str:
    """Return where the page of *tag* lies."""
    return f"/tag/{quote(tag.lower())}/"


def story_page(story: Story, content: Content, base: str) -> tuple[bytes, str]:
    """Return the story's page and its Content-Type; *base* is the site's root URL without a slash at the end."""
    text = _template(story.layout).substitute(_story_values(story, content, base))
    if story.layout == "table":
        # No charset in the header: the page's own meta element says it, as on servers of that time.
        return text.encode("iso-8859-15", "xmlcharrefreplace"), "text/html"
    return text.encode(), "text/html; charset=utf-8"


def list_page(
    content: Content,
    base: str,
    *,
    path: str,
    title: str,
    about: str,
    language: str,
    stories: Sequence[Story | tuple[str, str]],
    newer: str | None = None,
    older: str | None = None,
) -> bytes:
    """Return a page that lists *stories* (or path and headline of one that is gone), with links to its neighbours."""
    links = [("prev", newer), ("next", older)]
    words = content.words[language]
    pager = "".join(
        f'<a class="{rel}" rel="{rel}" href="{escape(to)}">{escape(words[name])}</a>' if to else "<span></span>"
        for (rel, to), name in zip(links, ("newer", "older"), strict=True)
    )
    values = _site_values(content, language) | {
        "title": escape(title),
        "about": escape(about),
        "url": escape(base + path),
        "page_links": "".join(f'<link rel="{rel}" href="{escape(base + to)}">\n' for rel, to in links if to),
        "cards": "\n".join(_card(story) for story in stories),
        "pager": f'<nav class="pager">{pager}</nav>' if newer or older else "",
    }
    return _template("section").substitute(values).encode()


def plain_page(content: Content, language: str, title: str, inside: str) -> bytes:
    """Return a page with a *title* and ready HTML *inside*."""
    values = _site_values(content, language) | {"title": escape(title), "inside": inside}
    return _template("plain").substitute(values).encode()


def _site_values(content: Content, language: str) -> dict[str, str]:
    words = {f"w_{key}": escape(word) for key, word in content.words[language].items()}
    menu = " ".join(f'<a href="{s.path}">{escape(s.title)}</a>' for s in content.sections)
    masthead = (
        f'<div class="masthead"><div class="tools"><span>{words["w_menu"]}</span>'
        f'<span><a href="/accesso">{words["w_login"]}</a> · '
        f'<a href="/abbonamenti">{words["w_subscribe"]}</a></span></div>'
        f'<div class="name"><a href="/">{escape(content.name)}</a></div>'
        f'<div class="motto">{escape(content.motto)}</div></div><nav class="sections">{menu}</nav>'
    )
    footer = (
        f'<footer>{words["w_rights"]} · <a href="/contatti">{words["w_contacts"]}</a> · '
        f'<a href="/privacy">{words["w_privacy"]}</a> · <a href="/feed.xml">RSS</a></footer>'
        f'<div id="cookies" role="dialog">{words["w_cookie"]} <button type="button">{words["w_accept"]}</button>'
        f'<button type="button">{words["w_refuse"]}</button></div>'
    )
    return words | {"language": language, "paper": escape(content.name), "masthead": masthead, "footer": footer}


def _story_values(story: Story, content: Content, base: str) -> dict[str, str]:
    section = next(s for s in content.sections if s.key == story.section)
    blocks = [_block(story, kind, text) for kind, text in story.blocks]
    related = _related(story, section)
    values = _site_values(content, story.language) | {
        "url": base + story.path,
        "number": str(story.number),
        "section": escape(story.section_title),
        "section_path": section.path,
        "kicker": escape(story.kicker),
        "headline": escape(story.headline, quote=story.layout in ("modern", "semantic")),
        "byline": escape(story.byline),
        "authors": escape(", ".join(story.authors)),
        "printed": escape(story.printed),
        "published": story.published.isoformat(),
        "minutes": str(max(1, round(story.words / _WORDS_A_MINUTE))),
        "picture_svg": f"/immagini/{story.picture}.svg",
        "picture_png": f"/immagini/{story.picture}.png",
        "alt": escape(story.alt),
        "caption": escape(story.caption, quote=False),
        "credit": f' <span class="credit">{escape(story.credit)}</span>' if story.credit else "",
        "body": _joint(story).join(blocks),
        "body_first": "\n".join(blocks[:1]),
        "body_rest": "\n".join(blocks[1:]),
        "json_ld": json.dumps(_json_ld(story, content, base), ensure_ascii=False).replace("</", "<\\/"),
        "tags": " ".join(f'<a rel="tag" href="{tag_path(tag)}">{escape(tag)}</a>' for tag in story.tags),
        "tag_items": "".join(f'<li><a rel="tag" href="{tag_path(t)}">{escape(t)}</a></li>' for t in story.tags),
        "related": "".join(f"<li>{_link(s)} <time>{escape(s.printed)}</time></li>" for s in related),
        "related_short": "".join(_link(s) for s in related[:2]),
        "related_soup": "".join(f"<div>{_link(s)} {s.published:%d/%m/%Y}</div>" for s in related),
        "most_read": "".join(f"<li>{_link(s)}</li>" for s in content.stories[:5] if s != story),
        "soup_menu": "".join(f'<div><a href="{s.path}">{escape(s.title)}</a></div>' for s in content.sections),
    }
    return values | _standfirst(story) | _changed(story) | _paywall(story, values)


def _standfirst(story: Story) -> dict[str, str]:
    text = escape(story.standfirst or "", quote=False)
    forms = {
        "standfirst": f'<p class="standfirst">{text}</p>',
        "standfirst_h2": f"<h2>{text}</h2>\n",
        "standfirst_soup": f'<div class="c2">{text}</div>\n',
        "standfirst_table": f'<tr><td class="sommario"><i>{text}</i></td></tr>\n',
    }
    shown = forms if text else dict.fromkeys(forms, "")
    return shown | {"standfirst_text": escape(story.standfirst or story.headline)}


def _changed(story: Story) -> dict[str, str]:
    if story.modified is None:
        return {"modified_meta": "", "printed_modified": "", "modified_time": ""}
    at, printed = story.modified.isoformat(), escape(story.printed_modified or "", quote=False)
    return {
        "modified_meta": f'<meta property="article:modified_time" content="{at}">\n',
        "printed_modified": f' · <span class="modified">{printed}</span>',
        "modified_time": f' · <time itemprop="dateModified" datetime="{at}">{printed}</time>',
    }


def _paywall(story: Story, values: dict[str, str]) -> dict[str, str]:
    box = f'<div class="paywall">{values["w_reserved"]}. <a href="/abbonamenti">{values["w_subscribe"]}</a></div>'
    return {"paywall": box if story.paywalled else ""}


def _block(story: Story, kind: str, text: str) -> str:
    inside = escape(text, quote=False).replace("\xa0", "&nbsp;")
    if story.layout == "table":
        return inside
    if story.layout == "soup":
        return f"<div>{inside}</div>"
    if kind == "subheading":
        return f"<h2>{inside}</h2>"
    if kind == "quote":
        return f"<blockquote><p>{inside}</p></blockquote>"
    if kind == "list":
        return "<ul>" + "".join(f"<li>{item}</li>" for item in inside.splitlines()) + "</ul>"
    return f"<p>{inside}</p>"


def _joint(story: Story) -> str:
    return {"table": "<br><br>", "soup": ""}.get(story.layout, "\n")


def _related(story: Story, section: Section) -> list[Story]:
    """Return three other stories of the section: those that stand behind this one, round and round."""
    at = section.stories.index(story)
    return [s for s in section.stories[at + 1 :] + section.stories[:at] if s != story][:3]


def _link(story: Story) -> str:
    return f'<a href="{story.path}">{escape(story.headline, quote=False)}</a>'


def _card(story: Story | tuple[str, str]) -> str:
    if isinstance(story, tuple):
        path, headline = story
        return f'<div class="card"><h2><a href="{path}">{escape(headline, quote=False)}</a></h2></div>'
    standfirst = f"<p>{escape(story.standfirst, quote=False)}</p>" if story.standfirst else ""
    return (
        f'<div class="card"><a href="{story.path}"><img src="/immagini/{story.picture}.svg" alt="" width="480" '
        f'height="300"></a><p class="kicker">{escape(story.kicker)}</p><h2>{_link(story)}</h2>{standfirst}'
        f'<p class="when">{escape(story.printed)}</p></div>'
    )


def _json_ld(story: Story, content: Content, base: str) -> dict[str, object]:
    publisher = {"@type": "NewsMediaOrganization", "name": content.name, "logo": base + "/static/icon.svg"}
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + story.path,
        "headline": story.headline,
        "description": story.standfirst,
        "articleSection": story.section_title,
        "datePublished": story.published.isoformat(),
        "dateModified": story.changed_at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": publisher,
        "image": [base + f"/immagini/{story.picture}.png"],
        "inLanguage": story.language,
        "keywords": list(story.tags),
        "isAccessibleForFree": not story.paywalled,
    }
    if story.agency:
        facts["sourceOrganization"] = {"@type": "Organization", "name": story.agency}
    return facts
