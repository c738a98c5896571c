"""Load source profiles from TOML, say plainly what is wrong in one, find the source of a URL.

A profile is data: nothing in it runs, and everything in it is checked when it is read.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.errors import ProfileError
from archive.sources.profile import Source
from archive.urlkey import registrable_domain

PROFILE_ENDING = ".toml"
LEARNED_FOLDER = "learned"
_HOST_END = re.compile(r"[/?#]")


def load_profile(path: Path, *, learned: Path | None = None) -> Source:
    """Return the source that the TOML file *path* describes.

    *learned* is a folder of furniture learned from a collection; what it holds of the source's hosts is joined in.
    Raises ProfileError(file, key, problem) for a file that cannot be read, a wrong key, type or value.
    """
    # A reading process is handed its profiles and reads none.
    import tomllib

    from archive.sources.read import read_source

    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProfileError(path, "", f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ProfileError(path, "", f"not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(path, "", f"not TOML: {error}") from None
    source = read_source(table, path)
    return _joined(learned, source) if learned else source


def load_folder(folder: Path) -> tuple[Source, ...]:
    """Return the sources of all profiles in *folder*, by file name; none where there is no such folder.

    Furniture learned into the folder's ``learned/`` is joined in. Two profiles of one id, or of one host, are an
    error: which of them reads a page must not depend on chance.
    """
    if not folder.is_dir():
        return ()
    learned = folder / LEARNED_FOLDER
    sources: list[Source] = []
    ids: dict[str, Path] = {}
    hosts: dict[str, Path] = {}
    for path in sorted(folder.glob(f"*{PROFILE_ENDING}")):
        source = load_profile(path, learned=learned if learned.is_dir() else None)
        if source.id in ids:
            raise ProfileError(path, "id", f"{source.id!r} is the id of {ids[source.id].name} too")
        ids[source.id] = path
        for host in source.hosts:
            if host in hosts:
                raise ProfileError(path, "hosts", f"{host!r} is a host of {hosts[host].name} too")
            hosts[host] = path
        sources.append(source)
    return tuple(sources)


class Catalogue:
    """The sources that are known; every URL has one."""

    def __init__(self, sources: Iterable[Source] = (), *, learned: Path | None = None) -> None:
        self.sources: Sequence[Source] = tuple(sources)
        self._learned = learned if learned and learned.is_dir() else None
        self._by_host = {host: source for source in self.sources for host in source.hosts}
        self._by_id = {source.id: source for source in self.sources}
        self._made: dict[str, Source] = {}

    @classmethod
    def of_folder(cls, folder: Path) -> "Catalogue":
        """Return the catalogue of a folder of profiles, with what was learned beside them."""
        return cls(load_folder(folder), learned=folder / LEARNED_FOLDER)

    def get(self, source_id: str) -> Source | None:
        """Return the source of that id."""
        return self._by_id.get(source_id)

    def find(self, url_or_host: str) -> Source:
        """Return the source of a URL or host: its own profile's, its parent domain's, or that of an unknown site.

        A host's port counts where the profile names one. Never None: an unknown site is read generically.
        """
        host = url_or_host
        if "://" in url_or_host:
            # Not by urlsplit, which refuses some: an address of somebody's WARC need be none.
            host = _HOST_END.split(url_or_host.partition("://")[2], maxsplit=1)[0].rpartition("@")[2]
        host = host.lower()
        return self._known(host) or self._known(_without_port(host)) or self._unknown(host)

    def _known(self, host: str) -> Source | None:
        name = host
        while name:
            if source := self._by_host.get(name) or self._by_host.get(f"www.{name}"):
                return source
            if _without_port(name) == registrable_domain(_without_port(name)):
                return None
            name = name.partition(".")[2]
        return None

    def _unknown(self, host: str) -> Source:
        if host not in self._made:
            if len(self._made) >= 10_000:
                self._made.clear()
            source = Source.for_host(host)
            self._made[host] = _joined(self._learned, source) if self._learned else source
        return self._made[host]


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].lstrip("[")
    return host.partition(":")[0]


def _joined(learned: Path, source: Source) -> Source:
    from archive.sources.learned import read_learned

    return read_learned(learned, source)
