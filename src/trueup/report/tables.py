"""Every table as a file: CSV that no spreadsheet takes for formulas, and Parquet with its types."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trueup.vocabulary.spreadsheet import neutral


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values (text, numbers, days, instants, None) under the names of their columns."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def as_csv(table: Table, safe: Callable[[str], str] = neutral) -> bytes:
    """RFC 4180 in UTF-8, with the mark by which spreadsheets know it as such; a decimal point, days in ISO 8601.

    `safe` makes a text one that is shown, not run.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe(name) for name in table.columns])
    writer.writerows([_cell(value, safe) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_parquet(table: Table) -> bytes:
    """Parquet with a type for each column; a column without any value is text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [list(column) for column in zip(*table.rows, strict=True)] or [[] for _ in table.columns]
    arrays = [pa.array(column) for column in columns]
    typed = [array.cast(pa.string()) if pa.types.is_null(array.type) else array for array in arrays]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(typed, names=list(table.columns)), out)
    return out.getvalue()


def _cell(value: Any, safe: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int | Decimal):
        return _plain(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return safe(str(value))


def _plain(value: int | Decimal) -> str:
    """A number without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
