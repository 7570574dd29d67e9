"""The mean of several quantities given one input, by penalised B-splines (Eilers & Marx 1996).

A cubic spline with `PIECES` pieces between knots at quantiles of the input and a penalty on second differences, whose
strength generalised cross-validation chooses. An input with few values has a mean at each of them instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from trueup.stats.arrays import Floats, Ints

PIECES, DEGREE = 10, 3
BATCHES = 100
FEW = 12
"""Values up to which an input is one of cases, not a quantity."""
STRENGTHS = tuple(10.0**power for power in range(-6, 5))


@dataclass(frozen=True)
class Smoother:
    """`basis` (draws, columns), `target` (draws, quantities), the `penalty` that was chosen, and the fit."""

    basis: Floats
    target: Floats
    penalty: Floats
    fitted: Floats

    def of(self, quantities: Ints) -> Smoother:
        """The same for some of the quantities."""
        return Smoother(self.basis, self.target[:, quantities], self.penalty, self.fitted[:, quantities])

    @cached_property
    def _batches(self) -> tuple[Floats, Floats]:
        """For each batch of draws, basis x basis and basis x target."""
        parts = [(self.basis[at].T @ self.basis[at], self.basis[at].T @ self.target[at]) for at in batches(self.draws)]
        return np.stack([each[0] for each in parts]), np.stack([each[1] for each in parts])

    @property
    def draws(self) -> int:
        """How many."""
        return len(self.fitted)

    def refitted(self, weights: Ints) -> Floats:
        """The fit with each batch of draws counted so often (`weights`, a number a batch), at every draw."""
        product, right = (np.tensordot(weights, each, axes=1) for each in self._batches)
        return self.basis @ _solved(product + self.penalty, right)


def batches(draws: int) -> list[slice]:
    """The draws in `BATCHES` runs of about the same length: to resample runs is to resample draws, only faster."""
    edges = np.linspace(0, draws, BATCHES + 1).astype(int).tolist()
    return [slice(first, last) for first, last in pairwise(edges)]


def smoother(known: Floats, target: Floats) -> Smoother | None:
    """The means of `target` (draws, quantities) given `known` (draws,); None where the input never varies."""
    values = np.unique(known)
    if len(values) < 2:
        return None
    if len(values) <= FEW:
        return _fit((known[:, None] == values[None, :]).astype(np.float64), target, None)
    basis = _splines(known)
    bend = np.diff(np.eye(basis.shape[1]), n=2, axis=0)
    return _fit(basis, target, bend.T @ bend)


def _splines(known: Floats) -> Floats:
    from scipy.interpolate import BSpline

    inner = np.unique(np.quantile(known, np.linspace(0, 1, PIECES + 1)))
    knots = np.concatenate([np.repeat(inner[0], DEGREE), inner, np.repeat(inner[-1], DEGREE)])
    return np.asarray(BSpline.design_matrix(known, knots, DEGREE).toarray(), dtype=np.float64)


def _fit(basis: Floats, target: Floats, bend: Floats | None) -> Smoother:
    product, right = basis.T @ basis, basis.T @ target
    ridge = np.eye(len(product)) * 1e-9 * np.trace(product) / len(product)
    penalty = ridge if bend is None else ridge + _strength(basis, target, product, right, bend) * bend
    return Smoother(basis, target, penalty, basis @ _solved(product + penalty, right))


def _strength(basis: Floats, target: Floats, product: Floats, right: Floats, bend: Floats) -> float:
    """The strength with the least generalised cross-validation error over all quantities."""
    scale = float(np.trace(product) / np.trace(bend))
    return min(
        (strength * scale for strength in STRENGTHS), key=lambda each: _gcv(basis, target, product, right, each * bend)
    )


def _gcv(basis: Floats, target: Floats, product: Floats, right: Floats, penalty: Floats) -> float:
    inverse = np.linalg.pinv(product + penalty, hermitian=True)
    free = len(target) - float(np.trace(inverse @ product))
    left = target - basis @ (inverse @ right)
    spread = target.var(axis=0)
    return float(((left**2).mean(axis=0)[spread > 0] / spread[spread > 0]).sum()) / free**2


def _solved(matrix: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])
