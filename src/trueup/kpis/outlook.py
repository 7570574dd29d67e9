"""What is to be expected of a KPI: the forecast from its own past, and the probability of hitting a target when due.

Thousands of questions are answered together: series of one season length and one distance to their due period share a
pass of the forecast ladder, and all simulated paths share their draws.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.calendar import buckets, ends, starts
from trueup.kpis.series import Floats, Series
from trueup.stats.arrays import NoVariation, on_grid
from trueup.stats.crps import brier
from trueup.stats.forecast import Coverage, Forecast, forecast_many
from trueup.stats.hit import Hit, Kind, Target, hit_many
from trueup.vocabulary import Grain, Insufficient, Period

LONGEST_PAST = 240
"""Periods of the past that a forecast is made from: older ones describe another world and cost time."""
FURTHEST = 240
"""Periods ahead beyond which nothing is said."""
FAN = (0.05, 0.20, 0.50, 0.80, 0.95)
FEWEST = 3
SEASONS = {Grain.month: 12, Grain.quarter: 4, Grain.week: 52, Grain.day: 7}


@dataclass(frozen=True, slots=True)
class Ask:
    """A target to be hit. `low` and `high` already include the tolerance; None leaves a side open.

    `start` is the day from which a sum or a run counts, `due` the last day on which the target may be reached; `run` is
    how many periods in a row must hold for a sustained target. `floor` and `ceiling` are the KPI's natural bounds.
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

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value that hits."""
        return (-math.inf if self.low is None else self.low), (math.inf if self.high is None else self.high)


@dataclass(frozen=True, slots=True)
class Step:
    """The forecast of one period to come: quantiles at 5, 20, 50, 80 and 95 %."""

    period: Period
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """How often forecasts of this kind were right on the series' own past, `step` periods ahead.

    `brier` is the mean squared error of P(target holds): 0 is perfect, 0.25 a coin; None where none could be tried.
    """

    step: int
    n: int
    coverage_80: float
    coverage_95: float
    coverage_95_low: float
    coverage_95_high: float
    crps: float | None
    crps_naive: float | None
    brier: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The answer: P(hit) with its Monte Carlo error, the fan up to the due period, and the record of the method.

    `steps` is empty and `p` None where too little is known; then `lack` says how much is needed.
    """

    p: float | None
    se: float | None
    method: str
    steps: tuple[Step, ...]
    low: float | None
    expected: float | None
    high: float | None
    record: Record | None
    lack: Insufficient | None = None


def outlooks(asks: Sequence[Ask], seed: int) -> list[Outlook | None]:
    """Answer every question; None where the due period has been seen already: that calls for a verdict, no forecast."""
    answers: list[Outlook | None] = [None] * len(asks)
    batches: dict[tuple[int | None, int], list[int]] = defaultdict(list)
    for index, ask in enumerate(asks):
        steps = steps_to_due(ask)
        lack = _lack(ask, steps)
        if steps >= 1 and lack is not None:
            answers[index] = _silent(lack)
        elif steps >= 1:
            batches[_season(ask), steps].append(index)
    for (season, steps), indices in sorted(batches.items(), key=lambda item: (item[0][0] or 0, item[0][1])):
        for index, answer in zip(indices, _batch([asks[i] for i in indices], season, steps, seed), strict=True):
            answers[index] = answer
    return answers


def steps_to_due(ask: Ask) -> int:
    """Periods from the last actual to the one that contains the due day; 0 or less when that one has been seen."""
    if not len(ask.series):
        return 1
    days = np.array([ask.series.start[-1], ask.due], dtype="datetime64[D]")
    last, due = buckets(days, ask.series.grain, ask.fiscal_year_start)
    return int(due - last)


def _lack(ask: Ask, steps: int) -> Insufficient | None:
    if len(ask.series) < FEWEST:
        return Insufficient(f"a forecast of {ask.series.kpi}", len(ask.series), FEWEST)
    if steps > FURTHEST:
        return Insufficient(f"a forecast of {ask.series.kpi} over {steps} periods", len(ask.series), steps)
    return None


def _silent(lack: Insufficient) -> Outlook:
    return Outlook(None, None, "none", (), None, None, None, None, lack)


def _season(ask: Ask) -> int | None:
    """The season, where the past holds at least two of them."""
    season = ask.season or SEASONS.get(ask.series.grain)
    return season if season is not None and len(ask.series) >= 2 * season else None


