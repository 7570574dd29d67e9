"""Inputs that move together: a Gaussian copula over any correlations, made possible where they are not.

Stated correlations are Spearman's rho. Where they contradict each other, the nearest correlation matrix (Frobenius)
takes their place: alternating projections with Dykstra's correction (Higham 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats, frozen
from trueup.stats.network.copula import score_correlation
from trueup.vocabulary import InputError

ROUNDS, TOLERANCE = 1000, 1e-10


@dataclass(frozen=True)
class Correlated:
    """The correlation of normal scores `used`, (k, k); `moved` is the largest change against what was stated."""

    used: Floats
    moved: float

    @property
    def was_possible(self) -> bool:
        """Whether the stated correlations could hold together."""
        return self.moved <= 1e-6

    def join(self, own: Floats) -> Floats:
        """Standard normal scores (k, draws) with these correlations, of independent ones of that shape.

        By the symmetric root: the order of the inputs changes nothing.
        """
        if np.array_equal(self.used, np.eye(len(self.used))):
            return own
        values, vectors = np.linalg.eigh(self.used)
        root: Floats = vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T
        return root @ own


def correlated(count: int, pairs: dict[tuple[int, int], float]) -> Correlated:
    """The correlations of `count` inputs, of which some are stated: (row, row) -> Spearman's rho in [-1, 1].

    InputError for a rho outside, or of an input with itself.
    """
    stated = np.eye(count)
    for (first, second), rho in pairs.items():
        if first == second or not -1 <= rho <= 1:
            raise InputError(f"{rho:g} between inputs {first} and {second}", where="correlation", do="-1 <= rho <= 1")
        stated[first, second] = stated[second, first] = score_correlation(rho)
    if not pairs or np.linalg.eigvalsh(stated)[0] >= -TOLERANCE:
        return Correlated(frozen(stated), 0.0)
    used = nearest(stated)
    return Correlated(frozen(used), float(np.abs(used - stated).max()))


def nearest(matrix: Floats) -> Floats:
    """The correlation matrix nearest to a symmetric one with ones on its diagonal (Higham 2002)."""
    found, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(ROUNDS):
        shifted = found - correction
        values, vectors = np.linalg.eigh(shifted)
        projected = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = projected - shifted
        before, found = found, projected.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < TOLERANCE:
            break
    return np.asarray((found + found.T) / 2)
