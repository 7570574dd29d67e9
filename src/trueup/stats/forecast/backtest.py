"""Rolling origins: what every rung of the ladder would have said, from what was known then, and what came.

At each origin the parameters are those that were most likely on the data up to it. Nothing after an origin enters its
forecast, not even through the scale, which is only a change of unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.crps import standard_student, student_constants
from trueup.stats.forecast import seasonal
from trueup.stats.forecast.dynamics import Model
from trueup.stats.forecast.refine import passing, periods
from trueup.stats.forecast.state import State, project, stacked

FIRST_ORIGIN = 8
"""Points that a rung must have seen before it is judged."""
MOST_ORIGINS = 60
"""No more than the last 60 origins are judged: older ones say little about how it forecasts now."""
LEAST_DF = 2.0
TINY = 1e-9


@dataclass(frozen=True)
class Trials:
    """Forecasts from rolling origins and their scores; arrays of shape (horizon, origins, series).

    `scale` and `df` are those of a Student t about `mean`; `judged` is where the origin had enough behind it and the
    value came. `final` is the candidate that was picked on all data (-1 for the seasonal rung).
    """

    mean: Floats
    scale: Floats
    df: Floats
    judged: Bools
    crps: Floats
    final: Ints


def origins_of(time: int) -> range:
    """The periods from whose end forecasts are judged, the last one of the series not among them."""
    return range(max(FIRST_ORIGIN - 1, time - 1 - MOST_ORIGINS), time - 1)


def came(y: Floats, present: Bools, horizon: int) -> tuple[Floats, Bools]:
    """The value at each origin + step and whether it is there, shape (horizon, origins, series)."""
    origins = np.array(origins_of(y.shape[1]))
    at = origins[None, :] + np.arange(1, horizon + 1)[:, None]
    inside = at < y.shape[1]
    safe = np.where(inside, at, 0)
    there = present.T[safe] & inside[:, :, None] & present.T[origins][None]
    seen = np.cumsum(present, axis=1).T[origins] >= FIRST_ORIGIN
    return y.T[safe], there & seen[None]


def model_trials(model: Model, y: Floats, present: Bools, horizon: int) -> Trials:
    """The back-test of one state-space rung for series of shape (series, time)."""
    filter_ = passing(model, model.grid[:, None, :])
    origins = origins_of(y.shape[1])
    states: list[State] = []
    for t, (column, there, first) in enumerate(periods(y, present)):
        filter_.step(column, there, first)
        if t in origins:
            states.append(filter_.state(np.argmin(filter_.deviance(), axis=1)))
    final = np.argmin(filter_.deviance(), axis=1)
    state = stacked(states)
    free = np.maximum(state.n - model.diffuse - model.free, LEAST_DF)
    mean, variance = project(state, horizon)
    scale = np.sqrt(variance * (state.square / free))
    return _trials(y, present, mean, scale, np.broadcast_to(free, mean.shape), final)


def seasonal_trials(y: Floats, present: Bools, season: int, horizon: int) -> Trials:
    """The back-test of the seasonal naive rung."""
    origins = np.array(origins_of(y.shape[1]))
    mean, known = seasonal.last_season(y, present, season, horizon)
    square, number = (array.T[origins] for array in seasonal.steps(y, present, season))
    free = np.maximum(number, LEAST_DF)
    back = np.array([seasonal.ahead(h, season) for h in range(1, horizon + 1)], dtype=np.float64)
    scale = np.sqrt(square / free * back[:, None, None])
    ready = known[:, origins] & (number >= LEAST_DF)[None]
    none = np.full(len(y), -1)
    return _trials(y, present, mean[:, origins], scale, np.broadcast_to(free, scale.shape), none, ready)


def _trials(
    y: Floats, present: Bools, mean: Floats, scale: Floats, df: Floats, final: Ints, ready: Bools | None = None
) -> Trials:
    actual, judged = came(y, present, len(mean))
    judged = judged if ready is None else judged & ready
    safe = np.maximum(scale, TINY)
    crps, z = np.zeros(mean.shape), (actual[judged] - mean[judged]) / safe[judged]
    # An origin knows as much of its spread however far it looks ahead.
    peak, spread = (np.broadcast_to(each, mean.shape)[judged] for each in student_constants(df[0]))
    crps[judged] = safe[judged] * standard_student(df[judged], z, (peak, spread))
    return Trials(mean, safe, df, judged, crps, final)
