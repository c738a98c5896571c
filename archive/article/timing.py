"""Reader: when it was published and changed: which of the page's dates is the article's.

The words are read in ``dates``.

Evidence in order: the source's rule, JSON-LD, microdata, meta elements, time elements by the headline, the printed
date line by the headline, the URL. A date is never completed and never made up: without evidence there is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.article.dates import date_in_url, looks_like_date_line, read_machine_date, read_moment
from archive.article.finding import Evidence, find_all
from archive.article.layout import Layout, Line, Mark, tidy
from archive.article.local_time import in_local_time, is_utc
from archive.article.metadata import Declared
from archive.article.moment import Moment, Reading
from archive.article.zones import country_of_host, language_country, zone_country, zone_for
from archive.sources.profile import Source

_BARS = re.compile(r"\s[|•·–—-]\s|\s*\|\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CHANGED = ("modif", "updat", "aggiorn", "aktualis", "actualiz", "atualiz", "mis à jour", "bijgewerkt", "更新")
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
SHORTEST = 5
"""Characters of a date: less is a part of something else ("1—2")."""
_LABEL = 25
"""Characters of the words that say what a date is."""
_SIGNED = frozenset(("author", "date"))
_OTHERS = frozenset(("comment", "related"))
_DIGIT = re.compile(r"\d")
_DECLARED: tuple[Evidence, ...] = ("json-ld", "microdata", "meta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of where and when a page was printed: all that reading its dates needs."""

    language: str | None
    zone: str | None
    country: str | None
    captured_at: datetime
    source: Source
    named: str | None = None
    """The country that the source or the host's ending names, and not the language alone."""

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
    named = source.country or country_of_host(urlsplit(url).hostname or "") or zone_country(source.zone)
    country = named or language_country(language)
    return Place(
        language=language, zone=source.zone, country=country, captured_at=captured_at, source=source, named=named
    )


def _home_of(place: Place) -> tuple[ZoneInfo | None, bool]:
    """Return the newspaper's zone, and whether source or host say so rather than its language alone."""
    choice = zone_for(zone=place.zone, country=place.country, language=place.language)
    sure = choice is not None and (
        choice.source == "profile" or (place.named is not None and choice.source == "country")
    )
    return (choice.zone if choice else None), sure


def is_date_line(text: str) -> bool:
    """Tell cheaply whether a printed line is a date line rather than a sentence with a figure in it."""
    return 6 <= len(text) <= 120 and _DIGIT.search(text) is not None and looks_like_date_line(text)


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
    line = _date_line(layout, place, headline_line)
    published = list(_published(layout, declared, place, url, headline_line, ruled, line))
    modified = list(_modified(layout, declared, place, headline_line, line))
    home, sure = _home_of(place)
    warnings: list[str] = []
    best = published[0] if published else None
    if best is not None:
        best = _sharpened(best, published)
        if best[1] in ("json-ld", "meta"):
            saved = any(m[1] == best[1] and m[0].at - best[0].at <= timedelta(minutes=1) for m in modified[:1])
            better = _contradicted(best, published, place, saved=saved)
            if better is not None:
                warnings.append(f"{best[1]}_date_contradicted")
                modified = [m for m in modified if m[1] != best[1]]
                best = better
        best = (in_local_time(best[0], published, home=home, sure=sure), best[1])
        if best[1] == "url":
            warnings.append("date_from_url")
    changed = None
    for moment, where in modified:
        if best is None or moment.at > best[0].at:
            # A page that prints UTC's clock does so for both.
            in_utc = best is not None and is_utc(best[0])
            changed = (moment if in_utc else in_local_time(moment, (), home=home, sure=sure), where)
            break
    if best is None and changed is not None and changed[1] in ("line", "time"):
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
    layout: Layout,
    declared: Declared,
    place: Place,
    url: str,
    headline: int | None,
    ruled: str | None,
    line: Reading | None,
) -> Iterator[tuple[Moment, str]]:
    if ruled:
        moment = place.machine(ruled) or place.line(ruled).published
        if moment is not None:
            yield moment, "rule"
    for evidence in _DECLARED:
        for finding in find_all(declared.findings, "published", evidence):
            moment = place.machine(finding.value) or place.line(finding.value).published
            if moment is not None:
                yield moment, evidence
    yield from _times(layout, place, headline, changed=False)
    day = date_in_url(url)
    if line is not None and line.published is not None:
        yield _as_in_url(line.published, day), "line"
    if day is not None:
        choice = zone_for(zone=place.zone, country=place.country, language=place.language)
        at = datetime(day.year, day.month, day.day, tzinfo=choice.zone if choice else UTC)
        if at <= place.captured_at + timedelta(hours=24):
            zone_from = choice.source if choice else None
            yield Moment(at=at, printed=day.isoformat(), precision="day", zone_from=zone_from), "url"


