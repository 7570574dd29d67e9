"""One objective as promised by one version, with its dates resolved: what every rule about objectives takes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.calendar import day_number
from trueup.agreements.documents import Agreement, Objective
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, InputError, Moment, Period, Slice

SeriesKey = tuple[str, Slice]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """An objective of one version of an agreement.

    `start` is when improvement starts to count. `low` and `high` bound the actuals that reach the target: (t, None) to
    increase, (None, t) to decrease, both to maintain. `baseline` is the KPI before the agreement, None where not given.
    """

    objective: Objective
    kpi: Kpi
    version: int
    effective: dt.date
    start: dt.date
    low: Decimal | None
    high: Decimal | None
    fiscal_year_start: int = 1

    @property
    def id(self) -> str:
        """The id of the objective."""
        return self.objective.id

    @property
    def title(self) -> str:
        """What people call it: its own title, else the KPI's name."""
        return self.objective.title or self.kpi.name

    @property
    def unit(self) -> str:
        """The KPI's unit, normalised."""
        return self.kpi.unit.name

    @property
    def direction(self) -> Direction:
        """Which way is better."""
        return self.kpi.direction

    @property
    def key(self) -> SeriesKey:
        """Which actuals it is judged by."""
        return self.objective.kpi, self.objective.slice

    @property
    def due(self) -> dt.date | None:
        """The last day on which the target may be reached."""
        return self.objective.due

    @property
    def baseline(self) -> Decimal | None:
        """The KPI before the agreement; a sum to be raised starts from nothing where no baseline is given."""
        if self.objective.baseline is not None:
            return self.objective.baseline.actual
        from_nothing = self.objective.type == "cumulative" and self.direction is Direction.increase
        return Decimal(0) if from_nothing else None

    @property
    def target(self) -> Decimal:
        """The target as one number; for a range, its edge nearer to the baseline (its middle without a baseline)."""
        if self.low is None or self.high is None:
            return self.low if self.low is not None else self.high or Decimal(0)
        if self.baseline is None:
            return (self.low + self.high) / 2
        return min(max(self.baseline, self.low), self.high)

    @property
    def worsens(self) -> bool:
        """Whether the target lies on the worse side of the baseline: a disbenefit that was agreed to."""
        if self.direction is Direction.maintain or self.baseline is None:
            return False
        return (self.target - self.baseline) * self.direction.sign < 0

    def reached(self, actual: Decimal | Fraction) -> bool:
        """Whether an actual reaches the target, within tolerance, exactly as both were written."""
        figure, slack = Fraction(actual), self.objective.tolerance
        high_enough = self.low is None or figure >= Fraction(self.low - slack)
        return high_enough and (self.high is None or figure <= Fraction(self.high + slack))

    def improvement(self, actual: Decimal) -> Decimal:
        """Improvement on the baseline, positive when better; to maintain: minus the distance from the range."""
        if self.low is not None and self.high is not None:
            return -self.distance(actual)
        assert self.baseline is not None, "callers check that there is a baseline"
        gain = actual - self.baseline
        return gain if self.high is None else -gain

    def distance(self, actual: Decimal) -> Decimal:
        """By how much the target is missed, tolerance aside; 0 where it is reached."""
        short = self.low - actual if self.low is not None else Decimal(0)
        over = actual - self.high if self.high is not None else Decimal(0)
        return max(short, over, Decimal(0))

    def decided_by(self, day: dt.date) -> Period:
        """The period of the KPI's grain that contains `day`."""
        return self.kpi.grain.period_of(day, self.fiscal_year_start)


def promise_of(agreement: Agreement, objective: Objective, kpi: Kpi, moment: Moment, fiscal: int = 1) -> Promise:
    """Resolve an objective of one version as of a moment; InputError where the target does not fit the direction."""
    low, high = _bounds(objective, kpi)
    return Promise(
        objective=objective,
        kpi=kpi,
        version=agreement.version,
        effective=agreement.effective,
        start=start_of(agreement, objective, moment),
        low=low,
        high=high,
        fiscal_year_start=fiscal,
    )


def start_of(agreement: Agreement, objective: Objective, moment: Moment) -> dt.date:
    """When improvement starts to count: the actual go-live once it has happened, else the planned one.

    An agreement that names no go-live counts from the day it is effective.
    """
    if isinstance(objective.from_, dt.date):
        return objective.from_
    if objective.from_ == "effective":
        return agreement.effective
    actual, planned = agreement.go_live.actual, agreement.go_live.planned
    if actual is not None and (actual <= moment.as_of or planned is None):
        return actual
    return planned or agreement.effective


def _bounds(objective: Objective, kpi: Kpi) -> tuple[Decimal | None, Decimal | None]:
    target = objective.target
    if kpi.direction is Direction.maintain:
        low, high = target if isinstance(target, tuple) else (target, target)
        if low > high:
            raise InputError(f"the range [{low}, {high}] is empty", where=objective.id, do="write [low, high]")
        return low, high
    if isinstance(target, tuple):
        do = "give one number, or make the KPI `direction: maintain`"
        raise InputError(f"a KPI to {kpi.direction} has one target, not a range", where=objective.id, do=do)
    return (target, None) if kpi.direction is Direction.increase else (None, target)


def reaching(promise: Promise, actuals: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of an array of actuals reach the target, within tolerance; shape as given.

    Rounding to binary keeps order, so comparing with the correctly rounded limit is exact for figures of 15 digits.
    """
    slack = promise.objective.tolerance
    low = -np.inf if promise.low is None else float(promise.low - slack)
    high = np.inf if promise.high is None else float(promise.high + slack)
    return np.asarray((actuals >= low) & (actuals <= high))


def seen(series: Series, moment: Moment) -> Series:
    """The actuals whose period had begun before the moment."""
    now = np.datetime64(moment.as_of, "D")
    return series if not len(series) or series.start[-1] < now else series.where(series.start < now)


def days(series: Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of a series as day numbers."""
    return series.start.astype(np.int64), series.end.astype(np.int64)


def window(promise: Promise, until: dt.date) -> tuple[int, int]:
    """The day numbers [start, until) in which improvement counts."""
    return day_number(promise.start), day_number(until)
