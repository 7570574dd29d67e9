"""Questions about what is to come, and the forecast behind each: many series in few batches."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.calendar import bucket_of, buckets
from trueup.kpis.series import Floats, Series
from trueup.stats.arrays import NoVariation
from trueup.stats.forecast import Forecast, forecast_many
from trueup.vocabulary import Grain, Insufficient, said

Kind = Literal["at", "by", "cumulative", "sustained"]
Answer = Forecast | Insufficient | NoVariation

FARTHEST = 366
"""Periods ahead; a due date beyond it waits."""
LONGEST_PAST = 240
"""Periods of the past that a forecast is made from: older ones describe another world, and cost time."""
SEASONS = {Grain.day: 7, Grain.week: 52, Grain.month: 12, Grain.quarter: 4}
"""Seasons that are tried where a KPI states none; they must beat the naive forecast like every other rung."""


@dataclass(frozen=True)
class Ask:
    """One question: will the level (or sum, or run of `run` periods) lie from `low` to `high` (None: unbounded)?

    The bounds hold the tolerance already. `start` and `due` are days; the target falls due with the period that
    contains `due`. `floor` and `ceiling` are natural bounds of the KPI.
    """

    series: Series
    kind: Kind
    low: float | None
    high: float | None
    start: dt.date
    due: dt.date
    run: int = 1
    floor: float | None = None
    ceiling: float | None = None
    season: int | None = None
    fiscal_year_start: int = 1

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The number of the period of each actual, at the grain of its KPI."""
        return buckets(self.series.start, self.series.grain, self.fiscal_year_start)

    @cached_property
    def last(self) -> int:
        """The number of the period of the last actual; there must be one."""
        return int(self.numbers[-1])

    @cached_property
    def horizon(self) -> int:
        """Periods from the last actual to the due one; 1 or more while it is open."""
        due = bucket_of(self.due, self.series.grain, self.fiscal_year_start)
        return due - self.last if len(self.series) else 1


def forecasts(asks: Sequence[Ask], without: frozenset[str] = frozenset()) -> list[Answer]:
    """The forecast up to the due period of each question; those with one horizon and season in one batch.

    `without` names the rungs of the ladder that have lost their place.
    """
    answers: list[Answer | None] = [None] * len(asks)
    alike: dict[tuple[int, int | None], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, ask in enumerate(asks):
        horizon = ask.horizon
        if not len(ask.series) or horizon > FARTHEST:
            points = len(ask.series)
            need = points + horizon - FARTHEST if points else 3
            answers[index] = Insufficient(said("a forecast"), points, need)
        else:
            alike[horizon, ask.season or SEASONS.get(ask.series.grain)][id(ask.series)].append(index)
    for (horizon, season), same in alike.items():
        values, there = _aligned([asks[indices[0]] for indices in same.values()])
        found = forecast_many(values, there, horizon=horizon, season=season, without=without)
        for indices, forecast in zip(same.values(), found, strict=True):
            for index in indices:
                answers[index] = forecast
    return [answer for answer in answers if answer is not None]


def _aligned(asks: Sequence[Ask]) -> tuple[Floats, NDArray[np.bool_]]:
    """Series side by side, each ending in the last column; shape (series, periods) and the mask of actuals."""
    numbers = [ask.numbers for ask in asks]
    length = min(LONGEST_PAST, max(int(each[-1] - each[0]) + 1 for each in numbers))
    values, there = np.zeros((len(asks), length)), np.zeros((len(asks), length), dtype=np.bool_)
    for row, (ask, number) in enumerate(zip(asks, numbers, strict=True)):
        at = length - 1 - (number[-1] - number)
        recent = at >= 0
        values[row, at[recent]], there[row, at[recent]] = ask.series.value[recent], True
    return values, there
