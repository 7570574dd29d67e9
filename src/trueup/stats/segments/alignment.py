"""Which group of one occasion is which of another: the pairing that makes their profiles most alike.

Source: Kuhn, The Hungarian method for the assignment problem, Naval Research Logistics Quarterly 2 (1955), by SciPy.
"""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Floats

ALIKE = 0.5
"""Correlation of two profiles below which they are not the same group."""


def aligned(before: Floats, after: Floats) -> tuple[tuple[int, int | None], ...]:
    """For each group before, its index and that of the same group after; None where none is alike enough.

    Profiles are [groups, items] over the same items, NaN where a group has no figure. What counts is how a group
    differs from the average group, so that a change that all share moves nobody to another group.
    """
    from scipy.optimize import linear_sum_assignment

    alike = _correlation(_contrast(before), _contrast(after))
    rows, columns = linear_sum_assignment(-alike)
    pairs = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    return tuple((i, pairs[i] if i in pairs and alike[i, pairs[i]] >= ALIKE else None) for i in range(len(before)))


def _contrast(profiles: Floats) -> Floats:
    known = np.isfinite(profiles)
    mean = np.where(known, profiles, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, profiles - mean, 0.0)


def _correlation(before: Floats, after: Floats) -> Floats:
    """Cosines: contrasts are centred on the average group, not on the average item."""
    length = np.linalg.norm(before, axis=1)[:, None] * np.linalg.norm(after, axis=1)[None, :]
    return np.asarray(before @ after.T / np.maximum(length, 1e-12))
