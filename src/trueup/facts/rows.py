"""From a batch in the log to rows as they are stored: the caller's columns, then the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from trueup.facts.tables import MOMENT, STORE_COLUMNS, TABLES, field_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueup.facts.wal.frame import Batch
    from trueup.facts.wal.index import Entry


def stored_rows(batch: Batch, name: str, rows: pa.Table) -> pa.Table:
    """The rows of one table of a batch with book, batch, recorded_at, source, source_ref and seq."""
    count, given = rows.num_rows, rows.column_names
    own = [field for field in rows.schema if field.name not in ("recorded_at", "source_ref")]
    stamp = pa.repeat(pa.scalar(batch.recorded_at, MOMENT), count)
    values = {
        "book": pa.repeat(batch.book, count),
        "batch": pa.repeat(batch.batch, count),
        "recorded_at": _filled(rows, stamp) if "recorded_at" in given else stamp,
        "source": pa.repeat(batch.source, count),
        "source_ref": rows.column("source_ref") if "source_ref" in given else pa.nulls(count, pa.string()),
        "seq": pa.array(_numbers(batch, name)),
    }
    arrays = [rows.column(field.name) for field in own] + [values[column.name] for column in STORE_COLUMNS]
    fields = TABLES[name].schema if name in TABLES else pa.schema([*own, *map(field_of, STORE_COLUMNS)])
    return pa.table(arrays, schema=fields)


def _filled(rows: pa.Table, stamp: pa.Array) -> pa.ChunkedArray:
    """Rows that do not say when they became known became known with their batch."""
    given = rows.column("recorded_at")
    if not given.null_count:
        return given
    import pyarrow.compute as pc

    return pc.coalesce(given, stamp)


def _numbers(batch: Batch, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    start = batch.seq
    for part in batch.parts:
        if part.name == name:
            return np.arange(start, start + part.rows, dtype=np.int64)
        start += part.rows
    raise KeyError(name)


def gathered(entries: Iterable[Entry], name: str) -> pa.Table | None:
    """All rows of a table in these batches, in order; None when there are none. Raw columns are united."""
    tables = [stored_rows(entry.batch, name, entry.tables()[name]) for entry in entries if _has(entry.batch, name)]
    if not tables:
        return None
    return pa.concat_tables(tables, promote_options="default").combine_chunks()


def _has(batch: Batch, name: str) -> bool:
    return any(part.name == name for part in batch.parts)


def names_in(entries: Iterable[Entry]) -> set[str]:
    """The tables that these batches have rows in."""
    return {part.name for entry in entries for part in entry.batch.parts}
