"""Requisites: what a browser needs to show a page that was fetched becomes due, once a collection.

Found in the bytes alone (crawler.discovery.requisites); a script is never run. What a page may cost is bounded: so
many requisites, so many bytes, those that its style sheets, scripts and frames need in their turn counted in.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from archive.article.sniff import looks_like_page
from archive.exchange import Exchange
from archive.http import media_type_of
from archive.reading import HTML, REQUISITE_OF
from archive.sources.profile import Source
from crawler.answers import decoded
from crawler.frontier import Frontier
from crawler.pages import Due, Found, Kind

if TYPE_CHECKING:
    from crawler.discovery.requisites import BodyKind

MAX_DEPTH = 6
"""Steps from the page: sheet, imported sheet, sheet imported there, font; or as many modules one behind the other."""
MAX_FRAMES = 2
"""Frames within frames; a frame may name itself under ever new addresses."""

_FIRST = {"stylesheet": 0, "font": 1, "script": 2}
"""Asked for first: a page lacks one picture or another, but without these it is not that page."""
_FRAME = "in-frame"
"""Note: the frame, or frame in a frame, in which the requisite stands."""
_PAGES_REMEMBERED = 4096
_SHEETS = frozenset({"text/css"})
_SVG = frozenset({"image/svg+xml"})


@dataclass(slots=True)
class _Spent:
    """What one page has cost so far."""

    requisites: int = 0
    bytes: int = 0


class RequisiteFinder:
    """Turns pages, style sheets, scripts, frames and JSON into requisites of the frontier, within the page's budget."""

    def __init__(
        self,
        frontier: Frontier,
        *,
        now: Callable[[], int],
        wanted: str = "",
        per_page: int = 200,
        bytes_per_page: int = 64 << 20,
    ) -> None:
        """*wanted*: ``none``, ``images`` or ``all``; empty = what each source's profile says."""
        self._frontier = frontier
        self._now = now
        self._wanted = wanted
        self._per_page = per_page
        self._bytes_per_page = bytes_per_page
        # Of pages whose requisites are on their way; those asked for longest ago are forgotten first.
        self._spent: OrderedDict[str, _Spent] = OrderedDict()

    def of_page(self, kind: Kind, source: Source, exchange: Exchange) -> int:
        """Make due what a browser needs to show the page; return how many of it were new.

        Section pages count where everything is wanted, not where pictures of articles are.
        """
        wanted = self._wanted or source.requisites
        if wanted == "none" or (wanted == "images" and kind != "article"):
            return 0
        return self._follow(source, exchange, page=exchange.url, frames=None, depth=1, only=("html",))

    def of_requisite(self, due: Due, source: Source, exchange: Exchange) -> int:
        """Make due what a style sheet, script, frame or JSON needs in its turn; return how many of it were new."""
        if (self._wanted or source.requisites) != "all" or due.depth >= MAX_DEPTH:
            return 0
        notes = dict(due.notes)
        frames = tuple(value for name, value in due.notes if name == _FRAME)
        return self._follow(
            source,
            exchange,
            page=notes.get(REQUISITE_OF) or due.referrer or due.url,
            frames=frames,
            depth=due.depth + 1,
            only=("html", "css", "js", "svg", "json"),
        )

    def allows(self, due: Due) -> bool:
        """Tell whether the page that needs *due* has bytes left to spend."""
        spent = self._spent.get(dict(due.notes).get(REQUISITE_OF, ""))
        return spent is None or spent.bytes < self._bytes_per_page

    def spend(self, due: Due, size_bytes: int) -> None:
        """Charge the page that needs *due* with what came over the wire for it."""
        self._spent_by(dict(due.notes).get(REQUISITE_OF) or due.url).bytes += size_bytes

    def _follow(
        self,
        source: Source,
        exchange: Exchange,
        *,
        page: str,
        frames: tuple[str, ...] | None,
        depth: int,
        only: Iterable["BodyKind"],
    ) -> int:
        from crawler.discovery.requisites import read_requisites  # the patterns of sheets and scripts: for few crawls

        data, content_type = decoded(exchange)
        kind = body_kind(content_type)
        if kind is None and frames is None and not content_type and looks_like_page(data):
            kind = "html"
        if kind is None or kind not in only:
            return 0
        if frames is None:
            frames = ()
        elif kind == "html":
            frames = (*frames, exchange.url)
            if len(frames) > MAX_FRAMES:
                return 0
        # What scripts and JSON name is relative to the page they run on, and asked for in its name.
        document = frames[-1] if frames else page
        wanted = self._wanted or source.requisites
        needed = read_requisites(
            data, exchange.url, kind, content_type=content_type, page_url=document, blocks=wanted == "all"
        )
        if wanted == "images":
            needed = tuple(one for one in needed if one.kind == "image")
        spent = self._spent_by(page)
        fresh = 0
        for one in sorted(needed, key=lambda one: _FIRST.get(one.kind, len(_FIRST))):
            if source.requisite_hosts and not _among(one.url, (*source.hosts, *source.requisite_hosts)):
                continue
            # What sheets and scripts need is told only later: a front page's pictures leave a quarter to it.
            later = self._per_page // 4 if depth == 1 and one.kind == "image" else 0
            if spent.requisites >= max(1, self._per_page - later):
                break
            by_script = kind in ("js", "json") and one.kind != "script"
            found = Found(
                url=one.url,
                kind="requisite",
                referrer=document if by_script else exchange.url,
                depth=depth,
                notes=((REQUISITE_OF, page), *((_FRAME, frame) for frame in frames)),
            )
            # Known = asked for already, for this page or another: it costs this one nothing.
            if self._frontier.add([found], source.id, self._now()):
                spent.requisites += 1
                fresh += 1
        return fresh

    def _spent_by(self, page: str) -> _Spent:
        spent = self._spent.get(page)
        if spent is None:
            spent = self._spent[page] = _Spent()
            if len(self._spent) > _PAGES_REMEMBERED:
                self._spent.popitem(last=False)
        return spent


def _among(url: str, hosts: Iterable[str]) -> bool:
    """Tell whether *url* lies on one of *hosts* or on a host under one."""
    host = f".{urlsplit(url).hostname or ''}"
    return any(host.endswith(f".{one.lower()}") for one in hosts)


def body_kind(content_type: str) -> "BodyKind | None":
    """Return how a body of *content_type* is read for requisites; None where it names none."""
    media_type = media_type_of(content_type)
    if media_type in HTML:
        return "html"
    if media_type in _SHEETS:
        return "css"
    if media_type in _SVG:
        return "svg"
    if media_type.endswith(("/javascript", "/ecmascript", "/x-javascript")):
        return "js"
    if media_type.endswith(("/json", "+json")):
        return "json"
    return None


def referer_for(due: Due) -> str | None:
    """Return the Referer to send with *due*, as browsers do: without fragment and user, and never from https to http.

    A host that serves pictures only to its own pages looks at it; whoever packs the archive finds pages by it.
    """
    if due.kind != "requisite" or not due.referrer:
        return None
    scheme, netloc, path, query, _ = urlsplit(due.referrer)
    if scheme == "https" and not due.url.startswith("https:"):
        return None  # RFC 9110, 10.1.3
    return urlunsplit((scheme, netloc.rpartition("@")[2], path or "/", query, ""))
