"""Draws of what one objective will be worth in each settlement period: actuals as known, the rest over the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.calendar import Ints, day_number, day_of, grid
from trueup.agreements.errors import baseline_error
from trueup.agreements.promise import Promise, days
from trueup.agreements.value import worth_of_unit
from trueup.kpis.calendar import buckets
from trueup.kpis.series import Series
from trueup.scorecard.value_counted import promised_in
from trueup.stats.arrays import NoVariation
from trueup.stats.forecast import Forecast
from trueup.stats.hit import simulate
from trueup.value.deal_told import Z95
from trueup.value.settling import Due
from trueup.vocabulary import Direction, Period

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """One objective with its actuals and its forecast (None: too little is known for one); `draws` is even."""

    promise: Promise
    series: Series
    forecast: Forecast | NoVariation | None
    dues: tuple[Due, ...]
    draws: int
    seed: tuple[int, int]

    def worth(self, reached: Floats | None) -> Floats:
        """Worth by draw and settlement period (draws, dues), in the currency of the book.

        `reached` (draws,) is the share of the promise that comes true; None: what the forecast says comes.
        """
        return np.stack([self._of_due(due, reached) for due in self.dues], axis=1)

    def _of_due(self, due: Due, reached: Floats | None) -> Floats:
        unit = np.array([float(each) for each in worth_of_unit(self.promise, *self._grid, due.period)])
        known = float(unit[self._known] @ self.gains(self._actuals[self._known]))
        ahead = unit[self._ahead] @ self._gains_ahead
        if reached is not None:
            ahead = ahead - ahead.mean() + reached * self._promised(due)
        error = baseline_error(self.promise) * abs(float(unit.sum())) if due.pricing.use == "lower_bound" else 0.0
        return np.asarray(known + ahead - Z95 * error)

    def gains(self, levels: Floats) -> Floats:
        """Improvement on the baseline at each level, in units of the KPI; to maintain: minus the distance."""
        promise = self.promise
        if promise.direction is Direction.maintain:
            low, high = float(promise.low or 0), float(promise.high or 0)
            return -np.maximum(np.maximum(low - levels, levels - high), 0.0)
        return np.asarray((levels - float(promise.baseline or 0)) * promise.direction.sign)

    def _promised(self, due: Due) -> float:
        """What the promised path is worth on the days of a period that no actual speaks of yet."""
        first = max(due.period.start, day_of(self._open))
        return float(promised_in(self.promise, Period(first, due.period.end))) if first < due.period.end else 0.0

    @cached_property
    def _grid(self) -> tuple[Ints, Ints]:
        """Day numbers of the KPI's periods that touch the deal."""
        first, last = day_number(self.dues[0].period.start), day_number(self.dues[-1].period.end)
        return grid(self.promise.kpi.grain, first, last, self.promise.fiscal_year_start)

    @cached_property
    def _open(self) -> int:
        """The day number from which on no actual is known."""
        return int(days(self.series)[1].max()) if len(self.series) else day_number(self.dues[0].period.start)

    @cached_property
    def _actuals(self) -> Floats:
        """The actual of each period of the grid; NaN where none is known."""
        found = dict(zip(days(self.series)[0].tolist(), self.series.value.tolist(), strict=True))
        return np.array([found.get(start, np.nan) for start in self._grid[0].tolist()], dtype=np.float64)

    @property
    def _known(self) -> NDArray[np.bool_]:
        return np.isfinite(self._actuals)

    @property
    def _ahead(self) -> NDArray[np.bool_]:
        """Periods after the last actual; a gap before it is worth nothing, as in the value that is realised."""
        return np.asarray(self._grid[0] >= self._open)

    @cached_property
    def _gains_ahead(self) -> Floats:
        """Improvement in each period ahead (periods, draws)."""
        count = int(self._ahead.sum())
        if self.forecast is None or not count:
            return np.zeros((count, self.draws))
        if isinstance(self.forecast, NoVariation):
            return self.gains(np.full((count, self.draws), self.forecast.value))
        kpi = self.promise.kpi
        paths = simulate(self.forecast.predictive, np.random.default_rng(self.seed), paths=self.draws)
        return self.gains(np.clip(paths[self._steps], kpi.floor, kpi.ceiling))

    @property
    def _steps(self) -> Ints:
        """How many periods after the last actual each period ahead lies, counted from 0."""
        grain, fiscal = self.promise.kpi.grain, self.promise.fiscal_year_start
        last = buckets(self.series.start[-1:], grain, fiscal)[0]
        return np.asarray(buckets(self._grid[0][self._ahead].astype("datetime64[D]"), grain, fiscal) - last - 1)
