"""One pass of the filter with a slope; see `level` for what a pass is.

Level and slope of the start are both unknown, so two unit responses run beside the state and the least squares at an
origin are two by two.
"""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.forecast.dynamics import Dynamics
from trueup.stats.forecast.level import TINY, at
from trueup.stats.forecast.state import State


class TrendPass:
    """Accumulates what the deviance and the state need; arrays are (series or 1, candidates)."""

    def __init__(self, dynamics: Dynamics) -> None:
        self.dynamics = dynamics
        zero = np.zeros(dynamics.g1.shape)
        self._level = self._slope = zero
        self._covariance = (zero, zero, zero)
        self._units = (zero, zero, zero, zero)
        self._square = self._cross1 = self._cross2 = self._log = zero
        self._m11 = self._m12 = self._m22 = zero
        self._n = np.zeros((1, 1))

    def step(self, y: Floats, there: Floats, first: Bools) -> tuple[Floats, tuple[Floats, ...], Floats]:
        """Take in one period, as `LevelPass.step` does; the response has two parts, to first level and slope."""
        w1, w2, variance, gain1, gain2 = self._gains(there, first)
        slope = self.dynamics.phi * self._slope
        level = self._level + slope
        if first.any():
            level, slope = np.where(first, 0.0, level), np.where(first, 0.0, slope)
        innovation = y - level
        scaled = innovation * (there / variance)
        self._level, self._slope = level + gain1 * innovation, slope + gain2 * innovation
        self._square = self._square + innovation * scaled
        self._cross1, self._cross2 = self._cross1 + w1 * scaled, self._cross2 + w2 * scaled
        self._n = self._n + there
        return innovation, (w1, w2), variance

    def _gains(self, there: Floats, first: Bools) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """The part that no value enters: responses, variance and gains, the same for all series of one mask."""
        phi, g1, g2, q1, q2 = self.dynamics
        c11, c12, c22 = self._covariance
        l1, l2, s1, s2 = self._units
        p22 = phi * phi * c22 + q2
        p12 = phi * (c12 + phi * c22)
        p11 = c11 + phi * c12 + p12 + q1
        b1, b2 = phi * s1, phi * s2
        w1, w2 = l1 + b1, l2 + b2
        if first.any():
            p11, p12, p22, w2, b1 = (np.where(first, 0.0, x) for x in (p11, p12, p22, w2, b1))
            w1, b2 = np.where(first, 1.0, w1), np.where(first, 1.0, b2)
        variance = p11 + 1
        precision = there / variance
        gain1, gain2 = (p11 + g1) * precision, (p12 + g2) * precision
        self._covariance = (
            p11 + g1 * g1 - gain1 * gain1 * variance,
            p12 + g1 * g2 - gain1 * gain2 * variance,
            p22 + g2 * g2 - gain2 * gain2 * variance,
        )
        self._units = (w1 * (1 - gain1), w2 * (1 - gain1), b1 - gain2 * w1, b2 - gain2 * w2)
        self._m11 = self._m11 + w1 * w1 * precision
        self._m12 = self._m12 + w1 * w2 * precision
        self._m22 = self._m22 + w2 * w2 * precision
        self._log = self._log + there * np.log(variance)
        return w1, w2, variance, gain1, gain2

    def deviance(self) -> Floats:
        """-2 log likelihood of each candidate, shape (series, candidates)."""
        free = np.maximum(self._n - 2, 1)
        return np.asarray(free * np.log(self._residual() / free) + self._log + np.log(self._determinant()))

    def first(self, pick: Ints) -> tuple[Floats, ...]:
        """The estimated first level and slope of the picked candidates."""
        m11, m12, m22 = at(self._m11, pick), at(self._m12, pick), at(self._m22, pick)
        s1, s2, determinant = at(self._cross1, pick), at(self._cross2, pick), at(self._determinant(), pick)
        return (m22 * s1 - m12 * s2) / determinant, (m11 * s2 - m12 * s1) / determinant

    def state(self, pick: Ints) -> State:
        """The state of the picked candidate of each series, shape (series,)."""
        d1, d2 = self.first(pick)
        l1, l2, s1, s2 = (at(unit, pick) for unit in self._units)
        c11, c12, c22 = (at(part, pick) for part in self._covariance)
        determinant = at(self._determinant(), pick)
        v11, v12, v22 = (at(m, pick) / determinant for m in (self._m22, -self._m12, self._m11))
        return State(
            level=at(self._level, pick) + l1 * d1 + l2 * d2,
            slope=at(self._slope, pick) + s1 * d1 + s2 * d2,
            c11=c11 + l1 * l1 * v11 + 2 * l1 * l2 * v12 + l2 * l2 * v22,
            c12=c12 + l1 * s1 * v11 + (l1 * s2 + l2 * s1) * v12 + l2 * s2 * v22,
            c22=c22 + s1 * s1 * v11 + 2 * s1 * s2 * v12 + s2 * s2 * v22,
            square=at(self._residual(), pick),
            n=np.broadcast_to(self._n[:, 0], pick.shape),
            phi=at(self.dynamics.phi, pick),
            g1=at(self.dynamics.g1, pick),
            g2=at(self.dynamics.g2, pick),
            q1=at(self.dynamics.q1, pick),
            q2=at(self.dynamics.q2, pick),
        )

    def _determinant(self) -> Floats:
        return np.maximum(self._m11 * self._m22 - self._m12**2, TINY)

    def _residual(self) -> Floats:
        s1, s2 = self._cross1, self._cross2
        explained = s1 * s1 * self._m22 - 2 * s1 * s2 * self._m12 + s2 * s2 * self._m11
        return np.maximum(self._square - explained / self._determinant(), TINY)
