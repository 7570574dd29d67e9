"""What a filter knows at an origin, and what follows from it for the periods to come."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueup.stats.arrays import Floats


class State(NamedTuple):
    """Level and slope after an origin with their covariance, in units of the error variance; arrays of one shape.

    `square` is the sum of squared standardised innovations and `n` the number of points they rest on; phi to q2 are
    the dynamics that were chosen.
    """

    level: Floats
    slope: Floats
    c11: Floats
    c12: Floats
    c22: Floats
    square: Floats
    n: Floats
    phi: Floats
    g1: Floats
    g2: Floats
    q1: Floats
    q2: Floats


def stacked(states: list[State]) -> State:
    """States of several origins in one, the origins on the first axis."""
    return State(*(np.stack(arrays) for arrays in zip(*states, strict=True)))


def project(state: State, horizon: int) -> tuple[Floats, Floats]:
    """Mean, and variance in units of the error variance, of the next `horizon` values; shape (horizon, ...)."""
    means, variances = np.empty((horizon, *state.level.shape)), np.empty((horizon, *state.level.shape))
    level, slope = state.level, state.slope
    c11, c12, c22 = state.c11, state.c12, state.c22
    for h in range(horizon):
        slope = state.phi * slope
        level = level + slope
        p11, p12, p22 = carried(c11, c12, c22, state)
        means[h], variances[h] = level, p11 + 1
        c11, c12, c22 = p11 + state.g1**2, p12 + state.g1 * state.g2, p22 + state.g2**2
    return means, variances


def factor(state: State, horizon: int) -> Floats:
    """Lower triangle L, shape (horizon, horizon, ...): the next values vary as L z, z independent with variance 1.

    Row h is the response of value h to the standardised innovations up to it, so L Lᵀ is the covariance of the path.
    """
    triangle = np.zeros((horizon, horizon, *state.level.shape))
    c11, c12, c22 = state.c11, state.c12, state.c22
    for j in range(horizon):
        p11, p12, p22 = carried(c11, c12, c22, state)
        spread = np.sqrt(p11 + 1)
        level, slope = (p11 + state.g1) / spread, (p12 + state.g2) / spread
        triangle[j, j] = spread
        c11, c12, c22 = (
            p11 + state.g1**2 - level**2,
            p12 + state.g1 * state.g2 - level * slope,
            p22 + state.g2**2 - slope**2,
        )
        for h in range(j + 1, horizon):
            slope = state.phi * slope
            level = level + slope
            triangle[h, j] = level
    return triangle


def carried(c11: Floats, c12: Floats, c22: Floats, state: State) -> tuple[Floats, Floats, Floats]:
    """The covariance one period on: T C Tᵀ + Q."""
    phi = state.phi
    shared = phi * (c12 + phi * c22)
    return c11 + phi * c12 + shared + state.q1, shared, phi * phi * c22 + state.q2
