"""Bundle: one WACZ file while it is written. Hashes are taken while the bytes go by; nothing is held in memory.

WACZ 1.1.1. The file grows under a temporary name beside its own and is renamed when it is whole, so that a file with
the ending .wacz is never a torn one.
"""

import errno
import hashlib
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from archive.errors import StorageError

WACZ_VERSION = "1.1.1"
"""What py-wacz 0.6 validates and ReplayWeb.page 2.5 reads."""

INDEX_BLOCK_LINES = 1024
"""CDXJ lines in one compressed block: what a player fetches to look up one address."""

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.ENOENT)
_NO_NAME = re.compile(r"[^-a-z0-9._/]")
_NO_FOLDER = (errno.ENOTDIR, errno.EISDIR)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resource:
    path: str
    digest: str
    size_bytes: int


class Bundle:
    """A WACZ that is being written. Use as a context: leaving it by an error removes what was written.

    Raises StorageError where there is no space or no right to write.
    """

    def __init__(self, path: Path, *, created_at: datetime) -> None:
        self.path = path
        self._part = path.with_name(f".{path.name}.part")
        self._created_at = created_at
        self._resources: list[_Resource] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_STORED)
        except OSError as error:
            raise self._storage_error(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        try:
            self._zip.close()
        except (OSError, ValueError):
            # ValueError: an entry was open. The file goes anyway.
            if self._zip.fp is not None:
                self._zip.fp.close()
        self._part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in (*_NO_SPACE, *_NO_FOLDER):
            raise self._storage_error(error) from error

    def add(self, name: str, pieces: Iterable[bytes], *, deflate: bool = False) -> int:
        """Write *pieces* as the file *name* and return their bytes.

        WARCs and the compressed index are stored as they are, so that a player can fetch parts of them by Range.
        """
        info = zipfile.ZipInfo(name, self._created_at.astimezone(UTC).timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        # The moment in UTC (Info-ZIP's 0x5455). An extra field in the central directory has a second use: without
        # one ReplayWeb.page 2.5 takes it that the local header has none either, and reads 20 bytes beside the data.
        info.extra = struct.pack("<HHBi", 0x5455, 5, 1, int(self._created_at.timestamp()))
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)
                digest.update(piece)
                size += len(piece)
        self._resources.append(_Resource(path=name, digest=f"sha256:{digest.hexdigest()}", size_bytes=size))
        return size

    def add_index(self, lines: Iterable[bytes]) -> int:
        """Write sorted CDXJ *lines* as compressed blocks with an index of their own; return how many they were."""
        blocks = _Blocks(lines)
        self.add("indexes/index.cdx.gz", blocks)
        self.add("indexes/index.idx", blocks.index, deflate=True)
        return blocks.count

    def finish(self, *, title: str, description: str | None, home: tuple[str, str] | None, software: str) -> None:
        """Write datapackage and its digest, and give the file its name. *home*: URL and time of the page to open at."""
        package: dict[str, Any] = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "created": self._created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "software": software,
            "resources": [
                {"name": name, "path": r.path, "hash": r.digest, "bytes": r.size_bytes}
                for name, r in zip(_names(r.path for r in self._resources), self._resources, strict=True)
            ],
        }
        if description:
            package["description"] = description
        if home:
            package["mainPageUrl"], package["mainPageDate"] = home
        told = json.dumps(package, indent=2, ensure_ascii=False).encode()
        seal = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(told).hexdigest()}"}
        self.add("datapackage.json", [told], deflate=True)
        self.add("datapackage-digest.json", [json.dumps(seal).encode()], deflate=True)
        self._zip.close()
        with self._part.open("rb") as whole:
            os.fsync(whole.fileno())
        self._part.replace(self.path)

    def _storage_error(self, error: OSError) -> StorageError:
        return StorageError(self.path, f"not written ({error.strerror})")


class _Blocks:
    """CDXJ lines as gzip members one behind the other, and where each begins (ZipNum, as cdxj-indexer writes it)."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self.index: list[bytes] = [b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        block: list[bytes] = []
        offset = 0
        for line in self._lines:
            self.count += 1
            block.append(line)
            if len(block) == INDEX_BLOCK_LINES:
                offset += len(packed := self._packed(block, offset))
                yield packed
                block = []
        if block:
            yield self._packed(block, offset)

    def _packed(self, block: list[bytes], offset: int) -> bytes:
        packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
        packed = packer.compress(b"".join(block)) + packer.flush()
        key = b" ".join(block[0].split(b" ", 2)[:2])
        digest = hashlib.sha256(packed).hexdigest()
        place = json.dumps({"offset": offset, "length": len(packed), "digest": f"sha256:{digest}"})
        self.index.append(key + b" " + place.encode() + b"\n")
        return packed


def _names(paths: Iterable[str]) -> Iterator[str]:
    """Yield a name for each resource, no two alike: data packages know lower case, digits and four signs.

    Heritrix puts ``~`` into the names of its files.
    """
    given: set[str] = set()
    for path in paths:
        plain = name = _NO_NAME.sub("-", Path(path).name.lower())
        number = 1
        while name in given:
            number += 1
            name = f"{plain}-{number}"
        given.add(name)
        yield name