def _as_in_url(moment: Moment, day: date | None) -> Moment:
    """Return *moment* as the URL tells its year, where none is printed, or the order of day and month: 10/11, 11/10."""
    same = day is not None and (moment.at.month, moment.at.day) == (day.month, day.day)
    if day is not None and same and not _YEAR.search(moment.printed) and not _NUMBERS.search(moment.printed):
        return replace(moment, at=moment.at.replace(year=day.year))
    exchanged = day is not None and (moment.at.month, moment.at.day, moment.at.year) == (day.day, day.month, day.year)
    if day is None or not exchanged or not _NUMBERS.search(moment.printed):
        return moment
    return replace(moment, at=moment.at.replace(month=day.month, day=day.day))


def _modified(
    layout: Layout, declared: Declared, place: Place, headline: int | None, line: Reading | None
) -> Iterator[tuple[Moment, str]]:
    for evidence in _DECLARED:
        for finding in find_all(declared.findings, "modified", evidence):
            moment = place.machine(finding.value)
            if moment is not None:
                yield moment, evidence
    yield from _times(layout, place, headline, changed=True)
    if line is not None and line.modified is not None:
        yield line.modified, "line"


def _times(layout: Layout, place: Place, headline: int | None, *, changed: bool) -> Iterator[tuple[Moment, str]]:
    """Yield the moments of the time elements by the headline, nearest first."""
    start = headline if headline is not None else 0
    near = [m for m in layout.times if start - 12 <= m.line <= start + 40 and not m.furniture]
    for mark in sorted(near, key=lambda m: abs(m.line - start)):
        words = f"{mark.hint} {mark.element.getparent().get('class') or ''} {_said_before(layout, mark)}".lower()
        is_change = any(w in words for w in _CHANGED)
        if is_change != changed:
            continue
        machine = tidy(mark.element.get("datetime"))
        moment = (place.machine(machine) if machine else None) or place.line(mark.text).published
        if moment is not None:
            yield moment, "time"


def _said_before(layout: Layout, mark: Mark) -> str:
    """Return the words right before a time element: "last updated", or a label on a line of its own."""
    if not 0 <= mark.line < len(layout.lines):
        return ""
    before, found, _ = layout.lines[mark.line].text.partition(mark.text) if mark.text else ("", "", "")
    return before[-_LABEL:] if found and before else _label_before(layout, mark.line)


def _label_before(layout: Layout, index: int) -> str:
    """Return the line before the one at *index* where it is a label: "Updated:"."""
    text = layout.lines[index - 1].text if index else ""
    return text if text[-1:] in (":", "：") and len(text) <= _LABEL else ""


def _date_line(layout: Layout, place: Place, headline: int | None) -> Reading | None:
    """Return what the date line of the article says: the nearest to its headline, those below first.

    A line counts where it holds little but the date, or where its class or a word of its own calls it a date. Boxes
    of buttons often hold it, so such boxes count too where they are called a date. Further down only lines that call
    their date published or updated do.
    """
    start = headline if headline is not None else 0
    below = layout.lines[start : start + 40] if headline is not None else layout.lines[:150]
    above = layout.lines[max(0, start - 8) : start][::-1]
    # Right above the headline a line called its date is nearer than one in a list behind the text.
    close = [line for line in above[:3] if {"date", "author"} & line.marks] if headline is not None else []
    near = [*below[:16], *close, *below[16:], *above]
    boxed = [line for line in layout.lines[max(0, start - 3) : start + 16] if line.furniture]
    first: Reading | None = None
    for line in [*(line for line in near if not line.furniture), *boxed]:
        reading = _reading_of(line, place, label=_label_before(layout, line.index))
        if reading is not None and line.furniture and "date" not in line.marks and not _is_all(line, reading):
            continue
        if reading is not None and reading.published is not None:
            # "Pubblicato il ..." and "Aggiornato il ..." may be two lines.
            changed = reading.modified or (first.modified if first else None)
            return replace(reading, modified=changed)
        first = first or reading
    if first is not None:
        return first
    return _far_line(layout.lines[start + 40 :], place)


