"""The forecast of each series by the rung that would have served it best so far.

Rungs: naive, drift, seasonal naive, exponential smoothing, damped trend, local level, local linear trend. The choice is
by mean rolling-origin CRPS over all steps ahead; whatever does not clearly beat the naive forecast gives way to it.
Sources: see `dynamics`; Tashman, Int. J. Forecasting 16 (2000) for rolling origins; Gneiting and Raftery (2007) for the
score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints, NoVariation, checked
from trueup.stats.forecast.backtest import Trials, came, model_trials, seasonal_trials
from trueup.stats.forecast.choice import chosen_now, chosen_then
from trueup.stats.forecast.dynamics import LADDER, NAIVE, SEASONAL
from trueup.stats.forecast.fit import fit, fit_seasonal
from trueup.stats.forecast.predictive import Predictive
from trueup.stats.forecast.record import Backtest, Forecast
from trueup.vocabulary import InputError, Insufficient, said

FEWEST = 3
"""Below this nothing is said."""
JUDGED_FROM = 12
"""Below this the naive forecast is given, without a back-test."""
LONGEST_TRIAL = 12
"""Steps ahead that are back-tested."""
CHUNK = 256
"""Series that are back-tested together: their candidates then fit the processor's cache."""
FITTED = 1024
"""Series that are fitted together: they have few candidates each."""

Answer = Forecast | Insufficient | NoVariation


def forecast(
    values: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    horizon: int,
    season: int | None = None,
    without: frozenset[str] = frozenset(),
) -> Answer:
    """`forecast_many` for one series of shape (time,)."""
    x, mask = checked(values, present)
    if x.ndim != 1:
        raise InputError(f"one series is expected, not an array of shape {x.shape}", where="values")
    return forecast_many(x[None], mask[None], horizon=horizon, season=season, without=without)[0]


