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
    beta, root, rss, evidence = _given(design, y)
    share = np.exp(evidence - evidence.max()) * _width()
    share /= share.sum()
    which = np.searchsorted(np.cumsum(share), (np.arange(draws // 2) + 0.5) / (draws // 2)).clip(max=len(GRID) - 1)
    noise = np.einsum("dij,dj->di", (root * np.sqrt(rss / (n - k))[:, None, None])[which], normals(draws // 2, k, rng))
    noise *= stretched(n - k, draws // 2, rng)[:, None]
    drawn = np.concatenate([beta[which] + noise, beta[which] - noise])
    return Fitted(share @ beta, drawn, float(share @ GRID), n - k, float(np.sqrt(share @ rss / (n - k))))


def _given(design: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Generalised least squares at each r of the grid: coefficients (r, k), roots of (X'X)^-1 (r, k, k), the sum of
    squares left over (r,) and the log of the restricted likelihood (r,), the variance maximised out.
    """
    x, z = _whitened(design), _whitened(y[:, None])[..., 0]
    q, upper = np.linalg.qr(x)
    inverse = np.linalg.inv(upper)
    beta = np.einsum("rij,rnj,rn->ri", inverse, q, z, optimize=True)
    left = z - np.einsum("rnk,rk->rn", x, beta)
    rss = np.maximum((left**2).sum(axis=1), 1e-12 * np.maximum((z**2).sum(axis=1), 1e-300))
    log_det = np.log(np.abs(np.diagonal(upper, axis1=1, axis2=2))).sum(axis=1)
    free = len(y) - design.shape[1]
    return beta, inverse, rss, 0.5 * np.log(1 - GRID**2) - log_det - free / 2 * np.log(rss)


def _whitened(x: Floats) -> Floats:
    """Prais-Winsten at each r: differences from r times the row above, the first row keeping its information.

    From (n, k) to (r, n, k).
    """
    above = np.concatenate([np.zeros((1, x.shape[1])), x[:-1]])
    out = x - GRID[:, None, None] * above
    out[:, 0] *= np.sqrt(1 - GRID**2)[:, None]
    return np.asarray(out)


def _width() -> Floats:
    """How much of the line each grid point stands for: the weights are those of a density, flat beforehand."""
    edges = np.concatenate([[GRID[0]], (GRID[1:] + GRID[:-1]) / 2, [GRID[-1]]])
    return np.diff(edges)
