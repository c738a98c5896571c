"""Reader: when it was published and changed: which of the page's dates is the article's.

The words are read in ``dates``.

Evidence in order: the source's rule, JSON-LD, microdata, meta elements, time elements by the headline, the printed
date line by the headline, the URL. A date is never completed and never made up: without evidence there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from archive.article.dates import date_in_url, looks_like_date_line, read_machine_date, read_moment
from archive.article.finding import find_all
from archive.article.layout import Layout, Line, tidy
from archive.article.metadata import Declared
from archive.article.moment import Moment, Reading
from archive.article.zones import country_of_host, language_country, zone_for
from archive.sources.profile import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of where and when a page was printed: all that reading its dates needs."""

    language: str | None
    zone: str | None
    country: str | None
    captured_at: datetime
    source: Source

    def line(self, text: str) -> Reading:
        """Read a printed line."""
        return read_moment(
            text,
            language=self.language,
            zone=self.zone,
            country=self.country,
            captured_at=self.captured_at,
            date_order=self.source.date_order,
            published_words=self.source.published_words,
            modified_words=self.source.modified_words,
        )

    def machine(self, text: str) -> Moment | None:
        """Read a date written for machines."""
        return read_machine_date(
            text, captured_at=self.captured_at, zone=self.zone, country=self.country, language=self.language
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The dates of an article and where they came from."""

    published: Moment | None = None
    published_source: str | None = None
    modified: Moment | None = None
    modified_source: str | None = None
    warnings: tuple[str, ...] = ()


def place_of(source: Source, *, url: str, language: str | None, captured_at: datetime) -> Place:
    """Return where *url* is printed: the profile's word first, then the host's country, then the language's."""
    host = urlsplit(url).hostname or ""
    country = source.country or country_of_host(host) or language_country(language)
    return Place(language=language, zone=source.zone, country=country, captured_at=captured_at, source=source)


def is_date_line(text: str) -> bool:
    """Tell cheaply whether a printed line is a date line rather than a sentence with a figure in it."""
    return 6 <= len(text) <= 120 and any(c.isdigit() for c in text) and looks_like_date_line(text)


def read_timing(
    layout: Layout,
    declared: Declared,
    place: Place,
    *,
    url: str,
    headline_line: int | None,
    ruled: str | None = None,
) -> Timing:
    """Return when the article was published and changed."""
    published = list(_published(layout, declared, place, url, headline_line, ruled))
    modified = list(_modified(layout, declared, place, headline_line))
    warnings: list[str] = []
    best = published[0] if published else None
    if best is not None:
        best = _sharpened(best, published)
        if best[1] == "json-ld":
            better = _contradicted(best, published, place)
            if better is not None:
                warnings.append("json-ld_date_contradicted")
                best = better
        if best[1] == "url":
            warnings.append("date_from_url")
    changed = None
    for moment, where in modified:
        if best is None or moment.at > best[0].at:
            changed = (moment, where)
            break
    if best is None and changed is not None and changed[1] == "line":
        # The page prints one date, and calls it an update: the only day that is known of it.
        best = changed
        warnings.append("published_from_update")
    return Timing(
        published=best[0] if best else None,
        published_source=best[1] if best else None,
        modified=changed[0] if changed else None,
        modified_source=changed[1] if changed else None,
        warnings=tuple(warnings),
    )


def _published(
    layout: Layout, declared: Declared, place: Place, url: str, headline: int | None, ruled: str | None
) -> Iterator[tuple[Moment, str]]:
    if ruled:
        moment = place.machine(ruled) or place.line(ruled).published
        if moment is not None:
            yield moment, "rule"
    for evidence in ("json-ld", "microdata", "meta"):
        for finding in find_all(declared.findings, "published", evidence):
            moment = place.machine(finding.value) or (
                place.line(finding.value).published if evidence == "microdata" else None
            )
            if moment is not None:
                yield moment, evidence
    yield from _times(layout, place, headline, changed=False)
    for line in _near(layout, headline):
        reading = place.line(line.text)
        if reading.published is not None:
            yield reading.published, "line"
            break
    day = date_in_url(url)
    if day is not None:
        choice = zone_for(zone=place.zone, country=place.country, language=place.language)
        at = datetime(day.year, day.month, day.day, tzinfo=choice.zone if choice else UTC)
        if at <= place.captured_at + timedelta(hours=24):
            yield (
                Moment(at=at, printed=day.isoformat(), precision="day", zone_from=choice.source if choice else None),
                "url",
            )


def _modified(layout: Layout, declared: Declared, place: Place, headline: int | None) -> Iterator[tuple[Moment, str]]:
    for evidence in ("json-ld", "microdata", "meta"):
        for finding in find_all(declared.findings, "modified", evidence):
            moment = place.machine(finding.value)
            if moment is not None:
                yield moment, evidence
    yield from _times(layout, place, headline, changed=True)
    for line in _near(layout, headline):
        reading = place.line(line.text)
        if reading.modified is not None:
            yield reading.modified, "line"
            return


def _times(layout: Layout, place: Place, headline: int | None, *, changed: bool) -> Iterator[tuple[Moment, str]]:
    """Yield the moments of the time elements by the headline, nearest first."""
    start = headline if headline is not None else 0
    near = [m for m in layout.times if start - 12 <= m.line <= start + 40 and not m.furniture]
    for mark in sorted(near, key=lambda m: abs(m.line - start)):
        words = f"{mark.hint} {mark.element.getparent().get('class') or ''}".lower()
        is_change = any(w in words for w in ("modif", "updat", "aggiorn", "aktualis"))
        if is_change != changed:
            continue
        machine = tidy(mark.element.get("datetime"))
        moment = (place.machine(machine) if machine else None) or place.line(mark.text).published
        if moment is not None:
            yield moment, "time"


def _near(layout: Layout, headline: int | None) -> list[Line]:
    """Return the lines by the headline that may be date lines, those below it first."""
    start = headline if headline is not None else 0
    below = layout.lines[start : start + 40]
    above = layout.lines[max(0, start - 8) : start][::-1]
    if headline is None:
        below = layout.lines[:150]
    return [line for line in (*below, *above) if not line.furniture and is_date_line(line.text)]


def _sharpened(best: tuple[Moment, str], others: list[tuple[Moment, str]]) -> tuple[Moment, str]:
    """Return the same day with its clock time where *best* has a day only and other evidence a time of that day."""
    moment, _ = best
    if moment.precision not in ("day", "month"):
        return best
    for other, where in others:
        if where != "url" and other.precision in ("minute", "second") and other.at.date() == moment.at.date():
            return other, where
    return best


def _contradicted(
    best: tuple[Moment, str], others: list[tuple[Moment, str]], place: Place
) -> tuple[Moment, str] | None:
    """Return the evidence that two others share against JSON-LD's day, or None.

    JSON-LD that dates the page to its capture is a template's mistake where the page prints another day.
    """
    votes = [o for o in others if o[1] != best[1] and abs((o[0].at - best[0].at).total_seconds()) > 129_600]
    for n, one in enumerate(votes):
        for other in votes[n + 1 :]:
            if other[1] != one[1] and abs((other[0].at - one[0].at).total_seconds()) <= 90_000:
                return one
    fresh = abs((best[0].at - place.captured_at).total_seconds()) < 600
    return next((v for v in votes if v[1] in ("line", "time", "meta")), None) if fresh else None