def forecast_many(
    values: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    horizon: int,
    season: int | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[Answer, ...]:
    """Forecast the `horizon` periods after the last column for every series, shape (series, time).

    Missing periods, and the time before a shorter series begins, are out of the mask. `season` is the number of periods
    in a season, if there may be one; `without` names the rungs that have lost their place (`places`). Fewer than 3
    points give Insufficient, a series that never moved NoVariation. Each answer depends on its own series only.
    InputError for NaN, a horizon below 1 or a season below 2.
    """
    x, mask = checked(values, present)
    if x.ndim != 2 or horizon < 1 or (season is not None and season < 2):
        raise InputError(f"shape {x.shape}, horizon {horizon}, season {season}", where="forecast")
    answers: dict[int, Answer] = {}
    size, varied = mask.sum(axis=1), _varied(x, mask)
    for i in np.flatnonzero((size < FEWEST) | ~varied):
        answers[int(i)] = _refusal(x[i], mask[i])
    for judged in (False, True):
        able = np.flatnonzero(varied & (size >= FEWEST) & ((size >= JUDGED_FROM) == judged))
        for group in _groups(able, mask):
            scaled = _Scaled.of(x[group], mask[group])
            found = _judged(scaled, horizon, season, without) if judged else _unjudged(scaled, horizon)
            answers.update(zip(group.tolist(), found, strict=True))
    return tuple(answers[i] for i in range(len(x)))


def _varied(x: Floats, mask: Bools) -> Bools:
    low, high = (
        np.where(mask, x, np.inf).min(axis=1, initial=np.inf),
        np.where(mask, x, -np.inf).max(axis=1, initial=-np.inf),
    )
    return np.asarray(high > low)


def _refusal(x: Floats, mask: Bools) -> Insufficient | NoVariation:
    n = int(mask.sum())
    return (
        Insufficient(said("a forecast"), n, FEWEST)
        if n < FEWEST
        else NoVariation(said("the series"), float(x[mask][0]), n)
    )


def _groups(series: Ints, mask: Bools) -> Iterator[Ints]:
    """Series that share their missing periods, where they are many: those share most of the work. Others in chunks."""
    groups: dict[bytes, list[int]] = {}
    for i in series.tolist():
        groups.setdefault(mask[i].tobytes(), []).append(i)
    yield from (np.array(group, dtype=np.int64) for group in groups.values() if len(group) >= CHUNK // 16)
    yield from _chunks(np.array([i for group in groups.values() if len(group) < CHUNK // 16 for i in group], np.int64))


def _chunks(series: Ints, size: int = CHUNK) -> Iterator[Ints]:
    return (series[start : start + size] for start in range(0, len(series), size))


@dataclass(frozen=True)
class _Scaled:
    """Series from their first value on, in units of their mean step, from the period where the first of them begins."""

    y: Floats
    present: Bools
    origin: Floats
    unit: Floats

    @classmethod
    def of(cls, x: Floats, mask: Bools) -> _Scaled:
        begin = int(np.argmax(mask.any(axis=0)))
        x, mask = x[:, begin:], mask[:, begin:]
        origin = x[np.arange(len(x)), np.argmax(mask, axis=1)]
        unit = np.array([float(np.abs(np.diff(row[there])).mean()) for row, there in zip(x, mask, strict=True)])
        return cls((x - origin[:, None]) / unit[:, None] * mask, mask, origin, unit)

    def some(self, index: Ints) -> _Scaled:
        return _Scaled(self.y[index], self.present[index], self.origin[index], self.unit[index])

    def restored(self, i: int, ahead: Predictive) -> Predictive:
        unit, origin = self.unit[i], self.origin[i]
        return Predictive(
            ahead.mean * unit + origin, ahead.factor * unit, ahead.df, ahead.residuals, ahead.heavy_tailed
        )

    def n(self, i: int) -> int:
        return int(self.present[i].sum())


def _unjudged(scaled: _Scaled, horizon: int) -> list[Forecast]:
    start = np.zeros((0, len(scaled.y)))
    fitted = fit(NAIVE, start, scaled.y, scaled.present, horizon)
    return [
        Forecast(NAIVE.name, scaled.n(i), scaled.restored(i, ahead), {}, {}, None, None, None, True)
        for i, (ahead, _) in enumerate(fitted)
    ]


def _judged(scaled: _Scaled, horizon: int, season: int | None, without: frozenset[str]) -> list[Forecast]:
    """Back-test every rung, choose one for each series, and fit it to all data."""
    steps, every = min(horizon, LONGEST_TRIAL), np.arange(len(scaled.y))
    contests = [_contested(scaled.some(chunk), steps, season, without) for chunk in _chunks(every)]
    choices = [choice for contest in contests for choice in contest]
    serving: dict[str, list[int]] = defaultdict(list)
    for i, choice in enumerate(choices):
        serving[choice.rung].append(i)
    found: dict[int, Forecast] = {}
    for rung, served in serving.items():
        for index in _chunks(np.array(served, dtype=np.int64), FITTED):
            final = np.array([choices[i].final for i in index.tolist()])
            fitted = _fitted(rung, final, scaled.some(index), horizon, season)
            for i, (ahead, parameters) in zip(index.tolist(), fitted, strict=True):
                found[i] = choices[i].forecast(scaled.n(i), scaled.restored(i, ahead), parameters)
    return [found[i] for i in range(len(choices))]


class _Choice(NamedTuple):
    """The rung that serves one series, the candidate of its grid that is best on all data, and what the trials say."""

    rung: str
    final: int
    scores: dict[str, float]
    crps: float
    crps_naive: float
    backtest: Backtest

    def forecast(self, n: int, ahead: Predictive, parameters: dict[str, float]) -> Forecast:
        """The rung fitted to all `n` points of the series."""
        return Forecast(
            method=self.rung,
            n=n,
            predictive=ahead,
            parameters=parameters,
            scores=self.scores,
            crps=self.crps,
            crps_naive=self.crps_naive,
            backtest=self.backtest,
            wide=False,
        )


def _contested(scaled: _Scaled, steps: int, season: int | None, without: frozenset[str]) -> list[_Choice]:
    """Back-test every rung on some series, and choose one for each."""
    y, present = scaled.y, scaled.present
    trials = {model.name: model_trials(model, y, present, steps) for model in LADDER}
    if season is not None and 2 * season <= y.shape[1] and SEASONAL not in without:
        trials[SEASONAL] = seasonal_trials(y, present, season, steps)
    names, crps = list(trials), np.stack([each.crps for each in trials.values()])
    judged, eligible = _contest(trials, present, season)
    eligible[[name in without for name in names]] = False
    pick, then = chosen_now(crps, judged, eligible), chosen_then(crps, judged, eligible)
    published = judged & _representative(present, judged.shape[1])
    tests = _backtests(trials, then, published, scaled)
    scores = _scores(crps, judged, eligible) * scaled.unit
    own = np.take_along_axis(crps, then[None, None], axis=0)[0]
    count = np.maximum(published.sum(axis=(0, 1)), 1)
    procedure, naive = ((each * published).sum(axis=(0, 1)) / count * scaled.unit for each in (own, crps[0]))
    return [
        _Choice(
            rung=names[rung],
            final=int(trials[names[rung]].final[i]),
            scores={name: score for name, score in zip(names, scores[:, i].tolist(), strict=True) if score < np.inf},
            crps=float(procedure[i]),
            crps_naive=float(naive[i]),
            backtest=tests[i],
        )
        for i, rung in enumerate(pick.tolist())
    ]


def _contest(trials: dict[str, Trials], present: Bools, season: int | None) -> tuple[Bools, Bools]:
    """The forecasts that all eligible rungs made, and which rungs are eligible, shape (rungs, series).

    The seasonal rung is eligible where it made at least half of the forecasts and the last season is complete.
    """
    judged = trials[NAIVE.name].judged
    eligible = np.ones((len(trials), judged.shape[2]), dtype=bool)
    if SEASONAL in trials and season is not None:
        own = trials[SEASONAL].judged
        able = (2 * own.sum(axis=(0, 1)) >= judged.sum(axis=(0, 1))) & present[:, -season:].all(axis=1)
        judged = np.where(able, judged & own, judged)
        eligible[list(trials).index(SEASONAL)] = able
    return judged, eligible


def _representative(present: Bools, origins: int) -> Bools:
    """Origins with half of the series behind them, shape (origins, series).

    Before that the procedure knew so little that its errors say nothing about the forecast of today.
    """
    seen = np.cumsum(present, axis=1)
    return np.asarray((2 * seen[:, -1 - origins : -1] >= seen[:, -1:]).T)


def _scores(crps: Floats, judged: Bools, eligible: Bools) -> Floats:
    """Mean CRPS of each rung over the contest, shape (rungs, series); infinite where it is not eligible."""
    count = np.maximum(judged.sum(axis=(0, 1)), 1)
    return np.where(eligible, (crps * judged).sum(axis=(1, 2)) / count, np.inf)


def _fitted(
    name: str, final: Ints, some: _Scaled, horizon: int, season: int | None
) -> list[tuple[Predictive, dict[str, float]]]:
    """One rung fitted to all data of some series, from the candidates `final` of its grid."""
    if name == SEASONAL:
        assert season is not None
        return fit_seasonal(some.y, some.present, season, horizon)
    model = next(model for model in LADDER if model.name == name)
    return fit(model, model.grid[:, final], some.y, some.present, horizon)


def _backtests(trials: dict[str, Trials], then: Ints, judged: Bools, scaled: _Scaled) -> list[Backtest]:
    """At each origin the forecast of the rung that would have been chosen there, in the unit of each series."""
    mean, scale, df = (
        np.take_along_axis(np.stack(arrays), then[None, None], axis=0)[0]
        for arrays in zip(*((each.mean, each.scale, each.df) for each in trials.values()), strict=True)
    )
    actual, _ = came(scaled.y, scaled.present, len(judged))
    names = tuple(trials)
    return [
        Backtest(
            mean=mean[:, :, i] * unit + origin,
            scale=scale[:, :, i] * unit,
            df=df[:, :, i],
            actual=actual[:, :, i] * unit + origin,
            judged=judged[:, :, i],
            rung=then[:, i],
            rungs=names,
        )
        for i, (unit, origin) in enumerate(zip(scaled.unit, scaled.origin, strict=True))
    ]
