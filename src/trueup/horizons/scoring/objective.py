"""An objective of the agreement: how far its first promise is kept, 0 to 1, by actuals whose period is over.

What an amendment made of the promise stands beside it and decides nothing. The interval carries the error of the actual
and of the baseline through (actual - baseline) / (target - baseline), by the first-order rule.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.agreements.attainment import Z95
from trueup.agreements.documents import Agreement
from trueup.agreements.objective import attainment_now
from trueup.agreements.promise import Promise, SeriesKey
from trueup.agreements.versions import in_force, promises
from trueup.agreements.words import number
from trueup.horizons.figure import Figure, Timeline, lacking
from trueup.horizons.results import HorizonScore
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.kpi import cases, disputed, ends_of
from trueup.horizons.scoring.scale import scored
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, Grade, Moment, said


@dataclass(frozen=True)
class Promised:
    """An agreement with all versions that were known, in order, the KPIs, and the actuals that promises are held by."""

    versions: Sequence[Agreement]
    kpis: Mapping[str, Kpi]
    series: Mapping[SeriesKey, Series]
    fiscal_year_start: int = 1

    def first(self, objective: str, day: dt.date) -> Promise | None:
        """The objective in the first version that has it."""
        return next((found for each in self.versions if (found := self._of(each, objective, day))), None)

    def current(self, objective: str, day: dt.date) -> Promise | None:
        """The objective in the version in force; None: it was taken out."""
        return self._of(in_force(self.versions, Moment(day)), objective, day)

    def _of(self, version: Agreement, objective: str, day: dt.date) -> Promise | None:
        only = version.model_copy(
            update={"objectives": tuple(each for each in version.objectives if each.id == objective)}
        )
        return next(iter(promises(only, self.kpis, Moment(day), self.fiscal_year_start)), None)

    def days(self, objective: str) -> tuple[dt.date, ...]:
        """The days from which attainment may be another: periods are over, a version takes effect, it went live."""
        keys = {(one.kpi, one.slice) for each in self.versions for one in each.objectives if one.id == objective}
        ends = {day for key in keys if key in self.series for day in self.series[key].end.tolist()}
        live = {each.go_live.actual for each in self.versions if each.go_live.actual is not None}
        return tuple(sorted(ends | live | {each.effective for each in self.versions}))


def objective_timeline(asked: Asked, promised: Promised) -> Timeline:
    """Attainment of the criterion's objective against the first promise."""
    name = str(asked.criterion.objective)

    def reckon(day: dt.date) -> Figure:
        first = promised.first(name, day)
        if first is None:
            return lacking(said("the agreement has no objective {id}", id=name))
        return _figure(asked, promised, first, day)

    return Timeline(promised.days(name), reckon)


def _figure(asked: Asked, promised: Promised, first: Promise, day: dt.date) -> Figure:
    series = _over(promised, first, day)
    if series is None or not len(series):
        return lacking(said("no actual of {kpi} for a period that is over", kpi=first.kpi.name))
    index, found = len(series) - 1, attainment_now(first, series, day)
    over = series.period(index)
    return Figure(
        score=None if found.value is None else _score(first, series, index, found.value),
        insufficient=found.reason if found.value is None else None,
        rater="measured",
        by=series.by[index] or "",
        grade=Grade(int(series.grade.min() if first.objective.type == "cumulative" else series.grade[index])),
        on=over.end,
        stale_on=asked.stale_on(over.end),
        reasons=(*_told(promised, first, found.value, day), *disputed(series, index)),
    )


def _over(promised: Promised, promise: Promise, day: dt.date) -> Series | None:
    """The actuals whose period is over when the day begins."""
    series = promised.series.get(promise.key)
    return None if series is None else series.where(series.end <= np.datetime64(day))


def _score(promise: Promise, series: Series, index: int, value: float) -> HorizonScore:
    method = said("attainment of the first promise")
    if promise.direction is Direction.maintain or promise.objective.type == "cumulative" or promise.baseline is None:
        return scored(value, None, cases(series, index), method)
    span = float(promise.target) - float(promise.baseline)
    ends, actual = ends_of(series, index, promise.kpi), float(series.value[index])
    error = promise.objective.baseline.stderr if promise.objective.baseline else None
    if ends is None and error is None:
        return scored(value, None, cases(series, index), method)
    below, above = sorted((each - actual) / span for each in ends or (actual, actual))
    slack = Z95 * float(error or 0) * abs((actual - float(promise.target)) / span**2)
    return scored(
        value, (value - math.hypot(below, slack), value + math.hypot(above, slack)), cases(series, index), method
    )


def _told(promised: Promised, first: Promise, value: float | None, day: dt.date) -> tuple[str, ...]:
    """The first promise beside the one in force, where they differ."""
    now = promised.current(first.id, day)
    if now is None:
        return (said("the agreement in force no longer promises it; the first promise counts"),)
    if now.version == first.version or (now.low, now.high, now.baseline) == (first.low, first.high, first.baseline):
        return ()
    series = _over(promised, now, day)
    later = None if series is None else attainment_now(now, series, day).value
    if value is None or later is None:
        return ()
    return (
        said(
            "{first} of the first promise, which counts; {now} of the one in force",
            first=number(value),
            now=number(later),
        ),
    )
