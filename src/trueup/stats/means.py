"""The mean of a few figures and its interval by Student's t.

Source: Student, The probable error of a mean, Biometrika 6 (1908); for figures that were rounded to steps, Sheppard's
correction (1898): rounding alone spreads them by step / sqrt(12), so a handful of equal answers is no certainty.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from trueup.vocabulary import InputError, Insufficient, said


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with the ends of its interval at `level`, over `n` figures."""

    value: float
    low: float
    high: float
    n: int
    level: float


def mean_of(figures: Sequence[float], step: float = 0.0, level: float = 0.95) -> Mean | Insufficient:
    """The mean of independent figures, whatever their order; `step` is what they were rounded to (0: not at all).

    Insufficient for fewer than 2, InputError for one that is not finite.
    """
    if not all(math.isfinite(each) for each in figures):
        raise InputError("not a finite number", where="figures")
    if len(figures) < 2:
        return Insufficient(said("the spread of answers"), len(figures), 2)
    ordered = sorted(figures)
    value, n = math.fsum(ordered) / len(ordered), len(ordered)
    spread = max(_deviation(ordered, value), step / math.sqrt(12))
    return around(value, spread / math.sqrt(n), n, level)


def _deviation(figures: Sequence[float], mean: float) -> float:
    return math.sqrt(math.fsum((each - mean) ** 2 for each in figures) / (len(figures) - 1))


def around(value: float, stderr: float, n: int | None, level: float = 0.95) -> Mean:
    """The interval of a mean whose standard error is given: by t with n - 1 degrees of freedom, by z without an n."""
    half = stderr * _quantile(n, level)
    return Mean(value, value - half, value + half, n or 0, level)


def _quantile(n: int | None, level: float) -> float:
    if n is None or n < 2:
        return NormalDist().inv_cdf((1 + level) / 2)
    from trueup.stats.special import stdtrit

    return float(stdtrit(n - 1, (1 + level) / 2))
