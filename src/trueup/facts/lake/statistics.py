"""Statistics of a file in the Delta log, so that every reader of the format can skip files."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_LONGEST = 32  # readers may cut longer texts, and a cut maximum is not a maximum
_TEXTS = ("kpi",)  # no other: the log outlives an erasure, so it must not name persons


def statistics(rows: pa.Table) -> dict[str, Any]:
    """Row count, null counts, and the least and greatest value of each plain column."""
    low, high = {}, {}
    for name in rows.column_names:
        bounds = _bounds(name, rows.column(name))
        if bounds:
            low[name], high[name] = bounds
    nulls = {name: rows.column(name).null_count for name in rows.column_names}
    return {"numRecords": rows.num_rows, "minValues": low, "maxValues": high, "nullCount": nulls}


def _bounds(name: str, column: pa.ChunkedArray) -> tuple[Any, Any] | None:
    kind = column.type
    plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind)
    if not plain and name not in _TEXTS:
        return None
    found = pc.min_max(column).as_py()
    values = (found["min"], found["max"])
    if None in values or any(isinstance(v, str) and len(v) > _LONGEST for v in values):
        return None
    low, high = (v.isoformat() if isinstance(v, dt.date) else v for v in values)
    return low, high
