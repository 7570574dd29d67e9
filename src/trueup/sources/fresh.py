"""Which mapped rows the store does not have yet: loading twice changes nothing."""

# ruff: noqa: S608 - names are quoted and literals escaped in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from trueup.sources.mapping.sql import name
from trueup.sources.mapping.stage import Stage

_PLACE = "_place"


@dataclass(frozen=True, slots=True)
class Fresh:
    """The rows to append, and what became of the others.

    `unchanged`: the store has them. `repeated`: they say the same as another row. `superseded`: a later row says
    another thing of the same fact, and counts.
    """

    table: pa.Table
    unchanged: int
    repeated: int
    superseded: int


def fresh(stage: Stage, rows: pa.Table, before: pa.Table | None, key: Sequence[str], known_by: Sequence[str]) -> Fresh:
    """Compare mapped `rows` with those that this source has landed `before`.

    `key` are the columns whose equal values are one fact. Without `known_by` (`recorded_at`, `source_ref`: what the
    publisher itself says of a row's time or number), of several rows for one fact only the last is new knowledge.
    """
    ours = [column for column in rows.column_names if column not in ("recorded_at", "source_ref") or column in known_by]
    if "source_ref" in key and "source_ref" not in ours:
        ours.append("source_ref")
    placed = rows.append_column(_PLACE, pa.array(range(rows.num_rows), pa.int64()))
    new = stage.register(placed, "rows")
    single = _last_of(stage, new, ours)
    per_fact = _last_of(stage, single, [*key, *known_by])
    last = stage.query(f"SELECT count(*) FROM ({_last_query(single, key)})")[0][0].as_py()
    distinct, kept = _count(stage, single), _count(stage, per_fact)
    new_rows = _unknown(stage, per_fact, before, ours, [*key, *known_by], timed="recorded_at" in known_by)
    return Fresh(
        new_rows.drop_columns([_PLACE]),
        unchanged=kept - new_rows.num_rows,
        repeated=rows.num_rows - distinct,
        superseded=distinct - int(last),
    )


def _last_query(relation: str, key: Sequence[str]) -> str:
    by = ", ".join(map(name, dict.fromkeys(key)))
    order = f"PARTITION BY {by} ORDER BY {_PLACE} DESC"
    return f"SELECT * FROM {relation} QUALIFY row_number() OVER ({order}) = 1"


def _last_of(stage: Stage, relation: str, key: Sequence[str]) -> str:
    return stage.keep(_last_query(relation, key))


def _count(stage: Stage, relation: str) -> int:
    return int(stage.query(f"SELECT count(*) FROM {relation}")[0][0].as_py())


def _unknown(
    stage: Stage, relation: str, before: pa.Table | None, ours: Sequence[str], key: Sequence[str], *, timed: bool
) -> pa.Table:
    """Rows that differ from what stands: from the latest of each fact, or from any where rows carry their time."""
    order = f"SELECT * FROM {relation} ORDER BY {_PLACE}"
    if before is None or not before.num_rows:
        return stage.query(order)
    known = stage.register(before, "before")
    if not timed:
        by = ", ".join(map(name, dict.fromkeys(key)))
        window = f"PARTITION BY {by} ORDER BY recorded_at DESC, seq DESC"
        known = f"(SELECT * FROM {known} QUALIFY row_number() OVER ({window}) = 1)"
    shared = [column for column in ours if column in before.column_names]
    same = " AND ".join(f"o.{name(column)} IS NOT DISTINCT FROM n.{name(column)}" for column in shared)
    added = [f"n.{name(column)} IS NULL" for column in ours if column not in before.column_names]
    test = " AND ".join([same, *added])
    return stage.query(
        f"SELECT * FROM {relation} n WHERE NOT EXISTS (SELECT 1 FROM {known} o WHERE {test}) ORDER BY {_PLACE}"
    )
