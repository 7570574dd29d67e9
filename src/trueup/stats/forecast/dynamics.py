"""The ladder as one family of state-space models.

Every model but the seasonal one is y = m + e with the state (level, slope) moved by T = [[1, φ], [0, φ]]: single-source
models (exponential smoothing) correct the state by g·e, structural models (local level, local linear trend) add noise
of variance q to it. Variances are in units of that of e. Source: Hyndman, Koehler, Ord and Snyder, Forecasting with
Exponential Smoothing (2008); Durbin and Koopman, Time Series Analysis by State Space Methods (2012).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from trueup.stats.arrays import Floats


class Dynamics(NamedTuple):
    """What moves the state, arrays that broadcast to (series, candidates)."""

    phi: Floats
    g1: Floats
    g2: Floats
    q1: Floats
    q2: Floats


@dataclass(frozen=True)
class Model:
    """One rung: how its free parameters, each in 0 to 1 and stacked on the first axis, give the dynamics.

    `grid` are the candidates of the back-test, shape (parameters, candidates).
    """

    name: str
    trend: bool
    dynamics: Callable[[Floats], Dynamics]
    grid: Floats

    @property
    def free(self) -> int:
        """How many parameters are estimated, besides the initial state and the variance."""
        return len(self.grid)

    @property
    def diffuse(self) -> int:
        """How many initial states are estimated: level, and slope where there is a trend."""
        return 2 if self.trend else 1


def _naive(u: Floats) -> Dynamics:
    zero, one = np.zeros(u.shape[1:]), np.ones(u.shape[1:])
    return Dynamics(zero, one, zero, zero, zero)


def _drift(u: Floats) -> Dynamics:
    zero, one = np.zeros(u.shape[1:]), np.ones(u.shape[1:])
    return Dynamics(one, one, zero, zero, zero)


def _smoothing(u: Floats) -> Dynamics:
    zero = np.zeros(u.shape[1:])
    return Dynamics(zero, u[0], zero, zero, zero)


def _damped(u: Floats) -> Dynamics:
    zero = np.zeros(u.shape[1:])
    return Dynamics(0.80 + 0.18 * u[2], u[0], u[0] * u[1], zero, zero)


def level_noise(u: Floats) -> Floats:
    """The variance ratio q whose local level has, in the long run, the smoothing weight u: q = u² / (1 - u)."""
    weight = np.minimum(u, 0.999)
    return np.asarray(weight**2 / (1 - weight))


def _local_level(u: Floats) -> Dynamics:
    zero = np.zeros(u.shape[1:])
    return Dynamics(zero, zero, zero, level_noise(u[0]), zero)


def _local_trend(u: Floats) -> Dynamics:
    zero, one = np.zeros(u.shape[1:]), np.ones(u.shape[1:])
    return Dynamics(one, zero, zero, level_noise(u[0]), level_noise(u[1] ** 2))


def _grid(*axes: tuple[float, ...]) -> Floats:
    return np.array(list(product(*axes)), dtype=np.float64).T


_WEIGHTS = tuple(np.round(np.arange(0, 1.0001, 0.05), 2).tolist())

NAIVE = Model("naive", False, _naive, np.zeros((0, 1)))
DRIFT = Model("drift", True, _drift, np.zeros((0, 1)))
SMOOTHING = Model("exponential smoothing", False, _smoothing, _grid(_WEIGHTS))
DAMPED = Model(
    "damped trend", True, _damped, _grid((0.05, 0.2, 0.4, 0.6, 0.8, 0.99), (0.0, 0.05, 0.15, 0.4), (0.0, 0.5, 1.0))
)
LOCAL_LEVEL = Model("local level", False, _local_level, _grid((*_WEIGHTS[:-1], 0.98)))
LOCAL_TREND = Model(
    "local linear trend",
    True,
    _local_trend,
    _grid((0.0, 0.1, 0.25, 0.45, 0.7, 0.9), (0.0, 0.05, 0.1, 0.2, 0.35, 0.6)),
)

LADDER: tuple[Model, ...] = (NAIVE, DRIFT, SMOOTHING, DAMPED, LOCAL_LEVEL, LOCAL_TREND)
"""From the simplest up; the first is what every other must beat."""
SEASONAL = "seasonal naive"
