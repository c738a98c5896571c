"""A profile's TOML table -> Source: which keys there are and what becomes of them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from archive.errors import ProfileError
from archive.sources.checks import (
    article_problem,
    country_problem,
    duration_problem,
    glob_problem,
    header_problem,
    host_problem,
    hours_problem,
    id_problem,
    language_problem,
    nearest,
    param_problem,
    plain_selector,
    read_duration,
    selector_problem,
    shown,
    url_problem,
    zone_problem,
)
from archive.sources.patterns import pattern_problem
from archive.sources.profile import DateOrder, Requisites, Rule, Seed, SeedKind, Source
from archive.sources.table import Table
from archive.urlkey import ascii_host

FIELDS = ("kicker", "headline", "standfirst", "date", "byline", "body", "section", "tags", "remove")
"""What a rule can give."""


def read_source(table: Mapping[str, Any], path: Path) -> Source:
    """Return the source that a profile's *table* describes; *path* is named in errors (ProfileError)."""
    top = Table.of(dict(table), path, "")
    source_id = top.text("id", id_problem)
    if source_id is None:
        raise ProfileError(path, "id", 'missing; write id = "name-of-the-paper" (lower-case letters, digits, dashes)')
    name = top.text("name")
    language = top.text("language", language_problem)
    country = top.text("country", country_problem)
    zone = top.text("timezone", zone_problem)
    order = top.choice("date_order", get_args(DateOrder))
    hosts = top.texts("hosts", host_problem)
    start = _read_start(top.table("start"))
    urls = _read_urls(top.table("urls"))
    rules = (*_read_extract(top.table("extract")), *_read_rules(top))
    words = _read_words(top)
    fetching = _read_fetching(top)
    extra = top.table("extra")
    top.done()
    for key, value in extra.rest.items():
        if not isinstance(value, str):
            raise extra.fail(key, f"{shown(value)} is no text")
    own = tuple(urlsplit(seed.url).netloc.rpartition("@")[2] for seed in start["seeds"])
    if not hosts and not own:
        raise ProfileError(
            path, "start", 'no starting point; write sections = ["https://..."], feeds or sitemaps, or hosts'
        )
    return Source(
        id=source_id,
        name=name,
        language=language,
        country=country,
        zone=zone,
        date_order=order,  # type: ignore[arg-type]  # checked against the same Literal
        hosts=tuple(dict.fromkeys(map(_as_captured, (*hosts, *own)))),
        rules=rules,
        extra=dict(extra.rest),
        **start,
        **urls,
        **words,
        **fetching,
    )


def _as_captured(host: str) -> str:
    """Return *host*, with its port if it has one, as it stands in the addresses of captures."""
    name, colon, port = host.lower().partition(":")
    return host.lower() if host.isascii() else f"{ascii_host(name) or name}{colon}{port}"


def _read_start(start: Table) -> dict[str, Any]:
    seeds: list[Seed] = []
    auto = {"feed": True, "sitemap": True}
    kinds: tuple[tuple[str, SeedKind, tuple[str, ...]], ...] = (
        ("sections", "section", ()),
        ("feeds", "feed", ("auto", "off")),
        ("sitemaps", "sitemap", ("auto", "auto-news", "off")),
    )
    for key, kind, words in kinds:
        given = start.texts(key, lambda text, words=words: None if text in words else url_problem(text, words))  # type: ignore[misc]
        if given and words:
            auto[kind] = any(w.startswith("auto") for w in given)
        seeds += [Seed(url=text, kind=kind) for text in given if text not in words]
    pages = start.table("pages")
    found: dict[str, Any] = {"seeds": tuple(seeds), "feeds_auto": auto["feed"], "sitemaps_auto": auto["sitemap"]}
    if param := pages.text("param", param_problem):
        found["page_param"] = param
    if (most := pages.whole("max", 0, 10_000)) is not None:
        found["max_pages"] = most
    pages.choice("stop", ("known",))
    pages.done()
    start.done()
    return found


def _read_urls(urls: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "allow": urls.texts("allow", pattern_problem),
        "deny": urls.texts("deny", pattern_problem),
        "article_id": urls.text("article", article_problem),
        "strip_query": urls.texts("strip_query", glob_problem),
    }
    alternates = urls.take("alternates")
    named = list(alternates.values()) if isinstance(alternates, dict) else alternates
    listed = Table(urls.path, urls.name, {} if named is None else {"alternates": named}, [])
    found["alternates"] = listed.texts("alternates")
    urls.done()
    return found


