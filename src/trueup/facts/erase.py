"""Erasure: the one way by which rows leave, for a person's right to be forgotten. The batch's digest stays.

A table's files that hold rows of the person are written anew without them, and the old files are deleted at once.
What remains of a batch is its key, its digest and its count of rows, so that a copy which somebody kept can still be
proved to be the original.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.compact import data_files, removal
from trueup.facts.record import TableState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from deltalake import DeltaTable

    from trueup.facts.compact import DataFile
    from trueup.facts.lake.delta import Lake
    from trueup.facts.record import CommitRecord


def erase(lake: Lake, record: CommitRecord, table: str, column: str, values: Sequence[str]) -> tuple[CommitRecord, int]:
    """Take the rows whose `column` is one of `values` out of a table.

    Call under the drain lock, after a drain; publish the record that is returned. Also returns how many rows went.
    """
    opened = lake.latest(table)
    assert opened is not None
    changes = [_change(lake, table, opened, file, column, values) for file in data_files(opened)]
    count = sum(gone for gone, _ in changes)
    if not count:
        return record, 0
    _allow_removal(opened, allowed=True)
    lake.replace(opened, table, [action for _, actions in changes for action in actions])
    _allow_removal(opened, allowed=False)
    state = TableState(opened.version(), record.tables[table].row_key)
    return replace(record, tables={**record.tables, table: state}), count


def _change(
    lake: Lake, table: str, opened: DeltaTable, file: DataFile, column: str, values: Sequence[str]
) -> tuple[int, list[Any]]:
    """How many rows of a file go, and the actions that replace the file by what is left."""
    rows = lake.dataset(table, opened.version(), [file.name]).to_table()
    named = pc.fill_null(pc.is_in(rows[column].cast("string"), pa.array(list(values), "string")), fill_value=False)
    kept = rows.filter(pc.invert(named))
    if kept.num_rows == rows.num_rows:
        return 0, []
    added = [lake.write(table, kept)] if kept.num_rows else []
    return rows.num_rows - kept.num_rows, [removal(file, data_change=True), *added]


def _allow_removal(opened: DeltaTable, *, allowed: bool) -> None:
    opened.alter.set_table_properties({"delta.appendOnly": str(not allowed).lower()})
    opened.update_incremental()
