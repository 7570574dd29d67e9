"""Will the target be hit? Forecasts of many series at once, P(hit), and how often forecasts like it were right.

Sources: stats/forecast (ladder, rolling-origin CRPS), stats/hit.py (four types of target by simulated paths);
docs/explanation/methods/forecast.md. A forecast starts after the last actual, and a gap stays a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.asking import Ask, forecasts, horizon_of, numbers_of
from trueup.kpis.calendar import bucket_of, ends, starts
from trueup.kpis.ladder import Foreseen, Ladder, foresee
from trueup.kpis.series import Floats
from trueup.stats.arrays import NoVariation
from trueup.stats.crps import brier
from trueup.stats.forecast import Backtest, Forecast
from trueup.stats.hit import Hit, Target, hit_many, simulate
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import Figure, Insufficient, Period, said

__all__ = ["FAN", "Ask", "Outlook", "Record", "Step", "forecasts", "outlooks"]

FAN = (0.05, 0.2, 0.5, 0.8, 0.95)
"""Quantiles of the fan: 60 % and 90 % of the paths lie between the inner and the outer lines."""
INTERVAL = (0.025, 0.5, 0.975)
PATHS = 4000


@dataclass(frozen=True, slots=True)
class Record:
    """How often forecasts of this series, made earlier in the same way, were right, 1 to `steps` periods ahead.

    `n` is the number of moments they were made at; coverage is the share of outcomes inside the 80 and 95 % interval,
    with the Wilson interval of the latter at n; brier is that of "the level is hit".
    """

    n: int
    steps: int
    coverage_80: float
    coverage_95: float
    coverage_95_low: float
    coverage_95_high: float
    crps: float | None
    crps_naive: float | None
    brier: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One period ahead with the FAN quantiles of its level."""

    period: Period
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """P(hit) with its Monte Carlo error and the forecast at the due period (a sum for `cumulative`), 95 % interval.

    With too little data p is None and `lack` says what is needed; a series that never moved has neither.
    """

    p: float | None
    se: float | None
    low: float | None
    expected: float | None
    high: float | None
    method: str
    record: Record | None
    steps: tuple[Step, ...]
    lack: Insufficient | None = None

    @property
    def words(self) -> str:
        """The outlook in a sentence."""
        if self.lack is not None:
            needs = max(1, self.lack.need - self.lack.have)
            periods = said("more period") if needs == 1 else said("more periods")
            return said("no forecast yet: needs {periods}", periods=said("{n} {periods}", n=needs, periods=periods))
        if self.p is None:
            return said("no forecast: {reason}", reason=self.method)
        return said("P(hit) {chance}, by {method}", chance=Figure(f"{self.p:.0%}"), method=self.method)


def outlooks(
    asks: Sequence[Ask], seed: int, foreseen: Foreseen | None = None, fan: tuple[float, ...] = FAN
) -> list[Outlook | None]:
    """Answers to many questions in one batch, in order; None where the due period has an actual already.

    `foreseen` are the forecasts of these questions by the rungs that have their place; without it every rung has. The
    same question with the same seed and the same places gives the same answer, whatever else is asked. `fan` are the
    quantiles of each step.
    """
    answers: list[Outlook | None] = [None] * len(asks)
    found = (foreseen or foresee(asks, Ladder())).by
    able = [index for index, forecast in found.items() if isinstance(forecast, Forecast)]
    predictives = [forecast.predictive for index in able if isinstance(forecast := found[index], Forecast)]
    rng = np.random.default_rng(seed)
    hits = hit_many(predictives, [_target(asks[index]) for index in able], rng, paths=PATHS)
    for index, hit in zip(able, hits, strict=True):
        forecast = found[index]
        assert isinstance(forecast, Forecast)
        answers[index] = _answer(asks[index], forecast, hit, seed, fan)
    for index, forecast in found.items():
        if not isinstance(forecast, Forecast):
            answers[index] = _lacking(forecast)
    return answers


def _target(ask: Ask) -> Target:
    """The target for the simulation. Where a natural bound makes a side certain, that side is open."""
    low = -np.inf if ask.low is None else ask.low
    high = np.inf if ask.high is None else ask.high
    if ask.kind != "cumulative":
        low = -np.inf if ask.floor is not None and low <= ask.floor else low
        high = np.inf if ask.ceiling is not None and high >= ask.ceiling else high
    return Target(ask.kind, horizon_of(ask), low, high, ask.run, _seen(ask), gaps="zero")


def _seen(ask: Ask) -> tuple[float | None, ...]:
    """The actuals of the window so far, None in a gap; for a sum, a first period counts by its days in the window."""
    number = numbers_of(ask)
    first = bucket_of(ask.start, ask.series.grain, ask.fiscal_year_start)
    known = dict(zip(number.tolist(), ask.series.value.tolist(), strict=True))
    seen: list[float | None] = [known.get(each) for each in range(first, int(number[-1]) + 1)]
    share = _share(ask, first)
    if seen and share < 1:
        seen[0] = None if ask.kind != "cumulative" or seen[0] is None else seen[0] * share
    return tuple(seen)


