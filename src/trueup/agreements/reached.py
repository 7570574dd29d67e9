"""Whether a target is reached in the way its type asks: at a date, by a date, in sum, or for periods in a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from trueup.agreements import words
from trueup.agreements.calendar import day_number
from trueup.agreements.promise import Promise, days, reaching
from trueup.agreements.running import running_sum
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, Said, said


@dataclass(frozen=True, slots=True)
class Outcome:
    """`met` True or False for good, None while it is open or cannot be told; `index` of the actual it rests on."""

    met: bool | None
    said: str
    index: int | None = None


def outcome(promise: Promise, series: Series, as_of: dt.date) -> Outcome:
    """What the actuals say for good, as of a day. Only actuals of ended periods settle a target early."""
    over = passed(promise, as_of)
    if over and promise.objective.type != "at" and promise.due is not None and promise.start > promise.due:
        return Outcome(False, said("improvement counts from {day}, after it was due", day=promise.start))
    rule = {"at": _at, "by": _by, "cumulative": _in_sum, "sustained": _sustained}[promise.objective.type]
    return rule(promise, series, as_of, over)


def passed(promise: Promise, as_of: dt.date) -> bool:
    """Whether the due day is over: `as_of` is the beginning of a later day."""
    return promise.due is not None and as_of > promise.due


def actual_at(series: Series, index: int, unit: str) -> Said:
    """An actual in words: 5.2 days in 2026-12."""
    return said(
        "{quantity} in {period}",
        quantity=words.quantity(float(series.value[index]), unit),
        period=series.period(index),
    )


def decisive(promise: Promise, series: Series) -> int | None:
    """The actual that a target `at` a date is judged by: of the period that holds the due day, else the last before."""
    if promise.due is None:
        return len(series) - 1 if len(series) else None
    starts, ends = days(series)
    known = np.flatnonzero((starts <= day_number(promise.due)) & (ends > day_number(promise.effective)))
    return int(known[-1]) if len(known) else None


def _at(promise: Promise, series: Series, as_of: dt.date, over: bool) -> Outcome:
    if not over:
        return Outcome(None, said("the due date is still to come"))
    index = decisive(promise, series)
    if index is None:
        return Outcome(None, said("no actual is known from the time of the agreement up to the due date"))
    met = promise.reached(Decimal(repr(float(series.value[index]))))
    found = actual_at(series, index, promise.unit)
    if series.period(index).end > as_of:
        found = said("{actual}, which has not ended", actual=found)
    assert promise.due is not None, "a due date has passed"
    deciding = promise.decided_by(promise.due)
    if series.period(index).end <= deciding.start:
        found = said("{actual} (no actual is known for {period}, in which it fell due)", actual=found, period=deciding)
    return Outcome(met, found, index)


def _in_time(promise: Promise, series: Series, as_of: dt.date) -> NDArray[np.bool_]:
    """Which actuals count towards a target by a date: ended, not before `from`, begun by the due date."""
    starts, ends = days(series)
    counts = (ends > day_number(promise.start)) & (ends <= day_number(as_of))
    return counts if promise.due is None else counts & (starts <= day_number(promise.due))


def _by(promise: Promise, series: Series, as_of: dt.date, over: bool) -> Outcome:
    inside = _in_time(promise, series, as_of)
    hits = np.flatnonzero(inside & reaching(promise, series.value))
    if len(hits):
        return Outcome(True, actual_at(series, int(hits[0]), promise.unit), int(hits[0]))
    if not over or not inside.any():
        return Outcome(None, _none_in_time(promise) if over else said("not reached yet"))
    best = _best(promise, series, np.flatnonzero(inside))
    return Outcome(False, said("the best was {actual}", actual=actual_at(series, best, promise.unit)), best)


def _none_in_time(promise: Promise) -> str:
    assert promise.due is not None, "a due date has passed"
    return said("no actual is known for the time from {start} to {due}", start=promise.start, due=promise.due)


def _best(promise: Promise, series: Series, among: NDArray[np.intp]) -> int:
    actuals = series.value[among]
    if promise.direction is Direction.maintain:
        return int(among[np.argmin(np.abs(actuals - float(promise.target)))])
    return int(among[np.argmax(actuals * promise.direction.sign)])


def _sustained(promise: Promise, series: Series, as_of: dt.date, over: bool) -> Outcome:
    need = promise.objective.periods or 1
    inside = _in_time(promise, series, as_of)
    longest, last = longest_run(series, inside & reaching(promise, series.value), need)
    needed = words.counted(need, promise.kpi.grain)
    if longest >= need:
        assert last is not None, "a run has a last period"
        upto = actual_at(series, last, promise.unit)
        return Outcome(True, said("held for {periods} in a row up to {actual}", periods=needed, actual=upto), last)
    if over and not inside.any():
        return Outcome(None, _none_in_time(promise))
    if not over:
        return Outcome(None, said("held for {n} of {periods} so far", n=longest, periods=needed))
    return Outcome(False, said("the longest run was {n} of {periods} in a row", n=longest, periods=needed), last)


def longest_run(series: Series, good: NDArray[np.bool_], enough: int) -> tuple[int, int | None]:
    """The longest run of adjacent good periods and its last index, up to the first of `enough`; a gap breaks a run."""
    starts, ends = days(series)
    best, last, run = 0, None, 0
    for index in np.flatnonzero(good).tolist():
        adjacent = index > 0 and good[index - 1] and starts[index] == ends[index - 1]
        run = run + 1 if adjacent else 1
        if run > best:
            best, last = run, index
        if best >= enough:
            break
    return best, last


def _in_sum(promise: Promise, series: Series, as_of: dt.date, over: bool) -> Outcome:
    so_far = running_sum(promise, series, as_of)
    if over and so_far.last is None:
        return Outcome(None, _none_in_time(promise))
    index = len(series) - 1 if so_far.last is not None else None
    found = said("the sum is {total}", total=words.quantity(so_far.total, promise.unit))
    reached = so_far.last is not None and promise.reached(so_far.total)
    if reached and promise.direction is Direction.increase:
        return Outcome(True, found, index)
    if not over or so_far.last is None:
        return Outcome(None, said("{sum} so far", sum=found), index)
    if so_far.gaps:
        gaps = words.counted(len(so_far.gaps), "period")
        found = said("{sum}, with {periods} without an actual", sum=found, periods=gaps)
        if reached:
            return Outcome(None, said("{sum}: what is missing may lift it over the limit", sum=found), index)
    return Outcome(reached, found, index)
