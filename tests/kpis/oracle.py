"""The same answers by plain Python over plain rows, slowly and obviously: what the queries are compared with."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import defaultdict
from typing import Any

from trueup.vocabulary import DIMENSIONS, Grade, Grain, Slice

Row = dict[str, Any]
LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def latest(rows: list[Row]) -> list[Row]:
    """Of rows in order of arrival, the one of each key that became known last."""
    best: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row.get(name) for name in ("kpi", "period_start", "period_end", *DIMENSIONS, "reported_by"))
        if key not in best or row["recorded_at"] >= best[key]["recorded_at"]:
            best[key] = row
    return list(best.values())


def believed(rows: list[Row], grades: dict[str, Grade]) -> list[Row]:
    """Of several reporters of one actual, the one with the higher grade, then the later."""
    rivals: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        rivals[tuple(row.get(n) for n in ("kpi", "period_start", "period_end", *DIMENSIONS))].append(row)

    def trust(row: Row) -> tuple[Any, ...]:
        grade = grades.get(row["reported_by"], Grade.reported)
        return row["actual"] is not None, grade, row["recorded_at"], rows.index(row)

    return [max(group, key=trust) for group in rivals.values()]


def actuals(
    rows: list[Row], kpi: str, slice: Slice, grain: Grain, how: str, as_of: dt.date, grades: dict[str, Grade]
) -> dict[dt.date, float]:
    """The actual of every period, by its first day."""
    periods: dict[dt.date, list[Row]] = defaultdict(list)
    for row in believed([row for row in latest(rows) if row["kpi"] == kpi], grades):
        days = (row["period_end"] - row["period_start"]).days
        inside = all(row.get(name) == value for name, value in slice.bound.items())
        if row["actual"] is not None and row["period_start"] < as_of and inside and days <= LONGEST[grain]:
            periods[grain.period_of(row["period_start"]).start].append(row)
    values = {start: rolled(found, how) for start, found in periods.items()}
    return {start: value for start, value in sorted(values.items()) if value is not None}


def rolled(rows: list[Row], how: str) -> float | None:
    """One actual of several."""
    values = [row["actual"] for row in rows]
    if how in ("sum", "min", "max", "median"):
        return {"sum": math.fsum, "min": min, "max": max, "median": statistics.median}[how](values)  # type: ignore[operator]
    if how == "last":
        last = max(row["period_start"] for row in rows)
        rows = [row for row in rows if row["period_start"] == last]
    weights = [1.0 if row.get("n") is None else float(row["n"]) for row in rows]
    total = math.fsum(weights)
    return math.fsum(w * row["actual"] for w, row in zip(weights, rows, strict=True)) / total if total else None
