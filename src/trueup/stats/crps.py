"""Scores of a forecast against what came: the smaller the better, and honest forecasts score best on average.

Source: Gneiting and Raftery, JASA 102 (2007); Jordan, Krüger and Lerch, J. Statistical Software 90 (2019) for the
closed forms; Ferro, QJRMS 140 (2014) for the fair ensemble score; Brier (1950).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.vocabulary import InputError


def crps_gaussian(mean: npt.ArrayLike, sd: npt.ArrayLike, observed: npt.ArrayLike) -> Floats:
    """CRPS of N(mean, sd²), in the unit of the values; arrays broadcast. InputError for NaN or sd <= 0."""
    from trueup.stats.special import ndtr

    (m, s), y = _scaled(mean, sd), checked(observed, name="observed")[0]
    z = (y - m) / s
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return np.asarray(s * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / math.sqrt(math.pi)))


def crps_student(df: npt.ArrayLike, centre: npt.ArrayLike, scale: npt.ArrayLike, observed: npt.ArrayLike) -> Floats:
    """CRPS of a location-scale Student t; `df` > 1. InputError for NaN, scale <= 0 or df <= 1."""
    (m, s), y = _scaled(centre, scale), checked(observed, name="observed")[0]
    nu, _ = checked(df, name="df")
    if (nu <= 1).any():
        raise InputError("the CRPS of a Student t needs more than 1 degree of freedom", where="df")
    return s * standard_student(nu, (y - m) / s)


def standard_student(df: Floats, z: Floats, constants: tuple[Floats, Floats] | None = None) -> Floats:
    """CRPS of the standard Student t at `z`, unchecked: the inner loop of the back-tests.

    `constants` are the `student_constants` of each df, where they are known already.
    """
    from trueup.stats.special import stdtr

    peak, spread = constants or student_constants(df)
    tail = peak * (1 + z * z / df) ** ((1 - df) / 2)
    return np.asarray(z * (2 * stdtr(df, z) - 1) + 2 * tail - spread)


def student_constants(df: Floats) -> tuple[Floats, Floats]:
    """Partial mean of the standard Student t above 0, and half the mean distance of two draws.

    Worked out once for each distinct `df`: in a back-test many forecasts share few of them.
    """
    from trueup.stats.special import betaln, gammaln

    distinct, back = np.unique(df, return_inverse=True)
    root = np.sqrt(distinct) / (distinct - 1)
    peak = np.exp(gammaln((distinct + 1) / 2) - gammaln(distinct / 2)) / math.sqrt(math.pi) * root
    spread = 2 * root * np.exp(betaln(0.5, distinct - 0.5) - 2 * betaln(0.5, distinct / 2))
    shape = np.shape(df)
    return peak[back].reshape(shape), spread[back].reshape(shape)


def crps_ensemble(members: npt.ArrayLike, observed: npt.ArrayLike, *, fair: bool = False) -> Floats:
    """CRPS of an ensemble on the last axis. `fair` estimates the score of the distribution the members came from."""
    x, y = np.sort(checked(members, name="members")[0], axis=-1), checked(observed, name="observed")[0]
    m = x.shape[-1]
    if m < (2 if fair else 1):
        raise InputError(f"{m} members are too few", where="members")
    weights = 2 * np.arange(1, m + 1) - m - 1
    pairs = (x * weights).sum(axis=-1) / (m * (m - 1) if fair else m * m)
    return np.asarray(np.abs(x - y[..., None]).mean(axis=-1) - pairs)


def brier(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> Floats:
    """(p - o)² of each forecast; outcomes are 0 or 1, probabilities 0 to 1, else InputError."""
    p, o = checked(probabilities, name="probabilities")[0], checked(outcomes, name="outcomes")[0]
    if ((p < 0) | (p > 1)).any() or not np.isin(o, (0.0, 1.0)).all():
        raise InputError("probabilities lie in 0 to 1 and outcomes are 0 or 1", where="brier")
    return np.asarray((p - o) ** 2)


def _scaled(centre: npt.ArrayLike, scale: npt.ArrayLike) -> tuple[Floats, Floats]:
    (m, _), (s, _) = checked(centre, name="centre"), checked(scale, name="scale")
    if (s <= 0).any():
        raise InputError("must be above zero", where="scale")
    return m, s
