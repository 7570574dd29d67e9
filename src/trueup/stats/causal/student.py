"""Draws of a path whose every sum follows Student's t, with the covariance that independent deviations show."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.causal.effect import DRAWS


def student_draws(point: Floats, deviations: Floats, df: float, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Draws of a path, shape (draws, periods): point + sqrt(df / chi2) * (normal multipliers @ deviations).

    `deviations` (sources, periods) are scaled so that their cross-product is the covariance of the path. Half of the
    draws mirror the other half, so that intervals lie evenly about the point (Gaussian multipliers: van der Vaart and
    Wellner 1996, ch. 2.9; the t mixture carries that the covariance is itself estimated).
    """
    root = _along_the_average(deviations)
    noise = normals(draws // 2, len(root), rng) @ root
    noise *= stretched(df, draws // 2, rng)[:, None]
    return np.asarray(np.concatenate([point + noise, point - noise]))


def _along_the_average(deviations: Floats) -> Floats:
    """Fewer sources with the same cross-product, of which the first alone moves the average over the periods."""
    together = np.column_stack([deviations.mean(axis=1), deviations])
    root: Floats = np.asarray(np.linalg.qr(together, mode="r"))
    return root[:, 1:]


def normals(draws: int, sources: int, rng: np.random.Generator) -> Floats:
    """Normal draws (draws, sources), the first column one from each of `draws` slices of equal probability."""
    from trueup.stats.special import ndtri

    noise = rng.standard_normal((draws, sources))
    noise[:, 0] = rng.permutation(ndtri((np.arange(draws) + 0.5) / draws))
    return noise


def stretched(df: float, draws: int, rng: np.random.Generator) -> Floats:
    """Draws of sqrt(df / chi2), one from each of `draws` slices of equal probability, in random order; 1 for a normal.

    Even draws say the ends of an interval with about half the noise of independent ones.
    """
    if not np.isfinite(df):
        return np.ones(draws)
    from trueup.stats.special import gammaincinv

    chi2 = 2 * gammaincinv(df / 2, (np.arange(draws) + 0.5) / draws)
    return np.asarray(np.sqrt(df / rng.permutation(chi2)))


def t_two_sided(statistic: float, df: float) -> float:
    """P(|T| >= |statistic|) for Student's t."""
    from trueup.stats.special import stdtr

    return float(2 * stdtr(df, -abs(statistic)))