def _far_line(lines: Sequence[Line], place: Place) -> Reading | None:
    """Return what a line far below the headline says: one with its own word for it, or the only bare date there is."""
    bare: list[Reading] = []
    for line in lines:
        signed = line.marks >= _SIGNED
        if len(line.text) > 80 or (line.furniture and not signed) or not is_date_line(line.text):
            continue
        reading = place.line(line.text)
        moment = reading.published or reading.modified
        if moment is None or len(moment.printed) < SHORTEST:
            continue
        if reading.role is not None and not line.furniture:
            return reading
        if reading.published is not None and (signed or _is_all(line, reading)):
            bare.append(reading)
    moments = sorted((r.published for r in bare if r.published), key=lambda m: m.at)
    days = {m.at.date() for m in moments}
    if len(days) == 2 and len(bare) == 2:
        return Reading(published=moments[0], modified=moments[1])
    return bare[0] if len(days) == 1 else None


def _is_all(line: Line, reading: Reading) -> bool:
    """Tell whether *line* is nothing but its date."""
    moment = reading.published or reading.modified
    return moment is not None and len(moment.printed) >= 6 and len(line.text) - len(moment.printed) <= 8


def _reading_of(line: Line, place: Place, *, label: str) -> Reading | None:
    """Return what *line* says, where it is a date line and no sentence, caption or product with a figure in it.

    *label* may stand on the line before: "Updated:".
    """
    # "Ieri", "hace una hora": without a digit only where the page calls the line a date.
    worded = "date" in line.marks and len(line.text) <= 40 and looks_like_date_line(line.text)
    if not worded and not is_date_line(line.text):
        return None
    if "caption" in line.marks or not _OTHERS.isdisjoint(line.hint.split()):
        return None
    reading = place.line(f"{label} {line.text}" if label else line.text)
    moment = reading.published or reading.modified
    if moment is None or len(moment.printed) < (4 if worded else SHORTEST):
        return None
    named = reading.role is not None or "date" in line.marks or "author" in line.marks
    # "Anna Neri | Caposervizio | 2 luglio 2025": the part of the line that holds the date counts.
    part = next((p for p in _BARS.split(line.text) if moment.printed in p), line.text)
    return reading if named or len(part) - len(moment.printed) <= 30 else None


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
    best: tuple[Moment, str], others: list[tuple[Moment, str]], place: Place, *, saved: bool
) -> tuple[Moment, str] | None:
    """Return what is believed instead of a declared day, or None.

    A printed day that the URL or another declared date shares, where nothing shares the declared one; or the printed
    day against a page that dates itself to its capture (a template's mistake), against a meta element alone that
    is a month younger, or against one moment declared as publication and change (*saved*) where the older day is
    printed whole.
    """
    backed = any(_same_day(best[0], o[0]) for o in others if o[1] != best[1])
    votes = [o for o in others if o[1] in ("line", "time") and not _same_day(best[0], o[0])]
    if not votes or backed:
        return None
    printed = votes[0]
    if any(_same_day(printed[0], o[0]) for o in others if o[1] in ("microdata", "meta", "url")):
        return printed
    fresh = abs((best[0].at - place.captured_at).total_seconds()) < 600
    # A meta element alone is often the last saving; the older day that is printed is the first.
    resaved = best[1] == "meta" and best[0].at - printed[0].at > timedelta(days=30)
    whole = printed[0].precision == "day" and bool(_YEAR.search(printed[0].printed))
    resaved = resaved or (saved and whole and printed[0].at < best[0].at)
    return printed if fresh or resaved else None


def _same_day(one: Moment, two: Moment) -> bool:
    """Tell whether two moments may be the same, said in two zones: with clock times 14 hours apart at the most."""
    clocks = one.precision in ("minute", "second") and two.precision in ("minute", "second")
    return abs((one.at - two.at).total_seconds()) <= (50_400 if clocks else 129_600)
