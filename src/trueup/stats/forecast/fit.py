"""The chosen rung, fitted to all data: the distribution of the path to come."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.forecast import seasonal
from trueup.stats.forecast.backtest import LEAST_DF
from trueup.stats.forecast.dynamics import Model
from trueup.stats.forecast.predictive import Predictive
from trueup.stats.forecast.refine import passing, periods, refined
from trueup.stats.forecast.state import State, factor, project

Innovation = tuple[Floats, tuple[Floats, ...], Floats]
"""What a pass gives for one period: innovation, its responses to the start, its variance."""

HEAVY_FROM = 20
"""Fewer residuals cannot tell a heavy tail from chance."""
HEAVY_Z = 2.576
"""Excess kurtosis beyond this many standard errors, sqrt(24 / n), is a heavy tail (1 %, two-sided)."""


def fit(
    model: Model, start: Floats, y: Floats, present: Bools, horizon: int
) -> list[tuple[Predictive, dict[str, float]]]:
    """Each series' path distribution and parameters, from candidates `start` (parameters, series)."""
    u = refined(model, start, y, present)
    filter_ = passing(model, u[:, :, None])
    taken = [filter_.step(*period) for period in periods(y, present)]
    pick = np.zeros(len(y), dtype=np.int64)
    state, first = filter_.state(pick), filter_.first(pick)
    errors = _residuals(taken, first, len(y))
    # The first points fit exactly, or nearly, because the start was estimated from them: they are no errors.
    residuals = [errors[i, present[i]][model.diffuse :] for i in range(len(y))]
    free = np.maximum(state.n - model.diffuse - model.free, LEAST_DF)
    sigma = np.sqrt(state.square / free)
    mean, triangle = project(state, horizon)[0], factor(state, horizon) * sigma
    return [
        (_predictive(mean[:, i], triangle[:, :, i], float(free[i]), residuals[i]), _named(model, state, i))
        for i in range(len(y))
    ]


def fit_seasonal(y: Floats, present: Bools, season: int, horizon: int) -> list[tuple[Predictive, dict[str, float]]]:
    """The same for the seasonal naive rung; the last season must be complete."""
    time = y.shape[1]
    source = np.array([time - 1 + h - season * seasonal.ahead(h, season) for h in range(1, horizon + 1)])
    square, number = (array[:, -1] for array in seasonal.steps(y, present, season))
    free = np.maximum(number, LEAST_DF)
    triangle = seasonal.factor(season, horizon)
    there = present[:, season:] & present[:, :-season]
    steps = y[:, season:] - y[:, :-season]
    return [
        (
            _predictive(y[i, source], triangle * np.sqrt(square[i] / free[i]), float(free[i]), steps[i, there[i]]),
            {"season": float(season)},
        )
        for i in range(len(y))
    ]


def _residuals(taken: list[Innovation], first: tuple[Floats, ...], count: int) -> Floats:
    """Innovations given the estimated start, each over its own standard deviation; shape (series, time)."""
    columns = []
    for innovation, responses, variance in taken:
        apart = innovation[:, 0]
        for response, start in zip(responses, first, strict=True):
            apart = apart - response[:, 0] * start
        columns.append(np.broadcast_to(apart / np.sqrt(variance[:, 0]), (count,)))
    return np.stack(columns, axis=1)


def _predictive(mean: Floats, triangle: Floats, df: float, residuals: Floats) -> Predictive:
    apart = residuals - residuals.mean()
    variance = float(apart @ apart) / len(apart)
    standard = apart / np.sqrt(variance) if variance > 0 else apart
    return Predictive(mean, triangle, df, standard, heavy_tailed(standard))


def heavy_tailed(standard: Floats) -> bool:
    """Whether standardised residuals have a tail that a normal distribution does not explain."""
    n = len(standard)
    return n >= HEAVY_FROM and float((standard**4).mean()) - 3 > HEAVY_Z * np.sqrt(24 / n)


def _named(model: Model, state: State, i: int) -> dict[str, float]:
    if not model.free:
        return {}
    names = {"alpha": state.g1, "beta": state.g2, "phi": state.phi, "q_level": state.q1, "q_slope": state.q2}
    return {name: float(array[i]) for name, array in names.items() if array[i] != 0}
