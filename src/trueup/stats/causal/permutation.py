"""Is the treated group special? The same difference for every other choice of as many units (Fisher 1935)."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from trueup.stats.arrays import Floats, Ints

MOST = 5000
"""Choices that are all tried; beyond it as many are drawn, and the one that happened is counted among them."""


def permuted_p(changes: Floats, treated: int, rng: np.random.Generator) -> float | None:
    """Two-sided p of the difference of means between the first `treated` of `changes` (units,) and the rest.

    Exact where every choice is tried. None where there is one unit on both sides.
    """
    if len(changes) < 3:
        return None
    chosen = _choices(len(changes), treated, rng)
    sums = changes[chosen].sum(axis=1)
    differences = np.abs(sums / treated - (changes.sum() - sums) / (len(changes) - treated))
    slack = 1e-12 * float(np.abs(changes).max() or 1.0)
    return float((differences >= differences[0] - slack).mean())


def _choices(units: int, treated: int, rng: np.random.Generator) -> Ints:
    """Choices of `treated` out of `units`, the first being the one that happened; shape (choices, treated)."""
    if comb(units, treated) <= MOST:
        return np.array(list(combinations(range(units), treated)), dtype=np.int64)
    drawn = rng.permuted(np.tile(np.arange(units), (MOST - 1, 1)), axis=1)[:, :treated]
    return np.concatenate([np.arange(treated)[None, :], drawn])
