"""What the errors of a regression are taken to be, and the draws of its coefficients that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.causal.autoregressive import fit
from trueup.stats.causal.student import student_draws
from trueup.vocabulary import InputError

Errors = Literal["autoregressive", "hac", "quasi", "independent"]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Coefficients (k,), draws of them (draws, k), the lag-1 autocorrelation allowed for, and the dispersion."""

    point: Floats
    draws: Floats
    autocorrelation: float | None
    dispersion: float


def linear(design: Floats, y: Floats, errors: Errors, rng: np.random.Generator) -> Coefficients:
    """Least squares of `y` (n,) on `design` (n, k) with errors that are ...

    `autoregressive`: resemble their neighbours, the default (autoregressive.py). `hac`: Newey and West (1987), lags
    4 (n / 100)^(2/9), small-sample factor and t. `quasi`: independent, of a variance that is estimated. `independent`:
    of variance 1, which after weighting is that of Poisson counts.
    """
    if errors == "autoregressive":
        fitted = fit(design, y, rng)
        return Coefficients(fitted.coefficients, fitted.draws, fitted.autocorrelation, fitted.sigma**2)
    n, k = design.shape
    if n - k < 3 or np.linalg.matrix_rank(design) < k:
        raise InputError(f"{n} points do not identify {k} coefficients", where="design", do="leave out terms or wait")
    inverse = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    point = inverse @ design.T @ y
    left = y - design @ point
    dispersion = float(left @ left) / (n - k)
    if errors == "hac":
        covariance, df = newey_west(design, left, inverse), float(n - k)
    else:
        covariance, df = inverse * (dispersion if errors == "quasi" else 1.0), np.inf
    return Coefficients(point, _drawn(point, covariance, df, rng), None, dispersion)


def newey_west(design: Floats, left: Floats, inverse: Floats) -> Floats:
    """Covariance (k, k) under autocorrelation and unequal variance, with the factor n / (n - k)."""
    n, k = design.shape
    lags = int(4 * (n / 100) ** (2 / 9))
    scores = design * left[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        across = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (across + across.T)
    return np.asarray(inverse @ meat @ inverse * n / (n - k))


def _drawn(point: Floats, covariance: Floats, df: float, rng: np.random.Generator) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    return student_draws(point, (vectors * np.sqrt(np.maximum(values, 0))).T, df, rng)
