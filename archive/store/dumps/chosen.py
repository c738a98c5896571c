"""Which rows of versions, events and captures belong to the chosen articles."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from archive.store.articles import Selection
from archive.store.dumps.plan import Census


def chooser(census: Census, table: str, selection: Selection) -> Callable[[pa.RecordBatch], pa.RecordBatch | None]:
    """Return what is kept of a batch of *table*: what belongs to the chosen articles."""
    if selection.everything:
        return lambda batch: batch

    def belongs(row: dict[str, Any]) -> bool:
        if table == "captures":
            return census.has_capture(row["warc_file"], row["warc_offset"])
        return census.has_article(row["article"])

    def kept(batch: pa.RecordBatch) -> pa.RecordBatch | None:
        left = batch.filter(pa.array([belongs(row) for row in batch.to_pylist()], pa.bool_()))
        return left if left.num_rows else None

    return kept