def _share(ask: Ask, number: int) -> float:
    """The part of a period's days that lies on or after the start of the window."""
    at = np.array([number])
    first, last = (edge(at, ask.series.grain, ask.fiscal_year_start)[0].item() for edge in (starts, ends))
    return float(Period(first, last).share(Period(ask.start, last)))


def _answer(ask: Ask, forecast: Forecast, hit: Hit | Insufficient, seed: int, fan: tuple[float, ...]) -> Outlook:
    low, expected, high = _interval(ask, forecast, seed)
    p, se = _probability(ask, forecast, hit, seed)
    return Outlook(
        p=p,
        se=se,
        low=low,
        expected=expected,
        high=high,
        method=_method(forecast),
        record=_record(ask, forecast),
        steps=_steps(ask, forecast, fan),
        lack=hit if isinstance(hit, Insufficient) else None,
    )


def _method(forecast: Forecast) -> str:
    name = said(forecast.method)
    return said("{method} (fewer than 12 points: wide)", method=name) if forecast.wide else name


def _clipped(ask: Ask, values: Floats) -> Floats:
    return np.clip(values, ask.floor, ask.ceiling) if (ask.floor, ask.ceiling) != (None, None) else values


def _bounded_sum(ask: Ask, forecast: Forecast, seed: int) -> Floats:
    """Sums over the window on paths that keep to the natural bounds, shape (paths,)."""
    paths = simulate(forecast.predictive, np.random.default_rng(seed), paths=PATHS)
    known = sum(value for value in _seen(ask) if value is not None)
    return np.asarray(known + _clipped(ask, paths).sum(axis=0))


def _probability(ask: Ask, forecast: Forecast, hit: Hit | Insufficient, seed: int) -> tuple[float | None, float | None]:
    if isinstance(hit, Insufficient):
        return None, None
    if ask.kind != "cumulative" or (ask.floor is None and ask.ceiling is None):
        return hit.p, hit.se
    sums = _bounded_sum(ask, forecast, seed)
    low, high = -np.inf if ask.low is None else ask.low, np.inf if ask.high is None else ask.high
    p = float(((sums >= low) & (sums <= high)).mean())
    return p, float(np.sqrt(p * (1 - p) / len(sums)))


def _interval(ask: Ask, forecast: Forecast, seed: int) -> tuple[float, ...]:
    if ask.kind == "cumulative":
        return tuple(np.quantile(_bounded_sum(ask, forecast, seed), INTERVAL).tolist())
    return tuple(_clipped(ask, forecast.quantiles(INTERVAL)[-1]).tolist())


def _steps(ask: Ask, forecast: Forecast, levels: tuple[float, ...]) -> tuple[Step, ...]:
    last = int(numbers_of(ask)[-1])
    ahead = np.arange(last + 1, last + 1 + forecast.predictive.horizon)
    first, end = (edge(ahead, ask.series.grain, ask.fiscal_year_start) for edge in (starts, ends))
    fan = _clipped(ask, forecast.quantiles(levels))
    return tuple(
        Step(Period(a.item(), b.item()), tuple(row)) for a, b, row in zip(first, end, fan.tolist(), strict=True)
    )


def _record(ask: Ask, forecast: Forecast) -> Record | None:
    """The back-test in figures; None where there is none."""
    tried = forecast.backtest
    if tried is None or not tried.judged.any():
        return None
    wide, narrow = _held(tried, 0.95), _held(tried, 0.80)
    told, came = tried.within(-np.inf if ask.low is None else ask.low, np.inf if ask.high is None else ask.high)
    return Record(
        n=int(wide.n),
        steps=tried.steps,
        coverage_80=narrow.value,
        coverage_95=wide.value,
        coverage_95_low=wide.low,
        coverage_95_high=wide.high,
        crps=forecast.crps,
        crps_naive=forecast.crps_naive,
        brier=None if ask.kind == "cumulative" or not told.size else float(np.mean(brier(told, came))),
    )


def _held(backtest: Backtest, level: float) -> Proportion:
    """Coverage over all steps. Forecasts made at one moment share their errors: n counts the moments."""
    moments = int(backtest.judged.sum(axis=1).max())
    share = int(backtest.held(level).sum()) / int(backtest.judged.sum())
    held = wilson(share * moments, moments)
    assert isinstance(held, Proportion)
    return held


def _lacking(why: Insufficient | NoVariation) -> Outlook:
    """No forecast, and what it would take."""
    if isinstance(why, Insufficient):
        return Outlook(None, None, None, None, None, "none", None, (), why)
    return Outlook(
        None, None, None, None, None, said("{why}, so its spread cannot be estimated", why=why.words), None, ()
    )
