"""Compaction: many small files become few, sorted by KPI and period; what nobody needs any more goes after a week.

The rows do not change, so neither do digests or answers. Sorting within bounded groups of files keeps memory bounded
and lets readers skip row groups by KPI and period.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.lake.delta import BATCHES, active_files
from trueup.facts.tables import OBSERVATIONS, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deltalake import DeltaTable
    from deltalake.transaction import RemoveAction

    from trueup.facts.lake.delta import Lake
    from trueup.facts.record import CommitRecord

GROUP_ROWS = 2_000_000
FEW = 8
WEEK = 7 * 24
_ORDER = {OBSERVATIONS.name: ("kpi", "period_start"), TARGETS.name: ("kpi", "period_start")}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a table: its name, rows and bytes."""

    name: str
    rows: int
    size: int


def compact(lake: Lake, record: CommitRecord, *, few: int = FEW) -> CommitRecord:
    """Merge the small files of every table that has more than `few`, and return the tables' new versions.

    Call under the drain lock, right after a drain; publish the result before anything else.
    """
    states = dict(record.tables)
    for name, state in record.tables.items():
        states[name] = replace(state, version=_compact_table(lake, name, few))
    return replace(record, tables=states, version=_compact_table(lake, BATCHES, few))


def _compact_table(lake: Lake, name: str, few: int) -> int:
    table = lake.latest(name)
    assert table is not None
    small = [file for file in data_files(table) if file.rows < GROUP_ROWS // 2]
    if len(small) <= few:
        return table.version()
    for group in _groups(small):
        _merge(lake, table, name, group)
    return table.version()


def data_files(table: DeltaTable) -> list[DataFile]:
    """The files of the version that is open, oldest first."""
    actions = pa.table(table.get_add_actions(flatten=True))
    columns = [actions[name].to_pylist() for name in ("path", "num_records", "size_bytes")]
    by_name = {name: DataFile(name, rows, size) for name, rows, size in zip(*columns, strict=True)}
    return [by_name[name] for name in active_files(table)]


def removal(file: DataFile, *, data_change: bool) -> RemoveAction:
    """The action that takes a file out of its table; `data_change` says whether rows go with it."""
    from deltalake.transaction import RemoveAction

    now = int(time.time() * 1000)
    return RemoveAction(
        path=file.name, data_change=data_change, deletion_timestamp=now, size=file.size, partition_values={}
    )


def _groups(files: Iterable[DataFile]) -> list[list[DataFile]]:
    """Files in their order, in groups of at most GROUP_ROWS rows; a group of one is left alone."""
    groups: list[list[DataFile]] = [[]]
    total = 0
    for file in files:
        if total + file.rows > GROUP_ROWS:
            groups.append([])
            total = 0
        groups[-1].append(file)
        total += file.rows
    return [group for group in groups if len(group) > 1]


def _merge(lake: Lake, table: DeltaTable, name: str, group: list[DataFile]) -> None:
    rows = lake.dataset(name, table.version(), [file.name for file in group]).to_table()
    order = [(column, "ascending") for column in (*_ORDER.get(name, ()), "seq")]
    added = lake.write(name, rows.sort_by(order), data_change=False)
    lake.replace(table, name, [added, *(removal(file, data_change=False) for file in group)])


def vacuum(lake: Lake, record: CommitRecord, *, hours: int = WEEK) -> list[str]:
    """Delete files that no version needs that is younger than `hours`, nor the record; return their names."""
    gone: list[str] = []
    for name, version in [*((n, s.version) for n, s in record.tables.items()), (BATCHES, record.version)]:
        table = lake.at(name, max(version, 0))
        table.update_incremental()
        gone += table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=[version])
    return gone
