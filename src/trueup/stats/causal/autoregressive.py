"""A regression whose errors resemble their neighbours, with an interval that knows how badly that is known.

With a few dozen points the autocorrelation is itself poorly known, and an interval that plugs in one figure for it is
too short (Newey-West and Prais-Winsten alike: Turner et al., BMC Medical Research Methodology 21, 2021). So it is
averaged over: on a grid of r the restricted likelihood of a first-order autoregression weighs each value, and given r
the coefficients follow a multivariate t (Zellner 1971, ch. 4; Harville 1974 for the restricted likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.causal.effect import DRAWS
from trueup.stats.causal.student import normals, stretched
from trueup.vocabulary import InputError

GRID = np.concatenate([np.linspace(-0.8, 0.8, 65), np.linspace(0.82, 0.98, 9)])
"""Autocorrelations that are weighed. From 0.98 on a series wanders: no length that is met in practice tells more."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Draws of the coefficients (draws, k), their mean, and how the autocorrelation was weighed (mean and grid)."""

    coefficients: Floats
    draws: Floats
    autocorrelation: float
    df: int
    sigma: float


def fit(design: Floats, y: Floats, rng: np.random.Generator, draws: int = DRAWS) -> Fitted:
    """Coefficients of `design` (n, k) for `y` (n,), neighbouring rows being neighbouring periods.

    InputError where the columns cannot be told apart or leave fewer than 3 degrees of freedom.
    """
    n, k = design.shape
    if n - k < 3 or np.linalg.matrix_rank(design) < k:
        raise InputError(f"{n} points do not identify {k} coefficients", where="design", do="leave out terms or wait")
    fits = [_given(design, y, float(r)) for r in GRID]
    evidence = np.array([each.evidence for each in fits])
    share = np.exp(evidence - evidence.max()) * _width()
    share /= share.sum()
    mean = np.einsum("r,rk->k", share, np.array([each.beta for each in fits]))
    drawn = _drawn(fits, share, n - k, rng, draws)
    variance = float(sum(s * each.rss for s, each in zip(share, fits, strict=True))) / (n - k)
    return Fitted(mean, drawn, float(share @ GRID), n - k, variance**0.5)


@dataclass(frozen=True, slots=True)
class _Given:
    """Generalised least squares at one autocorrelation: coefficients, a root of (X'X)^-1, and the log evidence."""

    beta: Floats
    root: Floats
    rss: float
    evidence: float


def whitened(x: Floats, r: float) -> Floats:
    """Prais-Winsten: differences from r times the row above; the first row keeps its information."""
    return np.concatenate([x[:1] * np.sqrt(1 - r * r), x[1:] - r * x[:-1]])


def _given(design: Floats, y: Floats, r: float) -> _Given:
    x, z = whitened(design, r), whitened(y, r)
    q, upper = np.linalg.qr(x)
    beta = np.linalg.solve(upper, q.T @ z)
    left = z - x @ beta
    rss = max(float(left @ left), 1e-12 * max(float(z @ z), 1e-300))
    free = len(y) - design.shape[1]
    log_det = float(np.log(np.abs(np.diag(upper))).sum())
    evidence = 0.5 * np.log(1 - r * r) - log_det - free / 2 * np.log(rss)
    return _Given(beta, np.linalg.inv(upper), rss, float(evidence))


def _width() -> Floats:
    """How much of the line each grid point stands for: the weights are those of a density, flat beforehand."""
    edges = np.concatenate([[GRID[0]], (GRID[1:] + GRID[:-1]) / 2, [GRID[-1]]])
    return np.diff(edges)


def _drawn(fits: list[_Given], share: Floats, df: int, rng: np.random.Generator, draws: int) -> Floats:
    half = draws // 2
    which = np.searchsorted(np.cumsum(share), (np.arange(half) + 0.5) / half).clip(max=len(fits) - 1)
    beta = np.array([each.beta for each in fits])[which]
    root = np.array([each.root * (each.rss / df) ** 0.5 for each in fits])[which]
    noise = np.einsum("dij,dj->di", root, normals(half, root.shape[1], rng))
    noise *= stretched(df, half, rng)[:, None]
    return np.concatenate([beta + noise, beta - noise])
