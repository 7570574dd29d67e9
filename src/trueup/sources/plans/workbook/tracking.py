"""The sheets of the tracking periods: how far each activity was at each status date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from trueup.delivery.axis import Axis
from trueup.sources.plans.cells import moment, number, text
from trueup.sources.plans.draft import Draft, DraftProgress
from trueup.sources.plans.lengths import Lengths
from trueup.sources.plans.workbook.sheets import Table

COLUMNS = {
    "id": ("id", "activity id", "task id", "nr", "no"),
    "start": ("actual start",),
    "duration": ("actual duration",),
    "remaining": ("remaining duration",),
    "cost": ("actual cost",),
    "percent": ("percentage completed", "percent complete", "percentage complete", "% complete"),
    "state": ("tracking", "status"),
}
NEEDED = ("id", "start", "percent")
STATUS = "status date"


@dataclass(slots=True)
class Tracking:
    """Reads one period after the other; what did not change since the period before is not said again."""

    draft: Draft
    axis: Axis
    lengths: Lengths
    said: dict[str, DraftProgress] = field(default_factory=dict)

    def read(self, table: Table, status: dt.datetime) -> None:
        """The rows of one period."""
        known = {activity.key for activity in self.draft.activities}
        scale = _scale(table, known)
        day = self._day(table.sheet, status)
        rows = [
            self._row(table, line, cells, day, scale) for line, cells in table.rows if self._id(table, cells) in known
        ]
        told = [row for row in rows if self._is_news(row)]
        self.draft.progress += told or rows[:1]
        self.said.update((row.activity, row) for row in rows)

    def _id(self, table: Table, cells: Sequence[Any]) -> str:
        return text(table.get(cells, "id"))

    def _day(self, sheet: str, status: dt.datetime) -> dt.date:
        """The day at whose end a status stands: the day before for an hour at which nobody has worked yet."""
        share = self.axis.begin_of(status) - self.axis.begin_of(status.date())
        if share <= 0:
            return status.date() - dt.timedelta(days=1)
        if share < 1:
            what = f"the status of {status:%H:%M}, within the working day, is taken as of the day's end"
            self.draft.note("changed", sheet, what)
        return status.date()

    def _row(self, table: Table, line: int, cells: Sequence[Any], day: dt.date, scale: Decimal) -> DraftProgress:
        start = moment(table.get(cells, "start"))
        percent = (number(table.get(cells, "percent")) or Decimal(0)) * scale
        cost = number(table.get(cells, "cost"))
        place = f"{table.sheet} row {line}"
        row = DraftProgress(self._id(table, cells), day, actual_cost=cost)
        row.percent = float(min(max(percent, Decimal(0)), Decimal(100)))
        if row.percent != float(percent):
            self.draft.note("changed", place, f"{percent} % complete became {row.percent:g} %")
        if start is not None:
            row.actual_start = self._not_after(start.date(), day, place, "start")
            self._progressed(row, table, cells, start, place)
        elif row.percent or cost:
            self.draft.note("missing", place, f"{row.activity} has progress and no actual start")
        return row

    def _progressed(
        self, row: DraftProgress, table: Table, cells: Sequence[Any], start: dt.datetime, place: str
    ) -> None:
        spent = self.lengths.read(text(table.get(cells, "duration")))
        remaining = self.lengths.read(text(table.get(cells, "remaining")))
        if row.percent == 100:
            days = float(self.lengths.days(spent)) if spent else 0.0
            finish = self.axis.day_of_finish(self.axis.moment_after(self.axis.begin_of(start), days))
            row.actual_finish = self._not_after(max(finish, start.date()), row.status_date, place, "finish")
        elif remaining is not None and remaining.amount >= 0:
            row.remaining_days = float(self.lengths.days(remaining))

    def _not_after(self, day: dt.date, status: dt.date, place: str, what: str) -> dt.date:
        if day > status:
            self.draft.note("changed", place, f"its actual {what} {day} lies after the status date: {status} is taken")
        return min(day, status)

    def _is_news(self, row: DraftProgress) -> bool:
        before = self.said.get(row.activity)
        if before is None:
            return row.says_anything
        return 0 < (row.percent or 0) < 100 or _content(before) != _content(row)


def _content(row: DraftProgress) -> tuple[Any, ...]:
    return row.actual_start, row.actual_finish, row.percent, row.actual_cost, row.remaining_days


def _scale(table: Table, known: set[str]) -> Decimal:
    """What makes the column a percentage: 100 where it holds shares up to 1."""
    shares = [
        number(table.get(cells, "percent")) or Decimal(0)
        for _, cells in table.rows
        if text(table.get(cells, "id")) in known
    ]
    return Decimal(100) if max(shares, default=Decimal(0)) <= Decimal("1.0001") else Decimal(1)


def in_order(periods: Mapping[str, tuple[Table, dt.datetime]]) -> Iterator[tuple[Table, dt.datetime]]:
    """The periods by their status dates."""
    return iter(sorted(periods.values(), key=lambda each: each[1]))
