"""The formats of a dump: their options, and one file of each written, compressed or not."""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from archive.article.model import Article
from archive.store.articles import Selection
from archive.store.dumps import csv, jsonl, jsonld, ninjs
from archive.store.dumps.plan import Partition
from archive.store.extra import require

Format = Literal["parquet", "jsonl", "csv", "ninjs", "jsonld"]
Compression = Literal["none", "zst", "gz"]
Rows = Iterable[tuple[Article, int]]

ZSTD_LEVEL = 10

_SUFFIX = {"parquet": ".parquet", "jsonl": ".jsonl", "csv": ".csv", "ninjs": ".ninjs.jsonl", "jsonld": ".jsonld.jsonl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is wanted of an export."""

    format: Format = "parquet"
    selection: Selection = field(default_factory=Selection)
    latest: bool = False
    """Only the newest revision of each article."""
    partition: Partition = "auto"
    compression: Compression = "none"
    """Of the text formats; Parquet is compressed inside."""
    bom: bool = False
    """CSV with a byte order mark, for spreadsheets that guess encodings."""
    without: tuple[str, ...] = ()
    """Columns left out of Parquet and CSV."""

    @property
    def suffix(self) -> str:
        """Of the files."""
        return _SUFFIX[self.format] + ("" if self.compression == "none" else f".{self.compression}")


def require_for(options: Options) -> None:
    """Raise UsageError where a library that *options* need is not installed."""
    if options.format == "parquet":
        require("export to Parquet", "pyarrow")
    if options.compression == "zst":
        require("compression with zstd", "zstandard")


def write_file(path: Path, rows: Rows, options: Options) -> int:
    """Write *rows* as one file at *path*; return how many they were."""
    if options.format == "parquet":
        from archive.store.dumps.parquet import write_articles

        return write_articles(path, rows, without=options.without)
    with path.open("wb", buffering=1 << 18) as stream:
        return write(stream, rows, options)


def write(stream: IO[bytes], rows: Rows, options: Options) -> int:
    """Write *rows* to *stream*, in any format but Parquet; return how many they were."""
    with _compressed(stream, options.compression) as target:
        if options.format == "csv":
            return csv.write_articles(target, rows, bom=options.bom, without=options.without)
        if options.format == "jsonl":
            return jsonl.write_articles(target, rows)
        if options.format == "ninjs":
            return ninjs.write_articles(target, rows)
        return jsonld.write_articles(target, rows)


@contextmanager
def _compressed(stream: IO[bytes], compression: Compression) -> Iterator[IO[bytes]]:
    if compression == "zst":
        import zstandard

        with zstandard.ZstdCompressor(level=ZSTD_LEVEL).stream_writer(stream, closefd=False) as target:
            yield target
    elif compression == "gz":
        # No name and no time inside: the same lines give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as target:
            yield target  # type: ignore[misc] # a GzipFile is written to like any binary file
    else:
        yield stream
