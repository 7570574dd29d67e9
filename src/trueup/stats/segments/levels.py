"""Differences of degree between people: how readily somebody ticks a top box at all, as something continuous.

Such a difference is no group. Each level is a latent variable on a grid of nodes; how people are spread over the grid
is smoothed by a log-linear polynomial, so that it may be skewed or have two humps (Xu and von Davier, ETS RR-08-27).
Source of letting a level stand beside classes: Magidson and Vermunt, Use of latent class regression models with a
random intercept to remove the effects of the overall response rating level (Compstat 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints

REACH = 3.0
POWERS = 4
RIDGE = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Continuous differences: `nodes` float64[q, l] is the grid, `loads` bool[l, d] which column depends on which.

    `terms` float64[q, t] are the polynomial terms of the spread over the grid; `spread_parameters` how many of them are
    not only a matter of where zero is and how long a unit.
    """

    name: str
    nodes: Floats
    loads: Bools
    terms: Floats

    @property
    def count(self) -> int:
        """How many levels there are."""
        return int(self.nodes.shape[1])

    @property
    def parameters(self) -> int:
        """How many free parameters the levels add: slopes less rotations, and the shape of the spread."""
        shared = int((self.loads.astype(int) @ self.loads.T.astype(int) > 0).sum() - self.count) // 2
        shape = max(self.terms.shape[1] - 2 * self.count, 0)
        return int(self.loads.sum()) - shared + int(shape)

    def normal(self) -> Floats:
        """The coefficients by which the spread is a normal distribution of variance 1."""
        tilt = np.zeros(self.terms.shape[1])
        tilt[1 : POWERS * self.count : POWERS] = -(REACH**2) / 2
        return tilt


def none(kind: Ints) -> Levels:
    """No continuous difference: classes alone."""
    return Levels("no levels", np.zeros((1, 0)), np.zeros((0, len(kind)), dtype=bool), np.zeros((1, 0)))


def one(kind: Ints) -> Levels:
    """One level for every column: whoever says yes more readily does so throughout."""
    return _levels("one level", 1, 11, np.ones((1, len(kind)), dtype=bool))


def two(kind: Ints) -> Levels:
    """One level for each kind of rating, correlated: yes to importance, and how content somebody is on the whole."""
    return _levels("a level of each kind", 2, 7, np.stack([kind == 0, kind == 1]))


def continuum(kind: Ints, dimensions: int) -> Levels:
    """`dimensions` levels on which every column may depend in either direction: needs that differ by degree."""
    points = {2: 7, 3: 5}[dimensions]
    return _levels(f"{dimensions} continuous dimensions", dimensions, points, np.ones((dimensions, len(kind)), bool))


def spread(levels: Levels, tilt: Floats) -> Floats:
    """Log shares of people over the nodes."""
    score = levels.terms @ tilt
    peak = score.max()
    return np.asarray(score - peak - np.log(np.exp(score - peak).sum()))


def smoothed(levels: Levels, shares: Floats, tilt: Floats) -> Floats:
    """The coefficients, three Newton steps closer to the maximum likelihood for `shares` of people over the nodes."""
    ridge = RIDGE * np.eye(len(tilt))
    for _ in range(3):
        fitted = np.exp(spread(levels, tilt))
        centred = levels.terms - fitted @ levels.terms
        slope = levels.terms.T @ (shares - fitted) - RIDGE * tilt
        step = np.linalg.solve((centred * fitted[:, None]).T @ centred + ridge, slope)
        tilt = tilt + step * min(1.0, REACH / max(np.abs(step).max(), RIDGE))
    return tilt


def _levels(name: str, count: int, points: int, loads: Bools) -> Levels:
    axes = np.meshgrid(*[np.linspace(-REACH, REACH, points)] * count, indexing="ij")
    nodes = np.stack([axis.ravel() for axis in axes], axis=1)
    unit = nodes / REACH
    powers = [unit[:, [i]] ** np.arange(1, POWERS + 1) for i in range(count)]
    crossed = [unit[:, [i]] * unit[:, [j]] for i in range(count) for j in range(i)]
    return Levels(name, nodes, loads, np.concatenate([*powers, *crossed], axis=1))
