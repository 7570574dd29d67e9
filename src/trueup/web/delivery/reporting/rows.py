"""Rows of progress as people write them: activity, status date, and what is known of it by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.documents import Activity
from trueup.vocabulary import Grain, Refusal, did_you_mean
from trueup.web.delivery.reporting.scope import Scope
from trueup.web.evidence.sheets import Record, Sheets
from trueup.web.evidence.table import Wrong, figure, headers, read, twice
from trueup.web.evidence.written import Mark, Order, period

HEADERS: Mapping[str, str] = {
    name: meaning
    for meaning, names in {
        "activity": "activity activity_id task id vorgang aktivität",
        "status_date": "status_date status date as_of stichtag datum",
        "percent": "percent percent_complete % complete prozent fertig",
        "actual_start": "actual_start start started begonnen anfang",
        "actual_finish": "actual_finish finish finished ende fertig_am",
        "actual_cost": "actual_cost cost ac kosten istkosten",
        "remaining_days": "remaining_days remaining rest resttage",
    }.items()
    for name in names.split()
}
FIGURES = ("percent", "actual_cost", "remaining_days")
SAYS = ("actual_start", "actual_finish", *FIGURES)


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one activity as at the end of `status_date`; percent 0 to 100, cost to date, working days."""

    line: int
    activity: str
    status_date: dt.date
    actual_start: dt.date | None
    actual_finish: dt.date | None
    percent: float | None
    actual_cost: Decimal | None
    remaining_days: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what could be read in two ways; `status_date` is that of rows which name none."""

    mark: Mark | None = None
    order: Order | None = None
    status_date: dt.date | None = None


def _not_yours(scope: Scope, activity: Activity) -> str:
    if scope.part == "observer":
        return "is not in dispute: an observer answers where reports contradict each other"
    return f"is the portion of {activity.party or 'nobody'}: a provider reports on its own"


def read_rows(sheets: Sheets, scope: Scope, reading: Reading) -> tuple[list[Row], list[Refusal]]:
    """The rows, and every reason why some cannot be taken in."""
    names, refusals = headers(sheets.columns, HEADERS, ("activity", "status_date", *SAYS))
    refusals += [*sheets.refusals, *_lacking(set(names.values()), reading)]
    if refusals:
        return [], refusals
    rows, wrong = read(
        sheets, names, FIGURES, reading.mark, lambda record, mark: _Reader(record, scope, reading, mark).row()
    )
    return rows, [*wrong, *twice(rows, lambda row: (row.activity, row.status_date), "activity", "activity and day")]


def _lacking(known: set[str], reading: Reading) -> Iterator[Refusal]:
    if "activity" not in known:
        yield Refusal(1, "activity", "there is no column that says which activity")
    if "status_date" not in known and reading.status_date is None:
        yield Refusal(1, "status_date", "there is no column that says as of which day: add it, or give the day")
    if not known.intersection(SAYS):
        yield Refusal(1, "percent", f"there is no column that says how far anything is: {', '.join(SAYS)}")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one record."""

    record: Record
    scope: Scope
    reading: Reading
    mark: Mark | None

    def row(self) -> Row:
        status, activity = self._status(), self._activity()
        start, finish = self._day("actual_start"), self._day("actual_finish")
        for name, day in (("actual_start", start), ("actual_finish", finish)):
            if day is not None and day > status:
                raise Wrong(name, f"is after the status date {status}: what has not happened is not reported")
        if start and finish and finish < start:
            raise Wrong("actual_finish", "is before actual_start", str(finish))
        percent, cost, remaining = (self._figure(name) for name in FIGURES)
        if percent is not None and percent > 100:
            raise Wrong("percent", "is a percentage, 0 to 100", self.record.values["percent"])
        if all(each is None for each in (start, finish, percent, cost, remaining)):
            raise Wrong("percent", "says nothing of the activity: give a percentage, a start, a finish or a cost")
        amount = None if cost is None else Decimal(repr(cost))
        return Row(self.record.line, activity.id, status, start, finish, percent, amount, remaining)

    def _activity(self) -> Activity:
        text = self.record.values.get("activity", "")
        plan = self.scope.plan
        named = [each for each in plan.activities if (each.name or "").casefold() == text.casefold()]
        found = plan.activity(text) or (named[0] if len(named) == 1 else None)
        if found is None:
            ids = [each.id for each in plan.activities]
            hint = did_you_mean(text, ids) or f"there are: {', '.join(ids[:8])}"
            raise Wrong("activity", f"is no activity of this plan; {hint}", text)
        if not self.scope.may(found):
            raise Wrong("activity", _not_yours(self.scope, found), text)
        return found

    def _status(self) -> dt.date:
        day = self._day("status_date") or self.reading.status_date
        if day is None:
            raise Wrong("status_date", "is missing: as of which day is this known?")
        if day > self.scope.today:
            raise Wrong("status_date", "is in the future", str(day))
        return day

    def _day(self, name: str) -> dt.date | None:
        text = self.record.values.get(name)
        if text is None:
            return None
        try:
            return period(text, Grain.day, order=self.reading.order).start
        except ValueError as wrong:
            reason = "could be day/month or month/day: say which" if "day/month" in str(wrong) else "is not a day"
            raise Wrong(name, f"{reason}; write 2026-06-30", text) from None

    def _figure(self, name: str) -> float | None:
        text = self.record.values.get(name)
        if text is None:
            return None
        found = figure(name, text, self.mark)
        if found < 0:
            raise Wrong(name, "cannot be negative", text)
        return found
