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
    half = draws // 2
    noise = rng.standard_normal((half, len(deviations))) @ deviations
    noise *= np.sqrt(df / rng.chisquare(df, half))[:, None]
    return np.asarray(np.concatenate([point + noise, point - noise]))


def t_two_sided(statistic: float, df: float) -> float:
    """P(|T| >= |statistic|) for Student's t."""
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(statistic)))
