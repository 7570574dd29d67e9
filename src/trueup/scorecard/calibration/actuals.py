"""What came: actuals and targets as they are known now, for forecasts that were made before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.reached import Outcome, outcome
from trueup.kpis.series import Series
from trueup.value.calibration.issued import Came
from trueup.vocabulary import Grade, Period


def actual_of(series: Series, period: Period) -> Came | None:
    """The actual of a period; None where none is known."""
    at = np.flatnonzero((series.start == np.datetime64(period.start)) & (series.end == np.datetime64(period.end)))
    if not len(at):
        return None
    index = int(at[0])
    return Came(float(series.value[index]), period.end - ONE_DAY, _grade(series, index), _disputed(series, index))


def hit_of(promise: Promise, series: Series, as_of: dt.date) -> Came | None:
    """1 where a promise was hit, 0 where it was missed; None while that is open or cannot be told.

    Disputed where both sides' claims would not give the same answer.
    """
    found = outcome(promise, series, as_of)
    if found.met is None:
        return None
    sides = [outcome(promise, replace(series, value=side), as_of).met for side in (series.low, series.high)]
    settled = _settled(promise, series, found)
    return Came(float(found.met), settled, _grade_of(series, found), any(met != found.met for met in sides))


def _settled(promise: Promise, series: Series, found: Outcome) -> dt.date:
    """The last day of the actual that settled it, and never after the due day."""
    assert promise.due is not None, "only what is due is forecast"
    if found.index is None or not found.met:
        return promise.due
    return min(promise.due, series.period(found.index).end - ONE_DAY)


def _grade_of(series: Series, found: Outcome) -> Grade:
    return Grade.reported if found.index is None else _grade(series, found.index)


def _grade(series: Series, index: int) -> Grade:
    return Grade(max(int(series.grade[index]), int(Grade.reported)))


def _disputed(series: Series, index: int) -> bool:
    return bool(series.low[index] != series.high[index])
