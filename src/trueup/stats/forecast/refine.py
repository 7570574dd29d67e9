"""The last digits of the parameters: a compass search from the best candidate of the grid."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.forecast.dynamics import Model
from trueup.stats.forecast.level import LevelPass
from trueup.stats.forecast.trend import TrendPass

ROUNDS = 12
FIRST_STEP = 0.08


def passing(model: Model, u: Floats) -> LevelPass | TrendPass:
    """A fresh pass over candidates `u`, shape (parameters, series or 1, candidates)."""
    dynamics = model.dynamics(u)
    return TrendPass(dynamics) if model.trend else LevelPass(dynamics)


def run(model: Model, u: Floats, y: Floats, present: Bools) -> LevelPass | TrendPass:
    """A pass over whole series, shape (series, time)."""
    filter_ = passing(model, u)
    for column, there, first in periods(y, present):
        filter_.step(column, there, first)
    return filter_


def periods(y: Floats, present: Bools) -> list[tuple[Floats, Floats, Bools]]:
    """Each period as a pass takes it: values (series, 1), presence and beginning (1, 1) where all series share them."""
    shared = present[:1] if (present == present[:1]).all() else present
    begun = np.cumsum(shared, axis=1)
    first = shared & (begun == 1)
    there = shared.astype(np.float64)
    return [(y[:, t, None], there[:, t, None], first[:, t, None]) for t in range(y.shape[1])]


def refined(model: Model, start: Floats, y: Floats, present: Bools, rounds: int = ROUNDS) -> Floats:
    """Parameters that are at least as likely as `start`, shape (parameters, series), each in 0 to 1.

    Each round tries a step up and down in each parameter, and halves the step of a series that stays where it is.
    """
    best, step = start.copy(), np.full(start.shape[1], FIRST_STEP)
    moves = np.concatenate([np.zeros((model.free, 1)), np.eye(model.free), -np.eye(model.free)], axis=1)
    rows = np.arange(best.shape[1])
    for _ in range(rounds if model.free else 0):
        tried = np.clip(best[:, :, None] + step[:, None] * moves[:, None, :], 0.0, 1.0)
        pick = np.argmin(run(model, tried, y, present).deviance(), axis=1)
        best = tried[:, rows, pick]
        step = np.where(pick == 0, step / 2, step)
    return best
