"""Parquet files: rows with the types that they have."""

from __future__ import annotations

import io

import pyarrow as pa

from trueup.sources.files.grid import Sheet
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError


def read_parquet(raw: bytes, read: Read) -> Sheet:
    """All rows of a file, numbered from 1."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(raw))
    except (pa.ArrowInvalid, OSError) as bad:
        raise SourceError(f"not a Parquet file: {bad}") from None
    return Sheet(table, pa.chunked_array([pa.array(range(1, table.num_rows + 1), pa.int64())]))
