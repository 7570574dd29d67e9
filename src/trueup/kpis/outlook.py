"""Will the target be hit? Forecasts of many series at once, P(hit), and how often forecasts like it were right.

Sources: stats/forecast (ladder, rolling-origin CRPS), stats/hit.py (four types of target by simulated paths);
docs/explanation/methods/forecast.md. A forecast starts after the last actual, and a gap stays a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.asking import Ask, forecasts
from trueup.kpis.calendar import bucket_of, ends, starts
from trueup.kpis.ladder import Foreseen, Ladder, foresee
from trueup.kpis.records import Record, bounds, records
from trueup.kpis.series import Floats
from trueup.stats.arrays import NoVariation
from trueup.stats.forecast import Forecast
from trueup.stats.forecast.predictive import student_quantiles
from trueup.stats.hit import Hit, Target, hit_many, simulate
from trueup.vocabulary import Figure, Grain, Insufficient, Period, said

__all__ = ["FAN", "Ask", "Outlook", "Record", "Step", "forecasts", "outlooks"]

FAN = (0.05, 0.2, 0.5, 0.8, 0.95)
"""Quantiles of the fan: 60 % and 90 % of the paths lie between the inner and the outer lines."""
INTERVAL = (0.025, 0.5, 0.975)
PATHS = 4000


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
    able = {index: forecast for index, forecast in found.items() if isinstance(forecast, Forecast)}
    told = _told([asks[index] for index in able], list(able.values()), seed, fan)
    for index, answer in zip(able, told, strict=True):
        answers[index] = answer
    for index, forecast in found.items():
        if not isinstance(forecast, Forecast):
            answers[index] = _lacking(forecast)
    return answers


def _told(asks: Sequence[Ask], forecasts: Sequence[Forecast], seed: int, fan: tuple[float, ...]) -> Iterator[Outlook]:
    """The answer to each question that has a forecast; what they have in common is worked out once."""
    ahead = [forecast.predictive for forecast in forecasts]
    hits = hit_many(ahead, [_target(ask) for ask in asks], np.random.default_rng(seed), paths=PATHS)
    standard = student_quantiles((*INTERVAL, *fan), [each.df for each in ahead]) if asks else ()
    tried, periods = records(asks, forecasts), _Ahead()
    for ask, forecast, hit, levels, record in zip(asks, forecasts, hits, standard, tried, strict=True):
        values = _clipped(ask, forecast.predictive.at(levels))
        p, se = _probability(ask, forecast, hit, seed)
        low, expected, high = _interval(ask, forecast, values[-1, : len(INTERVAL)], seed)
        steps = zip(periods.of(ask, len(values)), values[:, len(INTERVAL) :].tolist(), strict=True)
        yield Outlook(
            p=p,
            se=se,
            low=low,
            expected=expected,
            high=high,
            method=_method(forecast),
            record=record,
            steps=tuple(Step(period, tuple(quantiles)) for period, quantiles in steps),
            lack=hit if isinstance(hit, Insufficient) else None,
        )


class _Ahead:
    """The periods after the last actual: series that end together have the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, Grain, int], tuple[Period, ...]] = {}

    def of(self, ask: Ask, steps: int) -> tuple[Period, ...]:
        """The `steps` periods that follow the series of a question."""
        key = ask.last, steps, ask.series.grain, ask.fiscal_year_start
        if key not in self._known:
            numbers = np.arange(ask.last + 1, ask.last + 1 + steps)
            first, end = (edge(numbers, ask.series.grain, ask.fiscal_year_start).tolist() for edge in (starts, ends))
            self._known[key] = tuple(map(Period, first, end))
        return self._known[key]


def _target(ask: Ask) -> Target:
    """The target for the simulation. Where a natural bound makes a side certain, that side is open."""
    low, high = bounds(ask)
    if ask.kind != "cumulative":
        low = -np.inf if ask.floor is not None and low <= ask.floor else low
        high = np.inf if ask.ceiling is not None and high >= ask.ceiling else high
    seen = () if ask.kind == "at" else _seen(ask)
    return Target(ask.kind, ask.horizon, low, high, ask.run, seen, gaps="zero")


def _seen(ask: Ask) -> tuple[float | None, ...]:
    """The actuals of the window so far, None in a gap; for a sum, a first period counts by its days in the window."""
    first = bucket_of(ask.start, ask.series.grain, ask.fiscal_year_start)
    known = dict(zip(ask.numbers.tolist(), ask.series.value.tolist(), strict=True))
    seen: list[float | None] = [known.get(each) for each in range(first, ask.last + 1)]
    share = _share(ask, first)
    if seen and share < 1:
        seen[0] = None if ask.kind != "cumulative" or seen[0] is None else seen[0] * share
    return tuple(seen)


def _share(ask: Ask, number: int) -> float:
    """The part of a period's days that lies on or after the start of the window."""
    at = np.array([number])
    first, last = (edge(at, ask.series.grain, ask.fiscal_year_start)[0].item() for edge in (starts, ends))
    return float(Period(first, last).share(Period(ask.start, last)))


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
    low, high = bounds(ask)
    p = float(((sums >= low) & (sums <= high)).mean())
    return p, float(np.sqrt(p * (1 - p) / len(sums)))


def _interval(ask: Ask, forecast: Forecast, due: Floats, seed: int) -> tuple[float, ...]:
    """The INTERVAL of the sum over the window, or `due`: that of the level in the due period."""
    if ask.kind == "cumulative":
        return tuple(np.quantile(_bounded_sum(ask, forecast, seed), INTERVAL).tolist())
    return tuple(due.tolist())


def _lacking(why: Insufficient | NoVariation) -> Outlook:
    """No forecast, and what it would take."""
    if isinstance(why, Insufficient):
        return Outlook(None, None, None, None, None, "none", None, (), why)
    return Outlook(
        None, None, None, None, None, said("{why}, so its spread cannot be estimated", why=why.words), None, ()
    )
