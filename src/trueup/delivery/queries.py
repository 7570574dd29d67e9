"""Questions to the facts about progress, as Narwhals expressions: built here, run by the engine that `facts` opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import narwhals.stable.v2 as nw

from trueup.delivery.status import ProgressRow
from trueup.facts import Snapshot

Frame = nw.LazyFrame[Any]

COLUMNS = (
    "plan", "activity", "status_date", "actual_start", "actual_finish", "percent", "actual_cost", "remaining_days",
    "reported_by", "recorded_at",
)  # fmt: skip


def reported(rows: Frame, plans: Collection[str], as_of: dt.date) -> Frame:
    """Reports on these plans whose status date is over before `as_of`, with what a report says."""
    seen = rows.filter(nw.col("plan").is_in(sorted(plans)), nw.col("status_date") < nw.lit(as_of))
    return seen.select(*COLUMNS)


def read_progress(snapshot: Snapshot, plans: Collection[str], as_of: dt.date) -> list[ProgressRow]:
    """The reports on these plans as known at the snapshot's moment, in order; of corrections the last."""
    if not plans or not snapshot.has("progress"):
        return []
    latest = snapshot.latest("progress", only={"plan": sorted(plans)})
    found = snapshot.collect(reported(latest, plans, as_of)).to_pylist()
    rows = (ProgressRow(**{name: row[name] for name in COLUMNS}) for row in found)
    return sorted(rows, key=lambda row: (row.plan, row.activity, row.status_date, row.reported_by))
