"""Parquet: typed columns, zstd, row groups fit for range reads."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.store.columns import Row, article_schema, batch

GROUP_ROWS = 5_000
GROUP_CHARS = 8 << 20
"""Characters of text after which a row group is closed: some megabytes on the disk, one range read."""


def write_articles(path: Path, rows: Iterable[Row], *, without: Iterable[str] = ()) -> int:
    """Write *rows* as one Parquet file at *path*; return how many they were."""
    schema = article_schema(without)
    return write_batches(path, (batch(group, schema) for group in _groups(rows)), schema)


def write_batches(path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> int:
    """Write *batches*, each as one row group, as a Parquet file at *path*; return the number of rows."""
    written = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=6, write_page_index=True) as writer:
        for one in batches:
            writer.write_batch(one, row_group_size=max(1, one.num_rows))
            written += one.num_rows
    return written


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += 2_000 + 2 * (row[0].char_count or len(row[0].text or ""))
        if len(group) >= GROUP_ROWS or size >= GROUP_CHARS:
            yield group
            group, size = [], 0
    if group:
        yield group
