"""Rows for tests, in one place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trueup.facts.tables import MOMENT, OBSERVATIONS, TARGETS, field_of

if TYPE_CHECKING:
    from trueup.facts import Snapshot

_SCHEMA = pa.schema([field_of(column).with_nullable(True) for column in OBSERVATIONS.columns])
_TARGETS = pa.schema([field_of(column).with_nullable(True) for column in TARGETS.columns])


def at(day: int, hour: int = 0) -> dt.datetime:
    """A moment in January 2026."""
    return dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)


def observation(kpi: str = "k", day: int = 1, actual: float | None = 1.0, **more: Any) -> dict[str, Any]:
    """One daily observation in January 2025, with what is needed and no more."""
    start = dt.date(2025, 1, day)
    row = {"kpi": kpi, "period_start": start, "period_end": start + dt.timedelta(days=1), "actual": actual}
    reason = {"missing_reason": "not given"} if actual is None else {}
    return {**row, "reported_by": "acme", **reason, **more}


def observations(*rows: dict[str, Any]) -> pa.Table:
    """A table of observations; `recorded_at` and `source_ref` are columns when a row has them."""
    extra = [pa.field("recorded_at", MOMENT)] if any("recorded_at" in row for row in rows) else []
    extra += [pa.field("source_ref", pa.string())] if any("source_ref" in row for row in rows) else []
    return pa.Table.from_pylist(list(rows), pa.schema([*_SCHEMA, *extra]))


def targets(*kpis: str) -> pa.Table:
    """A yearly target of 10 for each KPI."""
    year = {"period_start": dt.date(2025, 1, 1), "period_end": dt.date(2026, 1, 1)}
    return pa.Table.from_pylist([{"kpi": kpi, **year, "target_low": 10.0} for kpi in kpis], _TARGETS)


def actuals(snapshot: Snapshot) -> dict[tuple[str, int], float | None]:
    """The latest known actual of each (KPI, day of January 2025)."""
    rows = snapshot.collect(snapshot.latest("observations")).to_pylist()
    found = {(row["kpi"], row["period_start"].day): row["actual"] for row in rows}
    assert len(found) == len(rows)
    return found


def count(snapshot: Snapshot, table: str) -> int:
    """All rows of a table."""
    return snapshot.collect(snapshot.frame(table)).num_rows