def _read_extract(extract: Table) -> list[Rule]:
    since, until = extract.day("since"), extract.day("until")
    _check_days(extract, since, until)
    given = [(name, extract.texts(name, selector_problem)) for name in FIELDS if name in extract.rest]
    rules = [_rule(name, selectors, since, until) for name, selectors in given if selectors]
    extract.known.extend(FIELDS)
    extract.done()
    return rules


def _read_rules(top: Table) -> list[Rule]:
    value = top.take("rules")
    if value is None:
        return []
    if not isinstance(value, list):
        raise top.fail("rules", f"{shown(value)} is no list of tables; write [[rules]] and its keys below")
    rules: list[Rule] = []
    for i, item in enumerate(value):
        one = Table.of(item, top.path, f"rules[{i}]")
        name = one.choice("field", FIELDS)
        selectors = one.texts("selectors", selector_problem)
        since, until = one.day("since"), one.day("until")
        one.done()
        _check_days(one, since, until)
        if name is None:
            raise one.fail("field", f"missing; one of {', '.join(FIELDS)}")
        if not selectors:
            raise one.fail("selectors", 'missing; write selectors = ["..."]')
        rules.append(_rule(name, selectors, since, until))
    return rules


def _rule(name: str, selectors: tuple[str, ...], since: date | None, until: date | None) -> Rule:
    return Rule(field=name, selectors=tuple(map(plain_selector, selectors)), since=since, until=until)


def _check_days(table: Table, since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise table.fail("until", f"{until} is before since = {since}")


def _read_words(top: Table) -> dict[str, Any]:
    chrome, dates, paywall = top.table("chrome"), top.table("dates"), top.table("paywall")
    found: dict[str, Any] = {
        "furniture": chrome.texts("phrases"),
        "end_before": chrome.texts("end_before"),
        "published_words": dates.texts("published_words"),
        "modified_words": dates.texts("modified_words"),
        "paywall_markers": paywall.texts("markers"),
    }
    for table in (chrome, dates, paywall):
        table.done()
    return found


def _read_fetching(top: Table) -> dict[str, Any]:
    capture, politeness, revisit = top.table("capture"), top.table("politeness"), top.table("revisit")
    found: dict[str, Any] = {
        "requisites": _requisites(capture),
        "requisite_hosts": tuple(map(_as_captured, capture.texts("scope_hosts", host_problem))),
        "delay_seconds": politeness.number("delay", 0, 3600),
        "concurrency": politeness.whole("concurrency", 1, 64),
        "obey_robots": politeness.choice("robots", ("obey", "ignore"), "obey") == "obey",
        "user_agent": politeness.text("user_agent", header_problem),
        "revisit_section": revisit.duration("section"),
        "give_up_after": revisit.duration("give_up_after"),
    }
    if (render := capture.text("render")) not in (None, "no"):
        raise capture.fail("render", f"{render!r}: there is no browser here; only no")
    if hours := politeness.text("hours", hours_problem):
        found["hours"] = tuple(hours.split("-"))
    if ladder := revisit.texts("article", duration_problem):
        found["revisit_article"] = tuple(sorted(read_duration(rung) for rung in ladder))
    for table in (capture, politeness, revisit):
        table.done()
    return found


def _requisites(capture: Table) -> Requisites:
    """Return none, images or all; a list of kinds that goes beyond pictures is taken as all."""
    value = capture.text("requisites")
    kinds = {k.strip() for k in value.split(",")} if value else {"none"}
    allowed = ("none", "images", "article-images", "all", "css", "js", "fonts", "media")
    for kind in sorted(kinds - set(allowed)):
        raise capture.fail("requisites", f"{kind!r} is none of {', '.join(allowed)}{nearest(kind, allowed)}")
    if len(kinds) > 1 and kinds & {"none", "all"}:
        raise capture.fail("requisites", f"{value!r}: none and all stand alone")
    if kinds == {"none"}:
        return "none"
    return "images" if kinds <= {"images", "article-images"} else "all"
