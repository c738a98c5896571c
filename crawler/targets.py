"""Targets: what a run is about: URLs, ids of source profiles, or everything that the collection knows."""

import logging
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from archive.collection import Collection
from archive.errors import ProfileError, UsageError
from archive.reading import REQUESTED_URL
from archive.sources.catalogue import Catalogue, load_folder, load_profile
from archive.sources.profile import Seed, SeedKind, Source
from archive.store.state import State
from archive.whole import put
from crawler.frontier import SEED_NOTE
from crawler.links import absolute_url

logger = logging.getLogger(__name__)

_KINDS: dict[str, SeedKind] = {"section": "section", "feed": "feed", "sitemap": "sitemap"}

_HOST_FIRST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources of one run, and the seeds that are to be asked whether due or not."""

    sources: dict[str, Source]
    """By id."""
    asked: tuple[tuple[Source, Seed], ...]
    """Named by the user: asked now."""
    scheduled: tuple[tuple[Source, Seed], ...]
    """Of sources that are due when their time has come."""


def plan_run(
    targets: Sequence[str],
    catalogue: Catalogue,
    state: State,
    shard: tuple[int, int] | None = None,
    *,
    warcs: Sequence[Path] = (),
) -> Plan:
    """Return what a run with *targets* is about; raises UsageError where there is nothing to do.

    *warcs* tell where earlier runs started, should the state have been lost.
    *shard* ``(i, n)``: only the i-th (from 0) of n parts of the sources, by their ids: each host has one owner.
    """
    sources: dict[str, Source] = {}
    asked: list[tuple[Source, Seed]] = []
    scheduled: list[tuple[Source, Seed]] = []
    for target in targets:
        source, seeds = _of_target(target, catalogue)
        sources[source.id] = _joined(sources.get(source.id), source)
        asked += [(source, seed) for seed in seeds]
    if not targets:
        for source in _of_collection(catalogue, state):
            sources[source.id] = source
            scheduled += [(source, seed) for seed in source.seeds]
        if not state.read("SELECT 1 FROM pages LIMIT 1"):
            for seed in kept_seeds(warcs):
                source = catalogue.find(seed.url)
                source = sources.setdefault(source.id, source)
                scheduled.append((source, seed))
        if not sources:
            raise UsageError("nothing to crawl: name a URL or a source, or put profiles into the collection's sources/")
    if not asked and not scheduled and not _knows_pages(state, sources):
        raise UsageError(f"{', '.join(sources)}: no profile says where to start: [start] sections, feeds or sitemaps")
    if shard is not None:
        part, parts = shard
        sources = {k: s for k, s in sources.items() if crc32(k.encode()) % parts == part}
    return Plan(
        sources=sources,
        asked=tuple((s, _as_asked(seed)) for s, seed in asked if s.id in sources),
        scheduled=tuple((s, _as_asked(seed)) for s, seed in scheduled if s.id in sources),
    )


def _as_asked(seed: Seed) -> Seed:
    return replace(seed, url=absolute_url(seed.url, seed.url) or seed.url)


def read_url(target: str) -> str:
    """Return the URL *target* as it is asked for, and kept: letters beyond ASCII are written out. Raises UsageError."""
    url = absolute_url(target, target)
    if url is None:
        raise UsageError(f"{target}: only http and https URLs with a host, and no user before it, can be crawled")
    return url


def kept_seeds(warcs: Iterable[Path]) -> list[Seed]:
    """Return the seeds that captures of *warcs* say they were asked for as, in their order, each once."""
    from archive.warc.reader import read_exchanges

    found: dict[str, Seed] = {}
    for path in warcs:
        for capture, exchange in read_exchanges(path, on_damage=lambda _: None):
            notes = dict(exchange.notes)
            kind = notes.get(SEED_NOTE)
            if kind in _KINDS:
                url = notes.get(REQUESTED_URL, capture.url)
                found.setdefault(url, Seed(url=url, kind=_KINDS[kind]))
    return list(found.values())


def _of_target(target: str, catalogue: Catalogue) -> tuple[Source, Iterable[Seed]]:
    if "://" not in target:
        source = catalogue.get(target)
        if source is not None:
            return source, source.seeds
        if _HOST_FIRST.match(target):
            raise UsageError(f"{target}: neither a URL nor a source of this collection; write https://{target}")
        raise UsageError(
            f"{target}: neither a URL (https://...) nor a source of this collection; "
            "`emeroteca sources list` shows those, --sources DIR brings profiles along"
        )
    url = read_url(target)
    source = catalogue.find(url)
    if not source.hosts:
        source = replace(source, hosts=(urlsplit(url).netloc.lower(),))
    return source, (Seed(url=url),)


def _of_collection(catalogue: Catalogue, state: State) -> Iterable[Source]:
    yield from catalogue.sources
    known = {source.id for source in catalogue.sources}
    # A page requisite may lie on any host: it does not tell whose pages need it.
    for source_id, url in state.read("SELECT source, min(url) FROM pages WHERE kind <> 'requisite' GROUP BY source"):
        if source_id not in known:
            yield catalogue.find(url)


def _knows_pages(state: State, sources: Iterable[str]) -> bool:
    return any(state.read("SELECT 1 FROM pages WHERE source = ? LIMIT 1", [source]) for source in sources)


def _joined(one: Source | None, other: Source) -> Source:
    if one is None:
        return other
    return replace(one, hosts=tuple(dict.fromkeys((*one.hosts, *other.hosts))))


def adopt_pages(catalogue: Catalogue, state: State) -> None:
    """Give the pages that are known to the sources whose they are now.

    A newspaper that was crawled before its profile was written has another id since; under the old one its pages
    would never be due again. The same where a profile was taken back.
    """
    rows = state.read(
        "SELECT source, host, min(url) FROM pages WHERE due_at IS NOT NULL AND kind <> 'requisite'"
        " GROUP BY source, host"
    )
    profiles = {source.id for source in catalogue.sources}
    owners = {(source, host): catalogue.find(url).id for source, host, url in rows}
    alive = profiles | {source for (source, _), owner in owners.items() if owner == source}
    for (source, host), owner in owners.items():
        # A page elsewhere that a source's section led to stays with it.
        if owner != source and (owner in profiles or source not in alive):
            state.write(
                "UPDATE pages SET source = ? WHERE source = ? AND host = ? AND kind <> 'requisite'",
                [owner, source, host],
            )
            if source not in alive:
                state.write("UPDATE pages SET source = ? WHERE source = ? AND kind = 'requisite'", [owner, source])


def adopt_profiles(folder: Path, collection: Collection) -> None:
    """Copy the profiles of *folder* into the collection, so that a rebuild reads by the same rules.

    Two that contradict each other are told by their own names, not by those of the copies. A copy under the name that
    its file had before goes aside.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]
    if not paths or not paths[0].is_file():
        raise UsageError(f"{folder}: no source profiles (*.toml) there")
    brought = {one.id for one in (load_folder(folder) if folder.is_dir() else (load_profile(folder),))}
    names = {path.name for path in paths}
    for path in paths:
        put(collection.sources / path.name, path.read_bytes())
    for copy in sorted(collection.sources.glob("*.toml")):
        with suppress(ProfileError):  # it is told when all are read
            if copy.name not in names and load_profile(copy).id in brought:
                aside = copy.replace(copy.with_name(f"{copy.name}.old"))
                logger.warning("%s: its profile has another file now; it is left as %s", copy, aside.name)
