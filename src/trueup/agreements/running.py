"""The running sum of a cumulative objective: its actuals from `from` to the due date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from trueup.agreements.calendar import day_number
from trueup.agreements.promise import ONE_DAY, Promise, days
from trueup.agreements.value import missing_periods
from trueup.kpis.series import Series
from trueup.vocabulary import Period


@dataclass(frozen=True, slots=True)
class RunningSum:
    """`total` of the actuals so far, exact; `gaps` ended periods have no actual; `last` is the latest period in it."""

    total: Fraction
    gaps: tuple[Period, ...]
    last: Period | None


def running_sum(promise: Promise, series: Series, as_of: dt.date) -> RunningSum:
    """Add up the actuals from `from` to the end of the due day; one that straddles an edge counts by its days."""
    start = day_number(promise.start)
    stop = day_number(as_of) if promise.due is None else day_number(promise.due + ONE_DAY)
    starts, ends = days(series)
    inside = np.flatnonzero((ends > start) & (starts < stop))
    total = Fraction(0)
    for index in inside.tolist():
        first, last = int(starts[index]), int(ends[index])
        share = Fraction(min(last, stop) - max(first, start), last - first)
        total += Fraction(Decimal(repr(float(series.value[index])))) * share
    reach = min(stop, day_number(as_of))
    gaps = tuple(period for period, _ in missing_periods(promise, series, start, reach) if period.end <= as_of)
    return RunningSum(total, gaps, series.period(int(inside[-1])) if len(inside) else None)
