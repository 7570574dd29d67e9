"""One pass of the filter without a trend over all series and all candidate parameters at once.

The unknown first level is carried exactly (augmented filter, de Jong, Annals of Statistics 19 (1991)): beside the state
that starts at 0 runs its response to a first level of 1, and least squares joins the two at any origin. The deviance
is -2 log of the diffuse likelihood with the variance concentrated out, up to a constant.
"""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.forecast.dynamics import Dynamics
from trueup.stats.forecast.state import State

TINY = 1e-18
"""Floor of a sum of squares in units of the mean squared step, so that a perfect fit has a logarithm."""


class LevelPass:
    """Accumulates what the deviance and the state need; arrays are (series or 1, candidates)."""

    def __init__(self, dynamics: Dynamics) -> None:
        self.dynamics = dynamics
        zero = np.zeros(dynamics.g1.shape)
        self._covariance = self._level = self._unit = zero
        self._square = self._cross = self._weight = self._log = zero
        self._n = np.zeros((1, 1))

    def step(self, y: Floats, there: Floats, first: Bools) -> tuple[Floats, tuple[Floats, ...], Floats]:
        """Take in one period: `y` (series, 1), `there` 1 or 0, `first` where a series begins; both may be (1, 1).

        Gives the innovation before the first level is known, its response to that level, and its variance.
        """
        gain, noise = self.dynamics.g1, self.dynamics.q1
        covariance, level, unit = self._covariance + noise, self._level, self._unit
        if first.any():
            covariance, level, unit = (np.where(first, v, x) for v, x in ((0.0, covariance), (0.0, level), (1.0, unit)))
        variance = covariance + 1
        precision = there / variance
        share = (covariance + gain) * precision
        innovation = y - level
        scaled = innovation * precision
        self._level = level + share * innovation
        self._square = self._square + innovation * scaled
        self._cross = self._cross + unit * scaled
        self._weight = self._weight + unit * unit * precision
        self._log = self._log + there * np.log(variance)
        self._covariance = covariance + gain * gain - share * share * variance
        self._unit = unit * (1 - share)
        self._n = self._n + there
        return innovation, (unit,), variance

    def deviance(self) -> Floats:
        """-2 log likelihood of each candidate, shape (series, candidates)."""
        weight, free = np.maximum(self._weight, TINY), np.maximum(self._n - 1, 1)
        return np.asarray(free * np.log(self._residual() / free) + self._log + np.log(weight))

    def first(self, pick: Ints) -> tuple[Floats, ...]:
        """The estimated first level of the picked candidates."""
        return (at(self._cross, pick) / np.maximum(at(self._weight, pick), TINY),)

    def state(self, pick: Ints) -> State:
        """The state of the picked candidate of each series, shape (series,)."""
        (start,), zero = self.first(pick), np.zeros(len(pick))
        unit, weight = at(self._unit, pick), np.maximum(at(self._weight, pick), TINY)
        return State(
            level=at(self._level, pick) + unit * start,
            slope=zero,
            c11=at(self._covariance, pick) + unit * unit / weight,
            c12=zero,
            c22=zero,
            square=at(self._residual(), pick),
            n=np.broadcast_to(self._n[:, 0], pick.shape),
            phi=zero,
            g1=at(self.dynamics.g1, pick),
            g2=zero,
            q1=at(self.dynamics.q1, pick),
            q2=zero,
        )

    def _residual(self) -> Floats:
        return np.maximum(self._square - self._cross**2 / np.maximum(self._weight, TINY), TINY)


def at(array: Floats, pick: Ints) -> Floats:
    """One candidate of each series; an array of one row is shared by all series."""
    rows = np.arange(len(pick)) if len(array) > 1 else 0
    return np.asarray(array[rows, pick])
