"""The Reliable Construction Co. of Hillier and Lieberman as a plan: a week is a working week, crashing is linear."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from trueup.delivery.documents import Plan

START = dt.date(2026, 1, 5)  # a Monday


def last_day(weeks: int) -> dt.date:
    """The Friday on which so many weeks of work are over."""
    return START + dt.timedelta(weeks=weeks, days=-3)


def reliable_plan(folder: Path, **changes: Any) -> Plan:
    """A move for each week that an activity can be crashed by, at the same price each; money in thousands."""
    with (folder / "reliable_construction.csv").open() as file:
        rows = list(csv.DictReader(file))
    activities = [
        {
            "id": row["activity"],
            "party": "reliable",
            "duration": f"{Decimal(row['mean']).normalize():f}w",
            "three_point": [f"{row[key]}w" for key in ("optimistic", "most_likely", "pessimistic")],
            "after": row["predecessors"].split(),
            "cost": row["normal_cost_kUSD"],
        }
        for row in rows
    ]
    moves = [
        {
            "id": f"{row['activity']}{week + 1}",
            "kind": "crash",
            "activity": row["activity"],
            "saves": "1w",
            "cost": _a_week(row),
        }
        for row in rows
        for week in range(_weeks(row))
    ]
    body = {"id": "plant", "start": START, "activities": activities, "moves": moves, **changes}
    return Plan.model_validate(body)


def _weeks(row: dict[str, str]) -> int:
    return int(float(row["mean"])) - int(row["crash_weeks"])


def _a_week(row: dict[str, str]) -> Decimal:
    return (Decimal(row["crash_cost_kUSD"]) - Decimal(row["normal_cost_kUSD"])) / _weeks(row)