def _batch(asks: Sequence[Ask], season: int | None, steps: int, seed: int) -> list[Outlook]:
    lines = [_past(ask) for ask in asks]
    width = max(len(values) for values, _ in lines)
    values, present = np.zeros((len(asks), width)), np.zeros((len(asks), width), dtype=bool)
    for row, (line, mask) in enumerate(lines):
        values[row, width - len(line) :], present[row, width - len(line) :] = line, mask
    forecasts = forecast_many(values, present, horizon=steps, season=season)
    good = [i for i, each in enumerate(forecasts) if isinstance(each, Forecast)]
    targets = [_target(asks[i], steps) for i in good]
    predictives = [each.predictive for each in forecasts if isinstance(each, Forecast)]
    hits = dict(zip(good, hit_many(predictives, targets, np.random.default_rng(seed)), strict=True))
    return [_answer(ask, each, hits.get(i), steps) for i, (ask, each) in enumerate(zip(asks, forecasts, strict=True))]


def _past(ask: Ask) -> tuple[Floats, np.ndarray]:
    at = buckets(ask.series.start, ask.series.grain, ask.fiscal_year_start)
    recent = at > at[-1] - LONGEST_PAST
    return on_grid(at[recent], ask.series.value[recent])


def _target(ask: Ask, steps: int) -> Target:
    low, high = ask.bounds
    return Target(ask.kind, steps, lower=low, upper=high, run=ask.run, seen=_seen(ask), gaps="mean")


def _seen(ask: Ask) -> tuple[float | None, ...]:
    """The periods of the objective's window up to the last actual, None where one is missing."""
    if ask.kind == "at":
        return ()
    at = buckets(ask.series.start, ask.series.grain, ask.fiscal_year_start)
    first = int(buckets(np.array([ask.start], dtype="datetime64[D]"), ask.series.grain, ask.fiscal_year_start)[0])
    known = dict(zip(at.tolist(), ask.series.value.tolist(), strict=True))
    return tuple(known.get(number) for number in range(first, int(at[-1]) + 1))


def _answer(
    ask: Ask, forecast: Forecast | Insufficient | NoVariation, hit: Hit | Insufficient | None, steps: int
) -> Outlook:
    if isinstance(forecast, NoVariation):
        return _constant(ask, forecast, steps)
    if isinstance(forecast, Insufficient):
        return _silent(forecast)
    quantiles = _bounded(forecast.quantiles((*FAN, 0.025, 0.975)), ask)
    last = quantiles[-1]
    chance = hit if isinstance(hit, Hit) else None
    return Outlook(
        p=None if chance is None else chance.p,
        se=None if chance is None else chance.se,
        method=forecast.method + (", wide: fewer than 12 points" if forecast.wide else ""),
        steps=tuple(
            Step(period, tuple(float(q) for q in row[: len(FAN)]))
            for period, row in zip(_periods(ask, steps), quantiles, strict=True)
        ),
        low=float(last[-2]),
        expected=float(last[2]),
        high=float(last[-1]),
        record=_record(ask, forecast, steps),
        lack=hit if isinstance(hit, Insufficient) else None,
    )


def _constant(ask: Ask, found: NoVariation, steps: int) -> Outlook:
    """A KPI that never moved says nothing of how it might move: no interval and no probability can be given."""
    more = max(1, 12 - found.n)
    return _silent(Insufficient(f"a forecast of {ask.series.kpi}, which has never moved", found.n, found.n + more))


def _bounded(quantiles: Floats, ask: Ask) -> Floats:
    return np.clip(
        quantiles,
        -np.inf if ask.floor is None else ask.floor,
        np.inf if ask.ceiling is None else ask.ceiling,
    )


def _periods(ask: Ask, steps: int) -> list[Period]:
    last = int(buckets(ask.series.start[-1:], ask.series.grain, ask.fiscal_year_start)[0])
    numbers = np.arange(last + 1, last + steps + 1)
    first = starts(numbers, ask.series.grain, ask.fiscal_year_start).astype(object)
    until = ends(numbers, ask.series.grain, ask.fiscal_year_start).astype(object)
    return [Period(start, end) for start, end in zip(first, until, strict=True)]


def _record(ask: Ask, forecast: Forecast, steps: int) -> Record | None:
    """The record at the longest distance tried that does not exceed the one asked for."""
    if forecast.backtest is None:
        return None
    narrow, wide = forecast.calibration(0.80), forecast.calibration(0.95)
    tried = [at for at in range(min(steps, len(wide))) if isinstance(wide[at], Coverage)]
    if not tried:
        return None
    eighty, ninety = narrow[tried[-1]], wide[tried[-1]]
    if not isinstance(eighty, Coverage) or not isinstance(ninety, Coverage):
        return None
    said, came = forecast.backtest.within(*ask.bounds)
    return Record(
        step=ninety.step,
        n=ninety.trials,
        coverage_80=eighty.hits / eighty.trials,
        coverage_95=ninety.hits / ninety.trials,
        coverage_95_low=ninety.share.low,
        coverage_95_high=ninety.share.high,
        crps=forecast.crps,
        crps_naive=forecast.crps_naive,
        brier=float(brier(said, came).mean()) if len(said) else None,
    )
