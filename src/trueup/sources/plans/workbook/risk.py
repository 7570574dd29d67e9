"""The sheet of the risk analysis: what each activity may take, as percent of its duration or in hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from trueup.delivery.duration import Duration
from trueup.sources.plans.cells import number, text
from trueup.sources.plans.draft import Draft, DraftActivity
from trueup.sources.plans.workbook.sheets import Table

COLUMNS = {
    "id": ("id", "activity id", "task id", "nr", "no"),
    "duration": ("duration", "baseline duration"),
    "profile": ("description", "distribution", "profile"),
    "optimistic": ("optimistic", "optimistic %"),
    "likely": ("most probable", "most likely", "most probable %", "most likely %"),
    "pessimistic": ("pessimistic", "pessimistic %"),
}
NEEDED = ("id", "optimistic", "likely", "pessimistic")
_POINTS = ("optimistic", "likely", "pessimistic")


def read_risk(table: Table | None, draft: Draft) -> None:
    """Give three-point durations (triangular, as the workbook draws its profiles) to the activities that have risk."""
    by_key = {activity.key: activity for activity in draft.activities}
    told = 0
    for line, cells in table.rows if table else ():
        assert table is not None
        activity = by_key.get(text(table.get(cells, "id")))
        if activity is not None:
            told += 1
            _give(activity, cells, table, f"{table.sheet} row {line}", draft)
    if told < len(draft.activities):
        lacking = len(draft.activities) - told
        draft.note("missing", table.sheet if table else "workbook", f"no risk profile for {lacking} activities")


def _give(activity: DraftActivity, cells: Sequence[Any], table: Table, place: str, draft: Draft) -> None:
    points = [number(table.get(cells, name)) for name in _POINTS]
    low, likely, high = points
    if low is None or likely is None or high is None:
        draft.note("missing", place, f"{activity.key} has no three points")
        return
    if not 0 <= low <= likely <= high:
        draft.note("dropped", place, f"{low}, {likely}, {high} are not optimistic <= most likely <= pessimistic")
        return
    absolute = "absolute" in text(table.get(cells, "profile")).casefold()
    values = tuple(_length(activity.duration, point, table, cells, absolute=absolute) for point in (low, likely, high))
    if len({value.amount for value in values}) > 1 and high > 0:
        activity.three_point, activity.distribution = (values[0], values[1], values[2]), "triangular"


def _length(duration: Duration, point: Decimal, table: Table, cells: Sequence[Any], *, absolute: bool) -> Duration:
    if not absolute:
        return Duration((duration.amount * point / 100).normalize(), duration.unit)
    written = re.search(r"([dhw])\s*$", text(table.get(cells, "duration")))
    return Duration(point, written[1] if written else "h")
