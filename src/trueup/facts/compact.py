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

    from trueup.facts.lake.delta import Lake
    from trueup.facts.lake.record import CommitRecord

GROUP_ROWS = 2_000_000
FEW = 8
WEEK = 7 * 24
_ORDER = {OBSERVATIONS.name: ("kpi", "period_start"), TARGETS.name: ("kpi", "period_start")}


@dataclass(frozen=True, slots=True)
class SmallFile:
    """A file that is worth merging: its name, rows and bytes."""

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
    small = _small_files(table)
    if len(small) <= few:
        return table.version()
    for group in _groups(small):
        _merge(lake, table, name, group)
    return table.version()


def _small_files(table: DeltaTable) -> list[SmallFile]:
    actions = pa.table(table.get_add_actions(flatten=True))
    rows = dict(
        zip(
            actions["path"].to_pylist(),
            zip(actions["num_records"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True),
            strict=True,
        )
    )
    found = [SmallFile(name, *rows[name]) for name in active_files(table)]
    return [file for file in found if file.rows < GROUP_ROWS // 2]


def _groups(files: Iterable[SmallFile]) -> list[list[SmallFile]]:
    """Files in their order, in groups of at most GROUP_ROWS rows; a group of one is left alone."""
    groups: list[list[SmallFile]] = [[]]
    total = 0
    for file in files:
        if total + file.rows > GROUP_ROWS:
            groups.append([])
            total = 0
        groups[-1].append(file)
        total += file.rows
    return [group for group in groups if len(group) > 1]


def _merge(lake: Lake, table: DeltaTable, name: str, group: list[SmallFile]) -> None:
    from deltalake.transaction import RemoveAction

    rows = lake.dataset(name, table.version(), [file.name for file in group]).to_table()
    order = [(column, "ascending") for column in (*_ORDER.get(name, ()), "seq")]
    added = lake.write(name, rows.sort_by(order), data_change=False)
    now = int(time.time() * 1000)
    removed = [
        RemoveAction(path=f.name, data_change=False, deletion_timestamp=now, size=f.size, partition_values={})
        for f in group
    ]
    lake.replace(table, name, [added, *removed])


def vacuum(lake: Lake, record: CommitRecord, *, hours: int = WEEK) -> list[str]:
    """Delete files that no version needs that is younger than `hours`, nor the record; return their names."""
    gone: list[str] = []
    for name, version in [*((n, s.version) for n, s in record.tables.items()), (BATCHES, record.version)]:
        table = lake.at(name, max(version, 0))
        table.update_incremental()
        gone += table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=[version])
    return gone
